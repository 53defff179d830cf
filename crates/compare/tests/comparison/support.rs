//! Runs made by hand: a few documents with their figures, written as `extract` would write them.

#![allow(clippy::unwrap_used, reason = "a test may fail here")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crossread_compare::{CompareView, Filter, Options, compare};
use polars::prelude::*;
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use polars_io::parquet::write::ParquetWriter;
use sha2::{Digest, Sha256};

/// A figure; what a test does not set is null, as from an extractor that found nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figure {
    pub(crate) doc: usize,
    pub(crate) sentence: usize,
    pub(crate) text: &'static str,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) comparator: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) measure: &'static str,
    pub(crate) scope: Option<&'static str>,
    pub(crate) subject: Option<&'static str>,
    pub(crate) class: Option<&'static str>,
    pub(crate) party: Option<&'static str>,
    pub(crate) agent: Option<&'static str>,
    pub(crate) claimant: Option<&'static str>,
    pub(crate) stance: Option<&'static str>,
    pub(crate) denier: Option<&'static str>,
    pub(crate) claimed_on: Option<&'static str>,
    pub(crate) modality: Option<&'static str>,
    pub(crate) places: &'static [&'static str],
    pub(crate) place_basis: Option<&'static str>,
    pub(crate) from: Option<&'static str>,
    pub(crate) to: Option<&'static str>,
    pub(crate) part_of: Option<i32>,
    pub(crate) implied: bool,
}

/// A document: its sentences, each a paragraph of its own where it ends in a blank line.
#[derive(Debug, Clone)]
pub(crate) struct Doc {
    pub(crate) id: &'static str,
    pub(crate) published: Option<&'static str>,
    pub(crate) source: Option<&'static str>,
    pub(crate) sentences: Vec<&'static str>,
    /// Sentence, first and last day.
    pub(crate) times: Vec<(usize, &'static str, &'static str)>,
    /// Sentence, place id.
    pub(crate) places: Vec<(usize, &'static str, Option<&'static str>)>,
}

/// Documents with their figures.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reports {
    pub(crate) docs: Vec<Doc>,
    pub(crate) figures: Vec<Figure>,
}

