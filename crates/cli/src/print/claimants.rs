//! Who answers which question: claimants as rows, the first findings as columns.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crossread_compare::{AccountRow, CompareView, FindingRow};

use super::{WIDTH, cut, padded};

/// Findings that are columns at most.
const MOST_COLUMNS: usize = 5;
/// Columns of an answer.
const CELL: usize = 13;
/// Fewer findings leave the name no more room than these do.
const LEAST_COLUMNS: usize = 3;

/// Prints what each claimant answers to the first findings that several claimants answer, `most` claimants at most. An answer
/// that its claimant took back does not stand here, and nothing is added up.
pub(crate) fn print(out: &mut impl Write, view: &CompareView, findings: &[FindingRow], most: usize) -> io::Result<()> {
    let columns: Vec<&FindingRow> = findings.iter().filter(|row| row.claimants > 1).take(MOST_COLUMNS).collect();
    // Under the id, with the name that the first of a claimant's accounts gives.
    let mut rows: BTreeMap<&str, (&str, Vec<Vec<&str>>)> = BTreeMap::new();
    for (at, finding) in columns.iter().enumerate() {
        for account in view.accounts(&finding.question_id).iter().filter(|account| !account.superseded) {
            let id = account.claimant_id.as_deref().unwrap_or(name(account));
            let (_, cells) = rows.entry(id).or_insert_with(|| (name(account), vec![Vec::new(); columns.len()]));
            if !cells[at].contains(&account.text.as_str()) {
                cells[at].push(&account.text);
            }
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let answered = |cells: &[Vec<&str>]| cells.iter().filter(|cell| !cell.is_empty()).count();
    let mut rows: Vec<(&str, Vec<Vec<&str>>)> = rows.into_values().collect();
    rows.sort_by(|(a, x), (b, y)| (answered(y), a).cmp(&(answered(x), b)));
    let room = WIDTH - CELL * columns.len().max(LEAST_COLUMNS);
    write!(out, "{}", padded("CLAIMANTS BY FINDING", room))?;
    for finding in &columns {
        write!(out, "{:>CELL$}", format!("{}.", finding.rank))?;
    }
    writeln!(out)?;
    for (name, cells) in rows.iter().take(most) {
        write!(out, "{}", padded(&cut(name, room), room))?;
        for cell in cells {
            let text = cell.join(" / ").split_whitespace().collect::<Vec<_>>().join(" ");
            let text = if text.is_empty() { "·".to_owned() } else { cut(&text, CELL - 1) };
            write!(out, "{}{text}", " ".repeat(CELL.saturating_sub(textwrap::core::display_width(&text))))?;
        }
        writeln!(out)?;
    }
    if rows.len() > most {
        writeln!(out, "… and {} more", super::thousands(rows.len() - most))?;
    }
    Ok(())
}

/// Who answers: as the report calls it, or the outlet where nobody is named.
fn name(account: &AccountRow) -> &str {
    account.claimant.as_deref().or(account.source.as_deref()).unwrap_or(&account.doc_id)
}
