//! Hostile rows, and the same rows twice.

use jiff::civil::date;

use crate::facets::Facets;
use crate::page::render;
use crate::read::Corpus;
use crate::reports::Reports;
use crate::rows::{Account, Claim, Document, Finding, Presence, Relation, Skipped};

const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" onclick=\"alert(3)\" '<!--";

fn account(doc: usize, low: f64, text: &str) -> Account {
    let claim = Claim {
        doc,
        text: text.to_owned(),
        sentence: format!("{text} said {text}"),
        measure: text.to_owned(),
        unit: text.to_owned(),
        stance: text.to_owned(),
        verification: Some(text.to_owned()),
        claimant_id: Some(text.to_owned()),
        claimant: Some(text.to_owned()),
        denied_by: Some(text.to_owned()),
        place_ids: vec!["AF-KNR".to_owned(), text.to_owned()],
        date_from: Some(date(2026, 4, 1)),
        date_to: Some(date(2026, 4, 2)),
        is_actual: true,
        ..Claim::default()
    };
    Account {
        doc,
        low: Some(low),
        high: None,
        low_si: None,
        high_si: None,
        comparator: text.to_owned(),
        independent: doc == 0,
        superseded: false,
        claim,
    }
}

fn finding(rank: i32, relation: Relation, text: &str) -> Finding {
    Finding {
        question_id: format!("{text}{rank}"),
        rank,
        question: text.to_owned(),
        measure: text.to_owned(),
        place_ids: vec![text.to_owned()],
        date_from: None,
        date_to: None,
        unit: text.to_owned(),
        open: true,
        relation,
        why: text.to_owned(),
        support: text.to_owned(),
        spread: Some(22.2),
        sources: 1,
        sources_unknown: 0,
        related: vec![text.to_owned()],
        accounts: vec![account(0, 9.0, text), account(1, 200.0, text)],
    }
}

/// A corpus with `text` wherever a report or its metadata can put one.
fn corpus(text: &str) -> Corpus {
    let mut corpus = Corpus::default();
    for at in 0..2 {
        corpus.documents.push(Document {
            id: format!("{text}{at}"),
            title: Some(text.to_owned()),
            source: Some(text.to_owned()),
            url: Some(format!("javascript:{text}")),
            published: Some(date(2026, 4, 3)),
            synthetic: true,
            duplicate_of: Some(0),
        });
    }
    for (rank, relation) in (1..).zip(Relation::ALL) {
        corpus.findings.push(finding(rank, relation, text));
    }
    corpus.claims = corpus.findings.iter().flat_map(|f| f.accounts.iter().map(|a| a.claim.clone())).collect();
    let presence = |kind: &str, id: &str| Presence {
        id: id.to_owned(),
        name: text.to_owned(),
        kind: kind.to_owned(),
        doc: 0,
        mentions: 3,
        sentence_id: 0,
        roles: vec![text.to_owned()],
        admin1: Some("AF-KNR".to_owned()),
    };
    corpus.actors.push(presence("state", text));
    corpus.places.push(presence("admin1", "AF-KNR"));
    corpus.place_names.insert("AF-KNR".to_owned(), text.to_owned());
    corpus.parties.name(text, text, "state");
    corpus.skipped.push(Skipped { input: text.to_owned(), message: text.to_owned() });
    corpus
}

fn html(corpus: &Corpus) -> String {
    let reports = Reports { blocks: vec![String::new(); corpus.documents.len()], ..Reports::default() };
    render(corpus, &Facets::of(corpus), &reports).html
}

#[test]
fn no_text_becomes_markup() {
    let (calm, hostile) = (html(&corpus("calm")), html(&corpus(HOSTILE)));
    for opening in ["<script", "</script", "<img", "<!--", "<iframe", "<a ", "<style", "<noscript", "</noscript"] {
        assert_eq!(calm.matches(opening).count(), hostile.matches(opening).count(), "{opening}");
    }
    // Handlers and addresses stand only inside quoted values, where a quotation mark is escaped.
    assert!(!hostile.contains("\" onclick=\"alert"));
    assert!(!hostile.contains("href=\"javascript:"));
    assert!(hostile.contains("&lt;script&gt;alert(1)"));
}

