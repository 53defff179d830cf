//! Claims with what their documents say around them: the input of every question.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use crate::day::Day;
use crate::error::CompareError;
use crate::frames::Reader;
use crate::interval::{Comparator, Value, rounding};
use crate::place::Gazetteer;
use crate::run::Corpus;
use crate::sides::{Mention, Sides};

/// A figure as the extractor wrote it, with its sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Claim {
    /// Index of its document.
    pub(crate) doc: usize,
    pub(crate) figure_id: i32,
    pub(crate) sentence_id: i32,
    /// Code points into the document.
    pub(crate) start: i32,
    pub(crate) end: i32,
    pub(crate) text: String,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) comparator: String,
    pub(crate) unit: String,
    pub(crate) dimension: String,
    pub(crate) low_si: Option<f64>,
    pub(crate) high_si: Option<f64>,
    pub(crate) measure: String,
    pub(crate) scope: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) subject_class: Option<String>,
    pub(crate) subject_actor_id: Option<String>,
    pub(crate) agent_actor_id: Option<String>,
    pub(crate) claimant_id: Option<String>,
    pub(crate) claimant: Option<String>,
    pub(crate) stance: String,
    pub(crate) denier_id: Option<String>,
    pub(crate) verification: Option<String>,
    pub(crate) claimed_on: Option<Day>,
    pub(crate) modality: String,
    pub(crate) places: Vec<String>,
    pub(crate) place_basis: Option<String>,
    pub(crate) destinations: Vec<String>,
    pub(crate) date_from: Option<Day>,
    pub(crate) date_to: Option<Day>,
    pub(crate) time_basis: Option<String>,
    pub(crate) part_of: Option<i32>,
    pub(crate) implied: bool,
    /// The whole sentence as written; empty if the sentence is not in the table.
    pub(crate) sentence: String,
    /// Code points into the document where the sentence begins.
    pub(crate) sentence_start: i32,
}

impl Claim {
    /// The value in the unit that accounts are compared in.
    pub(crate) fn value(&self) -> Value {
        let measured = matches!(self.dimension.as_str(), "length" | "area" | "volume" | "mass" | "money");
        let convert = measured && (self.low_si.is_some() || self.high_si.is_some());
        let (low, high) = if convert { (self.low_si, self.high_si) } else { (self.low, self.high) };
        let written = self.low.or(self.high);
        let scale = match (low.or(high), written) {
            (Some(si), Some(written)) if written != 0.0 => si / written,
            _ => 1.0,
        };
        Value {
            low,
            high,
            comparator: self.comparator.parse().unwrap_or(Comparator::Eq),
            measured,
            rounding: written.filter(|_| measured).map_or(0.0, |n| rounding(n, scale)),
        }
    }

    /// The words of the sentence before the figure, and after it.
    pub(crate) fn around(&self) -> (String, String) {
        let offset = |at: i32| usize::try_from(at - self.sentence_start).unwrap_or(0);
        let before = self.sentence.chars().take(offset(self.start)).collect();
        let after = self.sentence.chars().skip(offset(self.end)).collect();
        (before, after)
    }

    /// Whether the claim may answer a question: it is said to have happened.
    pub(crate) fn is_actual(&self) -> bool {
        matches!(self.modality.as_str(), "" | "actual")
    }
}

/// A document and what it names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub(crate) doc_id: String,
    pub(crate) title: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<Day>,
    pub(crate) sha256: String,
    /// Near-copies differ in few of its bits.
    pub(crate) fingerprint: u64,
    /// Code points of the text.
    pub(crate) chars: i32,
    pub(crate) synthetic: bool,
    /// First and last code point of each sentence, by sentence id.
    pub(crate) sentences: BTreeMap<i32, (i32, i32)>,
    /// Sentences that stand for themselves: headings, list items, rows of tables, captions.
    pub(crate) apart: BTreeSet<i32>,
    pub(crate) times: Vec<Time>,
    pub(crate) actors: Vec<ActorMention>,
    pub(crate) places: Vec<PlaceMention>,
}

