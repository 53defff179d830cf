//! Tables to be written: Parquet through polars, CSV and JSON Lines from the same columns, a row group at a time.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use polars::prelude::*;
use polars_io::parquet::write::{BatchedWriter, KeyValueMetadata, ParquetCompression, ParquetWriter};
use polars_parquet::write::schema_to_metadata_key;

use crate::day::Day;
use crate::error::CompareError;
use crate::frames::Reader;
use crate::run::hash_file;
use crate::{Format, Options};

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

/// Does the same with the values of a column, whatever their type.
macro_rules! each {
    ($values:expr, $v:ident => $does:expr) => {
        match $values {
            Values::Str($v) => $does,
            Values::Int($v) => $does,
            Values::Float($v) => $does,
            Values::Bool($v) => $does,
            Values::Date($v) => $does,
            Values::List($v) => $does,
        }
    };
}

impl Values {
    fn len(&self) -> usize {
        each!(self, v => v.len())
    }

    /// True for what is no number, date or truth.
    fn is_text(&self) -> bool {
        matches!(self, Self::Str(_) | Self::List(_))
    }

    fn empty(&self) -> Self {
        match self {
            Self::Str(_) => Self::Str(Vec::new()),
            Self::Int(_) => Self::Int(Vec::new()),
            Self::Float(_) => Self::Float(Vec::new()),
            Self::Bool(_) => Self::Bool(Vec::new()),
            Self::Date(_) => Self::Date(Vec::new()),
            Self::List(_) => Self::List(Vec::new()),
        }
    }

    fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Str(a), Self::Str(b)) => a.extend(b),
            (Self::Int(a), Self::Int(b)) => a.extend(b),
            (Self::Float(a), Self::Float(b)) => a.extend(b),
            (Self::Bool(a), Self::Bool(b)) => a.extend(b),
            (Self::Date(a), Self::Date(b)) => a.extend(b),
            (Self::List(a), Self::List(b)) => a.extend(b),
            _ => unreachable!("a column has one type"),
        }
    }

    /// Takes the first `rows` values off.
    fn take(&mut self, rows: usize) -> Self {
        match self {
            Self::Str(v) => Self::Str(v.drain(..rows).collect()),
            Self::Int(v) => Self::Int(v.drain(..rows).collect()),
            Self::Float(v) => Self::Float(v.drain(..rows).collect()),
            Self::Bool(v) => Self::Bool(v.drain(..rows).collect()),
            Self::Date(v) => Self::Date(v.drain(..rows).collect()),
            Self::List(v) => Self::List(v.drain(..rows).collect()),
        }
    }
}

/// Rows of a table to be written: its name and its columns in the contract's order.
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
        self.columns.first().map_or(0, |(_, values)| values.len())
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

    /// The same columns without rows.
    pub(crate) fn empty(&self) -> Self {
        let columns = self.columns.iter().map(|(name, values)| (*name, values.empty())).collect();
        Self { name: self.name, columns }
    }

    fn append(&mut self, other: Self) {
        for ((_, values), (_, more)) in self.columns.iter_mut().zip(other.columns) {
            values.append(more);
        }
    }

    fn take(&mut self, rows: usize) -> Self {
        let columns = self.columns.iter_mut().map(|(name, values)| (*name, values.take(rows))).collect();
        Self { name: self.name, columns }
    }

    /// The columns of a frame, in its order.
    pub(crate) fn of(name: &'static str, columns: &[&'static str], frame: &DataFrame) -> PolarsResult<Self> {
        let reader = Reader(frame);
        let values = |name: &'static str| {
            let values = match frame.column(name)?.dtype() {
                DataType::String => Values::Str(reader.str(name)?),
                DataType::Float64 => Values::Float(reader.float(name)?),
                DataType::Boolean => Values::Bool(reader.bool(name)?.into_iter().map(Some).collect()),
                DataType::Date => Values::Date(reader.date(name)?),
                DataType::List(_) => Values::List(reader.list(name)?),
                _ => Values::Int(reader.int(name)?),
            };
            Ok((name, values))
        };
        Ok(Self { name, columns: columns.iter().map(|name| values(name)).collect::<PolarsResult<_>>()? })
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

/// True for text that a spreadsheet may run as a formula when it opens a CSV file. `crossread-tables` has the same, which a
/// comparison does not know.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
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

/// A table that was written.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) name: &'static str,
    pub(crate) rows: usize,
    /// Of its Parquet file.
    pub(crate) sha256: String,
}

