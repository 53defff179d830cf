//! Places that no row of the dictionary names: met again after the document told that they are places, in
//! lists, before an apposition; then looked up among the towns of the world, or put into the province at hand.

use std::collections::{BTreeMap, BTreeSet};

use crossread_lexicon::{CueClass, Level, Place};

use crate::names::context::Context;
use crate::names::evidence;
use crate::names::found::{Found, Sense, Site};
use crate::names::words;
use crate::places::{heads, resolve};
use crate::reading::Reading;

/// The scene of a sentence without places is told by this many sentences before it.
const SCENE: usize = 3;

/// A town of another province than the scene's lies within this many degrees, or it is not meant.
const NEAR: f64 = 1.5;

/// A town of another province that is this large is known without its province.
const LARGE: u32 = 50_000;

/// Adds the unlisted places between the names found, which keep their order.
pub(crate) fn complete<'a>(context: &Context<'_, '_, 'a>, found: &mut Vec<Found<'a>>) {
    let told: BTreeSet<&'a str> = found.iter().filter(|one| is_unlisted(one)).map(|one| name(context, one)).collect();
    let mut all: Vec<Found<'a>> = Vec::with_capacity(found.len());
    let mut at = 0;
    for one in found.drain(..).map(Some).chain([None]) {
        let limit = one.as_ref().map_or(context.reading.len(), |one| one.start);
        while at < limit {
            match between(context, &told, all.last(), one.as_ref(), at, limit) {
                Some(new) => {
                    at = new.end;
                    all.push(new);
                }
                None => at += 1,
            }
        }
        if let Some(one) = one {
            at = one.end;
            all.push(one);
        }
    }
    *found = all;
}

/// The unlisted place whose name begins at `at` and ends at `limit`, where the name found next begins, or before.
fn between<'a>(
    context: &Context<'_, '_, 'a>,
    told: &BTreeSet<&'a str>,
    before: Option<&Found<'a>>,
    next: Option<&Found<'a>>,
    at: usize,
    limit: usize,
) -> Option<Found<'a>> {
    let reading = &context.reading;
    if !words::is_name_word(reading, at) || context.is_shouting(at) {
        return None;
    }
    let sentence = reading.sentence_tokens(at);
    let inner = at > sentence.start && (words::is_name_word(reading, at - 1) || words::is_hyphen(reading, at - 1));
    let end = heads::name_end(context, at).filter(|&end| end <= limit && end <= at + 3)?;
    let more = words::is_name_word(reading, end) && !reading.glued(end);
    if inner || more || words::is_hyphen(reading, end) || !heads::is_unknown(context, at, end) {
        return None;
    }
    let written = reading.span(at, end).of(reading.text());
    let speaks = words::speaks_at(reading, words::after_adverbs(reading, end));
    let located = || words::cue_ending_at(reading, at, &[CueClass::PlacePreposition]).is_some();
    let rule = if told.contains(written) && (!speaks || located()) {
        "places/named-before"
    } else if !speaks && before.is_some_and(|before| is_listed_with(context, before, at, end)) {
        "places/in-list"
    } else if is_called_place(reading, end) || evidence::is_dateline(reading, at, end) {
        "places/apposition"
    } else if !speaks && is_example(reading, at) {
        "places/in-list"
    } else if !speaks
        && (is_struck(reading, at) && is_town(context, written)
            || next.is_some_and(|next| {
                lies_in(context, written, end, next) || (is_town(context, written) && is_joined(reading, end, next))
            }))
    {
        "places/town"
    } else {
        return None;
    };
    Some(Found::new(at, end, Sense::Place(Site::unlisted(Level::City, false)), rule))
}

fn is_unlisted(found: &Found<'_>) -> bool {
    matches!(&found.sense, Sense::Place(site) if site.options.is_empty())
}

fn name<'a>(context: &Context<'_, '_, 'a>, found: &Found<'a>) -> &'a str {
    context.reading.span(found.start, found.end).of(context.reading.text())
}

