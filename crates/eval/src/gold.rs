//! Reading gold: a folder of one file a document, JSON or brat's, or JSON Lines of spans.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use crate::brat;
use crate::item::{Item, Items, Layer};

/// What is right in one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoldDocument {
    /// Its `doc_id`.
    pub id: String,
    /// Hash of the text that was annotated, when gold tells it.
    pub sha256: Option<String>,
    /// Its items.
    pub items: Items,
}

impl GoldDocument {
    /// A document without items.
    #[must_use]
    pub fn named(id: &str) -> Self {
        Self { id: id.to_owned(), ..Self::default() }
    }
}

/// Why gold could not be read.
#[derive(Debug, Error)]
pub enum GoldError {
    /// The file or folder cannot be read.
    #[error("{}: could not be read: {source}", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The folder holds no gold.
    #[error("{}: no gold here; name a folder of .json or brat's .ann files (one a document) or a .jsonl file of spans", path.display())]
    Empty {
        /// The folder or file.
        path: PathBuf,
    },
    /// A file is not JSON.
    #[error("{}:{line}: not JSON: {reason}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// 1-based.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// An item lacks something.
    #[error("{}: {place}: {reason}", path.display())]
    Item {
        /// The file.
        path: PathBuf,
        /// Line, layer and number of the item.
        place: String,
        /// What is wrong and how to put it right.
        reason: String,
    },
}

