//! Persons known by their first name alone: "Anne Mimo gripped it", "By Anne Mimo".

use crossread_lexicon::{ActorType, CueClass, CueSet, Level, NameHit};
use crossread_text::TokenKind;

use crate::actors::persons;
use crate::names::context::Context;
use crate::names::survey::{Meaning, meaning};
use crate::names::words;
use crate::reading::Reading;

/// Where the name of a person ends that opens with a first name of the lexicon and goes on with a surname.
pub(super) fn name_at(context: &Context<'_, '_, '_>, at: usize) -> Option<usize> {
    let reading = &context.reading;
    if !reading.has(at, CueClass::GivenName)
        || !words::is_name_word(reading, at)
        || words::is_loud(reading, at)
        || context.is_shouting(at)
        || !is_free_before(reading, at)
    {
        return None;
    }
    let end = persons::name_end(context, at).filter(|&end| end > at + 1)?;
    let first = reading.scan.names(at).any(|hit| is_something_else(context, hit, end));
    (!first && !holds_a_nation(context, at, end) && is_free_behind(reading, end)).then_some(end)
}

/// True when a word behind the first is a country, a nationality or a listed body: then the capitals are no person.
pub(super) fn holds_a_nation(context: &Context<'_, '_, '_>, start: usize, end: usize) -> bool {
    (start + 1..end).any(|word| context.reading.scan.names(word).any(|hit| is_nation(context, hit)))
}

/// True when nothing before makes the name a part of a longer one or a place.
fn is_free_before(reading: &Reading<'_, '_>, at: usize) -> bool {
    let first = reading.sentence_tokens(at).start;
    if at == first {
        return true;
    }
    let before = at - 1;
    let joined = words::is_name_word(reading, before) && !words::is_small_opening(reading, before);
    let glued = reading.glued(at) && !words::is_quote(reading, before) && reading.word(before) != "(";
    let article = words::cue_ending_at(reading, at, &[CueClass::Article]).is_some();
    let place = words::cue_ending_at(reading, at, &[CueClass::PlacePreposition]).is_some_and(|hit| {
        let start = hit.tokens.start as usize;
        hit.cue.value.is_empty()
            // "the village of Karo Mimo"
            || words::cue_ending_at(reading, start, &[CueClass::PlaceHead]).is_some()
    });
    !(joined || glued || article || place)
}

/// True when no head noun, hyphen or number behind makes the name a part of something else.
fn is_free_behind(reading: &Reading<'_, '_>, end: usize) -> bool {
    const HEADS: CueSet = CueSet::of(&[
        CueClass::PlaceHead,
        CueClass::GroupNoun,
        CueClass::InstitutionNoun,
        CueClass::ForceNoun,
        CueClass::GeographyNoun,
        CueClass::EventNoun,
    ]);
    let head = words::is_lower(reading, end) && reading.scan.has_any(end, HEADS) && !words::speaks_at(reading, end);
    let numbered = reading.kind(end) == Some(TokenKind::Number);
    !head && !numbered && !words::is_hyphen(reading, end) && !words::is_name_word(reading, end)
}

/// True when a listed name that begins at the first name is no person: a body, or a place of several words.
fn is_something_else(context: &Context<'_, '_, '_>, hit: NameHit<'_>, end: usize) -> bool {
    match meaning(context.lexicon(), hit) {
        Meaning::Actor(actor) => actor.kind != ActorType::Person,
        Meaning::Place(place) => {
            let last = hit.tokens.end as usize;
            // "Chaman-Spin Boldak": two places, where "Jean-Luc Karo" is one person.
            hit.tokens.len() > 1
                || place.level <= Level::Admin1
                || last >= end
                || words::is_hyphen(&context.reading, last)
        }
        Meaning::Nationality(_) | Meaning::Other => true,
    }
}

/// True for a country, a nationality or a listed body inside the name: then it is no surname.
fn is_nation(context: &Context<'_, '_, '_>, hit: NameHit<'_>) -> bool {
    !hit.name.context
        && match meaning(context.lexicon(), hit) {
            Meaning::Actor(actor) => actor.kind != ActorType::Person,
            Meaning::Place(place) => place.level == Level::Country,
            Meaning::Nationality(_) => true,
            Meaning::Other => false,
        }
}

#[cfg(test)]
mod tests {
    use crate::check::check_names as check;

    #[test]
    fn a_first_name_opens_a_person() {
        check("Fatima Torel lost her house.", "[Fatima Torel=person:fatima-torel*]");
        check("They buried Oleksandr Karo on a hill.", "[Oleksandr Karo=person:oleksandr-karo*]");
        check("By Anne Marou", "[Anne Marou=person:anne-marou*]");
    }

    #[test]
    fn what_a_first_name_does_not_make_a_person() {
        check("Shops in Omar Torel were shut.", "");
        check("Ibrahim Torel village was quiet.", "{Ibrahim Torel=ibrahim-torel city}");
        check("The Omar Karo Brigade attacked them.", "[Omar Karo Brigade=omar-karo-brigade*]");
    }

    #[test]
    fn ages_and_bodies_tell_persons() {
        check("The dead are 46-year-old Tolok Marou and a boy.", "[Tolok Marou=person:tolok-marou*]");
        check(
            "Tolok Marou of the Sona River Front said so.",
            "[Tolok Marou=person:tolok-marou*] [Sona River Front=sona-river-front*]",
        );
    }
}
