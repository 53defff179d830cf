//! Sources that no list knows: "church workers", "Ahmadullah, a farmer", a surname said again.

use std::borrow::Cow;
use std::ops::Range;

use crossread_lexicon::{CueClass, CueSet};
use crossread_text::TokenKind;

use super::claimant::{Source, head_end, source_of, without_opening};
use super::context::Context;
use super::speakers::Speakers;
use crate::extraction::Claimant;

/// A source that only its words name: `church workers`, `Tomas Okello`.
///
/// Only the subject of a verb of speech is read so, and never a thing, an event or a measure.
pub(super) fn unlisted<'a>(
    context: &Context<'_, '_, 'a>,
    region: &Range<usize>,
    speakers: &Speakers<'a>,
) -> Option<Source<'a>> {
    let region = without_opening(context, region);
    let head = region.start..head_end(context, &region);
    let noun = head.end.checked_sub(1).filter(|at| head.contains(at))?;
    let plain = head.clone().all(|at| {
        (context.is_word(at) || context.is_hyphen(at) || context.is_possessive(at))
            && !context.has_any(at, NO_SOURCE)
            && context.time(at).is_none()
    });
    if let Some(known) = abbreviated(context, noun).filter(|_| head.len() == 1) {
        return Some(known);
    }
    let negated = context.has(region.start.saturating_sub(1), CueClass::Negation);
    if let Some(known) = speakers.coined(context, &head) {
        return Some(known);
    }
    if !plain
        || negated
        || head.len() > LONGEST_SOURCE
        || context.has(noun, CueClass::Adverb)
        || context.has_any(noun, NO_SPEAKER)
    {
        return None;
    }
    slugged(context, head)
}

/// A source behind `according to` that no list knows: a name in capitals, its abbreviation, or people.
pub(super) fn proper<'a>(
    context: &Context<'_, '_, 'a>,
    region: &Range<usize>,
    speakers: &Speakers<'a>,
) -> Option<Source<'a>> {
    let inner = without_opening(context, region);
    let head = inner.start..head_end(context, &inner);
    let noun = head.end.checked_sub(1).filter(|at| head.contains(at))?;
    if let Some(party) = abbreviated(context, noun) {
        return Some(party);
    }
    let capital = context.word(noun).starts_with(char::is_uppercase);
    if capital || context.has(noun, CueClass::PersonNoun) { unlisted(context, region, speakers) } else { None }
}

/// The party whose name an abbreviation in brackets closed before: `the Ministry of Health (MoH) ... MoH said`.
fn abbreviated<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Source<'a>> {
    let word = context.word(at);
    if word.chars().filter(|c| c.is_uppercase()).count() < 2 {
        return None;
    }
    let next = context.actors.partition_point(|actor| (actor.tokens.start as usize) < at);
    let before = context.actors.get(..next).unwrap_or_default().iter().rev().take(NAMED);
    let mut known = before.filter(|actor| {
        let end = actor.tokens.end as usize;
        context.word(end) == "(" && context.word(end + 1) == word && context.word(end + 2) == ")"
    });
    known.next().map(|actor| source_of(actor, context))
}

/// An abbreviation is looked for among so many parties named before.
const NAMED: usize = 60;

/// A source that no list knows is named by at most so many tokens.
const LONGEST_SOURCE: usize = 7;

/// What no unlisted source is made of.
const NO_SOURCE: CueSet = CueSet::of(&[
    CueClass::Auxiliary,
    CueClass::Pronoun,
    CueClass::Relative,
    CueClass::Negation,
    CueClass::SayVerb,
    CueClass::DenyVerb,
    CueClass::MeasureIntransitive,
    CueClass::Hearsay,
    CueClass::Conjunction,
]);

/// What the noun of no unlisted source is.
const NO_SPEAKER: CueSet =
    CueSet::of(&[CueClass::EventNoun, CueClass::MeasureNoun, CueClass::MeasureVerb, CueClass::ThingNoun]);

/// The source that the words of `head` spell: two or three capitalised words are a person.
pub(super) fn slugged<'a>(context: &Context<'_, '_, 'a>, head: Range<usize>) -> Option<Source<'a>> {
    let text = context.slice(&head);
    let named = |at: usize| context.word(at).starts_with(char::is_uppercase);
    let body = |at: usize| context.has(at, CueClass::GroupNoun) || context.has(at, CueClass::InstitutionNoun);
    let person = matches!(head.len(), 2 | 3)
        && head.clone().all(|at| named(at) && context.word(at).chars().any(char::is_lowercase) && !body(at))
        && !context.has(head.end - 1, CueClass::SourceNoun)
        && !super::subject::is_plural(context.word(head.end - 1));
    let slug = slug(text);
    if slug.is_empty() {
        return None;
    }
    let id = if person { format!("person:{slug}") } else { slug };
    let claimant = Claimant { id: Cow::Owned(id), text: Cow::Borrowed(text) };
    Some(Source { claimant, person, state: false, generic: !person, phrase: head, kind: None })
}

/// `Ahmadullah, a farmer, said`: a single name that an age or role follows is a person.
pub(super) fn with_role<'a>(context: &Context<'_, '_, 'a>, source: Source<'a>, comma: usize) -> Source<'a> {
    let role = [CueClass::PersonRole, CueClass::PersonTitle, CueClass::SourceNoun];
    let told = (comma + 1..comma + 4).any(|at| role.iter().any(|&class| context.has(at, class)))
        || context.quantity(comma + 1).is_some()
        || context.reading.kind(comma + 1) == Some(TokenKind::Number);
    let single = source.phrase.len() == 1 && context.word(source.phrase.start).starts_with(char::is_uppercase);
    if !(told && single && source.generic) || source.claimant.id.contains(':') {
        return source;
    }
    let claimant = Claimant { id: Cow::Owned(format!("person:{}", source.claimant.id)), text: source.claimant.text };
    Source { claimant, person: true, generic: false, ..source }
}

/// The id of a source that only a noun names: `joint-chamber-of-commerce`.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(crossread_text::fold).collect::<Vec<_>>().join("-")
}
