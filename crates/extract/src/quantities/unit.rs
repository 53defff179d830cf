//! Units before and after a number.

use crossread_lexicon::{CueClass, Dimension, UnitAlias, UnitPosition};

use super::currency::Countries;
use super::number::Number;
use crate::window::Window;

/// The unit that a text writes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unit<'a> {
    pub(super) id: &'a str,
    pub(super) dimension: Dimension,
    /// The written number times this is in the unit.
    pub(super) factor: f64,
    /// Factor from the unit to SI.
    pub(super) si: Option<f64>,
    /// One past its last token.
    pub(super) end: usize,
    /// Other units the spelling may stand for.
    pub(super) others: Vec<&'a str>,
}

/// Id of the unit of shares.
pub(super) const PERCENT: &str = "percent";
/// Id of the unit of ages.
pub(super) const YEAR: &str = "year";

/// The unit of that id, as if it ended at `end`.
pub(super) fn by_id<'a>(window: &Window<'_, 'a>, id: &str, end: usize) -> Option<Unit<'a>> {
    let unit = window.reading.lexicon().units.iter().find(|unit| unit.id == id)?;
    Some(Unit { id: &unit.id, dimension: unit.dimension, factor: 1.0, si: unit.si_factor, end, others: Vec::new() })
}

/// The currency that begins at `at` and stands before a number.
pub(super) fn before<'a>(window: &Window<'_, 'a>, at: usize, countries: &Countries<'_>) -> Option<Unit<'a>> {
    let mut unit = longest(window, at, countries, |alias, dimension| {
        alias.position != UnitPosition::After && dimension == Dimension::Money
    })?;
    // "A $60 billion fund" is no sum of Australian dollars.
    if window.word(unit.end - 1) == "$" && unit.end > at + 1 && !window.glued(unit.end - 1) {
        return None;
    }
    // "Rs. 120"
    if window.word(unit.end) == "." && window.glued(unit.end) {
        unit.end += 1;
    }
    Some(unit)
}

/// The unit behind a number that ends before `at`: `km`, `-mile`, `percent`, `rupees`.
pub(super) fn after<'a>(window: &Window<'_, 'a>, number: &Number, countries: &Countries<'_>) -> Option<Unit<'a>> {
    const HEAVY: f64 = 10_000.0;
    at(window, number.end, number.value >= HEAVY, countries)
}

/// The unit at `at`, or behind a hyphen there. `large` tells that there is much of it: what may be a
/// weight or a currency ("pounds") is then the currency.
pub(super) fn at<'a>(window: &Window<'_, 'a>, at: usize, large: bool, countries: &Countries<'_>) -> Option<Unit<'a>> {
    let from = window.skip_hyphen(at);
    let of = window.cue(from + 1, CueClass::FractionAfter).is_some_and(|hit| hit.cue.value == "of");
    let price = large && from == at && !of;
    let lexicon = window.reading.lexicon();
    let (mut money, mut measure) = (false, false);
    for (tokens, alias) in window.reading.scan.units(from) {
        let found = lexicon.units[alias.unit as usize].dimension == Dimension::Money;
        let alone = tokens.len() == 1;
        money |= alone && found;
        measure |= alone && !found;
    }
    let both = money && measure;
    longest(window, from, countries, |alias, dimension| {
        let fits = alias.position != UnitPosition::Before && dimension != Dimension::Count;
        fits && (!both || (dimension == Dimension::Money) == price)
    })
}

fn longest<'a>(
    window: &Window<'_, 'a>,
    at: usize,
    countries: &Countries<'_>,
    fits: impl Fn(&UnitAlias, Dimension) -> bool,
) -> Option<Unit<'a>> {
    if at >= window.limit {
        return None;
    }
    let lexicon = window.reading.lexicon();
    let mut longest = None;
    let spellings = || {
        window.reading.scan.units(at).filter_map(|(tokens, alias)| {
            let end = tokens.end as usize;
            let unit = &lexicon.units[alias.unit as usize];
            (end <= window.limit && fits(alias, unit.dimension)).then_some((end, alias))
        })
    };
    // Most spellings stand for one unit: those take no memory.
    for (end, alias) in spellings() {
        match longest {
            None => longest = Some((end, alias, 1)),
            Some((longest_end, first, count)) if longest_end == end => longest = Some((end, first, count + 1)),
            Some(_) => break,
        }
    }
    let (end, alias, count) = longest?;
    if count == 1 {
        return Some(plain(window, alias, end));
    }
    let found: Vec<&'a UnitAlias> = spellings().take(count).map(|(_, alias)| alias).collect();
    let default = window.cue(at, CueClass::UnitDefault).map(|hit| hit.cue.value.as_str());
    choose(window, at, countries, &found, default).map(|unit| Unit { end, ..unit })
}

fn plain<'a>(window: &Window<'_, 'a>, alias: &UnitAlias, end: usize) -> Unit<'a> {
    let unit = &window.reading.lexicon().units[alias.unit as usize];
    Unit { id: &unit.id, dimension: unit.dimension, factor: alias.factor, si: unit.si_factor, end, others: Vec::new() }
}

/// One of the units that a spelling may stand for: the currency that [`Countries`] tells; else the one
/// the lexicon means, or the one that several countries share (ISO 4217 begins those with X). The
/// others stay with it.
pub(super) fn choose<'a>(
    window: &Window<'_, 'a>,
    at: usize,
    countries: &Countries<'_>,
    found: &[&'a UnitAlias],
    default: Option<&str>,
) -> Option<Unit<'a>> {
    let lexicon = window.reading.lexicon();
    let ids: Vec<&'a str> = found.iter().map(|alias| lexicon.units[alias.unit as usize].id.as_str()).collect();
    let meant = || {
        let meant = default.and_then(|default| ids.iter().position(|&id| id == default));
        meant.or_else(|| ids.iter().position(|id| id.starts_with('X'))).unwrap_or(0)
    };
    let told = if ids.len() > 1 { countries.choose(window, at, &ids, default) } else { Some(0) };
    let unit = plain(window, found.get(told.unwrap_or_else(meant))?, at);
    let mut others: Vec<&str> = Vec::new();
    for &id in &ids {
        if id != unit.id && !others.contains(&id) {
            others.push(id);
        }
    }
    Some(Unit { others, ..unit })
}
