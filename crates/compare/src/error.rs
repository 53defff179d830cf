//! What can stop a comparison.

use std::io;
use std::path::PathBuf;

/// Why a comparison could not be made or read. Nothing is written when one of these is returned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// No run directory was given.
    #[error("no run directory to compare: give at least one directory written by `extract`")]
    NoRuns,
    /// The runs hold no document.
    #[error("{run}: no document was read into it, so there is nothing to compare; its table `skipped` says why")]
    NoDocuments {
        /// The first of the directories.
        run: PathBuf,
    },
    /// A directory has no `run.json`: it was not written by `extract`, or only in part.
    #[error("{run}: no run.json, so this is not a directory that `extract` wrote")]
    NotARun {
        /// The directory.
        run: PathBuf,
    },
    /// `run.json` cannot be understood.
    #[error("{run}: run.json cannot be read: {message}")]
    BadRunFile {
        /// The directory.
        run: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// The run was written under another version of the contract.
    #[error("{run}: written under contract version {found}, this program reads version {expected}; extract it again")]
    Version {
        /// The directory.
        run: PathBuf,
        /// The version named in its `run.json`.
        found: String,
        /// The version read here.
        expected: u64,
    },
    /// A table of the contract is not there.
    #[error("{run}: table {table}.parquet is missing; extract it again")]
    MissingTable {
        /// The directory.
        run: PathBuf,
        /// Name of the table.
        table: String,
    },
    /// A table is not the one that `run.json` describes.
    #[error(
        "{run}: {table}.parquet is not the table run.json describes (its sha256 differs): the directory mixes two runs"
    )]
    MixedRun {
        /// The directory.
        run: PathBuf,
        /// Name of the table.
        table: String,
    },
    /// A table lacks a column, or holds another type in it.
    #[error("{run}: {table}.parquet: {message}")]
    BadTable {
        /// The directory.
        run: PathBuf,
        /// Name of the table.
        table: String,
        /// What is wrong with it.
        message: String,
    },
    /// Two runs hold one `doc_id` with different texts.
    #[error(
        "document {doc_id} differs between {first} and {second}: rename one of them, or compare only one of the runs"
    )]
    Conflict {
        /// The id both use.
        doc_id: String,
        /// The run that was read first.
        first: PathBuf,
        /// The run that disagrees.
        second: PathBuf,
    },
    /// The directory holds no comparison.
    #[error("{run}: not compared yet (no {table}.parquet): run `compare` on it first")]
    NotCompared {
        /// The directory.
        run: PathBuf,
        /// The table looked for.
        table: String,
    },
    /// The output path cannot be a directory.
    #[error("{out}: is a file, not a directory")]
    OutIsFile {
        /// The path.
        out: PathBuf,
    },
    /// Where tables are staged stands something else: most likely what an interrupted `extract --resume` saved.
    #[error(
        "{path}: {name} in it is not from a comparison; finish that run with `extract --resume`, or remove the folder"
    )]
    Occupied {
        /// The folder.
        path: PathBuf,
        /// What stands in it.
        name: String,
    },
    /// Reading or writing failed.
    #[error("{path}: {source}")]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A Parquet file could not be read, joined or written.
    #[error("{path}: {source}")]
    Frame {
        /// The file or directory.
        path: PathBuf,
        /// The reason given by polars.
        source: polars::prelude::PolarsError,
    },
}

impl CompareError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    pub(crate) fn frame(path: impl Into<PathBuf>) -> impl FnOnce(polars::prelude::PolarsError) -> Self {
        let path = path.into();
        move |source| Self::Frame { path, source }
    }
}
