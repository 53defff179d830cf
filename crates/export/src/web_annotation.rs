//! W3C Web Annotation: one JSON-LD page of annotations.

use std::io::Write as _;
use std::ops::Range;
use std::path::Path;

use crossread_eval::Layer;
use crossread_tables::{RunDir, file_stem};
use serde_json::{Map, Value, json};

use crate::Exported;
use crate::documents::{Annotated, Mention, for_each};
use crate::error::ExportError;
use crate::output::whole;

/// Code points before and after that a quote is found again by; never beyond its sentence.
const AROUND: usize = 32;

pub(crate) fn write(run: &RunDir, layers: &[Layer], out: &Path) -> Result<Exported, ExportError> {
    let mut count = 0;
    whole(out, |file| {
        let page = "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:crossread:page\",\"type\":\"AnnotationPage\",\"items\":[";
        file.write_all(page.as_bytes()).map_err(ExportError::io(out))?;
        for_each(run, layers, |document| {
            for (number, mention) in document.mentions.iter().enumerate() {
                let comma = if count == 0 { "" } else { "," };
                count += 1;
                write!(file, "{comma}\n{}", annotation(&document, number, mention)).map_err(ExportError::io(out))?;
            }
            Ok(())
        })?;
        file.write_all(b"\n]}\n").map_err(ExportError::io(out))
    })?;
    Ok(Exported { count, what: "annotations", left_out: Vec::new() })
}

fn annotation(document: &Annotated, number: usize, mention: &Mention) -> Value {
    let name = file_stem(&document.id);
    let layer = mention.layer.name().trim_end_matches('s');
    let mut body = vec![tag("classifying", layer)];
    body.extend(
        ["actor_id", "place_id", "measure"].iter().find_map(|key| mention.text(key)).map(|id| tag("identifying", id)),
    );
    let described = Value::Object(mention.attributes.clone()).to_string();
    body.push(json!({
        "type": "TextualBody", "purpose": "describing", "format": "application/json", "value": described,
    }));
    let mut source: Map<String, Value> = [
        ("id".to_owned(), format!("urn:crossread:document:{name}").into()),
        ("type".to_owned(), "Text".into()),
        ("format".to_owned(), "text/plain".into()),
    ]
    .into_iter()
    .collect();
    for (key, column) in [("language", "language"), ("via", "url")] {
        if let Some(value) = document.about.get(column) {
            source.insert(key.to_owned(), value.clone());
        }
    }
    let (prefix, suffix) = around(document, &mention.span);
    json!({
        "id": format!("urn:crossread:annotation:{name}:{number}"),
        "type": "Annotation",
        "motivation": "identifying",
        "body": body,
        "target": {
            "source": source,
            "selector": [
                {"type": "TextPositionSelector", "start": mention.span.start, "end": mention.span.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": document.text.slice(&mention.span),
                    "prefix": document.text.slice(&prefix),
                    "suffix": document.text.slice(&suffix),
                },
            ],
        },
    })
}

fn tag(purpose: &str, value: &str) -> Value {
    json!({"type": "TextualBody", "purpose": purpose, "value": value})
}

/// What stands before and after a span in its sentence.
fn around(document: &Annotated, span: &Range<usize>) -> (Range<usize>, Range<usize>) {
    let sentence = document.sentences.iter().find(|sentence| sentence.start <= span.start && span.start < sentence.end);
    let (first, end) = sentence.map_or((span.start, span.end), |sentence| (sentence.start, sentence.end.max(span.end)));
    (first.max(span.start.saturating_sub(AROUND))..span.start, span.end..end.min(span.end + AROUND))
}
