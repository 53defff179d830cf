//! Reading one number: digits, number words, fractions, ratios.

use crossread_lexicon::CueClass;
use crossread_text::TokenKind;

use super::notation;
use crate::window::Window;

/// A number without modifiers and unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// What it says; a share in percent when `share` is set.
    pub(super) value: f64,
    /// Product of the scales it writes (`million` in `2.7 million`), 1 without any.
    pub(super) scale: f64,
    /// First token.
    pub(super) start: usize,
    /// One past the last token.
    pub(super) end: usize,
    /// True for a fraction or ratio: `value` is in percent.
    pub(super) share: bool,
    /// True when it is written in words alone.
    pub(super) words: bool,
}

/// A part of a number word and where it ends.
type Part = Option<(f64, usize)>;

/// Reads the longest number that begins at token `at`.
pub(super) fn number(window: &Window<'_, '_>, at: usize) -> Option<Number> {
    let scaled = part_of_scale(window, at).and_then(|_| cardinal(window, at, true));
    scaled
        .or_else(|| notation::scientific(window, at))
        .or_else(|| slashed(window, at))
        .or_else(|| ratio(window, at))
        .or_else(|| fraction(window, at))
        .or_else(|| cardinal(window, at, true))
}

/// Reads a whole or decimal number; `and` tells whether `two hundred and five` is one number.
pub(super) fn cardinal(window: &Window<'_, '_>, at: usize, and: bool) -> Option<Number> {
    let (mut group, mut end, words) = opening(window, at)?;
    (group, end) = with_decimals(window, group, end, words);
    let (mut total, mut scale, mut ceiling) = (0.0, 1.0, f64::INFINITY);
    let mut pending = true;
    loop {
        if let Some((factor, next)) = scale_at(window, end, words) {
            if !pending {
                // "one lakh crore", "hundred thousand million": a scale of a scale.
                if total == 0.0 || factor <= 1.0 {
                    break;
                }
                total *= factor;
                scale *= factor;
                ceiling = f64::min(ceiling, factor);
                end = next;
                continue;
            }
            if factor <= 100.0 {
                group *= factor;
                scale = if scale > 100.0 { scale } else { factor };
                end = next;
                if factor < 100.0 {
                    break;
                }
                if let Some((more, next)) = tail(window, end, and, words) {
                    group += more;
                    end = next;
                }
                (group, end) = with_decimals(window, group, end, words);
                continue;
            }
            if factor >= ceiling {
                break;
            }
            total += group * factor;
            group = 0.0;
            pending = false;
            (scale, ceiling, end) = (f64::max(scale, factor), factor, next);
            continue;
        }
        if pending {
            break;
        }
        // "three million and a half", "a billion and a quarter million"
        if let Some((part, next)) = plus_fraction(window, end).filter(|_| and && ceiling.is_finite()) {
            let own = window.value(next, CueClass::NumberScale).filter(|&factor| factor < ceiling && factor > 100.0);
            total += part * own.unwrap_or(ceiling);
            end = if own.is_some() { next + 1 } else { next };
            break;
        }
        // What follows a scale: "five million two hundred thousand", "two thousand and five".
        let Some((more, next)) = smaller(window, end, and, ceiling, words) else { break };
        (group, end, pending) = (more, next, true);
    }
    if pending {
        total += group;
    }
    // "one hundred and three and two thirds"
    if words
        && scale > 1.0
        && and
        && let Some((part, next)) = plus_fraction(window, end)
    {
        (total, end) = (total + part, next);
    }
    Some(Number { value: rounded(total), scale, start: at, end, share: false, words })
}

/// Takes off what binary fractions add: 8.2 times a million is 8,200,000.
fn rounded(value: f64) -> f64 {
    const NOISE: f64 = 1e-6;
    const LARGE: f64 = 1000.0;
    let whole = value.round();
    if value >= LARGE && (value - whole).abs() < NOISE { whole } else { value }
}

