//! Near-copies: documents that share most of their wording, known by the fingerprint that `extract` gave each of them.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use crate::anchor::TELLING;
use crate::claim::{Claim, Document};
use crate::error::CompareError;
use crate::passage;
use crate::run::Corpus;

/// Two texts whose fingerprints differ in at most so many of their 64 bits share more than half of their wording.
const NEAR_COPY_BITS: u32 = 18;
/// Bits of a fingerprint.
const BITS: f64 = 64.0;
/// Documents of fewer code points are too short to tell.
const SHORTEST: i32 = 120;
/// One in so many of the shorter text's long sentences stands in a near-copy unchanged.
const LEAST_SHARED: usize = 3;
/// A sentence in more documents than this is a set phrase (a footer, an agency's line), not a sign of copying.
const SET_PHRASE: usize = 200;

/// The relation of one document to the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Copy {
    /// Index of the earliest near-copy, if there is an earlier one.
    pub(crate) of: Option<usize>,
    /// How alike the fingerprints of the two are, from 0 to 1; of a document that is no near-copy, the most alike among those
    /// that share a sentence with it.
    pub(crate) similarity: f64,
}

/// Finds the near-copies among the documents.
pub(crate) fn find(corpus: &Corpus, documents: &[Document], claims: &[Claim]) -> Result<Vec<Copy>, CompareError> {
    let failed = CompareError::frame(&corpus.place);
    let sentences = corpus.table("sentences")?.select([col("doc_id"), col("text")]).collect();
    let sentences = sentences.and_then(|frame| sentence_hashes(&frame, documents)).map_err(failed)?;
    Ok(compare(documents, &values(documents, claims), sentences))
}

/// The hash of each sentence long enough to be known again, with its document.
fn sentence_hashes(frame: &DataFrame, documents: &[Document]) -> PolarsResult<Vec<(u64, usize)>> {
    let index: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(at, d)| (d.doc_id.as_str(), at)).collect();
    let (ids, texts) = (frame.column("doc_id")?, frame.column("text")?);
    let (ids, texts) = (ids.cast(&DataType::String)?, texts.cast(&DataType::String)?);
    let rows = ids.str()?.iter().zip(texts.str()?.iter());
    Ok(rows.filter_map(|(id, text)| Some((passage::hash(text?)?, *index.get(id?)?))).collect())
}

/// The numbers each document gives: a near-copy repeats them, a report on the same form does not.
fn values(documents: &[Document], claims: &[Claim]) -> Vec<BTreeSet<(u64, u64)>> {
    let bits = |bound: Option<f64>| bound.map_or(u64::MAX, f64::to_bits);
    let mut values = vec![BTreeSet::new(); documents.len()];
    for claim in claims {
        values[claim.doc].insert((bits(claim.low), bits(claim.high)));
    }
    values
}

fn bits_apart(a: &Document, b: &Document) -> u32 {
    (a.fingerprint ^ b.fingerprint).count_ones()
}

/// The cosine that so many differing bits of two fingerprints stand for; four digits are more than they support.
fn similarity(bits: u32) -> f64 {
    let angle = std::f64::consts::PI * f64::from(bits) / BITS;
    (angle.cos().max(0.0) * 10_000.0).round() / 10_000.0
}

/// Compares documents that share a telling sentence, each with the older ones.
fn compare(documents: &[Document], values: &[BTreeSet<(u64, u64)>], sentences: Vec<(u64, usize)>) -> Vec<Copy> {
    let age = |at: usize| {
        let document = &documents[at];
        (document.published.is_none(), document.published, &document.doc_id)
    };
    let mut order: Vec<usize> = (0..documents.len()).filter(|&at| documents[at].chars >= SHORTEST).collect();
    order.sort_by(|&a, &b| age(a).cmp(&age(b)));
    let mut rank = vec![usize::MAX; documents.len()];
    for (n, &at) in order.iter().enumerate() {
        rank[at] = n;
    }
    let mut copies = vec![Copy::default(); documents.len()];
    let mut lengths = vec![0_usize; documents.len()];
    for (_, doc) in &sentences {
        lengths[*doc] += 1;
    }
    for (newer, older, shared) in candidates(&rank, sentences) {
        let (newer, older) = (order[newer], order[older]);
        let bits = bits_apart(&documents[newer], &documents[older]);
        let alike = similarity(bits);
        let is_copy = bits <= NEAR_COPY_BITS
            && shared * LEAST_SHARED >= lengths[newer].min(lengths[older])
            && repeats_numbers(&values[newer], &values[older]);
        if is_copy && copies[newer].of.is_none() {
            copies[newer] = Copy { of: Some(older), similarity: alike };
        }
        for at in [older, newer] {
            if copies[at].of.is_none() {
                copies[at].similarity = copies[at].similarity.max(alike);
            }
        }
    }
    copies
}

