//! Party or place: named pieces of evidence are weighed, and the heaviest is told in the note.
//!
//! Positive weights speak for a party, negative ones for a location. Names that are joined are
//! weighed together: what stands before the first and behind the last holds for all.

use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass, Level};
use crossread_text::{SentenceKind, TokenKind};

use crate::names::context::Context;
use crate::names::found::{Found, Sense, Site};
use crate::names::{groups, words};
use crate::reading::Reading;

/// A piece of evidence: its name and its weight.
type Evidence = (&'static str, i32);

const DATELINE: Evidence = ("dateline", -12);
const CONTAINER: Evidence = ("the larger place behind a comma", -9);
const PARTY_PARTICIPLE: Evidence = ("a participle behind a hyphen", 9);
const BASED: Evidence = ("a hyphen and a word of place", -9);
const SPEAKS: Evidence = ("a verb of speech behind", 8);
const ACTS: Evidence = ("a verb of action behind", 6);
const QUOTED: Evidence = ("a colon before what is said", 6);
const STRONG_PREPOSITION: Evidence = ("a preposition of parties", 7);
const PREPOSITION_OF_PARTY: Evidence = ("a preposition that parties often follow", 3);
const OBJECT: Evidence = ("the object of a verb done to parties", 6);
const SPOKEN: Evidence = ("a verb of speech before", 4);
const RELATION: Evidence = ("a noun of relation", 7);
const OWNS_ACT: Evidence = ("what it owns is an act", 7);
const OWNS_LAND: Evidence = ("what it owns is land", -8);
const OWNS: Evidence = ("it owns something", 2);
const OWNS_UNSAID: Evidence = ("what it owns is left unsaid", 6);
const OWNS_PLACE: Evidence = ("a place in it follows", -8);
const LAND: Evidence = ("a noun of geography behind", -8);
const ACT_NOUN: Evidence = ("a noun of action behind", 4);
const ACT_OF: Evidence = ("a noun of action before", 6);
const LAND_OF: Evidence = ("a noun of geography before", -6);
const PREPOSITION_OF_PLACE: Evidence = ("a preposition of place", -6);
const WEAK_PREPOSITION: Evidence = ("a preposition that places often follow", -3);
const WITH_PARTY: Evidence = ("joined to a party", 4);
const WITH_PLACE: Evidence = ("joined to a place", -5);
const GERUND: Evidence = ("a gerund whose subject it is", 6);
const TOLD_WHAT: Evidence = ("the text says what it is", -3);
const STATE: Evidence = ("a form of to be behind", 1);
const FINITE: Evidence = ("an auxiliary behind", 3);
const VERB_FORM: Evidence = ("a word in the form of a verb behind", 2);
const PEOPLE: Evidence = ("the people of a place behind", -3);
const HEADED: Evidence = ("a head noun of places beside", -9);
const PART: Evidence = ("a direction before: a part of it", -5);
const STRUCK: Evidence = ("a verb of attack before", -4);
const CELL: Evidence = ("alone in its line", -5);
const COUNTRY: Evidence = ("countries are parties unless told otherwise", 1);
const SEAT: Evidence = ("cities are places unless told otherwise", -1);

/// A dateline without capitals stands among this many sentences at the top.
const EARLY: usize = 4;

/// The sum of the evidence, with the heaviest piece for either side.
#[derive(Clone, Copy, Debug, Default)]
struct Balance {
    sum: i32,
    /// Neither party nor place: a state of affairs, or a part of the name of what follows.
    silent: bool,
    party: Option<Evidence>,
    place: Option<Evidence>,
}

impl Balance {
    fn add(&mut self, evidence: Evidence) {
        self.sum += evidence.1;
        let side = if evidence.1 > 0 { &mut self.party } else { &mut self.place };
        if side.is_none_or(|known| evidence.1.abs() > known.1.abs()) {
            *side = Some(evidence);
        }
    }
}

/// Decides every name that may be a party or a place.
pub(crate) fn decide(context: &Context<'_, '_, '_>, found: &mut [Found<'_>]) {
    for group in groups::groups(context, found) {
        if found[group.clone()].iter().any(|found| matches!(found.sense, Sense::Either(..))) {
            decide_group(context, found, &group);
        }
    }
}

