//! A comparison in shares: what the tasks of a cluster do, each with the tables of some documents.
//!
//! Claims meet in a question only where one looks under a blocking key that the other is noted under (`docs/design.md`, "Join 1").
//! So claims that no chain of keys joins cannot change each other's questions, and a share that holds all claims which are joined
//! gives exactly the rows that the whole comparison gives for them. [`read`] gives the keys, [`pairs`] tells which documents are
//! near-copies, [`answer`] forms the questions of a share and judges them. Which claims are joined by keys, which documents share
//! a sentence, and in which order rows stand at last are joins, groups and sorts of columns: work for an engine such as Spark.
//!
//! Every function reads tables in one folder and writes tables into another, which must exist.

mod keyed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::Options;
use crate::batch::{self, Named, Parts};
use crate::claim::Batch;
use crate::claims;
use crate::duplicates::{self, Copy, Prints};
use crate::error::CompareError;
use crate::facet;
use crate::findings::{self, Answered, Rank};
use crate::frames::{self, Reader};
use crate::matrix;
use crate::publish;
use crate::question::{self, Question};
use crate::relation;
use crate::run::{Corpus, Run, fingerprint};
use crate::store::Data;
use crate::table::{Sink, Table};
use crate::views::{self, Deaths};
use crate::work::ranks;

pub use crate::duplicates::SET_PHRASE;

/// Tables of some documents, and what all documents together say of names.
#[derive(Debug, Clone, Copy)]
pub struct Share<'a> {
    /// A folder with `documents`, `sentences`, `actors`, `places`, `times` and `figures` in the contract's columns: Parquet files, or
    /// folders of them. For [`answer`] the table `documents` has the column `duplicate_of` too, and there is `asked`.
    pub documents: &'a Path,
    /// A folder with tables of the same columns, where `actors` and `places` hold every combination that the whole corpus has of
    /// all columns but those that say where a mention stands; all of one document.
    pub named: &'a Path,
}

/// A share that is read.
struct Opened {
    corpus: Corpus,
    named: Named,
    rank: Vec<u32>,
}

impl Share<'_> {
    fn open(&self) -> Result<Opened, CompareError> {
        let corpus = |dir: &Path| Corpus::join(vec![Run::of_share(dir)]);
        let named = Named::read(&corpus(self.named)?)?;
        let corpus = corpus(self.documents)?;
        let rank = ranks(&corpus);
        Ok(Opened { corpus, named, rank })
    }

    /// All that a question needs of the documents; `hand` is given each batch.
    fn data(
        &self,
        opened: &Opened,
        mut hand: impl FnMut(&Parts, &Batch<'_>) -> Result<(), CompareError>,
    ) -> Result<Data, CompareError> {
        let Opened { corpus, named, rank } = opened;
        let mut data = Data::new(corpus.ids.clone(), corpus.hashes.clone(), rank);
        // The same numbers in every share: keys are made of them.
        data.know(&keyed::places(self.named)?);
        batch::each(corpus, |parts, run| {
            let batch = parts.read(named, rank).map_err(CompareError::frame(&run.dir))?;
            data.add(&batch, &facet::read(&batch));
            hand(&parts, &batch)
        })?;
        data.sort();
        (data.sides, data.gazetteer) = (named.sides.clone(), named.gazetteer.clone());
        Ok(data)
    }
}

/// The `run.json` of a folder into which the comparison of one run was written, of which `run_json` is the `run.json`: with the tables
/// by name, number of rows, and sha256. Of a table that is a folder this is the hash of lines which each hold that of a part file.
///
/// # Errors
/// When `run_json` is no JSON.
pub fn describe(run_json: &str, tables: Vec<(String, usize, String)>) -> Result<String, CompareError> {
    let parsed = serde_json::from_str(run_json);
    let run =
        parsed.map_err(|error| CompareError::BadRunFile { run: "run.json".into(), message: error.to_string() })?;
    Ok(publish::describe(None, tables, &[&fingerprint(run)]))
}

fn write(dir: &Path, table: Table) -> Result<(), CompareError> {
    let mut sink = Sink::create(dir, &Options::default(), table.empty(), table.rows())?;
    sink.push(table)?;
    sink.finish().map(drop)
}

/// Reads some documents: writes `compare_actors`, `compare_places` and `claims` of them, in no order; `prints`, a row a document,
/// by which near-copies are known; and `keys`, a row for each claim that may answer a question, with what it asks, the interval
/// it allows, and its blocking keys: those it looks under (`wanted`) and those a question with it is found under (`noted`), but for
/// the key of its document, which is its family and the document or the one that this is a near-copy of.
///
/// # Errors
/// When reading or writing fails.
pub fn read(share: Share<'_>, out: &Path) -> Result<(), CompareError> {
    let opened = share.open()?;
    let mut prints = Prints::default();
    let mut tables: BTreeMap<&str, Sink> = BTreeMap::new();
    let data = share.data(&opened, |parts, batch| {
        let failed = || CompareError::frame(share.documents);
        prints.add(parts, &batch.claims, &opened.rank).map_err(failed())?;
        let (actors, _) = matrix::actors(parts, |_, _| 0).map_err(failed())?;
        let (places, _) = matrix::places(parts, |_, _| 0).map_err(failed())?;
        for table in [actors, places, claims::claims(batch)] {
            match tables.get_mut(table.name) {
                Some(sink) => sink.push(table)?,
                None => {
                    let mut sink = Sink::create(out, &Options::default(), table.empty(), 0)?;
                    let name = table.name;
                    sink.push(table)?;
                    tables.insert(name, sink);
                }
            }
        }
        Ok(())
    })?;
    for sink in tables.into_values() {
        sink.finish()?;
    }
    write(out, duplicates::prints(&data, prints))?;
    write(out, keyed::keys(&data))
}

