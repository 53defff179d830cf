//! Near-copies: documents that share most of their wording.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;
use sha2::{Digest, Sha256};

use crate::claim::Document;
use crate::error::CompareError;
use crate::frames::Reader;
use crate::run::Corpus;
use crate::vocabulary::words;

/// Words to a shingle: long enough that two reports of one event share few by chance.
const SHINGLE: usize = 4;
/// A document is known by its least shingle hashes, so that memory per document is bounded.
const SKETCH: usize = 256;
/// Share of the shorter document's wording that makes a near-copy.
const NEAR_COPY: f64 = 0.5;
/// Documents with fewer shingles are too short to tell.
const SHORTEST: usize = 20;
/// A shingle in more documents than this is a set phrase (a footer, an agency's line), not a sign of copying.
const SET_PHRASE: usize = 200;

/// The relation of one document to the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Copy {
    /// Index of the earliest near-copy, if there is an earlier one.
    pub(crate) of: Option<usize>,
    /// Share of wording in common with that one, or with the most similar document.
    pub(crate) similarity: f64,
}

#[derive(Debug, Clone, Default)]
struct Sketch {
    /// The least hashes, ascending.
    least: Vec<u64>,
    /// Distinct shingles of the whole text.
    size: usize,
}

/// Finds the near-copies among the documents.
pub(crate) fn find(corpus: &Corpus, documents: &[Document]) -> Result<Vec<Copy>, CompareError> {
    let failed = CompareError::frame(&corpus.place);
    let sentences = corpus
        .table("sentences")?
        .select([col("doc_id"), col("start"), col("text")])
        .sort(["doc_id", "start"], SortMultipleOptions::default())
        .collect();
    let texts = sentences.and_then(|frame| texts(&frame)).map_err(failed)?;
    let sketches: Vec<Sketch> = documents
        .iter()
        .map(|document| texts.get(&document.doc_id).map(|text| sketch(text)).unwrap_or_default())
        .collect();
    Ok(compare(documents, &sketches))
}

fn texts(frame: &DataFrame) -> PolarsResult<BTreeMap<String, String>> {
    let reader = Reader(frame);
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for (doc, text) in reader.str("doc_id")?.into_iter().zip(reader.str("text")?) {
        let (Some(doc), Some(text)) = (doc, text) else { continue };
        let whole = out.entry(doc).or_default();
        whole.push(' ');
        whole.push_str(&text);
    }
    Ok(out)
}

fn sketch(text: &str) -> Sketch {
    let words = words(text);
    let mut hashes: BTreeSet<u64> = words.windows(SHINGLE).map(|shingle| hash(&shingle.join(" "))).collect();
    let size = hashes.len();
    let least: Vec<u64> = std::mem::take(&mut hashes).into_iter().take(SKETCH).collect();
    Sketch { least, size }
}

fn hash(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0, |all, byte| (all << 8) | u64::from(*byte))
}

/// The share of the smaller text's shingles that stand in both, from the least hashes of both.
fn similarity(a: &Sketch, b: &Sketch) -> f64 {
    let smaller = a.size.min(b.size);
    if smaller < SHORTEST {
        return 0.0;
    }
    let union: BTreeSet<u64> = a.least.iter().chain(&b.least).copied().collect();
    let sampled: Vec<u64> = union.into_iter().take(SKETCH).collect();
    let shared =
        sampled.iter().filter(|h| a.least.binary_search(h).is_ok() && b.least.binary_search(h).is_ok()).count();
    #[expect(clippy::cast_precision_loss, reason = "counts of words in one text")]
    let (jaccard, sizes, smaller) = (shared as f64 / sampled.len() as f64, (a.size + b.size) as f64, smaller as f64);
    let intersection = jaccard * sizes / (1.0 + jaccard);
    // Four digits are more than the sketch supports, and keep tables readable.
    ((intersection / smaller).min(1.0) * 10_000.0).round() / 10_000.0
}

