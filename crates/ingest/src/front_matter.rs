//! Metadata at the head of a text file, between two lines of three hyphens.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use crate::field::{Field, Key};
use crate::metadata::{Collector, Problem};
use crate::skip::SkipCode;

/// A block that is not closed within this many bytes is not front matter.
const LONGEST: usize = 64 * 1024;

/// What stands at the head of a text.
#[derive(Debug, Default)]
pub(crate) struct FrontMatter {
    /// The metadata, and what is wrong with them.
    pub(crate) metadata: Collector,
    /// Bytes from the text's start that are front matter and not text.
    pub(crate) length: usize,
}

/// Finds front matter: a first line `---`, YAML keys with values, a line `---` or `...`.
///
/// A text may begin with a ruled line as well, and go on with `PESHAWAR: nine people ...`: what
/// stands between two such lines is front matter only if it is empty, or begins with a key and
/// has a key with a meaning. So no text is lost.
pub(crate) fn split(text: &str) -> FrontMatter {
    let mut front = FrontMatter::default();
    let Some(first) = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---") else {
        return front;
    };
    let Some((yaml, length)) = block(text, first.len()) else {
        let head = text.get(first.len()..).unwrap_or_default();
        if begins_with_key(head) {
            front.metadata.problem(broken("is not closed", "close it with a line `---`", 1));
        }
        return front;
    };
    if !begins_with_key(yaml) && !is_blank(yaml) {
        return front;
    }
    front.length = length;
    match values(yaml) {
        Ok(values) => {
            let mut seen = Vec::new();
            for (key, value, line) in values {
                if seen.contains(&key) {
                    let what = format!("`{}` stands there twice, the first one holds", key.name());
                    let fix = "keep one of them";
                    front.metadata.problem(Problem { code: SkipCode::BadFrontMatter, what, fix, line: Some(line) });
                } else if key != Key::Unknown {
                    seen.push(key);
                    front.metadata.set(key, value, Some(line));
                }
            }
        }
        Err(error) => {
            let line = error.marker().line() as u64 + 1;
            let what = format!("is not valid YAML ({})", error.info());
            let fix = "write `key: value` a line, with quotes around values that hold a colon";
            front.metadata.problem(broken(&what, fix, line));
        }
    }
    front
}

fn broken(what: &str, fix: &'static str, line: u64) -> Problem {
    let what = format!("the front matter {what}, so nothing of it is used");
    Problem { code: SkipCode::BadFrontMatter, what, fix, line: Some(line) }
}

/// The YAML between the ruled lines, and where the text begins after them.
fn block(text: &str, from: usize) -> Option<(&str, usize)> {
    let mut at = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        if at - from > LONGEST {
            return None;
        }
        let next = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some((text.get(from..at)?, next));
        }
        at = next;
    }
    None
}

fn is_blank(yaml: &str) -> bool {
    yaml.lines().all(|line| line.trim().is_empty() || line.starts_with('#'))
}

/// True if the first line that says anything is `word:`, and a line begins with a known key.
fn begins_with_key(yaml: &str) -> bool {
    let mut lines = yaml.lines().take(100);
    let is_silent = |line: &str| line.trim().is_empty() || line.starts_with('#');
    let Some(first) = lines.find(|line| !is_silent(line)).and_then(key_of_line) else { return false };
    let is_known = |name: &str| Key::of(name) != Key::Unknown;
    is_known(first) || lines.filter_map(key_of_line).any(is_known)
}

/// The word before a colon at the line's start.
fn key_of_line(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let key = key.trim_matches(['"', '\'']);
    let is_word = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    let is_key = !key.is_empty() && is_word && (rest.is_empty() || rest.starts_with([' ', '\t']));
    is_key.then_some(key)
}

type Value<'a> = (Key, Field<'a>, u64);

/// The keys of the outermost mapping, with their values and lines in the file.
fn values(yaml: &str) -> Result<Vec<Value<'_>>, ScanError> {
    let mut values = Vec::new();
    let mut events = Parser::new_from_str(yaml);
    // The file's first line is the ruled one, which the YAML does not have.
    let line = |span: Span| span.start.line() as u64 + 1;
    let mut inside = false;
    while let Some(event) = events.next() {
        let (event, _) = event?;
        match event {
            Event::MappingStart(..) if !inside => inside = true,
            Event::MappingEnd => inside = false,
            event if inside => {
                let key = match node(event, &mut events)? {
                    Field::Text(name) => Key::of(&name),
                    _ => Key::Unknown,
                };
                let Some(value) = events.next() else { break };
                let (value, span) = value?;
                values.push((key, node(value, &mut events)?, line(span)));
            }
            _ => {}
        }
    }
    Ok(values)
}

