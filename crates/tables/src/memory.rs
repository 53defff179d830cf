//! A run in memory, for callers that want tables rather than files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use arrow_array::RecordBatch;
use crossread_lexicon::{CueRows, Lexicon};

use crate::builder::TableBuilder;
use crate::columns::{LEXICON, SKIPPED, Table};
use crate::error::TablesError;
use crate::read::SkippedRow;
use crate::rows::{FinishedRows, LAYERS, Rows};
use crate::writer::{RunOptions, RunWriter, Skip, Summary, lexicon_rows, push_skip};

/// What a [`RunWriter`] would write, kept in memory: filled in the same way, read as arrow batches, written at any time.
///
/// Memory grows with the number of documents; a corpus larger than memory belongs into a [`RunWriter`].
#[derive(Debug, Default)]
pub struct MemoryRun {
    steps: Vec<Step>,
    skipped: Vec<SkippedRow>,
}

#[derive(Debug)]
enum Step {
    Input(String),
    Rows(FinishedRows),
}

impl MemoryRun {
    /// Begins an INPUT, as [`RunWriter::start_input`] does.
    pub fn start_input(&mut self, name: &str) {
        self.steps.push(Step::Input(name.to_owned()));
    }

    /// Keeps the rows of some documents. Call in input order.
    ///
    /// # Errors
    /// When a row lacks a cell that its table needs.
    pub fn append(&mut self, rows: Rows<'_>) -> Result<(), TablesError> {
        self.steps.push(Step::Rows(rows.finish()?));
        Ok(())
    }

    /// Keeps a row of the table `skipped`. Call in input order.
    pub fn skip(&mut self, skip: Skip<'_>) {
        self.skipped.push(SkippedRow {
            input: skip.input.to_owned(),
            part: skip.part.map(str::to_owned),
            line: skip.line.map(|line| i32::try_from(line).unwrap_or(i32::MAX)),
            code: skip.code.to_owned(),
            message: skip.message.to_owned(),
        });
    }

    /// What was not read, in input order.
    #[must_use]
    pub fn skipped(&self) -> &[SkippedRow] {
        &self.skipped
    }

    /// Number of documents.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.rows().map(|rows| rows.documents.len()).sum()
    }

    fn rows(&self) -> impl Iterator<Item = &FinishedRows> {
        self.steps.iter().filter_map(|step| match step {
            Step::Rows(rows) => Some(rows),
            Step::Input(_) => None,
        })
    }

    /// The rows of a table that `extract` writes, in their order; none of any other table. `lexicon` is the one the
    /// documents were extracted with.
    ///
    /// # Errors
    /// When a row lacks a cell that its table needs.
    pub fn batches(&self, table: &Table, lexicon: &Lexicon) -> Result<Vec<RecordBatch>, TablesError> {
        if let Some(layer) = LAYERS.iter().position(|layer| layer.name == table.name) {
            return Ok(self.rows().map(|rows| rows.batches[layer].clone()).collect());
        }
        let mut builder = if table.name == LEXICON.name {
            let (mut fired, mut cues) = (BTreeSet::new(), CueRows::default());
            for rows in self.rows() {
                fired.extend(&rows.fired);
                cues.add(&rows.cues);
            }
            lexicon_rows(lexicon, fired, &cues, BTreeMap::new())
        } else if table.name == SKIPPED.name {
            let mut builder = TableBuilder::new(&SKIPPED);
            self.skipped.iter().for_each(|row| push_skip(&mut builder, row.into()));
            builder
        } else {
            return Ok(Vec::new());
        };
        Ok(vec![builder.finish().map_err(TablesError::arrow(table.name.as_ref()))?])
    }

    /// Writes the run, with the same bytes as a [`RunWriter`] that was given the same steps.
    ///
    /// # Errors
    /// Those of [`RunWriter`]; the old output is in place then.
    pub fn write(&self, out: &Path, lexicon: &Lexicon, options: RunOptions) -> Result<Summary, TablesError> {
        let mut run = RunWriter::create(out, lexicon, options)?;
        for step in &self.steps {
            match step {
                Step::Input(name) => run.start_input(name),
                Step::Rows(rows) => run.append_finished(rows)?,
            }
        }
        self.skipped.iter().try_for_each(|row| run.skip(row.into()))?;
        run.finish()
    }
}

impl<'a> From<&'a SkippedRow> for Skip<'a> {
    fn from(row: &'a SkippedRow) -> Self {
        Self {
            input: &row.input,
            part: row.part.as_deref(),
            line: row.line.and_then(|line| u32::try_from(line).ok()),
            code: &row.code,
            message: &row.message,
        }
    }
}

#[cfg(test)]
mod tests {
    use crossread_extract::extract;
    use crossread_text::Document;

    use super::*;
    use crate::columns::{DOCUMENTS, FIGURES};
    use crate::table;

    const LOSS: Skip<'_> =
        Skip { input: "b.jsonl", part: None, line: Some(2), code: "bad-json", message: "not JSON; correct it" };

    fn rows() -> Rows<'static> {
        let lexicon = Lexicon::built_in();
        let document = Document::from_text("a", "Nine people were killed in Nangarhar on Sunday.");
        let mut rows = Rows::new(lexicon);
        rows.append(&document, &extract(&document, lexicon));
        rows
    }

    #[test]
    fn a_run_kept_and_written_is_the_run_written_at_once() {
        let lexicon = Lexicon::built_in();
        let folder = tempfile::tempdir().unwrap();
        let (kept, direct) = (folder.path().join("kept"), folder.path().join("direct"));
        let mut memory = MemoryRun::default();
        memory.start_input("reports");
        memory.append(rows()).unwrap();
        memory.skip(LOSS);
        memory.write(&kept, lexicon, RunOptions::default()).unwrap();
        let mut writer = RunWriter::create(&direct, lexicon, RunOptions::default()).unwrap();
        writer.start_input("reports");
        writer.append(rows()).unwrap();
        writer.skip(LOSS).unwrap();
        writer.finish().unwrap();
        for entry in std::fs::read_dir(&direct).unwrap() {
            let name = entry.unwrap().file_name();
            assert!(
                std::fs::read(direct.join(&name)).unwrap() == std::fs::read(kept.join(&name)).unwrap(),
                "{} differs",
                name.display()
            );
        }
    }

    #[test]
    fn batches_hold_what_was_kept() {
        let lexicon = Lexicon::built_in();
        let mut memory = MemoryRun::default();
        memory.append(rows()).unwrap();
        memory.skip(LOSS);
        let count = |table: &Table| -> usize {
            memory.batches(table, lexicon).unwrap().iter().map(RecordBatch::num_rows).sum()
        };
        assert_eq!((memory.documents(), count(&DOCUMENTS), count(&FIGURES), count(&SKIPPED)), (1, 1, 1, 1));
        assert!(count(&LEXICON) > 0, "the row of Nangarhar fired");
        assert_eq!(count(table("findings").unwrap()), 0);
    }
}
