//! Writing a run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::path::Path;

use arrow_array::RecordBatch;
use crossread_lexicon::{CueRows, Lexicon, RowId};
use sha2::{Digest, Sha256};

use crate::builder::TableBuilder;
use crate::columns::{LEXICON, SKIPPED, Table};
use crate::document_key::DocumentKey;
use crate::error::TablesError;
use crate::hash::{hex, text_sha256};
use crate::rows::{FinishedRows, LAYERS, Rows};
use crate::run_file::{BUILD, CONTRACT_VERSION, InputEntry, PROGRAM_VERSION, PackEntry, RunFile, TableEntry};
use crate::saved::{PART_BYTES, Saved, Saving};
use crate::staging::{Opener, RUN_FILE, Staging};
use crate::table_writer::TableWriter;
use crate::unchanged::{Known, Unchanged};

/// A form in which tables are written. Parquet is written always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Apache Parquet, ZSTD.
    Parquet,
    /// UTF-8 with a header; lists joined by `|`, null is the empty cell.
    Csv,
    /// One JSON object a line.
    JsonLines,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: &'static [Self] = &[Self::Parquet, Self::Csv, Self::JsonLines];

    /// Its name, which is also the extension of its files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }
}

/// How a run is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunOptions {
    /// Formats beside Parquet.
    pub formats: Vec<Format>,
    /// Whether text that a spreadsheet would take for a formula is written with an apostrophe before it in CSV.
    pub csv_safe: bool,
    /// What `run.json` records as the caller's options: only what decides the rows, never paths or
    /// numbers of threads.
    pub recorded: BTreeMap<String, String>,
}

/// A row of the table `skipped`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skip<'a> {
    /// The input's name.
    pub input: &'a str,
    /// The part of it: a record's id.
    pub part: Option<&'a str>,
    /// 1-based line.
    pub line: Option<u32>,
    /// What kind of loss.
    pub code: &'a str,
    /// What is wrong and what to do.
    pub message: &'a str,
}

/// Writes one run: staged in `<out>.partial`, renamed to `<out>` by [`finish`](Self::finish).
///
/// Dropped before that, by an error or a panic, it removes the staging folder and leaves the old
/// output untouched. Memory is bounded by the row-group limits and the largest document, not by the
/// corpus.
#[derive(Debug)]
pub struct RunWriter<'l> {
    lexicon: &'l Lexicon,
    options: RunOptions,
    inputs: Vec<Input>,
    /// Lexicon rows that fired: of documents read in this run, and as `entry` with its hash of
    /// documents copied from an earlier one.
    fired: BTreeSet<RowId>,
    cues: CueRows,
    copied_fired: BTreeMap<String, String>,
    layers: Vec<TableWriter>,
    skipped: TableWriter,
    skipped_rows: TableBuilder,
    /// What an interrupted run saved, and what this one saves.
    saved: Saved,
    saving: Option<Saving<'l>>,
    /// Last, so that every file is closed before an unfinished folder is removed.
    staging: Staging,
}

#[derive(Debug)]
struct Input {
    name: String,
    documents: u64,
    hasher: Sha256,
}

impl Input {
    fn new(name: &str) -> Self {
        // Where a folder lies on this machine is no part of a run.
        let name = Path::new(name).file_name().map_or_else(|| name.to_owned(), |last| last.to_string_lossy().into());
        Self { name, documents: 0, hasher: Sha256::new() }
    }

    fn entry(self) -> InputEntry {
        InputEntry { documents: self.documents, fingerprint: hex(&self.hasher.finalize()), name: self.name }
    }
}

impl<'l> RunWriter<'l> {
    /// Makes the staging folder beside `out`, whose missing parents are made too.
    ///
    /// # Errors
    /// When `out` is a file, or a folder with files that crossread did not write, or cannot be
    /// written. The old output is as it was then.
    pub fn create(out: &Path, lexicon: &'l Lexicon, options: RunOptions) -> Result<Self, TablesError> {
        Self::create_with(out, lexicon, options, |path| File::create_new(path))
    }

    /// As [`create`](Self::create), for a run that saves its rows in `<out>.partial` as it goes, 16 MiB of text at a time, and
    /// goes on from what an earlier one of the same build and packs saved there. Documents that [`Known::find`] finds in what
    /// comes back are written with [`copy_saved`](Self::copy_saved) instead of [`append`](Self::append): the run has the bytes
    /// of one that was never interrupted.
    ///
    /// Dropped before [`finish`](Self::finish) it leaves the parts that were finished.
    ///
    /// # Errors
    /// Those of [`create`](Self::create).
    pub fn create_resumable(
        out: &Path,
        lexicon: &'l Lexicon,
        options: RunOptions,
    ) -> Result<(Self, Known), TablesError> {
        Self::resumable_with(out, lexicon, options, PART_BYTES)
    }

