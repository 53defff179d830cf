//! Where rows of one key stand in a table, and a digest of what they say.

use std::collections::BTreeMap;
use std::ops::Range;

use sha2::{Digest as _, Sha256};

use crate::cells::{Cell, ColumnView, views};
use crate::columns::Table;
use crate::error::TablesError;
use crate::read::{RunDir, TableFile};
use crate::row_set::declared;

/// Between the parts of a key; no id holds it.
const BETWEEN: char = '\u{1f}';

/// The rows of a table that share a key: the rows of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The cells of the key columns, joined by U+001F; null is empty.
    pub key: String,
    /// Numbers of the rows in the file, from 0, in ascending order.
    pub rows: Vec<Range<usize>>,
    /// Sha256 of all cells, row by row: equal for groups that hold the same rows in the same order.
    pub digest: [u8; 32],
}

impl Group {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.iter().map(ExactSizeIterator::len).sum()
    }

    /// True for a group without rows, which [`RunDir::groups`] never gives.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The parts of the key, in the order of its columns.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.key.split(BETWEEN)
    }
}

impl RunDir {
    /// True when the folder holds that table as Parquet.
    #[must_use]
    pub fn holds(&self, table: &Table) -> bool {
        self.path().join(crate::table_writer::file_name(table, crate::Format::Parquet)).exists()
    }

    /// The groups of a table by the columns `key`, sorted by key. Memory is bounded by a batch of rows and some hundred
    /// bytes a group; a column that the file does not have counts as null.
    ///
    /// # Errors
    /// When the table is not there or cannot be read.
    pub fn groups(&self, table: &Table, key: &[&str]) -> Result<Vec<Group>, TablesError> {
        let positions: Vec<usize> =
            key.iter().filter_map(|name| table.column(name).map(|(position, _)| position)).collect();
        let mut open = Open::default();
        let mut number = 0;
        for file in TableFile::open_all(self.path(), table)? {
            let reader = file.reader()?.build().map_err(TablesError::parquet("read", &file.path))?;
            for batch in reader {
                let batch = batch.map_err(TablesError::arrow(&file.path))?;
                let batch = declared(&batch, table).map_err(TablesError::arrow(&file.path))?;
                let views = views(&batch);
                for row in 0..batch.num_rows() {
                    open.row(number, &views, row, &positions);
                    number += 1;
                }
            }
        }
        Ok(open.finish())
    }
}

/// Groups while their table is read; most tables hold the rows of a key together.
#[derive(Default)]
struct Open {
    groups: BTreeMap<String, (Vec<Range<usize>>, Sha256)>,
    /// The group of the last row, taken out of the map.
    last: Option<(String, Vec<Range<usize>>, Sha256)>,
    key: String,
}

impl Open {
    fn row(&mut self, number: usize, views: &[ColumnView<'_>], row: usize, positions: &[usize]) {
        self.key.clear();
        for (at, view) in positions.iter().filter_map(|&position| views.get(position)).enumerate() {
            if at > 0 {
                self.key.push(BETWEEN);
            }
            if let Some(cell) = view.cell(row) {
                crate::text_formats::push_plain(cell, &mut self.key);
            }
        }
        if self.last.as_ref().is_none_or(|(key, ..)| *key != self.key) {
            self.close();
            let (rows, hasher) = self.groups.remove(&self.key).unwrap_or_default();
            self.last = Some((self.key.clone(), rows, hasher));
        }
        if let Some((_, rows, hasher)) = &mut self.last {
            match rows.last_mut() {
                Some(range) if range.end == number => range.end += 1,
                _ => rows.push(number..number + 1),
            }
            views.iter().for_each(|view| hash(hasher, view.cell(row)));
        }
    }

    fn close(&mut self) {
        if let Some((key, rows, hasher)) = self.last.take() {
            self.groups.insert(key, (rows, hasher));
        }
    }

    fn finish(mut self) -> Vec<Group> {
        self.close();
        let group = |(key, (rows, hasher)): (String, (Vec<Range<usize>>, Sha256))| Group {
            key,
            rows,
            digest: hasher.finalize().into(),
        };
        self.groups.into_iter().map(group).collect()
    }
}

/// Counts a cell with its kind and its length, so that no two rows hash alike.
fn hash(hasher: &mut Sha256, cell: Option<Cell<'_>>) {
    let mut text = |kind: u8, text: &str| {
        hasher.update([kind]);
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text);
    };
    match cell {
        None => hasher.update([0]),
        Some(Cell::Str(value)) => text(1, value),
        Some(Cell::I32(value)) => hasher.update([&[2][..], &value.to_le_bytes()].concat()),
        Some(Cell::F64(value)) => hasher.update([&[3][..], &value.to_bits().to_le_bytes()].concat()),
        Some(Cell::Bool(value)) => hasher.update([4, u8::from(value)]),
        Some(Cell::Date(value)) => text(5, &value.to_string()),
        Some(Cell::List(items)) => {
            hasher.update([6]);
            for item in items {
                hasher.update([7]);
                hasher.update((item.len() as u64).to_le_bytes());
                hasher.update(item);
            }
            hasher.update([8]);
        }
    }
}
