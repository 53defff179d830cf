//! Passages: runs of words that are known again in another document.

use crate::vocabulary::words;

/// A run of fewer words is too common to be copied.
const SHORTEST: usize = 12;
/// How many words before a figure, and after it, make its passage.
const REACH: usize = 7;

/// The hash of a passage, whatever its punctuation and capitals; `None` if it is too short to be known again.
pub(crate) fn hash(text: &str) -> Option<u64> {
    hash_words(&words(text))
}

/// The hash of the words around a figure, the figure included.
pub(crate) fn around(before: &[String], figure: &str, after: &[String]) -> Option<u64> {
    let before = &before[before.len().saturating_sub(REACH)..];
    let after = &after[..after.len().min(REACH)];
    hash_words(&[before, &words(figure), after].concat())
}

/// FNV-1a, written out because the same passage must have the same hash in every build.
fn hash_words(words: &[String]) -> Option<u64> {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([b' ']));
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (words.len() >= SHORTEST).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_known_by_its_words() {
        let text = "Shells fell on the market of the old town, killing nine traders, the mayor said";
        assert_eq!(hash(text), hash(&text.to_uppercase().replace(',', ";")));
        assert_ne!(hash(text), hash(&text.replace("nine", "ten")));
        assert_eq!(hash("Nine traders were killed."), None);
    }

    #[test]
    fn words_far_from_the_figure_may_differ() {
        let split = |text: &str| {
            let (before, after) = text.split_once("nine").unwrap_or_default();
            around(&words(before), "nine", &words(after))
        };
        let a = split(
            "Officials in the port said shells fell on the market of the old town, killing nine traders and a boy.",
        );
        let b =
            split("A clerk told us that shells fell on the market of the old town, killing nine traders and a boy.");
        assert!(a.is_some() && a == b);
        assert_ne!(a, split("Shells fell on the market of the new town, killing nine traders and a boy of ten."));
    }
}
