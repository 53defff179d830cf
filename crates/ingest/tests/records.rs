//! Inputs as users have them, sound and hostile: what comes out, and what is said of the rest.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

use std::io::Write;

use crossread_ingest::{Compression, Format, Index, IndexFormat, Input, Options, Record, SkipCode, Skipped, read};
use flate2::write::GzEncoder;

fn input(name: &str) -> Input {
    Input::of_path(name, std::path::Path::new(name)).unwrap()
}

fn read_all(name: &str, bytes: &[u8]) -> Vec<Result<Record, Skipped>> {
    read_within(name, bytes, Options::default().max_document_bytes)
}

fn read_within(name: &str, bytes: &[u8], max_document_bytes: u64) -> Vec<Result<Record, Skipped>> {
    read(&input(name), &Options { max_document_bytes, ..Options::default() }, bytes).collect()
}

/// One line an item: `id: text`, with the note, or `code line: message`; warnings behind.
fn shown(name: &str, bytes: &[u8]) -> Vec<String> {
    let mut out = Vec::new();
    for item in read_all(name, bytes) {
        match item {
            Ok(record) => {
                let note = record.note.map(|note| format!(" [{note}]")).unwrap_or_default();
                out.push(format!("{}: {}{note}", record.id, record.text));
                out.extend(record.warnings.iter().map(row));
            }
            Err(skipped) => out.push(row(&skipped)),
        }
    }
    out
}

fn row(skipped: &Skipped) -> String {
    format!("{}: {}", skipped.code, skipped.message)
}

fn one(name: &str, bytes: &[u8]) -> Record {
    let mut all = read_all(name, bytes);
    assert_eq!(all.len(), 1);
    all.remove(0).unwrap()
}

