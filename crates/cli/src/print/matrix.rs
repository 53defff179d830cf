//! Who and where by document: documents as columns up to eight, counts beyond.

use std::collections::{BTreeMap, BTreeSet};
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
        let shown = roles(&rows[..most.min(rows.len())]);
        for row in rows.iter().take(most) {
            let first = row.documents.first().map_or("", |cell| &cell.doc_id);
            let name = padded(&cut(&row.name, LONG_NAME), LONG_NAME);
            // All places of a table are of one kind: what happens to them tells more.
            let kind = if shown.is_empty() { row.kind.clone() } else { counted_roles(row) };
            let kind = padded(&cut(&kind, KIND), KIND);
            let line = format!("{name} {kind} {:>9} {:>8}  ", row.documents.len(), row.mentions);
            let room = WIDTH.saturating_sub(line.len());
            writeln!(out, "{line}{}", cut(first, room))?;
        }
        legend(out, &shown)?;
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
            let cell = row.documents.iter().find(|cell| cell.doc_id == *doc_id).map(|cell| {
                let letters: String = cell.roles.iter().filter_map(|role| letter(role)).collect();
                format!("{letters} {}", cell.mentions)
            });
            write!(out, "{:>CELL$}", cell.as_deref().unwrap_or("·"))?;
        }
        writeln!(out)?;
    }
    legend(out, &roles(&rows[..most.min(rows.len())]))?;
    for (number, doc_id) in documents.iter().enumerate() {
        writeln!(out, "  [{}] {}", number + 1, cut(doc_id, WIDTH - 8))?;
    }
    Ok(())
}

/// The roles that places of these rows have.
fn roles(rows: &[MatrixRow]) -> BTreeSet<&str> {
    rows.iter().flat_map(|row| &row.documents).flat_map(|cell| &cell.roles).map(String::as_str).collect()
}

/// In how many documents a place has each role.
fn counted_roles(row: &MatrixRow) -> String {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    for role in row.documents.iter().flat_map(|cell| &cell.roles) {
        *counts.entry(letter(role).unwrap_or_default()).or_default() += 1;
    }
    counts.iter().map(|(letter, count)| format!("{letter}{count}")).collect::<Vec<_>>().join(" ")
}

/// A role as it stands in a cell; each begins with another letter.
fn letter(role: &str) -> Option<char> {
    role.chars().next().map(|c| c.to_ascii_uppercase())
}

/// What the letters of the cells stand for.
fn legend(out: &mut impl Write, roles: &BTreeSet<&str>) -> io::Result<()> {
    if roles.is_empty() {
        return Ok(());
    }
    let words = roles.iter().filter_map(|role| Some(format!("{} {}", letter(role)?, role.replace('-', " "))));
    writeln!(out, "  {}", words.collect::<Vec<_>>().join(" · "))
}