/// "UNHCR Iran", "Amnesty International Nigeria": the country of a branch, right behind the name of the body.
fn is_branch(found: &[Found<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &found[before]) else { return false };
    let body = before.party().is_some_and(|party| party.kind.observes());
    body && before.end == found[at].start && found[at].site().is_some_and(Site::is_country)
}

fn decide_group(context: &Context<'_, '_, '_>, found: &mut [Found<'_>], group: &Range<usize>) {
    if is_branch(found, group.start) {
        found[group.start].sense = Sense::Silent;
        return;
    }
    let mut shared = Balance::default();
    let governed = before(context, found, group, &mut shared);
    behind(context, found, group, governed, &mut shared);
    let members = &found[group.clone()];
    if members.iter().any(|found| matches!(found.sense, Sense::Party(..))) {
        shared.add(WITH_PARTY);
    }
    if members.iter().any(|found| matches!(found.sense, Sense::Place(_))) {
        shared.add(WITH_PLACE);
    }
    for at in group.clone() {
        let mut balance = shared;
        own(context, found, at, at + 1 < group.end, &mut balance);
        settle(&mut found[at], balance);
    }
}

/// What stands before the first name of the group; true when a preposition governs it, so that no verb behind is its own.
fn before(context: &Context<'_, '_, '_>, found: &[Found<'_>], group: &Range<usize>, balance: &mut Balance) -> bool {
    let reading = &context.reading;
    let at = before_qualifiers(reading, found[group.start].start);
    if is_dateline(reading, found[group.start].start, found[group.end - 1].end) {
        balance.add(DATELINE);
        return true;
    }
    let part = words::cue_ending_at(reading, found[group.start].start, &[CueClass::Direction]).is_some();
    if part {
        balance.add(PART);
    }
    let prepositions = [CueClass::PartyPreposition, CueClass::PlacePreposition];
    if let Some(hit) = words::cue_ending_at(reading, at, &prepositions) {
        let start = hit.tokens.start as usize;
        let head = noun_before(reading, start);
        match (hit.cue.class, hit.cue.value.as_str()) {
            _ if reading.word(start) == "between" => {
                if head == Some(CueClass::GeographyNoun) || head == Some(CueClass::PlaceHead) {
                    balance.add(LAND_OF);
                } else if group.len() > 1 || head == Some(CueClass::RelationNoun) {
                    balance.add(RELATION);
                }
            }
            _ if head == Some(CueClass::RelationNoun) && reading.word(start) == "with" => balance.add(RELATION),
            (CueClass::PartyPreposition, "strong") => balance.add(STRONG_PREPOSITION),
            // "the tripoint with Iran", "they leave in thousands for Syria"
            (CueClass::PartyPreposition, _) if head == Some(CueClass::GeographyNoun) => balance.add(LAND_OF),
            (CueClass::PartyPreposition, _) if reading.word(start) == "for" && is_left_before(reading, start) => {
                balance.add(PREPOSITION_OF_PLACE);
            }
            // "the coordinator for South Sudan, X Y,": the country inside an office.
            (CueClass::PartyPreposition, _) if reading.word(start) == "for" && is_office_before(reading, start) => {
                balance.add(LAND_OF);
            }
            (CueClass::PartyPreposition, _) => balance.add(PREPOSITION_OF_PARTY),
            (_, "weak") => match head {
                // "Amin Karo, Emir of Afghanistan": the country inside a title.
                Some(CueClass::PartyNoun) if is_title_before(reading, start) => balance.add(LAND_OF),
                // "the attack on southern Israel": a part of a country is land.
                Some(CueClass::PartyNoun) if part => balance.add(LAND_OF),
                // "the attack on Kyiv", "the bombing of Beirut": a town is hit where it lies.
                Some(CueClass::PartyNoun)
                    if words::is_attack_before(reading, start) && !found[group.start].is_country() =>
                {
                    balance.add(STRUCK);
                }
                Some(CueClass::PartyNoun) if reading.word(start) != "to" => balance.add(ACT_OF),
                Some(CueClass::GeographyNoun) => balance.add(LAND_OF),
                _ => balance.add(WEAK_PREPOSITION),
            },
            _ => balance.add(PREPOSITION_OF_PLACE),
        }
        let end = found[group.end - 1].end;
        let gerund = words::is_lower(reading, end) && reading.word(end).ends_with("ing");
        if gerund && reading.word(start) == "of" {
            balance.add(GERUND);
        }
        return true;
    }
    let ends = |class| words::cue_ending_at(reading, at, &[class]);
    if ends(CueClass::ActVerb).is_some_and(|hit| hit.cue.value == "party") {
        balance.add(OBJECT);
    } else if ends(CueClass::PlaceRole).is_some() {
        balance.add(STRUCK);
    } else if ends(CueClass::SayVerb).is_some() {
        balance.add(SPOKEN);
    } else if ends(CueClass::Auxiliary).is_some() {
        // "so did Tehran", "has Kabul agreed": what stands behind an auxiliary is its subject.
        balance.add(SPOKEN);
    }
    false
}

