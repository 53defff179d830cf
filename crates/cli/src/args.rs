//! What was typed. No side effects: the commands give it meaning.

mod export;

use std::borrow::Cow;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use crossread_ingest::Options;
use crossread_lexicon::Lexicon;
use crossread_run::RunError;

pub(crate) use self::export::ExportArgs;

/// Reads many reports about one conflict and lays them side by side: who is named, where, which
/// figures, who claims each, and where the accounts agree or contradict.
#[derive(Debug, Parser)]
#[command(
    name = "crossread",
    version,
    max_term_width = 100,
    after_help = "\
Exit codes: 0 done; 1 done, but something was skipped or fell short; 2 not done.

Examples:
  crossread extract reports/ --out out --compare
  crossread findings out --measure killed --relation contradict
  crossread show reports/wire.txt --why 362:364"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Reads reports and writes one table per layer.
    Extract(ExtractArgs),
    /// Lays the claims of one or more runs side by side.
    Compare(CompareArgs),
    /// Prints the findings of a run, contradictions first.
    Findings(FindingsArgs),
    /// Writes the findings of a run as one self-contained HTML page.
    Report(ReportArgs),
    /// Writes a run for other tools: spreadsheets, annotation tools, maps.
    Export(ExportArgs),
    /// Tells what changed between two runs, and why: findings first, then rows.
    Diff(DiffArgs),
    /// Extracts again and fails with the difference from the extraction that was accepted.
    Check(CheckArgs),
    /// Measures a run against gold: precision, recall and F1, and what costs most.
    Eval(EvalArgs),
    /// Prints a report with its labels under the words.
    Show(ShowArgs),
    /// Checks and describes lexicon packs.
    Lexicon(LexiconArgs),
    /// Prints the columns of every table.
    Schema(SchemaArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "\
A record is a text file (.txt, .md), a document (.html, .pdf, .docx, .odt, .eml), an entry of a feed, or a
line of JSON Lines, a row of CSV or Parquet with the keys id, text, title, source, url, published, language,
synthetic; each also .gz or .zst, or in a .zip or .tar.

Examples:
  crossread extract reports/ --out out
  crossread extract 'daily/2025-11-*.jsonl.gz' --out out --jobs 2 --format parquet,csv
  cat records.jsonl | crossread extract - --out out --compare
  crossread extract reports/ --out out --index reports.json --lexicon our-names.toml --append")]
pub(crate) struct ExtractArgs {
    /// Files, folders, globs, or - for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,

    /// The directory to write; an earlier run there is replaced when the new one is complete.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// Metadata: a list of records without text, joined by id (JSON, JSON Lines or CSV).
    #[arg(long, value_name = "FILE")]
    pub(crate) index: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) lexicon: LexiconChoice,

    #[command(flatten)]
    pub(crate) limits: Limits,

    /// Keep the text that offsets count in, as the column `text` of the table `documents`.
    #[arg(long)]
    pub(crate) keep_text: bool,

    /// Threads that extract; the output is the same for any number. Default: one a core.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,

    /// Formats to write beside Parquet.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "parquet")]
    pub(crate) format: Vec<TableFormat>,

    /// Put an apostrophe before text in CSV that a spreadsheet would run as a formula.
    #[arg(long)]
    pub(crate) csv_safe: bool,

    /// Do not read documents again whose text, metadata, packs and version are those of the run in DIR.
    #[arg(long)]
    pub(crate) append: bool,

    /// Save finished work in DIR.partial as the run goes, and go on from what an interrupted run saved there.
    #[arg(long)]
    pub(crate) resume: bool,

    /// Then lay the claims side by side, as `compare` does, and print the overview.
    #[arg(long)]
    pub(crate) compare: bool,

    /// Print nothing but errors.
    #[arg(long)]
    pub(crate) quiet: bool,
}

/// What one input may cost.
#[derive(Debug, Default, Args)]
pub(crate) struct Limits {
    /// A limit on every input: bytes, file-bytes, pages, nesting, ratio, free-bytes, records or steps
    /// (docs/input.md). What passes one is skipped, with its reason. May be repeated.
    #[arg(long = "limit", value_name = "NAME=N")]
    pub(crate) limits: Vec<String>,
}

impl Limits {
    /// The options of reading with these limits.
    pub(crate) fn options(&self) -> anyhow::Result<Options> {
        let mut options = Options::default();
        for limit in &self.limits {
            let number = limit.split_once('=').and_then(|(name, value)| Some((name, value.parse().ok()?)));
            if !number.is_some_and(|(name, value)| options.set(name, value)) {
                let names: Vec<&str> = options.limits().map(|(name, ..)| name).collect();
                anyhow::bail!("--limit {limit}: write NAME=N with a whole number, NAME one of {}", names.join(", "));
            }
        }
        Ok(options)
    }
}

