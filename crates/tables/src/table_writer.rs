//! One table on its way to disk, in every format asked for.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use crate::cells::{text_bytes, views};
use crate::columns::Table;
use crate::error::TablesError;
use crate::hash::Hashing;
use crate::run_file::TableEntry;
use crate::schema::arrow_schema;
use crate::staging::Staging;
use crate::text_formats::{csv_header, write_csv, write_json_lines};
use crate::writer::{Format, RunOptions};

type Sink = Hashing<BufWriter<File>>;

/// Rows and bytes of text after which the rows at hand are handed to the encoders, and after which
/// a row group ends. Cuts fall between documents only and are counted over the rows alone, so that
/// the bytes of a table do not depend on how rows arrive, on threads, or on memory; a document
/// never spans two row groups.
const CHUNK: Limit = Limit { rows: 8_192, bytes: 8 << 20 };
const ROW_GROUP: Limit = Limit { rows: 65_536, bytes: 64 << 20 };

#[derive(Clone, Copy, Debug, Default)]
struct Limit {
    rows: usize,
    bytes: usize,
}

impl Limit {
    fn reached_by(self, count: Self) -> bool {
        count.rows >= self.rows || count.bytes >= self.bytes
    }

    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.bytes += other.bytes;
    }
}

#[derive(Debug)]
struct TextFile {
    sink: Sink,
    path: PathBuf,
}

/// Writes one table. Memory is bounded by a row group, and by the largest document.
#[derive(Debug)]
pub(crate) struct TableWriter {
    table: &'static Table,
    parquet: ArrowWriter<Sink>,
    path: PathBuf,
    csv: Option<TextFile>,
    csv_safe: bool,
    json_lines: Option<TextFile>,
    pending: Vec<RecordBatch>,
    pending_count: Limit,
    group_count: Limit,
    rows: u64,
}

impl TableWriter {
    pub(crate) fn create(table: &'static Table, staging: &Staging, options: &RunOptions) -> Result<Self, TablesError> {
        let (file, path) = staging.file(&file_name(table, Format::Parquet))?;
        let parquet = ArrowWriter::try_new(sink(file), arrow_schema(table), Some(properties(table)))
            .map_err(TablesError::parquet("write", &path))?;
        let text = |format: Format| -> Result<Option<TextFile>, TablesError> {
            if !options.formats.contains(&format) {
                return Ok(None);
            }
            let (file, path) = staging.file(&file_name(table, format))?;
            Ok(Some(TextFile { sink: sink(file), path }))
        };
        let mut csv = text(Format::Csv)?;
        if let Some(TextFile { sink, path }) = &mut csv {
            sink.write_all(csv_header(table).as_bytes()).map_err(TablesError::io("write", path))?;
        }
        let json_lines = text(Format::JsonLines)?;
        Ok(Self {
            table,
            parquet,
            path,
            csv,
            csv_safe: options.csv_safe,
            json_lines,
            pending: Vec::new(),
            pending_count: Limit::default(),
            group_count: Limit::default(),
            rows: 0,
        })
    }

    /// Adds rows. `ends` are the positions in `batch` where documents end, ascending, the last one
    /// its length.
    pub(crate) fn append(
        &mut self,
        batch: &RecordBatch,
        ends: impl IntoIterator<Item = usize>,
    ) -> Result<(), TablesError> {
        let views = views(batch);
        let (mut taken, mut start) = (0, 0);
        for end in ends {
            self.pending_count.add(Limit { rows: end - start, bytes: text_bytes(&views, start, end) });
            start = end;
            if CHUNK.reached_by(self.pending_count) {
                self.pending.push(batch.slice(taken, end - taken));
                taken = end;
                self.write_pending()?;
            }
        }
        if taken < start {
            self.pending.push(batch.slice(taken, start - taken));
        }
        Ok(())
    }

    fn write_pending(&mut self) -> Result<(), TablesError> {
        let chunk = concat_batches(&arrow_schema(self.table), &self.pending).map_err(TablesError::arrow(&self.path))?;
        self.pending.clear();
        self.rows += chunk.num_rows() as u64;
        self.group_count.add(std::mem::take(&mut self.pending_count));
        self.parquet.write(&chunk).map_err(TablesError::parquet("write", &self.path))?;
        if ROW_GROUP.reached_by(self.group_count) {
            self.parquet.flush().map_err(TablesError::parquet("write", &self.path))?;
            self.group_count = Limit::default();
        }
        if let Some(TextFile { sink, path }) = &mut self.csv {
            write_csv(&chunk, self.csv_safe, sink).map_err(TablesError::io("write", path))?;
        }
        if let Some(TextFile { sink, path }) = &mut self.json_lines {
            write_json_lines(self.table, &chunk, sink).map_err(TablesError::io("write", path))?;
        }
        Ok(())
    }

    /// Writes what is left and closes the files.
    pub(crate) fn finish(mut self) -> Result<TableEntry, TablesError> {
        self.write_pending()?;
        let sink = self.parquet.into_inner().map_err(TablesError::parquet("write", &self.path))?;
        let sha256 = close(sink, &self.path)?;
        let close_text = |file: Option<TextFile>| file.map(|file| close(file.sink, &file.path)).transpose();
        Ok(TableEntry {
            csv_sha256: close_text(self.csv)?,
            jsonl_sha256: close_text(self.json_lines)?,
            rows: self.rows,
            sha256,
        })
    }
}

/// The name of a table's file.
pub(crate) fn file_name(table: &Table, format: Format) -> String {
    format!("{}.{}", table.name, format.name())
}

fn sink(file: File) -> Sink {
    Hashing::new(BufWriter::with_capacity(1 << 16, file))
}

/// Closes a file when its bytes are on the disk, so that no late error of the disk is lost.
fn close(sink: Sink, path: &Path) -> Result<String, TablesError> {
    let (file, sha256) = sink.finish().map_err(TablesError::io("write", path))?;
    let file = file.into_inner().map_err(|error| TablesError::io("write", path)(error.into_error()))?;
    file.sync_all().map_err(TablesError::io("write", path))?;
    Ok(sha256)
}

fn properties(table: &Table) -> WriterProperties {
    let properties = WriterProperties::builder()
        .set_created_by(concat!("crossread ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        // Row groups end where `ROW_GROUP` says, never inside a document.
        .set_max_row_group_row_count(None);
    if table.name == "sentences" {
        // Sentences hardly ever repeat: a dictionary would be built and thrown away.
        return properties.set_column_dictionary_enabled(ColumnPath::from("text"), false).build();
    }
    properties.build()
}
