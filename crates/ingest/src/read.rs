//! The one door: an input's bytes in, its records out.

use std::io::Read;
use std::path::Path;

use crate::csv_records::CsvRecords;
use crate::field::Key;
use crate::format::{Compression, Format, file_id};
use crate::json_lines::JsonLines;
use crate::record::Record;
use crate::skip::Skipped;
use crate::text_file;

/// Which input is read, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its name in messages and in the `skipped` table. Tables hold no absolute paths, so this is
    /// the path as the user gave it, or relative to what the user gave.
    pub name: String,
    /// The id of a text file, and the beginning of the ids of records that have none.
    pub id: String,
    /// How the content is laid out.
    pub format: Format,
    /// How it is packed.
    pub compression: Compression,
}

impl Input {
    /// An input with all its properties; [`of_path`](Self::of_path) finds them from a path.
    #[must_use]
    pub fn new(name: impl Into<String>, id: impl Into<String>, format: Format, compression: Compression) -> Self {
        Self { name: name.into(), id: id.into(), format, compression }
    }

    /// The input at `relative`, a path relative to the INPUT it was found under, or the file name
    /// alone for a lone file; `None` if its extension is not one that is read.
    #[must_use]
    pub fn of_path(name: impl Into<String>, relative: &Path) -> Option<Self> {
        let (format, compression) = Format::of_path(relative)?;
        Some(Self::new(name, file_id(relative), format, compression))
    }
}

/// How to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The largest text file, JSON line or CSV row, in bytes after unpacking. It bounds the memory
    /// of a reader to a few times as much. Values above [`Options::MOST_BYTES`] count
    /// as that.
    pub max_document_bytes: u64,
}

impl Options {
    /// No document can be larger, for the tables count offsets in 31 bits: 2 GiB less one byte.
    pub const MOST_BYTES: u64 = i32::MAX as u64;

    fn limit(self) -> usize {
        usize::try_from(self.max_document_bytes.min(Self::MOST_BYTES)).unwrap_or(usize::MAX)
    }
}

impl Default for Options {
    /// 64 MiB a document: ten thousand pages, and what its tokens and rows take stays in memory.
    fn default() -> Self {
        Self { max_document_bytes: 64 * 1024 * 1024 }
    }
}

/// Reads the records of `input` from its bytes, one at a time.
///
/// Nothing is read before the first record is asked for, except the head of a file of records.
/// Errors are items: after a bad record the next one is read; after an error of the disk or of the
/// packing there is nothing more. Never panics, whatever the bytes.
///
/// Ids are not compared: see [`SeenIds`](crate::SeenIds).
pub fn read<'a, R: Read>(input: &'a Input, options: &Options, reader: R) -> Records<'a, R> {
    let limit = options.limit();
    let state = match input.format {
        Format::Text | Format::Markdown => State::Text(Some(reader), limit),
        Format::JsonLines => State::Lines(JsonLines::new(input, reader, limit)),
        Format::Csv => State::Rows(CsvRecords::new(input, reader, limit, Key::Text)),
    };
    Records { input, state }
}

/// The records of an input; made by [`read()`].
pub struct Records<'a, R: Read> {
    input: &'a Input,
    state: State<R>,
}

// One lives at a time for each reader thread: their sizes do not matter.
#[allow(clippy::large_enum_variant)]
enum State<R: Read> {
    Text(Option<R>, usize),
    Lines(JsonLines<R>),
    Rows(CsvRecords<R>),
}

impl<R: Read> Iterator for Records<'_, R> {
    type Item = Result<Record, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.state {
            State::Text(reader, limit) => reader.take().map(|reader| text_file::read(self.input, reader, *limit)),
            State::Lines(lines) => lines.next_record(self.input),
            State::Rows(rows) => rows.next_record(self.input),
        }
    }
}
