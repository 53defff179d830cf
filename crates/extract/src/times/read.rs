//! Reading one calendar date: in any order, with any part missing.

use crossread_lexicon::CueClass;
use crossread_text::TokenKind;

use super::calendar::{Part, Partial, complete};
use super::month::{Month, month};
use super::relative::unit_from;
use crate::window::Window;

/// One or two dates ("11-12 October") and one past their last token.
pub(super) type Dates = (Partial, Option<Partial>, usize);

/// What a document shows about its way of writing dates.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habits {
    /// Month before day in `10/12/2025`.
    pub(super) month_first: bool,
    /// The text has no capitals: small letters tell nothing.
    pub(super) lower: bool,
}

/// Years that texts name without more ado.
const PLAIN_YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
/// Years that a preposition makes believable.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2100;

/// Reads the longest calendar expression at `at`.
pub(super) fn calendar(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<Dates> {
    if window.kind(at) == Some(TokenKind::Number) {
        return numeric(window, at, habits).or_else(|| day_month(window, at, habits)).or_else(|| years(window, at));
    }
    month_first(window, at, habits)
        .or_else(|| week(window, at, habits))
        .or_else(|| quarter(window, at))
        .or_else(|| season(window, at))
        .or_else(|| the_day(window, at, habits))
}

/// "the 12th of October", "the sixteenth of April", "the twenty-first of May".
fn the_day(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<Dates> {
    let next = window.cue_end(at, CueClass::Article)?;
    if window.kind(next) == Some(TokenKind::Number) && window.glued(next + 1) {
        return day_month(window, next, habits);
    }
    let tens = window.value(next, CueClass::NumberTens);
    let ordinal = if tens.is_some() { window.skip_hyphen(next + 1) } else { next };
    let rank = window.value(ordinal, CueClass::Ordinal)? + tens.unwrap_or(0.0);
    let day = (1..=31).find(|&day| f64::from(day) == rank)?;
    let month = month(window, of(window, ordinal + 1), habits)?;
    let (year, end) = year_behind(window, month.end);
    Some((Partial { year, day: Some(day), ..Partial::of_month(month.number) }, None, end))
}

/// Digits of a year.
pub(super) const YEAR_DIGITS: usize = 4;

/// The year of digits with one or two more behind them, the mark of a note: `20161` in "October 20161".
pub(super) fn noted_year(kind: Option<TokenKind>, word: &str) -> Option<i16> {
    let long = (YEAR_DIGITS + 1..=YEAR_DIGITS + 2).contains(&word.len());
    if kind != Some(TokenKind::Number) || !long || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    word.get(..YEAR_DIGITS)?.parse().ok().filter(|year| PLAIN_YEARS.contains(year) && *year > 1980)
}

/// The number of a token that is all digits, of whatever script, at most `digits` of them.
fn whole(window: &Window<'_, '_>, at: usize, digits: usize) -> Option<i16> {
    let word = window.word(at);
    if window.kind(at) != Some(TokenKind::Number) || length(window, at) > digits {
        return None;
    }
    if word.is_ascii() { word.parse().ok() } else { crossread_text::ascii_digits(word).parse().ok() }
}

/// How many characters a token has; digits of other scripts have several bytes.
fn length(window: &Window<'_, '_>, at: usize) -> usize {
    window.word(at).chars().count()
}

/// `12/10/2025`, `2025-10-12`, `12.10.2025`, `2024-25`, `2024/25`, `2022-2023`.
fn numeric(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<Dates> {
    let separator =
        |at: usize| window.glued(at) && window.glued(at + 1) && window.kind(at + 1) == Some(TokenKind::Number);
    let sign = window.word(at + 1);
    if !separator(at + 1) || !matches!(sign, "/" | "." | "-" | "–") {
        return None;
    }
    let (a, b) = (whole(window, at, 4)?, whole(window, at + 2, 4)?);
    if separator(at + 3) && window.word(at + 3) == sign && sign != "–" {
        let c = whole(window, at + 4, 4)?;
        if length(window, at) == 4 {
            return date(a, b, c).map(|date| (date, None, at + 5));
        }
        let year = if length(window, at + 4) == 4 { c } else { century(c) };
        let (day, month) = if b > 12 || (habits.month_first && a <= 12) { (b, a) } else { (a, b) };
        return date(year, month, day).map(|date| (date, None, at + 5));
    }
    if sign == "." || length(window, at) != 4 || !YEARS.contains(&a) {
        return None;
    }
    let end = at + 3;
    if window.word(at + 2).len() == 4 {
        let fits = PLAIN_YEARS.contains(&b) && a < b;
        return fits.then(|| (Partial::of_year(a), Some(Partial::of_year(b)), end));
    }
    if window.word(at + 2).len() != 2 {
        return None;
    }
    let last = a - a % 100 + b;
    if last == a + 1 || b == 0 && a % 100 == 99 || (b > 12 && last > a) {
        let last = if b == 0 { a + 1 } else { last };
        return Some((Partial::of_year(a), Some(Partial::of_year(last)), end));
    }
    let month = i8::try_from(b).ok().filter(|month| (1..=12).contains(month) && sign == "-")?;
    Some((Partial { year: Some(a), ..Partial::of_month(month) }, None, end))
}

/// True when the document writes a date that is right only with the month first.
pub(super) fn writes_month_first(window: &Window<'_, '_>, at: usize) -> bool {
    if window.kind(at) != Some(TokenKind::Number) {
        return false;
    }
    let (Some(a), Some(b), Some(c)) = (whole(window, at, 2), whole(window, at + 2, 2), whole(window, at + 4, 4)) else {
        return false;
    };
    window.word(at + 1) == "/" && window.word(at + 3) == "/" && (1..=12).contains(&a) && (13..=31).contains(&b) && c > 0
}

fn date(year: i16, month: i16, day: i16) -> Option<Partial> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let found = Partial { year: Some(year), day: Some(day), ..Partial::of_month(month) };
    (YEARS.contains(&year) && found.days().is_some()).then_some(found)
}

/// The year of two digits: 31 to 99 are of the last century.
fn century(year: i16) -> i16 {
    if year > 30 { 1900 + year } else { 2000 + year }
}

/// "12 October 2025", "11-12 October", "12th of October", "12 and 15 October", "11/12 October 2025".
fn day_month(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<Dates> {
    let (first, next) = day(window, at)?;
    let (second, next) = match day_join(window, next).and_then(|next| day(window, next)) {
        Some((second, next)) if second > first => (Some(second), next),
        _ => (None, next),
    };
    let next = of(window, next);
    let hyphened = second.is_none() && window.is_hyphen(next);
    let month = month(window, if hyphened { next + 1 } else { next }, habits)?;
    // "05-Aug-2016"
    let year_at = if hyphened && window.is_hyphen(month.end) { month.end + 1 } else { month.end };
    let (year, next) = year_behind(window, year_at);
    if (hyphened || month.small) && year.is_none() {
        return None;
    }
    let last = Partial { year, day: Some(second.unwrap_or(first)), ..Partial::of_month(month.number) };
    let first = Partial { day: Some(first), ..last };
    Some((first, second.map(|_| last), next))
}

/// A day of the month with or without its suffix.
fn day(window: &Window<'_, '_>, at: usize) -> Option<(i8, usize)> {
    let day = i8::try_from(whole(window, at, 2)?).ok().filter(|day| (1..=31).contains(day))?;
    let suffix = window.glued(at + 1) && window.has(at + 1, CueClass::OrdinalSuffix);
    Some((day, if suffix { at + 2 } else { at + 1 }))
}

/// What joins two days of one month.
fn day_join(window: &Window<'_, '_>, at: usize) -> Option<usize> {
    if dash(window, at) || (window.word(at) == "/" && window.glued(at)) {
        return Some(at + 1);
    }
    window.cue_end(at, CueClass::RangeJoin).or_else(|| window.cue_end(at, CueClass::NumberAnd))
}

/// A dash, glued or between spaces.
pub(super) fn dash(window: &Window<'_, '_>, at: usize) -> bool {
    matches!(window.word(at), "-" | "–" | "—" | "−" | "‐" | "‑")
}

/// Skips "of".
fn of(window: &Window<'_, '_>, at: usize) -> usize {
    window
        .cue(at, CueClass::FractionAfter)
        .filter(|hit| hit.cue.value == "of")
        .map_or(at, |hit| hit.tokens.end as usize)
}

/// ", 2025", " 2025", " of 2025", " 90" after a month in capitals.
fn year_behind(window: &Window<'_, '_>, at: usize) -> (Option<i16>, usize) {
    let mut next = at;
    if window.word(next) == "," {
        next += 1;
    }
    next = of(window, next);
    if let Some(year) = whole(window, next, 4).filter(|year| length(window, next) == 4 && YEARS.contains(year))
        && (!counts(window, next + 1) || is_one_event(window, next + 1))
    {
        return (Some(year), next + 1);
    }
    if let Some(year) = noted_year(window.kind(next), window.word(next)).filter(|_| !counts(window, next + 1)) {
        return (Some(year), next + 1);
    }
    // "12 JAN 90", "28 may 89 (AFP)", "Oct '25".
    let capitals = at > 0 && window.word(at - 1).len() > 2 && !window.word(at - 1).contains(char::is_lowercase);
    let short = if matches!(window.word(at), "'" | "’" | "‘") { at + 1 } else { at };
    let dated = at > 1 && window.kind(at - 2) == Some(TokenKind::Number);
    let closed =
        window.kind(short + 1).is_none_or(|kind| kind == TokenKind::Punctuation) && window.word(short + 1) != ",";
    if (capitals || short > at || (dated && closed))
        && window.word(short).len() == 2
        && let Some(year) = whole(window, short, 2)
        && !counts(window, short + 1)
    {
        return (Some(century(year)), short + 1);
    }
    (None, at)
}

/// True when something counted or measured stands at `at`: the number before is no year or day.
fn counts(window: &Window<'_, '_>, at: usize) -> bool {
    const COUNTED: [CueClass; 6] = [
        CueClass::PersonNoun,
        CueClass::FamilyNoun,
        CueClass::EventNoun,
        CueClass::NumberScale,
        CueClass::MeasureAdjective,
        CueClass::PeopleNoun,
    ];
    window.measured_at(at) || COUNTED.iter().any(|&class| window.has(at, class))
}

/// "the October 2023 attack": a noun in the singular is dated by the year before it, not counted.
fn is_one_event(window: &Window<'_, '_>, at: usize) -> bool {
    let singular = !window.word(at).ends_with(['s', 'S']);
    singular && window.has(at, CueClass::EventNoun) && !window.measured_at(at)
}

/// "October 12, 2025", "October 11-12", "October 2025", "October".
fn month_first(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<Dates> {
    let Month { number, alone, small, end: next } = month(window, at, habits)?;
    if let Some((first, after)) = day(window, next).filter(|&(_, after)| is_day(window, at, after)) {
        let (second, after) = match day_join(window, after).and_then(|next| day(window, next)) {
            Some((second, end))
                if second > first && is_day(window, at, end) && month(window, end, habits).is_none() =>
            {
                (Some(second), end)
            }
            _ => (None, after),
        };
        let (year, after) = year_behind(window, after);
        if small && year.is_none() {
            return None;
        }
        let first = Partial { year, day: Some(first), ..Partial::of_month(number) };
        return Some((first, second.map(|day| Partial { day: Some(day), ..first }), after));
    }
    let (year, end) = year_behind(window, next);
    let month = Partial { year, ..Partial::of_month(number) };
    if year.is_some() {
        return Some((month, None, end));
    }
    if number == 0 || small {
        return None;
    }
    let believable = alone || leads_time(window, at) || joins_month(window, next) || joined_month(window, at);
    let shouted = !window.word(at).contains(char::is_lowercase) && !alone;
    (believable && !shouted).then_some((month, None, window.cue_end(at, CueClass::Month)?))
}

/// True when a dash or "to" and another month follow: "March–April 2026".
fn joins_month(window: &Window<'_, '_>, at: usize) -> bool {
    let next = if dash(window, at) { Some(at + 1) } else { window.cue_end(at, CueClass::RangeJoin) };
    next.is_some_and(|next| window.has(next, CueClass::Month))
}

/// True behind another month and what joins the two: "between January and March".
fn joined_month(window: &Window<'_, '_>, at: usize) -> bool {
    let joint = at.checked_sub(1).filter(|&joint| joint > window.first);
    joint.is_some_and(|joint| {
        let joins =
            dash(window, joint) || window.has(joint, CueClass::RangeJoin) || window.has(joint, CueClass::NumberAnd);
        joins && window.has(joint - 1, CueClass::Month)
    })
}

/// True unless the number before `after` counts something: "in October 12 people died".
fn is_day(window: &Window<'_, '_>, month: usize, after: usize) -> bool {
    // "in October 46 were hurt": a day asks for "on".
    let in_month = month > window.first
        && (window.has(month - 1, CueClass::TimeSince)
            || window.cue(month - 1, CueClass::TimePreposition).is_some_and(|hit| hit.cue.value == "in"));
    let event = window.has(after, CueClass::EventNoun) && !in_month;
    if (counts(window, after) && !event) || window.word(after) == "%" {
        return false;
    }
    let word = window.kind(after) == Some(TokenKind::Word);
    !(in_month && word && window.word(after).starts_with(char::is_lowercase))
        || window.has_before(month, CueClass::TimeSince)
}

/// True when the word before `at` leads up to a time.
pub(super) fn leads_time(window: &Window<'_, '_>, at: usize) -> bool {
    const LEADS: [CueClass; 5] = [
        CueClass::TimePreposition,
        CueClass::TimeRelative,
        CueClass::TimePart,
        CueClass::TimeSince,
        CueClass::TimeUntil,
    ];
    let hyphen = at > window.first && window.is_hyphen(at - 1);
    let before = if hyphen { at - 1 } else { at };
    LEADS.iter().any(|&class| window.has_before(before, class))
}

/// "2025", "the 1980s", "between 2001 and" is left to the joiner.
fn years(window: &Window<'_, '_>, at: usize) -> Option<Dates> {
    let year = whole(window, at, 4).filter(|_| length(window, at) == 4)?;
    let next = at + 1;
    let decade = (window.kind(next) == Some(TokenKind::Possessive) || window.word(next) == "s") && window.glued(next);
    if decade && year % 10 == 0 && YEARS.contains(&year) {
        return Some((Partial { more_years: 9, ..Partial::of_year(year) }, None, next + 1));
    }
    is_year(window, at, year).then(|| (Partial::of_year(year), None, next))
}

/// Decides whether four digits are a year.
fn is_year(window: &Window<'_, '_>, at: usize, year: i16) -> bool {
    let next = at + 1;
    let led = leads_time(window, at);
    if !(PLAIN_YEARS.contains(&year) || (led && YEARS.contains(&year))) || counts_strictly(window, at, led) {
        return false;
    }
    let glued_word = window.glued(next) && matches!(window.kind(next), Some(TokenKind::Word | TokenKind::Symbol));
    let before = at.checked_sub(1).filter(|&before| before >= window.first);
    let sign = before.is_some_and(|before| {
        let word = window.word(before);
        let hyphen = window.is_hyphen(before) && !leads_time(window, at);
        let decimal = matches!(word, "." | "/" | ",") && window.glued(before) && window.glued(at);
        let symbol = window.kind(before) == Some(TokenKind::Symbol) && word != "|";
        hyphen || decimal || symbol || window.has(before, CueClass::NumberLabel)
    });
    let compared =
        before.is_some_and(|before| window.has(before, CueClass::ComparatorBefore)) && (!led || year % 50 == 0);
    let paid = before
        .is_some_and(|before| window.reading.scan.units(before).any(|(tokens, _)| tokens.end as usize == at))
        && !led;
    !(glued_word || sign || compared || paid)
}

/// "2000 people", "1900 km": counted, unless a preposition or article and a year that is no round number say
/// otherwise ("in 2024 militants killed", "the 2018 attacks").
fn counts_strictly(window: &Window<'_, '_>, at: usize, led: bool) -> bool {
    let next = at + 1;
    let round = window.word(at).ends_with("00");
    if window.measured_at(next) || window.has(next, CueClass::NumberScale) || window.has(next, CueClass::ClockMark) {
        return true;
    }
    let named = window.has_before(at, CueClass::Article);
    if counts(window, next) {
        return round || !(led || named);
    }
    let plural = window.kind(next) == Some(TokenKind::Word)
        && window.word(next).starts_with(char::is_lowercase)
        && window.word(next).ends_with('s')
        && window.word(next).len() > 3;
    round && plural && !led
}

/// "the third quarter of 2025", "first half of last year", "the first six months of 2025", "Q3 2025".
fn quarter(window: &Window<'_, '_>, at: usize) -> Option<Dates> {
    if let Some(months) = quarter_code(window.word(at)) {
        let (year, end) = year_behind(window, at + 1);
        return Some((Partial { year: Some(year?), months: Some(months), ..Partial::default() }, None, end));
    }
    let start = window.cue_end(at, CueClass::Article).unwrap_or(at);
    let last = window.cue(start, CueClass::TimeRelative).filter(|hit| hit.cue.value == "last");
    let (rank, next) = match last {
        Some(hit) => (None, hit.tokens.end as usize),
        None => rank(window, start).map(|(rank, next)| (Some(rank), next))?,
    };
    let counted = crate::quantities::cardinal_at(window, next);
    let unit = window.cue(counted.map_or(next, |(_, end)| end), CueClass::TimeUnit)?;
    let months = match (unit.cue.value.as_str(), counted, rank) {
        ("month", Some((count, _)), rank) => {
            let count = (1..12).find(|&month| f64::from(month) == count)?;
            if rank.is_none() { (13 - count, 12) } else { (1, count) }
        }
        ("quarter", None, rank) if rank.is_none_or(|rank| (1..=4).contains(&rank)) => {
            let rank = rank.unwrap_or(4);
            (3 * rank - 2, 3 * rank)
        }
        ("half", None, Some(rank)) if (1..=2).contains(&rank) => (6 * rank - 5, 6 * rank),
        _ => return None,
    };
    let (year, end) = year_told(window, unit.tokens.end as usize)?;
    Some((Partial { year: Some(year), months: Some(months), ..Partial::default() }, None, end))
}

/// "of 2025", "of last year", "of the year".
fn year_told(window: &Window<'_, '_>, at: usize) -> Option<(i16, usize)> {
    if let (Some(year), end) = year_behind(window, at) {
        return Some((year, end));
    }
    let from = of(window, at);
    let (way, next) = match window.cue(from, CueClass::TimeRelative) {
        Some(hit) => (hit.cue.value.as_str(), hit.tokens.end as usize),
        None => ("this", window.cue_end(from, CueClass::Article).filter(|_| from > at)?),
    };
    let unit = window.cue(next, CueClass::TimeUnit).filter(|unit| unit.cue.value == "year")?;
    let (begin, _) = unit_from(window.reading.published()?, way, "year")?;
    Some((begin.year(), unit.tokens.end as usize))
}

fn quarter_code(word: &str) -> Option<(i8, i8)> {
    let rank: i8 = word.get(1..).filter(|digits| digits.len() == 1)?.parse().ok()?;
    match word.get(..1)? {
        "Q" if (1..=4).contains(&rank) => Some((3 * rank - 2, 3 * rank)),
        "H" if (1..=2).contains(&rank) => Some((6 * rank - 5, 6 * rank)),
        _ => None,
    }
}

/// "third", "3rd".
fn rank(window: &Window<'_, '_>, at: usize) -> Option<(i8, usize)> {
    if let Some(hit) = window.cue(at, CueClass::Ordinal) {
        return Some((hit.cue.value.parse().ok()?, hit.tokens.end as usize));
    }
    let number = i8::try_from(whole(window, at, 1)?).ok()?;
    (window.glued(at + 1) && window.has(at + 1, CueClass::OrdinalSuffix)).then_some((number, at + 2))
}

/// "the first week of March", "the last week of December 2025".
fn week(window: &Window<'_, '_>, at: usize, habits: Habits) -> Option<Dates> {
    let start = window.cue_end(at, CueClass::Article).unwrap_or(at);
    let (rank, next) = match window.cue(start, CueClass::TimeRelative).filter(|hit| hit.cue.value == "last") {
        Some(hit) => (5, hit.tokens.end as usize),
        None => rank(window, start).filter(|&(rank, _)| (1..=4).contains(&rank))?,
    };
    let unit = window.cue(next, CueClass::TimeUnit).filter(|unit| unit.cue.value == "week")?;
    let linked = of(window, unit.tokens.end as usize);
    let month = month(window, linked, habits).filter(|month| linked > next + 1 && month.number > 0 && !month.small)?;
    let (year, end) = year_behind(window, month.end);
    Some((Partial { year, week: Some(rank), ..Partial::of_month(month.number) }, None, end))
}

/// "spring 2025", "the winter of 2024-25".
fn season(window: &Window<'_, '_>, at: usize) -> Option<Dates> {
    let hit = window.cue(at, CueClass::Season)?;
    let months = season_months(&hit.cue.value)?;
    let next = of(window, hit.tokens.end as usize);
    if let Some((first, Some(_), end)) = numeric(window, next, Habits::default()) {
        return Some((Partial { months: Some(months), ..first }, None, end));
    }
    let (year, end) = year_behind(window, hit.tokens.end as usize);
    Some((Partial { year: Some(year?), months: Some(months), ..Partial::default() }, None, end))
}

pub(super) fn season_months(value: &str) -> Option<(i8, i8)> {
    let (first, last) = value.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

/// "early", "mid-", "late in": the part of what follows, and where that begins.
pub(super) fn part(window: &Window<'_, '_>, at: usize) -> Option<(Part, usize)> {
    let hit = window.cue(at, CueClass::TimePart)?;
    let end = window.skip_hyphen(hit.tokens.end as usize);
    Some((Part::from_name(&hit.cue.value)?, end))
}

/// Two dates joined: "26 February and 1 March 2026". The ends complete each other.
pub(super) fn pair(left: Partial, right: Partial) -> Option<(Partial, Partial)> {
    let (left, right) = complete(left, right);
    let ordered = match (left.days(), right.days()) {
        (Some((from, _)), Some((_, to))) => from <= to,
        _ => left.year.is_none() && right.year.is_none(),
    };
    ordered.then_some((left, right))
}
