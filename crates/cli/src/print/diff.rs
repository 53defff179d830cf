//! What changed between two runs.

use std::io::{self, Write};

use crossread_diff::{ChangeLine, DocumentLine, FindingLine, Kind, Outline, Sentence, Side};

use super::{SYNTHETIC, counted, cut, padded, thousands, wrapped};

/// Columns of a label.
const LABEL: usize = 40;

/// Prints an outline: findings, counts, causes, documents, rows.
pub(crate) fn print(out: &mut impl Write, outline: &Outline) -> io::Result<()> {
    if outline.synthetic {
        writeln!(out, "{SYNTHETIC}")?;
    }
    let changes: usize = outline.counts.iter().map(|(_, counts, _)| counts.changes()).sum();
    if changes == 0 && outline.counts.iter().all(|(.., missing)| missing.is_none()) {
        let told = std::iter::once("no row changed").chain(outline.facts.iter().map(String::as_str));
        wrapped(out, "", &told.collect::<Vec<_>>().join(" · "))?;
        return Ok(());
    }
    if !outline.facts.is_empty() {
        wrapped(out, "", &outline.facts.join(" · "))?;
    }
    if !outline.findings.is_empty() {
        writeln!(out, "\nFINDINGS")?;
        outline.findings.iter().try_for_each(|line| finding(out, line))?;
        more(out, outline.more_findings)?;
    }
    counts(out, outline)?;
    writeln!(out, "\nCAUSES")?;
    for line in &outline.causes {
        let tables: Vec<String> =
            line.tables.iter().map(|(table, count)| format!("{table} {}", thousands(*count))).collect();
        let documents = counted(line.documents, "document", "documents");
        wrapped(out, "  ", &format!("{}: {} in {documents}", flat(&line.cause), tables.join(", ")))?;
    }
    if !outline.documents.is_empty() {
        writeln!(out, "\nDOCUMENTS")?;
        outline.documents.iter().try_for_each(|line| document(out, line))?;
        more(out, outline.more_documents)?;
    }
    for section in &outline.sections {
        writeln!(out, "\n{}", section.table.to_uppercase())?;
        section.lines.iter().try_for_each(|line| change(out, line))?;
        more(out, section.more)?;
    }
    Ok(())
}

fn more(out: &mut impl Write, count: usize) -> io::Result<()> {
    if count > 0 { writeln!(out, "  … and {} more: --max-changes N lists more", thousands(count)) } else { Ok(()) }
}

fn counts(out: &mut impl Write, outline: &Outline) -> io::Result<()> {
    writeln!(out, "\n{}{:>12}{:>12}{:>12}{:>12}", padded("ROWS", 20), "added", "removed", "changed", "unchanged")?;
    for (table, counts, missing) in &outline.counts {
        let name = padded(table, 20);
        match missing {
            Some(Side::Old) => writeln!(out, "{name}{:>48}", "not in the old run")?,
            Some(Side::New) => writeln!(out, "{name}{:>48}", "not in the new run")?,
            None => {
                let cell = |count: usize| if count == 0 { "·".to_owned() } else { thousands(count) };
                let [added, removed, changed] = [counts.added, counts.removed, counts.changed].map(cell);
                writeln!(out, "{name}{added:>12}{removed:>12}{changed:>12}{:>12}", thousands(counts.unchanged))?;
            }
        }
    }
    Ok(())
}

fn finding(out: &mut impl Write, line: &FindingLine) -> io::Result<()> {
    wrapped(out, &format!("  {} ", padded(line.kind.name(), 8)), &flat(&line.question))?;
    if !line.facts.is_empty() {
        wrapped(out, &" ".repeat(11), &flat(&line.facts.join(" · ")))?;
    }
    wrapped(out, "           by ", &flat(&line.causes.join("; ")))
}

fn document(out: &mut impl Write, line: &DocumentLine) -> io::Result<()> {
    let rows = counted(line.rows, "row", "rows");
    wrapped(out, &format!("  {} ", padded(line.fate.name(), 8)), &format!("{} · {rows}", flat(&line.doc_id)))?;
    for edit in &line.edits {
        // Words that the other side does not have stand in marks, because a pipe has no colours.
        let written = |sentence: &Sentence| {
            let words = sentence.iter().map(|word| match word.same {
                true => word.text.clone(),
                false => format!("[{}]", word.text),
            });
            flat(&words.collect::<Vec<_>>().join(" "))
        };
        if !edit.old.is_empty() {
            wrapped(out, "         - ", &written(&edit.old))?;
        }
        if !edit.new.is_empty() {
            wrapped(out, "         + ", &written(&edit.new))?;
        }
    }
    if line.more > 0 {
        writeln!(out, "         … and {} more", counted(line.more, "sentence", "sentences"))?;
    }
    Ok(())
}

fn change(out: &mut impl Write, line: &ChangeLine) -> io::Result<()> {
    let sign = match line.kind {
        Kind::Added => '+',
        Kind::Removed => '-',
        Kind::Changed => '~',
    };
    let label =
        if line.label.is_empty() { String::new() } else { format!(" “{}”", cut(&flat(&line.label), LABEL)) };
    wrapped(out, &format!("  {sign} "), &format!("{}{label}", flat(&line.place)))?;
    if !line.facts.is_empty() {
        wrapped(out, "      ", &flat(&line.facts.join(" · ")))?;
    }
    wrapped(out, "      by ", &flat(&line.causes.join("; ")))
}

/// The text on one line, without signs that steer a terminal.
fn flat(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
