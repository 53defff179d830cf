//! Rows put in order with little memory: sorted runs on disk, then merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::Options;
use crate::day::Day;
use crate::error::CompareError;
use crate::table::{Sink, Table, Values, Written};

/// Bytes of rows that stand in memory before they go to disk, and of one run while runs are merged.
const MEMORY: usize = 48 << 20;
/// Rows handed to the table at a time.
const CHUNK: usize = 8_192;

/// A table whose rows come in any order, each with a key of its own that says where it belongs.
pub(crate) struct Sorted {
    dir: PathBuf,
    empty: Table,
    /// Rows as bytes, and the key and the place of each.
    bytes: Vec<u8>,
    rows: Vec<(u64, usize)>,
    spilled: Vec<PathBuf>,
    count: usize,
}

impl Sorted {
    /// A table without rows; runs go into `dir`.
    pub(crate) fn new(dir: &Path, empty: Table) -> Self {
        Self { dir: dir.into(), empty, bytes: Vec::new(), rows: Vec::new(), spilled: Vec::new(), count: 0 }
    }

    /// Takes rows, one key a row.
    pub(crate) fn push(&mut self, table: &Table, keys: &[u64]) -> Result<(), CompareError> {
        for (row, key) in keys.iter().enumerate() {
            self.rows.push((*key, self.bytes.len()));
            table.columns.iter().for_each(|(_, values)| encode(values, row, &mut self.bytes));
        }
        self.count += keys.len();
        if self.bytes.len() > MEMORY { self.spill() } else { Ok(()) }
    }

    /// Writes all rows by key.
    pub(crate) fn finish(mut self, options: &Options, into: &Path) -> Result<Written, CompareError> {
        let mut sink = Sink::create(into, options, self.empty.clone(), self.count)?;
        let mut chunk = self.empty.clone();
        let mut hand = |bytes: &[u8], last: bool| {
            let mut bytes = bytes;
            if !bytes.is_empty() {
                chunk.columns.iter_mut().for_each(|(_, values)| decode(values, &mut bytes));
            }
            if last || chunk.rows() >= CHUNK {
                sink.push(std::mem::replace(&mut chunk, self.empty.clone()))?;
            }
            Ok(())
        };
        if self.spilled.is_empty() {
            self.rows.sort_unstable();
            self.rows.iter().try_for_each(|(_, at)| hand(&self.bytes[*at..], false))?;
        } else {
            spill(&self.dir, self.empty.name, &mut self.bytes, &mut self.rows, &mut self.spilled)?;
            self.bytes = Vec::new();
            merge(&self.spilled, |bytes| hand(bytes, false))?;
        }
        hand(&[], true)?;
        for path in &self.spilled {
            fs::remove_file(path).map_err(CompareError::io(path))?;
        }
        sink.finish()
    }

    fn spill(&mut self) -> Result<(), CompareError> {
        spill(&self.dir, self.empty.name, &mut self.bytes, &mut self.rows, &mut self.spilled)
    }
}

/// Writes the rows in memory as one run: key, length and bytes of each.
fn spill(
    dir: &Path,
    name: &str,
    bytes: &mut Vec<u8>,
    rows: &mut Vec<(u64, usize)>,
    spilled: &mut Vec<PathBuf>,
) -> Result<(), CompareError> {
    let path = dir.join(format!("{name}.{}.run", spilled.len()));
    let failed = || CompareError::io(&path);
    let mut out = BufWriter::new(File::create(&path).map_err(failed())?);
    let mut ends: Vec<usize> = rows.iter().skip(1).map(|(_, at)| *at).collect();
    ends.push(bytes.len());
    let mut order: Vec<(u64, usize, usize)> =
        rows.iter().zip(ends).map(|((key, start), end)| (*key, *start, end)).collect();
    order.sort_unstable();
    for (key, start, end) in order {
        let row = &bytes[start..end];
        out.write_all(&key.to_le_bytes()).map_err(failed())?;
        out.write_all(&(row.len() as u64).to_le_bytes()).map_err(failed())?;
        out.write_all(row).map_err(failed())?;
    }
    out.flush().map_err(failed())?;
    bytes.clear();
    rows.clear();
    spilled.push(path);
    Ok(())
}

/// Hands over the rows of sorted runs by key.
fn merge(paths: &[PathBuf], mut hand: impl FnMut(&[u8]) -> Result<(), CompareError>) -> Result<(), CompareError> {
    let mut runs = Vec::new();
    let mut next = BinaryHeap::new();
    for (n, path) in paths.iter().enumerate() {
        let mut run = BufReader::with_capacity(1 << 18, File::open(path).map_err(CompareError::io(path))?);
        next.extend(read_row(&mut run).map_err(CompareError::io(path))?.map(|(key, row)| Reverse((key, n, row))));
        runs.push(run);
    }
    while let Some(Reverse((_, n, row))) = next.pop() {
        hand(&row)?;
        let row = read_row(&mut runs[n]).map_err(CompareError::io(&paths[n]))?;
        next.extend(row.map(|(key, row)| Reverse((key, n, row))));
    }
    Ok(())
}

