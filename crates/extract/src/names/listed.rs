//! Names that the lexicon lists, with every meaning that the document admits.

use std::borrow::Cow;

use crossread_lexicon::{Actor, ActorType, CueClass, DemonymForm, Level, Name, NameHit, Place};
use crossread_text::{SentenceKind, TokenKind};

use crate::actors::{bare, states};
use crate::extraction::ActorForm;
use crate::names::context::Context;
use crate::names::found::{Found, Party, Sense, Site};
use crate::names::survey::{Meaning, meaning};
use crate::names::{evidence, words};
use crate::places::resolve;
use crate::reading::Reading;

/// The meanings of the longest name at a token.
#[derive(Debug, Default)]
struct Meanings<'a> {
    actors: Vec<&'a Actor>,
    places: Vec<&'a Place>,
    nationality: Option<&'a str>,
    plural: bool,
    other: bool,
}

/// The longest listed name that begins at `at`.
pub(crate) fn at<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    if !context.reading.scan.has_name(at) {
        return None;
    }
    let lexicon = context.lexicon();
    let mut meanings = Meanings::default();
    let mut end = 0;
    for hit in context.reading.scan.names(at) {
        if end != 0 && hit.tokens.end as usize != end {
            break;
        }
        if (context.survey.admits(lexicon, hit) || is_located_town(context, hit) || is_agency(context, hit))
            && !is_tail_of_word(context, hit)
            && !is_loud_pronoun(context, hit)
        {
            end = hit.tokens.end as usize;
            meanings.add(context, hit);
        }
    }
    if end == 0 {
        None
    } else if is_of_a_quantity(context, at, end) || is_of_a_treaty(context, end, &meanings) {
        Some(Found::new(at, end, Sense::Silent, "places/listed"))
    } else {
        Some(meanings.found(context, at, end))
    }
}

/// "GOMA, Congo (AP) —": an outlet that needs context has it in the brackets of a dateline.
fn is_agency(context: &Context<'_, '_, '_>, hit: NameHit<'_>) -> bool {
    let Meaning::Actor(actor) = meaning(context.lexicon(), hit) else { return false };
    let (reading, at) = (&context.reading, hit.tokens.start as usize);
    let first = reading.sentence_tokens(at).start;
    actor.kind == ActorType::Media
        && at > first
        && reading.word(at - 1) == "("
        && reading.word(hit.tokens.end as usize) == ")"
        && evidence::is_dateline(reading, first, first + 1)
}

/// A town that needs context has some behind a preposition of place, in a country that the document names.
fn is_located_town(context: &Context<'_, '_, '_>, hit: NameHit<'_>) -> bool {
    let Meaning::Place(place) = meaning(context.lexicon(), hit) else { return false };
    let (reading, at) = (&context.reading, hit.tokens.start as usize);
    if place.level == Level::City && evidence::is_dateline(reading, at, hit.tokens.end as usize) {
        return true;
    }
    matches!(place.level, Level::City | Level::Admin2)
        && place.country.as_deref().is_some_and(|code| context.survey.country(code) > 1)
        && words::cue_ending_at(reading, at, &[CueClass::PlacePreposition]).is_some_and(|hit| {
            hit.cue.value.is_empty() && reading.has(hit.tokens.start as usize, CueClass::Preposition)
        })
}

/// A word of a date ("Mizan 20") or of a unit ("US dollars", "US$") is no name.
fn is_of_a_quantity(context: &Context<'_, '_, '_>, at: usize, end: usize) -> bool {
    let reading = &context.reading;
    let in_unit = reading.scan.units(at).any(|(tokens, _)| tokens.indices().end > end);
    let currency = reading.kind(end) == Some(TokenKind::Symbol) && reading.glued(end);
    let next = context.times.partition_point(|time| time.tokens.indices().end <= at);
    in_unit
        || currency
        || context.times.get(next).is_some_and(|time| {
            // "March 23 Movement": a name that reaches over a whole date is no part of it.
            let date = time.tokens.indices();
            date.contains(&at) && !(date.start >= at && date.end < end)
        })
}

/// "the Minsk agreements", "Geneva Conventions": the city is part of the name of what was signed there.
fn is_of_a_treaty(context: &Context<'_, '_, '_>, end: usize, meanings: &Meanings<'_>) -> bool {
    meanings.places.iter().any(|place| place.level == Level::City)
        && meanings.nationality.is_none()
        && context.reading.has(end, CueClass::TreatyNoun)
}

/// A name glued by a hyphen to a lower-case word before it is a part of that word (`anti-Pakistan`).
fn is_tail_of_word(context: &Context<'_, '_, '_>, hit: NameHit<'_>) -> bool {
    let at = hit.tokens.start as usize;
    at >= 2 && words::is_hyphen(&context.reading, at - 1) && words::is_lower(&context.reading, at - 2)
}

/// A small word of a line in capitals that is spelled like an acronym: "A SPOKESMAN, WHO ASKED NOT TO BE NAMED".
fn is_loud_pronoun(context: &Context<'_, '_, '_>, hit: NameHit<'_>) -> bool {
    const SMALL: &[CueClass] = &[CueClass::Relative, CueClass::Auxiliary, CueClass::Preposition, CueClass::Article];
    let (reading, at) = (&context.reading, hit.tokens.start as usize);
    hit.tokens.len() == 1
        && SMALL.iter().any(|&class| reading.has(at, class))
        && (words::is_loud(reading, at) || is_loud_title(reading, at))
}

