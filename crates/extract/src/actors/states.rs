//! The parties of a state: who speaks for a country on a day, its forces, its institutions.

use std::borrow::Cow;

use crossread_lexicon::{ActorType, Level, Lexicon, Place};

use crate::names::found::Party;
use crate::names::survey::Survey;
use crate::names::words::slug;

/// The government of `country` on the day of the document.
pub(crate) fn government<'a>(lexicon: &'a Lexicon, survey: &Survey<'_>, country: &str) -> Option<Party<'a>> {
    lexicon.government(country, survey.day()).map(|actor| {
        let mut party = Party::listed(actor);
        party.country = party.country.or_else(|| Some(Cow::Owned(country.to_owned())));
        party
    })
}

/// The party whose seat `place` is: the government of the country whose capital it is.
pub(crate) fn seated_in<'a>(lexicon: &'a Lexicon, survey: &Survey<'_>, place: &Place) -> Option<Party<'a>> {
    let code = place.country.as_deref()?;
    let capital = lexicon.countries.get(code)?.capital.as_deref()?;
    let (province, city) = capital.split_once('/').unwrap_or((capital, ""));
    let is_seat = place.id == capital || (place.id == province && city.ends_with(place.name.as_str()));
    if is_seat { government(lexicon, survey, code) } else { None }
}

/// The slug under which the parts of a country's state are filed: that of the state.
pub(crate) fn stem<'a>(lexicon: &'a Lexicon, country: &'a str) -> &'a str {
    lexicon.countries.get(country).map_or(country, |row| row.state.as_str())
}

/// A force of `country`; `suffix` is the value of the force noun.
///
/// Where an armed group governs, its fighters are the country's army: the same party, as a force.
pub(crate) fn force<'a>(
    lexicon: &'a Lexicon,
    survey: &Survey<'_>,
    country: &'a str,
    suffix: &str,
) -> Option<Party<'a>> {
    let government = government(lexicon, survey, country)?;
    if suffix == "junta" {
        return Some(government);
    }
    if suffix == "military" {
        if government.kind == ActorType::ArmedGroup {
            return Some(Party { kind: ActorType::SecurityForce, ..government });
        }
        let listed = lexicon.countries.get(country).and_then(|row| row.military.as_deref());
        if let Some(actor) = listed.and_then(|id| lexicon.actor(id)) {
            return Some(Party::listed(actor));
        }
    }
    Some(part(lexicon, country, &government, suffix, ActorType::SecurityForce))
}

/// A part of the state of `country` with that suffix: the lexicon's row where it has one.
pub(crate) fn part<'a>(
    lexicon: &'a Lexicon,
    country: &'a str,
    government: &Party<'a>,
    suffix: &str,
    kind: ActorType,
) -> Party<'a> {
    let stem = stem(lexicon, country);
    let id = format!("{stem}-{suffix}");
    if let Some(actor) = lexicon.actor_of(country, suffix).or_else(|| lexicon.actor(&id)) {
        return Party::listed(actor).within(government);
    }
    let state = lexicon.actor(stem).map_or(stem, |actor| actor.name.as_str());
    let name = format!("{state} {}", suffix.replace('-', " "));
    let mut party = Party::unlisted(id, name, kind).within(government);
    party.country = Some(Cow::Borrowed(country));
    party
}

/// What a local body serves, told by the mark before the suffix of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tier {
    /// A province: `province-council`.
    Province,
    /// A district or town, never a province: `district-administration`.
    District,
    /// Either: `local-council`.
    Local,
}

/// The tier of a body and the suffix of its id without the mark.
fn marked(suffix: &str) -> Option<(Tier, &str)> {
    let of = |mark: &str, tier: Tier| suffix.strip_prefix(mark).map(|suffix| (tier, suffix));
    of("local-", Tier::Local).or_else(|| of("province-", Tier::Province)).or_else(|| of("district-", Tier::District))
}

/// The tier of a local body; nothing for a body of the state.
pub(crate) fn tier(suffix: &str) -> Option<Tier> {
    marked(suffix).map(|(tier, _)| tier)
}

/// The suffix of a body's id without the mark that tells whom it serves (`local-council`, `province-council`).
pub(crate) fn body_suffix(suffix: &str) -> &str {
    marked(suffix).map_or(suffix, |(_, suffix)| suffix)
}

/// A body named after the place it serves (`Punjab police`, `KP government`).
pub(crate) fn local<'a>(
    lexicon: &'a Lexicon,
    place: &'a Place,
    suffix: &str,
    written: &'a str,
    kind: ActorType,
) -> Party<'a> {
    if let Some(party) = listed_local(lexicon, place, suffix) {
        return party;
    }
    let mut party = Party::unlisted(format!("{}-{suffix}", slug(&place.name)), written, kind);
    party.country = place.country.as_deref().map(Cow::Borrowed);
    party
}

/// The lexicon's row of the ministry of a region: `gaza-health-ministry`.
pub(crate) fn listed_ministry<'a>(lexicon: &'a Lexicon, place: &Place, portfolio: &str) -> Option<Party<'a>> {
    let stem = slug(place.name.split_whitespace().next()?);
    lexicon.actor(&format!("{stem}-{portfolio}-ministry")).map(Party::listed)
}

/// The lexicon's row of a body of a place: `police-kp`, `balochistan-government`; the police of a town are its
/// province's.
pub(crate) fn listed_local<'a>(lexicon: &'a Lexicon, place: &Place, suffix: &str) -> Option<Party<'a>> {
    let country = place.country.as_deref()?;
    let province = place.admin1.as_deref()?;
    if place.level != Level::Admin1 && suffix != "police" {
        return None;
    }
    let code = province.split_once('-').map_or(province, |(_, code)| code).to_lowercase();
    let name = slug(&lexicon.places_of(province).first()?.name);
    let row = [code, name].iter().find_map(|stem| {
        let ids = [format!("{stem}-{suffix}"), format!("{suffix}-{stem}")];
        ids.iter().find_map(|id| lexicon.actor(id).filter(|actor| actor.country.as_deref() == Some(country)))
    });
    row.map(Party::listed)
}
