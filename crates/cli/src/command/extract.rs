//! `crossread extract`: reports in, one table per layer out.

use std::io::{IsTerminal as _, Write};
use std::path::Path;

use anyhow::{Result, bail};
use crossread_ingest::Skipped;
use crossread_lexicon::Lexicon;
use crossread_run::{InputFile, Inputs, Reader, Seen, Source, Step, default_jobs, find, run_options, skip_row};
use crossread_tables::{Format, Known, RunOptions, RunWriter, Summary, Unchanged};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{ExtractArgs, TableFormat};
use crate::command::{Outcome, compare};
use crate::print;
use crate::print::{SYNTHETIC, counted, overview, thousands};
use crate::template::Template;

/// Losses that are printed; the table `skipped` lists them all.
const MOST_SKIPPED: usize = 20;

pub(crate) fn run(args: &ExtractArgs, out: &mut impl Write) -> Result<Outcome> {
    let lexicon = args.lexicon.load()?;
    let found = find(&args.inputs)?;
    let limits = args.limits.options()?;
    let (known, mut earlier) = earlier(args, &lexicon)?.unzip();
    let mut template = Template::read(&args.out);
    let mut coverage = Coverage::default();
    let (mut run, saved) = begin(args, &lexicon)?;
    let (mut reader, lost) = Reader::new(args.index.as_deref(), run.staging(), limits)?;
    let (appended, resumed) = (known.as_ref().map_or(0, Known::len), saved.len());
    let known = known.unwrap_or_default().and(saved);
    let known = Some(&known).filter(|known| !known.is_empty());
    let mut skipped = Losses::default();
    for row in lost.iter().chain(&found.skipped) {
        skipped.add(&mut run, row)?;
    }
    let bar = progress(&found);
    let source = Source { reader: &mut reader, files: &found.files, earlier: known, keep_text: args.keep_text };
    let mut seen = |document: Seen| {
        bar.inc(document.bytes as u64);
        template.note(&document);
        coverage.note(&document);
    };
    crossread_run::run(source, &lexicon, jobs(args), &mut seen, |step| -> Result<()> {
        match step {
            Step::Input(number) => run.start_input(args.inputs.get(number).map_or("", String::as_str)),
            Step::Rows(rows) => run.append(*rows)?,
            Step::Skipped(row) => skipped.add(&mut run, &row)?,
            Step::Unchanged(index) => match (index.checked_sub(appended), &mut earlier) {
                (Some(index), _) => run.copy_saved(index)?,
                (None, Some(from)) => run.copy(from, index)?,
                (None, None) => {}
            },
        }
        Ok(())
    })?;
    if let Some(earlier) = &mut earlier {
        for index in not_read(earlier, &mut reader)? {
            run.copy(earlier, index)?;
        }
    }
    bar.finish_and_clear();
    if coverage.documents == 0 && skipped.count == 0 && earlier.is_none() {
        bail!("{}: nothing to read", args.inputs.join(" "));
    }
    template.write(run.staging())?;
    let summary = run.finish()?;
    skipped.print()?;
    if resumed > 0 && !args.quiet {
        writeln!(out, "went on after {}", counted(resumed, "document", "documents"))?;
    }
    finish(args, out, &summary, &coverage, &template)?;
    Ok(if skipped.count == 0 { Outcome::Done } else { Outcome::Short })
}

fn finish(
    args: &ExtractArgs,
    out: &mut impl Write,
    summary: &Summary,
    coverage: &Coverage,
    template: &Template,
) -> Result<()> {
    let compared = match args.compare {
        true => Some(compare::compare_into(std::slice::from_ref(&args.out), &args.out, &args.format, args.csv_safe)?),
        false => None,
    };
    if args.quiet {
        return Ok(());
    }
    match compared {
        Some(compared) => overview::show(out, &compared, &args.out)?,
        None => coverage.print(out, summary, &args.out)?,
    }
    template.print(out, &args.out)
}

/// The run to be written, and the documents that an interrupted one saved.
fn begin<'l>(args: &ExtractArgs, lexicon: &'l Lexicon) -> Result<(RunWriter<'l>, Known)> {
    let options = options(args, lexicon);
    Ok(match args.resume {
        true => RunWriter::create_resumable(&args.out, lexicon, options)?,
        false => (RunWriter::create(&args.out, lexicon, options)?, Known::default()),
    })
}

fn jobs(args: &ExtractArgs) -> usize {
    args.jobs.map_or_else(default_jobs, usize::from)
}