/// Pairs of ranks that share sentences, the newer first, with the number of these; by newer, then by older.
fn candidates(rank: &[usize], mut sentences: Vec<(u64, usize)>) -> Vec<(usize, usize, usize)> {
    sentences.retain(|(_, doc)| rank[*doc] != usize::MAX);
    for (_, doc) in &mut sentences {
        *doc = rank[*doc];
    }
    sentences.sort_unstable();
    sentences.dedup();
    let mut pairs = Vec::new();
    for holders in sentences.chunk_by(|a, b| a.0 == b.0).filter(|holders| holders.len() <= SET_PHRASE) {
        for (n, (_, newer)) in holders.iter().enumerate() {
            pairs.extend(holders[..n].iter().map(|(_, older)| (*newer, *older)));
        }
    }
    pairs.sort_unstable();
    pairs.chunk_by(|a, b| a == b).map(|same| (same[0].0, same[0].1, same.len())).collect()
}

/// Whether half of the numbers of one text stand in the other: of those that few reports share, where both give any.
fn repeats_numbers(a: &BTreeSet<(u64, u64)>, b: &BTreeSet<(u64, u64)>) -> bool {
    let is_telling = |bits: &u64| f64::from_bits(*bits) >= TELLING;
    let telling = |set: &BTreeSet<(u64, u64)>| -> BTreeSet<(u64, u64)> {
        set.iter().copied().filter(|(low, high)| is_telling(low) || is_telling(high)).collect()
    };
    let half =
        |a: &BTreeSet<(u64, u64)>, b: &BTreeSet<(u64, u64)>| a.intersection(b).count() * 2 >= a.len().min(b.len());
    let (x, y) = (telling(a), telling(b));
    if x.is_empty() || y.is_empty() { half(a, b) } else { half(&x, &y) }
}

#[cfg(test)]
mod tests {
    use crossread_tables::fingerprint;

    use super::*;
    use crate::day::Day;

    const REPORT: &[&str] = &[
        "Two bridges over the river were closed on Monday after the flood, the mayor of the town said.",
        "Some forty families were taken to the school on the hill, where the council has set up beds and a kitchen for them.",
        "The water is expected to fall by the end of the week, and engineers will then look at the piers of both bridges.",
    ];

    fn copies(texts: &[(&[&str], Option<&str>)]) -> Vec<Copy> {
        let documents: Vec<Document> = texts
            .iter()
            .enumerate()
            .map(|(at, (text, published))| Document {
                doc_id: format!("d{at}"),
                published: published.and_then(Day::parse),
                fingerprint: u64::from_str_radix(&fingerprint(&text.join(" ")), 16).unwrap_or_default(),
                chars: i32::try_from(text.join(" ").len()).unwrap_or(i32::MAX),
                ..Document::default()
            })
            .collect();
        let sentences = texts.iter().enumerate();
        let sentences =
            sentences.flat_map(|(at, (text, _))| text.iter().filter_map(move |s| Some((passage::hash(s)?, at))));
        compare(&documents, &values(&documents, &[]), sentences.collect())
    }

    #[test]
    fn a_reprint_points_to_the_earliest_copy() {
        let edited = [&REPORT[0].replace("the mayor of the town said", "says the mayor"), REPORT[1], REPORT[2]];
        let found = copies(&[(&edited, None), (REPORT, Some("2025-05-02")), (REPORT, Some("2025-05-01"))]);
        assert_eq!(found.iter().map(|c| c.of).collect::<Vec<_>>(), [Some(2), Some(2), None]);
        assert!(found[1].similarity > 0.99 && found[0].similarity > 0.6, "{found:?}");
    }

    #[test]
    fn two_reports_of_one_event_are_no_copies() {
        let other = &[
            "After the flood the town closed two bridges over the river.",
            "A council officer put the number of families who had to leave their homes at forty; they sleep in a school.",
            REPORT[2],
        ];
        let found = copies(&[(REPORT, None), (other, None)]);
        assert!(found.iter().all(|c| c.of.is_none()), "{found:?}");
    }

    #[test]
    fn short_texts_are_never_copies() {
        let short: &[&str] = &["The ministry had no comment on the report when asked."];
        assert!(copies(&[(short, None), (short, None)]).iter().all(|c| c.of.is_none()));
    }

    #[test]
    fn a_report_on_the_same_form_with_other_numbers_is_no_copy() {
        let set = |numbers: &[u64]| numbers.iter().map(|n| (*n, *n)).collect::<BTreeSet<_>>();
        assert!(repeats_numbers(&set(&[1, 2, 3]), &set(&[1, 2, 4])));
        assert!(repeats_numbers(&set(&[]), &set(&[1])));
        assert!(!repeats_numbers(&set(&[1, 2, 3]), &set(&[1, 5, 6])));
        let counts = |numbers: &[f64]| numbers.iter().map(|n| (n.to_bits(), n.to_bits())).collect::<BTreeSet<_>>();
        assert!(!repeats_numbers(&counts(&[75.0, 2.0]), &counts(&[64.0, 2.0])), "every report has a two");
        assert!(repeats_numbers(&counts(&[75.0, 2.0]), &counts(&[75.0, 3.0])));
    }
}