/// A resolved date in a text.
#[derive(Debug, Clone)]
pub(crate) struct Time {
    pub(crate) sentence_id: i32,
    pub(crate) start: i32,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
}

/// A party named in a text.
#[derive(Debug, Clone)]
pub(crate) struct ActorMention {
    pub(crate) sentence_id: i32,
    pub(crate) start: i32,
    pub(crate) actor_id: String,
    pub(crate) kind: String,
    pub(crate) country: Option<String>,
}

/// A place named in a text.
#[derive(Debug, Clone)]
pub(crate) struct PlaceMention {
    pub(crate) sentence_id: i32,
    pub(crate) place_id: String,
    pub(crate) level: String,
    pub(crate) country: Option<String>,
}

impl Document {
    /// Whether two sentences stand in one paragraph: more than one code point between sentences is a blank line, and headings,
    /// list items and rows of tables stand for themselves.
    pub(crate) fn same_paragraph(&self, a: i32, b: i32) -> bool {
        let (first, last) = (a.min(b), a.max(b));
        let apart = first != last && (first..=last).any(|id| self.apart.contains(&id));
        !apart
            && (first..last).all(|id| match (self.sentences.get(&id), self.sentences.get(&(id + 1))) {
                (Some((_, end)), Some((start, _))) => start - end <= 1,
                _ => false,
            })
    }
}

/// Everything a comparison is made of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Data {
    /// Sorted by `doc_id`.
    pub(crate) documents: Vec<Document>,
    /// By document, then in text order.
    pub(crate) claims: Vec<Claim>,
    pub(crate) sides: Sides,
    pub(crate) gazetteer: Gazetteer,
}

impl Data {
    /// Reads the tables of a corpus.
    pub(crate) fn load(corpus: &Corpus) -> Result<Self, CompareError> {
        let failed = || CompareError::frame(&corpus.place);
        let collect = |name: &str| corpus.table(name)?.collect().map_err(failed());
        let mut data = Self::default();
        data.add_documents(&collect("documents")?).map_err(failed())?;
        let index: BTreeMap<String, usize> =
            data.documents.iter().enumerate().map(|(at, d)| (d.doc_id.clone(), at)).collect();
        data.add_sentences(&collect_offsets(corpus)?, &index).map_err(failed())?;
        data.add_actors(&collect("actors")?, &index).map_err(failed())?;
        data.add_places(&collect("places")?, &index).map_err(failed())?;
        data.add_times(&collect("times")?, &index).map_err(failed())?;
        // Only sentences with a figure are needed as text.
        let sentences = corpus.table("sentences")?.select([
            col("doc_id"),
            col("sentence_id"),
            col("text").alias("sentence"),
            col("start").alias("sentence_start"),
        ]);
        let keys = [col("doc_id"), col("sentence_id")];
        let figures = corpus
            .table("figures")?
            .join(sentences, keys.clone(), keys, JoinArgs::new(JoinType::Left))
            .sort(["doc_id", "start", "end", "figure_id"], SortMultipleOptions::default())
            .collect()
            .map_err(failed())?;
        data.claims = read_claims(&figures, &index).map_err(failed())?;
        Ok(data)
    }

    fn add_documents(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        let reader = Reader(frame);
        let (ids, titles, sources) = (reader.str("doc_id")?, reader.str("title")?, reader.str("source")?);
        let (urls, published) = (reader.str("url")?, reader.date("published")?);
        let (hashes, synthetic) = (reader.str("sha256")?, reader.bool("synthetic")?);
        let (fingerprints, chars) = (reader.str("fingerprint")?, reader.int("chars")?);
        for row in 0..frame.height() {
            self.documents.push(Document {
                doc_id: ids[row].clone().unwrap_or_default(),
                title: titles[row].clone(),
                source: sources[row].clone(),
                url: urls[row].clone(),
                published: published[row],
                sha256: hashes[row].clone().unwrap_or_default(),
                fingerprint: fingerprints[row]
                    .as_deref()
                    .and_then(|digits| u64::from_str_radix(digits, 16).ok())
                    .unwrap_or_default(),
                chars: chars[row].unwrap_or_default(),
                synthetic: synthetic[row],
                ..Document::default()
            });
        }
        self.documents.sort_by(|a, b| a.doc_id.cmp(&b.doc_id));
        Ok(())
    }

