//! Any text as the files of a pack, U+001E between them, each with its name in the first line: the pack compiles, and a report
//! that holds its words is read, or its mistakes are named.

#![no_main]

use crossread_fuzz::check_extraction;
use crossread_lexicon::{Lexicon, PackFile, PackRows};
use crossread_text::Document;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let file = |file: &'_ str| -> (String, String) {
        let (name, text) = file.split_once('\n').unwrap_or((file, ""));
        (name.to_owned(), text.to_owned())
    };
    let files: Vec<(String, String)> = text.split('\u{1e}').map(file).collect();
    let files: Vec<PackFile<'_>> = files.iter().map(|(name, text)| PackFile { name, text }).collect();
    let mut rows = PackRows::new();
    rows.add_files("ours", &files);
    match Lexicon::compile(&rows, None) {
        Err(errors) => assert!(!errors.to_string().is_empty()),
        Ok(lexicon) => check_extraction(&Document::from_text("in", text), &lexicon),
    }
});
