//! Extraction, with the interpreter released and every core at work.

use std::borrow::Cow;
use std::path::PathBuf;

use crossread_ingest::Options;
use crossread_lexicon::Lexicon;
use crossread_run::{InputFile, Reader, Source, Step, default_jobs, find, load, run_options, skip_row};
use crossread_tables::MemoryRun;
use pyo3::prelude::*;

use crate::error::Failure;
use crate::table::Table;

/// A run in memory.
#[pyclass(frozen, module = "crossread._crossread")]
pub(crate) struct Run {
    run: MemoryRun,
    lexicon: Cow<'static, Lexicon>,
}

#[pymethods]
impl Run {
    /// The table of that name.
    fn table(&self, name: &str) -> PyResult<Table> {
        let table = crate::table::declared(name)?;
        let batches = self.run.batches(table, &self.lexicon).map_err(Failure::from)?;
        Ok(Table::new(table, batches))
    }

    /// Writes the run to the directory `out`, as the program does.
    fn write(&self, py: Python<'_>, out: PathBuf, formats: Vec<String>, csv_safe: bool) -> PyResult<()> {
        py.detach(|| -> Result<(), Failure> {
            let mut options = run_options(&self.lexicon, crate::formats(&formats)?);
            options.csv_safe = csv_safe;
            self.run.write(&out, &self.lexicon, options)?;
            Ok(())
        })?;
        Ok(())
    }

    /// What was not read: input, line and message of each.
    fn skipped(&self) -> Vec<(String, Option<i32>, String)> {
        self.run.skipped().iter().map(|row| (row.input.clone(), row.line, row.message.clone())).collect()
    }
}

/// Extracts the files that `inputs` names, or, when there are `records`, these: JSON Lines. `lexicon` is the packs over the
/// built-in one and the table for vague words.
#[pyfunction]
pub(crate) fn extract(
    py: Python<'_>,
    inputs: Vec<String>,
    records: Option<Vec<u8>>,
    index: Option<PathBuf>,
    lexicon: (Vec<PathBuf>, Option<String>),
    jobs: Option<usize>,
) -> PyResult<Run> {
    let run = py.detach(|| -> Result<Run, Failure> {
        let lexicon = load(&lexicon.0, lexicon.1.as_deref())?;
        let (files, unread, names) = match records {
            Some(records) => {
                let file = InputFile::records("records", records.into());
                (vec![file], Vec::new(), vec!["records".to_owned()])
            }
            None => {
                let found = find(&inputs)?;
                (found.files, found.skipped, inputs)
            }
        };
        let (mut reader, lost) = Reader::new(index.as_deref(), &std::env::temp_dir(), Options::default())?;
        let mut run = MemoryRun::default();
        lost.iter().chain(&unread).for_each(|row| run.skip(skip_row(row)));
        let source = Source { reader: &mut reader, files: &files, earlier: None, keep_text: false };
        let jobs = jobs.filter(|&jobs| jobs > 0).unwrap_or_else(default_jobs);
        crossread_run::run(source, &lexicon, jobs, &mut |_| {}, |step| -> Result<(), Failure> {
            match step {
                Step::Input(number) => run.start_input(names.get(number).map_or("", String::as_str)),
                Step::Rows(rows) => run.append(*rows)?,
                Step::Skipped(row) => run.skip(skip_row(&row)),
                Step::Unchanged(_) => {}
            }
            // So that Ctrl-C ends a long run.
            Ok(Python::attach(|py| py.check_signals())?)
        })?;
        if run.documents() == 0 && run.skipped().is_empty() {
            return Err(Failure::Input("nothing to read: no text was given".to_owned()));
        }
        Ok(Run { run, lexicon })
    })?;
    Ok(run)
}