    fn add_sentences(&mut self, frame: &DataFrame, index: &BTreeMap<String, usize>) -> PolarsResult<()> {
        let reader = Reader(frame);
        let (docs, ids) = (reader.str("doc_id")?, reader.int("sentence_id")?);
        let (starts, ends, kinds) = (reader.int("start")?, reader.int("end")?, reader.str("kind")?);
        for row in 0..frame.height() {
            if let (Some(doc), Some(id)) = (at(index, docs[row].as_ref()), ids[row]) {
                let span = (starts[row].unwrap_or_default(), ends[row].unwrap_or_default());
                self.documents[doc].sentences.insert(id, span);
                if kinds[row].as_deref().is_some_and(|kind| !matches!(kind, "body" | "quote")) {
                    self.documents[doc].apart.insert(id);
                }
            }
        }
        Ok(())
    }

    fn add_actors(&mut self, frame: &DataFrame, index: &BTreeMap<String, usize>) -> PolarsResult<()> {
        let reader = Reader(frame);
        let (docs, sentences, starts) = (reader.str("doc_id")?, reader.int("sentence_id")?, reader.int("start")?);
        let (ids, names, kinds) = (reader.str("actor_id")?, reader.str("actor")?, reader.str("type")?);
        let (countries, wholes, sides) = (reader.str("country")?, reader.str("part_of")?, reader.str("side")?);
        let forms = reader.str("form")?;
        for row in 0..frame.height() {
            let (Some(doc), Some(actor_id)) = (at(index, docs[row].as_ref()), ids[row].clone()) else { continue };
            let kind = kinds[row].clone().unwrap_or_default();
            let name = names[row].as_deref().unwrap_or(&actor_id);
            self.sides.add(Mention {
                id: &actor_id,
                name,
                kind: &kind,
                whole: wholes[row].as_deref(),
                side: sides[row].as_deref(),
                country: countries[row].as_deref(),
                described: forms[row].as_deref() == Some("descriptor"),
            });
            self.documents[doc].actors.push(ActorMention {
                sentence_id: sentences[row].unwrap_or_default(),
                start: starts[row].unwrap_or_default(),
                actor_id,
                kind,
                country: countries[row].clone(),
            });
        }
        for document in &mut self.documents {
            document.actors.sort_by(|a, b| (a.start, &a.actor_id).cmp(&(b.start, &b.actor_id)));
        }
        Ok(())
    }

    fn add_places(&mut self, frame: &DataFrame, index: &BTreeMap<String, usize>) -> PolarsResult<()> {
        let reader = Reader(frame);
        let (docs, sentences) = (reader.str("doc_id")?, reader.int("sentence_id")?);
        let (ids, names, levels) = (reader.str("place_id")?, reader.str("place")?, reader.str("level")?);
        let (countries, provinces) = (reader.str("country")?, reader.str("admin1")?);
        for row in 0..frame.height() {
            let (Some(doc), Some(place_id)) = (at(index, docs[row].as_ref()), ids[row].clone()) else { continue };
            let level = levels[row].clone().unwrap_or_default();
            let name = names[row].as_deref().unwrap_or(&place_id);
            self.gazetteer.add(&place_id, name, &level, countries[row].as_deref(), provinces[row].as_deref());
            self.documents[doc].places.push(PlaceMention {
                sentence_id: sentences[row].unwrap_or_default(),
                place_id,
                level,
                country: countries[row].clone(),
            });
        }
        Ok(())
    }

