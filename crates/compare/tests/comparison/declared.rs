//! The comparison tables against the declarations of the contract: which are written, their columns, order and types.

#![allow(clippy::unwrap_used, reason = "a test may fail here")]

use std::collections::BTreeSet;
use std::fs::{self, File};

use crate::support::Reports;
use arrow_schema::{DataType, Schema};
use crossread_compare::{Format, Options, compare};
use crossread_tables::{TABLES, Writer, arrow_schema};
use parquet::arrow::arrow_reader::ArrowReaderMetadata;

/// Names and types in order; whether a list's items are nullable and what they are called is not part of the contract.
fn columns(schema: &Schema) -> Vec<(String, String)> {
    let kind = |kind: &DataType| match kind {
        DataType::List(item) => format!("list of {}", item.data_type()),
        other => other.to_string(),
    };
    schema.fields().iter().map(|field| (field.name().clone(), kind(field.data_type()))).collect()
}

#[test]
fn every_declared_table_is_written_with_its_columns() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    let reports = Reports::default().doc("a", "2025-03-02", &["12 people died in the blast."]);
    reports.killed(0, "12", |f| f.places = &["SS-XX/Town"]).write(&run);
    let formats = vec![Format::Csv, Format::JsonLines];
    compare(std::slice::from_ref(&run), &run, &Options { formats, ..Options::default() }).unwrap();

    let description: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(run.join("run.json")).unwrap()).unwrap();
    let written: BTreeSet<&str> =
        description["comparison"]["tables"].as_object().unwrap().keys().map(String::as_str).collect();
    let declared: Vec<_> = TABLES.iter().filter(|table| table.writer == Writer::Compare).collect();
    assert_eq!(written, declared.iter().map(|table| table.name).collect());

    for table in declared {
        let file = File::open(run.join(format!("{}.parquet", table.name))).unwrap();
        let found = ArrowReaderMetadata::load(&file, Default::default()).unwrap();
        assert_eq!(columns(found.schema()), columns(&arrow_schema(table)), "{}", table.name);
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let csv = fs::read_to_string(run.join(format!("{}.csv", table.name))).unwrap();
        assert_eq!(csv.lines().next(), Some(names.join(",").as_str()), "{}", table.name);
        let jsonl = fs::read_to_string(run.join(format!("{}.jsonl", table.name))).unwrap();
        // Places and actors are named by none of these words; the tables of the claim hold it.
        let named = matches!(table.name, "compare_places" | "compare_actors");
        assert!(named || !jsonl.is_empty(), "{} has a row", table.name);
        assert!(jsonl.lines().all(|line| names.iter().all(|name| line.contains(&format!("\"{name}\":")))));
    }
}
