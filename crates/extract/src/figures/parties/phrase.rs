//! Noun phrases that name a party, and the subject of a verb.

use std::borrow::Cow;
use std::ops::Range;

use crossread_lexicon::{CueClass, CueSet};

use super::acts;
use crate::figures::context::Context;

/// Who a phrase says acts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Doer<'a> {
    /// A party, by id.
    Party(Cow<'a, str>),
    /// Whoever speaks: `it`, `our forces`.
    Speaker,
    /// Nobody that can be told.
    Nobody,
}

/// What no simple noun phrase goes beyond.
const STOPS: CueSet = CueSet::of(&[
    CueClass::Preposition,
    CueClass::Conjunction,
    CueClass::Auxiliary,
    CueClass::Relative,
    CueClass::SayVerb,
    CueClass::MeasureVerb,
    CueClass::MeasureIntransitive,
    CueClass::AccordingTo,
    CueClass::Including,
    CueClass::Negation,
]);

/// The tokens of the noun phrase that begins at `at`, without articles and numbers before it.
pub(super) fn noun_phrase(context: &Context<'_, '_, '_>, at: usize, limit: usize) -> Range<usize> {
    let mut start = at;
    while start < limit
        && (context.has(start, CueClass::Article)
            || context.has(start, CueClass::Adverb)
            || context.is_quote(start)
            || context.quantity(start).is_some())
    {
        start += 1;
    }
    let mut end = start;
    while end < limit && end < start + 10 {
        if let Some(actor) = context.actor(end) {
            end = (actor.tokens.end as usize).max(end + 1);
        } else if goes_on(context, end) {
            end += 1;
        } else {
            break;
        }
    }
    start..end.min(limit)
}

/// True for a token inside a noun phrase.
fn goes_on(context: &Context<'_, '_, '_>, at: usize) -> bool {
    if context.is_possessive(at) || context.is_hyphen(at) || context.actor(at).is_some() {
        return true;
    }
    // "air strikes" and "posts" are both nouns and verbs.
    let nouns = CueSet::of(&[CueClass::EventNoun, CueClass::PersonNoun, CueClass::ThingNoun]);
    let noun = context.reading.scan.has_any(at, nouns);
    context.is_word(at)
        && context.time(at).is_none()
        && context.quantity(at).is_none()
        && (noun || !context.reading.scan.has_any(at, STOPS))
}

/// The party that acts in a noun phrase: by name, or by nationality before a force or an attack.
pub(super) fn party<'a>(context: &Context<'_, '_, 'a>, tokens: &Range<usize>) -> Option<Cow<'a, str>> {
    let at = tokens.clone().find(|&at| context.actor(at).is_some() || context.demonym(at).is_some())?;
    if let Some(actor) = context.actor(at) {
        let end = actor.tokens.end as usize;
        let rest = end.min(tokens.end)..tokens.end;
        // "TTP-linked gunmen", "the Taliban's opponents"
        let whole = rest.is_empty() || is_force(context, &rest);
        return (acts(actor) && whole && !context.is_hyphen(end)).then(|| actor.id.clone());
    }
    let rest = at + 1..tokens.end;
    if context.is_hyphen(at + 1) || !is_force(context, &rest) {
        return None;
    }
    military(context, context.demonym(at)?)
}

/// True for words that name a force, its attacks or its weapons.
fn is_force(context: &Context<'_, '_, '_>, tokens: &Range<usize>) -> bool {
    let armed = CueSet::of(&[CueClass::ForceNoun, CueClass::ThingNoun, CueClass::Weapon]);
    let civil = tokens
        .clone()
        .any(|at| matches!(context.value(at, CueClass::PersonNoun), Some(class) if !matches!(class, "security-force" | "combatant")));
    !civil
        && tokens.clone().any(|at| {
            matches!(context.value(at, CueClass::PersonNoun), Some("security-force" | "combatant"))
                || matches!(context.value(at, CueClass::EventNoun), Some("attacks" | "strikes"))
                || context.reading.scan.has_any(at, armed)
        })
}

/// The forces of a country, else its government.
pub(super) fn military<'a>(context: &Context<'_, '_, 'a>, country: &str) -> Option<Cow<'a, str>> {
    let row = context.reading.lexicon().countries.get(country);
    let military = row.and_then(|row| row.military.as_deref());
    military.or_else(|| context.government(country)).map(Cow::Borrowed)
}

