//! Where a figure is about.
//!
//! Every place that the figure may be about is a candidate (`candidates`): those of its sentence, of the sentences
//! before, of headings, lead and dateline, and none at all. What speaks for and against each (`clue`) is counted in
//! points (`weights`), learned from the fixtures (`learn`), and the candidate with most points is the place. Three things
//! go before: a table cell's row, a number in brackets behind a place, and the origins of people who moved (`movement`).
//! At the end a headline's figure takes the closer place of the same figure below it (`titles`).

mod candidates;
mod choice;
mod clue;
mod groups;
#[cfg(test)]
mod learn;
mod movement;
mod setting;
mod titles;
mod weights;

use std::borrow::Cow;

pub(super) use self::candidates::Earlier;
use self::candidates::{Candidate, Finder};
pub use self::choice::{PlaceChoice, Weighed};
use self::clue::Class;
pub(super) use self::setting::Setting;
pub(super) use self::titles::settle;
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
    /// How it was chosen, where there was a choice.
    pub(super) choice: Option<PlaceChoice<'a>>,
}

/// Finds the places of a draft.
pub(super) fn of<'a>(
    context: &Context<'_, '_, 'a>,
    draft: &Draft,
    verdict: &Verdict<'_, 'a>,
    setting: &Setting<'a>,
    earlier: Earlier<'_, 'a>,
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
        return Site { places: way.origins, destinations, basis: Some(Basis::Clause), choice: None };
    }
    let finder = Finder { context, draft, verdict, setting, earlier, long };
    let class = Class::of(draft.measure);
    let candidates = finder.candidates();
    #[cfg(test)]
    learn::record(context.span(&draft.tokens), class, &candidates);
    choose(candidates, class, destinations)
}

/// The candidate with most points.
fn choose<'a>(mut candidates: Vec<Candidate<'a>>, class: Class, destinations: Vec<Cow<'a, str>>) -> Site<'a> {
    let weigh = |one: &Candidate<'a>| Weighed { clues: one.clues, zone: one.zone, class };
    let points = |one: &Candidate<'a>| weigh(one).points();
    // The first of equals: what stands in the sentence goes before what stands farther off, a place before none.
    let best = (0..candidates.len()).rev().max_by_key(|&at| points(&candidates[at]));
    let Some(best) = best.map(|at| candidates.swap_remove(at)) else {
        return Site { destinations, ..Site::default() };
    };
    let others = candidates.into_iter().filter(|one| one.ids != best.ids);
    let runner_up = others.max_by_key(points).map(|one| {
        let weighed = weigh(&one);
        (one.ids, weighed)
    });
    let choice = Some(PlaceChoice { chosen: weigh(&best), runner_up });
    let basis = (!best.ids.is_empty()).then_some(best.basis);
    Site { places: best.ids, destinations, basis, choice }
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
