//! What a run saves while it goes, so that a later one can go on from there (`--resume`).
//!
//! Beside the tables in `<out>.partial` stand parts, `part-000001` and so on: each the rows of some documents as a run of its
//! own, written whole or not at all. A run that goes on reads the inputs again, for what is skipped and which ids were given
//! before, and copies the rows of every document that a part holds unchanged, as `--append` does from a finished run.

use std::path::{Path, PathBuf};

use crossread_lexicon::Lexicon;

use crate::error::TablesError;
use crate::rows::FinishedRows;
use crate::staging::{part_name, remove_part};
use crate::unchanged::{Known, Unchanged};
use crate::writer::{RunOptions, RunWriter};

/// Text after which a part ends: a second of work, and little enough to be done again.
pub(crate) const PART_BYTES: usize = 16 << 20;

/// The parts of an interrupted run, each with the index of its first document.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    parts: Vec<(PathBuf, usize)>,
    /// The part that was copied from last. One at a time is open, for there may be many.
    open: Option<(usize, Unchanged)>,
}

impl Saved {
    /// The parts in `folder` that fit `lexicon` and this build, in their order, with what is known of their documents. From the
    /// first on that does not, or is damaged, all are removed.
    pub(crate) fn open(folder: &Path, lexicon: &Lexicon) -> Result<(Known, Self), TablesError> {
        let (mut known, mut saved) = (Known::default(), Self::default());
        for number in 1.. {
            let part = folder.join(part_name(number));
            if !part.is_dir() {
                break;
            }
            let Ok(Some((documents, _))) = Unchanged::open(&part, lexicon) else {
                remove_parts_from(folder, number)?;
                break;
            };
            saved.parts.push((part, known.len()));
            known = known.and(documents);
        }
        Ok((known, saved))
    }

    /// Opens the part that holds document `index`; its rows stand at the index that comes with it.
    pub(crate) fn part(
        &mut self,
        index: usize,
        lexicon: &Lexicon,
    ) -> Result<Option<(&mut Unchanged, usize)>, TablesError> {
        let number = self.parts.partition_point(|(_, first)| *first <= index).checked_sub(1);
        let Some((number, (path, first))) = number.and_then(|number| Some((number, self.parts.get(number)?))) else {
            return Ok(None);
        };
        if self.open.as_ref().is_none_or(|(open, _)| *open != number) {
            let gone =
                || TablesError::NotARun { path: path.clone(), reason: "what was saved there has changed".to_owned() };
            let (_, rows) = Unchanged::open(path, lexicon)?.ok_or_else(gone)?;
            self.open = Some((number, rows));
        }
        Ok(self.open.as_mut().map(|(_, rows)| (rows, index - first)))
    }

    fn len(&self) -> usize {
        self.parts.len()
    }
}

fn remove_parts_from(folder: &Path, first: usize) -> Result<(), TablesError> {
    for number in first.. {
        let part = folder.join(part_name(number));
        if !part.is_dir() {
            break;
        }
        remove_part(&part)?;
    }
    Ok(())
}

/// Writes parts.
#[derive(Debug)]
pub(crate) struct Saving<'l> {
    folder: PathBuf,
    lexicon: &'l Lexicon,
    /// Number of the part that is written next.
    number: usize,
    part: Option<Box<RunWriter<'l>>>,
    /// Text in the open part.
    bytes: usize,
    most: usize,
}

impl<'l> Saving<'l> {
    /// Adds parts after those of `saved`.
    pub(crate) fn after(saved: &Saved, folder: &Path, lexicon: &'l Lexicon, most: usize) -> Self {
        Self { folder: folder.to_owned(), lexicon, number: saved.len() + 1, part: None, bytes: 0, most }
    }

