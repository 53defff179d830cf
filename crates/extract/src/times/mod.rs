//! Explicit time expressions.
//!
//! Two steps: every expression is read as it is written, with parts missing; then, in text order,
//! each gets its days from its own words, from the dates around it and from the day of publication.

mod calendar;
mod month;
mod read;
mod relative;
mod resolve;

use std::ops::Range;

use crossread_lexicon::{CueClass, CueSet};
use crossread_text::{Span, TokenKind};

use crate::extraction::{Evidence, Granularity, TimeMention};
use crate::reading::Reading;
use crate::rules::Rule;
use crate::window::Window;

use calendar::{Days, Part, Partial};
use read::Habits;
use resolve::Memory;

const DATE: &str = "times/date";
const RANGE: &str = "times/range";
const RELATIVE: &str = "times/relative";
const WEEKDAY: &str = "times/weekday";
/// Rule of times that are also durations: their numbers are figures as well.
pub(crate) const DURATION: &str = "times/duration";

pub(crate) const RULES: &[Rule] = &[
    Rule { id: DATE, meaning: "a day, month, quarter, year or decade", example: "since 12 October 2025" },
    Rule { id: RANGE, meaning: "two dates joined", example: "between January and November 2025" },
    Rule { id: WEEKDAY, meaning: "a weekday, the latest up to the day of publication", example: "late on Thursday" },
    Rule {
        id: RELATIVE,
        meaning: "a time told from the day of publication, or from the day named before it",
        example: "last week",
    },
    Rule { id: DURATION, meaning: "a span of time up to the day of publication", example: "the past three months" },
];

/// What an expression says before it is resolved.
#[derive(Clone, Copy, Debug)]
enum When {
    Date(Partial),
    Pair(Partial, Partial),
    Weekday(i8),
    /// The seven days from a date on: "the week of 27 January".
    Week(Partial),
    /// Days after the day named last: "the next day".
    Then(i64),
    Fixed {
        days: Option<Days>,
        granularity: Granularity,
        duration: bool,
    },
}

/// An expression as written.
struct Written {
    sentence: usize,
    start: usize,
    end: usize,
    when: When,
    /// "since": it has no end.
    open: bool,
    /// "until", "will": it may lie ahead.
    ahead: bool,
    /// It opens its line.
    opens: bool,
    /// A fiscal year, which begins on another day in each country.
    fiscal: bool,
}

/// Finds every explicit time expression, in text order.
pub(crate) fn find<'a>(reading: &Reading<'_, 'a>) -> Vec<TimeMention<'a>> {
    let habits = habits(reading);
    let mut written = Vec::new();
    for (index, sentence) in reading.document.sentences.iter().enumerate() {
        let tokens = sentence.tokens.indices();
        let window = Window { reading, first: tokens.start, limit: tokens.end };
        let mut at = tokens.start;
        while at < tokens.end {
            match expression(&window, at, habits) {
                Some(found) => {
                    at = found.end.max(at + 1);
                    written.push(Written { sentence: index, ..found });
                }
                None => at += 1,
            }
        }
    }
    resolve(reading, &written)
}

/// Whether the document writes months first, told by dates that can be read in one way only.
fn habits(reading: &Reading<'_, '_>) -> Habits {
    let window = Window { reading, first: 0, limit: reading.len() };
    let month_first = (0..reading.len()).any(|at| read::writes_month_first(&window, at));
    Habits { month_first, lower: !reading.text().contains(char::is_uppercase) }
}

/// True when a time can begin at `at`.
fn may_begin(window: &Window<'_, '_>, at: usize) -> bool {
    const BEGINNINGS: CueSet = CueSet::of(&[
        CueClass::Month,
        CueClass::NativeMonth,
        CueClass::Weekday,
        CueClass::Season,
        CueClass::DayRelative,
        CueClass::TimeRelative,
        CueClass::TimePart,
        CueClass::TimeSince,
        CueClass::RangeOpen,
        CueClass::Ordinal,
        CueClass::Article,
        CueClass::NumberArticle,
        CueClass::NumberUnit,
        CueClass::NumberTens,
        CueClass::Fiscal,
        CueClass::TimeUnit,
    ]);
    window.reading.scan.has_any(at, BEGINNINGS)
        || window.kind(at) == Some(TokenKind::Number)
        || (window.word(at).len() == 2 && window.word(at).starts_with(['Q', 'H']))
}

