//! `docs/rules.md` lists every rule, and every rule fires on its example.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;

use crossread_extract::{all_rules, extract};
use crossread_lexicon::Lexicon;
use crossread_text::Document;

#[test]
fn ids_are_unique_and_name_their_layer() {
    let mut ids: Vec<_> = all_rules().iter().map(|rule| rule.id).collect();
    assert!(ids.iter().all(|id| id.split_once('/').is_some_and(|(layer, name)| !layer.is_empty() && !name.is_empty())));
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "two rules share an id");
}

#[test]
fn every_rule_fires_on_its_example() {
    let lexicon = Lexicon::built_in();
    let mut silent = Vec::new();
    for rule in all_rules() {
        let document = Document {
            published: Some(jiff::civil::date(2025, 10, 14)),
            ..Document::from_text("example", rule.example)
        };
        let read = extract(&document, lexicon);
        let fired = read
            .actors
            .iter()
            .map(|row| row.evidence.rule)
            .chain(read.places.iter().map(|row| row.evidence.rule))
            .chain(read.times.iter().map(|row| row.evidence.rule))
            .chain(read.figures.iter().map(|row| row.evidence.rule))
            // A figure's note names the rule that read its number.
            .chain(read.figures.iter().filter_map(|row| row.evidence.note.as_deref()))
            .any(|id| id == rule.id);
        // A quantity stands in the row of its figure, which names the rule that gave it its meaning.
        let fired = fired || (rule.id.starts_with("quantities/") && !read.figures.is_empty());
        if !fired {
            silent.push(format!("{}: {}", rule.id, rule.example));
        }
    }
    assert!(silent.is_empty(), "rules that do not fire on their example:\n{}", silent.join("\n"));
}

#[test]
fn the_documentation_lists_them() {
    let mut text = String::from(
        "# Rules\n\nEvery row of the four layers names the rule that decided it. `crossread show FILE --why SPAN` prints it.\n\
         This page is made from the lists in `crates/extract/src`; a test holds it to them.\n\n\
         | rule | what it does | example |\n|---|---|---|\n",
    );
    for rule in all_rules() {
        let example = rule.example.replace('|', "\\|").replace('\n', " ⏎ ");
        writeln!(text, "| `{}` | {} | {example} |", rule.id, rule.meaning).unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "docs/rules.md is out of date: run UPDATE_DOCS=1 cargo test -p crossread-extract");
}
