//! Groups and bodies that no lexicon lists, known by the head noun of their name.

use crossread_lexicon::{ActorType, CueClass};
use crossread_text::TokenKind;

use crate::extraction::ActorForm;
use crate::names::context::Context;
use crate::names::found::{Found, Party, Sense};
use crate::names::survey::{Meaning, meaning};
use crate::names::{evidence, words};
use crate::reading::Reading;

/// The longest name reaches over this many tokens.
const LONGEST: usize = 14;

/// The unlisted body whose name begins at `at`.
pub(crate) fn at<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    if !words::is_name_word(reading, at) || context.is_shouting(at) || is_function_word(reading, at) {
        return None;
    }
    let end = before_party(context, at, sequence_end(reading, at));
    if is_person_of_body(reading, at, end) || is_bare_force(reading, at, end) {
        return None;
    }
    if reading.cue(at, CueClass::InstitutionNoun).is_some_and(|hit| hit.cue.value == "silent") && end > at + 1 {
        return Some(Found::new(at, end, Sense::Silent, "actors/unlisted-group"));
    }
    let (end, kind, rule) = by_last_word(reading, at, end)
        .or_else(|| by_first_word(reading, at, end))
        .or_else(|| introduced(context, at))
        .or_else(|| by_apposition(reading, at, end))
        .or_else(|| set_off(reading, at, end))
        .or_else(|| behind_head(context, at, end))
        .or_else(|| dateline_agency(reading, at, end))
        .or_else(|| outlet(context, at))?;
    let venue = (at..end)
        .rev()
        .any(|at| reading.cue(at, CueClass::InstitutionNoun).is_some_and(|hit| hit.cue.value == "venue"));
    if venue && !words::speaks_at(reading, words::after_adverbs(reading, end)) {
        return Some(Found::new(at, end, Sense::Silent, rule));
    }
    let end = with_field(context, kind, end);
    let name = reading.span(at, end).of(reading.text());
    let party = short_of(context, at, end).unwrap_or_else(|| Party::unlisted(words::slug(name), name, kind));
    Some(Found::new(at, end, Sense::Party(party, ActorForm::Name), rule))
}

/// "33rd Front", "4th Karo Brigade": an ordinal in digits opens the name of a unit whose head has its capital.
pub(crate) fn numbered<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    let name = at + 2;
    let ordinal = reading.has(at + 1, CueClass::OrdinalSuffix) && reading.glued(at + 1);
    if !ordinal || !words::is_name_word(reading, name) || context.is_shouting(at) {
        return None;
    }
    let end = sequence_end(reading, name);
    let (head, kind, head_end) =
        (name..end).find_map(|at| head_kind(reading, at).map(|(kind, end)| (at, kind, end)))?;
    let force = matches!(kind, ActorType::ArmedGroup | ActorType::SecurityForce);
    if !force || head > name + 3 || head_end > end || reading.has(head, CueClass::PlaceHead) {
        return None;
    }
    let name = reading.span(at, head_end).of(reading.text());
    let party = Party::unlisted(words::slug(name), name, kind);
    Some(Found::new(at, head_end, Sense::Party(party, ActorForm::Name), "actors/unlisted-group"))
}

/// Where a sequence stops before a listed party of several words behind "of": "Uzbeks of the Islamic Movement of ...".
fn before_party(context: &Context<'_, '_, '_>, start: usize, end: usize) -> usize {
    let reading = &context.reading;
    let party = |at: usize| {
        reading.scan.names(at).any(|hit| {
            hit.tokens.len() > 1 && !hit.name.context && matches!(meaning(context.lexicon(), hit), Meaning::Actor(_))
        })
    };
    (start + 1..end).find(|&at| reading.word(at) == "of" && party(words::after_article(reading, at + 1))).unwrap_or(end)
}

/// The listed party whose short name the document sets behind this long one: a translated name is known by it.
fn short_of<'a>(context: &Context<'_, '_, 'a>, at: usize, end: usize) -> Option<Party<'a>> {
    let known = context.introductions.long_at(at).filter(|known| known.end == end)?;
    // The long name is the context that a short one needs.
    context.reading.scan.names(known.short).find_map(|hit| match meaning(context.lexicon(), hit) {
        Meaning::Actor(actor) if actor.kind != ActorType::Person => Some(Party::listed(actor)),
        _ => None,
    })
}

