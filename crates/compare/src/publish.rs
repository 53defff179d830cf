//! Writing the comparison whole or not at all.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::{Map, Value, json};

use crate::Options;
use crate::error::CompareError;
use crate::run::{CONTRACT_VERSION, read_run_file};
use crate::table::{Sink, Table, Written};

/// Where in the staged folder, and then in `out`, the old folder waits; `extract` calls it so too.
const REPLACED: &str = ".replaced";

/// Written by crossread for people to fill in.
const TEMPLATE: &str = "index.template.json";

/// Endings of the files that are staged: tables, their description, and what is sorted on disk.
const OWN: [&str; 5] = ["parquet", "csv", "jsonl", "json", "run"];

/// Tables on their way into a directory: they are staged in `<out>.partial` and stand in `out` once they are published.
pub(crate) struct Stage<'a> {
    out: PathBuf,
    staged: PathBuf,
    pub(crate) options: &'a Options,
}

impl<'a> Stage<'a> {
    /// Prepares an empty `<out>.partial`.
    pub(crate) fn create(out: &Path, options: &'a Options) -> Result<Self, CompareError> {
        let out = resolved(out)?;
        if out.exists() && !out.is_dir() {
            return Err(CompareError::OutIsFile { out });
        }
        let staged = sibling(&out, ".partial");
        remove_own(&staged)?;
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
        let entries = tables.into_iter().map(|table| (table.name.to_owned(), table.rows, table.sha256));
        let known = self.out.join("run.json").is_file().then(|| read_run_file(&self.out)).transpose()?;
        let path = self.staged.join("run.json");
        let text = describe(known, entries, fingerprints);
        fs::write(&path, text).map_err(CompareError::io(&path))?;
        swap(&self.out, &self.staged)
    }
}

/// The text of `run.json` in a folder of which `known` was so far: with tables by name, number of rows and sha256.
pub(crate) fn describe(
    known: Option<Value>,
    tables: impl IntoIterator<Item = (String, usize, String)>,
    fingerprints: &[&str],
) -> String {
    let mut description = known.unwrap_or_else(|| json!({ "contract_version": CONTRACT_VERSION }));
    let entry = |(name, rows, sha256)| (name, json!({ "rows": rows, "sha256": sha256 }));
    let tables: Map<String, Value> = tables.into_iter().map(entry).collect();
    if let Some(object) = description.as_object_mut() {
        let program = env!("CARGO_PKG_VERSION");
        object.insert(
            "comparison".to_owned(),
            json!({ "program": program, "runs": fingerprints, "tables": Value::Object(tables) }),
        );
    }
    format!("{description:#}\n")
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        // What is still staged is worthless, and the first error is the one to report.
        let _ = remove_own(&self.staged);
    }
}

/// The folder that is really meant, so that not the link to it is replaced.
fn resolved(out: &Path) -> Result<PathBuf, CompareError> {
    match fs::canonicalize(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(out.components().collect()),
        path => path.map_err(CompareError::io(out)),
    }
}

fn sibling(out: &Path, suffix: &str) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    out.with_file_name(name)
}

/// Puts back the folder that a run which was stopped while it exchanged folders left aside.
pub(crate) fn restore(out: &Path) -> Result<(), CompareError> {
    let out = resolved(out)?;
    let aside = sibling(&out, ".partial").join(REPLACED);
    if aside.is_dir() && !out.exists() {
        fs::rename(&aside, &out).map_err(CompareError::io(&out))?;
    }
    take_back(&out)
}

/// Removes a folder of staged tables, file by file; nothing if it holds anything else.
fn remove_own(folder: &Path) -> Result<(), CompareError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(CompareError::io(folder))?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(CompareError::io(folder))?.path();
        let own = path.extension().is_some_and(|ending| OWN.iter().any(|own| ending == *own));
        if !own || path.is_dir() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Err(CompareError::Occupied { path: folder.into(), name });
        }
        files.push(path);
    }
    for path in files {
        fs::remove_file(&path).map_err(CompareError::io(&path))?;
    }
    fs::remove_dir(folder).map_err(CompareError::io(folder))
}

