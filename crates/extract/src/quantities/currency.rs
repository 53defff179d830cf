//! Currencies: which country's rupee is meant, and amounts written as one word.

use crossread_lexicon::{ActorType, CueClass, Dimension, Lexicon, Name, Scan, UnitAlias, UnitPosition};
use crossread_text::{Document, TokenKind, tokenize};

use super::number::Number;
use super::unit::{Unit, choose};
use crate::names::Names;
use crate::names::evidence::is_dateline;
use crate::reading::Reading;
use crate::window::Window;

/// Where countries are named, and where the report comes from: what tells one rupee from another.
pub(super) struct Countries<'n> {
    /// Token and code, in text order.
    named: Vec<(usize, &'n str)>,
    /// The country of the outlet, else that of the dateline.
    home: Option<&'n str>,
}

impl<'n> Countries<'n> {
    pub(super) fn of<'a: 'n>(reading: &Reading<'_, 'a>, names: &'n Names<'_>) -> Self {
        let actors = names.actors.iter().map(|actor| (actor.tokens.start as usize, actor.country.as_deref()));
        let places = names.places.iter().map(|place| (place.tokens.start as usize, place.country.as_deref()));
        let mut named: Vec<_> = actors.chain(places).filter_map(|(at, code)| Some((at, code?))).collect();
        named.sort_unstable();
        let home = outlet(reading).or_else(|| {
            const EARLY: usize = 3;
            let opening = names.places.iter().take(EARLY);
            let mut datelines = opening.filter(|place| {
                let tokens = place.tokens.indices();
                is_dateline(reading, tokens.start, tokens.end)
            });
            datelines.find_map(|place| place.country.as_deref())
        });
        Self { named, home }
    }

    /// Index of the currency meant at token `at`: that of the country which its sentence names nearest;
    /// that of the report's own country; that of the country named last before, or else first after.
    /// The first two letters of a currency code are its country.
    ///
    /// A report's country tells little where its currency is the one that a spelling means by `default`
    /// and the text is about another: agencies of London write of Sudanese pounds.
    pub(super) fn choose(
        &self,
        window: &Window<'_, '_>,
        at: usize,
        ids: &[&str],
        default: Option<&str>,
    ) -> Option<usize> {
        const OTHERS: usize = 3;
        let of_country = |code: &str| ids.iter().position(|id| id.get(..2) == Some(code));
        let home = self.home.and_then(of_country);
        let first = self.named.partition_point(|&(token, _)| token < window.first);
        let split = self.named.partition_point(|&(token, _)| token < at);
        let last = self.named.partition_point(|&(token, _)| token < window.limit);
        let (inside, around) = (&self.named[first..last], &self.named);
        if home.is_some() && inside.iter().any(|&(_, code)| of_country(code) == home) {
            return home;
        }
        let nearest = |before: &[(usize, &str)], after: &[(usize, &str)]| {
            before.iter().rev().chain(after).find_map(|&(_, code)| of_country(code))
        };
        if let Some(found) = nearest(&self.named[first..split], &self.named[split..last]) {
            return Some(found);
        }
        let count = |index: usize| around.iter().filter(|(_, code)| of_country(code) == Some(index)).count();
        let own = home.filter(|&home| {
            let most = (0..ids.len()).map(count).max().unwrap_or(0);
            ids.get(home).copied() != default || OTHERS * count(home) >= most
        });
        own.or_else(|| nearest(&self.named[..split], &self.named[split..]))
    }
}

