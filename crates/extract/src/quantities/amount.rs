//! One amount (a number with its unit) and two of them joined to a range.

use crossread_lexicon::{CueClass, Dimension};
use crossread_text::TokenKind;

use super::compound::completed;
use super::currency::{Countries, glued_money};
use super::number::{Number, cardinal, number};
use super::unit::{Unit, after, before};
use crate::window::Window;

/// A number with the unit written beside it.
#[derive(Clone, Debug)]
pub(super) struct Amount<'a> {
    pub(super) number: Number,
    pub(super) unit: Option<Unit<'a>>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Two ends, equal for a plain amount.
#[derive(Clone, Debug)]
pub(super) struct Bounds<'a> {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) range: bool,
    pub(super) unit: Option<Unit<'a>>,
    /// The number words alone, from first to last.
    pub(super) number: (usize, usize),
    pub(super) end: usize,
    pub(super) share: bool,
    pub(super) words: bool,
}

/// Reads an amount at `at`. `and` as in [`cardinal`].
pub(super) fn amount<'a>(
    window: &Window<'_, 'a>,
    at: usize,
    and: bool,
    countries: &Countries<'_>,
) -> Option<Amount<'a>> {
    if let Some(next) = minus(window, at) {
        let found =
            positive(window, next, and, countries).filter(|found| !found.number.share && found.number.start == next);
        // "-5 killed" at the head of a line is an item of a list.
        let listed = |found: &Amount<'_>| {
            at == window.first && found.unit.is_none() && window.kind(found.end) == Some(TokenKind::Word)
        };
        return found.filter(|found| !listed(found)).map(|found| Amount {
            number: Number { value: -found.number.value, ..found.number },
            start: at,
            ..found
        });
    }
    positive(window, at, and, countries)
}

/// One past a minus sign glued to the digits after it alone, or a word for it before a number.
fn minus(window: &Window<'_, '_>, at: usize) -> Option<usize> {
    if matches!(window.word(at), "-" | "−") {
        let apart = !window.glued(at) || window.has_before(at, CueClass::ComparatorBefore);
        return (apart && window.glued(at + 1) && window.kind(at + 1) == Some(TokenKind::Number)).then_some(at + 1);
    }
    window.cue_end(at, CueClass::NumberMinus)
}

fn positive<'a>(window: &Window<'_, 'a>, at: usize, and: bool, countries: &Countries<'_>) -> Option<Amount<'a>> {
    if let Some((unit, number)) = glued_money(window, at, countries) {
        return Some(Amount { number, end: number.end, unit: Some(unit), start: at });
    }
    if let Some(unit) = before(window, at, countries)
        && let Some(number) = cardinal(window, unit.end, and)
    {
        return Some(Amount { number, end: number.end, unit: Some(unit), start: at });
    }
    if let Some(found) = half_unit(window, at, countries) {
        return Some(found);
    }
    let number = if and { number(window, at)? } else { cardinal(window, at, false)? };
    let unit = if number.share { None } else { after(window, &number, countries) };
    let unit = unit.filter(|unit| !is_worker(window, &number, unit));
    let end = unit.as_ref().map_or(number.end, |unit| unit.end);
    Some(completed(window, Amount { number, unit, start: at, end }, countries))
}

/// "20,000 day labourers": the singular of a unit of time names a kind of noun.
fn is_worker(window: &Window<'_, '_>, number: &Number, unit: &Unit<'_>) -> bool {
    const LONGEST: f64 = 99.0;
    let singular = !window.word(unit.end - 1).ends_with(['s', 'S']) && unit.end == number.end + 1;
    unit.dimension == Dimension::Duration && number.value > LONGEST && singular
}

/// "half a mile", "half an hour", "half a per cent", "half-mile".
fn half_unit<'a>(window: &Window<'_, 'a>, at: usize, countries: &Countries<'_>) -> Option<Amount<'a>> {
    let part = window.value(at, CueClass::NumberFraction)?;
    const HALF: f64 = 50.0;
    if part == HALF && window.is_hyphen(at + 1) {
        let number = Number { value: 0.5, scale: 1.0, start: at, end: at + 1, share: false, words: true };
        let unit = after(window, &number, countries).filter(|unit| unit.dimension == Dimension::Length)?;
        return Some(Amount { number, start: at, end: unit.end, unit: Some(unit) });
    }
    let article = window.cue_end(at + 1, CueClass::NumberArticle)?;
    let number = Number { value: part / 100.0, scale: 1.0, start: at, end: article, share: false, words: true };
    let unit = after(window, &number, countries)?;
    let number = Number { end: at + 1, ..number };
    Some(Amount { number, start: at, end: unit.end, unit: Some(unit) })
}

