//! Whose strength, the length of what, an amount of what: subjects that the words around a figure give.

use std::collections::BTreeMap;

use super::near::Nearby;
use super::{Facets, subject_is_own};
use crate::claim::{Batch, Claim};
use crate::subject::{Group, Subject};
use crate::vocabulary::{Kind, border, is_cue, noun, words};

/// An armed group named at most so many sentences before is the one whose strength is given.
const STRENGTH_REACH: i32 = 4;
/// How many words around an amount may name what it is the amount of.
const TOPIC_REACH: usize = 14;

/// Whose strength is given: the party counted; else the last armed group named before that is not the speaker's own, or the
/// one whose strength was given last, whichever stands nearer.
pub(super) fn strength(data: &Batch<'_>, claim: &Claim, speaker: Option<&str>, before: &[Facets]) -> Subject {
    let near = |sentence: i32| claim.sentence_id - sentence <= STRENGTH_REACH;
    let mention = data.documents[claim.doc].actors.iter().rev().find(|mention| {
        mention.kind == "armed-group"
            && mention.start < claim.start
            && near(mention.sentence_id)
            && speaker != Some(data.sides.side(&mention.actor_id).as_str())
    });
    let earlier = before.iter().rev().find(|asked| {
        let other = &data.claims[asked.claim];
        other.measure == "strength" && near(other.sentence_id)
    });
    let named = mention.map(|mention| (mention.start, data.sides.whole(&mention.actor_id)));
    let given = earlier.and_then(|asked| Some((data.claims[asked.claim].start, asked.subject.side.clone()?)));
    let side = match &claim.subject_actor_id {
        Some(id) => Some(data.sides.whole(id)),
        None => named.into_iter().chain(given).max().map(|(_, side)| side),
    };
    Subject { group: Group::Forces, side, class: None, detail: None, distinctive: true, elliptic: false }
}

/// What a length or an amount is the length or amount of: its subject, else the nearest noun that names one.
pub(super) fn topic(data: &Batch<'_>, at: usize, nearby: &Nearby) -> Subject {
    let claim = &data.claims[at];
    let wanted = |kind: Kind| match claim.dimension.as_str() {
        "money" => kind == Kind::Money,
        "mass" | "volume" => kind == Kind::Mass,
        _ => kind == Kind::Length,
    };
    let of_phrase = claim.subject.as_deref().map(|phrase| Subject::read(Some(phrase), None, None, false));
    let known =
        of_phrase.filter(|s| matches!(&s.group, Group::Named(name) if noun(name).is_some_and(|n| wanted(n.kind))));
    // "12 km from the border", "700 km of the border": a distance or a part, not its length. "The queue stretches for 8 km along
    // the road" is the length of what was named before.
    let first = nearby.after.first().map(String::as_str);
    let distance = first.is_some_and(|word| is_cue("distance", word));
    let part = distance || first.is_some_and(|word| is_cue("share", word));
    let on_border = claim.dimension == "length" && claim.places.iter().any(|place| border(place).is_some());
    let found = known.or_else(|| {
        let after = nearby.after.iter().take(if part { 0 } else { 4 });
        let before = nearby.sentence_before.iter().rev().take(if distance { 0 } else { TOPIC_REACH });
        let mut near = after.chain(before).filter_map(|w| noun(w)).filter(|n| wanted(n.kind));
        let near = near.find(|n| !part || n.group != "border");
        let money = || (claim.dimension == "money").then(|| topic_of_paragraph(data, at)).flatten();
        let group = near.map(|n| n.group).or_else(|| (on_border && !part).then_some("border")).or_else(money)?;
        Some(Subject {
            group: Group::Named(group.to_owned()),
            side: None,
            class: None,
            detail: None,
            distinctive: true,
            elliptic: false,
        })
    });
    let mut subject = found.unwrap_or(Subject {
        group: Group::Unstated,
        side: None,
        class: None,
        detail: None,
        distinctive: false,
        elliptic: true,
    });
    if subject.group == Group::Named("border".to_owned()) {
        subject.side = border_pair(data, claim);
    } else if let Some(id) = &claim.subject_actor_id {
        subject.side = Some(data.sides.side(id));
    } else if subject_is_own(claim, nearby) {
        subject.side = claim.claimant_id.as_deref().map(|id| data.sides.side(id));
    }
    subject
}

/// What the other amounts of a paragraph are amounts of, the nearest first ("Its estimate is $4m. Others put the loss at ...").
fn topic_of_paragraph(data: &Batch<'_>, at: usize) -> Option<&'static str> {
    let claim = &data.claims[at];
    let document = &data.documents[claim.doc];
    let others = data.claims[at.saturating_sub(8)..].iter().take(16);
    let mut near: Vec<&Claim> = others
        .filter(|other| {
            other.doc == claim.doc
                && other.dimension == "money"
                && other.sentence_id != claim.sentence_id
                && document.same_paragraph(other.sentence_id, claim.sentence_id)
        })
        .collect();
    near.sort_by_key(|other| ((other.sentence_id - claim.sentence_id).abs(), other.start));
    near.iter().find_map(|other| {
        words(&other.sentence).iter().filter_map(|word| noun(word)).find(|n| n.kind == Kind::Money).map(|n| n.group)
    })
}

/// The two countries a border parts: by its name, else the only two of its sentence, else the two the document names most.
fn border_pair(data: &Batch<'_>, claim: &Claim) -> Option<String> {
    if let Some(pair) = claim.places.iter().find_map(|place| border(place)) {
        return Some(pair.to_owned());
    }
    let document = &data.documents[claim.doc];
    let mut here: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all: BTreeMap<&str, usize> = BTreeMap::new();
    let actors = document.actors.iter().map(|m| (m.sentence_id, m.country.as_deref()));
    let places = document.places.iter().map(|m| {
        let country = if m.level == "country" { Some(m.place_id.as_str()) } else { m.country.as_deref() };
        (m.sentence_id, country)
    });
    for (sentence, country) in actors.chain(places) {
        let Some(country) = country else { continue };
        *all.entry(country).or_default() += 1;
        if sentence == claim.sentence_id {
            *here.entry(country).or_default() += 1;
        }
    }
    let pair = |names: Vec<&str>| match names[..] {
        [a, b] => Some(format!("{}|{}", a.min(b), a.max(b))),
        _ => None,
    };
    if here.len() >= 2 {
        return pair(here.into_keys().collect());
    }
    let mut ranked: Vec<(&str, usize)> = all.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    // A third country named as often leaves open whose border it is.
    if ranked.len() > 2 && ranked[2].1 * 2 > ranked[1].1 {
        return None;
    }
    pair(ranked.into_iter().take(2).map(|(name, _)| name).collect())
}
