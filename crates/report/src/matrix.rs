//! Who and where by report, and who answers which question, as heat maps.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::later::later;
use crate::map::bucket;
use crate::read::Corpus;
use crate::rows::{Account, Finding, Presence, Relation};
use crate::words::{self, counted};

/// Rows and columns of a heat map at most; the tables have them all.
const MOST_ROWS: usize = 24;
const MOST_COLUMNS: usize = 32;

pub(crate) fn matrices(corpus: &Corpus) -> Markup {
    let columns = columns(corpus);
    let provinces: Vec<&Presence> = corpus.places.iter().filter(|place| place.admin1.is_some()).collect();
    let parties: Vec<&Presence> = corpus.actors.iter().collect();
    html! {
        section #matrices aria-labelledby="matrices-h" {
            h2 #matrices-h { "Who names whom and what" }
            (later(0, &html! {
                (by_report(corpus, &columns, "Parties by report", "mentions", "party", &parties, |row| (row.id.clone(), row.name.clone())))
                (by_report(corpus, &columns, "Provinces by report",
                    "mentions of the province or a place in it; s: struck, b: base, o: origin, f: attacked from, r: refuge", "province", &provinces, |row| {
                        let id = row.admin1.clone().unwrap_or_default();
                        let name = corpus.place_names.get(&id).cloned().unwrap_or_else(|| id.clone());
                        (id, name)
                    }))
                (by_question(corpus))
            }))
        }
    }
}

/// The reports that stand as columns: those with most figures, in their order of publication.
fn columns(corpus: &Corpus) -> Vec<usize> {
    let mut figures = vec![0_usize; corpus.documents.len()];
    for claim in &corpus.claims {
        figures[claim.doc] += 1;
    }
    let mut columns: Vec<usize> = (0..corpus.documents.len()).collect();
    columns.sort_by_key(|&doc| (std::cmp::Reverse(figures[doc]), doc));
    columns.truncate(MOST_COLUMNS);
    columns.sort_by_key(|&doc| {
        let published = corpus.documents[doc].published;
        (published.is_none(), published, doc)
    });
    columns
}

/// One party or province: its cells by report.
#[derive(Default)]
struct Row {
    name: String,
    mentions: i32,
    cells: BTreeMap<usize, Cell>,
}

#[derive(Default)]
struct Cell {
    mentions: i32,
    sentence_id: i32,
    roles: String,
}

/// Letters of the roles a place can have.
fn letter(role: &str) -> char {
    match role {
        "attacked-from" => 'f',
        other => other.chars().next().unwrap_or(' '),
    }
}

fn by_report(
    corpus: &Corpus,
    columns: &[usize],
    title: &str,
    unit: &str,
    filter: &str,
    presences: &[&Presence],
    key: impl Fn(&Presence) -> (String, String),
) -> Markup {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for presence in presences {
        let (id, name) = key(presence);
        let row = rows.entry(id).or_default();
        row.name = name;
        row.mentions += presence.mentions;
        let cell = row
            .cells
            .entry(presence.doc)
            .or_insert_with(|| Cell { sentence_id: presence.sentence_id, ..Cell::default() });
        cell.mentions += presence.mentions;
        cell.sentence_id = cell.sentence_id.min(presence.sentence_id);
        for role in presence.roles.iter().filter(|role| *role != "mentioned") {
            if !cell.roles.contains(letter(role)) {
                cell.roles.push(letter(role));
            }
        }
    }
    let mut rows: Vec<(String, Row)> = rows.into_iter().collect();
    rows.sort_by(|(a, x), (b, y)| (y.cells.len(), y.mentions, a).cmp(&(x.cells.len(), x.mentions, b)));
    let (all, documents) = (rows.len(), corpus.documents.len());
    rows.truncate(MOST_ROWS);
    html! {
        @if !rows.is_empty() {
            h3 { (title) }
            p.note {
                "Each cell: " (unit) ". "
                @if all > rows.len() || documents > columns.len() {
                    (rows.len()) " of " (all) " rows and " (columns.len()) " of " (documents) " reports are shown; the tables have all."
                }
            }
            div.scroll tabindex="0" role="group" aria-label=(title) {
                table.heat {
                    thead { tr {
                        td {}
                        @for &doc in columns { (column(corpus, doc)) }
                        th.number scope="col" { "reports" }
                    } }
                    tbody { @for (id, row) in &rows {
                        tr {
                            th scope="row" {
                                button.text type="button" data-act="filter" data-name=(filter) data-value=(id) { (row.name) }
                            }
                            @for doc in columns {
                                @match row.cells.get(doc) {
                                    Some(cell) => { (filled(corpus, *doc, cell)) }
                                    None => { td {} }
                                }
                            }
                            td.number { (row.cells.len()) }
                        }
                    } }
                }
            }
        }
    }
}

