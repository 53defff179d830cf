//! Repairs and breakages since an earlier run.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{counted, cut, padded, wrapped};
use crate::repairs::{Counts, Judged, Repairs, Verdict};

/// Rows of a list.
const MOST: usize = 20;

/// Prints counts, causes and rules, and every breakage; with `every` the repairs as well.
pub(crate) fn print(out: &mut impl Write, repairs: &Repairs, every: bool) -> io::Result<()> {
    let [repaired, broken, neither] = repairs.count();
    writeln!(
        out,
        "\nsince the earlier run: {}, {}, {neither} neither",
        counted(repaired, "repair", "repairs"),
        counted(broken, "breakage", "breakages")
    )?;
    list(out, "cause", &repairs.by_cause())?;
    list(out, "rule", &repairs.by_rule())?;
    for verdict in [Verdict::Breakage, Verdict::Repair] {
        let wanted = repairs.changes.iter().filter(|judged| judged.verdict == verdict);
        let most = if every { usize::MAX } else { MOST };
        for judged in wanted.take(if verdict == Verdict::Breakage || every { most } else { 0 }) {
            line(out, judged)?;
        }
    }
    Ok(())
}

fn list(out: &mut impl Write, title: &str, rows: &[(String, Counts)]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}{:>10}{:>12}{:>10}", padded(title, 64), "repairs", "breakages", "neither")?;
    for (name, [repairs, breakages, neither]) in rows.iter().take(MOST) {
        writeln!(out, "{}{repairs:>10}{breakages:>12}{neither:>10}", padded(&cut(name, 62), 64))?;
    }
    if rows.len() > MOST {
        writeln!(out, "… and {} more", rows.len() - MOST)?;
    }
    Ok(())
}

fn line(out: &mut impl Write, judged: &Judged) -> io::Result<()> {
    let (start, end) = judged.detail.span.unwrap_or_default();
    let place = format!("{} {start}..{end}", judged.doc_id);
    let facts = format!("{} {} “{}”", judged.layer.name(), judged.detail.kind.name(), cut(&judged.detail.label, 40));
    let causes: Vec<String> = judged.detail.causes.iter().map(ToString::to_string).collect();
    let first = format!("{} ", padded(judged.verdict.name(), 9));
    wrapped(out, &first, &format!("{place} {facts} by {}", causes.join("; ")))
}

/// The same for programs.
pub(crate) fn json(repairs: &Repairs) -> Value {
    let counts =
        |[repairs, breakages, neither]: Counts| json!({"repairs": repairs, "breakages": breakages, "neither": neither});
    let rows = |rows: Vec<(String, Counts)>| -> Vec<Value> {
        rows.into_iter().map(|(name, row)| json!({"name": name, "counts": counts(row)})).collect()
    };
    let changes: Vec<Value> = repairs
        .changes
        .iter()
        .map(|judged| {
            json!({
                "layer": judged.layer.name(), "doc_id": judged.doc_id, "verdict": judged.verdict.name(),
                "kind": judged.detail.kind.name(), "span": judged.detail.span, "text": judged.detail.label,
                "cells": judged.detail.cells, "causes": judged.detail.causes,
            })
        })
        .collect();
    json!({
        "counts": counts(repairs.count()), "causes": rows(repairs.by_cause()), "rules": rows(repairs.by_rule()),
        "changes": changes,
    })
}
