//! When a figure happened: the time of its clause, else of its sentence, else of the entry it stands under.
//!
//! A day on which somebody spoke, the time a change is measured from, and the date of something else told in
//! passing are no time of the figure.

use std::ops::Range;

use crossread_lexicon::{CueClass, CueSet};
use jiff::civil::Date;

use super::context::Context;
use super::drafts::Draft;
use crate::extraction::{Basis, Granularity, Measure, TimeMention};

/// The time of one figure.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct When {
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) basis: Option<Basis>,
    /// The time spans more than a week or has no end.
    pub(super) open_or_long: bool,
}

/// Tokens between a verb of speech and the day of speaking at most: "told reporters in Kabul on Sunday".
const SAID_BEFORE: usize = 6;
/// Tokens between "since" and the time it counts from at most: "since the coup of 1 February".
const SINCE_BEFORE: usize = 6;

/// A time that opens a sentence is among its first tokens.
const OPENING: usize = 4;

/// Finds the time of a draft.
pub(super) fn of(context: &Context<'_, '_, '_>, draft: &Draft) -> When {
    if let Some(cell) = &draft.cell {
        return cell.time.map_or_else(When::default, |at| when(&context.times[at], Basis::Table));
    }
    let at = draft.tokens.start;
    let sentence = context.sentence(at);
    let segment = segment_of(context, &sentence, at);
    let own = nearest(context, draft, &segment)
        .map(|time| governed(context, time, Basis::Clause))
        .or_else(|| nearest(context, draft, &sentence).map(|time| governed(context, time, Basis::Sentence)));
    let found = own.or_else(|| entry(context, at).map(|time| when(time, Basis::Heading))).unwrap_or_else(|| {
        // A stretch of years told in passing dates nothing, yet shows that no single event is counted.
        let stretch = |time: &TimeMention<'_>| time.from.is_some() && when(time, Basis::Sentence).open_or_long;
        let long = sentence.clone().any(|at| context.time(at).is_some_and(stretch));
        When { open_or_long: long, ..When::default() }
    });
    // How long a road or a siege is has no date of its own.
    if matches!(draft.measure, Measure::Length | Measure::Duration) {
        return When { open_or_long: found.open_or_long, ..When::default() };
    }
    found
}

fn segment_of(context: &Context<'_, '_, '_>, sentence: &Range<usize>, at: usize) -> Range<usize> {
    let start = (sentence.start..at)
        .rev()
        .find(|&before| context.word(before) == ";")
        .map_or(sentence.start, |found| found + 1);
    let end = (at..sentence.end).find(|&after| context.word(after) == ";").unwrap_or(sentence.end);
    start..end
}

/// The first time behind the figure that may be its own, else the last one before it.
fn nearest<'c, 'a>(context: &Context<'c, '_, 'a>, draft: &Draft, range: &Range<usize>) -> Option<&'c TimeMention<'a>> {
    let own = |at: usize| {
        let time = context.time(at).filter(|time| time.tokens.indices().start == at)?;
        let resolved = time.from.is_some() || time.to.is_some();
        (resolved
            && !is_of_speech(context, range, time)
            && !is_baseline(context, range, time, draft)
            && !is_of_rate(context, time, draft)
            && !is_in_passing(context, range, time, draft)
            && !is_of_a_name(context, time, draft)
            && !is_of_another_verb(context, time, draft))
        .then_some(time)
    };
    let after = (draft.tokens.end..range.end).find_map(own);
    // "In 2023", "On Monday"; a dateline is none.
    let small = |&at: &usize| {
        context.has(at, CueClass::TimePreposition)
            || context.has_any(at, CueSet::of(&[CueClass::Article, CueClass::Conjunction]))
    };
    let first = (range.start..draft.tokens.start.min(range.start + OPENING)).find(|at| !small(at));
    let opening = first.and_then(own).filter(|time| !context.is_dash(time.tokens.end as usize));
    after
        .filter(|time| opening.is_none() || !is_of_next(context, draft, time))
        .or_else(|| (range.start..draft.tokens.start).rev().find_map(own))
}

