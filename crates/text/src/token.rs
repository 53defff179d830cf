//! Splitting a text into tokens.

use crate::shape::Shape;
use crate::span::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with apostrophes and the dots of abbreviations inside: `Nangarhar`, `Ta'ang`,
    /// `U.N.`, `M23`.
    Word,
    /// Digits with thousands separators and a decimal point: `2,600`, `11.4`, `1,50,000`; digits of any script ([`digit`]), `۱۲٬۰۰۰`.
    Number,
    /// The possessive ending `'s` of the word before it.
    Possessive,
    /// Currency signs, `%`, `+`, `=` and other symbols.
    Symbol,
    /// Everything else that is not white space: stops, commas, dashes, brackets, quotation marks.
    Punctuation,
}

/// A token: where it is and what it is made of. It holds no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the document's text.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
    /// How its letters are written.
    pub shape: Shape,
}

/// Appends the tokens of `text` to `tokens`.
///
/// Laws: spans ascend, never overlap, lie on character boundaries, and what lies between them is
/// white space, control or format characters alone.
pub fn tokens_of(text: &str, tokens: &mut Vec<Token>) {
    let mut scanner = Scanner { text, at: 0 };
    while let Some(token) = scanner.next_token() {
        tokens.push(token);
    }
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    fn next_token(&mut self) -> Option<Token> {
        loop {
            // Most white space is one blank, and most text is ASCII.
            while self.text.as_bytes().get(self.at) == Some(&b' ') {
                self.at += 1;
            }
            let c = self.peek(0)?;
            let start = self.at;
            let kind = if c.is_ascii_digit() {
                self.number();
                TokenKind::Number
            } else if is_letter(c) {
                self.word();
                TokenKind::Word
            } else if digit(c).is_some() {
                self.other_number();
                TokenKind::Number
            } else if is_apostrophe(c) && self.possessive(start) {
                TokenKind::Possessive
            } else {
                self.at += c.len_utf8();
                if is_blank(c) {
                    continue;
                }
                if is_symbol(c) { TokenKind::Symbol } else { TokenKind::Punctuation }
            };
            let span = Span::new(offset(start), offset(self.at));
            let shape = Shape::of(&self.text[start..self.at]);
            return Some(Token { span, kind, shape });
        }
    }

    /// The character `ahead` bytes after the cursor.
    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead..)?.chars().next()
    }

    fn digits_at(&self, from: usize) -> usize {
        self.text.as_bytes()[from.min(self.text.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// Digits, groups after commas (`1,234`, `1,50,000`), and one decimal part. A chain of dots
    /// (`12.10.2025`, `1.2.3`) stays apart: it is a date or a section number.
    fn number(&mut self) {
        let bytes = self.text.as_bytes();
        self.at += self.digits_at(self.at);
        let mut end = self.at;
        loop {
            if bytes.get(end) != Some(&b',') {
                break;
            }
            let group = self.digits_at(end + 1);
            if group == 3 || (group == 2 && bytes.get(end + 3) == Some(&b',')) {
                end += 1 + group;
                if group == 3 {
                    self.at = end;
                }
            } else {
                break;
            }
        }
        if bytes.get(self.at) == Some(&b'.') {
            let decimals = self.digits_at(self.at + 1);
            let after = self.at + 1 + decimals;
            let chained = bytes.get(after) == Some(&b'.') && self.digits_at(after + 1) > 0;
            if decimals > 0 && !chained && !self.follows_dotted_digits() {
                self.at = after;
            }
        }
    }

    /// Digits of other scripts, groups of three behind their mark of thousands or a comma, and one decimal part behind their mark.
    fn other_number(&mut self) {
        let digits = |text: &str| text.chars().take_while(|&c| digit(c).is_some()).map(char::len_utf8).sum::<usize>();
        self.at += digits(&self.text[self.at..]);
        while let Some(mark @ (',' | THOUSANDS | DECIMALS)) = self.peek(0) {
            let group = &self.text[self.at + mark.len_utf8()..];
            let length = digits(group);
            if length == 0 || (mark != DECIMALS && group[..length].chars().count() != 3) {
                return;
            }
            self.at += mark.len_utf8() + length;
            if mark == DECIMALS {
                return;
            }
        }
    }

    /// True when the digits just read are preceded by `digit.`: a further part of a dotted chain.
    fn follows_dotted_digits(&self) -> bool {
        let bytes = self.text.as_bytes();
        let digits = bytes[..self.at].iter().rev().take_while(|byte| byte.is_ascii_digit() || **byte == b',').count();
        let before = self.at - digits;
        before >= 2 && bytes[before - 1] == b'.' && bytes[before - 2].is_ascii_digit()
    }

    /// A run of letters, marks and digits; an apostrophe between letters belongs to it unless it
    /// opens a possessive; so do the dots of an abbreviation of single letters.
    fn word(&mut self) {
        let start = self.at;
        // Where the letters behind the last dot begin.
        let mut part = start;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            self.at += rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
            // Most words end at a blank or an ASCII mark.
            if self
                .text
                .as_bytes()
                .get(self.at)
                .is_none_or(|&byte| byte.is_ascii() && !matches!(byte, b'.' | b'\'' | b'`'))
            {
                return;
            }
            let Some(c) = self.peek(0) else { return };
            let next = self.at + c.len_utf8();
            let apostrophe = is_apostrophe(c) && self.letter_at(next) && !self.possessive_at(next);
            if is_letter(c) || is_mark(c) || c.is_numeric() || apostrophe {
                self.at = next;
            } else if c == '.' && self.is_single_letter(part) && (self.letter_at(next) || self.at - start > 1) {
                self.at = next;
                part = next;
                if !self.letter_at(next) {
                    return;
                }
            } else {
                return;
            }
        }
    }

    /// True when one letter alone stands between `part` and the cursor: with those before it `X`, `X.Y`, `X.Y.Z`.
    fn is_single_letter(&self, part: usize) -> bool {
        let mut letters = self.text[part..self.at].chars();
        letters.next().is_some_and(is_letter) && letters.next().is_none()
    }

    fn letter_at(&self, at: usize) -> bool {
        self.text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_letter)
    }

    /// True when `s` alone stands at `at`: what follows an apostrophe is a possessive.
    fn possessive_at(&self, at: usize) -> bool {
        let mut rest = self.text.get(at..).unwrap_or("").chars();
        matches!(rest.next(), Some('s' | 'S')) && !rest.next().is_some_and(|c| c.is_alphanumeric())
    }

    /// Reads `'s` when it follows a letter, digit or closing mark without a space.
    fn possessive(&mut self, start: usize) -> bool {
        let follows = self.text[..start]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ')' | '"' | '”'));
        let apostrophe = self.peek(0).map_or(0, char::len_utf8);
        if follows && self.possessive_at(start + apostrophe) {
            self.at = start + apostrophe + 1;
            return true;
        }
        false
    }
}

