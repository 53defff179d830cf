//! Laws of the difference of two runs, over documents that are extracted and written as in real use.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Runs, lexicon, pack};
use crossread_diff::{Detail, Diff, DiffError, Kind, Options, Side};
use crossread_tables::{Row, RunDir, TABLES, Table};
use crossread_text::Document;
use proptest::prelude::*;
use serde_json::Value;

const SENTENCES: [&str; 9] = [
    "At least 12 people were killed in Nangarhar on Sunday, the Pakistani military said.",
    "The Ember Front said nine soldiers died.",
    "Afghan officials denied that, and said two children were injured in Kunar.",
    "Nothing else was known.",
    "Some 3,000 families fled to Peshawar, an Ember Front spokesman told reporters.",
    "The toll rose to 19 – six of them women – in Khost, “by far the worst” since May.",
    "Kabul blamed Islamabad.",
    "Dozens of houses were destroyed.",
    "In Paktika, 40 kilometres away, the Ember Front lost five fighters.",
];

/// Documents as numbers of sentences; a day makes relative times resolve.
type Corpus = Vec<(u8, Vec<usize>, bool)>;

fn corpus() -> impl Strategy<Value = Corpus> {
    let sentences = prop::collection::vec(0..SENTENCES.len(), 0..6);
    prop::collection::btree_map(0u8..5, (sentences, any::<bool>()), 0..4)
        .prop_map(|documents| documents.into_iter().map(|(id, (text, dated))| (id, text, dated)).collect())
}

fn documents(corpus: &Corpus) -> Vec<Document> {
    let text = |sentences: &[usize]| sentences.iter().map(|&at| SENTENCES[at]).collect::<Vec<_>>().join(" ");
    corpus
        .iter()
        .map(|(id, sentences, dated)| Document {
            published: dated.then(|| "2026-05-12".parse().unwrap()),
            synthetic: true,
            ..Document::from_text(format!("wire-{id}"), text(sentences))
        })
        .collect()
}

/// A run of a corpus, with or without a pack that knows the Ember Front.
fn write(runs: &mut Runs, corpus: &Corpus, known: bool) -> RunDir {
    let lexicon = if known { pack("Ember Front") } else { lexicon() };
    runs.write(&documents(corpus), lexicon)
}

fn diff(old: &RunDir, new: &RunDir) -> Diff {
    Diff::between(old.clone(), new.clone(), &Options::default()).unwrap()
}

fn details(diff: &Diff, table: &str) -> Vec<Detail> {
    let mut details = Vec::new();
    let each = |detail| {
        details.push(detail);
        Ok::<(), DiffError>(())
    };
    diff.details(diff.table(table).unwrap(), None, |_| true, each).unwrap();
    details
}

/// A row as values; numbers of sentences and figures are none, because they follow from the order of rows.
type Cells = Vec<Value>;

const NUMBERS: [&str; 3] = ["sentence_id", "figure_id", "part_of"];

fn cells(table: &Table, row: Row<'_>) -> Cells {
    let value = |name: &str| match (row.str(name), row.i32(name), row.f64(name), row.bool(name)) {
        _ if NUMBERS.contains(&name) && row.i32(name).is_some() => Value::Null,
        (Some(text), ..) => text.into(),
        (_, Some(number), ..) => number.into(),
        (_, _, Some(number), _) => number.into(),
        (.., Some(flag)) => flag.into(),
        _ if row.date(name).is_some() => row.date(name).unwrap().to_string().into(),
        _ => row.list(name).map_or(Value::Null, Into::into),
    };
    table.columns.iter().map(|column| value(column.name)).collect()
}

fn all(run: &RunDir, table: &Table) -> Vec<Cells> {
    let mut rows = Vec::new();
    run.for_each(table, |row| rows.push(cells(table, row))).unwrap();
    rows
}

