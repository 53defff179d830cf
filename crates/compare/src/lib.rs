//! Lays the claims of many reports side by side.
//!
//! [`compare`] reads directories written by `extract`, finds the claims that answer the same question, and writes how
//! they relate; [`CompareView`] reads the result back as plain rows. The rules are in `docs/design.md`, "Questions and joins".

mod anchor;
mod batch;
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
mod names;
mod nature;
mod passage;
mod place;
mod publish;
mod question;
mod relation;
mod rows;
mod run;
pub mod share;
mod sides;
mod sorted;
mod source;
mod store;
mod subject;
mod table;
mod view;
mod views;
mod vocabulary;
mod window;
mod wording;
mod work;

use std::path::{Path, PathBuf};

use publish::Stage;
use run::{Corpus, Run};

pub use error::CompareError;
pub use rows::{
    AccountRow, DocumentRow, Filter, FindingRow, MatrixCell, MatrixRow, Relation, Summary, Support, UnknownWord,
};
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
    /// Whether text that a spreadsheet would take for a formula is written with an apostrophe before it in CSV.
    pub csv_safe: bool,
}

/// Compares one or several runs and writes the comparison tables into `out`.
///
/// The tables are staged in `<out>.partial`, which takes the place of `out`; what else stands in `out` is kept, and its
/// `run.json` gains the entry `comparison` with the sha256 of each table written here.
/// A document that several runs hold with the same content is compared once.
///
/// # Errors
/// When a run is incomplete, mixed or of another contract version, when two runs hold different texts under one
/// `doc_id`, when the runs hold no document at all, or when reading or writing fails. Then `out` is as it was.
pub fn compare(runs: &[PathBuf], out: &Path, options: &Options) -> Result<Summary, CompareError> {
    publish::restore(out)?;
    let opened = runs.iter().map(|dir| Run::open(dir)).collect::<Result<Vec<Run>, CompareError>>()?;
    let corpus = Corpus::join(opened)?;
    if let (Some(run), true) = (runs.first(), corpus.ids.len() == 0) {
        return Err(CompareError::NoDocuments { run: run.clone() });
    }
    let stage = Stage::create(out, options)?;
    let read = work::read(&corpus, &stage)?;
    let (written, summary) = work::answer(&corpus, &stage, read)?;
    stage.publish(written, &corpus.fingerprints())?;
    Ok(summary)
}
