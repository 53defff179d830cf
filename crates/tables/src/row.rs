//! Cells of a row by column name.

use arrow_array::RecordBatch;
use jiff::civil::Date;

use crate::cells::{Cell, ColumnView};

/// One row of a table read back: cells by column name.
///
/// An accessor gives `None` for null, and for a column that the table does not have or that is of
/// another type.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    batch: &'a RecordBatch,
    index: usize,
}

impl<'a> Row<'a> {
    /// Row `index` of a batch, from 0. The accessors panic when the batch is shorter.
    #[must_use]
    pub fn new(batch: &'a RecordBatch, index: usize) -> Self {
        Self { batch, index }
    }

    /// The cell of a column, of any type.
    #[must_use]
    pub fn named(&self, column: &str) -> Option<Cell<'a>> {
        let (position, _) = self.batch.schema_ref().column_with_name(column)?;
        ColumnView::of(self.batch.column(position))?.cell(self.index)
    }

    /// The cell at a position of the batch; in a [`crate::RowSet`] the position of the declared column.
    #[must_use]
    pub fn at(&self, position: usize) -> Option<Cell<'a>> {
        ColumnView::of(self.batch.columns().get(position)?)?.cell(self.index)
    }

    /// A text.
    #[must_use]
    pub fn str(&self, column: &str) -> Option<&'a str> {
        match self.named(column)? {
            Cell::Str(value) => Some(value),
            _ => None,
        }
    }

    /// A whole number.
    #[must_use]
    pub fn i32(&self, column: &str) -> Option<i32> {
        match self.named(column)? {
            Cell::I32(value) => Some(value),
            _ => None,
        }
    }

    /// A number.
    #[must_use]
    pub fn f64(&self, column: &str) -> Option<f64> {
        match self.named(column)? {
            Cell::F64(value) => Some(value),
            _ => None,
        }
    }

    /// True or false.
    #[must_use]
    pub fn bool(&self, column: &str) -> Option<bool> {
        match self.named(column)? {
            Cell::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// A day.
    #[must_use]
    pub fn date(&self, column: &str) -> Option<Date> {
        match self.named(column)? {
            Cell::Date(value) => Some(value),
            _ => None,
        }
    }

    /// A list.
    #[must_use]
    pub fn list(&self, column: &str) -> Option<Vec<&'a str>> {
        match self.named(column)? {
            Cell::List(items) => Some(items.collect()),
            _ => None,
        }
    }
}
