//! Lays the claims of many reports side by side.
//!
//! [`compare`] reads directories written by `extract`, finds the claims that answer the same question, and writes how
//! they relate; [`CompareView`] reads the result back as plain rows. The rules are in `docs/design.md`, "Questions and joins".

mod anchor;
mod blocks;
mod claim;
mod claims;
mod day;
mod duplicates;
mod error;
mod facet;
mod findings;
mod frames;
mod interval;
mod matrix;
mod nature;
mod passage;
mod place;
mod publish;
mod question;
mod relation;
mod rows;
mod run;
mod sides;
mod subject;
mod view;
mod views;
mod vocabulary;
mod window;
mod wording;

use std::path::{Path, PathBuf};

use claim::Data;
use findings::Answered;
use run::{Corpus, Run};

pub use error::CompareError;
pub use rows::{AccountRow, DocumentRow, Filter, FindingRow, MatrixRow, Relation, Summary, Support, UnknownWord};
pub use view::CompareView;

/// A form in which tables are written beside Parquet, which is always written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// UTF-8 with a header; lists joined by `|`.
    Csv,
    /// One JSON object a line.
    JsonLines,
}

/// How a comparison is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Forms beside Parquet.
    pub formats: Vec<Format>,
}

/// Compares one or several runs and writes the comparison tables into `out`.
///
/// The tables are staged in `<out>.partial` and renamed into place; what else stands in `out` is kept, and its
/// `run.json` gains the entry `comparison` with the sha256 of each table written here.
/// A document that several runs hold with the same content is compared once.
///
/// # Errors
/// When a run is incomplete, mixed or of another contract version, when two runs hold different texts under one
/// `doc_id`, or when reading or writing fails. Then `out` is as it was.
pub fn compare(runs: &[PathBuf], out: &Path, options: &Options) -> Result<Summary, CompareError> {
    let runs = runs.iter().map(|dir| Run::open(dir)).collect::<Result<Vec<Run>, CompareError>>()?;
    let corpus = Corpus::join(runs)?;
    let data = Data::load(&corpus)?;
    let copies = duplicates::find(&corpus, &data.documents, &data.claims)?;
    let asked = facet::read(&data);
    let answered = answer(&data, &copies, &asked);
    let tables: Vec<publish::Build<'_>> = vec![
        Box::new(|| Ok(vec![matrix::documents(&data.documents, &copies)])),
        Box::new(|| Ok(vec![matrix::actors(&corpus)?])),
        Box::new(|| Ok(vec![matrix::places(&corpus)?])),
        Box::new(|| Ok(vec![findings::accounts(&data, &asked, &answered)])),
        Box::new(|| Ok(vec![findings::findings(&answered)])),
        Box::new(|| Ok(views::views(&data, &asked, &answered).into())),
        Box::new(|| Ok(vec![claims::claims(&data)])),
    ];
    publish::publish(tables, &corpus.fingerprints(), out, options)?;
    Ok(CompareView::open(out)?.summary())
}

fn answer(data: &Data, copies: &[duplicates::Copy], asked: &[facet::Asked]) -> Vec<Answered> {
    let mut answered: Vec<Answered> = question::form(data, copies, asked)
        .into_iter()
        .map(|question| {
            let finding = relation::judge(data, copies, asked, &question);
            let shown = findings::show(data, asked, &question, &finding);
            Answered { question, finding, shown }
        })
        .collect();
    findings::rank(&mut answered);
    answered
}
