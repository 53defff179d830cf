//! What an analyst wants first: coverage, findings by rank, who answers them, parties and provinces.

use std::io::{self, Write};
use std::path::Path;

use crossread_compare::{CompareView, Filter, FindingRow, Relation, Summary};

use super::{SYNTHETIC, claimants, counted, finding, matrix, thousands, wrapped};

/// Findings of a relation that the overview prints; `findings` prints them all.
const MOST_FINDINGS: usize = 10;
/// Claimants, parties and provinces that the overview prints.
const MOST_ROWS: usize = 12;

/// Figures of a comparison that is read back to be printed; of a larger one only the coverage is.
const MOST_FIGURES: usize = 200_000;

/// Prints the overview of the comparison in `dir`, or of a large one what it covers and where it is.
pub(crate) fn show(out: &mut impl Write, summary: &Summary, dir: &Path) -> anyhow::Result<()> {
    if summary.figures <= MOST_FIGURES {
        print(out, &CompareView::open(dir)?, dir)?;
    } else {
        if summary.synthetic > 0 {
            writeln!(out, "{SYNTHETIC}")?;
        }
        wrapped(out, "", &coverage(summary))?;
        tables(out, dir)?;
    }
    Ok(())
}

/// Prints the overview of the comparison in `dir`.
fn print(out: &mut impl Write, view: &CompareView, dir: &Path) -> io::Result<()> {
    let summary = view.summary();
    if summary.synthetic > 0 {
        writeln!(out, "{SYNTHETIC}")?;
    }
    wrapped(out, "", &coverage(&summary))?;
    let findings = view.findings(&Filter::default());
    section(out, view, dir, "CONTRADICTIONS", &findings, |row| row.relation == Relation::Contradict)?;
    section(out, view, dir, "REVISED", &findings, |row| row.relation == Relation::Revised)?;
    unnumbered(out, view)?;
    section(out, view, dir, "COMPATIBLE", &findings, |row| row.relation == Relation::Compatible)?;
    section(out, view, dir, "AGREEMENTS", &findings, |row| row.relation == Relation::Agree)?;
    let documents: Vec<String> = view.documents().iter().map(|document| document.doc_id.clone()).collect();
    writeln!(out)?;
    claimants::print(out, view, &findings, MOST_ROWS)?;
    writeln!(out)?;
    matrix::print(out, "PARTIES", view.actors(), &documents, MOST_ROWS)?;
    writeln!(out)?;
    matrix::print(out, "PROVINCES", view.provinces(), &documents, MOST_ROWS)?;
    writeln!(out)?;
    tables(out, dir)
}

/// Where the comparison is.
fn tables(out: &mut impl Write, dir: &Path) -> io::Result<()> {
    writeln!(out, "every claim, flat: {}", dir.join("claims.parquet").display())?;
    writeln!(out, "all tables:        {}", dir.display())
}

/// The line of coverage.
pub(crate) fn coverage(summary: &Summary) -> String {
    let mut missing = Vec::new();
    if summary.undated > 0 {
        missing.push(format!("{} undated", thousands(summary.undated)));
    }
    if summary.without_source > 0 {
        missing.push(format!("{} without outlet", thousands(summary.without_source)));
    }
    if summary.near_copies > 0 {
        missing.push(counted(summary.near_copies, "near-copy", "near-copies"));
    }
    let mut documents = counted(summary.documents, "document", "documents");
    if !missing.is_empty() {
        documents.push_str(&format!(" ({})", missing.join(", ")));
    }
    let mut parts = vec![
        documents,
        counted(summary.figures, "figure", "figures"),
        counted(summary.contradictions, "contradiction", "contradictions"),
        counted(summary.agreements, "agreement", "agreements"),
    ];
    if summary.revisions > 0 {
        parts.push(counted(summary.revisions, "revision", "revisions"));
    }
    if summary.compatible > 0 {
        parts.push(format!("{} compatible", thousands(summary.compatible)));
    }
    parts.push("rest single-source".to_owned());
    parts.join(" · ")
}

fn section(
    out: &mut impl Write,
    view: &CompareView,
    dir: &Path,
    title: &str,
    findings: &[FindingRow],
    wanted: impl Fn(&FindingRow) -> bool,
) -> io::Result<()> {
    let findings: Vec<_> = findings.iter().filter(|row| wanted(row)).collect();
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for row in findings.iter().take(MOST_FINDINGS) {
        finding::print(out, row, view.accounts(&row.question_id))?;
    }
    if let (more @ 1.., Some(row)) = (findings.len().saturating_sub(MOST_FINDINGS), findings.first()) {
        writeln!(out, "… and {more} more: crossread findings {} --relation {}", dir.display(), row.relation)?;
    }
    Ok(())
}

/// Casualty claims without a number: accounts, but never compared.
fn unnumbered(out: &mut impl Write, view: &CompareView) -> io::Result<()> {
    let accounts = view.unnumbered();
    if accounts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nCASUALTY CLAIMS WITHOUT A NUMBER")?;
    for account in accounts.iter().take(MOST_FINDINGS) {
        finding::print_account(out, account)?;
    }
    if accounts.len() > MOST_FINDINGS {
        writeln!(out, "… and {} more", thousands(accounts.len() - MOST_FINDINGS))?;
    }
    Ok(())
}
