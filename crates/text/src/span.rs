//! Half-open ranges: of bytes in a text, and of tokens in a document.

use std::ops::Range;

/// A half-open range of **byte** offsets into [`crate::Document::text`].
///
/// Invariants: `start <= end`, and both ends lie on character boundaries of the text the span was
/// made for. Four bytes an end: texts are at most 4 GiB. Tables show code points instead, see
/// [`crate::CodePoints`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// A span from `start` to `end`; the two are swapped when given the wrong way round, so that
    /// the invariant holds for every input.
    #[inline]
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start: start.min(end), end: start.max(end) }
    }

    /// First byte.
    #[inline]
    #[must_use]
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    #[inline]
    #[must_use]
    pub fn end(self) -> u32 {
        self.end
    }

    /// Length in bytes.
    #[inline]
    #[must_use]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// True when the span holds no byte.
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that holds both.
    #[inline]
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// True when the two share at least one byte.
    #[inline]
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True when `other` lies wholly inside.
    #[inline]
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The slice of `text` the span names; empty when the span does not fit the text.
    #[inline]
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(Range::from(self)).unwrap_or("")
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start as usize..span.end as usize
    }
}

/// A half-open range of **token indices** of one document; a type of its own, so that bytes and
/// tokens cannot be mixed up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

impl TokenRange {
    /// The range as indices.
    #[inline]
    #[must_use]
    pub fn indices(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of tokens.
    #[inline]
    #[must_use]
    pub fn len(self) -> usize {
        self.indices().len()
    }

    /// True when the range holds no token.
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}
