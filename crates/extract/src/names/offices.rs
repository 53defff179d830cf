//! Whose person somebody is: the party or country in the title or apposition beside the name.

use std::borrow::Cow;

use crossread_lexicon::{ActorType, CueClass};

use crate::actors::states;
use crate::names::context::Context;
use crate::names::found::{Found, Party, Sense};
use crate::names::survey::{Meaning, meaning};
use crate::names::words;
use crate::reading::Reading;

/// An apposition tells the office within this many tokens.
const REACH: usize = 8;

/// Files a person under the party whose office it holds: "Taliban spokesman X", "X, spokesman for the junta",
/// "X, Ukraine's foreign minister", "a spokesman for the army, X,".
pub(crate) fn attach<'a>(context: &Context<'_, '_, 'a>, found: &[Found<'a>], at: usize, person: &mut Party<'a>) {
    let owner = title(context, found, at).or_else(|| before(context, found, at)).or_else(|| behind(context, found, at));
    let Some(whole) = owner.and_then(|owner| party_of(context, owner)) else { return };
    if whole.kind == ActorType::Person || whole.kind == ActorType::People || whole.id == person.id {
        return;
    }
    let lexicon = context.lexicon();
    let side = whole.side.clone().or_else(|| {
        let actor = lexicon.actor(whole.part_of.as_deref().unwrap_or(&whole.id))?;
        Some(Cow::Borrowed(actor.side.as_deref().unwrap_or(lexicon.whole_of(&actor.id))))
    });
    person.side = person.side.take().or(side);
    person.country = person.country.take().or_else(|| whole.country.clone());
    person.part_of = person.part_of.take().or(Some(whole.id));
}

/// The name right before the title: "Taliban spokesman X", "Pakistan's Defence Minister X", "Herat governor X".
fn title<'f, 'a>(context: &Context<'_, '_, 'a>, found: &'f [Found<'a>], at: usize) -> Option<&'f Found<'a>> {
    let (reading, one) = (&context.reading, &found[at]);
    let before = &found[at.checked_sub(1)?];
    let direct = before.end == one.title || (before.end + 1 == one.title && words::is_possessive(reading, before.end));
    (one.title < one.start && direct).then_some(before)
}

/// The name before a comma or role: "a spokesman for the army, X,", "the army's chief spokesman, X,".
fn before<'f, 'a>(context: &Context<'_, '_, 'a>, found: &'f [Found<'a>], at: usize) -> Option<&'f Found<'a>> {
    let (reading, one) = (&context.reading, &found[at]);
    let before = &found[at.checked_sub(1)?];
    let sentence = reading.sentence_tokens(one.start).start;
    let comma = one.start.checked_sub(1).filter(|&comma| reading.word(comma) == ",")?;
    if before.start < sentence || before.end > comma || comma > before.end + 5 {
        return None;
    }
    let owns = words::is_possessive(reading, before.end) && words::cue_ending_at(reading, comma, OFFICES).is_some();
    let adjective = matches!(before.sense, Sense::Silent) && words::cue_ending_at(reading, comma, OFFICES).is_some();
    let of = before.end == comma && {
        let start = without_article(reading, before.start);
        words::cue_ending_at(reading, start, &[CueClass::Preposition])
            .is_some_and(|hit| words::cue_ending_at(reading, hit.tokens.start as usize, OFFICES).is_some())
    };
    (owns || adjective || of).then_some(before)
}

const OFFICES: &[CueClass] = &[CueClass::PersonRole, CueClass::PersonTitle];

/// The name in the apposition behind: "X, spokesman for the junta", "X, the Ukrainian army chief,".
fn behind<'f, 'a>(context: &Context<'_, '_, 'a>, found: &'f [Found<'a>], at: usize) -> Option<&'f Found<'a>> {
    let (reading, one) = (&context.reading, &found[at]);
    let next = found.get(at + 1).filter(|next| next.start <= one.end + REACH)?;
    if reading.word(one.end) != "," || !reading.sentence_tokens(one.start).contains(&next.start) {
        return None;
    }
    let office = |from: usize, to: usize| {
        (from..to).any(|at| OFFICES.iter().any(|&class| reading.has(at, class)))
            && (from..to).all(|at| reading.word(at) != ",")
    };
    let preposition = words::cue_ending_at(reading, without_article(reading, next.start), &[CueClass::Preposition]);
    let of = preposition.is_some() && office(one.end + 1, next.start);
    let limit = reading.sentence_tokens(one.start).end.min(next.end + 6);
    let close = (next.end..limit).find(|&at| reading.kind(at) == Some(crossread_text::TokenKind::Punctuation));
    let first = words::after_article(reading, one.end + 1);
    let opens = next.start == first || (next.start == first + 1 && words::is_lower(reading, first));
    (of || (opens && office(next.end, close.unwrap_or(limit)))).then_some(next)
}

/// The token before an article that ends before `at`, else `at`.
fn without_article(reading: &Reading<'_, '_>, at: usize) -> usize {
    words::cue_ending_at(reading, at, &[CueClass::Article]).map_or(at, |hit| hit.tokens.start as usize)
}

/// The party a name stands for in a title: a country, a place in it and its nationality word stand for its government.
fn party_of<'a>(context: &Context<'_, '_, 'a>, owner: &Found<'a>) -> Option<Party<'a>> {
    let lexicon = context.lexicon();
    let code = match &owner.sense {
        Sense::Party(party, _) | Sense::Either(party, ..) => return Some(party.clone()),
        Sense::Place(site) => site.options.first()?.country.as_deref()?,
        Sense::Silent => context.reading.scan.names(owner.start).find_map(|hit| match meaning(lexicon, hit) {
            Meaning::Nationality(code) if hit.tokens.end as usize == owner.end => Some(code),
            _ => None,
        })?,
    };
    states::government(lexicon, context.survey, code)
}