/// "a mile", "an hour": one unit, behind a comparator only.
pub(super) fn article_unit<'a>(window: &Window<'_, 'a>, at: usize, countries: &Countries<'_>) -> Option<Bounds<'a>> {
    let next = window.cue_end(at, CueClass::NumberArticle)?;
    let number = Number { value: 1.0, scale: 1.0, start: at, end: next, share: false, words: true };
    let unit = after(window, &number, countries)?;
    Some(plain(Amount { number, start: at, end: unit.end, unit: Some(unit) }))
}

/// Reads an amount or a range at `at`. `open` is the joining word that `between` or `from` asks for;
/// with it, nothing but a range will do.
pub(super) fn bounds<'a>(
    window: &Window<'_, 'a>,
    at: usize,
    open: Option<&str>,
    countries: &Countries<'_>,
) -> Option<Bounds<'a>> {
    let first = amount(window, at, open != Some("and"), countries)?;
    if let Some(range) = joined(window, &first, open, countries) {
        return Some(range);
    }
    if open.is_some() { None } else { Some(plain(first)) }
}

fn plain(amount: Amount<'_>) -> Bounds<'_> {
    let factor = amount.unit.as_ref().map_or(1.0, |unit| unit.factor);
    let value = amount.number.value * factor;
    Bounds {
        low: value,
        high: value,
        range: false,
        unit: amount.unit,
        number: (amount.number.start, amount.number.end),
        end: amount.end,
        share: amount.number.share,
        words: amount.number.words,
    }
}

/// The range that `first` opens.
fn joined<'a>(
    window: &Window<'_, 'a>,
    first: &Amount<'a>,
    open: Option<&str>,
    countries: &Countries<'_>,
) -> Option<Bounds<'a>> {
    if first.number.share {
        return None;
    }
    let (join, next) = join_at(window, first.end)?;
    let second = amount(window, next, true, countries)?;
    if second.number.share {
        return None;
    }
    let mut low = first.number.value * shared_scale(window, first, &second, join);
    let mut high = second.number.value;
    if low < 0.0 && high < low {
        // "-18 to -34 degrees"
        (low, high) = (high, low);
    }
    let fits = low < high
        && same_unit(first.unit.as_ref(), second.unit.as_ref())
        && match (open, join) {
            // "from Rs 120 to Rs 580" are two prices, "from 40,000 to 150,000" is one estimate.
            (Some("to"), "to") => first.unit.is_none() || second.unit.is_none(),
            // "between 44 kg to 50 kg" is as common as it is frowned upon.
            (Some("range" | "and"), "to") => true,
            (Some(open), join) => join == open || join == "-",
            (None, "-") => true,
            // "up 5 percent to 15 percent", "from $5 to $10" tell a change.
            (None, "to") => {
                !window.has_before(first.start, CueClass::RangeOpen)
                    && (first.unit.is_none() || !changes(window, first.start))
            }
            (None, "or") => first.unit.is_none() && high <= 2.0 * low,
            (None, "/") => {
                first.unit.is_none() && high <= 1.5 * low && high < 100.0 && counts_follow(window, second.end)
            }
            (None, ",") => loosely(window, first, &second),
            (None, "") => consecutive(first, &second),
            _ => false,
        };
    if !fits {
        return None;
    }
    let number = (first.number.start, second.number.end);
    let end = second.end;
    let unit = second.unit.or_else(|| first.unit.clone().map(|unit| Unit { end, ..unit }));
    let factor = unit.as_ref().map_or(1.0, |unit| unit.factor);
    let (low, high) = (low * factor, high * factor);
    Some(Bounds { low, high, range: true, unit, number, end, share: false, words: first.number.words })
}

