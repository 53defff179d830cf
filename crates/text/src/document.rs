//! The unit of reading.

use jiff::civil::Date;

/// Where a page begins in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageStart {
    /// Byte offset of the page's first character.
    pub offset: u32,
    /// Number of the page in its file, from 1. Pages without text have none, so numbers may be missing.
    pub page: u32,
}

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
    /// The member of an archive that it was read from.
    pub part: Option<String>,
    /// Where the pages of a paged format begin, ascending by both; empty for one without pages.
    pub pages: Vec<PageStart>,
}

impl Document {
    /// The page on which the character at byte `offset` stands; `None` for a format without pages.
    #[must_use]
    pub fn page_of(&self, offset: u32) -> Option<u32> {
        let after = self.pages.partition_point(|start| start.offset <= offset);
        self.pages.get(after.checked_sub(1)?).map(|start| start.page)
    }

    /// A document of `text` alone, as tests and pipes need it.
    #[must_use]
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_stands_on_the_last_page_that_begins_before_it() {
        let pages = vec![PageStart { offset: 0, page: 1 }, PageStart { offset: 10, page: 3 }];
        let document = Document { pages, ..Document::from_text("a", "0123456789 page three") };
        assert_eq!([0, 9, 10, 20].map(|at| document.page_of(at)), [Some(1), Some(1), Some(3), Some(3)]);
        assert_eq!(Document::from_text("a", "no pages").page_of(3), None);
    }
}
