//! A finding: the question, how its accounts relate and why, and the accounts side by side.

use maud::{Markup, PreEscaped, html};

use crate::facets::Facets;
use crate::interval::{Bar, Bounds, Scale};
use crate::later::later;
use crate::read::Corpus;
use crate::rows::{Account, Claim, Finding, Relation};
use crate::words;

/// Accounts of a card that are open at once; the others are one click away.
const OPEN_ACCOUNTS: usize = 6;
/// Accounts of a card at most; the others stand in the tables.
const MOST_ACCOUNTS: usize = 24;
/// Width of a chart in its own units.
const WIDTH: f64 = 300.0;
/// What is kept free left and right of the scale, for marks at its ends.
const MARGIN: f64 = 9.0;
const HEIGHT: f64 = 22.0;

/// A finding as a card: the question and how its accounts relate, and the accounts with it `at_once` or for later.
pub(crate) fn card(corpus: &Corpus, facets: &Facets, finding: &Finding, at_once: bool) -> Markup {
    let (from, to) = span(corpus, finding);
    html! {
        article class={ "card " (finding.relation.name()) } id={ "q-" (finding.question_id) } tabindex="-1"
            data-k=(facets.tokens(corpus, finding)) data-from=[from] data-to=[to] {
            header {
                p.kicker {
                    span.rank { (finding.rank) }
                    span class={ "relation " (finding.relation.name()) } { (words::relation(finding)) }
                    span { (words::support(&finding.support)) }
                    @if let Some(spread) = words::spread(finding) { span.spread { (spread) " apart" } }
                    span { (words::sources(finding)) }
                }
                h3 { (finding.question) }
                @if finding.relation != Relation::Single { p.why { (finding.why) } }
            }
            @if at_once { (accounts(corpus, finding, |more| later(0, more))) }
            @else { (later(finding.accounts.len(), &accounts(corpus, finding, PreEscaped::clone))) }
        }
    }
}

/// The accounts of a card side by side; those that are not open at once go through `fold`.
fn accounts(corpus: &Corpus, finding: &Finding, fold: impl Fn(&Markup) -> Markup) -> Markup {
    let scale = Scale::of(finding.accounts.iter().map(|account| bounds(finding, account)));
    let (open, more) = opened(finding);
    let hidden = more.len().saturating_sub(MOST_ACCOUNTS - OPEN_ACCOUNTS);
    let more = more.get(..more.len() - hidden).unwrap_or_default();
    let list = |accounts: &[&Account]| html! { ul.accounts { @for account in accounts { (row(corpus, finding, account, scale.as_ref())) } } };
    html! {
        @if let Some(scale) = &scale { (axis(finding, scale)) }
        (list(&open))
        @if !more.is_empty() {
            details.more {
                summary { (words::counted(more.len(), "more account", "more accounts")) }
                (fold(&list(more)))
            }
        }
        @if hidden > 0 {
            p.note { (words::counted(hidden, "account", "accounts")) " more in the table compare_figures." }
        }
        footer {
            @if !finding.related.is_empty() {
                span.related { "may be the same question: "
                    @for (at, question) in finding.related.iter().take(6).enumerate() {
                        @if at > 0 { ", " }
                        (related(corpus, question))
                    }
                }
            }
            span.tools {
                button type="button" data-act="csv" { "Copy CSV" }
                a href={ "#q-" (finding.question_id) } data-act="link" { "Link" }
            }
        }
    }
}

