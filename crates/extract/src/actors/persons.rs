//! Persons: listed ones, and unlisted ones by title, role, speech or apposition; later surnames link to them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crossread_lexicon::{ActorType, CueClass, CueSet};
use crossread_text::TokenKind;

use crate::actors::{given, linked};
use crate::extraction::ActorForm;
use crate::names::context::Context;
use crate::names::found::{Found, Party, Sense};
use crate::names::survey::{Meaning, meaning};
use crate::names::words;
use crate::reading::Reading;

/// A name has at most this many words.
const MOST_WORDS: usize = 5;

/// The persons of a document, by the token their name begins at.
#[derive(Debug, Default)]
pub(crate) struct Persons<'a> {
    found: BTreeMap<usize, Found<'a>>,
}

impl<'a> Persons<'a> {
    /// Finds every person.
    pub(crate) fn of(context: &Context<'_, '_, 'a>) -> Self {
        let mut persons = Self::default();
        let mut at = 0;
        while at < context.reading.len() {
            match full_name(context, at) {
                Some(found) => {
                    at = found.end;
                    persons.found.insert(found.start, found);
                }
                None => at += 1,
            }
        }
        linked::link(context, &mut persons.found);
        persons
    }

    /// The person whose name begins at `at`.
    pub(crate) fn at(&self, at: usize) -> Option<Found<'a>> {
        self.found.get(&at).cloned()
    }
}

/// Words that lead up to the name of a person.
const OPENINGS: CueSet = CueSet::of(&[CueClass::PersonTitle, CueClass::PersonRole, CueClass::GivenName]);

/// The person whose title or name begins at `at`.
fn full_name<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    if reading.kind(at) != Some(TokenKind::Word) {
        return None;
    }
    if !reading.shape(at).is_capitalised() && !reading.scan.has_name(at) && !reading.scan.has_any(at, OPENINGS) {
        return None;
    }
    listed(context, at)
        .or_else(|| titled(context, at))
        .or_else(|| by_role(context, at))
        .or_else(|| by_alias(context, at))
        .or_else(|| by_speech(context, at))
        .or_else(|| by_given_name(context, at))
}

/// A person of the lexicon.
fn listed<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let lexicon = context.lexicon();
    let longest = context.reading.scan.names(at).next()?.tokens.end;
    let hit =
        context.reading.scan.names(at).find(|hit| hit.tokens.end == longest && context.survey.admits(lexicon, *hit))?;
    let Meaning::Actor(actor) = meaning(lexicon, hit) else { return None };
    (actor.kind == ActorType::Person).then(|| {
        let sense = Sense::Party(Party::listed(actor), ActorForm::Person);
        Found { title: title_start(context, at), ..Found::new(at, longest as usize, sense, "actors/person-listed") }
    })
}

/// Where the title that ends before `at` begins.
pub(super) fn title_start(context: &Context<'_, '_, '_>, at: usize) -> usize {
    let mut start = at;
    for _ in 0..3 {
        let titles = [CueClass::PersonTitle, CueClass::PersonRole, CueClass::Portfolio];
        match words::cue_ending_at(&context.reading, start, &titles) {
            Some(hit) => start = hit.tokens.start as usize,
            None => break,
        }
    }
    start
}

/// "Information Minister X Y", "Gen X", "Mullah X".
fn titled<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    let title = reading.cue(at, CueClass::PersonTitle)?;
    // "Abu Dhabi": a name that begins with a title.
    let longest = reading.scan.names(at).next().map_or(at, |hit| hit.tokens.end as usize);
    if longest > title.tokens.end as usize {
        return None;
    }
    let mut name = after_portfolio(reading, title.tokens.end as usize);
    let mut customary = title.cue.value == "customary";
    for _ in 0..2 {
        if let Some(next) = reading.cue(name, CueClass::PersonTitle) {
            customary = next.cue.value == "customary";
            name = next.tokens.end as usize;
        }
    }
    let end = name_end(context, name)?;
    let single = end == name + 1;
    if single && (!customary && is_known(context, name) || words::is_all_caps(reading.word(name))) {
        return None;
    }
    // "in Sheikh Karo": quarters and villages are named after holy men.
    let article = words::cue_ending_at(reading, at, &[CueClass::Article]);
    let phrase = article.map_or(at, |hit| hit.tokens.start as usize);
    let located = words::cue_ending_at(reading, phrase, &[CueClass::PlacePreposition])
        .is_some_and(|hit| hit.cue.value != "weak" || hit.cue.phrase == "from");
    if single && customary && located {
        return None;
    }
    let start = if single && customary { name - 1 } else { name };
    Some(person(context, start, end, title_start(context, name).min(at), "actors/person-title"))
}

