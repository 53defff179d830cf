//! The difference as the body of a page in the style of the report.

use maud::{Markup, html};

use crate::diff::{Kind, Side};
use crate::outline::{ChangeLine, DocumentLine, FindingLine, Outline, Section, Sentence};

/// The body of a page that shows an outline, for a page whose style has the classes of the report. All text of documents is
/// escaped.
#[must_use]
pub fn page(outline: &Outline) -> String {
    let changes: usize = outline.counts.iter().map(|(_, counts, _)| counts.changes()).sum();
    let body = html! {
        @if outline.synthetic {
            div.synthetic role="note" { strong { "SYNTHETIC" } " made from invented reports; nothing here is news." }
        }
        header.top {
            p.brand { "crossread" }
            h1 { "What changed, and why" }
            p.coverage-line { (changes) " rows" @for fact in &outline.facts { " · " (fact) } }
        }
        div.columns {
            aside { (causes(outline)) (counts(outline)) }
            main #main {
                @if changes == 0 { p.lead { "No row changed." } }
                (findings(outline))
                (documents(outline))
                @for section in &outline.sections { (rows(section)) }
            }
        }
    };
    body.into_string()
}

fn causes(outline: &Outline) -> Markup {
    html! {
        section aria-labelledby="causes" {
            h2 #causes { "Causes" }
            dl {
                @for line in &outline.causes {
                    dt { (line.cause) }
                    dd { @for (at, (table, count)) in line.tables.iter().enumerate() { @if at > 0 { ", " } (table) " " (count) } }
                }
            }
        }
    }
}

fn counts(outline: &Outline) -> Markup {
    html! {
        section aria-labelledby="counts" {
            h2 #counts { "Rows" }
            table {
                thead { tr { th scope="col" { "table" } @for name in ["+", "−", "±"] { th.number scope="col" { (name) } } } }
                tbody {
                    @for (table, counts, missing) in &outline.counts {
                        tr {
                            th scope="row" { (table) }
                            @match missing {
                                Some(Side::Old) => { td colspan="3" { "not in the old run" } }
                                Some(Side::New) => { td colspan="3" { "not in the new run" } }
                                None => {
                                    @for count in [counts.added, counts.removed, counts.changed] { td.number { (count) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn findings(outline: &Outline) -> Markup {
    html! {
        @if !outline.findings.is_empty() {
            section.findings #findings {
                h2 { "Findings" }
                @for line in &outline.findings { (finding(line)) }
                (more(outline.more_findings))
            }
        }
    }
}

fn finding(line: &FindingLine) -> Markup {
    html! {
        article.card {
            p.kicker { span.relation { (line.kind.name()) } @for cause in &line.causes { span { (cause) } } }
            h3 { (line.question) }
            p.why { (line.facts.join(" · ")) }
        }
    }
}

fn documents(outline: &Outline) -> Markup {
    html! {
        @if !outline.documents.is_empty() {
            section.findings #documents {
                h2 { "Documents" }
                @for line in &outline.documents { (document(line)) }
                (more(outline.more_documents))
            }
        }
    }
}

fn document(line: &DocumentLine) -> Markup {
    html! {
        article.card {
            p.kicker { span.relation { (line.fate.name()) } span { (line.rows) " rows" } }
            h3 { (line.doc_id) }
            @for edit in &line.edits {
                @if !edit.old.is_empty() { p.quote { del { (sentence(&edit.old)) } } }
                @if !edit.new.is_empty() { p.quote { ins { (sentence(&edit.new)) } } }
            }
            @if line.more > 0 { p.note { "… and " (line.more) " more sentences" } }
        }
    }
}

/// The words that the other side does not have stand out.
fn sentence(words: &Sentence) -> Markup {
    html! {
        @for (at, word) in words.iter().enumerate() {
            @if at > 0 { " " }
            @if word.same { (word.text) } @else { strong { (word.text) } }
        }
    }
}

fn rows(section: &Section) -> Markup {
    html! {
        section.findings id={ "table-" (section.table) } {
            h2 { (section.table) " " span.count { (section.lines.len() + section.more) } }
            div.scroll {
                table {
                    thead { tr { @for name in ["", "where", "text", "what", "why"] { th scope="col" { (name) } } } }
                    tbody { @for line in &section.lines { (row(line)) } }
                }
            }
            (more(section.more))
        }
    }
}

fn row(line: &ChangeLine) -> Markup {
    let sign = match line.kind {
        Kind::Added => "+",
        Kind::Removed => "−",
        Kind::Changed => "±",
    };
    html! {
        tr {
            td { span title=(line.kind.name()) { (sign) } }
            td { (line.place) }
            td { (line.label) }
            td { (line.facts.join(" · ")) }
            td { (line.causes.join("; ")) }
        }
    }
}

fn more(count: usize) -> Markup {
    html! { @if count > 0 { p.note { "… and " (count) " more" } } }
}
