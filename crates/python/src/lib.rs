//! The native part of the Python package `crossread`: what the library crates do, as functions and tables.
//!
//! Everything a user meets (arguments, defaults, what notebooks show, docstrings) is Python, in `python/crossread`; here is
//! only what needs the library: extraction with the interpreter released, tables as Arrow streams, and errors with file and
//! line.

mod error;
mod run;
mod share;
mod stream;
mod table;

use std::path::PathBuf;

use crossread_compare::{CompareView, Format as CompareFormat};
use crossread_eval::{Layer, Matching, evaluate, read_gold};
use crossread_run::join_gold;
use crossread_tables::{Format, RunDir};
use pyo3::prelude::*;

use crate::error::Failure;

/// The formats of those names; Parquet, which is written always, is passed over.
fn formats(names: &[String]) -> Result<Vec<Format>, Failure> {
    let known = || Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    let format = |name: &String| {
        Format::from_name(name)
            .ok_or_else(|| Failure::Input(format!("{name}: no such format; name one of {}", known())))
    };
    names.iter().map(format).filter(|format| !matches!(format, Ok(Format::Parquet))).collect()
}

/// Compares the runs in `dirs` and writes the comparison into `out`.
#[pyfunction]
fn compare(py: Python<'_>, dirs: Vec<PathBuf>, out: PathBuf, formats: Vec<String>, csv_safe: bool) -> PyResult<()> {
    py.detach(|| -> Result<(), Failure> {
        let formats = self::formats(&formats)?
            .into_iter()
            .map(|format| if format == Format::Csv { CompareFormat::Csv } else { CompareFormat::JsonLines })
            .collect();
        crossread_compare::compare(&dirs, &out, &crossread_compare::Options { formats, csv_safe })?;
        Ok(())
    })?;
    Ok(())
}

/// The run in `dir` against the gold at `gold`: an evaluation as JSON, and what could not be compared.
#[pyfunction]
fn evaluation(
    py: Python<'_>,
    dir: PathBuf,
    gold: PathBuf,
    layers: Vec<String>,
    strict: bool,
    exact_ids: bool,
) -> PyResult<(String, Vec<String>)> {
    let told = py.detach(|| -> Result<_, Failure> {
        let layers = named_layers(&layers)?;
        let (documents, lost) = join_gold(read_gold(&gold)?, &RunDir::open(&dir)?)?;
        if documents.is_empty() {
            let message = format!("{}: none of its documents is in the run", gold.display());
            return Err(Failure::Gold { message, file: Some(gold), line: None });
        }
        let matching = if strict { Matching::Strict } else { Matching::Overlap };
        let options = crossread_eval::Options { matching, mapped_ids: !exact_ids };
        Ok((evaluate(&documents, &options).json(&layers).to_string(), lost))
    })?;
    Ok(told)
}

fn named_layers(names: &[String]) -> Result<Vec<Layer>, Failure> {
    if names.is_empty() {
        return Ok(Layer::ALL.to_vec());
    }
    let known = || Layer::ALL.map(Layer::name).join(", ");
    let layer = |name: &String| {
        Layer::from_name(name).ok_or_else(|| Failure::Input(format!("{name}: no such layer; name one of {}", known())))
    };
    names.iter().map(layer).collect()
}

/// The page of the comparison in `dir`, with the texts of `runs`, and what did not fit.
#[pyfunction]
fn page(py: Python<'_>, dir: PathBuf, runs: Vec<PathBuf>) -> PyResult<(String, Vec<String>)> {
    let page = py.detach(|| -> Result<_, Failure> {
        // Opening the view verifies the tables of the comparison; the page itself is read from the same files.
        CompareView::open(&dir)?;
        let runs = runs.iter().map(|dir| RunDir::open(dir)).collect::<Result<Vec<_>, _>>()?;
        let runs: Vec<&RunDir> = runs.iter().collect();
        Ok(crossread_report::page(&RunDir::comparison(&dir)?, &runs, &crossread_report::Options::default())?)
    })?;
    Ok((page.html, page.left_out))
}

/// Writes the run in `dir` in a format of the field; gives what the format could not hold.
#[pyfunction]
fn export(
    py: Python<'_>,
    dir: PathBuf,
    to: &str,
    out: PathBuf,
    layers: Vec<String>,
    codes: Vec<PathBuf>,
) -> PyResult<Vec<String>> {
    let told = py.detach(|| -> Result<_, Failure> {
        let format = crossread_export::Format::from_name(to).ok_or_else(|| {
            let known = crossread_export::Format::ALL.map(crossread_export::Format::name).join(", ");
            Failure::Input(format!("{to}: no such format; name one of {known}"))
        })?;
        // Without a choice each format holds what is its own.
        let layers = if layers.is_empty() { Vec::new() } else { named_layers(&layers)? };
        Ok(crossread_export::export(&RunDir::comparison(&dir)?, format, &layers, &codes, &out)?)
    })?;
    Ok(told.left_out)
}

/// Opens the directory of a run, which verifies it.
#[pyfunction]
fn verify(py: Python<'_>, dir: PathBuf) -> PyResult<()> {
    py.detach(|| RunDir::open(&dir).map(|_| ()).map_err(Failure::from))?;
    Ok(())
}

/// Names of the tables: those that `extract` writes, and those that `compare` writes.
#[pyfunction]
fn table_names() -> (Vec<&'static str>, Vec<&'static str>) {
    let of = |writer| {
        crossread_tables::TABLES.iter().filter(|table| table.writer == writer).map(|table| table.name).collect()
    };
    (of(crossread_tables::Writer::Extract), of(crossread_tables::Writer::Compare))
}

/// The native part of the package `crossread`.
#[pymodule]
mod _crossread {
    use super::{Bound, PyModule, PyModuleMethods as _, PyResult};
    #[pymodule_export]
    use super::{compare, evaluation, export, page, table_names, verify};
    #[pymodule_export]
    use crate::run::{Run, extract};
    #[pymodule_export]
    use crate::share::{comparison_json, empty_table, set_phrase, share_answer, share_pairs, share_read};
    #[pymodule_export]
    use crate::stream::json_lines;
    #[pymodule_export]
    use crate::table::{Table, read_table};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