/// Where the name begins after "of State for Interior", "for Information".
fn after_portfolio(reading: &Reading<'_, '_>, at: usize) -> usize {
    let mut at = at;
    for _ in 0..2 {
        if !matches!(reading.word(at), "of" | "for") {
            break;
        }
        let object = words::after_article(reading, at + 1);
        match reading.cue(object, CueClass::Portfolio) {
            Some(portfolio) => at = portfolio.tokens.end as usize,
            None if words::is_name_word(reading, object) && matches!(reading.word(object + 1), "of" | "for") => {
                at = object + 1;
            }
            None => break,
        }
    }
    at
}

/// "spokesman X Y", "trader X Y", "driver X said".
fn by_role<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    let role = reading.cue(at, CueClass::PersonRole).filter(|_| words::is_lower(reading, at))?;
    let name = role.tokens.end as usize;
    let end = name_end(context, name)?;
    let naming = role.cue.value == "naming";
    // "a commander named X Y": somebody is named, not a village.
    let somebody = [CueClass::PersonRole, CueClass::PersonNoun, CueClass::PersonTitle, CueClass::SourceNoun];
    if naming && words::cue_ending_at(reading, at, &somebody).is_none() {
        return None;
    }
    let certain = end > name + 1 || (words::speaks_at(reading, end) && !naming);
    if !certain || is_known(context, name) || context.is_shouting(at) {
        return None;
    }
    Some(person(context, name, end, at, "actors/person-role"))
}

/// "its commander, alias \"Silvana\",": the name in quotation marks behind the word for an assumed one.
fn by_alias<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    let alias = reading.cue(at, CueClass::PersonRole).filter(|hit| hit.cue.value == "alias")?;
    let quote = alias.tokens.end as usize;
    let name = if words::is_quote(reading, quote) { quote + 1 } else { return None };
    let end = name_end(context, name)?;
    words::is_quote(reading, end).then(|| person(context, name, end, at, "actors/person-role"))
}