/// The mark of thousands in Arabic script.
const THOUSANDS: char = '\u{066C}';
/// The mark of decimals in Arabic script.
const DECIMALS: char = '\u{066B}';
/// Where the digits of scripts begin: ASCII, Arabic, Persian and Urdu, N'Ko, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Thai, Lao,
/// Tibetan, Burmese, Shan, Khmer, full width.
const ZEROS: [char; 16] = [
    '0', '\u{0660}', '\u{06F0}', '\u{07C0}', '\u{0966}', '\u{09E6}', '\u{0A66}', '\u{0AE6}', '\u{0BE6}', '\u{0E50}',
    '\u{0ED0}', '\u{0F20}', '\u{1040}', '\u{1090}', '\u{17E0}', '\u{FF10}',
];

/// The value of a decimal digit of any script in use: 7 of `7`, `٧`, `۷`, `၇`.
#[must_use]
pub fn digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return if c.is_ascii_digit() { Some(c as u8 - b'0') } else { None };
    }
    let near = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|&value| value < 10);
    if c.is_numeric() { ZEROS.into_iter().find_map(near).and_then(|value| u8::try_from(value).ok()) } else { None }
}

/// Digits of any script as ASCII has them, without marks of thousands; the mark of decimals is a point.
///
/// ```
/// assert_eq!(crossread_text::ascii_digits("۱۲٬۵۰۰٫۲"), "12500.2");
/// ```
#[must_use]
pub fn ascii_digits(number: &str) -> String {
    let plain = |c: char| match c {
        '.' | DECIMALS => Some('.'),
        c => digit(c).map(|value| char::from(b'0' + value)),
    };
    number.chars().filter_map(plain).collect()
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '\u{00AD}'
}

