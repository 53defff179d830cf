//! One dictionary of all layers: words to numbers, and longest phrases over those numbers.

use crossread_text::{Token, TokenKind, fold_into};
use rustc_hash::FxHashMap;

/// How the letters of a phrase must be written in the text for it to fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// The first letter is a capital: names.
    Initial,
    /// As the data file writes it: acronyms.
    Exact,
    /// Any way: cue words, descriptors.
    Any,
}

/// A word the dictionary does not know.
const UNKNOWN: u32 = u32::MAX;
/// The root of the phrase tree.
const ROOT: u32 = 0;

/// Word numbers and the tree of phrases over them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dictionary {
    words: FxHashMap<Box<str>, u32>,
    /// `(node, word)` to the next node.
    steps: FxHashMap<(u32, u32), u32>,
    /// The step from the root for each word: most tokens end here without a hash look-up.
    first: Vec<u32>,
    /// Payloads of each node, as a range of `payloads`; filled by [`Dictionary::finish`].
    ends: Vec<(u32, u32)>,
    payloads: Vec<u32>,
    /// While building: number of nodes, and each payload with its node.
    nodes: u32,
    building: Vec<(u32, u32)>,
}

impl Dictionary {
    pub(crate) fn new() -> Self {
        Self { nodes: 1, ..Self::default() }
    }

    fn word(&mut self, folded: &str) -> u32 {
        if let Some(&word) = self.words.get(folded) {
            return word;
        }
        let word = u32::try_from(self.first.len()).unwrap_or(UNKNOWN - 1);
        self.words.insert(folded.into(), word);
        self.first.push(ROOT);
        word
    }

    /// Adds a phrase, split by the tokenizer that splits documents; hyphens between its words are
    /// dropped. False when nothing is left to match.
    pub(crate) fn insert(&mut self, text: &str, tokens: &[Token], payload: u32) -> bool {
        let mut node = ROOT;
        let mut folded = String::new();
        for token in tokens {
            let written = token.span.of(text);
            if is_joiner(written) && tokens.len() > 1 {
                continue;
            }
            key_of(written, token.kind, &mut folded);
            let word = self.word(&folded);
            let next = if node == ROOT {
                self.first[word as usize]
            } else {
                self.steps.get(&(node, word)).copied().unwrap_or(ROOT)
            };
            node = if next == ROOT {
                let new = self.nodes;
                self.nodes += 1;
                if node == ROOT {
                    self.first[word as usize] = new;
                } else {
                    self.steps.insert((node, word), new);
                }
                new
            } else {
                next
            };
        }
        if node == ROOT {
            return false;
        }
        self.building.push((node, payload));
        true
    }

    /// Packs the payloads; no phrase can be added afterwards.
    pub(crate) fn finish(&mut self) {
        let mut building = std::mem::take(&mut self.building);
        // Stable: payloads of a node keep the order in which they were added.
        building.sort_by_key(|&(node, _)| node);
        self.payloads = building.iter().map(|&(_, payload)| payload).collect();
        self.ends = Vec::with_capacity(self.nodes as usize);
        let mut at = 0;
        for node in 0..self.nodes {
            let start = at;
            while building.get(at).is_some_and(|&(of, _)| of == node) {
                at += 1;
            }
            self.ends.push((index(start), index(at)));
        }
    }

    /// The number of the word a token is, [`UNKNOWN`] for a word no phrase holds.
    pub(crate) fn look_up(&self, written: &str, token: Token, folded: &mut String) -> u32 {
        let word = if token.kind == TokenKind::Word && !token.shape.is_folded() || token.kind == TokenKind::Possessive {
            key_of(written, token.kind, folded);
            self.words.get(folded.as_str())
        } else {
            self.words.get(written)
        };
        word.copied().unwrap_or(UNKNOWN)
    }

    /// Calls `found(end, payloads)` for every phrase that begins at token `start`, shortest first.
    pub(crate) fn phrases(&self, words: &[u32], joiners: &[bool], start: usize, mut found: impl FnMut(usize, &[u32])) {
        let Some(&node) = self.first.get(words[start] as usize) else {
            return;
        };
        let mut node = node;
        let mut at = start + 1;
        while node != ROOT {
            let (from, to) = self.ends[node as usize];
            if from < to {
                found(at, &self.payloads[from as usize..to as usize]);
            }
            if at < words.len() && joiners[at] {
                at += 1;
            }
            let Some(&word) = words.get(at) else { return };
            node = self.steps.get(&(node, word)).copied().unwrap_or(ROOT);
            at += 1;
        }
    }
}

/// The form under which a token is looked up: words fold, everything else stands as written.
fn key_of(written: &str, kind: TokenKind, folded: &mut String) {
    match kind {
        TokenKind::Word => fold_into(written, folded),
        TokenKind::Possessive => {
            folded.clear();
            folded.push_str("'s");
        }
        _ => {
            folded.clear();
            folded.push_str(written);
        }
    }
}

/// Hyphens, which names are written with and without.
pub(crate) fn is_joiner(written: &str) -> bool {
    matches!(written, "-" | "\u{2010}" | "\u{2011}" | "–")
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
