//! Why nothing was exported.

use std::io;
use std::path::{Path, PathBuf};

use crossread_tables::{RunDir, Table, TablesError, table};

/// Why nothing was exported. Each message names the path and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A table could not be read.
    #[error(transparent)]
    Tables(#[from] TablesError),
    /// The format needs a table that the directory does not have.
    #[error("{}: it has no {table}.parquet; run `crossread {command}` first", path.display())]
    NoTable {
        /// The directory.
        path: PathBuf,
        /// The table.
        table: &'static str,
        /// The command that writes it.
        command: &'static str,
    },
    /// Layers were chosen for a format that holds none.
    #[error("{format} holds no layers to choose from; leave --layer out")]
    NoLayers {
        /// The format.
        format: &'static str,
    },
    /// Codes were given to a format that holds none.
    #[error("{format} holds no codes of other lists; leave --codes out")]
    NoCodes {
        /// The format.
        format: &'static str,
    },
    /// A table of codes has a mistake.
    #[error("{}:{line}: {cause}", path.display())]
    Codes {
        /// The file.
        path: PathBuf,
        /// Where, from 1.
        line: u64,
        /// What is wrong, and what to do.
        cause: String,
    },
    /// brat's folder would mix with files that are there.
    #[error("{}: is not empty; nothing was deleted: name another folder or empty this one", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{}: could not be written: {cause}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said. Part of the message, so not a source of its own.
        cause: io::Error,
    },
    /// The workbook could not be made.
    #[error("{}: could not be written: {cause}", path.display())]
    Xlsx {
        /// The file.
        path: PathBuf,
        /// What the library said.
        cause: rust_xlsxwriter::XlsxError,
    },
}

impl ExportError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        |cause| Self::Io { path, cause }
    }
}

/// The table of that name, which the directory must hold.
pub(crate) fn held(run: &RunDir, name: &str) -> Result<&'static Table, ExportError> {
    let declared = table(name).expect("the formats name declared tables");
    if run.holds(declared) {
        return Ok(declared);
    }
    let command = match declared.writer {
        crossread_tables::Writer::Extract => "extract",
        crossread_tables::Writer::Compare => "compare",
    };
    Err(ExportError::NoTable { path: run.path().to_owned(), table: declared.name, command })
}