/// "X Y told reporters", "said X Y", "X Y, spokesman for", "X Y: \"...\"".
fn by_speech<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    let loud = words::is_loud(reading, at);
    if !words::is_name_word(reading, at) || (context.is_shouting(at) && !loud) || opens_sentence(reading, at) {
        return None;
    }
    if at > 0 && (words::is_name_word(reading, at - 1) || words::is_hyphen(reading, at - 1)) || is_located(reading, at)
    {
        return None;
    }
    let end = name_end(context, at)?;
    if is_known(context, at) || has_head(reading, at, end) {
        return None;
    }
    // "the agency's Displacement Tracking Matrix": three capitals behind an owner are a thing of its own.
    let owned = at > 0 && words::is_possessive(reading, at - 1);
    if owned && end > at + 2 && !reading.has(at, CueClass::GivenName) {
        return None;
    }
    if end < at + 2 {
        // "Karim, a resident of", "Karim, 42, said": one name alone needs the person told right behind.
        let told = !loud && !words::is_common(reading, at) && is_told_person(reading, end);
        return told.then(|| person(context, at, end, at, "actors/person-apposition"));
    }
    if given::holds_a_nation(context, at, end) {
        return None;
    }
    let verb = words::after_adverbs(reading, after_body(context, end));
    let speaks = words::speaks_at(reading, verb) && !reading.word(verb).ends_with("ing");
    // "An official, Arvind Melkote, told", "the group's spokesman, Amin Karo, denied".
    let set_off = at >= 2
        && reading.word(at - 1) == ","
        && reading.word(end) == ","
        && (words::cue_ending_at(reading, at - 1, &[CueClass::PersonRole, CueClass::PersonTitle]).is_some()
            || (words::speaks_at(reading, words::after_adverbs(reading, end + 1)) && has_role_before(reading, at))
            || is_office_before(reading, at));
    let inverted = at > 0
        && words::cue_ending_at(reading, at, &[CueClass::SayVerb]).is_some_and(|hit| {
            let verb = hit.tokens.start as usize;
            // Whoever is told is a listener, most often an outlet.
            let told = reading.cue(verb, CueClass::ActVerb).is_some_and(|verb| verb.cue.value == "party");
            words::is_lower(reading, verb) && !told && (reading.word(end) == "," || reading.word(end) == ".")
        });
    // In a line of capitals any two words look like a name: only the role before tells.
    let rule = if (speaks || inverted) && !loud {
        "actors/person-speech"
    } else if set_off
        || is_aged_before(reading, at)
        || ((role_follows(reading, end) || is_aged(reading, end) || is_signed(reading, at, end)) && !loud)
    {
        "actors/person-apposition"
    } else {
        return None;
    };
    Some(person(context, at, end, at, rule))
}

/// True behind a preposition that only places follow: "near Hassu Khel is baseless".
fn is_located(reading: &Reading<'_, '_>, at: usize) -> bool {
    words::cue_ending_at(reading, at, &[CueClass::PlacePreposition]).is_some_and(|hit| {
        hit.cue.value.is_empty()
            && hit.tokens.len() == 1
            && reading.has(hit.tokens.start as usize, CueClass::Preposition)
    })
}

/// True when a role noun stands among the nine tokens before ", X Y,": "a tribal elder in Asmar, X Y,".
fn has_role_before(reading: &Reading<'_, '_>, at: usize) -> bool {
    let first = reading.sentence_tokens(at).start.max(at.saturating_sub(10));
    (first..at - 1).any(|at| reading.has(at, CueClass::PersonRole) && words::is_lower(reading, at))
}

/// "The coordinator for South Sudan, X Y, reiterates": an office with what it is for, and no verb before the comma.
fn is_office_before(reading: &Reading<'_, '_>, at: usize) -> bool {
    const NOT: CueSet = CueSet::of(&[
        CueClass::SayVerb,
        CueClass::Auxiliary,
        CueClass::ActVerb,
        CueClass::Conjunction,
        CueClass::MeasureVerb,
        CueClass::Relative,
    ]);
    let first = reading.sentence_tokens(at).start.max(at.saturating_sub(12));
    let comma = at - 1;
    let role = (first..comma)
        .rev()
        .take_while(|&at| reading.word(at) != ",")
        .find(|&at| reading.has(at, CueClass::PersonRole) || reading.has(at, CueClass::PersonTitle));
    role.is_some_and(|role| {
        let article = (first..=role)
            .rev()
            .take(4)
            .any(|at| reading.has(at, CueClass::Article) || reading.kind(at) == Some(TokenKind::Possessive));
        let end = reading.cue(role, CueClass::PersonRole).or_else(|| reading.cue(role, CueClass::PersonTitle));
        let of = end.is_some_and(|hit| matches!(reading.word(hit.tokens.end as usize), "of" | "for" | "in"));
        article && of && (role + 1..comma).all(|at| !reading.scan.has_any(at, NOT))
    })
}

/// ", 42, said", ", a 42-year-old", " (42)": an age behind the name.
fn is_aged(reading: &Reading<'_, '_>, end: usize) -> bool {
    let number = end + 1;
    let age = reading.kind(number) == Some(TokenKind::Number) && reading.word(number).len() <= 2;
    match reading.word(end) {
        "," => age && (reading.word(number + 1) == "," || words::is_hyphen(reading, number + 1)),
        "(" => age && reading.word(number + 1) == ")",
        _ => false,
    }
}

