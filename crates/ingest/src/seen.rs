//! Ids that were given before.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use crate::sorted_run::{Digest, SortedRun};

/// Where a record stands: the caller's number of its input, and its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The caller's own number of the input, for it knows the names.
    pub input: u32,
    /// 1-based line; `None` for a text file.
    pub line: Option<u32>,
}

/// The ids of a run so far, each with the place of its first record.
///
/// Memory is bounded: up to [`IN_MEMORY`](Self::IN_MEMORY) ids are held, about eight megabytes; beyond that they go,
/// sorted, to temporary files of 24 bytes an id, which have no name and go with the process. Until then no file is made.
/// An id takes the same room however long it is, since a digest stands for it. Two ids with one digest are not to be met:
/// it has 128 bits of SHA-256.
///
/// ```
/// use crossread_ingest::{Place, SeenIds};
/// let mut seen = SeenIds::new(std::env::temp_dir());
/// let first = Place { input: 0, line: Some(3) };
/// assert_eq!(seen.insert("wire-1", first)?, None);
/// assert_eq!(seen.insert("wire-1", Place { input: 1, line: Some(9) })?, Some(first));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct SeenIds {
    folder: PathBuf,
    most: usize,
    /// The newest ids: at most `most`.
    recent: HashMap<Digest, Place>,
    /// Older ids, each run at least twice as long as the next: their number grows with the logarithm of the ids.
    runs: Vec<SortedRun>,
}

impl SeenIds {
    /// Ids that are held in memory: what fills a table of 2^18 buckets, so that it never grows to the next size.
    pub const IN_MEMORY: usize = (1 << 18) / 8 * 7;

    /// No ids yet. Should they be more than fit in memory, temporary files are made in `folder`, which must exist then.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self::with_limit(folder, Self::IN_MEMORY)
    }

    /// The same with another number of ids in memory; 0 counts as 1.
    #[must_use]
    pub fn with_limit(folder: impl Into<PathBuf>, most: usize) -> Self {
        Self { folder: folder.into(), most: most.max(1), recent: HashMap::new(), runs: Vec::new() }
    }

    /// Notes an id; if it was given before, changes nothing and returns its first place, which
    /// [`Skipped::duplicate_id`](crate::Skipped::duplicate_id) turns into a row.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read; the id may not be noted then.
    pub fn insert(&mut self, id: &str, place: Place) -> io::Result<Option<Place>> {
        let digest = digest(id);
        if let Some(first) = self.find_spilled(&digest)? {
            return Ok(Some(first));
        }
        match self.recent.entry(digest) {
            Entry::Occupied(entry) => return Ok(Some(*entry.get())),
            Entry::Vacant(entry) => {
                entry.insert(place);
            }
        }
        if self.recent.len() >= self.most {
            self.spill()?;
        }
        Ok(None)
    }

    /// True if the id was given before.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn contains(&mut self, id: &str) -> io::Result<bool> {
        let digest = digest(id);
        Ok(self.recent.contains_key(&digest) || self.find_spilled(&digest)?.is_some())
    }

    /// How many different ids were given.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.recent.len() as u64 + self.runs.iter().map(SortedRun::len).sum::<u64>()
    }

    /// True if none was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn find_spilled(&mut self, digest: &Digest) -> io::Result<Option<Place>> {
        for run in &mut self.runs {
            if let Some(place) = run.find(digest)? {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// Writes the newest ids to a run of their own, and merges runs until each is at least twice as long as the next.
    fn spill(&mut self) -> io::Result<()> {
        let mut ids: Vec<(Digest, Place)> = self.recent.iter().map(|(digest, place)| (*digest, *place)).collect();
        ids.sort_unstable_by_key(|(digest, _)| *digest);
        let mut last = SortedRun::write(&self.folder, &ids)?;
        // Only now, so that a full disk loses no id.
        self.recent.clear();
        while let Some(mut before) = self.runs.pop_if(|before| before.len() < 2 * last.len()) {
            last = SortedRun::merge(&self.folder, &mut before, &mut last)?;
        }
        self.runs.push(last);
        Ok(())
    }
}

fn digest(id: &str) -> Digest {
    let mut short = [0; 16];
    for (to, from) in short.iter_mut().zip(Sha256::digest(id.as_bytes())) {
        *to = from;
    }
    short
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(line: u32) -> Place {
        Place { input: 7, line: Some(line) }
    }

    #[test]
    fn the_first_place_stays() {
        let mut seen = SeenIds::new(std::env::temp_dir());
        assert!(seen.is_empty());
        assert_eq!(seen.insert("a", place(1)).unwrap(), None);
        assert_eq!(seen.insert("b", Place { input: 7, line: None }).unwrap(), None);
        assert_eq!(seen.insert("a", place(3)).unwrap(), Some(place(1)));
        assert_eq!(seen.insert("b", place(4)).unwrap(), Some(Place { input: 7, line: None }));
        assert_eq!(seen.len(), 2);
        assert!(seen.contains("b").unwrap() && !seen.contains("A").unwrap());
    }

    #[test]
    fn few_ids_touch_no_disk_and_many_leave_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        let mut seen = SeenIds::with_limit(&missing, 100);
        for number in 0..99 {
            assert_eq!(seen.insert(&format!("wire-{number}"), place(number)).unwrap(), None);
        }
        assert!(seen.insert("wire-99", place(99)).is_err(), "the hundredth needs the folder, which is not there");
        assert_eq!(seen.insert("wire-99", place(100)).unwrap(), Some(place(99)), "and is known all the same");

        let mut seen = SeenIds::with_limit(folder.path(), 10);
        for number in 0..1_000 {
            seen.insert(&format!("wire-{number}"), place(number)).unwrap();
        }
        assert_eq!(seen.len(), 1_000);
        assert!(seen.runs.len() <= 8, "{} files", seen.runs.len());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the files have no names");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn spilled_ids_answer_as_a_map_does(
            ids in prop::collection::vec("[ab]{0,5}", 0..400),
            most in 0usize..40,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut seen = SeenIds::with_limit(folder.path(), most);
            let mut map: HashMap<&str, Place> = HashMap::new();
            for (number, id) in (1..).zip(&ids) {
                let here = Place { input: number / 3, line: (number % 5 > 0).then_some(number) };
                prop_assert_eq!(seen.contains(id).unwrap(), map.contains_key(id.as_str()));
                let first = map.get(id.as_str()).copied();
                prop_assert_eq!(seen.insert(id, here).unwrap(), first);
                map.entry(id).or_insert(here);
                prop_assert_eq!(seen.len(), map.len() as u64);
                prop_assert!(seen.recent.len() < seen.most);
            }
        }
    }
}
