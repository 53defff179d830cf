//! An edited text: where each of its words stands now.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Above this many words times words a changed passage is one replacement, not compared word by word.
const MOST_WORD_PAIRS: usize = 16_000_000;
/// The same for texts, counted in sentences that stand on one side alone times all sentences.
const MOST_SENTENCE_STEPS: usize = 200_000_000;

/// A sentence or a word with its place in its text, in code points.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'t> {
    pub(crate) start: i32,
    pub(crate) end: i32,
    pub(crate) text: &'t str,
}

/// A stretch of the old text and what stands there now.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch {
    old: Range<i32>,
    new: Range<i32>,
    equal: bool,
}

/// From offsets of an old text to those of its edited form, and back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextMap {
    stretches: Vec<Stretch>,
}

impl TextMap {
    /// Compares two texts by their sentences, which stand in text order. The map of (b, a) is the inverse of that of (a, b)
    /// only if the caller always gives the two texts in the same order.
    pub(crate) fn between(old: &[Piece<'_>], new: &[Piece<'_>]) -> Self {
        let mut map = Self::default();
        let texts = |pieces: &[Piece<'_>]| -> Vec<u64> { pieces.iter().map(|piece| key(piece.text)).collect() };
        let (a, b) = (texts(old), texts(new));
        if apart(&a, &b).saturating_mul(a.len() + b.len()) > MOST_SENTENCE_STEPS {
            map.replace(old, new);
            return map;
        }
        for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
            let (old, new) = (&old[op.old_range()], &new[op.new_range()]);
            match op {
                DiffOp::Equal { .. } => old.iter().zip(new).for_each(|(old, new)| map.equal(*old, *new)),
                DiffOp::Replace { .. } => map.words(old, new),
                DiffOp::Delete { .. } | DiffOp::Insert { .. } => map.replace(old, new),
            }
        }
        map
    }

