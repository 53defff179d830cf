//! Heads whose owner stands behind them or elsewhere in the document: "army of Pakistan", "the interior
//! ministry", "the army said", "police in Jalalabad", "customs officials said".

use crossread_lexicon::{ActorType, CueClass, Level};
use crossread_text::TokenKind;

use crate::actors::descriptors::{self, Head};
use crate::actors::owner;
use crate::actors::states::{self, Tier};
use crate::extraction::ActorForm;
use crate::names::context::Context;
use crate::names::found::{Found, Party, Sense};
use crate::names::{listed, words};
use crate::reading::Reading;

/// The party of a head noun without owner before it.
pub(crate) fn at<'a>(context: &Context<'_, '_, 'a>, before: &[Found<'a>], at: usize) -> Option<Found<'a>> {
    let head = descriptors::head_at(context, at);
    if let Some((head, end)) = head {
        if let Some(found) = owned_behind(context, at, head, end) {
            return Some(found);
        }
        if let Some(found) = owner_elsewhere(context, before, at, head, end) {
            return Some(found);
        }
    }
    named_before(context, before, at).or_else(|| body(context, at)).or_else(|| source(context, at))
}

/// "the chamber", "the ministry": a body that speaks, named in full before.
fn named_before<'a>(context: &Context<'_, '_, 'a>, before: &[Found<'a>], at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    let hit = reading.cue(at, CueClass::InstitutionNoun).or_else(|| reading.cue(at, CueClass::SourceNoun))?;
    let end = hit.tokens.end as usize;
    let definite = words::cue_ending_at(reading, at, &[CueClass::Article]).is_some_and(|hit| hit.cue.phrase == "the");
    let speaks = has_voice(context, at, end) || words::is_possessive(reading, end);
    if end != at + 1 || !definite || !speaks || !words::is_lower(reading, at) {
        return None;
    }
    let word = reading.word(at);
    let first = before.iter().rev().take(owner::NEAR).find(|found| {
        found.party().is_some_and(|party| party.kind != ActorType::Person)
            && (found.start..found.end).any(|at| reading.word(at).eq_ignore_ascii_case(word))
    })?;
    let party = first.party()?.clone();
    Some(Found::new(at, end, Sense::Party(party, ActorForm::Descriptor), "actors/named-before"))
}

/// "a joint chamber of commerce said": a body of several words that speaks.
fn body<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    let start = if reading.has(at, CueClass::InstitutionNoun) { at } else { return None };
    let hit = reading.cue(start, CueClass::InstitutionNoun)?;
    let end = hit.tokens.end as usize;
    let kind = ActorType::from_name(&hit.cue.value)
        .filter(|_| end > at + 1 && !is_pointed_at(reading, at) && has_voice(context, at, end))?;
    let written = reading.span(at, end).of(reading.text());
    // "the chamber of commerce in Chaman"
    let seat =
        (reading.word(end) == "in").then(|| listed::at(context, words::after_article(reading, end + 1))).flatten();
    let place = seat.as_ref().and_then(|found| owner::served(context, found, Tier::District, None));
    let (party, rule) = match place {
        Some(place) => {
            let party = states::local(context.lexicon(), place, &words::slug(written), written, kind);
            (party, "actors/local-body")
        }
        None => (Party::unlisted(words::slug(written), written, kind), "actors/source"),
    };
    Some(Found::new(at, end, Sense::Party(party, ActorForm::Descriptor), rule))
}

/// "told this news agency": whoever writes is no source of his own.
fn is_pointed_at(reading: &Reading<'_, '_>, at: usize) -> bool {
    words::cue_ending_at(reading, at, &[CueClass::Article]).is_some_and(|hit| hit.cue.value == "demonstrative")
}

