//! What a lexicon holds, in numbers, and what about it deserves a second look.

use std::collections::BTreeMap;

use crate::lexicon::Lexicon;
use crate::table::Table;

/// Counts of a lexicon's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexiconStats {
    /// Pack, table and number of rows in force, packs in layering order within each table.
    pub tables: Vec<(String, &'static str, usize)>,
    /// Spellings of names.
    pub spellings: usize,
    /// Spellings that stand for more than one name.
    pub ambiguous: usize,
    /// Spellings that fire only where the text gives them context.
    pub in_context: usize,
}

impl LexiconStats {
    /// The counts with what they count, as they are printed: tables summed over packs, then each
    /// pack's share where there are several, then spellings.
    #[must_use]
    pub fn rows(&self) -> Vec<(String, usize)> {
        let mut rows = Vec::new();
        let several = self.tables.iter().any(|(pack, ..)| *pack != self.tables[0].0);
        for table in Table::ALL {
            let of_table = || self.tables.iter().filter(|(_, name, _)| *name == table.name());
            rows.push((table.name().to_owned(), of_table().map(|(.., count)| count).sum()));
            for (pack, name, count) in of_table().filter(|_| several) {
                rows.push((format!("  {name} of {pack}"), *count));
            }
        }
        rows.push(("spellings of names".to_owned(), self.spellings));
        rows.push(("  with several meanings".to_owned(), self.ambiguous));
        rows.push(("  only in context".to_owned(), self.in_context));
        rows
    }
}

impl Lexicon {
    /// What the lexicon holds.
    #[must_use]
    pub fn stats(&self) -> LexiconStats {
        let mut meanings: BTreeMap<String, usize> = BTreeMap::new();
        for name in &self.names {
            *meanings.entry(crossread_text::fold(&name.alias)).or_default() += 1;
        }
        LexiconStats {
            tables: self.stats.clone(),
            spellings: meanings.len(),
            ambiguous: meanings.values().filter(|count| **count > 1).count(),
            in_context: self.names.iter().filter(|name| name.context).count(),
        }
    }
}
