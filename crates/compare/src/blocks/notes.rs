//! Under which keys questions are noted: a chain of small entries a key, and none for a key that no claim looks under.

/// A question is looked for among so many that were last noted under a key, before it is noted again.
const RECENT: usize = 8;
/// Entries that are set aside at a time, so that the list grows without being copied.
const CHUNK: usize = 1 << 16;
/// Bits for each claim to mark the keys that it looks under.
const BITS: usize = 64;
/// The end of a chain.
const END: u32 = u32::MAX;

/// Questions by key.
#[derive(Debug)]
pub(crate) struct Notes {
    /// A bit for all keys of one remainder: whether some claim looks under one of them.
    wanted: Vec<u64>,
    /// The last entry of each chain; the lower half of a key tells its chain.
    heads: Vec<u32>,
    entries: Vec<Vec<Entry>>,
    count: u32,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The upper half of the key.
    key: u32,
    question: u32,
    /// The entry before it in its chain.
    before: u32,
}

impl Notes {
    /// Room for the keys of so many claims.
    pub(crate) fn new(claims: usize) -> Self {
        let heads = claims.saturating_mul(3).next_power_of_two().max(1 << 16);
        let wanted = (claims.saturating_mul(BITS) / 64).next_power_of_two().max(1 << 10);
        Self { wanted: vec![0; wanted], heads: vec![END; heads], entries: Vec::new(), count: 0 }
    }

    /// Says that a claim will look under a key.
    pub(crate) fn want(&mut self, key: u64) {
        let (word, bit) = self.mark(key);
        self.wanted[word] |= bit;
    }

    /// Notes a question under a key, unless it is one of the last that were or no claim will look there.
    pub(crate) fn note(&mut self, key: u64, question: u32) {
        let (word, bit) = self.mark(key);
        if self.wanted[word] & bit == 0 || self.under(key).take(RECENT).any(|other| other == question) {
            return;
        }
        let head = self.head(key);
        let entry = Entry { key: upper(key), question, before: self.heads[head] };
        self.heads[head] = self.count;
        match self.entries.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(entry),
            _ => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(entry);
                self.entries.push(chunk);
            }
        }
        self.count += 1;
    }

    /// The questions noted under a key, the last first; a question may come more than once.
    pub(crate) fn under(&self, key: u64) -> impl Iterator<Item = u32> {
        let mut at = self.heads[self.head(key)];
        std::iter::from_fn(move || {
            while at != END {
                let entry = self.entries[at as usize / CHUNK][at as usize % CHUNK];
                at = entry.before;
                if entry.key == upper(key) {
                    return Some(entry.question);
                }
            }
            None
        })
    }

    fn head(&self, key: u64) -> usize {
        usize::try_from(key & u64::from(u32::MAX)).unwrap_or(0) & (self.heads.len() - 1)
    }

    fn mark(&self, key: u64) -> (usize, u64) {
        let word = usize::try_from(key >> 6).unwrap_or(0) & (self.wanted.len() - 1);
        (word, 1 << (key & 63))
    }
}

fn upper(key: u64) -> u32 {
    u32::try_from(key >> 32).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Notes;

    #[test]
    fn questions_are_found_under_the_keys_that_are_looked_under() {
        let (one, same_chain, unwanted) = (7_u64 << 32 | 5, 8_u64 << 32 | 5, 9);
        let mut notes = Notes::new(0);
        notes.want(one);
        notes.want(same_chain);
        for (key, question) in [(one, 1), (same_chain, 2), (one, 3), (one, 3), (unwanted, 4)] {
            notes.note(key, question);
        }
        assert_eq!(notes.under(one).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(notes.under(same_chain).collect::<Vec<_>>(), [2]);
        assert_eq!(notes.under(unwanted).count(), 0);
    }
}
