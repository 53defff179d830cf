//! Numbers with their modifiers and units.
//!
//! One pass over the tokens of each sentence. At a token that can begin a quantity the grammar is
//! `[comparator]* [between | from] amount [join amount] [comparator]`, an amount being
//! `[currency] number [unit]`. Numbers that are no figures (ordinals, names, times of day, section
//! numbers) are read whole and dropped, so that no part of them is read again.

mod amount;
mod carried;
mod compound;
mod currency;
mod notation;
mod number;
mod refuse;
mod unit;

use std::borrow::Cow;

use crossread_lexicon::{CueClass, CueHit, CueSet, Dimension, RowId};
use crossread_text::TokenKind;

use crate::extraction::{Comparator, Evidence, Quantity, TimeMention};
use crate::names::Names;
use crate::reading::Reading;
use crate::rules::Rule;

use crate::window::Window;
use amount::{Bounds, article_unit, bounds, changes};
use currency::Countries;
use unit::Unit;

const NUMBER: &str = "quantities/number";
const RANGE: &str = "quantities/range";
const SHARE: &str = "quantities/share";
const VAGUE: &str = "quantities/vague";
const UNIT: &str = "quantities/unit";

pub(crate) const RULES: &[Rule] = &[
    Rule { id: NUMBER, meaning: "a number in digits or words, with its modifiers", example: "at least 12 civilians" },
    Rule { id: UNIT, meaning: "a number with a unit of measure or a currency", example: "a 2,600-km border" },
    Rule { id: RANGE, meaning: "two numbers joined to a range", example: "between 3,000 and 5,000 fighters" },
    Rule { id: SHARE, meaning: "a fraction or ratio, in percent", example: "one in three of the dead" },
    Rule { id: VAGUE, meaning: "a vague quantity of the table in force", example: "dozens of houses" },
];

/// Finds every quantity. Rows are in text order and never overlap.
pub(crate) fn find<'a>(reading: &Reading<'_, 'a>, times: &[TimeMention<'a>], names: &Names<'a>) -> Vec<Quantity<'a>> {
    let countries = Countries::of(reading, names);
    let barred = barred(times, names);
    let mut quantities = Vec::new();
    let mut next_bar = 0;
    for (index, sentence) in reading.document.sentences.iter().enumerate() {
        let tokens = sentence.tokens.indices();
        let window = Window { reading, first: tokens.start, limit: tokens.end };
        let mut at = tokens.start;
        while at < tokens.end {
            while barred.get(next_bar).is_some_and(|&(_, end)| end <= at) {
                next_bar += 1;
            }
            let bar = barred.get(next_bar).copied().unwrap_or((usize::MAX, usize::MAX));
            if bar.0 <= at {
                at = bar.1;
                continue;
            }
            at = match quantity(&window, at, &countries) {
                Step::Found(found) if bar.0 < found.number.end as usize => bar.1,
                Step::Found(found) => {
                    let end = found.tokens.end as usize;
                    quantities.push(Quantity { sentence: u32::try_from(index).unwrap_or(u32::MAX), ..*found });
                    end
                }
                Step::Refused(end) => end.max(at + 1),
                Step::Nothing => at + 1,
            };
        }
    }
    carried::carry(reading, &mut quantities);
    quantities
}

