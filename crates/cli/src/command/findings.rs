//! `crossread findings`: the findings of a run, contradictions first.

use std::io::Write;

use anyhow::Result;
use crossread_compare::{CompareView, Filter};

use crate::args::{FindingsArgs, Which};
use crate::command::Outcome;
use crate::print::{SYNTHETIC, counted, finding};

pub(crate) fn run(args: &FindingsArgs, out: &mut impl Write) -> Result<Outcome> {
    let view = CompareView::open(&args.dir)?;
    let filter = filter(&args.which)?;
    if view.summary().synthetic > 0 {
        writeln!(out, "{SYNTHETIC}")?;
    }
    let mut findings = view.findings(&filter);
    if let Some(pattern) = &args.pattern {
        findings
            .retain(|row| view.accounts(&row.question_id).iter().any(|account| pattern.is_match(&account.sentence)));
    }
    writeln!(out, "{}", counted(findings.len(), "finding", "findings"))?;
    for row in &findings {
        writeln!(out)?;
        finding::print(out, row, view.accounts(&row.question_id))?;
    }
    Ok(Outcome::Done)
}

/// The filter that the arguments ask for.
pub(crate) fn filter(which: &Which) -> Result<Filter> {
    Ok(Filter {
        measure: which.measure.clone(),
        place: which.place.clone(),
        actor: which.actor.clone(),
        relation: which.relation.as_deref().map(str::parse).transpose()?,
        claimant: which.claimant.clone(),
    })
}
