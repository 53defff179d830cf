//! What holds for any bytes that a reader meets, and how a panic of a library is told apart from one of ours.

use std::collections::BTreeSet;
use std::panic::{self, Location};
use std::sync::Mutex;

use crossread_ingest::{Compression, Format, Index, IndexFormat, Input, Options, Record, is_guarded};

/// The largest document that is read: one that a target reaches within a second.
const MOST_BYTES: u64 = 1 << 20;

/// Lets a run go on after the panic of a library where crossread guards against one, for there it costs its document alone:
/// the place is told once. Any other panic ends the run, as libFuzzer wants it.
pub fn guard_libraries() {
    let end = panic::take_hook();
    panic::set_hook(Box::new(move |info| match info.location() {
        Some(place) if is_guarded() && place.file().contains("/registry/src/") => tell(place),
        _ => end(info),
    }));
}

/// Names the place of a library's panic, the first time that it comes.
fn tell(place: &Location<'_>) {
    static TOLD: Mutex<BTreeSet<(String, u32)>> = Mutex::new(BTreeSet::new());
    let new = TOLD.lock().is_ok_and(|mut told| told.insert((place.file().to_owned(), place.line())));
    let library = place.file().rsplit("/registry/src/").next().unwrap_or_default();
    if new {
        eprintln!("guarded: {}:{}", library.split_once('/').map_or(library, |(_, path)| path), place.line());
    }
}

/// Reads bytes of a format: each record is sound, whatever is lost is told, and nothing is silently empty.
pub fn check_reading(format: Format, compression: Compression, bytes: &[u8]) {
    let options = Options {
        max_document_bytes: MOST_BYTES,
        max_file_bytes: 4 * MOST_BYTES,
        free_bytes: 4 * MOST_BYTES,
        max_steps: MOST_BYTES,
        max_records: 10_000,
        ..Options::default()
    };
    let input = Input::new("in", "in", format, compression);
    let mut items = 0;
    for item in crossread_ingest::read(&input, &options, bytes) {
        items += 1;
        match item {
            Ok(record) => check_record(record),
            Err(skipped) => assert!(skipped.message.starts_with("in"), "{}", skipped.message),
        }
    }
    // A file of records may hold none.
    assert!(items > 0 || matches!(format, Format::JsonLines | Format::Csv), "{format:?} is silently empty");
}

fn check_record(record: Record) {
    let text = record.text.clone();
    assert!(!record.id.is_empty() && !text.trim().is_empty() && !text.contains('\0'));
    assert!(text.len() as u64 <= MOST_BYTES);
    assert!(record.pages.is_sorted());
    let begins = |offset: u32| (offset as usize) < text.len() && text.is_char_boundary(offset as usize);
    assert!(record.pages.iter().all(|start| begins(start.offset)));
    assert!(record.into_document(&[]).text == text);
}

/// Reads bytes as metadata beside the texts: every entry is found by its id.
pub fn check_index(format: IndexFormat, bytes: &[u8]) {
    if let Ok((index, _)) = Index::read("in", "folder", (format, Compression::None), bytes) {
        assert!(index.entries().iter().all(|entry| index.find(&entry.id).is_some()));
    }
}
