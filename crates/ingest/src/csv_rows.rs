//! CSV rows, without holding one that is too large.
//!
//! The grammar is `csv-core`'s; what is added is a bound on memory, for a quote that is never
//! closed would otherwise swallow the rest of a file, and the line on which a row begins.

use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::field::Key;
use crate::lines::read_some;

/// How much is read at a time, and the longest header that is looked at.
const CHUNK: usize = 64 * 1024;
/// A row of more cells than this is not one.
const MOST_CELLS: usize = 10_000;

/// One step through the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// A row that [`Rows::cells`] holds.
    Cells,
    /// A row over the limit, passed over.
    TooLarge,
    /// A row whose quote is open at the end of the file.
    OpenQuote,
}

/// Reads rows through two buffers: the input, and the row with its quotes taken off.
pub(crate) struct Rows<R> {
    reader: R,
    core: Reader,
    input: Vec<u8>,
    start: usize,
    end: usize,
    row: Vec<u8>,
    /// The end of each cell in `row`.
    ends: Vec<usize>,
    row_length: usize,
    cells: usize,
    /// The 1-based line of the first byte not yet consumed.
    line: u64,
    limit: usize,
    ended: bool,
}

impl<R: Read> Rows<R> {
    /// Rows of at most `limit` bytes each, separated by commas until
    /// [`detect_separator`](Self::detect_separator) is asked.
    pub(crate) fn new(reader: R, limit: usize) -> Self {
        Self {
            reader,
            core: Reader::new(),
            input: vec![0; CHUNK],
            start: 0,
            end: 0,
            row: vec![0; CHUNK],
            ends: vec![0; 64],
            row_length: 0,
            cells: 0,
            line: 1,
            limit,
            ended: false,
        }
    }

    /// Finds out from the first line whether commas, semicolons or tabs separate the cells: the
    /// one that gives the most known columns. To be called once, before the first row.
    pub(crate) fn detect_separator(&mut self) -> io::Result<()> {
        while self.end < self.input.len() && !self.window().contains(&b'\n') && self.fill()? {}
        let line = self.window().split(|&b| b == b'\n').find(|line| !line.trim_ascii().is_empty());
        let line = line.unwrap_or_default();
        let known = |separator: u8| {
            let cells = line.split(|&b| b == separator);
            cells.filter(|cell| Key::of_cell(cell) != Key::Unknown).count()
        };
        // The last of equals wins, so the commonest stands last.
        let separator = [b'\t', b';', b','].into_iter().max_by_key(|&b| known(b)).unwrap_or(b',');
        self.core = ReaderBuilder::new().delimiter(separator).build();
        Ok(())
    }

    /// The cells of the row given last.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[u8]> + Clone {
        let ends = self.ends.get(..self.cells).unwrap_or_default();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends).map(|(start, &end)| self.row.get(start..end).unwrap_or_default())
    }

    pub(crate) fn reader(&self) -> &R {
        &self.reader
    }

    /// The largest row that is given out, in bytes.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// The next row and the line on which it begins; `None` at the end. Blank lines are passed
    /// over. After an error there are no more rows.
    pub(crate) fn next_row(&mut self) -> io::Result<Option<(u64, Row)>> {
        let result = self.read_row();
        if result.is_err() {
            self.ended = true;
            self.start = self.end;
        }
        result
    }

    fn read_row(&mut self) -> io::Result<Option<(u64, Row)>> {
        if !self.skip_line_ends()? {
            return Ok(None);
        }
        let line = self.line;
        self.row_length = 0;
        self.cells = 0;
        let mut fits = true;
        loop {
            if self.start == self.end && !self.fill()? {
                let closed = self.finish_row(fits);
                let row = if !closed { Row::OpenQuote } else { kind(fits) };
                return Ok(Some((line, row)));
            }
            match self.step() {
                ReadRecordResult::Record => return Ok(Some((line, kind(fits)))),
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => fits &= self.grow_row(),
                ReadRecordResult::OutputEndsFull => fits &= self.grow_ends(),
            }
            if !fits {
                // What does not fit is written over and over.
                self.row_length = 0;
                self.cells = 0;
            }
        }
    }

    /// Feeds the parser what is in the buffer.
    fn step(&mut self) -> ReadRecordResult {
        let input = self.input.get(self.start..self.end).unwrap_or_default();
        let row = self.row.get_mut(self.row_length..).unwrap_or_default();
        let ends = self.ends.get_mut(self.cells..).unwrap_or_default();
        let (result, read, written, cells) = self.core.read_record(input, row, ends);
        let consumed = input.get(..read).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', consumed).count() as u64;
        self.start += read;
        self.row_length += written;
        self.cells += cells;
        result
    }

    /// Ends the last row of a file without line end; false if a quote is still open.
    fn finish_row(&mut self, fits: bool) -> bool {
        let mut probe = [0; 4];
        loop {
            let row = self.row.get_mut(self.row_length..).unwrap_or_default();
            let row = if fits && !row.is_empty() { row } else { &mut probe[..] };
            let ends = self.ends.get_mut(self.cells..).unwrap_or_default();
            // A line end closes a row everywhere but inside quotes, where it is content.
            let (result, _, _, cells) = self.core.read_record(b"\n", row, ends);
            self.cells += cells;
            match result {
                ReadRecordResult::Record => return true,
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() + 1, 0),
                _ => return false,
            }
        }
    }

    fn grow_row(&mut self) -> bool {
        if self.row.len() > self.limit {
            return false;
        }
        let length = (self.row.len() * 2).min(self.limit.saturating_add(CHUNK));
        self.row.resize(length, 0);
        true
    }

    fn grow_ends(&mut self) -> bool {
        if self.ends.len() > MOST_CELLS {
            return false;
        }
        self.ends.resize(self.ends.len() * 2, 0);
        true
    }

    /// Goes to the first byte of the next row; false if there is none.
    fn skip_line_ends(&mut self) -> io::Result<bool> {
        loop {
            let window = self.window();
            let blank = window.iter().take_while(|&&b| b == b'\n' || b == b'\r').count();
            let lines = window.iter().take(blank).filter(|&&b| b == b'\n').count();
            self.start += blank;
            self.line += lines as u64;
            if self.start < self.end {
                return Ok(true);
            }
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    fn window(&self) -> &[u8] {
        self.input.get(self.start..self.end).unwrap_or_default()
    }

    /// Reads more behind what is there, from the buffer's start if all is consumed; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
        }
        if self.ended {
            return Ok(false);
        }
        let space = self.input.get_mut(self.end..).unwrap_or_default();
        let count = read_some(&mut self.reader, space)?;
        self.end += count;
        self.ended = count == 0;
        Ok(count > 0)
    }
}

