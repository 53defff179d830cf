//! Columns under construction.

use std::slice::IterMut;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int32Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::ArrowError;
use jiff::civil::Date;

use crate::columns::{Column, ColumnType, Table};
use crate::schema::{arrow_schema, days_since_epoch, item};

#[derive(Debug)]
enum Builder {
    Str(StringBuilder),
    I32(Int32Builder),
    F64(Float64Builder),
    Bool(BooleanBuilder),
    Date(Date32Builder),
    List(ListBuilder<StringBuilder>),
}

impl Builder {
    fn new(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Str => Self::Str(StringBuilder::new()),
            ColumnType::I32 => Self::I32(Int32Builder::new()),
            ColumnType::F64 => Self::F64(Float64Builder::new()),
            ColumnType::Bool => Self::Bool(BooleanBuilder::new()),
            ColumnType::Date => Self::Date(Date32Builder::new()),
            ColumnType::StrList => Self::List(ListBuilder::new(StringBuilder::new()).with_field(item())),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Str(builder) => Arc::new(builder.finish()),
            Self::I32(builder) => Arc::new(builder.finish()),
            Self::F64(builder) => Arc::new(builder.finish()),
            Self::Bool(builder) => Arc::new(builder.finish()),
            Self::Date(builder) => Arc::new(builder.finish()),
            Self::List(builder) => Arc::new(builder.finish()),
        }
    }
}

/// The columns of one table, filled row by row.
#[derive(Debug)]
pub(crate) struct TableBuilder {
    table: &'static Table,
    columns: Vec<Builder>,
    rows: usize,
}

impl TableBuilder {
    pub(crate) fn new(table: &'static Table) -> Self {
        Self { table, columns: table.columns.iter().map(|column| Builder::new(column.kind)).collect(), rows: 0 }
    }

    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }

    /// Number of rows begun.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Begins a row; its cells are given in the order of the table's columns.
    pub(crate) fn row(&mut self) -> Cells<'_> {
        self.rows += 1;
        Cells { declared: self.table.columns, columns: self.columns.iter_mut(), next: 0 }
    }

    /// The rows as arrays; the builder is empty afterwards.
    ///
    /// # Errors
    /// When a row lacked a cell, or a null was given for a column that does not take it.
    pub(crate) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.rows = 0;
        RecordBatch::try_new(arrow_schema(self.table), self.columns.iter_mut().map(Builder::finish).collect())
    }
}

/// The cells of a row under construction.
///
/// Each cell names its column, so that declaration and filling are seen side by side; debug builds
/// check that they agree. In release builds a disagreement surfaces in [`TableBuilder::finish`].
pub(crate) struct Cells<'b> {
    declared: &'static [Column],
    columns: IterMut<'b, Builder>,
    next: usize,
}

impl<'b> Cells<'b> {
    fn next(&mut self, name: &str) -> Option<&'b mut Builder> {
        debug_assert_eq!(self.declared.get(self.next).map(|column| column.name), Some(name));
        self.next += 1;
        self.columns.next()
    }

    pub(crate) fn str(&mut self, name: &str, value: &str) -> &mut Self {
        self.cell(name, |builder| match builder {
            Builder::Str(builder) => builder.append_value(value),
            _ => debug_assert!(false, "{name} is no str"),
        })
    }

    /// An unknown text is null, never the empty string.
    pub(crate) fn opt_str(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        self.cell(name, |builder| match builder {
            Builder::Str(builder) => builder.append_option(value.filter(|value| !value.is_empty())),
            _ => debug_assert!(false, "{name} is no str"),
        })
    }

    /// An offset, id or count; texts are shorter than 2^31 code points.
    pub(crate) fn count(&mut self, name: &str, value: u32) -> &mut Self {
        self.opt_count(name, Some(value))
    }

    pub(crate) fn opt_count(&mut self, name: &str, value: Option<u32>) -> &mut Self {
        self.cell(name, |builder| match builder {
            Builder::I32(builder) => builder.append_option(value.map(|value| i32::try_from(value).unwrap_or(i32::MAX))),
            _ => debug_assert!(false, "{name} is no i32"),
        })
    }

    pub(crate) fn opt_f64(&mut self, name: &str, value: Option<f64>) -> &mut Self {
        self.cell(name, |builder| match builder {
            // Unbounded is null; an infinity would be a number to every reader.
            Builder::F64(builder) => builder.append_option(value.filter(|value| value.is_finite())),
            _ => debug_assert!(false, "{name} is no f64"),
        })
    }

    pub(crate) fn bool(&mut self, name: &str, value: bool) -> &mut Self {
        self.cell(name, |builder| match builder {
            Builder::Bool(builder) => builder.append_value(value),
            _ => debug_assert!(false, "{name} is no bool"),
        })
    }

    pub(crate) fn opt_date(&mut self, name: &str, value: Option<Date>) -> &mut Self {
        self.cell(name, |builder| match builder {
            Builder::Date(builder) => builder.append_option(value.map(days_since_epoch)),
            _ => debug_assert!(false, "{name} is no date"),
        })
    }

    pub(crate) fn list(&mut self, name: &str, values: &[impl AsRef<str>]) -> &mut Self {
        self.cell(name, |builder| match builder {
            Builder::List(builder) => {
                for value in values {
                    builder.values().append_value(value.as_ref());
                }
                builder.append(true);
            }
            _ => debug_assert!(false, "{name} is no list"),
        })
    }

    fn cell(&mut self, name: &str, append: impl FnOnce(&mut Builder)) -> &mut Self {
        if let Some(builder) = self.next(name) {
            append(builder);
        }
        self
    }
}
