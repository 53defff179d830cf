//! A workbook for people who live in spreadsheets: the findings, the claims, and what their columns mean.

use std::borrow::Cow;
use std::io::Write as _;
use std::path::Path;

use crossread_tables::{Cell, Column, ColumnType, RunDir, Table, Values, counted};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::Exported;
use crate::error::{ExportError, held};
use crate::output::whole;

/// Rows of a sheet at most, its header among them.
const ROWS: u32 = 1_048_576;
/// UTF-16 units of a cell at most.
const CELL: usize = 32_767;
/// Columns that are read as prose: wide, and wrapped.
const PROSE: [&str; 4] = ["question", "why", "sentence", "title"];
/// Width of such a column, in characters.
const WIDE: f64 = 60.0;
/// Width of another, by its type.
const fn width(kind: ColumnType) -> f64 {
    match kind {
        ColumnType::Str | ColumnType::StrList => 20.0,
        ColumnType::Date => 12.0,
        ColumnType::I32 | ColumnType::F64 | ColumnType::Bool => 10.0,
    }
}

/// How cells look.
struct Look {
    head: Format,
    day: Format,
    prose: Format,
    plain: Format,
}

impl Look {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            head: top().set_bold(),
            day: top().set_num_format("yyyy-mm-dd"),
            prose: top().set_text_wrap(),
            plain: top(),
        }
    }
}

/// What did not fit into the sheets.
#[derive(Default)]
struct Lost {
    rows: usize,
    cells: usize,
}

pub(crate) fn write(run: &RunDir, out: &Path) -> Result<Exported, ExportError> {
    let (findings, claims) = (held(run, "findings")?, held(run, "claims")?);
    let refused = |cause| ExportError::Xlsx { path: out.to_owned(), cause };
    let look = Look::new();
    let mut book = Workbook::new();
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
    // The same tables give the same bytes: the library would write the time of day.
    book.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
    let mut lost = Lost::default();
    let mut count = 0;
    for (name, table) in [("Findings", findings), ("Claims", claims)] {
        let sheet = book.add_worksheet_with_low_memory().map_err(refused)?;
        let rows = fill(run, sheet.set_name(name).map_err(refused)?, table, &look, &mut lost);
        let rows = rows?.map_err(refused)?;
        if name == "Findings" {
            count = rows;
        }
    }
    let sheet = book.add_worksheet().set_name("Columns").map_err(refused)?;
    columns(sheet, &[findings, claims], &look).map_err(refused)?;
    let bytes = book.save_to_buffer().map_err(refused)?;
    whole(out, |file| file.write_all(&bytes).map_err(ExportError::io(out)))?;
    Ok(Exported { count: count as usize, what: "findings", left_out: lost.told() })
}

impl Lost {
    fn told(&self) -> Vec<String> {
        let rows = (self.rows > 0)
            .then(|| format!("{} beyond the {ROWS} that a sheet holds", counted(self.rows, "row lies", "rows lie")));
        let cells = (self.cells > 0).then(|| {
            format!(
                "{} longer than the {CELL} units a cell holds, and cut",
                counted(self.cells, "text is", "texts are")
            )
        });
        rows.into_iter().chain(cells).collect()
    }
}

/// Writes a table as a sheet; gives the number of its rows. The outer error is of the table, the inner of the sheet.
fn fill(
    run: &RunDir,
    sheet: &mut Worksheet,
    table: &Table,
    look: &Look,
    lost: &mut Lost,
) -> Result<Result<u32, XlsxError>, ExportError> {
    let mut row = 0;
    let mut done = head(sheet, table, look);
    run.for_each(table, |cells| {
        if done.is_err() {
            return;
        }
        if row + 1 == ROWS {
            lost.rows += 1;
            return;
        }
        row += 1;
        done = (0..).zip(table.columns).try_for_each(|(at, column)| match cells.named(column.name) {
            Some(cell) => put(sheet, (row, at), column, cell, look, lost),
            None => Ok(()),
        });
    })?;
    let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let done = done.and_then(|()| sheet.autofilter(0, 0, row, last).map(|_| row));
    Ok(done)
}

