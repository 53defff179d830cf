//! CSV and JSON Lines, with the columns' names.

use std::io::{self, Write};

use arrow_array::RecordBatch;

use crate::cells::{Cell, views};
use crate::columns::Table;

/// Between the items of a list in a CSV cell. Ids never hold one.
const LIST_SEPARATOR: &str = "|";

/// The header of a CSV file.
pub(crate) fn csv_header(table: &Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    names.join(",") + "\n"
}

/// True for text that a spreadsheet may run as a formula when it opens a CSV file.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The rows as CSV: null is the empty cell, lists are joined. With `safe`, text that is a formula follows an apostrophe.
pub(crate) fn write_csv(batch: &RecordBatch, safe: bool, out: &mut impl Write) -> io::Result<()> {
    let views = views(batch);
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(out);
    let mut cell = String::new();
    for row in 0..batch.num_rows() {
        for view in &views {
            cell.clear();
            if let Some(value) = view.cell(row) {
                // A negative number is none.
                let text = matches!(value, Cell::Str(_) | Cell::List(_));
                push_plain(value, &mut cell);
                if safe && text && is_formula(&cell) {
                    cell.insert(0, '\'');
                }
            }
            writer.write_field(&cell)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

pub(crate) fn push_plain(cell: Cell<'_>, out: &mut String) {
    use std::fmt::Write;
    // Writing to a string does not fail.
    let _ = match cell {
        Cell::Str(value) => out.write_str(value),
        Cell::I32(value) => write!(out, "{value}"),
        Cell::F64(value) => write!(out, "{value}"),
        Cell::Bool(value) => write!(out, "{value}"),
        Cell::Date(value) => write!(out, "{value}"),
        Cell::List(items) => {
            for (index, item) in items.enumerate() {
                if index > 0 {
                    out.push_str(LIST_SEPARATOR);
                }
                out.push_str(item);
            }
            Ok(())
        }
    };
}

/// The rows as one JSON object a line, keys in column order.
pub(crate) fn write_json_lines(table: &Table, batch: &RecordBatch, out: &mut impl Write) -> io::Result<()> {
    let views = views(batch);
    for row in 0..batch.num_rows() {
        for (index, (column, view)) in table.columns.iter().zip(&views).enumerate() {
            // Names of columns need no escaping.
            write!(out, "{}\"{}\":", if index == 0 { '{' } else { ',' }, column.name)?;
            write_json(view.cell(row), out)?;
        }
        out.write_all(b"}\n")?;
    }
    Ok(())
}

fn write_json(cell: Option<Cell<'_>>, out: &mut impl Write) -> io::Result<()> {
    let Some(cell) = cell else {
        return out.write_all(b"null");
    };
    match cell {
        Cell::Str(value) => serde_json::to_writer(out, value)?,
        Cell::I32(value) => write!(out, "{value}")?,
        Cell::F64(value) => serde_json::to_writer(out, &value)?,
        Cell::Bool(value) => write!(out, "{value}")?,
        Cell::Date(value) => write!(out, "\"{value}\"")?,
        Cell::List(items) => {
            out.write_all(b"[")?;
            for (index, item) in items.enumerate() {
                if index > 0 {
                    out.write_all(b",")?;
                }
                serde_json::to_writer(&mut *out, item)?;
            }
            out.write_all(b"]")?;
        }
    }
    Ok(())
}
