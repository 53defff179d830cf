//! Reading of Parquet tables as polars plans: what a plan does not need of a file is not read.

use std::any::Any;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::*;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use crate::day::Day;
use crate::error::CompareError;

/// The Parquet files of a table, in the order of their rows: the file itself, or of a folder its part files by name, as Spark
/// writes them. Names that begin with `_` or `.` are no tables. None if there is neither.
pub(crate) fn files(table: &Path) -> Result<Vec<PathBuf>, CompareError> {
    if table.is_file() {
        return Ok(vec![table.to_owned()]);
    }
    let mut files = Vec::new();
    if table.is_dir() {
        for entry in fs::read_dir(table).map_err(CompareError::io(table))? {
            let entry = entry.map_err(CompareError::io(table))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.ends_with(".parquet") && !name.starts_with(['_', '.']) {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Reads the named columns of the table in `files`.
pub(crate) fn read(files: &[PathBuf], columns: &[&str]) -> Result<DataFrame, CompareError> {
    let mut whole = DataFrame::empty();
    for (number, file) in files.iter().enumerate() {
        let part = slice(file, columns, 0, usize::MAX / 2)?;
        if number == 0 {
            whole = part;
        } else {
            whole.vstack_mut(&part).map_err(CompareError::frame(file))?;
        }
    }
    Ok(whole)
}

/// Reads the named columns of at most `rows` rows of one file from row `first` on.
pub(crate) fn slice(path: &Path, columns: &[&str], first: usize, rows: usize) -> Result<DataFrame, CompareError> {
    let plan = scan(path, first, rows).map_err(CompareError::frame(path))?;
    plan.select(columns.iter().map(|name| col(*name)).collect::<Vec<_>>()).collect().map_err(CompareError::frame(path))
}

/// The plan of at most `rows` rows of one Parquet file from row `first` on. Nothing but the file's footer is read before the
/// plan is collected, and then the columns that it asks for.
fn scan(path: &Path, first: usize, rows: usize) -> PolarsResult<LazyFrame> {
    let rows = Rows { path: path.to_owned(), first, rows };
    LazyFrame::anonymous_scan(Arc::new(rows), ScanArgsAnonymous { name: "PARQUET ROWS", ..Default::default() })
}

/// Rows of a Parquet file as the source of a plan. polars' own source of this kind comes with its streaming engine.
struct Rows {
    path: PathBuf,
    first: usize,
    rows: usize,
}

impl Rows {
    fn open(&self) -> PolarsResult<ParquetReader<File>> {
        Ok(ParquetReader::new(File::open(&self.path)?))
    }
}

impl AnonymousScan for Rows {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn schema(&self, _: Option<usize>) -> PolarsResult<SchemaRef> {
        Ok(Arc::new(Schema::from_arrow_schema(&*self.open()?.schema()?)))
    }

    fn allows_projection_pushdown(&self) -> bool {
        true
    }

    fn scan(&self, asked: AnonymousScanArgs) -> PolarsResult<DataFrame> {
        let columns = asked.with_columns.map(|names| names.iter().map(ToString::to_string).collect());
        let rows = asked.n_rows.map_or(self.rows, |most| self.rows.min(most));
        self.open()?.with_columns(columns).with_slice(Some((self.first, rows))).finish()
    }
}

/// The number of rows of a Parquet file.
pub(crate) fn height(path: &Path) -> Result<usize, CompareError> {
    let file = File::open(path).map_err(CompareError::io(path))?;
    ParquetReader::new(file).num_rows().map_err(CompareError::frame(path))
}

/// The texts of one column.
pub(crate) struct Texts(StringChunked);

impl Texts {
    /// The text of a row; `None` for null.
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        self.0.get(row)
    }

    /// The text of a row, as one's own.
    pub(crate) fn owned(&self, row: usize) -> Option<String> {
        self.get(row).map(str::to_owned)
    }
}

/// The columns of one frame as plain values, nulls kept.
pub(crate) struct Reader<'a>(pub(crate) &'a DataFrame);

impl Reader<'_> {
    pub(crate) fn texts(&self, name: &str) -> PolarsResult<Texts> {
        let column = self.0.column(name)?.cast(&DataType::String)?;
        Ok(Texts(column.str()?.rechunk().into_owned()))
    }

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
