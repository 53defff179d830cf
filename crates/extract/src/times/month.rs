//! The name of a month, in English and as the language of the document writes it.

use crossread_lexicon::CueClass;

use super::read::Habits;
use crate::window::Window;

/// A month as written.
#[derive(Clone, Copy)]
pub(super) struct Month {
    /// 1 to 12; 0 for a month of another calendar.
    pub(super) number: i8,
    /// Its spelling is no other word: it stands for a month on its own.
    pub(super) alone: bool,
    /// Written small: it asks for a day or year beside it.
    pub(super) small: bool,
    /// One past it, the dot of an abbreviation included.
    pub(super) end: usize,
}

/// The month at `at`.
pub(super) fn month(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<Month> {
    let Some(hit) = window.cue(at, CueClass::Month) else { return native(window, at) };
    let (number, kind) = hit.cue.value.split_once(' ').unwrap_or((&hit.cue.value, ""));
    let end = hit.tokens.end as usize;
    // "Oct. 12": the dot of an abbreviation stands between.
    let dotted = kind == "short" && window.word(end) == "." && (window.glued(end) || habits.lower);
    let small = !habits.lower && window.word(at).starts_with(char::is_lowercase);
    let end = if dotted { end + 1 } else { end };
    Some(Month { number: number.parse().ok()?, alone: kind.is_empty() && !small, small, end })
}

/// "14 avril", "14 апреля", "١٤ نيسان/أبريل": never a month on its own, since many of these spellings are other words too.
fn native(window: &Window<'_, '_>, at: usize) -> Option<Month> {
    let (number, mut end) = native_name(window, at)?;
    // Arabic reports give both names of a month.
    if window.word(end) == "/"
        && let Some((second, after)) = native_name(window, end + 1)
        && second == number
    {
        end = after;
    }
    Some(Month { number, alone: false, small: false, end })
}

/// The month that the language of the document calls so, and one past its name.
fn native_name(window: &Window<'_, '_>, at: usize) -> Option<(i8, usize)> {
    let hit = window.cue(at, CueClass::NativeMonth)?;
    let (number, languages) = hit.cue.value.split_once(' ')?;
    let language = window.reading.language();
    let spoken = languages.split('+').any(|known| known == language);
    if spoken { Some((number.parse().ok()?, hit.tokens.end as usize)) } else { None }
}
