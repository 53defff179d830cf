//! `crossread export`: a run for other tools.

#![allow(clippy::unwrap_used)]

mod program;

use std::io::Read as _;

use program::Place;

/// Two reports that contradict each other; one sentence begins like a formula.
const RECORDS: &str = r#"{"id": "a", "text": "=SUM(A1) The army said it killed more than 200 militants in Kunar on April 14.", "source": "Wire", "published": "2026-04-15", "synthetic": true}
{"id": "b", "text": "The Taliban said nine militants were killed in Kunar on April 14.", "source": "Desk", "published": "2026-04-15", "synthetic": true}
"#;

fn extracted(args: &[&str]) -> Place {
    let place = Place::new();
    place.write("reports.jsonl", RECORDS);
    let run = place.run(&[&["extract", "reports.jsonl", "--out", "out", "--quiet"], args].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    place
}

/// The parts of a workbook, unpacked.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let archive = rawzip::ZipArchive::from_slice(bytes).unwrap();
    let mut parts = Vec::new();
    for entry in archive.entries() {
        let entry = entry.unwrap();
        let name = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
        let packed = archive.get_entry(entry.wayfinder()).unwrap();
        let mut text = String::new();
        match entry.compression_method() {
            rawzip::CompressionMethod::Store => text.push_str(std::str::from_utf8(packed.data()).unwrap()),
            _ => drop(flate2::read::DeflateDecoder::new(packed.data()).read_to_string(&mut text).unwrap()),
        }
        parts.push((name, text));
    }
    parts
}

#[test]
fn a_workbook_holds_findings_and_claims_as_text_and_numbers() {
    let place = extracted(&["--compare"]);
    let run = place.run(&["export", "out", "--to", "xlsx"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "out.xlsx: 1 finding\n", ""));
    let bytes = std::fs::read(place.path("out.xlsx")).unwrap();
    assert_eq!(place.run(&["export", "out", "--to", "xlsx", "--out", "again.xlsx"]).code, 0);
    assert!(bytes == std::fs::read(place.path("again.xlsx")).unwrap(), "the same tables give the same bytes");
    let parts = parts(&bytes);
    let part = |name: &str| parts.iter().find(|(found, _)| found == name).map(|(_, text)| text.as_str()).unwrap();
    let (findings, claims) = (part("xl/worksheets/sheet1.xml"), part("xl/worksheets/sheet2.xml"));
    assert_eq!((findings.matches("<row ").count(), claims.matches("<row ").count()), (2, 3));
    assert!(claims.contains("<autoFilter ") && claims.contains("state=\"frozen\""));
    assert!(claims.contains("<v>200</v>") && claims.contains("<v>9</v>"), "{claims}");
    assert!(part("xl/sharedStrings.xml").contains(">=SUM(A1) The army said"));
    assert!(parts.iter().all(|(_, text)| !text.contains("<f>")), "no text becomes a formula");
    assert!(part("docProps/core.xml").contains("2000-01-01T00:00:00Z"));
}

#[test]
fn claims_have_a_row_of_tags() {
    let place = extracted(&["--compare", "--format", "csv"]);
    assert_eq!(place.run(&["export", "out", "--to", "hxl", "--out", "claims.csv"]).code, 0);
    let (hxl, csv) = (place.csv("claims"), place.csv("out/claims"));
    assert_eq!(hxl[0], csv[0]);
    assert!(hxl[1].starts_with("#meta+document+id,#meta+figure+id,#indicator+type,"), "{}", hxl[1]);
    assert_eq!(hxl[2..], csv[1..]);
}

#[test]
fn the_file_stands_beside_the_run_unless_named() {
    let place = extracted(&[]);
    for (format, file) in [
        ("spans", "out.spans.jsonl"),
        ("brat", "out.brat"),
        ("conll", "out.conll"),
        ("w3c", "out.jsonld"),
        ("geojson", "out.geojson"),
        ("plover", "out.plover.jsonl"),
        ("crosswalk", "out.crosswalk.csv"),
    ] {
        let run = place.run(&["export", "out", "--to", format]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.starts_with(&format!("{file}: ")), "{}", run.out);
        assert!(place.path(file).exists());
    }
    // The run itself is as it was.
    assert_eq!(place.run(&["eval", "out", "--gold", "out.brat", "--strict"]).code, 0);
}

#[test]
fn mistakes_are_told_with_the_fix() {
    let place = extracted(&[]);
    let message = |args: &[&str]| {
        let run = place.run(&[&["export"], args].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        run.err
    };
    let known = "name one of xlsx, spans, brat, conll, w3c, geojson, hxl, plover, crosswalk";
    assert_eq!(message(&["out", "--to", "pdf"]), format!("crossread: pdf: no such format; {known}\n"));
    assert!(message(&["out", "--to", "xlsx"]).contains("it has no findings.parquet; run `crossread compare` first"));
    assert!(message(&["out", "--to", "spans", "--layer", "dogs"]).contains("dogs: no such layer"));
    assert!(message(&["nowhere", "--to", "spans"]).contains("nowhere"));
    place.write("codes.csv", "id,system,code,source\n");
    let codes = ["out", "--to", "crosswalk", "--codes", "codes.csv"];
    assert!(message(&codes).contains("codes.csv:1: has no column version; it needs id, system, code, source, version"));
    assert!(message(&["out", "--to", "conll", "--codes", "codes.csv"]).contains("conll holds no codes of other lists"));
    place.write("mine/notes.txt", "kept");
    assert!(message(&["out", "--to", "brat", "--out", "mine"]).contains("is not empty; nothing was deleted"));
    assert_eq!(std::fs::read_to_string(place.path("mine/notes.txt")).unwrap(), "kept");
}