/// The value that begins with `event`; a list or an object is passed over to its end.
fn node<'a>(
    event: Event<'a>,
    events: &mut impl Iterator<Item = Result<(Event<'a>, Span), ScanError>>,
) -> Result<Field<'a>, ScanError> {
    let kind = match event {
        Event::Scalar(text, style, ..) => return Ok(scalar(text, style)),
        Event::MappingStart(..) => "an object",
        Event::SequenceStart(..) => "a list",
        Event::Alias(_) => return Ok(Field::Other("an alias")),
        _ => return Ok(Field::Null),
    };
    let mut depth = 1_usize;
    while depth > 0 {
        let Some(event) = events.next() else { break };
        match event?.0 {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth -= 1,
            _ => {}
        }
    }
    Ok(Field::Other(kind))
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Field<'_> {
    let is_null = matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
    if style == ScalarStyle::Plain && is_null { Field::Null } else { Field::Text(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Metadata;

    /// The text behind the front matter, the metadata, and the problems as `line: what`.
    fn check(text: &str) -> (&str, Metadata, Vec<String>) {
        let front = split(text);
        let (metadata, problems) = front.metadata.finish();
        let problems = problems.into_iter().map(|p| format!("{}: {}", p.line.unwrap_or(0), p.what)).collect();
        (&text[front.length..], metadata, problems)
    }

    #[test]
    fn values_are_read_and_the_text_begins_behind_them() {
        let (text, metadata, problems) = check(
            "---\n# a comment\ntitle: 'Nine killed: army'\nsource: Northern Wire\npublished: 2025-10-12\n\
             tags: [a, {b: c}]\nmore:\n  deep: {x: [1]}\nurl: ~\nlanguage: en\nsynthetic: true\n---\n\nText.\n",
        );
        assert_eq!(text, "\nText.\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!(metadata.title.as_deref(), Some("Nine killed: army"));
        assert_eq!(metadata.source.as_deref(), Some("Northern Wire"));
        assert_eq!(metadata.published, Some(jiff::civil::date(2025, 10, 12)));
        assert_eq!((metadata.url, metadata.synthetic), (None, Some(true)));
    }

    #[test]
    fn windows_line_ends_and_dots_close_a_block_too() {
        let (text, metadata, problems) = check("---\r\ntitle: A\r\n...\r\nText.");
        assert_eq!((text, problems.len()), ("Text.", 0));
        assert_eq!(metadata.title.as_deref(), Some("A"));
        assert_eq!(check("---\n---\nText.").0, "Text.");
        assert_eq!(check("---\ntitle: A\n---").0, "");
    }

    #[test]
    fn a_ruled_line_is_text() {
        for text in [
            "---\nA night of fire.\n---\nMore.\n",
            "---\nPESHAWAR: Nine people were killed.\n---\nMore.\n",
            "---\nPESHAWAR: Nine people were killed.\n",
            "----\na: b\n---\n",
            "a\n---\nb: c\n---\n",
            "---",
            "",
        ] {
            assert_eq!(check(text), (text, Metadata::default(), vec![]));
        }
    }

    #[test]
    fn broken_yaml_is_named_with_its_line_and_stays_out_of_the_text() {
        let (text, metadata, problems) = check("---\nsource: A\ntitle: Border: the toll\n---\nText.");
        assert_eq!((text, metadata), ("Text.", Metadata::default()));
        assert!(problems[0].starts_with("3: the front matter is not valid YAML ("), "{problems:?}");
    }

    #[test]
    fn a_block_that_is_not_closed_is_text_and_named() {
        let text = "---\ntitle: A\n\nText.";
        let (rest, metadata, problems) = check(text);
        assert_eq!((rest, metadata), (text, Metadata::default()));
        assert_eq!(problems, ["1: the front matter is not closed, so nothing of it is used"]);
        let far = format!("---\ntitle: A\n{}---\n", "x\n".repeat(LONGEST));
        assert_eq!(check(&far).0.len(), far.len());
    }

    #[test]
    fn a_bad_value_is_named_with_its_line() {
        let (_, metadata, problems) = check("---\ntitle: A\npublished: soon\ntitle: B\nsource: [a]\n---\n");
        assert_eq!(metadata.title.as_deref(), Some("A"));
        assert_eq!(
            problems,
            [
                "3: `published` is `soon`, not an ISO date",
                "4: `title` stands there twice, the first one holds",
                "5: `source` is a list, not a string",
            ]
        );
    }
}
