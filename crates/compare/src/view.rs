//! Reading a written comparison back as plain rows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use polars::prelude::{DataFrame, PolarsResult};
use serde_json::Value;

use crate::day::Day;
use crate::error::CompareError;
use crate::frames::{self, Reader};
use crate::rows::{AccountRow, DocumentRow, Filter, FindingRow, MatrixCell, MatrixRow, Relation, Summary};
use crate::run::{hash_table, read_run_file};

/// A comparison that was written by [`compare`](crate::compare), read back whole.
#[derive(Debug, Clone)]
pub struct CompareView {
    documents: Vec<DocumentRow>,
    findings: Vec<FindingRow>,
    accounts: BTreeMap<String, Vec<AccountRow>>,
    unnumbered: Vec<AccountRow>,
    parties: BTreeMap<String, BTreeSet<String>>,
    actors: Vec<MatrixRow>,
    places: Vec<MatrixRow>,
    provinces: Vec<MatrixRow>,
    figures: usize,
}

impl CompareView {
    /// Reads the comparison in `dir`.
    ///
    /// # Errors
    /// When `dir` holds no comparison, when a table is not the one `run.json` describes, or when reading fails.
    pub fn open(dir: &Path) -> Result<Self, CompareError> {
        let description = read_run_file(dir)?;
        let source = Source { dir, description: &description };
        let claims = source.table("claims", CLAIMS)?;
        let claims = source.rows("claims", sentences(&claims))?;
        let documents = source.rows("compare_documents", documents(&source.table("compare_documents", DOCUMENTS)?))?;
        let figures = source.table("compare_figures", FIGURES)?;
        let rows = source.rows("compare_figures", accounts(&figures, &claims, &documents))?;
        let mut findings = source.rows("findings", findings(&source.table("findings", FINDINGS)?))?;
        findings.sort_by_key(|row| row.rank);
        let actors = source.table("compare_actors", &["actor_id", "actor", "type", "doc_id", "mentions"])?;
        let places =
            source.table("compare_places", &["place_id", "place", "level", "admin1", "doc_id", "mentions", "roles"])?;
        let mut view = Self {
            documents,
            findings,
            accounts: BTreeMap::new(),
            unnumbered: Vec::new(),
            parties: BTreeMap::new(),
            actors: source.rows("compare_actors", matrix(&actors, ["actor_id", "actor", "type"]))?,
            places: source.rows("compare_places", matrix(&places, ["place_id", "place", "level"]))?,
            provinces: source.rows("compare_places", provinces(&places))?,
            figures: claims.len(),
        };
        view.add_accounts(rows, &claims);
        Ok(view)
    }

    fn add_accounts(&mut self, rows: Vec<AccountRow>, claims: &Claims) {
        for row in rows {
            if let Some(claim) = claims.get(&(row.doc_id.clone(), row.figure_id)) {
                let parties = self.parties.entry(row.question_id.clone()).or_default();
                parties.extend(claim.parties.iter().cloned());
            }
            if row.low.is_none() && row.high.is_none() {
                self.unnumbered.push(row.clone());
            }
            self.accounts.entry(row.question_id.clone()).or_default().push(row);
        }
    }