/// "46-year-old X Y", "nine-month-old X Y": an age before the name.
fn is_aged_before(reading: &Reading<'_, '_>, at: usize) -> bool {
    at >= 2
        && reading.has(at - 1, CueClass::NumberTail)
        && words::is_hyphen(reading, at - 2)
        && !words::is_loud(reading, at)
}

/// Where the verb may stand behind "X Y of the Karo Front", "X Y from Karo University": the body is passed over.
fn after_body(context: &Context<'_, '_, '_>, end: usize) -> usize {
    let reading = &context.reading;
    if !matches!(reading.word(end), "of" | "from" | "at" | "with") {
        return end;
    }
    let name = words::after_article(reading, end + 1);
    if !words::is_name_word(reading, name) {
        return end;
    }
    let close = crate::actors::unlisted::sequence_end(reading, name);
    // "of the Karo Front (KF) said"
    if reading.word(close) == "(" && reading.word(close + 2) == ")" { close + 3 } else { close }
}

/// "— X Y (@handle)": the signature under a post.
fn is_signed(reading: &Reading<'_, '_>, at: usize, end: usize) -> bool {
    at > 0
        && matches!(reading.word(at - 1), "—" | "–" | "-")
        && reading.word(end) == "("
        && reading.word(end + 1).starts_with('@')
}

/// ", 42, said", ", a resident of the village", ", 14-year-old boy": an age, or a role noun at once with what it is of.
fn is_told_person(reading: &Reading<'_, '_>, end: usize) -> bool {
    if is_aged(reading, end) {
        return true;
    }
    if reading.word(end) != "," {
        return false;
    }
    let first = words::after_article(reading, end + 1);
    (first..first + 2).take_while(|&at| words::is_lower(reading, at)).any(|at| {
        reading.cue(at, CueClass::PersonRole).is_some_and(|hit| {
            reading.has(hit.tokens.end as usize, CueClass::Preposition) || reading.word(hit.tokens.end as usize) == ","
        })
    })
}

/// True for ", spokesman for", ", a 34-year-old farmer,", ", who".
fn role_follows(reading: &Reading<'_, '_>, end: usize) -> bool {
    if reading.word(end) != "," {
        return false;
    }
    let first = words::after_article(reading, end + 1);
    if reading.word(first) == "who" {
        return true;
    }
    let limit = reading.sentence_tokens(end).end.min(first + 8);
    (first..limit)
        .take_while(|&at| {
            reading.word(at) != "," && !reading.has(at, CueClass::Relative) && !reading.has(at, CueClass::Auxiliary)
        })
        .any(|at| {
            (reading.has(at, CueClass::PersonRole) || reading.has(at, CueClass::PersonTitle))
                && (words::is_lower(reading, at) || (at == first && is_office(reading, at)))
        })
}

/// "Emir of Karo", "Minister for Trade": a title with what it rules.
fn is_office(reading: &Reading<'_, '_>, at: usize) -> bool {
    let end = reading.cue(at, CueClass::PersonTitle).map_or(at, |hit| hit.tokens.end as usize);
    end > at && matches!(reading.word(end), "of" | "for")
}

/// A small word that has its capital from the sentence it opens.
fn opens_sentence(reading: &Reading<'_, '_>, at: usize) -> bool {
    let small = reading.scan.cues(at).any(|hit| {
        !matches!(
            hit.cue.class,
            CueClass::NameParticle
                | CueClass::PersonTitle
                | CueClass::NumberSuffix
                | CueClass::Month
                | CueClass::GivenName
        )
    });
    const NEVER: &[CueClass] = &[CueClass::Article, CueClass::Pronoun, CueClass::Preposition, CueClass::Conjunction];
    (small && reading.sentence_tokens(at).start == at) || NEVER.iter().any(|&class| reading.has(at, class))
}

