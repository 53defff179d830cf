//! The declarations: what they promise to readers, and the dictionary made from them.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use crossread_tables::{TABLES, Values, arrow_schema, dictionary};

/// `UPDATE_DOCS=1` rewrites the file instead.
#[test]
fn the_dictionary_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tables.md");
    let expected = dictionary();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "docs/tables.md is not current: run UPDATE_DOCS=1 cargo test -p crossread-tables");
}

#[test]
fn the_schema() {
    let mut out = String::new();
    for table in TABLES {
        let _ = writeln!(out, "{} ({:?}): {}", table.name, table.writer, table.row);
        for (column, field) in table.columns.iter().zip(arrow_schema(table).fields()) {
            assert_eq!((column.name, column.nullable), (field.name().as_str(), field.is_nullable()));
            let null = if column.nullable { "?" } else { "" };
            let _ = writeln!(out, "  {} {}{null}", column.name, column.kind.name());
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn names_are_unique_and_lists_of_values_are_closed() {
    let mut tables = BTreeSet::new();
    for table in TABLES {
        assert!(tables.insert(table.name), "{}", table.name);
        assert!(!table.row.is_empty() && !table.row.ends_with('.'), "{}", table.name);
        let mut columns = BTreeSet::new();
        for column in table.columns {
            let place = format!("{}.{}", table.name, column.name);
            assert!(columns.insert(column.name), "{place}");
            assert!(column.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{place}");
            assert!(!column.meaning.is_empty() && !column.meaning.contains(['|', '\n']), "{place}");
            if let Values::OneOf(values) = column.values {
                let values = values();
                assert!(values.len() > 1, "{place}");
                assert_eq!(values.iter().collect::<BTreeSet<_>>().len(), values.len(), "{place}");
            }
        }
    }
}
