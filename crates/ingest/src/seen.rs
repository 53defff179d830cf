//! Ids that were given before.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use sha2::{Digest, Sha256};

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
/// An id takes about fifty bytes however long it is, since a digest stands for it. Two ids with
/// one digest are not to be met: it has 128 bits of SHA-256.
///
/// ```
/// use crossread_ingest::{Place, SeenIds};
/// let mut seen = SeenIds::default();
/// let first = Place { input: 0, line: Some(3) };
/// assert_eq!(seen.insert("wire-1", first), None);
/// assert_eq!(seen.insert("wire-1", Place { input: 1, line: Some(9) }), Some(first));
/// ```
#[derive(Debug, Default)]
pub struct SeenIds {
    places: HashMap<[u8; 16], Place>,
}

impl SeenIds {
    /// Notes an id; if it was given before, changes nothing and returns its first place, which
    /// [`Skipped::duplicate_id`](crate::Skipped::duplicate_id) turns into a row.
    pub fn insert(&mut self, id: &str, place: Place) -> Option<Place> {
        match self.places.entry(digest(id)) {
            Entry::Occupied(entry) => Some(*entry.get()),
            Entry::Vacant(entry) => {
                entry.insert(place);
                None
            }
        }
    }

    /// True if the id was given before.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.places.contains_key(&digest(id))
    }

    /// How many different ids were given.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// True if none was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

fn digest(id: &str) -> [u8; 16] {
    let mut short = [0; 16];
    for (to, from) in short.iter_mut().zip(Sha256::digest(id.as_bytes())) {
        *to = from;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_stays() {
        let mut seen = SeenIds::default();
        let place = |line| Place { input: 7, line: Some(line) };
        assert!(seen.is_empty());
        assert_eq!(seen.insert("a", place(1)), None);
        assert_eq!(seen.insert("b", place(2)), None);
        assert_eq!(seen.insert("a", place(3)), Some(place(1)));
        assert_eq!(seen.insert("a", place(4)), Some(place(1)));
        assert_eq!((seen.len(), seen.contains("b"), seen.contains("A")), (2, true, false));
    }
}