/// Reads the expression at `at`.
fn expression(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<Written> {
    if !may_begin(window, at) {
        return None;
    }
    let (from, open) = match window.cue_end(at, CueClass::TimeSince) {
        Some(next) => (next, true),
        None => (at, false),
    };
    let mut open = open;
    let found = match window.cue(from, CueClass::RangeOpen) {
        Some(hit) if hit.cue.value == "and" => between(window, hit.tokens.end as usize, habits),
        Some(hit) if at == window.first => {
            open = true;
            onward(window, hit.tokens.end as usize, habits)
        }
        Some(_) => None,
        None => point(window, from, habits).map(|(when, end)| joined(window, when, end, habits)),
    };
    let (when, end) = found?;
    let opens = at == window.first;
    let (ahead, fiscal) = (looks_ahead(window, at, end), is_fiscal(window, at..end, when));
    Some(Written { sentence: 0, start: at, end, when, open, ahead, opens, fiscal })
}

/// "From 22 June 2020, ...": a day that opens its sentence and a time without end.
fn onward(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<(When, usize)> {
    let (when, end) = point(window, at, habits).map(|(when, end)| joined(window, when, end, habits))?;
    let day = matches!(when, When::Date(date) if date.day.is_some());
    (day && window.word(end) == ",").then_some((when, end))
}

/// "between X and Y", or "between 12 and 15 October" where the calendar has read both.
fn between(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<(When, usize)> {
    match point(window, at, habits) {
        Some((When::Date(left), end)) => {
            let next = window.cue_end(end, CueClass::NumberAnd)?;
            let (right, end) = single(window, next, habits)?;
            let (left, right) = read::pair(left, right)?;
            Some((When::Pair(left, right), end))
        }
        Some((When::Pair(left, right), end)) => Some((When::Pair(left, right), end)),
        _ => None,
    }
}

/// One date, part included.
fn single(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<(Partial, usize)> {
    match point(window, at, habits)? {
        (When::Date(date), end) => Some((date, end)),
        _ => None,
    }
}

/// Adds what a dash, "to" or "until" joins to a date; months also with "and" ("February and March 2017").
fn joined(window: &Window<'_, '_>, when: When, end: usize, habits: Habits) -> (When, usize) {
    let When::Date(left) = when else { return (when, end) };
    let dash = read::dash(window, end);
    let next = if dash { Some(end + 1) } else { window.cue_end(end, CueClass::RangeJoin) };
    let next = next.or_else(|| window.cue_end(end, CueClass::TimeUntil));
    let listed = window.has(end, CueClass::NumberAnd);
    let Some((right, last)) = next.and_then(|next| single(window, next, habits)) else { return (when, end) };
    let month_list = left.day.is_none() && left.year.is_none() && left.months.is_some() && right.day.is_none();
    let alternatives =
        window.cue(end, CueClass::RangeJoin).is_some_and(|hit| hit.cue.value == "or" || hit.cue.value == "/");
    if alternatives || (listed && !(month_list && right.months.is_some() && adjacent(left, right))) {
        return (when, end);
    }
    match read::pair(left, right) {
        Some((left, right)) => (When::Pair(left, right), last),
        None => (when, end),
    }
}

/// True when one month follows the other.
fn adjacent(left: Partial, right: Partial) -> bool {
    right.first_month() == left.first_month() + 1 || (left.first_month() == 12 && right.first_month() == 1)
}

/// One point in time: a date, a weekday, a relative day, with "early", "late" before it.
fn point(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<(When, usize)> {
    if let Some((part, next)) = read::part(window, at) {
        if let Some((date, None, end)) = read::calendar(window, next, habits) {
            return Some((When::Date(Partial { part: Some(part), ..date }), end));
        }
        return part_of_now(window, part, next).or_else(|| match point(window, next, habits)? {
            (when @ When::Weekday(_), end) => Some((when, end)),
            _ => None,
        });
    }
    if let Some(found) = weekday(window, at, habits).or_else(|| week_of(window, at, habits)) {
        return Some(found);
    }
    let fiscal = window.cue_end(at, CueClass::Fiscal).filter(|&next| window.kind(next) == Some(TokenKind::Number));
    if let Some((first, second, end)) = read::calendar(window, fiscal.unwrap_or(at), habits) {
        if let Some(second) = second {
            let (first, second) = read::pair(first, second)?;
            return Some((When::Pair(first, second), end));
        }
        if first.day.is_some() {
            let night = window.cue_end(end, CueClass::DayPart);
            return Some((When::Date(first), night.unwrap_or(end)));
        }
        return Some(of_this_year(window, first, end));
    }
    relative::relative(window, at, window.reading.published())
}

/// "March this year", "October last year".
fn of_this_year(window: &Window<'_, '_>, date: Partial, end: usize) -> (When, usize) {
    let told = window.cue(end, CueClass::TimeRelative).and_then(|hit| {
        let next = hit.tokens.end as usize;
        let unit = window.cue(next, CueClass::TimeUnit).filter(|unit| unit.cue.value == "year")?;
        let (from, _) = relative::unit_from(window.reading.published()?, &hit.cue.value, "year")?;
        Some((from.year(), unit.tokens.end as usize))
    });
    match told {
        Some((year, end)) if date.year.is_none() => (When::Date(Partial { year: Some(year), ..date }), end),
        _ => (When::Date(date), end),
    }
}

/// "the start of the year", "late last month", "early this year".
fn part_of_now(window: &Window<'_, '_>, part: Part, at: usize) -> Option<(When, usize)> {
    let (way, next) = match window.cue(at, CueClass::TimeRelative) {
        Some(hit) => (hit.cue.value.as_str(), hit.tokens.end as usize),
        None => ("this", window.cue_end(at, CueClass::Article)?),
    };
    let unit =
        window.cue(next, CueClass::TimeUnit).filter(|unit| matches!(unit.cue.value.as_str(), "year" | "month"))?;
    let end = unit.tokens.end as usize;
    let Some((from, _)) = window.reading.published().and_then(|today| relative::unit_from(today, way, &unit.cue.value))
    else {
        return Some((When::Fixed { days: None, granularity: Granularity::Unresolved, duration: false }, end));
    };
    let months = (unit.cue.value == "month").then(|| (from.month(), from.month()));
    Some((When::Date(Partial { months, part: Some(part), ..Partial::of_year(from.year()) }), end))
}

/// "the week of 27 January", "week of 5-11 July".
fn week_of(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<(When, usize)> {
    let start = window.cue_end(at, CueClass::Article).unwrap_or(at);
    let unit = window.cue(start, CueClass::TimeUnit).filter(|unit| unit.cue.value == "week")?;
    let of = window.cue(unit.tokens.end as usize, CueClass::FractionAfter).filter(|hit| hit.cue.value == "of")?;
    let (first, second, end) = read::calendar(window, of.tokens.end as usize, habits)?;
    match second {
        Some(second) => read::pair(first, second).map(|(first, second)| (When::Pair(first, second), end)),
        None => first.day.map(|_| (When::Week(first), end)),
    }
}

/// "Friday, 27 February 2026", "Sunday", "Thursday night".
fn weekday(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<(When, usize)> {
    let hit = window.cue(at, CueClass::Weekday)?;
    let (number, short) = hit.cue.value.split_once(' ').map_or((hit.cue.value.as_str(), false), |(day, _)| (day, true));
    let end = hit.tokens.end as usize;
    let mut next = end;
    while matches!(window.word(next), "," | ".") {
        next += 1;
    }
    if let Some((date, None, last)) = read::calendar(window, next, habits)
        && date.day.is_some()
    {
        return Some((When::Date(date), last));
    }
    if short {
        return None;
    }
    Some((When::Weekday(number.parse().ok()?), window.cue_end(end, CueClass::DayPart).unwrap_or(end)))
}

/// True behind "until" and near a word of the future, unless it owns something ("Sunday's attack").
fn looks_ahead(window: &Window<'_, '_>, at: usize, end: usize) -> bool {
    const REACH: usize = 8;
    let until = window.has_before(at, CueClass::TimeUntil);
    let owns = window.kind(end) == Some(TokenKind::Possessive);
    let will = (window.first.max(at.saturating_sub(REACH))..at).any(|token| window.has(token, CueClass::Modality));
    until || (will && !owns)
}

/// True for a year or pair of years near a word of public finance.
fn is_fiscal(window: &Window<'_, '_>, tokens: Range<usize>, when: When) -> bool {
    const REACH: usize = 4;
    let years = matches!(when, When::Pair(left, right) if left.months.is_none() && right.months.is_none());
    years
        && (window.first.max(tokens.start.saturating_sub(REACH))..tokens.end + 2)
            .any(|token| window.has(token, CueClass::Fiscal))
}

/// Gives every expression its days, in text order.
fn resolve<'a>(reading: &Reading<'_, 'a>, written: &[Written]) -> Vec<TimeMention<'a>> {
    let mut memory = Memory { published: reading.published(), first: first_full(written), ..Memory::default() };
    let mut sentence = usize::MAX;
    let mut mentions = Vec::with_capacity(written.len());
    for time in written {
        if time.sentence != sentence {
            sentence = time.sentence;
            memory.in_sentence = None;
        }
        let (days, granularity, rule) = meaning(time, &mut memory);
        let days = if time.fiscal { None } else { days };
        if let Some((from, to)) = days.filter(|(from, to)| from == to) {
            memory.day = Some(from.max(to));
        }
        let granularity = if days.is_none() { Granularity::Unresolved } else { granularity };
        let mut evidence = Evidence::of(rule);
        if time.fiscal {
            evidence.note = Some("a fiscal year begins on another day in each country".into());
        }
        mentions.push(TimeMention {
            sentence: u32::try_from(time.sentence).unwrap_or(u32::MAX),
            span: without_note(reading, time),
            tokens: Reading::range(time.start, time.end),
            from: days.map(|(from, _)| from),
            to: days.map(|(_, to)| to).filter(|_| !time.open),
            open: time.open && days.is_some(),
            granularity,
            evidence,
        });
    }
    mentions
}

/// The bytes of an expression without the mark of a note glued to its year: "October 20161".
fn without_note(reading: &Reading<'_, '_>, time: &Written) -> Span {
    let span = reading.span(time.start, time.end);
    let noted =
        time.end.checked_sub(1).filter(|&last| read::noted_year(reading.kind(last), reading.word(last)).is_some());
    let marks = noted.map_or(0, |last| reading.word(last).len() - read::YEAR_DIGITS);
    Span::new(span.start(), span.end() - u32::try_from(marks).unwrap_or(0))
}

/// Year and month of the first date that is written in full.
fn first_full(written: &[Written]) -> Option<(i16, i8)> {
    written.iter().find_map(|time| match time.when {
        When::Date(date) | When::Pair(date, _) if date.months.is_some() => Some((date.year?, date.first_month())),
        _ => None,
    })
}

fn meaning(time: &Written, memory: &mut Memory) -> (Option<Days>, Granularity, &'static str) {
    match time.when {
        When::Date(date) => {
            let dated = memory.with_year(date, time.ahead, time.opens);
            let days = dated.days();
            memory.note(days, dated, date.year.is_some(), time.opens);
            (days, dated.granularity(), DATE)
        }
        When::Pair(left, right) => {
            // The end of a range tells its year: "26 November to 1 December" lies before publication.
            let last = memory.with_year(right, time.ahead, time.opens);
            let (first, last) = calendar::complete(left, last);
            let days = first.days().zip(last.days()).map(|((from, _), (_, to))| (from, to));
            let days = days.filter(|(from, to)| from <= to);
            memory.note(days, first, left.year.is_some(), time.opens);
            if left.day.is_some() {
                // After "10 to 11 November" the next day may be the second of them or the one after.
                memory.day = None;
            }
            (days, Granularity::Range, RANGE)
        }
        When::Weekday(day) => {
            let days = memory.published.and_then(|today| relative::weekday(today, day, time.ahead));
            (days, Granularity::Day, WEEKDAY)
        }
        When::Week(date) => {
            let first = memory.with_year(date, time.ahead, time.opens).days();
            (first.and_then(|(from, _)| Some((from, relative::moved(from, 6)?))), Granularity::Week, DATE)
        }
        When::Then(shift) => {
            let day = memory.day.and_then(|day| relative::moved(day, shift));
            (day.map(|day| (day, day)), Granularity::Day, RELATIVE)
        }
        When::Fixed { days, granularity, duration } => (days, granularity, if duration { DURATION } else { RELATIVE }),
    }
}

#[cfg(test)]
mod tests;
