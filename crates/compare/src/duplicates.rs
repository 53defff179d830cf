//! Near-copies: documents that share most of their wording, known by the fingerprint that `extract` gave each of them.

mod apart;

use std::collections::BTreeSet;

use polars::prelude::PolarsResult;

use crate::anchor::TELLING;
use crate::batch::Parts;
use crate::claim::Claim;
use crate::frames::Reader;
use crate::passage;
use crate::store::{Data, Kept};

pub(crate) use apart::{pairs, prints};

/// Two texts whose fingerprints differ in at most so many of their 64 bits share more than half of their wording.
const NEAR_COPY_BITS: u32 = 18;
/// Bits of a fingerprint.
const BITS: f64 = 64.0;
/// Documents of fewer code points are too short to tell.
const SHORTEST: i32 = 120;
/// One in so many of the shorter text's long sentences stands in a near-copy unchanged.
const LEAST_SHARED: usize = 3;
/// A sentence in more documents than this is a set phrase (a footer, an agency's line), not a sign of copying.
pub const SET_PHRASE: usize = 200;

/// The relation of one document to the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Copy {
    /// Index of the earliest near-copy, if there is an earlier one.
    pub(crate) of: Option<usize>,
    /// How alike the fingerprints of the two are, from 0 to 1; of a document that is no near-copy, the most alike among those
    /// that share a sentence with it.
    pub(crate) similarity: f64,
}

/// What documents are known again by, gathered while they are read.
#[derive(Debug, Default)]
pub(crate) struct Prints {
    /// The hash of each sentence long enough to be known again, with its document.
    sentences: Vec<(u64, u32)>,
    /// The bounds of each number a document gives, with the document.
    numbers: Vec<(u32, u64, u64)>,
}

impl Prints {
    /// Adds the sentences and claims of some documents, which `rank` numbers in the order in which they are read.
    pub(crate) fn add(&mut self, parts: &Parts, claims: &[Claim], rank: &[u32]) -> PolarsResult<()> {
        let texts = Reader(&parts.sentences.frame).texts("text")?;
        let number = |doc: usize| rank[parts.first + doc];
        let sentences = parts.sentences.rows_of(parts.first);
        let hash = |(row, doc): (usize, usize)| Some((passage::hash(texts.get(row)?)?, number(doc)));
        self.sentences.extend(sentences.filter_map(hash));
        let bits = |bound: Option<f64>| bound.map_or(u64::MAX, f64::to_bits);
        self.numbers.extend(claims.iter().map(|claim| (number(claim.doc), bits(claim.low), bits(claim.high))));
        Ok(())
    }

    /// The numbers a document gives: a near-copy repeats them, a report on the same form does not.
    fn numbers(&self, doc: usize) -> BTreeSet<(u64, u64)> {
        let first = self.numbers.partition_point(|(other, ..)| (*other as usize) < doc);
        let own = self.numbers[first..].iter().take_while(|(other, ..)| *other as usize == doc);
        own.map(|(_, low, high)| (*low, *high)).collect()
    }
}

/// Finds the near-copies among the documents.
pub(crate) fn find(data: &Data, mut prints: Prints) -> Vec<Copy> {
    prints.numbers.sort_unstable();
    let sentences = std::mem::take(&mut prints.sentences);
    compare(&data.documents, |doc| prints.numbers(doc), sentences)
}

fn bits_apart(a: &Kept, b: &Kept) -> u32 {
    (a.fingerprint ^ b.fingerprint).count_ones()
}

/// The cosine that so many differing bits of two fingerprints stand for; four digits are more than they support.
fn similarity(bits: u32) -> f64 {
    let angle = std::f64::consts::PI * f64::from(bits) / BITS;
    (angle.cos().max(0.0) * 10_000.0).round() / 10_000.0
}