/// The first group: digits, a word below hundred with or without "and a half", an article or
/// "half a" before a scale, a bare scale.
fn opening(window: &Window<'_, '_>, at: usize) -> Option<(f64, usize, bool)> {
    if let Some((value, end)) = digits(window, at) {
        let (value, end) = plus_fraction(window, end).map_or((value, end), |(more, end)| (value + more, end));
        return Some((value, end, false));
    }
    if let Some(found) = part_of_scale(window, at) {
        return Some(found);
    }
    if let Some((value, end)) = below_hundred(window, at) {
        let (value, end) = plus_fraction(window, end).map_or((value, end), |(more, end)| (value + more, end));
        return Some((value, end, true));
    }
    if let Some(next) = window.cue_end(at, CueClass::NumberArticle) {
        // "a million", "a half million"
        if window.has(next, CueClass::NumberScale) {
            return Some((1.0, next, true));
        }
        let half = window.value(next, CueClass::NumberFraction)?;
        let scale = window.skip_hyphen(next + 1);
        return window.has(scale, CueClass::NumberScale).then_some((half / 100.0, scale, true));
    }
    if let Some(part) = window.value(at, CueClass::NumberFraction) {
        // "half a million", "half-dozen"
        let article = window.cue_end(at + 1, CueClass::NumberArticle).unwrap_or_else(|| window.skip_hyphen(at + 1));
        return (window.has(article, CueClass::NumberScale) && article > at).then_some((part / 100.0, article, true));
    }
    // "dozens of thousands" is vague, "dozen" and "million" are one; "Lac Kivu" is a name, and so is "lac" where
    // nothing counted or measured follows.
    const SCALED: [CueClass; 5] = [
        CueClass::PersonNoun,
        CueClass::FamilyNoun,
        CueClass::EventNoun,
        CueClass::FractionAfter,
        CueClass::NumberScale,
    ];
    if !window.has(at, CueClass::NumberScale) || window.reading.scan.vague(at).is_some() {
        return None;
    }
    let next = at + 1;
    let counted = window.measured_at(next) || SCALED.iter().any(|&class| window.has(next, class));
    (counted && !window.word(at).starts_with(char::is_uppercase)).then_some((1.0, at, true))
}

/// The scale words at `at` multiplied, as "several hundred thousand" has them, and their end.
pub(super) fn scales(window: &Window<'_, '_>, at: usize) -> Part {
    let mut found: Part = None;
    while let Some(factor) = window.value(found.map_or(at, |(_, end)| end), CueClass::NumberScale) {
        let (product, end) = found.unwrap_or((1.0, at));
        found = Some((product * factor, end + 1));
    }
    found
}

/// A number word with the decimals behind its point: "five point two", "two hundred point zero three".
fn with_decimals(window: &Window<'_, '_>, value: f64, end: usize, words: bool) -> (f64, usize) {
    let digit = |at: usize| window.value(at, CueClass::NumberUnit).filter(|&digit| digit < 10.0);
    let Some(mut at) = window.cue_end(end, CueClass::NumberPoint).filter(|_| words && value.fract() == 0.0) else {
        return (value, end);
    };
    if let Some((decimals, next)) = below_hundred(window, at).filter(|&(decimals, _)| decimals >= 10.0) {
        return (value + decimals / 100.0, next);
    }
    let (mut decimals, mut place, first) = (0.0, 1.0, at);
    while let Some(digit) = digit(at) {
        decimals = decimals * 10.0 + digit;
        place *= 10.0;
        at += 1;
    }
    if at == first { (value, end) } else { (value + decimals / place, at) }
}

/// "a quarter of a million", "three quarters of a million", "three quarters billion": the part, and where the
/// scale stands.
fn part_of_scale(window: &Window<'_, '_>, at: usize) -> Option<(f64, usize, bool)> {
    let (count, next) = match window.cue_end(at, CueClass::NumberArticle) {
        Some(next) => (1.0, next),
        None => below_hundred(window, at)?,
    };
    let next = window.skip_hyphen(next);
    let part = window.value(next, CueClass::NumberFraction)?;
    let of = window.cue(next + 1, CueClass::FractionAfter).filter(|hit| hit.cue.value == "of");
    let scale = match of {
        Some(of) => window.cue_end(of.tokens.end as usize, CueClass::NumberArticle)?,
        None => next + 1,
    };
    let whole = of.is_some() || window.word(next).ends_with(['s', 'S']);
    (whole && window.has(scale, CueClass::NumberScale)).then_some((count * part / 100.0, scale, true))
}

