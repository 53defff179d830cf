//! From rows to the lexicon and its dictionary.

mod names;
mod quantities;

use std::collections::BTreeMap;

use crossread_text::{Token, tokens_of};
use rustc_hash::FxHashMap;

use crate::dictionary::{Case, Dictionary};
use crate::error::{LexiconError, LexiconErrors};
use crate::lexicon::{Entries, Lexicon, Payload, Phrase, RowId};
use crate::merge::{Merged, merge};
use crate::names::NameRow;
use crate::rows::{PackRows, Row};
use crate::table::Table;
use crate::towns::Towns;

/// Builds the lexicon of `rows`, with the vague quantities of `vague_table`.
///
/// Rows are layered and checked first; every mistake is reported, in file order.
pub(crate) fn compile(rows: &PackRows, vague_table: &str) -> Result<Lexicon, LexiconErrors> {
    let mut errors = rows.errors.clone();
    let merged = merge(rows, &mut errors);
    let mut compiler = Compiler::new(rows, Some(&merged), vague_table);
    compiler.errors = errors;
    compiler.all(vague_table);
    crate::validate::validate(&mut compiler);
    compiler.finish()
}

/// Builds the lexicon of one pack that tests have checked.
pub(crate) fn compile_checked(rows: &PackRows, vague_table: &str) -> Result<Lexicon, LexiconErrors> {
    let mut compiler = Compiler::new(rows, None, vague_table);
    compiler.all(vague_table);
    compiler.finish()
}

/// The lexicon in the making.
pub(crate) struct Compiler<'r> {
    pub(crate) rows: &'r PackRows,
    merged: Option<&'r Merged>,
    pub(crate) lexicon: Lexicon,
    pub(crate) errors: Vec<LexiconError>,
    tokens: Vec<Token>,
    /// Positions of parties by id.
    actors: FxHashMap<&'r str, u32>,
    /// Positions of places by id and level.
    places: FxHashMap<(&'r str, crate::names::Level), u32>,
}

impl<'r> Compiler<'r> {
    fn new(rows: &'r PackRows, merged: Option<&'r Merged>, vague_table: &str) -> Self {
        let lexicon = Lexicon {
            actors: Vec::with_capacity(rows.table(Table::Actors).len()),
            places: Vec::with_capacity(rows.table(Table::Places).len()),
            countries: BTreeMap::new(),
            roles: BTreeMap::new(),
            demonyms: Vec::new(),
            operations: Vec::new(),
            names: Vec::with_capacity(rows.table(Table::ActorAliases).len() + rows.table(Table::PlaceAliases).len()),
            units: Vec::new(),
            unit_aliases: Vec::new(),
            vague: Vec::new(),
            cues: Vec::with_capacity(rows.table(Table::Cues).len()),
            dictionary: Dictionary::new(),
            phrases: Vec::with_capacity(rows.table(Table::PlaceAliases).len() * 2),
            entries: Entries::default(),
            // The list belongs to the built-in pack: packs that stand alone know nothing.
            towns: if rows.packs().any(|(name, _)| name == crate::builtin::PACK) {
                Towns::built_in()
            } else {
                Towns::default()
            },
            vague_table: vague_table.to_owned(),
            packs: rows.packs().map(|(name, fingerprint)| (name.to_owned(), fingerprint)).collect(),
            stats: Vec::new(),
            lent: Vec::new(),
            removals: Vec::new(),
        };
        Self {
            rows,
            merged,
            lexicon,
            errors: Vec::new(),
            tokens: Vec::new(),
            actors: FxHashMap::default(),
            places: FxHashMap::default(),
        }
    }

    fn all(&mut self, vague_table: &str) {
        self.actors();
        self.places();
        self.countries();
        self.demonyms();
        self.operations();
        self.units();
        self.vague(vague_table);
        self.cues();
        self.removals();
        self.stats();
    }

    fn finish(mut self) -> Result<Lexicon, LexiconErrors> {
        self.lexicon.dictionary.finish();
        if self.errors.is_empty() { Ok(self.lexicon) } else { Err(LexiconErrors(self.errors)) }
    }

