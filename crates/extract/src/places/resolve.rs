//! Which place a spelling stands for, where several have it: by head nouns, the larger place beside it, the
//! names it is listed with, what the document is about, and size last.

use std::borrow::Cow;
use std::ops::Range;

use crossread_lexicon::{CueClass, Level, Place};

use crate::names::context::Context;
use crate::names::found::{Found, Sense, Site};
use crate::names::{groups, words};
use crate::places::heads;

/// Puts the best option of every site first.
pub(crate) fn resolve<'a>(context: &Context<'_, '_, 'a>, found: &mut [Found<'a>]) {
    for group in groups::groups(context, found) {
        let peers = peer_level(found, &group);
        for at in group {
            let Sense::Place(site) = &found[at].sense else { continue };
            if site.options.is_empty() && !site.headed {
                let level = list_head(context, found, at);
                if let Sense::Place(site) = &mut found[at].sense {
                    site.level = level.or(site.level);
                    site.headed = level.is_some();
                }
                continue;
            }
            let hints = hints(context, found, at, peers, site);
            if let Sense::Place(site) = &mut found[at].sense {
                site.level = hints.level.or(site.level);
                site.headed |= hints.level.is_some();
                rank(context, site, &hints);
            }
        }
    }
}

/// Orders the meanings of a spelling by the document alone, before the words around are read.
pub(crate) fn presort(context: &Context<'_, '_, '_>, places: &mut [&Place]) {
    if places.len() > 1 {
        let hints = Hints::default();
        places.sort_by_cached_key(|place| std::cmp::Reverse((score(context, place, &hints), place.population)));
    }
}

/// What the words around say about the place.
#[derive(Debug, Default)]
struct Hints<'a> {
    /// The level that a head noun tells.
    level: Option<Level>,
    /// The level of the names it is listed with.
    peers: Option<Level>,
    /// The larger places beside it.
    containers: Vec<&'a Place>,
    /// "across X", "into X": an area rather than a point.
    area: bool,
    /// "30 km west of X": a point rather than an area.
    point: bool,
    /// "western X": a part of an area.
    part: bool,
    /// "Panjwai village in X", "Pul-i-Alam, X": a smaller place lies in it.
    contains: Option<&'a Place>,
}

/// The level that the unambiguous names of a list share, when all that have one agree.
fn peer_level(found: &[Found<'_>], group: &Range<usize>) -> Option<Level> {
    let mut level = None;
    for site in found[group.clone()].iter().filter_map(Found::site) {
        let mut levels = site.options.iter().map(|place| place.level);
        let Some(first) = levels.next().filter(|&first| first != Level::Country && levels.all(|other| other == first))
        else {
            continue;
        };
        match level {
            None => level = Some(first),
            Some(known) if known == first => {}
            Some(_) => return None,
        }
    }
    level
}

fn hints<'a>(
    context: &Context<'_, '_, 'a>,
    found: &[Found<'a>],
    at: usize,
    peers: Option<Level>,
    site: &Site<'a>,
) -> Hints<'a> {
    let (start, end) = (found[at].start, found[at].end);
    let reading = &context.reading;
    let level = if site.options.is_empty() {
        None
    } else {
        heads::head_before(context, start)
            .or_else(|| heads::head_behind(context, end))
            .or_else(|| list_head(context, found, at))
    };
    let preposition = words::cue_ending_at(reading, start, &[CueClass::PlacePreposition]);
    let says = |value: &str| preposition.is_some_and(|hit| hit.cue.value == value);
    let (area, point) = (says("area"), says("point"));
    let mut containers = Vec::new();
    // "Barmal, Paktika", "Goshta in Nangarhar", "Hisarak district of Nangarhar".
    if let Some(next) = found.get(at + 1)
        && let Some(place) = next.site().and_then(|site| site.options.first())
        && is_link(context, end, next.start)
    {
        containers.push(*place);
    }
    // "Balochistan's Chagai district".
    if let Some(before) = at.checked_sub(1).map(|before| &found[before])
        && before.end + 1 == start
        && words::is_possessive(reading, before.end)
        && let Some(place) = before.site().and_then(|site| site.options.first())
    {
        containers.push(*place);
    }
    let contains = at.checked_sub(1).map(|before| &found[before]).and_then(|before| {
        let inner = before.site()?.options.first().copied()?;
        (matches!(inner.level, Level::Admin2 | Level::City) && is_link(context, before.end, start)).then_some(inner)
    });
    let part =
        words::cue_ending_at(reading, start, &[CueClass::Direction]).is_some_and(|hit| hit.cue.phrase.ends_with("ern"));
    Hints { level, peers, containers, area, point, part, contains }
}

/// "Helmand, Kandahar and Zabul provinces": the head behind a list holds for all of it.
fn list_head(context: &Context<'_, '_, '_>, found: &[Found<'_>], at: usize) -> Option<Level> {
    let mut last = at;
    while let Some(next) = found.get(last + 1)
        && groups::are_joined(context, &found[last], next)
    {
        last += 1;
    }
    if last == at {
        return None;
    }
    let end = found[last].end;
    let hit = context.reading.cue(end, CueClass::PlaceHead)?;
    if hit.cue.phrase.ends_with('s') { heads::head_behind(context, end) } else { None }
}

