//! Reading one number: digits, number words, fractions, ratios.

use crossread_lexicon::CueClass;
use crossread_text::TokenKind;

use super::Clause;

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
pub(super) fn number(clause: &Clause<'_, '_>, at: usize) -> Option<Number> {
    ratio(clause, at).or_else(|| fraction(clause, at)).or_else(|| cardinal(clause, at, true))
}

/// Reads a whole or decimal number; `and` tells whether `two hundred and five` is one number.
pub(super) fn cardinal(clause: &Clause<'_, '_>, at: usize, and: bool) -> Option<Number> {
    let (mut group, mut end, words) = opening(clause, at)?;
    let (mut total, mut scale, mut ceiling) = (0.0, 1.0, f64::INFINITY);
    let mut pending = true;
    loop {
        if let Some((factor, next)) = scale_at(clause, end, words) {
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
                if let Some((more, next)) = tail(clause, end, and) {
                    group += more;
                    end = next;
                }
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
        // What follows a scale: "five million two hundred thousand", "two thousand and five".
        let Some((more, next)) = smaller(clause, end, and, ceiling, words) else { break };
        (group, end, pending) = (more, next, true);
    }
    if pending {
        total += group;
    }
    Some(Number { value: total, scale, start: at, end, share: false, words })
}

/// The first group: digits, a word below hundred with or without "and a half", an article or
/// "half a" before a scale, a bare scale.
fn opening(clause: &Clause<'_, '_>, at: usize) -> Option<(f64, usize, bool)> {
    if let Some((value, end)) = digits(clause, at) {
        let (value, end) = plus_fraction(clause, end).map_or((value, end), |(more, end)| (value + more, end));
        return Some((value, end, false));
    }
    if let Some((value, end)) = below_hundred(clause, at) {
        let (value, end) = plus_fraction(clause, end).map_or((value, end), |(more, end)| (value + more, end));
        return Some((value, end, true));
    }
    if let Some(next) = clause.cue_end(at, CueClass::NumberArticle) {
        // "a million", "a half million"
        if clause.has(next, CueClass::NumberScale) {
            return Some((1.0, next, true));
        }
        let half = clause.value(next, CueClass::NumberFraction)?;
        let scale = clause.skip_hyphen(next + 1);
        return clause.has(scale, CueClass::NumberScale).then_some((half / 100.0, scale, true));
    }
    if let Some(part) = clause.value(at, CueClass::NumberFraction) {
        // "half a million", "half-dozen"
        let article = clause.cue_end(at + 1, CueClass::NumberArticle).unwrap_or_else(|| clause.skip_hyphen(at + 1));
        return (clause.has(article, CueClass::NumberScale) && article > at).then_some((part / 100.0, article, true));
    }
    clause.has(at, CueClass::NumberScale).then_some((1.0, at, true))
}

/// `twenty`, `twenty-three`, `twenty three`, `seven`.
fn below_hundred(clause: &Clause<'_, '_>, at: usize) -> Part {
    if let Some(tens) = clause.value(at, CueClass::NumberTens) {
        let next = clause.skip_hyphen(at + 1);
        return match clause.value(next, CueClass::NumberUnit) {
            Some(unit) if (1.0..10.0).contains(&unit) => Some((tens + unit, next + 1)),
            _ => Some((tens, at + 1)),
        };
    }
    clause.value(at, CueClass::NumberUnit).map(|unit| (unit, at + 1))
}

/// "and a half", "and three quarters" behind a number; "½" glued to it.
fn plus_fraction(clause: &Clause<'_, '_>, at: usize) -> Part {
    if clause.kind(at) == Some(TokenKind::Symbol) {
        return clause.value(at, CueClass::NumberFraction).map(|part| (part / 100.0, at + 1));
    }
    let and = clause.cue_end(at, CueClass::NumberAnd)?;
    let (count, next) = match clause.cue_end(and, CueClass::NumberArticle) {
        Some(next) => (1.0, next),
        None => (clause.value(and, CueClass::NumberUnit).filter(|&unit| unit < 10.0)?, clause.skip_hyphen(and + 1)),
    };
    let part = clause.value(next, CueClass::NumberFraction)? * count / 100.0;
    (part < 1.0).then_some((part, next + 1))
}

/// What follows "hundred": "sixty", "and sixty-seven".
fn tail(clause: &Clause<'_, '_>, at: usize, and: bool) -> Part {
    let from = match clause.cue_end(at, CueClass::NumberAnd) {
        Some(next) if and => next,
        Some(_) => return None,
        None => at,
    };
    let (value, end) = below_hundred(clause, from)?;
    // "a hundred and two hundred" are two numbers.
    let hundreds = clause.value(end, CueClass::NumberScale).is_some_and(|factor| factor <= 100.0);
    (value > 0.0 && !hundreds).then_some((value, end))
}

/// A smaller group behind a scale.
fn smaller(clause: &Clause<'_, '_>, at: usize, and: bool, ceiling: f64, words: bool) -> Part {
    let joined = clause.cue_end(at, CueClass::NumberAnd);
    let from = match joined {
        Some(next) if and => next,
        Some(_) => return None,
        None => at,
    };
    let (value, end) = match digits(clause, from) {
        Some(found) if !words && joined.is_none() => found,
        Some(_) => return None,
        None => below_hundred(clause, from)?,
    };
    if value == 0.0 {
        return None;
    }
    match clause.value(clause.skip_hyphen(end), CueClass::NumberScale) {
        Some(factor) if factor < ceiling && factor != 12.0 && (joined.is_none() || factor <= 100.0) => Some((value, end)),
        Some(_) => None,
        // "5 million 200" are two numbers, "two thousand three hundred five" is one.
        None => words.then_some((value, end)),
    }
}

/// `million`, glued `m` behind digits, with or without a hyphen before it.
fn scale_at(clause: &Clause<'_, '_>, at: usize, words: bool) -> Part {
    if !words && clause.glued(at) {
        if let Some(factor) = clause.value(at, CueClass::NumberSuffix) {
            return clause.suffix_is_scale(at).then_some((factor, at + 1));
        }
    }
    let from = clause.skip_hyphen(at);
    clause.value(from, CueClass::NumberScale).map(|factor| (factor, from + 1))
}

/// `2,600`, `66 000` with thin spaces, `1.5`, `½`.
fn digits(clause: &Clause<'_, '_>, at: usize) -> Part {
    if clause.kind(at)? == TokenKind::Symbol {
        return clause.value(at, CueClass::NumberFraction).map(|part| (part / 100.0, at + 1));
    }
    if clause.kind(at)? != TokenKind::Number {
        return None;
    }
    let mut written: String = clause.word(at).chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let mut end = at + 1;
    if written.len() <= 3 && !written.contains('.') && !clause.word(at).starts_with('0') {
        while clause.kind(end) == Some(TokenKind::Number) && clause.is_thousands_group(end) {
            written.push_str(clause.word(end));
            end += 1;
        }
    }
    written.parse().ok().map(|value| (value, end))
}

/// "two thirds", "a third of", "half its", "three-quarters".
fn fraction(clause: &Clause<'_, '_>, at: usize) -> Option<Number> {
    let found = |value: f64, end: usize| Some(Number { value, scale: 1.0, start: at, end, share: true, words: true });
    if let Some((count, next)) = below_hundred(clause, at) {
        let next = clause.skip_hyphen(next);
        let part = clause.value(next, CueClass::NumberFraction)?;
        let several = clause.word(next).ends_with(['s', 'S']);
        let fits = count * part <= 100.0 && (several || count == 1.0);
        return if fits && (several || share_follows(clause, next + 1)) { found(count * part, next + 1) } else { None };
    }
    let next = clause.cue_end(at, CueClass::NumberArticle).unwrap_or(at);
    let part = clause.value(next, CueClass::NumberFraction)?;
    if clause.kind(next) == Some(TokenKind::Symbol) || clause.word(next).ends_with(['s', 'S']) {
        return None;
    }
    // A bare "third" or "quarter" is an ordinal or a part of a year; a bare "half" is a share.
    let bare = next == at;
    if bare && (part != 50.0 || clause.has_before(at, CueClass::Ordinal)) {
        return None;
    }
    if share_follows(clause, next + 1) || clause.has_before(at, CueClass::FractionBefore) { found(part, next + 1) } else { None }
}

/// True when the words at `at` make what stands before them a share: "of", "its", "were", a stop.
fn share_follows(clause: &Clause<'_, '_>, at: usize) -> bool {
    if clause.is_hyphen(at) {
        return false;
    }
    at >= clause.limit || clause.has(at, CueClass::FractionAfter) || clause.kind(at) == Some(TokenKind::Punctuation)
}

/// "nine in ten", "one out of three": a share in percent.
fn ratio(clause: &Clause<'_, '_>, at: usize) -> Option<Number> {
    let (part, end) = below_hundred(clause, at).or_else(|| digits(clause, at))?;
    let joined = clause.cue(end, CueClass::NumberRatio)?;
    let from = joined.tokens.end as usize;
    let whole = cardinal(clause, from, false)?;
    let round = (2.0..=10.0).contains(&whole.value) || [12.0, 20.0, 50.0, 100.0, 1000.0].contains(&whole.value);
    let plain = !clause.measured_at(whole.end) && !clause.has(whole.end, CueClass::TimeUnit);
    let small = part.fract() == 0.0 && part > 0.0 && part < whole.value;
    let fits = round && plain && small && whole.words == clause.has(at, CueClass::NumberUnit);
    fits.then_some(Number { value: 100.0 * part / whole.value, scale: 1.0, start: at, end: whole.end, share: true, words: true })
}
