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

/// A row as values, in the order of the columns.
type Cells = Vec<Value>;

fn cells(table: &Table, row: Row<'_>) -> Cells {
    let value = |name: &str| match (row.str(name), row.i32(name), row.f64(name), row.bool(name)) {
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

fn position(table: &Table, name: &str) -> Option<usize> {
    table.column(name).map(|(position, _)| position)
}

fn number(value: &Value) -> i32 {
    i32::try_from(value.as_i64().unwrap()).unwrap()
}

/// Starts of the sentences of each document, in text order: the place is the number.
type Starts = BTreeMap<String, Vec<i32>>;

/// OLD with the reported changes applied, in every column: removed rows taken out, added ones put in, cells replaced, offsets
/// moved along with the edits of their document. What is not reported follows from something else, as `docs/diff.md` says: a
/// sentence's number from its place among the sentences, the sentence of a row from where the row starts, numbers of figures
/// from which figure became which.
fn applied(diff: &Diff, table: &'static Table, sentences: Option<&Starts>) -> Vec<Cells> {
    let mut rows: BTreeMap<usize, Cells> = all(diff.run(Side::Old), table).into_iter().enumerate().collect();
    let at = |name: &str| position(table, name);
    for cells in rows.values_mut() {
        let Some(id) = at("doc_id").map(|at| cells[at].as_str().unwrap().to_owned()) else { continue };
        if let (Some(start), Some(end)) = (at("start"), at("end")) {
            let moved = diff.moved(&id, (number(&cells[start]), number(&cells[end])));
            (cells[start], cells[end]) = (moved.0.into(), moved.1.into());
        }
        for column in ["figure_id", "part_of"].into_iter().filter_map(at).filter(|_| at("figure_id").is_some()) {
            if cells[column].is_i64() {
                cells[column] = diff.figure(&id, number(&cells[column])).map_or(Value::Null, Into::into);
            }
        }
    }
    let (mut added, mut told) = (Vec::new(), BTreeSet::new());
    for detail in details(diff, table.name) {
        match (detail.kind, detail.change.old_row()) {
            (Kind::Added, _) => added.push(detail.cells.into_iter().map(|cell| cell.new).collect::<Cells>()),
            (Kind::Removed, Some(row)) => assert!(rows.remove(&row).is_some()),
            (Kind::Changed, Some(row)) => {
                let cells = rows.get_mut(&row).unwrap();
                told.extend(detail.cell("sentence_id").map(|_| row));
                detail.cells.into_iter().for_each(|cell| cells[at(cell.column).unwrap()] = cell.new);
            }
            (_, None) => panic!("a change of an old row without its number"),
        }
    }
    if let (Some(sentences), Some(id), Some(start), Some(sentence)) =
        (sentences, at("doc_id"), at("start"), at("sentence_id"))
    {
        for (_, cells) in rows.iter_mut().filter(|(row, _)| !told.contains(row)) {
            let starts = &sentences[cells[id].as_str().unwrap()];
            let holder = starts.partition_point(|first| *first <= number(&cells[start]));
            cells[sentence] = holder.checked_sub(1).unwrap().into();
        }
    }
    sorted(rows.into_values().chain(added).collect())
}

/// The sentences of NEW, from OLD and what is reported of them.
fn starts(diff: &Diff) -> Starts {
    let table = crossread_tables::table("sentences").unwrap();
    let (id, start) = (position(table, "doc_id").unwrap(), position(table, "start").unwrap());
    let mut starts = Starts::new();
    for cells in applied(diff, table, None) {
        starts.entry(cells[id].as_str().unwrap().to_owned()).or_default().push(number(&cells[start]));
    }
    starts.values_mut().for_each(|starts| starts.sort_unstable());
    starts
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
        let sentences = starts(&diff);
        for table in TABLES.iter().copied().filter(|table| old.holds(table)) {
            let expected: Vec<Cells> = all(&new, table);
            prop_assert_eq!(applied(&diff, table, Some(&sentences)), sorted(expected), "{}", table.name);
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
