//! Learns the points of places from annotated reports: `just weights`.
//!
//! A conditional logistic regression: of all candidates for the place of a figure, those that the gold calls right shall
//! have the greatest part of the probability. The fixtures are few, and points learned from them alone do worse on other
//! reports: so the points are pulled towards those of `data/place_priors.csv`, and the sign written there is kept. Steps
//! are counted and nothing is drawn at random: same reports, same points.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that learns")]

use std::cell::RefCell;
use std::path::Path;

use crossread_lexicon::Lexicon;
use crossread_text::{CodePoints, Document, Span};
use serde_json::Value;

use super::candidates::Candidate;
use super::clue::{Class, Clue, Zone};
use super::weights::{self, COLUMNS};

#[path = "../../../tests/fixtures/mod.rs"]
mod fixtures;

/// Points are so many to one unit of log odds.
const SCALE: f64 = 10.0;
/// How strongly points are pulled towards the prior.
const PULL: f64 = 240.0;
/// How much it counts, where the gold leaves a place open, that either answer is right; the rest asks for the place.
const OPEN: f64 = 0.6;
/// Steps of the search, enough for the last digit to stand.
const STEPS: usize = 300;
/// Parts of the cross-validation; the reports are dealt out in turn.
const PARTS: usize = 10;

const PRIORS: &str = include_str!("../../../data/place_priors.csv");

thread_local! {
    static SEEN: RefCell<Vec<Seen>> = const { RefCell::new(Vec::new()) };
}

/// The candidates of one figure.
struct Seen {
    span: Span,
    options: Vec<(Vec<String>, Vec<usize>)>,
}

/// Keeps the candidates of a figure for the learner.
pub(super) fn record(span: Span, class: Class, candidates: &[Candidate<'_>]) {
    let option = |one: &Candidate<'_>| {
        let ids = one.ids.iter().map(|id| id.to_string()).collect();
        (ids, weights::cells(one.clues, one.zone, class).collect())
    };
    let options = candidates.iter().map(option).collect();
    SEEN.with_borrow_mut(|seen| seen.push(Seen { span, options }));
}

/// A figure of the gold with the candidates that were found for it.
struct Example {
    /// Number of its report.
    report: usize,
    options: Vec<Choice>,
}

struct Choice {
    cells: Vec<usize>,
    /// The evaluation would call it right.
    right: bool,
    /// It is what the learner is to prefer: as `right`, and where a place is optional, the place.
    wanted: bool,
}

/// The examples of documents whose gold stands in a folder's `gold`.
fn examples(documents: Vec<Document>, folder: &Path, reports: &mut usize) -> Vec<Example> {
    let mut examples = Vec::new();
    for document in documents {
        let gold = std::fs::read(folder.join("gold").join(format!("{}.json", document.id))).unwrap();
        let gold: Value = serde_json::from_slice(&gold).unwrap();
        SEEN.take();
        let points = CodePoints::new(&document.text);
        let _ = crate::extract(&document, Lexicon::built_in());
        let seen = SEEN.take();
        for figure in gold["figures"].as_array().unwrap().iter().filter(|figure| figure["optional"] != true) {
            let (start, end) = (figure["start"].as_u64().unwrap(), figure["end"].as_u64().unwrap());
            let touches = |one: &&Seen| {
                u64::from(points.at(one.span.start())) < end && start < u64::from(points.at(one.span.end()))
            };
            if let Some(seen) = seen.iter().find(touches) {
                examples.push(example(figure, seen, *reports));
            }
        }
        *reports += 1;
    }
    examples
}