/// Token ranges whose numbers belong to a time or a name, in text order.
fn barred(times: &[TimeMention<'_>], names: &Names<'_>) -> Vec<(usize, usize)> {
    let times = times.iter().filter(|time| time.evidence.rule != crate::times::DURATION).map(|time| time.tokens);
    let actors = names.actors.iter().map(|actor| actor.tokens);
    let places = names.places.iter().map(|place| place.tokens);
    let mut ranges: Vec<_> =
        times.chain(actors).chain(places).map(|tokens| (tokens.start as usize, tokens.end as usize)).collect();
    ranges.sort_unstable();
    ranges
}

enum Step<'a> {
    Found(Box<Quantity<'a>>),
    /// A number that is no figure, up to this token.
    Refused(usize),
    Nothing,
}

/// True when a quantity can begin at `at`.
fn may_begin(window: &Window<'_, '_>, at: usize) -> bool {
    const BEGINNINGS: CueSet = CueSet::of(&[
        CueClass::NumberMinus,
        CueClass::NumberUnit,
        CueClass::NumberTens,
        CueClass::NumberScale,
        CueClass::NumberFraction,
        CueClass::NumberArticle,
        CueClass::ComparatorBefore,
        CueClass::RangeOpen,
        CueClass::AgeLabel,
        CueClass::NumberVague,
    ]);
    match window.kind(at) {
        Some(TokenKind::Number) => true,
        // "-5", ".25"
        Some(TokenKind::Punctuation) => {
            matches!(window.word(at), "-" | "−" | ".") && window.kind(at + 1) == Some(TokenKind::Number)
        }
        _ => {
            window.reading.scan.has_any(at, BEGINNINGS)
                || window.reading.scan.has_quantity(at)
                || window.reading.shape(at).has_digit()
        }
    }
}

/// One past a phrase at `at` that holds a number word, or that ends in what only looks like a comparator:
/// "handed over 175 rifles". "It took over three hours" is no such phrase.
fn named(window: &Window<'_, '_>, at: usize, countries: &Countries<'_>) -> Option<usize> {
    let hit = window.cue(at, CueClass::NumberName)?;
    let end = hit.tokens.end as usize;
    let lasts = |found: &Bounds<'_>| found.unit.as_ref().is_some_and(|unit| unit.dimension == Dimension::Duration);
    let compares = hit.cue.value == "phrasal" && bounds(window, end, None, countries).as_ref().is_some_and(lasts);
    (!compares).then_some(end)
}

/// Reads the quantity that begins at `at`.
fn quantity<'a>(window: &Window<'_, 'a>, at: usize, countries: &Countries<'_>) -> Step<'a> {
    if let Some(end) = named(window, at, countries) {
        return Step::Refused(end);
    }
    if !may_begin(window, at) {
        return Step::Nothing;
    }
    if let Some(label) = window.cue(at, CueClass::AgeLabel) {
        return aged(window, label, countries);
    }
    if is_preposition(window, at) {
        return Step::Nothing;
    }
    let (before, from) = comparators(window, at);
    if let Some(open) = window.cue(from, CueClass::RangeOpen) {
        let next = open.tokens.end as usize;
        let plain = open.cue.value != "to" || !changes(window, at);
        let (start, join) = if open.cue.value == "verb" { (next - 1, "range") } else { (at, open.cue.value.as_str()) };
        if plain && let Some(found) = bounds(window, next, Some(join), countries) {
            return finish(window, start, before, &found);
        }
        return Step::Nothing;
    }
    if let Some(found) = several(window, at, before, from) {
        return Step::Found(Box::new(found));
    }
    if let Some(found) = vague(window, at, before, from, countries) {
        return Step::Found(Box::new(found));
    }
    let found =
        bounds(window, from, None, countries).or_else(|| before.and_then(|_| article_unit(window, from, countries)));
    match found {
        // "met 15 times over three days": the preposition, no comparator.
        Some(found)
            if before.is_some()
                && (lasts(window, at, &found)
                    || spread(window, at, &found)
                    || put_under(window, from, before, &found)) =>
        {
            finish(window, from, None, &found)
        }
        Some(found) => {
            let first = finish(window, at, before, &found);
            match (first, before) {
                (Step::Found(first), Some(_)) => Step::Found(Box::new(paired(window, *first, countries))),
                (first, _) => first,
            }
        }
        None => Step::Nothing,
    }
}

/// "more than 40 but fewer than 50", "at most 100 and at least 20": two bounds of one number.
fn paired<'a>(window: &Window<'_, 'a>, first: Quantity<'a>, countries: &Countries<'_>) -> Quantity<'a> {
    let end = first.tokens.end as usize;
    let Some(next) = window.cue_end(end, CueClass::Conjunction) else { return first };
    let (Some(before), from) = comparators(window, next) else { return first };
    let Some(found) = bounds(window, from, None, countries) else { return first };
    let Step::Found(second) = finish(window, next, Some(before), &found) else { return first };
    let same = first.unit == second.unit || first.unit.is_none();
    let (low, high) = match (first.low, first.high, second.low, second.high) {
        (Some(low), None, None, Some(high)) | (None, Some(high), Some(low), None) if low < high && same => (low, high),
        _ => return first,
    };
    let (start, end) = (first.tokens.start as usize, second.tokens.end as usize);
    let written = second.low.or(second.high).filter(|&bound| bound != 0.0);
    let si = second.low_si.or(second.high_si).zip(written).map(|(si, written)| si / written);
    Quantity {
        span: window.reading.span(start, end),
        tokens: Reading::range(start, end),
        number: Reading::range(first.number.start as usize, second.number.end as usize),
        low: Some(low),
        high: Some(high),
        comparator: Comparator::Range,
        low_si: si.map(|si| low * si),
        high_si: si.map(|si| high * si),
        evidence: Evidence { rule: RANGE, ..second.evidence },
        ..*second
    }
}