    /// Counts for the line of coverage.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let relations = |relation| self.findings.iter().filter(|row| row.relation == relation).count();
        let documents = |test: fn(&DocumentRow) -> bool| self.documents.iter().filter(|row| test(row)).count();
        Summary {
            documents: self.documents.len(),
            undated: documents(|row| row.published.is_none()),
            without_source: documents(|row| row.source.is_none()),
            synthetic: documents(|row| row.synthetic),
            near_copies: documents(|row| row.duplicate_of.is_some()),
            figures: self.figures,
            unnumbered: self.unnumbered.len(),
            questions: self.findings.len(),
            contradictions: relations(Relation::Contradict),
            revisions: relations(Relation::Revised),
            compatible: relations(Relation::Compatible),
            agreements: relations(Relation::Agree),
            single: relations(Relation::Single),
        }
    }

    /// The documents, sorted by id.
    #[must_use]
    pub fn documents(&self) -> &[DocumentRow] {
        &self.documents
    }

    /// The findings that pass the filter, by rank.
    #[must_use]
    pub fn findings(&self, filter: &Filter) -> Vec<FindingRow> {
        self.findings.iter().filter(|row| self.passes(row, filter)).cloned().collect()
    }

    fn passes(&self, row: &FindingRow, filter: &Filter) -> bool {
        let inside = |place: &String, wanted: &str| {
            place == wanted || place.strip_prefix(wanted).is_some_and(|rest| rest.starts_with(['-', '/']))
        };
        filter.measure.as_ref().is_none_or(|measure| row.measure == *measure)
            && filter.relation.is_none_or(|relation| row.relation == relation)
            && filter.place.as_ref().is_none_or(|wanted| row.place_ids.iter().any(|place| inside(place, wanted)))
            && filter.actor.as_ref().is_none_or(|actor| {
                row.subject.as_ref().is_some_and(|subject| subject.rsplit(':').next() == Some(actor))
                    || self.parties.get(&row.question_id).is_some_and(|parties| parties.contains(actor))
            })
            && filter.claimant.as_ref().is_none_or(|claimant| {
                self.accounts(&row.question_id).iter().any(|account| {
                    account.claimant_id.as_ref() == Some(claimant) || account.claimant.as_ref() == Some(claimant)
                })
            })
    }

    /// The accounts of one question, by date of publication, document and offset; empty if there is no such question.
    #[must_use]
    pub fn accounts(&self, question_id: &str) -> &[AccountRow] {
        self.accounts.get(question_id).map_or(&[], Vec::as_slice)
    }

    /// Accounts without any number ("civilian casualties"): shown, never compared.
    #[must_use]
    pub fn unnumbered(&self) -> &[AccountRow] {
        &self.unnumbered
    }

    /// Actors by document, most mentioned first.
    #[must_use]
    pub fn actors(&self) -> &[MatrixRow] {
        &self.actors
    }

    /// Places by document, most mentioned first, each at its own level.
    #[must_use]
    pub fn places(&self) -> &[MatrixRow] {
        &self.places
    }

    /// Provinces by document, most mentioned first, with the mentions of the districts and towns that lie in them. One that
    /// no report names is called by a place in it and its code.
    #[must_use]
    pub fn provinces(&self) -> &[MatrixRow] {
        &self.provinces
    }
}

/// The level of a province.
const PROVINCE: &str = "admin1";
/// The role of a place to which nothing happens.
const MENTIONED: &str = "mentioned";
const CLAIMS: &[&str] =
    &["doc_id", "figure_id", "sentence", "subject", "denied_by", "subject_actor_id", "agent_actor_id"];
const DOCUMENTS: &[&str] =
    &["doc_id", "title", "source", "url", "published", "synthetic", "duplicate_of", "similarity"];
const FIGURES: &[&str] = &[
    "question_id",
    "doc_id",
    "figure_id",
    "sentence_id",
    "text",
    "measure",
    "low",
    "high",
    "comparator",
    "unit",
    "claimant_id",
    "claimant",
    "denier_id",
    "stance",
    "source",
    "published",
    "independent",
    "superseded",
];
const FINDINGS: &[&str] = &[
    "question_id",
    "rank",
    "question",
    "measure",
    "scope",
    "subject",
    "place_ids",
    "date_from",
    "date_to",
    "unit",
    "low",
    "high",
    "relation",
    "why",
    "support",
    "spread",
    "accounts",
    "sources",
    "sources_unknown",
    "claimants",
    "doc_ids",
    "related",
];

struct Source<'a> {
    dir: &'a Path,
    description: &'a Value,
}

impl Source<'_> {
    fn path(&self, table: &str) -> PathBuf {
        self.dir.join(format!("{table}.parquet"))
    }

    fn table(&self, table: &str, columns: &[&str]) -> Result<DataFrame, CompareError> {
        let path = self.path(table);
        let expected = self.description.pointer(&format!("/comparison/tables/{table}/sha256"));
        let files = frames::files(&path)?;
        let (Some(expected), false) = (expected.and_then(Value::as_str), files.is_empty()) else {
            return Err(CompareError::NotCompared { run: self.dir.into(), table: table.into() });
        };
        if hash_table(&path)? != expected {
            return Err(CompareError::MixedRun { run: self.dir.into(), table: table.into() });
        }
        frames::read(&files, columns)
    }

    fn rows<T>(&self, table: &str, rows: PolarsResult<T>) -> Result<T, CompareError> {
        rows.map_err(CompareError::frame(self.path(table)))
    }
}

struct ClaimText {
    sentence: String,
    subject: Option<String>,
    denied_by: Option<String>,
    parties: Vec<String>,
}

type Claims = BTreeMap<(String, i32), ClaimText>;

fn sentences(frame: &DataFrame) -> PolarsResult<Claims> {
    let reader = Reader(frame);
    let (docs, figures) = (reader.str("doc_id")?, reader.int("figure_id")?);
    let (texts, subjects) = (reader.str("sentence")?, reader.str("subject")?);
    let deniers = reader.str("denied_by")?;
    let (counted, agents) = (reader.str("subject_actor_id")?, reader.str("agent_actor_id")?);
    let mut claims = Claims::new();
    for row in 0..frame.height() {
        let claim = ClaimText {
            sentence: texts[row].clone().unwrap_or_default(),
            subject: subjects[row].clone(),
            denied_by: deniers[row].clone(),
            parties: [&counted[row], &agents[row]].into_iter().flatten().cloned().collect(),
        };
        claims.insert((docs[row].clone().unwrap_or_default(), figures[row].unwrap_or_default()), claim);
    }
    Ok(claims)
}

