//! What a document is about, told from all its names at once: ambiguous spellings are read in its light.

use std::collections::{BTreeMap, BTreeSet};

use crossread_lexicon::{Actor, CueClass, Level, Lexicon, Name, NameHit, Place};
use crossread_text::SentenceKind;

use crate::extraction::TimeMention;
use crate::names::evidence;
use crate::reading::Reading;

/// The countries, provinces and parties that a document names beyond doubt, and when it was written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Survey<'a> {
    /// How often each country is named, directly or through a place, a nationality or a party.
    countries: BTreeMap<&'a str, u32>,
    /// Provinces named.
    provinces: BTreeSet<&'a str>,
    /// The country of the dateline.
    home: Option<&'a str>,
    /// Parties named by a spelling that needs no context.
    parties: BTreeSet<&'a str>,
    /// Countries by how often they are named, most often first.
    ranked: Vec<&'a str>,
    /// The day that tells which government is meant, as ISO date.
    day: Option<String>,
    /// For each sentence: its capitals tell nothing (headline style, all capitals).
    shouting: Vec<bool>,
}

impl<'a> Survey<'a> {
    /// Surveys a document.
    pub(crate) fn of(reading: &Reading<'_, 'a>, times: &[TimeMention<'a>]) -> Self {
        let mut survey = Self { day: day_of(reading, times), ..Self::default() };
        survey.shouting = (0..reading.document.sentences.len()).map(|index| is_shouting(reading, index)).collect();
        let mut at = 0;
        while at < reading.len() {
            at = survey.count(reading, at).max(at + 1);
        }
        let mut ranked: Vec<_> =
            survey.countries.iter().map(|(&code, &count)| (std::cmp::Reverse(count), code)).collect();
        ranked.sort_unstable();
        survey.ranked = ranked.into_iter().map(|(_, code)| code).collect();
        survey.home = survey.dateline(reading);
        survey
    }

    /// The country that the place of the dateline lies in.
    fn dateline(&self, reading: &Reading<'_, 'a>) -> Option<&'a str> {
        let lexicon = reading.lexicon();
        reading.document.sentences.iter().take(6).find_map(|sentence| {
            let at = sentence.tokens.start as usize;
            let end = reading.scan.names(at).next()?.tokens.end as usize;
            if !evidence::is_dateline(reading, at, end) {
                return None;
            }
            reading
                .scan
                .names(at)
                .filter_map(|hit| match meaning(lexicon, hit) {
                    Meaning::Place(place) => place.country.as_deref(),
                    _ => None,
                })
                .max_by_key(|code| self.country(code))
        })
    }

    /// Counts the longest names at `at`; returns where they end, 0 without any.
    ///
    /// A spelling counts for a country when it names it, or when all its meanings lie there, those that need context
    /// included.
    fn count(&mut self, reading: &Reading<'_, 'a>, at: usize) -> usize {
        let lexicon = reading.lexicon();
        let Some(longest) = reading.scan.names(at).find(|hit| !hit.name.context) else { return 0 };
        let end = longest.tokens.end as usize;
        let mut country: Option<Option<&'a str>> = None;
        let mut province: Option<Option<&'a str>> = None;
        let mut named = None;
        for hit in reading.scan.names(at).filter(|hit| hit.tokens.end as usize == end) {
            if let Meaning::Place(place) = meaning(lexicon, hit)
                && place.level == Level::Country
                && !hit.name.context
            {
                named = place.country.as_deref();
            }
            let (code, admin1) = match meaning(lexicon, hit) {
                Meaning::Actor(actor) => {
                    if !hit.name.context {
                        self.parties.insert(&actor.id);
                    }
                    (actor.country.as_deref(), None)
                }
                Meaning::Place(place) => (place.country.as_deref(), place.admin1.as_deref()),
                Meaning::Nationality(code) => (Some(code), None),
                Meaning::Other => (None, None),
            };
            country = Some(country.map_or(code, |known| known.filter(|&known| Some(known) == code)));
            province = Some(province.map_or(admin1, |known| known.filter(|&known| Some(known) == admin1)));
        }
        if let Some(code) = named.or(country.flatten()) {
            *self.countries.entry(code).or_default() += 1;
        }
        if let Some(admin1) = province.flatten() {
            self.provinces.insert(admin1);
        }
        end
    }

