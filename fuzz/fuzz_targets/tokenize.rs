//! Any text, cut into tokens and sentences that stand in order and between characters.

#![no_main]

use crossread_text::{Document, tokenize};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let document = Document::from_text("in", text);
    let tokenized = tokenize(&document);
    let mut end = 0;
    for token in &tokenized.tokens {
        let (start, next) = (token.span.start() as usize, token.span.end() as usize);
        let between = text.get(end..start).expect("tokens stand in order, between characters");
        assert!(between.trim().is_empty() && text.get(start..next).is_some_and(|word| !word.is_empty()));
        end = next;
    }
    assert!(text[end..].trim().is_empty());
    let mut next = 0;
    for sentence in &tokenized.sentences {
        assert!(sentence.tokens.start == next && sentence.tokens.end > next);
        next = sentence.tokens.end;
    }
    assert!(next as usize == tokenized.tokens.len());
});
