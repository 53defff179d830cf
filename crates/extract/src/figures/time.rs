//! When a figure happened: the time of its clause, else of its sentence.

use std::ops::Range;

use jiff::civil::Date;

use super::context::Context;
use super::drafts::Draft;
use crate::extraction::{Basis, TimeMention};

/// The time of one figure.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct When {
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) basis: Option<Basis>,
    /// The time spans more than a week or has no end.
    pub(super) open_or_long: bool,
}

/// Finds the time of a draft.
pub(super) fn of(context: &Context<'_, '_, '_>, draft: &Draft) -> When {
    if let Some(cell) = &draft.cell {
        return cell.time.map_or_else(When::default, |at| when(&context.times[at], Basis::Table));
    }
    let at = draft.tokens.start;
    let sentence = context.sentence(at);
    let segment = segment_of(context, &sentence, at);
    nearest(context, draft, &segment)
        .map(|time| when(time, Basis::Clause))
        .or_else(|| nearest(context, draft, &sentence).map(|time| when(time, Basis::Sentence)))
        .unwrap_or_default()
}

fn segment_of(context: &Context<'_, '_, '_>, sentence: &Range<usize>, at: usize) -> Range<usize> {
    let start = (sentence.start..at)
        .rev()
        .find(|&before| context.word(before) == ";")
        .map_or(sentence.start, |found| found + 1);
    let end = (at..sentence.end).find(|&after| context.word(after) == ";").unwrap_or(sentence.end);
    start..end
}

fn nearest<'c, 'a>(context: &Context<'c, '_, 'a>, draft: &Draft, range: &Range<usize>) -> Option<&'c TimeMention<'a>> {
    let resolved = |at: usize| context.time(at).filter(|time| time.from.is_some() || time.to.is_some());
    let after = (draft.tokens.end..range.end).find_map(resolved);
    let before = (range.start..draft.tokens.start).rev().find_map(resolved);
    after.or(before)
}

fn when(time: &TimeMention<'_>, basis: Basis) -> When {
    let long = match (time.from, time.to) {
        (Some(from), Some(to)) => to.since(from).is_ok_and(|span| span.get_days() > 7),
        _ => true,
    };
    When { from: time.from, to: time.to, basis: Some(basis), open_or_long: time.open || long }
}
