//! What the browser reads over when the page opens, and draws when a reader comes near it.

use maud::{Markup, html};

/// Rows of a list that are drawn together: few enough to be drawn within a frame.
const TOGETHER: usize = 100;
/// Accounts for which room is kept free at most.
const MOST_ROOM: usize = 6;

/// `markup` for later, with room for `accounts` kept free until then.
///
/// Where script runs, a browser takes what stands in `noscript` for text, which costs next to nothing, and the page's
/// script has it drawn; elsewhere it is drawn at once. `markup` must hold no part for later: both would end together.
pub(crate) fn later(accounts: usize, markup: &Markup) -> Markup {
    html! { div class={ "later n" (accounts.min(MOST_ROOM)) } { noscript { (markup) } } }
}

/// `rows` for later, some at a time, each part made by `list`.
pub(crate) fn parts<T>(rows: &[T], list: impl Fn(&[T]) -> Markup) -> Markup {
    html! { @for part in rows.chunks(TOGETHER) { (later(0, &list(part))) } }
}