fn column(corpus: &Corpus, doc: usize) -> Markup {
    let document = &corpus.documents[doc];
    let day = document.published.map_or_else(|| "undated".to_owned(), words::day);
    html! {
        th.report scope="col" title={ (document.outlet()) ", " (day) ": " (document.id) } { span { (document.outlet()) } }
    }
}

fn filled(corpus: &Corpus, doc: usize, cell: &Cell) -> Markup {
    let heat = bucket(usize::try_from(cell.mentions).unwrap_or(0));
    let label = format!(
        "{}: {}",
        corpus.documents[doc].outlet(),
        counted(usize::try_from(cell.mentions).unwrap_or(0), "mention", "mentions")
    );
    html! {
        td class={ "h" (heat) } data-d=(doc) data-s=(cell.sentence_id) {
            button type="button" data-act="open" title=(label) { (cell.mentions) @if !cell.roles.is_empty() { sup { (cell.roles) } } }
        }
    }
}

/// A value, and the first account that gives it.
type Said<'a> = (String, &'a Account);

/// Claimants by question: the value each one gives.
fn by_question(corpus: &Corpus) -> Markup {
    let shared = |finding: &&Finding| finding.relation != Relation::Single;
    let all: Vec<&Finding> = corpus.findings.iter().filter(shared).collect();
    let questions = &all[..all.len().min(MOST_COLUMNS)];
    let mut rows: BTreeMap<Option<&str>, BTreeMap<usize, Vec<Said<'_>>>> = BTreeMap::new();
    for (at, finding) in questions.iter().enumerate() {
        for account in finding.accounts.iter().filter(|account| !account.superseded) {
            let claimant = account.claim.claimant_id.as_deref().or(account.claim.claimant.as_deref());
            let values = rows.entry(claimant).or_default().entry(at).or_default();
            let value = words::short(account.low, account.high, &account.comparator);
            if values.iter().all(|(said, _)| *said != value) {
                values.push((value, account));
            }
        }
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(claimant, cells)| (std::cmp::Reverse(cells.len()), claimant.is_none(), *claimant));
    let claimants = rows.len();
    rows.truncate(MOST_ROWS);
    html! {
        @if !questions.is_empty() {
            h3 { "Claimants by question" }
            p.note {
                "Each cell: what this claimant says, superseded values aside; it opens the first report that has it. Columns are findings by number. "
                @if claimants > rows.len() || all.len() > questions.len() {
                    (rows.len()) " of " (claimants) " claimants and " (questions.len()) " of " (all.len()) " questions are shown."
                }
            }
            div.scroll tabindex="0" role="group" aria-label="Claimants by question" {
                table.heat.values {
                    thead { tr {
                        td {}
                        @for finding in questions {
                            th.number scope="col" title=(finding.question) { a href={ "#q-" (finding.question_id) } { (finding.rank) } }
                        }
                    } }
                    tbody { @for (claimant, cells) in &rows {
                        tr class=(corpus.parties.class(*claimant)) {
                            th scope="row" { i.swatch {} (claimant.map_or("the report itself", |id| corpus.parties.name_of(id))) }
                            @for at in 0..questions.len() {
                                @match cells.get(&at) {
                                    Some(values) => { (said(corpus, questions[at], values)) }
                                    None => { td {} }
                                }
                            }
                        }
                    } }
                }
            }
        }
    }
}

/// What a claimant answers to a question: each value opens its report at its sentence.
fn said(corpus: &Corpus, question: &Finding, values: &[Said<'_>]) -> Markup {
    html! {
        td.said title=(question.question) {
            @for (at, (value, account)) in values.iter().enumerate() {
                @if at > 0 { " / " }
                @let title = format!("{}: {}", corpus.documents[account.doc].outlet(), question.question);
                button type="button" data-act="open" data-d=(account.doc) data-s=(account.claim.sentence_id)
                    data-f=(account.claim.figure_id) title=(title) { (value) }
            }
        }
    }
}