/// Id, name, type, whole, country.
type Actor = (&'static str, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

/// Actors that every hand-made run knows: two armies with their spokesmen, and two observers.
const ACTORS: &[Actor] = &[
    ("north", "North", "state", None, Some("NN")),
    ("north-army", "North's army", "security-force", Some("north"), Some("NN")),
    ("south", "South", "state", None, Some("SS")),
    ("south-army", "South's army", "security-force", Some("south"), Some("SS")),
    ("rebels", "Rebels", "armed-group", None, Some("SS")),
    ("un", "UN", "intergovernmental", None, None),
    ("clinic", "Clinic", "ngo", None, None),
];

impl Reports {
    pub(crate) fn doc(mut self, id: &'static str, published: &'static str, sentences: &[&'static str]) -> Self {
        self.docs.push(Doc {
            id,
            published: (!published.is_empty()).then_some(published),
            source: Some(id),
            sentences: sentences.to_vec(),
            times: Vec::new(),
            places: Vec::new(),
        });
        self
    }

    /// Dates the sentence of the last document.
    pub(crate) fn time(mut self, sentence: usize, from: &'static str, to: &'static str) -> Self {
        self.docs.last_mut().unwrap().times.push((sentence, from, to));
        self
    }

    /// Names a place in a sentence of the last document.
    pub(crate) fn place(mut self, sentence: usize, id: &'static str) -> Self {
        self.docs.last_mut().unwrap().places.push((sentence, id, None));
        self
    }

    /// Adds a place to which something happens.
    pub(crate) fn role(mut self, sentence: usize, id: &'static str, role: &'static str) -> Self {
        self.docs.last_mut().unwrap().places.push((sentence, id, Some(role)));
        self
    }

    /// Adds people killed to the last document: "58", ">200", ">=13", "<30", "~40", "16..18".
    pub(crate) fn killed(self, sentence: usize, text: &'static str, change: impl FnOnce(&mut Figure)) -> Self {
        self.figure(sentence, text, "killed", "person", change)
    }

    pub(crate) fn figure(
        mut self,
        sentence: usize,
        text: &'static str,
        measure: &'static str,
        unit: &'static str,
        change: impl FnOnce(&mut Figure),
    ) -> Self {
        let number = |t: &str| Some(t.parse::<f64>().unwrap());
        let (low, high, comparator) = if let Some(t) = text.strip_prefix(">=") {
            (number(t), None, "ge")
        } else if let Some(t) = text.strip_prefix('>') {
            (number(t), None, "gt")
        } else if let Some(t) = text.strip_prefix('<') {
            (None, number(t), "lt")
        } else if let Some(t) = text.strip_prefix('~') {
            (number(t), number(t), "approx")
        } else if let Some((a, b)) = text.split_once("..") {
            (number(a), number(b), "range")
        } else if text.is_empty() {
            (None, None, "eq")
        } else {
            (number(text), number(text), "eq")
        };
        let mut figure = Figure {
            doc: self.docs.len() - 1,
            sentence,
            text,
            low,
            high,
            comparator,
            unit,
            measure,
            ..Figure::default()
        };
        change(&mut figure);
        self.figures.push(figure);
        self
    }

    fn offsets(&self, doc: usize) -> Vec<(i32, i32)> {
        let mut at = 0;
        let span = |sentence: &&str| {
            let text = sentence.trim_end();
            let start = at;
            at += i32::try_from(sentence.chars().count()).unwrap() + 1;
            (start, start + i32::try_from(text.chars().count()).unwrap())
        };
        self.docs[doc].sentences.iter().map(span).collect()
    }

    /// Writes the run.
    pub(crate) fn write(&self, dir: &Path) {
        fs::create_dir_all(dir).unwrap();
        let tables: [(&str, DataFrame); 6] = [
            ("documents", self.documents()),
            ("sentences", self.sentences()),
            ("actors", self.actors()),
            ("places", self.places()),
            ("times", self.times()),
            ("figures", self.figure_table()),
        ];
        let mut entries = serde_json::Map::new();
        for (name, mut frame) in tables {
            let path = dir.join(format!("{name}.parquet"));
            ParquetWriter::new(File::create(&path).unwrap()).finish(&mut frame).unwrap();
            let hash = sha256(&fs::read(&path).unwrap());
            entries.insert(name.to_owned(), serde_json::json!({ "rows": frame.height(), "sha256": hash }));
        }
        let description = serde_json::json!({ "contract_version": 1, "tables": entries });
        fs::write(dir.join("run.json"), description.to_string()).unwrap();
    }

    fn documents(&self) -> DataFrame {
        let each = || self.docs.iter();
        let hash =
            |d: &Doc| Sha256::digest(d.sentences.concat()).iter().map(|b| format!("{b:02x}")).collect::<String>();
        frame(df!(
            "doc_id" => each().map(|d| d.id).collect::<Vec<_>>(),
            "title" => each().map(|_| None::<&str>).collect::<Vec<_>>(),
            "source" => each().map(|d| d.source).collect::<Vec<_>>(),
            "url" => each().map(|_| None::<&str>).collect::<Vec<_>>(),
            "published" => each().map(|d| d.published).collect::<Vec<_>>(),
            "chars" => each().map(|d| i32::try_from(d.sentences.concat().chars().count()).unwrap()).collect::<Vec<_>>(),
            "fingerprint" => each().map(|d| crossread_tables::fingerprint(&d.sentences.concat())).collect::<Vec<_>>(),
            "sha256" => each().map(hash).collect::<Vec<_>>(),
            "synthetic" => each().map(|_| true).collect::<Vec<_>>(),
        ))
    }

    fn sentences(&self) -> DataFrame {
        let mut rows: Vec<(&str, i32, i32, i32, &str)> = Vec::new();
        for (at, doc) in self.docs.iter().enumerate() {
            for (n, (sentence, (start, end))) in doc.sentences.iter().zip(self.offsets(at)).enumerate() {
                rows.push((doc.id, i32::try_from(n).unwrap(), start, end, sentence.trim_end()));
            }
        }
        frame(df!(
            "doc_id" => rows.iter().map(|r| r.0).collect::<Vec<_>>(),
            "sentence_id" => rows.iter().map(|r| r.1).collect::<Vec<_>>(),
            "start" => rows.iter().map(|r| r.2).collect::<Vec<_>>(),
            "end" => rows.iter().map(|r| r.3).collect::<Vec<_>>(),
            "text" => rows.iter().map(|r| r.4).collect::<Vec<_>>(),
            "kind" => rows.iter().map(|_| "body").collect::<Vec<_>>(),
        ))
    }

    fn actors(&self) -> DataFrame {
        let rows: Vec<_> = self.docs.iter().flat_map(|d| ACTORS.iter().map(move |a| (d.id, a))).collect();
        let none = || rows.iter().map(|_| None::<&str>).collect::<Vec<_>>();
        let last = |d: &str| i32::try_from(self.docs.iter().find(|doc| doc.id == d).unwrap().sentences.len()).unwrap();
        frame(df!(
            "doc_id" => rows.iter().map(|r| r.0).collect::<Vec<_>>(),
            "sentence_id" => rows.iter().map(|r| last(r.0)).collect::<Vec<_>>(),
            "start" => rows.iter().map(|_| 1_000_000).collect::<Vec<i32>>(),
            "end" => rows.iter().map(|_| 1_000_001).collect::<Vec<i32>>(),
            "text" => rows.iter().map(|r| r.1.1).collect::<Vec<_>>(),
            "actor_id" => rows.iter().map(|r| r.1.0).collect::<Vec<_>>(),
            "actor" => rows.iter().map(|r| r.1.1).collect::<Vec<_>>(),
            "type" => rows.iter().map(|r| r.1.2).collect::<Vec<_>>(),
            "country" => rows.iter().map(|r| r.1.4).collect::<Vec<_>>(),
            "form" => rows.iter().map(|_| "name").collect::<Vec<_>>(),
            "part_of" => rows.iter().map(|r| r.1.3).collect::<Vec<_>>(),
            "side" => none(),
        ))
    }

    fn places(&self) -> DataFrame {
        let mut rows: Vec<(&str, i32, &str, Option<&str>)> = Vec::new();
        for doc in &self.docs {
            rows.extend(doc.places.iter().map(|(s, id, role)| (doc.id, i32::try_from(*s).unwrap(), *id, *role)));
        }
        let level = |id: &str| match (id.contains('/'), id.contains(':'), id.contains('-')) {
            (true, ..) => "city",
            (_, true, _) => "feature",
            (_, _, true) => "admin1",
            _ => "country",
        };
        frame(df!(
            "doc_id" => rows.iter().map(|r| r.0).collect::<Vec<_>>(),
            "sentence_id" => rows.iter().map(|r| r.1).collect::<Vec<_>>(),
            "start" => rows.iter().map(|r| r.1).collect::<Vec<_>>(),
            "end" => rows.iter().map(|r| r.1 + 1).collect::<Vec<_>>(),
            "text" => rows.iter().map(|r| r.2).collect::<Vec<_>>(),
            "place_id" => rows.iter().map(|r| r.2).collect::<Vec<_>>(),
            "place" => rows.iter().map(|r| r.2.rsplit(['/', ':']).next().unwrap()).collect::<Vec<_>>(),
            "level" => rows.iter().map(|r| level(r.2)).collect::<Vec<_>>(),
            "country" => rows.iter().map(|r| (!r.2.contains(':')).then(|| &r.2[..2])).collect::<Vec<_>>(),
            "admin1" => rows.iter().map(|r| r.2.contains('-').then(|| r.2.split('/').next().unwrap())).collect::<Vec<_>>(),
            "role" => rows.iter().map(|r| r.3).collect::<Vec<_>>(),
        ))
    }

    fn times(&self) -> DataFrame {
        let mut rows: Vec<(&str, i32, i32, &str, &str)> = Vec::new();
        for (at, doc) in self.docs.iter().enumerate() {
            let offsets = self.offsets(at);
            rows.extend(
                doc.times.iter().map(|(s, from, to)| (doc.id, i32::try_from(*s).unwrap(), offsets[*s].0, *from, *to)),
            );
        }
        frame(df!(
            "doc_id" => rows.iter().map(|r| r.0).collect::<Vec<_>>(),
            "sentence_id" => rows.iter().map(|r| r.1).collect::<Vec<_>>(),
            "start" => rows.iter().map(|r| r.2).collect::<Vec<_>>(),
            "end" => rows.iter().map(|r| r.2 + 1).collect::<Vec<_>>(),
            "date_from" => rows.iter().map(|r| Some(r.3)).collect::<Vec<_>>(),
            "date_to" => rows.iter().map(|r| Some(r.4)).collect::<Vec<_>>(),
            "open" => rows.iter().map(|_| false).collect::<Vec<_>>(),
            "granularity" => rows.iter().map(|_| "day").collect::<Vec<_>>(),
        ))
    }

    fn figure_table(&self) -> DataFrame {
        let each = || self.figures.iter();
        let text = |pick: fn(&Figure) -> Option<&'static str>| each().map(pick).collect::<Vec<_>>();
        let mut ids: BTreeMap<usize, i32> = BTreeMap::new();
        let figure_ids: Vec<i32> = each()
            .map(|f| {
                let next = ids.entry(f.doc).or_default();
                *next += 1;
                *next - 1
            })
            .collect();
        // A figure stands where its digits stand in its sentence, else at the start.
        let starts: Vec<i32> = each()
            .map(|f| {
                let sentence = self.docs[f.doc].sentences[f.sentence];
                let digits = f.text.trim_start_matches(['>', '=', '<', '~']).split("..").next().unwrap();
                let within = sentence.find(digits).map_or(0, |byte| sentence[..byte].chars().count());
                self.offsets(f.doc)[f.sentence].0 + i32::try_from(within).unwrap()
            })
            .collect();
        let dimension = |f: &Figure| match f.unit {
            "km" | "mile" => Some("length"),
            "percent" => Some("ratio"),
            unit if unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase()) => Some("money"),
            _ => Some("count"),
        };
        let scale = |f: &Figure| match f.unit {
            "km" => Some(1000.0),
            "mile" => Some(1609.344),
            "USD" => None,
            _ => Some(1.0),
        };
        let si = |pick: fn(&Figure) -> Option<f64>| each().map(|f| Some(pick(f)? * scale(f)?)).collect::<Vec<_>>();
        let lists = |pick: fn(&Figure) -> &'static [&'static str]| {
            let mut builder = ListStringChunkedBuilder::new("".into(), self.figures.len(), 4);
            for figure in each() {
                builder.append_values_iter(pick(figure).iter().copied());
            }
            builder.finish().into_series()
        };
        frame(df!(
            "doc_id" => each().map(|f| self.docs[f.doc].id).collect::<Vec<_>>(),
            "figure_id" => figure_ids,
            "sentence_id" => each().map(|f| i32::try_from(f.sentence).unwrap()).collect::<Vec<_>>(),
            "start" => starts.clone(),
            "end" => starts.iter().zip(each()).map(|(s, f)| s + i32::try_from(f.text.trim_start_matches(['>', '=', '<', '~']).len()).unwrap()).collect::<Vec<_>>(),
            "text" => each().map(|f| f.text).collect::<Vec<_>>(),
            "low" => each().map(|f| f.low).collect::<Vec<_>>(),
            "high" => each().map(|f| f.high).collect::<Vec<_>>(),
            "comparator" => each().map(|f| f.comparator).collect::<Vec<_>>(),
            "unit" => each().map(|f| f.unit).collect::<Vec<_>>(),
            "dimension" => each().map(dimension).collect::<Vec<_>>(),
            "low_si" => si(|f| f.low),
            "high_si" => si(|f| f.high),
            "measure" => each().map(|f| f.measure).collect::<Vec<_>>(),
            "scope" => text(|f| f.scope),
            "subject" => text(|f| f.subject),
            "subject_class" => text(|f| f.class),
            "subject_actor_id" => text(|f| f.party),
            "agent_actor_id" => text(|f| f.agent),
            "claimant_id" => text(|f| f.claimant),
            "claimant" => text(|f| f.claimant),
            "stance" => text(|f| f.stance.or(Some(if f.claimant.is_some() { "claimed" } else { "asserted" }))),
            "denier_id" => text(|f| f.denier),
            "verification" => text(|_| None),
            "claimed_on" => text(|f| f.claimed_on),
            "modality" => text(|f| f.modality.or(Some("actual"))),
            "places" => lists(|f| f.places),
            "destinations" => lists(|_| &[]),
            "date_from" => text(|f| f.from),
            "date_to" => text(|f| f.to),
            "time_basis" => text(|_| None),
            "place_basis" => text(|f| f.place_basis),
            "part_of" => each().map(|f| f.part_of).collect::<Vec<_>>(),
            "implied" => each().map(|f| f.implied).collect::<Vec<_>>(),
        ))
    }
}

