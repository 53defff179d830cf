//! A table as an Arrow stream, and its rows as Python values.

use std::path::PathBuf;

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use crossread_tables::{Cell, Row, RunDir, arrow_schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDate, PyDict, PyList};

use crate::error::Failure;

/// One table; readers take its arrays without a copy, and hold them as long as they need them.
#[pyclass(frozen, module = "crossread._crossread")]
pub(crate) struct Table {
    name: &'static str,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) fn new(table: &crossread_tables::Table, batches: Vec<RecordBatch>) -> Self {
        let schema = batches.first().map_or_else(|| arrow_schema(table), RecordBatch::schema);
        Self { name: table.name, schema, batches }
    }
}

/// The declaration of a table.
pub(crate) fn declared(name: &str) -> Result<&'static crossread_tables::Table, Failure> {
    crossread_tables::table(name).ok_or_else(|| Failure::Input(format!("{name}: no such table")))
}

#[pymethods]
impl Table {
    /// Its name in the contract.
    #[getter]
    fn name(&self) -> &'static str {
        self.name
    }

    /// Names of its columns.
    #[getter]
    fn columns(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The schema, for the Arrow PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref());
        let schema = schema.map_err(|error| PyValueError::new_err(error.to_string()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The rows, for the Arrow PyCapsule interface. Another schema is not made, as the interface allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let rows = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(rows, self.schema.clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }

    /// Rows `start..stop` as dicts.
    fn rows<'py>(&self, py: Python<'py>, start: usize, stop: usize) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        let columns = self.columns();
        let mut first = 0;
        for batch in &self.batches {
            let from = start.max(first).min(first + batch.num_rows());
            let to = stop.min(first + batch.num_rows());
            for index in from..to {
                let row = Row::new(batch, index - first);
                let dict = PyDict::new(py);
                for (position, column) in columns.iter().enumerate() {
                    dict.set_item(column, row.at(position).map(|cell| value(py, cell)).transpose()?)?;
                }
                rows.append(dict)?;
            }
            first += batch.num_rows();
        }
        Ok(rows)
    }
}

fn value<'py>(py: Python<'py>, cell: Cell<'_>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match cell {
        Cell::Str(value) => value.into_pyobject(py)?.into_any(),
        Cell::I32(value) => value.into_pyobject(py)?.into_any(),
        Cell::F64(value) => value.into_pyobject(py)?.into_any(),
        Cell::Bool(value) => value.into_pyobject(py)?.to_owned().into_any(),
        Cell::Date(day) => {
            let part = |part: i8| part.unsigned_abs();
            PyDate::new(py, day.year().into(), part(day.month()), part(day.day()))?.into_any()
        }
        Cell::List(items) => PyList::new(py, items.collect::<Vec<_>>())?.into_any(),
    })
}

/// A table of the directory `dir`.
#[pyfunction]
pub(crate) fn read_table(py: Python<'_>, dir: PathBuf, name: &str) -> PyResult<Table> {
    let table = declared(name)?;
    let batches = py.detach(|| -> Result<_, Failure> { Ok(RunDir::comparison(&dir)?.batches(table)?) })?;
    Ok(Table::new(table, batches))
}