/// Combining marks and joiners inside words.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '\u{02BC}' | '\u{02BB}' | '‘')
}

/// Characters that separate tokens and are no token themselves.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

fn is_symbol(c: char) -> bool {
    matches!(
        c,
        '$' | '%' | '+' | '=' | '<' | '>' | '~' | '^' | '°' | '|' | '&' | '@' | '#' | '⅐'
            ..='⅞' | '×' | '±' | '≈' | '≥' | '≤' | '£' | '¥' | '¢' | '½' | '¼' | '¾' | '²' | '³'
    ) || matches!(c, '\u{20A0}'..='\u{20CF}')
}

#[cfg(test)]
mod tests {
    use super::{digit, tokens_of};

    fn check(text: &str, expected: &str) {
        let mut tokens = Vec::new();
        tokens_of(text, &mut tokens);
        let found: Vec<_> = tokens.iter().map(|token| token.span.of(text)).collect();
        assert_eq!(found.join(" "), expected, "{text:?}");
    }

    #[test]
    fn words_and_apostrophes() {
        check("Pakistan's army", "Pakistan 's army");
        check("Pakistan’s Ta’ang", "Pakistan ’s Ta’ang");
        check("the U.N. mission, U.S.-led", "the U.N. mission , U.S. - led");
        check("at 5 a.m. on", "at 5 a.m. on");
        check("Tehrik-i-Taliban (TTP)", "Tehrik - i - Taliban ( TTP )");
        check("M23 and F-16", "M23 and F - 16");
        check("the Houthis' drone", "the Houthis ' drone");
        check("‘open war’", "‘ open war ’");
    }

    #[test]
    fn digits_have_the_value_of_their_script() {
        for written in
            ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "၀၁၂၃၄၅၆၇၈၉", "០១២៣៤៥៦៧៨៩", "০১২৩৪৫৬৭৮৯"]
        {
            assert_eq!(
                written.chars().filter_map(digit).collect::<Vec<u8>>(),
                (0..10).collect::<Vec<u8>>(),
                "{written}"
            );
        }
        assert!("½²①٪aءد٫".chars().all(|c| digit(c).is_none()));
    }

    #[test]
    fn numbers() {
        check("2,600-km", "2,600 - km");
        check("Rs1,50,000 or US$11.4m", "Rs1 , 50,000 or US $ 11.4 m");
        check("1,50,000 rupees", "1,50,000 rupees");
        check("12.10.2025", "12 . 10 . 2025");
        check("27/02/2026 at 18:02", "27 / 02 / 2026 at 18 : 02");
        check("120mm 11th 400+", "120 mm 11 th 400 +");
        check("in 2025, 46 died. 12, 13", "in 2025 , 46 died . 12 , 13");
        check("29%.", "29 % .");
        check("۱۲ نفر، ۱۲٬۵۰۰ و ۱۲,۵۰۰ و ۵٫۲ و ۱,۲", "۱۲ نفر ، ۱۲٬۵۰۰ و ۱۲,۵۰۰ و ۵٫۲ و ۱ , ۲");
        check("٢٣شخصا ၁၂ဦး १५ ۱۴۰۴/۰۱/۲۶", "٢٣ شخصا ၁၂ ဦး १५ ۱۴۰۴ / ۰۱ / ۲۶");
    }
}
