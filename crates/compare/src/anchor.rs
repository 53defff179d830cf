//! What lets a claim join a question: the event, date, party or statement that both texts name.

mod across;
mod within;

use std::collections::BTreeMap;

use crate::claim::Document;
use crate::day::Day;
use crate::duplicates::Copy;
use crate::interval::Pair;
use crate::place::{Gazetteer, PlaceFit};
use crate::store::{Asked, Data};
use crate::subject::{Fit, Group};
use crate::window::{self, Basis, TimeFit};

/// A claimant's number may be quoted again so many days later and still be the same statement.
pub(crate) const STATEMENT_DAYS: i32 = 90;
/// Strengths given so many days apart are rival estimates; later ones are new counts.
pub(crate) const STANDING_DAYS: i32 = 400;
/// Numbers below this are too common to tell one statement from another without date or place.
pub(crate) const TELLING: f64 = 10.0;

/// How closely a claim fits a question, the closest being the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Closeness {
    /// Whether a member is the same number by the same claimant.
    pub(crate) quoted: bool,
    /// Whether a member gives the same number, one that few share, and another is of the same document.
    pub(crate) telling: bool,
    /// `Loose` is no further than `Open`: an account that leaves more open fits all the more.
    subject: Fit,
    place: PlaceFit,
    time: TimeFit,
    /// How near a member of the same document stands; 0 if there is none.
    pub(crate) near: i32,
    /// Whether a member gives the same number.
    pub(crate) same_number: bool,
    overlap: i32,
    one_document: bool,
}

impl Closeness {
    /// Nothing tells the two apart, and both count the same class.
    pub(crate) fn is_of_one_event(&self) -> bool {
        self.subject == Fit::Same && self.place >= PlaceFit::Unknown && self.time >= TimeFit::Unknown
    }
}

/// Corpus-wide look-ups that the anchors need.
pub(crate) struct Anchors<'a> {
    data: &'a Data,
    copies: &'a [Copy],
}

impl<'a> Anchors<'a> {
    pub(crate) fn new(data: &'a Data, copies: &'a [Copy]) -> Self {
        Self { data, copies }
    }

    /// How closely a claim fits the seed of a question; `None` if the two are in conflict.
    pub(crate) fn closeness(&self, one: Asked<'_>, seed: Asked<'_>) -> Option<Closeness> {
        if one.family() != seed.family() {
            return None;
        }
        // A number that leaves open whom it counts counts those for whom its claimant has given it elsewhere.
        let restated = (one.inherits() || seed.inherits()) && self.says_again(one, seed);
        let subject = one.subject().fit(seed.subject());
        let closeness = Closeness {
            quoted: false,
            telling: false,
            subject: if restated { subject.max(Fit::Open) } else { subject },
            place: self.place_fit(one, seed),
            time: window::fit(one.window().as_ref(), seed.window().as_ref()),
            near: 0,
            same_number: false,
            overlap: window::overlap(one.window().as_ref(), seed.window().as_ref()),
            one_document: self.one_text(one.doc(), seed.doc()),
        };
        let conflict = closeness.subject == Fit::No || closeness.place == PlaceFit::No || closeness.time == TimeFit::No;
        let enemies = kills_own(one, seed)
            || kills_own(seed, one)
            || (!restated && (self.militants_of_a_state(one, seed) || self.militants_of_a_state(seed, one)));
        let conflict = conflict || enemies || self.is_one_of_many(one, seed);
        (!conflict && scopes_fit(one, seed, closeness.time)).then_some(closeness)
    }

    /// "A policeman was killed" tells of one victim and counts none: no toll is its rival.
    fn is_one_of_many(&self, one: Asked<'_>, seed: Asked<'_>) -> bool {
        (one.implied() || seed.implied()) && one.value().relate(&seed.value()) == Pair::Contradict
    }

    /// Whether one of two numbers leaves open who is counted, so that it may be the total of which the other is a part, or
    /// the other side's: people beside civilians or soldiers, militants or soldiers beside those of one group.
    fn is_vague(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let people = |asked: Asked<'_>| asked.subject().group == Group::People;
        let sideless = |asked: Asked<'_>, other: Asked<'_>| {
            let group = other.subject().side.as_deref().is_some_and(|side| self.data.sides.is_group(side));
            match asked.subject().class.as_deref() {
                Some("combatant") => other.subject().class.is_none(),
                Some("security-force") => group,
                _ => false,
            }
        };
        closeness.subject != Fit::Same
            && (one.subject().group != seed.subject().group
                || people(one)
                || sideless(one, seed)
                || sideless(seed, one))
    }

    /// Whom one calls militants, or soldiers, another calls people: the same dead, if both texts name the day and the town.
    fn one_town_and_day(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let own = |asked: Asked<'_>| asked.window().is_some_and(|w| w.basis == Basis::Own) && !asked.place_is_near();
        let local = one.places().iter().chain(seed.places()).all(|place| self.data.gazetteer.is_local(place));
        closeness.place == PlaceFit::Same && local && own(one) && own(seed)
    }

    /// "Militants", and the soldiers of a state.
    fn militants_of_a_state(&self, one: Asked<'_>, other: Asked<'_>) -> bool {
        let militants = one.subject().side.is_none() && one.subject().class.as_deref() == Some("combatant");
        let state = other.subject().side.as_deref().is_some_and(|side| self.data.sides.is_state(side));
        militants && state && other.subject().group == Group::Forces
    }

    /// The closeness by which candidates are ranked.
    pub(crate) fn ranked(closeness: Closeness) -> Closeness {
        Closeness { subject: closeness.subject.max(Fit::Open), ..closeness }
    }

