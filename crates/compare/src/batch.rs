//! Documents with their claims, read some at a time: tables of `extract` become what [`crate::claim`] describes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, IntoLazy, LazyFrame, PolarsResult, col};

use crate::claim::{ActorMention, Batch, Claim, Document, PlaceMention, Time};
use crate::error::CompareError;
use crate::frames::Reader;
use crate::place::Gazetteer;
use crate::run::{Corpus, Run, columns};
use crate::sides::{Mention, Sides};
use crate::source::{Cursor, Part};

/// Documents that are read at a time.
const DOCUMENTS: usize = 2_048;

/// What the mentions of all documents say of actors and places.
#[derive(Debug, Clone, Default)]
pub(crate) struct Named {
    pub(crate) sides: Sides,
    pub(crate) gazetteer: Gazetteer,
    /// Ids of actors, sorted.
    pub(crate) actors: BTreeSet<(Option<String>, Option<String>)>,
    /// Ids of places with their levels, sorted.
    pub(crate) places: BTreeSet<(Option<String>, Option<String>)>,
}

impl Named {
    /// Reads all mentions of a corpus.
    pub(crate) fn read(corpus: &Corpus) -> Result<Self, CompareError> {
        let mut named = Self::default();
        // What one mention says, every other one with the same words says again.
        let mut said: BTreeSet<Vec<Option<String>>> = BTreeSet::new();
        for (run, taken) in corpus.runs() {
            for table in ["actors", "places"] {
                let mut cursor = Cursor::open(&run.path(table), columns(table), &corpus.ids, taken.clone())?;
                for end in steps(taken.clone()) {
                    let part = cursor.before(end.end)?;
                    let added = match table {
                        "actors" => named.add_actors(&part, &mut said),
                        _ => named.add_places(&part, &mut said),
                    };
                    added.map_err(CompareError::frame(run.path(table)))?;
                }
                said.clear();
            }
        }
        Ok(named)
    }

    fn add_actors(&mut self, part: &Part, said: &mut BTreeSet<Vec<Option<String>>>) -> PolarsResult<()> {
        let reader = Reader(&part.frame);
        let (ids, names, kinds) = (reader.texts("actor_id")?, reader.texts("actor")?, reader.texts("type")?);
        let (countries, wholes) = (reader.texts("country")?, reader.texts("part_of")?);
        let (sides, forms) = (reader.texts("side")?, reader.texts("form")?);
        let all = [&ids, &names, &kinds, &countries, &wholes, &sides, &forms];
        for row in part.rows() {
            if !said.insert(all.map(|texts| texts.owned(row)).to_vec()) {
                continue;
            }
            self.actors.insert((ids.owned(row), None));
            let Some(id) = ids.get(row) else { continue };
            self.sides.add(Mention {
                id,
                name: names.get(row).unwrap_or(id),
                kind: kinds.get(row).unwrap_or_default(),
                whole: wholes.get(row),
                side: sides.get(row),
                country: countries.get(row),
                described: forms.get(row) == Some("descriptor"),
            });
        }
        Ok(())
    }

    fn add_places(&mut self, part: &Part, said: &mut BTreeSet<Vec<Option<String>>>) -> PolarsResult<()> {
        let reader = Reader(&part.frame);
        let (ids, names, levels) = (reader.texts("place_id")?, reader.texts("place")?, reader.texts("level")?);
        let (countries, provinces) = (reader.texts("country")?, reader.texts("admin1")?);
        let all = [&ids, &names, &levels, &countries, &provinces];
        for row in part.rows() {
            if !said.insert(all.map(|texts| texts.owned(row)).to_vec()) {
                continue;
            }
            self.places.insert((ids.owned(row), levels.owned(row)));
            let Some(id) = ids.get(row) else { continue };
            let (name, level) = (names.get(row).unwrap_or(id), levels.get(row).unwrap_or_default());
            self.gazetteer.add(id, name, level, countries.get(row), provinces.get(row));
        }
        Ok(())
    }
}

