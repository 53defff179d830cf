//! The texts of the documents with their mentions, as data the page reads when one is opened.

use std::collections::BTreeMap;

use crossread_extract::all_rules;
use crossread_tables::{Row, RunDir, TablesError};
use serde::Serialize;

use crate::island;
use crate::read::{Corpus, Index, each, int, text};
use crate::words;

/// The labels of a mention's values, by layer.
const LAYERS: [(&str, &[&str]); 4] = [
    ("party", &["party", "id", "type", "named as", "part of", "counts with", "in the lexicon"]),
    ("place", &["place", "id", "level", "role", "province"]),
    ("time", &["from", "to", "granularity"]),
    (
        "figure",
        &[
            "measure",
            "value",
            "unit",
            "subject",
            "party counted",
            "done by",
            "claimed by",
            "stance",
            "denied by",
            "places, jointly",
            "when",
            "scope",
            "modality",
        ],
    ),
];

/// Every text that mentions refer to, once.
#[derive(Debug, Default)]
struct Texts {
    list: Vec<String>,
    known: BTreeMap<String, i64>,
}

impl Texts {
    /// The number of a text; -1 stands for none.
    fn number(&mut self, text: Option<String>) -> i64 {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return -1 };
        if let Some(&known) = self.known.get(&text) {
            return known;
        }
        let number = i64::try_from(self.list.len()).unwrap_or(-1);
        self.list.push(text.clone());
        self.known.insert(text, number);
        number
    }
}

/// A document as the page holds it.
#[derive(Debug, Default, Serialize)]
struct Report {
    /// Sentences: id, offset in code points, kind, text.
    s: Vec<(i32, i32, i64, String)>,
    /// Mentions: layer, start, end, rule, lexicon row, alternatives, note, then the layer's values; numbers of texts.
    m: Vec<Vec<i64>>,
}

/// The data blocks of documents, and what the page says of each.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    /// By document: its JSON, empty if it was left out or has no text here.
    pub(crate) blocks: Vec<String>,
    /// Documents whose text is in the run but not in the page.
    pub(crate) left_out: usize,
    /// The texts mentions refer to, and the labels of their values.
    pub(crate) shared: String,
}