/// Compares documents that share a telling sentence, each with the older ones.
fn compare(
    documents: &[Kept],
    numbers: impl Fn(usize) -> BTreeSet<(u64, u64)>,
    sentences: Vec<(u64, u32)>,
) -> Vec<Copy> {
    let age = |at: usize| (documents[at].published().is_none(), documents[at].published(), at);
    let mut order: Vec<usize> = (0..documents.len()).filter(|&at| documents[at].chars >= SHORTEST).collect();
    order.sort_by_key(|&at| age(at));
    let mut rank = vec![u32::MAX; documents.len()];
    for (n, &at) in order.iter().enumerate() {
        rank[at] = u32::try_from(n).unwrap_or(u32::MAX);
    }
    let mut copies = vec![Copy::default(); documents.len()];
    let mut lengths = vec![0_usize; documents.len()];
    for (_, doc) in &sentences {
        lengths[*doc as usize] += 1;
    }
    let shared = Shared::new(&rank, sentences);
    for (newer, &at) in order.iter().enumerate() {
        for (older, shared) in shared.older(newer) {
            let older = order[older];
            let bits = bits_apart(&documents[at], &documents[older]);
            let alike = similarity(bits);
            let is_copy = is_copy(bits, shared, [lengths[at], lengths[older]], || [numbers(at), numbers(older)]);
            if is_copy && copies[at].of.is_none() {
                copies[at] = Copy { of: Some(older), similarity: alike };
            }
            for at in [older, at] {
                if copies[at].of.is_none() {
                    copies[at].similarity = copies[at].similarity.max(alike);
                }
            }
        }
    }
    copies
}

/// Whether two documents that share so many of their long sentences, and differ in so many bits, are near-copies.
fn is_copy(
    bits: u32,
    shared: usize,
    long_sentences: [usize; 2],
    numbers: impl FnOnce() -> [BTreeSet<(u64, u64)>; 2],
) -> bool {
    let [a, b] = long_sentences;
    bits <= NEAR_COPY_BITS && shared * LEAST_SHARED >= a.min(b) && {
        let [a, b] = numbers();
        repeats_numbers(&a, &b)
    }
}

/// Which documents, by rank, share which sentences.
struct Shared {
    /// The documents of one sentence after those of the other, and where those of each begin.
    holders: Vec<u32>,
    starts: Vec<u32>,
    /// Documents with the number of a sentence that they share, by document.
    held: Vec<(u32, u32)>,
}

impl Shared {
    fn new(rank: &[u32], mut sentences: Vec<(u64, u32)>) -> Self {
        sentences.retain(|(_, doc)| rank[*doc as usize] != u32::MAX);
        for (_, doc) in &mut sentences {
            *doc = rank[*doc as usize];
        }
        sentences.sort_unstable();
        sentences.dedup();
        let mut shared = Self { holders: Vec::new(), starts: vec![0], held: Vec::new() };
        for holders in sentences.chunk_by(|a, b| a.0 == b.0).filter(|holders| (2..=SET_PHRASE).contains(&holders.len()))
        {
            let number = u32::try_from(shared.starts.len() - 1).unwrap_or(u32::MAX);
            shared.holders.extend(holders.iter().map(|(_, doc)| *doc));
            shared.held.extend(holders.iter().map(|(_, doc)| (*doc, number)));
            shared.starts.push(u32::try_from(shared.holders.len()).unwrap_or(u32::MAX));
        }
        shared.held.sort_unstable();
        shared
    }

    /// The older documents that share sentences with one, by rank, each with the number of these.
    fn older(&self, newer: usize) -> Vec<(usize, usize)> {
        let first = self.held.partition_point(|(doc, _)| (*doc as usize) < newer);
        let mut older: Vec<u32> = Vec::new();
        for (_, sentence) in self.held[first..].iter().take_while(|(doc, _)| *doc as usize == newer) {
            let holders = self.starts[*sentence as usize] as usize..self.starts[*sentence as usize + 1] as usize;
            older.extend(self.holders[holders].iter().take_while(|doc| (**doc as usize) < newer));
        }
        older.sort_unstable();
        older.chunk_by(|a, b| a == b).map(|same| (same[0] as usize, same.len())).collect()
    }
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
        let documents: Vec<Kept> = texts
            .iter()
            .map(|(text, published)| {
                let text = text.join(" ");
                let print = u64::from_str_radix(&fingerprint(&text), 16).unwrap_or_default();
                Kept::new(published.and_then(Day::parse), print, i32::try_from(text.len()).unwrap_or(i32::MAX))
            })
            .collect();
        let sentences = texts.iter().zip(0..);
        let sentences =
            sentences.flat_map(|((text, _), at)| text.iter().filter_map(move |s| Some((passage::hash(s)?, at))));
        compare(&documents, |_| BTreeSet::new(), sentences.collect())
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