/// "over some 45 km": a preposition before an approximate number, no comparator.
fn is_preposition(window: &Window<'_, '_>, at: usize) -> bool {
    let comparator = |at: usize| {
        let hit = window.cue(at, CueClass::ComparatorBefore)?;
        Some((Comparator::from_name(&hit.cue.value)?, hit.tokens.end as usize))
    };
    let Some((Comparator::Gt, next)) = comparator(at).filter(|_| window.has(at, CueClass::Preposition)) else {
        return false;
    };
    next == at + 1 && matches!(comparator(next), Some((Comparator::Approx, _)))
}

/// True when a preposition before a duration tells how long something counted went on.
fn lasts(window: &Window<'_, '_>, at: usize, found: &Bounds<'_>) -> bool {
    let duration = found.unit.as_ref().is_some_and(|unit| unit.dimension == Dimension::Duration);
    duration && follows_counted(window, at)
}

/// "39 drones over five regions": the preposition before a number of places tells where something counted was.
fn spread(window: &Window<'_, '_>, at: usize, found: &Bounds<'_>) -> bool {
    const NOUN: usize = 3;
    let mut words =
        (found.end..found.end + NOUN).take_while(|&at| !window.has(at, CueClass::Preposition) && at < window.limit);
    found.unit.is_none() && words.any(|at| window.has(at, CueClass::PlaceHead)) && follows_counted(window, at)
}

/// True for a preposition behind a noun that can be counted.
fn follows_counted(window: &Window<'_, '_>, at: usize) -> bool {
    const COUNTED: [CueClass; 4] =
        [CueClass::PersonNoun, CueClass::EventNoun, CueClass::MeasureNoun, CueClass::MeasureAdjective];
    let Some(before) = at.checked_sub(1).filter(|&before| before >= window.first) else { return false };
    let noun = window.kind(before) == Some(TokenKind::Word) && !window.has(before, CueClass::Auxiliary);
    let plural = noun && window.word(before).ends_with('s');
    let counted = plural || COUNTED.iter().any(|&class| window.has(before, class));
    counted && window.has(at, CueClass::Preposition)
}

/// "placed under 24-hour guard": the preposition before a duration that describes a noun.
fn put_under(window: &Window<'_, '_>, from: usize, before: Option<Comparator>, found: &Bounds<'_>) -> bool {
    let duration = found.unit.as_ref().is_some_and(|unit| unit.dimension == Dimension::Duration);
    duration
        && before == Some(Comparator::Lt)
        && window.has_before(from, CueClass::Preposition)
        && window.is_hyphen(found.number.1)
}

/// "aged 44", "at the age of 15": the number is of years, the label no part of it.
fn aged<'a>(window: &Window<'_, 'a>, label: CueHit<'a>, countries: &Countries<'_>) -> Step<'a> {
    let at = label.tokens.end as usize;
    match bounds(window, at, None, countries) {
        Some(found) if found.unit.is_none() && !found.share => {
            let unit = unit::by_id(window, &label.cue.value, found.end);
            finish(window, at, None, &Bounds { unit, ..found })
        }
        _ => Step::Nothing,
    }
}

/// "several hundred", "a few dozen": at least two of the scale.
fn several<'a>(window: &Window<'_, 'a>, at: usize, before: Option<Comparator>, from: usize) -> Option<Quantity<'a>> {
    let hit = window.cue(from, CueClass::NumberVague)?;
    let start = hit.tokens.end as usize;
    let (scale, end) = number::scales(window, start)?;
    let low = hit.cue.value.parse::<f64>().ok()? * scale;
    let comparator = before.unwrap_or(Comparator::Approx);
    let shape = Shape { low: Some(low), high: None, comparator, vague: None, rule: VAGUE };
    Some(build(window, (at, end), (from, end), None, &shape))
}

/// The comparators that stand one behind the other at `at`, the strongest of them, and their end.
fn comparators(window: &Window<'_, '_>, at: usize) -> (Option<Comparator>, usize) {
    let (mut found, mut end) = (None, at);
    while let Some(hit) = window.cue(end, CueClass::ComparatorBefore) {
        let comparator = Comparator::from_name(&hit.cue.value);
        if found.is_none_or(|found| found == Comparator::Approx) {
            found = comparator.or(found);
        }
        end = past_dots(window, &hit);
    }
    (found, end)
}

