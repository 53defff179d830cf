//! The one walk over the tokens: at each the rules that may begin there, and the longest reading wins.

use crossread_lexicon::{ActorType, CueClass, CueSet, Level};
use crossread_text::TokenKind;

use crate::actors::descriptors::{self, Link, Owner};
use crate::actors::persons::Persons;
use crate::actors::{bare, unlisted};
use crate::names::context::Context;
use crate::names::found::{Found, Sense};
use crate::names::{listed, survey, words};
use crate::places::heads;

/// Nouns that name a body whose owner stands behind them or elsewhere.
const HEADS: CueSet = CueSet::of(&[
    CueClass::ForceNoun,
    CueClass::InstitutionNoun,
    CueClass::OfficialNoun,
    CueClass::Portfolio,
    CueClass::SourceNoun,
]);

/// Everything found, in text order, without overlaps.
pub(crate) fn walk<'a>(context: &Context<'_, '_, 'a>, persons: &Persons<'a>) -> Vec<Found<'a>> {
    let mut found: Vec<Found<'a>> = Vec::new();
    let mut at = 0;
    while at < context.reading.len() {
        match recognise(context, persons, &found, at) {
            Some(next) => {
                at = next.end.max(at + 1);
                found.push(next);
            }
            None => at += 1,
        }
    }
    found
}

/// The reading of the tokens from `at`.
fn recognise<'a>(
    context: &Context<'_, '_, 'a>,
    persons: &Persons<'a>,
    before: &[Found<'a>],
    at: usize,
) -> Option<Found<'a>> {
    let reading = &context.reading;
    if reading.kind(at) == Some(TokenKind::Number) {
        return unlisted::numbered(context, at);
    }
    if reading.kind(at) != Some(TokenKind::Word) {
        return None;
    }
    if let Some(person) = persons.at(at) {
        return Some(person);
    }
    if !reading.shape(at).is_capitalised() {
        if !reading.scan.has_name(at) && !reading.scan.has_any(at, HEADS) {
            return None;
        }
        // A descriptor may be listed in lower case; else only heads that name their owner elsewhere.
        return longer(listed::at(context, at), headed(context, before, at));
    }
    if let Some(short) = introduced(context, at) {
        return Some(short);
    }
    let listed = listed::at(context, at);
    let built = match &listed {
        Some(owner) => after_owner(context, owner),
        None => None,
    };
    let built = longer(built, descriptors::of_people(context, at));
    let other = match built {
        Some(built) => Some(built),
        None => longer(headed(context, before, at), unlisted::at(context, at)),
    };
    let place = heads::at(context, at, listed.as_ref());
    let found = longer(longer(listed, other), place).or_else(|| heads::by_preposition(context, at))?;
    Some(if is_cut(context, persons, before, &found) { whole_name(context, &found) } else { found })
}

/// True for a small listed place inside a longer unknown name: "Inayat Kalay", "Adan Yabaal".
fn is_cut(context: &Context<'_, '_, '_>, persons: &Persons<'_>, before: &[Found<'_>], found: &Found<'_>) -> bool {
    let Sense::Place(site) = &found.sense else { return false };
    let Some(best) = site.options.first() else { return false };
    if site.headed || best.level <= Level::Admin1 && context.survey.country(best.country.as_deref().unwrap_or("")) > 1 {
        return false;
    }
    let reading = &context.reading;
    let sentence = reading.sentence_tokens(found.start);
    let unknown = |at: usize| {
        words::is_name_word(reading, at)
            && sentence.contains(&at)
            && !context.is_shouting(at)
            && !words::is_common(reading, at)
            && !reading.scan.has_name(at)
            && persons.at(at).is_none()
    };
    let taken = before.last().is_some_and(|last| last.end == found.start);
    let after = unknown(found.end) && !reading.glued(found.end);
    after || (!taken && found.start > sentence.start + 1 && unknown(found.start - 1) && !reading.glued(found.start))
}

/// The unknown name that a listed one is a part of: nothing unless a preposition of place tells.
fn whole_name<'a>(context: &Context<'_, '_, 'a>, found: &Found<'a>) -> Found<'a> {
    heads::by_preposition(context, found.start).unwrap_or_else(|| {
        Found::new(
            found.start,
            unlisted::sequence_end(&context.reading, found.start).max(found.end),
            Sense::Silent,
            found.rule,
        )
    })
}

/// The longer of two readings, the first when they are equally long.
fn longer<'a>(first: Option<Found<'a>>, second: Option<Found<'a>>) -> Option<Found<'a>> {
    match (first, second) {
        (Some(first), Some(second)) => Some(if second.end > first.end { second } else { first }),
        (first, second) => first.or(second),
    }
}

/// The party behind a short name that the document introduces.
fn introduced<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let known = context.introductions.get(context.reading.word(at))?;
    if known.start <= at && at < known.end {
        return None;
    }
    let long = long_name(context, known.start)?;
    let Sense::Party(..) = &long.sense else { return None };
    Some(Found { alternatives: long.alternatives, ..Found::new(at, at + 1, long.sense, "actors/introduced") })
}

