//! `crossread eval`: a run against gold.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use crossread_diff::Diff;
use crossread_eval::{Evaluation, GoldDocument, Item, Items, Layer, Matching, Options, evaluate, read_gold};
use crossread_tables::{Row, RunDir, table};

use crate::args::EvalArgs;
use crate::command::Outcome;
use crate::print::{evaluation, repairs as print};
use crate::repairs::{self, Repairs};

pub(crate) fn run(args: &EvalArgs, out: &mut impl Write) -> Result<Outcome> {
    let layers = layers(&args.layers)?;
    let gold = read_gold(&args.gold)?;
    let floors = args.floors.as_deref().map(Floors::read).transpose()?;
    let (documents, lost) = join(gold, &RunDir::open(&args.run)?)?;
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
    let (documents, _) = join(read_gold(&args.gold)?, &RunDir::open(old)?)?;
    let before = evaluate(&documents, options);
    let diff = Diff::between(RunDir::open(old)?, RunDir::open(&args.run)?, &crossread_diff::Options::default())?;
    repairs::judge(&diff, &before, new, layers)
}

fn layers(names: &[String]) -> Result<Vec<Layer>> {
    if names.is_empty() {
        return Ok(Layer::ALL.to_vec());
    }
    let known = || Layer::ALL.map(Layer::name).join(", ");
    names
        .iter()
        .map(|name| Layer::from_name(name).with_context(|| format!("{name}: no such layer; name one of {}", known())))
        .collect()
}

/// Gold with what the run said of its document.
type Joined = Vec<(GoldDocument, Items)>;

/// Gold with the rows of its documents, and what could not be compared.
fn join(gold: Vec<GoldDocument>, run: &RunDir) -> Result<(Joined, Vec<String>)> {
    let texts: BTreeMap<String, String> =
        run.documents()?.into_iter().map(|document| (document.doc_id, document.sha256)).collect();
    let mut rows: BTreeMap<String, Items> = BTreeMap::new();
    for layer in Layer::ALL {
        let table = table(layer.name()).context("every layer has a table")?;
        run.for_each(table, |row| {
            let id = row.str("doc_id").unwrap_or_default();
            match rows.get_mut(id) {
                Some(items) => items[layer].push(item(row)),
                None => rows.entry(id.to_owned()).or_default()[layer].push(item(row)),
            }
        })?;
    }
    let (mut documents, mut lost) = (Vec::new(), Vec::new());
    for document in gold {
        match texts.get(&document.id) {
            None => lost
                .push(format!("{}: gold that the run has no document for; name its file by the doc_id", document.id)),
            Some(text) if document.sha256.as_ref().is_some_and(|gold| gold != text) => lost.push(format!(
                "{}: gold of another text (its sha256 differs), so its spans would not fit; it is left out",
                document.id
            )),
            Some(_) => {
                let items = rows.remove(&document.id).unwrap_or_default();
                documents.push((document, items));
            }
        }
    }
    Ok((documents, lost))
}

fn item(row: Row<'_>) -> Item {
    let text = |column: &str| row.str(column).map(str::to_owned);
    let number = |column: &str| row.i32(column).and_then(|value| u32::try_from(value).ok()).unwrap_or(0);
    let day = |column: &str| row.date(column).map(|day| day.to_string());
    Item {
        start: number("start"),
        end: number("end"),
        text: text("text").unwrap_or_default(),
        implied: row.bool("implied").unwrap_or(false),
        rule: text("rule"),
        entry: text("entry"),
        id: text("actor_id").or_else(|| text("place_id")),
        part_of: text("part_of"),
        from: day("date_from"),
        to: day("date_to"),
        low: row.f64("low"),
        high: row.f64("high"),
        comparator: text("comparator"),
        unit: text("unit"),
        measure: text("measure"),
        subject: text("subject"),
        claimant: text("claimant_id"),
        stance: text("stance"),
        places: row.list("places").unwrap_or_default().into_iter().map(str::to_owned).collect(),
        ..Item::default()
    }
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
