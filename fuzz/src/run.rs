//! Runs in folders: extracted from texts, or with any text in every cell.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field};
use crossread_extract::extract;
use crossread_lexicon::Lexicon;
use crossread_tables::{
    CONTRACT_VERSION, Column, ColumnType, Rows, RunDir, RunOptions, RunWriter, TABLES, Table, TablesError, Values,
    arrow_schema,
};
use crossread_text::Document;
use parquet::arrow::ArrowWriter;

/// Rows of each table of a compared run.
const ROWS: usize = 4;
/// 4 October 2024, in days since 1970.
const DAY: i32 = 20_000;

/// Documents, with U+001D between them and U+001F between text, title, outlet and end of the id.
pub fn documents(text: &str) -> Vec<Document> {
    let document = |(number, part): (usize, &str)| {
        let mut fields = part.split('\u{1f}');
        let mut next = || fields.next().filter(|field| !field.is_empty()).map(str::to_owned);
        let text = next()?;
        let (title, source) = (next(), next());
        let id = format!("{number}-{}", next().unwrap_or_default());
        Some(Document { title, source, ..Document::from_text(id, text) })
    };
    text.split('\u{1d}').enumerate().filter_map(document).collect()
}

/// Extracts documents and writes their run.
///
/// # Errors
/// When it cannot be written or read.
pub fn extracted_run(out: &Path, documents: &[Document], lexicon: &Lexicon) -> Result<RunDir, TablesError> {
    let mut rows = Rows::new(lexicon);
    for document in documents {
        rows.append(document, &extract(document, lexicon));
    }
    let mut run = RunWriter::create(out, lexicon, RunOptions::default())?;
    run.start_input("reports");
    run.append(rows)?;
    run.finish()?;
    RunDir::open(out)
}

/// Writes a run of which every table has the same number of rows, the pieces of `text` (U+001F between them) one after the other
/// in its cells; ids fit to each other, and closed lists are kept.
///
/// # Errors
/// When it cannot be written or read.
pub fn compared_run(out: &Path, text: &str) -> io::Result<RunDir> {
    fs::create_dir_all(out)?;
    let mut cells = Cells { pieces: text.split('\u{1f}').collect(), at: 0 };
    for table in TABLES {
        let columns = table.columns.iter().map(|column| cells.column(column)).collect();
        write(out, table, columns).map_err(io::Error::other)?;
    }
    fs::write(out.join("run.json"), format!("{{\"contract_version\":{CONTRACT_VERSION}}}"))?;
    RunDir::comparison(out).map_err(io::Error::other)
}

fn write(out: &Path, table: &Table, columns: Vec<ArrayRef>) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let schema = arrow_schema(table);
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns)?;
    let file = File::create(out.join(format!("{}.parquet", table.name)))?;
    let mut writer = ArrowWriter::try_new(file, schema, None)?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

/// Pieces of a text, taken in turn.
struct Cells<'t> {
    pieces: Vec<&'t str>,
    at: usize,
}

impl<'t> Cells<'t> {
    fn next(&mut self) -> &'t str {
        self.at += 1;
        self.pieces[(self.at - 1) % self.pieces.len()]
    }

    fn number(&mut self) -> i32 {
        i32::try_from(self.next().len()).unwrap_or(i32::MAX)
    }

    fn column(&mut self, column: &Column) -> ArrayRef {
        let null = |empty: bool| column.nullable && empty;
        match column.kind {
            ColumnType::Str => {
                let texts: Vec<Option<String>> = (0..ROWS).map(|row| self.text(column, row)).collect();
                Arc::new(StringArray::from(texts))
            }
            ColumnType::I32 => {
                let number = |row: usize| match column.name {
                    "figure_id" | "sentence_id" | "rank" => i32::try_from(row).ok(),
                    _ => Some(self.number()),
                };
                Arc::new(
                    (0..ROWS)
                        .map(number)
                        .map(|number| number.filter(|&number| !null(number == 0)))
                        .collect::<Int32Array>(),
                )
            }
            ColumnType::F64 => {
                let number = |_| {
                    let piece = self.next();
                    let number = piece.parse().ok().filter(|number: &f64| number.is_finite());
                    (!null(piece.is_empty())).then_some(number.unwrap_or(piece.len() as f64))
                };
                Arc::new((0..ROWS).map(number).collect::<Float64Array>())
            }
            ColumnType::Bool => Arc::new((0..ROWS).map(|_| Some(self.number() % 2 == 1)).collect::<BooleanArray>()),
            ColumnType::Date => {
                let day = |_| Some(self.number()).filter(|&number| !null(number == 0)).map(|number| DAY + number % 400);
                Arc::new((0..ROWS).map(day).collect::<Date32Array>())
            }
            ColumnType::StrList => {
                let mut lists =
                    ListBuilder::new(StringBuilder::new()).with_field(Field::new("element", DataType::Utf8, false));
                for _ in 0..ROWS {
                    for _ in 0..self.number() % 3 {
                        lists.values().append_value(self.next());
                    }
                    lists.append(true);
                }
                Arc::new(lists.finish())
            }
        }
    }

    fn text(&mut self, column: &Column, row: usize) -> Option<String> {
        let piece = self.next();
        let id = |row: usize| format!("{row}{}", self.pieces[0]);
        match column.values {
            _ if matches!(column.name, "doc_id" | "question_id") => Some(id(row)),
            _ if column.name == "duplicate_of" => piece.is_empty().then(|| id(0)),
            _ if column.nullable && piece.is_empty() => None,
            Values::OneOf(words) => {
                let words = words();
                words
                    .get(piece.len() % words.len().max(1))
                    .map_or_else(|| Some(piece.to_owned()), |&word| Some(word.to_owned()))
            }
            _ => Some(piece.to_owned()),
        }
    }
}
