//! Whether two ids mean the same.
//!
//! Gold of other people names parties by slugs of its own. So an id of ours is compared through the
//! gold id that it meets most often, and that gold id through the one of ours it meets most often.

use std::collections::{BTreeMap, BTreeSet};

/// Ids of gold and of a run, mapped onto each other. Places are mapped below the level where public
/// codes exist only: see [`Links::for_places`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    to_gold: BTreeMap<String, String>,
    to_ours: BTreeMap<String, String>,
    whole: BTreeMap<String, String>,
}

impl Links {
    /// From (id of gold, id of ours) of every pair; with `mapped` false, ids stand for themselves.
    pub(crate) fn new<'i>(pairs: impl Iterator<Item = (&'i str, &'i str)>, mapped: bool) -> Self {
        let mut votes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for pair in pairs {
            *votes.entry(pair).or_default() += usize::from(mapped || pair.0 == pair.1);
        }
        let mut ballot: Vec<_> = votes.into_iter().filter(|(_, count)| *count > 0).collect();
        // The most frequent first; between equals, ids that are the same, then by name.
        ballot.sort_by_key(|&((gold, ours), count)| (std::cmp::Reverse(count), gold != ours, gold, ours));
        let mut links = Self::default();
        for ((gold, ours), _) in ballot {
            links.to_gold.entry(ours.to_owned()).or_insert_with(|| gold.to_owned());
            links.to_ours.entry(gold.to_owned()).or_insert_with(|| ours.to_owned());
        }
        links
    }

    /// The same, for features and regions (`feature:…`, `region:…`), whose slugs no list fixes. Each
    /// of them is mapped once at most.
    pub(crate) fn for_places<'i>(pairs: impl Iterator<Item = (&'i str, &'i str)>, mapped: bool) -> Self {
        let free = |id: &str| id.contains(':');
        let mut links = Self::new(pairs.filter(|(gold, ours)| free(gold) && free(ours)), mapped);
        let mut used = BTreeSet::new();
        links.to_gold.retain(|_, gold| used.insert(gold.clone()));
        links
    }

    /// Notes the whole that a party of a run belongs to.
    pub(crate) fn note_whole(&mut self, id: &str, whole: &str) {
        self.whole.insert(id.to_owned(), whole.to_owned());
    }

    /// The gold id that `ours` stands for.
    pub(crate) fn gold_of<'l>(&'l self, ours: &'l str) -> &'l str {
        self.to_gold.get(ours).map_or(ours, String::as_str)
    }

    /// True when a party of ours is the gold party, or a finer unit of it.
    pub(crate) fn same_actor(&self, gold: &str, ours: &str) -> bool {
        let counterpart = self.to_ours.get(gold).map(String::as_str);
        let whole = self.whole.get(ours).map(String::as_str);
        if self.to_gold.get(ours).is_some_and(|to| to == gold) {
            let siblings = || {
                let other = counterpart.and_then(|id| self.whole.get(id)).map(String::as_str);
                whole.is_some() && other == whole
            };
            if counterpart == Some(ours) || siblings() {
                return true;
            }
        }
        whole.is_some_and(|whole| counterpart == Some(whole) && self.to_gold.get(whole).is_some_and(|to| to == gold))
    }

    /// True when two place ids are the same place: equal; below a province also when their names
    /// are spellings of each other; feature and region slugs through the mapping.
    pub(crate) fn same_place(&self, gold: &str, ours: &str) -> bool {
        let ours = self.gold_of(ours);
        if gold == ours {
            return true;
        }
        match (gold.split_once('/'), ours.split_once('/')) {
            (Some((province, name)), Some((other, spelling))) => province == other && alike(name, spelling),
            _ => false,
        }
    }
}

/// Spellings of one name: at least seven tenths of their letters stand in the same order in both.
fn alike(a: &str, b: &str) -> bool {
    let letters = |name: &str| name.to_lowercase().chars().collect::<Vec<_>>();
    let (a, b) = (letters(a), letters(b));
    // The longest common subsequence, row by row.
    let mut row = vec![0usize; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    let common = row.last().copied().unwrap_or(0);
    20 * common >= 7 * (a.len() + b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_maps_ids_both_ways() {
        let pairs =
            [("army", "pakistan-military"), ("army", "pakistan-military"), ("army", "frontier-corps"), ("isi", "isi")];
        let links = Links::new(pairs.into_iter(), true);
        assert!(links.same_actor("army", "pakistan-military"));
        assert!(!links.same_actor("army", "frontier-corps"));
        assert!(!links.same_actor("isi", "pakistan-military"));
        assert!(!Links::new(pairs.into_iter(), false).same_actor("army", "pakistan-military"));
        assert!(Links::new(pairs.into_iter(), false).same_actor("isi", "isi"));
    }

    #[test]
    fn a_part_counts_for_its_whole() {
        let pairs = [("army", "army"), ("army", "army"), ("army", "air-force")];
        let mut links = Links::new(pairs.into_iter(), true);
        assert!(!links.same_actor("army", "air-force"));
        links.note_whole("air-force", "army");
        assert!(links.same_actor("army", "air-force"));
        assert!(!links.same_actor("navy", "air-force"));
    }

    #[test]
    fn places_are_equal_spelled_alike_or_mapped() {
        let pairs = [("feature:torkham", "feature:torkham-crossing"), ("AF-NAN", "PK-KP")];
        let links = Links::for_places(pairs.into_iter(), true);
        assert!(links.same_place("AF-NAN", "AF-NAN"));
        assert!(links.same_place("AF-NAN/Bihsud", "AF-NAN/Behsud"));
        assert!(links.same_place("feature:torkham", "feature:torkham-crossing"));
        assert!(!links.same_place("AF-NAN/Bihsud", "AF-KNR/Bihsud"));
        assert!(!links.same_place("AF-NAN/Bihsud", "AF-NAN/Khogyani"));
        assert!(!links.same_place("AF-NAN", "PK-KP"));
    }
}
