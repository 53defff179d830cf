//! One extraction of the invented reports, for a counter of instructions: `just instructions` runs it under valgrind.
//!
//! usage: instructions [DOCUMENTS BYTES [NAMES]]
//!
//! Without arguments each report is a document. Otherwise DOCUMENTS documents of BYTES bytes are read, the reports one after
//! the other as often as it takes, with a pack of NAMES invented armed groups. Prints how many bytes were read.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;

use crossread_extract::extract;
use crossread_lexicon::{Lexicon, PackFile, PackRows};
use crossread_text::Document;

fn reports() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/reports");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// Documents of so many bytes, each of which begins with another paragraph.
fn documents(reports: &[String], count: usize, bytes: usize) -> Vec<String> {
    let mut paragraphs = reports.iter().flat_map(|report| report.split_inclusive('\n')).cycle();
    let mut document = || {
        let mut text = String::with_capacity(bytes);
        while text.len() < bytes {
            text.push_str(paragraphs.next().unwrap());
        }
        let end = (0..=bytes).rev().find(|&end| text.is_char_boundary(end)).unwrap();
        text.truncate(end);
        text
    };
    (0..count).map(|_| document()).collect()
}

/// The built-in pack and armed groups with names that no report has.
fn lexicon(names: usize) -> Lexicon {
    let (mut actors, mut aliases) = ("id,name,type\n".to_owned(), "alias,actor\n".to_owned());
    for number in 0..names {
        // Words that differ from their first letters on, as names do.
        let word: String =
            (0..5).map(|place| char::from(b'a' + u8::try_from(number / 26usize.pow(place) % 26).unwrap())).collect();
        writeln!(actors, "group-{number},Ko{word}an Front,armed-group").unwrap();
        writeln!(aliases, "Ko{word}an Front,group-{number}").unwrap();
    }
    let mut rows = PackRows::built_in();
    let files = [("actors.csv", actors.as_str()), ("actor_aliases.csv", aliases.as_str())];
    rows.add_files("invented", &files.map(|(name, text)| PackFile { name, text }));
    Lexicon::compile(&rows, None).unwrap()
}

/// What is counted: the tokens, the names and cues, and every layer of one document.
#[inline(never)]
fn document_path(document: &Document, lexicon: &Lexicon) -> usize {
    let found = extract(document, lexicon);
    found.actors.len() + found.places.len() + found.times.len() + found.figures.len()
}

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).map(|argument| argument.parse().unwrap()).collect();
    let reports = reports();
    let texts = match sizes[..] {
        [count, bytes, ..] => documents(&reports, count, bytes),
        _ => reports,
    };
    let names = sizes.get(2).map(|&names| lexicon(names));
    let lexicon = names.as_ref().unwrap_or_else(|| Lexicon::built_in());
    let bytes: usize = texts.iter().map(String::len).sum();
    let found: usize = texts.into_iter().map(|text| document_path(&Document::from_text("d", text), lexicon)).sum();
    println!("{bytes} {found}");
}
