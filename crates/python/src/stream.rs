//! Data frames as records: any Arrow stream to the JSON Lines that the reader of files takes.

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::types::{
    Date32Type, Date64Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, TimeUnit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule};
use serde_json::{Map, Value};

use crate::error::Failure;

/// Keys of a record beside `id` and `text`.
const KEYS: [&str; 7] = ["title", "source", "url", "published", "date", "language", "synthetic"];

/// The rows of an Arrow stream as JSON Lines: its columns `text` and `id`, and those named like keys of a record.
#[pyfunction]
pub(crate) fn json_lines<'py>(
    py: Python<'py>,
    stream: Bound<'py, PyCapsule>,
    text: &str,
    id: &str,
) -> PyResult<Bound<'py, PyBytes>> {
    let reader = open(&stream)?;
    let lines = py.detach(|| lines(reader, text, id))?;
    Ok(PyBytes::new(py, &lines))
}

#[allow(unsafe_code)]
fn open(stream: &Bound<'_, PyCapsule>) -> PyResult<ArrowArrayStreamReader> {
    let pointer = stream.pointer_checked(Some(c"arrow_array_stream"))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of that name holds a valid stream, by the Arrow PyCapsule interface. `from_raw` leaves a released one
    // in its place, so that the capsule's destructor does nothing.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
    Ok(ArrowArrayStreamReader::try_new(stream).map_err(unreadable)?)
}

fn unreadable(error: ArrowError) -> Failure {
    Failure::Input(format!("the data frame cannot be read as an Arrow stream: {error}"))
}

fn lines(reader: ArrowArrayStreamReader, text: &str, id: &str) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    for batch in reader {
        write_batch(&batch.map_err(unreadable)?, text, id, &mut out)?;
    }
    Ok(out)
}

fn write_batch(batch: &RecordBatch, text: &str, id: &str, out: &mut Vec<u8>) -> Result<(), Failure> {
    let mut columns: Vec<(String, &ArrayRef)> = Vec::new();
    for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        let lower = field.name().to_lowercase();
        if field.name() == text {
            columns.push(("text".to_owned(), column));
        } else if field.name() == id {
            columns.push(("id".to_owned(), column));
        } else if KEYS.contains(&lower.as_str()) {
            columns.push((lower, column));
        }
    }
    if !columns.iter().any(|(key, _)| key == "text") {
        let names: Vec<_> = batch.schema_ref().fields().iter().map(|field| field.name().clone()).collect();
        let message = format!("the data frame has no column {text:?}, only {}; name it with text=", names.join(", "));
        return Err(Failure::Input(message));
    }
    for row in 0..batch.num_rows() {
        let mut record = Map::new();
        for (key, column) in &columns {
            if column.is_null(row) {
                continue;
            }
            let value = cell(column, row).ok_or_else(|| {
                let kind = column.data_type();
                Failure::Input(format!("the column of {key} holds {kind}; make it text, or a date where it is one"))
            })?;
            record.insert(key.clone(), value);
        }
        // A map of texts, numbers and truth values always has a form in JSON.
        out.extend(Value::Object(record).to_string().into_bytes());
        out.push(b'\n');
    }
    Ok(())
}

/// A cell of one of the types that a record's value may have.
fn cell(column: &ArrayRef, row: usize) -> Option<Value> {
    let seconds = |value: i64, a_second: i64| Some(day(value.div_euclid(a_second * 86_400)));
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(row).into()),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row).into()),
        DataType::Utf8View => Some(column.as_string_view().value(row).into()),
        DataType::Boolean => Some(column.as_boolean().value(row).into()),
        DataType::Int32 => Some(column.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int64 => Some(column.as_primitive::<Int64Type>().value(row).into()),
        DataType::UInt32 => Some(column.as_primitive::<UInt32Type>().value(row).into()),
        DataType::UInt64 => Some(column.as_primitive::<UInt64Type>().value(row).into()),
        DataType::Date32 => Some(day(column.as_primitive::<Date32Type>().value(row).into())),
        DataType::Date64 => seconds(column.as_primitive::<Date64Type>().value(row), 1_000),
        DataType::Timestamp(unit, _) => match unit {
            TimeUnit::Second => seconds(column.as_primitive::<TimestampSecondType>().value(row), 1),
            TimeUnit::Millisecond => seconds(column.as_primitive::<TimestampMillisecondType>().value(row), 1_000),
            TimeUnit::Microsecond => seconds(column.as_primitive::<TimestampMicrosecondType>().value(row), 1_000_000),
            TimeUnit::Nanosecond => seconds(column.as_primitive::<TimestampNanosecondType>().value(row), 1_000_000_000),
        },
        DataType::Null => Some(Value::Null),
        _ => None,
    }
}

/// A day since 1970 as ISO text; beyond the year 9999 as the number that it is, which the reader then rejects by name.
fn day(days: i64) -> Value {
    let day = i32::try_from(days).ok().and_then(crossread_tables::day_of);
    day.map_or_else(|| Value::from(days), |day| day.to_string().into())
}
