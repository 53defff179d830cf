//! The hostile inputs of `fixtures/bad`: what is read of each, and what is said of the rest, as
//! the README beside them promises.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crossread_ingest::{At, Input, Options, Place, SeenIds, Skipped, read};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/bad")
}

/// The ids read, in order, and `code line` of every row for `skipped`.
fn outcome(file: &str) -> (Vec<String>, Vec<String>) {
    let input = Input::of_path(file, Path::new(file)).unwrap();
    let bytes = std::fs::File::open(folder().join(file)).unwrap();
    let row = |skipped: &Skipped| match skipped.line {
        Some(line) => format!("{} {line}", skipped.code),
        None => skipped.code.to_string(),
    };
    let mut seen = SeenIds::new(std::env::temp_dir());
    let (mut ids, mut rows) = (Vec::new(), Vec::new());
    for item in read(&input, &Options::default(), bytes) {
        match item {
            Err(skipped) => rows.push(row(&skipped)),
            Ok(record) => {
                let at = |line: Option<u32>| At { input: file, part: None, line: line.map(u64::from) };
                match seen.insert(&record.id, Place { input: 0, line: record.line }).unwrap() {
                    Some(first) => {
                        rows.push(row(&Skipped::duplicate_id(&record.id, at(record.line), at(first.line))));
                    }
                    None => {
                        rows.extend(record.warnings.iter().map(row));
                        ids.push(record.id);
                    }
                }
            }
        }
    }
    (ids, rows)
}

/// File, ids read, rows for `skipped`.
const EXPECTED: &[(&str, &[&str], &[&str])] = &[
    ("empty.txt", &[], &["empty"]),
    ("nul.txt", &[], &["binary"]),
    ("binary.txt", &[], &["binary"]),
    ("latin1.txt", &["latin1"], &[]),
    ("utf16le.txt", &["utf16le"], &[]),
    ("bom.txt", &["bom"], &[]),
    ("crlf.txt", &["crlf"], &[]),
    ("malformed.jsonl", &["malformed-1", "malformed-2", "malformed-4"], &["bad-json 3"]),
    ("no-text.jsonl", &["no-text-2"], &["missing-text 1", "missing-text 3"]),
    ("duplicate-ids.jsonl", &["twice", "once"], &["duplicate-id 3"]),
    ("bad-date.jsonl", &["bad-date-1", "bad-date-2", "bad-date-3"], &["bad-date 1", "bad-date 3"]),
    ("ragged.csv", &["ragged-1", "ragged-4"], &["bad-csv 3", "bad-csv 4"]),
    ("truncated.txt.gz", &[], &["bad-compression"]),
    ("not-a-gzip.txt.gz", &[], &["bad-compression"]),
    ("unclosed.md", &["unclosed"], &["bad-front-matter 1"]),
    ("json-list.jsonl", &[], &["json-array 1"]),
];

#[test]
fn each_hostile_input_gives_what_its_page_says() {
    for (file, ids, rows) in EXPECTED {
        let (read, skipped) = outcome(file);
        assert_eq!((&read[..], &skipped[..]), (&strings(ids)[..], &strings(rows)[..]), "{file}");
    }
}

fn strings(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}

#[test]
fn every_hostile_input_is_expected_here() {
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    let expected: BTreeSet<String> = EXPECTED.iter().map(|(file, ..)| (*file).to_owned()).collect();
    assert_eq!(files, expected);
}

#[test]
fn texts_come_out_as_the_page_describes_them() {
    let text = |file: &str| {
        let input = Input::of_path(file, Path::new(file)).unwrap();
        let bytes = std::fs::File::open(folder().join(file)).unwrap();
        read(&input, &Options::default(), bytes).next().unwrap().unwrap()
    };
    assert_eq!(text("utf16le.txt").text.chars().count(), 83);
    assert!(text("bom.txt").text.starts_with("Seven"));
    let crlf = text("crlf.txt").text;
    assert_eq!(crlf.chars().count(), 96);
    assert_eq!(crlf.matches('\n').count(), crlf.matches("\r\n").count());
    assert_eq!(text("unclosed.md").text.chars().count(), 101);
    let latin = text("latin1.txt");
    assert_eq!(latin.note.as_deref(), Some("encoding windows-1252, detected"));
    for character in ['é', '–', '’', '“', '”', '€'] {
        assert!(latin.text.contains(character), "{character}");
    }
}
