//! Opening run directories: version, completeness, integrity, and several runs as one corpus.

use std::fs;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::CompareError;
use crate::frames::{self, Reader};
use crate::names::{Names, Strings};
use crate::source::Slices;

/// The version of the contract that is read and written here.
pub(crate) const CONTRACT_VERSION: u64 = 1;

/// The tables that a comparison reads, with the columns it needs of each.
const INPUT: &[(&str, &[&str])] = &[
    ("documents", &["doc_id", "title", "source", "url", "published", "chars", "sha256", "fingerprint", "synthetic"]),
    ("sentences", &["doc_id", "sentence_id", "start", "end", "text", "kind"]),
    (
        "actors",
        &[
            "doc_id",
            "sentence_id",
            "start",
            "end",
            "text",
            "actor_id",
            "actor",
            "type",
            "country",
            "form",
            "part_of",
            "side",
        ],
    ),
    (
        "places",
        &["doc_id", "sentence_id", "start", "end", "text", "place_id", "place", "level", "country", "admin1", "role"],
    ),
    ("times", &["doc_id", "sentence_id", "start", "end", "date_from", "date_to", "open", "granularity"]),
    (
        "figures",
        &[
            "doc_id",
            "figure_id",
            "sentence_id",
            "start",
            "end",
            "text",
            "low",
            "high",
            "comparator",
            "unit",
            "dimension",
            "low_si",
            "high_si",
            "measure",
            "scope",
            "subject",
            "subject_class",
            "subject_actor_id",
            "agent_actor_id",
            "claimant_id",
            "claimant",
            "stance",
            "denier_id",
            "verification",
            "claimed_on",
            "modality",
            "places",
            "destinations",
            "date_from",
            "date_to",
            "time_basis",
            "place_basis",
            "part_of",
            "implied",
        ],
    ),
];

/// The columns that a comparison needs of a table.
pub(crate) fn columns(table: &str) -> &'static [&'static str] {
    INPUT.iter().find(|(name, _)| *name == table).map_or(&[][..], |(_, columns)| columns)
}

/// One directory that `extract` wrote, on one machine or on many, checked against its `run.json`.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) dir: PathBuf,
    /// Hash of `run.json` without what `compare` adds to it: puts runs in an order that no path decides.
    fingerprint: String,
}

impl Run {
    /// Opens a directory and checks version, completeness and the sha256 of every table that is read.
    pub(crate) fn open(dir: &Path) -> Result<Self, CompareError> {
        let description = read_run_file(dir)?;
        check_version(dir, &description)?;
        for (table, _) in INPUT {
            let path = dir.join(format!("{table}.parquet"));
            if frames::files(&path)?.is_empty() {
                return Err(CompareError::MissingTable { run: dir.into(), table: (*table).into() });
            }
            let expected = table_hash(&description, table).ok_or_else(|| CompareError::BadRunFile {
                run: dir.into(),
                message: format!("it names no sha256 for the table {table}"),
            })?;
            if hash_table(&path)? != expected {
                return Err(CompareError::MixedRun { run: dir.into(), table: (*table).into() });
            }
        }
        let fingerprint = fingerprint(description);
        Ok(Self { dir: dir.into(), fingerprint })
    }

    /// A folder of tables that only a share of a comparison reads, and that nothing describes.
    pub(crate) fn of_share(dir: &Path) -> Self {
        Self { dir: dir.into(), fingerprint: String::new() }
    }

    /// Where a table is: a file, or a folder of part files.
    pub(crate) fn path(&self, table: &str) -> PathBuf {
        self.dir.join(format!("{table}.parquet"))
    }
}

/// What a run is known by: the hash of its `run.json` without what `compare` adds to it.
pub(crate) fn fingerprint(mut description: Value) -> String {
    if let Some(object) = description.as_object_mut() {
        object.remove("comparison");
    }
    hash_bytes(description.to_string().as_bytes())
}

/// Several runs as one: every document once, numbered in the order of the runs and of their tables.
#[derive(Debug)]
pub(crate) struct Corpus {
    runs: Vec<Run>,
    /// The documents by number, and the sha256 of each as text.
    pub(crate) ids: Arc<Names>,
    pub(crate) hashes: Arc<Strings>,
    /// For each run, the numbers of the documents that are taken from it.
    taken: Vec<Range<usize>>,
}

impl Corpus {
    /// Joins runs, in an order that does not depend on how they were given.
    pub(crate) fn join(mut runs: Vec<Run>) -> Result<Self, CompareError> {
        if runs.is_empty() {
            return Err(CompareError::NoRuns);
        }
        runs.sort_by(|a, b| a.fingerprint.cmp(&b.fingerprint));
        let mut corpus = Self { runs: Vec::new(), ids: Arc::default(), hashes: Arc::default(), taken: Vec::new() };
        for run in runs {
            let first = corpus.ids.len();
            corpus.take(&run)?;
            corpus.taken.push(first..corpus.ids.len());
            corpus.runs.push(run);
        }
        Ok(corpus)
    }