/// "X Y of the Karo Rights Organization", "Deputy Head of the Karo Mission": whoever stands before "of" is no part of
/// the name, when the head noun stands behind it.
fn is_person_of_body(reading: &Reading<'_, '_>, start: usize, end: usize) -> bool {
    const OFFICE: &[CueClass] = &[CueClass::PersonTitle, CueClass::PersonRole, CueClass::Ordinal];
    let Some(of) = (start + 1..end).find(|&at| reading.word(at) == "of") else { return false };
    let headed = (start..of).any(|at| head_kind(reading, at).is_some() || reading.has(at, CueClass::ForceNoun));
    let behind = (of + 1..end).any(|at| head_kind(reading, at).is_some());
    let office = (start..of).any(|at| OFFICE.iter().any(|&class| reading.has(at, class)));
    let inside = start > 0 && words::is_name_word(reading, start - 1);
    let strange = (of >= start + 2 || inside)
        && (start..of).all(|at| reading.scan.cues(at).next().is_none() && reading.scan.names(at).next().is_none());
    behind && !headed && (office || strange)
}

/// "Armed Forces", "Security Forces" alone: whose they are is told elsewhere.
fn is_bare_force(reading: &Reading<'_, '_>, start: usize, end: usize) -> bool {
    end > start + 1 && reading.cue(start, CueClass::ForceNoun).is_some_and(|hit| hit.tokens.end as usize == end)
}

/// Where a mission's name ends with the place it works in: "Mission in Karo".
fn with_field(context: &Context<'_, '_, '_>, kind: ActorType, end: usize) -> usize {
    let reading = &context.reading;
    if kind != ActorType::Intergovernmental
        || !matches!(reading.word(end), "in" | "for")
        || reading.cue(end - 1, CueClass::InstitutionNoun).is_none_or(|hit| hit.cue.value != "intergovernmental")
    {
        return end;
    }
    let at = words::after_article(reading, end + 1);
    let place = |hit: &crossread_lexicon::NameHit<'_>| {
        !hit.name.context && matches!(meaning(context.lexicon(), *hit), Meaning::Place(_))
    };
    reading.scan.names(at).find(place).map_or(end, |hit| hit.tokens.end as usize)
}

/// "the rebel group Karo", "state news agency KPA": a common head noun right before a name nobody knows.
fn behind_head(context: &Context<'_, '_, '_>, start: usize, end: usize) -> Option<(usize, ActorType, &'static str)> {
    let reading = &context.reading;
    let hit = words::cue_ending_at(reading, start, &[CueClass::GroupNoun, CueClass::InstitutionNoun])?;
    let head = hit.tokens.start as usize;
    let kind = ActorType::from_name(hit.cue.value.split('/').next()?)?;
    let several = hit.tokens.len() > 1;
    let fits = match kind {
        ActorType::ArmedGroup => several || head_modified(reading, head),
        ActorType::Media | ActorType::Ngo | ActorType::ThinkTank => true,
        _ => false,
    };
    let unknown = (start..end).all(|at| reading.scan.cues(at).next().is_none())
        && reading.scan.names(start).all(|hit| hit.name.context);
    (fits && unknown && end <= start + 3 && words::is_lower(reading, head)).then_some((end, kind, "actors/apposition"))
}

/// "the Islamist group", "a Shi'ite militia": an article or adjective before the noun.
fn head_modified(reading: &Reading<'_, '_>, head: usize) -> bool {
    words::cue_ending_at(reading, head, &[CueClass::Article, CueClass::PeopleAdjective]).is_some()
        || (head > 0 && words::is_lower(reading, head - 1) && reading.word(head - 1).ends_with("ist"))
}

/// An article, preposition or other small word that merely opens a sentence.
fn is_function_word(reading: &Reading<'_, '_>, at: usize) -> bool {
    const SMALL: &[CueClass] = &[
        CueClass::Article,
        CueClass::Preposition,
        CueClass::Conjunction,
        CueClass::Pronoun,
        CueClass::Adverb,
        CueClass::Negation,
        CueClass::Auxiliary,
        CueClass::Relative,
        CueClass::NumberUnit,
        CueClass::NumberTens,
        CueClass::Month,
        CueClass::Weekday,
        CueClass::AccordingTo,
        CueClass::PersonTitle,
    ];
    SMALL.iter().any(|&class| reading.has(at, class))
}

