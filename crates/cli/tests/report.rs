//! `crossread report`: the page of a run, whatever the reports hold.

#![allow(clippy::unwrap_used)]

mod program;

use program::Place;

const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";

fn compared(place: &Place, input: &str) {
    let run = place.run(&["extract", input, "--out", "out", "--compare", "--quiet"]);
    assert_eq!(run.code, 0, "{}", run.err);
}

fn page(place: &Place, args: &[&str]) -> String {
    let run = place.run(&[&["report", "out", "--out", "page.html"], args].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    std::fs::read_to_string(place.path("page.html")).unwrap()
}

#[test]
fn the_page_of_the_reports_is_whole_and_the_same_twice() {
    let place = Place::with_reports();
    compared(&place, "reports");
    let first = page(&place, &[]);
    assert!(first.contains("<strong>SYNTHETIC</strong>"));
    assert!(
        first.contains("id=\"contradictions\"") && first.contains("id=\"map\"") && first.contains("id=\"timeline\"")
    );
    assert_eq!(first.matches("type=\"application/json\" id=\"doc-").count(), 24);
    assert_eq!(first, page(&place, &[]));
    let narrowed = page(&place, &["--measure", "displaced"]);
    assert!(narrowed.len() < first.len() && narrowed.contains("other findings are"));
}

#[test]
fn hostile_reports_stay_text() {
    let place = Place::new();
    let record = serde_json::json!({
        "id": format!("x{HOSTILE}"), "title": HOSTILE, "source": HOSTILE, "url": "javascript:alert(4)", "published": "2026-04-03",
        "text": format!("Nine people were killed in Kunar on 2 April 2026, {HOSTILE} said. The army of {HOSTILE} said 200 were killed.")
    });
    place.write("reports.jsonl", format!("{record}\n"));
    compared(&place, "reports.jsonl");
    let page = page(&place, &[]);
    assert!(page.contains("onerror"), "the hostile text stands in the page, as text");
    assert!(!page.contains("<img") && !page.contains("<script>alert") && !page.contains("href=\"javascript:"));
}

#[test]
fn a_run_that_was_not_compared_has_no_page() {
    let place = Place::with_reports();
    assert_eq!(place.run(&["extract", "reports", "--out", "out", "--quiet"]).code, 0);
    let run = place.run(&["report", "out", "--out", "page.html"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("compare"), "{}", run.err);
    assert!(!place.path("page.html").exists());
}
