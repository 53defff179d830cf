//! From the text of pack files to rows.

use csv_core::{ReadRecordResult, Reader};
use toml::de::{DeTable, DeValue};

use crate::error::LexiconError;
use crate::rows::{Action, PackFile, PackRows};
use crate::table::Table;

/// The column that tells what a row does to the packs below; only packs of users have it.
const ACTION: &str = "action";

impl PackRows {
    /// Lays a pack over those added before: CSV files named after the tables of the built-in pack
    /// (`actor_aliases.csv`; any name inside a folder `cues`), or TOML files with `[[actors]]`,
    /// `[[actor_aliases]]`, ... tables.
    ///
    /// Mistakes are kept for [`crate::Lexicon::compile`], which reports those of all packs.
    pub fn add_files(&mut self, pack: &str, files: &[PackFile<'_>]) {
        self.open_pack(pack);
        for file in files {
            let text = file.text.trim_start_matches('\u{feff}');
            if file.name.ends_with(".toml") {
                self.add_toml(file.name, text);
            } else {
                self.add_csv(file.name, text, false);
            }
        }
    }

    /// Adds the rows of a CSV file. The rows of the built-in pack are `canonical`: trimmed, with
    /// the columns of their table in order, which a test holds; they are copied as they stand.
    pub(crate) fn add_csv(&mut self, name: &str, text: &str, canonical: bool) {
        let file = self.open_file(name, text.len());
        let Some(table) = Table::of_file(name) else {
            self.wrong(name, 1, "no such kind of pack file".to_owned(), &format!("name it {}", file_names()));
            return;
        };
        let mut records = Records::new(text);
        let Some(header) = records.next() else {
            self.wrong(
                name,
                1,
                "the file is empty".to_owned(),
                &format!("begin it with {}", table.columns().join(",")),
            );
            return;
        };
        let Some(columns) = self.columns(name, table, &header.cells().map(str::trim).collect::<Vec<_>>()) else {
            return;
        };
        let in_order = canonical && columns.iter().copied().eq((0..table.columns().len()).map(Some));
        while let Some(record) = records.next() {
            if record.ends.len() != columns.len() {
                let message = format!("{} cells under {} columns", record.ends.len(), columns.len());
                self.wrong(name, record.line, message, "give the row a cell a column; quote cells that hold commas");
            } else if in_order {
                self.push_joined(table, file, record.line, record.text, record.ends);
            } else {
                let mut cells = vec![""; table.columns().len()];
                let mut action = "";
                for (column, cell) in columns.iter().zip(record.cells()) {
                    match column {
                        Some(column) => cells[*column] = cell.trim(),
                        None => action = cell.trim(),
                    }
                }
                self.add_row(name, table, (file, record.line), action, &cells);
            }
        }
    }

    /// Where each column of the file goes; `None` stands for the action. Reports what is missing
    /// and what is unknown.
    fn columns(&mut self, name: &str, table: Table, header: &[&str]) -> Option<Vec<Option<usize>>> {
        let mut good = true;
        for needed in table.needed().iter().filter(|needed| !header.contains(needed)) {
            let fix = format!("the columns are {}", table.columns().join(","));
            self.wrong(name, 1, format!("column {needed:?} is missing"), &fix);
            good = false;
        }
        let mut columns = Vec::with_capacity(header.len());
        for (at, column) in header.iter().enumerate() {
            let place = table.column(column);
            let again = header[..at].contains(column);
            if again || (place.is_none() && *column != ACTION) {
                let what = if again { "is there twice" } else { "is unknown" };
                let fix = format!("the columns are {}, and {ACTION}", table.columns().join(","));
                self.wrong(name, 1, format!("column {column:?} {what}"), &fix);
                good = false;
            }
            columns.push(place);
        }
        good.then_some(columns)
    }

    /// Adds a row unless a cell it needs is empty or its action is unknown.
    fn add_row(&mut self, name: &str, table: Table, (file, line): (u32, u32), action: &str, cells: &[&str]) {
        let action = match action {
            "" | "add" => Action::Add,
            "override" => Action::Override,
            "remove" => Action::Remove,
            _ => {
                self.wrong(
                    name,
                    line,
                    format!("unknown action {action:?}"),
                    "write add, override or remove, or nothing",
                );
                return;
            }
        };
        // A row that only takes another away needs no more than its key.
        let needed = if action == Action::Remove { table.key() } else { table.needed() };
        let mut good = true;
        for column in needed.iter().filter(|column| table.needed().contains(column)) {
            if table.column(column).is_some_and(|at| cells[at].is_empty()) {
                self.wrong(name, line, format!("{column:?} is empty"), "write it, or drop the row");
                good = false;
            }
        }
        if good {
            self.push(table, file, line, action, cells.iter().copied());
        }
    }

    fn add_toml(&mut self, name: &str, text: &str) {
        let file = self.open_file(name, text.len());
        let (parsed, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let line = error.span().map_or(1, |span| line_at(text, span.start));
            self.wrong(name, line, error.message().to_owned(), "mend the TOML");
        }
        if !errors.is_empty() {
            return;
        }
        for (key, value) in parsed.get_ref() {
            let line = line_at(text, key.span().start);
            let Some(table) = Table::from_name(key.get_ref()) else {
                self.wrong(
                    name,
                    line,
                    format!("no kind of rows is called {:?}", key.get_ref()),
                    &format!("write one of {}", table_names()),
                );
                continue;
            };
            let DeValue::Array(rows) = value.get_ref() else {
                let fix = format!("write [[{}]] above each row", table.name());
                self.wrong(name, line, format!("{:?} is no list of rows", table.name()), &fix);
                continue;
            };
            for row in rows {
                let line = line_at(text, row.span().start);
                match row.get_ref() {
                    DeValue::Table(row) => self.add_toml_row(name, table, (file, line), row),
                    _ => self.wrong(name, line, "this is no row".to_owned(), "write keys and values under it"),
                }
            }
        }
    }

    fn add_toml_row(&mut self, name: &str, table: Table, at: (u32, u32), row: &DeTable<'_>) {
        let mut cells = vec![String::new(); table.columns().len()];
        let mut action = String::new();
        let mut good = true;
        for (key, value) in row {
            let Some(cell) = cell_of(value.get_ref()) else {
                self.wrong(
                    name,
                    at.1,
                    format!("{:?} is no single value", key.get_ref()),
                    "write text, a number, true or false",
                );
                good = false;
                continue;
            };
            match table.column(key.get_ref()) {
                Some(column) => cells[column] = cell,
                None if key.get_ref() == ACTION => action = cell,
                None => {
                    let fix = format!("the keys of {} are {}, and {ACTION}", table.name(), table.columns().join(", "));
                    self.wrong(name, at.1, format!("unknown key {:?}", key.get_ref()), &fix);
                    good = false;
                }
            }
        }
        if good {
            let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
            self.add_row(name, table, at, &action, &cells);
        }
    }

    fn wrong(&mut self, file: &str, line: u32, message: String, fix: &str) {
        self.errors.push(LexiconError { file: file.to_owned(), line, message, fix: fix.to_owned() });
    }
}

/// A single value as a CSV file would write it: `context = true` is `yes`.
fn cell_of(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Boolean(yes) => Some(if *yes { "yes".to_owned() } else { String::new() }),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn line_at(text: &str, at: usize) -> u32 {
    let before = &text.as_bytes()[..at.min(text.len())];
    u32::try_from(before.iter().filter(|byte| **byte == b'\n').count() + 1).unwrap_or(u32::MAX)
}

fn table_names() -> String {
    Table::ALL.iter().map(|table| table.name()).collect::<Vec<_>>().join(", ")
}

fn file_names() -> String {
    Table::ALL.iter().map(|table| format!("{}.csv", table.name())).collect::<Vec<_>>().join(", ")
}

/// A CSV record.
struct Record<'r> {
    /// Line of its first character, from 1.
    line: u32,
    /// Its cells, one after another.
    text: &'r str,
    /// Where each cell ends.
    ends: &'r [usize],
}

impl<'r> Record<'r> {
    fn cells(&self) -> impl Iterator<Item = &'r str> {
        let (text, ends) = (self.text, self.ends);
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends).map(move |(start, &end)| &text[start..end])
    }
}

