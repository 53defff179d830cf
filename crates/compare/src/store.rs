//! What is kept of all claims while questions are formed: some hundred bytes a claim, whatever was written around it.

mod asked;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::anchor::main_countries;
use crate::claim::{Batch, Claim, Document};
use crate::day::Day;
use crate::facet::Facets;
use crate::interval::Value;
use crate::names::{NO_NAME, Names, Pool, Strings};
use crate::place::{Gazetteer, PlaceFit};
use crate::sides::Sides;
use crate::subject::Subject;
use crate::window::Basis;

pub(crate) use asked::Asked;

/// Stands for a day, a number or a position that is not given.
const NONE: i32 = i32::MIN;
/// A document keeps so many countries, those that it names most.
const COUNTRIES: usize = 3;

/// Everything a comparison is made of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Data {
    /// By `doc_id`.
    pub(crate) documents: Vec<Kept>,
    /// The claims that may answer a question, by document and then in text order.
    rows: Vec<Row>,
    shared: Shared,
    pub(crate) sides: Sides,
    pub(crate) gazetteer: Gazetteer,
    /// Ids and sha256 of the documents, in the order in which they were read.
    ids: Arc<Names>,
    hashes: Arc<Strings>,
}

/// What many claims have in common, each kept once.
#[derive(Debug, Clone, Default)]
struct Shared {
    names: Names,
    families: Pool<Family>,
    subjects: Pool<Subject>,
    places: Pool<Vec<String>>,
    quantities: Pool<Quantity>,
    voices: Pool<Voice>,
    /// Places below province level with the number of their mentions, for documents one after the other.
    local: Vec<(u32, u32)>,
}

/// What is kept of a document.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// The how manieth it was to be read.
    read: u32,
    source: u32,
    published: i32,
    pub(crate) fingerprint: u64,
    /// Code points of the text.
    pub(crate) chars: i32,
    pub(crate) synthetic: bool,
    /// Whether all placed counts of harm share one place.
    pub(crate) one_event: bool,
    countries: [u32; COUNTRIES],
    local: (u32, u32),
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            read: 0,
            source: NO_NAME,
            published: NONE,
            fingerprint: 0,
            chars: 0,
            synthetic: false,
            one_event: true,
            countries: [NO_NAME; COUNTRIES],
            local: (0, 0),
        }
    }
}

impl Kept {
    /// A document of which only its date, fingerprint and length are known.
    #[cfg(test)]
    pub(crate) fn new(published: Option<Day>, fingerprint: u64, chars: i32) -> Self {
        Self { published: number(published), fingerprint, chars, ..Self::default() }
    }

    /// When the document was published.
    pub(crate) fn published(&self) -> Option<Day> {
        day(self.published)
    }

    pub(crate) fn has_source(&self) -> bool {
        self.source != NO_NAME
    }
}

/// What is counted, in which unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Family {
    name: String,
    measure: String,
    unit: String,
    dimension: String,
}

/// Who says so, and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Voice {
    claimant_id: Option<String>,
    claimant: Option<String>,
    denier_id: Option<String>,
    stance: String,
    speaker: Option<String>,
    agent: Option<String>,
}

/// A number as written and as compared.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantity {
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) low_si: Option<f64>,
    pub(crate) high_si: Option<f64>,
    pub(crate) comparator: String,
    pub(crate) value: Value,
}

impl Hash for Quantity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let bits = |bound: Option<f64>| bound.map_or(u64::MAX, f64::to_bits);
        [self.low, self.high, self.low_si, self.high_si].map(bits).hash(state);
        (&self.comparator, self.value.measured).hash(state);
    }
}

/// What is kept of a claim. Numbers of words and other shared values are those of [`Shared`].
#[derive(Debug, Clone)]
struct Row {
    doc: u32,
    position: u32,
    continues: u32,
    figure_id: i32,
    sentence_id: i32,
    paragraph: i32,
    start: i32,
    end: i32,
    family: u32,
    subject: u32,
    places: u32,
    quantity: u32,
    voice: u32,
    text: u32,
    phrase: u32,
    scope: u32,
    claimed_on: i32,
    from: i32,
    to: i32,
    part_of: Option<i32>,
    /// First and last day of the window; none if there is no first.
    window: (i32, i32),
    basis: Basis,
    passage: Option<u64>,
    flags: u16,
}

/// The flags of a row, by bit.
#[derive(Clone, Copy)]
enum Flag {
    Open,
    PlaceIsNear,
    PlaceIsLead,
    IsClass,
    Elsewhere,
    Earlier,
    Inherits,
    Implied,
    Runs,
}

fn day(number: i32) -> Option<Day> {
    (number != NONE).then(|| Day::from_number(number))
}

