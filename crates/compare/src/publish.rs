//! Writing the comparison whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::Options;
use crate::error::CompareError;
use crate::run::{CONTRACT_VERSION, read_run_file};
use crate::table::{Sink, Table, Written};

/// Tables on their way into a directory: they are staged in `<out>.partial` and stand in `out` once they are published.
pub(crate) struct Stage<'a> {
    out: &'a Path,
    staged: PathBuf,
    pub(crate) options: &'a Options,
}

impl<'a> Stage<'a> {
    /// Prepares an empty `<out>.partial`.
    pub(crate) fn create(out: &'a Path, options: &'a Options) -> Result<Self, CompareError> {
        if out.exists() && !out.is_dir() {
            return Err(CompareError::OutIsFile { out: out.into() });
        }
        let staged = partial(out);
        if staged.exists() {
            fs::remove_dir_all(&staged).map_err(CompareError::io(&staged))?;
        }
        fs::create_dir_all(&staged).map_err(CompareError::io(&staged))?;
        Ok(Self { out, staged, options })
    }

    /// Where tables are staged.
    pub(crate) fn dir(&self) -> &Path {
        &self.staged
    }

    /// Begins a table of `rows` rows; `empty` has its columns and no rows.
    pub(crate) fn table(&self, empty: Table, rows: usize) -> Result<Sink, CompareError> {
        Sink::create(&self.staged, self.options, empty, rows)
    }

    /// Renames the staged tables into `out`, `run.json` last. Files of `out` that are no part of the comparison are left
    /// alone.
    pub(crate) fn publish(self, tables: Vec<Written>, fingerprints: &[&str]) -> Result<(), CompareError> {
        let entry = |table: Written| (table.name.to_owned(), json!({ "rows": table.rows, "sha256": table.sha256 }));
        let entries: Map<String, Value> = tables.into_iter().map(entry).collect();
        let mut description = if self.out.join("run.json").is_file() {
            read_run_file(self.out)?
        } else {
            json!({ "contract_version": CONTRACT_VERSION })
        };
        if let Some(object) = description.as_object_mut() {
            let program = env!("CARGO_PKG_VERSION");
            object.insert(
                "comparison".to_owned(),
                json!({ "program": program, "runs": fingerprints, "tables": Value::Object(entries) }),
            );
        }
        let path = self.staged.join("run.json");
        let text = format!("{description:#}\n");
        fs::write(&path, text).map_err(CompareError::io(&path))?;
        swap(self.out, &self.staged)
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        // What is still staged is worthless, and the first error is the one to report.
        let _ = fs::remove_dir_all(&self.staged);
    }
}

fn partial(out: &Path) -> PathBuf {
    let mut name = out.components().as_path().as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

fn swap(out: &Path, staged: &Path) -> Result<(), CompareError> {
    if !out.exists() {
        return fs::rename(staged, out).map_err(CompareError::io(out));
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(staged).map_err(CompareError::io(staged))? {
        names.push(entry.map_err(CompareError::io(staged))?.file_name());
    }
    names.sort_by_key(|name| (name == "run.json", name.clone()));
    for name in names {
        let target = out.join(&name);
        fs::rename(staged.join(&name), &target).map_err(CompareError::io(&target))?;
    }
    fs::remove_dir(staged).map_err(CompareError::io(staged))
}
