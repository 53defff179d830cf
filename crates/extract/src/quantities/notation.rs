//! Numbers in the notations of calculators, tokenized corpora and other languages.

use crossread_lexicon::CueClass;
use crossread_text::{TokenKind, ascii_digits};

use super::number::Number;
use crate::window::Window;

/// A value and one past its last token.
type Part = Option<(f64, usize)>;

fn is_number(window: &Window<'_, '_>, at: usize) -> bool {
    window.kind(at) == Some(TokenKind::Number)
}

/// `1e10`, `12.32e+14`, `1.3x10^6`, `2.48×10−5`, `1.1^23`.
pub(super) fn scientific(window: &Window<'_, '_>, at: usize) -> Option<Number> {
    const TEN: f64 = 10.0;
    if !is_number(window, at) || !window.glued(at + 1) {
        return None;
    }
    let value: f64 = plain(window.word(at))?;
    let sign = window.word(at + 1);
    let (value, end) = if sign == "^" {
        let (exponent, end) = exponent(window, at + 2)?;
        (value.powf(exponent), end)
    } else if let Some(digits) = sign.strip_prefix(['e', 'E']) {
        let (exponent, end) = match digits.parse::<i32>() {
            Ok(exponent) => (f64::from(exponent), at + 2),
            Err(_) if digits.is_empty() && window.glued(at + 2) => exponent(window, at + 2)?,
            Err(_) => return None,
        };
        (value * TEN.powf(exponent), end)
    } else {
        let ten = if matches!(sign, "×" | "*") && window.word(at + 2) == "10" { Some(at + 3) } else { None };
        let from = ten.or_else(|| (sign == "x10").then_some(at + 2))?;
        let raised = window.word(from) == "^" && window.glued(from);
        let signed = window.glued(from) && matches!(window.word(from), "-" | "−" | "+");
        if !raised && !signed {
            return None;
        }
        let (exponent, end) = exponent(window, if raised { from + 1 } else { from })?;
        (value * TEN.powf(exponent), end)
    };
    value.is_finite().then_some(Number { value, scale: 1.0, start: at, end, share: false, words: false })
}

/// `23`, `-1`, `+23`, `--23` glued to what is raised.
fn exponent(window: &Window<'_, '_>, at: usize) -> Part {
    const SIGNS: usize = 2;
    let (mut next, mut sign) = (at, 1.0);
    while next < at + SIGNS && window.glued(next) && matches!(window.word(next), "-" | "−" | "+") {
        if window.word(next) != "+" {
            sign = -sign;
        }
        next += 1;
    }
    let value = plain(window.word(next)).filter(|_| is_number(window, next) && window.glued(next))?;
    Some((sign * value, next + 1))
}

fn plain(word: &str) -> Option<f64> {
    word.parse().ok()
}

/// `1.200.000`: thousands behind dots, two groups or more.
pub(super) fn dotted_thousands(window: &Window<'_, '_>, at: usize) -> Part {
    let head = window.word(at);
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    if window.word(at + 1) != "." || !digits(head) || head.len() > 3 || head.starts_with('0') {
        return None;
    }
    let mut written = head.to_owned();
    let mut end = at + 1;
    while window.word(end) == "." && window.glued(end) && window.glued(end + 1) && window.word(end + 1).len() == 3 {
        if !is_number(window, end + 1) || !digits(window.word(end + 1)) {
            return None;
        }
        written.push_str(window.word(end + 1));
        end += 2;
    }
    let chained = window.word(end) == "." && window.glued(end) && window.glued(end + 1);
    if end < at + 5 || chained { None } else { Some((written.parse().ok()?, end)) }
}

/// `6 . 2 %`, `10 , 000 men`: the decimals or thousands of a text that was cut into words.
pub(super) fn spaced(window: &Window<'_, '_>, at: usize) -> Part {
    let apart = is_number(window, at) && is_number(window, at + 2) && !window.glued(at + 1) && !window.glued(at + 2);
    let (head, tail) = (window.word(at), window.word(at + 2));
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    if !apart || !digits(head) || !digits(tail) {
        return None;
    }
    let value: f64 = match window.word(at + 1) {
        "." => plain(&format!("{head}.{tail}"))?,
        "," if tail == "000" && head.len() <= 3 => plain(&format!("{head}{tail}"))?,
        _ => return None,
    };
    let end = at + 3;
    let measured = window.measured_at(end) || window.has(end, CueClass::NumberScale) || window.money_before(at);
    (measured || tail == "000").then_some((value, end))
}

/// Languages that write `1 200` and `12,5`.
const BLANKS: [&str; 10] = ["be", "bg", "cs", "fr", "hu", "pl", "ru", "sk", "sv", "uk"];
/// Languages that write `1.200` and `12,5`.
const DOTS: [&str; 11] = ["da", "de", "el", "es", "hr", "id", "it", "nl", "pt", "sr", "tr"];

/// Digits as a language other than English writes them: `1 200`, `1.200`, `12,5`.
pub(super) fn foreign(window: &Window<'_, '_>, at: usize) -> Part {
    let language = window.reading.language();
    if language == "en" {
        return None;
    }
    let (blanks, dots) = (BLANKS.contains(&language), DOTS.contains(&language));
    let head = window.word(at);
    let plain_head = head.bytes().all(|byte| byte.is_ascii_digit());
    if !(blanks || dots) || head.starts_with('0') {
        return None;
    }
    let (mut written, mut end) = (head.to_owned(), at + 1);
    if dots && let Some((thousands, rest)) = head.split_once('.') {
        if thousands.len() > 3 || rest.len() != 3 {
            return None;
        }
        written = format!("{thousands}{rest}");
    } else if !plain_head {
        return None;
    } else if blanks && head.len() <= 3 {
        let group = |at: usize| {
            let digits = window.word(at).bytes().all(|byte| byte.is_ascii_digit());
            is_number(window, at) && digits && window.word(at).len() == 3 && !window.glued(at)
        };
        while group(end) {
            written.push_str(window.word(end));
            end += 1;
        }
    }
    let decimals = window.word(end + 1);
    let part = window.word(end) == "," && window.glued(end) && window.glued(end + 1) && is_number(window, end + 1);
    if part && decimals.len() != 3 && decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        written = format!("{written}.{decimals}");
        end += 2;
    }
    if end == at + 1 && plain_head { None } else { Some((plain(&written)?, end)) }
}

/// Digits of another script. Four of them that may be a year, of whatever calendar, are no number.
pub(super) fn other_script(word: &str) -> Option<f64> {
    const YEARS: [std::ops::RangeInclusive<f64>; 2] = [1300.0..=1500.0, 1900.0..=2100.0];
    let value = plain(&ascii_digits(word))?;
    let year = word.chars().count() == 4 && YEARS.iter().any(|years| years.contains(&value));
    (!year).then_some(value)
}