    /// The country of the dateline, where there is one.
    pub(crate) fn home(&self) -> Option<&'a str> {
        self.home
    }

    /// How often the country is named.
    pub(crate) fn country(&self, code: &str) -> u32 {
        self.countries.get(code).copied().unwrap_or(0)
    }

    /// Countries by how often they are named, most often first, ties by code.
    pub(crate) fn ranked(&self) -> &[&'a str] {
        &self.ranked
    }

    /// True when the province is named.
    pub(crate) fn has_province(&self, code: &str) -> bool {
        self.provinces.contains(code)
    }

    /// True when the party is named by a spelling that needs no context.
    pub(crate) fn has_party(&self, id: &str) -> bool {
        self.parties.contains(id)
    }

    /// The day that tells which government is meant.
    pub(crate) fn day(&self) -> Option<&str> {
        self.day.as_deref()
    }

    /// True when capitals tell nothing in that sentence.
    pub(crate) fn is_shouting(&self, sentence: usize) -> bool {
        self.shouting.get(sentence).copied().unwrap_or(false)
    }

    /// True when a spelling that needs context has it: its country, or the party by another name.
    pub(crate) fn admits(&self, lexicon: &'a Lexicon, hit: NameHit<'a>) -> bool {
        if !hit.name.context {
            return true;
        }
        match meaning(lexicon, hit) {
            Meaning::Actor(actor) => {
                self.has_party(&actor.id)
                    || actor.country.as_deref().is_some_and(|code| self.country(code) > 0)
                    || actor.part_of.as_deref().is_some_and(|whole| self.has_party(whole))
            }
            Meaning::Place(place) => match (place.level, place.admin1.as_deref()) {
                // A namesake of a larger place needs its own province, not only its country.
                (Level::City | Level::Admin2, Some(admin1)) => {
                    self.has_province(admin1) || place.country.as_deref().is_some_and(|code| self.is_leading(code))
                }
                _ => place.country.as_deref().is_some_and(|code| self.country(code) > 0),
            },
            Meaning::Nationality(_) | Meaning::Other => true,
        }
    }

    /// True for one of the two countries that the document names most.
    pub(crate) fn is_leading(&self, code: &str) -> bool {
        self.ranked.iter().take(2).any(|&leading| leading == code)
    }
}

/// What a hit may stand for.
pub(crate) enum Meaning<'a> {
    /// A party.
    Actor(&'a Actor),
    /// A location.
    Place(&'a Place),
    /// A nationality word of that country.
    Nationality(&'a str),
    /// Something that is neither.
    Other,
}

/// The row behind a hit.
pub(crate) fn meaning<'a>(lexicon: &'a Lexicon, hit: NameHit<'a>) -> Meaning<'a> {
    match hit.name.name {
        Name::Actor(index) => lexicon.actors.get(index as usize).map_or(Meaning::Other, Meaning::Actor),
        Name::Place(index) => lexicon.places.get(index as usize).map_or(Meaning::Other, Meaning::Place),
        Name::Demonym(index) => {
            lexicon.demonyms.get(index as usize).map_or(Meaning::Other, |word| Meaning::Nationality(&word.country))
        }
        Name::Operation(_) => Meaning::Other,
    }
}

/// The day of publication, else the latest day the text names.
fn day_of<'a>(reading: &Reading<'_, 'a>, times: &[TimeMention<'a>]) -> Option<String> {
    let latest = || times.iter().filter_map(|time| time.from).max();
    reading.published().or_else(latest).map(|day| day.to_string())
}

/// True for headline style and capitals throughout: most of the longer words carry a capital.
fn is_shouting(reading: &Reading<'_, '_>, index: usize) -> bool {
    let Some(sentence) = reading.sentence(index) else { return false };
    let (mut long, mut capitals, mut full) = (0, 0, 0);
    for at in sentence.tokens.indices() {
        let shape = reading.shape(at);
        if reading.word(at).len() > 3 && shape.is_alphabetic() && !reading.has(at, CueClass::Preposition) {
            long += 1;
            capitals += u32::from(shape.is_capitalised());
            full += u32::from(shape.is_all_caps());
        }
    }
    let headline = sentence.kind == SentenceKind::Heading && long >= 3 && capitals * 10 >= long * 7;
    headline || (long >= 3 && full * 10 >= long * 7)
}
