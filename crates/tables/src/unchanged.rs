//! Documents of an earlier run that need not be read again (`--append`).

use std::collections::BTreeMap;
use std::path::Path;

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;
use crossread_lexicon::Lexicon;
use crossread_text::Document;
use parquet::arrow::ProjectionMask;

use crate::columns::{LEXICON, Table};
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

/// An earlier run of the same program version, packs and vague table, whose documents can be
/// copied: with [`find`](Self::find), then [`crate::RunWriter::copy`].
///
/// Copying in the earlier run's order decodes each row group once. Memory is bounded by one row
/// group of each table and some tens of bytes a document.
#[derive(Debug)]
pub struct Unchanged {
    ids: Vec<String>,
    keys: Vec<DocumentKey>,
    /// By document: whether its text was kept.
    kept: Vec<bool>,
    by_key: BTreeMap<DocumentKey, usize>,
    /// From the table `lexicon`, by the row's id without its pack: entries with their content hashes, of which there are
    /// several where other packs give the row spellings.
    hashes: BTreeMap<String, Vec<(String, String)>>,
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
    /// version, other packs or another vague table, so that every document must be read again.
    ///
    /// # Errors
    /// When the run is damaged or mixed, or cannot be read.
    pub fn open(dir: &Path, lexicon: &Lexicon) -> Result<Option<Self>, TablesError> {
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
        let documents = run.documents()?;
        let mut hashes = BTreeMap::new();
        run.for_each(&LEXICON, |row| {
            if let (Some(entry), Some(hash)) = (row.str("entry"), row.str("hash")) {
                let of_row: &mut Vec<_> = hashes.entry(id_of(entry).to_owned()).or_default();
                of_row.push((entry.to_owned(), hash.to_owned()));
            }
        })?;
        let positions: BTreeMap<&str, usize> =
            documents.iter().enumerate().map(|(index, row)| (row.doc_id.as_str(), index)).collect();
        let layers =
            LAYERS.into_iter().map(|table| Layer::open(dir, table, &positions)).collect::<Result<Vec<_>, _>>()?;
        let keys: Vec<DocumentKey> = documents.iter().map(DocumentKey::of_row).collect();
        let by_key = keys.iter().enumerate().map(|(index, key)| (*key, index)).collect();
        let kept = documents.iter().map(|row| row.has_text).collect();
        let ids = documents.into_iter().map(|DocumentRow { doc_id, .. }| doc_id).collect();
        Ok(Some(Self { ids, keys, kept, by_key, hashes, layers }))
    }

    /// The index of the document with the same id, text and metadata. The metadata count because
    /// times resolve against the date of publication; and so does whether its text was kept, for its
    /// row is copied as it is.
    #[must_use]
    pub fn find(&self, document: &Document, keep_text: bool) -> Option<usize> {
        let index = self.by_key.get(&DocumentKey::of(document, &text_sha256(&document.text))).copied()?;
        (self.kept.get(index) == Some(&keep_text)).then_some(index)
    }

    /// Ids of the documents of the earlier run, in its order; the position is what
    /// [`crate::RunWriter::copy`] takes.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The rows of a document; `None` for an index beyond the last.
    pub(crate) fn rows(&mut self, index: usize) -> Result<Option<DocumentRows>, TablesError> {
        let Some(&key) = self.keys.get(index) else { return Ok(None) };
        let mut batches = Vec::with_capacity(self.layers.len());
        for layer in &mut self.layers {
            batches.push(layer.rows(index)?);
        }
        let mut fired = BTreeMap::new();
        for batch in &batches {
            for row in (0..batch.num_rows()).map(|row| Row::new(batch, row)) {
                for entry in ENTRY_COLUMNS.into_iter().filter_map(|column| row.str(column)) {
                    fired.extend(self.hashes.get(id_of(entry)).into_iter().flatten().cloned());
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

/// One table of the earlier run, and where each document stands in it.
#[derive(Debug)]
struct Layer {
    table: &'static Table,
    file: TableFile,
    /// By document: row group, first row in it, number of rows; `None` for a document without rows.
    places: Vec<Option<(usize, usize, usize)>>,
    /// The row group that was decoded last.
    decoded: Option<(usize, RecordBatch)>,
}

impl Layer {
    fn open(dir: &Path, table: &'static Table, positions: &BTreeMap<&str, usize>) -> Result<Self, TablesError> {
        let file = TableFile::open(dir, table)?;
        let mut layer = Self { table, file, places: vec![None; positions.len()], decoded: None };
        for group in 0..layer.file.metadata.metadata().num_row_groups() {
            let ids = layer.read(group, Some("doc_id"))?;
            for index in 0..ids.num_rows() {
                let id = Row::new(&ids, index).str("doc_id").unwrap_or_default();
                let Some(place) = positions.get(id).and_then(|&document| layer.places.get_mut(document)) else {
                    return Err(layer.damaged(format!("{id} is not in the table documents")));
                };
                match place {
                    None => *place = Some((group, index, 1)),
                    Some((its_group, first, rows)) if *its_group == group && *first + *rows == index => *rows += 1,
                    Some(_) => return Err(layer.damaged(format!("the rows of {id} do not stand together"))),
                }
            }
        }
        Ok(layer)
    }

    fn rows(&mut self, document: usize) -> Result<RecordBatch, TablesError> {
        let Some((group, first, rows)) = self.places.get(document).copied().flatten() else {
            return Ok(RecordBatch::new_empty(arrow_schema(self.table)));
        };
        let batch = match self.decoded.take() {
            Some((decoded, batch)) if decoded == group => batch,
            _ => self.read(group, None)?,
        };
        let rows = batch.slice(first, rows);
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
