//! From the tables of a run directory to the rows of the page.

use std::collections::{BTreeMap, BTreeSet};

use crossread_tables::{Row, RunDir, TablesError, table};

use crate::parties::Parties;
use crate::rows::{Account, Claim, Document, Finding, Presence, Relation, Skipped};

/// A compared run, read back and joined.
#[derive(Debug, Default)]
pub(crate) struct Corpus {
    pub(crate) documents: Vec<Document>,
    /// By rank.
    pub(crate) findings: Vec<Finding>,
    /// Every figure, also those that enter no question.
    pub(crate) claims: Vec<Claim>,
    pub(crate) parties: Parties,
    pub(crate) actors: Vec<Presence>,
    pub(crate) places: Vec<Presence>,
    /// Canonical names of places by id.
    pub(crate) place_names: BTreeMap<String, String>,
    pub(crate) skipped: Vec<Skipped>,
    /// Findings that the caller did not ask for.
    pub(crate) filtered: usize,
}

/// Documents by id.
pub(crate) type Index = BTreeMap<String, usize>;

impl Corpus {
    /// Reads the comparison in `run`, of its findings only those in `only`, and the skipped inputs and parties of `runs`.
    pub(crate) fn read(
        run: &RunDir,
        runs: &[&RunDir],
        only: Option<&BTreeSet<String>>,
    ) -> Result<(Self, Index), TablesError> {
        let mut corpus = Self::default();
        let index = corpus.read_documents(run)?;
        let sentences = sentences(runs, &index)?;
        corpus.read_claims(run, &index, &sentences)?;
        corpus.read_findings(run, only)?;
        corpus.read_accounts(run, &index)?;
        corpus.read_presences(run, &index)?;
        for run in runs {
            corpus.read_run(run)?;
        }
        Ok((corpus, index))
    }

    fn read_documents(&mut self, run: &RunDir) -> Result<Index, TablesError> {
        let mut copies = Vec::new();
        each(run, "compare_documents", |row| {
            copies.push(owned(row, "duplicate_of"));
            self.documents.push(Document {
                id: text(row, "doc_id"),
                title: owned(row, "title"),
                source: owned(row, "source"),
                url: owned(row, "url"),
                published: row.date("published"),
                synthetic: row.bool("synthetic").unwrap_or(false),
                duplicate_of: None,
            });
        })?;
        let index: Index = self.documents.iter().enumerate().map(|(at, document)| (document.id.clone(), at)).collect();
        for (document, copy) in self.documents.iter_mut().zip(&copies) {
            document.duplicate_of = copy.as_ref().and_then(|id| index.get(id).copied());
        }
        Ok(index)
    }

    fn read_claims(&mut self, run: &RunDir, index: &Index, sentences: &Sentences) -> Result<(), TablesError> {
        each(run, "claims", |row| {
            let Some(doc) = doc(row, index) else { return };
            let place_ids = list(row, "place_ids");
            for (id, name) in place_ids.iter().zip(list(row, "place_names")) {
                self.place_names.entry(id.clone()).or_insert(name);
            }
            let begins = sentences.get(&(doc, int(row, "sentence_id")));
            let offset = begins.and_then(|begins| usize::try_from(int(row, "start") - begins).ok());
            self.claims.push(Claim {
                offset,
                doc,
                figure_id: int(row, "figure_id"),
                sentence_id: int(row, "sentence_id"),
                text: text(row, "text"),
                sentence: text(row, "sentence"),
                start: int(row, "start"),
                measure: text(row, "measure"),
                unit: text(row, "unit"),
                stance: text(row, "stance"),
                verification: owned(row, "verification"),
                claimant_id: owned(row, "claimant_id"),
                claimant: owned(row, "claimant_name").or_else(|| owned(row, "claimant")),
                denier_id: owned(row, "denier_id"),
                denied_by: owned(row, "denied_by"),
                subject_actor_id: owned(row, "subject_actor_id"),
                agent_actor_id: owned(row, "agent_actor_id"),
                place_ids,
                date_from: row.date("date_from"),
                date_to: row.date("date_to"),
                is_actual: row.str("modality").is_none_or(|modality| modality == "actual"),
            });
        })
    }

    fn read_findings(&mut self, run: &RunDir, only: Option<&BTreeSet<String>>) -> Result<(), TablesError> {
        each(run, "findings", |row| {
            let question_id = text(row, "question_id");
            if only.is_some_and(|only| !only.contains(&question_id)) {
                self.filtered += 1;
                return;
            }
            self.findings.push(Finding {
                question_id,
                rank: int(row, "rank"),
                question: text(row, "question"),
                measure: text(row, "measure"),
                place_ids: list(row, "place_ids"),
                date_from: row.date("date_from"),
                date_to: row.date("date_to"),
                unit: text(row, "unit"),
                open: row.f64("low").is_none() || row.f64("high").is_none(),
                relation: Relation::of(row.str("relation").unwrap_or_default()),
                why: text(row, "why"),
                support: text(row, "support"),
                spread: row.f64("spread"),
                sources: int(row, "sources"),
                sources_unknown: int(row, "sources_unknown"),
                related: list(row, "related"),
                accounts: Vec::new(),
            });
        })?;
        self.findings.sort_by(|a, b| (a.rank, &a.question_id).cmp(&(b.rank, &b.question_id)));
        Ok(())
    }