/// "the villages of Karo and Lomen", "in Karo, Lomen and Sona": behind a place and a joint; a comma asks for
/// the list of towns besides.
fn is_listed_with<'a>(context: &Context<'_, '_, 'a>, before: &Found<'a>, at: usize, end: usize) -> bool {
    let reading = &context.reading;
    if !matches!(before.sense, Sense::Place(_)) || !reading.sentence_tokens(at).contains(&before.start) {
        return false;
    }
    let comma = reading.word(before.end) == ",";
    let mut from = before.end + usize::from(comma);
    let and = reading.cue(from, CueClass::Conjunction).filter(|hit| hit.cue.value == "coordinating");
    if let Some(and) = and {
        from = and.tokens.end as usize;
    }
    if from != at || (!comma && and.is_none()) {
        return false;
    }
    let written = reading.span(at, end).of(reading.text());
    let closes = reading.kind(end) == Some(crossread_text::TokenKind::Punctuation)
        || reading.has(end, CueClass::Preposition)
        || reading.kind(end).is_none();
    let governed = words::cue_ending_at(reading, before.start, &[CueClass::PlacePreposition]).is_some()
        || heads::head_before(context, before.start).is_some();
    // "the villages of Karo, Lomen and Sona"
    let goes_on = reading.word(end) == "," || reading.cue(end, CueClass::Conjunction).is_some();
    let opens = words::cue_ending_at(reading, before.start, &[CueClass::PlacePreposition])
        .is_some_and(|hit| hit.tokens.start as usize == reading.sentence_tokens(at).start);
    is_town(context, written)
        || (and.is_some() && !comma && closes && governed && is_unlisted(before))
        || (and.is_none() && goes_on && governed && !opens && is_unlisted(before))
        || (before.rule == "places/in-list" && (closes || goes_on))
}

/// "towns including Karo", "the districts: Karo and": behind a plural of places that it is an example of.
fn is_example(reading: &Reading<'_, '_>, at: usize) -> bool {
    let including = words::cue_ending_at(reading, at, &[CueClass::Including]).map(|hit| hit.tokens.start as usize);
    let colon = (at > 0 && reading.word(at - 1) == ":").then(|| at - 1);
    let Some(mut end) = including.or(colon) else { return false };
    if end > 0 && reading.word(end - 1) == "," {
        end -= 1;
    }
    words::cue_ending_at(reading, end, &[CueClass::PlaceHead])
        .is_some_and(|hit| hit.cue.phrase.ends_with('s') && words::is_lower(reading, hit.tokens.start as usize))
}

/// ", a town in", ", the rebel-held village": an apposition calls it a place.
fn is_called_place(reading: &Reading<'_, '_>, end: usize) -> bool {
    if reading.word(end) != "," || !reading.has(end + 1, CueClass::Article) {
        return false;
    }
    let limit = reading.sentence_tokens(end).end.min(end + 8);
    (end + 2..limit)
        .take_while(|&at| !matches!(reading.word(at), "," | ";" | "(") && !reading.has(at, CueClass::Preposition))
        .find_map(|at| {
            let hit = reading.cue(at, CueClass::PlaceHead)?;
            let closes = reading.has(hit.tokens.end as usize, CueClass::Preposition)
                || reading.kind(hit.tokens.end as usize) != Some(crossread_text::TokenKind::Word);
            Some(closes && matches!(Level::from_name(&hit.cue.value), Some(Level::City | Level::Admin2)))
        })
        .unwrap_or(false)
}

/// True behind a verb done to places.
fn is_struck(reading: &Reading<'_, '_>, at: usize) -> bool {
    words::cue_ending_at(reading, at, &[CueClass::PlaceRole, CueClass::PlacePreposition])
        .is_some_and(|hit| hit.cue.value != "weak")
}

/// True for a town of the world list in one of the countries that the document names most.
fn is_town(context: &Context<'_, '_, '_>, written: &str) -> bool {
    let leads = |place: &Place| place.country.as_deref().is_some_and(|code| context.survey.is_leading(code));
    context.lexicon().towns(written).any(leads)
}