/// OLD with the reported changes applied: removed rows taken out, added ones put in, cells replaced, and offsets moved along
/// with the edits of their document.
fn applied(diff: &Diff, table: &'static Table) -> Vec<Cells> {
    let mut rows: BTreeMap<usize, Cells> = all(diff.run(Side::Old), table).into_iter().enumerate().collect();
    let at = |name: &str| table.column(name).map(|(position, _)| position);
    for cells in rows.values_mut() {
        if let (Some(start), Some(end)) = (at("start"), at("end")) {
            let number = |value: &Value| i32::try_from(value.as_i64().unwrap()).unwrap();
            let id = cells[at("doc_id").unwrap()].as_str().unwrap().to_owned();
            let moved = diff.moved(&id, (number(&cells[start]), number(&cells[end])));
            (cells[start], cells[end]) = (moved.0.into(), moved.1.into());
        }
    }
    let mut added = Vec::new();
    for detail in details(diff, table.name) {
        match (detail.kind, detail.change.old_row()) {
            (Kind::Added, _) => {
                added.push(detail.cells.into_iter().map(|cell| (cell.column, cell.new)).collect::<Vec<_>>());
            }
            (Kind::Removed, Some(row)) => assert!(rows.remove(&row).is_some()),
            (Kind::Changed, Some(row)) => {
                let cells = rows.get_mut(&row).unwrap();
                detail.cells.into_iter().for_each(|cell| cells[at(cell.column).unwrap()] = cell.new);
            }
            (_, None) => panic!("a change of an old row without its number"),
        }
    }
    let number =
        |(name, value): (&str, Value)| if NUMBERS.contains(&name) && value.is_i64() { Value::Null } else { value };
    let added = added.into_iter().map(|cells| cells.into_iter().map(number).collect::<Cells>());
    let unnumbered =
        |cells: Cells| table.columns.iter().map(|column| column.name).zip(cells).map(number).collect::<Cells>();
    sorted(rows.into_values().map(unnumbered).chain(added).collect())
}

fn sorted(mut rows: Vec<Cells>) -> Vec<Cells> {
    rows.sort_by_key(|cells| cells.iter().map(Value::to_string).collect::<Vec<_>>());
    rows
}

/// What a reader sees of a difference, with sides exchanged when `turned`.
fn seen(diff: &Diff, turned: bool) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for table in diff.tables() {
        for detail in details(diff, table.table().name) {
            let kind = match (detail.kind, turned) {
                (Kind::Added, true) => Kind::Removed,
                (Kind::Removed, true) => Kind::Added,
                (kind, _) => kind,
            };
            let cell = |(column, old, new): (&str, Value, Value)| {
                if turned { (column.to_owned(), new, old) } else { (column.to_owned(), old, new) }
            };
            let cells: Vec<_> = detail.cells.into_iter().map(|c| cell((c.column, c.old, c.new))).collect();
            lines.insert(format!("{} {kind:?} {:?} {cells:?}", table.table().name, detail.key));
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_run_differs_from_itself_in_nothing(a in corpus(), known in any::<bool>()) {
        let mut runs = Runs::new();
        let (old, new) = (write(&mut runs, &a, known), write(&mut runs, &a, known));
        let diff = diff(&old, &new);
        prop_assert!(diff.is_empty());
        prop_assert_eq!(diff.tables().len(), 8);
    }

    #[test]
    fn the_changes_applied_to_old_give_new(a in corpus(), b in corpus(), packs in any::<(bool, bool)>()) {
        let mut runs = Runs::new();
        let (old, new) = (write(&mut runs, &a, packs.0), write(&mut runs, &b, packs.1));
        let diff = diff(&old, &new);
        for table in TABLES.iter().copied().filter(|table| old.holds(table)) {
            let expected: Vec<Cells> = all(&new, table);
            prop_assert_eq!(applied(&diff, table), sorted(expected), "{}", table.name);
            let counts = diff.table(table.name).unwrap().counts();
            let (before, after) = (all(&old, table).len(), all(&new, table).len());
            prop_assert_eq!(counts.removed + counts.changed + counts.unchanged, before);
            prop_assert_eq!(counts.added + counts.changed + counts.unchanged, after);
        }
    }

    #[test]
    fn exchanging_the_runs_exchanges_added_and_removed(a in corpus(), b in corpus(), packs in any::<(bool, bool)>()) {
        let mut runs = Runs::new();
        let (old, new) = (write(&mut runs, &a, packs.0), write(&mut runs, &b, packs.1));
        prop_assert_eq!(seen(&diff(&old, &new), false), seen(&diff(&new, &old), true));
    }

    #[test]
    fn the_order_of_documents_changes_nothing(a in corpus(), b in corpus(), packs in any::<(bool, bool)>()) {
        let mut runs = Runs::new();
        let (old, new) = (write(&mut runs, &a, packs.0), write(&mut runs, &b, packs.1));
        let turned: Corpus = b.iter().rev().cloned().collect();
        let permuted = write(&mut runs, &turned, packs.1);
        let json = |new: &RunDir| {
            let mut out = Vec::new();
            crossread_diff::json(&diff(&old, new), None, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        prop_assert_eq!(json(&new), json(&permuted));
        prop_assert!(diff(&new, &permuted).is_empty());
    }
}
