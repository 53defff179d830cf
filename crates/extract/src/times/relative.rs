//! Times told from the day of publication: "yesterday", "last week", "three days ago", "Sunday".

use crossread_lexicon::{CueClass, CueHit};
use crossread_text::TokenKind;
use jiff::Span;
use jiff::civil::Date;

use super::When;
use super::calendar::{Days, Partial};
use super::read::season_months;
use crate::extraction::Granularity;
use crate::quantities::cardinal_at;
use crate::window::Window;

/// Reads a relative expression at `at`: what it means and one past its last token. Without a day of
/// publication the meaning has no days.
pub(super) fn relative(window: &Window<'_, '_>, at: usize, published: Option<Date>) -> Option<(When, usize)> {
    let counted = || {
        let (count, next) = count(window, at)?;
        let unit = window.cue(next, CueClass::TimeUnit)?;
        ago(window, count, &unit, published).or_else(|| days_later(window, at, count, &unit))
    };
    day(window, at, published).or_else(counted).or_else(|| told(window, at, published))
}

fn fixed(days: Option<Days>, granularity: Granularity) -> When {
    let granularity = if days.is_none() { Granularity::Unresolved } else { granularity };
    When::Fixed { days, granularity, duration: false }
}

/// `date` moved by days, `None` beyond the calendar.
pub(super) fn moved(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// "today", "last night", "overnight", "last weekend".
fn day(window: &Window<'_, '_>, at: usize, published: Option<Date>) -> Option<(When, usize)> {
    let hit = window.cue(at, CueClass::DayRelative)?;
    let end = hit.tokens.end as usize;
    if let Some(shift) = hit.cue.value.strip_prefix("then") {
        return told_before(window, shift, end);
    }
    // "Who governs the north today?" asks about these days.
    if window.word(end) == "?" && hit.cue.value == "0" {
        return None;
    }
    if hit.cue.value == "weekend" {
        return Some((fixed(published.and_then(weekend_before), Granularity::Range), end));
    }
    let (from, to) = hit.cue.value.split_once("..").unwrap_or((&hit.cue.value, &hit.cue.value));
    let (from, to): (i64, i64) = (from.parse().ok()?, to.parse().ok()?);
    let days = published.and_then(|today| Some((moved(today, from)?, moved(today, to)?)));
    Some((fixed(days, if from == to { Granularity::Day } else { Granularity::Range }), end))
}

/// "the next day", "the previous morning"; "the day before" only where nothing follows that it comes before.
fn told_before(window: &Window<'_, '_>, shift: &str, end: usize) -> Option<(When, usize)> {
    let (shift, closed) = shift.split_once(' ').map_or((shift, false), |(shift, _)| (shift, true));
    let ends = window.kind(end).is_none_or(|kind| kind == TokenKind::Punctuation);
    (ends || !closed).then_some(())?;
    Some((When::Then(shift.parse().ok()?), end))
}

/// "Two days later, ..." at the head of a sentence, where it is counted from the day named before.
fn days_later(window: &Window<'_, '_>, at: usize, count: i64, unit: &CueHit<'_>) -> Option<(When, usize)> {
    let later = window.cue(unit.tokens.end as usize, CueClass::TimeAgo)?;
    let days = if unit.cue.value == "day" { count } else { return None };
    let shift = later.cue.value.strip_prefix("then")?;
    let end = later.tokens.end as usize;
    (at == window.first).then_some((When::Then(if shift == "-" { -days } else { days }), end))
}

/// Saturday and Sunday of the last weekend that was over.
fn weekend_before(today: Date) -> Option<Days> {
    let sunday = moved(today, -i64::from(today.weekday().to_monday_one_offset()))?;
    Some((moved(sunday, -1)?, sunday))
}

/// "three days ago", "a year ago".
fn ago(window: &Window<'_, '_>, count: i64, unit: &CueHit<'_>, published: Option<Date>) -> Option<(When, usize)> {
    let ago = window.cue(unit.tokens.end as usize, CueClass::TimeAgo).filter(|hit| hit.cue.value.is_empty())?;
    let end = ago.tokens.end as usize;
    let unit = unit.cue.value.as_str();
    let days = published.and_then(|today| {
        let day = back(today, unit, count)?;
        match unit {
            "month" => Some((day.first_of_month(), day.last_of_month())),
            "year" | "decade" => Some((day.first_of_year(), day.last_of_year())),
            "century" => None,
            "week" | "fortnight" => Some((
                moved(day, 1 - i64::from(day.weekday().to_monday_one_offset()))?,
                moved(day, 7 - i64::from(day.weekday().to_monday_one_offset()))?,
            )),
            _ => Some((day, day)),
        }
    });
    let granularity = match unit {
        "week" | "fortnight" => Granularity::Week,
        "month" => Granularity::Month,
        "year" | "decade" | "century" => Granularity::Year,
        _ => Granularity::Day,
    };
    Some((fixed(days, granularity), end))
}

/// A small whole number or an article.
fn count(window: &Window<'_, '_>, at: usize) -> Option<(i64, usize)> {
    if let Some(next) = window.cue_end(at, CueClass::NumberArticle) {
        return Some((1, next));
    }
    let (value, end) = cardinal_at(window, at)?;
    ((1.0..10_000.0).contains(&value) && value.fract() == 0.0).then_some((value as i64, window.skip_hyphen(end)))
}

/// The day `count` units before `today`.
fn back(today: Date, unit: &str, count: i64) -> Option<Date> {
    let span = match unit {
        "minute" => return Some(today),
        "hour" => Span::new().try_days((count + 23) / 24).ok()?,
        "day" => Span::new().try_days(count).ok()?,
        "week" | "weekend" => Span::new().try_weeks(count).ok()?,
        "fortnight" => Span::new().try_weeks(count.checked_mul(2)?).ok()?,
        "month" => Span::new().try_months(count).ok()?,
        "quarter" => Span::new().try_months(count.checked_mul(3)?).ok()?,
        "year" => Span::new().try_years(count).ok()?,
        "decade" => Span::new().try_years(count.checked_mul(10)?).ok()?,
        _ => return None,
    };
    today.checked_sub(span).ok()
}

/// "last October", "next Monday", "this week", "the past three months".
fn told(window: &Window<'_, '_>, at: usize, published: Option<Date>) -> Option<(When, usize)> {
    let start = window.cue_end(at, CueClass::Article).filter(|&next| window.has(next, CueClass::TimeRelative));
    let hit = window.cue(start.unwrap_or(at), CueClass::TimeRelative)?;
    let (way, next) = (hit.cue.value.as_str(), hit.tokens.end as usize);
    if let Some(month) = window.cue(next, CueClass::Month) {
        let month: i8 = month.cue.value.split(' ').next()?.parse().ok()?;
        let days = published.and_then(|today| month_from(today, way, month));
        return Some((fixed(days, Granularity::Month), next + 1));
    }
    if let Some(day) = window.cue(next, CueClass::Weekday).filter(|hit| !hit.cue.value.ends_with("short")) {
        let days = published.and_then(|today| weekday_from(today, way, day.cue.value.parse().ok()?));
        let end = day.tokens.end as usize;
        return Some((fixed(days, Granularity::Day), window.cue_end(end, CueClass::DayPart).unwrap_or(end)));
    }
    if let Some(season) = window.cue(next, CueClass::Season) {
        let months = season_months(&season.cue.value)?;
        let days = published.and_then(|today| season_from(today, way, months));
        return Some((fixed(days, Granularity::Quarter), season.tokens.end as usize));
    }
    // "the last year" is the past year; "the next day" is told from another day.
    let way = if start.is_some() && way == "last" { "past" } else { way };
    if let Some(unit) = window.cue(next, CueClass::TimeUnit) {
        let end = unit.tokens.end as usize;
        let of = window.cue(end, CueClass::FractionAfter).is_some_and(|hit| hit.cue.value == "of");
        let plural = window.word(next).ends_with(['s', 'S']);
        let from_another = way == "next" && (start.is_some() || window.has_before(at, CueClass::Article));
        if of || plural || from_another || unit.cue.value == "half" {
            return None;
        }
        let days = published.and_then(|today| unit_from(today, way, &unit.cue.value));
        return Some((fixed(days, unit_granularity(way, &unit.cue.value)), end));
    }
    if way == "this" {
        return None;
    }
    let (count, next) = count(window, next).filter(|&(count, _)| count > 0)?;
    let unit = window.cue(next, CueClass::TimeUnit)?;
    let days = published.and_then(|today| match way {
        "next" => None,
        _ => Some((back(today, &unit.cue.value, count)?, today)),
    });
    let granularity = if days.is_some() { Granularity::Range } else { Granularity::Unresolved };
    Some((When::Fixed { days, granularity, duration: true }, unit.tokens.end as usize))
}

fn unit_granularity(way: &str, unit: &str) -> Granularity {
    match (way, unit) {
        ("past", _) => Granularity::Range,
        (_, "day") => Granularity::Day,
        (_, "week" | "fortnight") => Granularity::Week,
        (_, "month") => Granularity::Month,
        (_, "quarter") => Granularity::Quarter,
        (_, "year") => Granularity::Year,
        _ => Granularity::Range,
    }
}

/// "last week", "this month", "the past year", seen from `today`. What is not over ends today.
pub(super) fn unit_from(today: Date, way: &str, unit: &str) -> Option<Days> {
    if way == "past" {
        return Some((back(today, unit, 1)?, today));
    }
    let begin = match unit {
        "day" => today,
        "week" => moved(today, 1 - i64::from(today.weekday().to_monday_one_offset()))?,
        "weekend" => moved(today, 6 - i64::from(today.weekday().to_monday_one_offset()))?,
        "month" => today.first_of_month(),
        "quarter" => Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1).ok()?,
        "year" => today.first_of_year(),
        "decade" => Date::new(today.year() - today.year() % 10, 1, 1).ok()?,
        _ => return None,
    };
    let length = match unit {
        "day" => Span::new().days(1),
        "week" | "weekend" => Span::new().days(7),
        "month" => Span::new().months(1),
        "quarter" => Span::new().months(3),
        "year" => Span::new().years(1),
        _ => Span::new().years(10),
    };
    let last =
        |begin: Date| if unit == "weekend" { moved(begin, 1) } else { moved(begin.checked_add(length).ok()?, -1) };
    match way {
        "last" => {
            let begin = begin.checked_sub(length).ok()?;
            Some((begin, last(begin)?))
        }
        "next" => {
            let begin = begin.checked_add(length).ok()?;
            Some((begin, last(begin)?))
        }
        _ if unit == "weekend" => Some((begin, last(begin)?)),
        _ => Some((begin, today)),
    }
}

