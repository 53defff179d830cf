//! The findings in their order of reading, and the list of reports.

use maud::{Markup, html};

use crate::card;
use crate::facets::Facets;
use crate::later;
use crate::read::Corpus;
use crate::reports::Reports;
use crate::rows::{Account, Finding, Relation};
use crate::words::{self, counted, thousands};

/// How to have what does not fit.
pub(crate) const NARROW: &str =
    "Narrow the page: crossread report DIR --out FILE --measure killed, --place, --actor, --claimant or --relation.";
/// Cards of a page at most.
const MOST_CARDS: usize = 500;
/// Rows of a list at most.
const MOST_ROWS: usize = 2000;
/// Cards that are drawn when the page opens; the others are when a reader comes near them.
const AT_ONCE: usize = 4;
/// Rows of a measure that are open at once.
const OPEN_ROWS: usize = 8;
/// Repeats of an account that are named at most.
const MOST_REPEATS: usize = 5;
/// Rows of the other lists that are open at once.
const OPEN_LIST: usize = 40;

/// The findings, and sentences about those that did not fit.
pub(crate) fn findings(corpus: &Corpus, facets: &Facets) -> (Markup, Vec<String>) {
    let mut left_out = Vec::new();
    let mut room = MOST_CARDS;
    let mut at_once = AT_ONCE;
    let mut cards = |relation: Relation, id: &str, title: &str, lead: &str| {
        let all: Vec<&Finding> = corpus.findings.iter().filter(|finding| finding.relation == relation).collect();
        let shown = &all[..room.min(all.len())];
        room -= shown.len();
        if shown.len() < all.len() {
            left_out.push(format!(
                "{} of {} are not shown ({title}). {NARROW}",
                thousands(all.len() - shown.len()),
                counted(all.len(), "finding", "findings"),
            ));
        }
        let (first, others) = shown.split_at(at_once.min(shown.len()));
        at_once -= first.len();
        let body = html! {
            @for finding in first { (card::card(corpus, facets, finding, true)) }
            @for finding in others { (card::card(corpus, facets, finding, false)) }
        };
        section(id, title, lead, all.len(), &body)
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
    let (unnumbered, unseen) = unnumbered(corpus, facets);
    let (rest, hidden) = rest(corpus, facets);
    left_out.extend(unseen.into_iter().chain(hidden));
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
fn unnumbered(corpus: &Corpus, facets: &Facets) -> (Markup, Option<String>) {
    let all: Vec<&Finding> = corpus.findings.iter().filter(|finding| is_unnumbered(finding)).collect();
    let (shown, hidden) = fitting(&all, "casualty claims without a number");
    let body = section(
        "unnumbered",
        "Casualty claims without a number",
        "Someone says that people were harmed and gives no number. Shown, never compared.",
        all.len(),
        &lines(corpus, facets, shown, OPEN_LIST),
    );
    (body, hidden)
}

/// Questions that one account answers, by measure.
fn rest(corpus: &Corpus, facets: &Facets) -> (Markup, Option<String>) {
    let single = |finding: &&Finding| finding.relation == Relation::Single && !is_unnumbered(finding);
    let all: Vec<&Finding> = corpus.findings.iter().filter(single).collect();
    let (shown, hidden) = fitting(&all, "questions with one account");
    let mut measures: Vec<&str> = Vec::new();
    for finding in shown {
        if !measures.contains(&finding.measure.as_str()) {
            measures.push(&finding.measure);
        }
    }
    let body = html! {
        @for measure in measures {
            @let rows: Vec<&Finding> = shown.iter().copied().filter(|finding| finding.measure == measure).collect();
            div.measure {
                h3 { (measure.replace('-', " ")) " " span.count { (rows.len()) } }
                (lines(corpus, facets, &rows, OPEN_ROWS))
            }
        }
    };
    (section("rest", "One account each", "Nothing to compare them with in these reports.", all.len(), &body), hidden)
}

/// The first findings of a list, and a sentence if there are more, which calls them `what`.
fn fitting<'a, 'b>(all: &'a [&'b Finding], what: &str) -> (&'a [&'b Finding], Option<String>) {
    let shown = &all[..MOST_ROWS.min(all.len())];
    let hidden = (shown.len() < all.len()).then(|| {
        format!(
            "{} of {} {what} are not shown; the table claims has every figure. {NARROW}",
            thousands(all.len() - shown.len()),
            thousands(all.len())
        )
    });
    (shown, hidden)
}

