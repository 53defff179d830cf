//! `run.json`: what a run was made of and what it wrote.

use std::collections::BTreeMap;

use crossread_lexicon::Lexicon;
use serde::{Deserialize, Serialize};

/// The version of CONTRACT.md that is written and read here.
pub const CONTRACT_VERSION: u32 = 1;

/// The version of crossread, which is one for the whole workspace.
pub(crate) const PROGRAM_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Fingerprint of the code that decides rows: two builds of one version that read alike have the same.
pub(crate) const BUILD: &str = env!("CROSSREAD_BUILD");

/// The content of `run.json`. Keys are sorted; no clock time, absolute path or host name is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFile {
    /// Fingerprint of the code that decides rows, 16 hexadecimal digits: it tells two builds of one version apart. Empty in
    /// runs of builds that did not record it.
    #[serde(default)]
    pub build: String,
    /// Version of CONTRACT.md.
    pub contract_version: u32,
    /// One for each INPUT, in the order given.
    pub inputs: Vec<InputEntry>,
    /// What the caller chose, by name: only what decides the rows, never paths or numbers of threads.
    pub options: BTreeMap<String, String>,
    /// The lexicon packs in layering order.
    pub packs: Vec<PackEntry>,
    /// Version of crossread.
    pub program_version: String,
    /// The tables by name.
    pub tables: BTreeMap<String, TableEntry>,
    /// Name of the vague-quantity table in force.
    pub vague_table: String,
}

impl RunFile {
    /// True when `lexicon`, read by this build, gives the same rows for the same documents.
    pub(crate) fn reads_like(&self, lexicon: &Lexicon) -> bool {
        self.program_version == PROGRAM_VERSION
            && self.build == BUILD
            && self.vague_table == lexicon.vague_table()
            && self.packs == PackEntry::of(lexicon)
    }
}

/// One INPUT of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputEntry {
    /// Number of documents read from it.
    pub documents: u64,
    /// Sha256 over the ids, metadata and text hashes of its documents, in order.
    pub fingerprint: String,
    /// The last part of its path.
    pub name: String,
}

/// One lexicon pack of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackEntry {
    /// Fingerprint of its rows, 16 hexadecimal digits.
    pub fingerprint: String,
    /// Its name.
    pub name: String,
}

impl PackEntry {
    pub(crate) fn of(lexicon: &Lexicon) -> Vec<Self> {
        let entry = |(name, fingerprint): &(String, u64)| Self {
            fingerprint: format!("{fingerprint:016x}"),
            name: name.clone(),
        };
        lexicon.packs().iter().map(entry).collect()
    }
}

/// One table of a run: its rows, and the sha256 of its file in each format written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Sha256 of the CSV file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csv_sha256: Option<String>,
    /// Sha256 of the JSON Lines file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jsonl_sha256: Option<String>,
    /// Number of rows.
    pub rows: u64,
    /// Sha256 of the Parquet file; of a folder of part files, that of lines which each hold the sha256 of one, in the order of
    /// their names.
    pub sha256: String,
}
