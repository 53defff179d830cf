//! Short names that a document introduces itself: "Hafiz Gul Bahadur group (HGB)", "the Joint Chamber, known as JCC".

use std::collections::BTreeMap;

use crossread_lexicon::CueClass;
use crossread_text::TokenKind;

use crate::names::words;
use crate::reading::Reading;

/// A short name and the long name it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Introduction {
    /// Where the long name begins.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// The token of the short name where it is introduced.
    pub(crate) short: usize,
}

/// The short names of one document.
#[derive(Debug, Default)]
pub(crate) struct Introductions<'a> {
    by_short: BTreeMap<&'a str, Introduction>,
}

impl<'a> Introductions<'a> {
    /// Reads every introduction of a document; the first of a short name holds.
    pub(crate) fn of(reading: &Reading<'_, 'a>) -> Self {
        let mut found = Self::default();
        for at in 1..reading.len() {
            let short = at + 1;
            let start = match (reading.word(at), reading.word(at + 2)) {
                ("(", ")") if is_short(reading, short) => {
                    long_name(reading, at, reading.word(short)).or_else(|| translated_name(reading, at))
                }
                // "the Sona River Front, or SRF,"
                (",", _) if reading.word(short) == "or" && words::is_all_caps(reading.word(at + 2)) => {
                    let listed = reading.scan.names(at + 2).next().is_some();
                    long_name(reading, at, reading.word(at + 2))
                        .or_else(|| translated_name(reading, at).filter(|_| listed))
                }
                _ => None,
            };
            if let Some(start) = start {
                let short = if reading.word(short) == "or" { at + 2 } else { short };
                found.by_short.entry(reading.word(short)).or_insert(Introduction { start, end: at, short });
            }
        }
        found
    }

    /// The introduction of the short name `word`.
    pub(crate) fn get(&self, word: &str) -> Option<Introduction> {
        self.by_short.get(word).copied()
    }

    /// The introduction whose long name begins at `at`.
    pub(crate) fn long_at(&self, at: usize) -> Option<Introduction> {
        // A document has few introductions.
        self.by_short.values().copied().filter(|known| known.start == at).max_by_key(|known| known.end)
    }
}

/// Initials: all capitals, or small words between capitals ("MoH", "KfW").
fn is_short(reading: &Reading<'_, '_>, at: usize) -> bool {
    const LONGEST: usize = 6;
    let word = reading.word(at);
    let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let mixed = word.len() <= LONGEST && capital(word.chars().next()) && capital(word.chars().next_back());
    reading.kind(at) == Some(TokenKind::Word) && (words::is_all_caps(word) || (word.len() > 2 && mixed))
}

/// Where the long name of `short`, which ends before token `end`, begins: its initials spell the short name.
fn long_name(reading: &Reading<'_, '_>, end: usize, short: &str) -> Option<usize> {
    let sentence = reading.sentence_tokens(end).start;
    let initials: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).collect();
    let mut left = initials.len();
    let mut start = None;
    for at in (sentence.max(end.saturating_sub(14))..end).rev() {
        if left == 0 {
            break;
        }
        let word = reading.word(at);
        let same = word.chars().next().is_some_and(|c| c.to_uppercase().eq(initials[left - 1].to_uppercase()));
        if reading.kind(at) != Some(TokenKind::Word) {
            if is_inside_name(word) { continue } else { break }
        }
        if same {
            left -= 1;
            start = Some(at);
        } else if words::is_capitalised(word) {
            // A capital that no initial stands for: "Tehrik-i-Taliban Pakistan", "Rapid Support Forces of Sudan".
            if left < initials.len() && initials.len() < 3 {
                break;
            }
        }
    }
    let start = start.filter(|_| left == 0)?;
    let capitals = (start..end).filter(|&at| words::is_name_word(reading, at)).count();
    if words::is_name_word(reading, start) && (capitals >= 2 || initials.len() <= 2) { Some(start) } else { None }
}

/// Where the long name before token `end` begins when its initials tell nothing, as in translations
/// ("Group for Support of Islam and Muslims (JNIM)"): a sequence of capitals with the head noun of a group.
fn translated_name(reading: &Reading<'_, '_>, end: usize) -> Option<usize> {
    let sentence = reading.sentence_tokens(end).start;
    let mut start = end;
    let mut at = end;
    while at > sentence && end - at < 12 {
        at -= 1;
        let inside = matches!(reading.word(at), "of" | "for" | "and" | "the") || is_inside_name(reading.word(at));
        if words::is_name_word(reading, at) && !reading.has(at, CueClass::Article) {
            start = at;
        } else if !inside {
            break;
        }
    }
    let head =
        (start..end).any(|at| reading.has(at, CueClass::GroupNoun) || reading.has(at, CueClass::InstitutionNoun));
    (head && end > start + 1).then_some(start)
}

/// Punctuation that stands inside names.
fn is_inside_name(word: &str) -> bool {
    matches!(word, "-" | "–" | "&" | "'" | "’" | "/" | "\u{2010}" | "\u{2011}") || word.starts_with(['\'', '’'])
}

#[cfg(test)]
mod tests {
    use crossread_lexicon::Lexicon;
    use crossread_text::{Document, tokenize};

    use super::Introductions;
    use crate::reading::Reading;

    fn check(text: &str, short: &str, expected: Option<&str>) {
        let document = Document::from_text("test", text);
        let tokenized = tokenize(&document);
        let scan = Lexicon::built_in().scan(&tokenized);
        let reading = Reading::new(&tokenized, &scan);
        let found = Introductions::of(&reading);
        let long = found.get(short).map(|known| reading.span(known.start, known.end).of(text));
        assert_eq!(long, expected, "{text:?}");
    }

    #[test]
    fn long_names() {
        check("the Sona River Front (SRF) said", "SRF", Some("Sona River Front"));
        check("by the Front for the Defence of Marou (FDM).", "FDM", Some("Front for the Defence of Marou"));
        check("Tehrik-i-Taliban Pakistan (TTP)", "TTP", Some("Tehrik-i-Taliban Pakistan"));
        check(
            "the Karo Joint Chamber of Commerce and Industry (KJCCI)",
            "KJCCI",
            Some("Karo Joint Chamber of Commerce and Industry"),
        );
        check("the Ministry of Health (MoH) counted", "MoH", Some("Ministry of Health"));
        check("the Sona River Front, or SRF, said", "SRF", Some("Sona River Front"));
        check("He was unsure, or UN staff were", "UN", None);
        check("in the north (UN) of", "UN", None);
        check("twenty (20) men", "20", None);
    }
}
