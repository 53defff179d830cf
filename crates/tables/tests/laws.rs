//! What holds for any text: spans slice it, and every format holds the same cells.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

use std::collections::BTreeMap;
use std::path::Path;

use crossread_extract::extract;
use crossread_lexicon::Lexicon;
use crossread_tables::{Format, Rows, RunDir, RunOptions, RunWriter, TABLES, table};
use crossread_text::Document;
use proptest::prelude::*;

/// Marks that programs stumble over, between words that rules look for.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\u{202e}",
        "\u{200f}",
        "\u{200d}",
        "\u{200b}",
        "\u{feff}",
        "\u{301}",
        "e\u{301}",
        "\u{1f468}\u{200d}\u{1f469}",
        "\u{10ffff}",
        "\u{1d7d7}",
        "\r\n",
        "\n",
        "\r",
        "\t",
        "\u{2028}",
        "\u{a0}",
        "\"",
        "|",
        ",",
        "=",
        "\\",
        "\u{1}",
        " ",
        " ",
        "The army said ",
        "nine ",
        "more than 200 ",
        "people ",
        "were killed ",
        "in Kunar",
        "in Nangarhar",
        " on Sunday",
        ". ",
        "\u{645}\u{642}\u{62a}\u{644} ",
        "٩ ",
        "Taliban ",
        "2,600-kilometer ",
        "$4m ",
        "dozens ",
        "| Asmar | 9 |",
        "“",
        "”",
        "’s ",
        "between 3,000 and 5,000 ",
        "since January ",
        "(TTP) ",
    ]);
    let piece = prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => "\\PC{0,6}".prop_map(String::from)];
    prop::collection::vec(piece, 1..40).prop_map(|pieces| pieces.concat())
}

/// The rows of a table in CSV, each by the names of its columns.
fn csv_rows(out: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(out.join(format!("{name}.csv"))).unwrap();
    let names = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| names.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The same of JSON Lines, as CSV writes its cells.
fn json_rows(out: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let cell = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => {
            items.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join("|")
        }
        serde_json::Value::Number(number) => number.as_f64().unwrap().to_string(),
        other => other.to_string(),
    };
    let text = std::fs::read_to_string(out.join(format!("{name}.jsonl"))).unwrap();
    let row = |line: &str| -> BTreeMap<String, String> {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        object.iter().map(|(name, value)| (name.clone(), cell(value))).collect()
    };
    text.split_terminator('\n').map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn spans_slice_any_text_and_every_format_holds_the_same(texts in prop::collection::vec(text(), 1..4)) {
        let lexicon = Lexicon::built_in();
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let options = RunOptions { formats: Format::ALL.to_vec(), ..RunOptions::default() };
        let mut run = RunWriter::create(&out, lexicon, options).unwrap();
        let mut rows = Rows::new(lexicon).keep_text(true);
        for (number, text) in texts.iter().enumerate() {
            let document = Document::from_text(format!("d{number}"), text);
            rows.append(&document, &extract(&document, lexicon));
        }
        run.append(rows).unwrap();
        run.finish().unwrap();

        let chars: BTreeMap<String, Vec<char>> =
            texts.iter().enumerate().map(|(number, text)| (format!("d{number}"), text.chars().collect())).collect();
        let run = RunDir::open(&out).unwrap();
        for table in TABLES.iter().filter(|table| out.join(format!("{}.parquet", table.name)).exists()) {
            let csv = csv_rows(&out, table.name);
            prop_assert_eq!(&csv, &json_rows(&out, table.name), "{}", table.name);
            let mut at = 0;
            run.for_each(table, |row| {
                let cells = &csv[at];
                at += 1;
                let text = |name: &str| row.str(name).unwrap_or_default().to_owned();
                for name in ["doc_id", "text", "note", "subject", "rule"] {
                    assert!(cells.get(name).is_none_or(|cell| *cell == text(name)), "{name} of {} {cells:?}", table.name);
                }
                if let (Some(start), Some(end)) = (row.i32("start"), row.i32("end")) {
                    let slice = &chars[&text("doc_id")][usize::try_from(start).unwrap()..usize::try_from(end).unwrap()];
                    assert_eq!(text("text"), slice.iter().collect::<String>(), "{}", table.name);
                }
            })
            .unwrap();
            prop_assert_eq!(at, csv.len());
        }
        let mut kept = Vec::new();
        run.for_each(table("documents").unwrap(), |row| kept.push(row.str("text").unwrap_or_default().to_owned())).unwrap();
        prop_assert_eq!(kept, texts);
    }
}
