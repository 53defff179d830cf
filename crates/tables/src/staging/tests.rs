use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crossread_lexicon::{Lexicon, PackRows};

use super::{Opener, Staging};
use crate::error::TablesError;
use crate::rows::Rows;
use crate::writer::{Format, RunOptions, RunWriter};

const OPEN: Opener = |path| File::create_new(path);

struct Folder {
    _root: tempfile::TempDir,
    out: PathBuf,
}

impl Folder {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let out = fs::canonicalize(root.path()).unwrap().join("out");
        Self { _root: root, out }
    }

    fn sibling(&self, suffix: &str) -> PathBuf {
        super::sibling(&self.out, suffix)
    }

    /// Writes a run of one document, or returns what stopped it.
    fn run(&self, id: &str, opener: Opener) -> Result<(), TablesError> {
        let lexicon = &Lexicon::compile(&PackRows::default(), None).unwrap();
        let options = RunOptions { formats: vec![Format::Csv], ..RunOptions::default() };
        let mut run = RunWriter::create_with(&self.out, lexicon, options, opener)?;
        let document = crossread_text::Document::from_text(id, "Quiet.");
        let mut rows = Rows::new(lexicon);
        rows.append(&document, &crossread_extract::Extraction::default());
        run.append(rows)?;
        run.finish().map(drop)
    }

    fn documents(&self) -> String {
        fs::read_to_string(self.out.join("documents.csv")).unwrap_or_default()
    }

    fn assert_only_out(&self) {
        assert!(!self.sibling(".partial").exists(), ".partial is left");
        assert!(!self.out.join(super::REPLACED).exists(), "the old output is left");
    }
}

#[test]
fn nothing_appears_before_the_end_and_the_old_output_goes_at_the_end() {
    let folder = Folder::new();
    let staging = Staging::create(&folder.out, OPEN, false).unwrap();
    assert!(folder.sibling(".partial").is_dir() && !folder.out.exists());
    drop(staging);
    folder.assert_only_out();
    folder.run("first", OPEN).unwrap();
    assert!(folder.documents().contains("first"));
    folder.run("second", OPEN).unwrap();
    assert!(folder.documents().contains("second") && !folder.documents().contains("first"));
    folder.assert_only_out();
}

#[test]
fn missing_parents_are_made() {
    let mut folder = Folder::new();
    folder.out = folder.out.join("deep/er/out");
    folder.run("first", OPEN).unwrap();
    assert!(folder.documents().contains("first"));
}

#[test]
fn a_file_is_not_replaced() {
    let folder = Folder::new();
    fs::write(&folder.out, "mine").unwrap();
    let error = folder.run("first", OPEN).unwrap_err();
    assert!(matches!(error, TablesError::OutputIsFile { .. }), "{error}");
    assert_eq!(fs::read_to_string(&folder.out).unwrap(), "mine");
    folder.assert_only_out();
}

#[test]
fn other_peoples_files_are_not_deleted() {
    let refused = |prepare: fn(&Path), expected: &str| {
        let folder = Folder::new();
        fs::create_dir(&folder.out).unwrap();
        prepare(&folder.out);
        let before: Vec<_> = fs::read_dir(&folder.out).unwrap().map(|entry| entry.unwrap().path()).collect();
        let message = folder.run("first", OPEN).unwrap_err().to_string();
        assert!(message.contains(expected) && message.contains("nothing was deleted"), "{message}");
        assert!(before.iter().all(|path| path.exists()));
        folder.assert_only_out();
    };
    refused(|out| fs::write(out.join("thesis.docx"), "mine").unwrap(), "thesis.docx");
    // A name that a table could have, in a folder that is no run.
    refused(|out| fs::write(out.join("documents.csv"), "mine").unwrap(), "no run.json");
    refused(
        |out| {
            fs::write(out.join("run.json"), "{}").unwrap();
            fs::create_dir(out.join("figures.csv")).unwrap();
        },
        "figures.csv",
    );
}

#[test]
fn a_file_that_turns_up_meanwhile_is_not_deleted() {
    let folder = Folder::new();
    folder.run("first", OPEN).unwrap();
    let staging = Staging::create(&folder.out, OPEN, false).unwrap();
    fs::write(folder.out.join("notes.txt"), "mine").unwrap();
    assert!(staging.commit().is_err());
    assert!(folder.documents().contains("first") && folder.out.join("notes.txt").exists());
    folder.assert_only_out();
}

#[test]
fn an_empty_folder_and_litter_are_replaced() {
    let folder = Folder::new();
    fs::create_dir(&folder.out).unwrap();
    fs::write(folder.out.join(".DS_Store"), "").unwrap();
    folder.run("first", OPEN).unwrap();
    assert!(folder.documents().contains("first") && !folder.out.join(".DS_Store").exists());
}

#[test]
fn a_filled_in_template_is_kept() {
    let folder = Folder::new();
    folder.run("first", OPEN).unwrap();
    fs::write(folder.out.join("index.template.json"), "filled in").unwrap();
    folder.run("second", OPEN).unwrap();
    assert_eq!(fs::read_to_string(folder.out.join("index.template.json")).unwrap(), "filled in");
}

