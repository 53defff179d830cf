//! Blocking keys: under which questions a claim looks for those it might join, so that it is compared with few.
//!
//! Every anchor has its key. A key that two claims share only says that they are worth comparing; keys are hashes, and two that
//! fall together cost time and change nothing.

mod notes;

use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash, Hasher};

pub(crate) use notes::Notes;

use crate::anchor::{Anchors, CAMPAIGN_DAYS, STANDING_DAYS, STATEMENT_DAYS, TELLING};
use crate::day::Day;
use crate::store::Asked;
use crate::subject::Group;
use crate::window::{Basis, EVENT_DAYS, Window};

/// A report is known by so many towns, those that it names most.
const TOWNS: usize = 4;

/// The keys of one claim.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// Under which a question that the claim seeds is found.
    pub(crate) seed: Vec<u64>,
    /// Under which a question that it is a member of is found.
    pub(crate) member: Vec<u64>,
    /// Under which it looks for questions.
    pub(crate) wanted: Vec<u64>,
}

/// What a key is made of; the family of the claim belongs to each.
#[derive(Hash)]
enum Key<'a> {
    /// A document, or the original of a reprint.
    Document(usize),
    /// A claimant's side and its number, and the span of days in which it was published; none for a report without a date.
    Statement(&'a str, u64, Option<i32>),
    /// The same whenever it was published.
    AnyStatement(&'a str, u64),
    /// A number of victims or things on a day, in reports about a country.
    Number(Moment, u64, u32),
    /// A number of victims in a report that names a town.
    News(u64, u32),
    /// The tolls of a campaign that one side gives, and the span of days in which it was published.
    Campaign(&'a str, i32),
    /// A place at a time.
    At(Moment, &'a str),
    /// A time and the larger places that a place lies in.
    Under(Moment, &'a str),
    /// A time, a class and whose it is.
    Party(Moment, &'a str, &'a str),
    /// A class counted over days or a period.
    Period(Moment, &'a str),
    /// A group that is its own name, and a town.
    Story(&'a str, u32),
    /// A standing quantity, and the span of days that it is given in; none for one without a date.
    Standing(&'a str, Option<i32>),
    /// The same whatever its date.
    AnyStanding(&'a str),
}

#[derive(Hash, Clone, Copy)]
enum Moment {
    /// A day of the window.
    Day(Day),
    /// The first day of a period.
    From(Day),
}

/// The keys of a claim.
pub(crate) fn keys(anchors: &Anchors<'_>, one: Asked<'_>) -> Keys {
    let mut keys = Keys::default();
    let hash = |key: Key<'_>| hash(one, key);
    let moments = moments(one.window().as_ref());
    keys.member.push(document(anchors, one));
    if let Some(least) = one.value().least().map(f64::to_bits)
        && (one.counts_people() || one.family().contains("|item|"))
    {
        let countries = anchors.countries(one.doc());
        let numbers = countries.flat_map(|country| moments.iter().map(move |&moment| (moment, country)));
        keys.member.extend(numbers.map(|(moment, country)| hash(Key::Number(moment, least, country))));
    }
    keys.wanted.extend(&keys.member);
    news(anchors, one, &mut keys);
    keys.member.extend(campaign(anchors, one).first());
    if let (Some(speaker), Some(least)) = (one.speaker(), one.value().least().map(f64::to_bits)) {
        let span = anchors.published(one.doc()).map(|day| day.number().div_euclid(STATEMENT_DAYS));
        let any = hash(Key::AnyStatement(speaker, least));
        keys.member.extend([hash(Key::Statement(speaker, least, span)), any]);
        match span {
            Some(span) => {
                let near = [Some(span - 1), Some(span), Some(span + 1), None];
                keys.wanted.extend(near.map(|span| hash(Key::Statement(speaker, least, span))));
            }
            None => keys.wanted.push(any),
        }
    }
    keys.seed.extend(&keys.member);
    let subject = one.subject().key();
    for &moment in &moments {
        for place in one.places() {
            keys.seed.push(hash(Key::At(moment, place)));
            keys.wanted.extend([hash(Key::At(moment, place)), hash(Key::Under(moment, place))]);
            for outer in anchors.gazetteer().around(place) {
                keys.seed.push(hash(Key::Under(moment, outer)));
                keys.wanted.push(hash(Key::At(moment, outer)));
            }
        }
        let own = matches!(one.subject().group, Group::Forces | Group::Named(_));
        if let Some(party) = anchors.counting_party(one).filter(|_| own) {
            both(&mut keys, hash(Key::Party(moment, &subject, party)));
        }
        if matches!(moment, Moment::From(_)) {
            both(&mut keys, hash(Key::Period(moment, &subject)));
        }
    }
    if one.subject().distinctive {
        for place in anchors.local_places(one.doc()) {
            both(&mut keys, hash(Key::Story(&subject, place)));
        }
    }
    standing(anchors, one, &subject, &mut keys);
    keys
}

/// The keys of a standing quantity: by whose it is, and the span of days that it is given in.
fn standing(anchors: &Anchors<'_>, one: Asked<'_>, subject: &str, keys: &mut Keys) {
    let hash = |key: Key<'_>| hash(one, key);
    if one.is_border() {
        both(keys, hash(Key::AnyStanding(subject)));
    } else if one.is_stock() {
        let span = anchors.as_of(one).map(|day| day.number().div_euclid(STANDING_DAYS));
        keys.seed.extend([hash(Key::AnyStanding(subject)), hash(Key::Standing(subject, span))]);
        match span {
            Some(span) => {
                let near = [Some(span - 1), Some(span), Some(span + 1), None];
                keys.wanted.extend(near.map(|span| hash(Key::Standing(subject, span))));
            }
            None => keys.wanted.push(hash(Key::AnyStanding(subject))),
        }
    }
}

/// The keys of a telling number of victims in a report that names towns; a report that gives no day looks under them.
fn news(anchors: &Anchors<'_>, one: Asked<'_>, keys: &mut Keys) {
    let Some(least) = one.value().least().filter(|n| *n >= TELLING && one.counts_harm()) else { return };
    let mut towns: Vec<(u32, u32)> = anchors.named_places(one.doc()).to_vec();
    // Of towns named as often the first by id, in which order they stand.
    towns.sort_by_key(|&(_, count)| Reverse(count));
    for (place, _) in towns.into_iter().take(TOWNS) {
        let key = hash(one, Key::News(least.to_bits(), place));
        keys.member.push(key);
        if one.window().is_none() {
            keys.wanted.push(key);
        }
    }
}

/// The keys of a toll of forces: for the span of days in which it was published, and the one before; none for other claims.
pub(crate) fn campaign(anchors: &Anchors<'_>, one: Asked<'_>) -> Vec<u64> {
    let speaker = one.speaker().filter(|_| one.is_toll_of_forces());
    let Some((speaker, day)) = speaker.zip(anchors.published(one.doc())) else { return Vec::new() };
    let span = day.number().div_euclid(CAMPAIGN_DAYS);
    [span, span - 1].map(|span| hash(one, Key::Campaign(speaker, span))).to_vec()
}

/// The key of a claim's text, or of the original of its reprint.
pub(crate) fn document(anchors: &Anchors<'_>, one: Asked<'_>) -> u64 {
    hash(one, Key::Document(anchors.origin(one.doc())))
}

fn hash(one: Asked<'_>, key: Key<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (one.family(), key).hash(&mut hasher);
    hasher.finish()
}

/// The key of the wounded or missing counted beside the dead of a question.
pub(crate) fn company(one: Asked<'_>, deaths: u32) -> u64 {
    let mut hasher = DefaultHasher::new();
    (one.family(), "with", deaths).hash(&mut hasher);
    hasher.finish()
}

fn both(keys: &mut Keys, key: u64) {
    keys.seed.push(key);
    keys.wanted.push(key);
}

/// The days of a window, one more on either side for what happened at night, and the first days of a period.
fn moments(window: Option<&Window>) -> Vec<Moment> {
    let Some(window) = window else { return Vec::new() };
    let days = window.days().min(EVENT_DAYS) + 1;
    let mut moments: Vec<Moment> = (-1..days).map(|back| Moment::Day(window.to.plus(-back))).collect();
    let counted = window.basis == Basis::Own && window.days() > 1;
    if window.is_period() || window.open || counted {
        moments.extend((-1..=1).map(|shift| Moment::From(window.from.plus(shift))));
    }
    moments
}
