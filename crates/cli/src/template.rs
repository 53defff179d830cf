//! Metadata to fill in: documents without date or outlet, and what stays open without them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result};
use crossread_run::Seen;
use serde_json::{Value, json};

use crate::print::{counted, thousands, wrapped};

/// Name of the file in the run directory.
const NAME: &str = "index.template.json";
/// Documents that a template lists at most: nobody fills in more by hand, and memory must not grow
/// with the corpus.
const MOST_ENTRIES: usize = 10_000;

/// The template of a run: what an earlier run's users filled in stays, what is missing is added.
#[derive(Debug, Default)]
pub(crate) struct Template {
    /// By document id.
    entries: BTreeMap<String, Value>,
    undated: usize,
    without_source: usize,
    /// Documents that lack something and are not listed.
    unlisted: usize,
}

impl Template {
    /// Takes over the entries of `dir` that somebody filled in; a file that is no such list counts
    /// as none.
    pub(crate) fn read(dir: &Path) -> Self {
        let mut template = Self::default();
        let list =
            std::fs::read(dir.join(NAME)).ok().and_then(|bytes| serde_json::from_slice::<Vec<Value>>(&bytes).ok());
        for entry in list.unwrap_or_default() {
            let filled = ["published", "source"].iter().any(|key| entry[*key].is_string());
            if let (Some(id), true) = (entry["id"].as_str(), filled) {
                template.entries.insert(id.to_owned(), entry.clone());
            }
        }
        template
    }

    /// Notes what a document lacks.
    pub(crate) fn note(&mut self, document: &Seen) {
        self.undated += usize::from(!document.published);
        self.without_source += usize::from(!document.source);
        if document.published && document.source || self.entries.contains_key(&document.id) {
            return;
        }
        if self.entries.len() >= MOST_ENTRIES {
            self.unlisted += 1;
            return;
        }
        let mut entry = json!({ "id": document.id });
        for (key, known) in [("published", document.published), ("source", document.source)] {
            if !known {
                entry[key] = Value::Null;
            }
        }
        self.entries.insert(document.id.clone(), entry);
    }

    /// Writes the template into the folder of a run before it is finished, so that the two are exchanged for the old ones
    /// together; nothing is written if there is nothing in it.
    pub(crate) fn write(&self, dir: &Path) -> Result<()> {
        if self.entries.is_empty() {
            return Ok(());
        }
        let path = dir.join(NAME);
        let entries: Vec<&Value> = self.entries.values().collect();
        let mut text = serde_json::to_string_pretty(&entries)?;
        text.push('\n');
        std::fs::write(&path, text).with_context(|| format!("{}: could not be written", path.display()))
    }

    /// Says how many documents lack what, and what that leaves open.
    pub(crate) fn print(&self, out: &mut impl Write, dir: &Path) -> Result<()> {
        let mut lacks = Vec::new();
        if self.undated > 0 {
            let documents = counted(self.undated, "document lacks", "documents lack");
            lacks.push(format!("{documents} `published`: weekdays, \"yesterday\" and updates stay unresolved"));
        }
        if self.without_source > 0 {
            let documents = counted(self.without_source, "document lacks", "documents lack");
            lacks.push(format!("{documents} `source`: not counted as independent sources"));
        }
        if !lacks.is_empty() {
            let path = dir.join(NAME);
            let listed = match self.unlisted {
                0 => String::new(),
                more => format!(
                    " (it lists the first {}; {} more lack something)",
                    thousands(MOST_ENTRIES),
                    thousands(more)
                ),
            };
            let advice =
                format!("{}. Fill in {}{listed} and pass it back with --index.", lacks.join("; "), path.display());
            wrapped(out, "", &advice)?;
        }
        Ok(())
    }
}