    pub(crate) fn append(&mut self, rows: &FinishedRows) -> Result<(), TablesError> {
        let part = match &mut self.part {
            Some(part) => part,
            None => {
                let path = self.folder.join(part_name(self.number));
                let part = RunWriter::create(&path, self.lexicon, RunOptions::default())?;
                self.part.insert(Box::new(part))
            }
        };
        part.append_finished(rows)?;
        self.bytes += rows.bytes;
        if self.bytes >= self.most
            && let Some(part) = self.part.take()
        {
            part.finish()?;
            self.bytes = 0;
            self.number += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crossread_extract::extract;
    use crossread_text::Document;
    use proptest::prelude::*;

    use super::*;
    use crate::rows::Rows;
    use crate::writer::Format;

    fn documents() -> Vec<Document> {
        let text = |number: usize| match number % 4 {
            0 => format!("The army said {number} soldiers were killed in Kunar on Sunday."),
            1 => format!("Quiet. Report {number}."),
            2 => format!("Dozens fled Nangarhar; {number} houses were destroyed, the UN said."),
            _ => format!("Residents reported {number} strikes near Torkham."),
        };
        (1..20).map(|number| Document::from_text(format!("d{number:02}"), text(number))).collect()
    }

    /// Writes a run of `documents`, as the program does, of which the first `upto` are reached before it is interrupted.
    /// Returns how many were copied from what was saved.
    fn run(out: &Path, documents: &[Document], upto: usize, most: usize) -> usize {
        let lexicon = Lexicon::built_in();
        let options = RunOptions { formats: vec![Format::Csv], ..RunOptions::default() };
        let (mut run, known) = RunWriter::resumable_with(out, lexicon, options, most).unwrap();
        run.start_input("reports");
        let mut copied = 0;
        for document in documents.iter().take(upto) {
            if let Some(index) = known.find(document, false) {
                run.copy_saved(index).unwrap();
                copied += 1;
                continue;
            }
            let mut rows = Rows::new(lexicon);
            rows.append(document, &extract(document, lexicon));
            run.append(rows).unwrap();
        }
        if upto >= documents.len() {
            run.finish().unwrap();
        }
        copied
    }

    fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
            .collect();
        files.sort();
        files
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn a_run_interrupted_anywhere_and_resumed_has_the_same_bytes(
            stops in prop::collection::vec(0_usize..19, 0..4), most in 1_usize..400,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let (once, often) = (folder.path().join("once"), folder.path().join("often"));
            let all = documents();
            run(&once, &all, all.len(), usize::MAX);
            for &stop in &stops {
                run(&often, &all, stop, most);
                prop_assert!(!often.exists(), "nothing appears before the end");
            }
            run(&often, &all, all.len(), most);
            prop_assert!(files(&often) == files(&once));
            prop_assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "the parts are gone");
        }
    }

    #[test]
    fn what_was_saved_is_copied_and_what_has_changed_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (out, fresh) = (folder.path().join("out"), folder.path().join("fresh"));
        let mut all = documents();
        run(&out, &all, 12, 100);
        assert!(run(&out, &all, 0, 100) == 0 && folder.path().join("out.partial/part-000001").is_dir());
        all[1].text.push_str(" Corrected.");
        let copied = run(&out, &all, all.len(), 100);
        assert!((8..12).contains(&copied), "{copied}");
        run(&fresh, &all, all.len(), usize::MAX);
        let tables = |folder: &Path| {
            files(folder).into_iter().filter(|(name, _)| name.ends_with("csv") && name != "lexicon.csv")
        };
        assert!(tables(&out).eq(tables(&fresh)));
    }

    #[test]
    fn damaged_and_foreign_parts_are_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let (out, all) = (folder.path().join("out"), documents());
        run(&out, &all, 12, 60);
        let second = folder.path().join("out.partial/part-000002");
        fs::write(second.join("figures.parquet"), "damaged").unwrap();
        assert!(run(&out, &all, 0, 60) == 0 && !second.exists() && second.with_file_name("part-000001").is_dir());
        // A run without `--resume` begins anew and removes what was saved; one that finds a file of others does not.
        fs::write(second.with_file_name("thesis.tex"), "mine").unwrap();
        let lexicon = Lexicon::built_in();
        let error = RunWriter::create(&out, lexicon, RunOptions::default()).unwrap_err();
        assert!(error.to_string().contains("thesis.tex"), "{error}");
        assert!(second.with_file_name("part-000001").is_dir());
        fs::remove_file(second.with_file_name("thesis.tex")).unwrap();
        drop(RunWriter::create(&out, lexicon, RunOptions::default()).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