fn example(figure: &Value, seen: &Seen, report: usize) -> Example {
    let gold: Vec<&str> = figure["place"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let optional = figure["place_optional"] == true;
    let fits = |ids: &[String]| {
        let hit = ids.iter().any(|id| gold.iter().any(|gold| same(id, gold)));
        hit && ids.len() <= gold.len() + 1
    };
    let given = optional && seen.options.iter().any(|(ids, _)| fits(ids));
    let choice = |(ids, cells): &(Vec<String>, Vec<usize>)| {
        let right = if ids.is_empty() { gold.is_empty() || optional } else { fits(ids) };
        Choice { cells: cells.clone(), right, wanted: right && !(given && ids.is_empty()) }
    };
    Example { report, options: seen.options.iter().map(choice).collect() }
}

/// One place by two spellings: "UA-14/Avdiyivka" and "UA-14/Avdiivka".
fn same(left: &str, right: &str) -> bool {
    let (Some((area, name)), Some((other, named))) = (left.split_once('/'), right.split_once('/')) else {
        return left == right;
    };
    let stem = |name: &str| name.chars().filter(|letter| letter.is_alphabetic()).take(4).collect::<String>();
    area == other && stem(name).eq_ignore_ascii_case(&stem(named))
}

/// The prior of every cell with the sign it must keep; `None` where the table has no points.
fn priors() -> Vec<Option<(f64, f64)>> {
    let row = |row: &'static str| {
        let mut cells = row.split(',').skip(1);
        let sign = match cells.next() {
            Some("+") => 1.0,
            Some("-") => -1.0,
            _ => 0.0,
        };
        cells.map(move |cell| cell.parse::<f64>().ok().map(|prior| (prior / SCALE, sign))).collect::<Vec<_>>()
    };
    PRIORS.lines().skip(1).flat_map(row).collect()
}

fn score(weights: &[f64], option: &Choice) -> f64 {
    option.cells.iter().map(|&cell| weights[cell]).sum()
}

/// The weights that fit the examples best, by gradient steps that shrink with what each cell has moved.
fn learn(examples: &[&Example], priors: &[Option<(f64, f64)>]) -> Vec<f64> {
    let mut weights: Vec<f64> = priors.iter().map(|prior| prior.map_or(0.0, |(prior, _)| prior)).collect();
    let mut moved = vec![1e-6; weights.len()];
    for _ in 0..STEPS {
        let mut slopes = vec![0.0; weights.len()];
        for example in examples {
            push(example, &weights, &mut slopes);
        }
        for (cell, prior) in priors.iter().enumerate() {
            let Some((prior, sign)) = prior else { continue };
            let slope = slopes[cell] - PULL * (weights[cell] - prior);
            moved[cell] += slope * slope;
            let weight: f64 = weights[cell] + 0.2 * slope / f64::sqrt(moved[cell]);
            weights[cell] = if weight * sign < 0.0 { 0.0 } else { weight };
        }
    }
    weights.iter().map(|weight| (weight * SCALE).round() / SCALE).collect()
}

/// Adds to the slopes what would make one example more likely.
fn push(example: &Example, weights: &[f64], slopes: &mut [f64]) {
    let parts: Vec<f64> = example.options.iter().map(|option| score(weights, option).exp()).collect();
    let sum = |among: fn(&Choice) -> bool| -> f64 {
        example.options.iter().zip(&parts).filter(|(option, _)| among(option)).map(|(_, part)| part).sum()
    };
    let (all, right, wanted) = (sum(|_| true), sum(|option| option.right), sum(|option| option.wanted));
    for (option, part) in example.options.iter().zip(&parts) {
        let mut pushed = -part / all;
        pushed += if option.right { OPEN * part / right } else { 0.0 };
        pushed += if option.wanted { (1.0 - OPEN) * part / wanted } else { 0.0 };
        option.cells.iter().for_each(|&cell| slopes[cell] += pushed);
    }
}

/// How many examples get a right place.
fn hits(examples: &[&Example], weights: &[f64]) -> usize {
    let best = |example: &&&Example| {
        let scores = example.options.iter().map(|option| (score(weights, option) * SCALE).round());
        let best =
            scores.enumerate().fold((0, f64::MIN), |best, (at, score)| if score > best.1 { (at, score) } else { best });
        example.options.get(best.0).is_some_and(|option| option.right)
    };
    examples.iter().filter(best).count()
}