/// The subject of the active verb at `verb`.
pub(super) fn before_verb<'a>(context: &Context<'_, '_, 'a>, verb: usize) -> Doer<'a> {
    let sentence = context.sentence(verb);
    let small = CueSet::of(&[CueClass::Auxiliary, CueClass::Adverb, CueClass::Negation]);
    let mut end = verb;
    while end > sentence.start && context.actor(end - 1).is_none() && context.reading.scan.has_any(end - 1, small) {
        end -= 1;
    }
    let Some(last) = end.checked_sub(1).filter(|&last| last >= sentence.start) else { return Doer::Nobody };
    match context.value(last, CueClass::Pronoun) {
        // "they" may be anybody, "it" and "we" are who speaks.
        Some("speaker" | "thing") => return Doer::Speaker,
        Some("possessive") | None => {}
        Some(_) => return Doer::Nobody,
    }
    let participle = context.word(verb).ends_with("ing");
    let joined = context.value(last, CueClass::Conjunction) == Some("coordinating");
    if joined || (context.is_comma(last) && participle) {
        return clause_subject(context, &sentence, last);
    }
    let mut start = end;
    while start > sentence.start && goes_on(context, start - 1) {
        start -= 1;
    }
    if start == end {
        return Doer::Nobody;
    }
    let own = context.value(start, CueClass::Pronoun) == Some("possessive");
    let before = start.checked_sub(1).filter(|&before| before >= sentence.start);
    let hangs = before.is_some_and(|before| {
        let small = CueSet::of(&[CueClass::Preposition]);
        context.reading.scan.has_any(before, small)
            || (context.has(before, CueClass::Article)
                && before > sentence.start
                && context.reading.scan.has_any(before - 1, small))
    });
    if own {
        return Doer::Speaker;
    }
    if hangs {
        let head =
            |word: &str| before.into_iter().flat_map(|at| [at, at.saturating_sub(1)]).find(|&at| context.is(at, word));
        // "rebels from the front", "an attack by the front"
        let from = head("from").is_some_and(|from| from > 0 && context.has(from - 1, CueClass::PersonNoun));
        if head("by").is_some() || from {
            return found(party(context, &(start..end)));
        }
        return clause_subject(context, &sentence, start);
    }
    found(party(context, &(start..end)))
}

fn found(party: Option<Cow<'_, str>>) -> Doer<'_> {
    party.map_or(Doer::Nobody, Doer::Party)
}

/// The subject of the clause that goes on at `at`: the noun phrase that opens it.
fn clause_subject<'a>(context: &Context<'_, '_, 'a>, sentence: &Range<usize>, at: usize) -> Doer<'a> {
    let opens = |before: usize| {
        matches!(context.word(before), ";" | ":" | "(" | ")")
            || context.is_dash(before)
            || (context.actor(before).is_none()
                && (context.has(before, CueClass::SayVerb)
                    || context.has(before, CueClass::Relative)
                    || context.value(before, CueClass::Conjunction) == Some("clause")))
    };
    let mut start =
        (sentence.start..at).rev().find(|&before| opens(before)).map_or(sentence.start, |before| before + 1);
    let skips = |at: usize| {
        context.is_comma(at)
            || context.is_quote(at)
            || context.has(at, CueClass::Conjunction)
            || context.time(at).is_some()
    };
    if context.has(start, CueClass::Preposition) && context.actor(start).is_none() {
        // "In Gaza on Friday, strikes ...": the subject follows the comma.
        let Some(comma) = (start..at).find(|&comma| context.is_comma(comma)) else { return Doer::Nobody };
        start = comma + 1;
    }
    while start < at && skips(start) {
        start += 1;
    }
    match context.value(start, CueClass::Pronoun) {
        Some("speaker" | "thing" | "possessive") => return Doer::Speaker,
        Some(_) => return Doer::Nobody,
        None => {}
    }
    let tokens = noun_phrase(context, start, at);
    if context.value(tokens.end, CueClass::Auxiliary) == Some("be") {
        return Doer::Nobody;
    }
    // "An attack by the front on a post killed nine": the attacker stands after "by".
    if context.is(tokens.end, "by") {
        return found(party(context, &noun_phrase(context, tokens.end + 1, at)));
    }
    found(opening(context, &tokens))
}

/// The party that opens a phrase of which the end is not known: a verb that no list holds may
/// follow the name.
pub(super) fn opening<'a>(context: &Context<'_, '_, 'a>, tokens: &Range<usize>) -> Option<Cow<'a, str>> {
    if let Some(actor) = context.actor(tokens.start) {
        let end = actor.tokens.end as usize;
        let verb = context.is_hyphen(end) || context.is_possessive(end);
        if acts(actor) && !verb {
            return Some(actor.id.clone());
        }
    }
    let close = tokens.clone().find(|&at| {
        context.value(at, CueClass::EventNoun).is_some()
            || context.has(at, CueClass::PersonNoun)
            || context.has(at, CueClass::Weapon)
    });
    party(context, &(tokens.start..close.map_or(tokens.end, |close| close + 1)))
}
