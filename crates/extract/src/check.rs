//! Compact prints of what was read, for the tables of examples beside each rule.

use crossread_lexicon::Lexicon;
use crossread_text::{Document, tokenize};

use crate::names;
use crate::reading::Reading;
use crate::times;

/// The names of a text in order: `[party=id]`, an asterisk where no lexicon knows it, and `{place=id level}`.
pub(crate) fn names(text: &str) -> String {
    let document = Document::from_text("check", text);
    let tokenized = tokenize(&document);
    let scan = Lexicon::built_in().scan(&tokenized);
    let reading = Reading::new(&tokenized, &scan);
    let times = times::find(&reading);
    let found = names::find(&reading, &times);
    let actors = found.actors.iter().map(|actor| {
        let mark = if actor.known { "" } else { "*" };
        (actor.span, format!("[{}={}{mark}]", actor.span.of(text), actor.id))
    });
    let places = found
        .places
        .iter()
        .map(|place| (place.span, format!("{{{}={} {}}}", place.span.of(text), place.id, place.level.name())));
    let mut all: Vec<_> = actors.chain(places).collect();
    all.sort();
    all.into_iter().map(|(_, print)| print).collect::<Vec<_>>().join(" ")
}

/// The names of `text` are exactly those.
#[track_caller]
pub(crate) fn check_names(text: &str, expected: &str) {
    assert_eq!(names(text), expected, "{text:?}");
}
