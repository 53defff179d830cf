//! What the clause says about a place: struck, attacked from, a base, left or reached.

use crossread_lexicon::CueClass;
use crossread_text::TokenKind;

use crate::extraction::Role;
use crate::names::words;
use crate::reading::Reading;

/// How many tokens back a cue is looked for.
const REACH: usize = 10;

/// The role of the place at `start..end`; `None` when the clause does not tell.
pub(crate) fn of(reading: &Reading<'_, '_>, start: usize, end: usize) -> Option<Role> {
    if let Some(role) = behind(reading, end) {
        return Some(role);
    }
    let first = reading.sentence_tokens(start).start.max(start.saturating_sub(REACH));
    let mut at = start;
    while at > first {
        at -= 1;
        if ends_clause(reading, at) {
            return None;
        }
        if let Some(hit) = reading.cue(at, CueClass::PlaceRole)
            && (hit.tokens.end as usize) <= start
            // "an intelligence-based operation in X"
            && !(at > 0 && words::is_hyphen(reading, at - 1))
        {
            let role = Role::from_name(&hit.cue.value)?;
            return Some(moved(reading, start, role));
        }
    }
    None
}

/// "fled Kabul for Peshawar": what is left and what is reached differ by the preposition.
fn moved(reading: &Reading<'_, '_>, start: usize, role: Role) -> Role {
    let to = words::cue_ending_at(reading, start, &[CueClass::Preposition])
        .is_some_and(|hit| matches!(hit.cue.phrase.as_str(), "to" | "for" | "into"));
    if role == Role::Origin && to { Role::Refuge } else { role }
}

/// "X was hit", "X-based".
fn behind(reading: &Reading<'_, '_>, end: usize) -> Option<Role> {
    let at = if words::is_hyphen(reading, end) { end + 1 } else { words::after_adverbs(reading, end) };
    let hit = reading.cue(at, CueClass::PlaceRole)?;
    let passive = reading.has(at, CueClass::Auxiliary) || hit.cue.phrase.starts_with("came under");
    if passive { Role::from_name(&hit.cue.value) } else { None }
}

fn ends_clause(reading: &Reading<'_, '_>, at: usize) -> bool {
    reading.has(at, CueClass::Relative)
        || reading.cue(at, CueClass::Conjunction).is_some_and(|hit| hit.cue.value == "clause")
        || (reading.kind(at) == Some(TokenKind::Punctuation)
            && matches!(reading.word(at), ";" | ":" | "—" | "." | "(" | ")"))
}
