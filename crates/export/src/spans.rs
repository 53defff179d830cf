//! JSON Lines of spans: a document a line, as Prodigy and spaCy's users keep them.

use std::path::Path;

use crossread_eval::Layer;
use crossread_tables::RunDir;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Exported;
use crate::documents::{Annotated, for_each};
use crate::error::ExportError;
use crate::output::{json_line, whole};

#[derive(Serialize)]
struct Line<'a> {
    doc_id: &'a str,
    text: &'a str,
    sha256: &'a str,
    spans: Vec<Span<'a>>,
    meta: &'a Map<String, Value>,
}

#[derive(Serialize)]
struct Span<'a> {
    start: usize,
    end: usize,
    label: String,
    text: &'a str,
    #[serde(flatten)]
    attributes: &'a Map<String, Value>,
}

/// The label of a layer: its name in the singular, in capitals.
pub(crate) fn label(layer: Layer) -> String {
    layer.name().trim_end_matches('s').to_uppercase()
}

pub(crate) fn write(run: &RunDir, layers: &[Layer], out: &Path) -> Result<Exported, ExportError> {
    let count = whole(out, |file| {
        for_each(run, layers, |mut document| json_line(file, &line(&mut document)).map_err(ExportError::io(out)))
    })?;
    Ok(Exported { count, what: "documents", left_out: Vec::new() })
}

fn line(document: &mut Annotated) -> Line<'_> {
    document.mentions.sort_by_key(|mention| (mention.span.start, mention.span.end));
    let document = &*document;
    Line {
        doc_id: &document.id,
        text: document.text.as_str(),
        sha256: &document.sha256,
        spans: document
            .mentions
            .iter()
            .map(|mention| Span {
                start: mention.span.start,
                end: mention.span.end,
                label: label(mention.layer),
                text: document.text.slice(&mention.span),
                attributes: &mention.attributes,
            })
            .collect(),
        meta: &document.about,
    }
}
