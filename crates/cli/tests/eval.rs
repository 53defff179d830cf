//! Runs against gold.

#![allow(clippy::unwrap_used)]

mod program;

use program::{Place, fixtures};

const REPORT: &str = "Nine people were killed in Nangarhar, the army said.";

/// A run over one report, and its gold with a mistake of ours in the number.
fn evaluated(gold: &str) -> Place {
    let place = Place::new();
    place.write("reports/wire.txt", REPORT);
    place.write("gold/wire.json", gold);
    let run = place.run(&["extract", "reports", "--out", "out", "--quiet"]);
    assert_eq!(run.code, 0, "{}", run.err);
    place
}

fn figure(low: u32) -> String {
    format!(
        r#"{{"figures": [{{"start": 0, "end": 4, "text": "Nine", "low": {low}, "high": {low}, "cmp": "eq",
            "unit": "person", "measure": "killed", "subject": "people", "place": ["AF-NAN"],
            "claimant": {{"text": "the army", "id": "x"}}, "stance": "claimed"}}],
            "places": [{{"start": 27, "end": 36, "text": "Nangarhar", "code": "AF-NAN"}}]}}"#
    )
}

/// F1 of a measure, from the program's JSON.
fn f1(place: &Place, args: &[&str], layer: &str, measure: &str) -> f64 {
    let run = place.run(&[&["eval", "out", "--json", "--gold"], args].concat());
    let result: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let rows = result["measures"].as_array().unwrap();
    let row = rows.iter().find(|row| row["layer"] == layer && row["measure"] == measure).unwrap();
    row["f1"].as_f64().unwrap()
}

#[test]
fn the_fixtures_are_extracted_as_well_as_recorded() {
    let place = Place::with_reports();
    assert_eq!(place.run(&["extract", "reports", "--out", "out", "--quiet"]).code, 0);
    let gold = fixtures().join("gold");
    let (gold, floors) = (gold.to_string_lossy().into_owned(), gold.join("floors.csv").to_string_lossy().into_owned());
    let run = place.run(&["eval", "out", "--gold", &gold, "--floors", &floors, "--record", "now.csv"]);
    assert_eq!(run.code, 0, "{}\n{}", run.err, run.out);
    assert!(run.out.lines().all(|line| line.chars().count() <= 100), "{}", run.out);
    let lines = |path: &str| std::fs::read_to_string(path).unwrap().lines().count();
    assert_eq!(lines(&floors), lines(&place.path("now.csv").to_string_lossy()), "floors.csv lacks a measure");
}

#[test]
fn right_and_wrong_values_are_told_apart() {
    let place = evaluated(&figure(9));
    assert_eq!(f1(&place, &["gold"], "figures", "value"), 1.0);
    assert_eq!(f1(&place, &["gold"], "places", "linked"), 1.0);
    let place = evaluated(&figure(8));
    assert_eq!(f1(&place, &["gold"], "figures", "span"), 1.0);
    assert_eq!(f1(&place, &["gold"], "figures", "value"), 0.0);
    let run = place.run(&["eval", "out", "--gold", "gold", "--layer", "figures", "--mistakes"]);
    assert!(run.out.contains("differs - 0..4 \"Nine\"  8..8"), "{}", run.out);
    assert!(run.out.contains("differs + 0..4 \"Nine\"  9..9"), "{}", run.out);
}

#[test]
fn spans_of_json_lines_are_gold_too() {
    let place = evaluated("{\"places\": []}");
    let line = r#"{"id": "wire", "spans": [{"start": 27, "end": 33, "label": "PLACE", "place_id": "AF-NAN"}]}"#;
    place.write("spans.jsonl", line);
    assert_eq!(f1(&place, &["spans.jsonl"], "places", "linked"), 1.0);
    assert_eq!(f1(&place, &["spans.jsonl", "--strict"], "places", "linked"), 0.0);
}

#[test]
fn a_fall_below_a_floor_fails() {
    let place = evaluated(&figure(8));
    place.write("floors.csv", "layer,measure,f1\nfigures,span,1.000\nfigures,value,0.500\n");
    let run = place.run(&["eval", "out", "--gold", "gold", "--floors", "floors.csv"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.err, "crossread: figures value: F1 0.000 fell below the recorded 0.500\n");
}

#[test]
fn gold_that_fits_no_document_is_named() {
    let place = evaluated(&figure(9));
    place.write("gold/other.json", r#"{"actors": []}"#);
    let run = place.run(&["eval", "out", "--gold", "gold"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("other: gold that the run has no document for"), "{}", run.err);
    place.write("gold/wire.json", r#"{"sha256": "0", "actors": []}"#);
    let run = place.run(&["eval", "out", "--gold", "gold"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("wire: gold of another text"), "{}", run.err);
}

#[test]
fn bad_arguments_say_what_is_right() {
    let place = evaluated(&figure(9));
    for (args, message) in [
        (&["--gold", "nowhere"][..], "nowhere: could not be read"),
        (&["--gold", "reports"], "no gold here"),
        (&["--gold", "gold", "--layer", "dogs"], "name one of actors, places, times, figures"),
        (&["--gold", "gold", "--floors", "bad.csv"], "figures has no measure \"weight\"; it has span, exact"),
    ] {
        place.write("bad.csv", "layer,measure,f1\nfigures,weight,0.5\n");
        let run = place.run(&[&["eval", "out"], args].concat());
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.err.contains(message), "{args:?}: {}", run.err);
    }
}
