//! Places known by the head noun beside their name: "Barmal district", "town of Karo", "Lomen camp".

use std::borrow::Cow;

use crossread_lexicon::{CueClass, CueSet, Level};

use crate::names::context::Context;
use crate::names::found::{Found, Sense, Site};
use crate::names::survey::{Meaning, meaning};
use crate::names::words;
use crate::reading::Reading;

/// The unlisted place whose name begins at `at`; `listed` is what the lexicon knows there.
pub(crate) fn at<'a>(context: &Context<'_, '_, 'a>, at: usize, listed: Option<&Found<'a>>) -> Option<Found<'a>> {
    let reading = &context.reading;
    if listed.is_some_and(|found| !matches!(found.sense, Sense::Silent)) || context.is_shouting(at) {
        return None;
    }
    let end = name_end(context, at)?;
    let (level, rule) = match (head_before(context, at), head_behind(context, end)) {
        (Some(level), _) => (level, "places/head-before"),
        (None, Some(level)) if listed.is_none() => (level, "places/head-behind"),
        _ => return None,
    };
    if rule == "places/head-behind" && is_common(context, at, end) {
        return None;
    }
    let site = Site::unlisted(level, true);
    let name = reading.span(at, end).of(reading.text());
    let note = Some(Cow::Borrowed("in no lexicon: known by its head noun"));
    if words::slug(name).is_empty() {
        return None;
    }
    Some(Found { note, ..Found::new(at, end, Sense::Place(site), rule) })
}

/// "an Islamic state", "Coastal towns were hit": an indefinite article before it, or the capital of the sentence and a
/// plural or the form of an adjective, tell a common word.
fn is_common(context: &Context<'_, '_, '_>, at: usize, end: usize) -> bool {
    let reading = &context.reading;
    let article = words::cue_ending_at(reading, at, &[CueClass::Article]);
    let indefinite = article.is_some_and(|hit| matches!(hit.cue.phrase.as_str(), "a" | "an"));
    let opens = reading.sentence_tokens(at).start == at && end == at + 1;
    let plural = reading.cue(end, CueClass::PlaceHead).is_some_and(|hit| hit.cue.phrase.ends_with('s'));
    let adjective = ["ed", "ing", "al", "ern"].iter().any(|ending| reading.word(at).ends_with(ending));
    // "Army checkpoint": whose it is.
    let force = [CueClass::ForceNoun, CueClass::GroupNoun, CueClass::PersonNoun];
    let owner = force.iter().any(|&class| reading.has(at, class));
    indefinite || (opens && (plural || adjective || owner))
}

