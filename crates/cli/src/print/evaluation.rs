//! An evaluation for reading, and as JSON.

use std::io::{self, Write};

use crossread_eval::{Cost, Evaluation, Item, Layer, WrongKind};

use super::{counted, cut, padded, wrapped};
use crate::repairs::Repairs;

/// Rows of a list of what costs most.
const MOST: usize = 10;

/// Prints measures, documents, and what costs most.
pub(crate) fn print(out: &mut impl Write, result: &Evaluation, layers: &[Layer]) -> io::Result<()> {
    writeln!(out, "{} with gold", counted(result.documents.len(), "document", "documents"))?;
    measures(out, result, layers)?;
    documents(out, result, layers)?;
    costs(out, "rules that cost most", &result.rules, layers)?;
    costs(out, "lexicon rows that cost most", &result.entries, layers)?;
    confusions(out, result, layers)
}

fn measures(out: &mut impl Write, result: &Evaluation, layers: &[Layer]) -> io::Result<()> {
    writeln!(out)?;
    let head = ["precision", "recall", "F1", "95 in 100", "right", "gold", "said"];
    write!(out, "{}", padded("layer: what must be right", 32))?;
    for (name, width) in head.iter().zip([9, 8, 8, 14, 8, 7, 7]) {
        write!(out, "{name:>width$}")?;
    }
    writeln!(out)?;
    for row in result.measures.iter().filter(|row| layers.contains(&row.layer)) {
        let counts = row.counts;
        let interval = format!("{:.3}-{:.3}", row.interval.low, row.interval.high);
        writeln!(
            out,
            "{}{:>9.3}{:>8.3}{:>8.3}{interval:>14}{:>8}{:>7}{:>7}",
            padded(&format!("{}: {}", row.layer.name(), row.name), 32),
            counts.precision(),
            counts.recall(),
            counts.f1(),
            counts.right,
            counts.gold,
            counts.said
        )?;
    }
    Ok(())
}

/// F1 of each layer's last measure by document, the weakest document first.
fn documents(out: &mut impl Write, result: &Evaluation, layers: &[Layer]) -> io::Result<()> {
    let last = |layer: &Layer| result.measures.iter().rfind(|row| row.layer == *layer);
    let columns: Vec<_> = layers.iter().filter_map(last).collect();
    writeln!(out)?;
    write!(out, "{}", padded("document: F1", 44))?;
    for column in &columns {
        write!(out, "{:>14}", cut(&format!("{} {}", short(column.layer), column.name), 13))?;
    }
    writeln!(out)?;
    let sum = |at: usize| -> f64 { columns.iter().map(|column| column.by_document[at].f1()).sum() };
    let mut order: Vec<usize> = (0..result.documents.len()).collect();
    order.sort_by(|&a, &b| sum(a).total_cmp(&sum(b)));
    for at in order {
        write!(out, "{}", padded(&cut(&result.documents[at], 43), 44))?;
        for column in &columns {
            let counts = column.by_document[at];
            let cell = if counts.gold + counts.said == 0 { "-".to_owned() } else { format!("{:.3}", counts.f1()) };
            write!(out, "{cell:>14}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn short(layer: Layer) -> &'static str {
    match layer {
        Layer::Actors => "act.",
        Layer::Places => "pla.",
        Layer::Times => "tim.",
        Layer::Figures => "fig.",
    }
}

fn costs(out: &mut impl Write, title: &str, costs: &[Cost], layers: &[Layer]) -> io::Result<()> {
    let rows: Vec<&Cost> =
        costs.iter().filter(|cost| layers.contains(&cost.layer) && cost.extra + cost.wrong > 0).take(MOST).collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    writeln!(out, "{}{:>8}{:>8}{:>8}", padded(title, 64), "said", "extra", "wrong")?;
    for cost in rows {
        let name = format!("{}: {}", cost.layer.name(), cost.name);
        writeln!(out, "{}{:>8}{:>8}{:>8}", padded(&cut(&name, 63), 64), cost.said, cost.extra, cost.wrong)?;
    }
    Ok(())
}

fn confusions(out: &mut impl Write, result: &Evaluation, layers: &[Layer]) -> io::Result<()> {
    let rows: Vec<_> = result.confusions.iter().filter(|row| layers.contains(&row.layer)).take(MOST).collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    writeln!(out, "{}{}{:>6}", padded("id of gold", 42), padded("said instead", 42), "times")?;
    for row in rows {
        let gold = padded(&cut(&row.gold, 41), 42);
        writeln!(out, "{gold}{}{:>6}", padded(&cut(&row.said, 41), 42), row.count)?;
    }
    Ok(())
}

/// Lists every mistake: what gold has (`-`), what the run has (`+`).
pub(crate) fn mistakes(out: &mut impl Write, result: &Evaluation, layers: &[Layer]) -> io::Result<()> {
    let mut of = None;
    for wrong in result.mistakes.iter().filter(|wrong| layers.contains(&wrong.layer)) {
        if of != Some((&wrong.doc_id, wrong.layer)) {
            of = Some((&wrong.doc_id, wrong.layer));
            writeln!(out, "\n{}, {}", wrong.doc_id, wrong.layer.name())?;
        }
        let kind = match wrong.kind {
            WrongKind::Missed => "missed",
            WrongKind::Extra => "extra",
            WrongKind::Differs => "differs",
        };
        for (sign, item) in [("-", &wrong.gold), ("+", &wrong.said)] {
            if let Some(item) = item {
                wrapped(out, &format!("  {} {sign} ", padded(kind, 7)), &described(item))?;
            }
        }
    }
    Ok(())
}

fn described(item: &Item) -> String {
    let mut words = format!("{}..{} \"{}\"", item.start, item.end, item.text);
    let interval = match (item.low, item.high) {
        (None, None) => None,
        (low, high) => {
            let end = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| value.to_string());
            Some(format!("{}..{}", end(low), end(high)))
        }
    };
    let places = (!item.places.is_empty()).then(|| item.places.join(" "));
    let days = (item.from.is_some() || item.to.is_some()).then(|| {
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        format!("{}/{}", day(&item.from), day(&item.to))
    });
    let claimant = item.claimant.as_ref().map(|id| format!("claimed by {id}"));
    let rest = [&item.id, &days, &interval, &item.unit, &item.measure, &claimant, &places, &item.stance, &item.rule];
    for part in rest.into_iter().flatten() {
        words.push_str("  ");
        words.push_str(part);
    }
    words
}

/// The same as JSON.
pub(crate) fn json(
    out: &mut impl Write,
    result: &Evaluation,
    layers: &[Layer],
    against: Option<&Repairs>,
) -> io::Result<()> {
    let mut all = result.json(layers);
    if let (Some(repairs), Some(object)) = (against, all.as_object_mut()) {
        object.insert("against".to_owned(), super::repairs::json(repairs));
    }
    serde_json::to_writer_pretty(&mut *out, &all)?;
    writeln!(out)
}
