//! Documents with their text and mentions, some hundred at a time.

use std::collections::BTreeMap;
use std::ops::Range;

use crossread_eval::Layer;
use crossread_tables::{Cell, Group, Row, RowSet, RunDir, Table};
use serde_json::{Map, Value};

use crate::error::{ExportError, held};

/// Documents in memory at once.
const CHUNK: usize = 256;

/// A document with its text and mentions.
#[derive(Debug, Default)]
pub(crate) struct Annotated {
    pub(crate) id: String,
    /// Title, source, url, published, language, synthetic: those that are known.
    pub(crate) about: Map<String, Value>,
    /// Of the text that offsets count in.
    pub(crate) sha256: String,
    pub(crate) text: Text,
    /// Code points, in order.
    pub(crate) sentences: Vec<Range<usize>>,
    /// By layer, then as in the tables.
    pub(crate) mentions: Vec<Mention>,
}

/// A row of a layer.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) layer: Layer,
    /// Code points; never empty, and within the text.
    pub(crate) span: Range<usize>,
    /// Its other columns by their names, without those that are null or empty lists.
    pub(crate) attributes: Map<String, Value>,
}

impl Mention {
    /// An attribute that is text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)?.as_str()
    }
}

/// A text that is sliced by code points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    text: String,
    /// The byte where each code point begins, and the end.
    bytes: Vec<usize>,
}

impl Text {
    pub(crate) fn new(text: String) -> Self {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { text, bytes }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Number of code points.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len().saturating_sub(1)
    }

    /// The bytes of a range of code points, cut to the text.
    pub(crate) fn bytes(&self, span: &Range<usize>) -> Range<usize> {
        let byte = |at: usize| self.bytes.get(at).copied().unwrap_or(self.text.len());
        byte(span.start)..byte(span.end.max(span.start))
    }

    pub(crate) fn slice(&self, span: &Range<usize>) -> &str {
        &self.text[self.bytes(span)]
    }
}

/// What a text is made from when it was not kept: its sentences, with a line break for each code point between them. Only
/// white space stands there, so every offset and every mention is as in the text itself.
fn joined(sentences: &[(usize, &str)], chars: usize) -> String {
    let mut text = String::new();
    let mut at = 0;
    for &(start, sentence) in sentences {
        while at < start {
            text.push('\n');
            at += 1;
        }
        text.push_str(sentence);
        at += sentence.chars().count();
    }
    text.extend(std::iter::repeat_n('\n', chars.saturating_sub(at)));
    text
}

/// Where the rows of each document stand in a table.
struct Placed {
    table: &'static Table,
    rows: BTreeMap<String, Vec<Range<usize>>>,
}

impl Placed {
    fn of(run: &RunDir, name: &str) -> Result<Self, ExportError> {
        let table = held(run, name)?;
        let groups = run.groups(table, &["doc_id"])?;
        Ok(Self { table, rows: groups.into_iter().map(|Group { key, rows, .. }| (key, rows)).collect() })
    }

    fn numbers(&self, id: &str) -> impl Iterator<Item = usize> + use<'_> {
        self.rows.get(id).into_iter().flatten().cloned().flatten()
    }

    /// The rows of some documents.
    fn read(&self, run: &RunDir, ids: &[String]) -> Result<RowSet, ExportError> {
        let ranges = ids.iter().filter_map(|id| self.rows.get(id)).flatten().cloned();
        Ok(run.rows(self.table, ranges)?)
    }
}

/// Calls `each` for every document in input order, with the mentions of some layers. Gives their number.
pub(crate) fn for_each(
    run: &RunDir,
    layers: &[Layer],
    mut each: impl FnMut(Annotated) -> Result<(), ExportError>,
) -> Result<usize, ExportError> {
    let documents = held(run, "documents")?;
    let sentences = Placed::of(run, "sentences")?;
    let placed = layers
        .iter()
        .map(|&layer| Ok((layer, Placed::of(run, layer.name())?)))
        .collect::<Result<Vec<_>, ExportError>>()?;
    let mut first = 0;
    loop {
        let rows = run.rows(documents, std::iter::once(first..first + CHUNK))?;
        if rows.is_empty() {
            return Ok(first);
        }
        let rows: Vec<Row<'_>> = (first..first + rows.len()).filter_map(|number| rows.get(number)).collect();
        let ids: Vec<String> = rows.iter().map(|&row| owned(row, "doc_id")).collect();
        let lines = sentences.read(run, &ids)?;
        let read = placed
            .iter()
            .map(|(layer, placed)| Ok((*layer, placed, placed.read(run, &ids)?)))
            .collect::<Result<Vec<_>, ExportError>>()?;
        for (row, id) in rows.iter().zip(&ids) {
            let mut document = about(*row, id);
            let lines: Vec<Row<'_>> = sentences.numbers(id).filter_map(|number| lines.get(number)).collect();
            document.text = Text::new(row.str("text").map_or_else(|| text_of(*row, &lines), str::to_owned));
            document.sentences = lines.iter().map(|&line| span(line)).collect();
            for (layer, placed, rows) in &read {
                let mentions = placed.numbers(id).filter_map(|number| rows.get(number));
                document.mentions.extend(mentions.map(|row| mention(*layer, placed.table, row)));
            }
            if row.bool("synthetic") == Some(true) {
                // Whatever is made from an invented document says so.
                document.mentions.iter_mut().for_each(|mention| {
                    mention.attributes.insert("synthetic".to_owned(), true.into());
                });
            }
            let end = document.text.len();
            document.mentions.retain(|mention| mention.span.start < mention.span.end && mention.span.end <= end);
            each(document)?;
        }
        first += ids.len();
    }
}