/// The reading of the long name of an introduction.
fn long_name<'a>(context: &Context<'_, '_, 'a>, start: usize) -> Option<Found<'a>> {
    let listed = listed::at(context, start).filter(|found| !matches!(found.sense, Sense::Silent));
    let built = listed.as_ref().and_then(|owner| after_owner(context, owner));
    longer(longer(longer(listed, built), headed(context, &[], start)), unlisted::at(context, start))
}

/// A party that a listed name makes with the role noun behind it.
fn after_owner<'a>(context: &Context<'_, '_, 'a>, name: &Found<'a>) -> Option<Found<'a>> {
    let reading = &context.reading;
    let possessive = words::is_possessive(reading, name.end);
    let (after, link) = if possessive { (name.end + 1, Link::Possessive) } else { (name.end, Link::Adjunct) };
    let (owner, link) = match &name.sense {
        Sense::Silent => (Owner::Country(nationality(context, name)?), Link::Adjective),
        Sense::Either(party, _, site) => match party.country.as_deref().zip(site.options.first()) {
            Some((_, place))
                if matches!(party.kind, ActorType::State | ActorType::ArmedGroup | ActorType::SecurityForce) =>
            {
                (country_of(context, place, after)?, link)
            }
            _ => (Owner::Party(party.clone()), link),
        },
        Sense::Party(party, _) => match country_code(context, party) {
            Some(code) => (Owner::Country(code), link),
            None => (Owner::Party(party.clone()), link),
        },
        Sense::Place(site) => (Owner::Place(site.options.first()?), link),
    };
    descriptors::owned(context, name.start, after, link, &owner)
}

/// A capital stands for its country before every head but `police` and the bodies of a city.
fn country_of<'a>(
    context: &Context<'_, '_, 'a>,
    place: &'a crossread_lexicon::Place,
    after: usize,
) -> Option<Owner<'a>> {
    let code = place.country.as_deref()?;
    if place.level == Level::Country {
        return Some(Owner::Country(code));
    }
    let (head, _) = descriptors::head_at(context, after)?;
    Some(match head {
        descriptors::Head::Force("police")
        | descriptors::Head::Members("police")
        | descriptors::Head::Institution(..) => Owner::Place(place),
        // "Kabul residents", "Beirut officials": people of the city.
        descriptors::Head::People(_) => return None,
        _ => Owner::Country(code),
    })
}

/// The country of a state party, which its lexicon row names.
fn country_code<'a>(context: &Context<'_, '_, 'a>, party: &crate::names::found::Party<'a>) -> Option<&'a str> {
    if party.kind != ActorType::State {
        return None;
    }
    context.lexicon().actor(&party.id).and_then(|actor| actor.country.as_deref())
}

/// The country of a nationality word.
fn nationality<'a>(context: &Context<'_, '_, 'a>, name: &Found<'a>) -> Option<&'a str> {
    let lexicon = context.lexicon();
    context
        .reading
        .scan
        .names(name.start)
        .filter(|hit| hit.tokens.end as usize == name.end)
        .filter_map(|hit| match survey::meaning(lexicon, hit) {
            survey::Meaning::Nationality(code) => Some(code),
            _ => None,
        })
        .max_by_key(|code| context.survey.country(code))
}

/// A head noun whose owner stands behind it or elsewhere: "army of Pakistan", "the interior ministry".
fn headed<'a>(context: &Context<'_, '_, 'a>, before: &[Found<'a>], at: usize) -> Option<Found<'a>> {
    if context.reading.scan.has_any(at, HEADS) { bare::at(context, before, at) } else { None }
}