impl Part {
    /// The rows of documents that are taken.
    fn rows(&self) -> impl Iterator<Item = usize> {
        self.docs.iter().enumerate().filter(|(_, doc)| doc.is_some()).map(|(row, _)| row)
    }

    /// The rows of documents that are taken, as a frame.
    pub(crate) fn taken(&self) -> PolarsResult<DataFrame> {
        if self.docs.iter().all(Option::is_some) {
            return Ok(self.frame.clone());
        }
        let rows = self.rows().filter_map(|row| IdxSize::try_from(row).ok()).collect();
        self.frame.take(&IdxCa::from_vec("row".into(), rows))
    }

    /// A plan of the rows of documents that are taken, each with `doc`, the index of its document in a batch that begins with
    /// `first`.
    pub(crate) fn plan(&self, first: usize) -> PolarsResult<LazyFrame> {
        let index = |doc: usize| u32::try_from(doc.checked_sub(first)?).ok();
        let docs: Vec<Option<u32>> = self.docs.iter().map(|doc| doc.and_then(index)).collect();
        let mut frame = self.frame.clone();
        frame.with_column(Column::new("doc".into(), docs))?;
        Ok(frame.lazy().filter(col("doc").is_not_null()))
    }

    /// The rows of documents that are taken, each with the index of its document in a batch that begins with `first`.
    pub(crate) fn rows_of(&self, first: usize) -> impl Iterator<Item = (usize, usize)> {
        self.docs.iter().enumerate().filter_map(move |(row, doc)| Some((row, (*doc)?.checked_sub(first)?)))
    }
}

/// Ranges of documents that are read at a time.
pub(crate) fn steps(taken: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = taken.end;
    taken.step_by(DOCUMENTS).map(move |first| first..end.min(first + DOCUMENTS))
}

/// The rows of some documents, by table.
pub(crate) struct Parts {
    /// The number of the first document.
    pub(crate) first: usize,
    documents: Part,
    pub(crate) sentences: Part,
    pub(crate) actors: Part,
    pub(crate) places: Part,
    times: Part,
    figures: Part,
}

/// Hands over the documents of a corpus with all their rows, some at a time.
pub(crate) fn each(
    corpus: &Corpus,
    mut hand: impl FnMut(Parts, &Run) -> Result<(), CompareError>,
) -> Result<(), CompareError> {
    for (run, taken) in corpus.runs() {
        let open = |table: &str| Cursor::open(&run.path(table), columns(table), &corpus.ids, taken.clone());
        let (mut documents, mut sentences) = (open("documents")?, open("sentences")?);
        let (mut actors, mut places) = (open("actors")?, open("places")?);
        let (mut times, mut figures) = (open("times")?, open("figures")?);
        for step in steps(taken.clone()) {
            let parts = Parts {
                first: step.start,
                documents: documents.before(step.end)?,
                sentences: sentences.before(step.end)?,
                actors: actors.before(step.end)?,
                places: places.before(step.end)?,
                times: times.before(step.end)?,
                figures: figures.before(step.end)?,
            };
            hand(parts, run)?;
        }
    }
    Ok(())
}