    /// The rows in force of a table.
    pub(crate) fn table(&self, table: Table) -> &'r [Row] {
        match self.merged {
            Some(merged) => merged.rows(table),
            None => self.rows.table(table),
        }
    }

    /// True when a pack took the row of that key away, and its spellings with it.
    fn is_removed(&self, table: Table, key: &str) -> bool {
        self.merged.is_some_and(|merged| merged.is_removed(table, key))
    }

    pub(crate) fn error(&mut self, row: Row, message: String, fix: &str) {
        self.errors.push(self.rows.mistake(row, message, fix));
    }

    /// Files a row under `pack:id`.
    fn entry(&mut self, table: Table, row: Row) -> RowId {
        let rows = self.rows;
        let id = id_of(table, |column| rows.cell(row, column));
        let cells = (0..table.columns().len()).map(|column| rows.cell(row, column));
        self.lexicon.entries.push(rows.pack(row), &id, cells)
    }

    /// Files the rows by which packs take rows of others away; they have no number, for nothing in a text is found by them.
    fn removals(&mut self) {
        let rows = self.rows;
        for &(table, row) in self.merged.map_or(&[][..], Merged::removals) {
            let id = id_of(table, |column| rows.cell(row, column)).concat();
            let cells: Vec<&str> = (0..table.columns().len()).map(|column| rows.cell(row, column)).collect();
            self.lexicon.removals.push((format!("{}:{id}", rows.pack(row)), cells.join(",")));
        }
    }

    /// The value of a closed list, or an error that prints the list.
    fn value<V>(&mut self, row: Row, column: &str, written: &str, parsed: Option<V>, all: &[&str]) -> Option<V> {
        if parsed.is_none() {
            self.error(row, format!("unknown {column} {written:?}"), &format!("write one of {}", all.join(", ")));
        }
        parsed
    }

    fn case(&mut self, row: Row, written: &str, default: Case) -> Case {
        match written {
            "" => default,
            "initial" => Case::Initial,
            "exact" => Case::Exact,
            "any" => Case::Any,
            _ => {
                self.error(row, format!("unknown case {written:?}"), "write initial, exact, any or nothing");
                default
            }
        }
    }

    /// The value of a column that is `yes` or empty.
    fn yes(&mut self, row: Row, column: &str, written: &str) -> bool {
        if !matches!(written, "" | "yes") {
            self.error(row, format!("unknown {column} {written:?}"), "write yes, or nothing");
        }
        !written.is_empty()
    }

    /// A number, `None` for an empty cell.
    fn number(&mut self, row: Row, column: &str, written: &str) -> Option<f64> {
        if written.is_empty() {
            return None;
        }
        let parsed = written.parse().ok().filter(|number: &f64| number.is_finite());
        if parsed.is_none() {
            self.error(
                row,
                format!("{column} {written:?} is no number"),
                "write digits with a decimal point, or nothing",
            );
        }
        parsed
    }

    /// Enters a spelling into the dictionary.
    fn phrase(&mut self, row: Row, written: &str, case: Case, payload: Payload) {
        self.tokens.clear();
        tokens_of(written, &mut self.tokens);
        let number = index(self.lexicon.phrases.len());
        if self.lexicon.dictionary.insert(written, &self.tokens, number) {
            let written = if case == Case::Exact { written.into() } else { Box::default() };
            self.lexicon.phrases.push(Phrase { payload, case, written });
        } else {
            self.error(row, format!("{written:?} holds no word"), "write at least one letter, digit or symbol");
        }
    }

    fn name(&mut self, row: Row, case: Case, name: NameRow) {
        let number = index(self.lexicon.names.len());
        self.phrase(row, &name.alias, case, Payload::Name(number));
        let pack = self.rows.pack(row);
        if self.lexicon.packs.len() > 1 && self.lexicon.pack_of(name.row) != pack {
            self.lexicon.lent.push((name.row, pack.to_owned(), number));
        }
        self.lexicon.names.push(name);
    }

    fn stats(&mut self) {
        let pack_names: Vec<String> = self.lexicon.packs.iter().map(|(name, _)| name.clone()).collect();
        for &table in Table::ALL {
            let mut counts = vec![0; pack_names.len()];
            for &row in self.table(table) {
                counts[self.rows.pack_index(row)] += 1;
            }
            for (pack, rows) in pack_names.iter().zip(counts).filter(|(_, rows)| *rows > 0) {
                self.lexicon.stats.push((pack.clone(), table.name(), rows));
            }
        }
    }
}

/// The parts of a row's id, without its pack; a spelling has the id of what it spells.
fn id_of<'r>(table: Table, cell: impl Fn(usize) -> &'r str) -> [&'r str; 4] {
    match table {
        Table::Actors | Table::Places | Table::Countries | Table::Governments | Table::Refusals => {
            [cell(0), "", "", ""]
        }
        Table::ActorAliases | Table::PlaceAliases => [cell(1), "", "", ""],
        Table::Demonyms => ["demonym/", cell(0), "", ""],
        Table::Operations => ["operation/", cell(0), "", ""],
        Table::Units | Table::UnitAliases => ["unit/", cell(0), "", ""],
        Table::Vague => ["vague/", cell(0), "/", cell(1)],
        Table::Cues => [cell(1), "/", cell(0), ""],
    }
}

fn some(cell: &str) -> Option<String> {
    if cell.is_empty() { None } else { Some(cell.to_owned()) }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