fn number(day: Option<Day>) -> i32 {
    day.map_or(NONE, Day::number)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Data {
    /// Room for documents with these ids and hashes; `rank` gives the number of each by `doc_id`.
    pub(crate) fn new(ids: Arc<Names>, hashes: Arc<Strings>, rank: &[u32]) -> Self {
        let mut documents = vec![Kept::default(); ids.len()];
        for (read, &at) in rank.iter().enumerate() {
            documents[at as usize].read = small(read);
        }
        Self { documents, ids, hashes, ..Self::default() }
    }

    /// Gives these words their numbers before any other word.
    pub(crate) fn know<'a>(&mut self, words: impl IntoIterator<Item = &'a String>) {
        words.into_iter().for_each(|word| {
            self.shared.names.number(word);
        });
    }

    /// Keeps what questions need of some documents and of what their claims ask.
    pub(crate) fn add(&mut self, batch: &Batch<'_>, asked: &[Facets]) {
        let of = |doc: usize| {
            let first = asked.partition_point(|facets| facets.doc < doc);
            let all = &asked[first..];
            &all[..all.partition_point(|facets| facets.doc == doc)]
        };
        for (doc, document) in batch.documents.iter().enumerate() {
            let asked = of(doc);
            self.keep_document(document, asked, batch.gazetteer);
            let paragraphs = if asked.is_empty() { BTreeMap::new() } else { document.paragraphs() };
            let first = asked.first().map_or(0, |facets| facets.claim);
            for facets in asked {
                let claim = &batch.claims[facets.claim];
                let paragraph = paragraphs.get(&claim.sentence_id).copied().unwrap_or(claim.sentence_id);
                let row = self.row(claim, facets, document.number, first, paragraph);
                self.rows.push(row);
            }
        }
    }

    /// Puts the claims in the order of their documents.
    pub(crate) fn sort(&mut self) {
        self.rows.sort_by_key(|row| row.doc);
        self.rows.shrink_to_fit();
    }

    fn keep_document(&mut self, document: &Document, asked: &[Facets], gazetteer: &Gazetteer) {
        let names = &mut self.shared.names;
        let kept = &mut self.documents[document.number];
        kept.source = names.maybe(document.source.as_deref());
        kept.published = number(document.published);
        (kept.fingerprint, kept.chars, kept.synthetic) = (document.fingerprint, document.chars, document.synthetic);
        for (slot, country) in kept.countries.iter_mut().zip(main_countries(document)) {
            *slot = names.number(country);
        }
        let mut local: BTreeMap<&str, u32> = BTreeMap::new();
        for mention in document.places.iter().filter(|mention| gazetteer.is_local(&mention.place_id)) {
            *local.entry(&mention.place_id).or_default() += 1;
        }
        kept.local = (small(self.shared.local.len()), small(local.len()));
        self.shared.local.extend(local.into_iter().map(|(place, count)| (names.number(place), count)));
        let killed = asked.iter().filter(|one| one.family.starts_with("killed") && !one.places.is_empty());
        let mut places = killed.map(|one| &one.places);
        let first = places.next();
        kept.one_event = first.is_none_or(|first| places.all(|set| gazetteer.fit(set, first) >= PlaceFit::Nested));
    }

    fn row(&mut self, claim: &Claim, facets: &Facets, doc: usize, first: usize, paragraph: i32) -> Row {
        let shared = &mut self.shared;
        let family = Family {
            name: facets.family.clone(),
            measure: claim.measure.clone(),
            unit: claim.unit.clone(),
            dimension: claim.dimension.clone(),
        };
        let voice = Voice {
            claimant_id: claim.claimant_id.clone(),
            claimant: claim.claimant.clone(),
            denier_id: claim.denier_id.clone(),
            stance: claim.stance.clone(),
            speaker: facets.speaker.clone(),
            agent: facets.agent.clone(),
        };
        let quantity = Quantity {
            low: claim.low,
            high: claim.high,
            low_si: claim.low_si,
            high_si: claim.high_si,
            comparator: claim.comparator.clone(),
            value: facets.value,
        };
        let flags = [
            (Flag::Open, facets.window.is_some_and(|window| window.open)),
            (Flag::PlaceIsNear, facets.place_is_near),
            (Flag::PlaceIsLead, facets.place_is_lead),
            (Flag::IsClass, facets.is_class),
            (Flag::Elsewhere, facets.elsewhere),
            (Flag::Earlier, facets.earlier),
            (Flag::Inherits, facets.inherits),
            (Flag::Implied, claim.implied),
            (Flag::Runs, facets.runs),
        ];
        Row {
            doc: small(doc),
            position: small(facets.claim - first),
            continues: facets.continues.map_or(u32::MAX, |other| small(other - first)),
            figure_id: claim.figure_id,
            sentence_id: claim.sentence_id,
            paragraph,
            start: claim.start,
            end: claim.end,
            family: shared.families.intern(&family, Family::clone),
            subject: shared.subjects.intern(&facets.subject, Subject::clone),
            places: shared.places.intern(&facets.places, Vec::clone),
            quantity: shared.quantities.intern(&quantity, Quantity::clone),
            voice: shared.voices.intern(&voice, Voice::clone),
            text: shared.names.number(&claim.text),
            phrase: shared.names.maybe(claim.subject.as_deref()),
            scope: shared.names.maybe(facets.scope.as_deref()),
            claimed_on: number(claim.claimed_on),
            from: number(claim.date_from),
            to: number(claim.date_to),
            part_of: claim.part_of,
            window: facets.window.map_or((NONE, NONE), |window| (window.from.number(), window.to.number())),
            basis: facets.window.map_or(Basis::Lead, |window| window.basis),
            passage: facets.passage,
            flags: flags.iter().filter(|(_, set)| *set).fold(0, |all, (flag, _)| all | 1 << (*flag as u16)),
        }
    }

    /// The number of claims that may answer a question.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// A claim that may answer a question, by its place among these.
    pub(crate) fn asked(&self, at: usize) -> Asked<'_> {
        Asked { shared: &self.shared, row: &self.rows[at] }
    }

    /// All claims that may answer a question.
    pub(crate) fn all(&self) -> impl Iterator<Item = Asked<'_>> {
        self.rows.iter().map(|row| Asked { shared: &self.shared, row })
    }

    pub(crate) fn doc_id(&self, doc: usize) -> &str {
        self.ids.get(self.documents[doc].read)
    }

    /// The sha256 of a document's text.
    pub(crate) fn hash(&self, doc: usize) -> &str {
        self.hashes.get(self.documents[doc].read as usize)
    }

    /// The outlet of a document.
    pub(crate) fn source(&self, doc: usize) -> Option<&str> {
        self.shared.names.word(self.documents[doc].source)
    }

    /// When a document was published: those without a date last, and of one day by `doc_id`.
    pub(crate) fn age(&self, doc: usize) -> (bool, Option<Day>, usize) {
        let published = self.documents[doc].published();
        (published.is_none(), published, doc)
    }

    /// The countries that a document names most, as numbers that mean nothing else.
    pub(crate) fn countries(&self, doc: usize) -> impl Iterator<Item = u32> {
        self.documents[doc].countries.into_iter().filter(|country| *country != NO_NAME)
    }

    /// The places below province level that a document names, by their number, each with its mentions.
    pub(crate) fn local_places(&self, doc: usize) -> &[(u32, u32)] {
        let (first, count) = self.documents[doc].local;
        &self.shared.local[first as usize..][..count as usize]
    }

    /// The order in which claims take or join keys: specific subjects, known places and dates, small places and short windows
    /// first, so that what is open finds what is stated; then publication, text and offset, which no other document moves.
    pub(crate) fn order(&self) -> Vec<u32> {
        let mut documents: Vec<usize> = (0..self.documents.len()).collect();
        documents.sort_by(|&a, &b| {
            let age = |doc: usize| {
                let (undated, day, _) = self.age(doc);
                (undated, day, self.hash(doc), doc)
            };
            age(a).cmp(&age(b))
        });
        let mut identity = vec![0; documents.len()];
        for (at, doc) in documents.into_iter().enumerate() {
            identity[doc] = small(at);
        }
        let rank = |at: u32| {
            let one = self.asked(at as usize);
            let own = one.window().is_some_and(|window| window.basis == Basis::Own);
            let depth = one.places().iter().map(|place| place.matches(['-', '/', ':']).count()).max().unwrap_or(0);
            let shallow = u8::MAX - u8::try_from(depth).unwrap_or(u8::MAX);
            let unplaced = one.places().is_empty() || one.place_is_near();
            let days = one.window().map_or(i32::MAX, |window| window.days());
            let bits = [
                (1, u64::from(!one.is_death())),
                (8, u64::from(one.subject().openness())),
                (1, u64::from(!one.value().is_stated())),
                (1, u64::from(one.earlier())),
                (1, u64::from(unplaced)),
                (1, u64::from(!own)),
                (1, u64::from(one.window().is_none())),
                (8, u64::from(shallow)),
                (32, u64::from(days.cast_unsigned() ^ 1 << 31)),
            ];
            let open = bits.iter().fold(0, |all, (width, part)| all << width | part);
            (open, identity[one.doc()], one.row.start, one.row.end, one.figure_id(), at)
        };
        let mut order: Vec<u32> = (0..small(self.rows.len())).collect();
        order.sort_by_cached_key(|&at| rank(at));
        order
    }
}
