//! What each command prints and writes.

#![allow(clippy::unwrap_used)]

mod program;

use program::{Place, Run};

fn compared() -> Place {
    let place = Place::with_reports();
    let run = place.run(&["extract", "reports", "--out", "out", "--compare", "--format", "csv", "--quiet"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    place
}

#[track_caller]
fn assert_fits(run: &Run) {
    for line in run.out.lines() {
        assert!(line.chars().count() <= 100, "wider than 100 columns: {line}");
    }
}

#[test]
fn every_command_helps_with_examples() {
    let place = Place::new();
    let commands = ["extract", "compare", "findings", "report", "diff", "check", "eval", "show", "lexicon", "schema"];
    for command in commands.each_ref().map(std::slice::from_ref) {
        let run = place.run(&[command, &["--help"]].concat());
        assert_eq!(run.code, 0);
        assert!(run.out.contains("Examples:") && run.out.contains("crossread "), "{command:?}: {}", run.out);
        assert_fits(&run);
    }
    assert_eq!(place.run(&["extract"]).code, 2);
    assert_eq!(place.run(&["--version"]).code, 0);
}

#[test]
fn the_overview_of_the_reports() {
    let place = Place::with_reports();
    let run = place.run(&["extract", "reports", "--out", "out", "--compare"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_fits(&run);
    insta::assert_snapshot!(run.out);
}

#[test]
fn two_reports_are_columns() {
    let place = Place::with_reports();
    let run = place.run(&[
        "extract",
        "reports/wire-asmar-night.txt",
        "reports/timeline-spring.txt",
        "--out",
        "out",
        "--compare",
    ]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_fits(&run);
    insta::assert_snapshot!(run.out);
}

#[test]
fn an_extraction_alone_counts_what_it_read() {
    let place = Place::with_reports();
    let run = place.run(&["extract", "reports", "--out", "out"]);
    assert_eq!(run.code, 0);
    assert_fits(&run);
    assert!(run.out.starts_with("SYNTHETIC"), "{}", run.out);
    assert!(run.out.contains("24 documents (2 undated, 1 without outlet) · "), "{}", run.out);
    assert!(run.out.contains("out/index.template.json"), "{}", run.out);
}

#[test]
fn findings_are_filtered() {
    let place = compared();
    let all = place.run(&["findings", "out"]);
    assert_eq!(all.code, 0);
    assert_fits(&all);
    for filter in [
        &["--measure", "killed"][..],
        &["--relation", "contradict"],
        &["--place", "AF"],
        &["--claimant", "pakistan-military"],
        &["--match", "(?i)drone"],
    ] {
        let some = place.run(&[&["findings", "out"], filter].concat());
        assert_eq!(some.code, 0);
        assert!(some.out.lines().count() < all.out.lines().count(), "{filter:?} does not filter");
        assert!(!some.out.contains("\n0 findings"), "{filter:?} leaves nothing");
    }
    let none = place.run(&["findings", "out", "--measure", "killed", "--relation", "no-such"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("contradict"), "the message names the relations: {}", none.err);
}

#[test]
fn show_explains_a_span() {
    let place = Place::new();
    place.write("wire.txt", "Pakistan's military said on Sunday that more than 200 militants were killed in Kunar.");
    let run = place.run(&["show", "wire.txt"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!("show", run.out);
    let run = place.run(&["show", "wire.txt", "--why", "more than 200"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!("show_why", run.out);
    let same = place.run(&["show", "wire.txt", "--why", "40:53"]);
    assert_eq!(same.out, run.out);
    let run = place.run(&["show", "wire.txt", "--why", "were"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no row touches"), "{}", run.err);
}

#[test]
fn schema_names_every_table_and_one() {
    let place = Place::new();
    let run = place.run(&["schema"]);
    assert_eq!(run.code, 0);
    assert_fits(&run);
    for table in ["documents", "figures", "findings", "claims", "view_ucdp"] {
        assert!(run.out.contains(&format!("{table}: one row is")), "{table}");
    }
    assert!(place.run(&["schema", "figures"]).out.contains("claimant_id"));
    assert_eq!(place.run(&["schema", "nothing"]).code, 2);
}

#[test]
fn standard_input_and_globs_are_read() {
    let place = Place::new();
    let record = br#"{"id":"piped","text":"Nine soldiers were killed in Kunar.","published":"2025-10-12"}"#;
    let run = place.run_with_input(&["extract", "-", "--out", "out", "--format", "csv"], record);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(place.csv("out/documents")[1].starts_with("piped,"));
    place.write("daily/2025-11-01.txt", "Two died.");
    place.write("daily/2025-12-01.txt", "Three died.");
    let run = place.run(&["extract", "daily/2025-11-*.txt", "--out", "out", "--format", "csv"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let documents = place.csv("out/documents");
    assert_eq!(documents.len(), 2);
    assert!(documents[1].starts_with("2025-11-01,"));
}

#[test]
fn metadata_come_from_the_folder_and_from_the_index_that_is_named() {
    let place = Place::new();
    place.write("in/a.txt", "Nine died on Sunday.");
    place.write("in/index.json", r#"[{"id":"a","source":"Folder Wire","published":"2025-10-14"}]"#);
    place.write("mine.json", r#"[{"id":"a","source":"Named Wire"}]"#);
    let run = place.run(&["extract", "in", "--out", "out", "--format", "csv", "--index", "mine.json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let row = &place.csv("out/documents")[1];
    assert!(row.contains("Named Wire") && row.contains("2025-10-14"), "{row}");
    let times = place.csv("out/times");
    assert!(times[1].contains("2025-10-12"), "Sunday resolves against the day of publication: {times:?}");
}

#[test]
fn the_template_keeps_what_was_filled_in() {
    let place = Place::new();
    place.write("in/a.txt", "Nine died on Sunday.");
    place.write("in/b.txt", "Two died on Monday.");
    assert_eq!(place.run(&["extract", "in", "--out", "out"]).code, 0);
    let template = "out/index.template.json";
    let written = std::fs::read_to_string(place.path(template)).unwrap();
    assert!(written.contains("\"a\"") && written.contains("\"b\"") && written.contains("null"));
    place.write(template, r#"[{"id":"a","published":"2025-10-14","source":"Filled Wire"}]"#);
    let run = place.run(&["extract", "in", "--out", "out", "--format", "csv", "--index", template]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(place.csv("out/documents")[1].contains("Filled Wire"));
    let kept = std::fs::read_to_string(place.path(template)).unwrap();
    assert!(kept.contains("Filled Wire") && kept.contains("\"b\""), "{kept}");
}

#[test]
fn append_keeps_what_is_there_and_reads_what_is_new() {
    let place = Place::new();
    place.write("monday/a.txt", "Nine soldiers died in Kunar.");
    place.write("monday/b.txt", "Two civilians died in Khost.");
    place.write("tuesday/c.txt", "Three officers died in Bannu.");
    let out = &["--out", "out", "--format", "csv"][..];
    assert_eq!(place.run(&[&["extract", "monday"], out].concat()).code, 0);
    let run = place.run(&[&["extract", "tuesday", "--append"], out].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let ids = |place: &Place| {
        place.csv("out/documents")[1..].iter().map(|row| row.split(',').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&place), ["c", "a", "b"]);
    assert_eq!(place.csv("out/figures").len(), 4);
    // All three at once, and then again with --append: the same rows.
    assert_eq!(place.run(&[&["extract", "monday", "tuesday"], out].concat()).code, 0);
    let whole = place.files("out");
    assert_eq!(place.run(&[&["extract", "monday", "tuesday", "--append"], out].concat()).code, 0);
    assert!(whole == place.files("out"), "appending what is there changes nothing");
    // A document that changed is read again.
    place.write("monday/a.txt", "Ten soldiers died in Kunar.");
    assert_eq!(place.run(&[&["extract", "monday", "tuesday", "--append"], out].concat()).code, 0);
    assert!(place.csv("out/figures")[1].contains("Ten"), "{:?}", place.csv("out/figures"));
}

#[test]
fn runs_of_several_days_are_joined() {
    let place = Place::new();
    let report = |id: &str, text: &str, day: &str| {
        format!("{{\"id\":\"{id}\",\"source\":\"{id} wire\",\"published\":\"{day}\",\"text\":\"{text}\"}}\n")
    };
    place.write(
        "monday.jsonl",
        report("a", "Pakistan's army said 23 soldiers were killed in Bannu on 12 October 2025.", "2025-10-13"),
    );
    place.write(
        "tuesday.jsonl",
        report("b", "The TTP said it had killed 58 soldiers in Bannu on 12 October 2025.", "2025-10-14"),
    );
    for day in ["monday", "tuesday"] {
        assert_eq!(place.run(&["extract", &format!("{day}.jsonl"), "--out", day]).code, 0);
    }
    let run = place.run(&["compare", "tuesday", "monday", "--out", "week"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.contains("2 documents") && run.out.contains("CONTRADICTIONS"), "{}", run.out);
    assert_eq!(place.run(&["compare", "monday", "tuesday", "--out", "again", "--quiet"]).code, 0);
    let tables =
        |name: &str| place.files(name).into_iter().filter(|(name, _)| name.ends_with(".parquet")).collect::<Vec<_>>();
    assert!(tables("week") == tables("again"), "the order of the runs shows");
    let run = place.run(&["compare", "monday", "tuesday"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--out"), "{}", run.err);
}

#[test]
fn a_pack_of_ones_own_adds_names() {
    let place = Place::new();
    place.write("in/a.txt", "The Blue Valley Front said nine soldiers were killed.");
    place.write(
        "mine/actors.csv",
        "id,name,type,country,part_of,side,source,note\nblue-valley-front,Blue Valley Front,armed-group,,,,own,\n",
    );
    place.write("mine/actor_aliases.csv", "alias,actor,case,context,note\nBlue Valley Front,blue-valley-front,,,\n");
    let run = place.run(&["extract", "in", "--out", "out", "--format", "csv", "--lexicon", "mine"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let actors = place.csv("out/actors");
    assert!(actors[1].contains("mine:blue-valley-front"), "{actors:?}");
    let run = place.run(&["lexicon", "check", "mine"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let run = place.run(&["lexicon", "stats", "mine"]);
    assert!(run.code == 0 && run.out.contains("actors"), "{}{}", run.out, run.err);
}

#[test]
fn suggested_rows_make_a_pack() {
    let place = Place::new();
    let report = "Colonel Zarin Watanyar said the Ghundi Resistance Front seized Kotal village in Logar on Monday. \
                  The Ghundi Resistance Front freed six men, Watanyar said.";
    place.write("reports/one.txt", report);
    assert_eq!(place.run(&["extract", "reports", "--out", "out", "--quiet"]).code, 0);
    let run = place.run(&["lexicon", "suggest", "out"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_fits(&run);
    insta::assert_snapshot!(run.out);
    place.write("ours.toml", &run.out);
    let check = place.run(&["lexicon", "check", "ours.toml"]);
    assert_eq!(check.code, 0, "{}", check.err);
    let with = &["extract", "reports", "--out", "out2", "--lexicon", "ours.toml", "--quiet"];
    assert_eq!(place.run(with).code, 0);
    let left = place.run(&["lexicon", "suggest", "out2"]);
    assert!(!left.out.contains("ghundi-resistance-front"), "{}", left.out);
    let frequent = place.run(&["lexicon", "suggest", "out", "--least", "3"]);
    assert!(frequent.out.starts_with("# 0 names"), "{}", frequent.out);
}
