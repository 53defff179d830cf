//! The declarations as arrow schemas.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef};

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