fn codes(name: &str, bytes: &[u8]) -> Vec<SkipCode> {
    read_all(name, bytes).into_iter().filter_map(Result::err).map(|skipped| skipped.code).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn utf16le(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

// Text files

#[test]
fn a_text_file_is_one_record_and_keeps_its_line_ends() {
    let record = one("un/wire.1.txt", b"\xef\xbb\xbfNine killed.\r\n\r\nTwo hurt.\n");
    assert_eq!(record.id, "un/wire.1");
    assert_eq!(record.text, "Nine killed.\r\n\r\nTwo hurt.\n");
    assert_eq!((record.line, record.note, record.warnings.len()), (None, None, 0));
}

#[test]
fn front_matter_is_metadata_and_a_bad_date_costs_only_the_date() {
    let text = b"---\ntitle: A night of fire\npublished: soon\nid: ignored\n---\nText.";
    let record = one("a.md", text);
    assert_eq!((record.id.as_str(), record.text.as_str()), ("a", "Text."));
    assert_eq!(record.metadata.title.as_deref(), Some("A night of fire"));
    assert_eq!(record.metadata.published, None);
    assert_eq!(record.note.as_deref(), Some("`published` is `soon`, not an ISO date"));
    assert_eq!(
        record.warnings[0].message,
        "a.md, line 3 (a): `published` is `soon`, not an ISO date; \
         write it as YYYY-MM-DD, such as 2025-10-12"
    );
    assert!(!record.warnings[0].code.loses_text());
}

#[test]
fn files_without_text_are_empty() {
    for bytes in [&b""[..], b"\xef\xbb\xbf", b" \r\n\t", b"---\ntitle: A\n---\n"] {
        assert_eq!(codes("a.txt", bytes), [SkipCode::Empty], "{bytes:?}");
    }
    assert_eq!(shown("a.txt", b""), ["empty: a.txt: the file is empty; add the text, or leave it out"]);
}

#[test]
fn binary_data_are_refused_with_a_hint() {
    assert_eq!(
        shown("a.txt", b"Nine\0killed"),
        ["binary: a.txt: this is not text: it contains NUL bytes; export the text, or leave the file out"]
    );
    assert!(shown("a.txt", b"%PDF-1.7\0\0")[0].contains("looks like a PDF"));
    assert!(shown("a.txt", &utf16le("Nine killed")[2..])[0].contains("UTF-16 without byte-order mark"));
    assert!(shown("a.txt", &gzip(&b"text ".repeat(50)))[0].contains("add `.gz` to its name"));
    assert_eq!(codes("a.md", b"\x01\x02\x03\x04 noise"), [SkipCode::Binary]);
}

#[test]
fn other_encodings_are_read_and_named_in_the_note() {
    let record = one("a.txt", &utf16le("Zurückgekehrt"));
    assert_eq!(record.text, "Zurückgekehrt");
    assert_eq!(record.note.as_deref(), Some("encoding UTF-16LE, named by its byte-order mark"));
    let record = one("a.txt", b"Neuf soldats ont \xe9t\xe9 tu\xe9s, d'apr\xe8s l'arm\xe9e.");
    assert_eq!(record.text, "Neuf soldats ont été tués, d'après l'armée.");
    assert_eq!(record.note.as_deref(), Some("encoding windows-1252, detected"));
}

#[test]
fn a_line_of_five_megabytes_is_read_or_skipped_whole() {
    let long = "Nine people were killed. ".repeat(200_000);
    let record = one("a.txt", long.as_bytes());
    assert!(record.text == long);
    let skipped = read_within("a.txt", long.as_bytes(), 1_000_000);
    assert_eq!(
        row(skipped[0].as_ref().unwrap_err()),
        "too-large: a.txt: the text is larger than 1000000 bytes, the limit of one document; \
         split it into one record a report, or raise `--limit bytes`"
    );
    assert!(one("a.txt", &b"x".repeat(10)).text.len() == 10);
    assert_eq!(read_within("a.txt", b"1234567890", 10).len(), 1);
    assert!(read_within("a.txt", b"1234567890", 10)[0].is_ok());
    assert!(read_within("a.txt", b"1234567890-", 10)[0].is_err());
}

// JSON Lines

#[test]
fn records_have_their_own_ids_and_metadata() {
    let jsonl = concat!(
        r#"{"id":"wire-1","text":"Nine\nkilled.","title":"T","source":"Northern Wire","#,
        r#""url":"https://example.org/1","date":"2025-10-12T08:00:00Z","language":"en","synthetic":true,"x":{}}"#,
        "\r\n\n",
        r#"{"text":"no id"}"#,
        "\n",
        r#"{"id":17,"text":"a number as id","published":null}"#,
    );
    let records: Vec<_> = read_all("un/feed.jsonl", jsonl.as_bytes()).into_iter().map(Result::unwrap).collect();
    let ids: Vec<_> = records.iter().map(|record| (record.id.as_str(), record.line)).collect();
    assert_eq!(ids, [("wire-1", Some(1)), ("un/feed#3", Some(3)), ("17", Some(4))]);
    assert_eq!(records[0].text, "Nine\nkilled.");
    let metadata = &records[0].metadata;
    assert_eq!(metadata.published, Some(jiff::civil::date(2025, 10, 12)));
    assert_eq!((metadata.synthetic, metadata.source.as_deref()), (Some(true), Some("Northern Wire")));
}

#[test]
fn one_bad_line_never_stops_the_rest() {
    let jsonl = b"{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\n[1]\n{\"id\":\"c\"}\n\
        {\"id\":\"d\",\"text\":[\"x\"]}\n{\"id\":\"e\",\"text\":\" \"}\n{\"id\":\"f\",\"text\":\"a\\u0000b\"}\n\
        {\"id\":true,\"text\":\"x\"}\n{\"id\":\"g\",\"text\":\"two\",\"published\":\"soon\"}\n";
    assert_eq!(
        shown("a.jsonl", jsonl),
        [
            "a: one",
            "bad-json: a.jsonl, line 2: not valid JSON: EOF while parsing a value at byte 10; \
             correct the line or take it out",
            "bad-record: a.jsonl, line 3: invalid type: sequence, expected an object; \
             write it as an object, such as {\"id\": \"a\", ...}",
            "missing-text: a.jsonl, line 4 (c): the record has no `text`; give the record a `text` string",
            "bad-record: a.jsonl, line 5 (d): `text` is a list, not a string; make it a string",
            "empty: a.jsonl, line 6 (e): there is no text; add the text, or leave it out",
            "binary: a.jsonl, line 7 (f): this is not text: it contains NUL characters; \
             export the text, or leave it out",
            "bad-record: a.jsonl, line 8: `id` is true or false, not a string; make it a string or leave it out",
            "g: two [`published` is `soon`, not an ISO date]",
            "bad-date: a.jsonl, line 9 (g): `published` is `soon`, not an ISO date; \
             write it as YYYY-MM-DD, such as 2025-10-12",
        ]
    );
}

#[test]
fn a_line_over_the_limit_is_skipped_and_the_next_one_read() {
    let jsonl =
        format!("{{\"id\":\"a\",\"text\":\"{}\"}}\n{{\"id\":\"b\",\"text\":\"short\"}}\n", "x".repeat(5_000_000));
    let items = read_within("a.jsonl", jsonl.as_bytes(), 1_000_000);
    assert_eq!(items[0].as_ref().unwrap_err().code, SkipCode::TooLarge);
    assert_eq!(items[0].as_ref().unwrap_err().line, Some(1));
    assert_eq!(items[1].as_ref().unwrap().id, "b");
    assert_eq!(items.len(), 2);
}

#[test]
fn a_json_list_and_a_binary_file_are_named_once() {
    let list = b"[\n{\"id\":\"a\",\"text\":\"b\"},\n{\"id\":\"c\",\"text\":\"d\"}\n]\n";
    assert_eq!(codes("a.jsonl", list), [SkipCode::JsonArray]);
    assert_eq!(codes("a.jsonl", &b"\0\x01\n\x7fELF".repeat(100)), [SkipCode::Binary]);
    assert_eq!(codes("a.jsonl", b""), [SkipCode::Empty]);
    assert_eq!(codes("a.jsonl", b"\xef\xbb\xbf\n\n"), [SkipCode::Empty]);
}

#[test]
fn json_lines_in_other_encodings_are_read() {
    let jsonl = "{\"id\":\"a\",\"text\":\"Zurück\"}\r\n{\"id\":\"b\",\"text\":\"two\"}";
    assert_eq!(
        shown("a.jsonl", &utf16le(jsonl)),
        [
            "a: Zurück [encoding UTF-16LE, named by its byte-order mark]",
            "b: two [encoding UTF-16LE, named by its byte-order mark]",
        ]
    );
    let latin = b"{\"id\":\"a\",\"text\":\"ascii\"}\n{\"id\":\"b\",\"text\":\"Neuf soldats ont \xe9t\xe9 tu\xe9s\"}";
    assert_eq!(shown("a.jsonl", latin), ["a: ascii", "b: Neuf soldats ont été tués [encoding windows-1252, detected]"]);
}

// CSV

#[test]
fn csv_rows_are_records() {
    let csv = "\u{feff}ID,Title,published,text,extra\r\na,\"Fire, at night\",2025-10-12,\"Nine\r\nkilled \"\"here\"\"\",x\r\n\
               ,,,no id,\r\n,,,,\r\nb,,12/10/2025,bad date,\r\n";
    let records: Vec<_> = read_all("a.csv", csv.as_bytes()).into_iter().map(Result::unwrap).collect();
    assert_eq!(records[0].text, "Nine\r\nkilled \"here\"");
    assert_eq!(records[0].metadata.title.as_deref(), Some("Fire, at night"));
    let ids: Vec<_> = records.iter().map(|r| (r.id.as_str(), r.line, r.warnings.len())).collect();
    assert_eq!(ids, [("a", Some(2), 0), ("a#4", Some(4), 0), ("b", Some(6), 1)]);
    assert_eq!(records[1].metadata.title, None);
}

#[test]
fn one_bad_row_never_stops_the_rest() {
    let csv = b"id,text\na,one\nb\nc,two,three\nd,four,,\ne,\nf,\"five";
    assert_eq!(
        shown("a.csv", csv),
        [
            "a: one",
            "bad-csv: a.csv, line 3: the row has 1 cells and the header 2; \
             give it as many, and put quotes around cells that hold separators or quotes",
            "bad-csv: a.csv, line 4: the row has 3 cells and the header 2; \
             give it as many, and put quotes around cells that hold separators or quotes",
            "d: four",
            "missing-text: a.csv, line 6 (e): the record has no `text`; give the record a `text` string",
            "bad-csv: a.csv, line 7: a quote in this row is not closed before the end of the file; \
             close it, and write a quote inside a cell twice",
        ]
    );
}

#[test]
fn a_header_that_does_not_serve_is_named_once() {
    assert_eq!(
        shown("a.csv", b"name,body\na,b\n"),
        ["bad-header: a.csv, line 1: no column is named `text`; the header says: name, body; \
             begin the file with a line that names its columns, such as id,title,published,text"]
    );
    assert_eq!(codes("a.csv", b"text,id,TEXT\n1,2,3"), [SkipCode::BadHeader]);
    assert_eq!(codes("a.csv", b"text,\"id\n1,2,3"), [SkipCode::BadHeader]);
    assert_eq!(codes("a.csv", b"id,text\n"), [SkipCode::Empty]);
    assert_eq!(codes("a.csv", b""), [SkipCode::Empty]);
}

#[test]
fn spreadsheet_csv_in_a_legacy_encoding_is_read() {
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("id;source;text\n1;Вестник;Девять человек погибли\n2;;x\n");
    let records: Vec<_> = read_all("a.csv", &bytes).into_iter().map(Result::unwrap).collect();
    assert_eq!(records[0].text, "Девять человек погибли");
    assert_eq!(records[0].metadata.source.as_deref(), Some("Вестник"));
    assert_eq!(records[0].note.as_deref(), Some("encoding windows-1251, detected"));
    assert_eq!(records[1].note, None);
}

#[test]
fn a_row_over_the_limit_is_skipped_and_the_next_one_read() {
    let csv = format!("id,text\na,{}\nb,short\n", "x".repeat(3_000_000));
    let items = read_within("a.csv", csv.as_bytes(), 1_000_000);
    assert_eq!(items[0].as_ref().unwrap_err().code, SkipCode::TooLarge);
    assert_eq!(items[1].as_ref().unwrap().id, "b");
}

// Packed inputs

#[test]
fn packed_inputs_are_read_like_plain_ones() {
    let jsonl = b"{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\"text\":\"two\"}\n";
    for (extension, bytes) in [("gz", gzip(jsonl)), ("zst", zstd(jsonl))] {
        assert_eq!(shown(&format!("a.jsonl.{extension}"), &bytes), ["a: one", "b: two"]);
    }
    assert_eq!(shown("x/a.txt.gz", &gzip(b"text")), ["x/a: text"]);
    assert_eq!(shown("a.csv.zst", &zstd(b"id,text\n1,x")), ["1: x"]);
    assert_eq!(codes("a.txt.gz", &gzip(b"")), [SkipCode::Empty]);
    assert_eq!(codes("a.txt.zst", &zstd(b"")), [SkipCode::Empty]);
}

#[test]
fn several_members_are_one_input() {
    let parts = [&b"{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":"[..], b"\"b\",\"text\":\"two\"}\n"];
    let gz = parts.map(gzip).concat();
    assert_eq!(shown("a.jsonl.gz", &gz), ["a: one", "b: two"]);
    let zst = parts.map(zstd).concat();
    assert_eq!(shown("a.jsonl.zst", &zst), ["a: one", "b: two"]);
}

#[test]
fn what_stands_before_the_damage_is_read() {
    let line = |n: usize| format!("{{\"id\":\"{n}\",\"text\":\"{}\"}}\n", n * 7919);
    let jsonl: String = (0..20_000).map(line).collect();
    for (name, whole) in [("a.jsonl.gz", gzip(jsonl.as_bytes())), ("a.jsonl.zst", zstd(jsonl.as_bytes()))] {
        let items = read_all(name, &whole[..whole.len() / 2]);
        assert!(items.len() > 1000, "{name}: {}", items.len());
        let (last, before) = items.split_last().unwrap();
        assert!(before.iter().all(Result::is_ok));
        assert_eq!(last.as_ref().unwrap_err().code, SkipCode::BadCompression, "{name}");
        assert!(last.as_ref().unwrap_err().line.unwrap() as usize > before.len());
    }
    for (name, whole) in [("a.txt.gz", gzip(jsonl.as_bytes())), ("a.txt.zst", zstd(jsonl.as_bytes()))] {
        assert_eq!(codes(name, &whole[..whole.len() / 2]), [SkipCode::BadCompression]);
        assert_eq!(codes(name, b"not packed at all"), [SkipCode::BadCompression]);
    }
}

#[test]
fn a_small_packed_file_that_is_a_bomb_is_too_large() {
    let bomb = gzip(&vec![b'x'; 20_000_000]);
    assert!(bomb.len() < 200_000);
    let items = read_within("a.txt.gz", &bomb, 1_000_000);
    assert_eq!(items[0].as_ref().unwrap_err().code, SkipCode::TooLarge);
    let items = read_within("a.jsonl.gz", &bomb, 1_000_000);
    assert_eq!(items[0].as_ref().unwrap_err().code, SkipCode::TooLarge);
}

#[test]
fn a_disk_error_is_not_blamed_on_the_packing() {
    struct Fails;
    impl std::io::Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::from_raw_os_error(5))
        }
    }
    for name in ["a.txt", "a.txt.gz", "a.jsonl", "a.jsonl.zst", "a.csv", "a.csv.gz"] {
        let items: Vec<_> = read(&input(name), &Options::default(), Fails).collect();
        assert_eq!(items.len(), 1, "{name}");
        assert_eq!(items[0].as_ref().unwrap_err().code, SkipCode::Unreadable, "{name}");
    }
}

// Documents

#[test]
fn a_document_takes_from_the_indexes_what_its_record_does_not_say() {
    let index = |json: &str| {
        let kind = (IndexFormat::Json, Compression::None);
        Index::read("index.json", "", kind, json.as_bytes()).unwrap().0
    };
    let given = index(r#"[{"id":"a","source":"Given","language":"en","synthetic":true}]"#);
    let folder = index(r#"[{"id":"a","source":"Folder","url":"https://example.org","title":"Folder"}]"#);
    let record = one("a.txt", b"---\ntitle: Own\nsynthetic: false\n---\nText.");
    let document = record.into_document(&[&given, &folder]);
    assert_eq!(document.title.as_deref(), Some("Own"));
    assert_eq!(document.source.as_deref(), Some("Given"));
    assert_eq!(document.url.as_deref(), Some("https://example.org"));
    assert_eq!((document.language.as_deref(), document.synthetic), (Some("en"), false));
    assert_eq!((document.id.as_str(), document.text.as_str()), ("a", "Text."));
}

#[test]
fn records_can_go_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    let input = Input::new("-", "stdin", Format::JsonLines, Compression::Gzip);
    is_send(&read(&input, &Options::default(), std::fs::File::open("/dev/null").unwrap()));
}
