//! brat standoff: a folder with a text, its annotations, and their attributes as notes.

use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;

use crossread_eval::Layer;
use crossread_tables::{RunDir, file_stem};
use serde_json::Value;

use crate::Exported;
use crate::documents::{Annotated, Text, for_each};
use crate::error::ExportError;

/// What brat must know of the annotations: their types, and that they may overlap.
const CONFIGURATION: &str = "\
[entities]
Actor
Place
Time
Figure

[relations]
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
";

fn kind(layer: Layer) -> &'static str {
    match layer {
        Layer::Actors => "Actor",
        Layer::Places => "Place",
        Layer::Times => "Time",
        Layer::Figures => "Figure",
    }
}

/// Writes the folder `out`, which must be empty or not there.
pub(crate) fn write(run: &RunDir, layers: &[Layer], out: &Path) -> Result<Exported, ExportError> {
    fs::create_dir_all(out).map_err(ExportError::io(out))?;
    if fs::read_dir(out).map_err(ExportError::io(out))?.next().is_some() {
        return Err(ExportError::NotEmpty { path: out.to_owned() });
    }
    let file = |name: &str, content: &str| {
        let path = out.join(name);
        fs::write(&path, content).map_err(ExportError::io(&path))
    };
    let count = for_each(run, layers, |document| {
        // A folder for the whole run: the slashes of ids are no folders in it.
        let stem = file_stem(&document.id).replace('/', "%2f");
        file(&format!("{stem}.txt"), &plain_breaks(document.text.as_str()))?;
        file(&format!("{stem}.ann"), &annotations(&document))
    })?;
    // Last, as the sign of a complete folder.
    file("annotation.conf", CONFIGURATION)?;
    Ok(Exported { count, what: "documents", left_out: Vec::new() })
}

/// The text with `\n` as its only line break. Readers open it in text mode, where `\r\n` becomes one character and all that
/// follows would be shifted; every other break is a blank instead, code point for code point.
fn plain_breaks(text: &str) -> String {
    text.chars().map(|c| if is_break(c) && c != '\n' { ' ' } else { c }).collect()
}

/// Characters at which some reader of lines breaks one.
fn is_break(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn annotations(document: &Annotated) -> String {
    let mut out = Vec::new();
    for (number, mention) in (1..).zip(&document.mentions) {
        let pieces = pieces(&document.text, &mention.span);
        if pieces.is_empty() {
            continue;
        }
        let offsets: Vec<String> = pieces.iter().map(|piece| format!("{} {}", piece.start, piece.end)).collect();
        let words: Vec<&str> = pieces.iter().map(|piece| document.text.slice(piece)).collect();
        // Writing to a vector does not fail.
        let _ = writeln!(out, "T{number}\t{} {}\t{}", kind(mention.layer), offsets.join(";"), words.join(" "));
        let note = Value::Object(mention.attributes.clone());
        let _ = writeln!(out, "#{number}\tAnnotatorNotes T{number}\t{note}");
    }
    String::from_utf8(out).expect("only strings were written")
}

/// The pieces of a span between line breaks and tabs, which no annotation may hold.
fn pieces(text: &Text, span: &Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut open = None;
    for (at, c) in (span.start..).zip(text.slice(span).chars()) {
        let barred = is_break(c) || c == '\t';
        match open {
            // Blanks beside a break are no part of the words.
            None if !barred && !c.is_whitespace() => open = Some(at),
            Some(start) if barred => {
                pieces.push(trimmed(text, start..at));
                open = None;
            }
            _ => {}
        }
    }
    pieces.extend(open.map(|start| trimmed(text, start..span.end)));
    pieces
}

/// Without the blanks at the end.
fn trimmed(text: &Text, piece: Range<usize>) -> Range<usize> {
    let blanks = text.slice(&piece).chars().rev().take_while(|c| c.is_whitespace()).count();
    piece.start..piece.end - blanks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::Mention;

    fn check(words: &str, expected: &str) {
        let text = Text::new(words.to_owned());
        let span = 0..text.len();
        let mention =
            Mention { layer: Layer::Figures, span, attributes: [("low".to_owned(), 9.into())].into_iter().collect() };
        let document = Annotated { text, mentions: vec![mention], ..Annotated::default() };
        assert_eq!(annotations(&document), expected);
    }

    #[test]
    fn notes_are_json() {
        check("nine", "T1\tFigure 0 4\tnine\n#1\tAnnotatorNotes T1\t{\"low\":9}\n");
    }

    #[test]
    fn a_span_over_a_break_is_discontinuous() {
        let note = "#1\tAnnotatorNotes T1\t{\"low\":9}\n";
        check("more than\n  nine", &format!("T1\tFigure 0 9;12 16\tmore than nine\n{note}"));
        check("🕊 9 \r\n\tkm", &format!("T1\tFigure 0 3;7 9\t🕊 9 km\n{note}"));
        check("a\u{2028}b\tc", &format!("T1\tFigure 0 1;2 3;4 5\ta b c\n{note}"));
        check("\n \t", "");
    }

    #[test]
    fn texts_keep_their_offsets_in_text_mode() {
        assert_eq!(plain_breaks("a\r\nb\rc\u{2028}d\u{c}e\tf"), "a \nb c d e\tf");
    }
}
