//! The page as a whole: head, policy, sections, data.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::facets::Facets;
use crate::island::{self, island};
use crate::read::Corpus;
use crate::reports::Reports;
use crate::{Page, coverage, filters, legend, map, matrix, sections, timeline};

const STYLE: &str = include_str!("../web/page.css");
const SCRIPT: &str = include_str!("../web/page.js");

/// What the script must know of a document.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    date: Option<String>,
    day: Option<String>,
    url: Option<&'a str>,
    synthetic: bool,
    text: bool,
}

pub(crate) fn render(corpus: &Corpus, facets: &Facets, reports: &Reports) -> Page {
    let (findings, mut left_out) = sections::findings(corpus, facets);
    if reports.left_out > 0 {
        left_out.push(format!(
            "The texts of {} are not in this page, so that it opens fast. {}",
            crate::words::counted(reports.left_out, "report", "reports"),
            sections::NARROW
        ));
    }
    let sections = html! {
        (map::map(corpus))
        (timeline::timeline(corpus))
        (matrix::matrices(corpus))
        (sections::reports(corpus, reports))
    };
    let body = html! {
        (coverage::banner(corpus))
        header.top {
            p.brand { "crossread" }
            h1 { "Who says what, and where the accounts part" }
            p.coverage-line { (coverage::line(corpus)) }
            (contents(&findings, &sections))
        }
        div.columns {
            aside { (coverage::facts(corpus, &left_out)) (legend::legend(corpus)) }
            main #main {
                noscript { p.note { "Without its script this page can be read and printed; filters, copying and the texts of reports need it." } }
                // Written by the template library alone: text cannot hold an unescaped quotation mark.
                (filters::form(facets, findings.0.matches(" data-k=\"").count()))
                (findings)
            }
        }
        div.across { (sections) }
        footer.page { p { "Made by crossread " (env!("CARGO_PKG_VERSION")) ". Every figure is quoted from a report; none is crossread’s own." } }
        (viewer())
    };
    Page { html: document(corpus, &body, reports).into_string(), left_out }
}

fn contents(findings: &Markup, sections: &Markup) -> Markup {
    let links = [
        ("contradictions", "Contradictions"),
        ("revised", "Revised"),
        ("unnumbered", "Without a number"),
        ("agreements", "Agreements"),
        ("compatible", "Compatible"),
        ("rest", "One account"),
        ("map", "Map"),
        ("timeline", "Timeline"),
        ("matrices", "Matrices"),
        ("reports", "Reports"),
    ];
    let there = |id: &str| {
        [findings, sections].into_iter().any(|part| {
            part.0.contains(&format!("<section id=\"{id}\""))
                || part.0.contains(&format!("<section class=\"findings\" id=\"{id}\""))
        })
    };
    html! {
        nav aria-label="Contents" {
            @for (id, title) in links.into_iter().filter(|(id, _)| there(id)) { a href={ "#" (id) } { (title) } }
            button type="button" data-act="theme" aria-label="Light or dark" { "◐" }
        }
    }
}

/// The dialog that shows a report; the script fills it.
fn viewer() -> Markup {
    html! {
        dialog #viewer aria-labelledby="viewer-h" {
            div.bar {
                div { p #viewer-by {} h2 #viewer-h tabindex="-1" {} }
                button type="button" data-act="close" aria-label="Close" { "✕" }
            }
            div #layers role="group" aria-label="Layers" {}
            div #text tabindex="0" role="region" aria-label="Text of the report" {}
            div #why role="status" {}
        }
    }
}

fn document(corpus: &Corpus, body: &Markup, reports: &Reports) -> Markup {
    let listed = corpus.documents.iter().zip(&reports.blocks).map(|(document, block)| Listed {
        id: &document.id,
        title: document.title.as_deref(),
        outlet: document.source.as_deref(),
        date: document.published.map(|day| day.to_string()),
        day: document.published.map(crate::words::day),
        url: document.url.as_deref(),
        synthetic: document.synthetic,
        text: !block.is_empty(),
    });
    // Plain rows of texts always have a JSON form.
    let listed = island::json(&listed.collect::<Vec<_>>()).unwrap_or_default();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { "crossread: who says what" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the findings" }
                (body)
                (island("documents", &listed))
                (island("shared", &reports.shared))
                @for (at, block) in reports.blocks.iter().enumerate().filter(|(_, block)| !block.is_empty()) {
                    (island(&format!("doc-{at}"), block))
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// A page without script.
pub(crate) fn still(title: &str, body: &str) -> String {
    let policy = format!("default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'", source(STYLE));
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { a.skip href="#main" { "Skip to the content" } (PreEscaped(body)) }
        }
    };
    page.into_string()
}

/// Only the page's own style and script; nothing is loaded, sent or framed.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        source(STYLE),
        source(SCRIPT)
    )
}

fn source(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