    fn add_times(&mut self, frame: &DataFrame, index: &BTreeMap<String, usize>) -> PolarsResult<()> {
        let reader = Reader(frame);
        let (docs, sentences, starts) = (reader.str("doc_id")?, reader.int("sentence_id")?, reader.int("start")?);
        let (from, to) = (reader.date("date_from")?, reader.date("date_to")?);
        for row in 0..frame.height() {
            let Some(doc) = at(index, docs[row].as_ref()) else { continue };
            self.documents[doc].times.push(Time {
                sentence_id: sentences[row].unwrap_or_default(),
                start: starts[row].unwrap_or_default(),
                from: from[row],
                to: to[row],
            });
        }
        for document in &mut self.documents {
            document.times.sort_by_key(|time| (time.start, time.from, time.to));
        }
        Ok(())
    }
}

fn collect_offsets(corpus: &Corpus) -> Result<DataFrame, CompareError> {
    corpus
        .table("sentences")?
        .select([col("doc_id"), col("sentence_id"), col("start"), col("end"), col("kind")])
        .collect()
        .map_err(CompareError::frame(&corpus.place))
}

fn at(index: &BTreeMap<String, usize>, doc_id: Option<&String>) -> Option<usize> {
    index.get(doc_id?).copied()
}

fn read_claims(frame: &DataFrame, index: &BTreeMap<String, usize>) -> PolarsResult<Vec<Claim>> {
    let reader = Reader(frame);
    let text = |name: &str| reader.str(name);
    let (docs, texts, units) = (text("doc_id")?, text("text")?, text("unit")?);
    let (figures, sentence_ids) = (reader.int("figure_id")?, reader.int("sentence_id")?);
    let (starts, ends, sentence_starts) = (reader.int("start")?, reader.int("end")?, reader.int("sentence_start")?);
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
    let (wholes, implied, sentences) = (reader.int("part_of")?, reader.bool("implied")?, text("sentence")?);
    let mut claims = Vec::with_capacity(frame.height());
    for row in 0..frame.height() {
        let Some(doc) = at(index, docs[row].as_ref()) else { continue };
        let start = starts[row].unwrap_or_default();
        claims.push(Claim {
            doc,
            figure_id: figures[row].unwrap_or_default(),
            sentence_id: sentence_ids[row].unwrap_or_default(),
            start,
            end: ends[row].unwrap_or(start),
            text: texts[row].clone().unwrap_or_default(),
            low: low[row],
            high: high[row],
            comparator: comparators[row].clone().unwrap_or_default(),
            unit: units[row].clone().unwrap_or_default(),
            dimension: dimensions[row].clone().unwrap_or_default(),
            low_si: low_si[row],
            high_si: high_si[row],
            measure: measures[row].clone().unwrap_or_default(),
            scope: scopes[row].clone(),
            subject: subjects[row].clone(),
            subject_class: classes[row].clone(),
            subject_actor_id: counted[row].clone(),
            agent_actor_id: agents[row].clone(),
            claimant_id: claimant_ids[row].clone(),
            claimant: claimants[row].clone(),
            stance: stances[row].clone().unwrap_or_default(),
            denier_id: deniers[row].clone(),
            verification: verifications[row].clone(),
            claimed_on: claimed_on[row],
            modality: modalities[row].clone().unwrap_or_default(),
            places: places[row].clone(),
            place_basis: place_bases[row].clone(),
            destinations: destinations[row].clone(),
            date_from: from[row],
            date_to: to[row],
            time_basis: time_bases[row].clone(),
            part_of: wholes[row],
            implied: implied[row],
            sentence: sentences[row].clone().unwrap_or_default(),
            sentence_start: sentence_starts[row].unwrap_or(start),
        });
    }
    claims.sort_by_key(|claim| (claim.doc, claim.start, claim.end, claim.figure_id));
    Ok(claims)
}