fn kind(fits: bool) -> Row {
    if fits { Row::Cells } else { Row::TooLarge }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row as `line: cells joined by |`.
    fn rows(bytes: &[u8], limit: usize) -> Vec<String> {
        let mut rows = Rows::new(bytes, limit);
        rows.detect_separator().unwrap();
        let mut out = Vec::new();
        while let Some((line, row)) = rows.next_row().unwrap() {
            let cells: Vec<_> = rows.cells().map(String::from_utf8_lossy).collect();
            out.push(match row {
                Row::Cells => format!("{line}: {}", cells.join("|")),
                other => format!("{line}: {other:?}"),
            });
        }
        out
    }

    #[test]
    fn rows_know_the_line_on_which_they_begin() {
        let csv = b"id,text\r\n\r\na,\"one\r\ntwo\"\n\n\nb,\"say \"\"yes\"\"\"\nc,";
        assert_eq!(rows(csv, 1 << 20), ["1: id|text", "3: a|one\r\ntwo", "7: b|say \"yes\"", "8: c|"]);
        assert_eq!(rows(b"", 99), [""; 0]);
        assert_eq!(rows(b"\n\r\n", 99), [""; 0]);
        assert_eq!(rows(b"id,text", 99), ["1: id|text"]);
        assert_eq!(rows(b"id,text\na,\"b\"", 99), ["1: id|text", "2: a|b"]);
    }

    #[test]
    fn the_header_tells_what_separates_cells() {
        assert_eq!(rows(b"id;text\n1;a, b", 99), ["1: id|text", "2: 1|a, b"]);
        assert_eq!(rows(b"\nid\ttext\n1\ta; b", 99), ["2: id|text", "3: 1|a; b"]);
        assert_eq!(rows(b"\"id\",\"text\"\n1,a;b", 99), ["1: id|text", "2: 1|a;b"]);
    }

    #[test]
    fn a_row_over_the_limit_is_passed_over_in_bounded_memory() {
        let long = "x".repeat(5 * CHUNK);
        let csv = format!("id,text\na,{long}\nb,short\nc,\"{long}\"\nd,{}", "e,".repeat(2 * MOST_CELLS));
        let mut reader = Rows::new(csv.as_bytes(), CHUNK);
        reader.detect_separator().unwrap();
        while reader.next_row().unwrap().is_some() {}
        assert!(reader.row.len() <= 2 * CHUNK && reader.ends.len() <= 3 * MOST_CELLS);
        assert_eq!(
            rows(csv.as_bytes(), CHUNK),
            ["1: id|text", "2: TooLarge", "3: b|short", "4: TooLarge", "5: TooLarge"]
        );
        assert_eq!(rows(csv.as_bytes(), 1 << 20).iter().filter(|row| row.len() > CHUNK).count(), 2);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_noticed() {
        assert_eq!(rows(b"id,text\na,\"b\nc,d\n", 99), ["1: id|text", "2: OpenQuote"]);
        let long = format!("id,text\na,\"{}", "x\n".repeat(2 * CHUNK));
        assert_eq!(rows(long.as_bytes(), CHUNK), ["1: id|text", "2: OpenQuote"]);
    }

    #[test]
    fn rows_across_buffer_ends_are_whole() {
        let text = "\"a \"\"quoted\"\" word\r\n\"";
        let csv = format!("id,text\n{}", format!("row,{text}\n").repeat(20_000));
        let all = rows(csv.as_bytes(), 1 << 20);
        assert_eq!(all.len(), 20_001);
        assert!(all[1..].iter().all(|row| row.ends_with("row|a \"quoted\" word\r\n")));
        assert!(all[20_000].starts_with("40000: "));
    }
}