/// "In 2023 they freed 900 prisoners, and 1,000 in October": behind a time that opens the sentence, the next one is that of
/// the next number.
fn is_of_next(context: &Context<'_, '_, '_>, draft: &Draft, time: &TimeMention<'_>) -> bool {
    let times = time.tokens.indices();
    let own = context.quantity(draft.tokens.start);
    let between = (draft.tokens.end..times.start).any(|at| context.counts(at) && context.quantity(at) != own);
    let joined = (draft.tokens.end.max(times.start.saturating_sub(3))..times.start)
        .any(|at| context.value(at, CueClass::Conjunction) == Some("coordinating"));
    between || joined && (times.end..times.end + 2).any(|at| context.counts(at))
}

/// "said on Sunday that", "told reporters in Kabul on Sunday", "on Sunday said": when somebody spoke.
fn is_of_speech(context: &Context<'_, '_, '_>, range: &Range<usize>, time: &TimeMention<'_>) -> bool {
    const STOPS: CueSet = CueSet::of(&[
        CueClass::Auxiliary,
        CueClass::Relative,
        CueClass::MeasureVerb,
        CueClass::MeasureIntransitive,
        CueClass::MeasureNoun,
        CueClass::ActVerb,
    ]);
    let times = time.tokens.indices();
    let says = |at: usize| context.has(at, CueClass::SayVerb);
    // "on Sunday said": nothing but an adverb between.
    if says(times.end) && !context.is_comma(times.end) {
        return true;
    }
    let first = range.start.max(times.start.saturating_sub(SAID_BEFORE));
    for at in (first..times.start).rev() {
        if says(at) {
            return context.quantity(at + 1).is_none();
        }
        let content = context.quantity(at).is_some() || context.is(at, "that") || context.has_any(at, STOPS);
        if content || (context.is_punctuation(at) && !context.is_hyphen(at)) {
            return false;
        }
    }
    false
}

/// "more than in March", "compared with last year", "up 18 percent from 2024": what a change is measured from.
fn is_baseline(context: &Context<'_, '_, '_>, range: &Range<usize>, time: &TimeMention<'_>, draft: &Draft) -> bool {
    let start = time.tokens.indices().start;
    let reach = range.start.max(start.saturating_sub(4));
    let against = (reach..start)
        .rev()
        .take_while(|&at| context.is_word(at) && context.quantity(at).is_none())
        .any(|at| context.has(at, CueClass::Baseline));
    let change = draft.measure == Measure::PercentChange;
    let from = || context.cue_before(start, CueClass::TimePreposition).is_some_and(|hit| hit.cue.value == "from");
    against || (change && (from() || is_since(context, time)))
}

/// "about $160m at today's rate": the day by whose rate money is converted is not the day it was lost or paid.
fn is_of_rate(context: &Context<'_, '_, '_>, time: &TimeMention<'_>, draft: &Draft) -> bool {
    let times = time.tokens.indices();
    let at = times.start.checked_sub(1).is_some_and(|before| context.is(before, "at"));
    draft.measure == Measure::Money && at && context.is_possessive(times.end)
}

/// "the line, drawn in 1893, runs", "a town which has starved since 2015": the date of another thing, told in passing.
fn is_in_passing(context: &Context<'_, '_, '_>, range: &Range<usize>, time: &TimeMention<'_>, draft: &Draft) -> bool {
    let times = time.tokens.indices();
    let figure = draft.tokens.start;
    let opens = |at: usize| context.has(at, CueClass::Relative);
    if times.start < figure {
        // An aside between two commas before the figure.
        let Some(comma) = (range.start..times.start).rev().find(|&at| context.is_comma(at)) else { return false };
        let closed = (times.end..figure).any(|at| context.is_comma(at));
        let word = context.word(comma + 1);
        // "drawn", "shelled": a participle shows by its end.
        let participle = word.starts_with(char::is_lowercase) && (word.ends_with("ed") || word.ends_with("wn"));
        return closed && (opens(comma + 1) || participle);
    }
    // Behind the figure a relative clause of its own; a day in it is most often the day of the same event.
    let coarse = !matches!(time.granularity, Granularity::Day);
    coarse
        && (draft.tokens.end..times.start).rev().find(|&at| opens(at)).is_some_and(|at| {
            let end = draft.trigger.as_ref().map_or(draft.end, |trigger| trigger.end.max(draft.end));
            at >= end
        })
}

