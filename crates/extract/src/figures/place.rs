//! Where a figure is about: the places of its clause, else of its sentence, else of the text
//! around it.

use std::borrow::Cow;
use std::ops::Range;

use crossread_lexicon::{CueClass, Level};
use crossread_text::SentenceKind;

use super::attribution::Verdict;
use super::context::Context;
use super::drafts::Draft;
use crate::extraction::{Basis, Measure, PlaceMention};

/// The places of one figure.
#[derive(Clone, Debug, Default)]
pub(super) struct Site<'a> {
    pub(super) places: Vec<Cow<'a, str>>,
    pub(super) destinations: Vec<Cow<'a, str>>,
    pub(super) basis: Option<Basis>,
}

/// Finds the places of a draft.
pub(super) fn of<'a>(context: &Context<'_, '_, 'a>, draft: &Draft, verdict: &Verdict<'_, 'a>) -> Site<'a> {
    if let Some(cell) = &draft.cell {
        let places: Vec<_> = cell.places.iter().map(|&at| context.places[at].id.clone()).collect();
        let basis = (!places.is_empty()).then_some(Basis::Table);
        return Site { places, basis, ..Site::default() };
    }
    let at = draft.tokens.start;
    let sentence = context.sentence(at);
    let clause = clause_of(context, &sentence, at);
    let source = verdict.claim.and_then(|frame| frame.source.as_ref().map(|source| (source, frame)));
    let skip = |at: usize| source.as_ref().is_some_and(|(source, _)| !source.generic && source.tokens.contains(&at));
    if let Some(found) = nearest(context, draft, &clause, &skip) {
        return site(context, draft, found, Basis::Clause);
    }
    if clause != sentence && let Some(found) = nearest(context, draft, &sentence, &skip) {
        return site(context, draft, found, Basis::Sentence);
    }
    Site::default()
}

/// The tokens around `at` between semicolons, colons and dashes.
fn clause_of(context: &Context<'_, '_, '_>, sentence: &Range<usize>, at: usize) -> Range<usize> {
    let bound = |at: usize| matches!(context.word(at), ";" | ":") || context.is_dash(at);
    let start = (sentence.start..at).rev().find(|&before| bound(before)).map_or(sentence.start, |found| found + 1);
    let end = (at..sentence.end).find(|&after| bound(after)).unwrap_or(sentence.end);
    start..end
}

/// The place mentions nearest to the figure, as one group.
fn nearest<'c, 'a>(
    context: &Context<'c, '_, 'a>,
    draft: &Draft,
    range: &Range<usize>,
    skip: &impl Fn(usize) -> bool,
) -> Option<Vec<&'c PlaceMention<'a>>> {
    let fits = |at: usize| context.place(at).filter(|_| !skip(at));
    let after = (draft.tokens.end..range.end).find(|&at| fits(at).is_some());
    let before = (range.start..draft.tokens.start).rev().find(|&at| fits(at).is_some());
    let chosen = match (before, after) {
        (Some(before), Some(after)) => {
            let crossing = (draft.tokens.end..after).filter(|&at| context.quantity(at).is_some()).count();
            if crossing > 0 && draft.tokens.start - before < after - draft.tokens.end { before } else { after }
        }
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return None,
    };
    Some(group(context, chosen, range))
}

/// The enumeration of places that the one at `at` stands in: `in Nangarhar, Kunar and Khost`.
fn group<'c, 'a>(context: &Context<'c, '_, 'a>, at: usize, range: &Range<usize>) -> Vec<&'c PlaceMention<'a>> {
    let joins = |at: usize| {
        context.is_comma(at)
            || context.value(at, CueClass::Conjunction) == Some("coordinating")
            || context.is_hyphen(at)
            || context.has(at, CueClass::Article)
            || context.has(at, CueClass::PlaceHead)
            || context.is_possessive(at)
            || context.has(at, CueClass::Direction)
    };
    let mut found = Vec::new();
    let mut start = at;
    while start > range.start && (context.place(start - 1).is_some() || joins(start - 1)) {
        start -= 1;
    }
    let mut end = at + 1;
    while end < range.end && (context.place(end).is_some() || joins(end)) {
        end += 1;
    }
    for at in start..end {
        if let Some(place) = context.place(at)
            && found.last().is_none_or(|last: &&PlaceMention<'_>| last.span != place.span)
        {
            found.push(place);
        }
    }
    found
}

fn site<'a>(context: &Context<'_, '_, 'a>, draft: &Draft, found: Vec<&PlaceMention<'a>>, basis: Basis) -> Site<'a> {
    let mut places: Vec<Cow<'a, str>> = Vec::new();
    let finest = found.iter().map(|place| place.level).max();
    for place in &found {
        // A country beside its own province adds nothing.
        let wider = place.level == Level::Country
            && finest != Some(Level::Country)
            && found.iter().any(|other| other.level != Level::Country && other.country.as_deref() == Some(&*place.id));
        if !wider && !places.contains(&place.id) {
            places.push(place.id.clone());
        }
    }
    let _ = (context, draft, SentenceKind::Body, Measure::Other);
    Site { places, destinations: Vec::new(), basis: Some(basis) }
}
