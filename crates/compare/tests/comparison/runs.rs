//! Runs: what is refused and how it is said, several runs as one, and the same bytes in any order.

#![allow(clippy::unwrap_used, reason = "a test may fail here")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{self, Figure, Reports};
use crossread_compare::{CompareError, CompareView, Filter, Format, Options, compare};
use proptest::prelude::*;

fn town(f: &mut Figure) {
    f.subject = Some("people");
    f.places = &["SS-XX/Town"];
    f.from = Some("2025-03-01");
    f.to = Some("2025-03-01");
}

fn report(id: &'static str, text: &'static str) -> Reports {
    Reports::default().doc(id, "2025-03-02", &["So many people died in the blast."]).killed(0, text, town)
}

fn run(dir: &Path, name: &str, reports: &Reports) -> PathBuf {
    let path = dir.join(name);
    reports.write(&path);
    path
}

fn message(runs: &[PathBuf], out: &Path) -> String {
    compare(runs, out, &Options::default()).unwrap_err().to_string()
}

fn bytes(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

#[test]
fn what_cannot_be_compared_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    assert!(matches!(compare(&[], &out, &Options::default()), Err(CompareError::NoRuns)));
    assert!(message(&[dir.path().join("nothing")], &out).ends_with("not a directory that `extract` wrote"));

    let old = run(dir.path(), "old", &report("a", "12"));
    let text = fs::read_to_string(old.join("run.json")).unwrap();
    fs::write(old.join("run.json"), text.replace("\"contract_version\":1", "\"contract_version\":7")).unwrap();
    assert!(message(std::slice::from_ref(&old), &out).contains("contract version 7, this program reads version 1"));
    fs::write(old.join("run.json"), "{").unwrap();
    assert!(message(&[old], &out).contains("run.json cannot be read"));

    let partial = run(dir.path(), "partial", &report("a", "12"));
    fs::remove_file(partial.join("times.parquet")).unwrap();
    assert!(message(&[partial], &out).contains("table times.parquet is missing"));

    let mixed = run(dir.path(), "mixed", &report("a", "12"));
    let other = run(dir.path(), "other", &report("b", "13"));
    fs::copy(other.join("figures.parquet"), mixed.join("figures.parquet")).unwrap();
    assert!(message(&[mixed], &out).contains("figures.parquet is not the table run.json describes"));

    // A run of files of which none could be read.
    let empty = run(dir.path(), "empty", &Reports::default());
    assert!(message(std::slice::from_ref(&empty), &out).ends_with("its table `skipped` says why"));
    let both = compare(&[empty, other.clone()], &dir.path().join("both"), &Options::default()).unwrap();
    assert_eq!(both.documents, 1);
    assert!(!out.exists());
    assert!(matches!(CompareView::open(&other), Err(CompareError::NotCompared { .. })));
}

#[test]
fn one_id_with_two_texts_names_both_runs() {
    let dir = tempfile::tempdir().unwrap();
    let first = run(dir.path(), "first", &report("a", "12"));
    let changed = Reports::default().doc("a", "2025-03-02", &["Another text."]);
    let second = run(dir.path(), "second", &changed);
    let text = message(&[first, second], &dir.path().join("out"));
    assert!(text.contains("document a differs between") && text.contains("first") && text.contains("second"), "{text}");
}

#[test]
fn several_runs_are_one_corpus_in_any_order() {
    let dir = tempfile::tempdir().unwrap();
    let one = run(dir.path(), "one", &report("a", "12"));
    let two = run(dir.path(), "two", &report("b", "15"));
    // The third run read document b again: it is compared once.
    let three = run(dir.path(), "three", &report("b", "15"));
    let (x, y) = (dir.path().join("x"), dir.path().join("y"));
    let options = Options { formats: vec![Format::Csv, Format::JsonLines], ..Options::default() };
    let summary = compare(&[one.clone(), two.clone()], &x, &options).unwrap();
    assert_eq!((summary.documents, summary.contradictions), (2, 1));
    compare(&[two.clone(), one.clone()], &y, &options).unwrap();
    assert_eq!(bytes(&x), bytes(&y));
    let again = compare(&[one, two, three], &dir.path().join("z"), &options).unwrap();
    assert_eq!(again, summary);
}

/// Some documents with agreeing and contradicting numbers, some without any.
fn several() -> Reports {
    ["12", "15", "12", "20", "9"].into_iter().zip(["a", "b", "c", "d", "e"]).fold(
        Reports::default().doc("quiet", "2025-03-01", &["Nothing was counted in Town."]).place(0, "SS-XX/Town"),
        |reports, (text, id)| {
            let reports = reports.doc(id, "2025-03-02", &["So many people died in the blast.", "It was in Town."]);
            reports.place(1, "SS-XX/Town").killed(0, text, town)
        },
    )
}

