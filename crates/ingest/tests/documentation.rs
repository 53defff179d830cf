//! The users' page says what the code does.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

use std::fmt::Write as _;
use std::path::Path;

use crossread_ingest::{Options, SkipCode};

const BEGIN: &str = "<!-- skip codes: begin (checked by a test of crossread-ingest) -->\n";
const END: &str = "<!-- skip codes: end -->";

/// The table of codes as it must stand on the page.
fn table() -> String {
    let mut table = String::from("| code | text lost | what happened |\n|---|---|---|\n");
    for code in SkipCode::ALL {
        let lost = if code.loses_text() { "yes" } else { "no" };
        writeln!(table, "| `{code}` | {lost} | {} |", code.meaning()).unwrap();
    }
    table
}

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/input.md");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_page_lists_every_skip_code() {
    let page = page();
    let (_, rest) = page.split_once(BEGIN).expect("the table's begin mark");
    let (found, _) = rest.split_once(END).expect("the table's end mark");
    assert_eq!(found, table(), "copy the right-hand side into docs/input.md");
}

#[test]
fn the_page_lists_every_limit() {
    let mut table = String::from("| name | default | counts |\n|---|---|---|\n");
    for (name, meaning, value) in Options::default().limits() {
        writeln!(table, "| `{name}` | {value} | {meaning} |").unwrap();
    }
    let page = page();
    let (_, rest) = page.split_once("limits: begin (checked by a test of crossread-ingest) -->\n").unwrap();
    let (found, _) = rest.split_once("<!-- limits: end -->").unwrap();
    assert_eq!(found, table, "copy the right-hand side into docs/input.md");
}

#[test]
fn the_page_names_every_extension() {
    let page = page();
    for extension in crossread_ingest::Format::extensions().split(", ") {
        assert!(page.contains(&format!("`{extension}`")), "{extension}");
    }
}
