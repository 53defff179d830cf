//! Lexicon packs from files and folders.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use crossread_lexicon::{Lexicon, PackFile, PackRows};

use crate::args::LexiconChoice;

/// A pack's name and its files, each with its name and content.
struct Pack {
    name: String,
    files: Vec<(String, String)>,
}

/// The lexicon that was asked for; the built-in one when nothing was.
///
/// # Errors
/// When a pack cannot be read, or every mistake in it.
pub(crate) fn load(choice: &LexiconChoice) -> Result<Cow<'static, Lexicon>> {
    if choice.packs.is_empty() && choice.vague.is_none() {
        return Ok(Cow::Borrowed(Lexicon::built_in()));
    }
    Ok(Cow::Owned(Lexicon::compile(&layered(&choice.packs)?, choice.vague.as_deref())?))
}

/// The rows of the built-in pack with those of `paths` over them: a file is a pack of its own, a
/// folder one of all CSV and TOML files below it.
pub(crate) fn layered(paths: &[PathBuf]) -> Result<PackRows> {
    let mut rows = PackRows::built_in();
    for path in paths {
        let pack = read_one(path)?;
        let files: Vec<PackFile<'_>> = pack.files.iter().map(|(name, text)| PackFile { name, text }).collect();
        rows.add_files(&pack.name, &files);
    }
    Ok(rows)
}

fn read_one(path: &Path) -> Result<Pack> {
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut files = Vec::new();
    if path.is_dir() {
        let mut found: Vec<PathBuf> = Vec::new();
        for entry in walkdir::WalkDir::new(path) {
            let entry = entry.with_context(|| format!("{}: the pack cannot be read", path.display()))?;
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
        bail!("{}: the folder holds no pack file; put .csv or .toml files there", path.display());
    }
    Ok(Pack { name, files })
}

fn is_pack_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "csv" || extension == "toml")
}

fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path)
        .with_context(|| format!("{}: the pack file cannot be read; it must be UTF-8", path.display()))
}
