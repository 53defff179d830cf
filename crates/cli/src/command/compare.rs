//! `crossread compare`: several runs laid side by side.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use crossread_compare::{Format, Options, Summary};

use crate::args::{CompareArgs, TableFormat};
use crate::command::Outcome;
use crate::print::overview;

pub(crate) fn run(args: &CompareArgs, out: &mut impl Write) -> Result<Outcome> {
    let dir = match (&args.out, args.runs.as_slice()) {
        (Some(dir), _) => dir,
        (None, [only]) => only,
        (None, _) => bail!("several runs are named; say with --out DIR where their comparison goes"),
    };
    let summary = compare_into(&args.runs, dir, &args.format, args.csv_safe)?;
    if !args.quiet {
        overview::show(out, &summary, dir)?;
    }
    Ok(Outcome::Done)
}

/// Writes the comparison of `runs` into `dir`.
pub(crate) fn compare_into(runs: &[PathBuf], dir: &Path, formats: &[TableFormat], csv_safe: bool) -> Result<Summary> {
    let formats = formats
        .iter()
        .filter_map(|format| match format {
            TableFormat::Parquet => None,
            TableFormat::Csv => Some(Format::Csv),
            TableFormat::Jsonl => Some(Format::JsonLines),
        })
        .collect();
    Ok(crossread_compare::compare(runs, dir, &Options { formats, csv_safe })?)
}