/// What joins two numbers at `at`, and where the second begins: a hyphen, a joining word, nothing.
fn join_at<'a>(window: &Window<'_, 'a>, at: usize) -> Option<(&'a str, usize)> {
    let kind = window.kind(at)?;
    if kind == TokenKind::Punctuation {
        if window.is_hyphen(at) {
            // "five-to-ten"
            let word = window.cue(at + 1, CueClass::RangeJoin).filter(|hit| window.is_hyphen(hit.tokens.end as usize));
            return match word {
                Some(hit) => Some((hit.cue.value.as_str(), hit.tokens.end as usize + 1)),
                None => Some(("-", at + 1)),
            };
        }
        // "8- to 16-week"
        if window.word(at) == "-"
            && window.glued(at)
            && !window.glued(at + 1)
            && let Some(hit) = window.cue(at + 1, CueClass::RangeJoin).filter(|hit| hit.cue.value == "to")
        {
            return Some((hit.cue.value.as_str(), hit.tokens.end as usize));
        }
        if window.word(at) == "/" && window.glued(at) && window.glued(at + 1) {
            return Some(("/", at + 1));
        }
        if window.word(at) == "," {
            return Some((",", at + 1));
        }
        return spaced_dash(window, at).then_some(("-", at + 1));
    }
    match window.cue(at, CueClass::RangeJoin) {
        Some(hit) => Some((hit.cue.value.as_str(), hit.tokens.end as usize)),
        None => Some(("", at)),
    }
}

/// "1000 – 5000": a dash between digits that stands apart from both.
fn spaced_dash(window: &Window<'_, '_>, at: usize) -> bool {
    let digits = |at: usize| window.kind(at) == Some(TokenKind::Number);
    let apart = !window.glued(at) && !window.glued(at + 1) && matches!(window.word(at), "-" | "–");
    apart && digits(at - 1) && digits(at + 1) && !window.word(at + 1).starts_with('0')
}

/// The scale of the second number that is meant for both: "four to five thousand", "10-15,000".
fn shared_scale(window: &Window<'_, '_>, first: &Amount<'_>, second: &Amount<'_>, join: &str) -> f64 {
    const THOUSAND: f64 = 1000.0;
    let (low, high) = (first.number.value, second.number.value);
    if first.number.scale == 1.0 && second.number.scale > 1.0 && low < high / second.number.scale {
        return second.number.scale;
    }
    let written = |amount: &Amount<'_>| window.word(amount.number.start);
    let grouped = written(second).contains(',') && !written(first).contains(',');
    let thousands = join == "-" && grouped && high % THOUSAND == 0.0 && low < high / THOUSAND && low.fract() == 0.0;
    if thousands { THOUSAND } else { 1.0 }
}

/// True when a word of rise or fall stands before `at`: what follows are two values, no range.
pub(super) fn changes(window: &Window<'_, '_>, at: usize) -> bool {
    const NEAR: usize = 8;
    const FAR: usize = 20;
    let before = (window.first.max(at.saturating_sub(FAR))..at).rev().take_while(|&token| window.word(token) != ";");
    // Far away only a verb or noun of change tells: "increased by 41% between 2008 and 2009, from 1,160 to 1,630".
    before.into_iter().any(|token| {
        window.cue(token, CueClass::Change).is_some_and(|hit| at - token <= NEAR || hit.cue.value.is_empty())
    })
}

fn same_unit(first: Option<&Unit<'_>>, second: Option<&Unit<'_>>) -> bool {
    match (first, second) {
        (Some(first), Some(second)) => first.id == second.id,
        (Some(first), None) => first.dimension == Dimension::Money,
        (None, _) => true,
    }
}

/// "two, three hundred men", "ten, fifteen trucks": words in a row, as people speak.
fn loosely(window: &Window<'_, '_>, first: &Amount<'_>, second: &Amount<'_>) -> bool {
    let spoken = first.number.words && second.number.words && first.unit.is_none();
    let near = second.number.value / second.number.scale <= 2.0 * first.number.value / first.number.scale;
    let listed = window.word(first.start.wrapping_sub(1)) == ",";
    spoken && near && !listed && second.number.value > 2.0 && counts_follow(window, second.end)
}

/// "five six kilometres": two words in a row, one above the other.
fn consecutive(first: &Amount<'_>, second: &Amount<'_>) -> bool {
    let small = first.number.words && second.number.words && second.number.value <= 10.0 && first.number.value > 1.0;
    small && first.unit.is_none() && second.number.value == first.number.value + 1.0
}

/// True when a noun may follow at `at`: a word in small letters.
fn counts_follow(window: &Window<'_, '_>, at: usize) -> bool {
    const GRAMMAR: [CueClass; 4] =
        [CueClass::Preposition, CueClass::Auxiliary, CueClass::Conjunction, CueClass::MeasureAdjective];
    window.kind(at) == Some(TokenKind::Word)
        && window.word(at).chars().all(char::is_lowercase)
        && !GRAMMAR.iter().any(|&class| window.has(at, class))
}
