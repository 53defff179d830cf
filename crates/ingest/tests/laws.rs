//! What holds for any bytes.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

use std::io::Read;

use crossread_ingest::{Compression, Format, Index, IndexFormat, Input, Options, Record, Skipped, read};
use proptest::prelude::*;

const FORMATS: [Format; 4] = [Format::Text, Format::Markdown, Format::JsonLines, Format::Csv];
const PACKINGS: [Compression; 3] = [Compression::None, Compression::Gzip, Compression::Zstd];

/// Gives at most `step` bytes a call, to cross every boundary of every buffer.
struct Steps<'a>(&'a [u8], usize);

impl Read for Steps<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = buffer.len().min(self.1);
        self.0.read(&mut buffer[..most])
    }
}

fn records(format: Format, compression: Compression, reader: impl Read, limit: u64) -> Vec<Result<Record, Skipped>> {
    let input = Input::new("in", "in", format, compression);
    read(&input, &Options { max_document_bytes: limit, ..Options::default() }, reader).collect()
}

/// Bytes that look enough like inputs to get past the first check.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec![
        &b"{\"id\":\"a\",\"text\":\"b\"}"[..],
        b"{\"text\":",
        b"id,text",
        b"\"",
        b"\n",
        b"\r\n",
        b"\r",
        b",",
        b";",
        b"---\n",
        b"title: a",
        b"published: 2025",
        b": [",
        b"&a *a",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\0",
        b"\xe9",
        b"\xd0\x94",
        b"\\ud800",
        b"[",
        b"}",
        b"x",
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat()),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_skipped_with_a_message(bytes in hostile(), limit in 0_u64..400) {
        for format in FORMATS {
            for compression in PACKINGS {
                for item in records(format, compression, &bytes[..], limit) {
                    match item {
                        Ok(record) => {
                            prop_assert!(record.text.len() as u64 <= limit);
                            prop_assert!(!record.text.trim().is_empty() && !record.id.is_empty());
                            prop_assert!(!record.text.contains('\0'));
                        }
                        Err(skipped) => prop_assert!(skipped.message.starts_with("in")),
                    }
                }
            }
        }
        let _ = Format::of_content(&bytes);
        for format in [IndexFormat::Json, IndexFormat::JsonLines, IndexFormat::Csv] {
            let _ = Index::read("index", "", (format, Compression::None), &bytes[..]);
        }
    }

    #[test]
    fn how_the_bytes_arrive_changes_nothing(bytes in hostile(), step in 1_usize..7) {
        for format in FORMATS {
            let whole = records(format, Compression::None, &bytes[..], 1000);
            let steps = records(format, Compression::None, Steps(&bytes, step), 1000);
            prop_assert_eq!(whole, steps);
        }
    }

    #[test]
    fn sound_text_comes_back_byte_for_byte(text in "\\PC[\\PC\r\n\t]{0,200}") {
        prop_assume!(!text.starts_with('\u{feff}') && !text.starts_with("---") && !text.trim().is_empty());
        let items = records(Format::Text, Compression::None, text.as_bytes(), 1 << 20);
        prop_assert_eq!(items.len(), 1);
        let record = items[0].as_ref().unwrap();
        prop_assert_eq!(&record.text, &text);
        prop_assert_eq!(&record.note, &None);
    }

    #[test]
    fn lone_surrogates_cost_their_record_alone(halves in prop::collection::vec(0xd800_u16..=0xdfff, 1..4), text in "[a-z]{1,9}") {
        let escaped: String = halves.iter().map(|half| format!("\\u{half:04x}")).collect();
        let lines = format!(
            "{{\"id\":1,\"text\":\"One.\"}}\n{{\"id\":2,\"text\":\"{text}{escaped}\"}}\n{{\"id\":3,\"text\":\"Three.\"}}\n"
        );
        let items = records(Format::JsonLines, Compression::None, lines.as_bytes(), 1 << 20);
        prop_assert_eq!(items.len(), 3);
        prop_assert!(items[0].is_ok() && items[2].is_ok());
        match (String::from_utf16(&halves), &items[1]) {
            (Ok(pairs), Ok(record)) => prop_assert_eq!(&record.text, &(text + &pairs)),
            (Err(_), Err(skipped)) => prop_assert_eq!((skipped.code.as_str(), skipped.line), ("bad-json", Some(2))),
            (half, item) => prop_assert!(false, "{half:?} {item:?}"),
        }
    }

    #[test]
    fn records_survive_json_lines_and_csv(
        texts in prop::collection::vec("\\PC[\\PC\r\n\t\"',;]{0,60}", 1..8),
    ) {
        prop_assume!(texts.iter().all(|text| !text.trim().is_empty()));
        let json: String = texts.iter().enumerate()
            .map(|(i, text)| serde_json::json!({"id": i, "text": text}).to_string() + "\n")
            .collect();
        let rows = texts.iter().enumerate();
        let csv: String = std::iter::once("id,text\n".to_owned())
            .chain(rows.map(|(i, text)| format!("{i},\"{}\"\n", text.replace('"', "\"\""))))
            .collect();
        for (format, bytes) in [(Format::JsonLines, json), (Format::Csv, csv)] {
            let items = records(format, Compression::None, bytes.as_bytes(), 1 << 20);
            let back: Vec<_> = items.into_iter().map(|item| item.unwrap().text).collect();
            prop_assert_eq!(&back, &texts);
        }
    }
}
