//! Units, vague quantities and cue words.

use super::{Compiler, index};
use crate::cue::{Cue, CueClass, number_of};
use crate::dictionary::Case;
use crate::lexicon::Payload;
use crate::quantities::{Dimension, Unit, UnitAlias, UnitPosition, Vague};
use crate::table::Table;

impl Compiler<'_> {
    pub(super) fn units(&mut self) {
        let rows = self.rows;
        let all: Vec<_> = Dimension::ALL.iter().map(|dimension| dimension.name()).collect();
        for &row in self.table(Table::Units) {
            let [id, dimension, si_factor] = rows.cells(row);
            let parsed = Dimension::from_name(dimension);
            let Some(dimension) = self.value(row, "dimension", dimension, parsed, &all) else {
                continue;
            };
            let si_factor = self.number(row, "si_factor", si_factor);
            let entry = self.entry(Table::Units, row);
            self.lexicon.units.push(Unit { id: id.to_owned(), dimension, si_factor, row: entry });
        }
        let all: Vec<_> = UnitPosition::ALL.iter().map(|position| position.name()).collect();
        for &row in self.table(Table::UnitAliases) {
            let [alias, unit, factor, position, case] = rows.cells(row);
            let Some(at) = self.lexicon.units.iter().position(|known| known.id == unit) else {
                if !self.is_removed(Table::Units, unit) {
                    self.error(row, format!("no unit {unit:?}"), "use the id of a row of units.csv, or add that row");
                }
                continue;
            };
            let parsed = UnitPosition::from_name(position);
            let Some(position) = self.value(row, "position", position, parsed, &all) else {
                continue;
            };
            let factor = self.number(row, "factor", factor).unwrap_or(1.0);
            let case = self.case(row, case, Case::Any);
            let entry = self.entry(Table::UnitAliases, row);
            let number = index(self.lexicon.unit_aliases.len());
            let spelling = UnitAlias { alias: alias.to_owned(), unit: index(at), factor, position, row: entry };
            self.lexicon.unit_aliases.push(spelling);
            self.phrase(row, alias, case, Payload::Unit(number));
        }
    }

    pub(super) fn vague(&mut self, vague_table: &str) {
        let rows = self.rows;
        let mut known: Vec<&str> = Vec::new();
        for &row in self.table(Table::Vague) {
            let [table, phrase, low, high] = rows.cells(row);
            if !known.contains(&table) {
                known.push(table);
            }
            let (low, high) = (self.number(row, "low", low), self.number(row, "high", high));
            if table != vague_table {
                continue;
            }
            let entry = self.entry(Table::Vague, row);
            let number = index(self.lexicon.vague.len());
            self.lexicon.vague.push(Vague { phrase: phrase.to_owned(), low, high, row: entry });
            self.phrase(row, phrase, Case::Any, Payload::Vague(number));
        }
        if !known.is_empty() && !known.contains(&vague_table) {
            self.errors.push(crate::LexiconError {
                file: "vague.csv".to_owned(),
                line: 1,
                message: format!("no table {vague_table:?}"),
                fix: format!("name one of {}", known.join(", ")),
            });
        }
    }

    pub(super) fn cues(&mut self) {
        let rows = self.rows;
        let all: Vec<_> = CueClass::ALL.iter().map(|class| class.name()).collect();
        let classes: rustc_hash::FxHashMap<&str, CueClass> =
            CueClass::ALL.iter().map(|class| (class.name(), *class)).collect();
        for &row in self.table(Table::Cues) {
            let [phrase, class, value, case] = rows.cells(row);
            let Some(class) = self.value(row, "class", class, classes.get(class).copied(), &all) else {
                continue;
            };
            let case = self.case(row, case, Case::Any);
            let entry = self.entry(Table::Cues, row);
            let number = index(self.lexicon.cues.len());
            self.lexicon.cues.push(Cue {
                phrase: phrase.to_owned(),
                class,
                value: value.to_owned(),
                number: number_of(value),
                row: entry,
            });
            self.phrase(row, phrase, case, Payload::Cue(number));
        }
    }
}
