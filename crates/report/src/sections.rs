//! The findings in their order of reading, and the list of reports.

use maud::{Markup, html};

use crate::card;
use crate::facets::Facets;
use crate::read::Corpus;
use crate::reports::Reports;
use crate::rows::{Account, Finding, Relation};
use crate::words::{self, counted, thousands};

/// Cards of a page at most.
const MOST_CARDS: usize = 500;
/// Rows of a list at most.
const MOST_ROWS: usize = 2000;
/// Rows of a measure that are open at once.
const OPEN_ROWS: usize = 8;

/// The findings, and sentences about those that did not fit.
pub(crate) fn findings(corpus: &Corpus, facets: &Facets) -> (Markup, Vec<String>) {
    let mut left_out = Vec::new();
    let mut room = MOST_CARDS;
    let mut cards = |relation: Relation, id: &str, title: &str, lead: &str| {
        let all: Vec<&Finding> = corpus.findings.iter().filter(|finding| finding.relation == relation).collect();
        let shown = &all[..room.min(all.len())];
        room -= shown.len();
        if shown.len() < all.len() {
            left_out.push(format!(
                "{} of {} are not shown ({title}). Narrow the page: crossread report DIR --out FILE --measure killed, --place, --actor, --claimant or --relation.",
                thousands(all.len() - shown.len()),
                counted(all.len(), "finding", "findings"),
            ));
        }
        section(id, title, lead, all.len(), &html! { @for finding in shown { (card::card(corpus, facets, finding)) } })
    };
    let contradict = cards(
        Relation::Contradict,
        "contradictions",
        "Contradictions",
        "Accounts of one question that cannot both be right; opposed sides and deaths first.",
    );
    let revised = cards(
        Relation::Revised,
        "revised",
        "Revised",
        "The claimant gave another number later. The earlier one is kept, marked superseded.",
    );
    let agree = cards(Relation::Agree, "agreements", "Agreements", "Every current account says the same.");
    let compatible = cards(
        Relation::Compatible,
        "compatible",
        "Compatible",
        "The accounts differ, and one value could still satisfy all of them.",
    );
    let unnumbered = unnumbered(corpus, facets);
    let (rest, hidden) = rest(corpus, facets);
    left_out.extend(hidden);
    (html! { (contradict) (revised) (unnumbered) (agree) (compatible) (rest) }, left_out)
}

fn section(id: &str, title: &str, lead: &str, count: usize, body: &Markup) -> Markup {
    html! {
        @if count > 0 {
            section.findings id=(id) aria-labelledby={ (id) "-h" } {
                h2 id={ (id) "-h" } { (title) " " span.count { (thousands(count)) } }
                p.lead { (lead) }
                (body)
            }
        }
    }
}

fn is_unnumbered(finding: &Finding) -> bool {
    finding.relation == Relation::Single && finding.accounts.iter().all(|account| !account.is_stated())
}

/// Casualty claims without a number: accounts, but never compared.
fn unnumbered(corpus: &Corpus, facets: &Facets) -> Markup {
    let all: Vec<&Finding> = corpus.findings.iter().filter(|finding| is_unnumbered(finding)).collect();
    let body = html! {
        ul.plain { @for finding in all.iter().take(MOST_ROWS) {
            @for account in &finding.accounts { (line(corpus, facets, finding, account)) }
        } }
    };
    section(
        "unnumbered",
        "Casualty claims without a number",
        "Someone says that people were harmed and gives no number. Shown, never compared.",
        all.len(),
        &body,
    )
}