fn canonical(weights: &[f64], priors: &[Option<(f64, f64)>]) -> String {
    let mut lines = weights::DATA.lines();
    let mut out = format!("{}\n", lines.next().unwrap());
    for (row, line) in lines.enumerate() {
        out.push_str(weights::name(row));
        for cell in row * COLUMNS..(row + 1) * COLUMNS {
            out.push(',');
            if priors[cell].is_some() {
                out.push_str(&((weights[cell] * SCALE).round() as i64).to_string());
            }
        }
        out.push(',');
        out.push_str(line.splitn(COLUMNS + 2, ',').last().unwrap());
        out.push('\n');
    }
    out
}

/// Learned points stay near the prior on the fixtures. With `UPDATE_WEIGHTS` they are written; how well they place the
/// figures of the fixtures, cross-validated over reports, and of the folders that `WEIGHTS_CHECK` lists, is printed.
#[test]
fn weights_are_learned_from_the_fixtures() {
    let root = fixtures::root();
    let mut reports = 0;
    let mut all = examples(fixtures::documents(), &root, &mut reports);
    let world = root.join("world");
    all.extend(examples(fixtures::documents_of(&world), &world, &mut reports));
    let every: Vec<&Example> = all.iter().collect();
    let usable = |part: Option<usize>| -> Vec<&Example> {
        let kept = |one: &&Example| part.is_none_or(|part| one.report % PARTS != part);
        all.iter().filter(kept).filter(|one| one.options.iter().any(|option| option.wanted)).collect()
    };
    let priors = priors();
    let prior: Vec<f64> = priors.iter().map(|prior| prior.map_or(0.0, |(prior, _)| prior)).collect();
    let learned = learn(&usable(None), &priors);
    assert!(hits(&every, &learned) + every.len() / 100 >= hits(&every, &prior), "worse than the points set beforehand");
    if std::env::var_os("UPDATE_WEIGHTS").is_none() {
        return;
    }
    let validated = |part: usize| {
        let test: Vec<&Example> = all.iter().filter(|one| one.report % PARTS == part).collect();
        hits(&test, &learn(&usable(Some(part)), &priors))
    };
    println!("{} figures of {reports} reports; right by the prior {}", every.len(), hits(&every, &prior));
    println!("learned {}, cross-validated {}", hits(&every, &learned), (0..PARTS).map(validated).sum::<usize>());
    let folders = std::env::var_os("WEIGHTS_CHECK");
    let folders = folders.iter().flat_map(std::env::split_paths).filter(|folder| !folder.as_os_str().is_empty());
    for folder in folders {
        let others = examples(fixtures::documents_of(&folder), &folder, &mut 0);
        let others: Vec<&Example> = others.iter().collect();
        let (before, now) = (hits(&others, &prior), hits(&others, &learned));
        println!("{}: {} figures, by the prior {before}, learned {now}", folder.display(), others.len());
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/place_weights.csv");
    std::fs::write(file, canonical(&learned, &priors)).unwrap();
}

#[test]
fn the_table_names_every_zone_and_clue_once_in_order() {
    let priors = priors();
    assert_eq!(priors.len(), (Zone::ALL.len() + Clue::ALL.len()) * COLUMNS);
    let mut weights = Vec::new();
    for (row, line) in weights::DATA.lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.splitn(COLUMNS + 2, ',').collect();
        assert_eq!(cells[0], weights::name(row));
        assert!(cells.last().is_some_and(|meaning| meaning.len() > 2), "{line}");
        weights.extend(cells[1..=COLUMNS].iter().map(|cell| cell.parse::<f64>().unwrap_or(0.0) / SCALE));
    }
    assert_eq!(canonical(&weights, &priors), weights::DATA);
    for (cell, (weight, prior)) in weights.iter().zip(&priors).enumerate() {
        let sign = prior.map_or(0.0, |(_, sign)| sign);
        assert!(weight * sign >= 0.0, "{}: {weight}", weights::name(cell / COLUMNS));
    }
}
