//! Reading and writing of tables: Parquet through polars, CSV and JSON Lines from the same columns.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use polars::prelude::*;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::{KeyValueMetadata, ParquetCompression, ParquetWriter};
use polars_parquet::write::schema_to_metadata_key;

use crate::day::Day;
use crate::error::CompareError;

/// Rows to a row group: fixed, so that bytes depend on no machine.
const ROW_GROUP: usize = 65_536;

/// Values of one column of a table to be written.
#[derive(Debug, Clone)]
pub(crate) enum Values {
    Str(Vec<Option<String>>),
    Int(Vec<Option<i32>>),
    Float(Vec<Option<f64>>),
    Bool(Vec<Option<bool>>),
    Date(Vec<Option<Day>>),
    List(Vec<Vec<String>>),
}

/// A table to be written: its name and its columns in the contract's order.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<(&'static str, Values)>,
}

impl Table {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, columns: Vec::new() }
    }

    pub(crate) fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| match values {
            Values::Str(v) => v.len(),
            Values::Int(v) => v.len(),
            Values::Float(v) => v.len(),
            Values::Bool(v) => v.len(),
            Values::Date(v) => v.len(),
            Values::List(v) => v.len(),
        })
    }

    pub(crate) fn str<T: Into<String>>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = Option<T>>,
    ) -> Self {
        let values = values.into_iter().map(|v| v.map(Into::into)).collect();
        self.columns.push((name, Values::Str(values)));
        self
    }

    pub(crate) fn int(mut self, name: &'static str, values: impl IntoIterator<Item = Option<i32>>) -> Self {
        self.columns.push((name, Values::Int(values.into_iter().collect())));
        self
    }

    pub(crate) fn float(mut self, name: &'static str, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        self.columns.push((name, Values::Float(values.into_iter().collect())));
        self
    }

    pub(crate) fn bool(mut self, name: &'static str, values: impl IntoIterator<Item = bool>) -> Self {
        let values = values.into_iter().map(Some).collect();
        self.columns.push((name, Values::Bool(values)));
        self
    }

    pub(crate) fn date(mut self, name: &'static str, values: impl IntoIterator<Item = Option<Day>>) -> Self {
        self.columns.push((name, Values::Date(values.into_iter().collect())));
        self
    }

    pub(crate) fn list(mut self, name: &'static str, values: impl IntoIterator<Item = Vec<String>>) -> Self {
        self.columns.push((name, Values::List(values.into_iter().collect())));
        self
    }

    fn frame(&self) -> PolarsResult<DataFrame> {
        let columns =
            self.columns.iter().map(|(name, values)| column(name, values)).collect::<PolarsResult<Vec<Column>>>()?;
        DataFrame::new(self.rows(), columns)
    }

    /// The types of the contract, which readers take from the file's metadata: polars would name its own there, views and
    /// large lists, that other readers do not hand on as plain strings and lists.
    fn plain_schema(&self) -> ArrowSchema {
        let kind = |values: &Values| match values {
            Values::Str(_) => ArrowDataType::Utf8,
            Values::Int(_) => ArrowDataType::Int32,
            Values::Float(_) => ArrowDataType::Float64,
            Values::Bool(_) => ArrowDataType::Boolean,
            Values::Date(_) => ArrowDataType::Date32,
            Values::List(_) => {
                ArrowDataType::List(Box::new(ArrowField::new("element".into(), ArrowDataType::Utf8, true)))
            }
        };
        let field = |name: &str, values: &Values| ArrowField::new(name.into(), kind(values), true);
        self.columns.iter().map(|(name, values)| ((*name).into(), field(name, values))).collect()
    }

    /// Writes `<dir>/<name>.parquet`.
    pub(crate) fn write_parquet(&self, dir: &Path) -> Result<(), CompareError> {
        let path = dir.join(format!("{}.parquet", self.name));
        let file = File::create(&path).map_err(CompareError::io(&path))?;
        let mut frame = self.frame().map_err(CompareError::frame(&path))?;
        ParquetWriter::new(file)
            .with_compression(ParquetCompression::Zstd(None))
            .with_row_group_size(Some(ROW_GROUP))
            .set_parallel(false)
            .with_key_value_metadata(Some(KeyValueMetadata::Static(vec![schema_to_metadata_key(&self.plain_schema())])))
            .finish(&mut frame)
            .map_err(CompareError::frame(&path))?;
        Ok(())
    }

    /// Writes `<dir>/<name>.csv`; lists are joined by `|`, null is an empty cell.
    pub(crate) fn write_csv(&self, dir: &Path) -> Result<(), CompareError> {
        let path = dir.join(format!("{}.csv", self.name));
        let file = File::create(&path).map_err(CompareError::io(&path))?;
        let mut out = csv::Writer::from_writer(BufWriter::new(file));
        let fail = |error: csv::Error| CompareError::Io { path: path.clone(), source: error.into() };
        out.write_record(self.columns.iter().map(|(name, _)| *name)).map_err(fail)?;
        for row in 0..self.rows() {
            out.write_record(self.columns.iter().map(|(_, values)| cell(values, row))).map_err(fail)?;
        }
        out.flush().map_err(CompareError::io(&path))
    }

    /// Writes `<dir>/<name>.jsonl`, one object a line.
    pub(crate) fn write_jsonl(&self, dir: &Path) -> Result<(), CompareError> {
        let path = dir.join(format!("{}.jsonl", self.name));
        let file = File::create(&path).map_err(CompareError::io(&path))?;
        let mut out = BufWriter::new(file);
        for row in 0..self.rows() {
            let fields: Vec<String> = self
                .columns
                .iter()
                .map(|(name, values)| format!("{}:{}", serde_json::Value::from(*name), json(values, row)))
                .collect();
            writeln!(out, "{{{}}}", fields.join(",")).map_err(CompareError::io(&path))?;
        }
        out.flush().map_err(CompareError::io(&path))
    }
}

