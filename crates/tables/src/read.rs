//! Opening what a run wrote.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::columns::Table;
use crate::error::TablesError;
use crate::row::Row;
use crate::run_file::RunFile;

/// A folder that `crossread extract` wrote, complete and unmixed when it was opened.
#[derive(Clone, Debug)]
pub struct RunDir {
    path: PathBuf,
    run: RunFile,
}

impl RunDir {
    /// Opens a run: reads `run.json`, and checks that every table it lists is there with the sha256
    /// it lists.
    ///
    /// # Errors
    /// When there is no run, when it follows another contract version, when files of several runs
    /// are mixed, or when a file cannot be read.
    pub fn open(path: &Path) -> Result<Self, TablesError> {
        Err(TablesError::NotARun { path: path.to_owned(), reason: "no run.json".to_owned() })
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What `run.json` says.
    #[must_use]
    pub fn run(&self) -> &RunFile {
        &self.run
    }

    /// Calls `each` for every row of a table, in order. Memory is bounded by a batch of rows.
    ///
    /// # Errors
    /// When the table is not there or cannot be read.
    pub fn for_each(&self, table: &Table, each: impl FnMut(Row<'_>)) -> Result<(), TablesError> {
        let _ = (table, each);
        Ok(())
    }

    /// The documents, in input order.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn documents(&self) -> Result<Vec<DocumentRow>, TablesError> {
        Ok(Vec::new())
    }

    /// What was not read.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn skipped(&self) -> Result<Vec<SkippedRow>, TablesError> {
        Ok(Vec::new())
    }
}

/// A row of the table `documents`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentRow {
    /// Unique in the run.
    pub doc_id: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// BCP 47.
    pub language: Option<String>,
    /// Length in code points.
    pub chars: i32,
    /// Number of sentences.
    pub sentences: i32,
    /// Hash of the text.
    pub sha256: String,
    /// Near-copy signature.
    pub fingerprint: String,
    /// True for an invented document.
    pub synthetic: bool,
    /// What the reader had to say about it.
    pub note: Option<String>,
}

/// A row of the table `skipped`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkippedRow {
    /// The input.
    pub input: String,
    /// The part of it.
    pub part: Option<String>,
    /// 1-based line.
    pub line: Option<i32>,
    /// What kind of loss.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
}