/// One past a comparator with the dots that may part it from its number: "approx. 200", "more than...200".
fn past_dots(window: &Window<'_, '_>, comparator: &CueHit<'_>) -> usize {
    let end = comparator.tokens.end as usize;
    let mut next = end;
    while matches!(window.word(next), "." | "…") {
        next += 1;
    }
    let single = next == end + 1 && window.word(end) == ".";
    let abbreviated =
        window.glued(end) && comparator.cue.value == "approx" && !window.has(end - 1, CueClass::Preposition);
    let number = window.kind(next) == Some(TokenKind::Number);
    if number && (!single || abbreviated) { next } else { end }
}

/// A vague quantity, with its unit: "dozens", "hundreds of kilometres".
fn vague<'a>(
    window: &Window<'_, 'a>,
    at: usize,
    before: Option<Comparator>,
    from: usize,
    countries: &Countries<'_>,
) -> Option<Quantity<'a>> {
    let (tokens, row) = window.reading.scan.vague(from).filter(|(tokens, _)| tokens.end as usize <= window.limit)?;
    let end = tokens.end as usize;
    if amount::amount(window, from, true, countries).is_some_and(|amount| amount.number.end >= end) {
        return None;
    }
    let linked = window.cue(end, CueClass::FractionAfter).filter(|hit| hit.cue.value == "of");
    let unit = linked.and_then(|hit| unit::at(window, hit.tokens.end as usize, false, countries));
    let unit = unit.or_else(|| unit::at(window, end, false, countries));
    let factor = unit.as_ref().map_or(1.0, |unit| unit.factor);
    let (low, high) = (row.low.map(|low| low * factor), row.high.map(|high| high * factor));
    let comparator = before.unwrap_or(Comparator::Approx);
    let end = unit.as_ref().map_or(end, |unit| unit.end);
    let shape = Shape { low, high, comparator, vague: Some(row.row), rule: VAGUE };
    Some(build(window, (at, end), (from, tokens.end as usize), unit.as_ref(), &shape))
}

/// Drops what is no figure; adds what stands behind the number.
fn finish<'a>(window: &Window<'_, 'a>, at: usize, before: Option<Comparator>, found: &Bounds<'a>) -> Step<'a> {
    if let Some(end) = refuse::refused(window, found) {
        return Step::Refused(end);
    }
    if before.is_none() && refuse::is_pronoun(window, found) {
        return Step::Refused(found.end);
    }
    let mut end = repeated(window, found);
    if window.is_hyphen(end) && window.has(end + 1, CueClass::NumberTail) {
        end += 2;
    }
    let mut comparator = before;
    if let Some((after, next)) = comparator_after(window, end) {
        comparator = comparator.filter(|&found| found != Comparator::Approx).or(Some(after));
        end = next;
    }
    let comparator = if found.range { Comparator::Range } else { comparator.unwrap_or(Comparator::Eq) };
    let (low, high) = match comparator {
        Comparator::Gt | Comparator::Ge => (Some(found.low), None),
        Comparator::Lt | Comparator::Le => (None, Some(found.high)),
        _ => (Some(found.low), Some(found.high)),
    };
    let rule = match (&found.unit, found.share) {
        _ if found.range => RANGE,
        (_, true) => SHARE,
        (Some(_), _) => UNIT,
        _ => NUMBER,
    };
    let unit = if found.share {
        unit::by_id(window, unit::PERCENT, end)
    } else {
        found.unit.clone().or_else(|| age(window, found, before)).or_else(|| next_age(window, found))
    };
    let shape = Shape { low, high, comparator, vague: None, rule };
    Step::Found(Box::new(build(window, (at, end), found.number, unit.as_ref(), &shape)))
}

/// "children under five", "are under 18": a bound with nothing counted behind it is an age.
fn age<'a>(window: &Window<'_, 'a>, found: &Bounds<'a>, before: Option<Comparator>) -> Option<Unit<'a>> {
    const OLDEST: f64 = 100.0;
    let (start, end) = found.number;
    let bounded = matches!(before, Some(Comparator::Lt | Comparator::Gt)) && found.low < OLDEST && !found.range;
    let lead = start.checked_sub(2).filter(|&lead| lead >= window.first)?;
    let of_people = window.has(lead, CueClass::PersonNoun) || window.has(lead, CueClass::Auxiliary);
    let counts = window.kind(end) == Some(TokenKind::Word)
        && ![CueClass::Auxiliary, CueClass::Conjunction].iter().any(|&class| window.has(end, class));
    let one_word = window.cue_end(lead + 1, CueClass::ComparatorBefore) == Some(start);
    (bounded && of_people && one_word && !counts).then(|| unit::by_id(window, unit::YEAR, end)).flatten()
}

