//! What many claims share, each kept once and known by a number of four bytes.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};

/// Distinct values by number, in the order in which they came.
#[derive(Debug, Clone)]
pub(crate) struct Pool<T> {
    items: Vec<T>,
    /// Number by hash; of two values with one hash the later stands under the next free one.
    at: HashMap<u64, u32>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { items: Vec::new(), at: HashMap::new() }
    }
}

impl<T> Pool<T> {
    /// The number of a value, which is made from `item` if it is new.
    pub(crate) fn intern<Q>(&mut self, item: &Q, own: impl FnOnce(&Q) -> T) -> u32
    where
        T: Borrow<Q>,
        Q: Hash + PartialEq + ?Sized,
    {
        match self.slot(item) {
            Ok(number) => number,
            Err(free) => {
                let number = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
                self.items.push(own(item));
                self.at.insert(free, number);
                number
            }
        }
    }

    /// The number of a value, if it is known.
    pub(crate) fn find<Q>(&self, item: &Q) -> Option<u32>
    where
        T: Borrow<Q>,
        Q: Hash + PartialEq + ?Sized,
    {
        self.slot(item).ok()
    }

    fn slot<Q>(&self, item: &Q) -> Result<u32, u64>
    where
        T: Borrow<Q>,
        Q: Hash + PartialEq + ?Sized,
    {
        let mut hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(item);
        while let Some(&number) = self.at.get(&hash) {
            if self.get(number).borrow() == item {
                return Ok(number);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }

    /// The value of a number that this pool gave.
    pub(crate) fn get(&self, number: u32) -> &T {
        &self.items[number as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }
}

/// Words: ids, names and phrases.
pub(crate) type Names = Pool<Box<str>>;

/// Stands for a word that is not there.
pub(crate) const NO_NAME: u32 = u32::MAX;

impl Names {
    /// The number of a word.
    pub(crate) fn number(&mut self, word: &str) -> u32 {
        self.intern(word, |word| word.into())
    }

    /// The number of a word, or that of none.
    pub(crate) fn maybe(&mut self, word: Option<&str>) -> u32 {
        word.map_or(NO_NAME, |word| self.number(word))
    }

    /// The word of a number, unless it is that of none.
    pub(crate) fn word(&self, number: u32) -> Option<&str> {
        (number != NO_NAME).then(|| &**self.get(number))
    }
}

/// Many texts in one buffer, by the order in which they came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// The text that was the `at`th to come.
    pub(crate) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_number() {
        let mut names = Names::default();
        let numbers = ["goma", "bukavu", "goma"].map(|word| names.number(word));
        assert_eq!(numbers, [0, 1, 0]);
        assert_eq!((names.word(1), names.word(NO_NAME), names.find("uvira")), (Some("bukavu"), None, None));
        assert_eq!(names.maybe(None), NO_NAME);
    }

    #[test]
    fn texts_come_back_as_they_were() {
        let mut strings = Strings::default();
        let texts = ["", "a", "", "bc"];
        texts.iter().for_each(|text| strings.push(text));
        assert_eq!((0..texts.len()).map(|at| strings.get(at)).collect::<Vec<_>>(), texts);
    }
}