/// Judges pairs of documents that share long sentences: of the table `pairs` in `dir`, a row a pair, which documents are near-copies
/// (`is_copy`) and how alike the two are (`similarity`), written as `pairs`.
///
/// Columns of the table: `newer`, `older`, `shared` (the number of distinct sentences that both have, of those in at most
/// [`SET_PHRASE`] documents), and `fingerprint`, `long_sentences` and `numbers` of `prints` for both, with their names before it.
///
/// # Errors
/// When reading or writing fails.
pub fn pairs(dir: &Path, out: &Path) -> Result<(), CompareError> {
    write(out, duplicates::pairs(dir)?)
}

/// Answers the questions of the claims in the table `asked`, the rows `doc_id` and `figure_id`: writes `findings`, the accounts
/// `compare_figures`, and the views of deaths.
///
/// `findings` has the rank within the share and the number `class`: over all shares, rows are in order by `class`, then falling
/// `spread` (none counts as 0), then `question_id`. Accounts have the number `place`, by which those of one question are in order.
///
/// # Errors
/// When reading or writing fails.
pub fn answer(share: Share<'_>, out: &Path) -> Result<(), CompareError> {
    let opened = share.open()?;
    let data = share.data(&opened, |_, _| Ok(()))?;
    let copies = copies(&data, share.documents)?;
    let wanted = asked(share.documents)?;
    let is_wanted = |at: &u32| {
        let one = data.asked(*at as usize);
        wanted.contains(&(data.doc_id(one.doc()).to_owned(), one.figure_id()))
    };
    // The others stay where they are, so that the distance of two claims is that in the text.
    let order = data.order().into_iter().filter(is_wanted).collect();
    let questions = question::form_of(&data, &copies, order);
    let mut ranks = Vec::with_capacity(questions.len());
    let mut deaths = Vec::new();
    for at in 0..u32::try_from(questions.len()).unwrap_or(u32::MAX) {
        let question = questions.get(at as usize);
        let finding = relation::judge(&data, &copies, question);
        ranks.push(Rank::new(at, data.asked(question.seed).measure(), question.id, &finding));
        deaths.extend(Deaths::of_killed(&data, at, question, &finding));
    }
    ranks.sort_unstable_by(Rank::order);
    deaths.sort_unstable_by_key(Deaths::id);
    let answer = |rank: &Rank| {
        let question: Question<'_> = questions.get(rank.at as usize);
        let finding = relation::judge(&data, &copies, question);
        let shown = findings::show(&data, question, &finding);
        Answered { question, finding, shown }
    };
    let answered: Vec<Answered<'_>> = ranks.iter().map(answer).collect();
    let classes = ranks.iter().map(|rank| Some(rank.class()));
    write(out, findings::findings(&answered, 1).int("class", classes))?;
    let accounts = findings::accounts(&data, &answered);
    let places = (0..).take(accounts.rows()).map(Some);
    write(out, accounts.int("place", places))?;
    views::views(&data, &questions, &deaths).into_iter().try_for_each(|table| write(out, table))
}

/// Which claims are wanted, by document and figure.
fn asked(dir: &Path) -> Result<BTreeSet<(String, i32)>, CompareError> {
    let frame = frames::read(&frames::files(&dir.join("asked.parquet"))?, &["doc_id", "figure_id"])?;
    let reader = Reader(&frame);
    let read = || Ok((reader.str("doc_id")?, reader.int("figure_id")?));
    let (docs, figures) = read().map_err(CompareError::frame(dir))?;
    Ok(docs.into_iter().zip(figures).filter_map(|(doc, figure)| Some((doc?, figure?))).collect())
}

/// The near-copies among the documents; an original that is not in the share has a number of its own.
fn copies(data: &Data, dir: &Path) -> Result<Vec<Copy>, CompareError> {
    let frame = frames::read(&frames::files(&dir.join("documents.parquet"))?, &["doc_id", "duplicate_of"])?;
    let reader = Reader(&frame);
    let read = || Ok((reader.str("doc_id")?, reader.str("duplicate_of")?));
    let (docs, originals) = read().map_err(CompareError::frame(dir))?;
    let numbers: BTreeMap<&str, usize> = (0..data.documents.len()).map(|doc| (data.doc_id(doc), doc)).collect();
    let mut elsewhere: BTreeMap<String, usize> = BTreeMap::new();
    let mut copies = vec![Copy::default(); data.documents.len()];
    for (doc, original) in docs.iter().zip(originals) {
        let (Some(doc), Some(original)) = (doc.as_deref().and_then(|doc| numbers.get(doc)), original) else { continue };
        let next = data.documents.len() + elsewhere.len();
        let of = match numbers.get(original.as_str()) {
            Some(&of) => of,
            None => *elsewhere.entry(original).or_insert(next),
        };
        copies[*doc].of = Some(of);
    }
    Ok(copies)
}