/// "army of Pakistan", "Ministry of Defence of Ukraine", "refugees ministry in Kabul".
fn owned_behind<'a>(context: &Context<'_, '_, 'a>, at: usize, head: Head<'a>, end: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    // "the Ministry of Health (MoH) in Gaza"
    let bracketed = reading.word(end) == "(" && reading.word(end + 2) == ")";
    let joint = if bracketed { end + 3 } else { end };
    let preposition = reading.word(joint);
    let owner = words::after_article(reading, joint + 1);
    let is_ministry = matches!(head, Head::Ministry(_));
    let of = preposition == "of";
    let body = matches!(head, Head::Institution(_, ActorType::GovernmentBody));
    // "the recognised government in Aden": that of the country, wherever it sits.
    let sits = preposition == "in" && head == Head::Government && words::is_lower(reading, at);
    let seat = sits || preposition == "in" && (is_ministry || body || head == Head::Force("police"));
    let crowd = matches!(
        head,
        Head::People(_)
            | Head::Sources(_)
            | Head::Fighters(_)
            | Head::Members(_)
            | Head::Officials
            | Head::SecurityOfficials
    );
    if !(of || seat) || crowd {
        return None;
    }
    let found = listed::at(context, owner)?;
    if let Some(party) = of_site(context, at, end, head, &found).filter(|_| !sits) {
        let end = if of && !bracketed { found.end } else { end };
        return Some(Found::new(at, end, Sense::Party(party, form_of(head)), "actors/local-body"));
    }
    let code = match &found.sense {
        Sense::Either(party, _, site) => {
            let place = site.options.first()?;
            if of && place.level != Level::Country {
                return None;
            }
            place.country.as_deref().filter(|_| party.kind != ActorType::Person)?
        }
        Sense::Place(site) if seat => site.options.first()?.country.as_deref()?,
        Sense::Party(party, _) if party.kind != ActorType::Person => {
            context.lexicon().actor(&party.id)?.country.as_deref()?
        }
        _ => return None,
    };
    let (party, rule) = descriptors::of_country(context, owner, code, head)?;
    let end = if of && !bracketed { found.end } else { end };
    Some(Found::new(at, end, Sense::Party(party, form_of(head)), rule))
}

/// The local body that a place behind its head names: "the governor's office in Kunar", "the provincial government
/// of KP", "police in Chaman".
fn of_site<'a>(
    context: &Context<'_, '_, 'a>,
    at: usize,
    end: usize,
    head: Head<'a>,
    found: &Found<'a>,
) -> Option<Party<'a>> {
    let lexicon = context.lexicon();
    let site = found.site().filter(|site| !site.is_country())?;
    let written = context.reading.span(at, end).of(context.reading.text());
    match head {
        Head::Institution(suffix, kind) => {
            let place = owner::served(context, found, states::tier(suffix)?, None)?;
            Some(states::local(lexicon, place, states::body_suffix(suffix), written, kind))
        }
        Head::Government if matches!(found.sense, Sense::Place(_)) => {
            let place = site.options.first()?;
            Some(states::local(lexicon, place, "government", written, ActorType::GovernmentBody))
        }
        // "the Ministry of Health (MoH) in Gaza": a region may have ministries of its own.
        Head::Ministry(portfolio) => states::listed_ministry(lexicon, site.options.first()?, portfolio),
        Head::Force("police") => states::listed_local(lexicon, site.options.first()?, "police"),
        _ => None,
    }
}

fn form_of(head: Head<'_>) -> ActorForm {
    match head {
        Head::Ministry(_) | Head::Institution(..) => ActorForm::Name,
        _ => ActorForm::Descriptor,
    }
}

/// "the interior ministry", "the army said": the document tells whose.
fn owner_elsewhere<'a>(
    context: &Context<'_, '_, 'a>,
    before: &[Found<'a>],
    at: usize,
    head: Head<'a>,
    end: usize,
) -> Option<Found<'a>> {
    let reading = &context.reading;
    let stands_alone = match head {
        Head::Ministry(_) => true,
        Head::Force("junta") | Head::Members("junta") => true,
        // "pro-government forces" are not the government's.
        Head::StateForce(_) => !(at > 0 && words::is_hyphen(reading, at - 1)),
        // "army spokesman Karo"
        Head::Force("military" | "air-force" | "navy") if reading.has(end, CueClass::PersonRole) => true,
        Head::Institution("opposition", _) => has_voice(context, at, end),
        // "Armed Forces spokesman": a name in capitals.
        Head::Force("military") if end > at + 1 && words::is_name_word(reading, at) => true,
        Head::Force("military" | "air-force" | "navy") => {
            (is_definite(reading, at) && is_noun(reading, end)) || has_voice(context, at, end)
        }
        Head::Force("police") => has_voice(context, at, end),
        Head::Institution("ministry-of-foreign-affairs", _) => true,
        Head::Institution(_, ActorType::GovernmentBody) => end > at + 1 && has_voice(context, at, end),
        Head::Government if end > at + 1 => words::is_name_word(reading, at) || has_voice(context, at, end),
        Head::Government => {
            words::cue_ending_at(reading, at, &[CueClass::Article]).is_some() && has_voice(context, at, end)
        }
        _ => false,
    };
    // "the Armed Forces of Karonia": whose they are is told, by a name the lexicon does not know.
    let owned = reading.word(end) == "of" && words::is_name_word(reading, words::after_article(reading, end + 1));
    // "the government-aligned newspaper"
    if owned
        || words::is_hyphen(reading, end)
        || !stands_alone
        || (context.is_shouting(at) && !words::is_loud(reading, at))
        || words::is_possessive(reading, end) && head == Head::Government
    {
        return None;
    }
    let (party, note) = match head {
        Head::Institution(suffix, kind) if states::tier(suffix).is_some() => {
            let written = reading.span(at, end).of(reading.text());
            let place = owner::place(context, before, at, states::tier(suffix)?)?;
            (states::local(context.lexicon(), place, states::body_suffix(suffix), written, kind), BY_PLACE)
        }
        _ => {
            let code = owner::country(context, before, at, head)?;
            let police = head == Head::Force("police");
            let province = if police { owner::police(context, before, at, code) } else { None };
            match province {
                Some(party) => (party, BY_PLACE),
                None => (descriptors::of_country(context, at, code, head)?.0, BY_NAMES),
            }
        }
    };
    let found = Found::new(at, end, Sense::Party(party, form_of(head)), "actors/owner-elsewhere");
    Some(Found { note: Some(note.into()), ..found })
}