#[test]
fn folders_of_part_files_are_read_like_files() {
    let dir = tempfile::tempdir().unwrap();
    let tables = |name: &str, parts: usize, turned: Option<&str>| {
        let path = run(dir.path(), name, &several());
        if parts > 0 {
            support::in_parts(&path, parts, turned);
        }
        let out = dir.path().join(format!("{name}-out"));
        let summary = compare(std::slice::from_ref(&path), &out, &Options::default()).unwrap();
        assert_eq!((summary.documents, summary.contradictions), (6, 1));
        let mut tables = bytes(&out);
        // It names the runs by their hashes.
        tables.remove("run.json");
        tables
    };
    let whole = tables("whole", 0, None);
    for (name, parts, turned) in
        [("one", 1, None), ("three", 3, None), ("many", 40, None), ("turned", 3, Some("figures"))]
    {
        assert!(tables(name, parts, turned) == whole, "{name}");
    }
}

#[test]
fn folders_of_part_files_stay_and_are_checked() {
    let dir = tempfile::tempdir().unwrap();
    let path = run(dir.path(), "parts", &several());
    support::in_parts(&path, 2, None);
    compare(std::slice::from_ref(&path), &path, &Options::default()).unwrap();
    assert!(path.join("findings.parquet").is_file() && path.join("figures.parquet").is_dir());
    compare(std::slice::from_ref(&path), &path, &Options::default()).unwrap();
    fs::copy(
        path.join("figures.parquet/part-00000-x.c000.zstd.parquet"),
        path.join("figures.parquet/part-00002-x.c000.zstd.parquet"),
    )
    .unwrap();
    let out = dir.path().join("out");
    assert!(message(std::slice::from_ref(&path), &out).contains("figures.parquet is not the table run.json describes"));
    fs::remove_dir_all(path.join("figures.parquet")).unwrap();
    fs::create_dir(path.join("figures.parquet")).unwrap();
    assert!(message(&[path], &out).contains("table figures.parquet is missing"));
}

#[test]
fn other_files_stay_and_a_failure_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let one = run(dir.path(), "one", &report("a", "12"));
    fs::write(one.join("notes.txt"), "mine").unwrap();
    compare(std::slice::from_ref(&one), &one, &Options::default()).unwrap();
    let before = bytes(&one);
    assert_eq!(before["notes.txt"], b"mine");
    assert!(before.contains_key("figures.parquet") && before.contains_key("findings.parquet"));
    assert!(!dir.path().join("one.partial").exists());
    // A compared run can be compared again, to the same bytes.
    compare(std::slice::from_ref(&one), &one, &Options::default()).unwrap();
    assert_eq!(bytes(&one), before);
    fs::remove_file(one.join("places.parquet")).unwrap();
    assert!(compare(std::slice::from_ref(&one), &one, &Options::default()).is_err());
    assert_eq!(bytes(&one)["findings.parquet"], before["findings.parquet"]);

    let file = dir.path().join("file");
    fs::write(&file, "text").unwrap();
    let two = run(dir.path(), "two", &report("a", "12"));
    assert!(message(&[two], &file).ends_with("is a file, not a directory"));
    assert_eq!(fs::read(&file).unwrap(), b"text");
}

#[test]
fn a_mixed_comparison_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let one = run(dir.path(), "one", &report("a", "12"));
    let two = run(dir.path(), "two", &report("b", "15"));
    for path in [&one, &two] {
        compare(std::slice::from_ref(path), path, &Options::default()).unwrap();
    }
    fs::copy(two.join("claims.parquet"), one.join("claims.parquet")).unwrap();
    assert!(matches!(CompareView::open(&one), Err(CompareError::MixedRun { .. })));
}

