//! The commands, one file each.

pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod diff;
pub(crate) mod eval;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod findings;
pub(crate) mod lexicon;
pub(crate) mod report;
pub(crate) mod schema;
pub(crate) mod show;
pub(crate) mod suggest;

/// How a command that was done ended; what was not done is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it.
    Done,
    /// All but something that was skipped or fell short, and said so.
    Short,
}
