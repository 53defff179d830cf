//! What changed between two runs, and why.
//!
//! [`Diff::between`] lays the tables of two run directories side by side: rows by document and span, never by row number;
//! each row that was added, removed or changed has its causes, from the lexicon rows, rules, versions and texts that the runs
//! record. A [`Diff`] holds row numbers alone; [`Diff::details`] reads the cells, [`Diff::outline`] orders them for a reader,
//! and [`json()`], [`markdown()`] and [`page()`] write them. `docs/diff.md` says what aligns with what.
//!
//! [`Baseline`] is the other half: an accepted extraction as small text files, one a document.

mod align;
mod baseline;
mod cause;
mod compared;
mod cues;
mod details;
mod diff;
mod edit;
mod json;
mod markdown;
mod options;
mod outline;
mod page;
mod plan;
mod questions;
mod sides;
mod state;
mod work;

pub use baseline::{Baseline, unified};
pub use cause::{Cause, Fate};
pub use details::{CellChange, Detail, FindingKind};
pub use diff::{Change, Counts, Diff, Kind, Side, TableDiff};
pub use json::json;
pub use markdown::markdown;
pub use options::Options;
pub use outline::{CauseLine, ChangeLine, DocumentLine, Edit, FindingLine, Outline, Section, Sentence, Word};
pub use page::page;

use crossread_tables::TablesError;

/// Why two runs could not be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DiffError {
    /// A table could not be read.
    #[error(transparent)]
    Tables(#[from] TablesError),
    /// The result could not be written.
    #[error("the difference could not be written: {0}")]
    Write(#[from] std::io::Error),
    /// An option names a table that there is not.
    #[error("{name}: no such table; `crossread schema` lists them")]
    NoSuchTable {
        /// The name.
        name: String,
    },
    /// An option names a column that there is not.
    #[error("{name}: no such column; write COLUMN or TABLE.COLUMN, `crossread schema` lists them")]
    NoSuchColumn {
        /// The name.
        name: String,
    },
    /// A tolerance is no number, or its column holds none.
    #[error("{name}: a tolerance is a number from 0 for a column of numbers, as in low=0.5")]
    NoTolerance {
        /// The column.
        name: String,
    },
}
