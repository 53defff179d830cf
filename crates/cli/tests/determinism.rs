//! Same input, same bytes: whatever the threads, the order of the files on disk, and how often.

#![allow(clippy::unwrap_used)]

mod program;

use program::Place;

const EXTRACT: &[&str] = &["extract", "reports", "--compare", "--quiet", "--format", "parquet,csv,jsonl", "--out"];

fn extract(place: &Place, out: &str, more: &[&str]) {
    let run = place.run(&[EXTRACT, &[out], more].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[track_caller]
fn assert_same(place: &Place, left: &str, right: &str) {
    let (left, right) = (place.files(left), place.files(right));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&left), names(&right));
    for (left, right) in left.iter().zip(&right) {
        assert!(left.1 == right.1, "{} differs", left.0);
    }
    assert!(left.len() > 30, "a run holds every table in three formats: {:?}", names(&left));
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let place = Place::with_reports();
    extract(&place, "one", &["--jobs", "1"]);
    extract(&place, "two", &["--jobs", "2"]);
    extract(&place, "many", &["--jobs", "7"]);
    extract(&place, "again", &["--jobs", "2"]);
    assert_same(&place, "one", "two");
    assert_same(&place, "one", "many");
    assert_same(&place, "one", "again");
}

#[test]
fn the_order_on_disk_does_not_matter() {
    let place = Place::with_reports();
    extract(&place, "before", &[]);
    let files = place.files("reports");
    std::fs::remove_dir_all(place.path("reports")).unwrap();
    for (name, content) in files.iter().rev() {
        place.write(&format!("reports/{name}"), content);
    }
    extract(&place, "after", &[]);
    assert_same(&place, "before", "after");
}

#[test]
fn many_batches_are_written_in_input_order() {
    let place = Place::new();
    let mut lines = String::new();
    let filler = "The army said that twelve soldiers were killed in Kunar on Sunday. ".repeat(400);
    for number in 0..120 {
        lines.push_str(&format!(
            "{{\"id\":\"record-{number:03}\",\"published\":\"2025-10-12\",\"text\":\"{filler}\"}}\n"
        ));
    }
    place.write("records.jsonl", lines);
    for (out, jobs) in [("one", "1"), ("four", "4")] {
        let run = place.run(&["extract", "records.jsonl", "--quiet", "--format", "csv", "--out", out, "--jobs", jobs]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
    }
    let documents = place.csv("four/documents");
    let ids: Vec<_> = documents[1..].iter().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(ids.len(), 120);
    assert!(ids.is_sorted());
    let (one, four) = (place.files("one"), place.files("four"));
    assert!(one == four);
}
