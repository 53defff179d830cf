//! Reading arrays of the declared types.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int32Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, ListArray, RecordBatch, StringArray,
};
use arrow_schema::DataType;
use jiff::civil::Date;

use crate::schema::day_of;

/// A column of a batch, as one of the declared types.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ColumnView<'a> {
    Str(&'a StringArray),
    I32(&'a Int32Array),
    F64(&'a Float64Array),
    Bool(&'a BooleanArray),
    Date(&'a Date32Array),
    List(&'a ListArray, &'a StringArray),
}

/// One cell that is not null.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    /// UTF-8.
    Str(&'a str),
    /// 32 bits, signed.
    I32(i32),
    /// 64 bits.
    F64(f64),
    /// True or false.
    Bool(bool),
    /// A day.
    Date(Date),
    /// A list of texts.
    List(ListCell<'a>),
}

impl Cell<'_> {
    /// The value as the CSV files have it: lists joined by `|`.
    #[must_use]
    pub fn plain(self) -> String {
        let mut out = String::new();
        crate::text_formats::push_plain(self, &mut out);
        out
    }
}

impl PartialEq for Cell<'_> {
    /// Numbers are equal when their bits are, so that a cell always equals itself.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Str(a), Self::Str(b)) => a == b,
            (Self::I32(a), Self::I32(b)) => a == b,
            (Self::F64(a), Self::F64(b)) => a.to_bits() == b.to_bits(),
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::List(a), Self::List(b)) => a.clone().eq(b.clone()),
            _ => false,
        }
    }
}

/// The items of one list, in order.
#[derive(Clone, Debug)]
pub struct ListCell<'a> {
    items: &'a StringArray,
    range: std::ops::Range<usize>,
}

impl<'a> Iterator for ListCell<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let items = self.items;
        self.range.next().map(|index| items.value(index))
    }
}

impl<'a> ColumnView<'a> {
    /// `None` for a type that no column is declared with.
    pub(crate) fn of(array: &'a ArrayRef) -> Option<Self> {
        match array.data_type() {
            DataType::Utf8 => array.as_string_opt().map(Self::Str),
            DataType::Int32 => array.as_primitive_opt::<Int32Type>().map(Self::I32),
            DataType::Float64 => array.as_primitive_opt::<Float64Type>().map(Self::F64),
            DataType::Boolean => array.as_boolean_opt().map(Self::Bool),
            DataType::Date32 => array.as_primitive_opt::<Date32Type>().map(Self::Date),
            DataType::List(_) => {
                let list = array.as_list_opt()?;
                Some(Self::List(list, list.values().as_string_opt()?))
            }
            _ => None,
        }
    }

    /// The cell of a row; `None` for null.
    pub(crate) fn cell(self, row: usize) -> Option<Cell<'a>> {
        match self {
            Self::Str(array) => array.is_valid(row).then(|| Cell::Str(array.value(row))),
            Self::I32(array) => array.is_valid(row).then(|| Cell::I32(array.value(row))),
            Self::F64(array) => array.is_valid(row).then(|| Cell::F64(array.value(row))),
            Self::Bool(array) => array.is_valid(row).then(|| Cell::Bool(array.value(row))),
            Self::Date(array) if array.is_valid(row) => Some(Cell::Date(day_of(array.value(row))?)),
            Self::List(array, items) if array.is_valid(row) => {
                Some(Cell::List(ListCell { items, range: list_range(array, row, row + 1) }))
            }
            Self::Date(_) | Self::List(..) => None,
        }
    }

    /// Bytes of text in rows `from..to`.
    fn text_bytes(self, from: usize, to: usize) -> usize {
        let bytes = |array: &StringArray, from: usize, to: usize| {
            let offsets = array.value_offsets();
            usize::try_from(offsets[to] - offsets[from]).unwrap_or(0)
        };
        match self {
            Self::Str(array) => bytes(array, from, to),
            Self::List(array, items) => {
                let range = list_range(array, from, to);
                bytes(items, range.start, range.end)
            }
            _ => 0,
        }
    }
}

/// The items of the lists of rows `from..to`.
fn list_range(array: &ListArray, from: usize, to: usize) -> std::ops::Range<usize> {
    let offsets = array.value_offsets();
    let at = |row: usize| usize::try_from(offsets[row]).unwrap_or(0);
    at(from)..at(to)
}

/// The columns of a batch.
pub(crate) fn views(batch: &RecordBatch) -> Vec<ColumnView<'_>> {
    let views: Vec<_> = batch.columns().iter().filter_map(ColumnView::of).collect();
    debug_assert_eq!(views.len(), batch.num_columns(), "a column of a type that no table declares");
    views
}

/// Bytes of text that rows `from..to` hold, whatever batch they stand in.
pub(crate) fn text_bytes(views: &[ColumnView<'_>], from: usize, to: usize) -> usize {
    views.iter().map(|view| view.text_bytes(from, to)).sum()
}