/// Turns ISO dates into dates.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes of every table of a run a folder of `parts` files, as Spark writes them; those of `turned` in the other order.
pub(crate) fn in_parts(dir: &Path, parts: usize, turned: Option<&str>) {
    let text = fs::read_to_string(dir.join("run.json")).unwrap();
    let mut description: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (name, entry) in description["tables"].as_object_mut().unwrap() {
        let path = dir.join(format!("{name}.parquet"));
        let frame = ParquetReader::new(File::open(&path).unwrap()).finish().unwrap();
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        // Empty files too, where a table has fewer rows than parts.
        let rows = frame.height().div_ceil(parts);
        let mut lines = String::new();
        for part in 0..parts {
            let from = if turned == Some(name) { parts - 1 - part } else { part };
            let mut some = frame.slice(i64::try_from(from * rows).unwrap(), rows);
            let file = path.join(format!("part-{part:05}-x.c000.zstd.parquet"));
            ParquetWriter::new(File::create(&file).unwrap()).finish(&mut some).unwrap();
            lines += &format!("{}\n", sha256(&fs::read(&file).unwrap()));
        }
        fs::write(path.join("_SUCCESS"), "").unwrap();
        entry["sha256"] = sha256(lines.as_bytes()).into();
    }
    fs::write(dir.join("run.json"), description.to_string()).unwrap();
}

