//! Documents of an earlier run that need not be read again (`--append`).

use std::collections::BTreeMap;
use std::path::Path;

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;
use crossread_lexicon::{Cue, Lexicon};
use crossread_text::Document;
use parquet::arrow::ProjectionMask;
use sha2::{Digest as _, Sha256};

use crate::columns::{DOCUMENTS, LEXICON, Table};
use crate::document_key::DocumentKey;
use crate::error::TablesError;
use crate::hash::text_sha256;
use crate::read::{DocumentRow, RunDir, TableFile};
use crate::row::Row;
use crate::rows::LAYERS;
use crate::schema::arrow_schema;
use crate::staging::RUN_FILE;

/// Columns that name a lexicon row.
const ENTRY_COLUMNS: [&str; 2] = ["entry", "vague"];

/// Columns that hold the id of a lexicon row, if the party or place is listed.
const ID_COLUMNS: [&str; 2] = ["actor_id", "place_id"];

/// The documents of an earlier run of the same build, packs and vague table, to tell which have not changed.
///
/// Memory: 21 bytes a document. A run that is added to cannot do without an index of what is there.
#[derive(Debug, Default)]
pub struct Known {
    /// The first half of each document's key, 128 bits of SHA-256, with its index; sorted.
    keys: Vec<([u8; 16], u32)>,
    /// By index: whether its text was kept.
    kept: Vec<bool>,
}

impl Known {
    /// The index of the document with the same id, text and metadata, which [`crate::RunWriter::copy`] takes. The metadata
    /// count because times resolve against the date of publication; and so does whether its text was kept, for its
    /// row is copied as it is.
    #[must_use]
    pub fn find(&self, document: &Document, keep_text: bool) -> Option<usize> {
        let wanted = DocumentKey::of(document, &text_sha256(&document.text)).short();
        let at = self.keys.binary_search_by(|(key, _)| key.cmp(&wanted)).ok()?;
        let index = self.keys.get(at).map(|(_, index)| *index as usize)?;
        (self.kept.get(index) == Some(&keep_text)).then_some(index)
    }

    /// Number of documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// True when there is no document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The documents of both, those of `other` under the indexes after these.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        let first = u32::try_from(self.len()).unwrap_or(u32::MAX);
        self.keys.extend(other.keys.into_iter().map(|(key, index)| (key, index.saturating_add(first))));
        self.keys.sort_unstable();
        self.kept.extend(other.kept);
        self
    }
}

/// The rows of an earlier run of the same build, packs and vague table, whose documents can be copied: found with
/// [`Known::find`], written with [`crate::RunWriter::copy`].
///
/// Copying in the earlier run's order decodes each row group once. Memory is bounded by one row group of each table and
/// 24 bytes a document.
#[derive(Debug)]
pub struct Unchanged {
    run: RunDir,
    /// From the table `lexicon`, by the row's id without its pack: entries with their content hashes, of which there are
    /// several where other packs give the row spellings.
    hashes: BTreeMap<String, Vec<(String, String)>>,
    /// Cue words with their content hashes, until they are taken.
    cues: Vec<(String, String)>,
    layers: Vec<Layer>,
}

/// The rows of one document of the earlier run.
#[derive(Debug)]
pub(crate) struct DocumentRows {
    pub(crate) key: DocumentKey,
    /// One for each of [`LAYERS`].
    pub(crate) batches: Vec<RecordBatch>,
    pub(crate) fired: BTreeMap<String, String>,
}