/// "last October": the latest one that was over; "next March": the first to begin.
fn month_from(today: Date, way: &str, month: i8) -> Option<Days> {
    let year = match way {
        "next" if month <= today.month() => today.year() + 1,
        "last" | "past" if month >= today.month() => today.year() - 1,
        _ => today.year(),
    };
    Partial { year: Some(year), ..Partial::of_month(month) }.days()
}

/// "last Sunday": before today; "next Sunday": after today; "this Sunday": within the week.
fn weekday_from(today: Date, way: &str, day: i8) -> Option<Days> {
    let ahead = i64::from((day - today.weekday().to_monday_one_offset()).rem_euclid(7));
    let date = match way {
        "next" => moved(today, if ahead == 0 { 7 } else { ahead }),
        "this" => moved(today, i64::from(day - today.weekday().to_monday_one_offset())),
        _ => moved(today, ahead - 7),
    }?;
    Some((date, date))
}

/// "last winter": the latest season that was over.
fn season_from(today: Date, way: &str, months: (i8, i8)) -> Option<Days> {
    let of = |year: i16| Partial { year: Some(year), months: Some(months), ..Partial::default() }.days();
    let years = [today.year() - 2, today.year() - 1, today.year(), today.year() + 1];
    let mut seasons = years.into_iter().filter_map(of);
    match way {
        "next" => seasons.find(|&(from, _)| from > today),
        "this" => seasons.find(|&(_, to)| to >= today),
        _ => seasons.rfind(|&(_, to)| to < today),
    }
}

/// A weekday alone: the latest such day up to `today`, or the next one when the text looks ahead.
pub(super) fn weekday(today: Date, day: i8, ahead: bool) -> Option<Days> {
    let behind = i64::from((today.weekday().to_monday_one_offset() - day).rem_euclid(7));
    let date = moved(today, if ahead { 7 - behind } else { -behind })?;
    Some((date, date))
}