    /// Takes the documents of a run that no earlier run holds.
    fn take(&mut self, run: &Run) -> Result<(), CompareError> {
        let mut rows = Slices::new(run.path("documents"), &["doc_id", "sha256"])?;
        while let Some(frame) = rows.next()? {
            let reader = Reader(&frame);
            let failed = || CompareError::frame(&run.dir);
            let (ids, hashes) = (reader.texts("doc_id").map_err(failed())?, reader.texts("sha256").map_err(failed())?);
            for row in 0..frame.height() {
                let Some(id) = ids.get(row) else { continue };
                let hash = hashes.get(row).unwrap_or_default();
                match self.ids.find(id) {
                    None => {
                        Arc::make_mut(&mut self.ids).number(id);
                        Arc::make_mut(&mut self.hashes).push(hash);
                    }
                    Some(known) if self.hashes.get(known as usize) == hash => {}
                    Some(known) => {
                        let known = known as usize;
                        let first = self.taken.iter().position(|taken| taken.contains(&known));
                        let first = first.map_or(&run.dir, |at| &self.runs[at].dir);
                        let (doc_id, second) = (id.to_owned(), run.dir.clone());
                        return Err(CompareError::Conflict { doc_id, first: first.clone(), second });
                    }
                }
            }
        }
        Ok(())
    }

    /// The runs, each with the numbers of the documents that are taken from it.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (&Run, Range<usize>)> {
        self.runs.iter().zip(self.taken.iter().cloned())
    }

    /// The `run.json` of each run, in the corpus's order.
    pub(crate) fn fingerprints(&self) -> Vec<&str> {
        self.runs.iter().map(|run| run.fingerprint.as_str()).collect()
    }
}

/// Reads `<dir>/run.json`.
pub(crate) fn read_run_file(dir: &Path) -> Result<Value, CompareError> {
    let path = dir.join("run.json");
    if !path.is_file() {
        return Err(CompareError::NotARun { run: dir.into() });
    }
    let text = fs::read_to_string(&path).map_err(CompareError::io(&path))?;
    serde_json::from_str(&text)
        .map_err(|error| CompareError::BadRunFile { run: dir.into(), message: error.to_string() })
}

fn check_version(dir: &Path, description: &Value) -> Result<(), CompareError> {
    let found = ["contract_version", "contract"].iter().find_map(|key| description.get(key));
    match found {
        Some(version) if version.as_u64() == Some(CONTRACT_VERSION) => Ok(()),
        Some(Value::String(text)) if text.split('.').next() == Some(&CONTRACT_VERSION.to_string()) => Ok(()),
        other => Err(CompareError::Version {
            run: dir.into(),
            found: other.map_or_else(|| "none".to_owned(), ToString::to_string),
            expected: CONTRACT_VERSION,
        }),
    }
}

/// The sha256 that `run.json` gives for a table.
fn table_hash<'a>(description: &'a Value, table: &str) -> Option<&'a str> {
    let tables = description.get("tables")?;
    let entry = match tables {
        Value::Array(rows) => rows
            .iter()
            .find(|row| ["table", "name"].iter().any(|key| row.get(key).and_then(Value::as_str) == Some(table)))?,
        _ => tables.get(table)?,
    };
    entry.as_str().or_else(|| entry.get("sha256")?.as_str())
}

/// Sha256 of a table's file, as hexadecimal digits; of a folder, that of lines which each hold the sha256 of a part file.
pub(crate) fn hash_table(path: &Path) -> Result<String, CompareError> {
    if path.is_file() {
        return hash_file(path);
    }
    let mut lines = String::new();
    for file in frames::files(path)? {
        lines.push_str(&hash_file(&file)?);
        lines.push('\n');
    }
    Ok(hash_bytes(lines.as_bytes()))
}

/// Sha256 of a file's bytes, as hexadecimal digits.
pub(crate) fn hash_file(path: &Path) -> Result<String, CompareError> {
    let mut file = fs::File::open(path).map_err(CompareError::io(path))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(CompareError::io(path))?;
        if read == 0 {
            return Ok(hex(&hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
    }
}

/// Sha256 of bytes, as hexadecimal digits.
pub(crate) fn hash_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The first half of a sha256, the first digit the most significant.
pub(crate) fn digest(bytes: &[u8]) -> u128 {
    let hash = Sha256::digest(bytes);
    hash.iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
