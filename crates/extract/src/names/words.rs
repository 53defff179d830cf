//! Shapes of words and the small steps that every rule of names takes over tokens.

use crossread_lexicon::{CueClass, CueHit, CueSet};
use crossread_text::{Shape, TokenKind};

use crate::reading::Reading;

/// A line is read as one in capitals by this many tokens on either side.
const NEIGHBOURS: usize = 4;

/// True when the word begins with a capital letter.
pub(crate) fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// True for an acronym: two letters or more, all of them capitals (`TTP`, `U.N.`, `M23`).
pub(crate) fn is_all_caps(word: &str) -> bool {
    Shape::of(word).is_all_caps()
}

/// True when `at` is a hyphen or dash glued on both sides.
pub(crate) fn is_hyphen(reading: &Reading<'_, '_>, at: usize) -> bool {
    matches!(reading.word(at), "-" | "\u{2010}" | "\u{2011}" | "–") && reading.glued(at) && reading.glued(at + 1)
}

/// True when token `at` is a possessive ending: `'s`, or the bare apostrophe glued to a plural.
pub(crate) fn is_possessive(reading: &Reading<'_, '_>, at: usize) -> bool {
    reading.kind(at) == Some(TokenKind::Possessive)
        || (matches!(reading.word(at), "'" | "’") && reading.glued(at) && !reading.glued(at + 1) && at > 0 && {
            reading.word(at - 1).ends_with(['s', 'S'])
        })
}

/// True when a quotation opens at token `at`.
pub(crate) fn is_quote(reading: &Reading<'_, '_>, at: usize) -> bool {
    matches!(reading.word(at), "\"" | "“" | "”" | "‘" | "«" | "»" | "„")
}

/// True for a word token with a capital; a common word of a line all in capitals has none of its own.
pub(crate) fn is_name_word(reading: &Reading<'_, '_>, at: usize) -> bool {
    reading.kind(at) == Some(TokenKind::Word) && reading.shape(at).is_capitalised() && !is_loud_common(reading, at)
}

/// True for a word in capitals among words in capitals, as in dispatches and titles written so throughout.
pub(crate) fn is_loud(reading: &Reading<'_, '_>, at: usize) -> bool {
    let shape = reading.shape(at);
    if shape.has_small() || !shape.is_capitalised() {
        return false;
    }
    let sentence = reading.sentence_tokens(at);
    let (mut loud, mut small) = (0, 0);
    for near in at.saturating_sub(NEIGHBOURS).max(sentence.start)..(at + NEIGHBOURS + 1).min(sentence.end) {
        if near != at && reading.kind(near) == Some(TokenKind::Word) {
            loud += u32::from(reading.shape(near).is_all_caps());
            small += u32::from(reading.shape(near).has_small());
        }
    }
    loud >= 3 && small == 0
}

/// A word of a line all in capitals that the lexicon knows as a common one and as no name.
fn is_loud_common(reading: &Reading<'_, '_>, at: usize) -> bool {
    const PROPER: &[CueClass] = &[
        CueClass::PersonTitle,
        CueClass::GivenName,
        CueClass::Month,
        CueClass::Weekday,
        CueClass::NameParticle,
        CueClass::NumberSuffix,
    ];
    reading.shape(at).is_all_caps()
        && reading.scan.cues(at).any(|hit| !PROPER.contains(&hit.cue.class))
        && !reading.scan.has_name(at)
        && is_loud(reading, at)
}

/// True for a word that the lexicon knows as a cue: all but first names, which are no common words.
pub(crate) fn is_common(reading: &Reading<'_, '_>, at: usize) -> bool {
    reading.scan.cues(at).any(|hit| hit.cue.class != CueClass::GivenName)
}

