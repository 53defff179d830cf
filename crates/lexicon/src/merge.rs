//! Packs over packs: which rows are left when every row has had its effect on those below.

use rustc_hash::FxHashMap;

use crate::error::LexiconError;
use crate::rows::{Action, PackRows, Row};
use crate::table::Table;

/// The rows in force, by table.
pub(crate) struct Merged {
    tables: [Vec<Row>; Table::COUNT],
    /// Keys of the parties, places and units that a pack took away: their spellings go with them.
    removed: Vec<(Table, String)>,
    /// The rows that took others away.
    removals: Vec<(Table, Row)>,
}

impl Merged {
    /// The rows in force, in layering order; an overriding row stands where the row below it stood.
    pub(crate) fn rows(&self, table: Table) -> &[Row] {
        &self.tables[table as usize]
    }

    /// The rows that take others away, by table, in layering order.
    pub(crate) fn removals(&self) -> &[(Table, Row)] {
        &self.removals
    }

    /// True when a pack took the row of that key away.
    pub(crate) fn is_removed(&self, table: Table, key: &str) -> bool {
        self.removed.iter().any(|(of, removed)| *of == table && removed == key)
    }
}

/// Layers the packs of `rows`. With one pack there is nothing to layer, and rows stay as they are.
pub(crate) fn merge(rows: &PackRows, errors: &mut Vec<LexiconError>) -> Merged {
    let mut merged = Merged { tables: std::array::from_fn(|_| Vec::new()), removed: Vec::new(), removals: Vec::new() };
    for &table in Table::ALL {
        merged.tables[table as usize] = merge_table(rows, table, &mut merged.removed, errors);
        let removing = rows.table(table).iter().filter(|row| row.action == Action::Remove);
        merged.removals.extend(removing.map(|row| (table, *row)));
    }
    merged
}

fn merge_table(
    rows: &PackRows,
    table: Table,
    removed: &mut Vec<(Table, String)>,
    errors: &mut Vec<LexiconError>,
) -> Vec<Row> {
    let mut kept: Vec<Option<Row>> = Vec::with_capacity(rows.table(table).len());
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let columns: Vec<usize> = table.key().iter().filter_map(|column| table.column(column)).collect();
    for &row in rows.table(table) {
        let key = key_of(rows, row, &columns);
        let below = places.get(&key).copied().filter(|&at| kept[at].is_some());
        let twice = below.and_then(|at| kept[at]).filter(|below| rows.pack_index(*below) == rows.pack_index(row));
        if let Some(below) = twice {
            let message = format!("{} {} is in line {} already", table.name(), shown(&key), below.line);
            errors.push(rows.mistake(row, message, "drop one of the two rows"));
            continue;
        }
        match (row.action, below) {
            (Action::Add, None) => {
                places.insert(key, kept.len());
                kept.push(Some(row));
            }
            (Action::Override, Some(below)) => kept[below] = Some(row),
            (Action::Remove, Some(below)) => {
                kept[below] = None;
                removed.push((table, key));
            }
            (Action::Add, Some(below)) => {
                let pack = kept[below].map_or("", |below| rows.pack(below));
                let message = format!("{} {} is in the pack {pack:?} already", table.name(), shown(&key));
                errors.push(rows.mistake(row, message, "write override in its action column, or drop the row"));
            }
            (Action::Override | Action::Remove, None) => {
                let message = format!("{} {} is in no pack below", table.name(), shown(&key));
                errors.push(rows.mistake(row, message, "write add in its action column, or drop the row"));
            }
        }
    }
    kept.into_iter().flatten().collect()
}

/// Separates the cells of a key; no cell holds it.
const BETWEEN: char = '\u{1f}';

fn key_of(rows: &PackRows, row: Row, columns: &[usize]) -> String {
    let mut key = String::with_capacity(32);
    for (at, &column) in columns.iter().enumerate() {
        if at > 0 {
            key.push(BETWEEN);
        }
        key.push_str(rows.cell(row, column));
    }
    key
}

/// A key for messages.
fn shown(key: &str) -> String {
    format!("{:?}", key.replace(BETWEEN, " ").trim_end())
}

/// The key of a place: its id and level.
pub(crate) fn place_key(id: &str, level: &str) -> String {
    format!("{id}{BETWEEN}{level}")
}
