//! An accepted extraction as text: one file a document, made to be read in `git diff`.
//!
//! A file holds the sentences in which something was found, in text order, each with its rows below it. Offsets and numbers
//! of sentences and figures are left out, so that an edit elsewhere in the document changes no line; the lexicon rows that
//! fired stand with their hashes in a file of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crossread_lexicon::Cue;
use crossread_tables::{Row, RunDir, Table, file_stem, table};
use serde_json::Value;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::DiffError;
use crate::details::{shown, value};

/// Columns that say where a row stands, which its sentence says already.
const PLACE: [&str; 6] = ["doc_id", "figure_id", "sentence_id", "start", "end", "text"];

/// Layers in the order of the tables, with the word that begins their lines.
const LAYERS: [(&str, &str); 4] = [("actors", "party"), ("places", "place"), ("times", "time"), ("figures", "figure")];

/// Text files by name; names hold `/` where ids do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Content by path below the baseline's folder.
    pub files: BTreeMap<String, String>,
}

impl Baseline {
    /// What the files of documents end in.
    pub const SUFFIX: &'static str = ".baseline";
    /// The file that lists the lexicon rows that fired; no document's file is called so.
    pub const LEXICON: &'static str = "lexicon.csv";

    /// The baseline of a run. Memory: the texts of all its files.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn of(run: &RunDir) -> Result<Self, DiffError> {
        let mut files = BTreeMap::new();
        let mut documents: BTreeMap<String, Sentences> = BTreeMap::new();
        each(run, "sentences", |row| {
            let (Some(id), Some(number)) = (row.str("doc_id"), row.i32("sentence_id")) else { return };
            let text = row.str("text").unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
            documents.entry(id.to_owned()).or_default().insert(number, (text, Vec::new()));
        })?;
        let mut named = BTreeSet::new();
        for (name, word) in LAYERS {
            let Some(declared) = table(name) else { continue };
            each(run, name, |row| {
                named.extend(["entry", "vague"].into_iter().filter_map(|column| row.str(column)).map(str::to_owned));
                let sentence = row.str("doc_id").and_then(|id| documents.get_mut(id));
                let number = row.i32("sentence_id").unwrap_or(0);
                if let Some((_, lines)) = sentence.and_then(|sentences| sentences.get_mut(&number)) {
                    let offset = row.i32("start").unwrap_or(0);
                    lines.push((offset, format!("  {word} {}\n", cells(declared, row))));
                }
            })?;
        }
        each(run, "documents", |row| {
            let id = row.str("doc_id").unwrap_or_default();
            let sentences = documents.remove(id).unwrap_or_default();
            files.insert(file_stem(id) + Self::SUFFIX, document(row, sentences));
        })?;
        files.insert(Self::LEXICON.to_owned(), lexicon(run, &named)?);
        Ok(Self { files })
    }

    /// The difference from `self`, which was accepted, to `now`, as unified text; empty when there is none.
    #[must_use]
    pub fn difference(&self, now: &Self) -> String {
        let names: BTreeSet<&String> = self.files.keys().chain(now.files.keys()).collect();
        let text = |files: &BTreeMap<String, String>, name: &String| files.get(name).cloned().unwrap_or_default();
        // The lexicon first: a row that changed is mostly the cause of what follows.
        let (first, rest): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| *name == Self::LEXICON);
        let mut out = String::new();
        for name in first.into_iter().chain(rest) {
            out.push_str(&unified(name, &text(&self.files, name), &text(&now.files, name)));
        }
        out
    }
}

/// Sentences by number: the text, and the lines below it with their offsets.
type Sentences = BTreeMap<i32, (String, Vec<(i32, String)>)>;