/// Where the capitalised sequence from `at` ends: capitals, hyphens between them, and small words before a capital.
pub(crate) fn sequence_end(reading: &Reading<'_, '_>, at: usize) -> usize {
    let limit = reading.sentence_tokens(at).end.min(at + LONGEST);
    let mut end = at + 1;
    let mut joined = false;
    while end < limit {
        let next = end + 1;
        if words::is_name_word(reading, end) {
            end += 1;
        } else if (words::is_hyphen(reading, end) || reading.word(end) == "&") && next < limit {
            // "Al-Shifa", "Lashkar-e-Karo": the part behind a hyphen may be small.
            end = if words::is_name_word(reading, next) || reading.word(next).len() <= 2 { next + 1 } else { break };
        } else if let Some(capital) = joiner(reading, end, joined).filter(|&capital| capital < limit) {
            joined = true;
            end = capital + 1;
        } else {
            break;
        }
    }
    end
}

/// The capital after "of", "for", "of the", or after "and" once such a word was read.
fn joiner(reading: &Reading<'_, '_>, at: usize, joined: bool) -> Option<usize> {
    let inside = match reading.word(at) {
        "of" | "for" => true,
        "and" => joined,
        _ => reading.has(at, CueClass::NameParticle) && words::is_lower(reading, at),
    };
    let next = if inside { words::after_article(reading, at + 1) } else { return None };
    if words::is_name_word(reading, next) { Some(next) } else { None }
}

/// The kind that a head noun gives.
fn head_kind(reading: &Reading<'_, '_>, at: usize) -> Option<(ActorType, usize)> {
    let hit = reading.cue(at, CueClass::GroupNoun).or_else(|| reading.cue(at, CueClass::InstitutionNoun))?;
    let kind = match hit.cue.value.split('/').next() {
        // A university or hospital is a party only where it speaks; its name is no place either way.
        Some("venue") => ActorType::OtherOrg,
        other => other.and_then(ActorType::from_name)?,
    };
    Some((kind, hit.tokens.end as usize))
}

/// "Sona River Front", "Karo Valley group": the last capital or the small word behind it is the head.
fn by_last_word(reading: &Reading<'_, '_>, start: usize, end: usize) -> Option<(usize, ActorType, &'static str)> {
    let behind = (end > start + 1 || words::is_hyphen(reading, end))
        .then(|| head_kind(reading, end))
        .flatten()
        .filter(|_| words::is_lower(reading, end) && is_group_noun(reading, end));
    if let Some((kind, end)) = behind {
        return Some((end, kind, "actors/unlisted-group"));
    }
    // The first head from the right that is not the whole name.
    (start + 1..end).rev().find_map(|at| {
        let (kind, head_end) = head_kind(reading, at).filter(|_| !is_head_of_place(reading, start, at))?;
        let before = (start..at).any(|at| !reading.has(at, CueClass::Direction) && words::is_name_word(reading, at));
        (before && head_end <= end).then_some((
            if head_end == end { end } else { head_end },
            kind,
            "actors/unlisted-group",
        ))
    })
}

/// "Karo Agency" where Karo is listed and agencies are districts: the head of a place's own name.
fn is_head_of_place(reading: &Reading<'_, '_>, start: usize, head: usize) -> bool {
    let lexicon = reading.lexicon();
    reading.has(head, CueClass::PlaceHead)
        && reading
            .scan
            .names(start)
            .any(|hit| hit.tokens.end as usize == head && matches!(meaning(lexicon, hit), Meaning::Place(_)))
}

/// A small head noun makes a name only of the nouns of groups: "the Karo Valley group", not "Karo court".
fn is_group_noun(reading: &Reading<'_, '_>, at: usize) -> bool {
    reading.has(at, CueClass::GroupNoun) && !reading.has(at, CueClass::ForceNoun)
}

/// "Front for the Defence of Marou", "University of Karo".
fn by_first_word(reading: &Reading<'_, '_>, start: usize, end: usize) -> Option<(usize, ActorType, &'static str)> {
    let (kind, head_end) = head_kind(reading, start)?;
    let follows = matches!(reading.word(head_end), "of" | "for") && end > head_end + 1;
    follows.then_some((end, kind, "actors/unlisted-group"))
}