/// "Karo and Sona": only a comma or "and" before a place.
fn is_joined(reading: &Reading<'_, '_>, end: usize, next: &Found<'_>) -> bool {
    let comma = reading.word(end) == ",";
    let from = end + usize::from(comma);
    let and = reading.cue(from, CueClass::Conjunction).filter(|hit| hit.cue.value == "coordinating");
    let to = and.map_or(from, |hit| hit.tokens.end as usize);
    matches!(next.sense, Sense::Place(_)) && (comma || and.is_some()) && to == next.start
}

/// "Karo, Nangarhar province": the list knows a town of that name there.
fn lies_in<'a>(context: &Context<'_, '_, 'a>, written: &str, end: usize, next: &Found<'a>) -> bool {
    let Some(outer) = next.site().and_then(|site| site.options.first()).copied() else { return false };
    outer.level <= Level::Admin1
        && resolve::is_link(context, end, next.start)
        && context.lexicon().towns(written).any(|town| is_in(town, outer))
}

fn is_in(inner: &Place, outer: &Place) -> bool {
    match outer.level {
        Level::Country => inner.country == outer.country,
        _ => inner.admin1.is_some() && inner.admin1 == outer.admin1,
    }
}

/// What is known about an unlisted name in one document.
#[derive(Clone, Copy, Debug, Default)]
struct Whereabouts<'a> {
    /// The place it is said to lie in.
    container: Option<&'a Place>,
    /// The place of the scene.
    scene: Option<&'a Place>,
}

/// Gives every unlisted place its row in the list of towns, or the province it lies in; one decision for each name.
pub(crate) fn settle<'a>(context: &Context<'_, '_, 'a>, found: &mut [Found<'a>]) {
    let mut known: BTreeMap<&'a str, Whereabouts<'a>> = BTreeMap::new();
    for at in (0..found.len()).filter(|&at| is_unlisted(&found[at])) {
        let container = container(context, found, at);
        let scene = scene(context, found, at);
        let entry = known.entry(name(context, &found[at])).or_default();
        // A container in a known province goes before one without.
        let old = entry.container;
        let better = container.filter(|new| old.is_none_or(|old| old.admin1.is_none() && new.admin1.is_some()));
        entry.container = better.or(old);
        entry.scene = entry.scene.or(scene);
    }
    for one in found.iter_mut() {
        let Sense::Place(site) = &mut one.sense else { continue };
        if !site.options.is_empty() {
            continue;
        }
        let written = context.reading.span(one.start, one.end).of(context.reading.text());
        let whereabouts = known.get(written).copied().unwrap_or_default();
        let local = matches!(site.level, None | Some(Level::City | Level::Admin2));
        match town(context, written, whereabouts).filter(|_| local) {
            Some(town) => {
                site.options.push(town);
                one.note = Some("a town of the world list".into());
            }
            None => {
                let told = whereabouts.container.filter(|place| place.admin1.is_some());
                site.within = told.or(whereabouts.scene).or(whereabouts.container);
                if told.is_none() && site.within.is_some() {
                    one.note = Some("in no lexicon: its province is that of the place named beside it".into());
                }
            }
        }
    }
}

