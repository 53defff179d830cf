//! Lexicon packs from files and folders.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crossread_lexicon::{Lexicon, PackFile, PackRows};

use crate::error::RunError;

/// A pack's name and its files, each with its name and content.
struct Pack {
    name: String,
    files: Vec<(String, String)>,
}

/// The built-in lexicon with the packs of `paths` over it, reading vague words by the table `vague`; the built-in one as
/// it is when neither is asked for.
///
/// # Errors
/// When a pack cannot be read, or every mistake in it.
pub fn load(paths: &[PathBuf], vague: Option<&str>) -> Result<Cow<'static, Lexicon>, RunError> {
    if paths.is_empty() && vague.is_none() {
        return Ok(Cow::Borrowed(Lexicon::built_in()));
    }
    Ok(Cow::Owned(Lexicon::compile(&layered(paths)?, vague)?))
}

/// The rows of the built-in pack with those of `paths` over them: a file is a pack of its own, a
/// folder one of all CSV and TOML files below it.
///
/// # Errors
/// When a file or folder cannot be read; mistakes in rows show when they are compiled.
pub fn layered(paths: &[PathBuf]) -> Result<PackRows, RunError> {
    let mut rows = PackRows::built_in();
    for path in paths {
        let pack = read_one(path)?;
        let files: Vec<PackFile<'_>> = pack.files.iter().map(|(name, text)| PackFile { name, text }).collect();
        rows.add_files(&pack.name, &files);
    }
    Ok(rows)
}

fn read_one(path: &Path) -> Result<Pack, RunError> {
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut files = Vec::new();
    if path.is_dir() {
        let mut found: Vec<PathBuf> = Vec::new();
        for entry in walkdir::WalkDir::new(path) {
            let entry = entry.map_err(|error| RunError::Pack { path: path.to_owned(), reason: error.to_string() })?;
            if entry.file_type().is_file() && is_pack_file(entry.path()) {
                found.push(entry.into_path());
            }
        }
        found.sort();
        for file in &found {
            let shown = file.strip_prefix(path).unwrap_or(file).to_string_lossy().replace('\\', "/");
            files.push((shown, read_text(file)?));
        }
    } else {
        let shown = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        files.push((shown, read_text(path)?));
    }
    if files.is_empty() {
        return Err(RunError::EmptyPack { path: path.to_owned() });
    }
    Ok(Pack { name, files })
}

fn is_pack_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "csv" || extension == "toml")
}

fn read_text(path: &Path) -> Result<String, RunError> {
    std::fs::read_to_string(path).map_err(|cause| RunError::PackFile { path: path.to_owned(), cause })
}
