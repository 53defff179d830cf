//! The tables crossread writes, as CONTRACT version 1 defines them: columns, schema, writers, readers.
//!
//! [`TABLES`] declares every table and column once; schema, CSV header, `crossread schema` and
//! `docs/tables.md` come from it.
//!
//! Writing goes in two steps, so that the first can run in many threads:
//!
//! ```
//! use crossread_extract::extract;
//! use crossread_lexicon::Lexicon;
//! use crossread_tables::{Format, Rows, RunOptions, RunWriter};
//! use crossread_text::Document;
//!
//! # let folder = tempfile::tempdir().unwrap();
//! # let out = folder.path().join("out");
//! let lexicon = Lexicon::built_in();
//! let options = RunOptions { formats: vec![Format::Csv], ..RunOptions::default() };
//! let mut run = RunWriter::create(&out, lexicon, options)?;
//! run.start_input("reports");
//!
//! let document = Document::from_text("wire-1", "Nine people were killed in Nangarhar.");
//! let mut rows = Rows::new(lexicon); // in any thread: one for some documents in input order
//! rows.append(&document, &extract(&document, lexicon));
//!
//! run.append(rows)?; // in one thread, in input order
//! let summary = run.finish()?; // only now does `out` appear
//! assert_eq!(summary.rows("documents"), 1);
//! # Ok::<(), crossread_tables::TablesError>(())
//! ```
//!
//! [`RunDir`] opens what a run wrote; [`Unchanged`] copies documents that have not changed, which [`Known`] finds, from it
//! into a new run. [`MemoryRun`] keeps a run in memory instead. [`RunDir::groups`] and [`RunDir::rows`]
//! read tables of any size piecewise, for comparing runs.

mod builder;
mod cells;
mod columns;
mod dictionary;
mod document_key;
mod error;
mod file_stem;
mod fill;
mod fingerprint;
mod groups;
mod hash;
mod memory;
mod read;
mod row;
mod row_set;
mod rows;
mod run_file;
mod saved;
mod schema;
mod staging;
mod table_writer;
mod text_formats;
mod unchanged;
mod wording;
mod writer;

pub use cells::{Cell, ListCell};
pub use columns::{Column, ColumnType, TABLES, Table, Values, Writer, table};
pub use dictionary::dictionary;
pub use error::TablesError;
pub use file_stem::file_stem;
pub use fingerprint::fingerprint;
pub use groups::Group;
pub use hash::text_sha256;
pub use memory::MemoryRun;
pub use read::{DocumentRow, RunDir, SkippedRow};
pub use row::Row;
pub use row_set::RowSet;
pub use rows::Rows;
pub use run_file::{CONTRACT_VERSION, InputEntry, PackEntry, RunFile, TableEntry};
pub use schema::{arrow_schema, day_of};
pub use text_formats::is_formula;
pub use unchanged::{Known, Unchanged};
pub use wording::{counted, thousands};
pub use writer::{Format, RunOptions, RunWriter, Skip, Summary};