/// The listed place that an unlisted one is said to lie in.
fn container<'a>(context: &Context<'_, '_, 'a>, found: &[Found<'a>], at: usize) -> Option<&'a Place> {
    let next = found.get(at + 1).filter(|next| resolve::is_link(context, found[at].end, next.start));
    let before = at
        .checked_sub(1)
        .map(|before| &found[before])
        .filter(|before| before.end + 1 == found[at].start && words::is_possessive(&context.reading, before.end));
    next.or(before).and_then(Found::site).and_then(|site| site.options.first()).copied()
}

/// The place that tells the province of the scene: the nearest in the sentence, the last one in the sentences
/// before, else the province that most places of the document lie in.
fn scene<'a>(context: &Context<'_, '_, 'a>, found: &[Found<'a>], at: usize) -> Option<&'a Place> {
    let reading = &context.reading;
    let placed = |one: &Found<'a>| match &one.sense {
        Sense::Place(site) => site.options.first().copied().filter(|place| {
            place.admin1.is_some()
                && place.country.as_deref().is_some_and(|code| context.survey.is_leading(code))
                && !(evidence::is_dateline(reading, one.start, one.end) && is_capital(context, place))
        }),
        _ => None,
    };
    let sentence = reading.sentence_of(found[at].start);
    let first = sentence.saturating_sub(SCENE);
    let ahead = found[at + 1..]
        .iter()
        .take_while(|one| reading.sentence_of(one.start) == sentence)
        .find_map(|one| placed(one).map(|place| (one.start - found[at].start, place)));
    let behind =
        found[..at].iter().rev().take_while(|one| reading.sentence_of(one.start) >= first).find_map(|one| {
            placed(one).map(|place| (found[at].start - one.start, reading.sentence_of(one.start), place))
        });
    match (ahead, behind) {
        (Some((far, ahead)), Some((near, same, behind))) => {
            Some(if same == sentence && near <= far { behind } else { ahead })
        }
        (Some((_, ahead)), None) => Some(ahead),
        (None, Some((.., behind))) => Some(behind),
        (None, None) => main_province(found.iter().filter_map(placed)),
    }
}

/// True for the seat of a country's government: a report is often written there about another place.
fn is_capital(context: &Context<'_, '_, '_>, place: &Place) -> bool {
    let country = place.country.as_deref().and_then(|code| context.lexicon().countries.get(code));
    country.is_some_and(|country| country.capital.as_deref() == Some(place.id.as_str()))
}

/// A place of the province that most of them lie in, where one has three of five.
fn main_province<'a>(places: impl Iterator<Item = &'a Place>) -> Option<&'a Place> {
    let mut counts: BTreeMap<&'a str, (u32, &'a Place)> = BTreeMap::new();
    let mut all = 0;
    for place in places {
        all += 1;
        let entry = counts.entry(place.admin1.as_deref().unwrap_or("")).or_insert((0, place));
        entry.0 += 1;
    }
    let (most, place) = counts.into_values().reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (most * 5 >= all * 3).then_some(place)
}

/// The town of the world list that a name stands for in this document.
fn town<'a>(context: &Context<'_, '_, 'a>, written: &str, whereabouts: Whereabouts<'a>) -> Option<&'a Place> {
    let survey = context.survey;
    let named = |town: &Place| town.country.as_deref().is_some_and(|code| survey.country(code) > 0);
    let fits = |town: &&'a Place| match (whereabouts.container, whereabouts.scene) {
        (Some(container), _) if container.admin1.is_some() || container.level == Level::Country => {
            is_in(town, container)
        }
        (_, Some(scene)) => {
            named(town)
                && (town.admin1 == scene.admin1
                    || town.admin1.as_deref().is_some_and(|code| survey.has_province(code))
                    || is_near(town, scene)
                    || (town.population >= LARGE && town.country == scene.country))
        }
        _ => named(town),
    };
    let rank = |town: &&'a Place| {
        let scene = whereabouts.scene.is_some_and(|scene| scene.admin1 == town.admin1);
        let province = town.admin1.as_deref().is_some_and(|code| survey.has_province(code));
        let country = town.country.as_deref().map_or(0, |code| survey.country(code));
        (scene, province, country, town.population)
    };
    // The first of equals, in file order.
    context
        .lexicon()
        .towns(written)
        .filter(fits)
        .reduce(|best, next| if rank(&next) > rank(&best) { next } else { best })
}

/// True when two places lie within a day's drive of each other.
fn is_near(one: &Place, other: &Place) -> bool {
    match (one.lat, one.lon, other.lat, other.lon) {
        (Some(lat), Some(lon), Some(other_lat), Some(other_lon)) => {
            (lat - other_lat).abs() < NEAR && (lon - other_lon).abs() < NEAR
        }
        _ => false,
    }
}