/// A name that the document shortens: "Karo Salvation (KS)" is a party whatever its head.
fn introduced(context: &Context<'_, '_, '_>, at: usize) -> Option<(usize, ActorType, &'static str)> {
    let known = context.introductions.long_at(at)?;
    let head = (known.start..known.end).find_map(|at| head_kind(&context.reading, at).map(|(kind, _)| kind));
    // Treaties, vehicles and indices are shortened as well: without a head noun it has to act somewhere.
    let kind = head.or_else(|| acts(&context.reading, known.short).then_some(ActorType::OtherOrg))?;
    Some((known.end, kind, "actors/introduced"))
}

/// True when a short name speaks, acts or owns something anywhere in the document.
fn acts(reading: &Reading<'_, '_>, short: usize) -> bool {
    let word = reading.word(short);
    (0..reading.len()).filter(|&at| reading.word(at) == word).any(|at| {
        let behind = words::after_adverbs(reading, at + 1 + usize::from(reading.word(at + 1) == ")"));
        words::speaks_at(reading, behind)
            || reading.has(behind, CueClass::ActVerb)
            || words::is_possessive(reading, at + 1)
            || words::cue_ending_at(reading, at, &[CueClass::AccordingTo, CueClass::PartyPreposition])
                .is_some_and(|hit| hit.cue.class == CueClass::AccordingTo || hit.cue.value == "strong")
    })
}

/// "Frontline Ledger, a monitoring group,": an apposition tells what it is.
fn by_apposition(reading: &Reading<'_, '_>, start: usize, end: usize) -> Option<(usize, ActorType, &'static str)> {
    if end < start + 2 || reading.word(end) != "," || !reading.has(end + 1, CueClass::Article) {
        return None;
    }
    let clause = reading.sentence_tokens(start).end.min(end + 8);
    let mut kind = None;
    let mut at = end + 2;
    while at < clause && reading.kind(at) != Some(TokenKind::Punctuation) && !reading.has(at, CueClass::Preposition) {
        let head = head_kind(reading, at);
        kind = head.map(|(kind, _)| kind).or(kind);
        at = head.map_or(at + 1, |(_, end)| end);
    }
    kind.map(|kind| (end, kind, "actors/apposition"))
}

/// "A peasant association, Ascamcat, accused": the head stands before the comma.
fn set_off(reading: &Reading<'_, '_>, start: usize, end: usize) -> Option<(usize, ActorType, &'static str)> {
    if start < 2 || reading.word(start - 1) != "," || reading.word(end) != "," {
        return None;
    }
    let first = reading.sentence_tokens(start).start.max(start.saturating_sub(6));
    let head = (first..start - 1).find_map(|at| head_kind(reading, at).filter(|&(_, end)| end == start - 1))?;
    // One article opens the phrase, else it may be an item of a list; "a spokesman for the army, X," is a person.
    let opened = (first..start - 1).rev().find(|&at| {
        reading.has(at, CueClass::Preposition)
            || reading.has(at, CueClass::PersonRole)
            || reading.kind(at) == Some(TokenKind::Possessive)
            || reading.has(at, CueClass::Article)
    });
    let opened = opened.is_some_and(|at| reading.has(at, CueClass::Article));
    (opened && reading.scan.names(start).next().is_none()).then_some((end, head.0, "actors/apposition"))
}

/// "BAMAKO, March 3 (Sahel News Service) -": the agency in the brackets of a dateline.
fn dateline_agency(reading: &Reading<'_, '_>, at: usize, end: usize) -> Option<(usize, ActorType, &'static str)> {
    let first = reading.sentence_tokens(at).start;
    let bracketed = at > first && reading.word(at - 1) == "(" && reading.word(end) == ")";
    let opening = bracketed && evidence::is_dateline(reading, first, first + 1);
    (opening && end > at + 1).then_some((end, ActorType::Media, "actors/outlet"))
}

/// The outlet that published the document, named in its own text.
fn outlet(context: &Context<'_, '_, '_>, at: usize) -> Option<(usize, ActorType, &'static str)> {
    let reading = &context.reading;
    let source = reading.document.document.source.as_deref()?;
    let rest = reading.text().get(reading.span(at, at + 1).start() as usize..)?;
    if !rest.starts_with(source) || !source.contains(' ') {
        return None;
    }
    let last = reading.span(at, at + 1).start() as usize + source.len();
    let end = (at + 1..reading.len().min(at + LONGEST)).find(|&end| reading.span(at, end).end() as usize == last)?;
    Some((end, ActorType::Media, "actors/outlet"))
}
