//! Parquet: a record a row, from the columns whose names are keys of a record.

use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field as Value;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;

use crate::assemble::{self, RawRecord};
use crate::extracted::Refused;
use crate::field::{Field, Key};
use crate::held::Held;
use crate::limits::Options;
use crate::parquet_footer;
use crate::read::Input;
use crate::record::Record;
use crate::skip::{At, SkipCode, Skipped};

/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// The rows of a Parquet file.
pub(crate) struct ParquetRecords {
    rows: Option<RowIter<'static>>,
    number: u64,
    limit: usize,
}

impl ParquetRecords {
    /// Opens the file and looks at its columns.
    pub(crate) fn open(held: Held, options: Options) -> Result<Self, Refused> {
        parquet_footer::check(&held)?;
        let reader = SerializedFileReader::new(held).map_err(damaged)?;
        let schema = reader.metadata().file_metadata().schema();
        let keys: Vec<Key> = schema.get_fields().iter().map(|field| Key::of(field.name())).collect();
        if !keys.contains(&Key::Text) {
            let names: Vec<&str> = schema.get_fields().iter().take(20).map(|field| field.name()).collect();
            let problem = format!("no column is named `text`; the columns are: {}", names.join(", "));
            return Err(Refused::new(SkipCode::BadHeader, problem, "rename the column that holds the text"));
        }
        for group in reader.metadata().row_groups() {
            // The library asserts on these.
            let offset =
                |column: &ColumnChunkMetaData| column.dictionary_page_offset().unwrap_or(column.data_page_offset());
            if group.columns().iter().any(|column| offset(column) < 0 || column.compressed_size() < 0) {
                return Err(damaged("a column begins before the file, or has a negative length"));
            }
            let size = |size: i64| u64::try_from(size).unwrap_or(u64::MAX);
            let unpacked: u64 =
                group.columns().iter().map(|column| size(column.uncompressed_size())).fold(0, u64::saturating_add);
            if unpacked > options.unpacked(size(group.compressed_size())) {
                return Err(Refused::limit("ratio", options.max_ratio));
            }
        }
        let known = schema.get_fields().iter().zip(&keys).filter(|(_, key)| **key != Key::Unknown);
        let fields = known.map(|(field, _)| field.clone()).collect();
        let wanted = Type::group_type_builder(schema.name()).with_fields(fields).build().map_err(damaged)?;
        let rows = RowIter::from_file_into(Box::new(reader)).project(Some(wanted)).map_err(damaged)?;
        Ok(Self { rows: Some(rows), number: 0, limit: options.limit() })
    }

    pub(crate) fn next_record(&mut self, input: &Input) -> Option<Result<Record, Skipped>> {
        let row = self.rows.as_mut()?.next();
        self.number += 1;
        let at = At::line(&input.name, self.number);
        let row = match row {
            Some(Ok(row)) => row,
            Some(Err(error)) => {
                self.rows = None;
                return Some(Err(damaged(error).row(at)));
            }
            None => {
                self.rows = None;
                let problem = "there are columns and no record";
                return (self.number == 1).then(|| Err(assemble::empty(At::input(&input.name), problem)));
            }
        };
        let mut raw = RawRecord::default();
        for (name, value) in row.into_columns() {
            match Key::of(&name) {
                Key::Unknown => {}
                Key::Id => raw.id = field(value),
                Key::Text => raw.text = field(value),
                key => raw.metadata.set(key, field(value), None),
            }
        }
        Some(assemble::record(raw, at, &input.id, None, self.limit))
    }
}

fn damaged(error: impl std::fmt::Display) -> Refused {
    Refused::damaged(format!("it is no sound Parquet file ({error})"))
}

fn field(value: Value) -> Field<'static> {
    match value {
        Value::Null => Field::Null,
        Value::Str(text) => Field::Text(text.into()),
        Value::Bytes(bytes) => Field::Text(String::from_utf8_lossy(bytes.data()).into_owned().into()),
        Value::Bool(value) => Field::Bool(value),
        Value::Date(days) => day(i64::from(days)),
        Value::TimestampMillis(millis) => day(millis.div_euclid(DAY)),
        Value::TimestampMicros(micros) => day(micros.div_euclid(DAY * 1000)),
        Value::Group(_) => Field::Other("an object"),
        Value::ListInternal(_) => Field::Other("a list"),
        Value::MapInternal(_) => Field::Other("a map"),
        number => Field::Number(number.to_string()),
    }
}

/// A day by its number since 1970.
fn day(days: i64) -> Field<'static> {
    let span = jiff::Span::new().try_days(days).ok();
    let date = span.and_then(|span| jiff::civil::date(1970, 1, 1).checked_add(span).ok());
    date.map_or(Field::Number(days.to_string()), |date| Field::Text(date.to_string().into()))
}
