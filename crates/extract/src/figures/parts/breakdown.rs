//! Sums told in words: `17 people (nine soldiers, eight civilians)`, `17 died: nine soldiers ...`.

use std::ops::Range;

use crossread_lexicon::CueClass;

use super::{adds_up, counts, fits, has_own_measure, join, same_kind, same_measure, sum, value, within};
use crate::extraction::{Measure, SubjectClass};
use crate::figures::context::Context;
use crate::figures::drafts::Draft;
use crate::figures::subject::Kind;

/// How a total and what follows it are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// A colon, dash or bracket opens the parts.
    Opened,
    /// A comma or nothing: only exact sums count.
    Plain,
}

/// A total is broken down into at most so many parts.
const MOST_PARTS: usize = 32;

pub(super) fn link(context: &Context<'_, '_, '_>, drafts: &mut [Draft]) {
    for index in 0..context.reading.document.sentences.len() {
        let Some(sentence) = context.reading.sentence(index) else { continue };
        let held = within(drafts, &sentence.tokens.indices());
        let counting: Vec<usize> = held.filter(|&at| counts(context, &drafts[at])).collect();
        for (position, &total) in counting.iter().enumerate() {
            if drafts[total].part_of.is_none() {
                of_total(context, drafts, total, &counting[position + 1..]);
            }
        }
        joined(context, drafts, &counting);
        if let Some(before) = index.checked_sub(1) {
            answer(context, drafts, before, &counting);
        }
    }
}

/// Links the numbers after a total in its sentence that add up to it, or that a mark opens.
fn of_total(context: &Context<'_, '_, '_>, drafts: &mut [Draft], total: usize, after: &[usize]) {
    let whole = &drafts[total];
    let Some(&first) = after.first().filter(|_| value(whole).is_some_and(|value| value >= 2.0)) else { return };
    let (mark, region) = opening(context, whole, &drafts[first]);
    let mut members: Vec<usize> = Vec::new();
    for &at in after {
        let part = &drafts[at];
        let free = part.part_of.is_none_or(|other| other == whole.tokens.start);
        if !region.contains(&part.tokens.start) || !same_kind(whole, part) || !same_measure(whole, part) {
            break;
        }
        // "nine soldiers, two officers among them, and eight civilians": a part of a part.
        if free {
            members.push(at);
        }
        if members.len() == MOST_PARTS {
            break;
        }
    }
    let open = mark == Mark::Opened;
    let exact = (2..=members.len()).find(|&count| {
        let parts = || members[..count].iter().map(|&at| &drafts[at]);
        sum(parts()).is_some_and(|sum| adds_up(whole, sum)) && (open || parts().all(|part| distinct(whole, part)))
    });
    let listed = || {
        let told = members.iter().any(|&at| has_own_measure(&drafts[at]) || dated(context, &drafts[at]));
        let sum = sum(members.iter().map(|&at| &drafts[at]));
        let bracket = region.end < context.sentence(whole.tokens.start).end;
        open && (members.len() > 1 || bracket)
            && !told
            && is_harm(whole.measure)
            && sum.is_some_and(|sum| fits(whole, sum))
    };
    let count = exact.or_else(|| listed().then_some(members.len())).unwrap_or(0);
    for &part in &members[..count] {
        join(drafts, total, part);
    }
}

/// What parts the total from the number after it, and where the parts may stand.
fn opening(context: &Context<'_, '_, '_>, total: &Draft, first: &Draft) -> (Mark, Range<usize>) {
    let end = context.sentence(total.tokens.start).end;
    let from = total.tokens.end;
    let until = first.tokens.start.max(from);
    let found = (from..until).rev().find(|&at| {
        matches!(context.word(at), ":" | "(" | "[") || (context.is_dash(at) && context.quantity(at).is_none())
    });
    let Some(at) = found else { return (Mark::Plain, from..end) };
    // A whole clause between mark and number is no list of parts.
    let clause = (at + 1..until).any(|at| context.has(at, CueClass::Auxiliary));
    let close = match context.word(at) {
        "(" | "[" => (at..end).find(|&at| matches!(context.word(at), ")" | "]")),
        ":" => None,
        _ => (until..end).find(|&at| context.is_dash(at)),
    };
    let mark = if clause { Mark::Plain } else { Mark::Opened };
    (mark, at + 1..close.unwrap_or(end))
}