/// True when only a comma, "in", "of" or a head noun with them stands between two places.
pub(crate) fn is_link(context: &Context<'_, '_, '_>, from: usize, to: usize) -> bool {
    let reading = &context.reading;
    let mut at = from;
    if let Some(head) = reading.cue(at, CueClass::PlaceHead).filter(|_| !reading.glued(at)) {
        at = head.tokens.end as usize;
    }
    let linked = matches!(reading.word(at), "," | "in" | "of" | "(");
    if !linked {
        return false;
    }
    at = words::after_article(reading, at + 1);
    for _ in 0..2 {
        if reading.has(at, CueClass::Direction) && at < to {
            at += 1;
        }
    }
    if let Some(hit) = reading.cue(at, CueClass::PlaceHead).filter(|_| at < to)
        && reading.word(hit.tokens.end as usize) == "of"
    {
        at = hit.tokens.end as usize + 1;
    }
    at == to
}

/// Orders the options of a site, best first.
fn rank<'a>(context: &Context<'_, '_, 'a>, site: &mut Site<'a>, hints: &Hints<'a>) {
    if site.options.len() < 2 {
        return;
    }
    let mut scored: Vec<(i32, u32, &'a Place)> =
        site.options.iter().map(|place| (score(context, place, hints), place.population, *place)).collect();
    // Stable: the lexicon's order decides between equals.
    scored.sort_by_key(|&(score, population, _)| (std::cmp::Reverse(score), std::cmp::Reverse(population)));
    site.options = scored.into_iter().map(|(_, _, place)| place).collect();
}

fn score(context: &Context<'_, '_, '_>, place: &Place, hints: &Hints<'_>) -> i32 {
    // What lies between countries, a border or a crossing, is as near as the country named most.
    let country = place.country.as_deref().or_else(|| context.survey.ranked().first().copied()).unwrap_or("");
    let mut score = i32::try_from(context.survey.country(country).min(6)).unwrap_or(0) * 2;
    if context.survey.is_leading(country) {
        score += 2;
    }
    if place.admin1.as_deref().is_some_and(|admin1| context.survey.has_province(admin1)) {
        score += 1;
    }
    for container in hints.containers.iter().filter(|container| container.id != place.id) {
        score += match container.level {
            Level::Country if container.country == place.country => 12,
            Level::Admin1 if place.admin1.as_deref() == Some(container.id.as_str()) && place.level > Level::Admin1 => {
                16
            }
            _ if container.admin1.is_some() && container.admin1 == place.admin1 => 6,
            _ => -4,
        };
    }
    if let Some(level) = hints.level {
        // A district and its seat share a name; a head of a city does not rule a district out.
        score += if level == place.level {
            14
        } else if is_local(level) && is_local(place.level) {
            4
        } else {
            -8
        };
    }
    if hints.peers == Some(place.level) {
        score += 5;
    }
    // A town or district lies in the province, a quarter in the city of the same name.
    if let Some(inner) = hints.contains
        && place.level == Level::Admin1
        && inner.admin1.as_deref() == Some(place.id.as_str())
        && inner.name != place.name
    {
        score += 9;
    }
    if hints.part && place.level == Level::Admin1 {
        score += 3;
    }
    if hints.area && place.level == Level::Admin1 {
        score += 4;
    }
    if hints.point && place.level == Level::City {
        score += 4;
    }
    score + standing(context, place)
}

fn is_local(level: Level) -> bool {
    matches!(level, Level::Admin2 | Level::City)
}

/// What a bare name stands for when nothing else tells: a capital or large city, then a province, then the rest.
fn standing(context: &Context<'_, '_, '_>, place: &Place) -> i32 {
    let countries = &context.lexicon().countries;
    let capital = place
        .country
        .as_deref()
        .and_then(|code| countries.get(code))
        .is_some_and(|country| country.capital.as_deref() == Some(place.id.as_str()));
    match place.level {
        // "Georgia", "Niger", "Armenia": the country, unless a larger place or a head says otherwise.
        Level::Country => 30,
        Level::City if capital && place.country.as_deref().is_some_and(|code| context.survey.country(code) > 0) => 12,
        Level::City if capital => 7,
        Level::City if place.population >= 200_000 => 6,
        Level::Admin1 => 5,
        Level::Feature | Level::Region => 6,
        Level::Admin2 => 3,
        Level::City if place.population >= 20_000 => 4,
        Level::City => 2,
    }
}

/// Id of a place that no lexicon lists.
pub(crate) fn unlisted_id(level: Level, name: &str, admin1: Option<&str>) -> Cow<'static, str> {
    let slug = words::slug(name);
    Cow::Owned(match (level, admin1) {
        (Level::Feature, _) => format!("feature:{slug}"),
        (Level::Region, _) => format!("region:{slug}"),
        (Level::Admin2 | Level::City, Some(admin1)) => format!("{admin1}/{name}"),
        _ => slug,
    })
}
