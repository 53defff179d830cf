//! The unit of reading.

use jiff::civil::Date;

/// A text with the metadata its reader knew.
///
/// `text` is exactly what spans index: decoded, without byte-order mark and front matter, and
/// otherwise as it was read, line ends included. `title` is metadata and is not scanned.
/// Unknown metadata is `None`, never an empty string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Unique in a run.
    pub id: String,
    /// The decoded content.
    pub text: String,
    /// The headline, as metadata.
    pub title: Option<String>,
    /// The outlet that published it.
    pub source: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was published; relative time expressions resolve against it, never against today.
    pub published: Option<Date>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// True for invented documents; every output made from one says so.
    pub synthetic: bool,
    /// What the reader had to say about it: a legacy encoding, characters replaced.
    pub note: Option<String>,
}

impl Document {
    /// A document of `text` alone, as tests and pipes need it.
    #[must_use]
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), ..Self::default() }
    }
}
