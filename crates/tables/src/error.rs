//! What can stop a run from being written or read.

use std::io;
use std::path::{Path, PathBuf};

use arrow_schema::ArrowError;
use parquet::errors::ParquetError;

/// Why tables could not be written or read. Each message names the path.
///
/// After an error while writing, the staging folder is gone and the old output is untouched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TablesError {
    /// The operating system refused: full disk, missing permission, no such folder.
    #[error("{}: could not {action}: {cause}", path.display())]
    Io {
        /// What was tried: `write`, `create`, `rename`.
        action: &'static str,
        /// The path that was refused.
        path: PathBuf,
        /// What the operating system said. Part of the message, so not a source of its own.
        cause: io::Error,
    },
    /// A table could not be encoded or decoded.
    #[error("{}: not a readable Parquet table: {message}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the Parquet library said.
        message: String,
    },
    /// Where the output folder should be there is a file.
    #[error("{}: is a file, not a folder; name another output folder", path.display())]
    OutputIsFile {
        /// The path given as output.
        path: PathBuf,
    },
    /// The output folder holds files that crossread did not write.
    #[error("{}: {reason}; nothing was deleted: name another output folder or empty this one", path.display())]
    NotReplaceable {
        /// The folder.
        path: PathBuf,
        /// What stands in the way.
        reason: String,
    },
    /// The folder holds no complete run.
    #[error("{}: not a folder that `crossread extract` wrote: {reason}", path.display())]
    NotARun {
        /// The folder.
        path: PathBuf,
        /// What is missing or unreadable.
        reason: String,
    },
    /// The run follows another version of the contract.
    #[error("{}: written under contract version {found}, this program reads version {expected}; extract it again", path.display())]
    OtherContract {
        /// The folder.
        path: PathBuf,
        /// The version in its `run.json`.
        found: u32,
        /// The version this program reads.
        expected: u32,
    },
    /// A table is not the one that `run.json` lists: files of two runs are mixed, or one was changed.
    #[error("{}: {file} is not the file that run.json lists ({reason}); files of several runs are mixed: extract it again", path.display())]
    Mixed {
        /// The folder.
        path: PathBuf,
        /// The file's name.
        file: String,
        /// How it differs.
        reason: String,
    },
}

impl TablesError {
    /// Wraps what the operating system said about `path`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Io { action, path: path.to_owned(), cause }
    }

    /// Wraps an error of the Parquet library, which hides errors of the operating system in its own.
    pub(crate) fn parquet(action: &'static str, path: &Path) -> impl FnOnce(ParquetError) -> Self {
        move |error| match error {
            ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(cause) => Self::Io { action, path: path.to_owned(), cause: *cause },
                Err(inner) => Self::Parquet { path: path.to_owned(), message: inner.to_string() },
            },
            other => Self::Parquet { path: path.to_owned(), message: other.to_string() },
        }
    }

    /// Wraps an error of the Arrow library.
    pub(crate) fn arrow(path: &Path) -> impl FnOnce(ArrowError) -> Self {
        move |error| Self::Parquet { path: path.to_owned(), message: error.to_string() }
    }
}
