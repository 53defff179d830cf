//! Numbers that are no figures.

use crossread_lexicon::{CueClass, CueSet, Dimension};
use crossread_text::TokenKind;

use super::amount::Bounds;
use crate::window::Window;

/// Capitalised words between a label and its number: "Operation Righteous Fury 2".
const NAME_WORDS: usize = 4;

/// One past the last token of the number at `at` that is no figure, whatever its unit: an ordinal,
/// a part of a name, a time of day, a section number.
pub(super) fn refused(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> Option<usize> {
    let (start, end) = bounds.number;
    let digits = window.kind(start) == Some(TokenKind::Number);
    let refused = (bounds.unit.is_none() && is_ordinal(window, end))
        || is_ninety_second(window, bounds)
        || is_military_time(window, bounds)
        || (bounds.unit.is_none() && !bounds.range && is_age(window, start, end))
        || is_calibre(window, bounds)
        || in_name(window, start)
        || is_clock(window, bounds)
        || is_watch(window, bounds)
        || is_note(window, bounds)
        || is_enumerated(window, start, end)
        || (digits && (in_chain(window, start, end) || in_address(window, start)))
        || (bounds.unit.is_none()
            && (is_labelled(window, start)
                || shares_label(window, start, end)
                || is_glued_to_letters(window, bounds)
                || is_numbered_name(window, bounds)
                || names_unit(window, bounds)))
        || (bounds.unit.is_none() && !bounds.share && (opens_list(window, start, end) || is_compound(window, bounds)));
    refused.then(|| chain_end(window, start, end))
}

/// "11th", "twenty-first".
fn is_ordinal(window: &Window<'_, '_>, end: usize) -> bool {
    (window.glued(end) && window.has(end, CueClass::OrdinalSuffix))
        || (window.is_hyphen(end) && window.has(end + 1, CueClass::Ordinal))
}

/// "in my ninety-second year": an ordinal, although a second is a unit too.
fn is_ninety_second(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    let end = bounds.number.1;
    window.has(end - 1, CueClass::NumberTens) && window.is_hyphen(end) && window.has(end + 1, CueClass::Ordinal)
}

/// "1800 hours".
fn is_military_time(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    const HOUR: f64 = 3600.0;
    let hours = bounds.unit.as_ref().is_some_and(|unit| unit.si == Some(HOUR));
    hours
        && bounds.low <= 2400.0
        && window.kind(bounds.number.0) == Some(TokenKind::Number)
        && window.word(bounds.number.0).len() == 4
}

/// "Ali Khan, 45, a lawyer": a number between commas behind a name or a person.
fn is_age(window: &Window<'_, '_>, start: usize, end: usize) -> bool {
    let Some(before) = start.checked_sub(2).filter(|&before| before >= window.first) else { return false };
    let age = window.word(start).len() == 2 && window.kind(start) == Some(TokenKind::Number) && end == start + 1;
    let someone = window.word(before).starts_with(char::is_uppercase) || window.has(before, CueClass::PersonNoun);
    age && someone && window.word(start - 1) == "," && matches!(window.word(end), "," | ".")
}

/// "120mm mortars", "a 155-mm shell": the width of a barrel.
fn is_calibre(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    const BARREL: f64 = 0.01;
    let Some(unit) = &bounds.unit else { return false };
    let joined = window.glued(bounds.number.1);
    joined
        && unit.dimension == Dimension::Length
        && unit.si.is_some_and(|si| si * unit.factor < BARREL)
        && window.kind(unit.end) == Some(TokenKind::Word)
}

/// "F-16", "Kh-101", "fifty-fifty": a hyphen joins it to the word before.
fn in_name(window: &Window<'_, '_>, start: usize) -> bool {
    start >= window.first + 2
        && window.is_hyphen(start - 1)
        && matches!(window.kind(start - 2), Some(TokenKind::Word | TokenKind::Number))
}

/// "18:02", "5 a.m.", "0600", "1830 GMT", "at 7.30".
fn is_clock(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    const LATEST: f64 = 24.0;
    let (start, end) = bounds.number;
    let colon = |at: usize| window.word(at) == ":" && window.glued(at) && window.glued(at + 1);
    let word = window.word(start);
    let digits = window.kind(start) == Some(TokenKind::Number);
    // "two PKT guns", "68 AM rifles": a mark asks for an hour, a zone for digits.
    let marked = window.cue(end, CueClass::ClockMark).is_some_and(|hit| {
        let hour = bounds.low < LATEST + 1.0;
        if hit.cue.value == "zone" { digits && (hour || word.len() == 4) } else { hour || (digits && word.len() == 4) }
    });
    marked
        || (colon(end) && window.kind(end + 1) == Some(TokenKind::Number))
        || (start > window.first + 1 && colon(start - 1) && window.kind(start - 2) == Some(TokenKind::Number))
        || (word.len() > 1 && word.starts_with('0') && !word.contains('.'))
        || (bounds.unit.is_none() && is_dotted_hour(window, start, end))
}

/// "at 1845 (local time)", "between 1830 and 2200 on Monday": four digits that are hours and minutes, before a word
/// that tells the day. "The toll stood at 1200 yesterday" is a count.
fn is_watch(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    const REACH: usize = 12;
    const COUNTS: CueSet = CueSet::of(&[CueClass::MeasureNoun, CueClass::ClaimNoun]);
    let (start, end) = bounds.number;
    let hour = |at: usize| {
        let word = window.word(at);
        let digits = window.kind(at) == Some(TokenKind::Number) && word.len() == 4;
        digits && word.parse::<u16>().is_ok_and(|time| time < 2400 && time % 100 < 60)
    };
    if bounds.unit.is_some() || !hour(start) || !hour(end - 1) {
        return false;
    }
    let day = |at: usize| window.has(at, CueClass::DayRelative) || window.has(at, CueClass::Weekday);
    let dated = window.has(end, CueClass::TimePreposition)
        && (day(end + 1) || window.has(end + 1, CueClass::Month) || window.has(end + 2, CueClass::Month));
    let bracketed = window.word(end) == "("
        && (window.has(end + 1, CueClass::ClockMark) || window.has(end + 2, CueClass::ClockMark));
    let floor = window.first.max(start.saturating_sub(REACH));
    (day(end) || dated || bracketed) && !(floor..start).any(|at| window.reading.scan.has_any(at, COUNTS))
}

/// "at 7.30", "until 18.45": hours and minutes parted by a dot, with nothing counted behind.
fn is_dotted_hour(window: &Window<'_, '_>, start: usize, end: usize) -> bool {
    const LEADS: [CueClass; 2] = [CueClass::PlacePreposition, CueClass::TimePreposition];
    let Some((hour, minute)) = window.word(start).split_once('.') else { return false };
    let in_day = hour.parse::<u8>().is_ok_and(|hour| hour < 24) && minute.parse::<u8>().is_ok_and(|minute| minute < 60);
    let closed = window.kind(end).is_none_or(|kind| kind == TokenKind::Punctuation)
        || window.has(end, CueClass::TimePreposition)
        || window.has(end, CueClass::Weekday);
    let of = window.has_before(start, CueClass::FractionAfter);
    minute.len() == 2 && in_day && closed && !of && LEADS.iter().any(|&class| window.has_before(start, class))
}

/// The mark of a note, glued to the text before it: `violence.[1]`, `killed.12 The`, `[[3]]`.
fn is_note(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    const LARGEST: f64 = 200.0;
    let (start, end) = bounds.number;
    let reading = window.reading;
    let digits = window.kind(start) == Some(TokenKind::Number) && end == start + 1;
    let Some(before) = start.checked_sub(1).filter(|_| digits && bounds.low <= LARGEST && reading.glued(start)) else {
        return false;
    };
    let word = |at: Option<usize>| {
        at.is_some_and(|at| reading.kind(at) == Some(TokenKind::Word) && reading.word(at).len() > 2)
    };
    if reading.word(before) == "[" {
        let doubled = before > 0 && reading.word(before - 1) == "[";
        return reading.word(end) == "]" && (doubled || (before > 0 && reading.glued(before)));
    }
    // Behind a stop or a closing mark, and nothing that could be counted behind it.
    let marks = matches!(reading.word(before), "." | "," | ";" | "”" | "\"" | "’" | ")");
    let closed = window.kind(end) != Some(TokenKind::Word) || window.word(end).starts_with(char::is_uppercase);
    let abbreviated = reading.word(before) == "." && window.has(before - 1, CueClass::NumberLabel);
    let inner = before.checked_sub(1).filter(|_| reading.glued(before));
    let quoted =
        inner.filter(|&inner| matches!(reading.word(inner), "." | "," | "?" | "!")).and_then(|at| at.checked_sub(1));
    marks && closed && !abbreviated && bounds.unit.is_none() && (word(inner) || word(quoted))
}

/// "1) the border stays shut; 2) 40 houses fell; (3) ...": a bracket closes that nothing has opened, or
/// that opens for the number alone behind a colon or semicolon.
fn is_enumerated(window: &Window<'_, '_>, start: usize, end: usize) -> bool {
    const LONGEST: usize = 30;
    let single = window.kind(start) == Some(TokenKind::Number) && end == start + 1 && window.word(start).len() <= 2;
    if !single || window.word(end) != ")" || !matches!(window.kind(end + 1), Some(TokenKind::Word | TokenKind::Number))
    {
        return false;
    }
    let near = window.first.max(start.saturating_sub(LONGEST))..start;
    match near.into_iter().rev().find(|&at| matches!(window.word(at), "(" | ")")) {
        Some(at) if window.word(at) == "(" => {
            at + 1 == start && at > window.first && matches!(window.word(at - 1), ":" | ";")
        }
        _ => true,
    }
}

/// "Nargis 1 and 2 camps", "Kakuma 3, 4 and 5": neighbouring numbers behind a name.
fn is_numbered_name(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    const LARGEST: f64 = 20.0;
    let (start, end) = bounds.number;
    let digits = |at: usize| {
        let small = window.kind(at) == Some(TokenKind::Number) && window.word(at).len() <= 2;
        if small { window.word(at).parse::<f64>().ok() } else { None }
    };
    let Some(own) = digits(start).filter(|&own| own <= LARGEST && end == start + 1) else { return false };
    let joins = |at: usize| window.word(at) == "," || window.has(at, CueClass::NumberAnd);
    let named = |at: usize| {
        let name = at.checked_sub(1).filter(|&name| name > window.first);
        name.is_some_and(|name| {
            window.kind(name) == Some(TokenKind::Word)
                && window.word(name).starts_with(char::is_uppercase)
                && !window.has(name, CueClass::Month)
                && !window.has(name, CueClass::Weekday)
        })
    };
    let next = joins(end) && digits(end + 1) == Some(own + 1.0);
    if named(start) {
        return next;
    }
    // A later one of the same row.
    let (mut at, mut value) = (start, own);
    while at >= window.first + 2 && joins(at - 1) && digits(at - 2) == Some(value - 1.0) {
        (at, value) = (at - 2, value - 1.0);
    }
    at < start && named(at)
}

/// "the 205 Corps", "the 1267 Committee", "215 Maiwand Corps": a number that is part of a unit's name.
fn names_unit(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    let (start, end) = bounds.number;
    if window.kind(start) != Some(TokenKind::Number) || bounds.range || end != start + 1 {
        return false;
    }
    for at in end..window.limit.min(end + NAME_WORDS) {
        if !window.word(at).starts_with(char::is_uppercase) {
            return false;
        }
        if window.cue(at, CueClass::NumberLabel).is_some_and(|hit| hit.cue.value == "head") {
            return true;
        }
    }
    false
}

/// Part of `12.10.2025`, `47/2026`, `5-3`, a telephone number.
fn in_chain(window: &Window<'_, '_>, start: usize, end: usize) -> bool {
    let joint = |at: usize| matches!(window.word(at), "." | "/" | "-" | "–" | "+") && window.glued(at + 1);
    let number = |at: usize| window.kind(at) == Some(TokenKind::Number);
    let after = window.glued(end) && joint(end) && number(end + 1);
    let before = start > window.first + 1 && joint(start - 1) && window.glued(start - 1) && number(start - 2);
    after || before || is_dialled(window, start)
}

/// Part of a web or mail address.
fn in_address(window: &Window<'_, '_>, start: usize) -> bool {
    if !window.glued(start) {
        return false;
    }
    let at = window.reading.document.tokens[start].span.start() as usize;
    let before = window.reading.text().get(..at).unwrap_or("");
    let chunk = &before[before.rfind(char::is_whitespace).unwrap_or(0)..];
    ["://", "www.", "@"].iter().any(|mark| chunk.contains(mark))
}

/// "+93 700 123 456": a plus sign and further groups of digits.
fn is_dialled(window: &Window<'_, '_>, start: usize) -> bool {
    let plus = start > window.first && window.word(start - 1) == "+" && window.glued(start);
    plus && (window.word(start).len() > 6 || window.kind(start + 1) == Some(TokenKind::Number))
}

/// One past a chain of numbers and joints, so that no part of it is read again.
fn chain_end(window: &Window<'_, '_>, start: usize, end: usize) -> usize {
    let mut end = end;
    if is_dialled(window, start) {
        while window.kind(end) == Some(TokenKind::Number) {
            end += 1;
        }
    }
    while window.glued(end)
        && matches!(window.word(end), "." | "/" | "-" | "–" | ":")
        && window.glued(end + 1)
        && window.kind(end + 1) == Some(TokenKind::Number)
    {
        end += 2;
    }
    end
}

/// "No. 47", "Article 51", "#3", "Operation Righteous Fury 2".
fn is_labelled(window: &Window<'_, '_>, start: usize) -> bool {
    let mut at = start;
    let before = |at: usize| at.checked_sub(1).filter(|&before| before >= window.first);
    let Some(mut last) = before(at) else { return false };
    // "No. 4", and "no . 4" in a text that was cut into words.
    if window.word(last) == "." {
        at = last;
        match before(at) {
            Some(earlier) => last = earlier,
            None => return false,
        }
    }
    if window.word(last) == "#" {
        return true;
    }
    if window.ends_before(at, CueClass::NumberLabel) {
        return true;
    }
    // A label with a name between: the label's row says so.
    for first in (window.first.max(at.saturating_sub(NAME_WORDS))..=last).rev() {
        if window.cue(first, CueClass::NumberLabel).is_some_and(|hit| hit.cue.value == "name") {
            return true;
        }
        if !window.word(first).starts_with(char::is_uppercase) {
            return false;
        }
    }
    false
}

/// "pages 6 and 7": the second number under one label, with nothing counted behind it.
fn shares_label(window: &Window<'_, '_>, start: usize, end: usize) -> bool {
    let number = |at: usize| window.kind(at) == Some(TokenKind::Number);
    start >= window.first + 3
        && number(start)
        && window.has(start - 1, CueClass::NumberAnd)
        && number(start - 2)
        && is_labelled(window, start - 2)
        && window.kind(end) != Some(TokenKind::Word)
}

/// "120mm", "5G": letters that are no unit.
fn is_glued_to_letters(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    let end = bounds.number.1;
    window.glued(end) && window.kind(end) == Some(TokenKind::Word)
}

/// "1.", "2)", "(3)", "1.1 Violence" at the head of a sentence.
fn opens_list(window: &Window<'_, '_>, start: usize, end: usize) -> bool {
    if window.kind(start) != Some(TokenKind::Number) {
        return false;
    }
    let bracket = start == window.first + 1 && matches!(window.word(window.first), "(" | "[");
    if start != window.first && !bracket {
        return false;
    }
    let stopped = matches!(window.word(end), "." | ")" | "]") && window.glued(end) && end + 1 < window.limit;
    let section = end == start + 1
        && window.word(start).contains('.')
        && window.kind(end) == Some(TokenKind::Word)
        && window.word(end).starts_with(char::is_uppercase);
    stopped || section
}

/// "three-pronged", "six-member": a hyphen joins it to a word that is no unit.
fn is_compound(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    let end = bounds.number.1;
    // "5,712,506—almost 15 percent": a dash parts.
    window.is_hyphen(end)
        && window.word(end) != "—"
        && !window.has(end + 1, CueClass::ComparatorAfter)
        && !window.has(end + 1, CueClass::NumberTail)
}

/// "Add the two and you have it", "between the three,": those told before, not counted again.
fn is_those_told(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    const FEW: f64 = 9.0;
    let (start, end) = bounds.number;
    let small = bounds.words && !bounds.range && bounds.unit.is_none() && !bounds.share && bounds.low <= FEW;
    let the = start > window.first && window.word(start - 1).eq_ignore_ascii_case("the");
    let alone = window.has(end, CueClass::Conjunction)
        || window.kind(end) == Some(TokenKind::Punctuation) && !window.is_hyphen(end);
    small && the && alone && (start < 2 || !window.has(start - 2, CueClass::MeasureVerb))
}

/// The word "one" as a pronoun or an idiom, "the two": nothing counted stands beside it.
pub(super) fn is_pronoun(window: &Window<'_, '_>, bounds: &Bounds<'_>) -> bool {
    if is_those_told(window, bounds) {
        return true;
    }
    let (start, end) = bounds.number;
    if !bounds.words || bounds.low != 1.0 || bounds.range || end != start + 1 || bounds.unit.is_some() || bounds.share {
        return false;
    }
    const COUNTED: [CueClass; 6] = [
        CueClass::PersonNoun,
        CueClass::FamilyNoun,
        CueClass::EventNoun,
        CueClass::MeasureAdjective,
        CueClass::MeasureNoun,
        CueClass::MeasureVerb,
    ];
    const GRAMMAR: [CueClass; 10] = [
        CueClass::FractionAfter,
        CueClass::Preposition,
        CueClass::Conjunction,
        CueClass::Auxiliary,
        CueClass::Pronoun,
        CueClass::Modality,
        CueClass::Negation,
        CueClass::SayVerb,
        CueClass::Article,
        CueClass::TimeUnit,
    ];
    if speaks(window, end) {
        return true;
    }
    if COUNTED.iter().any(|&class| window.has(end, class)) {
        return false;
    }
    if window.has_before(start, CueClass::MeasureVerb) && !window.has(end, CueClass::NumberRatio) {
        return false;
    }
    // "one drone was destroyed", "two tanks and one drone": a thing, where things are counted or hit.
    const REACH: usize = 6;
    let noun = window.kind(end) == Some(TokenKind::Word) && !GRAMMAR.iter().any(|&class| window.has(end, class));
    if noun && is_listed(window, start, end) {
        return false;
    }
    // "two police officers in Cali, one in Caloto and four civilians"
    if window.has(end, CueClass::PlacePreposition)
        && window.word(end + 1).starts_with(char::is_uppercase)
        && is_listed(window, start, end)
    {
        return false;
    }
    // "in one village, 12 people were killed"
    if window.has_before(start, CueClass::PlacePreposition) {
        return true;
    }
    if window.word(end).starts_with(char::is_uppercase) {
        // "one Turkish soldier"
        return !COUNTED.iter().any(|&class| window.has(end + 1, class));
    }
    let around = window.first.max(start.saturating_sub(REACH))..window.limit.min(end + REACH);
    !(noun && around.into_iter().any(|token| window.has(token, CueClass::MeasureVerb)))
}

/// "one doctor said", "one aid worker told": whoever speaks is not counted.
fn speaks(window: &Window<'_, '_>, end: usize) -> bool {
    const COUNTED: [CueClass; 2] = [CueClass::MeasureVerb, CueClass::MeasureAdjective];
    const NOUN: usize = 3;
    let Some(verb) = (end + 1..end + NOUN).find(|&at| window.has(at, CueClass::SayVerb)) else { return false };
    let person = (end..verb).any(|at| window.has(at, CueClass::PersonNoun) || window.has(at, CueClass::SourceNoun));
    // "one soldier reported killed"
    person && !(end..=verb + 1).any(|at| COUNTED.iter().any(|&class| window.has(at, class)))
}

/// "24 rifles, one GPMG and two mortars": one thing in a row of counted things.
fn is_listed(window: &Window<'_, '_>, start: usize, end: usize) -> bool {
    const NOUN: usize = 5;
    let number = |at: usize| window.kind(at) == Some(TokenKind::Number) || window.has(at, CueClass::NumberUnit);
    let joint = |at: usize| window.word(at) == "," || window.has(at, CueClass::NumberAnd);
    let behind = (end + 1..end + NOUN).find(|&at| joint(at)).is_some_and(|at| number(at + 1));
    let led = start > window.first && joint(start - 1);
    let before = led && (window.first.max(start.saturating_sub(NOUN + 1))..start).any(number);
    before || (behind && (led || !window.has_before(start, CueClass::Preposition)))
}