/// `twenty`, `twenty-three`, `twenty three`, `seven`.
fn below_hundred(window: &Window<'_, '_>, at: usize) -> Part {
    if let Some(tens) = window.value(at, CueClass::NumberTens) {
        let next = window.skip_hyphen(at + 1);
        return match window.value(next, CueClass::NumberUnit) {
            Some(unit) if (1.0..10.0).contains(&unit) => Some((tens + unit, next + 1)),
            _ => Some((tens, at + 1)),
        };
    }
    window.value(at, CueClass::NumberUnit).map(|unit| (unit, at + 1))
}

/// "and a half", "and three quarters" behind a number; "½" glued to it.
fn plus_fraction(window: &Window<'_, '_>, at: usize) -> Part {
    if window.kind(at) == Some(TokenKind::Symbol) {
        return window.value(at, CueClass::NumberFraction).map(|part| (part / 100.0, at + 1));
    }
    // "10 1/2 miles"
    if window.kind(at) == Some(TokenKind::Number) {
        let whole = window.kind(at.wrapping_sub(1)) == Some(TokenKind::Number) && !window.glued(at);
        return common_fraction(window, at).filter(|_| whole);
    }
    let and = window.cue_end(at, CueClass::NumberAnd)?;
    let (count, next) = match window.cue_end(and, CueClass::NumberArticle) {
        Some(next) => (1.0, next),
        None => (window.value(and, CueClass::NumberUnit).filter(|&unit| unit < 10.0)?, window.skip_hyphen(and + 1)),
    };
    let part = window.value(next, CueClass::NumberFraction)? * count / 100.0;
    (part < 1.0).then_some((part, next + 1))
}

/// What follows "hundred": "sixty", "and sixty-seven".
fn tail(window: &Window<'_, '_>, at: usize, and: bool, words: bool) -> Part {
    let from = match window.cue_end(at, CueClass::NumberAnd) {
        Some(next) if and => next,
        Some(_) => return None,
        None => at,
    };
    // "a hundred and three quarters"
    if let Some(found) = plus_fraction(window, at).filter(|_| and) {
        return Some(found);
    }
    // "3 hundred and 21"
    if !words && from > at {
        let small = |value: f64| value.fract() == 0.0 && (1.0..100.0).contains(&value);
        let found = digits(window, from).or_else(|| below_hundred(window, from));
        return found.filter(|&(value, end)| small(value) && scale_at(window, end, words).is_none());
    }
    let (value, end) = below_hundred(window, from)?;
    // "a hundred and two hundred" are two numbers.
    let hundreds = window.value(end, CueClass::NumberScale).is_some_and(|factor| factor <= 100.0);
    (value > 0.0 && !hundreds).then_some((value, end))
}

/// A smaller group behind a scale.
fn smaller(window: &Window<'_, '_>, at: usize, and: bool, ceiling: f64, words: bool) -> Part {
    let joined = window.cue_end(at, CueClass::NumberAnd);
    let from = match joined {
        Some(next) if and => next,
        Some(_) => return None,
        None => at,
    };
    let (value, end) = match digits(window, from) {
        Some(found) if !words && joined.is_none() => found,
        Some(_) => return None,
        None => below_hundred(window, from)?,
    };
    if value == 0.0 {
        return None;
    }
    match window.value(window.skip_hyphen(end), CueClass::NumberScale) {
        Some(factor) if factor < ceiling && factor != 12.0 && (joined.is_none() || factor <= 100.0) => {
            Some((value, end))
        }
        Some(_) => None,
        // "5 million 200" are two numbers, "two thousand three hundred five" is one.
        None => words.then_some((value, end)),
    }
}

/// `million`, glued `m` behind digits, with or without a hyphen before it.
fn scale_at(window: &Window<'_, '_>, at: usize, words: bool) -> Part {
    if !words
        && let Some(factor) = window.value(at, CueClass::NumberSuffix)
        && (window.glued(at) || window.money_before(at))
    {
        return window.suffix_is_scale(at).then_some((factor, at + 1));
    }
    let from = window.skip_hyphen(at);
    window.value(from, CueClass::NumberScale).map(|factor| (factor, from + 1))
}

