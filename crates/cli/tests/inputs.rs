//! What the options about inputs do, and the exit codes that come of it.

#![allow(clippy::unwrap_used)]

mod program;

use program::{Place, fixtures};

fn formats(name: &str) -> String {
    fixtures().join("formats").join(name).to_str().unwrap().to_owned()
}

#[test]
fn each_limit_skips_what_passes_it_and_the_run_goes_on() {
    let record = "{\"id\":\"a\",\"text\":\"Nine people were killed in Kunar on Sunday, the army said.\"}\n{\"id\":\"b\",\"text\":\"Two.\"}\n";
    let mail = "From: desk@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nNine died.\r\n\
        --b\r\nContent-Disposition: attachment; filename=\"map.txt\"\r\n\r\nTwo died.\r\n--b--\r\n";
    let cases = [
        ("bytes=60", "wire.jsonl".to_owned(), "too-large"),
        ("file-bytes=100", formats("lantern-bridge.html"), "limit"),
        ("pages=1", formats("situation-report.pdf"), "limit"),
        ("nesting=0", "mail.eml".to_owned(), "limit"),
        ("records=1", "wire.jsonl".to_owned(), "limit"),
        ("steps=3", formats("lantern-bridge.html"), "limit"),
    ];
    for (limit, input, code) in cases {
        let place = Place::new();
        place.write("wire.jsonl", record);
        place.write("mail.eml", mail);
        place.write("good.txt", "Seven people fled Asmar.");
        let args = ["extract", &input, "good.txt", "--out", "out", "--format", "csv", "--limit", limit];
        let run = place.run(&args);
        assert_eq!(run.code, 1, "{limit}: {}{}", run.out, run.err);
        let skipped = place.csv("out/skipped");
        let name = limit.split('=').next().unwrap();
        let told =
            |row: &String| row.contains(code) && row.contains("--limit") && (name == "bytes" || row.contains(name));
        assert!(skipped[1..].iter().any(told), "{limit}: {skipped:?}");
        assert!(place.csv("out/documents").iter().any(|row| row.starts_with("good,")), "{limit}");
        // Without it, nothing is skipped for that reason.
        let run = place.run(&args[..7]);
        assert!(
            !place.csv("out/skipped").iter().any(|row| row.contains(",limit,") || row.contains("too-large")),
            "{}",
            run.err
        );
        assert!(!std::fs::read_to_string(place.path("out/run.json")).unwrap().contains("limits"));
    }
}

#[test]
fn limits_on_unpacking_and_several_at_once() {
    let place = Place::new();
    let long = "Nine people were killed in Kunar on Sunday. ".repeat(4_000);
    place.write("long.txt", &long);
    assert!(std::process::Command::new("gzip").arg(place.path("long.txt")).status().unwrap().success());
    let limited = [
        "extract",
        "long.txt.gz",
        "--out",
        "out",
        "--format",
        "csv",
        "--limit",
        "ratio=2",
        "--limit",
        "free-bytes=1000",
    ];
    let run = place.run(&limited);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(place.csv("out/skipped")[1].contains("ratio"), "{:?}", place.csv("out/skipped"));
    assert!(std::fs::read_to_string(place.path("out/run.json")).unwrap().contains("ratio=2 free-bytes=1000"));
    assert_eq!(place.run(&limited[..8]).code, 0, "what is small enough is free of the ratio");
}

#[test]
fn a_limit_that_is_none_is_refused_with_the_names() {
    let place = Place::new();
    place.write("a.txt", "Nine died.");
    for limit in ["feet=3", "pages", "pages=many", "pages=-1", "=3"] {
        let run = place.run(&["extract", "a.txt", "--out", "out", "--limit", limit]);
        assert_eq!(run.code, 2);
        assert!(
            run.err.contains(limit) && run.err.contains("free-bytes") && !place.path("out").exists(),
            "{}",
            run.err
        );
    }
}

#[test]
fn kept_text_is_what_every_span_counts_in() {
    let place = Place::new();
    let folder = fixtures().join("formats");
    let args = ["extract", folder.to_str().unwrap(), "--out", "out", "--format", "jsonl", "--quiet"];
    let code = place.run(&[&args[..], &["--keep-text"]].concat()).code;
    assert_eq!(code, 1, "a page of the fixtures is a picture");
    let rows = |table: &str| -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(place.path(&format!("out/{table}.jsonl"))).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let texts: std::collections::BTreeMap<String, Vec<char>> = rows("documents")
        .iter()
        .map(|row| (row["doc_id"].as_str().unwrap().to_owned(), row["text"].as_str().unwrap().chars().collect()))
        .collect();
    assert!(texts.len() > 8, "{:?}", texts.keys());
    let mut spans = 0;
    for table in ["sentences", "actors", "places", "times", "figures"] {
        for row in rows(table) {
            let at = |column: &str| usize::try_from(row[column].as_u64().unwrap()).unwrap();
            let slice: String = texts[row["doc_id"].as_str().unwrap()][at("start")..at("end")].iter().collect();
            assert_eq!(row["text"], serde_json::Value::from(slice), "{table}: {row}");
            spans += 1;
        }
    }
    assert!(spans > 100, "{spans}");
    place.run(&args);
    assert!(rows("documents").iter().all(|row| row["text"].is_null()), "text is kept on request only");
}