/// The note of a body whose country only the names before it tell.
const BY_NAMES: &str = "its country is told by the names before";
/// The note of a body whose place only the names before it tell.
const BY_PLACE: &str = "its place is told by the names before";

/// True behind an article or possessive pronoun, and where a sentence opens: not in "22 military targets".
fn is_definite(reading: &Reading<'_, '_>, at: usize) -> bool {
    reading.sentence_tokens(at).start == at
        || words::cue_ending_at(reading, at, &[CueClass::Article, CueClass::Pronoun, CueClass::SayVerb]).is_some()
}

/// True when what stands behind shows a noun, not the first part of another one ("military posts").
pub(crate) fn is_noun(reading: &Reading<'_, '_>, end: usize) -> bool {
    const BEHIND: &[CueClass] = &[
        CueClass::Auxiliary,
        CueClass::ActVerb,
        CueClass::MeasureVerb,
        CueClass::Preposition,
        CueClass::Conjunction,
        CueClass::Adverb,
    ];
    let closes = reading.kind(end) != Some(TokenKind::Word) && !words::is_hyphen(reading, end);
    let past = words::is_lower(reading, end) && reading.word(end).ends_with("ed");
    closes || past || words::speaks_at(reading, end) || BEHIND.iter().any(|&class| reading.has(end, class))
}

/// True when the phrase speaks, is spoken to or is a source.
fn has_voice(context: &Context<'_, '_, '_>, at: usize, end: usize) -> bool {
    let reading = &context.reading;
    let after = if words::is_possessive(reading, end) {
        // "the army's spokesman denies"
        let role = words::after_adverbs(reading, end + 1);
        if reading.has(role, CueClass::PersonRole) { role + 1 } else { return false }
    } else {
        end
    };
    // "police in Jalalabad told"
    let seat = (reading.word(after) == "in").then(|| listed::at(context, after + 1)).flatten();
    let after = seat.map_or(after, |place| place.end);
    let mut verb = words::after_adverbs(reading, after_relative(reading, after));
    for _ in 0..2 {
        if reading.has(verb, CueClass::Auxiliary) && reading.kind(verb).is_some() {
            verb = words::after_adverbs(reading, verb + 1);
        }
    }
    if words::speaks_at(reading, verb) {
        return true;
    }
    let own = words::cue_ending_at(reading, at, &[CueClass::Article, CueClass::Pronoun]).is_some();
    let start = if own { at - 1 } else { at };
    words::cue_ending_at(reading, start, &[CueClass::AccordingTo, CueClass::SayVerb]).is_some_and(|hit| {
        // "says drones crossed": behind a verb of speech the speaker ends its clause, unless it is spoken to.
        hit.cue.class == CueClass::AccordingTo
            || reading.cue(hit.tokens.start as usize, CueClass::ActVerb).is_some_and(|verb| verb.cue.value == "party")
            || reading.kind(end) == Some(TokenKind::Punctuation)
    })
}

/// Where the verb stands behind "sources we consulted", "officials this newspaper spoke to": a clause without pronoun.
fn after_relative(reading: &Reading<'_, '_>, at: usize) -> usize {
    let subject = reading.has(at, CueClass::Pronoun) && words::is_lower(reading, at + 1);
    if subject && reading.word(at + 1).ends_with("ed") { at + 2 } else { at }
}

/// "customs officials said": people who speak and whom the cue table gives an id.
fn source<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    let hit = reading.cue(at, CueClass::SourceNoun).filter(|hit| !hit.cue.value.is_empty())?;
    let end = hit.tokens.end as usize;
    let several = end > at + 1;
    if !several || is_pointed_at(reading, at) || !has_voice(context, at, end) {
        return None;
    }
    let written = reading.span(at, end).of(reading.text());
    let mut party = Party::unlisted(hit.cue.value.clone(), written, ActorType::OtherOrg);
    party.entry = Some(hit.cue.row);
    Some(Found::new(at, end, Sense::Party(party, ActorForm::Descriptor), "actors/source"))
}
