//! What counts as a change.

use std::collections::BTreeSet;

use crossread_tables::{ColumnType, TABLES, Table};

use crate::DiffError;

/// What counts as a change; by default everything does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    tables: BTreeSet<&'static str>,
    ignored: Vec<ColumnName>,
    tolerances: Vec<(ColumnName, f64)>,
}

/// A column, of one table or of all that have it.
#[derive(Clone, Debug, PartialEq)]
struct ColumnName {
    table: Option<&'static str>,
    column: &'static str,
}

impl ColumnName {
    /// `COLUMN` or `TABLE.COLUMN`.
    fn parse(name: &str) -> Result<Self, DiffError> {
        let (tables, column) = match name.split_once('.') {
            Some((table, column)) => (vec![known_table(table)?], column),
            None => (TABLES.to_vec(), name),
        };
        let found = tables.iter().find_map(|table| table.column(column));
        let unknown = || DiffError::NoSuchColumn { name: name.to_owned() };
        let (_, found) = found.ok_or_else(unknown)?;
        Ok(Self { table: (tables.len() == 1).then(|| tables[0].name), column: found.name })
    }

    fn is(&self, table: &Table, column: &str) -> bool {
        self.column == column && self.table.is_none_or(|name| name == table.name)
    }
}

fn known_table(name: &str) -> Result<&'static Table, DiffError> {
    crossread_tables::table(name).ok_or_else(|| DiffError::NoSuchTable { name: name.to_owned() })
}

impl Options {
    /// Only rows of this table, and of others named so, count.
    ///
    /// # Errors
    /// When there is no such table.
    pub fn only(&mut self, table: &str) -> Result<(), DiffError> {
        self.tables.insert(known_table(table)?.name);
        Ok(())
    }

    /// What `COLUMN` or `TABLE.COLUMN` holds does not count.
    ///
    /// # Errors
    /// When there is no such table or column.
    pub fn ignore(&mut self, column: &str) -> Result<(), DiffError> {
        self.ignored.push(ColumnName::parse(column)?);
        Ok(())
    }

    /// Numbers of `COLUMN` or `TABLE.COLUMN` that differ by `tolerance` or less are the same. Null is no number.
    ///
    /// # Errors
    /// When there is no such column of numbers, or when the tolerance is negative or no number.
    pub fn tolerate(&mut self, column: &str, tolerance: f64) -> Result<(), DiffError> {
        let name = ColumnName::parse(column)?;
        let numbers = |table: &&Table| {
            table
                .column(name.column)
                .is_some_and(|(_, column)| matches!(column.kind, ColumnType::F64 | ColumnType::I32))
        };
        let is_number = TABLES.iter().copied().filter(|table| name.is(table, name.column)).any(|table| numbers(&table));
        if !is_number || !(0.0..=f64::MAX).contains(&tolerance) {
            return Err(DiffError::NoTolerance { name: column.to_owned() });
        }
        self.tolerances.push((name, tolerance));
        Ok(())
    }

    pub(crate) fn wants(&self, table: &Table) -> bool {
        self.tables.is_empty() || self.tables.contains(table.name)
    }

    pub(crate) fn ignores(&self, table: &Table, column: &str) -> bool {
        self.ignored.iter().any(|name| name.is(table, column))
    }

    pub(crate) fn tolerance(&self, table: &Table, column: &str) -> Option<f64> {
        self.tolerances.iter().rfind(|(name, _)| name.is(table, column)).map(|(_, tolerance)| *tolerance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_tables_are_known_by_name() {
        let mut options = Options::default();
        options.ignore("note").unwrap();
        options.tolerate("figures.low", 2.0).unwrap();
        let figures = known_table("figures").unwrap();
        let findings = known_table("findings").unwrap();
        assert!(options.ignores(figures, "note") && !options.ignores(figures, "rule"));
        assert_eq!(options.tolerance(figures, "low"), Some(2.0));
        assert_eq!(options.tolerance(findings, "low"), None);
        for wrong in ["nothing", "figures.lat", "nowhere.low"] {
            assert!(options.ignore(wrong).is_err(), "{wrong}");
        }
        assert!(options.only("figure").is_err());
        assert!(options.tolerate("text", 1.0).is_err() && options.tolerate("low", f64::NAN).is_err());
    }
}