/// `2,600`, `66 000` with thin spaces, `1.5`, `½`.
fn digits(window: &Window<'_, '_>, at: usize) -> Part {
    if window.kind(at)? == TokenKind::Symbol {
        return window.value(at, CueClass::NumberFraction).map(|part| (part / 100.0, at + 1));
    }
    // ".25"
    if window.word(at) == "." && !window.glued(at) && window.glued(at + 1) && window.kind(at + 1)? == TokenKind::Number
    {
        let decimals: f64 = window.word(at + 1).parse().ok()?;
        let places = i32::try_from(window.word(at + 1).len()).ok()?;
        return Some((decimals / 10f64.powi(places), at + 2));
    }
    if window.kind(at)? != TokenKind::Number {
        return None;
    }
    if !window.word(at).is_ascii() {
        return notation::other_script(window.word(at)).map(|value| (value, at + 1));
    }
    let noted = notation::dotted_thousands(window, at).or_else(|| notation::spaced(window, at));
    if let Some(found) = noted.or_else(|| notation::foreign(window, at)) {
        return Some(found);
    }
    let mut end = at + 1;
    let grouped = window.kind(end) == Some(TokenKind::Number);
    if let Some(value) = exact(window.word(at)).filter(|_| !grouped) {
        return Some((value, end));
    }
    let mut written: String = window.word(at).chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    if written.len() <= 3 && !written.contains('.') && !window.word(at).starts_with('0') {
        let groups = window.thousands_groups(end);
        for group in end..end + groups {
            written.push_str(window.word(group));
        }
        end += groups;
    }
    written.parse().ok().map(|value| (value, end))
}

/// The value of digits with commas between them and nothing else, as long as it is exact.
fn exact(word: &str) -> Option<f64> {
    const LONGEST: usize = 15;
    if word.len() > LONGEST {
        return None;
    }
    let mut value: u64 = 0;
    for byte in word.bytes().filter(|&byte| byte != b',') {
        let digit = byte.wrapping_sub(b'0');
        value = if digit < 10 { 10 * value + u64::from(digit) } else { return None };
    }
    Some(value as f64)
}

/// "one hundred and thirty-two fifths": more than the whole, so a number and no share.
fn improper(window: &Window<'_, '_>, at: usize) -> Option<Number> {
    const WHOLE: f64 = 100.0;
    if window.kind(at) == Some(TokenKind::Number) {
        return None;
    }
    let count = cardinal(window, at, true).filter(|count| count.words && count.value >= WHOLE)?;
    let next = window.skip_hyphen(count.end);
    let part = window.value(next, CueClass::NumberFraction).filter(|_| window.word(next).ends_with(['s', 'S']))?;
    Some(Number { value: count.value * part / WHOLE, end: next + 1, ..count })
}

/// "two thirds", "a third of", "half its", "three-quarters".
fn fraction(window: &Window<'_, '_>, at: usize) -> Option<Number> {
    if let Some(found) = improper(window, at) {
        return Some(found);
    }
    let found = |value: f64, end: usize| Some(Number { value, scale: 1.0, start: at, end, share: true, words: true });
    if let Some((count, next)) = below_hundred(window, at) {
        let next = window.skip_hyphen(next);
        let part = window.value(next, CueClass::NumberFraction)?;
        let several = window.word(next).ends_with(['s', 'S']);
        if several && count * part > 100.0 && count.fract() == 0.0 {
            // "three halves" is more than the whole: a number, no share.
            let value = count * part / 100.0;
            return Some(Number { value, scale: 1.0, start: at, end: next + 1, share: false, words: true });
        }
        let fits = count * part <= 100.0 && (several || count == 1.0);
        let bounded = window.ends_before(at, CueClass::ComparatorBefore) && !window.is_hyphen(next + 1);
        return if fits && (several || bounded || share_follows(window, next + 1)) {
            found(count * part, next + 1)
        } else {
            None
        };
    }
    let next = window.cue_end(at, CueClass::NumberArticle).unwrap_or(at);
    let part = window.value(next, CueClass::NumberFraction)?;
    if window.kind(next) == Some(TokenKind::Symbol) || window.word(next).ends_with(['s', 'S']) {
        return None;
    }
    // A bare "third" or "quarter" is an ordinal or a part of a year; a bare "half" is a share.
    let bare = next == at;
    if bare && (part != 50.0 || window.has_before(at, CueClass::Ordinal)) {
        return None;
    }
    let bounded = window.ends_before(at, CueClass::ComparatorBefore) || window.has_before(at, CueClass::FractionBefore);
    if share_follows(window, next + 1) || (bounded && !window.is_hyphen(next + 1)) {
        found(part, next + 1)
    } else {
        None
    }
}