/// "Anne Mimo": a first name of persons with a surname, wherever it stands.
fn by_given_name<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let end = given::name_at(context, at)?;
    Some(person(context, at, end, at, "actors/person-given"))
}

/// True when a listed name that is no person begins at `at`: then the capital is not a first name.
fn is_known(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let lexicon = context.lexicon();
    context.reading.scan.names(at).any(|hit| {
        context.survey.admits(lexicon, hit)
            && match meaning(lexicon, hit) {
                Meaning::Actor(actor) => actor.kind != ActorType::Person,
                // Many first names are small towns somewhere; large ones and countries are meant.
                Meaning::Place(place) => {
                    place.population > 100_000
                        || place.country.as_deref().is_some_and(|code| context.survey.country(code) > 0)
                }
                Meaning::Nationality(_) | Meaning::Other => true,
            }
    })
}

/// True when a word of the name is the head of a group, body or place.
fn has_head(reading: &Reading<'_, '_>, start: usize, end: usize) -> bool {
    const HEADS: &[CueClass] = &[
        CueClass::GroupNoun,
        CueClass::InstitutionNoun,
        CueClass::PlaceHead,
        CueClass::ForceNoun,
        CueClass::OfficialNoun,
        CueClass::Month,
        CueClass::Weekday,
    ];
    // A title inside the sequence: the name begins behind it ("Information Minister Amin Karo").
    let title = (start..end.saturating_sub(1))
        .any(|at| reading.cue(at, CueClass::PersonTitle).is_some_and(|hit| hit.cue.value != "customary"));
    title || (start..end).any(|at| HEADS.iter().any(|&class| reading.has(at, class)))
}

/// Where the name that begins at `at` ends: one to five capitals with particles and initials between.
pub(super) fn name_end(context: &Context<'_, '_, '_>, at: usize) -> Option<usize> {
    let reading = &context.reading;
    let limit = reading.sentence_tokens(at).end;
    let mut end = at;
    let mut count = 0;
    while end < limit && count < MOST_WORDS {
        if words::is_name_word(reading, end) {
            let acronym = words::is_all_caps(reading.word(end)) && !reading.word(end).contains('.');
            if acronym && reading.word(end).len() > 2 && !words::is_loud(reading, end) {
                break;
            }
            end += 1;
            count += 1;
        } else if count > 0 && words::is_hyphen(reading, end) && words::is_name_word(reading, end + 1) {
            end += 2;
        } else if let Some(next) = after_particle(reading, end).filter(|&next| next < limit) {
            end = next;
        } else if count > 0 && reading.word(end) == "." && reading.glued(end) && reading.word(end - 1).len() == 1 {
            end += 1;
        } else {
            break;
        }
    }
    let last = if end > at { reading.word(end - 1) } else { "" };
    if words::is_all_caps(last) && count < 3 && !last.contains('.') && !words::is_loud(reading, end - 1) {
        return None;
    }
    if count == 0 || has_head(reading, at, end) || reading.word(end - 1) == "." { None } else { Some(end) }
}

/// The capital after a particle: "bin Salman", "al-Burhan", "ul Haq".
fn after_particle(reading: &Reading<'_, '_>, at: usize) -> Option<usize> {
    if !reading.has(at, CueClass::NameParticle) {
        return None;
    }
    let next = if words::is_hyphen(reading, at + 1) { at + 2 } else { at + 1 };
    words::is_name_word(reading, next).then_some(next)
}

/// The row of an unlisted person.
fn person<'a>(context: &Context<'_, '_, 'a>, start: usize, end: usize, title: usize, rule: &'static str) -> Found<'a> {
    if let Some(found) = listed(context, start).filter(|found| found.end >= end) {
        return Found { title, ..found };
    }
    let name = context.reading.span(start, end).of(context.reading.text());
    let party = Party::unlisted(format!("person:{}", words::slug(name)), Cow::Borrowed(name), ActorType::Person);
    Found { title, ..Found::new(start, end, Sense::Party(party, ActorForm::Person), rule) }
}
