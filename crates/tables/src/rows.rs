//! From extractions to columns, in any thread.

use std::collections::BTreeSet;

use arrow_array::RecordBatch;
use crossread_extract::Extraction;
use crossread_lexicon::{CueRows, Lexicon, RowId};
use crossread_text::Document;

use crate::builder::TableBuilder;
use crate::columns::{ACTORS, DOCUMENTS, FIGURES, PLACES, SENTENCES, TIMES, Table};
use crate::document_key::DocumentKey;
use crate::error::TablesError;
use crate::fill::{Filler, fired};
use crate::fingerprint::fingerprint;
use crate::hash::text_sha256;

/// The tables that hold rows of documents, in the order in which they are written.
pub(crate) const LAYERS: [&Table; 6] = [&DOCUMENTS, &SENTENCES, &ACTORS, &PLACES, &TIMES, &FIGURES];

/// From here on [`Rows::is_full`]: enough to keep a thread busy, little enough for any memory.
const FULL_BYTES: usize = 1 << 20;
const FULL_DOCUMENTS: usize = 1024;

/// The rows of some documents, as columns: filled in any thread, written by [`crate::RunWriter::append`].
///
/// How documents are distributed over `Rows` never shows in the output.
#[derive(Debug)]
pub struct Rows<'l> {
    lexicon: &'l Lexicon,
    tables: [TableBuilder; 6],
    /// For each document its key and, for each table, the number of rows up to its end.
    documents: Vec<(DocumentKey, [usize; 6])>,
    fired: BTreeSet<RowId>,
    cues: CueRows,
    bytes: usize,
    keep_text: bool,
}

impl<'l> Rows<'l> {
    /// No rows yet. `lexicon` is the one the documents are extracted with.
    #[must_use]
    pub fn new(lexicon: &'l Lexicon) -> Self {
        let tables = LAYERS.map(TableBuilder::new);
        Self {
            lexicon,
            tables,
            documents: Vec::new(),
            fired: BTreeSet::new(),
            cues: CueRows::default(),
            bytes: 0,
            keep_text: false,
        }
    }

    /// Keeps the texts of the documents in the table `documents`, or not, which is the default.
    #[must_use]
    pub fn keep_text(self, keep_text: bool) -> Self {
        Self { keep_text, ..self }
    }

    /// Adds the rows of a document. Call in input order, and not after [`is_full`](Self::is_full):
    /// a column holds less than 2 GiB of text.
    pub fn append(&mut self, document: &Document, extraction: &Extraction<'_>) {
        let sha256 = text_sha256(&document.text);
        let filler = Filler::new(document, self.lexicon);
        let [documents, sentences, actors, places, times, figures] = &mut self.tables;
        let hashes = [&*sha256, &*fingerprint(&document.text)];
        filler.document(documents, hashes, extraction.sentences.len(), self.keep_text);
        filler.sentences(sentences, &extraction.sentences);
        filler.actors(actors, &extraction.actors);
        filler.places(places, &extraction.places);
        filler.times(times, &extraction.times);
        filler.figures(figures, &extraction.figures);
        fired(extraction, self.lexicon, &mut self.fired);
        self.cues.add(&extraction.cues);
        self.bytes += document.text.len();
        let ends = std::array::from_fn(|table| self.tables[table].rows());
        self.documents.push((DocumentKey::of(document, &sha256), ends));
    }

    /// Number of documents added.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents.len()
    }

    /// True when it is time to write these and to begin others.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.bytes >= FULL_BYTES || self.documents.len() >= FULL_DOCUMENTS
    }

    pub(crate) fn finish(mut self) -> Result<FinishedRows, TablesError> {
        let mut batches = Vec::with_capacity(self.tables.len());
        for table in &mut self.tables {
            let name = table.table().name;
            batches.push(table.finish().map_err(TablesError::arrow(name.as_ref()))?);
        }
        let Self { documents, fired, cues, bytes, .. } = self;
        Ok(FinishedRows { batches, documents, fired, cues, bytes })
    }
}

/// [`Rows`] as arrays, a batch for each of [`LAYERS`].
#[derive(Debug)]
pub(crate) struct FinishedRows {
    pub(crate) batches: Vec<RecordBatch>,
    pub(crate) documents: Vec<(DocumentKey, [usize; 6])>,
    pub(crate) fired: BTreeSet<RowId>,
    pub(crate) cues: CueRows,
    /// Of text.
    pub(crate) bytes: usize,
}
