//! A comparison in shares, for tasks of a cluster: tables in folders, one call a folder.

use std::path::PathBuf;

use crossread_compare::share::{self, Share};
use pyo3::prelude::*;

use crate::error::Failure;
use crate::table::{Table, declared};

/// Reads the documents in a folder: keys of their claims, what near-copies are known by, and the tables that need no others.
#[pyfunction]
pub(crate) fn share_read(py: Python<'_>, documents: PathBuf, named: PathBuf, out: PathBuf) -> PyResult<()> {
    py.detach(|| share::read(Share { documents: &documents, named: &named }, &out).map_err(Failure::from))?;
    Ok(())
}

/// Judges the pairs of documents in a folder.
#[pyfunction]
pub(crate) fn share_pairs(py: Python<'_>, dir: PathBuf, out: PathBuf) -> PyResult<()> {
    py.detach(|| share::pairs(&dir, &out).map_err(Failure::from))?;
    Ok(())
}

/// Answers the questions of the claims in a folder that are asked for.
#[pyfunction]
pub(crate) fn share_answer(py: Python<'_>, documents: PathBuf, named: PathBuf, out: PathBuf) -> PyResult<()> {
    py.detach(|| share::answer(Share { documents: &documents, named: &named }, &out).map_err(Failure::from))?;
    Ok(())
}

/// The `run.json` of a comparison of one run.
#[pyfunction]
pub(crate) fn comparison_json(run_json: &str, tables: Vec<(String, usize, String)>) -> PyResult<String> {
    Ok(share::describe(run_json, tables).map_err(Failure::from)?)
}

/// A sentence that more documents have is no sign of copying.
#[pyfunction]
pub(crate) fn set_phrase() -> usize {
    share::SET_PHRASE
}

/// A table of the contract without rows, for its schema.
#[pyfunction]
pub(crate) fn empty_table(name: &str) -> PyResult<Table> {
    Ok(Table::new(declared(name)?, Vec::new()))
}
