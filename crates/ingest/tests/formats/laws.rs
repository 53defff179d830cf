//! What holds for any damage to a file of any format.

use crossread_ingest::{Compression, Format, Input, Options, Record, Skipped, read};
use proptest::prelude::*;

use crate::{make, samples};

fn records(format: Format, bytes: &[u8]) -> Vec<Result<Record, Skipped>> {
    let input = Input::new("in", "in", format, Compression::None);
    read(&input, &Options { max_document_bytes: 1 << 20, ..Options::default() }, bytes).collect()
}

/// Files with markup and archives: sound ones, each to be damaged.
fn sound_files() -> Vec<(Format, Vec<u8>)> {
    let text = |format, name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/formats").join(name);
        (format, std::fs::read(path).unwrap())
    };
    let mut files = vec![
        text(Format::Html, "lantern-bridge.html"),
        text(Format::Mail, "highland-hospital.eml"),
        text(Format::Feed, "relay-feed.xml"),
        (Format::Tar, make::tar(&[("a.txt", b"One."), ("b.jsonl", b"{\"id\":1,\"text\":\"Two.\"}")])),
    ];
    let named = |(name, bytes): (&str, Vec<u8>)| (Format::of_path(std::path::Path::new(name)).unwrap().0, bytes);
    files.extend(samples::samples().into_iter().map(named));
    files
}

/// A record's text is sound, and its pages begin in it, one after the other. A library that gives up on a damaged file costs
/// that file, with its reason.
fn check(item: Result<Record, Skipped>) -> Result<(), TestCaseError> {
    match item {
        Ok(record) => {
            prop_assert!(!record.text.trim().is_empty() && !record.text.contains('\0'));
            prop_assert!(record.pages.is_sorted());
            prop_assert!(record.pages.iter().all(|start| record.text.is_char_boundary(start.offset as usize)));
            prop_assert!(record.pages.iter().all(|start| (start.offset as usize) < record.text.len()));
        }
        Err(skipped) => prop_assert!(!skipped.message.is_empty()),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_files_are_read_or_skipped(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        for (format, mut bytes) in sound_files() {
            for (at, byte) in &edits {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            if let Some(cut) = &cut {
                bytes.truncate(cut.index(bytes.len()) + 1);
            }
            let items = records(format, &bytes);
            prop_assert!(!items.is_empty(), "{format:?} is silently empty");
            items.into_iter().try_for_each(check)?;
        }
    }

    #[test]
    fn any_text_between_any_tags_is_read(
        pieces in prop::collection::vec(prop_oneof![
            "\\PC{0,12}".prop_map(String::from),
            prop::sample::select(vec!["<p>", "</p>", "<table>", "<tr>", "<td>", "</tr>", "</table>", "<li>", "<ul>", "</ul>", "<a href=x>",
                "</a>", "<script>", "</script>", "<article>", "</article>", "<h1>", "</h1>", "<br>", "<nav>", "<div class=ad>", "<item>",
                "</item>", "<content>", "<![CDATA[", "]]>", "&#x202e;", "\u{200d}", "e\u{301}", "\u{1f600}", "\r\n", "&amp;", "&", "<"])
                .prop_map(str::to_owned),
        ], 0..60),
    ) {
        let text = pieces.concat();
        for (format, head) in [(Format::Html, "<html>"), (Format::Feed, "<rss><item>"), (Format::Mail, "From: a@b.c\r\nContent-Type: text/html\r\n\r\n")] {
            let file = format!("{head}{text}");
            records(format, file.as_bytes()).into_iter().try_for_each(check)?;
        }
    }
}

/// Damage among the values of a page is the library's own to find, and may end in its panic, which costs the file.
#[test]
fn no_byte_of_the_metadata_of_a_parquet_file_makes_the_library_give_up() {
    let sound = sound_files().into_iter().find(|(format, _)| *format == Format::Parquet);
    let (format, sound) = sound.expect("one of the samples is a Parquet file");
    let (rest, tail) = sound.split_at(sound.len() - 8);
    let length = u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]) as usize;
    let crashed = (rest.len() - length..rest.len()).filter(|&at| {
        let mut bytes = sound.clone();
        bytes[at] = 103;
        records(format, &bytes)
            .iter()
            .any(|item| item.as_ref().is_err_and(|skipped| skipped.code.as_str() == "crashed"))
    });
    assert_eq!(crashed.collect::<Vec<_>>(), Vec::<usize>::new());
}
