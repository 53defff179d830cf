//! Where people went from and to: `3,000 families fled Kurram for Hangu and Bannu`.
//!
//! A word of direction before a place tells which end of the way it is: `from Sudan`, `into Chad`, `reached
//! Tawila`, `fled Goma`. Places without one are left to the other rules.

use std::borrow::Cow;
use std::ops::Range;

use crossread_lexicon::CueClass;

use super::clue::Clue;
use super::groups::{self, Group};
use super::setting::Setting;
use crate::extraction::Measure;
use crate::figures::context::Context;
use crate::figures::drafts::Draft;

/// Both ends of a way.
#[derive(Clone, Debug, Default)]
pub(super) struct Way<'a> {
    pub(super) origins: Vec<Cow<'a, str>>,
    pub(super) destinations: Vec<Cow<'a, str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Origin,
    Destination,
}

/// The way of the people that a draft counts; empty when it tells of no movement.
pub(super) fn of<'a>(context: &Context<'_, '_, 'a>, draft: &Draft, setting: &Setting<'a>) -> Way<'a> {
    let mut way = Way::default();
    if draft.measure != Measure::Displaced {
        return way;
    }
    let groups = setting.groups_of(context.reading.sentence_of(draft.tokens.start));
    let (before, after) = stretch(context, draft);
    for range in [after, before] {
        let (mut origins, mut destinations) = (Vec::new(), Vec::new());
        let mut last: Option<(Option<End>, usize)> = None;
        for group in groups.iter().filter(|group| range.contains(&group.tokens.start)) {
            // A list goes the way of its first place: "from Iran (360) and Pakistan (50)".
            let listed = last.filter(|(_, end)| is_list(context, *end..group.tokens.start)).and_then(|(end, _)| end);
            let end = end(context, group, range.start).or(listed);
            last = Some((end, group.tokens.end));
            match end {
                Some(End::Origin) => add(&mut origins, group),
                Some(End::Destination) => add(&mut destinations, group),
                None => {}
            }
        }
        if way.origins.is_empty() {
            way.origins = origins;
        }
        if way.destinations.is_empty() {
            way.destinations = destinations;
        }
    }
    way.destinations.retain(|id| !way.origins.contains(id));
    way
}

/// True when only commas, "and" and brackets stand between.
fn is_list(context: &Context<'_, '_, '_>, between: Range<usize>) -> bool {
    let mut open = false;
    between.clone().all(|at| {
        match context.word(at) {
            "(" => open = true,
            ")" => open = false,
            _ => {
                return open
                    || context.is_comma(at)
                    || context.value(at, CueClass::Conjunction) == Some("coordinating");
            }
        }
        true
    }) && !between.is_empty()
}

fn add<'a>(ids: &mut Vec<Cow<'a, str>>, group: &Group<'a>) {
    for id in &group.ids {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
}

/// The words before and behind a draft that no other number claims.
fn stretch(context: &Context<'_, '_, '_>, draft: &Draft) -> (Range<usize>, Range<usize>) {
    let sentence = context.sentence(draft.tokens.start);
    let (start, end) = (draft.tokens.start, draft.tokens.end);
    let own = context.quantity(start);
    let barrier = |at: usize| {
        context.word(at) == ";"
            || context.quantity(at).is_some_and(|number| Some(number) != own && moves(context, number))
    };
    let first = (sentence.start..start).rev().find(|&at| barrier(at)).map_or(sentence.start, |at| at + 1);
    let last = (end..sentence.end).find(|&at| barrier(at)).unwrap_or(sentence.end);
    (first..start, end..last)
}

/// True for a number that may count other people: no share, time or distance.
fn moves(context: &Context<'_, '_, '_>, number: usize) -> bool {
    context.quantities.get(number).is_some_and(|quantity| {
        quantity.dimension == crossread_lexicon::Dimension::Count
            && !(quantity.tokens.start > 0 && context.is(quantity.tokens.start as usize - 1, "("))
    })
}

/// Which end of a way a group is, by the word of direction before it.
fn end(context: &Context<'_, '_, '_>, group: &Group<'_>, floor: usize) -> Option<End> {
    let silent = [Clue::Source, Clue::Speaking, Clue::Beside, Clue::Measured, Clue::Owner];
    if silent.iter().any(|&clue| group.clues.has(clue)) {
        return None;
    }
    let start = groups::led(context, floor, group.tokens.start);
    let role = context.cue_before(start, CueClass::PlaceRole).filter(|hit| hit.tokens.start as usize >= floor);
    match role.map(|hit| hit.cue.value.as_str()) {
        Some("origin") => return Some(End::Origin),
        Some("refuge") => return Some(End::Destination),
        _ => {}
    }
    let hit = context.cue_before(start, CueClass::Movement).filter(|hit| hit.tokens.start as usize >= floor);
    let preposition = context.cue_before(start, CueClass::Preposition);
    let longer = |hit: &crossread_lexicon::CueHit<'_>| {
        preposition.is_some_and(|preposition| preposition.tokens.start < hit.tokens.start)
    };
    if let Some(hit) = hit.filter(|hit| !longer(hit)) {
        return match hit.cue.value.as_str() {
            "from" => Some(End::Origin),
            "to" => Some(End::Destination),
            _ => None,
        };
    }
    let stays = preposition.is_some_and(|hit| matches!(hit.cue.phrase.as_str(), "in" | "at" | "near" | "inside"));
    let arrives = (floor.max(start.saturating_sub(ARRIVAL))..start)
        .rev()
        .take_while(|&at| !context.is_comma(at))
        .any(|at| context.value(at, CueClass::Movement) == Some("arrival"));
    (stays && arrives).then_some(End::Destination)
}

/// So many words may stand between `arrived` and its place: `arrived at a camp in`.
const ARRIVAL: usize = 7;
