//! What can stop a run before its first row.

use std::io;
use std::path::PathBuf;

use crossread_ingest::IndexError;
use crossread_lexicon::LexiconErrors;

/// Why inputs or packs could not be read. Each message names the file and the fix.
///
/// What is wrong with one input alone is no error but a row of the table `skipped`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// `-` stands twice among the inputs.
    #[error("standard input (-) is named twice; it can be read once")]
    StdinTwice,
    /// A pattern is none.
    #[error("{input}: not a glob that can be read; quote or escape its brackets: {reason}")]
    Glob {
        /// As it was given.
        input: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The name of the index tells no format.
    #[error("{name}: an index is a .json, .jsonl or .csv file; rename or convert it")]
    IndexFormat {
        /// The file's name.
        name: String,
    },
    /// The index is not there or may not be read.
    #[error("{name}: the index cannot be opened: {cause}")]
    IndexOpen {
        /// The file's name.
        name: String,
        /// What the operating system said. Part of the message, so not a source of its own.
        cause: io::Error,
    },
    /// The index cannot be used.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A pack's folder cannot be walked.
    #[error("{}: the pack cannot be read: {reason}", path.display())]
    Pack {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
    /// A pack's folder holds no file of a pack.
    #[error("{}: the folder holds no pack file; put .csv or .toml files there", path.display())]
    EmptyPack {
        /// The folder.
        path: PathBuf,
    },
    /// A file of a pack is not there, may not be read or is not UTF-8.
    #[error("{}: the pack file cannot be read; it must be UTF-8: {cause}", path.display())]
    PackFile {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        cause: io::Error,
    },
    /// Packs have mistakes: all of them.
    #[error(transparent)]
    Lexicon(#[from] LexiconErrors),
    /// The ids of a large run could not be kept in temporary files.
    #[error("the ids of the documents could not be kept in a temporary file; make room for some: {0}")]
    // What the operating system said: part of the message, so not a source of its own.
    Ids(io::Error),
    /// A thread ended before its time, because another one failed.
    #[error("{0}")]
    Stopped(&'static str),
}

impl RunError {
    /// The innermost reason, without the name of the file.
    pub(crate) fn cause(&self) -> String {
        match self {
            Self::IndexOpen { cause, .. } => cause.to_string(),
            Self::Index(error) => error.cause(),
            other => other.to_string(),
        }
    }
}
