//! The declarations as arrow schemas.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use jiff::civil::{Date, date};
use jiff::{Span, Unit};

use crate::columns::{ColumnType, Table};

/// The arrow schema of a table: names, types and nullability as declared.
#[must_use]
pub fn arrow_schema(table: &Table) -> SchemaRef {
    let fields: Vec<Field> =
        table.columns.iter().map(|column| Field::new(column.name, data_type(column.kind), column.nullable)).collect();
    Arc::new(Schema::new(fields))
}

/// The field of a list's items, named as the Parquet specification names it.
pub(crate) fn item() -> Arc<Field> {
    Arc::new(Field::new("element", DataType::Utf8, false))
}

fn data_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Str => DataType::Utf8,
        ColumnType::I32 => DataType::Int32,
        ColumnType::F64 => DataType::Float64,
        ColumnType::Bool => DataType::Boolean,
        ColumnType::Date => DataType::Date32,
        ColumnType::StrList => DataType::List(item()),
    }
}

const EPOCH: Date = date(1970, 1, 1);

/// A day as `date32` holds it.
pub(crate) fn days_since_epoch(day: Date) -> i32 {
    // Both are days of the years -9999 to 9999, so the distance is far below 2^31.
    day.since((Unit::Day, EPOCH)).map_or(0, |span| span.get_days())
}

/// The day of a `date32`; `None` beyond the year 9999.
pub fn day_of(days: i32) -> Option<Date> {
    EPOCH.checked_add(Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{date, day_of, days_since_epoch};

    #[test]
    fn days_go_there_and_back() {
        for (day, days) in [(date(1970, 1, 1), 0), (date(1969, 12, 31), -1), (date(2026, 2, 22), 20_506)] {
            assert_eq!(days_since_epoch(day), days);
            assert_eq!(day_of(days), Some(day));
        }
        assert_eq!(day_of(i32::MAX), None);
    }
}