#[test]
fn the_policy_admits_the_pages_own_script_alone() {
    let page = html(&corpus("calm"));
    let policy =
        page.split("Content-Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(policy.contains("script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    assert!(!page.contains(" style=\""), "an inline style would be refused by the policy");
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    assert_eq!(html(&corpus(HOSTILE)), html(&corpus(HOSTILE)));
}

#[test]
fn invented_reports_are_said_to_be_invented() {
    let mut corpus = corpus("calm");
    assert!(html(&corpus).contains("<strong>SYNTHETIC</strong>"));
    corpus.documents.iter_mut().for_each(|document| document.synthetic = false);
    assert!(!html(&corpus).contains("<strong>SYNTHETIC</strong>"));
}

#[test]
fn what_does_not_fit_is_said() {
    let mut corpus = corpus("calm");
    corpus.findings = (1..=700).map(|rank| finding(rank, Relation::Contradict, "calm")).collect();
    let reports = Reports { blocks: vec![String::new(); 2], left_out: 3, ..Reports::default() };
    let page = render(&corpus, &Facets::of(&corpus), &reports);
    assert_eq!(page.left_out.len(), 2, "{:?}", page.left_out);
    assert!(page.left_out[0].contains("200 of 700 findings") && page.left_out[0].contains("--measure"));
    assert!(page.left_out.iter().all(|sentence| page.html.contains(sentence.as_str())));
}

/// How many elements a browser with script makes of `html` when it opens: what stands in `noscript` is text to it.
fn elements_at_opening(html: &str) -> usize {
    let seen = html.split("<noscript>").enumerate().map(|(at, part)| match at {
        0 => part,
        _ => part.split_once("</noscript>").map_or("", |(_, after)| after),
    });
    seen.map(elements).sum()
}

fn elements(html: &str) -> usize {
    let opens = |pair: &&[u8]| matches!(pair, [b'<', letter] if letter.is_ascii_alphabetic());
    html.as_bytes().windows(2).filter(opens).count()
}

/// As much as a page ever shows: all cards with all accounts, all lines, all reports.
fn large() -> Corpus {
    let mut corpus = corpus("calm");
    let documents = (2..2000).map(|at| Document { id: format!("report-{at}"), ..corpus.documents[0].clone() });
    corpus.documents.extend(documents.collect::<Vec<_>>());
    corpus.findings = (1..=2600)
        .map(|rank| match rank {
            1..=500 => Finding {
                accounts: (0..30).map(|at| account(at, f64::from(rank), "calm")).collect(),
                ..finding(rank, Relation::Contradict, "calm")
            },
            _ => finding(rank, Relation::Single, "calm"),
        })
        .collect();
    corpus
}

#[test]
fn a_large_page_opens_with_few_elements_and_holds_them_all() {
    let corpus = large();
    let reports = Reports { blocks: vec!["{}".to_owned(); corpus.documents.len()], ..Reports::default() };
    let html = render(&corpus, &Facets::of(&corpus), &reports).html;
    let (at_opening, all) = (elements_at_opening(&html), elements(&html));
    assert!(at_opening < 12_000, "{at_opening}");
    assert!(all > 200_000, "{all}");
    let ids = html.split(" id=\"q-calm").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<i32>().ok());
    assert!(ids.eq(1..=2500), "every finding once, in order");
    assert_eq!(html.matches("class=\"account ").count(), 500 * 24);
}

#[test]
fn what_is_drawn_later_ends_where_it_should() {
    let html = html(&corpus(HOSTILE));
    let parts: Vec<&str> = html.split("<noscript>").skip(1).collect();
    assert!(parts.len() > 4, "{}", parts.len());
    assert!(parts.iter().all(|part| part.matches("</noscript>").count() == 1));
}
