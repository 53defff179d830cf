//! The rows of a hand-made extraction, as CSV and JSON Lines.

#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod common;

use std::fs;

use crossread_lexicon::Lexicon;
use crossread_tables::{Format, RunOptions, RunWriter, Skip};

fn run_files() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let lexicon = Lexicon::built_in();
    let options = RunOptions { formats: vec![Format::Csv, Format::JsonLines], ..RunOptions::default() };
    let mut run = RunWriter::create(&out, lexicon, options).unwrap();
    run.start_input("reports");
    run.append(common::rows(lexicon, &[common::document()])).unwrap();
    run.skip(Skip {
        input: "a.jsonl",
        part: None,
        line: Some(3),
        code: "bad-json",
        message: "a.jsonl, line 3: no; fix",
    })
    .unwrap();
    run.skip(Skip { input: "empty.txt", part: Some("x"), line: None, code: "empty", message: "no text" }).unwrap();
    run.finish().unwrap();
    (folder, out)
}

#[test]
fn as_csv() {
    let (_folder, out) = run_files();
    let mut all = String::new();
    for table in ["documents", "sentences", "actors", "places", "times", "figures", "lexicon", "skipped"] {
        let text = fs::read_to_string(out.join(format!("{table}.csv"))).unwrap();
        // Hashes of lexicon rows change with the lexicon, which is not this crate's.
        let text = if table == "lexicon" { without_hashes(&text) } else { text };
        all += &format!("== {table}\n{text}");
    }
    insta::assert_snapshot!(all);
}

fn without_hashes(text: &str) -> String {
    let (header, rows) = text.split_once('\n').unwrap();
    let row = |line: &str| {
        let (rest, hash) = line.rsplit_once(',').unwrap();
        assert!(hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{line}");
        format!("{rest},(hash)\n")
    };
    format!("{header}\n{}", rows.lines().map(row).collect::<String>())
}

#[test]
fn as_json_lines() {
    let (_folder, out) = run_files();
    let mut all = String::new();
    for table in ["documents", "figures", "skipped"] {
        let text = fs::read_to_string(out.join(format!("{table}.jsonl"))).unwrap();
        for line in text.lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(value.is_object(), "{line}");
        }
        all += &format!("== {table}\n{text}");
    }
    insta::assert_snapshot!(all);
}

/// What a reader does with `start` and `end`: slice by code points.
#[test]
fn text_is_the_slice_of_code_points() {
    let (_folder, out) = run_files();
    let points: Vec<char> = common::TEXT.chars().collect();
    let mut checked = 0;
    for table in ["sentences", "actors", "places", "times", "figures"] {
        for line in fs::read_to_string(out.join(format!("{table}.jsonl"))).unwrap().lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let at = |name: &str| row[name].as_u64().unwrap() as usize;
            let slice: String = points[at("start")..at("end")].iter().collect();
            assert_eq!(row["text"].as_str(), Some(slice.as_str()), "{table}");
            checked += 1;
        }
    }
    assert_eq!(checked, 6);
}

#[test]
fn rows_stand_by_start_end_rule_and_figures_keep_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let lexicon = Lexicon::built_in();
    let document = common::document();
    let mut extraction = common::extraction(lexicon);
    let later = extraction.figures[0].clone();
    extraction.figures[0].span = common::span("21 February");
    extraction.figures.push(later); // text order: number 1, then number 0
    let mut longer = extraction.actors[0].clone();
    longer.span = common::span("army said");
    extraction.actors.insert(0, longer);
    let mut rows = crossread_tables::Rows::new(lexicon);
    rows.append(&document, &extraction);
    let mut run =
        RunWriter::create(&out, lexicon, RunOptions { formats: vec![Format::Csv], ..RunOptions::default() }).unwrap();
    run.append(rows).unwrap();
    run.finish().unwrap();
    let column = |table: &str, position: usize| -> Vec<String> {
        let text = fs::read_to_string(out.join(format!("{table}.csv"))).unwrap();
        text.lines().skip(1).map(|line| line.split(',').nth(position).unwrap().to_owned()).collect()
    };
    assert_eq!(column("figures", 1), ["1", "0"]);
    assert_eq!(column("actors", 4), ["army", "army said"]);
}