fn each(run: &RunDir, name: &str, row: impl FnMut(Row<'_>)) -> Result<(), DiffError> {
    match table(name).filter(|table| run.holds(table)) {
        Some(table) => Ok(run.for_each(table, row)?),
        None => Ok(()),
    }
}

/// The lexicon rows that fired, with their hashes. Cue words of the lowest pack are left out unless a row names them: any
/// sentence holds some, and the list would change with every edit.
fn lexicon(run: &RunDir, named: &BTreeSet<String>) -> Result<String, DiffError> {
    let lowest = run.run().packs.first().map_or("", |pack| pack.name.as_str());
    let mut lexicon = String::from("entry,hash\n");
    each(run, "lexicon", |row| {
        let entry = row.str("entry").unwrap_or_default();
        let told = Cue::phrase_of(entry).is_none() || row.str("pack") != Some(lowest) || named.contains(entry);
        if told {
            let _ = writeln!(lexicon, "{},{}", quoted(entry), row.str("hash").unwrap_or_default());
        }
    })?;
    Ok(lexicon)
}

fn document(row: Row<'_>, sentences: Sentences) -> String {
    let mut out = format!("document {}\n", line(row.str("doc_id").unwrap_or_default()));
    for column in ["title", "source", "url", "language"] {
        if let Some(text) = row.str(column) {
            let _ = writeln!(out, "{column} {}", line(text));
        }
    }
    if let Some(day) = row.date("published") {
        let _ = writeln!(out, "published {day}");
    }
    if row.bool("synthetic") == Some(true) {
        out.push_str("synthetic\n");
    }
    for (text, mut lines) in sentences.into_values().filter(|(_, lines)| !lines.is_empty()) {
        lines.sort_by_key(|(offset, _)| *offset);
        let _ = write!(out, "\n{text}\n");
        lines.iter().for_each(|(_, line)| out.push_str(line));
    }
    out
}

/// The words of a row, then what was made of them, one `column=value` after the other; null and empty lists are left out.
fn cells(table: &Table, row: Row<'_>) -> String {
    let mut out = format!("“{}”", line(row.str("text").unwrap_or_default()));
    for column in table.columns.iter().filter(|column| !PLACE.contains(&column.name)) {
        match value(row.named(column.name)) {
            Value::Null => {}
            Value::Array(items) if items.is_empty() => {}
            // The number of a figure would change with every figure before it.
            Value::Number(_) if column.name == "part_of" => out.push_str(" part"),
            Value::Bool(false) => {}
            Value::Bool(true) => {
                let _ = write!(out, " {}", column.name);
            }
            value => {
                let _ = write!(out, " {}={}", column.name, quoted(&shown(&value)));
            }
        }
    }
    out
}

/// A value in which blanks or quotes need quotes.
fn quoted(text: &str) -> String {
    let text = line(text);
    if text.contains([' ', '"', ',']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines around a change that are shown with it.
const CONTEXT: usize = 2;

/// Two texts as a unified diff under one name, whole lines; empty when they are the same.
#[must_use]
pub fn unified(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let side = |lines: &[&str], prefix: &str| {
        if lines.is_empty() { "/dev/null".to_owned() } else { format!("{prefix}/{name}") }
    };
    let mut out = format!("--- {}\n+++ {}\n", side(&old, "a"), side(&new, "b"));
    for group in similar::group_diff_ops(ops, CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let range = |from: usize, to: usize| match to - from {
            1 => format!("{}", from + 1),
            0 => format!("{from},0"),
            count => format!("{},{count}", from + 1),
        };
        let (a, b) = (
            range(first.old_range().start, last.old_range().end),
            range(first.new_range().start, last.new_range().end),
        );
        let _ = writeln!(out, "@@ -{a} +{b} @@");
        for op in group {
            let mut push = |sign: char, lines: &[&str]| {
                lines.iter().for_each(|line| {
                    let _ = writeln!(out, "{sign}{line}");
                });
            };
            match op {
                DiffOp::Equal { .. } => push(' ', &old[op.old_range()]),
                _ => {
                    push('-', &old[op.old_range()]);
                    push('+', &new[op.new_range()]);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_is_unified() {
        let old = "a\nb\nc\nd\ne\nf\n";
        let new = "a\nb\nc\nD\ne\nf\n";
        assert_eq!(unified("x", old, new), "--- a/x\n+++ b/x\n@@ -2,5 +2,5 @@\n b\n c\n-d\n+D\n e\n f\n");
        assert_eq!(unified("x", "", "a\n"), "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
        assert_eq!(unified("x", old, old), "");
    }
}