    /// How near two claims of one document stand; 0 for two documents.
    pub(crate) fn nearness(&self, one: Asked<'_>, member: Asked<'_>) -> i32 {
        if one.doc() != member.doc() {
            return 0;
        }
        (i32::MAX / 2 - (one.sentence_id() - member.sentence_id()).abs()).max(1)
    }

    fn place_fit(&self, one: Asked<'_>, seed: Asked<'_>) -> PlaceFit {
        let fit = self.data.gazetteer.fit(one.places(), seed.places());
        let near = one.place_is_near() || seed.place_is_near();
        match fit {
            PlaceFit::No if near && one.places().iter().any(|place| seed.places().contains(place)) => PlaceFit::Nested,
            PlaceFit::No if near => PlaceFit::Unknown,
            fit => fit,
        }
    }

    /// Whether something that both texts name ties a claim to the seed of a question, of which `closeness` is the fit.
    pub(crate) fn ties_to_seed(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        if closeness.one_document {
            self.in_one_document(one, seed, closeness)
        } else {
            self.across_documents(one, seed, closeness)
        }
    }

    /// Whether a statement or a document ties a claim to a member that it is not in conflict with. Dates, places, parties and
    /// standing quantities tie it to the seed only.
    pub(crate) fn ties_to_member(&self, one: Asked<'_>, member: Asked<'_>) -> bool {
        self.closeness(one, member).is_some_and(|closeness| {
            if closeness.one_document {
                self.in_one_document(one, member, closeness)
            } else {
                self.same_statement(one, member, closeness)
            }
        })
    }

    /// One document, or a document and its reprint.
    fn one_text(&self, a: usize, b: usize) -> bool {
        a == b || self.origin(a) == self.origin(b)
    }

    /// The document that a document is a reprint of; itself if it is none.
    pub(crate) fn origin(&self, doc: usize) -> usize {
        self.copies.get(doc).and_then(|copy| copy.of).unwrap_or(doc)
    }

    /// The side whose men or things are counted; where the text does not say whose they are, the party that counts them, as its
    /// victims or its own.
    pub(crate) fn counting_party<'b>(&self, one: Asked<'b>) -> Option<&'b str> {
        let party = || one.claimant_id().is_some_and(|id| self.data.sides.is_party(id));
        let speaker = || one.speaker().filter(|_| party());
        one.subject().side.as_deref().or(one.agent()).or_else(speaker)
    }

    /// The day for which a standing quantity is given.
    pub(crate) fn as_of(&self, one: Asked<'_>) -> Option<Day> {
        let own = one.window().filter(|window| window.basis == Basis::Own && !window.open);
        own.map(|window| window.to).or(self.published(one.doc()))
    }

    /// The places below province level that a document names.
    pub(crate) fn local_places(&self, doc: usize) -> impl Iterator<Item = u32> {
        self.data.local_places(doc).iter().map(|(place, _)| *place)
    }

    /// The countries that a document names most, at most three.
    pub(crate) fn countries(&self, doc: usize) -> impl Iterator<Item = u32> {
        self.data.countries(doc)
    }

    /// When a document was published.
    pub(crate) fn published(&self, doc: usize) -> Option<Day> {
        self.data.documents[doc].published()
    }

    pub(crate) fn gazetteer(&self) -> &'a Gazetteer {
        &self.data.gazetteer
    }

    /// Whether a member of a question keeps a claim out that fits its seed: the two are part and total, two parts of one
    /// total, or two numbers in one voice that nothing orders.
    pub(crate) fn keeps_out(&self, one: Asked<'_>, member: Asked<'_>) -> bool {
        if one.doc() != member.doc() {
            return false;
        }
        let (a, b) = (one, member);
        // Also a part of some other total: its text has placed it there. The police among the dead may be counted by others.
        let part = a.part_of().is_some() != b.part_of().is_some()
            && !((one.is_class() || member.is_class()) && one.subject().fit(member.subject()) == Fit::Same);
        let sibling = a.part_of().is_some() && a.part_of() == b.part_of();
        let ordered = one.earlier() || member.earlier() || a.claimed_on() != b.claimed_on();
        let one_voice =
            a.claimant_id() == b.claimant_id() && (a.claimant_id().is_some() || a.claimant() == b.claimant());
        let differ = one.value().relate(&member.value()) == Pair::Contradict;
        part || sibling || (one_voice && differ && !ordered)
    }
}

/// The countries that a document names most, at most three.
pub(crate) fn main_countries(document: &Document) -> Vec<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let places = document.places.iter().map(|mention| {
        if mention.level == "country" { Some(mention.place_id.as_str()) } else { mention.country.as_deref() }
    });
    for country in places.chain(document.actors.iter().map(|mention| mention.country.as_deref())).flatten() {
        *counts.entry(country).or_default() += 1;
    }
    let mut ranked: Vec<(&str, usize)> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.into_iter().take(3).map(|(country, _)| country).collect()
}

/// Whether one counts the dead of the side that the other says did the killing.
fn kills_own(one: Asked<'_>, other: Asked<'_>) -> bool {
    one.subject().side.is_some()
        && one.subject().side.as_deref() == other.agent()
        && other.subject().side.as_deref() != other.agent()
}

/// An event inside a period is a lower bound of its total, a rate is no total.
fn scopes_fit(one: Asked<'_>, seed: Asked<'_>, time: TimeFit) -> bool {
    match (one.scope(), seed.scope()) {
        (Some(a), Some(b)) if a == b => true,
        (Some("rate"), Some(_)) | (Some(_), Some("rate")) => false,
        // The same number is the event that one of them dates by its month only.
        (Some("period"), Some("event")) | (Some("event"), Some("period")) => {
            time != TimeFit::Nested || one.value().least() == seed.value().least()
        }
        _ => true,
    }
}
