//! `crossread diff`: what changed between two runs, and why.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use crossread_diff::{Diff, Options, Outline};
use crossread_tables::{RunDir, TablesError, table};

use crate::args::{DiffArgs, DiffFormat};
use crate::command::Outcome;
use crate::print::diff as print;

pub(crate) fn run(args: &DiffArgs, out: &mut impl Write) -> Result<Outcome> {
    let diff = Diff::between(open(&args.old)?, open(&args.new)?, &options(args)?)?;
    match &args.out {
        None => write(args, &diff, out)?,
        Some(path) => {
            let named = || format!("{}: could not be written", path.display());
            let mut file = BufWriter::new(File::create(path).with_context(named)?);
            write(args, &diff, &mut file)?;
            file.flush().with_context(named)?;
        }
    }
    Ok(if diff.is_empty() { Outcome::Done } else { Outcome::Short })
}

/// A run, or a directory that holds a comparison alone.
pub(crate) fn open(dir: &Path) -> Result<RunDir, TablesError> {
    let has_documents = table("documents").is_some_and(|table| dir.join(format!("{}.parquet", table.name)).exists());
    let compared = dir.join("findings.parquet").is_file();
    if compared && !has_documents { RunDir::comparison(dir) } else { RunDir::open(dir) }
}

fn options(args: &DiffArgs) -> Result<Options> {
    let mut options = Options::default();
    args.tables.iter().try_for_each(|table| options.only(table))?;
    args.ignored.iter().try_for_each(|column| options.ignore(column))?;
    for tolerance in &args.tolerances {
        let parsed = tolerance.split_once('=').and_then(|(column, number)| Some((column, number.parse().ok()?)));
        let (column, number) =
            parsed.with_context(|| format!("{tolerance}: write COLUMN=X, as in --abs-tol low=0.5"))?;
        options.tolerate(column, number)?;
    }
    Ok(options)
}

fn write(args: &DiffArgs, diff: &Diff, out: &mut impl Write) -> Result<()> {
    let outline = |most: usize| -> Result<Outline> {
        Ok(diff.outline(args.max_changes.unwrap_or(most), !args.tables.is_empty())?)
    };
    match args.format {
        DiffFormat::Text => print::print(out, &outline(20)?)?,
        DiffFormat::Json => crossread_diff::json(diff, args.max_changes, out)?,
        DiffFormat::Markdown => crossread_diff::markdown(&outline(50)?, out)?,
        DiffFormat::Html => {
            let body = crossread_diff::page(&outline(500)?);
            writeln!(out, "{}", crossread_report::still_page("crossread: what changed", &body))?;
        }
    }
    Ok(())
}
