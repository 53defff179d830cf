//! `crossread eval`: a run against gold.

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use crossread_diff::Diff;
use crossread_eval::{Evaluation, Layer, Matching, Options, evaluate, read_gold};
use crossread_run::join_gold;
use crossread_tables::RunDir;

use crate::args::EvalArgs;
use crate::command::Outcome;
use crate::print::{evaluation, repairs as print};
use crate::repairs::{self, Repairs};

pub(crate) fn run(args: &EvalArgs, out: &mut impl Write) -> Result<Outcome> {
    let layers = layers(&args.layers)?;
    let gold = read_gold(&args.gold)?;
    let floors = args.floors.as_deref().map(Floors::read).transpose()?;
    let (documents, lost) = join_gold(gold, &RunDir::open(&args.run)?)?;
    for line in &lost {
        writeln!(std::io::stderr(), "crossread: {line}")?;
    }
    if documents.is_empty() {
        bail!("{}: none of its documents is in {}", args.gold.display(), args.run.display());
    }
    let matching = if args.strict { Matching::Strict } else { Matching::Overlap };
    let options = Options { matching, mapped_ids: !args.exact_ids };
    let result = evaluate(&documents, &options);
    let repairs = args.against.as_deref().map(|old| against(args, old, &options, &result, &layers)).transpose()?;
    if args.json {
        evaluation::json(out, &result, &layers, repairs.as_ref())?;
    } else {
        evaluation::print(out, &result, &layers)?;
    }
    if args.mistakes && !args.json {
        evaluation::mistakes(out, &result, &layers)?;
    }
    if let Some(repairs) = repairs.as_ref().filter(|_| !args.json) {
        print::print(out, repairs, args.mistakes)?;
    }
    if let Some(path) = &args.record {
        Floors::of(&result).write(path)?;
    }
    let fallen = floors.map_or_else(Vec::new, |floors| floors.fallen(&result));
    for line in &fallen {
        writeln!(std::io::stderr(), "crossread: {line}")?;
    }
    Ok(if lost.is_empty() && fallen.is_empty() { Outcome::Done } else { Outcome::Short })
}

/// What the changes since an earlier run are worth, by the same gold.
fn against(args: &EvalArgs, old: &Path, options: &Options, new: &Evaluation, layers: &[Layer]) -> Result<Repairs> {
    let (documents, _) = join_gold(read_gold(&args.gold)?, &RunDir::open(old)?)?;
    let before = evaluate(&documents, options);
    let diff = Diff::between(RunDir::open(old)?, RunDir::open(&args.run)?, &crossread_diff::Options::default())?;
    repairs::judge(&diff, &before, new, layers)
}

/// The layers of those names; all of them when there is none.
pub(crate) fn layers(names: &[String]) -> Result<Vec<Layer>> {
    if names.is_empty() {
        return Ok(Layer::ALL.to_vec());
    }
    let known = || Layer::ALL.map(Layer::name).join(", ");
    names
        .iter()
        .map(|name| Layer::from_name(name).with_context(|| format!("{name}: no such layer; name one of {}", known())))
        .collect()
}

/// F1 of each measure that must not be fallen below, in thousandths.
struct Floors(Vec<(String, String, u32)>);

impl Floors {
    fn of(result: &Evaluation) -> Self {
        let rows = result.measures.iter();
        Self(rows.map(|row| (row.layer.name().to_owned(), row.name.to_owned(), thousandths(row.counts.f1()))).collect())
    }

    fn read(path: &Path) -> Result<Self> {
        let fix = || format!("{}: could not be read as floors (columns layer, measure, f1)", path.display());
        let mut reader = csv::Reader::from_path(path).with_context(fix)?;
        let mut rows = Vec::new();
        for record in reader.deserialize() {
            let (layer, measure, f1): (String, String, f64) = record.with_context(fix)?;
            let known = Layer::from_name(&layer).map(crossread_eval::measures_of).unwrap_or_default();
            if !known.contains(&measure.as_str()) {
                bail!("{}: {layer} has no measure {measure:?}; it has {}", path.display(), known.join(", "));
            }
            if !(0.0..=1.0).contains(&f1) {
                bail!("{}: the f1 of {layer} {measure} is {f1}; it lies between 0 and 1", path.display());
            }
            rows.push((layer, measure, thousandths(f1)));
        }
        Ok(Self(rows))
    }

    fn write(&self, path: &Path) -> Result<()> {
        let mut writer =
            csv::Writer::from_path(path).with_context(|| format!("{}: could not be written", path.display()))?;
        writer.write_record(["layer", "measure", "f1"])?;
        for (layer, measure, f1) in &self.0 {
            writer.write_record([layer, measure, &format!("{:.3}", f64::from(*f1) / 1000.0)])?;
        }
        Ok(writer.flush()?)
    }

    fn fallen(&self, result: &Evaluation) -> Vec<String> {
        let measured = Self::of(result).0;
        let mut lines = Vec::new();
        for (layer, measure, floor) in &self.0 {
            let now = measured.iter().find(|row| (&row.0, &row.1) == (layer, measure)).map_or(0, |row| row.2);
            if now < *floor {
                let thousandth = |value: u32| f64::from(value) / 1000.0;
                lines.push(format!(
                    "{layer} {measure}: F1 {:.3} fell below the recorded {:.3}",
                    thousandth(now),
                    thousandth(*floor)
                ));
            }
        }
        lines
    }
}

/// A share in whole thousandths, as it is printed.
fn thousandths(share: f64) -> u32 {
    (share * 1000.0).round() as u32
}