    fn read_accounts(&mut self, run: &RunDir, index: &Index) -> Result<(), TablesError> {
        let questions: BTreeMap<String, usize> =
            self.findings.iter().enumerate().map(|(at, finding)| (finding.question_id.clone(), at)).collect();
        let claims: BTreeMap<(usize, i32), usize> =
            self.claims.iter().enumerate().map(|(at, claim)| ((claim.doc, claim.figure_id), at)).collect();
        each(run, "compare_figures", |row| {
            let question = row.str("question_id").and_then(|id| questions.get(id));
            let (Some(&question), Some(doc)) = (question, doc(row, index)) else { return };
            let claim = claims.get(&(doc, int(row, "figure_id"))).and_then(|&at| self.claims.get(at));
            let Some(claim) = claim else { return };
            self.findings[question].accounts.push(Account {
                doc,
                low: row.f64("low"),
                high: row.f64("high"),
                low_si: row.f64("low_si"),
                high_si: row.f64("high_si"),
                comparator: text(row, "comparator"),
                independent: row.bool("independent").unwrap_or(true),
                superseded: row.bool("superseded").unwrap_or(false),
                claim: claim.clone(),
            });
        })?;
        for finding in &mut self.findings {
            let order = |account: &Account| {
                let published = self.documents[account.doc].published;
                (published.is_none(), published, account.doc, account.claim.start)
            };
            finding.accounts.sort_by_key(order);
        }
        Ok(())
    }

    fn read_presences(&mut self, run: &RunDir, index: &Index) -> Result<(), TablesError> {
        let presence = |row: Row<'_>, [id, name, kind]: [&str; 3]| {
            Some(Presence {
                id: text(row, id),
                name: text(row, name),
                kind: text(row, kind),
                doc: doc(row, index)?,
                mentions: int(row, "mentions"),
                sentence_id: int(row, "sentence_id"),
                roles: list(row, "roles"),
                admin1: owned(row, "admin1"),
            })
        };
        each(run, "compare_actors", |row| {
            self.actors.extend(presence(row, ["actor_id", "actor", "type"]));
        })?;
        each(run, "compare_places", |row| {
            self.places.extend(presence(row, ["place_id", "place", "level"]));
        })?;
        for place in &self.places {
            self.place_names.entry(place.id.clone()).or_insert_with(|| place.name.clone());
        }
        for actor in &self.actors {
            self.parties.name(&actor.id, &actor.name, &actor.kind);
        }
        Ok(())
    }

    fn read_run(&mut self, run: &RunDir) -> Result<(), TablesError> {
        each(run, "actors", |row| {
            let part = |column| row.str(column);
            if let Some(id) = part("actor_id") {
                self.parties.belongs(id, part("part_of"), part("side"));
            }
        })?;
        each(run, "skipped", |row| {
            self.skipped.push(Skipped { input: text(row, "input"), message: text(row, "message") });
        })
    }
}

/// Where sentences begin, in code points, by document and sentence.
type Sentences = BTreeMap<(usize, i32), i32>;

fn sentences(runs: &[&RunDir], index: &Index) -> Result<Sentences, TablesError> {
    let mut sentences = Sentences::new();
    for run in runs {
        each(run, "sentences", |row| {
            if let Some(doc) = doc(row, index) {
                sentences.insert((doc, int(row, "sentence_id")), int(row, "start"));
            }
        })?;
    }
    Ok(sentences)
}

/// Calls `visit` for every row of the table called `name`.
pub(crate) fn each(run: &RunDir, name: &str, visit: impl FnMut(Row<'_>)) -> Result<(), TablesError> {
    table(name).map_or(Ok(()), |table| run.for_each(table, visit))
}

pub(crate) fn text(row: Row<'_>, column: &str) -> String {
    row.str(column).unwrap_or_default().to_owned()
}

pub(crate) fn int(row: Row<'_>, column: &str) -> i32 {
    row.i32(column).unwrap_or_default()
}

pub(crate) fn owned(row: Row<'_>, column: &str) -> Option<String> {
    row.str(column).map(str::to_owned)
}

pub(crate) fn list(row: Row<'_>, column: &str) -> Vec<String> {
    row.list(column).unwrap_or_default().into_iter().map(str::to_owned).collect()
}

fn doc(row: Row<'_>, index: &Index) -> Option<usize> {
    index.get(row.str("doc_id")?).copied()
}
