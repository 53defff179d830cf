//! Opening what a run wrote.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use jiff::civil::Date;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};
use serde::Deserialize;

use crate::columns::{DOCUMENTS, SKIPPED, Table, table};
use crate::error::TablesError;
use crate::hash::{Hashing, text_sha256};
use crate::row::Row;
use crate::row_set::declared;
use crate::run_file::{CONTRACT_VERSION, RunFile};
use crate::staging::RUN_FILE;
use crate::table_writer::file_name;
use crate::writer::Format;

/// A folder that `crossread extract` wrote, complete and unmixed when it was opened.
#[derive(Clone, Debug)]
pub struct RunDir {
    path: PathBuf,
    run: RunFile,
}

impl RunDir {
    /// Opens a run: reads `run.json`, and checks that every file it lists is there with the sha256
    /// it lists.
    ///
    /// # Errors
    /// When there is no run, when it follows another contract version, when files of several runs
    /// are mixed, or when a file cannot be read.
    pub fn open(path: &Path) -> Result<Self, TablesError> {
        let run = read_run_file(path)?;
        let dir = Self { path: path.to_owned(), run };
        for (name, entry) in &dir.run.tables {
            let Some(table) = table(name) else { continue };
            let listed = [
                (Format::Parquet, Some(&entry.sha256)),
                (Format::Csv, entry.csv_sha256.as_ref()),
                (Format::JsonLines, entry.jsonl_sha256.as_ref()),
            ];
            for (format, sha256) in listed {
                if let Some(sha256) = sha256 {
                    dir.verify(&file_name(table, format), sha256)?;
                }
            }
        }
        Ok(dir)
    }

    /// Opens a directory that `compare` wrote, which may hold no run of its own: only its contract version is checked.
    ///
    /// # Errors
    /// When there is no `run.json`, when it follows another contract version, or when it cannot be read.
    pub fn comparison(path: &Path) -> Result<Self, TablesError> {
        let text = read_run_json(path)?;
        let run = serde_json::from_str(&text).unwrap_or_default();
        Ok(Self { path: path.to_owned(), run })
    }

    fn verify(&self, file: &str, sha256: &str) -> Result<(), TablesError> {
        let mixed = |reason: &str| TablesError::Mixed {
            path: self.path.clone(),
            file: file.to_owned(),
            reason: reason.to_owned(),
        };
        let path = self.path.join(file);
        let found = if path.is_dir() {
            let hashes = part_files(&path)?.iter().map(|part| hash_file(part)).collect::<Result<Vec<_>, _>>()?;
            text_sha256(&hashes.iter().map(|hash| format!("{hash}\n")).collect::<String>())
        } else if path.exists() {
            hash_file(&path)?
        } else {
            return Err(mixed("it is missing"));
        };
        if found == sha256 { Ok(()) } else { Err(mixed("its sha256 differs")) }
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What `run.json` says.
    #[must_use]
    pub fn run(&self) -> &RunFile {
        &self.run
    }

    /// Calls `each` for every row of a table, in order. Memory is bounded by a batch of rows. Tables
    /// that `compare` wrote into the folder can be read as well; they are not verified.
    ///
    /// # Errors
    /// When the table is not there or cannot be read.
    pub fn for_each(&self, table: &Table, mut each: impl FnMut(Row<'_>)) -> Result<(), TablesError> {
        for file in TableFile::open_all(&self.path, table)? {
            let reader = file.reader()?.build().map_err(TablesError::parquet("read", &file.path))?;
            for batch in reader {
                let batch = batch.map_err(TablesError::arrow(&file.path))?;
                (0..batch.num_rows()).for_each(|index| each(Row::new(&batch, index)));
            }
        }
        Ok(())
    }

    /// The rows of a table as batches, in order: the declared columns, those that the file does not have null. Memory is that
    /// of the table.
    ///
    /// # Errors
    /// When the table is not there or cannot be read.
    pub fn batches(&self, table: &Table) -> Result<Vec<RecordBatch>, TablesError> {
        let as_declared = |batch: Result<RecordBatch, ArrowError>| batch.and_then(|batch| declared(&batch, table));
        let mut batches = Vec::new();
        for file in TableFile::open_all(&self.path, table)? {
            let reader = file.reader()?.build().map_err(TablesError::parquet("read", &file.path))?;
            for batch in reader.map(as_declared) {
                batches.push(batch.map_err(TablesError::arrow(&file.path))?);
            }
        }
        Ok(batches)
    }

    /// The documents, in input order.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn documents(&self) -> Result<Vec<DocumentRow>, TablesError> {
        let mut rows = Vec::new();
        self.for_each(&DOCUMENTS, |row| rows.push(row.into()))?;
        Ok(rows)
    }

    /// What was not read.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn skipped(&self) -> Result<Vec<SkippedRow>, TablesError> {
        let mut rows = Vec::new();
        self.for_each(&SKIPPED, |row| rows.push(row.into()))?;
        Ok(rows)
    }
}

fn read_run_file(path: &Path) -> Result<RunFile, TablesError> {
    let text = read_run_json(path)?;
    serde_json::from_str(&text).map_err(unreadable(path))
}

fn not_a_run(path: &Path, reason: String) -> TablesError {
    TablesError::NotARun { path: path.to_owned(), reason }
}

fn unreadable(path: &Path) -> impl Fn(serde_json::Error) -> TablesError {
    |error| not_a_run(path, format!("run.json cannot be read: {error}"))
}