/// True for an office that ends before `at`, and the commas of whoever holds it behind.
fn is_office_before(reading: &Reading<'_, '_>, at: usize) -> bool {
    words::cue_ending_at(reading, at, &[CueClass::PersonTitle, CueClass::PersonRole]).is_some()
        && !words::speaks_at(reading, at)
}

/// True for a title that ends before `at`, written with its capital.
fn is_title_before(reading: &Reading<'_, '_>, at: usize) -> bool {
    words::cue_ending_at(reading, at, &[CueClass::PersonTitle])
        .is_some_and(|hit| words::is_name_word(reading, hit.tokens.start as usize))
}

/// True when a verb of leaving stands among the words before: what follows "for" is where they go.
fn is_left_before(reading: &Reading<'_, '_>, at: usize) -> bool {
    let first = reading.sentence_tokens(at).start.max(at.saturating_sub(9));
    (first..at).any(|at| reading.cue(at, CueClass::PlaceRole).is_some_and(|hit| hit.cue.value == "origin"))
}

/// Steps back over the article, directions and adjectives of place before a name.
fn before_qualifiers(reading: &Reading<'_, '_>, mut at: usize) -> usize {
    for _ in 0..4 {
        let qualifiers = [CueClass::Article, CueClass::Direction];
        match words::cue_ending_at(reading, at, &qualifiers) {
            Some(hit) => at = hit.tokens.start as usize,
            None if at >= 2 && words::is_hyphen(reading, at - 1) && reading.has(at - 2, CueClass::Direction) => at -= 2,
            None => break,
        }
    }
    at
}

/// The class of the noun that ends right before a preposition at `at`.
fn noun_before(reading: &Reading<'_, '_>, at: usize) -> Option<CueClass> {
    let classes = [CueClass::RelationNoun, CueClass::GeographyNoun, CueClass::PartyNoun, CueClass::PlaceHead];
    words::cue_ending_at(reading, at, &classes).map(|hit| hit.cue.class)
}

