//! What lets a claim join a question: the event, date, party or statement that both texts name.

use std::collections::BTreeMap;

use crate::claim::{Data, Document};
use crate::day::Day;
use crate::duplicates::Copy;
use crate::facet::Asked;
use crate::interval::Pair;
use crate::place::{Gazetteer, PlaceFit};
use crate::subject::{Fit, Group};
use crate::window::{self, Basis, TimeFit, Window};

/// A claimant's number may be quoted again so many days later and still be the same statement.
const STATEMENT_DAYS: i32 = 90;
/// Reports so many days apart may be about one continuing matter that both name by its place.
const STORY_DAYS: i32 = 30;
/// Strengths given so many days apart are rival estimates; later ones are new counts.
pub(crate) const STANDING_DAYS: i32 = 400;
/// Numbers below this are too common to tell one statement from another without date or place.
const TELLING: f64 = 10.0;

/// How closely a claim fits a question, the closest being the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Closeness {
    /// Whether a member is the same number by the same claimant.
    pub(crate) quoted: bool,
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
    /// Mentions of local places by document.
    local: Vec<BTreeMap<&'a str, usize>>,
    /// The countries each document names most, at most three.
    countries: Vec<Vec<&'a str>>,
    /// Whether all placed counts of harm of a document share one place.
    one_event: Vec<bool>,
}

impl<'a> Anchors<'a> {
    pub(crate) fn new(data: &'a Data, copies: &'a [Copy], asked: &[Asked]) -> Self {
        let local = data
            .documents
            .iter()
            .map(|document| {
                let mut counts = BTreeMap::new();
                for mention in document.places.iter().filter(|m| data.gazetteer.is_local(&m.place_id)) {
                    *counts.entry(mention.place_id.as_str()).or_default() += 1;
                }
                counts
            })
            .collect();
        let mut places: Vec<Vec<&[String]>> = vec![Vec::new(); data.documents.len()];
        for one in asked.iter().filter(|one| one.family.starts_with("killed") && !one.places.is_empty()) {
            places[one.doc].push(&one.places);
        }
        let one_event = places
            .iter()
            .map(|sets| sets.iter().all(|set| data.gazetteer.fit(set, sets[0]) >= PlaceFit::Nested))
            .collect();
        let countries = data.documents.iter().map(main_countries).collect();
        Self { data, copies, local, countries, one_event }
    }

    /// How closely a claim fits the seed of a question; `None` if the two are in conflict.
    pub(crate) fn closeness(&self, one: &Asked, seed: &Asked) -> Option<Closeness> {
        if one.family != seed.family {
            return None;
        }
        let closeness = Closeness {
            quoted: false,
            subject: one.subject.fit(&seed.subject),
            place: self.place_fit(one, seed),
            time: window::fit(one.window.as_ref(), seed.window.as_ref()),
            near: 0,
            same_number: false,
            overlap: window::overlap(one.window.as_ref(), seed.window.as_ref()),
            one_document: self.one_text(one.doc, seed.doc),
        };
        let conflict = closeness.subject == Fit::No || closeness.place == PlaceFit::No || closeness.time == TimeFit::No;
        let enemies = kills_own(one, seed)
            || kills_own(seed, one)
            || self.militants_of_a_state(one, seed)
            || self.militants_of_a_state(seed, one);
        (!conflict && !enemies && scopes_fit(one, seed, closeness.time)).then_some(closeness)
    }

    /// Whether one of two numbers leaves open who is counted, so that it may be the total of which the other is a part, or
    /// the other side's: people beside civilians or soldiers, militants or soldiers beside those of one group.
    fn is_vague(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let people = |asked: &Asked| asked.subject.group == Group::People;
        let sideless = |asked: &Asked, other: &Asked| {
            let group = other.subject.side.as_deref().is_some_and(|side| self.data.sides.is_group(side));
            match asked.subject.class.as_deref() {
                Some("combatant") => other.subject.class.is_none(),
                Some("security-force") => group,
                _ => false,
            }
        };
        closeness.subject != Fit::Same
            && (one.subject.group != seed.subject.group || people(one) || sideless(one, seed) || sideless(seed, one))
    }

