//! From what a caller names to the rows of a run: files are found and read, packs loaded, documents extracted in threads.
//!
//! [`find`] turns files, folders and globs into [`InputFile`]s, [`load`] packs into a lexicon, and [`run()`] reads and
//! extracts with as many threads as wanted and hands over every step in input order, in bounded memory. What becomes of the
//! rows is the caller's matter: the program writes them to a directory, the Python package keeps them in memory.
//! [`join_gold`] brings the rows of a finished run together with gold.
//!
//! Nothing here prints.

mod documents;
mod error;
mod gold;
mod inputs;
mod packs;
mod pipeline;

use std::collections::BTreeMap;

use crossread_lexicon::Lexicon;
use crossread_tables::{Format, RunOptions, Skip};

pub use documents::{Event, Reader};
pub use error::RunError;
pub use gold::{Joined, join_gold};
pub use inputs::{InputFile, Inputs, Origin, find};
pub use packs::{layered, load};
pub use pipeline::{Seen, Source, Step, run};

/// Threads that extract unless told otherwise: one a core.
#[must_use]
pub fn default_jobs() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// How a run extracted with `lexicon` is written, with what its `run.json` records.
#[must_use]
pub fn run_options(lexicon: &Lexicon, formats: Vec<Format>) -> RunOptions {
    let recorded = BTreeMap::from([("vague".to_owned(), lexicon.vague_table().to_owned())]);
    RunOptions { formats, recorded, ..RunOptions::default() }
}

/// A loss as a row of the table `skipped`.
#[must_use]
pub fn skip_row(skipped: &crossread_ingest::Skipped) -> Skip<'_> {
    Skip {
        input: &skipped.input,
        part: skipped.part.as_deref(),
        line: skipped.line,
        code: skipped.code.as_str(),
        message: &skipped.message,
    }
}