fn frame(made: PolarsResult<DataFrame>) -> DataFrame {
    let mut frame = made.unwrap();
    for name in ["published", "date_from", "date_to", "claimed_on"] {
        let Ok(column) = frame.column(name) else { continue };
        let days: Vec<Option<i32>> = column.str().unwrap().iter().map(|day| day.map(days)).collect();
        let dates = Column::new(name.into(), days).cast(&DataType::Date).unwrap();
        frame.with_column(dates).unwrap();
    }
    frame
}

fn days(iso: &str) -> i32 {
    let day: jiff::civil::Date = iso.parse().unwrap();
    day.since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1))).unwrap().get_days()
}

/// Compares reports in a fresh directory.
pub(crate) fn view(reports: &Reports) -> CompareView {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    reports.write(&run);
    compare(&[PathBuf::from(&run)], &run, &Options::default()).unwrap();
    CompareView::open(&run).unwrap()
}

/// One line a question, by rank: relation, support, accounts as `doc:text`, "-" before a superseded one, "=" before one
/// that is not independent.
pub(crate) fn lines(reports: &Reports) -> Vec<String> {
    let view = view(reports);
    view.findings(&Filter::default())
        .iter()
        .map(|finding| {
            let accounts: Vec<String> = view
                .accounts(&finding.question_id)
                .iter()
                .map(|a| {
                    let mark = if a.superseded {
                        "-"
                    } else if a.independent {
                        ""
                    } else {
                        "="
                    };
                    format!("{mark}{}:{}", a.doc_id, a.text)
                })
                .collect();
            format!("{} {} {}", finding.relation, finding.support, accounts.join(" "))
        })
        .collect()
}

/// Asserts the questions of reports.
#[track_caller]
pub(crate) fn check(reports: &Reports, expected: &[&str]) {
    assert_eq!(lines(reports), expected);
}