/// True when the words at `at` make what stands before them a share: "of", "its", "were", a stop.
fn share_follows(window: &Window<'_, '_>, at: usize) -> bool {
    if window.is_hyphen(at) {
        return false;
    }
    at >= window.limit || window.has(at, CueClass::FractionAfter) || window.kind(at) == Some(TokenKind::Punctuation)
}

/// "1/2 of", "2/3 of the land": a share; "1/4 mile": a part of a unit.
fn slashed(window: &Window<'_, '_>, at: usize) -> Option<Number> {
    let (part, end) = common_fraction(window, at)?;
    let of = window.cue(end, CueClass::FractionAfter).is_some_and(|hit| hit.cue.value == "of");
    let (value, share) = if of { (100.0 * part, true) } else { (part, false) };
    (of || window.measured_at(end)).then_some(Number { value, scale: 1.0, start: at, end, share, words: false })
}

/// `1/2`, `3/4`, `5/16`, `⅔`: digits over digits, less than one.
fn common_fraction(window: &Window<'_, '_>, at: usize) -> Part {
    const LARGEST: f64 = 16.0;
    if window.kind(at) == Some(TokenKind::Symbol) {
        return digits(window, at).filter(|_| !window.glued(at));
    }
    // "1/4", and "1 / 4" in a text that was cut into words.
    let joint = window.word(at + 1) == "/" && window.glued(at + 1) == window.glued(at + 2);
    let (part, _) = digits(window, at).filter(|_| joint)?;
    let (whole, end) = digits(window, at + 2)?;
    let fits = end == at + 3 && part > 0.0 && part < whole && whole <= LARGEST;
    fits.then_some((part / whole, end))
}

/// "one over three", "2000 over 3": a number over another, with nothing counted behind.
fn divided(window: &Window<'_, '_>, at: usize, part: f64, from: usize) -> Option<Number> {
    let whole = cardinal(window, from, true).filter(|whole| whole.value != 0.0)?;
    let closed = whole.end >= window.limit || window.kind(whole.end) == Some(TokenKind::Punctuation);
    let value = part / whole.value;
    closed.then_some(Number { value, scale: 1.0, start: at, end: whole.end, share: false, words: whole.words })
}

/// "nine in ten", "one out of three": a share in percent.
fn ratio(window: &Window<'_, '_>, at: usize) -> Option<Number> {
    let (part, end) = below_hundred(window, at).or_else(|| digits(window, at))?;
    let joined = window.cue(end, CueClass::NumberRatio)?;
    let from = joined.tokens.end as usize;
    if joined.cue.value == "over" {
        return divided(window, at, part, from);
    }
    let whole = cardinal(window, from, false)?;
    let round = (2.0..=10.0).contains(&whole.value) || [12.0, 20.0, 50.0, 100.0, 1000.0].contains(&whole.value);
    let plain = !window.measured_at(whole.end) && !window.has(whole.end, CueClass::TimeUnit);
    let small = part.fract() == 0.0 && part > 0.0 && part < whole.value;
    let fits = round && plain && small && whole.words == window.has(at, CueClass::NumberUnit);
    fits.then_some(Number {
        value: 100.0 * part / whole.value,
        scale: 1.0,
        start: at,
        end: whole.end,
        share: true,
        words: true,
    })
}
