//! Errors of the library crates as exceptions of the package.

use std::path::PathBuf;

use crossread_compare::CompareError;
use crossread_eval::GoldError;
use crossread_export::ExportError;
use crossread_report::ReportError;
use crossread_run::RunError;
use crossread_tables::TablesError;
use pyo3::prelude::*;

/// What went wrong, as the exception that tells it.
pub(crate) enum Failure {
    /// `InputError`: arguments and inputs.
    Input(String),
    /// `InputError` or `LexiconError`.
    Run(RunError),
    /// `TablesError`.
    Tables(TablesError),
    /// `CompareError`.
    Compare(CompareError),
    /// `CompareError` or `TablesError`.
    Report(ReportError),
    /// `TablesError`, or `InputError` for what was asked of it.
    Export(ExportError),
    /// `GoldError`.
    Gold {
        /// What is wrong and what to do.
        message: String,
        /// The gold file.
        file: Option<PathBuf>,
        /// 1-based.
        line: Option<usize>,
    },
    /// Python's own, such as `KeyboardInterrupt`.
    Python(PyErr),
}

/// Name of the exception's class, message, file and line.
type Told = (&'static str, String, Option<String>, Option<usize>);

impl Failure {
    fn told(self) -> Result<Told, PyErr> {
        let shown = |path: &PathBuf| Some(path.display().to_string());
        Ok(match self {
            Self::Input(message) => ("InputError", message, None, None),
            Self::Run(error) => {
                let message = error.to_string();
                match &error {
                    RunError::Lexicon(mistakes) => {
                        let first = mistakes.0.first();
                        let line = first.and_then(|mistake| usize::try_from(mistake.line).ok());
                        ("LexiconError", message, first.map(|mistake| mistake.file.clone()), line)
                    }
                    RunError::Pack { path, .. } | RunError::EmptyPack { path } | RunError::PackFile { path, .. } => {
                        ("LexiconError", message, shown(path), None)
                    }
                    RunError::IndexFormat { name } | RunError::IndexOpen { name, .. } => {
                        ("InputError", message, Some(name.clone()), None)
                    }
                    _ => ("InputError", message, None, None),
                }
            }
            Self::Tables(error)
            | Self::Report(ReportError::Tables(error))
            | Self::Export(ExportError::Tables(error)) => ("TablesError", error.to_string(), None, None),
            Self::Export(error) => {
                let message = error.to_string();
                match error {
                    ExportError::Codes { path, line, .. } => {
                        ("InputError", message, shown(&path), usize::try_from(line).ok())
                    }
                    _ => ("InputError", message, None, None),
                }
            }
            Self::Compare(error) => ("CompareError", error.to_string(), None, None),
            Self::Report(error) => ("CompareError", error.to_string(), None, None),
            Self::Gold { message, file, line } => ("GoldError", message, file.as_ref().and_then(shown), line),
            Self::Python(error) => return Err(error),
        })
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        let (class, message, file, line) = match failure.told() {
            Ok(told) => told,
            Err(error) => return error,
        };
        Python::attach(|py| {
            let made = py
                .import("crossread.errors")
                .and_then(|module| module.getattr(class))
                .and_then(|class| class.call1((message, file, line)));
            made.map_or_else(|error| error, PyErr::from_value)
        })
    }
}

impl From<GoldError> for Failure {
    fn from(error: GoldError) -> Self {
        let message = error.to_string();
        let (file, line) = match error {
            GoldError::Json { path, line, .. } => (path, Some(line)),
            GoldError::Item { path, place, .. } => {
                let digits: String =
                    place.strip_prefix("line ").unwrap_or("").chars().take_while(char::is_ascii_digit).collect();
                (path, digits.parse().ok())
            }
            GoldError::Io { path, .. } | GoldError::Empty { path } => (path, None),
        };
        Self::Gold { message, file: Some(file), line }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}

impl From<TablesError> for Failure {
    fn from(error: TablesError) -> Self {
        Self::Tables(error)
    }
}

impl From<CompareError> for Failure {
    fn from(error: CompareError) -> Self {
        Self::Compare(error)
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        Self::Report(error)
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::Export(error)
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}