/// What stands behind the last name of the group.
///
/// `governed`: a preposition stands before, so a verb behind has another subject.
fn behind(
    context: &Context<'_, '_, '_>,
    found: &[Found<'_>],
    group: &Range<usize>,
    governed: bool,
    balance: &mut Balance,
) {
    let reading = &context.reading;
    let end = found[group.end - 1].end;
    if words::is_possessive(reading, end) {
        return;
    }
    if words::is_hyphen(reading, end) {
        let word = end + 1;
        if let Some(noun) = reading.demonym_end(word) {
            // "Pak-Afghan trade" is of both and names neither; "the Indo-Chinese border" is where both lie.
            let land = reading.has(noun, CueClass::GeographyNoun) || reading.has(noun, CueClass::PlaceHead);
            balance.silent = !land;
        } else if reading.has(word, CueClass::PartyParticiple) {
            balance.add(PARTY_PARTICIPLE);
        } else if words::is_lower(reading, word) && !reading.has(word, CueClass::NameParticle) {
            balance.add(BASED);
        }
        return;
    }
    let pair = groups::is_hyphenated(context, found, group);
    if reading.has(end, CueClass::RelationNoun) {
        balance.add(if pair { RELATION } else { ACT_NOUN });
    } else if reading.has(end, CueClass::GeographyNoun) || (pair && reading.has(end, CueClass::PlaceHead)) {
        balance.add(LAND);
    } else if !governed {
        if let Some(evidence) = verb_behind(reading, end) {
            balance.add(evidence);
        } else if reading.has(end, CueClass::PartyNoun) {
            balance.add(ACT_NOUN);
        } else if reading.has(end, CueClass::PeopleNoun) {
            balance.add(PEOPLE);
        }
    }
}

/// A verb whose subject ends at `end`; a relative clause between commas is looked into.
fn verb_behind(reading: &Reading<'_, '_>, end: usize) -> Option<Evidence> {
    let mut at = end;
    if reading.word(at) == "," {
        if !(reading.has(at + 1, CueClass::Relative)) {
            let tail = parenthesis_end(reading, at)?;
            return verb_at(reading, tail)
                .filter(|&evidence| evidence == SPEAKS || evidence == FINITE || evidence == ACTS);
        }
        at += 2;
    } else if matches!(reading.word(at), "which" | "who") {
        at += 1;
    }
    if reading.word(at) == ":" {
        let said = at + 1;
        let is_said = words::is_quote(reading, said) || reading.kind(said) == Some(TokenKind::Number);
        let opens = reading.sentence_tokens(end).start + 8 > end;
        return (opens && is_said).then_some(QUOTED);
    }
    verb_at(reading, at)
}

/// Behind ", for its part,", ", I am told,": where the clause goes on, at most seven tokens on and past no name.
fn parenthesis_end(reading: &Reading<'_, '_>, comma: usize) -> Option<usize> {
    let limit = reading.sentence_tokens(comma).end.min(comma + 8);
    let close = (comma + 2..limit).find(|&at| reading.word(at) == ",")?;
    let named = (comma + 1..close).any(|at| words::is_name_word(reading, at) && reading.word(at).len() > 1);
    (!named).then_some(close + 1)
}

/// A finite verb at `at`, adverbs and auxiliaries skipped.
fn verb_at(reading: &Reading<'_, '_>, at: usize) -> Option<Evidence> {
    let at = words::after_adverbs(reading, at);
    if !words::is_lower(reading, at) {
        return None;
    }
    if words::speaks_at(reading, at) {
        return Some(SPEAKS);
    }
    if let Some(auxiliary) = reading.cue(at, CueClass::Auxiliary) {
        let verb = words::after_adverbs(reading, auxiliary.tokens.end as usize);
        let acts = words::speaks_at(reading, verb) || reading.has(verb, CueClass::ActVerb);
        let is = matches!(auxiliary.cue.phrase.as_str(), "is" | "was" | "are" | "were");
        return Some(match (acts, is) {
            (true, _) => ACTS,
            (false, true) if reading.has(verb, CueClass::Article) => TOLD_WHAT,
            (false, true) => STATE,
            (false, false) => FINITE,
        });
    }
    if reading.has(at, CueClass::ActVerb) || reading.has(at, CueClass::Modality) {
        return Some(ACTS);
    }
    let word = reading.word(at);
    let noun =
        [CueClass::PeopleNoun, CueClass::GeographyNoun, CueClass::PlaceHead, CueClass::EventNoun, CueClass::PersonNoun];
    let looks = word.len() > 3 && (word.ends_with("ed") || (word.ends_with('s') && !word.ends_with("ss")));
    let other = noun.iter().any(|&class| reading.has(at, class)) || reading.has(at, CueClass::Preposition);
    (looks && !other).then_some(VERB_FORM)
}

/// What stands beside one name alone. `inner`: further names of its group follow.
fn own(context: &Context<'_, '_, '_>, found: &[Found<'_>], at: usize, inner: bool, balance: &mut Balance) {
    let reading = &context.reading;
    let Sense::Either(_, _, site) = &found[at].sense else { return };
    balance.add(if site.is_country() { COUNTRY } else { SEAT });
    let (start, end) = (found[at].start, found[at].end);
    if words::is_possessive(reading, end) {
        balance.silent = is_of_what_follows(context, found, at);
        balance.add(owned(context, found, at));
    }
    if !inner && (is_inside(context, found, at) || is_seat_of_clause(reading, start)) {
        balance.add(CONTAINER);
    }
    if crate::places::heads::head_before(context, start).is_some()
        || (site.options.first().is_some_and(|place| place.level != Level::Country)
            && reading.has(end, CueClass::PlaceHead)
            && !reading.glued(end))
    {
        balance.add(HEADED);
    }
    let sentence = reading.sentence_tokens(start);
    let ends = sentence.end == end || (sentence.end == end + 1 && reading.word(end) == ".");
    let label = matches!(reading.word(end), ":" | "|") || (reading.word(end) == "," && sentence.end < end + 12);
    let heading =
        reading.sentence(reading.sentence_of(start)).is_some_and(|sentence| sentence.kind != SentenceKind::Body);
    let titled = heading && ends && start > 0 && reading.word(start - 1) == ":";
    let alone = titled || sentence.start == start && (ends || (label && (reading.word(end) != "," || heading)));
    if alone && !matches!(balance.party, Some(QUOTED)) {
        balance.add(CELL);
    }
}