    fn words(&mut self, old: &[Piece<'_>], new: &[Piece<'_>]) {
        let a: Vec<Piece<'_>> = old.iter().flat_map(|piece| words(*piece)).collect();
        let b: Vec<Piece<'_>> = new.iter().flat_map(|piece| words(*piece)).collect();
        if a.len().saturating_mul(b.len()) > MOST_WORD_PAIRS {
            self.replace(old, new);
            return;
        }
        let texts = |pieces: &[Piece<'_>]| -> Vec<u64> { pieces.iter().map(|piece| key(piece.text)).collect() };
        for op in capture_diff_slices(Algorithm::Myers, &texts(&a), &texts(&b)) {
            let (old, new) = (&a[op.old_range()], &b[op.new_range()]);
            match op {
                DiffOp::Equal { .. } => old.iter().zip(new).for_each(|(old, new)| self.equal(*old, *new)),
                _ => self.replace(old, new),
            }
        }
    }

    fn equal(&mut self, old: Piece<'_>, new: Piece<'_>) {
        match self.stretches.last_mut() {
            Some(last) if last.equal && old.start - last.old.end == new.start - last.new.end => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => self.stretches.push(Stretch { old: old.start..old.end, new: new.start..new.end, equal: true }),
        }
    }

    /// What was taken out has an empty stretch where it stood, what was put in one where it stands.
    fn replace(&mut self, old: &[Piece<'_>], new: &[Piece<'_>]) {
        let (old_end, new_end) = self.stretches.last().map_or((0, 0), |last| (last.old.end, last.new.end));
        let range = |pieces: &[Piece<'_>], end: i32| match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => end..end,
        };
        self.stretches.push(Stretch { old: range(old, old_end), new: range(new, new_end), equal: false });
    }

    /// The map from the new text to the old one.
    pub(crate) fn inverse(self) -> Self {
        let turn = |stretch: Stretch| Stretch { old: stretch.new, new: stretch.old, equal: stretch.equal };
        Self { stretches: self.stretches.into_iter().map(turn).collect() }
    }

    /// Where a span of the old text stands in the new one; replaced words stand where their replacement does, and words
    /// that were taken out have an empty span.
    pub(crate) fn forward(&self, span: (i32, i32)) -> (i32, i32) {
        self.span(span, |stretch| (&stretch.old, &stretch.new))
    }

    /// Where a span of the new text stood in the old one.
    pub(crate) fn backward(&self, span: (i32, i32)) -> (i32, i32) {
        self.span(span, |stretch| (&stretch.new, &stretch.old))
    }

    fn span(&self, (start, end): (i32, i32), sides: impl Fn(&Stretch) -> (&Range<i32>, &Range<i32>)) -> (i32, i32) {
        let holder = |at: i32| {
            let after = self.stretches.partition_point(|stretch| sides(stretch).0.start <= at);
            after.checked_sub(1).map(|index| &self.stretches[index])
        };
        let place = |at: i32, last: bool| {
            let Some(stretch) = holder(if last { at - 1 } else { at }) else { return at };
            let (from, to) = sides(stretch);
            if at > from.end || (at == from.end && !last) {
                to.end + (at - from.end)
            } else if stretch.equal {
                to.start + (at - from.start)
            } else if last {
                to.end
            } else {
                to.start
            }
        };
        let start_there = place(start, false);
        if start >= end { (start_there, start_there) } else { (start_there, place(end, true)) }
    }
}

/// Words, and every other sign that is no white space by itself.
pub(crate) fn words(piece: Piece<'_>) -> Vec<Piece<'_>> {
    let mut found: Vec<Piece<'_>> = Vec::new();
    let mut word: Option<(usize, i32)> = None;
    let mut position = piece.start;
    for (byte, c) in piece.text.char_indices() {
        if !c.is_alphanumeric() {
            if let Some((from, start)) = word.take() {
                found.push(Piece { start, end: position, text: &piece.text[from..byte] });
            }
            if !c.is_whitespace() {
                let text = &piece.text[byte..byte + c.len_utf8()];
                found.push(Piece { start: position, end: position + 1, text });
            }
        } else if word.is_none() {
            word = Some((byte, position));
        }
        position += 1;
    }
    if let Some((from, start)) = word {
        found.push(Piece { start, end: position, text: &piece.text[from..] });
    }
    found
}

/// Sentences that only one side has, a bound below the work of comparing.
fn apart(a: &[u64], b: &[u64]) -> usize {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    a.sort_unstable();
    b.sort_unstable();
    let (mut at, mut bt, mut common) = (0, 0, 0);
    while at < a.len() && bt < b.len() {
        match a[at].cmp(&b[bt]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => bt += 1,
            std::cmp::Ordering::Equal => (at, bt, common) = (at + 1, bt + 1, common + 1),
        }
    }
    a.len() + b.len() - 2 * common
}

/// FNV-1a: comparing hashes, not texts, makes the comparison independent of their length; the same on every machine.
fn key(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences, separated by one blank, with their places.
    fn pieces<'t>(texts: &[&'t str]) -> Vec<Piece<'t>> {
        let mut start = 0;
        let mut pieces = Vec::new();
        for text in texts {
            let end = start + i32::try_from(text.chars().count()).unwrap();
            pieces.push(Piece { start, end, text });
            start = end + 1;
        }
        pieces
    }

    /// Where `word` of the old text stands in the new one.
    #[track_caller]
    fn check(old: &[&str], new: &[&str], word: &str, expected: &str) {
        let map = TextMap::between(&pieces(old), &pieces(new));
        let (old, new) = (old.join(" "), new.join(" "));
        let at = old[..old.find(word).unwrap()].chars().count();
        let at = i32::try_from(at).unwrap();
        let span = (at, at + i32::try_from(word.chars().count()).unwrap());
        let (start, end) = map.forward(span);
        let there: String = new.chars().skip(start as usize).take((end - start) as usize).collect();
        assert_eq!(there, expected, "{map:?}");
        if there == word {
            assert_eq!(map.backward((start, end)), span);
            assert_eq!(map.inverse().forward((start, end)), span);
        }
    }

    #[test]
    fn words_are_found_again() {
        check(&["Nine died.", "Two fled."], &["A blast.", "Nine died.", "Two fled."], "Two", "Two");
        check(&["É nine died in Kunar."], &["É at least nine died in Kunar."], "Kunar", "Kunar");
        check(&["Nine died in Kunar."], &["Twelve died in Kunar."], "Nine", "Twelve");
        check(&["Nine died.", "Two fled."], &["Two fled."], "Nine", "");
        check(&["Nine died.", "Two fled."], &["Nine died."], "Two fled", "");
        check(&["Nine died in Kunar."], &["In Kunar nine died."], "died", "died");
    }
}