/// The country of the outlet: that of the outlet itself where it is listed, else the one its name holds
/// ("Herald of India").
fn outlet<'a>(reading: &Reading<'_, 'a>) -> Option<&'a str> {
    let source = reading.document.document.source.as_deref()?;
    let lexicon = reading.lexicon();
    let mut found: Option<&'a str> = None;
    let document = Document::from_text("", source);
    let tokenized = tokenize(&document);
    let scan = lexicon.scan(&tokenized);
    for hit in (0..tokenized.tokens.len()).flat_map(|at| scan.names(at)) {
        let (country, media) = match hit.name.name {
            Name::Actor(index) => {
                let actor = &lexicon.actors[index as usize];
                (actor.country.as_deref(), actor.kind == ActorType::Media)
            }
            Name::Place(index) => (lexicon.places[index as usize].country.as_deref(), false),
            Name::Demonym(index) => (Some(lexicon.demonyms[index as usize].country.as_str()), false),
            Name::Operation(_) => (None, false),
        };
        if media && country.is_some() {
            return country;
        }
        found = found.or(country.filter(|_| !hit.name.context));
    }
    found
}

/// What the lexicon knows about the letters beside the digits of one word.
struct Letters<'a> {
    /// Currencies that stand before a number.
    units: Vec<&'a UnitAlias>,
    /// The unit meant when nothing tells.
    default: Option<&'a str>,
    /// What they multiply a number by.
    scale: Option<f64>,
}

/// Looks letters up as a word of their own.
fn letters<'a>(lexicon: &'a Lexicon, letters: &str) -> Letters<'a> {
    let document = Document::from_text("", letters);
    let scan: Scan<'a> = lexicon.scan(&tokenize(&document));
    let money = |alias: &UnitAlias| lexicon.units[alias.unit as usize].dimension == Dimension::Money;
    let units = scan.units(0).map(|(_, alias)| alias);
    let scales = [CueClass::NumberSuffix, CueClass::NumberScale];
    Letters {
        units: units.filter(|alias| alias.position != UnitPosition::After && money(alias)).collect(),
        default: scan.cue(0, CueClass::UnitDefault).map(|hit| hit.cue.value.as_str()),
        scale: scales.iter().find_map(|&class| scan.cue(0, class)?.cue.value.parse().ok()),
    }
}

/// A currency and its number written as one word: `Rs45bn`, `PKR600`, `Rs1,50,000`.
pub(super) fn glued_money<'a>(
    window: &Window<'_, 'a>,
    at: usize,
    countries: &Countries<'_>,
) -> Option<(Unit<'a>, Number)> {
    const LONGEST: usize = 5;
    let word = window.word(at);
    if window.kind(at) != Some(TokenKind::Word) {
        return None;
    }
    let length = word.find(|c: char| c.is_ascii_digit()).filter(|length| (1..=LONGEST).contains(length))?;
    let lexicon = window.reading.lexicon();
    let sign = letters(lexicon, &word[..length]);
    let mut unit = choose(window, at, countries, &sign.units, sign.default)?;
    let from = window.reading.document.tokens[at].span.start() as usize + length;
    let (value, digits) = leading_number(window.reading.text().get(from..)?)?;
    let stop = from + digits;
    let rest: &str = &window.reading.text()[stop..];
    let suffix = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())];
    let scale = if suffix.is_empty() { None } else { Some(letters(lexicon, suffix).scale?) };
    let stop = stop + suffix.len();
    let tokens = &window.reading.document.tokens;
    let mut end = at + 1;
    while end < window.limit && (tokens[end].span.end() as usize) <= stop {
        end += 1;
    }
    // "Rs0.5 million"
    let spelt = window.value(end, CueClass::NumberScale).filter(|_| scale.is_none());
    if spelt.is_some() {
        end += 1;
    }
    unit.end = end;
    let scale = scale.or(spelt).unwrap_or(1.0);
    Some((unit, Number { value: value * scale, scale, start: at, end, share: false, words: false }))
}

/// The number that a text begins with, and its length in bytes.
fn leading_number(text: &str) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || (matches!(bytes.get(end), Some(b',' | b'.')) && digit(end + 1)) {
        end += 1;
    }
    let written: String = text[..end].chars().filter(|&c| c != ',').collect();
    written.parse().ok().map(|value| (value, end))
}
