//! Precision, recall and F1 on the gold of the fixtures, with floors that no change may fall below.
//!
//! `just eval` prints the table. A span counts as found when it overlaps one of gold, one to one;
//! optional gold is neither rewarded nor punished.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod fixtures;

use crossread_extract::{Extraction, extract};
use crossread_lexicon::Lexicon;
use crossread_text::{CodePoints, Document, Span};
use serde_json::Value;

/// A row of gold or of the extraction: where it is and what it says.
struct Item {
    start: u64,
    end: u64,
    optional: bool,
    /// Attributes by name, as text; absent is null.
    values: Vec<(&'static str, Option<String>)>,
}

impl Item {
    fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(key, _)| *key == name).and_then(|(_, value)| value.as_deref())
    }
}

/// Counts of one measure over all documents.
#[derive(Clone, Copy, Default)]
struct Score {
    right: usize,
    said: usize,
    gold: usize,
}

impl Score {
    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.said + self.gold).max(1) as f64
    }
}

/// Pairs by overlap, best first, and how many of either side are left.
fn pairs<'i>(gold: &'i [Item], said: &'i [Item]) -> (Vec<(&'i Item, &'i Item)>, usize, usize) {
    let overlap = |a: &Item, b: &Item| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let mut candidates = Vec::new();
    for (g, a) in gold.iter().enumerate() {
        for (s, b) in said.iter().enumerate().filter(|(_, b)| overlap(a, b) > 0) {
            let union = a.end.max(b.end) - a.start.min(b.start);
            candidates.push((1_000_000 - overlap(a, b) * 1_000_000 / union, a.optional, g, s));
        }
    }
    candidates.sort_unstable();
    let (mut used_gold, mut used_said, mut found) = (vec![false; gold.len()], vec![false; said.len()], Vec::new());
    for (_, _, g, s) in candidates {
        if !used_gold[g] && !used_said[s] {
            (used_gold[g], used_said[s]) = (true, true);
            found.push((&gold[g], &said[s]));
        }
    }
    let missed = gold.iter().zip(&used_gold).filter(|(item, used)| !item.optional && !**used).count();
    let extra = said
        .iter()
        .zip(&used_said)
        .filter(|(item, used)| !**used && !item.optional)
        .filter(|(item, _)| !gold.iter().any(|gold| gold.optional && overlap(gold, item) > 0))
        .count();
    found.retain(|(gold, _)| !gold.optional);
    (found, missed, extra)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.as_f64().unwrap_or_default().to_string()),
        other => Some(other.to_string()),
    }
}

fn gold_items(gold: &Value, layer: &str) -> Vec<Item> {
    let keys: &[&'static str] = match layer {
        "actors" => &["id"],
        "places" => &["code"],
        "times" => &["from", "to"],
        _ => &["low", "high", "unit", "measure", "stance", "cmp"],
    };
    let rows = gold[layer].as_array().cloned().unwrap_or_default();
    rows.iter()
        .map(|row| {
            let mut values: Vec<_> = keys.iter().map(|&key| (key, text(&row[key]))).collect();
            if layer == "times" && !row["resolved_from"].is_null() {
                values = vec![("from", text(&row["resolved_from"])), ("to", text(&row["resolved_to"]))];
            }
            if layer == "figures" {
                values.push(("claimant", text(&row["claimant"]["id"])));
            }
            Item {
                start: row["start"].as_u64().unwrap(),
                end: row["end"].as_u64().unwrap(),
                optional: row["optional"] == true,
                values,
            }
        })
        .collect()
}

