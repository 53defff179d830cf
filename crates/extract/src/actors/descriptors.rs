//! Parties built by grammar from an owner and a role: "Pakistani officials", "Pakistan's military",
//! "Taliban's defence ministry", "army of Pakistan", "Islamabad police".

use crossread_lexicon::{ActorType, CueClass, CueHit, DemonymForm, Place};

use crate::actors::{bare, states};
use crate::extraction::ActorForm;
use crate::names::context::Context;
use crate::names::found::{Found, Party, Sense};
use crate::names::words;

/// Whose officials, forces or ministries are meant.
#[derive(Debug)]
pub(crate) enum Owner<'a> {
    /// A country, by its name, a nationality word or the seat of its government.
    Country(&'a str),
    /// A party that is no state.
    Party(Party<'a>),
    /// A province, city or district.
    Place(&'a Place),
}

/// How the owner is written, which decides what may stand between it and the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// "Pakistani army".
    Adjective,
    /// "Pakistan's army".
    Possessive,
    /// "Pakistan army".
    Adjunct,
}

/// What a head noun makes of its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head<'a> {
    /// A ministry or another body; the suffix of its id.
    Institution(&'a str, ActorType),
    /// A ministry of a portfolio.
    Ministry(&'a str),
    /// A force as a whole; the suffix of its id.
    Force(&'a str),
    /// Members or arms of a force (soldiers, jets); the suffix of its id.
    Members(&'a str),
    /// Forces of the government, which need no owner (government troops); the suffix of its id.
    StateForce(&'a str),
    /// Armed men of no named group ("Libyan rebels"); the noun.
    Fighters(&'a str),
    /// Officials: they speak for the government.
    Officials,
    /// The government itself.
    Government,
    /// Officials of its security forces.
    SecurityOfficials,
    /// Its people; the suffix of the id.
    People(&'a str),
    /// People of a country who speak for themselves ("Yemeni medical sources"); the noun phrase.
    Sources(&'a str),
}

/// The party that the owner ending before `after` makes with a head noun behind it.
pub(crate) fn owned<'a>(
    context: &Context<'_, '_, 'a>,
    start: usize,
    after: usize,
    link: Link,
    owner: &Owner<'a>,
) -> Option<Found<'a>> {
    let sentence = context.reading.sentence_tokens(start);
    let furthest = match link {
        Link::Adjunct => after,
        Link::Adjective | Link::Possessive => after + 2,
    };
    let mut at = after;
    while at <= furthest && at < sentence.end {
        if let Some((head, end)) = head_at(context, at) {
            if link == Link::Adjunct && is_verb(context, end, head) {
                return None;
            }
            // "Pakistan militants", "Sudan's rebels": where they are, not whose.
            if matches!(head, Head::Fighters(_)) && (link != Link::Adjective || at != after) {
                return None;
            }
            // "Syrian opposition fighters": fighters, and whose is no party yet.
            if matches!(head, Head::Institution("opposition", _)) && !bare::is_noun(&context.reading, end) {
                return None;
            }
            return party_of(context, start, end, owner, head);
        }
        if !is_modifier(context, at) {
            return None;
        }
        at += 1;
    }
    None
}

/// "Pakistan forces thousands out": a noun that is a verb as well, with an object behind it; or the first part of
/// another noun.
fn is_verb(context: &Context<'_, '_, '_>, end: usize, head: Head<'_>) -> bool {
    let reading = &context.reading;
    if head == Head::Force("police") && !bare::is_noun(reading, end) {
        // "Karo police lines"
        return true;
    }
    matches!(head, Head::Force(_) | Head::Members(_) | Head::StateForce(_))
        && (reading.has(end, CueClass::Article)
            || reading.kind(end) == Some(crossread_text::TokenKind::Number)
            || words::is_name_word(reading, end))
}

/// A word that may stand between owner and head: an adjective the lexicon need not know.
fn is_modifier(context: &Context<'_, '_, '_>, at: usize) -> bool {
    const NEVER: &[CueClass] = &[
        CueClass::SayVerb,
        CueClass::DenyVerb,
        CueClass::ActVerb,
        CueClass::MeasureVerb,
        CueClass::MeasureIntransitive,
        CueClass::Auxiliary,
        CueClass::Preposition,
        CueClass::Conjunction,
        CueClass::Article,
        CueClass::Pronoun,
        CueClass::Relative,
        CueClass::GeographyNoun,
        CueClass::PlaceHead,
        CueClass::EventNoun,
        CueClass::PersonRole,
    ];
    let reading = &context.reading;
    let class = |class: &CueClass| reading.has(at, *class);
    words::is_lower(reading, at) && !NEVER.iter().any(class)
}

/// The head noun at `at` and where it ends.
pub(crate) fn head_at<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<(Head<'a>, usize)> {
    let reading = &context.reading;
    if let Some(ministry) = ministry_at(context, at) {
        return Some(ministry);
    }
    let institution = reading.cue(at, CueClass::InstitutionNoun).and_then(|hit| {
        let (kind, suffix) = hit.cue.value.split_once('/').unwrap_or((hit.cue.value.as_str(), ""));
        // A common noun without an id of its own needs its capital: "Kabul University", not "Afghan society".
        let named = !suffix.is_empty() || words::is_name_word(reading, at);
        let suffix = if suffix.is_empty() { hit.cue.phrase.as_str() } else { suffix };
        let kind = ActorType::from_name(kind).filter(|_| named)?;
        Some((Head::Institution(suffix, kind), end_of(&hit)))
    });
    let force = reading.cue(at, CueClass::ForceNoun).map(|hit| {
        let value = hit.cue.value.as_str();
        let head = match value.split_once('/') {
            Some((suffix, "members")) => Head::Members(suffix),
            Some((suffix, "state")) => Head::StateForce(suffix),
            _ => Head::Force(value),
        };
        (head, end_of(&hit))
    });
    let official = reading.cue(at, CueClass::OfficialNoun).and_then(|hit| {
        let head = match hit.cue.value.as_str() {
            "government" => Head::Government,
            "side" if is_on_the_side(context, at) => return None,
            "security-force" => Head::SecurityOfficials,
            "police" => Head::Members(&hit.cue.value),
            _ => Head::Officials,
        };
        Some((head, end_of(&hit)))
    });
    let people = reading
        .cue(at, CueClass::PeopleNoun)
        .filter(|hit| !hit.cue.value.is_empty())
        .map(|hit| (Head::People(&hit.cue.value), end_of(&hit)));
    let fighters = reading
        .cue(at, CueClass::PersonNoun)
        .filter(|hit| hit.cue.value == "combatant" && hit.cue.phrase.ends_with(['s', 'n']))
        .map(|hit| (Head::Fighters(&hit.cue.phrase), end_of(&hit)));
    let sources = reading
        .cue(at, CueClass::SourceNoun)
        .filter(|hit| hit.tokens.len() > 1 && !hit.cue.value.is_empty() && official_free(&hit.cue.phrase))
        .map(|hit| (Head::Sources(&hit.cue.phrase), end_of(&hit)));
    // The longest wins; among equals the more telling one.
    [fighters, people, force, official, institution, sources].into_iter().flatten().max_by_key(|&(_, end)| end)
}

/// True for a phrase of people who hold no office: "medical sources", not "health officials".
fn official_free(phrase: &str) -> bool {
    !phrase.ends_with("official") && !phrase.ends_with("officials")
}

fn end_of(hit: &CueHit<'_>) -> usize {
    hit.tokens.end as usize
}

/// "on the Afghan side", "the Afghan side of the border": a place, not who stands on it.
fn is_on_the_side(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let reading = &context.reading;
    let first = reading.sentence_tokens(at).start.max(at.saturating_sub(4));
    let located = (first..at).any(|at| {
        reading
            .cue(at, CueClass::PlacePreposition)
            .is_some_and(|hit| !matches!(reading.word(at), "of" | "between") && hit.tokens.len() == 1)
    });
    located || matches!(reading.word(at + 1), "of" | "on" | "in")
}

/// "defence ministry", "Ministry of Interior Affairs".
fn ministry_at<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<(Head<'a>, usize)> {
    let reading = &context.reading;
    let is_ministry = |at: usize| {
        reading
            .cue(at, CueClass::InstitutionNoun)
            .filter(|hit| hit.cue.value.ends_with("/ministry"))
            .map(|hit| end_of(&hit))
    };
    if let Some(portfolio) = reading.cue(at, CueClass::Portfolio)
        && let Some(end) = is_ministry(end_of(&portfolio))
    {
        return Some((Head::Ministry(&portfolio.cue.value), end));
    }
    let of = is_ministry(at)?;
    let portfolio = reading.cue(of, CueClass::Preposition).map(|_| of + 1)?;
    let portfolio = reading.cue(words::after_article(reading, portfolio), CueClass::Portfolio)?;
    Some((Head::Ministry(&portfolio.cue.value), end_of(&portfolio)))
}

/// The party of an owner and a head.
fn party_of<'a>(
    context: &Context<'_, '_, 'a>,
    start: usize,
    end: usize,
    owner: &Owner<'a>,
    head: Head<'a>,
) -> Option<Found<'a>> {
    let written = context.reading.span(start, end).of(context.reading.text());
    let (party, rule) = match owner {
        Owner::Country(code) => of_country(context, start, code, head)?,
        Owner::Party(party) => (of_party(context, party, head, written)?, "actors/institution"),
        Owner::Place(place) => (of_place(context, end, place, head, written)?, "actors/local-body"),
    };
    let form = match head {
        Head::Institution(..) | Head::Ministry(_) => ActorForm::Name,
        _ => ActorForm::Descriptor,
    };
    Some(Found::new(start, end, Sense::Party(party, form), rule))
}

/// The party of a country and a head, with the rule that made it.
pub(crate) fn of_country<'a>(
    context: &Context<'_, '_, 'a>,
    start: usize,
    code: &'a str,
    head: Head<'a>,
) -> Option<(Party<'a>, &'static str)> {
    let (lexicon, survey) = (context.lexicon(), context.survey);
    let government = || states::government(lexicon, survey, code);
    Some(match head {
        Head::Ministry(portfolio) => {
            let suffix = format!("ministry-of-{portfolio}");
            (states::part(lexicon, code, &government()?, &suffix, ActorType::GovernmentBody), "actors/institution")
        }
        Head::Institution(suffix, kind) => {
            let suffix = states::body_suffix(suffix);
            (states::part(lexicon, code, &government()?, &words::slug(suffix), kind), "actors/institution")
        }
        Head::Force(suffix) | Head::Members(suffix) | Head::StateForce(suffix) => {
            (states::force(lexicon, survey, code, suffix)?, "actors/force")
        }
        Head::SecurityOfficials => (states::force(lexicon, survey, code, "military")?, "actors/officials"),
        Head::Officials | Head::Government => (government()?, "actors/officials"),
        Head::People(suffix) => (people(context, start, code, suffix), "actors/people"),
        Head::Sources(noun) => {
            let id = format!("{}-{}", states::stem(lexicon, code), words::slug(noun));
            let mut party = Party::unlisted(id.clone(), id.replace('-', " "), ActorType::People);
            party.country = Some(code.into());
            (party, "actors/people")
        }
        Head::Fighters(noun) => {
            let party = people(context, start, code, &words::slug(noun));
            (Party { kind: ActorType::ArmedGroup, ..party }, "actors/people")
        }
    })
}

/// "Afghan refugees", "Chinese workers": a group of people of a country.
fn people<'a>(context: &Context<'_, '_, 'a>, start: usize, code: &'a str, suffix: &str) -> Party<'a> {
    // "Afghan nationals" and "Afghans" are one people.
    let plural = context
        .lexicon()
        .demonyms
        .iter()
        .find(|word| suffix == "nationals" && word.country == code && word.form == DemonymForm::Plural);
    let id = match plural {
        Some(plural) => words::slug(&plural.word),
        None => format!("{}-{suffix}", words::slug(context.reading.word(start))),
    };
    let mut party = Party::unlisted(id.clone(), id.replace('-', " "), ActorType::People);
    party.country = Some(code.into());
    party
}

/// The ministry or body of a party that is no state; the role nouns of such a party leave its name alone.
fn of_party<'a>(
    context: &Context<'_, '_, 'a>,
    owner: &Party<'a>,
    head: Head<'a>,
    written: &'a str,
) -> Option<Party<'a>> {
    let suffix = match head {
        Head::Ministry(portfolio) => format!("ministry-of-{portfolio}"),
        Head::Institution(suffix, ActorType::GovernmentBody) => words::slug(suffix),
        _ => return None,
    };
    let lexicon = context.lexicon();
    let row = lexicon.actor(&owner.id)?;
    if let Some(code) = row.country.as_deref()
        && let Some(government) = states::government(lexicon, context.survey, code)
        && government.id == owner.id
    {
        return Some(states::part(lexicon, code, &government, &suffix, ActorType::GovernmentBody));
    }
    Some(Party::unlisted(format!("{}-{suffix}", owner.id), written, ActorType::GovernmentBody).within(owner))
}

/// True for a word that heads places as well as bodies, unless it speaks.
fn is_place_head(context: &Context<'_, '_, '_>, end: usize, suffix: &str) -> bool {
    let reading = &context.reading;
    let head = end.saturating_sub(1);
    reading.has(head, CueClass::PlaceHead)
        && reading.word(head).eq_ignore_ascii_case(suffix)
        && !words::speaks_at(reading, words::after_adverbs(reading, end))
}

/// The government, police or body of a province or city.
fn of_place<'a>(
    context: &Context<'_, '_, 'a>,
    end: usize,
    place: &'a Place,
    head: Head<'a>,
    written: &'a str,
) -> Option<Party<'a>> {
    match head {
        Head::Government => {
            Some(states::local(context.lexicon(), place, "government", written, ActorType::GovernmentBody))
        }
        Head::Force("police") | Head::Members("police") => {
            Some(states::local(context.lexicon(), place, "police", written, ActorType::SecurityForce))
        }
        // "North Waziristan Agency": the head of the place's own name.
        Head::Institution(suffix, _) if is_place_head(context, end, suffix) => None,
        Head::Institution(suffix, kind) => {
            let suffix = states::body_suffix(suffix);
            Some(states::local(context.lexicon(), place, &words::slug(suffix), written, kind))
        }
        Head::Ministry(portfolio) => Some(states::local(
            context.lexicon(),
            place,
            &format!("ministry-of-{portfolio}"),
            written,
            ActorType::GovernmentBody,
        )),
        _ => None,
    }
}