    pub(crate) fn resumable_with(
        out: &Path,
        lexicon: &'l Lexicon,
        options: RunOptions,
        part_bytes: usize,
    ) -> Result<(Self, Known), TablesError> {
        let staging = Staging::create(out, |path| File::create_new(path), true)?;
        let (known, saved) = Saved::open(staging.folder(), lexicon)?;
        let saving = Saving::after(&saved, staging.folder(), lexicon, part_bytes);
        let run = Self::in_staging(staging, lexicon, options)?;
        Ok((Self { saved, saving: Some(saving), ..run }, known))
    }

    pub(crate) fn create_with(
        out: &Path,
        lexicon: &'l Lexicon,
        options: RunOptions,
        opener: Opener,
    ) -> Result<Self, TablesError> {
        Self::in_staging(Staging::create(out, opener, false)?, lexicon, options)
    }

    fn in_staging(staging: Staging, lexicon: &'l Lexicon, options: RunOptions) -> Result<Self, TablesError> {
        let writer = |table: &'static Table| TableWriter::create(table, &staging, &options);
        Ok(Self {
            layers: LAYERS.into_iter().map(writer).collect::<Result<_, _>>()?,
            skipped: writer(&SKIPPED)?,
            skipped_rows: TableBuilder::new(&SKIPPED),
            lexicon,
            inputs: Vec::new(),
            fired: BTreeSet::new(),
            cues: CueRows::default(),
            copied_fired: BTreeMap::new(),
            saved: Saved::default(),
            saving: None,
            options,
            staging,
        })
    }

    /// The folder in which the run is staged: room for whatever the caller must put aside meanwhile, without a name, and for
    /// an `index.template.json` of this run, which is exchanged with it.
    #[must_use]
    pub fn staging(&self) -> &Path {
        self.staging.folder()
    }

    /// Begins an INPUT: documents appended or copied from here on count to its entry in `run.json`,
    /// so write the rows of one INPUT before the next begins. Of a path only the last part is
    /// recorded. Documents before the first INPUT count to none.
    pub fn start_input(&mut self, name: &str) {
        self.inputs.push(Input::new(name));
    }

    /// Writes the rows of some documents. Call in input order.
    ///
    /// # Errors
    /// When a table cannot be written.
    pub fn append(&mut self, rows: Rows<'l>) -> Result<(), TablesError> {
        let rows = rows.finish()?;
        self.append_finished(&rows)?;
        self.saving.as_mut().map_or(Ok(()), |saving| saving.append(&rows))
    }

    pub(crate) fn append_finished(&mut self, rows: &FinishedRows) -> Result<(), TablesError> {
        for (layer, (writer, batch)) in self.layers.iter_mut().zip(&rows.batches).enumerate() {
            writer.append(batch, rows.documents.iter().map(|(_, ends)| ends[layer]))?;
        }
        rows.documents.iter().for_each(|(key, _)| self.count_document(*key));
        self.fired.extend(&rows.fired);
        self.cues.add(&rows.cues);
        Ok(())
    }

    /// Copies the rows of document `index` of an earlier run, see [`Known::find`](crate::Known::find). An index that
    /// the earlier run does not have is passed over.
    ///
    /// # Errors
    /// When the earlier run cannot be read or a table cannot be written.
    pub fn copy(&mut self, earlier: &mut Unchanged, index: usize) -> Result<(), TablesError> {
        let Some(document) = earlier.rows(index)? else { return Ok(()) };
        for (writer, batch) in self.layers.iter_mut().zip(&document.batches) {
            writer.append(batch, [batch.num_rows()])?;
        }
        self.count_document(document.key);
        self.copied_fired.extend(document.fired);
        // Which of its documents holds which cue word is not recorded: all of them count.
        self.copied_fired.extend(earlier.take_cues());
        Ok(())
    }

    /// Copies the rows of document `index` of what an interrupted run saved, as [`copy`](Self::copy) does.
    ///
    /// # Errors
    /// When what was saved cannot be read any more or a table cannot be written.
    pub fn copy_saved(&mut self, index: usize) -> Result<(), TablesError> {
        let mut saved = std::mem::take(&mut self.saved);
        let copied = match saved.part(index, self.lexicon)? {
            Some((part, index)) => self.copy(part, index),
            None => Ok(()),
        };
        self.saved = saved;
        copied
    }

    fn count_document(&mut self, key: DocumentKey) {
        if let Some(input) = self.inputs.last_mut() {
            input.documents += 1;
            input.hasher.update(key.0);
        }
    }

