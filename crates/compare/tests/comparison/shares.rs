//! A comparison in shares against the whole: the same rows, however claims that no key joins are dealt out.

#![allow(clippy::unwrap_used, reason = "a test may fail here")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crossread_compare::share::{self, Share};
use crossread_compare::{Options, compare};
use polars::prelude::*;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::ParquetWriter;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::{Figure, Reports};

const TABLES: [&str; 6] = ["documents", "sentences", "actors", "places", "times", "figures"];

fn read(dir: &Path, table: &str) -> DataFrame {
    ParquetReader::new(File::open(dir.join(format!("{table}.parquet"))).unwrap()).finish().unwrap()
}

fn write(dir: &Path, table: &str, mut frame: DataFrame) {
    ParquetWriter::new(File::create(dir.join(format!("{table}.parquet"))).unwrap()).finish(&mut frame).unwrap();
}

fn folder(root: &Path, name: &str) -> PathBuf {
    let dir = root.join(name);
    fs::create_dir_all(&dir).unwrap();
    dir
}

fn texts(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
    frame.column(column).unwrap().str().unwrap().iter().map(|text| text.map(str::to_owned)).collect()
}

fn ids(frame: &DataFrame) -> Vec<(String, i32)> {
    let figures = frame.column("figure_id").unwrap().i32().unwrap().iter();
    texts(frame, "doc_id").into_iter().zip(figures).map(|(doc, figure)| (doc.unwrap(), figure.unwrap())).collect()
}

fn lists(frame: &DataFrame, column: &str) -> Vec<Vec<String>> {
    let lists = frame.column(column).unwrap().list().unwrap().clone();
    let list = |row| lists.get_as_series(row).unwrap().str().unwrap().iter().flatten().map(str::to_owned).collect();
    (0..frame.height()).map(list).collect()
}

/// The number of the group of each claim: claims of one group are joined by keys.
fn groups(keys: &DataFrame, originals: &BTreeMap<String, String>) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..keys.height()).collect();
    let families = texts(keys, "family");
    let documents = ids(keys)
        .into_iter()
        .zip(families)
        .map(|((doc, _), family)| format!("{} {}", originals.get(&doc).unwrap_or(&doc), family.unwrap()));
    let all = lists(keys, "wanted").into_iter().zip(lists(keys, "noted")).zip(documents);
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (row, ((wanted, noted), document)) in all.enumerate() {
        for key in wanted.into_iter().chain(noted).chain([document]) {
            let known = groups[*first.entry(key).or_insert(row)];
            let own = groups[row];
            groups.iter_mut().filter(|group| **group == own).for_each(|group| *group = known);
        }
    }
    groups
}

/// Compares `reports` whole and in as many shares as there are groups of claims, at most `most`; gives the number of shares.
fn check(reports: &Reports, most: usize) -> usize {
    let root = tempfile::tempdir().unwrap();
    let (run, whole) = (folder(root.path(), "run"), folder(root.path(), "whole"));
    reports.write(&run);
    compare(std::slice::from_ref(&run), &whole, &Options::default()).unwrap();
    let out = folder(root.path(), "read");
    let of_run = Share { documents: &run, named: &run };
    share::read(of_run, &out).unwrap();
    for table in ["compare_actors", "compare_places", "claims"] {
        let (ours, theirs) = (read(&out, table), read(&whole, table));
        let by: Vec<PlSmallStr> = theirs.get_column_names_owned().into_iter().take(3).collect();
        let sorted = |frame: DataFrame| frame.sort(by.clone(), SortMultipleOptions::default()).unwrap();
        assert!(sorted(ours).equals_missing(&sorted(theirs)), "{table}");
    }
    let copies = read(&whole, "compare_documents");
    let originals = texts(&copies, "doc_id").into_iter().zip(texts(&copies, "duplicate_of"));
    let originals: BTreeMap<String, String> = originals.filter_map(|(doc, of)| Some((doc?, of?))).collect();
    let keys = read(&out, "keys");
    let groups = groups(&keys, &originals);
    let numbers: Vec<usize> = groups.iter().copied().collect::<BTreeSet<usize>>().into_iter().collect();
    let shares = numbers.len().min(most);
    let of_group = |group: usize| numbers.binary_search(&group).unwrap() % shares;
    let mut found: [Option<DataFrame>; 2] = [None, None];
    for share in 0..shares {
        let claims = ids(&keys).into_iter().zip(&groups).filter(|(_, group)| of_group(**group) == share);
        let claims: Vec<(String, i32)> = claims.map(|(claim, _)| claim).collect();
        let out = answered(&root.path().join(share.to_string()), &run, &claims, &originals);
        for (found, table) in found.iter_mut().zip(["findings", "compare_figures"]) {
            let rows = read(&out, table);
            match found {
                Some(found) => {
                    found.vstack_mut(&rows).unwrap();
                }
                None => *found = Some(rows),
            }
        }
    }
    if let [Some(findings), Some(accounts)] = found {
        same(findings, &accounts, &whole);
    }
    shares
}