#[test]
fn what_a_crash_left_is_cleared_or_put_back() {
    let folder = Folder::new();
    // Killed while writing.
    fs::create_dir(folder.sibling(".partial")).unwrap();
    fs::write(folder.sibling(".partial").join("figures.parquet"), "half").unwrap();
    folder.run("first", OPEN).unwrap();
    folder.assert_only_out();
    // Killed between the two renames: the old output counts until a run is finished.
    let aside = folder.sibling(".partial").join(super::REPLACED);
    fs::create_dir(folder.sibling(".partial")).unwrap();
    fs::write(folder.sibling(".partial").join("run.json"), "{}").unwrap();
    fs::rename(&folder.out, &aside).unwrap();
    drop(Staging::create(&folder.out, OPEN, false).unwrap());
    assert!(folder.documents().contains("first"));
    folder.assert_only_out();
    // Killed before the old output was removed.
    fs::create_dir(folder.out.join(super::REPLACED)).unwrap();
    fs::write(folder.out.join(super::REPLACED).join("run.json"), "{}").unwrap();
    folder.run("second", OPEN).unwrap();
    assert!(folder.documents().contains("second"));
    folder.assert_only_out();
    // Killed while `compare` sorted on disk.
    fs::create_dir(folder.sibling(".partial")).unwrap();
    fs::write(folder.sibling(".partial").join("claims.0.run"), "half").unwrap();
    folder.run("third", OPEN).unwrap();
    folder.assert_only_out();
}

#[test]
fn a_folder_that_people_keep_beside_the_output_is_left_alone() {
    let folder = Folder::new();
    folder.run("first", OPEN).unwrap();
    let backup = folder.sibling(".old");
    fs::create_dir(&backup).unwrap();
    fs::copy(folder.out.join("run.json"), backup.join("run.json")).unwrap();
    folder.run("second", OPEN).unwrap();
    assert!(backup.join("run.json").is_file());
}

#[test]
fn a_foreign_folder_of_the_staging_name_is_not_cleared() {
    let folder = Folder::new();
    for below in ["", "part-000001", "part-000007.partial"] {
        let place = folder.sibling(".partial").join(below);
        fs::create_dir_all(&place).unwrap();
        fs::write(folder.sibling(".partial").join("figures.parquet"), "half").unwrap();
        fs::write(place.join("thesis.docx"), "mine").unwrap();
        let message = folder.run("first", OPEN).unwrap_err().to_string();
        assert!(message.contains(".partial") && message.contains("thesis.docx"), "{message}");
        assert!(place.join("thesis.docx").exists() && folder.sibling(".partial").join("figures.parquet").exists());
        fs::remove_dir_all(folder.sibling(".partial")).unwrap();
    }
}

/// A disk that is full for one file of the run.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_output_and_names_the_file() {
    fn full(path: &Path, name: &str) -> io::Result<File> {
        let full = path.file_name().is_some_and(|file| file == name);
        if full { File::options().write(true).open("/dev/full") } else { File::create_new(path) }
    }
    let openers: [(Opener, &str); 4] = [
        (|path| full(path, "figures.parquet"), "figures.parquet"),
        (|path| full(path, "documents.csv"), "documents.csv"),
        (|path| full(path, "lexicon.parquet"), "lexicon.parquet"),
        (|path| full(path, "run.json"), "run.json"),
    ];
    for (opener, name) in openers {
        let folder = Folder::new();
        folder.run("first", OPEN).unwrap();
        let error = folder.run("second", opener).unwrap_err();
        assert!(matches!(error, TablesError::Io { .. }), "{error:?}");
        let message = error.to_string();
        assert!(message.contains(name) && message.contains("No space left"), "{message}");
        assert!(folder.documents().contains("first"));
        folder.assert_only_out();
    }
}

#[test]
fn a_file_that_cannot_be_made_stops_the_run_at_once() {
    let folder = Folder::new();
    let refuse: Opener = |_| Err(io::Error::from(io::ErrorKind::PermissionDenied));
    let message = folder.run("first", refuse).unwrap_err().to_string();
    assert!(message.contains("documents.parquet: could not create the file"), "{message}");
    assert!(!folder.out.exists());
    folder.assert_only_out();
}

#[test]
fn the_root_and_the_current_folder_are_refused() {
    for out in ["/", ".", ".."] {
        let error = Staging::create(Path::new(out), OPEN, false).unwrap_err();
        assert!(matches!(error, TablesError::NotReplaceable { .. }), "{out}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_the_folder_behind_it_is_replaced() {
    let folder = Folder::new();
    let link = folder.sibling("-link");
    folder.run("first", OPEN).unwrap();
    std::os::unix::fs::symlink(&folder.out, &link).unwrap();
    Staging::create(&link, OPEN, false).unwrap().commit().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_dir(&folder.out).unwrap().count(), 0);
}