/// The text of `run.json`, of this contract version.
fn read_run_json(path: &Path) -> Result<String, TablesError> {
    #[derive(Deserialize)]
    struct Version {
        contract_version: u32,
    }

    let file = path.join(RUN_FILE);
    let text = match fs::read_to_string(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(not_a_run(path, "it has no run.json".to_owned()));
        }
        read => read.map_err(TablesError::io("read", &file))?,
    };
    // The version first: another version may say everything else differently.
    let version: Version = serde_json::from_str(&text).map_err(unreadable(path))?;
    if version.contract_version != CONTRACT_VERSION {
        let found = version.contract_version;
        return Err(TablesError::OtherContract { path: path.to_owned(), found, expected: CONTRACT_VERSION });
    }
    Ok(text)
}

/// The part files of a table that is a folder, as Spark writes it, in the order of its rows: by name. Names that begin with
/// `_` or `.` are no tables.
fn part_files(folder: &Path) -> Result<Vec<PathBuf>, TablesError> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(TablesError::io("read", folder))? {
        let entry = entry.map_err(TablesError::io("read", folder))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".parquet") && !name.starts_with(['_', '.']) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// Sha256 of a file's bytes.
fn hash_file(path: &Path) -> Result<String, TablesError> {
    let mut source = File::open(path).map_err(TablesError::io("open", path))?;
    let mut hashing = Hashing::new(io::sink());
    io::copy(&mut source, &mut hashing).map_err(TablesError::io("read", path))?;
    Ok(hashing.finish().map_err(TablesError::io("read", path))?.1)
}

/// An open Parquet file of a table with its metadata, from which readers are made.
#[derive(Debug)]
pub(crate) struct TableFile {
    pub(crate) path: PathBuf,
    pub(crate) metadata: ArrowReaderMetadata,
    file: File,
}

impl TableFile {
    /// The file of a table that is one file.
    pub(crate) fn open(folder: &Path, table: &Table) -> Result<Self, TablesError> {
        let path = folder.join(file_name(table, Format::Parquet));
        if path.is_dir() {
            let message = "a folder of part files can be read and compared, but not added to".to_owned();
            return Err(TablesError::Parquet { path, message });
        }
        Self::at(path)
    }

    /// The files of a table in the order of its rows.
    pub(crate) fn open_all(folder: &Path, table: &Table) -> Result<Vec<Self>, TablesError> {
        let path = folder.join(file_name(table, Format::Parquet));
        if !path.is_dir() {
            return Ok(vec![Self::at(path)?]);
        }
        part_files(&path)?.into_iter().map(Self::at).collect()
    }

    fn at(path: PathBuf) -> Result<Self, TablesError> {
        let file = File::open(&path).map_err(TablesError::io("open", &path))?;
        let metadata =
            ArrowReaderMetadata::load(&file, Default::default()).map_err(TablesError::parquet("read", &path))?;
        Ok(Self { path, metadata, file })
    }

    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        usize::try_from(self.metadata.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// A reader of the whole file, to be narrowed.
    pub(crate) fn reader(&self) -> Result<ParquetRecordBatchReaderBuilder<File>, TablesError> {
        let file = self.file.try_clone().map_err(TablesError::io("open", &self.path))?;
        Ok(ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone()))
    }
}

/// A row of the table `documents`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentRow {
    /// Unique in the run.
    pub doc_id: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub source: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// BCP 47.
    pub language: Option<String>,
    /// Length in code points.
    pub chars: i32,
    /// Number of sentences.
    pub sentences: i32,
    /// Hash of the text.
    pub sha256: String,
    /// Near-copy signature.
    pub fingerprint: String,
    /// True for an invented document.
    pub synthetic: bool,
    /// What the reader had to say about it.
    pub note: Option<String>,
    /// The member of the archive that it was read from.
    pub part: Option<String>,
    /// Whether its text was kept.
    pub has_text: bool,
}

impl From<Row<'_>> for DocumentRow {
    fn from(row: Row<'_>) -> Self {
        Self {
            doc_id: text(row, "doc_id"),
            title: row.str("title").map(str::to_owned),
            source: row.str("source").map(str::to_owned),
            url: row.str("url").map(str::to_owned),
            published: row.date("published"),
            language: row.str("language").map(str::to_owned),
            chars: row.i32("chars").unwrap_or(0),
            sentences: row.i32("sentences").unwrap_or(0),
            sha256: text(row, "sha256"),
            fingerprint: text(row, "fingerprint"),
            synthetic: row.bool("synthetic").unwrap_or(false),
            note: row.str("note").map(str::to_owned),
            part: row.str("part").map(str::to_owned),
            has_text: row.str("text").is_some(),
        }
    }
}

/// A row of the table `skipped`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkippedRow {
    /// The input.
    pub input: String,
    /// The part of it.
    pub part: Option<String>,
    /// 1-based line.
    pub line: Option<i32>,
    /// What kind of loss.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl From<Row<'_>> for SkippedRow {
    fn from(row: Row<'_>) -> Self {
        Self {
            input: text(row, "input"),
            part: row.str("part").map(str::to_owned),
            line: row.i32("line"),
            code: text(row, "code"),
            message: text(row, "message"),
        }
    }
}

fn text(row: Row<'_>, column: &str) -> String {
    row.str(column).unwrap_or_default().to_owned()
}