/// "Arab militia", "Kurdish forces", "Shi'ite militiamen": an adjective of a people or creed that no state has,
/// and who is armed or speaks for it.
pub(crate) fn of_people<'a>(context: &Context<'_, '_, 'a>, start: usize) -> Option<Found<'a>> {
    let reading = &context.reading;
    let adjective = reading.cue(start, CueClass::PeopleAdjective)?;
    let at = adjective.tokens.end as usize;
    if !words::is_lower(reading, at) {
        return None;
    }
    let group = reading.cue(at, CueClass::GroupNoun).filter(|hit| hit.cue.value == "armed-group");
    let head = head_at(context, at).map(|(head, end)| (Some(head), end));
    let (head, end) = head.or_else(|| group.map(|hit| (None, end_of(&hit))))?;
    let kind = match head {
        None | Some(Head::Force(_) | Head::Members(_) | Head::Fighters(_)) => ActorType::ArmedGroup,
        Some(Head::People(_)) => ActorType::People,
        Some(Head::Officials | Head::Government) => ActorType::GovernmentBody,
        Some(_) => return None,
    };
    let written = reading.span(start, end).of(reading.text());
    let party = Party { entry: Some(adjective.cue.row), ..Party::unlisted(words::slug(written), written, kind) };
    Some(Found::new(start, end, Sense::Party(party, ActorForm::Descriptor), "actors/people"))
}