/// Reads gold, sorted by `doc_id`.
///
/// A folder holds `<doc_id>.json` files: an object with the lists `actors`, `places`, `times` and
/// `figures`, each item with `start` and `end` in code points; or brat's `<doc_id>.ann` files, whose annotations are of the
/// types `Actor`, `Place`, `Time` and `Figure`, with attributes, or notes that are JSON. A `.jsonl` or `.ndjson` file holds
/// one document a line: `doc_id` (or `id`, `doc`) and `spans`, each with `start`, `end` and a
/// `label`, which names its layer. Attributes have the names of gold files (`id`, `code`, `from`,
/// `to`, `low`, `high`, `cmp`, `unit`, `measure`, `subject`, `claimant`, `place`, `stance`) or those
/// of the tables (`actor_id`, `place_id`, `date_from`, `date_to`, `comparator`, `claimant_id`,
/// `places`).
///
/// # Errors
/// The first file that cannot be read, with the place and the fix.
pub fn read_gold(path: &Path) -> Result<Vec<GoldDocument>, GoldError> {
    let io = |source| GoldError::Io { path: path.to_owned(), source };
    let mut documents = Vec::new();
    if fs::metadata(path).map_err(io)?.is_dir() {
        let mut files: Vec<PathBuf> = fs::read_dir(path)
            .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
            .map_err(io)?;
        files.retain(|file| has_extension(file, "json") || has_extension(file, "ann"));
        for file in files {
            documents.extend(read_file(&file)?);
        }
    } else if has_extension(path, "json") || has_extension(path, "ann") {
        documents.extend(read_file(path)?);
    } else {
        read_lines(path, &mut documents)?;
    }
    if documents.is_empty() {
        return Err(GoldError::Empty { path: path.to_owned() });
    }
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(documents)
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

/// A gold file; JSON that is no object of layers (an index, a list of questions) is none.
fn read_file(path: &Path) -> Result<Option<GoldDocument>, GoldError> {
    if has_extension(path, "ann") {
        return brat::read(path).map(Some);
    }
    let value = parse(path, 1, &read(path)?)?;
    if !Layer::ALL.iter().any(|layer| value[layer.name()].is_array()) {
        return Ok(None);
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut document = GoldDocument { id: stem, sha256: text(&value["sha256"]), items: Items::default() };
    for layer in Layer::ALL {
        for (number, row) in value[layer.name()].as_array().into_iter().flatten().enumerate() {
            let place = || format!("{} {}", layer.name(), number + 1);
            document.items[layer].push(item(path, place, row)?);
        }
    }
    Ok(Some(document))
}

fn read_lines(path: &Path, documents: &mut Vec<GoldDocument>) -> Result<(), GoldError> {
    for (number, line) in read(path)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let value = parse(path, number + 1, line)?;
        let wrong = |reason: &str| GoldError::Item {
            path: path.to_owned(),
            place: format!("line {}", number + 1),
            reason: reason.to_owned(),
        };
        let id = ["doc_id", "id", "doc"].iter().find_map(|key| text(&value[*key]));
        let mut document = GoldDocument::named(&id.ok_or_else(|| wrong("it has no `doc_id`; name its document"))?);
        document.sha256 = text(&value["sha256"]);
        let spans =
            value["spans"].as_array().ok_or_else(|| wrong("it has no list `spans`; an empty one is allowed"))?;
        for (at, row) in spans.iter().enumerate() {
            let place = || format!("line {}, span {}", number + 1, at + 1);
            let label = row["label"].as_str().unwrap_or_default();
            let layer = Layer::from_name(label).ok_or_else(|| GoldError::Item {
                path: path.to_owned(),
                place: place(),
                reason: format!("label {label:?} is no layer; write actor, place, time or figure"),
            })?;
            document.items[layer].push(item(path, place, row)?);
        }
        documents.push(document);
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, GoldError> {
    fs::read_to_string(path).map_err(|source| GoldError::Io { path: path.to_owned(), source })
}

fn parse(path: &Path, line: usize, text: &str) -> Result<Value, GoldError> {
    serde_json::from_str(text).map_err(|error| GoldError::Json {
        path: path.to_owned(),
        line: line + error.line() - 1,
        reason: error.to_string(),
    })
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Attributes as gold files and tables name them.
#[derive(Deserialize)]
struct Attributes {
    start: u32,
    end: u32,
    #[serde(default)]
    text: String,
    #[serde(default)]
    optional: bool,
    #[serde(alias = "actor_id", alias = "code", alias = "place_id")]
    id: Option<String>,
    #[serde(default)]
    alt_ids: Vec<String>,
    #[serde(alias = "date_from")]
    from: Option<String>,
    #[serde(alias = "date_to")]
    to: Option<String>,
    low: Option<f64>,
    high: Option<f64>,
    #[serde(alias = "cmp")]
    comparator: Option<String>,
    unit: Option<String>,
    measure: Option<String>,
    subject: Option<String>,
    claimant: Option<Claimant>,
    claimant_id: Option<String>,
    stance: Option<String>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default, alias = "place_optional")]
    places_optional: bool,
}

/// Gold files give a claimant with its words.
#[derive(Deserialize)]
#[serde(untagged)]
enum Claimant {
    Named { id: Option<String> },
    Id(String),
}

pub(crate) fn item(path: &Path, place: impl Fn() -> String, row: &Value) -> Result<Item, GoldError> {
    let wrong = |reason: String| GoldError::Item { path: path.to_owned(), place: place(), reason };
    let row_of: Attributes = Attributes::deserialize(row).map_err(|error| wrong(error.to_string()))?;
    if row_of.end <= row_of.start {
        return Err(wrong(format!(
            "the span {}..{} is empty; `end` is the code point after it",
            row_of.start, row_of.end
        )));
    }
    let day = |key: &str| text(&row[key]);
    let resolved = row.get("resolved_from").is_some().then(|| (day("resolved_from"), day("resolved_to")));
    let claimant = match row_of.claimant {
        Some(Claimant::Named { id }) => id,
        // In the columns of the tables `claimant` is what is written.
        Some(Claimant::Id(id)) if row.get("claimant_id").is_none() => Some(id),
        _ => row_of.claimant_id,
    };
    // Gold files list the places of a figure under `place`, where tables have the name of a place.
    let places = match &row["place"] {
        list @ Value::Array(_) => Vec::deserialize(list).map_err(|error| wrong(format!("place: {error}")))?,
        _ => row_of.places,
    };
    Ok(Item {
        start: row_of.start,
        end: row_of.end,
        text: row_of.text,
        optional: row_of.optional,
        id: row_of.id,
        other_ids: row_of.alt_ids,
        from: row_of.from,
        to: row_of.to,
        resolved,
        low: row_of.low,
        high: row_of.high,
        comparator: row_of.comparator,
        unit: row_of.unit,
        measure: row_of.measure,
        subject: row_of.subject,
        claimant,
        stance: row_of.stance,
        places,
        places_optional: row_of.places_optional,
        ..Item::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(name: &str, content: &str) -> Result<Vec<GoldDocument>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        let shown = format!("{}/", folder.path().display());
        read_gold(&path).map_err(|error| error.to_string().replace(&shown, ""))
    }

    #[test]
    fn both_forms_say_the_same() {
        let file = r#"{"figures": [{"start": 4, "end": 8, "text": "nine", "low": 9, "high": 9, "cmp": "eq",
            "claimant": {"text": "the army", "id": "army"}, "place": ["AF-NAN"], "stance": "claimed"}]}"#;
        let line = r#"{"doc_id": "wire", "spans": [{"start": 4, "end": 8, "text": "nine", "label": "FIGURE", "low": 9,
            "high": 9, "comparator": "eq", "claimant_id": "army", "places": ["AF-NAN"], "stance": "claimed"}]}"#;
        let from_file = reading("wire.json", file).unwrap();
        assert_eq!(from_file, reading("gold.jsonl", &line.replace('\n', " ")).unwrap());
        let figure = &from_file[0].items[Layer::Figures][0];
        assert_eq!(
            (figure.low, figure.claimant.as_deref(), from_file[0].id.as_str()),
            (Some(9.0), Some("army"), "wire")
        );
    }

    #[test]
    fn the_columns_of_the_tables_are_understood() {
        let line = r#"{"doc_id": "wire", "spans": [
            {"start": 0, "end": 5, "label": "place", "place_id": "AF-KNR", "place": "Kunar"},
            {"start": 6, "end": 8, "label": "figure", "claimant": "the army", "claimant_id": null, "places": ["AF-KNR"]},
            {"start": 6, "end": 8, "label": "figure", "claimant": "the army", "claimant_id": "army"},
            {"start": 6, "end": 8, "label": "figure", "claimant": "army", "place": ["AF-KNR"]}]}"#;
        let items = reading("gold.jsonl", &line.replace('\n', " ")).unwrap().remove(0).items;
        let place = &items[Layer::Places][0];
        assert_eq!((place.id.as_deref(), place.places.len()), (Some("AF-KNR"), 0));
        let claimants: Vec<_> = items[Layer::Figures].iter().map(|figure| figure.claimant.as_deref()).collect();
        assert_eq!(claimants, [None, Some("army"), Some("army")]);
        let places: Vec<_> = items[Layer::Figures].iter().map(|figure| figure.places.len()).collect();
        assert_eq!(places, [1, 0, 1]);
    }

    #[test]
    fn mistakes_name_file_place_and_fix() {
        let message = |name, content| reading(name, content).unwrap_err();
        assert!(message("a.jsonl", "{\"doc_id\": \"a\", \"spans\": []}\n{").starts_with("a.jsonl:2: not JSON"));
        assert_eq!(message("a.jsonl", "{\"spans\": []}"), "a.jsonl: line 1: it has no `doc_id`; name its document");
        assert_eq!(
            message("a.jsonl", r#"{"id": "x", "spans": [{"start": 1, "end": 2, "label": "dog"}]}"#),
            "a.jsonl: line 1, span 1: label \"dog\" is no layer; write actor, place, time or figure"
        );
        assert_eq!(
            message("a.json", r#"{"actors": [{"start": 4, "end": 4}]}"#),
            "a.json: actors 1: the span 4..4 is empty; `end` is the code point after it"
        );
        assert!(message("a.json", r#"{"actors": [{"end": 4}]}"#).contains("missing field `start`"));
        assert!(message("a.jsonl", "").contains("no gold here"));
    }

    #[test]
    fn a_folder_is_read_sorted_and_other_json_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in
            [("b.json", r#"{"times": []}"#), ("a.json", r#"{"actors": []}"#), ("questions.json", "[]")]
        {
            fs::write(folder.path().join(name), content).unwrap();
        }
        let documents = read_gold(folder.path()).unwrap();
        assert_eq!(documents.iter().map(|document| document.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }
}