#[test]
fn text_that_a_spreadsheet_would_run_is_kept_from_it() {
    let place = Place::new();
    let texts = [
        "=HYPERLINK(\\\"http://x\\\",\\\"9 killed\\\") 9 people were killed.",
        "-2+3 people were killed.",
        "+9 killed.",
        "@SUM(A1) 9 killed.",
        "\\t9 people were killed.",
        "Nine people were killed.",
    ];
    let lines: String = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            format!("{{\"id\":\"=r{number}\",\"source\":\"@wire\",\"title\":\"=1+1\",\"text\":\"{text}\"}}\n")
        })
        .collect();
    place.write("in.jsonl", lines);
    let args = ["extract", "in.jsonl", "--out", "out", "--format", "csv", "--compare", "--quiet"];
    let formulas = |place: &Place| {
        let mut found = 0;
        for (name, content) in place.files("out") {
            if name.ends_with(".csv") {
                let mut rows = csv::Reader::from_reader(&content[..]);
                for row in rows.records().map(Result::unwrap) {
                    let formula = |cell: &str| {
                        cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<f64>().is_err()
                    };
                    found += row.iter().filter(|cell| formula(cell)).count();
                }
            }
        }
        found
    };
    assert_eq!(place.run(&args).code, 0);
    assert!(formulas(&place) > 20, "the tables say what the reports say");
    let plain = std::fs::read(place.path("out/claims.parquet")).unwrap();
    assert_eq!(place.run(&[&args[..], &["--csv-safe"]].concat()).code, 0);
    assert_eq!(formulas(&place), 0);
    assert!(place.csv("out/claims").iter().any(|row| row.contains("'=r0")));
    assert!(plain == std::fs::read(place.path("out/claims.parquet")).unwrap(), "only CSV is changed");
    assert_eq!(place.run(&["compare", "out", "--format", "csv", "--quiet"]).code, 0);
    assert!(formulas(&place) > 0);
    assert_eq!(place.run(&["compare", "out", "--format", "csv", "--quiet", "--csv-safe"]).code, 0);
    assert_eq!(formulas(&place), 0);
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_a_folder_are_listed_and_not_followed() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    place.write("secret/key.txt", "Nine secrets.");
    place.write("in/good.txt", "Nine people were killed.");
    place.write("in/real/within.txt", "Two people fled.");
    symlink(place.path("secret/key.txt"), place.path("in/report.txt")).unwrap();
    symlink(place.path("secret"), place.path("in/folder")).unwrap();
    symlink("real/within.txt", place.path("in/inner.txt")).unwrap();
    symlink("report.txt", place.path("in/twice.txt")).unwrap();
    let run = place.run(&["extract", "in", "--out", "out", "--format", "csv"]);
    assert_eq!(run.code, 1);
    let read: Vec<String> =
        place.csv("out/documents")[1..].iter().map(|row| row.split(',').next().unwrap().to_owned()).collect();
    assert_eq!(read, ["good", "inner", "real/within"]);
    let skipped = place.csv("out/skipped");
    for name in ["in/report.txt", "in/folder", "in/twice.txt"] {
        assert!(skipped.iter().any(|row| row.starts_with(name) && row.contains("outside-link")), "{skipped:?}");
    }
    // Whoever names the link means its target.
    assert_eq!(place.run(&["extract", "in/report.txt", "in/folder", "--out", "out", "--quiet"]).code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn names_in_any_script_and_very_long_paths_are_read() {
    let place = Place::new();
    let names =
        ["خبر", "новости", "報告", "a b'c\"d", "e\u{301}", "🗺️", "\u{202e}txt", "..hidden..", "-dash", "a,b;c|d"];
    for name in names {
        place.write(&format!("in/{name}.txt"), format!("Nine people were killed. {name}"));
    }
    // A path of 4,000 characters.
    let mut deep = "in".to_owned();
    while deep.len() < 3_800 {
        deep += &format!("/{}", "d".repeat(200));
    }
    let file = format!("{deep}/{}.txt", "x".repeat(4_000 - deep.len() - "/.txt".len()));
    place.write(&file, "Seven people fled.");
    let run = place.run(&["extract", "in", "--out", "out", "--format", "jsonl", "--quiet"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let text = std::fs::read_to_string(place.path("out/documents.jsonl")).unwrap();
    let ids: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["doc_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), names.len());
    assert!(names.iter().filter(|name| !name.starts_with("..")).all(|name| ids.iter().any(|id| id == name)), "{ids:?}");
    assert!(ids.iter().any(|id| id.len() == file.len() - "in/.txt".len()));
}