    /// Whom one calls militants, or soldiers, another calls people: the same dead, if both texts name the day and the town.
    fn one_town_and_day(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let own = |asked: &Asked| asked.window.is_some_and(|w| w.basis == Basis::Own) && !asked.place_is_near;
        let local = one.places.iter().chain(&seed.places).all(|place| self.data.gazetteer.is_local(place));
        closeness.place == PlaceFit::Same && local && own(one) && own(seed)
    }

    /// "Militants", and the soldiers of a state.
    fn militants_of_a_state(&self, one: &Asked, other: &Asked) -> bool {
        let militants = one.subject.side.is_none() && one.subject.class.as_deref() == Some("combatant");
        let state = other.subject.side.as_deref().is_some_and(|side| self.data.sides.is_state(side));
        militants && state && other.subject.group == Group::Forces
    }

    /// The closeness by which candidates are ranked.
    pub(crate) fn ranked(closeness: Closeness) -> Closeness {
        Closeness { subject: closeness.subject.max(Fit::Open), ..closeness }
    }

    /// How near two claims of one document stand; 0 for two documents.
    pub(crate) fn nearness(&self, one: &Asked, member: &Asked) -> i32 {
        if one.doc != member.doc {
            return 0;
        }
        let (a, b) = (&self.data.claims[one.claim], &self.data.claims[member.claim]);
        (i32::MAX / 2 - (a.sentence_id - b.sentence_id).abs()).max(1)
    }

    fn place_fit(&self, one: &Asked, seed: &Asked) -> PlaceFit {
        let fit = self.data.gazetteer.fit(&one.places, &seed.places);
        let near = one.place_is_near || seed.place_is_near;
        match fit {
            PlaceFit::No if near && one.places.iter().any(|place| seed.places.contains(place)) => PlaceFit::Nested,
            PlaceFit::No if near => PlaceFit::Unknown,
            fit => fit,
        }
    }

    /// Whether something that both texts name ties a claim to the seed of a question, of which `closeness` is the fit.
    pub(crate) fn ties_to_seed(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        if closeness.one_document {
            self.in_one_document(one, seed, closeness)
        } else {
            self.across_documents(one, seed, closeness)
        }
    }

