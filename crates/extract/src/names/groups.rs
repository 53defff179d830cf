//! Names joined by commas, "and" and hyphens: they are read alike.

use std::ops::Range;

use crossread_lexicon::CueClass;

use crate::names::context::Context;
use crate::names::found::{Found, Sense};
use crate::names::words;
use crate::reading::Reading;

/// How two names stand beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Comma,
    And,
    CommaAnd,
    Hyphen,
}

/// The runs of names that are read alike, as ranges of indices into `found`; single names included.
pub(crate) fn groups(context: &Context<'_, '_, '_>, found: &[Found<'_>]) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut start = 0;
    while start < found.len() {
        let end = group_end(context, found, start);
        groups.push(start..end);
        start = end;
    }
    groups
}

/// Where the group that begins at `start` ends: commas count only in a list that "and" closes.
fn group_end(context: &Context<'_, '_, '_>, found: &[Found<'_>], start: usize) -> usize {
    let mut certain = start + 1;
    let mut commas = 0;
    let mut end = start + 1;
    while end < found.len() {
        if !joins(&found[end - 1]) || !joins(&found[end]) {
            break;
        }
        match joint(&context.reading, found[end - 1].end, found[end].start) {
            Some(Joint::And | Joint::Hyphen) => {
                end += 1;
                certain = end;
            }
            // ", and" closes a list; between two names alone it opens a clause.
            Some(Joint::CommaAnd) if commas > 0 => {
                end += 1;
                certain = end;
            }
            // "In Mexico, the Karo Cartel and ...": the comma ends what stood before the sentence's subject.
            Some(Joint::Comma) if opens_clause(&context.reading, &found[start]) && is_party(&found[end]) => break,
            Some(Joint::Comma) => {
                end += 1;
                commas += 1;
                // Three names in a row are a list even without "and", and so are two before "and others".
                let last = after_brackets(&context.reading, found[end - 1].end, context.reading.len());
                let closed = context.reading.cue(last, CueClass::Conjunction).is_some_and(|hit| {
                    hit.cue.value == "coordinating" && context.reading.has(hit.tokens.end as usize, CueClass::ListRest)
                });
                if commas >= 2 || closed {
                    certain = end;
                }
            }
            Some(Joint::CommaAnd) | None => break,
        }
    }
    certain
}

/// True for a name right behind the preposition that opens its sentence.
fn opens_clause(reading: &Reading<'_, '_>, first: &Found<'_>) -> bool {
    let sentence = reading.sentence_tokens(first.start).start;
    words::cue_ending_at(reading, first.start, &[CueClass::PlacePreposition])
        .is_some_and(|hit| hit.tokens.start as usize == sentence)
}

fn is_party(found: &Found<'_>) -> bool {
    matches!(found.sense, Sense::Party(..))
}

fn joins(found: &Found<'_>) -> bool {
    !matches!(found.sense, Sense::Silent)
}

/// What stands between two names, when nothing but a joint does.
fn joint(reading: &Reading<'_, '_>, from: usize, to: usize) -> Option<Joint> {
    if to == from + 1 && words::is_hyphen(reading, from) {
        return Some(Joint::Hyphen);
    }
    let mut at = after_brackets(reading, from, to);
    let comma = reading.word(at) == ",";
    at += usize::from(comma);
    let and = reading.cue(at, CueClass::Conjunction).filter(|hit| hit.cue.value == "coordinating");
    if let Some(and) = and {
        at = and.tokens.end as usize;
    }
    at = words::after_article(reading, at);
    if reading.has(at, CueClass::Direction) && at < to {
        at += 1;
    }
    match (at == to, and.is_some(), comma) {
        (true, true, true) => Some(Joint::CommaAnd),
        (true, true, false) => Some(Joint::And),
        (true, false, true) => Some(Joint::Comma),
        _ => None,
    }
}

/// Behind a few words or a figure in brackets: "Iran (360), Pakistan (16) and Turkey".
fn after_brackets(reading: &Reading<'_, '_>, from: usize, to: usize) -> usize {
    const WIDEST: usize = 8;
    if reading.word(from) != "(" {
        return from;
    }
    (from + 1..to.min(from + WIDEST)).find(|&at| reading.word(at) == ")").map_or(from, |close| close + 1)
}

/// True when the names of a group are joined by hyphens alone.
pub(crate) fn is_hyphenated(context: &Context<'_, '_, '_>, found: &[Found<'_>], group: &Range<usize>) -> bool {
    group.len() > 1
        && group
            .clone()
            .skip(1)
            .all(|at| joint(&context.reading, found[at - 1].end, found[at].start) == Some(Joint::Hyphen))
}

/// True when the second of two neighbouring names is joined to the first.
pub(crate) fn are_joined(context: &Context<'_, '_, '_>, first: &Found<'_>, second: &Found<'_>) -> bool {
    joins(first) && joins(second) && joint(&context.reading, first.end, second.start).is_some()
}