/// "Russia's Africa Corps", "Syria's civil war": a country that owns a party named right behind, or a state of affairs.
fn is_of_what_follows(context: &Context<'_, '_, '_>, found: &[Found<'_>], at: usize) -> bool {
    let reading = &context.reading;
    let first = found[at].end + 1;
    let party = found.get(at + 1).is_some_and(|next| {
        matches!(&next.sense, Sense::Party(party, _) if party.kind != ActorType::Person && party.kind != ActorType::People)
            && next.start <= first + 3
            && (first..next.start).all(|at| words::is_lower(reading, at) || words::is_hyphen(reading, at))
    });
    let common = |at: usize| {
        words::is_lower(reading, at) || words::is_hyphen(reading, at) || reading.kind(at) == Some(TokenKind::Number)
    };
    let affairs = (first..first + 5)
        .find(|&at| reading.has(at, CueClass::AffairsNoun) || reading.has(at, CueClass::Preposition) || !common(at))
        .is_some_and(|at| reading.has(at, CueClass::AffairsNoun));
    party || affairs
}

/// What the name at `at` owns.
fn owned(context: &Context<'_, '_, '_>, found: &[Found<'_>], at: usize) -> Evidence {
    let reading = &context.reading;
    let first = found[at].end + 1;
    // "one for every ten of Moscow's."
    if reading.kind(first).is_none_or(|kind| kind == TokenKind::Punctuation) && !words::is_quote(reading, first) {
        return OWNS_UNSAID;
    }
    // "Pakistan's Balochistan province": the next name is a place in it.
    if let Some(next) = found.get(at + 1).filter(|next| next.start <= first + 1)
        && let Sense::Place(_) = &next.sense
    {
        return OWNS_PLACE;
    }
    for word in first..first + 3 {
        if reading.has(word, CueClass::PartyNoun) || reading.has(word, CueClass::RelationNoun) {
            return OWNS_ACT;
        }
        if reading.has(word, CueClass::GeographyNoun) || reading.has(word, CueClass::PlaceHead) {
            return OWNS_LAND;
        }
        if reading.has(word, CueClass::PersonTitle) || reading.has(word, CueClass::PersonRole) {
            return OWNS_ACT;
        }
        if !words::is_lower(reading, word) || reading.has(word, CueClass::Preposition) {
            break;
        }
    }
    OWNS
}

