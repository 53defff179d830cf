//! The difference as Markdown, for a pull request.

use std::io::{self, Write};

use crate::diff::{Counts, Kind, Side};
use crate::outline::{ChangeLine, DocumentLine, FindingLine, Outline, Sentence};

/// Writes an outline as GitHub-flavoured Markdown. Texts of documents are escaped: nothing in them becomes markup.
///
/// # Errors
/// When `out` cannot be written.
pub fn markdown(outline: &Outline, out: &mut impl Write) -> io::Result<()> {
    if outline.synthetic {
        writeln!(out, "**SYNTHETIC: made from invented reports; nothing here is news.**\n")?;
    }
    let changes: usize = outline.counts.iter().map(|(_, counts, _)| counts.changes()).sum();
    if changes == 0 && outline.counts.iter().all(|(.., missing)| missing.is_none()) {
        return writeln!(out, "No row changed.");
    }
    if !outline.facts.is_empty() {
        writeln!(out, "{}\n", escaped(&outline.facts.join(" · ")))?;
    }
    if !outline.findings.is_empty() {
        writeln!(out, "### Findings\n")?;
        outline.findings.iter().try_for_each(|line| finding(line, out))?;
        more(outline.more_findings, out)?;
    }
    counts(outline, out)?;
    writeln!(out, "### Causes\n\n| cause | documents | rows |\n|---|---:|---|")?;
    for line in &outline.causes {
        let tables: Vec<String> = line.tables.iter().map(|(table, count)| format!("{table} {count}")).collect();
        writeln!(out, "| {} | {} | {} |", escaped(&line.cause), line.documents, tables.join(", "))?;
    }
    if !outline.documents.is_empty() {
        writeln!(out, "\n### Documents\n")?;
        outline.documents.iter().try_for_each(|line| document(line, out))?;
        more(outline.more_documents, out)?;
    }
    for section in &outline.sections {
        writeln!(out, "\n<details><summary>{}: {}</summary>\n", section.table, section.lines.len() + section.more)?;
        section.lines.iter().try_for_each(|line| change(line, out))?;
        more(section.more, out)?;
        writeln!(out, "\n</details>")?;
    }
    Ok(())
}

fn counts(outline: &Outline, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n| table | added | removed | changed | unchanged |\n|---|---:|---:|---:|---:|")?;
    for (table, counts, missing) in &outline.counts {
        let Counts { added, removed, changed, unchanged } = counts;
        match missing {
            Some(Side::Old) => writeln!(out, "| {table} | not in the old run | | | |")?,
            Some(Side::New) => writeln!(out, "| {table} | not in the new run | | | |")?,
            None => writeln!(out, "| {table} | {added} | {removed} | {changed} | {unchanged} |")?,
        }
    }
    writeln!(out)
}

fn finding(line: &FindingLine, out: &mut impl Write) -> io::Result<()> {
    write!(out, "- **{}** {}", line.kind.name(), escaped(&line.question))?;
    if !line.facts.is_empty() {
        write!(out, ": {}", escaped(&line.facts.join(" · ")))?;
    }
    writeln!(out, " _({})_", escaped(&line.causes.join("; ")))
}

fn document(line: &DocumentLine, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "- **{}** {}, {} rows", line.fate.name(), escaped(&line.doc_id), line.rows)?;
    for edit in &line.edits {
        let written = |sentence: &Sentence, mark: &str| {
            let words = sentence.iter().map(|word| match word.same {
                true => escaped(&word.text),
                false => format!("{mark}{}{mark}", escaped(&word.text)),
            });
            words.collect::<Vec<_>>().join(" ")
        };
        if !edit.old.is_empty() {
            writeln!(out, "  - − {}", written(&edit.old, "~~"))?;
        }
        if !edit.new.is_empty() {
            writeln!(out, "  - \\+ {}", written(&edit.new, "**"))?;
        }
    }
    if line.more > 0 {
        writeln!(out, "  - … and {} more sentences", line.more)?;
    }
    Ok(())
}

fn change(line: &ChangeLine, out: &mut impl Write) -> io::Result<()> {
    let sign = match line.kind {
        Kind::Added => "\\+",
        Kind::Removed => "−",
        Kind::Changed => "±",
    };
    write!(out, "- {sign} {}", escaped(&line.place))?;
    if !line.label.is_empty() {
        write!(out, " “{}”", escaped(&line.label))?;
    }
    writeln!(out, ": {} _({})_", escaped(&line.facts.join(" · ")), escaped(&line.causes.join("; ")))
}

fn more(count: usize, out: &mut impl Write) -> io::Result<()> {
    if count > 0 { writeln!(out, "- … and {count} more") } else { Ok(()) }
}

/// Text on one line in which no sign is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A mention of a user or an issue is no markup, but would notify somebody.
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '|' | '!' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn texts_of_documents_are_no_markup() {
        assert_eq!(escaped("a|b *c* <img>\n@x"), "a\\|b \\*c\\* &lt;img&gt; &#64;x");
        assert_eq!(escaped("more than 200"), "more than 200");
    }
}
