//! Claims as they were written, with what their documents say around them: read for some documents at a time.

use std::collections::{BTreeMap, BTreeSet};

use crate::day::Day;
use crate::interval::{Comparator, Value, rounding};
use crate::place::Gazetteer;
use crate::sides::Sides;

/// A figure as the extractor wrote it, with its sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Claim {
    /// Index of its document among those that were read with it.
    pub(crate) doc: usize,
    pub(crate) figure_id: i32,
    pub(crate) sentence_id: i32,
    /// Code points into the document.
    pub(crate) start: i32,
    pub(crate) end: i32,
    pub(crate) text: String,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) comparator: String,
    pub(crate) unit: String,
    pub(crate) dimension: String,
    pub(crate) low_si: Option<f64>,
    pub(crate) high_si: Option<f64>,
    pub(crate) measure: String,
    pub(crate) scope: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) subject_class: Option<String>,
    pub(crate) subject_actor_id: Option<String>,
    pub(crate) agent_actor_id: Option<String>,
    pub(crate) claimant_id: Option<String>,
    pub(crate) claimant: Option<String>,
    pub(crate) stance: String,
    pub(crate) denier_id: Option<String>,
    pub(crate) verification: Option<String>,
    pub(crate) claimed_on: Option<Day>,
    pub(crate) modality: String,
    pub(crate) places: Vec<String>,
    pub(crate) place_basis: Option<String>,
    pub(crate) destinations: Vec<String>,
    pub(crate) date_from: Option<Day>,
    pub(crate) date_to: Option<Day>,
    pub(crate) time_basis: Option<String>,
    pub(crate) part_of: Option<i32>,
    pub(crate) implied: bool,
    /// The whole sentence as written; empty if the sentence is not in the table.
    pub(crate) sentence: String,
    /// Code points into the document where the sentence begins.
    pub(crate) sentence_start: i32,
}

impl Claim {
    /// The value in the unit that accounts are compared in.
    pub(crate) fn value(&self) -> Value {
        let measured = matches!(self.dimension.as_str(), "length" | "area" | "volume" | "mass" | "money");
        let convert = measured && (self.low_si.is_some() || self.high_si.is_some());
        let (low, high) = if convert { (self.low_si, self.high_si) } else { (self.low, self.high) };
        let written = self.low.or(self.high);
        let scale = match (low.or(high), written) {
            (Some(si), Some(written)) if written != 0.0 => si / written,
            _ => 1.0,
        };
        Value {
            low,
            high,
            comparator: self.comparator.parse().unwrap_or(Comparator::Eq),
            measured,
            rounding: written.filter(|_| measured).map_or(0.0, |n| rounding(n, scale)),
        }
    }

    /// The words of the sentence before the figure, and after it.
    pub(crate) fn around(&self) -> (String, String) {
        let offset = |at: i32| usize::try_from(at - self.sentence_start).unwrap_or(0);
        let before = self.sentence.chars().take(offset(self.start)).collect();
        let after = self.sentence.chars().skip(offset(self.end)).collect();
        (before, after)
    }

    /// Whether the claim may answer a question: it is said to have happened.
    pub(crate) fn is_actual(&self) -> bool {
        matches!(self.modality.as_str(), "" | "actual")
    }
}

/// A document, with what it names while its claims are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub(crate) doc_id: String,
    pub(crate) title: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<Day>,
    /// Near-copies differ in few of its bits.
    pub(crate) fingerprint: u64,
    /// Code points of the text.
    pub(crate) chars: i32,
    pub(crate) synthetic: bool,
    /// Number among all documents, by `doc_id`.
    pub(crate) number: usize,
    /// First and last code point of each sentence, by sentence id.
    pub(crate) sentences: BTreeMap<i32, (i32, i32)>,
    /// Sentences that stand for themselves: headings, list items, rows of tables, captions.
    pub(crate) apart: BTreeSet<i32>,
    pub(crate) times: Vec<Time>,
    pub(crate) actors: Vec<ActorMention>,
    pub(crate) places: Vec<PlaceMention>,
}

/// A resolved date in a text.
#[derive(Debug, Clone)]
pub(crate) struct Time {
    pub(crate) sentence_id: i32,
    pub(crate) start: i32,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
}

/// A party named in a text.
#[derive(Debug, Clone)]
pub(crate) struct ActorMention {
    pub(crate) sentence_id: i32,
    pub(crate) start: i32,
    pub(crate) actor_id: String,
    pub(crate) kind: String,
    pub(crate) country: Option<String>,
}

/// A place named in a text.
#[derive(Debug, Clone)]
pub(crate) struct PlaceMention {
    pub(crate) sentence_id: i32,
    pub(crate) place_id: String,
    pub(crate) level: String,
    pub(crate) country: Option<String>,
}

impl Document {
    /// The paragraph of each sentence, known by the id of its first sentence.
    pub(crate) fn paragraphs(&self) -> BTreeMap<i32, i32> {
        let mut paragraphs = BTreeMap::new();
        let mut first = None;
        for &id in self.sentences.keys() {
            let begun = first.filter(|_| self.same_paragraph(id.saturating_sub(1), id));
            first = Some(begun.unwrap_or(id));
            paragraphs.insert(id, begun.unwrap_or(id));
        }
        paragraphs
    }

    /// Whether two sentences stand in one paragraph: more than one code point between sentences is a blank line, and headings,
    /// list items and rows of tables stand for themselves.
    pub(crate) fn same_paragraph(&self, a: i32, b: i32) -> bool {
        let (first, last) = (a.min(b), a.max(b));
        let apart = first != last && (first..=last).any(|id| self.apart.contains(&id));
        !apart
            && (first..last).all(|id| match (self.sentences.get(&id), self.sentences.get(&(id + 1))) {
                (Some((_, end)), Some((start, _))) => start - end <= 1,
                _ => false,
            })
    }
}

/// Some documents with all that is known of them.
pub(crate) struct Batch<'a> {
    pub(crate) documents: Vec<Document>,
    /// By document, then in text order.
    pub(crate) claims: Vec<Claim>,
    pub(crate) sides: &'a Sides,
    pub(crate) gazetteer: &'a Gazetteer,
}

#[cfg(test)]
mod tests {
    use super::Document;

    #[test]
    fn paragraphs_end_at_a_blank_line_and_around_what_stands_for_itself() {
        let document = Document {
            sentences: [(0, (0, 9)), (1, (10, 19)), (2, (21, 29)), (3, (30, 39)), (4, (40, 49)), (6, (50, 59))].into(),
            apart: [3].into(),
            ..Document::default()
        };
        let paragraphs = document.paragraphs();
        assert_eq!(paragraphs.values().copied().collect::<Vec<_>>(), [0, 0, 2, 3, 4, 6]);
        for (&a, first) in &paragraphs {
            for (&b, other) in &paragraphs {
                assert_eq!(first == other, document.same_paragraph(a, b), "{a} {b}");
            }
        }
    }
}
