//! The difference as JSON, for programs.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;
use serde_json::{Value, json};

use crate::DiffError;
use crate::details::{CellChange, Detail};
use crate::diff::{Diff, Side, TableDiff};

/// One row that changed.
#[derive(Serialize)]
struct Line<'d> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<&'static str>,
    key: serde_json::Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<i32>,
    label: &'d str,
    cells: &'d [CellChange],
    causes: &'d [crate::Cause],
}

/// Writes the difference as one JSON object: what the runs record, counts by cause, and every table with at most `most`
/// changes, and the numbers of figures that differ. A changed row has the cells that differ, others have all. Memory is bounded by some thousand rows.
///
/// # Errors
/// When a table cannot be read any more, or when `out` cannot be written.
pub fn json(diff: &Diff, most: Option<usize>, out: &mut impl Write) -> Result<(), DiffError> {
    let outline = diff.outline(0, false)?;
    let run = |side: Side| {
        let run = diff.run(side).run();
        json!({"version": run.program_version, "build": run.build, "packs": run.packs, "vague_table": run.vague_table})
    };
    let causes: Vec<Value> = outline
        .causes
        .iter()
        .map(|line| {
            let tables: serde_json::Map<String, Value> =
                line.tables.iter().map(|(table, count)| ((*table).to_owned(), (*count).into())).collect();
            json!({"cause": line.cause, "documents": line.documents, "changes": tables})
        })
        .collect();
    let head = json!({
        "same": diff.is_empty(), "synthetic": outline.synthetic, "old": run(Side::Old), "new": run(Side::New), "causes": causes,
    });
    let head = serde_json::to_string(&head).map_err(std::io::Error::from)?;
    // The object stays open for the tables, which are written as they are read.
    write!(out, "{},\"tables\":{{", head.strip_suffix('}').unwrap_or(&head))?;
    for (at, table) in diff.tables().iter().enumerate() {
        write!(out, "{}\n\"{}\":", if at > 0 { "," } else { "" }, table.table().name)?;
        write_table(diff, table, most, out)?;
    }
    write!(out, "}},\n\"renumbered\":")?;
    serde_json::to_writer(&mut *out, &renumbered(diff)).map_err(std::io::Error::from)?;
    out.write_all(b"}\n")?;
    Ok(())
}

/// By document, the figures of both runs whose numbers differ: first old number, first new number, how many.
fn renumbered(diff: &Diff) -> BTreeMap<&str, Vec<[i32; 3]>> {
    let stretches = |figures: &BTreeMap<i32, i32>| {
        let mut stretches: Vec<[i32; 3]> = Vec::new();
        for (&old, &new) in figures.iter().filter(|(old, new)| old != new) {
            match stretches.last_mut() {
                Some([first, there, count]) if (*first + *count, *there + *count) == (old, new) => *count += 1,
                _ => stretches.push([old, new, 1]),
            }
        }
        stretches
    };
    let documents = diff.moved.iter().filter_map(|(id, moved)| Some((id.as_str(), stretches(moved.figures.as_ref()?))));
    documents.filter(|(_, stretches)| !stretches.is_empty()).collect()
}

fn write_table(diff: &Diff, table: &TableDiff, most: Option<usize>, out: &mut impl Write) -> Result<(), DiffError> {
    let counts = table.counts();
    let missing = match table.missing() {
        None => "null",
        Some(Side::Old) => "\"old\"",
        Some(Side::New) => "\"new\"",
    };
    write!(
        out,
        "{{\"added\":{},\"removed\":{},\"changed\":{},\"unchanged\":{},\"missing\":{missing},\"changes\":[",
        counts.added, counts.removed, counts.changed, counts.unchanged
    )?;
    let mut first = true;
    diff.details(
        table,
        most,
        |_| true,
        |detail| {
            out.write_all(if first { b"\n" } else { b",\n" })?;
            first = false;
            serde_json::to_writer(&mut *out, &line(table, &detail)).map_err(std::io::Error::from)?;
            Ok::<(), DiffError>(())
        },
    )?;
    out.write_all(b"]}")?;
    Ok(())
}

fn line<'d>(table: &TableDiff, detail: &'d Detail) -> Line<'d> {
    Line {
        kind: detail.kind.name(),
        finding: (table.table().name == "findings").then(|| detail.finding().name()),
        key: detail.key.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect(),
        start: detail.span.map(|(start, _)| start),
        end: detail.span.map(|(_, end)| end),
        label: &detail.label,
        cells: &detail.cells,
        causes: &detail.causes,
    }
}