fn options(args: &ExtractArgs, lexicon: &Lexicon) -> RunOptions {
    let formats = args
        .format
        .iter()
        .map(|format| match format {
            TableFormat::Parquet => Format::Parquet,
            TableFormat::Csv => Format::Csv,
            TableFormat::Jsonl => Format::JsonLines,
        })
        .collect();
    let mut options = run_options(lexicon, formats);
    options.csv_safe = args.csv_safe;
    if !args.limits.limits.is_empty() {
        options.recorded.insert("limits".to_owned(), args.limits.limits.join(" "));
    }
    if args.keep_text {
        options.recorded.insert("keep-text".to_owned(), "true".to_owned());
    }
    options
}

/// A bar on a terminal, nothing in a pipe; of packed input and standard input the size is unknown.
fn progress(found: &Inputs) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let known =
        found.files.iter().all(|file| file.compression == crossread_ingest::Compression::None && file.bytes() > 0);
    let bar = if known {
        let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}");
        let bar = ProgressBar::new(found.files.iter().map(InputFile::bytes).sum());
        bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    } else {
        let style = ProgressStyle::with_template("{spinner} {bytes} {bytes_per_sec}");
        ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
    };
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
    bar
}

/// The run that `--append` adds to.
fn earlier(args: &ExtractArgs, lexicon: &Lexicon) -> Result<Option<(Known, Unchanged)>> {
    if !args.append || !args.out.exists() {
        return Ok(None);
    }
    match Unchanged::open(&args.out, lexicon)? {
        Some(run) => Ok(Some(run)),
        None => bail!(
            "{}: made by another version or build, or with other packs, so its documents cannot be kept beside new ones; \
             name all inputs again without --append, or another --out",
            args.out.display()
        ),
    }
}

/// Documents of an earlier run that the inputs do not hold: they are kept, after all others.
fn not_read(earlier: &Unchanged, reader: &mut Reader) -> Result<Vec<usize>> {
    let (mut kept, mut failed) = (Vec::new(), None);
    earlier.for_each_id(|index, id| match reader.has_read(id) {
        Ok(true) => {}
        Ok(false) => kept.push(index),
        Err(error) => failed = Some(error),
    })?;
    failed.map_or(Ok(kept), |error| Err(error.into()))
}

/// What was not read: counted, written to the run, and the first of it printed.
#[derive(Default)]
struct Losses {
    /// The first of them, as printed.
    first: Vec<String>,
    count: usize,
}

impl Losses {
    fn add(&mut self, run: &mut RunWriter<'_>, row: &Skipped) -> Result<()> {
        run.skip(skip_row(row))?;
        if self.first.len() < MOST_SKIPPED {
            self.first.push(row.to_string());
        }
        self.count += 1;
        Ok(())
    }

    fn print(&self) -> Result<()> {
        let mut err = std::io::stderr().lock();
        for row in &self.first {
            writeln!(err, "crossread: {row}")?;
        }
        if self.count > self.first.len() {
            writeln!(err, "crossread: … and {} more in the table `skipped`", thousands(self.count - self.first.len()))?;
        }
        Ok(())
    }
}

/// Counts of the documents that were read.
#[derive(Default)]
struct Coverage {
    documents: usize,
    undated: usize,
    without_source: usize,
    synthetic: usize,
}

impl Coverage {
    fn note(&mut self, document: &Seen) {
        self.documents += 1;
        self.undated += usize::from(!document.published);
        self.without_source += usize::from(!document.source);
        self.synthetic += usize::from(document.synthetic);
    }

    fn print(&self, out: &mut impl Write, summary: &Summary, dir: &Path) -> Result<()> {
        if self.synthetic > 0 {
            writeln!(out, "{SYNTHETIC}")?;
        }
        let rows = |table: &str| usize::try_from(summary.rows(table)).unwrap_or(usize::MAX);
        let mut missing = Vec::new();
        if self.undated > 0 {
            missing.push(format!("{} undated", thousands(self.undated)));
        }
        if self.without_source > 0 {
            missing.push(format!("{} without outlet", thousands(self.without_source)));
        }
        let missing = if missing.is_empty() { String::new() } else { format!(" ({})", missing.join(", ")) };
        let line = format!(
            "{}{missing} · {} · {} · {} · {}",
            counted(rows("documents"), "document", "documents"),
            counted(rows("figures"), "figure", "figures"),
            counted(rows("actors"), "party mention", "party mentions"),
            counted(rows("places"), "place mention", "place mentions"),
            counted(rows("times"), "time", "times"),
        );
        print::wrapped(out, "", &line)?;
        writeln!(out, "tables: {}; lay them side by side with: crossread compare {}", dir.display(), dir.display())?;
        Ok(())
    }
}