/// True for a small word at `at` that has its capital from the sentence or quotation it opens ("But", "According to").
pub(crate) fn is_small_opening(reading: &Reading<'_, '_>, at: usize) -> bool {
    const SMALL: CueSet = CueSet::of(&[
        CueClass::Article,
        CueClass::Preposition,
        CueClass::Conjunction,
        CueClass::Pronoun,
        CueClass::Adverb,
        CueClass::Negation,
        CueClass::Auxiliary,
        CueClass::Relative,
        CueClass::SayVerb,
        CueClass::AccordingTo,
        CueClass::PersonRole,
    ]);
    let first = reading.sentence_tokens(at).start;
    let opens = at == first || is_quote(reading, at - 1);
    let ends = cue_ending_at(reading, at + 1, &[CueClass::AccordingTo, CueClass::Conjunction]).is_some();
    (opens && reading.scan.has_any(at, SMALL)) || (ends && is_lower(reading, at))
}

/// The token after an article at `at`, else `at`.
pub(crate) fn after_article(reading: &Reading<'_, '_>, at: usize) -> usize {
    reading.cue(at, CueClass::Article).map_or(at, |hit| hit.tokens.end as usize)
}

/// The token after adverbs at `at`, for at most three of them: `also`, `has never`, `reportedly`.
pub(crate) fn after_adverbs(reading: &Reading<'_, '_>, mut at: usize) -> usize {
    for _ in 0..3 {
        let adverb = [CueClass::Adverb, CueClass::Negation, CueClass::Hearsay];
        if let Some(hit) = adverb.iter().find_map(|&class| reading.cue(at, class)) {
            at = hit.tokens.end as usize;
        } else if is_lower(reading, at) && reading.word(at).ends_with("ly") {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// True for a word without capital, and for a common word of a line all in capitals.
pub(crate) fn is_lower(reading: &Reading<'_, '_>, at: usize) -> bool {
    reading.kind(at) == Some(TokenKind::Word) && (!reading.shape(at).is_capitalised() || is_loud_common(reading, at))
}

/// The longest cue of one of `classes` that ends right before token `at`, looking back over at most four tokens.
pub(crate) fn cue_ending_at<'a>(reading: &Reading<'_, 'a>, at: usize, classes: &[CueClass]) -> Option<CueHit<'a>> {
    let sentence = reading.sentence_tokens(at).start;
    let wanted = CueSet::of(classes);
    (at.saturating_sub(4).max(sentence)..at).filter(|&start| reading.scan.has_any(start, wanted)).find_map(|start| {
        reading.scan.cues(start).find(|hit| hit.tokens.end as usize == at && classes.contains(&hit.cue.class))
    })
}

/// True when a verb of speech, denial or action begins at `at`.
pub(crate) fn speaks_at(reading: &Reading<'_, '_>, at: usize) -> bool {
    const SPEECH: &[CueClass] = &[CueClass::SayVerb, CueClass::DenyVerb, CueClass::CountVerb];
    is_lower(reading, at) && SPEECH.iter().any(|&class| reading.has(at, class))
}

/// The part of an id that a name gives: lower case, words joined by hyphens.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for word in name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '/' | '\u{2010}' | '\u{2011}')) {
        let folded = crossread_text::fold(word);
        let mut letters = folded.chars().filter(|c| c.is_alphanumeric()).peekable();
        if letters.peek().is_some() && !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(letters);
    }
    slug
}

/// True for a noun of attack that ends before `at`.
pub(crate) fn is_attack_before(reading: &Reading<'_, '_>, at: usize) -> bool {
    cue_ending_at(reading, at, &[CueClass::EventNoun])
        .is_some_and(|hit| matches!(hit.cue.value.as_str(), "attacks" | "strikes"))
}

#[cfg(test)]
mod tests {
    use super::{is_all_caps, slug};

    #[test]
    fn slugs_and_shapes() {
        assert_eq!(slug("Ta’ang National  Liberation Army"), "taang-national-liberation-army");
        assert_eq!(slug("Hizb-ut Tahrir (wing)"), "hizb-ut-tahrir-wing");
        assert!(is_all_caps("M23") && is_all_caps("U.N.") && !is_all_caps("Un") && !is_all_caps("23"));
    }
}