/// The words to read with.
#[derive(Debug, Args)]
pub(crate) struct LexiconChoice {
    /// A lexicon pack over the built-in one: a CSV or TOML file, or a folder of them. May be repeated.
    #[arg(long = "lexicon", value_name = "PACK")]
    pub(crate) packs: Vec<PathBuf>,

    /// The table that turns words like "dozens" into numbers.
    #[arg(long, value_name = "TABLE")]
    pub(crate) vague: Option<String>,
}

impl LexiconChoice {
    /// The lexicon that was asked for.
    ///
    /// # Errors
    /// When a pack cannot be read, or every mistake in it.
    pub(crate) fn load(&self) -> Result<Cow<'static, Lexicon>, RunError> {
        crossread_run::load(&self.packs, self.vague.as_deref())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Always written.
    Parquet,
    /// UTF-8, lists joined by `|`.
    Csv,
    /// JSON Lines.
    Jsonl,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossread compare out
  crossread compare monday tuesday wednesday --out week")]
pub(crate) struct CompareArgs {
    /// Directories written by `extract`.
    #[arg(required = true, value_name = "DIR")]
    pub(crate) runs: Vec<PathBuf>,

    /// The directory to write; by default into the only DIR.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Formats to write beside Parquet.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "parquet")]
    pub(crate) format: Vec<TableFormat>,

    /// Put an apostrophe before text in CSV that a spreadsheet would run as a formula.
    #[arg(long)]
    pub(crate) csv_safe: bool,

    /// Print nothing but errors.
    #[arg(long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossread findings out
  crossread findings out --measure killed --place AF-NAN
  crossread findings out --relation contradict --claimant pakistan-military
  crossread findings out --match '(?i)drone|quadcopter'")]
pub(crate) struct FindingsArgs {
    /// A directory that holds a comparison.
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,

    #[command(flatten)]
    pub(crate) which: Which,

    /// Only questions with an account whose sentence matches this regular expression.
    #[arg(long = "match", value_name = "REGEX")]
    pub(crate) pattern: Option<regex::Regex>,
}

/// Which findings.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Only this measure: killed, injured, displaced, length ...
    #[arg(long)]
    pub(crate) measure: Option<String>,

    /// Only this place id; a country or province includes what lies in it.
    #[arg(long)]
    pub(crate) place: Option<String>,

    /// Only questions where this party is counted or claims.
    #[arg(long)]
    pub(crate) actor: Option<String>,

    /// Only this relation: single, agree, compatible, contradict, revised.
    #[arg(long)]
    pub(crate) relation: Option<String>,

    /// Only questions that this party answers.
    #[arg(long)]
    pub(crate) claimant: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The page opens from disk, loads nothing and sends nothing. Past a size it says what it left out.

Examples:
  crossread report out --out report.html
  crossread report out --out kunar.html --place AF-KNR
  crossread report week --out week.html --run monday --run tuesday")]
pub(crate) struct ReportArgs {
    /// A directory that holds a comparison.
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,

    /// The HTML file to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,

    /// A run that was compared, for the texts of its reports; by default DIR. May be repeated.
    #[arg(long = "run", value_name = "DIR")]
    pub(crate) runs: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) which: Which,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Rows are laid side by side by document and span; docs/diff.md says how, and how causes are found.
Exit codes: 0 the same; 1 changes; 2 trouble.

Examples:
  crossread diff yesterday today
  crossread diff old new --table figures --ignore note --abs-tol low=0.5
  crossread diff old new --format markdown --max-changes 20 >> \"$GITHUB_STEP_SUMMARY\"
  crossread diff old new --format html --out diff.html")]
pub(crate) struct DiffArgs {
    /// The run that was there before: a directory written by `extract`.
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,

    /// The run to compare with it.
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,

    /// What to print.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: DiffFormat,

    /// Write a file instead of printing.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Only changes of this table count. May be repeated.
    #[arg(long = "table", value_name = "TABLE")]
    pub(crate) tables: Vec<String>,

    /// What this column (or TABLE.COLUMN) holds does not count. May be repeated.
    #[arg(long = "ignore", value_name = "COLUMN")]
    pub(crate) ignored: Vec<String>,

    /// Numbers of this column (or TABLE.COLUMN) that differ by X or less are the same. May be repeated.
    #[arg(long = "abs-tol", value_name = "COLUMN=X")]
    pub(crate) tolerances: Vec<String>,

