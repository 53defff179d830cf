//! Writing the comparison whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::error::CompareError;
use crate::frames::Table;
use crate::run::{CONTRACT_VERSION, hash_file, read_run_file};
use crate::{Format, Options};

/// Makes tables when their turn comes, so that one stands in memory at a time.
pub(crate) type Build<'a> = Box<dyn FnOnce() -> Result<Vec<Table>, CompareError> + 'a>;

/// Stages the tables in `<out>.partial`, then renames them into `out`, `run.json` last.
///
/// Files of `out` that are no part of the comparison are left alone.
pub(crate) fn publish(
    tables: Vec<Build<'_>>,
    fingerprints: &[&str],
    out: &Path,
    options: &Options,
) -> Result<(), CompareError> {
    if out.exists() && !out.is_dir() {
        return Err(CompareError::OutIsFile { out: out.into() });
    }
    let staged = partial(out);
    if staged.exists() {
        fs::remove_dir_all(&staged).map_err(CompareError::io(&staged))?;
    }
    fs::create_dir_all(&staged).map_err(CompareError::io(&staged))?;
    let result = stage(tables, fingerprints, out, &staged, options).and_then(|()| swap(out, &staged));
    if result.is_err() {
        // The staged files are worthless now, and the first error is the one to report.
        let _ = fs::remove_dir_all(&staged);
    }
    result
}

fn partial(out: &Path) -> PathBuf {
    let mut name = out.components().as_path().as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

fn stage(
    tables: Vec<Build<'_>>,
    fingerprints: &[&str],
    out: &Path,
    staged: &Path,
    options: &Options,
) -> Result<(), CompareError> {
    let mut entries = Map::new();
    for build in tables {
        for table in build()? {
            table.write_parquet(staged)?;
            if options.formats.contains(&Format::Csv) {
                table.write_csv(staged)?;
            }
            if options.formats.contains(&Format::JsonLines) {
                table.write_jsonl(staged)?;
            }
            let hash = hash_file(&staged.join(format!("{}.parquet", table.name)))?;
            entries.insert(table.name.to_owned(), json!({ "rows": table.rows(), "sha256": hash }));
        }
    }
    let mut description = if out.join("run.json").is_file() {
        read_run_file(out)?
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
    let path = staged.join("run.json");
    let text = format!("{description:#}\n");
    fs::write(&path, text).map_err(CompareError::io(&path))
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