/// Where a name of one to three capitals that is no small word ends.
pub(crate) fn name_end(context: &Context<'_, '_, '_>, at: usize) -> Option<usize> {
    const NOT: &[CueClass] = &[
        CueClass::Article,
        CueClass::Preposition,
        CueClass::PlacePreposition,
        CueClass::Conjunction,
        CueClass::Pronoun,
        CueClass::Direction,
        CueClass::Ordinal,
        CueClass::NumberUnit,
        CueClass::PlaceHead,
        CueClass::Adverb,
        CueClass::Month,
        CueClass::Weekday,
        CueClass::PeopleNoun,
        CueClass::GeographyNoun,
        CueClass::Negation,
        CueClass::Relative,
        CueClass::PeopleAdjective,
    ];
    let reading = &context.reading;
    let fits = |at: usize| words::is_name_word(reading, at) && !NOT.iter().any(|&class| reading.has(at, class));
    let limit = reading.sentence_tokens(at).end.min(at + 5);
    if !fits(at) {
        return None;
    }
    let mut end = at + 1;
    while end < limit {
        if fits(end) {
            end += 1;
        } else if words::is_hyphen(reading, end) && is_hyphened_part(reading, end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    Some(end)
}

/// An unlisted place known by the preposition alone: "in Izmail", "near Chipwi and Tsawlaw".
pub(crate) fn by_preposition<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    let plain = words::cue_ending_at(reading, at, &[CueClass::PlacePreposition]).is_some_and(|hit| {
        hit.cue.value.is_empty()
            && hit.tokens.len() == 1
            && reading.has(hit.tokens.start as usize, CueClass::Preposition)
    });
    if !plain || context.is_shouting(at) {
        return None;
    }
    let end = name_end(context, at)?;
    let closes = end > at + 2 || words::is_possessive(reading, end) || words::is_hyphen(reading, end);
    if !is_unknown(context, at, end) || closes || is_adjective(reading, end) {
        return None;
    }
    let site = Site::unlisted(Level::City, false);
    let note = Some(Cow::Borrowed("in no lexicon: known by the preposition before it"));
    Some(Found { note, ..Found::new(at, end, Sense::Place(site), "places/by-preposition") })
}

/// True for a name of which neither lexicon nor cue words know anything.
pub(crate) fn is_unknown(context: &Context<'_, '_, '_>, at: usize, end: usize) -> bool {
    let reading = &context.reading;
    // A title may open the name of a place ("Sheikh Karo"); any other known word makes it something else.
    let unknown = (at..end).all(|word| {
        let mut cues = reading.scan.cues(word);
        !words::is_all_caps(reading.word(word))
            && cues.all(|hit| {
                hit.cue.class == CueClass::GivenName || (word + 1 < end && hit.cue.class == CueClass::PersonTitle)
            })
    });
    unknown && reading.span(at, end).len() >= 4 && reading.scan.names(at).next().is_none()
}

/// "in Karo no-fire zones": a common noun right behind makes an adjective of the capital.
fn is_adjective(reading: &Reading<'_, '_>, end: usize) -> bool {
    const GOES_ON: CueSet = CueSet::of(&[
        CueClass::Preposition,
        CueClass::PlacePreposition,
        CueClass::Conjunction,
        CueClass::Auxiliary,
        CueClass::Adverb,
        CueClass::Relative,
        CueClass::Article,
        CueClass::Pronoun,
        CueClass::SayVerb,
        CueClass::ActVerb,
        CueClass::DenyVerb,
        CueClass::MeasureVerb,
        CueClass::MeasureIntransitive,
        CueClass::Modality,
        CueClass::PlaceHead,
        CueClass::Direction,
        CueClass::AccordingTo,
        CueClass::Including,
        CueClass::Hearsay,
        CueClass::ComparatorBefore,
        CueClass::NumberUnit,
        CueClass::NumberVague,
        CueClass::TimePreposition,
        CueClass::TimeRelative,
        CueClass::TimeSince,
        CueClass::TimeUntil,
        CueClass::TimePart,
        CueClass::TimeAgo,
        CueClass::DayRelative,
        CueClass::DayPart,
    ]);
    let word = reading.word(end);
    let verb = ["ed", "ing", "ly"].iter().any(|ending| word.ends_with(ending));
    words::is_lower(reading, end) && !reading.glued(end) && !verb && !reading.scan.has_any(end, GOES_ON)
}

/// The part of a name behind a hyphen: a capital, or a small particle; not "held" or "controlled".
fn is_hyphened_part(reading: &Reading<'_, '_>, at: usize) -> bool {
    reading.kind(at) == Some(crossread_text::TokenKind::Word)
        && (words::is_name_word(reading, at) || reading.word(at).len() <= 3 || reading.has(at, CueClass::NameParticle))
}

/// The level of a head right behind a name: "Barmal district", "Karo Valley".
pub(crate) fn head_behind(context: &Context<'_, '_, '_>, end: usize) -> Option<Level> {
    let hit = context.reading.cue(end, CueClass::PlaceHead)?;
    // A glued hyphen or a plural verb would make another word of it.
    if context.reading.glued(end) { None } else { Level::from_name(&hit.cue.value) }
}

/// True for a country or nationality word of one token.
fn is_country(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let lexicon = context.lexicon();
    context.reading.scan.names(at).any(|hit| match meaning(lexicon, hit) {
        Meaning::Nationality(_) => true,
        Meaning::Place(place) => place.level == Level::Country,
        _ => false,
    })
}

/// The level of a head before a name: "the town of Karo", "the village Karo".
pub(crate) fn head_before(context: &Context<'_, '_, '_>, at: usize) -> Option<Level> {
    let reading = &context.reading;
    if at < 2 || reading.word(at - 1) != "of" {
        return None;
    }
    let hit = words::cue_ending_at(reading, at - 1, &[CueClass::PlaceHead])?;
    // "Wetlet township of Sagaing": the head belongs to the name before it, unless that is a country
    // ("the Nigerian village of Karo", "the northeast Nigeria village of Karo").
    let head = hit.tokens.start as usize;
    let taken = head > 0
        && !reading.glued(head)
        && words::is_name_word(reading, head - 1)
        && !words::is_name_word(reading, head)
        && !is_country(context, head - 1);
    if taken { None } else { Level::from_name(&hit.cue.value) }
}
