//! What holds for a page, whatever stands in the reports.

use html5gum::{DefaultEmitter, Error, StartTag, Token, Tokenizer};

/// Elements without an end.
const VOID: [&[u8]; 6] = [b"br", b"hr", b"img", b"input", b"link", b"meta"];
/// Elements that a page of ours never holds, and that a text would have brought in.
const FOREIGN: [&[u8]; 6] = [b"img", b"iframe", b"object", b"embed", b"base", b"link"];

/// Fails if text became markup: a tag that is not closed in its turn, a handler, an address that runs, a comment, anything that
/// a parser of HTML would complain of.
pub fn check_page(html: &str) {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut open = Vec::new();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                check_tag(&tag);
                if !tag.self_closing && !VOID.contains(&&**tag.name) {
                    open.push(tag.name);
                }
            }
            Token::EndTag(tag) => assert_eq!(open.pop(), Some(tag.name)),
            Token::Comment(comment) => panic!("a comment: {:?}", comment.value),
            Token::Error(error) => assert!(is_of_text(error.value), "{}", error.value),
            Token::String(_) | Token::Doctype(_) => {}
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
}

fn check_tag(tag: &StartTag<()>) {
    assert!(!FOREIGN.contains(&&**tag.name), "{:?}", tag.name);
    for (name, value) in &tag.attributes {
        assert!(!name.starts_with(b"on") && !matches!(&***name, b"style" | b"srcdoc"), "{name:?}");
        if matches!(&***name, b"href" | b"src" | b"action" | b"formaction") {
            let harmless = [&b"#"[..], b"https://", b"http://"];
            assert!(harmless.iter().any(|start| value.starts_with(start)), "{value:?}");
        }
    }
}

/// Characters that HTML discourages, but that a report may hold.
fn is_of_text(error: Error) -> bool {
    matches!(
        error,
        Error::ControlCharacterInInputStream | Error::NoncharacterInInputStream | Error::UnexpectedNullCharacter
    )
}
