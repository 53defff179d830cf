//! Any text, read from end to end with the built-in words.

#![no_main]

use crossread_fuzz::check_extraction;
use crossread_lexicon::Lexicon;
use crossread_text::Document;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut document = Document::from_text("in", text);
    document.published = "2026-04-14".parse().ok();
    check_extraction(&document, Lexicon::built_in());
});
