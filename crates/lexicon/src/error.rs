//! What can be wrong with a pack.

use std::fmt;

/// One mistake in a pack file, with its place and what would mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}; {fix}")]
pub struct LexiconError {
    /// The file as the caller named it.
    pub file: String,
    /// Line in the file, from 1; the header is line 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub fix: String,
}

/// Every mistake of the packs given, in file order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LexiconErrors(pub Vec<LexiconError>);

impl fmt::Display for LexiconErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LexiconErrors {}