/// A title of a few words, all of them in capitals ("WHO RETURNS").
fn is_loud_title(reading: &Reading<'_, '_>, at: usize) -> bool {
    let tokens = reading.sentence_tokens(at);
    reading.sentence(reading.sentence_of(at)).is_some_and(|sentence| sentence.kind == SentenceKind::Heading)
        && tokens.len() > 1
        && tokens.clone().all(|at| !reading.word(at).chars().any(char::is_lowercase))
        && tokens.filter(|&at| reading.kind(at) == Some(TokenKind::Word)).count() > 1
}

/// True for the people that an adjective without noun names behind a number: "two million Burkinabè had fled".
fn is_counted_people(context: &Context<'_, '_, '_>, start: usize, end: usize) -> bool {
    let reading = &context.reading;
    let counted = start > 0
        && (reading.kind(start - 1) == Some(TokenKind::Number)
            || words::cue_ending_at(reading, start, &[CueClass::NumberScale, CueClass::NumberUnit]).is_some());
    counted && reading.word(start - 1) != "one" && bare::is_noun(reading, end)
}

impl<'a> Meanings<'a> {
    fn add(&mut self, context: &Context<'_, '_, 'a>, hit: NameHit<'a>) {
        let lexicon = context.lexicon();
        match meaning(lexicon, hit) {
            Meaning::Actor(actor) => self.actors.push(actor),
            Meaning::Place(place) => self.places.push(place),
            Meaning::Nationality(code) => {
                if let Name::Demonym(index) = hit.name.name {
                    self.plural |=
                        lexicon.demonyms.get(index as usize).is_some_and(|word| word.form == DemonymForm::Plural);
                }
                let better =
                    self.nationality.is_none_or(|known| context.survey.country(code) > context.survey.country(known));
                if better {
                    self.nationality = Some(code);
                }
            }
            Meaning::Other => self.other = true,
        }
    }

    fn found(mut self, context: &Context<'_, '_, 'a>, start: usize, end: usize) -> Found<'a> {
        // "Somali forces" are of the nation, "Somali region" is a place.
        if self.nationality.is_some() && !context.reading.has(end, CueClass::PlaceHead) {
            self.places.clear();
        }
        let survey = context.survey;
        let weight = |actor: &Actor| actor.country.as_deref().map_or(0, |code| survey.country(code));
        self.actors.sort_by_key(|actor| std::cmp::Reverse((survey.has_party(&actor.id), weight(actor))));
        let party = self.actors.first().map(|actor| context.current(actor));
        let alternatives = self.actors.iter().skip(1).map(|actor| Cow::Borrowed(actor.id.as_str())).collect();
        let form = form_of(context, start, end, party.as_ref());
        let sense = match (party, self.places.is_empty()) {
            _ if self.other => Sense::Silent,
            (Some(party), true) => Sense::Party(party, form),
            (party, false) => self.either(context, party),
            (None, true) => self.people(context, start, end),
        };
        let rule = match &sense {
            Sense::Party(party, _) if party.kind == ActorType::Person => "actors/person-listed",
            Sense::Party(_, ActorForm::Descriptor) => "actors/people",
            Sense::Place(_) => "places/listed",
            _ => "actors/listed",
        };
        Found { alternatives, ..Found::new(start, end, sense, rule) }
    }

    /// A spelling with a place among its meanings.
    fn either(self, context: &Context<'_, '_, 'a>, party: Option<Party<'a>>) -> Sense<'a> {
        let mut places = self.places;
        resolve::presort(context, &mut places);
        let country =
            places.first().filter(|place| place.level == Level::Country).and_then(|place| place.country.as_deref());
        let party = party.or_else(|| match country {
            Some(code) => states::government(context.lexicon(), context.survey, code),
            // Namesakes of a capital elsewhere are no seat.
            None => places.first().and_then(|place| states::seated_in(context.lexicon(), context.survey, place)),
        });
        let form = if country.is_some() { ActorForm::Name } else { ActorForm::Metonym };
        match party {
            Some(party) => Sense::Either(party, form, Site::listed(places)),
            None => Sense::Place(Site::listed(places)),
        }
    }

    /// `Afghans` is a people; `Afghan` alone is nothing.
    fn people(&self, context: &Context<'_, '_, 'a>, start: usize, end: usize) -> Sense<'a> {
        match self.nationality {
            Some(code) if self.plural || is_counted_people(context, start, end) => {
                let word = context.reading.span(start, end).of(context.reading.text());
                let mut party = Party::unlisted(words::slug(word), word, ActorType::People);
                party.known = true;
                party.country = Some(Cow::Borrowed(code));
                Sense::Party(party, ActorForm::Descriptor)
            }
            _ => Sense::Silent,
        }
    }
}

/// How a listed name names its party.
fn form_of(context: &Context<'_, '_, '_>, start: usize, end: usize, party: Option<&Party<'_>>) -> ActorForm {
    let Some(party) = party else { return ActorForm::Name };
    let reading = &context.reading;
    match party.kind {
        ActorType::Person => ActorForm::Person,
        ActorType::GovernmentBody => ActorForm::Name,
        // "Pakistani military", "Afghan authorities": the head is a common noun.
        _ if end > start + 1 && words::is_lower(reading, end - 1) => ActorForm::Descriptor,
        _ => ActorForm::Name,
    }
}
