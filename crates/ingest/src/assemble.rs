//! From raw keys and values to a record: the rules that all formats share.

use crate::encoding::not_text;
use crate::field::Field;
use crate::metadata::{Collector, Metadata, Problem, trimmed};
use crate::record::Record;
use crate::skip::{At, SkipCode, Skipped, saturating_u32};

/// A record's values, before they are checked.
#[derive(Debug, Default)]
pub(crate) struct RawRecord<'a> {
    pub(crate) id: Field<'a>,
    pub(crate) text: Field<'a>,
    pub(crate) metadata: Collector,
}

/// A record of a file of records; without an id, `fallback_id` with the line is its id.
pub(crate) fn record(
    raw: RawRecord<'_>,
    at: At<'_>,
    fallback_id: &str,
    note: Option<String>,
    limit: usize,
) -> Result<Record, Skipped> {
    let line = at.line.unwrap_or(1);
    let id = id(raw.id, at)?.unwrap_or_else(|| format!("{fallback_id}#{line}"));
    let at = at.part(&id);
    let text = match raw.text {
        Field::Text(text) => text.into_owned(),
        Field::Null => {
            let fix = "give the record a `text` string";
            return Err(Skipped::new(SkipCode::MissingText, at, "the record has no `text`", fix));
        }
        other => {
            let problem = format!("`text` is {}, not a string", other.kind());
            return Err(Skipped::new(SkipCode::BadRecord, at, problem, "make it a string"));
        }
    };
    check_text(&text, at, limit)?;
    let (metadata, problems) = raw.metadata.finish();
    let (note, warnings) = warnings(problems, at, note);
    let line = at.line.map(saturating_u32);
    Ok(Record { text, metadata, note, line, warnings, id, ..Record::default() })
}

/// The id as a string; `None` if there is none.
pub(crate) fn id(value: Field<'_>, at: At<'_>) -> Result<Option<String>, Skipped> {
    match value {
        Field::Null => Ok(None),
        Field::Text(text) => Ok(trimmed(text.into_owned())),
        Field::Number(number) => Ok(Some(number)),
        Field::Bool(_) | Field::Other(_) => {
            let problem = format!("`id` is {}, not a string", value.kind());
            Err(Skipped::new(SkipCode::BadRecord, at, problem, "make it a string or leave it out"))
        }
    }
}

/// Refuses what is empty, not text, or too large.
pub(crate) fn check_text(text: &str, at: At<'_>, limit: usize) -> Result<(), Skipped> {
    if text.len() > limit {
        return Err(too_large(at, "text", limit));
    }
    if let Some(why) = not_text(text) {
        let problem = format!("this is not text: {why}");
        return Err(Skipped::new(SkipCode::Binary, at, problem, "export the text, or leave it out"));
    }
    if text.trim().is_empty() {
        return Err(empty(at, "there is no text"));
    }
    Ok(())
}

/// The row for an input or record without text.
pub(crate) fn empty(at: At<'_>, problem: &str) -> Skipped {
    Skipped::new(SkipCode::Empty, at, problem, "add the text, or leave it out")
}

/// The row for a `what` (text, line, row) over the limit.
pub(crate) fn too_large(at: At<'_>, what: &str, limit: usize) -> Skipped {
    let problem = format!("the {what} is larger than {limit} bytes, the limit of one document");
    Skipped::new(SkipCode::TooLarge, at, problem, "split it into one record a report, or raise `--limit bytes`")
}

/// Problems as rows, and named in the document's note.
pub(crate) fn warnings(problems: Vec<Problem>, at: At<'_>, note: Option<String>) -> (Option<String>, Vec<Skipped>) {
    let mut note = note;
    let rows = problems
        .into_iter()
        .map(|problem| {
            note = Some(match note.take() {
                Some(before) => format!("{before}; {}", problem.what),
                None => problem.what.clone(),
            });
            let at = At { line: problem.line.or(at.line), ..at };
            Skipped::new(problem.code, at, problem.what, problem.fix)
        })
        .collect();
    (note, rows)
}

/// The metadata of a raw record that stands in an index, and its problems as rows.
pub(crate) fn index_metadata(raw: Collector, at: At<'_>) -> (Metadata, Vec<Skipped>) {
    let (metadata, problems) = raw.finish();
    (metadata, warnings(problems, at, None).1)
}
