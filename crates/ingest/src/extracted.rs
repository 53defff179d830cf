//! What a reader of a format with markup makes of a file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crossread_text::PageStart;

use crate::metadata::Metadata;
use crate::skip::{At, SkipCode, Skipped};

/// A document taken out of its markup.
#[derive(Debug, Default)]
pub(crate) struct Extracted {
    pub(crate) text: String,
    pub(crate) metadata: Metadata,
    /// Where the pages begin; empty for a format without pages.
    pub(crate) pages: Vec<PageStart>,
    pub(crate) note: Option<String>,
    /// Parts that were not read.
    pub(crate) lost: Vec<Lost>,
}

/// A part of a document that was not read.
#[derive(Debug)]
pub(crate) struct Lost {
    pub(crate) code: SkipCode,
    pub(crate) part: String,
    pub(crate) problem: String,
    pub(crate) fix: &'static str,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: SkipCode,
    pub(crate) problem: String,
    pub(crate) fix: &'static str,
}

impl Refused {
    pub(crate) fn new(code: SkipCode, problem: impl Into<String>, fix: &'static str) -> Self {
        Self { code, problem: problem.into(), fix }
    }

    /// The row of the table `skipped`.
    pub(crate) fn row(self, at: At<'_>) -> Skipped {
        Skipped::new(self.code, at, self.problem, self.fix)
    }

    /// The file is not what its format asks for.
    pub(crate) fn damaged(problem: impl Into<String>) -> Self {
        Self::new(SkipCode::BadDocument, problem, "open it in its own program and save it again, or leave it out")
    }

    /// A limit of [`crate::Options`] was passed.
    pub(crate) fn limit(name: &str, value: u64) -> Self {
        let problem = format!("it passes the limit `{name}`, which is {value}");
        Self::new(SkipCode::Limit, problem, "if it is honest, raise that limit with `--limit`")
    }

    /// The text is larger than one document may be.
    pub(crate) fn too_large(limit: usize) -> Self {
        let problem = format!("its text is larger than {limit} bytes, the limit of one document");
        Self::new(SkipCode::TooLarge, problem, "split it into one file a report, or raise `--limit bytes`")
    }

    /// A library failed on it.
    pub(crate) fn crashed() -> Self {
        let problem = "reading it failed inside a library";
        Self::new(SkipCode::Crashed, problem, "convert it to another format, and please report it with the file")
    }
}

std::thread_local! {
    static GUARDED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// True while this thread reads a document whose panic would be caught and told as a row: a panic
/// hook need not print it then.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Runs what may call a library that panics on hostile input; `None` if it did.
///
/// What `work` was changing is not used after a panic by any caller.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    let outer = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work)).ok();
    GUARDED.set(outer);
    result
}