/// The answers of a share: only documents with one of these claims are in it.
fn answered(dir: &Path, run: &Path, claims: &[(String, i32)], originals: &BTreeMap<String, String>) -> PathBuf {
    let (docs, out) = (folder(dir, "docs"), folder(dir, "out"));
    let held: BTreeSet<&str> = claims.iter().map(|(doc, _)| doc.as_str()).collect();
    for table in TABLES {
        let frame = read(run, table);
        let is_held = |doc: &Option<String>| doc.as_deref().is_some_and(|doc| held.contains(doc));
        let mask: BooleanChunked = texts(&frame, "doc_id").iter().map(|doc| Some(is_held(doc))).collect();
        let mut frame = frame.filter(&mask).unwrap();
        if table == "documents" {
            let of: Vec<Option<&String>> =
                texts(&frame, "doc_id").iter().map(|doc| originals.get(doc.as_deref()?)).collect();
            let of: Vec<Option<&str>> = of.into_iter().map(|of| of.map(String::as_str)).collect();
            frame.with_column(Column::new("duplicate_of".into(), of)).unwrap();
        }
        write(&docs, table, frame);
    }
    let (doc_ids, figures): (Vec<&str>, Vec<i32>) = claims.iter().map(|(doc, figure)| (doc.as_str(), *figure)).unzip();
    write(&docs, "asked", df!("doc_id" => doc_ids, "figure_id" => figures).unwrap());
    share::answer(Share { documents: &docs, named: run }, &out).unwrap();
    out
}

/// The rows of all shares, put in order, are those of the whole.
fn same(mut findings: DataFrame, accounts: &DataFrame, whole: &Path) {
    let spread = findings.column("spread").unwrap().f64().unwrap().iter().map(|spread| -spread.unwrap_or(0.0));
    let wide = Column::new("wide".into(), spread.collect::<Vec<f64>>());
    findings.with_column(wide).unwrap();
    let mut findings = findings.sort(["class", "wide", "question_id"], SortMultipleOptions::default()).unwrap();
    let ranks: Vec<i32> = (1..).take(findings.height()).collect();
    findings.with_column(Column::new("rank".into(), ranks)).unwrap();
    let findings = findings.drop_many(["class", "wide"]);
    let expected = read(whole, "findings");
    assert!(findings.equals_missing(&expected), "{findings:?}\n{expected:?}");
    let ranks: BTreeMap<String, i32> = texts(&findings, "question_id").into_iter().flatten().zip(1..).collect();
    let of: Vec<i32> = texts(accounts, "question_id").into_iter().map(|id| ranks[&id.unwrap()]).collect();
    let mut accounts = accounts.clone();
    accounts.with_column(Column::new("of".into(), of)).unwrap();
    let accounts = accounts.sort(["of", "place"], SortMultipleOptions::default()).unwrap();
    let expected = read(whole, "compare_figures");
    assert!(accounts.drop_many(["of", "place"]).equals_missing(&expected), "{accounts:?}\n{expected:?}");
}

const DOCS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
const DAYS: [&str; 4] = ["2025-03-01", "2025-03-02", "2025-03-08", "2025-06-20"];
const PUBLISHED: [&str; 5] = ["2025-03-02", "2025-03-03", "2025-03-09", "2025-06-21", ""];
const PLACES: [&[&str]; 5] = [&[], &["SS"], &["SS-XX"], &["SS-XX/Town"], &["NN-YY/Ford", "SS-XX"]];
const SUBJECTS: [Option<&str>; 5] = [None, Some("people"), Some("civilians"), Some("soldiers"), Some("fishermen")];
const SPEAKERS: [Option<&str>; 5] = [None, Some("north-army"), Some("rebels"), Some("un"), Some("clinic")];
const NUMBERS: [&str; 6] = ["9", "12", ">10", "~40", "12..14", "40"];
const MEASURES: [(&str, &str); 4] =
    [("killed", "person"), ("injured", "person"), ("strength", "person"), ("destroyed", "item")];
/// The first is long enough that two documents with it, and the same numbers, are near-copies.
const SENTENCES: [&str; 3] = [
    "Shells fell on the market of the old town early in the morning, and the mayor and two doctors of its only clinic said that \
     the number of the dead might still rise.",
    "The army has killed many so far, it said.",
    "Fighting went on through the night.",
];

/// What is drawn for a claim: measure, number, subject, claimant, place, day (none at the end), and whether it is in the second
/// sentence of its document.
type Drawn = (usize, usize, usize, usize, usize, usize, bool);

fn reports(documents: &[(usize, usize, Vec<Drawn>)]) -> Reports {
    let mut reports = Reports::default();
    for (id, (published, sentence, claims)) in DOCS.into_iter().zip(documents) {
        let sentences = [SENTENCES[sentence % SENTENCES.len()], SENTENCES[2]];
        reports = reports.doc(id, PUBLISHED[published % PUBLISHED.len()], &sentences);
        reports = reports.place(0, "SS-XX/Town").place(1, "SS-XX/Town");
        for &(measure, number, subject, speaker, place, day, second) in claims {
            let (measure, unit) = MEASURES[measure];
            reports = reports.figure(usize::from(second), NUMBERS[number], measure, unit, |f: &mut Figure| {
                f.subject = SUBJECTS[subject];
                f.claimant = SPEAKERS[speaker];
                f.places = PLACES[place];
                (f.from, f.to) = (DAYS.get(day).copied(), DAYS.get(day).copied());
            });
        }
    }
    reports
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shares_give_the_rows_of_the_whole(
        documents in vec((0_usize..5, 0_usize..3, vec((0_usize..4, 0_usize..6, 0_usize..5, 0_usize..5, 0_usize..5, 0_usize..5, any::<bool>()), 0..6)), 2..8)
    ) {
        check(&reports(&documents), 4);
    }
}

#[test]
fn claims_of_two_wars_are_two_shares() {
    let claim = |measure, place, day| (measure, 1, 1, 0, place, day, false);
    let one = |day| (4, 2, vec![claim(0, 3, day), claim(3, 3, day)]);
    let elsewhere = (4, 1, vec![(0, 0, 1, 0, 2, 3, false)]);
    // Killed and destroyed on one day in one text, which two have; another number killed on another day in another text.
    assert_eq!(check(&reports(&[one(0), one(0), elsewhere]), 9), 3);
}