/// Questions that one account answers, by measure.
fn rest(corpus: &Corpus, facets: &Facets) -> (Markup, Option<String>) {
    let single = |finding: &&Finding| finding.relation == Relation::Single && !is_unnumbered(finding);
    let all: Vec<&Finding> = corpus.findings.iter().filter(single).collect();
    let shown = &all[..MOST_ROWS.min(all.len())];
    let hidden = (shown.len() < all.len()).then(|| {
        format!(
            "{} of {} questions with one account are not shown; the table claims has every figure.",
            thousands(all.len() - shown.len()),
            thousands(all.len())
        )
    });
    let mut measures: Vec<&str> = Vec::new();
    for finding in shown {
        if !measures.contains(&finding.measure.as_str()) {
            measures.push(&finding.measure);
        }
    }
    let body = html! {
        @for measure in measures {
            @let rows: Vec<&&Finding> = shown.iter().filter(|finding| finding.measure == measure).collect();
            @let (open, more) = rows.split_at(OPEN_ROWS.min(rows.len()));
            div.measure {
                h3 { (measure.replace('-', " ")) " " span.count { (rows.len()) } }
                ul.plain { @for finding in open { @for account in finding.accounts.iter().take(1) {
                    (line(corpus, facets, finding, account))
                } } }
                @if !more.is_empty() {
                    details.more {
                        summary { (counted(more.len(), "more", "more")) }
                        ul.plain { @for finding in more { @for account in finding.accounts.iter().take(1) {
                            (line(corpus, facets, finding, account))
                        } } }
                    }
                }
            }
        }
    };
    (section("rest", "One account each", "Nothing to compare them with in these reports.", all.len(), &body), hidden)
}

/// A finding with one account, on a line.
fn line(corpus: &Corpus, facets: &Facets, finding: &Finding, account: &Account) -> Markup {
    let claim = &account.claim;
    let document = &corpus.documents[account.doc];
    let day = finding.date_from.or(document.published).map(|day| day.to_string());
    let last = finding.date_to.or(finding.date_from).or(document.published).map(|day| day.to_string());
    html! {
        li class={ "line " (corpus.parties.class(claim.claimant_id.as_deref())) } id={ "q-" (finding.question_id) }
            data-k=(facets.tokens(corpus, finding)) data-from=[day] data-to=[last]
            data-d=(account.doc) data-s=(claim.sentence_id) data-f=(claim.figure_id) {
            button.figure type="button" data-act="open" title="Open in report" { (claim.text) }
            span.asked { (finding.question) }
            span.by {
                i.swatch {} (words::claimant(account))
                @if let Some(denier) = &claim.denied_by { ", denied by " (denier) }
                " · " (document.outlet())
                @if let Some(day) = document.published { ", " (words::day(day)) }
            }
        }
    }
}

/// Every report of the page.
pub(crate) fn reports(corpus: &Corpus, reports: &Reports) -> Markup {
    let mut figures = vec![0_usize; corpus.documents.len()];
    for claim in &corpus.claims {
        figures[claim.doc] += 1;
    }
    html! {
        section #reports aria-labelledby="reports-h" {
            h2 #reports-h { "Reports " span.count { (thousands(corpus.documents.len())) } }
            div.scroll tabindex="0" role="group" aria-label="Table of reports" {
                table {
                    thead { tr {
                        th scope="col" { "Outlet" } th scope="col" { "Published" } th scope="col" { "Title" }
                        th.number scope="col" { "Figures" }
                    } }
                    tbody { @for (at, document) in corpus.documents.iter().enumerate().take(MOST_ROWS) {
                        tr data-d=(at) {
                            td { (document.outlet()) }
                            td { @match document.published { Some(day) => { (words::day(day)) }, None => { "undated" } } }
                            td {
                                @let title = document.title.as_deref().unwrap_or(&document.id);
                                @if reports.blocks.get(at).is_some_and(|block| !block.is_empty()) {
                                    button.text type="button" data-act="open" { (title) }
                                } @else { (title) }
                                @if let Some(copy) = document.duplicate_of {
                                    " " span.chip { "near-copy of " (corpus.documents[copy].outlet()) }
                                }
                                @if document.synthetic { " " span.chip { "synthetic" } }
                            }
                            td.number { (figures[at]) }
                        }
                    } }
                }
            }
        }
    }
}