/// Writes one table, of which at most one row group stands in memory.
///
/// Row groups are of one length, the last takes what is left: how rows are handed over does not change a byte.
pub(crate) struct Sink {
    pending: Table,
    /// Rows of a row group; the last is longer.
    group: usize,
    groups_left: usize,
    rows: usize,
    path: PathBuf,
    parquet: BatchedWriter<File>,
    csv: Option<(PathBuf, csv::Writer<BufWriter<File>>)>,
    csv_safe: bool,
    jsonl: Option<(PathBuf, BufWriter<File>)>,
}

impl Sink {
    /// Begins a table of `rows` rows in `dir`; `empty` has its columns and no rows.
    pub(crate) fn create(dir: &Path, options: &Options, empty: Table, rows: usize) -> Result<Self, CompareError> {
        let path = |ending: &str| dir.join(format!("{}.{ending}", empty.name));
        let create = |path: &Path| File::create(path).map_err(CompareError::io(path));
        let parquet = path("parquet");
        let failed = || CompareError::frame(&parquet);
        let metadata = KeyValueMetadata::Static(vec![schema_to_metadata_key(&empty.plain_schema())]);
        let writer = ParquetWriter::new(create(&parquet)?)
            .with_compression(ParquetCompression::Zstd(None))
            .set_parallel(false)
            .with_key_value_metadata(Some(metadata))
            .batched(empty.frame().map_err(failed())?.schema())
            .map_err(failed())?;
        let open = |format, ending: &str| -> Result<Option<(PathBuf, BufWriter<File>)>, CompareError> {
            if !options.formats.contains(&format) {
                return Ok(None);
            }
            let path = path(ending);
            Ok(Some((path.clone(), BufWriter::new(create(&path)?))))
        };
        let csv = match open(Format::Csv, "csv")? {
            None => None,
            Some((path, file)) => {
                let mut out = csv::Writer::from_writer(file);
                out.write_record(empty.columns.iter().map(|(name, _)| *name)).map_err(csv_failed(&path))?;
                Some((path, out))
            }
        };
        let groups = (rows / ROW_GROUP).max(1);
        Ok(Self {
            jsonl: open(Format::JsonLines, "jsonl")?,
            csv,
            csv_safe: options.csv_safe,
            group: rows / groups,
            groups_left: groups,
            rows: 0,
            parquet: writer,
            path: parquet,
            pending: empty,
        })
    }

    /// Hands over the next rows.
    pub(crate) fn push(&mut self, table: Table) -> Result<(), CompareError> {
        self.pending.append(table);
        while self.groups_left > 1 && self.pending.rows() >= self.group {
            let group = self.pending.take(self.group);
            self.write(&group)?;
            self.groups_left -= 1;
        }
        Ok(())
    }

    /// Writes what is left and the end of each file.
    pub(crate) fn finish(mut self) -> Result<Written, CompareError> {
        let rest = self.pending.take(self.pending.rows());
        self.write(&rest)?;
        self.parquet.finish().map_err(CompareError::frame(&self.path))?;
        if let Some((path, out)) = &mut self.csv {
            out.flush().map_err(CompareError::io(&*path))?;
        }
        if let Some((path, out)) = &mut self.jsonl {
            out.flush().map_err(CompareError::io(&*path))?;
        }
        Ok(Written { name: self.pending.name, rows: self.rows, sha256: hash_file(&self.path)? })
    }

    fn write(&mut self, table: &Table) -> Result<(), CompareError> {
        self.rows += table.rows();
        let failed = || CompareError::frame(&self.path);
        self.parquet.write_batch(&table.frame().map_err(failed())?).map_err(failed())?;
        // Lists are joined by `|`, null is an empty cell.
        if let Some((path, out)) = &mut self.csv {
            for row in 0..table.rows() {
                let cells = table.columns.iter().map(|(_, values)| match cell(values, row) {
                    text if self.csv_safe && values.is_text() && is_formula(&text) => format!("'{text}"),
                    text => text,
                });
                out.write_record(cells).map_err(csv_failed(path))?;
            }
        }
        if let Some((path, out)) = &mut self.jsonl {
            for row in 0..table.rows() {
                let fields = table.columns.iter();
                let fields =
                    fields.map(|(name, values)| format!("{}:{}", serde_json::Value::from(*name), json(values, row)));
                let fields: Vec<String> = fields.collect();
                writeln!(out, "{{{}}}", fields.join(",")).map_err(CompareError::io(&*path))?;
            }
        }
        Ok(())
    }
}

fn csv_failed(path: &Path) -> impl Fn(csv::Error) -> CompareError {
    let path = path.to_owned();
    move |error| CompareError::Io { path: path.clone(), source: error.into() }
}
