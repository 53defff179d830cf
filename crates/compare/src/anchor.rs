//! What lets a claim join a question: the event, date, party or statement that both texts name.

use std::collections::BTreeMap;

use crate::claim::{Data, Document};
use crate::duplicates::Copy;
use crate::facet::Asked;
use crate::interval::Pair;
use crate::place::PlaceFit;
use crate::subject::{Fit, Group};
use crate::window::{self, Basis, TimeFit};

/// A claimant's number may be quoted again so many days later and still be the same statement.
const STATEMENT_DAYS: i32 = 90;
/// Reports so many days apart may be about one continuing matter that both name by its place.
const STORY_DAYS: i32 = 30;
/// Strengths given so many days apart are rival estimates; later ones are new counts.
const STANDING_DAYS: i32 = 400;
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
        (!conflict && scopes_fit(one, seed, closeness.time)).then_some(closeness)
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

    /// Whether something that both texts name ties a claim to a question. Dates, places, parties and standing quantities
    /// tie it to the seed only; a statement or a document ties it to any member that it is not in conflict with.
    pub(crate) fn holds(&self, one: &Asked, seed: &Asked, members: &[&Asked]) -> bool {
        let to_seed = self.closeness(one, seed).is_some_and(|closeness| {
            if closeness.one_document {
                self.in_one_document(one, seed, closeness)
            } else {
                self.across_documents(one, seed, closeness)
            }
        });
        to_seed
            || members.iter().any(|member| {
                self.closeness(one, member).is_some_and(|closeness| {
                    if closeness.one_document {
                        self.in_one_document(one, member, closeness)
                    } else {
                        self.same_statement(one, member, closeness)
                    }
                })
            })
    }

    /// One document, or a document and its reprint.
    fn one_text(&self, a: usize, b: usize) -> bool {
        let origin = |at: usize| self.copies.get(at).and_then(|copy| copy.of).unwrap_or(at);
        a == b || origin(a) == origin(b)
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
        let one_class = closeness.subject == Fit::Same || one.subject.group == seed.subject.group;
        let same_noun = one_class || one.subject.elliptic || seed.subject.elliptic || sentence;
        self.no_period_beside_event(one, seed, closeness)
            && same_noun
            && closeness.time != TimeFit::Apart
            && (closeness.place != PlaceFit::Nested || paragraph || one.value.least() == seed.value.least())
            && closeness.subject != Fit::Loose
            && (closeness.subject == Fit::Same || a.dimension == "count")
            && self.rivals(one, seed, closeness)
            && ((paragraph && !is_stock(one)) || self.same_surroundings(one, seed, closeness))
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
        let party = closeness.subject == Fit::Same && one.subject.side.is_some() && !is_stock(one);
        let class = !is_stock(one) && closeness.subject == Fit::Same && one.subject.group != Group::People;
        party || (class && self.one_event[one.doc])
    }

    fn across_documents(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let dated = closeness.time >= TimeFit::Nested;
        let located = closeness.place >= PlaceFit::Nested;
        self.same_statement(one, seed, closeness)
            || self.same_period(one, seed, closeness)
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
        let nested = closeness.place == PlaceFit::Nested;
        // A date from the head of a text, or one place in a whole country, does not tell a part from its total.
        let lead = [one, seed].iter().any(|asked| asked.window.is_some_and(|w| w.basis == Basis::Lead));
        let joint = [one, seed].iter().any(|asked| asked.places.len() > 1);
        let part = nested && ((!joint && (lead || (country && !event))) || is_stock(one));
        !(unstated || part || (country && near && event))
    }

    /// The same side's forces, or the same things counted by or against the same side.
    fn same_party(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        if closeness.subject != Fit::Same {
            // Forces of a side that one text does not name join by the words around them, never across documents.
            return false;
        }
        // Where the texts do not say whose they are, the party that counts them, as its victims or its own, must be the same.
        let agent = |asked: &Asked| {
            let claim = &self.data.claims[asked.claim];
            let named = claim.agent_actor_id.as_deref().map(|id| self.data.sides.side(id));
            named.or_else(|| {
                claim.claimant_id.as_deref().filter(|id| self.data.sides.is_party(id)).and(asked.speaker.clone())
            })
        };
        matches!(one.subject.group, Group::Forces | Group::Named(_))
            && (one.subject.side.is_some() || (agent(one).is_some() && agent(one) == agent(seed)))
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
            && (counts_people(&one.family) || (named && one.family.contains("|item|")))
            && one.value.same_bounds(&seed.value)
            && self.share_country(one.doc, seed.doc);
        least(one).is_some()
            && least(one) == least(seed)
            && (speaker || number)
            && self.days_apart(one, seed).is_some_and(|days| days <= STATEMENT_DAYS)
    }

    /// The same stated class over the same days of several, given by both texts: a date that few events share.
    fn same_period(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let own = |asked: &Asked| asked.window.is_some_and(|w| w.basis == Basis::Own && w.days() > 1 && !w.is_period());
        closeness.time == TimeFit::Same
            && closeness.subject == Fit::Same
            && own(one)
            && own(seed)
            && counts_people(&one.family)
            && !matches!(one.subject.group, Group::People | Group::Unstated)
            && one.places.is_empty() == seed.places.is_empty()
            && self.share_country(one.doc, seed.doc)
    }

    /// A group so specific that it is its own name, and a place below province level that both reports name.
    fn same_named_group(&self, one: &Asked, seed: &Asked, closeness: Closeness) -> bool {
        let telling = one.subject.distinctive && seed.subject.distinctive;
        let same_number = one.value.least() == seed.value.least();
        let counted = !one.family.contains("|ratio|") && !one.family.contains("|event|");
        telling
            && counted
            && (same_number || (self.no_period_beside_event(one, seed, closeness) && closeness.time != TimeFit::Apart))
            && closeness.subject == Fit::Same
            && self.days_apart(one, seed).is_some_and(|days| days <= STORY_DAYS)
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
        let border = one.subject.group == Group::Named("border".to_owned()) && one.family.contains("|length|");
        let strength = one.family.starts_with("strength|");
        let same = closeness.subject == Fit::Same && one.subject.side.is_some();
        // A strength without a place is of the whole party, one for two provinces is not.
        let country = |asked: &Asked| asked.places.iter().all(|place| place.len() == 2);
        let strength = strength && (closeness.place == PlaceFit::Same || (country(one) && country(seed)));
        same && (border || (strength && self.days_apart(one, seed).is_none_or(|days| days <= STANDING_DAYS)))
    }

    /// The keys under which questions that a claim might join are found: each is an equi-join.
    pub(crate) fn blocks(&self, one: &Asked) -> Vec<String> {
        let mut keys = self.member_blocks(one);
        let family = &one.family;
        if let Some(window) = &one.window {
            if window.is_period() || window.open {
                keys.extend((-1..=1).map(|shift| format!("{family}|from|{}", window.from.plus(shift))));
            }
            let days = window.days().min(window::EVENT_DAYS) + 1;
            keys.extend((-1..days).map(|back| format!("{family}|day|{}", window.to.plus(-back))));
        }
        keys.push(format!("{family}|group|{}", one.subject.key()));
        keys
    }

    /// The keys under which a question is found through one of its members.
    pub(crate) fn member_blocks(&self, one: &Asked) -> Vec<String> {
        let family = &one.family;
        let origin = self.copies.get(one.doc).and_then(|copy| copy.of).unwrap_or(one.doc);
        let mut keys = vec![format!("{family}|doc|{origin}")];
        if one.value.is_stated() {
            keys.push(format!("{family}|value|{:?}", one.value.least()));
        }
        keys
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
        // Also a part of some other total: its text has placed it there.
        let part = a.part_of.is_some() != b.part_of.is_some();
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

/// What is there at a time, so that a number for a part of the place is a part of the number.
fn is_stock(one: &Asked) -> bool {
    one.family.starts_with("strength|") || one.family.starts_with("population|")
}

fn counts_people(family: &str) -> bool {
    matches!(family.split('|').next(), Some("killed" | "injured" | "casualties" | "missing" | "detained" | "displaced"))
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