/// "Peshawar, Pakistan": the place before the comma lies in this one.
fn is_inside(context: &Context<'_, '_, '_>, found: &[Found<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &found[before]) else { return false };
    let reading = &context.reading;
    if before.end + 1 != found[at].start || reading.word(before.end) != "," {
        return false;
    }
    let (Some(inner), Some(outer)) = (before.site(), found[at].site()) else { return false };
    inner.options.iter().any(|inner| {
        outer.options.iter().any(|outer| {
            inner.level > outer.level
                && (outer.country == inner.country && (outer.level == Level::Country || outer.admin1 == inner.admin1))
        })
    })
}

/// "the capital, Kabul," and "the capital Kabul".
fn is_seat_of_clause(reading: &Reading<'_, '_>, start: usize) -> bool {
    let at = if start > 0 && reading.word(start - 1) == "," { start - 1 } else { start };
    words::cue_ending_at(reading, at, &[CueClass::GeographyNoun]).is_some_and(|hit| hit.cue.phrase == "capital")
}

/// True when the names from `start` to `end` open a line that goes on with a dateline's mark.
pub(crate) fn is_dateline(reading: &Reading<'_, '_>, start: usize, end: usize) -> bool {
    let index = reading.sentence_of(start);
    let Some(sentence) = reading.sentence(index) else { return false };
    let first = sentence.tokens.start as usize;
    if sentence.kind == SentenceKind::TableRow || start != first {
        return false;
    }
    let capitals = words::is_all_caps(reading.word(start)) && reading.word(start).len() > 3;
    let limit = (sentence.tokens.end as usize).min(end + 14);
    let opening = (start..end).all(|at| !words::is_lower(reading, at));
    let mark = (end..limit).filter(|_| opening).find(|&at| is_dateline_mark(reading, at, end));
    let Some(mark) = mark else { return false };
    // Between the place and the mark stand only a larger place, a date, an outlet in brackets.
    let plain = (end..mark)
        .all(|at| !words::is_lower(reading, at) || reading.has(at, CueClass::Month) || in_brackets(reading, end, at));
    plain && (capitals || (index < EARLY && (mark > end || !reading.glued(mark))))
}

/// The dash or colon that ends a dateline.
fn is_dateline_mark(reading: &Reading<'_, '_>, at: usize, end: usize) -> bool {
    match reading.word(at) {
        "—" | "–" | "-" | "--" | "―" => !reading.glued(at) || !reading.glued(at + 1),
        ":" => at == end && words::is_all_caps(reading.word(at - 1)) || reading.word(at - 1) == ")",
        _ => false,
    }
}

/// True when a bracket opened between `from` and `at` is still open.
fn in_brackets(reading: &Reading<'_, '_>, from: usize, at: usize) -> bool {
    (from..at).rev().find_map(|at| match reading.word(at) {
        "(" => Some(true),
        ")" => Some(false),
        _ => None,
    }) == Some(true)
}

/// Turns an open sense into the one that the balance tells.
fn settle(found: &mut Found<'_>, balance: Balance) {
    if !matches!(found.sense, Sense::Either(..)) {
        return;
    }
    let Sense::Either(party, form, site) = std::mem::replace(&mut found.sense, Sense::Silent) else { return };
    if balance.silent {
        return;
    }
    let place_id = site.options.first().map(|place| std::borrow::Cow::Borrowed(place.id.as_str()));
    let acts = balance.sum > 0;
    let told = if acts { balance.party } else { balance.place };
    found.note = told.map(|(name, _)| name.into());
    if acts {
        if balance.sum <= 1 {
            found.alternatives.extend(place_id);
        }
        found.rule = "actors/by-context";
        found.sense = Sense::Party(party, form);
    } else {
        if balance.sum >= -1 {
            found.alternatives.push(party.id);
        }
        found.rule = "places/by-context";
        found.sense = Sense::Place(site);
    }
}