impl Unchanged {
    /// Opens and verifies the run in `dir`. `None` when there is none, or when it was made by another
    /// build, other packs or another vague table, so that every document must be read again.
    ///
    /// # Errors
    /// When the run is damaged or mixed, or cannot be read.
    pub fn open(dir: &Path, lexicon: &Lexicon) -> Result<Option<(Known, Self)>, TablesError> {
        if !dir.join(RUN_FILE).exists() {
            return Ok(None);
        }
        let run = match RunDir::open(dir) {
            Err(TablesError::OtherContract { .. }) => return Ok(None),
            opened => opened?,
        };
        if !run.run().reads_like(lexicon) {
            return Ok(None);
        }
        let (mut keys, mut ids, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        run.for_each(&DOCUMENTS, |row| {
            let row = DocumentRow::from(row);
            keys.push((DocumentKey::of_row(&row).short(), u32::try_from(ids.len()).unwrap_or(u32::MAX)));
            ids.push(digest(&row.doc_id));
            kept.push(row.has_text);
        })?;
        keys.sort_unstable();
        let (mut hashes, mut cues) = (BTreeMap::new(), Vec::new());
        run.for_each(&LEXICON, |row| {
            if let (Some(entry), Some(hash)) = (row.str("entry"), row.str("hash")) {
                if Cue::phrase_of(entry).is_some() {
                    cues.push((entry.to_owned(), hash.to_owned()));
                }
                let of_row: &mut Vec<_> = hashes.entry(id_of(entry).to_owned()).or_default();
                of_row.push((entry.to_owned(), hash.to_owned()));
            }
        })?;
        let layers = LAYERS.into_iter().map(|table| Layer::open(dir, table, &ids)).collect::<Result<Vec<_>, _>>()?;
        Ok(Some((Known { keys, kept }, Self { run, hashes, cues, layers })))
    }

    /// Calls `each` for every document of the earlier run, in its order: its index, which [`crate::RunWriter::copy`] takes,
    /// and its id.
    ///
    /// # Errors
    /// When the table of documents cannot be read any more.
    pub fn for_each_id(&self, mut each: impl FnMut(usize, &str)) -> Result<(), TablesError> {
        let mut index = 0;
        self.run.for_each(&DOCUMENTS, |row| {
            each(index, row.str("doc_id").unwrap_or_default());
            index += 1;
        })
    }

    /// The cue words that stand in the earlier run, once: later calls give none.
    pub(crate) fn take_cues(&mut self) -> Vec<(String, String)> {
        std::mem::take(&mut self.cues)
    }

    /// The rows of a document; `None` for an index beyond the last.
    pub(crate) fn rows(&mut self, index: usize) -> Result<Option<DocumentRows>, TablesError> {
        let mut batches = Vec::with_capacity(self.layers.len());
        for layer in &mut self.layers {
            batches.push(layer.rows(index)?);
        }
        // The first layer has one row a document.
        let Some(document) = batches.first().filter(|batch| batch.num_rows() > 0) else { return Ok(None) };
        let key = DocumentKey::of_row(&DocumentRow::from(Row::new(document, 0)));
        let mut fired = BTreeMap::new();
        for batch in &batches {
            for row in (0..batch.num_rows()).map(|row| Row::new(batch, row)) {
                let entries = ENTRY_COLUMNS.into_iter().filter_map(|column| row.str(column)).map(id_of);
                let ids = ID_COLUMNS.into_iter().filter_map(|column| row.str(column));
                for id in entries.chain(ids) {
                    fired.extend(self.hashes.get(id).into_iter().flatten().cloned());
                }
            }
        }
        Ok(Some(DocumentRows { key, batches, fired }))
    }
}

/// The row's id without its pack.
fn id_of(entry: &str) -> &str {
    entry.split_once(':').map_or(entry, |(_, id)| id)
}

/// What stands for the id of a document while a table is opened.
fn digest(id: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.iter_mut().zip(Sha256::digest(id.as_bytes())).for_each(|(to, from)| *to = from);
    short
}

/// One table of the earlier run, and where each document stands in it.
#[derive(Debug)]
struct Layer {
    table: &'static Table,
    file: TableFile,
    /// The first row of each document, in their order, and the number of rows: a document's rows end where the next one's
    /// begin.
    firsts: Vec<u32>,
    /// The first row of each row group, and the number of rows.
    groups: Vec<usize>,
    /// The row group that was decoded last.
    decoded: Option<(usize, RecordBatch)>,
}

impl Layer {
    /// `ids` are the digests of the documents' ids, in their order.
    fn open(dir: &Path, table: &'static Table, ids: &[[u8; 16]]) -> Result<Self, TablesError> {
        let file = TableFile::open(dir, table)?;
        let firsts = Vec::with_capacity(ids.len() + 1);
        let mut layer = Self { table, file, firsts, groups: vec![0], decoded: None };
        let mut rows = 0;
        let mut last = String::new();
        for group in 0..layer.file.metadata.metadata().num_row_groups() {
            let column = layer.read(group, Some("doc_id"))?;
            for index in 0..column.num_rows() {
                let id = Row::new(&column, index).str("doc_id").unwrap_or_default();
                if layer.firsts.is_empty() || id != last {
                    last = id.to_owned();
                    let found = ids[layer.firsts.len()..].iter().position(|known| *known == digest(id));
                    let Some(passed) = found else {
                        return Err(layer.damaged(format!("{id} is not where the table documents has it")));
                    };
                    let first = u32::try_from(rows + index).unwrap_or(u32::MAX);
                    layer.firsts.extend(std::iter::repeat_n(first, passed + 1));
                }
            }
            rows += column.num_rows();
            layer.groups.push(rows);
        }
        layer.firsts.resize(ids.len() + 1, u32::try_from(rows).unwrap_or(u32::MAX));
        Ok(layer)
    }

    fn rows(&mut self, document: usize) -> Result<RecordBatch, TablesError> {
        let ends = self.firsts.get(document).zip(self.firsts.get(document + 1));
        let Some((first, end)) = ends.map(|(first, end)| (*first as usize, *end as usize)).filter(|(a, b)| a < b)
        else {
            return Ok(RecordBatch::new_empty(arrow_schema(self.table)));
        };
        let group = self.groups.partition_point(|start| *start <= first).saturating_sub(1);
        if self.groups.get(group + 1).is_none_or(|next| end > *next) {
            return Err(self.damaged("a document stands in two row groups".to_owned()));
        }
        let batch = match self.decoded.take() {
            Some((decoded, batch)) if decoded == group => batch,
            _ => self.read(group, None)?,
        };
        let rows = batch.slice(first - self.groups[group], end - first);
        self.decoded = Some((group, batch));
        Ok(rows)
    }

    /// Decodes a row group, or one column of it.
    fn read(&self, group: usize, column: Option<&str>) -> Result<RecordBatch, TablesError> {
        let failed = || TablesError::parquet("read", &self.file.path);
        let mut builder = self.file.reader()?.with_row_groups(vec![group]);
        if let Some(column) = column {
            let mask = ProjectionMask::columns(builder.parquet_schema(), [column]);
            builder = builder.with_projection(mask);
        }
        let reader = builder.build().map_err(failed())?;
        let schema = arrow_array::RecordBatchReader::schema(&reader);
        let batches = reader.collect::<Result<Vec<_>, _>>().map_err(TablesError::arrow(&self.file.path))?;
        let batch = concat_batches(&schema, &batches).map_err(TablesError::arrow(&self.file.path))?;
        // The declared schema, without what the file adds to it.
        let schema = if column.is_some() { schema } else { arrow_schema(self.table) };
        RecordBatch::try_new(schema, batch.columns().to_vec()).map_err(TablesError::arrow(&self.file.path))
    }

    fn damaged(&self, message: String) -> TablesError {
        TablesError::Parquet { path: self.file.path.clone(), message }
    }
}
