//! Numbers that are no figures.

use crossread_lexicon::CueClass;
use crossread_text::TokenKind;

use super::Clause;
use super::amount::Bounds;

/// Capitalised words between a label and its number: "Operation Righteous Fury 2".
const NAME_WORDS: usize = 4;

/// One past the last token of the number at `at` that is no figure, whatever its unit: an ordinal,
/// a part of a name, a time of day, a section number.
pub(super) fn refused(clause: &Clause<'_, '_>, bounds: &Bounds<'_>) -> Option<usize> {
    let (start, end) = bounds.number;
    let digits = clause.kind(start) == Some(TokenKind::Number);
    let refused = is_ordinal(clause, end)
        || in_name(clause, start)
        || is_clock(clause, start, end)
        || (digits && in_chain(clause, start, end))
        || (bounds.unit.is_none() && (is_labelled(clause, start) || is_glued_to_letters(clause, bounds)))
        || (bounds.unit.is_none() && !bounds.share && (opens_list(clause, start, end) || is_compound(clause, bounds)));
    refused.then(|| chain_end(clause, end))
}

/// "11th", "twenty-first".
fn is_ordinal(clause: &Clause<'_, '_>, end: usize) -> bool {
    (clause.glued(end) && clause.has(end, CueClass::OrdinalSuffix))
        || (clause.is_hyphen(end) && clause.has(end + 1, CueClass::Ordinal))
}

/// "F-16", "Kh-101", "fifty-fifty": a hyphen joins it to the word before.
fn in_name(clause: &Clause<'_, '_>, start: usize) -> bool {
    start >= clause.first + 2
        && clause.is_hyphen(start - 1)
        && matches!(clause.kind(start - 2), Some(TokenKind::Word | TokenKind::Number))
}

/// "18:02", "5 a.m.", "0600".
fn is_clock(clause: &Clause<'_, '_>, start: usize, end: usize) -> bool {
    let colon = |at: usize| clause.word(at) == ":" && clause.glued(at) && clause.glued(at + 1);
    let word = clause.word(start);
    clause.has(end, CueClass::ClockMark)
        || (colon(end) && clause.kind(end + 1) == Some(TokenKind::Number))
        || (start > clause.first + 1 && colon(start - 1) && clause.kind(start - 2) == Some(TokenKind::Number))
        || (word.len() > 1 && word.starts_with('0') && !word.contains('.'))
}

/// Part of `12.10.2025`, `47/2026`, `5-3`, a telephone number.
fn in_chain(clause: &Clause<'_, '_>, start: usize, end: usize) -> bool {
    let joint = |at: usize| {
        matches!(clause.word(at), "." | "/" | "-" | "–" | "+") && clause.glued(at + 1)
    };
    let number = |at: usize| clause.kind(at) == Some(TokenKind::Number);
    let after = clause.glued(end) && joint(end) && number(end + 1);
    let before = start > clause.first + 1 && joint(start - 1) && clause.glued(start - 1) && number(start - 2);
    let dialled = start > clause.first && clause.word(start - 1) == "+" && clause.glued(start);
    after || before || dialled
}

/// One past a chain of numbers and joints, so that no part of it is read again.
fn chain_end(clause: &Clause<'_, '_>, end: usize) -> usize {
    let mut end = end;
    while clause.glued(end)
        && matches!(clause.word(end), "." | "/" | "-" | "–" | ":")
        && clause.glued(end + 1)
        && clause.kind(end + 1) == Some(TokenKind::Number)
    {
        end += 2;
    }
    end
}

/// "No. 47", "Article 51", "#3", "Operation Righteous Fury 2".
fn is_labelled(clause: &Clause<'_, '_>, start: usize) -> bool {
    let mut at = start;
    let before = |at: usize| at.checked_sub(1).filter(|&before| before >= clause.first);
    let Some(mut last) = before(at) else { return false };
    if clause.word(last) == "." && clause.glued(last) {
        at = last;
        match before(at) {
            Some(earlier) => last = earlier,
            None => return false,
        }
    }
    if clause.word(last) == "#" {
        return true;
    }
    // Labels of one to three words that end here.
    for first in (clause.first.max(at.saturating_sub(3))..=last).rev() {
        let ends_here = |hit: crossread_lexicon::CueHit<'_>| hit.tokens.end as usize == at;
        if clause.reading.scan.cues(first).any(|hit| hit.cue.class == CueClass::NumberLabel && ends_here(hit)) {
            return true;
        }
    }
    // A label with a name between: the label's row says so.
    for first in (clause.first.max(at.saturating_sub(NAME_WORDS))..=last).rev() {
        if clause.cue(first, CueClass::NumberLabel).is_some_and(|hit| hit.cue.value == "name") {
            return true;
        }
        if !clause.word(first).starts_with(char::is_uppercase) {
            return false;
        }
    }
    false
}

/// "120mm", "5G": letters that are no unit.
fn is_glued_to_letters(clause: &Clause<'_, '_>, bounds: &Bounds<'_>) -> bool {
    let end = bounds.number.1;
    clause.glued(end) && clause.kind(end) == Some(TokenKind::Word)
}

/// "1.", "2)", "(3)", "1.1 Violence" at the head of a sentence.
fn opens_list(clause: &Clause<'_, '_>, start: usize, end: usize) -> bool {
    if clause.kind(start) != Some(TokenKind::Number) {
        return false;
    }
    let bracket = start == clause.first + 1 && matches!(clause.word(clause.first), "(" | "[");
    if start != clause.first && !bracket {
        return false;
    }
    let stopped = matches!(clause.word(end), "." | ")" | "]") && clause.glued(end) && end + 1 < clause.limit;
    let section = clause.word(start).contains('.')
        && clause.kind(end) == Some(TokenKind::Word)
        && clause.word(end).starts_with(char::is_uppercase);
    stopped || section
}

/// "three-pronged", "six-member": a hyphen joins it to a word that is no unit.
fn is_compound(clause: &Clause<'_, '_>, bounds: &Bounds<'_>) -> bool {
    let end = bounds.number.1;
    clause.is_hyphen(end)
        && !clause.has(end + 1, CueClass::ComparatorAfter)
        && !clause.has(end + 1, CueClass::NumberTail)
}

/// The word "one" as a pronoun or an idiom: nothing counted stands beside it.
pub(super) fn is_pronoun(clause: &Clause<'_, '_>, bounds: &Bounds<'_>) -> bool {
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
    if COUNTED.iter().any(|&class| clause.has(end, class)) {
        return false;
    }
    if clause.has_before(start, CueClass::MeasureVerb) && !clause.has(end, CueClass::NumberRatio) {
        return false;
    }
    let word = clause.word(end);
    let noun = clause.kind(end) == Some(TokenKind::Word) && !GRAMMAR.iter().any(|&class| clause.has(end, class));
    let named = word.starts_with(char::is_uppercase) && !COUNTED.iter().any(|&class| clause.has(end + 1, class));
    !noun || named
}