#[test]
fn findings_are_filtered() {
    let reports = report("a", "12").doc("b", "2025-03-02", &["5 rebels died."]).killed(0, "5", |f| {
        f.subject = Some("fighters");
        f.class = Some("combatant");
        f.party = Some("rebels");
        f.claimant = Some("north-army");
    });
    let view = support::view(&reports);
    let count = |filter: Filter| view.findings(&filter).len();
    let text = |word: &str| Some(word.to_owned());
    assert_eq!(count(Filter::default()), 2);
    assert_eq!(count(Filter { place: text("SS"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { place: text("S"), ..Filter::default() }), 0);
    assert_eq!(count(Filter { actor: text("rebels"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { claimant: text("north-army"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { measure: text("injured"), ..Filter::default() }), 0);
    assert_eq!(count(Filter { relation: Some(crossread_compare::Relation::Single), ..Filter::default() }), 2);
}

/// Every table, as a reader of the CSV sees it.
#[test]
fn tables_as_csv() {
    let dir = tempfile::tempdir().unwrap();
    let reports = report("a", "12")
        .place(0, "SS-XX/Town")
        .doc("b", "2025-03-04", &["The rebels' clinic spoke of >20 dead in Town; the South denies it."])
        .place(0, "SS-XX/Town")
        .killed(0, ">20", |f| {
            town(f);
            f.claimant = Some("clinic");
            f.denier = Some("south");
        });
    let one = run(dir.path(), "one", &reports);
    compare(std::slice::from_ref(&one), &one, &Options { formats: vec![Format::Csv], ..Options::default() }).unwrap();
    let tables = [
        "compare_documents",
        "compare_actors",
        "compare_places",
        "compare_figures",
        "findings",
        "view_ucdp",
        "view_acled",
        "view_minmax",
        "claims",
    ];
    for table in tables {
        let csv = fs::read_to_string(one.join(format!("{table}.csv"))).unwrap();
        insta::assert_snapshot!(table, csv);
    }
}

#[derive(Debug, Clone)]
struct Random {
    value: u8,
    place: u8,
    day: u8,
    subject: u8,
    claimant: u8,
}

fn random() -> impl Strategy<Value = Random> {
    (1_u8..5, 0_u8..4, 0_u8..4, 0_u8..4, 0_u8..4).prop_map(|(value, place, day, subject, claimant)| Random {
        value,
        place,
        day,
        subject,
        claimant,
    })
}

const IDS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

fn reports(claims: &[(usize, Random)]) -> Reports {
    claims.iter().fold(Reports::default(), |reports, (id, random)| {
        reports.doc(IDS[*id], "2025-03-05", &["A blast hit the town."]).killed(
            0,
            ["3", "12", ">20", "~40"][usize::from(random.value - 1)],
            |f| {
                f.places = [&[][..], &["SS"], &["SS-XX"], &["SS-XX/Town"]][usize::from(random.place)];
                let day = [None, Some("2025-03-01"), Some("2025-03-02"), Some("2025-03-02")][usize::from(random.day)];
                (f.from, f.to) = (if random.day == 3 { Some("2025-03-01") } else { day }, day);
                let (subject, class, party) = [
                    ("people", None, None),
                    ("civilians", Some("civilian"), None),
                    ("soldiers", Some("security-force"), Some("south-army")),
                    ("soldiers", Some("security-force"), None),
                ][usize::from(random.subject)];
                (f.subject, f.class, f.party) = (Some(subject), class, party);
                f.claimant = [None, Some("north-army"), Some("south"), Some("un")][usize::from(random.claimant)];
            },
        )
    })
}

/// Who shares a question with whom, and how the questions relate.
fn grouping(runs: &[Reports]) -> Vec<(Vec<String>, String, String)> {
    let dir = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> =
        runs.iter().enumerate().map(|(n, reports)| run(dir.path(), &n.to_string(), reports)).collect();
    let out = dir.path().join("out");
    compare(&paths, &out, &Options::default()).unwrap();
    let view = CompareView::open(&out).unwrap();
    let mut all: Vec<_> = view
        .findings(&Filter::default())
        .into_iter()
        .map(|f| (f.doc_ids, f.relation.to_string(), f.question_id))
        .collect();
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_runs_and_records_changes_nothing(claims in proptest::collection::vec(random(), 1..6)) {
        let claims: Vec<(usize, Random)> = claims.into_iter().enumerate().collect();
        let reversed: Vec<(usize, Random)> = claims.iter().rev().cloned().collect();
        let each: Vec<Reports> = reversed.iter().map(|one| reports(std::slice::from_ref(one))).collect();
        let whole = grouping(&[reports(&claims)]);
        prop_assert_eq!(&whole, &grouping(&[reports(&reversed)]));
        prop_assert_eq!(&whole, &grouping(&each));
    }

    #[test]
    fn every_claim_has_one_question_and_soldiers_share_none_with_civilians(
        claims in proptest::collection::vec(random(), 1..6)
    ) {
        let numbered: Vec<(usize, Random)> = claims.iter().cloned().enumerate().collect();
        let all = grouping(&[reports(&numbered)]);
        let mut documents: Vec<&String> = all.iter().flat_map(|(documents, ..)| documents).collect();
        documents.sort();
        prop_assert_eq!(documents.len(), claims.len());
        for (documents, ..) in &all {
            let subjects: Vec<u8> = documents
                .iter()
                .filter_map(|id| claims.get(IDS.iter().position(|known| known == id)?))
                .map(|one| one.subject)
                .collect();
            prop_assert!(!(subjects.contains(&1) && subjects.iter().any(|s| *s >= 2)));
        }
    }
}
