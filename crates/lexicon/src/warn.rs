//! Rows that are no mistakes but seldom what their author wants.

use std::collections::BTreeMap;

use crossread_text::fold;

use crate::error::LexiconError;
use crate::rows::{Action, PackRows, Row};
use crate::table::Table;

impl PackRows {
    /// Spellings that are likely to fire where they should not: those that `refusals.csv` refuses,
    /// those with a leading article, and short ones that fire in any case. In file order.
    #[must_use]
    pub fn warnings(&self) -> Vec<LexiconError> {
        let refused: BTreeMap<String, &str> =
            self.table(Table::Refusals).iter().map(|&row| (fold(self.cell(row, 0)), self.cell(row, 1))).collect();
        let mut warnings = Vec::new();
        for table in [Table::ActorAliases, Table::PlaceAliases] {
            let (Some(case), Some(context)) = (table.column("case"), table.column("context")) else { continue };
            for &row in self.table(table).iter().filter(|row| row.action != Action::Remove) {
                let exact = self.cell(row, case) == "exact";
                let free = self.cell(row, context).is_empty();
                // "An Najaf" and "A Coruña" are places.
                let articles = if table == Table::ActorAliases { &["the ", "a ", "an "][..] } else { &["the "] };
                let alias = self.cell(row, 0);
                if !exact && articles.iter().any(|article| fold(alias).starts_with(article)) {
                    let message = format!("{alias:?} begins with an article");
                    warnings.push(self.mistake(row, message, "drop the article, or write exact in its case column"));
                } else {
                    warnings.extend(self.warning(row, alias, exact, free, &refused));
                }
            }
        }
        warnings
    }

    fn warning(
        &self,
        row: Row,
        alias: &str,
        exact: bool,
        free: bool,
        refused: &BTreeMap<String, &str>,
    ) -> Option<LexiconError> {
        let folded = fold(alias);
        if let Some(reason) = refused.get(&folded).filter(|_| free) {
            let message = format!("{alias:?} is refused: {reason}");
            return Some(self.mistake(row, message, "write yes in its context column, or drop the row"));
        }
        if free && !exact && folded.chars().count() <= 2 {
            let message = format!("{alias:?} is very short");
            return Some(self.mistake(row, message, "write exact in its case column, or yes in its context column"));
        }
        None
    }
}
