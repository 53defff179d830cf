//! `crossread lexicon suggest`: names that no pack knows, as rows to paste into one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result};
use crossread_tables::{Row, RunDir, table};
use crossread_text::fold;

use crate::command::Outcome;
use crate::print::{WIDTH, counted, cut};

/// Examples that stand above the rows of a name.
const EXAMPLES: usize = 2;

/// A name that stands in no pack, over all documents.
#[derive(Default)]
struct Unlisted {
    mentions: usize,
    documents: BTreeSet<String>,
    /// Spellings with their mentions, by their folded form.
    spellings: BTreeMap<String, (String, usize)>,
    /// Type of a party, level of a place.
    kind: String,
    country: Option<String>,
    admin1: Option<String>,
    part_of: Option<String>,
    name: String,
    /// (document, sentence) of its first mentions.
    examples: Vec<(String, i32)>,
}

impl Unlisted {
    fn note(&mut self, row: Row<'_>, kind: &str, name: &str) {
        let text = |column: &str| row.str(column).map(str::to_owned);
        if self.mentions == 0 {
            self.kind = text(kind).unwrap_or_default();
            self.name = text(name).unwrap_or_default();
        }
        self.mentions += 1;
        self.country = self.country.take().or_else(|| text("country"));
        self.admin1 = self.admin1.take().or_else(|| text("admin1"));
        self.part_of = self.part_of.take().or_else(|| text("part_of"));
        let spelling = row.str("text").unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        self.spellings.entry(fold(&spelling)).or_insert_with(|| (spelling, 0)).1 += 1;
        let document = row.str("doc_id").unwrap_or_default();
        if self.documents.insert(document.to_owned()) && self.examples.len() < EXAMPLES {
            self.examples.push((document.to_owned(), row.i32("sentence_id").unwrap_or_default()));
        }
    }
}

/// Names by id; layers apart, for a place and a party may share a slug.
type Names = BTreeMap<(&'static str, String), Unlisted>;

pub(crate) fn run(dir: &Path, least: usize, out: &mut impl Write) -> Result<Outcome> {
    let run = RunDir::open(dir)?;
    let mut names = Names::new();
    for (layer, kind, name) in [("actors", "type", "actor"), ("places", "level", "place")] {
        let table = table(layer).context("every layer has a table")?;
        run.for_each(table, |row| {
            if is_unlisted(layer, row) {
                let id = row.str(if layer == "actors" { "actor_id" } else { "place_id" }).unwrap_or_default();
                names.entry((layer, id.to_owned())).or_default().note(row, kind, name);
            }
        })?;
    }
    names.retain(|_, name| name.mentions >= least);
    let sentences = sentences(&run, &names)?;
    let mut order: Vec<_> = names.into_iter().collect();
    order.sort_by(|(a, x), (b, y)| {
        (y.documents.len(), y.mentions).cmp(&(x.documents.len(), x.mentions)).then_with(|| a.cmp(b))
    });
    writeln!(out, "# {} in no pack; keep what is right, correct the rest.", counted(order.len(), "name", "names"))?;
    for ((layer, id), name) in &order {
        writeln!(out)?;
        explain(out, name, &sentences)?;
        if *layer == "actors" { actor(out, id, name)? } else { place(out, id, name)? }
    }
    Ok(Outcome::Done)
}

/// Names only: descriptors ("Afghan officials") are made by grammar and need no rows.
fn is_unlisted(layer: &str, row: Row<'_>) -> bool {
    match layer {
        "actors" => row.bool("known") == Some(false) && matches!(row.str("form"), Some("name" | "person")),
        _ => row.str("entry").is_none(),
    }
}

/// The sentences of the examples.
fn sentences(run: &RunDir, names: &Names) -> Result<BTreeMap<(String, i32), String>> {
    let wanted: BTreeSet<&(String, i32)> = names.values().flat_map(|name| &name.examples).collect();
    let mut found = BTreeMap::new();
    run.for_each(table("sentences").context("sentences have a table")?, |row| {
        let key = (row.str("doc_id").unwrap_or_default().to_owned(), row.i32("sentence_id").unwrap_or_default());
        if wanted.contains(&key) {
            found.insert(key, row.str("text").unwrap_or_default().to_owned());
        }
    })?;
    Ok(found)
}

fn explain(out: &mut impl Write, name: &Unlisted, sentences: &BTreeMap<(String, i32), String>) -> Result<()> {
    let mentions = counted(name.mentions, "mention", "mentions");
    writeln!(out, "# {mentions} in {}", counted(name.documents.len(), "document", "documents"))?;
    for example in &name.examples {
        let sentence = sentences.get(example).map(String::as_str).unwrap_or_default();
        let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(out, "{}", cut(&format!("#   {}: {sentence}", example.0), WIDTH))?;
    }
    Ok(())
}

fn actor(out: &mut impl Write, id: &str, name: &Unlisted) -> Result<()> {
    writeln!(out, "[[actors]]")?;
    let optional = [("country", &name.country), ("part_of", &name.part_of)];
    cells(out, "", &[("id", id), ("name", &name.name), ("type", &name.kind)], &optional)?;
    for (spelling, _) in name.spellings.values() {
        writeln!(out, "[[actor_aliases]]")?;
        // A surname alone, or an acronym, is many people's: it must not fire without the name.
        let alone = !spelling.contains(' ') && *spelling != name.name;
        let context = alone.then(|| "yes".to_owned());
        cells(out, "", &[("alias", spelling), ("actor", id)], &[("context", &context)])?;
    }
    Ok(())
}

/// A place below a province needs its code; without one its rows are a comment to fill in.
fn place(out: &mut impl Write, id: &str, name: &Unlisted) -> Result<()> {
    let fixed = id.contains([':', '/']);
    let full = match &name.admin1 {
        Some(admin1) if !fixed => format!("{admin1}/{}", name.name),
        _ if fixed => id.to_owned(),
        _ => format!("??-???/{}", name.name),
    };
    let mark = if full.starts_with('?') { "# " } else { "" };
    if !mark.is_empty() {
        writeln!(out, "# The text does not say in which province: fill in its ISO 3166-2 code.")?;
    }
    writeln!(out, "{mark}[[places]]")?;
    let columns = [("id", full.as_str()), ("name", &name.name), ("level", &name.kind)];
    cells(out, mark, &columns, &[("country", &name.country), ("admin1", &name.admin1)])?;
    for (spelling, _) in name.spellings.values() {
        writeln!(out, "{mark}[[place_aliases]]")?;
        cells(out, mark, &[("alias", spelling), ("place", &full), ("level", &name.kind)], &[])?;
    }
    Ok(())
}

/// `key = "value"` lines, each after `mark`.
fn cells(
    out: &mut impl Write,
    mark: &str,
    always: &[(&str, &str)],
    optional: &[(&str, &Option<String>)],
) -> Result<()> {
    let given = optional.iter().filter_map(|(key, value)| Some((*key, value.as_deref()?)));
    for (key, value) in always.iter().copied().chain(given) {
        writeln!(out, "{mark}{key} = {}", toml::Value::from(value))?;
    }
    Ok(())
}
