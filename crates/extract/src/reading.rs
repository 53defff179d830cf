//! What every rule reads: the tokens of a document and all hits of the lexicon in it.

use crossread_lexicon::{CueClass, CueHit, Lexicon, Name, Scan};
use crossread_text::{Sentence, Shape, Span, TokenKind, TokenRange, TokenizedDocument};
use jiff::civil::Date;

use crate::steps::look;

/// A tokenized document with its scan. Token indices are those of the document.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'r, 'a> {
    /// Tokens and sentences.
    pub document: &'r TokenizedDocument<'a>,
    /// Hits of the lexicon.
    pub scan: &'r Scan<'a>,
}

impl<'r, 'a> Reading<'r, 'a> {
    /// Joins a document and its scan.
    #[must_use]
    pub fn new(document: &'r TokenizedDocument<'a>, scan: &'r Scan<'a>) -> Self {
        Self { document, scan }
    }

    /// The lexicon in force.
    #[inline]
    #[must_use]
    pub fn lexicon(&self) -> &'a Lexicon {
        self.scan.lexicon()
    }

    /// The whole text.
    #[inline]
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.document.text()
    }

    /// The language of the document without its region, as `ru` of `ru-UA`; `en` where nothing is said of it.
    pub fn language(&self) -> &'a str {
        self.document.document.language.as_deref().map_or("en", |tag| tag.split('-').next().unwrap_or(tag))
    }

    /// When the document was published.
    #[must_use]
    pub fn published(&self) -> Option<Date> {
        self.document.document.published
    }

    /// Number of tokens.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.document.tokens.len()
    }

    /// True for a document without tokens.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.document.tokens.is_empty()
    }

    /// The text of token `at`, empty past the end.
    #[inline]
    #[must_use]
    pub fn word(&self, at: usize) -> &'a str {
        look();
        self.document.word(at)
    }

    /// The kind of token `at`.
    #[inline]
    #[must_use]
    pub fn kind(&self, at: usize) -> Option<TokenKind> {
        look();
        self.document.kind(at)
    }

    /// How the letters of token `at` are written.
    #[inline]
    #[must_use]
    pub fn shape(&self, at: usize) -> Shape {
        look();
        self.document.shape(at)
    }

    /// True when no white space stands before token `at`.
    #[inline]
    #[must_use]
    pub fn glued(&self, at: usize) -> bool {
        self.document.is_glued(at)
    }

    /// The longest cue of `class` that begins at token `at`.
    #[inline]
    #[must_use]
    pub fn cue(&self, at: usize, class: CueClass) -> Option<CueHit<'a>> {
        look();
        self.scan.cue(at, class)
    }

    /// True when a cue of `class` begins at token `at`.
    #[inline]
    #[must_use]
    pub fn has(&self, at: usize, class: CueClass) -> bool {
        look();
        self.scan.has(at, class)
    }

    /// One past the nationality word that begins at token `at`.
    #[must_use]
    pub fn demonym_end(&self, at: usize) -> Option<usize> {
        let hits = self.scan.names(at).filter(|hit| matches!(hit.name.name, Name::Demonym(_)));
        hits.map(|hit| hit.tokens.end as usize).max()
    }

    /// The sentence with that index.
    #[inline]
    #[must_use]
    pub fn sentence(&self, index: usize) -> Option<&'r Sentence> {
        self.document.sentences.get(index)
    }

    /// Index of the sentence that holds token `at`.
    #[inline]
    #[must_use]
    pub fn sentence_of(&self, at: usize) -> usize {
        self.document.sentence_of_token(at)
    }

    /// The tokens of the sentence that holds token `at`.
    #[inline]
    #[must_use]
    pub fn sentence_tokens(&self, at: usize) -> std::ops::Range<usize> {
        self.sentence(self.sentence_of(at)).map_or(0..0, |sentence| sentence.tokens.indices())
    }

    /// The bytes of a token range.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        self.document.span(Self::range(start, end))
    }

    /// A token range from indices.
    #[inline]
    #[must_use]
    pub fn range(start: usize, end: usize) -> TokenRange {
        TokenRange { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX) }
    }
}