/// The records of a CSV text; blank lines are none.
struct Records<'t> {
    reader: Reader,
    text: &'t [u8],
    at: usize,
    line: u32,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl<'t> Records<'t> {
    fn new(text: &'t str) -> Self {
        Self { reader: Reader::new(), text: text.as_bytes(), at: 0, line: 1, cells: vec![0; 512], ends: vec![0; 16] }
    }

    fn next(&mut self) -> Option<Record<'_>> {
        let blank = self.text[self.at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.advance(blank);
        let line = self.line;
        let (mut filled, mut count) = (0, 0);
        loop {
            let (result, read, written, ended) =
                self.reader.read_record(&self.text[self.at..], &mut self.cells[filled..], &mut self.ends[count..]);
            self.advance(read);
            filled += written;
            count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return None,
            }
        }
        // Quotes and separators are ASCII: what is left after taking them out of UTF-8 is UTF-8.
        let text = std::str::from_utf8(&self.cells[..filled]).unwrap_or("");
        let ends = if text.len() == filled { &self.ends[..count] } else { &[] };
        Some(Record { line, text, ends })
    }

    fn advance(&mut self, bytes: usize) {
        let read = &self.text[self.at..self.at + bytes];
        self.line += u32::try_from(read.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(0);
        self.at += bytes;
    }
}