/// "men who had signed the 2016 peace deal": the year names a thing; "in the 2010 floods" it dates the figure before it.
fn is_of_a_name(context: &Context<'_, '_, '_>, time: &TimeMention<'_>, draft: &Draft) -> bool {
    let times = time.tokens.indices();
    let Some(article) = times.start.checked_sub(1).filter(|&at| context.has(at, CueClass::Article)) else {
        return false;
    };
    const TOLL: CueSet = CueSet::of(&[CueClass::MeasureNoun, CueClass::EventNoun, CueClass::WarNoun]);
    let noun = context.is_word(times.end)
        && !context.has_any(times.end, NO_NOUN)
        && !(times.end..times.end + 2).any(|at| context.has_any(at, TOLL));
    let dates = context.cue_before(article, CueClass::TimePreposition).is_some()
        || context.cue_before(article, CueClass::TimeSince).is_some();
    let behind = times.start >= draft.tokens.end || (times.end..draft.tokens.start).any(|at| context.word(at) == ";");
    time.granularity == Granularity::Year && behind && noun && !dates
}

/// Words that no noun phrase goes on with.
const NO_NOUN: CueSet =
    CueSet::of(&[CueClass::Auxiliary, CueClass::Preposition, CueClass::Conjunction, CueClass::SayVerb]);

/// "had 13,000 troops and has lost 180 since 2013": the time since which another verb of the same subject counts.
fn is_of_another_verb(context: &Context<'_, '_, '_>, time: &TimeMention<'_>, draft: &Draft) -> bool {
    let times = time.tokens.indices();
    let perfect = |at: usize| {
        context.value(at, CueClass::Conjunction) == Some("coordinating")
            && context.value(at + 1, CueClass::Auxiliary) == Some("have")
    };
    times.start > draft.tokens.end
        && (time.open || is_since(context, time))
        && (draft.tokens.end..times.start).any(perfect)
        && (draft.tokens.end..times.start).any(|at| context.counts(at))
}

/// "since the coup of 1 February 2021": from that time on.
fn is_since(context: &Context<'_, '_, '_>, time: &TimeMention<'_>) -> bool {
    let start = time.tokens.indices().start;
    (context.sentence(start).start.max(start.saturating_sub(SINCE_BEFORE))..start)
        .rev()
        .take_while(|&at| context.is_word(at) && context.quantity(at).is_none())
        .any(|at| context.has(at, CueClass::TimeSince))
}

/// The time at the head of an entry, which holds for all that the entry tells: "11–12 October — Clashes. Ten died."
fn entry<'c, 'a>(context: &Context<'c, '_, 'a>, at: usize) -> Option<&'c TimeMention<'a>> {
    let sentences = &context.reading.document.sentences;
    let own = context.reading.sentence_of(at);
    let block = sentences.get(own)?.block;
    let first = sentences.partition_point(|sentence| sentence.block < block);
    let head = sentences.get(first)?.tokens.indices();
    let time = (head.start..head.end.min(head.start + 2)).find_map(|at| context.time(at))?;
    let end = time.tokens.indices().end;
    let set_off = context.is_dash(end) || matches!(context.word(end), ":" | "|");
    (set_off && time.tokens.indices().start <= head.start + 1 && (time.from.is_some() || time.to.is_some()))
        .then_some(time)
}

/// The time as the words before it govern it.
fn governed(context: &Context<'_, '_, '_>, time: &TimeMention<'_>, basis: Basis) -> When {
    let found = when(time, basis);
    match (time.from, is_since(context, time)) {
        (Some(from), true) => {
            let recent = context.reading.published().is_some_and(|day| is_within_a_week(from, day));
            When { to: None, open_or_long: !recent, ..found }
        }
        _ => found,
    }
}

fn when(time: &TimeMention<'_>, basis: Basis) -> When {
    let long = match (time.from, time.to) {
        (Some(from), Some(to)) => !is_within_a_week(from, to),
        _ => true,
    };
    When { from: time.from, to: time.to, basis: Some(basis), open_or_long: time.open || long }
}

