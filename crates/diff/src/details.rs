//! Changes with their cells.

use crossread_tables::{Cell, Row, Table};
use serde::Serialize;
use serde_json::Value;

use crate::DiffError;
use crate::cause::Cause;
use crate::diff::{Change, Diff, Kind, TableDiff};
use crate::work::both;

/// Changes whose rows are in memory at once.
const AT_ONCE: usize = 16_384;

/// A cell that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellChange {
    /// Its column.
    pub column: &'static str,
    /// What the old row holds; null for an added row.
    pub old: Value,
    /// What the new row holds; null for a removed row.
    pub new: Value,
}

/// A change with its cells: of a changed row those that differ, of others all.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// The change.
    pub change: Change,
    /// What became of the row.
    pub kind: Kind,
    /// The key columns with their values.
    pub key: Vec<(&'static str, String)>,
    /// Where the row stands: in the new text, or in the old text for a removed row; in code points.
    pub span: Option<(i32, i32)>,
    /// Where the old row stands in the old text, in code points.
    pub old_span: Option<(i32, i32)>,
    /// The rules of the old and of the new row.
    pub rules: (Option<String>, Option<String>),
    /// What a reader knows the row by: the words of its span, the question, the name.
    pub label: String,
    /// The cells.
    pub cells: Vec<CellChange>,
    /// Why, sorted.
    pub causes: Vec<Cause>,
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// Nobody asked it before.
    New,
    /// Its accounts relate in another way.
    Flipped,
    /// Its figures run from another lowest to another highest.
    Revised,
    /// Its accounts answer a question of another place, time or class now.
    Moved,
    /// Nobody asks it any more.
    Gone,
    /// Something else about it: accounts, sources, wording.
    Other,
}

impl FindingKind {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Flipped => "flipped",
            Self::Revised => "revised",
            Self::Moved => "moved",
            Self::Gone => "gone",
            Self::Other => "other",
        }
    }
}

impl Detail {
    /// A cell by its column.
    #[must_use]
    pub fn cell(&self, column: &str) -> Option<&CellChange> {
        self.cells.iter().find(|cell| cell.column == column)
    }

    /// Of a row of `findings`: what became of the question.
    #[must_use]
    pub fn finding(&self) -> FindingKind {
        let has = |column: &str| self.cell(column).is_some();
        match self.kind {
            Kind::Added => FindingKind::New,
            Kind::Removed => FindingKind::Gone,
            Kind::Changed if has("relation") => FindingKind::Flipped,
            Kind::Changed if has("low") || has("high") => FindingKind::Revised,
            Kind::Changed if ["question", "place_ids", "date_from", "date_to", "subject"].into_iter().any(has) => {
                FindingKind::Moved
            }
            Kind::Changed => FindingKind::Other,
        }
    }
}

impl Diff {
    /// Calls `each` for the first `most` changes of a table that `wanted` takes, in order. Memory is bounded by some
    /// thousand rows.
    ///
    /// # Errors
    /// When a table cannot be read any more, or the first error of `each`.
    pub fn details<E: From<DiffError>>(
        &self,
        table: &TableDiff,
        most: Option<usize>,
        wanted: impl Fn(&Change) -> bool,
        mut each: impl FnMut(Detail) -> Result<(), E>,
    ) -> Result<(), E> {
        let changes: Vec<Change> =
            table.changes.iter().copied().filter(wanted).take(most.unwrap_or(usize::MAX)).collect();
        for changes in changes.chunks(AT_ONCE) {
            let numbers = |row: fn(&Change) -> Option<usize>| changes.iter().filter_map(row).map(|row| row..row + 1);
            let (old, new) = both(
                || self.old.rows(table.table(), numbers(Change::old_row)),
                || self.new.rows(table.table(), numbers(Change::new_row)),
            )?;
            for change in changes {
                let old = change.old_row().and_then(|row| old.get(row));
                let new = change.new_row().and_then(|row| new.get(row));
                each(self.detail(table, change, old, new))?;
            }
        }
        Ok(())
    }

    fn detail(&self, table: &TableDiff, change: &Change, old: Option<Row<'_>>, new: Option<Row<'_>>) -> Detail {
        let declared = table.table();
        let row = new.or(old);
        let kind = change.kind();
        let differs = |position: &usize| kind != Kind::Changed || change.columns >> position & 1 == 1;
        let cells = (0..declared.columns.len()).filter(differs).map(|position| CellChange {
            column: declared.columns[position].name,
            old: value(old.and_then(|row| row.at(position))),
            new: value(new.and_then(|row| row.at(position))),
        });
        Detail {
            change: *change,
            kind,
            key: key(declared, table.key(change)),
            span: row.and_then(span),
            old_span: old.and_then(span),
            rules: (old.and_then(rule), new.and_then(rule)),
            label: row.map(|row| label(declared, row)).unwrap_or_default(),
            cells: cells.collect(),
            causes: self.causes(change).into_iter().cloned().collect(),
        }
    }
}

fn span(row: Row<'_>) -> Option<(i32, i32)> {
    row.i32("start").zip(row.i32("end"))
}

fn rule(row: Row<'_>) -> Option<String> {
    row.str("rule").map(str::to_owned)
}

fn key(table: &'static Table, key: &str) -> Vec<(&'static str, String)> {
    let plan = crate::plan::Plan::all().find(|plan| plan.table.name == table.name);
    let names = plan.map_or(&[][..], |plan| plan.key);
    names.iter().copied().zip(key.split('\u{1f}').map(str::to_owned)).collect()
}

fn label(table: &Table, row: Row<'_>) -> String {
    let columns: &[&str] = match table.name {
        "findings" => &["question"],
        "compare_actors" => &["actor"],
        "compare_places" => &["place"],
        "skipped" => &["message"],
        _ => &["text", "title", "entry", "view_rule"],
    };
    columns.iter().find_map(|column| row.str(column)).unwrap_or_default().to_owned()
}

/// A cell as JSON holds it; days are texts.
pub(crate) fn value(cell: Option<Cell<'_>>) -> Value {
    match cell {
        None => Value::Null,
        Some(Cell::Str(value)) => value.into(),
        Some(Cell::I32(value)) => value.into(),
        Some(Cell::F64(value)) => value.into(),
        Some(Cell::Bool(value)) => value.into(),
        Some(Cell::Date(value)) => value.to_string().into(),
        Some(Cell::List(items)) => items.collect::<Vec<_>>().into(),
    }
}

/// A value as people read it: a text without quotes, a list joined, null as a dash.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) if text.is_empty() => "\"\"".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Number(number) => match number.as_f64() {
            Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
            _ => number.to_string(),
        },
        Value::Bool(value) => value.to_string(),
        other @ Value::Object(_) => other.to_string(),
    }
}
