//! `crossread export`: a run for other tools.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use crossread_export::{Format, export};
use crossread_tables::counted;

use crate::args::ExportArgs;
use crate::command::{Outcome, diff, eval};

pub(crate) fn run(args: &ExportArgs, out: &mut impl Write) -> Result<Outcome> {
    let known = || Format::ALL.map(Format::name).join(", ");
    let format =
        Format::from_name(&args.to).with_context(|| format!("{}: no such format; name one of {}", args.to, known()))?;
    // Without a choice each format holds what is its own.
    let layers = if args.layers.is_empty() { Vec::new() } else { eval::layers(&args.layers)? };
    let path = match &args.out {
        Some(path) => path.clone(),
        None => beside(&args.dir, format)?,
    };
    let told = export(&diff::open(&args.dir)?, format, &layers, &args.codes, &path)?;
    for sentence in &told.left_out {
        writeln!(std::io::stderr(), "crossread: {sentence}")?;
    }
    writeln!(out, "{}: {}", path.display(), counted(told.count, told.what.trim_end_matches('s'), told.what))?;
    Ok(Outcome::Done)
}

/// Beside the directory and named like it: inside, it would be a file that its `run.json` does not list.
fn beside(dir: &Path, format: Format) -> Result<PathBuf> {
    let dir = dir.canonicalize().with_context(|| format!("{}: could not be opened", dir.display()))?;
    let mut name = dir.file_name().context("name the file to write with --out")?.to_owned();
    name.push(format.suffix());
    let path = dir.with_file_name(name);
    let here = std::env::current_dir().ok().and_then(|here| Some(path.strip_prefix(here).ok()?.to_owned()));
    Ok(here.unwrap_or(path))
}
