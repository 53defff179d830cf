//! Where a figure is about.
//!
//! Every place that the figure may be about is a candidate (`candidates`): those of its sentence, of the sentences
//! before, of headings, lead and dateline, and none at all. What speaks for and against each is counted in points
//! (`clue`), and the candidate with most points is the place. Three things go before: a table cell's row, a number in
//! brackets behind a place, and the origins of people who moved (`movement`).

mod candidates;
mod clue;
mod groups;
mod movement;
mod setting;

use std::borrow::Cow;

use self::candidates::Finder;
pub(super) use self::setting::Setting;
use super::attribution::Verdict;
use super::context::Context;
use super::drafts::Draft;
use crate::extraction::{Basis, Measure};

/// The places of one figure.
#[derive(Clone, Debug, Default)]
pub(super) struct Site<'a> {
    pub(super) places: Vec<Cow<'a, str>>,
    pub(super) destinations: Vec<Cow<'a, str>>,
    pub(super) basis: Option<Basis>,
}

/// Finds the places of a draft.
pub(super) fn of<'a>(
    context: &Context<'_, '_, 'a>,
    draft: &Draft,
    verdict: &Verdict<'_, 'a>,
    setting: &Setting<'a>,
    before: Option<(&[Cow<'a, str>], usize)>,
    long: bool,
) -> Site<'a> {
    if let Some(cell) = draft.cell.as_ref().and_then(|cell| cell.places.as_ref()) {
        let places: Vec<_> = cell.iter().map(|&at| context.places[at].id.clone()).collect();
        let basis = (!places.is_empty()).then_some(Basis::Table);
        return Site { places, basis, ..Site::default() };
    }
    if let Some(place) = bracketed(context, draft) {
        return Site { places: vec![place], basis: Some(Basis::Clause), ..Site::default() };
    }
    let way = movement::of(context, draft, setting);
    let destinations = way.destinations;
    if !way.origins.is_empty() {
        return Site { places: way.origins, destinations, basis: Some(Basis::Clause) };
    }
    let finder = Finder { context, draft, verdict, setting, before, long };
    let class = clue::class(draft.measure);
    let candidates = finder.candidates();
    // The first of equals: what stands in the sentence goes before what stands farther off, a place before none.
    let best = candidates.iter().rev().max_by_key(|one| one.clues.points(one.zone, class));
    match best.filter(|one| !one.ids.is_empty()) {
        Some(best) => Site { places: best.ids.clone(), destinations, basis: Some(best.basis) },
        None => Site { destinations, ..Site::default() },
    }
}

/// `Iran (360), Pakistan (16)`: a number alone in brackets belongs to the place before them.
fn bracketed<'a>(context: &Context<'_, '_, 'a>, draft: &Draft) -> Option<Cow<'a, str>> {
    if matches!(draft.measure, Measure::Length | Measure::Area | Measure::Duration) {
        return None;
    }
    let open = draft.tokens.start.checked_sub(1).filter(|&at| context.is(at, "("))?;
    let closes = matches!(context.word(draft.tokens.end), ")" | ";" | ",");
    let place = context.place(open.checked_sub(1)?).filter(|_| closes)?;
    Some(place.id.clone())
}

#[cfg(test)]
mod tests;