/// True when the part is no sibling of the total in one coordination: `five soldiers, three
/// policemen and two civilians`.
fn distinct(total: &Draft, part: &Draft) -> bool {
    let general = matches!(total.class, None | Some(SubjectClass::Mixed)) || total.class == part.class;
    part.kind == Kind::Bare || (general && total.kind != Kind::Unknown)
}

/// `1,200 in 2023`: a number of another time.
fn dated(context: &Context<'_, '_, '_>, part: &Draft) -> bool {
    (part.tokens.end..part.end + 2).any(|at| context.time(at).is_some())
}

fn is_harm(measure: Measure) -> bool {
    use Measure::{Casualties, Detained, Displaced, Injured, Killed, Missing, Strength};
    matches!(measure, Killed | Injured | Casualties | Detained | Displaced | Missing | Strength)
}

/// `including six herders and two women`: what is coordinated with a part is a part.
fn joined(context: &Context<'_, '_, '_>, drafts: &mut [Draft], counting: &[usize]) {
    for pair in counting.windows(2) {
        let (before, part) = (&drafts[pair[0]], &drafts[pair[1]]);
        let Some(start) = before.part_of.filter(|_| part.part_of.is_none()) else { continue };
        let Some(total) = counting.iter().copied().find(|&at| drafts[at].tokens.start == start).or_else(|| {
            // The total may stand in a sentence before.
            drafts[..pair[0]].iter().rposition(|draft| draft.tokens.start == start)
        }) else {
            continue;
        };
        let between = before.end..part.tokens.start;
        let small = between.clone().all(|at| {
            context.is_comma(at)
                || context.value(at, CueClass::Conjunction) == Some("coordinating")
                || context.has(at, CueClass::Article)
        });
        // ", and 12 soldiers": the comma closes the parenthesis unless it parts a list.
        let closed = between.len() > 1
            && context.is_comma(between.start)
            && !counting.iter().any(|&at| at < pair[0] && drafts[at].part_of == Some(start));
        let told = has_own_measure(part) && !same_measure(&drafts[total], part);
        let apart = part.trigger.is_some_and(|trigger| !part.inherited && trigger.at >= part.end)
            && part.trigger.map(|trigger| trigger.at) != drafts[total].trigger.map(|trigger| trigger.at);
        let mut parts: Vec<&Draft> =
            drafts.iter().skip(total).take(12).filter(|draft| draft.part_of == Some(start)).collect();
        parts.push(part);
        let room = sum(parts).is_some_and(|sum| fits(&drafts[total], sum));
        if between.is_empty() || !small || closed || told || apart || !room || !same_kind(&drafts[total], part) {
            continue;
        }
        join(drafts, total, pair[1]);
    }
}

/// `... 604 lives. The breakdown: 463 rebels, 109 soldiers and 32 civilians.`: the numbers of a
/// sentence that add up to a toll in the one before.
fn answer(context: &Context<'_, '_, '_>, drafts: &mut [Draft], before: usize, counting: &[usize]) {
    let Some(sentence) = context.reading.sentence(before) else { return };
    if counting.len() < 2 || counting.iter().any(|&at| drafts[at].part_of.is_some()) {
        return;
    }
    let totals = within(drafts, &sentence.tokens.indices());
    let found = totals.rev().take(6).find_map(|total| {
        let whole = &drafts[total];
        let told = counts(context, whole) && is_harm(whole.measure) && whole.trigger.is_some();
        if !told || value(whole).is_none_or(|value| value < 5.0) {
            return None;
        }
        let fit = |&&at: &&usize| {
            let part = &drafts[at];
            let listed = !has_own_measure(part) || (part.class.is_some() && whole.class.is_none());
            listed && part.kind != Kind::Bare && same_kind(whole, part) && same_measure(whole, part)
        };
        let members: Vec<usize> = counting.iter().take_while(fit).copied().collect();
        let count = (2..=members.len()).find(|&count| {
            sum(members[..count].iter().map(|&at| &drafts[at])).is_some_and(|sum| adds_up(whole, sum))
        })?;
        Some((total, members[..count].to_vec()))
    });
    let Some((total, members)) = found else { return };
    for part in members {
        join(drafts, total, part);
    }
}
