//! One self-contained HTML page from a compared run.
//!
//! [`page()`] reads the Parquet tables of a run directory and writes a page that needs neither network nor server: the
//! findings by rank with their accounts, a map, matrices, a timeline, and every report with its mentions marked. All
//! text of documents is escaped, a Content-Security-Policy lets only the page's own script run, and the same tables
//! give the same bytes.

mod card;
mod coverage;
mod facets;
mod filters;
mod interval;
mod island;
mod later;
mod legend;
mod map;
mod matrix;
mod page;
mod parties;
mod read;
mod reports;
mod rows;
mod sections;
mod shapes;
mod timeline;
mod words;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crossread_tables::{RunDir, TablesError};

use facets::Facets;
use read::Corpus;
use reports::Reports;
use rows::Relation;

/// Bytes of document data that a page holds unless told otherwise: about 2,000 news reports.
const DOCUMENT_BYTES: usize = 32 << 20;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A table could not be read.
    #[error(transparent)]
    Tables(#[from] TablesError),
    /// The run holds no comparison.
    #[error("{run}: no document was compared; run `crossread compare` first", run = run.display())]
    NotCompared {
        /// The directory.
        run: std::path::PathBuf,
    },
}

/// What the page is to hold.
#[derive(Clone, Debug)]
pub struct Options {
    /// The questions to show, by `question_id`; `None` shows all.
    pub only: Option<BTreeSet<String>>,
    /// Bytes of document data at most; reports that the first findings cite come first.
    pub document_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { only: None, document_bytes: DOCUMENT_BYTES }
    }
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The HTML document.
    pub html: String,
    /// What did not fit, each a sentence that stands in the page as well.
    pub left_out: Vec<String>,
}

/// Makes the page of the comparison in `run`; the texts of the documents come from `runs`, which may be `run` alone.
///
/// # Errors
/// When there is no comparison, or when a table cannot be read.
pub fn page(run: &RunDir, runs: &[&RunDir], options: &Options) -> Result<Page, ReportError> {
    let (mut corpus, index) = Corpus::read(run, runs, options.only.as_ref())?;
    if corpus.documents.is_empty() && corpus.findings.is_empty() {
        return Err(ReportError::NotCompared { run: run.path().to_owned() });
    }
    let heard = claimants(&corpus);
    corpus.parties.colour(&heard);
    let facets = Facets::of(&corpus);
    let reports = Reports::read(runs, &corpus, &index, &wanted(&corpus), options.document_bytes)?;
    Ok(page::render(&corpus, &facets, &reports))
}

/// A page in the style of the report around `body`, which must be HTML with all text escaped. It holds no script, and its
/// policy lets none run.
#[must_use]
pub fn still_page(title: &str, body: &str) -> String {
    page::still(title, body)
}

/// How often each claimant answers a question that several answer; with none such, any question.
fn claimants(corpus: &Corpus) -> BTreeMap<String, usize> {
    let shared = |relation: Relation| relation != Relation::Single;
    let mut heard = BTreeMap::new();
    for finding in &corpus.findings {
        let weight = if shared(finding.relation) { 100 } else { 1 };
        for claimant in finding.accounts.iter().filter_map(|account| account.claim.claimant_id.as_ref()) {
            *heard.entry(claimant.clone()).or_default() += weight;
        }
    }
    heard
}

/// Documents in the order in which the findings cite them, then all others.
fn wanted(corpus: &Corpus) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let cited = corpus.findings.iter().flat_map(|finding| finding.accounts.iter().map(|account| account.doc));
    cited.chain(0..corpus.documents.len()).filter(|&doc| seen.insert(doc)).collect()
}