/// "aged 19 and 21": the second age under one label.
fn next_age<'a>(window: &Window<'_, 'a>, found: &Bounds<'a>) -> Option<Unit<'a>> {
    const VERBS: CueSet =
        CueSet::of(&[CueClass::Auxiliary, CueClass::MeasureVerb, CueClass::MeasureIntransitive, CueClass::Preposition]);
    let (start, end) = found.number;
    let first =
        start.checked_sub(2).filter(|&first| first >= window.first && window.has(start - 1, CueClass::NumberAnd))?;
    let aged = window.kind(first) == Some(TokenKind::Number) && window.ends_before(first, CueClass::AgeLabel);
    let closed =
        window.kind(end).is_none_or(|kind| kind == TokenKind::Punctuation) || window.reading.scan.has_any(end, VERBS);
    (aged && closed).then(|| unit::by_id(window, unit::YEAR, end)).flatten()
}

/// One past "(23)" behind "twenty three".
fn repeated(window: &Window<'_, '_>, found: &Bounds<'_>) -> usize {
    let open = found.end;
    if window.word(open) != "(" || found.unit.is_some() || !found.words {
        return open;
    }
    match number::cardinal(window, open + 1, true) {
        Some(number) if number.value == found.low && window.word(number.end) == ")" => number.end + 1,
        _ => open,
    }
}

/// "+", "-odd", "or more", "or so" behind a number, and where they end.
fn comparator_after(window: &Window<'_, '_>, end: usize) -> Option<(Comparator, usize)> {
    let hit = window.cue(window.skip_hyphen(end), CueClass::ComparatorAfter)?;
    let next = hit.tokens.end as usize;
    // "killed 12, at least 3 of them ..." : the words belong to the next number.
    let next_number = window.kind(next) == Some(TokenKind::Number) || window.has(next, CueClass::NumberUnit);
    // "5,000 or less than 6,000" are two bounds.
    let inside = (hit.tokens.start as usize + 1..next).any(|at| {
        let longer = window.cue_end(at, CueClass::ComparatorBefore).filter(|&end| end > next);
        longer.is_some_and(|end| window.kind(end) == Some(TokenKind::Number) || window.has(end, CueClass::NumberUnit))
    });
    if next_number || inside {
        return None;
    }
    Some((Comparator::from_name(&hit.cue.value)?, next))
}

struct Shape {
    low: Option<f64>,
    high: Option<f64>,
    comparator: Comparator,
    vague: Option<RowId>,
    rule: &'static str,
}

fn build<'a>(
    window: &Window<'_, 'a>,
    (start, end): (usize, usize),
    number: (usize, usize),
    unit: Option<&Unit<'a>>,
    shape: &Shape,
) -> Quantity<'a> {
    let si = match unit {
        Some(unit) => unit.si,
        None => Some(1.0),
    };
    let in_si = |bound: Option<f64>| Some(bound? * si?);
    let mut evidence = Evidence { entry: shape.vague, ..Evidence::of(shape.rule) };
    if let Some(unit) = unit {
        evidence.alternatives = unit.others.iter().map(|&id| Cow::Borrowed(id)).collect();
    }
    Quantity {
        sentence: 0,
        span: window.reading.span(start, end),
        tokens: Reading::range(start, end),
        number: Reading::range(number.0, number.1),
        low: shape.low,
        high: shape.high,
        comparator: shape.comparator,
        vague: shape.vague,
        unit: unit.map(|unit| unit.id),
        dimension: unit.map_or(Dimension::Count, |unit| unit.dimension),
        low_si: in_si(shape.low),
        high_si: in_si(shape.high),
        evidence,
    }
}

/// The whole number at `at` and one past its last token, as other grammars need it.
pub(crate) fn cardinal_at(window: &Window<'_, '_>, at: usize) -> Option<(f64, usize)> {
    number::cardinal(window, at, true).map(|number| (number.value, number.end))
}

#[cfg(test)]
mod tests;
