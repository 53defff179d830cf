//! The rows of a run beside gold.

use std::collections::BTreeMap;

use crossread_eval::{GoldDocument, Item, Items, Layer};
use crossread_tables::{Row, RunDir, TablesError, table};

/// Gold with what the run said of its document.
pub type Joined = Vec<(GoldDocument, Items)>;

/// Gold with the rows of its documents, and what could not be compared, each a sentence with the fix: gold of documents
/// that the run does not have, or of another text.
///
/// # Errors
/// When a table of the run cannot be read.
pub fn join_gold(gold: Vec<GoldDocument>, run: &RunDir) -> Result<(Joined, Vec<String>), TablesError> {
    let texts: BTreeMap<String, String> =
        run.documents()?.into_iter().map(|document| (document.doc_id, document.sha256)).collect();
    let mut rows: BTreeMap<String, Items> = BTreeMap::new();
    for layer in Layer::ALL {
        let table = table(layer.name()).expect("every layer has a table");
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
