//! What was read, what was not, and what that means for the rest of the page.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::read::Corpus;
use crate::rows::{Document, Relation};
use crate::words::{counted, days, thousands};

/// Losses that are listed; the table `skipped` has them all.
const MOST_SKIPPED: usize = 20;

/// The banner over everything that was made from invented reports.
pub(crate) fn banner(corpus: &Corpus) -> Markup {
    let synthetic = corpus.documents.iter().filter(|document| document.synthetic).count();
    let all = corpus.documents.len();
    html! {
        @if synthetic > 0 {
            section.synthetic aria-label="Synthetic" {
                strong { "SYNTHETIC" }
                @if synthetic == all { " This page was made from invented reports; nothing here is news." }
                @else { " " (thousands(synthetic)) " of " (thousands(all)) " reports are invented; they are marked." }
            }
        }
    }
}

/// The line of coverage: what was laid side by side, and what came of it.
pub(crate) fn line(corpus: &Corpus) -> String {
    let of = |relation| corpus.findings.iter().filter(|finding| finding.relation == relation).count();
    let mut parts = vec![
        counted(corpus.documents.len(), "report", "reports"),
        counted(corpus.claims.len(), "figure", "figures"),
        counted(of(Relation::Contradict), "contradiction", "contradictions"),
        counted(of(Relation::Agree), "agreement", "agreements"),
    ];
    for (relation, one, many) in [
        (Relation::Revised, "revision", "revisions"),
        (Relation::Compatible, "compatible question", "compatible questions"),
    ] {
        if of(relation) > 0 {
            parts.push(counted(of(relation), one, many));
        }
    }
    parts.push(format!("{} answered by one account", counted(of(Relation::Single), "question", "questions")));
    parts.join(" · ")
}

/// The box of coverage.
pub(crate) fn facts(corpus: &Corpus, left_out: &[String]) -> Markup {
    let count = |test: fn(&Document) -> bool| corpus.documents.iter().filter(|document| test(document)).count();
    let published = || corpus.documents.iter().filter_map(|document| document.published);
    let outlets: BTreeSet<&str> = corpus.documents.iter().filter_map(|document| document.source.as_deref()).collect();
    let undated = count(|document| document.published.is_none());
    let unnamed = count(|document| document.source.is_none());
    let copies = count(|document| document.duplicate_of.is_some());
    html! {
        section.coverage aria-labelledby="coverage-h" {
            h2 #coverage-h { "Coverage" }
            dl {
                dt { "Published" }
                dd { (days(published().min(), published().max()).unwrap_or_else(|| "no report is dated".to_owned())) }
                dt { "Outlets" }
                dd { (thousands(outlets.len())) @if unnamed > 0 { ", " (counted(unnamed, "report", "reports")) " without outlet" } }
                dt { "Reports" }
                dd {
                    (thousands(corpus.documents.len()))
                    @if undated > 0 { ", " (thousands(undated)) " undated" }
                    @if copies > 0 { ", " (counted(copies, "near-copy", "near-copies")) " counted once" }
                }
                dt { "Skipped" }
                dd {
                    @if corpus.skipped.is_empty() { "nothing" } @else {
                        details {
                            summary { (counted(corpus.skipped.len(), "input or part", "inputs or parts")) }
                            ul { @for row in corpus.skipped.iter().take(MOST_SKIPPED) {
                                li { b { (row.input) } ": " (row.message) }
                            } }
                            @if corpus.skipped.len() > MOST_SKIPPED { p { "… and more in the table skipped." } }
                        }
                    }
                }
                @if corpus.filtered > 0 {
                    dt { "Narrowed" }
                    dd { (counted(corpus.filtered, "other finding is", "other findings are")) " not on this page" }
                }
                @for sentence in left_out { dt { "Left out" } dd { (sentence) } }
            }
        }
    }
}
