//! Tables of runs, read document by document: little stands in memory, whatever the length of a table.

use std::ops::Range;
use std::path::{Path, PathBuf};

use polars::prelude::*;

use crate::error::CompareError;
use crate::frames::{self, Reader};
use crate::names::Names;

/// Rows that are read at a time.
const SLICE: usize = 65_536;

/// The rows of a table in slices.
pub(crate) struct Slices {
    path: PathBuf,
    columns: &'static [&'static str],
    /// The files of the table.
    files: Vec<PathBuf>,
    /// Number of the file that is read next, its next row, and its number of rows if a row of it was read.
    file: usize,
    next: usize,
    rows: Option<usize>,
}

impl Slices {
    pub(crate) fn new(path: PathBuf, columns: &'static [&'static str]) -> Result<Self, CompareError> {
        let files = frames::files(&path)?;
        Ok(Self { path, columns, files, file: 0, next: 0, rows: None })
    }

    /// The next rows, all of one file; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<DataFrame>, CompareError> {
        while let Some(file) = self.files.get(self.file) {
            let rows = match self.rows {
                Some(rows) => rows,
                None => *self.rows.insert(frames::height(file)?),
            };
            if self.next < rows {
                let frame = frames::slice(file, self.columns, self.next, SLICE)?;
                self.next += SLICE;
                return Ok(Some(frame));
            }
            (self.file, self.next, self.rows) = (self.file + 1, 0, None);
        }
        Ok(None)
    }

    /// No rows, with the table's columns.
    fn none(&self) -> Result<DataFrame, CompareError> {
        self.files.first().map_or_else(|| Ok(DataFrame::empty()), |file| frames::slice(file, self.columns, 0, 0))
    }

    /// All rows at once; there is no next one then.
    fn rest(&mut self) -> Result<DataFrame, CompareError> {
        self.file = self.files.len();
        frames::read(&self.files, self.columns)
    }
}

/// Rows of some documents, with the number of the document of each; `None` for one that is taken from another run.
pub(crate) struct Part {
    pub(crate) frame: DataFrame,
    pub(crate) docs: Vec<Option<usize>>,
}

/// A table of one run, read in the order of the run's documents.
pub(crate) struct Cursor<'a> {
    slices: Slices,
    ids: &'a Names,
    /// The numbers of the documents taken from the run.
    taken: Range<usize>,
    /// Rows that were read and not handed over.
    pending: Part,
}

impl<'a> Cursor<'a> {
    /// Opens a table. `extract` writes rows in the order of the documents; a table in another order is put in it in memory.
    pub(crate) fn open(
        path: &Path,
        columns: &'static [&'static str],
        ids: &'a Names,
        taken: Range<usize>,
    ) -> Result<Self, CompareError> {
        let slices = Slices::new(path.to_owned(), columns)?;
        let pending = Part { frame: slices.none()?, docs: Vec::new() };
        let mut cursor = Self { slices, ids, taken, pending };
        if !cursor.is_in_order()? {
            let frame = cursor.slices.rest()?;
            let docs = cursor.numbers(&frame)?;
            let mut order: Vec<usize> = (0..docs.len()).collect();
            order.sort_by_key(|&row| docs[row]);
            let rows: Vec<IdxSize> = order.iter().filter_map(|&row| IdxSize::try_from(row).ok()).collect();
            let frame = frame.take(&IdxCa::from_vec("row".into(), rows)).map_err(CompareError::frame(path))?;
            cursor.pending = Part { frame, docs: order.into_iter().map(|row| docs[row]).collect() };
        }
        Ok(cursor)
    }

    fn is_in_order(&self) -> Result<bool, CompareError> {
        let mut slices = Slices::new(self.slices.path.clone(), &["doc_id"])?;
        let mut last = None;
        while let Some(frame) = slices.next()? {
            for doc in self.numbers(&frame)?.into_iter().flatten() {
                if last > Some(doc) {
                    return Ok(false);
                }
                last = Some(doc);
            }
        }
        Ok(true)
    }

    /// The number of the document of each row.
    fn numbers(&self, frame: &DataFrame) -> Result<Vec<Option<usize>>, CompareError> {
        let ids = Reader(frame).texts("doc_id").map_err(CompareError::frame(&self.slices.path))?;
        let mut numbers: Vec<Option<usize>> = Vec::with_capacity(frame.height());
        for row in 0..frame.height() {
            let id = ids.get(row);
            let again = row > 0 && id == ids.get(row - 1);
            let number = || id.and_then(|id| self.ids.find(id)).map(|number| number as usize);
            numbers.push(if again { numbers[row - 1] } else { number().filter(|number| self.taken.contains(number)) });
        }
        Ok(numbers)
    }

    /// The rows of the documents that were not handed over and have a number below `end`.
    pub(crate) fn before(&mut self, end: usize) -> Result<Part, CompareError> {
        while self.pending.docs.iter().rev().find_map(|doc| *doc).is_none_or(|last| last < end) {
            let Some(frame) = self.slices.next()? else { break };
            let docs = self.numbers(&frame)?;
            self.pending.docs.extend(docs);
            self.pending.frame.vstack_mut(&frame).map_err(CompareError::frame(&self.slices.path))?;
        }
        let rows = self.pending.docs.iter().position(|doc| doc.is_some_and(|doc| doc >= end));
        let rest = self.pending.docs.split_off(rows.unwrap_or(self.pending.docs.len()));
        let docs = std::mem::replace(&mut self.pending.docs, rest);
        let mut frame = self.pending.frame.slice(0, docs.len());
        frame.rechunk_mut();
        self.pending.frame = self.pending.frame.slice(i64::try_from(docs.len()).unwrap_or(i64::MAX), usize::MAX);
        Ok(Part { frame, docs })
    }
}
