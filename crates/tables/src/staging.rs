//! Written whole or not at all: files are staged beside the output folder and swapped in by rename.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::columns::TABLES;
use crate::error::TablesError;
use crate::writer::Format;

/// The file that makes a folder a run.
pub(crate) const RUN_FILE: &str = "run.json";

/// Written by crossread for people to fill in, so a new run keeps it.
const KEPT: &str = "index.template.json";

/// Where in `<out>.partial`, and then in `out`, the old output waits while the new one takes its name: nothing is written
/// beside these two.
const REPLACED: &str = ".replaced";

/// What the names of parts begin with.
const PART: &str = "part-";

/// What file managers leave behind; deleted with the folder.
const LITTER: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

/// How a staged file is opened; tests put a full disk in its place.
pub(crate) type Opener = fn(&Path) -> io::Result<File>;

/// A folder under construction. Dropped before [`commit`](Self::commit), it is removed.
#[derive(Debug)]
pub(crate) struct Staging {
    out: PathBuf,
    partial: PathBuf,
    /// Where the old output waits while the new one takes its name.
    aside: PathBuf,
    opener: Opener,
    /// Whether parts that were saved survive a run that does not.
    keep_parts: bool,
    committed: bool,
}

impl Staging {
    /// Makes the empty folder `<out>.partial`, and the missing parents of `out`. What a crashed run
    /// left there is removed, but for its parts where they are to be kept.
    pub(crate) fn create(out: &Path, opener: Opener, keep_parts: bool) -> Result<Self, TablesError> {
        let out = resolve(out)?;
        let mut staging = Self {
            partial: sibling(&out, ".partial"),
            aside: sibling(&out, ".partial").join(REPLACED),
            out,
            opener,
            keep_parts,
            committed: true, // until there is something to remove
        };
        staging.restore_aside()?;
        check_replaceable(&staging.out)?;
        if let Some(parent) = staging.out.parent() {
            fs::create_dir_all(parent).map_err(TablesError::io("create the folder", parent))?;
        }
        staging.clear_partial()?;
        if !staging.partial.is_dir() {
            fs::create_dir(&staging.partial).map_err(TablesError::io("create the folder", &staging.partial))?;
        }
        staging.committed = false;
        Ok(staging)
    }

    /// The folder under construction.
    pub(crate) fn folder(&self) -> &Path {
        &self.partial
    }

    /// Opens a new file, and gives the path that messages name.
    pub(crate) fn file(&self, name: &str) -> Result<(File, PathBuf), TablesError> {
        let path = self.partial.join(name);
        let file = (self.opener)(&path).map_err(TablesError::io("create the file", &path))?;
        Ok((file, path))
    }

    /// Swaps the folder in for the old output, which is removed.
    pub(crate) fn commit(mut self) -> Result<(), TablesError> {
        if self.keep_parts {
            remove_parts(&self.partial)?;
        }
        if check_replaceable(&self.out)? == Target::Absent {
            fs::rename(&self.partial, &self.out).map_err(TablesError::io("rename the folder to", &self.out))?;
            self.committed = true;
            return Ok(());
        }
        fs::rename(&self.out, &self.aside).map_err(TablesError::io("rename the folder", &self.out))?;
        if let Err(cause) = fs::rename(&self.partial, &self.out) {
            // The old output takes its name again; if even that fails, the next run does it.
            let _ = fs::rename(&self.aside, &self.out);
            return Err(TablesError::io("rename the folder to", &self.out)(cause));
        }
        self.committed = true;
        let (kept, replaced) = (self.out.join(KEPT), self.out.join(REPLACED));
        if !kept.exists() {
            let _ = fs::rename(replaced.join(KEPT), kept);
        }
        // The new output stands; what cannot be removed now is removed by the next run.
        let _ = remove_own(&replaced);
        Ok(())
    }

    /// Puts back what a crash between the two renames of [`commit`](Self::commit) left aside, and removes what one after
    /// them left.
    fn restore_aside(&self) -> Result<(), TablesError> {
        if self.aside.is_dir() && !self.out.exists() {
            fs::rename(&self.aside, &self.out).map_err(TablesError::io("rename the folder", &self.aside))?;
        }
        remove_own(&self.out.join(REPLACED))
    }

    /// Removes the remains of a run that crashed.
    fn clear_partial(&self) -> Result<(), TablesError> {
        match fs::symlink_metadata(&self.partial) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(TablesError::io("look at", &self.partial)(error)),
            Ok(metadata) if metadata.is_dir() => clear(&self.partial, self.keep_parts),
            Ok(_) => Err(TablesError::NotReplaceable {
                path: self.partial.clone(),
                reason: "a file stands where the output is staged".to_owned(),
            }),
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.committed {
            // Nothing can be reported from here; the next run clears what is left.
            let _ = clear(&self.partial, self.keep_parts);
        }
    }
}

/// The folder that is really meant: symbolic links and `.` resolved, so that the rename replaces the
/// folder and not the link to it.
fn resolve(out: &Path) -> Result<PathBuf, TablesError> {
    let resolved = match fs::canonicalize(out) {
        Ok(path) => path,
        Err(error) if error.kind() == io::ErrorKind::NotFound => out.components().collect(),
        Err(error) => return Err(TablesError::io("look at", out)(error)),
    };
    let reason = if resolved.file_name().is_none() {
        "not the name of a folder"
    } else if std::env::current_dir().is_ok_and(|current| current == resolved) {
        "the current folder cannot be replaced as a whole"
    } else {
        return Ok(resolved);
    };
    Err(TablesError::NotReplaceable { path: out.to_owned(), reason: reason.to_owned() })
}

