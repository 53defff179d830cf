//! Which row of a run answers which item of gold.

use crate::item::Item;

/// When two spans meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// When they share a code point.
    #[default]
    Overlap,
    /// When both ends are equal.
    Strict,
}

/// How the items of one layer of one document pair up. Numbers are positions in the two lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Paired {
    /// (gold, said); pairs with an optional gold item are left out.
    pub(crate) pairs: Vec<(usize, usize)>,
    /// Gold items that no row answers.
    pub(crate) missed: Vec<usize>,
    /// Rows that answer nothing.
    pub(crate) extra: Vec<usize>,
}

/// Pairs one to one, the pair with the largest common share first; between equals, gold that counts
/// comes before optional gold, then text order decides.
///
/// Cost: the pairs of spans that meet, which are few, plus sorting.
pub(crate) fn pair(gold: &[Item], said: &[Item], matching: Matching) -> Paired {
    let mut meeting: Vec<(u64, bool, usize, usize)> = Vec::new();
    for (g, s) in meetings(gold, said) {
        let (a, b) = (&gold[g], &said[s]);
        let same = (a.start, a.end) == (b.start, b.end);
        if matching == Matching::Overlap || same {
            meeting.push((apart(a, b), a.optional, g, s));
        }
    }
    meeting.sort_unstable();
    let (mut taken_gold, mut taken_said) = (vec![false; gold.len()], vec![false; said.len()]);
    let mut paired = Paired::default();
    for &(_, optional, g, s) in &meeting {
        if taken_gold[g] || taken_said[s] {
            continue;
        }
        (taken_gold[g], taken_said[s]) = (true, true);
        if !optional {
            paired.pairs.push((g, s));
        }
    }
    paired.pairs.sort_unstable();
    // A row that touches an optional item is no mistake, even when another row answered that item.
    let mut excused = vec![false; said.len()];
    for (g, s) in meetings(gold, said) {
        excused[s] |= gold[g].optional;
    }
    paired.missed = (0..gold.len()).filter(|&g| !taken_gold[g] && !gold[g].optional).collect();
    paired.extra = (0..said.len())
        .filter(|&s| !taken_said[s] && !excused[s])
        .filter(|&s| !said[s].implied || said[s].text.contains(|c: char| c.is_ascii_digit()))
        .collect();
    paired
}

/// Every (gold, said) whose spans share a code point.
fn meetings(gold: &[Item], said: &[Item]) -> Vec<(usize, usize)> {
    let mut by_start: Vec<usize> = (0..said.len()).collect();
    by_start.sort_by_key(|&s| (said[s].start, said[s].end));
    let longest = said.iter().map(|item| item.end.saturating_sub(item.start)).max().unwrap_or(0);
    let mut found = Vec::new();
    for (g, item) in gold.iter().enumerate() {
        let first = by_start.partition_point(|&s| said[s].start.saturating_add(longest) <= item.start);
        for &s in by_start[first..].iter().take_while(|&&s| said[s].start < item.end) {
            if said[s].end > item.start {
                found.push((g, s));
            }
        }
    }
    found
}

/// How far two overlapping spans are from being one: 0 when equal, in millionths of their union.
fn apart(a: &Item, b: &Item) -> u64 {
    let common = u64::from(a.end.min(b.end) - a.start.max(b.start));
    let union = u64::from(a.end.max(b.end) - a.start.min(b.start));
    1_000_000 - common * 1_000_000 / union
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn items(spans: &[(u32, u32)]) -> Vec<Item> {
        spans.iter().map(|&(start, end)| Item { start, end, ..Item::default() }).collect()
    }

    #[track_caller]
    fn check(gold: &[(u32, u32)], said: &[(u32, u32)], matching: Matching, pairs: &[(usize, usize)], extra: &[usize]) {
        let paired = pair(&items(gold), &items(said), matching);
        assert_eq!(paired.pairs, pairs);
        assert_eq!(paired.extra, extra);
        assert_eq!(paired.missed.len() + paired.pairs.len(), gold.len());
    }

    #[test]
    fn the_closest_span_wins() {
        check(&[(0, 10)], &[(0, 4), (0, 9)], Matching::Overlap, &[(0, 1)], &[0]);
        check(&[(0, 10), (12, 20)], &[(5, 14), (0, 3)], Matching::Overlap, &[(0, 0)], &[1]);
        check(&[(0, 10), (12, 20)], &[(0, 10), (12, 19)], Matching::Strict, &[(0, 0)], &[1]);
        check(&[(3, 5)], &[(5, 8)], Matching::Overlap, &[], &[0]);
    }

    #[test]
    fn optional_gold_neither_counts_nor_punishes() {
        let mut gold = items(&[(0, 10)]);
        gold[0].optional = true;
        let paired = pair(&gold, &items(&[(0, 4), (5, 9)]), Matching::Overlap);
        assert_eq!(paired, Paired::default());
        assert_eq!(pair(&gold, &[], Matching::Overlap), Paired::default());
    }

    #[test]
    fn an_extra_count_without_a_number_is_no_mistake() {
        let mut said = items(&[(0, 4), (6, 9)]);
        for (item, text) in said.iter_mut().zip(["a policeman", "2 men"]) {
            item.implied = true;
            item.text = text.to_owned();
        }
        assert_eq!(pair(&[], &said, Matching::Overlap).extra, [1]);
    }

    proptest! {
        #[test]
        fn a_run_that_says_gold_is_all_right(spans in prop::collection::btree_set((0u32..200, 1u32..9), 0..30)) {
            let mut spans: Vec<_> = spans.into_iter().map(|(start, length)| (start, start + length)).collect();
            spans.dedup();
            let list = items(&spans);
            let paired = pair(&list, &list, Matching::Overlap);
            let same: Vec<_> = (0..spans.len()).map(|at| (at, at)).collect();
            prop_assert_eq!(paired.pairs, same);
            prop_assert!(paired.extra.is_empty() && paired.missed.is_empty());
        }

        #[test]
        fn every_item_is_counted_once(
            gold in prop::collection::vec((0u32..100, 1u32..20), 0..20),
            said in prop::collection::vec((0u32..100, 1u32..20), 0..20),
        ) {
            let spans = |list: Vec<(u32, u32)>| list.into_iter().map(|(at, length)| (at, at + length)).collect::<Vec<_>>();
            let (gold, said) = (items(&spans(gold)), items(&spans(said)));
            let paired = pair(&gold, &said, Matching::Overlap);
            prop_assert_eq!(paired.pairs.len() + paired.missed.len(), gold.len());
            prop_assert_eq!(paired.pairs.len() + paired.extra.len(), said.len());
        }
    }
}