fn said_items(document: &Document, extraction: &Extraction<'_>, layer: &str) -> Vec<Item> {
    let points = CodePoints::new(&document.text);
    let item = |span: Span, values| Item {
        start: points.at(span.start()).into(),
        end: points.at(span.end()).into(),
        optional: false,
        values,
    };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    match layer {
        "actors" => {
            extraction.actors.iter().map(|row| item(row.span, vec![("id", Some(row.id.to_string()))])).collect()
        }
        "places" => {
            extraction.places.iter().map(|row| item(row.span, vec![("code", Some(row.id.to_string()))])).collect()
        }
        "times" => extraction
            .times
            .iter()
            .map(|row| item(row.span, vec![("from", day(row.from)), ("to", day(row.to))]))
            .collect(),
        _ => extraction
            .figures
            .iter()
            .map(|row| {
                let values = vec![
                    ("low", row.low.map(|value| value.to_string())),
                    ("high", row.high.map(|value| value.to_string())),
                    ("unit", Some(row.unit.to_owned())),
                    ("measure", Some(row.measure.name().to_owned())),
                    ("stance", Some(row.stance.name().to_owned())),
                    ("cmp", Some(row.comparator.name().to_owned())),
                    ("claimant", row.claimant.as_ref().map(|claimant| claimant.id.to_string())),
                ];
                // Counts that no number word states are optional in gold.
                Item { optional: row.implied, ..item(row.span, values) }
            })
            .collect(),
    }
}

/// Attributes that must be right together, and the floor of their F1 in percent.
const MEASURES: &[(&str, &[&str], u32)] = &[
    ("actors", &[], 96),
    ("actors", &["id"], 83),
    ("places", &[], 97),
    ("places", &["code"], 90),
    ("times", &[], 98),
    ("times", &["from", "to"], 97),
    ("figures", &[], 98),
    ("figures", &["low", "high"], 96),
    ("figures", &["low", "high", "unit", "measure"], 93),
    ("figures", &["low", "high", "claimant"], 79),
    ("figures", &["low", "high", "stance"], 91),
];

#[test]
fn extraction_is_as_good_as_it_was() {
    let lexicon = Lexicon::built_in();
    let mut scores = vec![Score::default(); MEASURES.len()];
    let mut documents = 0;
    for document in fixtures::documents() {
        let path = fixtures::root().join("gold").join(format!("{}.json", document.id));
        let gold: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        documents += 1;
        let extraction = extract(&document, lexicon);
        for (score, (layer, attributes, _)) in scores.iter_mut().zip(MEASURES) {
            let (gold, said) = (gold_items(&gold, layer), said_items(&document, &extraction, layer));
            let (found, missed, extra) = pairs(&gold, &said);
            score.right +=
                found.iter().filter(|(g, s)| attributes.iter().all(|key| g.value(key) == s.value(key))).count();
            score.gold += found.len() + missed;
            score.said += found.len() + extra;
        }
    }
    println!(
        "{documents} reports\n{:44} {:>9} {:>6} {:>6}",
        "layer: attributes right together", "precision", "recall", "F1"
    );
    let mut fallen = Vec::new();
    for (score, (layer, attributes, floor)) in scores.iter().zip(MEASURES) {
        let name = format!("{layer}: span {}", attributes.join(" "));
        let share = |of: usize| score.right as f64 / of.max(1) as f64;
        println!("{name:44} {:9.3} {:6.3} {:6.3}", share(score.said), share(score.gold), score.f1());
        if score.f1() * 100.0 < f64::from(*floor) {
            fallen.push(format!("{name}: F1 {:.3}, floor 0.{floor}", score.f1()));
        }
    }
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

#[test]
fn gold_fits_the_reports() {
    for document in fixtures::documents() {
        let path = fixtures::root().join("gold").join(format!("{}.json", document.id));
        let gold: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let letters: Vec<char> = document.text.chars().collect();
        assert_eq!(gold["chars"].as_u64(), Some(letters.len() as u64), "{}", document.id);
        for layer in ["actors", "places", "times", "figures"] {
            for row in gold[layer].as_array().unwrap() {
                let (start, end) = (row["start"].as_u64().unwrap() as usize, row["end"].as_u64().unwrap() as usize);
                let slice: String = letters[start..end].iter().collect();
                assert_eq!(row["text"].as_str(), Some(slice.as_str()), "{}: {layer} {start}..{end}", document.id);
            }
        }
    }
}