/// The accounts that are open at once, and the others, each in order: the furthest apart are always open.
fn opened(finding: &Finding) -> (Vec<&Account>, Vec<&Account>) {
    let current = || {
        let accounts = finding.accounts.iter().enumerate();
        accounts.filter(|(_, account)| !account.superseded && account.independent)
    };
    let order = |a: &(usize, f64), b: &(usize, f64)| a.1.total_cmp(&b.1);
    let lowest = current().filter_map(|(at, account)| Some((at, account.high?))).min_by(order);
    let highest = current().filter_map(|(at, account)| Some((at, account.low?))).max_by(order);
    let furthest: Vec<usize> = [lowest, highest].into_iter().flatten().map(|(at, _)| at).collect();
    let outside = furthest.iter().filter(|at| **at >= OPEN_ACCOUNTS).count();
    let (open, more): (Vec<_>, Vec<_>) =
        finding.accounts.iter().enumerate().partition(|(at, _)| *at < OPEN_ACCOUNTS - outside || furthest.contains(at));
    (open.into_iter().map(|(_, account)| account).collect(), more.into_iter().map(|(_, account)| account).collect())
}

fn related(corpus: &Corpus, question: &str) -> Markup {
    let finding = corpus.findings.iter().find(|finding| finding.question_id == question);
    html! {
        @if let Some(finding) = finding {
            a href={ "#q-" (question) } title=(finding.question) { "no. " (finding.rank) }
        } @else { "one not shown" }
    }
}

/// First and last day: of what is counted, else of publication.
fn span(corpus: &Corpus, finding: &Finding) -> (Option<String>, Option<String>) {
    let published = || finding.accounts.iter().filter_map(|account| corpus.documents[account.doc].published);
    let from = finding.date_from.or_else(|| published().min());
    let to = finding.date_to.or(finding.date_from).or_else(|| published().max());
    (from.map(|day| day.to_string()), to.map(|day| day.to_string()))
}

/// The bounds of an account in the unit of the question's scale.
fn bounds<'a>(finding: &Finding, account: &'a Account) -> Bounds<'a> {
    let same = finding.accounts.iter().all(|other| other.claim.unit == account.claim.unit);
    let (low, high) = if same { (account.low, account.high) } else { (account.low_si, account.high_si) };
    Bounds { low, high, comparator: &account.comparator }
}

/// One account: who says so, the value on the scale, the sentence.
pub(crate) fn row(corpus: &Corpus, finding: &Finding, account: &Account, scale: Option<&Scale>) -> Markup {
    let claim = &account.claim;
    let document = &corpus.documents[account.doc];
    let side = corpus.parties.class(claim.claimant_id.as_deref());
    let bounds = bounds(finding, account);
    html! {
        li class=(classes(account, side)) data-d=(account.doc) data-s=(claim.sentence_id) data-f=(claim.figure_id)
            data-low=[account.low] data-high=[account.high] data-unit=(claim.unit) {
            div.who {
                span.claimant { (words::claimant(account)) }
                (chips(account))
                span.outlet {
                    (document.outlet())
                    @if let Some(day) = document.published { ", " time datetime=(day) { (words::day(day)) } }
                    @else { ", undated" }
                }
            }
            div.value {
                span.figure { (claim.text) }
                @if let Some(bar) = scale.and_then(|scale| scale.bar(bounds)) {
                    (drawn(scale, bar, &described(account)))
                } @else { span.none { "no number given" } }
            }
            blockquote.quote { (quote(claim)) }
            div.acts {
                button type="button" data-act="open" { "Open in report" }
                button type="button" data-act="cite" { "Copy as citation" }
            }
        }
    }
}

fn classes(account: &Account, side: &str) -> String {
    let superseded = if account.superseded { " superseded" } else { "" };
    let echo = if account.independent { "" } else { " echo" };
    format!("account {side}{superseded}{echo}")
}

/// What a reader must know about an account beside its value.
fn chips(account: &Account) -> Markup {
    let claim = &account.claim;
    let denied = claim.denied_by.as_ref().or(claim.denier_id.as_ref());
    html! {
        span.chips {
            @if let Some(denier) = denied { span.chip.denied { "denied by " (denier) } }
            @else if claim.stance == "denied" { span.chip.denied { "denied" } }
            @if claim.stance == "estimated" { span.chip { "estimate" } }
            @if claim.claimant.is_none() { span.chip { "asserted" } }
            @if let Some(verification) = &claim.verification { span.chip { (verification.replace('-', " ")) } }
            @if account.superseded { span.chip { "superseded" } }
            @if !account.independent { span.chip { "repeated" } }
        }
    }
}

