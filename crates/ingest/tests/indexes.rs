//! Indexes, sound and broken.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

use std::path::Path;

use crossread_ingest::{Compression, Index, IndexError, IndexFormat, SkipCode, Skipped};

fn index(name: &str, bytes: &[u8]) -> Result<(Index, Vec<Skipped>), IndexError> {
    Index::read(name, "", IndexFormat::of_path(Path::new(name)).unwrap(), bytes)
}

fn messages(skipped: &[Skipped]) -> Vec<&str> {
    skipped.iter().map(|skipped| skipped.message.as_str()).collect()
}

#[test]
fn a_list_of_records_is_joined_by_id() {
    let json = br#"[
        {"id": "a", "title": "A night", "source": "Northern Wire", "published": "2025-10-12", "genre": "x"},
        {"id": 7, "synthetic": true, "text": "ignored"}
    ]"#;
    let (index, skipped) = index("index.json", json).unwrap();
    assert_eq!(skipped, []);
    assert_eq!(index.find("a").unwrap().metadata.title.as_deref(), Some("A night"));
    assert_eq!(index.find("7").unwrap().metadata.synthetic, Some(true));
    assert_eq!(index.find("b"), None);
    let lines: Vec<_> = index.entries().iter().map(|entry| entry.line).collect();
    assert_eq!(lines, [2, 3]);
}

#[test]
fn json_lines_and_csv_say_the_same() {
    let (csv, _) = index("meta.csv", b"id;source;published\na;Northern Wire;2025-10-12\n").unwrap();
    let (jsonl, _) = index("meta.ndjson", br#"{"id":"a","source":"Northern Wire","published":"2025-10-12"}"#).unwrap();
    assert_eq!(csv.entries()[0].metadata, jsonl.entries()[0].metadata);
    assert_eq!(csv.find("a").unwrap().metadata.source.as_deref(), Some("Northern Wire"));
}

#[test]
fn an_index_of_a_folder_knows_ids_with_the_folder_and_without() {
    let json = br#"[{"id": "a", "source": "short"}, {"id": "un/b", "source": "long"}]"#;
    let kind = (IndexFormat::Json, Compression::None);
    let (index, _) = Index::read("in/un/index.json", "un", kind, &json[..]).unwrap();
    let source = |id: &str| index.find(id).and_then(|entry| entry.metadata.source.as_deref());
    assert_eq!(source("un/a"), Some("short"));
    assert_eq!(source("un/b"), Some("long"));
    assert_eq!(source("a"), Some("short"));
    assert_eq!(source("una"), None);
    let unmatched = index.unmatched(|id| id == "un/a");
    assert_eq!(unmatched.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["un/b"]);
}

#[test]
fn bad_entries_are_named_and_the_others_hold() {
    let json = b"[\n{\"id\":\"a\",\"published\":\"soon\"},\n{\"source\":\"x\"},\n\n[1],\n\
                 {\"id\":\"a\",\"source\":\"again\"},\n{\"id\":\"b\"}]";
    let (index, skipped) = index("index.json", json).unwrap();
    assert_eq!(index.entries().len(), 2);
    assert_eq!(index.find("a").unwrap().metadata.source, None);
    let codes: Vec<_> = skipped.iter().map(|skipped| skipped.code).collect();
    assert_eq!(codes, [SkipCode::BadDate, SkipCode::BadIndex, SkipCode::BadIndex, SkipCode::DuplicateIndexId]);
    assert_eq!(
        messages(&skipped),
        [
            "index.json, line 2 (entry 1: a): `published` is `soon`, not an ISO date; \
             write it as YYYY-MM-DD, such as 2025-10-12",
            "index.json, line 3 (entry 2): the entry has no `id`, so it belongs to no document; \
             give it the `id` of its document",
            "index.json, line 5: invalid type: sequence, expected an object; \
             write it as an object, such as {\"id\": \"a\", ...}",
            "index.json, line 6 (entry 4: a): the index has this id already on line 2; \
             the first entry holds; take one of them out",
        ]
    );
    assert_eq!(skipped[2].part.as_deref(), Some("entry 3"));
}

#[test]
fn an_index_of_no_use_is_an_error_that_names_the_place() {
    let error = |name: &str, bytes: &[u8]| index(name, bytes).unwrap_err().to_string();
    assert_eq!(
        error("index.json", b"[{\"id\":\"a\"},\n{\"id\" \"b\"}]"),
        "index.json, line 2, byte 7: the index is not a JSON list (expected `:`); \
         write [{\"id\": \"...\", \"source\": \"...\"}, ...]"
    );
    assert!(error("index.json", b"{\"a\":{}}").contains("line 1"));
    assert!(error("index.json", b"").contains("not a JSON list (EOF"));
    assert!(error("meta.csv", b"name,source\na,b\n").contains("no column is named `id`"));
    assert!(error("meta.csv", b"").contains("no records"));
    assert!(error("meta.jsonl", b"nonsense\n").contains("meta.jsonl, line 1: not valid JSON"));
    assert!(error("index.json.gz", b"nonsense").contains("cannot be read"));
    assert_eq!(index("index.json", b"[]").unwrap().0.entries(), []);
}

#[test]
fn other_extensions_are_no_index() {
    let of = |path: &str| IndexFormat::of_path(Path::new(path));
    assert_eq!(of("a/index.JSON"), Some((IndexFormat::Json, Compression::None)));
    assert_eq!(of("index.json.zst"), Some((IndexFormat::Json, Compression::Zstd)));
    assert_eq!(of("x.csv"), Some((IndexFormat::Csv, Compression::None)));
    assert_eq!(of("x.txt"), None);
    assert_eq!(of("x"), None);
}
