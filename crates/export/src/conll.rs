//! CoNLL-2003: a token a line, blank lines between sentences, `-DOCSTART-` between documents.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;

use crossread_eval::Layer;
use crossread_tables::RunDir;
use crossread_text::{Token, tokens_of};

use crate::Exported;
use crate::documents::{Annotated, Mention, for_each};
use crate::error::ExportError;
use crate::output::whole;

/// What CoNLL-2003 annotates, unless layers are chosen: names of parties and of places.
const NAMED: [Layer; 2] = [Layer::Actors, Layer::Places];

pub(crate) fn write(run: &RunDir, layers: &[Layer], out: &Path) -> Result<Exported, ExportError> {
    let layers = if layers.is_empty() { &NAMED } else { layers };
    let mut lost = 0;
    let count = whole(out, |file| {
        for_each(run, layers, |document| {
            let (lines, without) = lines(&document);
            lost += without;
            file.write_all(lines.as_bytes()).map_err(ExportError::io(out))
        })
    })?;
    let left_out = (lost > 0).then(|| format!("{lost} mentions lie within longer ones, which this format cannot hold"));
    Ok(Exported { count, what: "documents", left_out: left_out.into_iter().collect() })
}

/// The class of a mention, `None` for what CoNLL-2003 does not take for a name.
fn class(mention: &Mention) -> Option<&'static str> {
    match mention.layer {
        Layer::Actors => match (mention.text("form"), mention.text("type")) {
            (Some("descriptor"), _) => None,
            (_, Some("person")) => Some("PER"),
            (_, Some("people")) => Some("MISC"),
            _ => Some("ORG"),
        },
        Layer::Places => Some("LOC"),
        Layer::Times => Some("DATE"),
        Layer::Figures => Some("QUANTITY"),
    }
}

/// A document as lines, and how many of its mentions lie within longer ones.
fn lines(document: &Annotated) -> (String, usize) {
    let text = document.text.as_str();
    let mut tokens = Vec::new();
    tokens_of(text, &mut tokens);
    let (tags, lost) = tags(document, &tokens);
    let mut out = String::from("-DOCSTART- -X- -X- O\n\n");
    let mut at = 0;
    for sentence in &document.sentences {
        let sentence = document.text.bytes(sentence);
        let first = at + tokens[at..].partition_point(|token| (token.span.end() as usize) <= sentence.start);
        at = first + tokens[first..].partition_point(|token| (token.span.start() as usize) < sentence.end);
        for (number, (token, tag)) in tokens.iter().zip(&tags).enumerate().take(at).skip(first) {
            let tag = match tag {
                None => "O".to_owned(),
                // A mention that reaches into another sentence begins anew there.
                Some((class, begins)) => format!("{}-{class}", if *begins || number == first { "B" } else { "I" }),
            };
            // Writing to a string does not fail.
            let _ = writeln!(out, "{} -X- O {tag}", word(token.span.of(text)));
        }
        if at > first {
            out.push('\n');
        }
    }
    (out, lost)
}

/// A word as one field: what readers take for a border of fields is written `_`.
fn word(word: &str) -> String {
    word.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect()
}

type Tag = Option<(&'static str, bool)>;

/// The class of each token and whether a mention begins there. Where mentions overlap the longest is kept.
fn tags(document: &Annotated, tokens: &[Token]) -> (Vec<Tag>, usize) {
    let mut tags: Vec<Tag> = vec![None; tokens.len()];
    let mut mentions: Vec<(&Mention, &'static str)> =
        document.mentions.iter().filter_map(|mention| Some((mention, class(mention)?))).collect();
    mentions.sort_by_key(|(mention, _)| (Reverse(mention.span.len()), mention.span.start));
    let mut lost = 0;
    for (mention, class) in mentions {
        let touched = touched(tokens, &document.text.bytes(&mention.span));
        if tags[touched.clone()].iter().any(Option::is_some) {
            lost += 1;
            continue;
        }
        for at in touched.clone() {
            tags[at] = Some((class, at == touched.start));
        }
    }
    (tags, lost)
}

/// The tokens that bytes touch.
fn touched(tokens: &[Token], bytes: &Range<usize>) -> Range<usize> {
    let first = tokens.partition_point(|token| (token.span.end() as usize) <= bytes.start);
    let end = tokens.partition_point(|token| (token.span.start() as usize) < bytes.end);
    first..end.max(first)
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::documents::Text;

    fn check(words: &str, mentions: &[(Layer, &str, &str)], expected: &str, lost: usize) {
        let mention = |&(layer, found, kind): &(Layer, &str, &str)| {
            let byte = words.find(found).unwrap();
            let start = words[..byte].chars().count();
            let (form, kind) = kind.split_once('/').unwrap_or(("name", kind));
            let attributes: Map<_, _> =
                [("form".to_owned(), form.into()), ("type".to_owned(), kind.into())].into_iter().collect();
            Mention { layer, span: start..start + found.chars().count(), attributes }
        };
        let text = Text::new(words.to_owned());
        let document = Annotated {
            sentences: std::iter::once(0..text.len()).collect(),
            mentions: mentions.iter().map(mention).collect(),
            text,
            ..Annotated::default()
        };
        let (lines, found) = lines(&document);
        let columns: Vec<String> = lines
            .lines()
            .skip(2)
            .filter(|line| !line.is_empty())
            .map(|line| {
                let fields: Vec<&str> = line.split(' ').collect();
                assert_eq!((fields.len(), fields[1], fields[2]), (4, "-X-", "O"), "{line}");
                format!("{}/{}", fields[0], fields[3])
            })
            .collect();
        assert_eq!((columns.join(" ").as_str(), found), (expected, lost));
    }

    #[test]
    fn names_have_the_classes_of_conll() {
        check(
            "🕊 Ali Khan told the Red Cross in Kabul",
            &[(Layer::Actors, "Ali Khan", "person"), (Layer::Actors, "Red Cross", "ngo"), (Layer::Places, "Kabul", "")],
            "🕊/O Ali/B-PER Khan/I-PER told/O the/O Red/B-ORG Cross/I-ORG in/O Kabul/B-LOC",
            0,
        );
        check(
            "Pashtuns met the army",
            &[(Layer::Actors, "Pashtuns", "people"), (Layer::Actors, "the army", "descriptor/security-force")],
            "Pashtuns/B-MISC met/O the/O army/O",
            0,
        );
    }

    #[test]
    fn the_longest_of_nested_mentions_is_kept() {
        check(
            "Bank of Kabul Kabul",
            &[(Layer::Places, "Kabul", ""), (Layer::Actors, "Bank of Kabul", "other-org")],
            "Bank/B-ORG of/I-ORG Kabul/I-ORG Kabul/O",
            1,
        );
    }

    #[test]
    fn neighbours_are_two() {
        check(
            "Kunar Khost",
            &[(Layer::Places, "Kunar", ""), (Layer::Places, "Khost", "")],
            "Kunar/B-LOC Khost/B-LOC",
            0,
        );
    }
}
