//! `crossread lexicon`: what packs hold and what is wrong with them.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use crossread_lexicon::Lexicon;
use crossread_run::layered;

use crate::args::{LexiconArgs, LexiconCommand};
use crate::command::{Outcome, suggest};
use crate::print::{padded, thousands, wrapped};

pub(crate) fn run(args: &LexiconArgs, out: &mut impl Write) -> Result<Outcome> {
    match &args.command {
        LexiconCommand::Check { packs } => check(packs, out),
        LexiconCommand::Stats { packs } => stats(packs, out),
        LexiconCommand::Suggest { run, least } => suggest::run(run, *least, out),
    }
}

/// Every mistake is an error; what is right but doubtful is printed.
fn check(paths: &[PathBuf], out: &mut impl Write) -> Result<Outcome> {
    let rows = layered(paths)?;
    let lexicon = Lexicon::compile(&rows, None)?;
    for warning in rows.warnings() {
        wrapped(out, "warning: ", &warning.to_string())?;
    }
    for (pack, fingerprint) in lexicon.packs() {
        writeln!(out, "{pack}: no mistakes, fingerprint {fingerprint:016x}")?;
    }
    Ok(Outcome::Done)
}

fn stats(paths: &[PathBuf], out: &mut impl Write) -> Result<Outcome> {
    let lexicon = Lexicon::compile(&layered(paths)?, None)?;
    for (what, count) in lexicon.stats().rows() {
        writeln!(out, "{} {:>9}", padded(&what, 28), thousands(count))?;
    }
    Ok(Outcome::Done)
}