impl Parts {
    /// The documents and claims of these rows; `rank` gives the number of each document by `doc_id`.
    pub(crate) fn read<'a>(&self, named: &'a Named, rank: &[u32]) -> PolarsResult<Batch<'a>> {
        let mut documents = read_documents(&self.documents, self.first)?;
        for (document, rank) in documents.iter_mut().zip(&rank[self.first..]) {
            document.number = *rank as usize;
        }
        let mut batch = Batch { documents, claims: Vec::new(), sides: &named.sides, gazetteer: &named.gazetteer };
        self.add_sentences(&mut batch.documents)?;
        self.add_actors(&mut batch.documents)?;
        self.add_places(&mut batch.documents)?;
        self.add_times(&mut batch.documents)?;
        batch.claims = self.claims()?;
        Ok(batch)
    }

    /// The row of each sentence, by document and id.
    pub(crate) fn sentence_rows(&self) -> PolarsResult<HashMap<(usize, i32), usize>> {
        let ids = Reader(&self.sentences.frame).int("sentence_id")?;
        Ok(self.sentences.rows_of(self.first).filter_map(|(row, doc)| Some(((doc, ids[row]?), row))).collect())
    }

    fn add_sentences(&self, documents: &mut [Document]) -> PolarsResult<()> {
        let reader = Reader(&self.sentences.frame);
        let (ids, starts, ends) = (reader.int("sentence_id")?, reader.int("start")?, reader.int("end")?);
        let kinds = reader.texts("kind")?;
        for (row, doc) in self.sentences.rows_of(self.first) {
            let Some(id) = ids[row] else { continue };
            let span = (starts[row].unwrap_or_default(), ends[row].unwrap_or_default());
            documents[doc].sentences.insert(id, span);
            if kinds.get(row).is_some_and(|kind| !matches!(kind, "body" | "quote")) {
                documents[doc].apart.insert(id);
            }
        }
        Ok(())
    }

    fn add_actors(&self, documents: &mut [Document]) -> PolarsResult<()> {
        let reader = Reader(&self.actors.frame);
        let (sentences, starts) = (reader.int("sentence_id")?, reader.int("start")?);
        let (ids, kinds, countries) = (reader.texts("actor_id")?, reader.texts("type")?, reader.texts("country")?);
        for (row, doc) in self.actors.rows_of(self.first) {
            let Some(actor_id) = ids.owned(row) else { continue };
            documents[doc].actors.push(ActorMention {
                sentence_id: sentences[row].unwrap_or_default(),
                start: starts[row].unwrap_or_default(),
                actor_id,
                kind: kinds.owned(row).unwrap_or_default(),
                country: countries.owned(row),
            });
        }
        for document in documents {
            document.actors.sort_by(|a, b| (a.start, &a.actor_id).cmp(&(b.start, &b.actor_id)));
        }
        Ok(())
    }

    fn add_places(&self, documents: &mut [Document]) -> PolarsResult<()> {
        let reader = Reader(&self.places.frame);
        let sentences = reader.int("sentence_id")?;
        let (ids, levels, countries) = (reader.texts("place_id")?, reader.texts("level")?, reader.texts("country")?);
        for (row, doc) in self.places.rows_of(self.first) {
            let Some(place_id) = ids.owned(row) else { continue };
            documents[doc].places.push(PlaceMention {
                sentence_id: sentences[row].unwrap_or_default(),
                place_id,
                level: levels.owned(row).unwrap_or_default(),
                country: countries.owned(row),
            });
        }
        Ok(())
    }

    fn add_times(&self, documents: &mut [Document]) -> PolarsResult<()> {
        let reader = Reader(&self.times.frame);
        let (sentences, starts) = (reader.int("sentence_id")?, reader.int("start")?);
        let (from, to) = (reader.date("date_from")?, reader.date("date_to")?);
        for (row, doc) in self.times.rows_of(self.first) {
            documents[doc].times.push(Time {
                sentence_id: sentences[row].unwrap_or_default(),
                start: starts[row].unwrap_or_default(),
                from: from[row],
                to: to[row],
            });
        }
        for document in documents {
            document.times.sort_by_key(|time| (time.start, time.from, time.to));
        }
        Ok(())
    }

    fn claims(&self) -> PolarsResult<Vec<Claim>> {
        let reader = Reader(&self.figures.frame);
        let text = |name: &str| reader.texts(name);
        let (texts, units) = (text("text")?, text("unit")?);
        let (figures, sentence_ids) = (reader.int("figure_id")?, reader.int("sentence_id")?);
        let (starts, ends) = (reader.int("start")?, reader.int("end")?);
        let (low, high, comparators) = (reader.float("low")?, reader.float("high")?, text("comparator")?);
        let (low_si, high_si, dimensions) = (reader.float("low_si")?, reader.float("high_si")?, text("dimension")?);
        let (measures, scopes, subjects) = (text("measure")?, text("scope")?, text("subject")?);
        let (classes, counted) = (text("subject_class")?, text("subject_actor_id")?);
        let (agents, claimant_ids, claimants) = (text("agent_actor_id")?, text("claimant_id")?, text("claimant")?);
        let (stances, deniers, verifications) = (text("stance")?, text("denier_id")?, text("verification")?);
        let (claimed_on, modalities) = (reader.date("claimed_on")?, text("modality")?);
        let (places, destinations) = (reader.list("places")?, reader.list("destinations")?);
        let (from, to, place_bases) = (reader.date("date_from")?, reader.date("date_to")?, text("place_basis")?);
        let time_bases = text("time_basis")?;
        let (wholes, implied) = (reader.int("part_of")?, reader.bool("implied")?);
        let sentences = Reader(&self.sentences.frame);
        let (sentence_rows, sentences, sentence_starts) =
            (self.sentence_rows()?, sentences.texts("text")?, sentences.int("start")?);
        let mut claims = Vec::with_capacity(self.figures.docs.len());
        for (row, doc) in self.figures.rows_of(self.first) {
            let sentence = sentence_ids[row].and_then(|id| sentence_rows.get(&(doc, id)).copied());
            let start = starts[row].unwrap_or_default();
            claims.push(Claim {
                doc,
                figure_id: figures[row].unwrap_or_default(),
                sentence_id: sentence_ids[row].unwrap_or_default(),
                start,
                end: ends[row].unwrap_or(start),
                text: texts.owned(row).unwrap_or_default(),
                low: low[row],
                high: high[row],
                comparator: comparators.owned(row).unwrap_or_default(),
                unit: units.owned(row).unwrap_or_default(),
                dimension: dimensions.owned(row).unwrap_or_default(),
                low_si: low_si[row],
                high_si: high_si[row],
                measure: measures.owned(row).unwrap_or_default(),
                scope: scopes.owned(row),
                subject: subjects.owned(row),
                subject_class: classes.owned(row),
                subject_actor_id: counted.owned(row),
                agent_actor_id: agents.owned(row),
                claimant_id: claimant_ids.owned(row),
                claimant: claimants.owned(row),
                stance: stances.owned(row).unwrap_or_default(),
                denier_id: deniers.owned(row),
                verification: verifications.owned(row),
                claimed_on: claimed_on[row],
                modality: modalities.owned(row).unwrap_or_default(),
                places: places[row].clone(),
                place_basis: place_bases.owned(row),
                destinations: destinations[row].clone(),
                date_from: from[row],
                date_to: to[row],
                time_basis: time_bases.owned(row),
                part_of: wholes[row],
                implied: implied[row],
                sentence: sentence.and_then(|row| sentences.owned(row)).unwrap_or_default(),
                sentence_start: sentence.and_then(|row| sentence_starts[row]).unwrap_or(start),
            });
        }
        claims.sort_by_key(|claim| (claim.doc, claim.start, claim.end, claim.figure_id));
        Ok(claims)
    }
}

fn read_documents(part: &Part, first: usize) -> PolarsResult<Vec<Document>> {
    let reader = Reader(&part.frame);
    let (ids, titles, sources) = (reader.texts("doc_id")?, reader.texts("title")?, reader.texts("source")?);
    let (urls, published, synthetic) = (reader.texts("url")?, reader.date("published")?, reader.bool("synthetic")?);
    let (fingerprints, chars) = (reader.texts("fingerprint")?, reader.int("chars")?);
    let mut documents = BTreeMap::new();
    for (row, doc) in part.rows_of(first) {
        // A document that its run holds twice is the first of the two.
        documents.entry(doc).or_insert_with(|| Document {
            doc_id: ids.owned(row).unwrap_or_default(),
            title: titles.owned(row),
            source: sources.owned(row),
            url: urls.owned(row),
            published: published[row],
            fingerprint: fingerprints
                .get(row)
                .and_then(|digits| u64::from_str_radix(digits, 16).ok())
                .unwrap_or_default(),
            chars: chars[row].unwrap_or_default(),
            synthetic: synthetic[row],
            ..Document::default()
        });
    }
    Ok(documents.into_values().collect())
}