    /// Whether a statement or a document ties a claim to a member that it is not in conflict with. Dates, places, parties and
    /// standing quantities tie it to the seed only.
    pub(crate) fn ties_to_member(&self, one: &Asked, member: &Asked) -> bool {
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

    /// One text holds its accounts together, unless it tells them apart by date, place, whose they are, or what they count.
    fn in_one_document(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let (a, b) = (&self.data.claims[one.claim], &self.data.claims[seed.claim]);
        let sentence = one.doc == seed.doc && a.sentence_id == b.sentence_id;
        let paragraph =
            one.doc == seed.doc && self.data.documents[one.doc].same_paragraph(a.sentence_id, b.sentence_id);
        let copied = one.doc != seed.doc && one.value.same_bounds(&seed.value) && closeness.subject == Fit::Same;
        if copied {
            return true;
        }
        let unstated = [one, seed].iter().any(|asked| asked.subject.group == Group::Unstated);
        if unstated {
            // "60 km (37 miles)": a conversion says the same again.
            return sentence && one.value.relate(&seed.value) == Pair::Agree;
        }
        // "23 men" and "200 fighters" are told apart by their nouns; "23 dead", or two words in one sentence, need not be.
        let one_group = closeness.subject == Fit::Same || one.subject.group == seed.subject.group;
        let same_noun = one_group || one.subject.elliptic || seed.subject.elliptic || sentence;
        self.no_period_beside_event(one, seed, closeness)
            && (one.elsewhere == seed.elsewhere || sentence)
            && same_noun
            && closeness.time != TimeFit::Apart
            && (paragraph || !self.told_apart(one, seed, closeness))
            && (!self.is_vague(one, seed, closeness) || sentence || one.value.least() == seed.value.least())
            && (closeness.place != PlaceFit::Nested || paragraph || one.value.least() == seed.value.least())
            && closeness.subject != Fit::Loose
            && (closeness.subject == Fit::Same || a.dimension == "count")
            && self.rivals(one, seed, closeness)
            && ((paragraph && !one.is_stock()) || self.same_surroundings(one, seed, closeness))
    }

    /// Outside one paragraph a text tells two numbers apart that it dates differently, or of which it counts one over days.
    fn told_apart(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let (Some(a), Some(b)) = (&one.window, &seed.window) else {
            let counted = |asked: &Asked| asked.window.is_some_and(|w| w.basis == Basis::Own && w.counts_days());
            return counted(one) != counted(seed) && one.value.least() != seed.value.least();
        };
        let counted = |w: &Window| w.basis == Basis::Own && w.counts_days();
        let own = |w: &Window| w.basis == Basis::Own;
        let days = counted(a) != counted(b) && own(a) != own(b) && one.value.least() != seed.value.least();
        let placed = |asked: &Asked| !asked.places.is_empty() && !asked.place_is_near;
        let other_day = a.basis < Basis::Lead && b.basis < Basis::Lead && closeness.time < TimeFit::Nested;
        (days && placed(one) != placed(seed)) || other_day
    }

    /// A total over months, and a number that no period is given for.
    fn no_period_beside_event(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let period = |asked: &Asked| asked.window.is_some_and(|window| window.is_period());
        closeness.time == TimeFit::Same || period(one) == period(seed)
    }

    /// Two numbers of things are rival only where two voices give them, and each party counts what it did to the other.
    fn rivals(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let (a, b) = (&self.data.claims[one.claim], &self.data.claims[seed.claim]);
        let things = matches!(one.subject.group, Group::Named(_)) && a.unit != "person";
        if !things && a.measure != "other" {
            return true;
        }
        let party = |id: &Option<String>| {
            id.as_deref().filter(|id| self.data.sides.is_party(id)).map(|id| self.data.sides.side(id))
        };
        let opposed = matches!((party(&a.claimant_id), party(&b.claimant_id)), (Some(x), Some(y)) if x != y);
        let owners = closeness.subject == Fit::Same && one.subject.side.is_some();
        let voices = a.claimant_id.is_some() && b.claimant_id.is_some();
        (voices || one.value.relate(&seed.value) != Pair::Contradict) && (!opposed || owners)
    }

    /// Outside one paragraph a place that only one of two numbers has tells them apart, unless the same party is counted or
    /// the document knows one place only.
    fn same_surroundings(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let whole_country = |asked: &Asked| asked.places.iter().all(|place| place.len() == 2);
        if closeness.place == PlaceFit::Same {
            return true;
        }
        let placed = |asked: &Asked| !asked.places.is_empty() && !asked.place_is_near;
        if placed(one) && placed(seed) {
            // Two places that cannot be compared are two places, unless they share one.
            return closeness.place > PlaceFit::Unknown || one.places.iter().any(|place| seed.places.contains(place));
        }
        if placed(one) == placed(seed) || (whole_country(one) && whole_country(seed)) {
            return true;
        }
        let party = closeness.subject == Fit::Same && one.subject.side.is_some() && !one.is_stock();
        let class = !one.is_stock() && closeness.subject == Fit::Same && one.subject.group != Group::People;
        party || (class && self.one_event[one.doc])
    }

    fn across_documents(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let dated = closeness.time >= TimeFit::Nested;
        let located = closeness.place >= PlaceFit::Nested;
        self.same_statement(one, seed, closeness)
            || self.same_period(one, seed, closeness)
            || self.same_total(one, seed, closeness)
            || (dated && located && self.telling_place(one, seed, closeness))
            || (dated && self.same_party(one, seed, closeness))
            || self.same_named_group(one, seed, closeness)
            || self.same_standing_quantity(one, seed, closeness)
    }

    /// A whole country on a day that only stands near both figures is too little to tell one event from another.
    fn telling_place(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let country = [one, seed].iter().any(|asked| asked.places.iter().all(|place| place.len() == 2));
        let near = [one, seed].iter().any(|asked| asked.window.is_some_and(|w| w.basis != Basis::Own));
        let event = matches!(one.family.split('|').next(), Some("killed" | "injured" | "casualties" | "missing"));
        let unstated = [one, seed].iter().any(|asked| asked.subject.group == Group::Unstated);
        let vague = self.is_vague(one, seed, closeness)
            && one.value.least() != seed.value.least()
            && !self.one_town_and_day(one, seed, closeness);
        let nested = closeness.place == PlaceFit::Nested;
        // A date from the head of a text, or one place in a whole country, does not tell a part from its total.
        let lead = [one, seed].iter().any(|asked| asked.window.is_some_and(|w| w.basis == Basis::Lead));
        let joint = [one, seed].iter().any(|asked| asked.places.len() > 1);
        let part = nested && ((!joint && (lead || (country && !event))) || one.is_stock());
        !(unstated || vague || part || (country && near && event))
    }

    /// The same side's forces, or the same things counted by or against the same side.
    fn same_party(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        if closeness.subject != Fit::Same {
            // Forces of a side that one text does not name join by the words around them, never across documents.
            return false;
        }
        matches!(one.subject.group, Group::Forces | Group::Named(_))
            && self.counting_party(one).is_some()
            && self.counting_party(one) == self.counting_party(seed)
    }

    /// The side whose men or things are counted; where the text does not say whose they are, the party that counts them, as its
    /// victims or its own.
    pub(crate) fn counting_party<'b>(&self, one: &'b Asked) -> Option<&'b str> {
        let claim = &self.data.claims[one.claim];
        let party = || claim.claimant_id.as_deref().is_some_and(|id| self.data.sides.is_party(id));
        let speaker = || one.speaker.as_deref().filter(|_| party());
        one.subject.side.as_deref().or(one.agent.as_deref()).or_else(speaker)
    }

    /// The same claimant giving the same number, or both texts giving the same telling number of victims for one date.
    fn same_statement(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let least = |asked: &Asked| asked.value.least();
        let telling = least(one).is_some_and(|n| n >= TELLING);
        let dated = closeness.time >= TimeFit::Nested;
        let anchored = dated || closeness.place >= PlaceFit::Nested;
        let speaker = one.speaker.is_some() && one.speaker == seed.speaker && (telling || anchored);
        let named = matches!(one.subject.group, Group::Named(_)) && closeness.subject == Fit::Same;
        let number = telling
            && dated
            && (one.counts_people() || (named && one.family.contains("|item|")))
            && one.value.same_bounds(&seed.value)
            && self.share_country(one.doc, seed.doc);
        least(one).is_some()
            && least(one) == least(seed)
            && (speaker || number)
            && match self.days_apart(one, seed) {
                Some(days) => days <= STATEMENT_DAYS,
                // Without a date of publication the place must tell that the same is meant.
                None => speaker && closeness.subject == Fit::Same && closeness.place >= PlaceFit::Nested,
            }
    }

    /// The same stated class over the same days of several, given by both texts: a date that few events share.
    fn same_period(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let own = |asked: &Asked| asked.window.is_some_and(|w| w.basis == Basis::Own && w.days() > 1 && !w.is_period());
        closeness.time == TimeFit::Same
            && closeness.subject == Fit::Same
            && own(one)
            && own(seed)
            && one.counts_people()
            && !matches!(one.subject.group, Group::People | Group::Unstated)
            && one.places.is_empty() == seed.places.is_empty()
            && self.share_country(one.doc, seed.doc)
    }

    /// Two totals of one people or class over the same period, of which one names no place.
    fn same_total(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let own = |asked: &Asked| asked.window.is_some_and(|w| w.basis == Basis::Own && w.is_period());
        let named = one.subject.side.is_some() || matches!(one.subject.group, Group::Civilian | Group::Named(_));
        closeness.time == TimeFit::Same
            && closeness.subject == Fit::Same
            && own(one)
            && own(seed)
            && named
            && one.counts_people()
            && self.share_country(one.doc, seed.doc)
    }

    /// A group so specific that it is its own name, and a place below province level that both reports name.
    fn same_named_group(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let telling = one.subject.distinctive && seed.subject.distinctive;
        let same_number = one.value.least() == seed.value.least();
        let counted = !one.family.contains("|ratio|") && !one.family.contains("|event|") && !one.is_stock();
        // "The cost", "the loss": every report has one, and only the same number or voice says that it is the same.
        let money = one.family.starts_with("money|");
        let speaker = one.speaker.is_some() && one.speaker == seed.speaker;
        telling
            && (!money || same_number || speaker)
            && counted
            && (same_number || (self.no_period_beside_event(one, seed, closeness) && closeness.time != TimeFit::Apart))
            && closeness.subject == Fit::Same
            && match self.days_apart(one, seed) {
                Some(days) => days <= STORY_DAYS,
                // A report without a date may confirm a number, not dispute it.
                None => one.value.relate(&seed.value) == Pair::Agree,
            }
            && self.same_story(one.doc, seed.doc)
    }

    /// Whether one of the three countries a document names most is among those of the other.
    fn share_country(&self, a: usize, b: usize) -> bool {
        self.countries[a].iter().any(|country| self.countries[b].contains(country))
    }

    /// Both documents name a place below province level, and one of them comes back to it.
    fn same_story(&self, a: usize, b: usize) -> bool {
        self.local[a].iter().any(|(place, count)| self.local[b].get(place).is_some_and(|other| *count.max(other) >= 2))
    }

    /// The strength of a party or the length of a border, which no event anchors.
    fn same_standing_quantity(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let border = one.is_border();
        let strength = one.family.starts_with("strength|");
        let same = closeness.subject == Fit::Same && one.subject.side.is_some();
        // A strength without a place is of the whole party, one for two provinces is not.
        let country = |asked: &Asked| asked.places.iter().all(|place| place.len() == 2);
        let strength = strength && (closeness.place == PlaceFit::Same || (country(one) && country(seed)));
        same && (border || (strength && self.as_of_apart(one, seed).is_none_or(|days| days <= STANDING_DAYS)))
    }

    /// Days between the days that two standing quantities are given for: their own dates, else those of their reports.
    fn as_of_apart(&self, one: &Asked, seed: &Asked) -> Option<i32> {
        Some(self.as_of(one)?.since(self.as_of(seed)?).abs())
    }

    /// The day for which a standing quantity is given.
    pub(crate) fn as_of(&self, one: &Asked) -> Option<Day> {
        let own = one.window.filter(|window| window.basis == Basis::Own && !window.open);
        own.map(|window| window.to).or(self.data.documents[one.doc].published)
    }

    /// The places below province level that a document names.
    pub(crate) fn local_places(&self, doc: usize) -> impl Iterator<Item = &'a str> {
        self.local[doc].keys().copied()
    }

    pub(crate) fn gazetteer(&self) -> &'a Gazetteer {
        &self.data.gazetteer
    }

    fn days_apart(&self, one: &Asked, seed: &Asked) -> Option<i32> {
        let published = |asked: &Asked| self.data.documents[asked.doc].published;
        Some(published(one)?.since(published(seed)?).abs())
    }

    /// Whether a member of a question keeps a claim out that fits its seed: the two are part and total, two parts of one
    /// total, or two numbers in one voice that nothing orders.
    pub(crate) fn keeps_out(&self, one: &Asked, member: &Asked) -> bool {
        if one.doc != member.doc {
            return false;
        }
        let (a, b) = (&self.data.claims[one.claim], &self.data.claims[member.claim]);
        // Also a part of some other total: its text has placed it there. The police among the dead may be counted by others.
        let part = a.part_of.is_some() != b.part_of.is_some()
            && !((one.is_class || member.is_class) && one.subject.fit(&member.subject) == Fit::Same);
        let sibling = a.part_of.is_some() && a.part_of == b.part_of;
        let ordered = one.earlier || member.earlier || a.claimed_on != b.claimed_on;
        let one_voice = a.claimant_id == b.claimant_id && (a.claimant_id.is_some() || a.claimant == b.claimant);
        let differ = one.value.relate(&member.value) == Pair::Contradict;
        part || sibling || (one_voice && differ && !ordered)
    }
}

fn main_countries(document: &Document) -> Vec<&str> {
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
fn kills_own(one: &Asked, other: &Asked) -> bool {
    one.subject.side.is_some() && one.subject.side == other.agent && other.subject.side != other.agent
}

/// An event inside a period is a lower bound of its total, a rate is no total.
fn scopes_fit(one: &Asked, seed: &Asked, time: TimeFit) -> bool {
    match (one.scope.as_deref(), seed.scope.as_deref()) {
        (Some(a), Some(b)) if a == b => true,
        (Some("rate"), Some(_)) | (Some(_), Some("rate")) => false,
        // The same number is the event that one of them dates by its month only.
        (Some("period"), Some("event")) | (Some("event"), Some("period")) => {
            time != TimeFit::Nested || one.value.least() == seed.value.least()
        }
        _ => true,
    }
}
