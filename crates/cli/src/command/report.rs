//! `crossread report`: the findings of a run as one HTML page.

use std::fs;
use std::io::Write;

use anyhow::{Context as _, Result};
use crossread_compare::{CompareView, Filter};
use crossread_report::Options;
use crossread_tables::{RunDir, TablesError};

use crate::args::ReportArgs;
use crate::command::{Outcome, findings};

pub(crate) fn run(args: &ReportArgs, out: &mut impl Write) -> Result<Outcome> {
    // Opening the view verifies the tables of the comparison; the page itself is read from the same files.
    let view = CompareView::open(&args.dir)?;
    let filter = findings::filter(&args.which)?;
    let wanted = (filter != Filter::default())
        .then(|| view.findings(&filter).into_iter().map(|finding| finding.question_id).collect());
    let compared = RunDir::comparison(&args.dir)?;
    let mut runs = args.runs.iter().map(|dir| RunDir::open(dir)).collect::<Result<Vec<_>, TablesError>>()?;
    if runs.is_empty() && args.dir.join("sentences.parquet").exists() {
        runs.push(RunDir::open(&args.dir)?);
    }
    let options = Options { only: wanted, ..Options::default() };
    let page = crossread_report::page(&compared, &runs.iter().collect::<Vec<_>>(), &options)?;
    fs::write(&args.out, &page.html).with_context(|| format!("write {}", args.out.display()))?;
    for sentence in &page.left_out {
        writeln!(std::io::stderr(), "crossread: {sentence}")?;
    }
    writeln!(out, "{}: {} KiB", args.out.display(), page.html.len().div_ceil(1024))?;
    Ok(Outcome::Done)
}
