//! `crossread check`: an extraction against the one that was accepted.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use crossread_diff::Baseline;
use crossread_tables::RunDir;
use toml::{Table, Value};

use crate::args::{CheckArgs, ExtractArgs, LexiconChoice, Limits, TableFormat};
use crate::command::{Outcome, extract};
use crate::print::counted;

/// What the baseline was recorded with: a file in its folder.
const SETTINGS: &str = "check.toml";

pub(crate) fn run(args: &CheckArgs, out: &mut impl Write) -> Result<Outcome> {
    let (given, recorded) = (Settings::given(args), Settings::recorded(&args.baseline)?);
    let settings = match (given, recorded.clone()) {
        (Some(given), _) => given,
        (None, Some(recorded)) => recorded,
        (None, None) => bail!("name what to extract: crossread check INPUT... --update"),
    };
    if recorded.is_none() && !args.update {
        let folder = args.baseline.display();
        bail!("{folder}: there is no baseline; accept the extraction as it is now with --update");
    }
    let now = extracted(&settings)?;
    if args.update {
        update(&args.baseline, &now, &settings)?;
        let documents = counted(now.files.len().saturating_sub(1), "document", "documents");
        writeln!(out, "{}: {documents} accepted", args.baseline.display())?;
        return Ok(Outcome::Done);
    }
    let difference = read(&args.baseline)?.difference(&now);
    out.write_all(difference.as_bytes())?;
    if difference.is_empty() {
        return Ok(Outcome::Done);
    }
    let files = difference.lines().filter(|line| line.starts_with("+++ ")).count();
    let told = counted(files, "file differs", "files differ");
    writeln!(
        io::stderr(),
        "crossread: {told} from {}; accept with: crossread check --update",
        args.baseline.display()
    )?;
    Ok(Outcome::Short)
}

/// What decides the extraction.
#[derive(Clone, Debug, Default)]
struct Settings {
    inputs: Vec<String>,
    index: Option<PathBuf>,
    packs: Vec<PathBuf>,
    vague: Option<String>,
}

impl Settings {
    fn given(args: &CheckArgs) -> Option<Self> {
        (!args.inputs.is_empty()).then(|| Self {
            inputs: args.inputs.clone(),
            index: args.index.clone(),
            packs: args.lexicon.packs.clone(),
            vague: args.lexicon.vague.clone(),
        })
    }

    fn recorded(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(SETTINGS);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.with_context(|| format!("{}: could not be read", path.display()))?,
        };
        let table: Table = text.parse().with_context(|| format!("{}: not TOML", path.display()))?;
        let list = |key: &str| -> Vec<String> {
            let items = table.get(key).and_then(Value::as_array).into_iter().flatten();
            items.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
        Ok(Some(Self {
            inputs: list("inputs"),
            index: text("index").map(PathBuf::from),
            packs: list("lexicon").into_iter().map(PathBuf::from).collect(),
            vague: text("vague"),
        }))
    }

    fn text(&self) -> String {
        let list = |items: Vec<String>| Value::Array(items.into_iter().map(Value::String).collect());
        let path = |path: &PathBuf| path.to_string_lossy().into_owned();
        let mut table = Table::new();
        table.insert("inputs".to_owned(), list(self.inputs.clone()));
        table.extend(self.index.iter().map(|index| ("index".to_owned(), Value::String(path(index)))));
        if !self.packs.is_empty() {
            table.insert("lexicon".to_owned(), list(self.packs.iter().map(path).collect()));
        }
        table.extend(self.vague.iter().map(|vague| ("vague".to_owned(), Value::String(vague.clone()))));
        table.to_string()
    }
}

/// A folder that goes when it is dropped.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn extracted(settings: &Settings) -> Result<Baseline> {
    let scratch = Scratch(std::env::temp_dir().join(format!("crossread-check-{}", std::process::id())));
    let args = ExtractArgs {
        inputs: settings.inputs.clone(),
        out: scratch.0.join("out"),
        index: settings.index.clone(),
        limits: Limits::default(),
        keep_text: false,
        lexicon: LexiconChoice { packs: settings.packs.clone(), vague: settings.vague.clone() },
        jobs: None,
        format: vec![TableFormat::Parquet],
        append: false,
        csv_safe: false,
        resume: false,
        compare: false,
        quiet: true,
    };
    // What was skipped is told on standard error; a document that is missing for it is a difference.
    extract::run(&args, &mut io::sink())?;
    Ok(Baseline::of(&RunDir::open(&args.out)?)?)
}

/// Whether a file of the folder belongs to the baseline.
fn is_own(name: &str) -> bool {
    name.ends_with(Baseline::SUFFIX) || name == Baseline::LEXICON
}

fn read(folder: &Path) -> Result<Baseline> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.with_context(|| format!("{}: could not be read", folder.display()))?;
        let name = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() && is_own(&name) {
            let text = fs::read_to_string(entry.path());
            let text = text.with_context(|| format!("{}: could not be read", entry.path().display()))?;
            // A checkout may have given the lines other ends.
            files.insert(name, text.replace("\r\n", "\n"));
        }
    }
    Ok(Baseline { files })
}

/// Writes the files that differ and removes those of documents that are gone.
fn update(folder: &Path, now: &Baseline, settings: &Settings) -> Result<()> {
    let before = if folder.is_dir() { read(folder)? } else { Baseline::default() };
    for name in before.files.keys().filter(|name| !now.files.contains_key(*name)) {
        let path = folder.join(name);
        fs::remove_file(&path).with_context(|| format!("{}: could not be removed", path.display()))?;
    }
    let settings = (SETTINGS.to_owned(), settings.text());
    for (name, text) in now.files.iter().chain([(&settings.0, &settings.1)]) {
        if before.files.get(name) == Some(text) {
            continue;
        }
        let path = folder.join(name);
        let named = || format!("{}: could not be written", path.display());
        fs::create_dir_all(path.parent().unwrap_or(folder)).with_context(named)?;
        fs::write(&path, text).with_context(named)?;
    }
    Ok(())
}
