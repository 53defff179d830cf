//! The column dictionary, from the declarations.

use std::fmt::Write;

use crate::columns::{Column, TABLES, Table, Values, Writer};

const HEAD: &str = "# The tables, column by column

Generated from `crates/tables/src/columns`; a test fails when the two differ, and
`UPDATE_DOCS=1 cargo test -p crossread-tables` writes this file anew. `crossread schema` prints the same.

- Every table is a Parquet file (`figures.parquet`; from Apache Spark a folder of part files, docs/scale.md), and on request CSV
  (UTF-8, with a header, lists joined by `|`, null is the empty cell) and JSON Lines, with the same names.
- `?` marks a column that may be null: unknown, never zero, never a wildcard. Other columns always have a value.
- `start` and `end` count Unicode code points, as Python, R, Julia and polars do; `text` is exactly that slice.
- Documents stand in input order, rows within a document by `start`, `end`, `rule`.
- `run.json` tells the versions, the build, lexicon packs, options and inputs, and the number of rows and the sha256 of each
  table: a folder in which files of several runs are mixed is refused.
";

/// `docs/tables.md`: every table and column with type, nullability, meaning and values.
#[must_use]
pub fn dictionary() -> String {
    let mut out = HEAD.to_owned();
    for (writer, title) in
        [(Writer::Extract, "Written by `crossread extract`"), (Writer::Compare, "Written by `crossread compare`")]
    {
        let _ = write!(out, "\n## {title}\n");
        TABLES.iter().filter(|table| table.writer == writer).for_each(|table| push_table(&mut out, table));
    }
    out
}

// Writing to a string does not fail.
fn push_table(out: &mut String, table: &Table) {
    let _ = write!(out, "\n### {}\n\nOne row is {}.\n\n", table.name, table.row);
    out.push_str("| column | type | meaning | values |\n|---|---|---|---|\n");
    for column in table.columns {
        let null = if column.nullable { "?" } else { "" };
        let kind = column.kind.name().replace('<', "\\<");
        let _ = writeln!(out, "| `{}` | {kind}{null} | {} | {} |", column.name, column.meaning, values(column));
    }
}

fn values(column: &Column) -> String {
    match column.values {
        Values::Any => String::new(),
        Values::Of(what) => what.to_owned(),
        Values::OneOf(values) => {
            let names: Vec<String> = values().iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        }
    }
}
