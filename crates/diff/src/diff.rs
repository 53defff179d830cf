//! What changed, as row numbers: cells are read again when they are shown.

use std::collections::BTreeMap;

use crossread_tables::{RunDir, Table};

use crate::DiffError;
use crate::cause::{Cause, Causes};
use crate::options::Options;
use crate::work::{Moved, Work};

/// One of the two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The run that was there before.
    Old,
    /// The run that it is compared with.
    New,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Only the new run has it.
    Added,
    /// Only the old run has it.
    Removed,
    /// Both have it, with other cells.
    Changed,
}

impl Kind {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// No row on that side.
const NONE: u32 = u32::MAX;

/// A row that was added, removed or changed. Small, because there may be millions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which of the keys of its table.
    pub(crate) key: u32,
    /// Where it stands among the rows of its key: offset in the new text, rank of a question.
    pub(crate) at: i32,
    old: u32,
    new: u32,
    /// The columns that differ, as bits by position.
    pub(crate) columns: u64,
    /// Number of a set of causes.
    pub(crate) causes: u32,
}

impl Change {
    pub(crate) fn new(key: u32, at: i32, old: Option<usize>, new: Option<usize>, columns: u64) -> Self {
        let number = |row: Option<usize>| row.and_then(|row| u32::try_from(row).ok()).unwrap_or(NONE);
        Self { key, at, old: number(old), new: number(new), columns, causes: NONE }
    }

    /// What became of the row.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match (self.old, self.new) {
            (NONE, _) => Kind::Added,
            (_, NONE) => Kind::Removed,
            _ => Kind::Changed,
        }
    }

    /// Number of the row in the old run's file, from 0.
    #[must_use]
    pub fn old_row(&self) -> Option<usize> {
        (self.old != NONE).then_some(self.old as usize)
    }

    /// Number of the row in the new run's file, from 0.
    #[must_use]
    pub fn new_row(&self) -> Option<usize> {
        (self.new != NONE).then_some(self.new as usize)
    }
}

/// How many rows of a table changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that only the new run has.
    pub added: usize,
    /// Rows that only the old run has.
    pub removed: usize,
    /// Rows with other cells.
    pub changed: usize,
    /// Rows that are the same.
    pub unchanged: usize,
}

impl Counts {
    /// Rows that were added, removed or changed.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.added + self.removed + self.changed
    }
}

/// What changed in one table.
#[derive(Clone, Debug)]
pub struct TableDiff {
    table: &'static Table,
    pub(crate) counts: Counts,
    /// The run that does not hold the table, when the other does: nothing was compared.
    missing: Option<Side>,
    pub(crate) keys: Vec<String>,
    pub(crate) changes: Vec<Change>,
}

impl TableDiff {
    pub(crate) fn new(table: &'static Table, missing: Option<Side>) -> Self {
        Self { table, counts: Counts::default(), missing, keys: Vec::new(), changes: Vec::new() }
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &'static Table {
        self.table
    }

    /// How many rows changed.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The run that does not hold the table although the other does; then its rows were not compared.
    #[must_use]
    pub fn missing(&self) -> Option<Side> {
        self.missing
    }

    /// The changes, sorted by key and place; questions by rank.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The key of a change: cells joined by U+001F.
    #[must_use]
    pub fn key(&self, change: &Change) -> &str {
        self.keys.get(change.key as usize).map_or("", String::as_str)
    }

    pub(crate) fn push(&mut self, change: Change) {
        match change.kind() {
            Kind::Added => self.counts.added += 1,
            Kind::Removed => self.counts.removed += 1,
            Kind::Changed => self.counts.changed += 1,
        }
        self.changes.push(change);
    }
}

/// What changed between two runs, and why.
#[derive(Debug)]
pub struct Diff {
    pub(crate) old: RunDir,
    pub(crate) new: RunDir,
    pub(crate) tables: Vec<TableDiff>,
    pub(crate) causes: Causes,
    pub(crate) moved: BTreeMap<String, Moved>,
}

impl Diff {
    /// Compares two runs, or two directories that hold comparisons alone. Tables that neither holds are passed over.
    ///
    /// Memory: some tens of bytes a document and a change, and the rows of those documents that differ, piece by piece.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn between(old: RunDir, new: RunDir, options: &Options) -> Result<Self, DiffError> {
        let (mut tables, causes, moved) = Work::new(&old, &new, options)?.run()?;
        tables.retain(|table| options.wants(table.table));
        Ok(Self { old, new, tables, causes, moved })
    }

    /// What changed in each table, in the order of the contract.
    #[must_use]
    pub fn tables(&self) -> &[TableDiff] {
        &self.tables
    }

    /// What changed in the table of that name; `None` when neither run holds it, or when it was not asked for.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&TableDiff> {
        self.tables.iter().find(|table| table.table.name == name)
    }

    /// True when no row was added, removed or changed, and both runs hold the same tables.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables.iter().all(|table| table.changes.is_empty() && table.missing.is_none())
    }

    /// Why a row changed, sorted; never empty.
    #[must_use]
    pub fn causes(&self, change: &Change) -> Vec<&Cause> {
        self.causes.get(change.causes)
    }

    /// One of the two runs.
    #[must_use]
    pub fn run(&self, side: Side) -> &RunDir {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }

    /// Where a span of the old text of a document stands in its new text, both in code points.
    #[must_use]
    pub fn moved(&self, doc_id: &str, span: (i32, i32)) -> (i32, i32) {
        let text = self.moved.get(doc_id).and_then(|moved| moved.text.as_ref());
        text.map_or(span, |text| text.forward(span))
    }

    /// The number that a figure of the old run has in the new one; `None` when the new run does not have it.
    #[must_use]
    pub fn figure(&self, doc_id: &str, number: i32) -> Option<i32> {
        match self.moved.get(doc_id).and_then(|moved| moved.figures.as_ref()) {
            Some(figures) => figures.get(&number).copied(),
            None => Some(number),
        }
    }
}