    /// Writes a row of the table `skipped`. Call in input order.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub fn skip(&mut self, skip: Skip<'_>) -> Result<(), TablesError> {
        push_skip(&mut self.skipped_rows, skip);
        if self.skipped_rows.rows() >= SKIPPED_AT_ONCE { self.write_skipped() } else { Ok(()) }
    }

    fn write_skipped(&mut self) -> Result<(), TablesError> {
        append_single_rows(&mut self.skipped, &mut self.skipped_rows)
    }

    /// Closes every table, writes `run.json`, and swaps the staging folder in for `out`.
    ///
    /// # Errors
    /// When a file cannot be written or renamed; the old output is in place then.
    pub fn finish(mut self) -> Result<Summary, TablesError> {
        // A part that is not full is not needed: the run is complete without it.
        (self.saving, self.saved) = (None, Saved::default());
        self.write_skipped()?;
        let lexicon = self.write_lexicon()?;
        let mut tables = BTreeMap::from([(LEXICON.name, lexicon)]);
        for (table, writer) in LAYERS.iter().zip(self.layers) {
            tables.insert(table.name, writer.finish()?);
        }
        tables.insert(SKIPPED.name, self.skipped.finish()?);
        let rows = tables.iter().map(|(table, entry)| (*table, entry.rows)).collect();
        let run = RunFile {
            build: BUILD.to_owned(),
            contract_version: CONTRACT_VERSION,
            inputs: self.inputs.into_iter().map(Input::entry).collect(),
            options: self.options.recorded,
            packs: PackEntry::of(self.lexicon),
            program_version: PROGRAM_VERSION.to_owned(),
            tables: tables.into_iter().map(|(table, entry)| (table.to_owned(), entry)).collect(),
            vague_table: self.lexicon.vague_table().to_owned(),
        };
        write_run_file(&self.staging, &run)?;
        self.staging.commit()?;
        Ok(Summary { rows })
    }

    fn write_lexicon(&mut self) -> Result<TableEntry, TablesError> {
        let copied = std::mem::take(&mut self.copied_fired);
        let mut builder = lexicon_rows(self.lexicon, std::mem::take(&mut self.fired), &self.cues, copied);
        let mut writer = TableWriter::create(&LEXICON, &self.staging, &self.options)?;
        append_single_rows(&mut writer, &mut builder)?;
        writer.finish()
    }
}

/// The rows of table `lexicon`: the rows that fired, those of the cue words that stand in the texts, and those that an earlier
/// run says fired or stand there, each as `entry` with its hash.
pub(crate) fn lexicon_rows(
    lexicon: &Lexicon,
    mut fired: BTreeSet<RowId>,
    cues: &CueRows,
    mut entries: BTreeMap<String, String>,
) -> TableBuilder {
    fired.extend(cues.iter().filter_map(|cue| Some(lexicon.cues.get(cue)?.row)));
    let contents = lexicon.contents(&fired);
    entries.extend(contents.into_iter().map(|(entry, content)| (entry, content_hash(&content))));
    let mut rows: Vec<(&str, &str, &str)> =
        entries.iter().map(|(entry, hash)| (pack_of(entry), entry.as_str(), hash.as_str())).collect();
    rows.sort_unstable();
    let mut builder = TableBuilder::new(&LEXICON);
    for (pack, entry, hash) in rows {
        builder.row().str("pack", pack).str("entry", entry).str("hash", hash);
    }
    builder
}

/// Adds a row of table `skipped`.
pub(crate) fn push_skip(rows: &mut TableBuilder, skip: Skip<'_>) {
    rows.row()
        .str("input", skip.input)
        .opt_str("part", skip.part)
        .opt_count("line", skip.line)
        .str("code", skip.code)
        .str("message", skip.message);
}

/// Rows of `skipped` that are held before they are written.
const SKIPPED_AT_ONCE: usize = 4_096;

/// Writes rows that belong to no document, so that a chunk may end after each of them.
fn append_single_rows(writer: &mut TableWriter, rows: &mut TableBuilder) -> Result<(), TablesError> {
    let name = rows.table().name;
    let batch: RecordBatch = rows.finish().map_err(TablesError::arrow(name.as_ref()))?;
    writer.append(&batch, 1..=batch.num_rows())
}

/// The pack of an entry: what stands before the first colon.
fn pack_of(entry: &str) -> &str {
    entry.split_once(':').map_or("", |(pack, _)| pack)
}

/// Short, because it only tells whether a row changed between two runs.
fn content_hash(text: &str) -> String {
    let mut hash = text_sha256(text);
    hash.truncate(16);
    hash
}

fn write_run_file(staging: &Staging, run: &RunFile) -> Result<(), TablesError> {
    let (mut file, path) = staging.file(RUN_FILE)?;
    let failed = |cause| TablesError::io("write", &path)(cause);
    let text = serde_json::to_string_pretty(run).map_err(|error| failed(error.into()))? + "\n";
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

/// What a finished run holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    rows: BTreeMap<&'static str, u64>,
}

impl Summary {
    /// Rows of a table; 0 for one that `extract` does not write.
    #[must_use]
    pub fn rows(&self, table: &str) -> u64 {
        self.rows.get(table).copied().unwrap_or(0)
    }
}