/// The sentence, with its figure marked.
pub(crate) fn quote(claim: &Claim) -> Markup {
    let sentence = claim.sentence.as_str();
    let byte = |point: usize| sentence.char_indices().nth(point).map(|(at, _)| at);
    let stands = |at: &usize| !claim.text.is_empty() && sentence[*at..].starts_with(&claim.text);
    let at = claim.offset.and_then(byte).filter(stands).or_else(|| sentence.find(&claim.text).filter(stands));
    html! {
        @match at {
            Some(at) => { (sentence[..at]) mark { (claim.text) } (sentence[at + claim.text.len()..]) }
            None => { (sentence) }
        }
    }
}

fn described(account: &Account) -> String {
    let value = words::bounds(account.low, account.high, &account.comparator).unwrap_or_default();
    format!("{}: {value}", words::claimant(account))
}

fn x(at: f64) -> String {
    format!("{:.1}", MARGIN + at * (WIDTH - 2.0 * MARGIN))
}

fn axis(finding: &Finding, scale: &Scale) -> Markup {
    html! {
        div.axis aria-hidden="true" {
            svg viewBox={ "0 0 " (WIDTH) " 16" } {
                @for tick in &scale.ticks {
                    text x=(x(scale.at(*tick))) y="11" text-anchor="middle" { (words::number(*tick)) }
                }
            }
            span.unit { (unit(finding)) @if scale.is_log() { ", logarithmic" } }
        }
    }
}

fn unit(finding: &Finding) -> &str {
    match finding.unit.as_str() {
        "person" => "people",
        unit => unit,
    }
}

/// The mark of an account: a dot for one value, a bar for a range, an arrow for an open end.
fn drawn(scale: Option<&Scale>, bar: Bar, description: &str) -> Markup {
    let middle = HEIGHT / 2.0;
    let (from, to) = (x(bar.from), x(bar.to));
    let (left, right) = (x(0.0), x(1.0));
    let dot = |at: &str, hollow: bool| {
        html! { circle class=(if hollow { "dot hollow" } else { "dot" }) cx=(at) cy=(middle) r="4.5" {} }
    };
    html! {
        svg.bar viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(description) {
            @for tick in scale.map(|scale| scale.ticks.as_slice()).unwrap_or_default() {
                @let at = scale.map_or(0.0, |scale| scale.at(*tick));
                line.grid x1=(x(at)) x2=(x(at)) y1="0" y2=(HEIGHT) {}
            }
            @if bar.is_point() {
                (dot(&from, false))
            } @else if let Some(about) = bar.about {
                line.range x1=(from) x2=(to) y1=(middle) y2=(middle) {}
                (dot(&x(about), true))
            } @else if bar.open_right {
                line.open x1=(from) x2=(right) y1=(middle) y2=(middle) {}
                path.arrow d={ "M" (WIDTH - MARGIN - 5.0) " " (middle - 5.0) "l7 5l-7 5" } {}
                (dot(&from, bar.excluded))
            } @else if bar.open_left {
                line.open x1=(left) x2=(to) y1=(middle) y2=(middle) {}
                path.arrow d={ "M" (MARGIN + 5.0) " " (middle - 5.0) "l-7 5l7 5" } {}
                (dot(&to, bar.excluded))
            } @else {
                line.range x1=(from) x2=(to) y1=(middle) y2=(middle) {}
                line.end x1=(from) x2=(from) y1=(middle - 5.0) y2=(middle + 5.0) {}
                line.end x1=(to) x2=(to) y1=(middle - 5.0) y2=(middle + 5.0) {}
            }
        }
    }
}
