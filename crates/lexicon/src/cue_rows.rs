//! Which rows of cue words stand in texts.

/// A set of cue words, by their positions in [`crate::Lexicon::cues`]: a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CueRows {
    bits: Vec<u64>,
}

impl CueRows {
    /// No cue word yet, with room for `count`.
    pub(crate) fn with_room(count: usize) -> Self {
        Self { bits: vec![0; count.div_ceil(64)] }
    }

    /// Notes a cue word; one beyond the room is passed over.
    pub(crate) fn insert(&mut self, cue: u32) {
        if let Some(bits) = self.bits.get_mut(cue as usize / 64) {
            *bits |= 1 << (cue % 64);
        }
    }

    /// Notes the cue words of another set of the same lexicon.
    pub fn add(&mut self, other: &Self) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        self.bits.iter_mut().zip(&other.bits).for_each(|(bits, more)| *bits |= more);
    }

    /// The positions, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let words = self.bits.iter().enumerate().filter(|(_, bits)| **bits != 0);
        words.flat_map(|(word, bits)| (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_joined() {
        let set = |cues: &[u32]| {
            let mut set = CueRows::with_room(130);
            cues.iter().for_each(|cue| set.insert(*cue));
            set
        };
        let mut joined = CueRows::default();
        joined.add(&set(&[0, 129]));
        joined.add(&set(&[63, 64, 129, 500]));
        assert_eq!(joined.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!(CueRows::default().iter().count(), 0);
    }
}
