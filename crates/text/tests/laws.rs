//! Laws that hold for every text.

use crossread_text::{CodePoints, Document, SentenceKind, TokenizedDocument, tokenize};
use proptest::prelude::*;

fn check_laws(document: &Document) {
    let tokenized: TokenizedDocument<'_> = tokenize(document);
    let text = &document.text;
    let mut end = 0;
    for token in &tokenized.tokens {
        assert!(token.span.start() >= end && !token.span.is_empty());
        assert!(text.is_char_boundary(token.span.start() as usize) && text.is_char_boundary(token.span.end() as usize));
        let gap = &text[end as usize..token.span.start() as usize];
        assert!(!gap.contains(char::is_alphanumeric), "lost {gap:?}");
        end = token.span.end();
    }
    assert!(!text[end as usize..].contains(char::is_alphanumeric));
    let mut next = 0;
    let mut block = 0;
    for (at, sentence) in tokenized.sentences.iter().enumerate() {
        assert!(sentence.tokens.indices().all(|token| tokenized.sentence_of_token(token) == at));
        assert_eq!(sentence.tokens.start, next);
        assert!(!sentence.tokens.is_empty() && sentence.block >= block);
        assert_eq!(sentence.span, tokenized.span(sentence.tokens));
        next = sentence.tokens.end;
        block = sentence.block;
    }
    assert_eq!(next as usize, tokenized.tokens.len());
}

proptest! {
    #[test]
    fn tokens_and_sentences_tile_any_text(text in "\\PC{0,200}") {
        check_laws(&Document::from_text("t", text));
    }

    #[test]
    fn tokens_and_sentences_tile_report_like_text(text in "([A-Za-z]{1,9}('s)?|[0-9]{1,3}(,[0-9]{3})?|U\\.N\\.|[.,;:!?|•\\-–“”()\n ]|é|\r\n|\t){0,80}") {
        check_laws(&Document::from_text("t", text));
    }

    #[test]
    fn code_points_count_characters(text in "\\PC{0,300}") {
        let index = CodePoints::new(&text);
        for (expected, (byte, _)) in text.char_indices().enumerate() {
            prop_assert_eq!(index.at(byte as u32), expected as u32);
        }
    }
}

#[test]
fn empty_text() {
    check_laws(&Document::from_text("t", ""));
    check_laws(&Document::from_text("t", "\u{feff}\n \u{200b}"));
    assert_eq!(SentenceKind::TableRow.name(), "table-row");
}