/// Findings on lines, the first `open` of them at once and the others one click away.
fn lines(corpus: &Corpus, facets: &Facets, findings: &[&Finding], open: usize) -> Markup {
    let list = |findings: &[&Finding]| {
        html! { ul.plain { @for finding in findings {
            @let several = if is_unnumbered(finding) { finding.accounts.len() } else { 1 };
            @for (at, account) in finding.accounts.iter().enumerate().take(several) {
                (line(corpus, facets, finding, account, at, finding.accounts.get(several..).unwrap_or_default()))
            }
        } } }
    };
    let (open, more) = findings.split_at(open.min(findings.len()));
    html! {
        (list(open))
        @if !more.is_empty() {
            details.more { summary { (counted(more.len(), "more", "more")) } (later::parts(more, list)) }
        }
    }
}

/// The account `at` of a finding that nothing is compared in, on a line; `also` are the accounts that repeat it.
fn line(corpus: &Corpus, facets: &Facets, finding: &Finding, account: &Account, at: usize, also: &[Account]) -> Markup {
    let claim = &account.claim;
    let document = &corpus.documents[account.doc];
    let day = finding.date_from.or(document.published).map(|day| day.to_string());
    let last = finding.date_to.or(finding.date_from).or(document.published).map(|day| day.to_string());
    html! {
        li class={ "line " (corpus.parties.class(claim.claimant_id.as_deref())) } id=[(at == 0).then(|| format!("q-{}", finding.question_id))]
            data-k=(facets.tokens(corpus, finding)) data-from=[day] data-to=[last]
            data-d=(account.doc) data-s=(claim.sentence_id) data-f=(claim.figure_id) {
            button.figure type="button" data-act="open" title="Open in report" { (claim.text) }
            span.asked { (finding.question) }
            span.by {
                i.swatch {} (words::claimant(account))
                @if let Some(denier) = &claim.denied_by { ", denied by " (denier) }
                " · " (document.outlet())
                @if let Some(day) = document.published { ", " (words::day(day)) }
                @if !also.is_empty() { " · also in " (repeats(corpus, also)) }
            }
        }
    }
}

/// Where an account is repeated: each outlet opens its report.
fn repeats(corpus: &Corpus, accounts: &[Account]) -> Markup {
    let (named, more) = accounts.split_at(MOST_REPEATS.min(accounts.len()));
    html! {
        @for (at, account) in named.iter().enumerate() {
            @if at > 0 { ", " }
            button.text type="button" data-act="open" data-d=(account.doc) data-s=(account.claim.sentence_id)
                data-f=(account.claim.figure_id) title="Open in report" { (corpus.documents[account.doc].outlet()) }
        }
        @if !more.is_empty() { " and " (counted(more.len(), "more", "more")) }
    }
}

/// Every report of the page.
pub(crate) fn reports(corpus: &Corpus, reports: &Reports) -> Markup {
    let mut figures = vec![0_usize; corpus.documents.len()];
    for claim in &corpus.claims {
        figures[claim.doc] += 1;
    }
    let all: Vec<usize> = (0..corpus.documents.len()).collect();
    let shown = &all[..MOST_ROWS.min(all.len())];
    let (open, more) = shown.split_at(OPEN_LIST.min(shown.len()));
    let list = |documents: &[usize]| {
        html! {
            div.scroll tabindex="0" role="group" aria-label="Table of reports" {
                table.documents {
                    thead { tr {
                        th scope="col" { "Outlet" } th scope="col" { "Published" } th scope="col" { "Title" }
                        th.number scope="col" { "Figures" }
                    } }
                    tbody { @for &at in documents { (report(corpus, reports, at, figures[at])) } }
                }
            }
        }
    };
    html! {
        section #reports aria-labelledby="reports-h" {
            h2 #reports-h { "Reports " span.count { (thousands(all.len())) } }
            (later::later(0, &list(open)))
            @if !more.is_empty() {
                details.more { summary { (counted(more.len(), "more", "more")) } (later::parts(more, list)) }
            }
            @if shown.len() < all.len() {
                p.note { (counted(all.len() - shown.len(), "report", "reports")) " more in the table documents." }
            }
        }
    }
}

/// A report in the table of reports.
fn report(corpus: &Corpus, reports: &Reports, at: usize, figures: usize) -> Markup {
    let document = &corpus.documents[at];
    let title = document.title.as_deref().unwrap_or(&document.id);
    html! {
        tr data-d=(at) {
            td { (document.outlet()) }
            td { @match document.published { Some(day) => { (words::day(day)) }, None => { "undated" } } }
            td {
                @if reports.blocks.get(at).is_some_and(|block| !block.is_empty()) {
                    button.text type="button" data-act="open" { (title) }
                } @else { (title) }
                @if let Some(copy) = document.duplicate_of {
                    " " span.chip { "near-copy of " (corpus.documents[copy].outlet()) }
                }
                @if document.synthetic { " " span.chip { "synthetic" } }
            }
            td.number { (figures) }
        }
    }
}
