//! Percentages: a change or a share.

use std::ops::Range;

use crossread_lexicon::CueClass;

use super::context::Context;
use super::subject::{self, Kind};
use crate::extraction::{Measure, Quantity};

/// How far before a percentage its verb of change may stand, in tokens.
const REACH: usize = 7;

/// Whether a percentage tells a change or a share, and the word that says so.
pub(super) fn measure(context: &Context<'_, '_, '_>, quantity: &Quantity<'_>) -> (Measure, Option<usize>) {
    let start = quantity.tokens.start as usize;
    let end = quantity.tokens.end as usize;
    if context.value(end, CueClass::Change) == Some("after") {
        return (Measure::PercentChange, Some(end));
    }
    if is_amount_of_change(context, start, end) {
        return (Measure::PercentChange, Some(end));
    }
    let floor = context.sentence(start).start.max(start.saturating_sub(REACH));
    let mut at = start;
    let mut crossed = false;
    while at > floor {
        at -= 1;
        let last = at;
        match context.word(at) {
            ";" | ":" | "(" => break,
            "," | "،" => crossed = true,
            _ => {}
        }
        if context.quantity(at).is_some() || context.value(at, CueClass::Conjunction) == Some("clause") {
            break;
        }
        let at = context.cue_before(at + 1, CueClass::Change).map_or(at, |hit| hit.tokens.start as usize);
        let adjacent = last + 1 == start || context.has(last + 1, CueClass::Preposition);
        match context.value(at, CueClass::Change) {
            Some("before") if adjacent => return (Measure::PercentChange, Some(at)),
            Some("")
                if !crossed && (adjacent || context.has(start - 1, CueClass::Preposition) || last + 2 >= start) =>
            {
                return (Measure::PercentChange, Some(at));
            }
            _ => {}
        }
    }
    (Measure::PercentShare, None)
}

/// `a 15 per cent increase`, `20 percent drop in exports`: the noun of change right behind.
fn is_amount_of_change(context: &Context<'_, '_, '_>, start: usize, end: usize) -> bool {
    let noun = context.value(end, CueClass::Change) == Some("") && !context.word(end).ends_with("ed");
    let article = start.checked_sub(1).is_some_and(|at| context.has(at, CueClass::Article));
    noun && (article || context.has(end + 1, CueClass::Preposition))
}

/// `and of fresh fruit by nearly 90 percent`: a change without its verb, after another change.
pub(super) fn elliptic(context: &Context<'_, '_, '_>, quantity: &Quantity<'_>) -> Option<Range<usize>> {
    let start = quantity.tokens.start as usize;
    let sentence = context.sentence(start);
    let by = start.checked_sub(1).filter(|&by| by > sentence.start && context.is(by, "by"))?;
    let floor = (sentence.start..by)
        .rev()
        .find(|&at| context.has(at, CueClass::Conjunction) || context.is_punctuation(at))
        .map_or(sentence.start, |at| at + 1);
    let floor = if context.has(floor, CueClass::Preposition) { floor + 1 } else { floor };
    (floor < by).then_some(floor..by)
}

/// What rose or fell: the noun phrase before the word of change at `change`.
pub(super) fn changed(context: &Context<'_, '_, '_>, change: usize, quantity: &Quantity<'_>) -> Option<Range<usize>> {
    if context.value(change, CueClass::Change) == Some("after") {
        let limit = context.sentence(change).end;
        return subject::phrase(context, change + 1, limit).map(|found| found.tokens);
    }
    let sentence = context.sentence(quantity.tokens.start as usize);
    if change == quantity.tokens.end as usize {
        // "a 20 percent drop in exports"
        let of = context.is(change + 1, "in") || context.is(change + 1, "of");
        let start = change + 2 + usize::from(context.has(change + 2, CueClass::Article));
        let found = subject::phrase(context, start, sentence.end).filter(|_| of && context.place(start).is_none());
        return found.map(|found| found.tokens);
    }
    let mut end = change;
    while end > sentence.start
        && (context.has(end - 1, CueClass::Auxiliary)
            || context.has(end - 1, CueClass::Adverb)
            || context.time(end - 1).is_some())
    {
        end -= 1;
    }
    if end > sentence.start && context.is_comma(end - 1) {
        // "Bilateral trade, worth $1.79 billion, fell": back over the apposition.
        end = (sentence.start..end - 1).rev().find(|&at| context.is_comma(at)).unwrap_or(end);
    }
    let mut start = end;
    while start > sentence.start {
        let before = start - 1;
        let word = context.is_word(before) || context.is_possessive(before) || context.is_hyphen(before);
        let stops = !word
            || [CueClass::Relative, CueClass::Conjunction, CueClass::Auxiliary, CueClass::SayVerb]
                .iter()
                .any(|&class| context.has(before, class))
            || context.quantity(before).is_some();
        if stops {
            break;
        }
        start = before;
    }
    noun_phrase(context, start, end)
}