fn compare(documents: &[Document], sketches: &[Sketch]) -> Vec<Copy> {
    let age = |at: usize| {
        let document = &documents[at];
        (document.published.is_none(), document.published, &document.doc_id)
    };
    let mut order: Vec<usize> = (0..documents.len()).filter(|&at| sketches[at].size >= SHORTEST).collect();
    order.sort_by(|&a, &b| age(a).cmp(&age(b)));
    // Texts with one sketch are alike to every other text, so that only the oldest of them is compared.
    let mut oldest: BTreeMap<(usize, &[u64]), usize> = BTreeMap::new();
    let (mut firsts, mut reprints) = (Vec::new(), Vec::new());
    for at in order {
        let first = *oldest.entry((sketches[at].size, &sketches[at].least)).or_insert(at);
        if first == at { firsts.push(at) } else { reprints.push((at, first)) }
    }
    let mut copies = vec![Copy::default(); documents.len()];
    compare_firsts(&firsts, sketches, &mut copies);
    for (at, first) in reprints {
        match copies[first].of {
            Some(_) => copies[at] = copies[first].clone(),
            None => {
                copies[first].similarity = 1.0;
                copies[at] = Copy { of: Some(first), similarity: 1.0 };
            }
        }
    }
    copies
}

/// Compares texts, the oldest first, with those before that share a shingle which is no set phrase.
fn compare_firsts(firsts: &[usize], sketches: &[Sketch], copies: &mut [Copy]) {
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for hash in firsts.iter().flat_map(|&at| &sketches[at].least) {
        *counts.entry(*hash).or_default() += 1;
    }
    counts.retain(|_, count| (2..=SET_PHRASE).contains(count));
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (rank, &newer) in firsts.iter().enumerate() {
        let telling = || sketches[newer].least.iter().filter(|hash| counts.contains_key(hash));
        let mut before: Vec<usize> = telling().filter_map(|hash| holders.get(hash)).flatten().copied().collect();
        before.sort_unstable();
        before.dedup();
        for older in before.into_iter().map(|rank| firsts[rank]) {
            let similarity = similarity(&sketches[older], &sketches[newer]);
            if similarity >= NEAR_COPY && copies[newer].of.is_none() {
                copies[newer] = Copy { of: Some(older), similarity };
            }
            for at in [older, newer] {
                if copies[at].of.is_none() {
                    copies[at].similarity = copies[at].similarity.max(similarity);
                }
            }
        }
        for hash in telling() {
            holders.entry(*hash).or_default().push(rank);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Day;

    const REPORT: &str = "Two bridges over the river were closed on Monday after the flood, the mayor of the town said. \
        Some forty families were taken to the school on the hill, where the council has set up beds and a kitchen for them.";

    fn copies(texts: &[(&str, Option<&str>)]) -> Vec<Copy> {
        let documents: Vec<Document> = texts
            .iter()
            .enumerate()
            .map(|(at, (_, published))| Document {
                doc_id: format!("d{at}"),
                published: published.and_then(Day::parse),
                ..Document::default()
            })
            .collect();
        let sketches: Vec<Sketch> = texts.iter().map(|(text, _)| sketch(text)).collect();
        compare(&documents, &sketches)
    }

    #[test]
    fn a_reprint_points_to_the_earliest_copy() {
        let edited = REPORT.replace("the mayor of the town said", "says the mayor");
        let found = copies(&[(&edited, None), (REPORT, Some("2025-05-02")), (REPORT, Some("2025-05-01"))]);
        assert_eq!(found.iter().map(|c| c.of).collect::<Vec<_>>(), [Some(2), Some(2), None]);
        assert!(found[1].similarity > 0.99 && found[0].similarity > 0.6);
    }

    #[test]
    fn two_reports_of_one_event_are_no_copies() {
        let other = "After the flood the town closed two bridges over the river. A council officer put the number of families \
            who had to leave their homes at forty; they sleep in a school, she said, and food has been brought for them all.";
        let found = copies(&[(REPORT, None), (other, None)]);
        assert!(found.iter().all(|c| c.of.is_none() && c.similarity < 0.3), "{found:?}");
    }

    #[test]
    fn short_texts_are_never_copies() {
        assert!(copies(&[("No comment.", None), ("No comment.", None)]).iter().all(|c| c.of.is_none()));
    }
}