    /// List at most N changes a table; counts and exit code are of all. Default: 20 as text, 50 as
    /// Markdown, 500 as HTML, all as JSON.
    #[arg(long, value_name = "N")]
    pub(crate) max_changes: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For a terminal, within 100 columns.
    Text,
    /// One object, every change with its cells.
    Json,
    /// For a pull request.
    Markdown,
    /// A page in the style of the report, without script.
    Html,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The baseline is a folder of text files, one a document, to be kept in git beside the reports.
Exit codes: 0 the same; 1 the extraction differs; 2 trouble.

Examples:
  crossread check reports/ --update
  crossread check
  crossread check reports/ --baseline accepted --lexicon our-names.toml --update")]
pub(crate) struct CheckArgs {
    /// Files, folders or globs; by default those that the baseline was recorded with.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,

    /// The folder of the accepted extraction.
    #[arg(long, value_name = "DIR", default_value = "baseline")]
    pub(crate) baseline: PathBuf,

    /// Accept the extraction as it is now.
    #[arg(long)]
    pub(crate) update: bool,

    /// Metadata: a list of records without text, joined by id.
    #[arg(long, value_name = "FILE")]
    pub(crate) index: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) lexicon: LexiconChoice,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Gold is a folder of <doc_id>.json files or of brat's .ann files, or JSON Lines with `doc_id` and `spans`;
docs/gold.md says what they hold. Items that gold calls optional are neither rewarded nor punished.

Examples:
  crossread eval out --gold gold/
  crossread eval out --gold spans.jsonl --strict --layer places --mistakes
  crossread eval out --gold gold/ --floors gold/floors.csv
  crossread eval new --gold gold/ --against old")]
pub(crate) struct EvalArgs {
    /// A directory written by `extract`.
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,

    /// What is right: a folder of JSON or brat files, one such file, or JSON Lines of spans.
    #[arg(long, value_name = "PATH")]
    pub(crate) gold: PathBuf,

    /// Spans must be equal; otherwise they must overlap.
    #[arg(long)]
    pub(crate) strict: bool,

    /// Ids must be equal; otherwise a gold id stands for the id it meets most often.
    #[arg(long)]
    pub(crate) exact_ids: bool,

    /// Only this layer: actors, places, times or figures. May be repeated.
    #[arg(long = "layer", value_name = "LAYER")]
    pub(crate) layers: Vec<String>,

    /// An earlier run: tell which changes since were repairs and which were breakages.
    #[arg(long, value_name = "OLD")]
    pub(crate) against: Option<PathBuf>,

    /// List every mistake.
    #[arg(long)]
    pub(crate) mistakes: bool,

    /// Fail when a measure falls below the F1 recorded in this CSV file (layer, measure, f1).
    #[arg(long, value_name = "FILE")]
    pub(crate) floors: Option<PathBuf>,

    /// Write the measured F1 as such a file.
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,

    /// Print JSON: measures, documents, rules, lexicon rows, confusions.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossread show reports/wire.txt
  crossread show reports/wire.txt --why 362:364
  crossread show reports/wire.txt --why 'more than 200'")]
pub(crate) struct ShowArgs {
    /// A report, or a file of records.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Explain the rows that touch a span: start:end in code points, or a piece of the text.
    #[arg(long, value_name = "SPAN")]
    pub(crate) why: Option<String>,

    /// Metadata: a list of records without text, joined by id.
    #[arg(long, value_name = "FILE")]
    pub(crate) index: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) lexicon: LexiconChoice,

    #[command(flatten)]
    pub(crate) limits: Limits,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossread lexicon check our-names.toml
  crossread lexicon stats
  crossread lexicon stats our-names.toml
  crossread lexicon suggest out --least 3 > our-names.toml")]
pub(crate) struct LexiconArgs {
    #[command(subcommand)]
    pub(crate) command: LexiconCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// Reads packs over the built-in one and lists every mistake with file, line and fix.
    Check {
        /// CSV or TOML files, or folders of them.
        packs: Vec<PathBuf>,
    },
    /// Counts the rows of each kind.
    Stats {
        /// CSV or TOML files, or folders of them.
        packs: Vec<PathBuf>,
    },
    /// Prints the names of a run that no pack knows, most frequent first, as rows of a TOML pack.
    Suggest {
        /// A directory written by `extract`.
        #[arg(value_name = "DIR")]
        run: PathBuf,

        /// Only names with at least this many mentions.
        #[arg(long, value_name = "N", default_value_t = 1)]
        least: usize,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossread schema
  crossread schema figures")]
pub(crate) struct SchemaArgs {
    /// One table only.
    pub(crate) table: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn arguments_are_consistent() {
        super::Cli::command().debug_assert();
    }
}