/// Exchanges `out` for the staged folder, to which every other file of `out` is added as a second name of the same file.
fn swap(out: &Path, staged: &Path) -> Result<(), CompareError> {
    if !out.exists() {
        return fs::rename(staged, out).map_err(CompareError::io(out));
    }
    if std::env::current_dir().is_ok_and(|current| current.starts_with(out)) {
        // The folder that a shell stands in would be gone under it.
        return move_files(staged, out);
    }
    for name in names(out)? {
        let (from, to) = (out.join(&name), staged.join(&name));
        if !to.exists() && from.is_file() {
            fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop)).map_err(CompareError::io(&to))?;
        }
    }
    let aside = staged.join(REPLACED);
    fs::rename(out, &aside).map_err(CompareError::io(&aside))?;
    if let Err(error) = fs::rename(staged, out) {
        // The old folder takes its name again; if even that fails, the next run does it.
        let _ = fs::rename(&aside, out);
        return Err(CompareError::io(out)(error));
    }
    take_back(out)
}

/// Removes the old folder, which the new one holds now: files have their second name in `out`, folders of others go back there.
fn take_back(out: &Path) -> Result<(), CompareError> {
    let aside = out.join(REPLACED);
    if !aside.is_dir() {
        return Ok(());
    }
    for name in names(&aside)? {
        let (from, to) = (aside.join(&name), out.join(&name));
        // What people filled in is kept, tables of another comparison are not.
        let kept = !to.exists() && (from.is_dir() || name == TEMPLATE);
        if kept { fs::rename(&from, &to) } else { fs::remove_file(&from) }.map_err(CompareError::io(&from))?;
    }
    fs::remove_dir(&aside).map_err(CompareError::io(&aside))
}

/// Moves the staged files into `out` one after the other, `run.json` last: stopped in between, the tables do not fit `run.json`,
/// which whoever reads them is told.
fn move_files(staged: &Path, out: &Path) -> Result<(), CompareError> {
    let mut names = names(staged)?;
    names.sort_by_key(|name| (name == "run.json", name.clone()));
    for name in names {
        let target = out.join(&name);
        fs::rename(staged.join(&name), &target).map_err(CompareError::io(&target))?;
    }
    fs::remove_dir(staged).map_err(CompareError::io(staged))
}

fn names(folder: &Path) -> Result<Vec<std::ffi::OsString>, CompareError> {
    let entries = fs::read_dir(folder).map_err(CompareError::io(folder))?;
    entries.map(|entry| Ok(entry.map_err(CompareError::io(folder))?.file_name())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with the comparison of old, and the staged one of new.
    fn folders() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let (out, staged) = (root.path().join("out"), root.path().join("out.partial"));
        fs::create_dir_all(out.join("notes")).unwrap();
        fs::create_dir(&staged).unwrap();
        for (path, content) in [
            (out.join("run.json"), "old"),
            (out.join("findings.parquet"), "old"),
            (out.join("figures.parquet"), "kept"),
            (out.join("notes/mine.txt"), "mine"),
            (staged.join("run.json"), "new"),
            (staged.join("findings.parquet"), "new"),
        ] {
            fs::write(path, content).unwrap();
        }
        (root, out, staged)
    }

    #[test]
    fn folders_are_exchanged_and_what_else_is_there_stays() {
        let (root, out, staged) = folders();
        swap(&out, &staged).unwrap();
        let content = |name: &str| fs::read_to_string(out.join(name)).unwrap();
        assert_eq!((content("run.json"), content("findings.parquet")), ("new".to_owned(), "new".to_owned()));
        assert_eq!((content("figures.parquet"), content("notes/mine.txt")), ("kept".to_owned(), "mine".to_owned()));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_stop_between_the_two_renames_is_put_right() {
        let (_root, out, staged) = folders();
        fs::rename(&out, staged.join(REPLACED)).unwrap();
        restore(&out).unwrap();
        assert_eq!(fs::read_to_string(out.join("run.json")).unwrap(), "old");
        // And one after them.
        fs::create_dir_all(out.join(REPLACED).join("more")).unwrap();
        fs::write(out.join(REPLACED).join("run.json"), "older").unwrap();
        restore(&out).unwrap();
        assert!(!out.join(REPLACED).exists() && out.join("more").is_dir());
        assert_eq!(fs::read_to_string(out.join("run.json")).unwrap(), "old");
    }

    #[test]
    fn a_folder_with_files_of_others_is_not_removed() {
        let (_root, out, staged) = folders();
        fs::create_dir(staged.join("part-000001")).unwrap();
        let options = Options::default();
        let error = Stage::create(&out, &options).map(drop).unwrap_err();
        assert!(error.to_string().contains("part-000001"), "{error}");
        assert!(staged.join("run.json").is_file(), "nothing was removed");
    }
}