fn text_of(row: Row<'_>, sentences: &[Row<'_>]) -> String {
    let sentences: Vec<(usize, &str)> =
        sentences.iter().map(|line| (span(*line).start, line.str("text").unwrap_or_default())).collect();
    joined(&sentences, number(row, "chars"))
}

fn about(row: Row<'_>, id: &str) -> Annotated {
    let columns = ["title", "source", "url", "published", "language", "synthetic"];
    let about = columns.into_iter().filter_map(|name| Some((name.to_owned(), json(row.named(name)?)?))).collect();
    Annotated { id: id.to_owned(), about, sha256: owned(row, "sha256"), ..Annotated::default() }
}

fn mention(layer: Layer, table: &Table, row: Row<'_>) -> Mention {
    let mut attributes = Map::new();
    for (position, column) in table.columns.iter().enumerate() {
        if ["doc_id", "start", "end", "text"].contains(&column.name) {
            continue;
        }
        if let Some(value) = row.at(position).and_then(json) {
            attributes.insert(column.name.to_owned(), value);
        }
    }
    // Words without an id name nobody: the id is told to be unknown, lest the words be taken for one.
    if attributes.contains_key("claimant") {
        attributes.entry("claimant_id").or_insert(Value::Null);
    }
    Mention { layer, span: span(row), attributes }
}

/// A cell as JSON; nothing for an empty list.
pub(crate) fn json(cell: Cell<'_>) -> Option<Value> {
    Some(match cell {
        Cell::Str(value) => value.into(),
        Cell::I32(value) => value.into(),
        Cell::F64(value) => whole_or_not(value),
        Cell::Bool(value) => value.into(),
        Cell::Date(value) => value.to_string().into(),
        Cell::List(items) => {
            let items: Vec<Value> = items.map(Value::from).collect();
            if items.is_empty() {
                return None;
            }
            items.into()
        }
    })
}

/// A number, without `.0` where it is whole and exactly so.
fn whole_or_not(value: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT { Value::from(value as i64) } else { Value::from(value) }
}

fn span(row: Row<'_>) -> Range<usize> {
    number(row, "start")..number(row, "end")
}

fn number(row: Row<'_>, column: &str) -> usize {
    row.i32(column).and_then(|value| usize::try_from(value).ok()).unwrap_or(0)
}

pub(crate) fn owned(row: Row<'_>, column: &str) -> String {
    row.str(column).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_make_a_text_of_the_same_offsets() {
        assert_eq!(joined(&[(0, "A."), (3, "Б 🕊.")], 8), "A.\nБ 🕊.\n");
        assert_eq!(joined(&[(2, "A.")], 4), "\n\nA.");
        assert_eq!(joined(&[], 2), "\n\n");
        assert_eq!(joined(&[], 0), "");
    }

    #[test]
    fn texts_are_sliced_by_code_points() {
        let text = Text::new("Б 🕊 e\u{301}.".to_owned());
        assert_eq!(text.len(), 7);
        assert_eq!(text.slice(&(2..3)), "🕊");
        assert_eq!(text.slice(&(4..6)), "e\u{301}");
        assert_eq!(text.slice(&(6..99)), ".");
        assert_eq!(text.slice(&(99..99)), "");
    }

    #[test]
    fn whole_numbers_have_no_point() {
        let shown = |value: f64| whole_or_not(value).to_string();
        assert_eq!(
            (shown(9.0), shown(0.5), shown(-0.0), shown(1e300)),
            ("9".into(), "0.5".into(), "0".into(), "1e+300".into())
        );
    }
}