#[derive(Serialize)]
struct Shared<'a> {
    texts: &'a [String],
    layers: Vec<(&'a str, &'a [&'a str])>,
    rules: BTreeMap<&'a str, &'a str>,
}

impl Reports {
    /// Reads the texts of `runs`, and keeps them in the order of `wanted` until they fill `budget` bytes.
    pub(crate) fn read(
        runs: &[&RunDir],
        corpus: &Corpus,
        index: &Index,
        wanted: &[usize],
        budget: usize,
    ) -> Result<Self, TablesError> {
        let mut reports: Vec<Report> = corpus.documents.iter().map(|_| Report::default()).collect();
        let mut texts = Texts::default();
        let mut complete = vec![false; reports.len()];
        for run in runs {
            // A document that several runs hold has one content; its rows are taken from the first.
            let done = complete.clone();
            let open = |row: Row<'_>| index.get(row.str("doc_id")?).copied().filter(|&doc| !done[doc]);
            each(run, "sentences", |row| {
                let Some(doc) = open(row) else { return };
                complete[doc] = true;
                let kind = texts.number(Some(text(row, "kind")));
                reports[doc].s.push((int(row, "sentence_id"), int(row, "start"), kind, text(row, "text")));
            })?;
            for (layer, (name, values)) in
                [("actors", actor as Values), ("places", place), ("times", time), ("figures", figure)]
                    .iter()
                    .enumerate()
            {
                each(run, name, |row| {
                    let Some(doc) = open(row) else { return };
                    reports[doc].m.push(mention(layer, row, values(corpus, row), &mut texts));
                })?;
            }
        }
        Ok(Self::pack(&reports, wanted, budget, &texts))
    }

    fn pack(reports: &[Report], wanted: &[usize], budget: usize, texts: &Texts) -> Self {
        let mut packed = Self { blocks: vec![String::new(); reports.len()], ..Self::default() };
        let mut room = budget;
        for &doc in wanted {
            let report = &reports[doc];
            if report.s.is_empty() {
                continue;
            }
            // Plain rows of numbers and texts always have a JSON form.
            let block = island::json(report).unwrap_or_default();
            if block.len() > room {
                packed.left_out += 1;
                continue;
            }
            room -= block.len();
            packed.blocks[doc] = block;
        }
        let rules = all_rules().into_iter().filter(|rule| texts.known.contains_key(rule.id));
        let shared = Shared {
            texts: &texts.list,
            layers: LAYERS.to_vec(),
            rules: rules.map(|rule| (rule.id, rule.meaning)).collect(),
        };
        packed.shared = island::json(&shared).unwrap_or_default();
        packed
    }
}

type Values = fn(&Corpus, Row<'_>) -> Vec<Option<String>>;

fn mention(layer: usize, row: Row<'_>, values: Vec<Option<String>>, texts: &mut Texts) -> Vec<i64> {
    let alternatives = row.list("alternatives").unwrap_or_default().join(", ");
    let mut mention = vec![
        i64::try_from(layer).unwrap_or(0),
        i64::from(int(row, "start")),
        i64::from(int(row, "end")),
        texts.number(value(row, "rule")),
        texts.number(value(row, "entry")),
        texts.number(Some(alternatives)),
        texts.number(value(row, "note")),
    ];
    mention.extend(values.into_iter().map(|value| texts.number(value)));
    mention
}

fn value(row: Row<'_>, column: &str) -> Option<String> {
    row.str(column).map(str::to_owned)
}

fn columns(row: Row<'_>, columns: &[&str]) -> Vec<Option<String>> {
    columns.iter().map(|column| value(row, column)).collect()
}

/// The name of the party whose id stands in a column.
fn party(corpus: &Corpus, row: Row<'_>, column: &str) -> Option<String> {
    row.str(column).map(|id| corpus.parties.name_of(id).to_owned())
}

fn actor(corpus: &Corpus, row: Row<'_>) -> Vec<Option<String>> {
    let mut values = columns(row, &["actor", "actor_id", "type", "form"]);
    values.extend(["part_of", "side"].map(|column| party(corpus, row, column)));
    values.push((row.bool("known") == Some(false)).then(|| "no: found from its form in the text".to_owned()));
    values
}

fn place(_: &Corpus, row: Row<'_>) -> Vec<Option<String>> {
    columns(row, &["place", "place_id", "level", "role", "admin1"])
}

fn time(_: &Corpus, row: Row<'_>) -> Vec<Option<String>> {
    let to = match row.bool("open") {
        Some(true) => Some("open".to_owned()),
        _ => row.date("date_to").map(words::day),
    };
    vec![row.date("date_from").map(words::day), to, value(row, "granularity")]
}

fn figure(corpus: &Corpus, row: Row<'_>) -> Vec<Option<String>> {
    let bounds = words::bounds(row.f64("low"), row.f64("high"), row.str("comparator").unwrap_or_default());
    let name = |id: &str| corpus.place_names.get(id).cloned().unwrap_or_else(|| id.to_owned());
    let places = row.list("places").unwrap_or_default().into_iter().map(name).collect::<Vec<_>>().join(", ");
    vec![
        value(row, "measure"),
        bounds.or_else(|| Some("no number given".to_owned())),
        value(row, "unit"),
        value(row, "subject"),
        party(corpus, row, "subject_actor_id"),
        party(corpus, row, "agent_actor_id"),
        party(corpus, row, "claimant_id").or_else(|| value(row, "claimant")),
        value(row, "stance"),
        party(corpus, row, "denier_id"),
        Some(places),
        words::days(row.date("date_from"), row.date("date_to")),
        value(row, "scope"),
        value(row, "modality").filter(|modality| modality != "actual"),
    ]
}