fn iso(days: Vec<Option<Day>>) -> Vec<Option<String>> {
    days.into_iter().map(|day| day.map(|d| d.to_string())).collect()
}

fn documents(frame: &DataFrame) -> PolarsResult<Vec<DocumentRow>> {
    let reader = Reader(frame);
    let (ids, titles, sources) = (reader.str("doc_id")?, reader.str("title")?, reader.str("source")?);
    let (urls, published) = (reader.str("url")?, iso(reader.date("published")?));
    let (synthetic, duplicate_of) = (reader.bool("synthetic")?, reader.str("duplicate_of")?);
    let similarity = reader.float("similarity")?;
    Ok((0..frame.height())
        .map(|row| DocumentRow {
            doc_id: ids[row].clone().unwrap_or_default(),
            title: titles[row].clone(),
            source: sources[row].clone(),
            url: urls[row].clone(),
            published: published[row].clone(),
            synthetic: synthetic[row],
            duplicate_of: duplicate_of[row].clone(),
            similarity: similarity[row].unwrap_or_default(),
        })
        .collect())
}

fn accounts(frame: &DataFrame, claims: &Claims, documents: &[DocumentRow]) -> PolarsResult<Vec<AccountRow>> {
    let reader = Reader(frame);
    let text = |name: &str| reader.str(name);
    let (questions, docs, texts) = (text("question_id")?, text("doc_id")?, text("text")?);
    let (figures, sentence_ids) = (reader.int("figure_id")?, reader.int("sentence_id")?);
    let (measures, units, comparators) = (text("measure")?, text("unit")?, text("comparator")?);
    let (low, high) = (reader.float("low")?, reader.float("high")?);
    let (claimant_ids, claimants, deniers) = (text("claimant_id")?, text("claimant")?, text("denier_id")?);
    let (stances, sources, published) = (text("stance")?, text("source")?, iso(reader.date("published")?));
    let (independent, superseded) = (reader.bool("independent")?, reader.bool("superseded")?);
    let by_id: BTreeMap<&str, &DocumentRow> = documents.iter().map(|d| (d.doc_id.as_str(), d)).collect();
    let mut rows = Vec::with_capacity(frame.height());
    for row in 0..frame.height() {
        let doc_id = docs[row].clone().unwrap_or_default();
        let figure_id = figures[row].unwrap_or_default();
        let claim = claims.get(&(doc_id.clone(), figure_id));
        let document = by_id.get(doc_id.as_str());
        rows.push(AccountRow {
            question_id: questions[row].clone().unwrap_or_default(),
            figure_id,
            sentence_id: sentence_ids[row].unwrap_or_default(),
            text: texts[row].clone().unwrap_or_default(),
            sentence: claim.map(|c| c.sentence.clone()).unwrap_or_default(),
            measure: measures[row].clone().unwrap_or_default(),
            subject: claim.and_then(|c| c.subject.clone()),
            low: low[row],
            high: high[row],
            comparator: comparators[row].clone().unwrap_or_default(),
            unit: units[row].clone().unwrap_or_default(),
            claimant_id: claimant_ids[row].clone(),
            claimant: claimants[row].clone(),
            denier_id: deniers[row].clone(),
            denied_by: claim.and_then(|c| c.denied_by.clone()),
            stance: stances[row].clone().unwrap_or_default(),
            title: document.and_then(|d| d.title.clone()),
            source: sources[row].clone(),
            published: published[row].clone(),
            synthetic: document.is_some_and(|d| d.synthetic),
            independent: independent[row],
            superseded: superseded[row],
            doc_id,
        });
    }
    Ok(rows)
}

fn word<T: FromStr>(text: Option<&String>, fallback: T) -> T {
    text.and_then(|text| text.parse().ok()).unwrap_or(fallback)
}

