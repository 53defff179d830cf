//! What aligns with what in each table.

use crossread_tables::{TABLES, Table};

/// How rows of one key are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    /// By where they stand in the text.
    Spans,
    /// By the figure, whose number is looked up in the alignment of the figures.
    Figures,
    /// They are not: most keys have one row.
    Nothing,
}

/// How the rows of one table are laid side by side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) table: &'static Table,
    pub(crate) key: &'static [&'static str],
    pub(crate) within: Within,
}

impl Plan {
    /// The plans of all tables, in an order in which each table comes after those it needs.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        TABLES.iter().map(|table| {
            let (key, within): (&'static [&'static str], Within) = match table.name {
                "sentences" | "actors" | "places" | "times" | "figures" | "claims" => (&["doc_id"], Within::Spans),
                "compare_figures" => (&["doc_id"], Within::Figures),
                "compare_actors" => (&["actor_id", "doc_id"], Within::Nothing),
                "compare_places" => (&["place_id", "level", "doc_id"], Within::Nothing),
                "lexicon" => (&["entry"], Within::Nothing),
                "skipped" => (&["input", "part", "code"], Within::Nothing),
                _ if table.column("doc_id").is_some() => (&["doc_id"], Within::Nothing),
                _ => (&["question_id"], Within::Nothing),
            };
            Self { table, key, within }
        })
    }

    /// True when a key is a document.
    pub(crate) fn by_document(&self) -> bool {
        self.key == ["doc_id"]
    }

    /// True for the layers that `extract` decides by rules.
    pub(crate) fn is_layer(&self) -> bool {
        matches!(self.table.name, "actors" | "places" | "times" | "figures")
    }

    /// True for tables whose rows are made from those of the layers.
    pub(crate) fn is_compared(&self) -> bool {
        self.table.writer == crossread_tables::Writer::Compare
    }
}

/// Columns that renumber when something else comes or goes, and names of questions, which are hashes of what other columns say.
pub(crate) const NUMBERS: [&str; 5] = ["sentence_id", "figure_id", "rank", "question_id", "related"];

impl Plan {
    /// The document that a key belongs to; empty where keys belong to none.
    pub(crate) fn document_of<'k>(&self, key: &'k str) -> &'k str {
        let at = self.key.iter().position(|name| *name == "doc_id");
        at.and_then(|at| key.split('\u{1f}').nth(at)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_key_and_every_column_a_bit() {
        for plan in Plan::all() {
            let missing = plan.key.iter().find(|name| plan.table.column(name).is_none());
            assert_eq!(missing, None, "{}", plan.table.name);
            assert!(plan.table.columns.len() <= 64, "{}", plan.table.name);
        }
    }
}