fn head(sheet: &mut Worksheet, table: &Table, look: &Look) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(table.columns) {
        let wide = if PROSE.contains(&column.name) { WIDE } else { width(column.kind) };
        sheet.set_column_width(at, wide)?;
        sheet.write_string_with_format(0, at, column.name, &look.head)?;
    }
    Ok(())
}

/// Writes one cell. Text is text, whatever it begins with: no cell of a report becomes a formula.
fn put(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    column: &Column,
    cell: Cell<'_>,
    look: &Look,
    lost: &mut Lost,
) -> Result<(), XlsxError> {
    let text_look = if PROSE.contains(&column.name) { &look.prose } else { &look.plain };
    match cell {
        Cell::I32(value) => sheet.write_number_with_format(row, at, value, &look.plain)?,
        Cell::F64(value) => sheet.write_number_with_format(row, at, value, &look.plain)?,
        Cell::Bool(value) => sheet.write_boolean_with_format(row, at, value, &look.plain)?,
        Cell::Date(day) => match excel_day(day) {
            Some(date) => sheet.write_datetime_with_format(row, at, &date, &look.day)?,
            None => sheet.write_string_with_format(row, at, day.to_string(), &look.plain)?,
        },
        Cell::Str(text) => sheet.write_string_with_format(row, at, cut(text, lost), text_look)?,
        Cell::List(items) => {
            let text = items.collect::<Vec<_>>().join(", ");
            sheet.write_string_with_format(row, at, cut(&text, lost), text_look)?
        }
    };
    Ok(())
}

/// A day that a spreadsheet can count with: from 1900 on.
fn excel_day(day: jiff::civil::Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|&year| year >= 1900)?;
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

/// The text with the line breaks of cells, cut where a cell ends.
fn cut<'t>(text: &'t str, lost: &mut Lost) -> Cow<'t, str> {
    if text.contains('\r') {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        return cut(&text, lost).into_owned().into();
    }
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return text.into();
    }
    lost.cells += 1;
    let mut units = 1;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= CELL
    });
    let mut kept: String = kept.collect();
    kept.push('…');
    kept.into()
}

/// What each column means, of the sheets before.
fn columns(sheet: &mut Worksheet, tables: &[&Table], look: &Look) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    for (at, (name, wide)) in (0..).zip([("sheet", 12.0), ("column", 20.0), ("meaning", WIDE), ("values", WIDE)]) {
        sheet.set_column_width(at, wide)?;
        sheet.write_string_with_format(0, at, name, &look.head)?;
    }
    let rows = tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table.name, column)));
    for (row, (table, column)) in (1..).zip(rows) {
        let values = match column.values {
            Values::Any => String::new(),
            Values::Of(unit) => unit.to_owned(),
            Values::OneOf(values) => values().join(", "),
        };
        for (at, text) in (0..).zip([table, column.name, column.meaning, &values]) {
            sheet.write_string_with_format(row, at, text, &look.prose)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_where_a_cell_ends() {
        let mut lost = Lost::default();
        assert_eq!(cut("a\r\nb\rc", &mut lost), "a\nb\nc");
        let fits = "🕊".repeat(CELL / 2);
        assert_eq!(cut(&fits, &mut lost), fits);
        assert_eq!(lost.cells, 0);
        let long = format!("{fits}🕊");
        let kept = cut(&long, &mut lost);
        assert!(kept.encode_utf16().count() <= CELL && kept.ends_with("🕊…"));
        assert_eq!(lost.told(), ["1 text is longer than the 32767 units a cell holds, and cut"]);
    }

    #[test]
    fn days_before_1900_are_no_days_of_a_spreadsheet() {
        assert!(excel_day(jiff::civil::date(1899, 12, 31)).is_none());
        assert!(excel_day(jiff::civil::date(2026, 4, 14)).is_some());
    }
}