fn findings(frame: &DataFrame) -> PolarsResult<Vec<FindingRow>> {
    let reader = Reader(frame);
    let text = |name: &str| reader.str(name);
    let count = |name: &str| reader.int(name);
    let (ids, ranks, questions) = (text("question_id")?, count("rank")?, text("question")?);
    let (measures, scopes, subjects) = (text("measure")?, text("scope")?, text("subject")?);
    let (places, units) = (reader.list("place_ids")?, text("unit")?);
    let (from, to) = (iso(reader.date("date_from")?), iso(reader.date("date_to")?));
    let (low, high, spread) = (reader.float("low")?, reader.float("high")?, reader.float("spread")?);
    let (relations, whys, supports) = (text("relation")?, text("why")?, text("support")?);
    let (accounts, sources) = (count("accounts")?, count("sources")?);
    let (unknown, claimants) = (count("sources_unknown")?, count("claimants")?);
    let (docs, related) = (reader.list("doc_ids")?, reader.list("related")?);
    Ok((0..frame.height())
        .map(|row| FindingRow {
            question_id: ids[row].clone().unwrap_or_default(),
            rank: ranks[row].unwrap_or_default(),
            question: questions[row].clone().unwrap_or_default(),
            measure: measures[row].clone().unwrap_or_default(),
            scope: scopes[row].clone(),
            subject: subjects[row].clone(),
            place_ids: places[row].clone(),
            date_from: from[row].clone(),
            date_to: to[row].clone(),
            unit: units[row].clone().unwrap_or_default(),
            low: low[row],
            high: high[row],
            relation: word(relations[row].as_ref(), Relation::Single),
            why: whys[row].clone().unwrap_or_default(),
            support: word(supports[row].as_ref(), crate::Support::OneClaimant),
            spread: spread[row],
            accounts: accounts[row].unwrap_or_default(),
            sources: sources[row].unwrap_or_default(),
            sources_unknown: unknown[row].unwrap_or_default(),
            claimants: claimants[row].unwrap_or_default(),
            doc_ids: docs[row].clone(),
            related: related[row].clone(),
        })
        .collect())
}

fn matrix(frame: &DataFrame, [id, name, kind]: [&str; 3]) -> PolarsResult<Vec<MatrixRow>> {
    let reader = Reader(frame);
    let (ids, names, kinds) = (reader.str(id)?, reader.str(name)?, reader.str(kind)?);
    let key = |row: usize| Some((ids[row].clone()?, names[row].clone().unwrap_or_default(), kinds[row].clone()?));
    by_document(frame, key, None)
}

fn provinces(frame: &DataFrame) -> PolarsResult<Vec<MatrixRow>> {
    let reader = Reader(frame);
    let (ids, places, levels) = (reader.str("place_id")?, reader.str("place")?, reader.str("level")?);
    let (codes, roles) = (reader.str("admin1")?, reader.list("roles")?);
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for row in 0..frame.height() {
        let (Some(code), Some(place)) = (&codes[row], &places[row]) else { continue };
        let own = levels[row].as_deref() == Some(PROVINCE) && ids[row].as_ref() == Some(code);
        if own {
            names.insert(code, place.clone());
        } else {
            names.entry(code).or_insert_with(|| format!("{place} ({code})"));
        }
    }
    let key = |row: usize| {
        let code = codes[row].as_ref()?;
        Some((code.clone(), names.get(code.as_str()).cloned().unwrap_or_default(), PROVINCE.to_owned()))
    };
    by_document(frame, key, Some(&roles))
}

/// Adds the mentions, and joins the roles, of all rows with the same id, name and kind, document by document.
fn by_document(
    frame: &DataFrame,
    key: impl Fn(usize) -> Option<(String, String, String)>,
    roles: Option<&[Vec<String>]>,
) -> PolarsResult<Vec<MatrixRow>> {
    let reader = Reader(frame);
    let (docs, mentions) = (reader.str("doc_id")?, reader.int("mentions")?);
    let mut cells: BTreeMap<(String, String), (String, BTreeMap<String, MatrixCell>)> = BTreeMap::new();
    for row in 0..frame.height() {
        let Some((id, name, kind)) = key(row) else { continue };
        let (_, documents) = cells.entry((id, kind)).or_insert_with(|| (name, BTreeMap::new()));
        let doc_id = docs[row].clone().unwrap_or_default();
        let cell = documents.entry(doc_id.clone()).or_insert_with(|| MatrixCell { doc_id, ..MatrixCell::default() });
        cell.mentions += mentions[row].unwrap_or_default();
        let told = roles.map_or(&[][..], |roles| &roles[row]);
        cell.roles.extend(told.iter().filter(|role| *role != MENTIONED).cloned());
    }
    let row = |((id, kind), (name, documents)): ((String, String), (String, BTreeMap<String, MatrixCell>))| {
        let mentions = documents.values().map(|cell| cell.mentions).sum();
        MatrixRow { id, name, kind, mentions, documents: documents.into_values().collect() }
    };
    let mut rows: Vec<MatrixRow> = cells.into_iter().map(row).collect();
    rows.sort_by(|a, b| {
        (b.documents.len(), b.mentions, &a.id, &a.kind).cmp(&(a.documents.len(), a.mentions, &b.id, &b.kind))
    });
    Ok(rows)
}
