//! Any text, cut into tokens and sentences that stand in order and between characters.

#![no_main]

use crossread_text::{Document, tokenize};

/// White space, control and format characters, which no token holds.
fn is_blank(c: char) -> bool {
    let format = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    c.is_whitespace() || c.is_control() || format
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let document = Document::from_text("in", text);
    let tokenized = tokenize(&document);
    let mut end = 0;
    for token in &tokenized.tokens {
        let (start, next) = (token.span.start() as usize, token.span.end() as usize);
        let between = text.get(end..start).expect("tokens stand in order, between characters");
        assert!(between.chars().all(is_blank) && text.get(start..next).is_some_and(|word| !word.is_empty()));
        end = next;
    }
    assert!(text[end..].chars().all(is_blank));
    let mut next = 0;
    for sentence in &tokenized.sentences {
        assert!(sentence.tokens.start == next && sentence.tokens.end > next);
        next = sentence.tokens.end;
    }
    assert!(next as usize == tokenized.tokens.len());
});