fn sibling(out: &Path, suffix: &str) -> PathBuf {
    let mut name = out.file_name().map_or_else(OsString::new, OsString::from);
    name.push(suffix);
    out.with_file_name(name)
}

/// The name of a part, from 1.
pub(crate) fn part_name(number: usize) -> String {
    format!("{PART}{number:06}")
}

/// True for a folder that holds a part, or one that is not finished.
fn is_part(name: &str) -> bool {
    let rest = name.strip_prefix(PART).map(|rest| rest.split_once('.').unwrap_or((rest, "partial")));
    rest.is_some_and(|(number, suffix)| {
        number.len() >= 6 && number.bytes().all(|digit| digit.is_ascii_digit()) && ["partial", "old"].contains(&suffix)
    })
}

/// Removes a part, file by file.
pub(crate) fn remove_part(folder: &Path) -> Result<(), TablesError> {
    remove_own(folder)
}

/// Removes every part of a run that is complete without them.
fn remove_parts(partial: &Path) -> Result<(), TablesError> {
    for entry in fs::read_dir(partial).map_err(TablesError::io("read the folder", partial))? {
        let entry = entry.map_err(TablesError::io("read the folder", partial))?;
        let folder = entry.file_type().map_err(TablesError::io("look at", &entry.path()))?.is_dir();
        if folder && is_part(&entry.file_name().to_string_lossy()) {
            remove_part(&entry.path())?;
        }
    }
    Ok(())
}

/// Removes the folder of a run that was not finished; with `keep_parts` only what is no finished part, and the folder if
/// nothing is left.
fn clear(partial: &Path, keep_parts: bool) -> Result<(), TablesError> {
    let (mut files, mut parts, mut kept) = (Vec::new(), Vec::new(), false);
    for entry in fs::read_dir(partial).map_err(TablesError::io("read the folder", partial))? {
        let entry = entry.map_err(TablesError::io("read the folder", partial))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let folder = entry.file_type().map_err(TablesError::io("look at", &entry.path()))?.is_dir();
        match folder {
            true if is_part(&name) && keep_parts && !name.contains('.') => kept = true,
            true if is_part(&name) || name == REPLACED => parts.push(entry.path()),
            false if is_own(&name) => files.push(entry.path()),
            _ => return Err(foreign(partial, &name)),
        }
    }
    // Nothing is removed before all of it is known to be ours.
    parts.iter().try_for_each(|part| refuse_foreign(part).map(drop))?;
    parts.iter().try_for_each(|part| remove_part(part))?;
    for path in files {
        fs::remove_file(&path).map_err(TablesError::io("remove", &path))?;
    }
    if kept { Ok(()) } else { fs::remove_dir(partial).map_err(TablesError::io("remove", partial)) }
}

fn foreign(folder: &Path, name: &str) -> TablesError {
    TablesError::NotReplaceable { path: folder.to_owned(), reason: format!("{name} in it is not from crossread") }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Absent,
    Present,
}

/// Refuses a file, and a folder that holds anything crossread did not write.
fn check_replaceable(out: &Path) -> Result<Target, TablesError> {
    match fs::metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Target::Absent),
        Err(error) => return Err(TablesError::io("look at", out)(error)),
        Ok(metadata) if !metadata.is_dir() => return Err(TablesError::OutputIsFile { path: out.to_owned() }),
        Ok(_) => {}
    }
    let names = refuse_foreign(out)?;
    if names.iter().all(|name| LITTER.contains(&name.as_str())) || names.iter().any(|name| name == RUN_FILE) {
        return Ok(Target::Present);
    }
    let reason = "the folder has files but no run.json, so they are not from crossread".to_owned();
    Err(TablesError::NotReplaceable { path: out.to_owned(), reason })
}

/// The names in a folder of ours; an error when there is another file in it.
fn refuse_foreign(folder: &Path) -> Result<Vec<String>, TablesError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(TablesError::io("read the folder", folder))? {
        let entry = entry.map_err(TablesError::io("read the folder", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let file = entry.file_type().map_err(TablesError::io("look at", &entry.path()))?;
        if file.is_dir() || !is_own(&name) {
            return Err(foreign(folder, &name));
        }
        names.push(name);
    }
    Ok(names)
}

/// Removes a folder of ours, file by file, so that nothing else can go with it.
fn remove_own(folder: &Path) -> Result<(), TablesError> {
    if !folder.exists() {
        return Ok(());
    }
    for name in refuse_foreign(folder)? {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(TablesError::io("remove", &path))?;
    }
    fs::remove_dir(folder).map_err(TablesError::io("remove", folder))
}

/// True for a name that crossread gives to a file in an output folder.
fn is_own(name: &str) -> bool {
    if name == RUN_FILE || name == KEPT || LITTER.contains(&name) {
        return true;
    }
    let Some((stem, extension)) = name.split_once('.') else { return false };
    // `compare` stages beside its tables what it sorts on disk: `claims.0.run`.
    let sorted = extension.strip_suffix(".run").is_some_and(|run| run.bytes().all(|digit| digit.is_ascii_digit()));
    (sorted || Format::from_name(extension).is_some()) && TABLES.iter().any(|table| table.name == stem)
}

#[cfg(test)]
mod tests;
