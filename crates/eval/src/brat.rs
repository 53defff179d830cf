//! Gold as brat standoff: a `.ann` file a document.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::gold::{GoldDocument, GoldError, item};
use crate::item::{Items, Layer};

/// An annotation while its attributes are gathered.
struct Annotation {
    layer: Layer,
    line: usize,
    row: Map<String, Value>,
}

/// Reads a `.ann` file. Text-bound annotations are items, attributes (`A` lines) and notes that are JSON objects say what
/// is known of them; relations, events and other lines are passed over. A discontinuous annotation is the span from its
/// first to its last piece.
///
/// # Errors
/// When the file cannot be read, or a line is not as brat writes it.
pub(crate) fn read(path: &Path) -> Result<GoldDocument, GoldError> {
    let text = fs::read_to_string(path).map_err(|source| GoldError::Io { path: path.to_owned(), source })?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let place = |line: usize| format!("line {line}");
    let wrong = |line: usize, reason: String| GoldError::Item { path: path.to_owned(), place: place(line), reason };
    let mut annotations: BTreeMap<&str, Annotation> = BTreeMap::new();
    let mut told: Vec<(&str, Map<String, Value>)> = Vec::new();
    // Lines end at `\n` alone: the text of an annotation may hold other breaks.
    for (number, line) in (1..).zip(text.split('\n')) {
        let mut fields = line.trim_end_matches('\r').splitn(3, '\t');
        let (id, what, rest) = (fields.next().unwrap_or_default(), fields.next(), fields.next());
        match (id.as_bytes().first(), what) {
            (Some(b'T'), what) => {
                let what = what.unwrap_or_default();
                let annotation = bound(number, what, rest.unwrap_or_default());
                annotations.insert(id, annotation.map_err(|reason| wrong(number, reason))?);
            }
            (Some(b'A' | b'M'), Some(what)) => told.extend(attribute(what)),
            (Some(b'#'), Some(what)) => {
                let target = what.split_whitespace().nth(1).unwrap_or_default();
                if let Some(Ok(Value::Object(note))) = rest.map(serde_json::from_str) {
                    told.push((target, note));
                }
            }
            _ => {}
        }
    }
    for (target, values) in told {
        if let Some(annotation) = annotations.get_mut(target) {
            // Where an annotation lies is said by its own line.
            let values = values.into_iter().filter(|(key, _)| !["start", "end", "text"].contains(&key.as_str()));
            annotation.row.extend(values);
        }
    }
    let mut document = GoldDocument { id: named(&stem), sha256: None, items: Items::default() };
    let mut annotations: Vec<Annotation> = annotations.into_values().collect();
    annotations.sort_by_key(|annotation| annotation.line);
    for annotation in annotations {
        let place = || place(annotation.line);
        document.items[annotation.layer].push(item(path, place, &Value::Object(annotation.row))?);
    }
    Ok(document)
}

/// A text-bound annotation: its type, its pieces, its words.
fn bound(line: usize, what: &str, words: &str) -> Result<Annotation, String> {
    let (kind, pieces) = what.split_once(' ').unwrap_or((what, ""));
    let layer = Layer::from_name(kind)
        .ok_or_else(|| format!("type {kind:?} is no layer; write Actor, Place, Time or Figure"))?;
    let numbers: Option<Vec<u32>> = pieces.split([' ', ';']).map(|number| number.parse().ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.len().is_multiple_of(2));
    let ends = numbers.as_deref().and_then(|numbers| Some((numbers.first()?, numbers.last()?)));
    let (start, end) =
        ends.ok_or_else(|| format!("{pieces:?} are no offsets; write `START END`, pieces joined by `;`"))?;
    let row = [("start", Value::from(*start)), ("end", Value::from(*end)), ("text", Value::from(words))];
    Ok(Annotation { layer, line, row: row.into_iter().map(|(key, value)| (key.to_owned(), value)).collect() })
}

/// An attribute: its name, its annotation, and its value, which is true when there is none.
fn attribute(what: &str) -> Option<(&str, Map<String, Value>)> {
    let mut parts = what.splitn(3, ' ');
    let (name, target) = (parts.next()?, parts.next()?);
    let value = parts.next().map_or(Value::Bool(true), |value| {
        let parsed: Option<Value> = serde_json::from_str(value).ok();
        parsed.filter(|value| value.is_number() || value.is_boolean()).unwrap_or_else(|| value.into())
    });
    Some((target, [(name.to_lowercase(), value)].into_iter().collect()))
}

/// The `doc_id` of a file: its name, in which `%` and two digits stand for a byte that not every file system takes.
fn named(stem: &str) -> String {
    let mut bytes = Vec::with_capacity(stem.len());
    let mut rest = stem;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| stem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(content: &str) -> Result<GoldDocument, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a%20b.ann");
        fs::write(&path, content).unwrap();
        let shown = format!("{}/", folder.path().display());
        read(&path).map_err(|error| error.to_string().replace(&shown, ""))
    }

    #[test]
    fn annotations_have_their_attributes_and_notes() {
        let told = reading(
            "T1\tFigure 4 8;10 14\tmore nine\n#1\tAnnotatorNotes T1\t{\"low\": 9, \"start\": 7, \"places\": [\"AF-NAN\"]}\n\
             T2\tActor 0 3\tthe army\r\nA1\tactor_id T2 the army\nA2\tOptional T2\nA3\tlow T1 12\n\
             R1\tBy Arg1:T1 Arg2:T2\n#2\tAnnotatorNotes T2\tnot sure\n\n",
        )
        .unwrap();
        assert_eq!(told.id, "a b");
        let (figure, actor) = (&told.items[Layer::Figures][0], &told.items[Layer::Actors][0]);
        assert_eq!((figure.start, figure.end, figure.text.as_str(), figure.low), (4, 14, "more nine", Some(12.0)));
        assert_eq!(figure.places, ["AF-NAN"]);
        assert_eq!((actor.id.as_deref(), actor.optional, actor.text.as_str()), (Some("the army"), true, "the army"));
    }

    #[test]
    fn mistakes_name_file_line_and_fix() {
        let message = |content| reading(content).unwrap_err();
        assert_eq!(
            message("T1\tActor 0 3\tfoo\nT2\tDog 4 6\tbar"),
            "a%20b.ann: line 2: type \"Dog\" is no layer; write Actor, Place, Time or Figure"
        );
        let no_offsets = "are no offsets; write `START END`, pieces joined by `;`";
        assert_eq!(message("T1\tActor 0 x\tfoo"), format!("a%20b.ann: line 1: \"0 x\" {no_offsets}"));
        assert_eq!(message("T1\tActor 0 3;5\tfoo"), format!("a%20b.ann: line 1: \"0 3;5\" {no_offsets}"));
        assert_eq!(message("T1"), "a%20b.ann: line 1: type \"\" is no layer; write Actor, Place, Time or Figure");
        assert!(message("T1\tActor 3 3\t").contains("the span 3..3 is empty"));
    }

    #[test]
    fn file_names_are_ids() {
        assert_eq!(named("wire-1"), "wire-1");
        assert_eq!(named("2026%2f05%2fa%20b"), "2026/05/a b");
        assert_eq!(named("50%"), "50%");
        assert_eq!(named("%zz%e9"), "%zz%e9");
        assert_eq!(named("%c3%a9%é"), "é%é");
    }
}