/// The noun phrase in `start..end`, without what leads up to it: `the number of raids on homes`.
fn noun_phrase(context: &Context<'_, '_, '_>, start: usize, end: usize) -> Option<Range<usize>> {
    let mut start = start;
    if context.has(start, CueClass::Preposition) {
        // "In Balochistan the number of raids": the phrase begins at the last article.
        start = (start..end).rev().find(|&at| context.has(at, CueClass::Article)).unwrap_or(end);
    }
    while start < end && context.has(start, CueClass::Article) {
        start += 1;
    }
    if context.has(start, CueClass::ClaimNoun) && context.is(start + 1, "of") {
        start += 2;
    }
    (start < end).then_some(start..end)
}

/// The whole of a share: `of those displaced`, `of the population`.
pub(super) fn whole(context: &Context<'_, '_, '_>, quantity: &Quantity<'_>) -> Option<Range<usize>> {
    let end = quantity.tokens.end as usize;
    let limit = context.sentence(quantity.tokens.start as usize).end;
    let start = if context.is(end, "of") { end + 1 } else { end };
    if context.value(start, CueClass::Pronoun) == Some("object") {
        // "half of them children"; "a third of them" alone means those counted before.
        return subject::phrase(context, start + 1, limit).map(|found| found.tokens);
    }
    if context.value(start, CueClass::Article) == Some("demonstrative") {
        let end = start + 2;
        return (end <= limit && context.is_word(start + 1)).then_some(start..end);
    }
    let mut at = start;
    while context.has(at, CueClass::Article) || context.value(at, CueClass::Pronoun) == Some("possessive") {
        at += 1;
    }
    if let Some(counted) = context.quantity(at).and_then(|counted| context.quantities.get(counted)) {
        // "a third of the 1,100 porters"
        at = counted.tokens.end as usize;
    }
    let found = subject::phrase(context, at, limit).filter(|found| found.kind != Kind::Bare)?;
    let mut end = found.tokens.end;
    // "customs revenue", "flour prices": the head comes last.
    while end < limit && end < at + 6 && found.kind == Kind::Unknown && subject::is_plain(context, end) {
        end += 1;
    }
    Some(at..end)
}

#[cfg(test)]
mod tests {
    use crate::check::check_figures;

    #[test]
    fn changes_and_shares() {
        check_figures(
            "Trade fell by 54 percent, and exports of fruit by nearly 90 percent.",
            &[
                "\"54 percent\" 54..54 percent percent-change of Trade scope rate",
                "\"nearly 90 percent\" 90..90 percent percent-change of exports of fruit scope rate",
            ],
        );
        check_figures(
            "Rice costs 180,000 kyat a sack, up 44 percent since August.",
            &[
                "\"180,000 kyat\" 180000..180000 MMK money scope rate",
                "\"44 percent\" 44..44 percent percent-change scope rate",
            ],
        );
        check_figures(
            "Exports saw a 20 percent drop. There was a 15 per cent increase in civilian deaths on 2023.",
            &[
                "\"20 percent\" 20..20 percent percent-change scope rate",
                "\"15 per cent\" 15..15 percent percent-change of civilian deaths scope rate",
            ],
        );
        check_figures(
            "In all, 29 percent of those displaced are children.",
            &["\"29 percent\" 29..29 percent percent-share of those displaced"],
        );
        check_figures(
            "Prices of flour in Kabul have gone up by 15%.",
            &[
                "\"15%\" 15..15 percent percent-change of Prices of flour in Kabul at AF-KAB/Kabul from the clause scope rate",
            ],
        );
    }
}