fn is_within_a_week(from: Date, to: Date) -> bool {
    to.since(from).is_ok_and(|span| span.get_days() <= 7)
}

#[cfg(test)]
mod tests {
    use crossread_lexicon::Lexicon;
    use crossread_text::Document;

    /// The times of the figures of `text`, in order: `figure from..to`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut document = Document::from_text("check", text);
        document.published = Some(jiff::civil::date(2026, 4, 20));
        let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
        let found: Vec<String> = crate::extract(&document, Lexicon::built_in())
            .figures
            .iter()
            .map(|figure| match (figure.from, figure.to) {
                (None, None) => format!("{} -", figure.span.of(text)),
                (from, to) => format!("{} {}..{}", figure.span.of(text), day(from), day(to)),
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn the_day_of_speaking_is_no_time_of_the_figure() {
        check("The ministry said on Sunday that nine men had died.", &["nine -"]);
        check("A spokesman told reporters in Karo on Friday that 31 soldiers were killed.", &["31 -"]);
        check("The governor on Monday said 14 people had drowned.", &["14 -"]);
        check("He said nine men died on 12 April 2026.", &["nine 2026-04-12..2026-04-12"]);
    }

    #[test]
    fn a_change_is_measured_from_another_time() {
        check("Fuel costs 6,200 kyat, more than in March.", &["6,200 kyat -"]);
        check("Exports fell by 40 percent compared with 2024.", &["40 percent -"]);
        check("In 2025 attacks rose 29 percent from 2024.", &["29 percent 2025-01-01..2025-12-31"]);
    }

    #[test]
    fn what_is_told_in_passing_dates_nothing_else() {
        check("The line, drawn in 1893, cost 12 villages their land.", &["12 -"]);
        check("In the town, which was shelled in 2012, elders counted 20 families.", &["20 -"]);
        check("Fighters killed hundreds of men in a valley that has been at war since 2015.", &["hundreds -"]);
    }

    #[test]
    fn a_time_behind_the_next_number_is_of_that_one() {
        check(
            "In 2023 they freed 900 prisoners, and 1,000 in October 2020.",
            &["900 2023-01-01..2023-12-31", "1,000 2020-10-01..2020-10-31"],
        );
        check(
            "On Monday 12 people were killed and on Tuesday 15.",
            &["12 2026-04-20..2026-04-20", "15 2026-04-14..2026-04-14"],
        );
        check("The force once had 13,000 troops and has lost 180 since 2013.", &["13,000 -", "180 2013-01-01..?"]);
        check(
            "Twelve were killed and 20 wounded on 12 April 2026.",
            &["Twelve 2026-04-12..2026-04-12", "20 2026-04-12..2026-04-12"],
        );
    }

    #[test]
    fn a_year_in_a_name_dates_nothing_else() {
        check("Six of the dead were fighters who had signed the 2016 peace deal.", &["Six -"]);
        check("Some 2,000 people died in the 2010 floods.", &["Some 2,000 2010-01-01..2010-12-31"]);
    }

    #[test]
    fn the_day_of_an_exchange_rate_dates_no_loss() {
        check("The union speaks of about $160m at today's rate.", &["about $160m -"]);
        check("The state paid $3m on 12 April 2026.", &["$3m 2026-04-12..2026-04-12"]);
    }

    #[test]
    fn roads_and_sieges_have_no_date() {
        check("The 2,600-kilometre border has been shut since 2025.", &["2,600-kilometre -"]);
        check("It fell in 2025 after an 18-month siege.", &["18-month -"]);
    }

    #[test]
    fn since_an_event_counts_from_its_day() {
        check(
            "More than 7,300 civilians were killed since the coup of 1 February 2021.",
            &["More than 7,300 2021-02-01..?"],
        );
    }

    #[test]
    fn the_date_of_an_entry_holds_for_all_of_it() {
        check(
            "11–12 October 2025 — Shells fell on posts. Ten soldiers died. Kabul: 58 soldiers dead.",
            &["Ten 2025-10-11..2025-10-12", "58 2025-10-11..2025-10-12"],
        );
    }
}
