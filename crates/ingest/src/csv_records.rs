//! CSV: a header, then a record a row.

use std::io::Read;

use crate::assemble::{self, RawRecord};
use crate::csv_rows::{Row, Rows};
use crate::decompress::{Decompressed, failed};
use crate::encoding::{Guess, decode_part, transcoded_note};
use crate::field::{Field, Key};
use crate::json_lines::{Make, not_records};
use crate::limits::Options;
use crate::read::Input;
use crate::record::Record;
use crate::skip::{At, SkipCode, Skipped};
use crate::stream::Stream;

/// The records of one CSV input.
pub(crate) struct CsvRecords<R: Read> {
    rows: Rows<Stream<Decompressed<R>>>,
    /// What each column holds, once the header is read.
    columns: Option<Vec<Key>>,
    /// The column without which the file is of no use.
    needed: Key,
    guess: Guess,
    any: bool,
    ended: bool,
}

impl<R: Read> CsvRecords<R> {
    pub(crate) fn new(input: &Input, reader: R, options: Options, needed: Key) -> Self {
        let stream = Stream::open(Decompressed::new(reader, input.compression, options));
        let mut guess = Guess::default();
        if std::str::from_utf8(stream.head()).is_err() {
            guess.feed(stream.head());
        }
        Self { rows: Rows::new(stream, options.limit()), columns: None, needed, guess, any: false, ended: false }
    }

    /// The next document's record.
    pub(crate) fn next_record(&mut self, input: &Input) -> Option<Result<Record, Skipped>> {
        let limit = self.rows.limit();
        self.next_made(input, &mut |raw, at, note| assemble::record(raw, at, &input.id, note, limit))
    }

    /// The next record, as `make` makes it.
    pub(crate) fn next_made<T>(&mut self, input: &Input, make: Make<'_, T>) -> Option<Result<T, Skipped>> {
        if self.ended {
            return None;
        }
        if self.columns.is_none() {
            match self.read_header(input) {
                Ok(columns) => self.columns = Some(columns),
                Err(skipped) => {
                    self.ended = true;
                    return Some(Err(skipped));
                }
            }
        }
        let made = self.next_row(input, make);
        self.ended |= made.is_none();
        made
    }

    /// The header's columns, or why the file cannot be read at all.
    fn read_header(&mut self, input: &Input) -> Result<Vec<Key>, Skipped> {
        let name = &input.name;
        if let Some(skipped) = not_records(name, self.rows.reader()) {
            return Err(skipped);
        }
        let row = self.rows.detect_separator().and_then(|()| self.rows.next_row());
        let row = row.map_err(|error| failed(input.compression, At::line(name, 1), &error))?;
        let Some((line, row)) = row else {
            return Err(assemble::empty(At::input(name), "there are no records in the file"));
        };
        let at = At::line(name, line);
        if row != Row::Cells {
            let fix = "begin the file with a line that names its columns";
            return Err(Skipped::new(SkipCode::BadHeader, at, "the header has no end", fix));
        }
        let columns: Vec<Key> = self.rows.cells().map(Key::of_cell).collect();
        let twice = (1..columns.len())
            .filter_map(|i| columns.get(..i)?.iter().find(|&&key| Some(&key) == columns.get(i)))
            .find(|&&key| key != Key::Unknown);
        if let Some(key) = twice {
            let problem = format!("the header names `{}` twice", key.name());
            return Err(Skipped::new(SkipCode::BadHeader, at, problem, "rename one of the columns"));
        }
        if !columns.contains(&self.needed) {
            let names: Vec<_> = self.rows.cells().take(20).map(String::from_utf8_lossy).collect();
            let named = crate::metadata::shortened(&names.join(", "));
            let problem = format!("no column is named `{}`; the header says: {named}", self.needed.name());
            let fix = "begin the file with a line that names its columns, such as id,title,published,text";
            return Err(Skipped::new(SkipCode::BadHeader, at, problem, fix));
        }
        Ok(columns)
    }

    fn next_row<T>(&mut self, input: &Input, make: Make<'_, T>) -> Option<Result<T, Skipped>> {
        let name = &input.name;
        loop {
            let (line, row) = match self.rows.next_row() {
                Ok(Some(row)) => row,
                Ok(None) if self.any => return None,
                Ok(None) => {
                    self.ended = true;
                    let problem = "there is a header and no record";
                    return Some(Err(assemble::empty(At::input(name), problem)));
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(failed(input.compression, At::input(name), &error)));
                }
            };
            let at = At::line(name, line);
            match row {
                Row::Cells if self.rows.cells().all(|cell| cell.trim_ascii().is_empty()) => continue,
                Row::Cells => {}
                Row::TooLarge => {
                    self.any = true;
                    return Some(Err(assemble::too_large(at, "row", self.rows.limit())));
                }
                Row::OpenQuote => {
                    self.any = true;
                    let problem = "a quote in this row is not closed before the end of the file";
                    let fix = "close it, and write a quote inside a cell twice";
                    return Some(Err(Skipped::new(SkipCode::BadCsv, at, problem, fix)));
                }
            }
            self.any = true;
            return Some(self.make(at, make));
        }
    }

    fn make<T>(&mut self, at: At<'_>, make: Make<'_, T>) -> Result<T, Skipped> {
        let columns = self.columns.as_deref().unwrap_or_default();
        let cells = self.rows.cells();
        let (have, want) = (cells.clone().count(), columns.len());
        // Spreadsheets pad rows with empty cells; any other difference shifts the columns.
        let padding = cells.clone().skip(want).all(<[u8]>::is_empty);
        if have < want || !padding {
            let problem = format!("the row has {have} cells and the header {want}");
            let fix = "give it as many, and put quotes around cells that hold separators or quotes";
            return Err(Skipped::new(SkipCode::BadCsv, at, problem, fix));
        }
        let encoding = self.guess.of_record(cells.clone());
        let transcoded = self.rows.reader().transcoded();
        let mut note = None;
        let mut raw = RawRecord::default();
        for (&key, cell) in columns.iter().zip(cells) {
            if key == Key::Unknown || cell.is_empty() {
                continue;
            }
            let (text, cell_note) = decode_part(encoding, cell);
            // The text's own note counts what was replaced in it, so it goes before the others'.
            if note.is_none() || (key == Key::Text && cell_note.is_some()) {
                note = cell_note;
            }
            if let (Key::Text, Some((encoding, broken))) = (key, transcoded) {
                note = Some(transcoded_note(encoding, broken, &text));
            }
            match key {
                Key::Id => raw.id = Field::Text(text),
                Key::Text => raw.text = Field::Text(text),
                _ => raw.metadata.set(key, Field::Text(text), None),
            }
        }
        make(raw, at, note)
    }
}
