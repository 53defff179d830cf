//! Who and where by document: documents as columns up to eight, counts beyond.

use std::io::{self, Write};

use crossread_compare::MatrixRow;

use super::{WIDTH, cut, padded};

/// More documents than this are counted instead of shown as columns.
const MOST_COLUMNS: usize = 8;
/// Fewer documents leave the name no more room than these do.
const LEAST_COLUMNS: usize = 5;
/// Columns of the name and of its kind beside counts; the longest kind is `intergovernmental`.
const LONG_NAME: usize = 40;
const KIND: usize = 17;
/// Columns of a document.
const CELL: usize = 8;

/// Prints the first `most` rows of a matrix under `title`; `documents` are all that were compared.
pub(crate) fn print(
    out: &mut impl Write,
    title: &str,
    rows: &[MatrixRow],
    documents: &[String],
    most: usize,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    if documents.len() <= MOST_COLUMNS {
        wide(out, title, rows, documents, most)?;
    } else {
        writeln!(out, "{} {:>9} {:>8}  first in", padded(title, LONG_NAME + KIND + 1), "documents", "mentions")?;
        for row in rows.iter().take(most) {
            let first = row.documents.first().map_or("", |(doc_id, _)| doc_id);
            let name = padded(&cut(&row.name, LONG_NAME), LONG_NAME);
            let kind = padded(&cut(&row.kind, KIND), KIND);
            let line = format!("{name} {kind} {:>9} {:>8}  ", row.documents.len(), row.mentions);
            let room = WIDTH.saturating_sub(line.len());
            writeln!(out, "{line}{}", cut(first, room))?;
        }
    }
    if rows.len() > most {
        writeln!(out, "… and {} more", super::thousands(rows.len() - most))?;
    }
    Ok(())
}

fn wide(out: &mut impl Write, title: &str, rows: &[MatrixRow], documents: &[String], most: usize) -> io::Result<()> {
    let name = WIDTH - CELL * MOST_COLUMNS.min(documents.len()).max(LEAST_COLUMNS);
    write!(out, "{}", padded(title, name))?;
    for number in 1..=documents.len() {
        write!(out, "{:>CELL$}", format!("[{number}]"))?;
    }
    writeln!(out)?;
    for row in rows.iter().take(most) {
        write!(out, "{}", padded(&cut(&row.name, name), name))?;
        for doc_id in documents {
            let mentions = row.documents.iter().find(|(id, _)| id == doc_id).map(|(_, mentions)| mentions.to_string());
            write!(out, "{:>CELL$}", mentions.as_deref().unwrap_or("·"))?;
        }
        writeln!(out)?;
    }
    for (number, doc_id) in documents.iter().enumerate() {
        writeln!(out, "  [{}] {}", number + 1, cut(doc_id, WIDTH - 8))?;
    }
    Ok(())
}