fn column(name: &str, values: &Values) -> PolarsResult<Column> {
    let name: PlSmallStr = name.into();
    Ok(match values {
        Values::Str(v) => Column::new(name, v),
        Values::Int(v) => Column::new(name, v),
        Values::Float(v) => Column::new(name, v),
        Values::Bool(v) => Column::new(name, v),
        Values::Date(v) => {
            let days: Vec<Option<i32>> = v.iter().map(|d| d.map(Day::number)).collect();
            Column::new(name, days).cast(&DataType::Date)?
        }
        Values::List(v) => {
            let items = v.iter().map(Vec::len).sum();
            let mut builder = ListStringChunkedBuilder::new(name, v.len(), items);
            for list in v {
                builder.append_values_iter(list.iter().map(String::as_str));
            }
            builder.finish().into_column()
        }
    })
}

fn cell(values: &Values, row: usize) -> String {
    match values {
        Values::Str(v) => v[row].clone().unwrap_or_default(),
        Values::Int(v) => v[row].map(|x| x.to_string()).unwrap_or_default(),
        Values::Float(v) => v[row].map(|x| x.to_string()).unwrap_or_default(),
        Values::Bool(v) => v[row].map(|x| x.to_string()).unwrap_or_default(),
        Values::Date(v) => v[row].map(|x| x.to_string()).unwrap_or_default(),
        Values::List(v) => v[row].join("|"),
    }
}

fn json(values: &Values, row: usize) -> serde_json::Value {
    match values {
        Values::Str(v) => v[row].clone().into(),
        Values::Int(v) => v[row].into(),
        Values::Float(v) => v[row].into(),
        Values::Bool(v) => v[row].into(),
        Values::Date(v) => v[row].map(|day| day.to_string()).into(),
        Values::List(v) => v[row].clone().into(),
    }
}

/// Reads the named columns of one Parquet table.
pub(crate) fn read(path: &Path, columns: &[&str]) -> Result<DataFrame, CompareError> {
    let file = File::open(path).map_err(CompareError::io(path))?;
    ParquetReader::new(file)
        .with_columns(Some(columns.iter().map(|name| (*name).to_owned()).collect()))
        .finish()
        .map_err(CompareError::frame(path))
}

/// The columns of one frame as plain values, nulls kept.
pub(crate) struct Reader<'a>(pub(crate) &'a DataFrame);

impl Reader<'_> {
    pub(crate) fn str(&self, name: &str) -> PolarsResult<Vec<Option<String>>> {
        let column = self.0.column(name)?.cast(&DataType::String)?;
        Ok(column.str()?.iter().map(|v| v.map(str::to_owned)).collect())
    }

    pub(crate) fn int(&self, name: &str) -> PolarsResult<Vec<Option<i32>>> {
        let column = self.0.column(name)?.cast(&DataType::Int32)?;
        Ok(column.i32()?.iter().collect())
    }

    pub(crate) fn float(&self, name: &str) -> PolarsResult<Vec<Option<f64>>> {
        let column = self.0.column(name)?.cast(&DataType::Float64)?;
        Ok(column.f64()?.iter().collect())
    }

    pub(crate) fn bool(&self, name: &str) -> PolarsResult<Vec<bool>> {
        let column = self.0.column(name)?.cast(&DataType::Boolean)?;
        Ok(column.bool()?.iter().map(|v| v.unwrap_or(false)).collect())
    }

    pub(crate) fn date(&self, name: &str) -> PolarsResult<Vec<Option<Day>>> {
        let column = self.0.column(name)?.cast(&DataType::Date)?.cast(&DataType::Int32)?;
        Ok(column.i32()?.iter().map(|v| v.map(Day::from_number)).collect())
    }

    pub(crate) fn list(&self, name: &str) -> PolarsResult<Vec<Vec<String>>> {
        let column = self.0.column(name)?.cast(&DataType::List(Box::new(DataType::String)))?;
        let lists = column.list()?;
        let mut out = Vec::with_capacity(lists.len());
        for row in 0..lists.len() {
            out.push(match lists.get_as_series(row) {
                None => Vec::new(),
                Some(items) => items.str()?.iter().flatten().map(str::to_owned).collect(),
            });
        }
        Ok(out)
    }
}