fn read_row(run: &mut impl Read) -> io::Result<Option<(u64, Vec<u8>)>> {
    let mut number = [0; 8];
    match run.read_exact(&mut number) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let key = u64::from_le_bytes(number);
    run.read_exact(&mut number)?;
    let mut row = vec![0; usize::try_from(u64::from_le_bytes(number)).map_err(io::Error::other)?];
    run.read_exact(&mut row)?;
    Ok(Some((key, row)))
}

fn encode(values: &Values, row: usize, out: &mut Vec<u8>) {
    let text = |out: &mut Vec<u8>, text: &str| {
        out.extend((text.len() as u64).to_le_bytes());
        out.extend(text.as_bytes());
    };
    let there = |out: &mut Vec<u8>, there: bool| out.push(u8::from(there));
    match values {
        Values::Str(v) => {
            there(out, v[row].is_some());
            v[row].iter().for_each(|value| text(out, value));
        }
        Values::Int(v) => {
            there(out, v[row].is_some());
            v[row].iter().for_each(|value| out.extend(value.to_le_bytes()));
        }
        Values::Float(v) => {
            there(out, v[row].is_some());
            v[row].iter().for_each(|value| out.extend(value.to_le_bytes()));
        }
        Values::Bool(v) => {
            there(out, v[row].is_some());
            v[row].iter().for_each(|value| out.push(u8::from(*value)));
        }
        Values::Date(v) => {
            there(out, v[row].is_some());
            v[row].iter().for_each(|value| out.extend(value.number().to_le_bytes()));
        }
        Values::List(v) => {
            out.extend((v[row].len() as u64).to_le_bytes());
            v[row].iter().for_each(|value| text(out, value));
        }
    }
}

/// Appends to a column the value that [`encode`] wrote at the head of `bytes`.
fn decode(values: &mut Values, bytes: &mut &[u8]) {
    fn take<const N: usize>(bytes: &mut &[u8]) -> [u8; N] {
        let (head, rest) = bytes.split_first_chunk().expect("a row is read as it was written");
        *bytes = rest;
        *head
    }
    let length = |bytes: &mut &[u8]| usize::try_from(u64::from_le_bytes(take(bytes))).unwrap_or(usize::MAX);
    let text = |bytes: &mut &[u8]| {
        // The length goes off before the text is cut.
        let length = length(bytes);
        let (head, rest) = bytes.split_at(length);
        *bytes = rest;
        String::from_utf8_lossy(head).into_owned()
    };
    let there = |bytes: &mut &[u8]| take::<1>(bytes) == [1];
    match values {
        Values::Str(v) => v.push(there(bytes).then(|| text(bytes))),
        Values::Int(v) => v.push(there(bytes).then(|| i32::from_le_bytes(take(bytes)))),
        Values::Float(v) => v.push(there(bytes).then(|| f64::from_le_bytes(take(bytes)))),
        Values::Bool(v) => v.push(there(bytes).then(|| take::<1>(bytes) == [1])),
        Values::Date(v) => v.push(there(bytes).then(|| Day::from_number(i32::from_le_bytes(take(bytes))))),
        Values::List(v) => {
            let items = length(bytes);
            v.push((0..items).map(|_| text(bytes)).collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_as_it_was_written() {
        let table = Table::new("rows")
            .str("text", [Some("Goma"), None])
            .int("number", [None, Some(-3)])
            .float("share", [Some(0.5), None])
            .bool("known", [true, false])
            .date("day", [None, Some(Day::from_number(9))])
            .list("names", [vec!["a".to_owned(), String::new()], Vec::new()]);
        let mut bytes = Vec::new();
        for row in 0..2 {
            table.columns.iter().for_each(|(_, values)| encode(values, row, &mut bytes));
        }
        let (mut read, mut bytes) = (table.empty(), &bytes[..]);
        for _ in 0..2 {
            read.columns.iter_mut().for_each(|(_, values)| decode(values, &mut bytes));
        }
        assert!(bytes.is_empty());
        assert_eq!(format!("{read:?}"), format!("{table:?}"));
    }

    #[test]
    fn runs_are_merged_by_key() {
        let dir = tempfile::tempdir().expect("a directory");
        let mut sorted = Sorted::new(dir.path(), Table::new("rows").int("number", []));
        for numbers in [[5, 1, 8], [2, 9, 3]] {
            let table = Table::new("rows").int("number", numbers.map(Some));
            sorted.push(&table, &numbers.map(i32::unsigned_abs).map(u64::from)).expect("pushed");
            sorted.spill().expect("spilled");
        }
        let mut read = Table::new("rows").int("number", []);
        let row = |mut bytes: &[u8]| {
            read.columns.iter_mut().for_each(|(_, values)| decode(values, &mut bytes));
            Ok(())
        };
        merge(&sorted.spilled, row).expect("merged");
        assert_eq!(
            format!("{:?}", read.columns),
            format!("{:?}", [("number", Values::Int([1, 2, 3, 5, 8, 9].map(Some).into()))])
        );
    }
}
