//! A document together with its tokens and sentences.

use crate::document::Document;
use crate::sentence::{Sentence, sentences_of};
use crate::shape::Shape;
use crate::span::{Span, TokenRange};
use crate::token::{Token, TokenKind, tokens_of};

/// A document, its tokens and its sentences: what every later stage reads.
#[derive(Clone, Debug)]
pub struct TokenizedDocument<'d> {
    /// The document, untouched.
    pub document: &'d Document,
    /// Ascending, never overlapping; white space alone lies between them.
    pub tokens: Vec<Token>,
    /// In text order; their token ranges tile `tokens`.
    pub sentences: Vec<Sentence>,
    /// Index of the sentence of each token: rules ask for it at every step.
    sentence_of: Vec<u32>,
    /// The text of each token: rules ask for it at every step, and slicing checks the borders of characters anew.
    words: Vec<&'d str>,
}

/// Splits a document into tokens and sentences.
#[must_use]
pub fn tokenize(document: &Document) -> TokenizedDocument<'_> {
    let mut tokens = Vec::with_capacity(document.text.len() / 5);
    tokens_of(&document.text, &mut tokens);
    let sentences = sentences_of(&document.text, &tokens);
    let mut sentence_of = Vec::with_capacity(tokens.len());
    for (index, sentence) in (0..).zip(&sentences) {
        sentence_of.resize(sentence.tokens.end as usize, index);
    }
    let words = tokens.iter().map(|token| token.span.of(&document.text)).collect();
    TokenizedDocument { document, tokens, sentences, sentence_of, words }
}

impl<'d> TokenizedDocument<'d> {
    /// The whole text.
    #[inline]
    #[must_use]
    pub fn text(&self) -> &'d str {
        &self.document.text
    }

    /// The text of token `index`; empty past the end.
    #[inline]
    #[must_use]
    pub fn word(&self, index: usize) -> &'d str {
        self.words.get(index).copied().unwrap_or("")
    }

    /// The kind of token `index`, `None` past the end.
    #[inline]
    #[must_use]
    pub fn kind(&self, index: usize) -> Option<TokenKind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    /// How the letters of token `index` are written; past the end, as those of an empty word.
    #[inline]
    #[must_use]
    pub fn shape(&self, index: usize) -> Shape {
        self.tokens.get(index).map_or_else(Shape::default, |token| token.shape)
    }

    /// The bytes from the first to the last token of `range`; empty for an empty range.
    #[must_use]
    pub fn span(&self, range: TokenRange) -> Span {
        match self.tokens.get(range.indices()) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }

    /// True when no white space stands between token `index` and the one before it.
    #[inline]
    #[must_use]
    pub fn is_glued(&self, index: usize) -> bool {
        index > 0 && self.tokens.get(index).is_some_and(|token| self.tokens[index - 1].span.end() == token.span.start())
    }

    /// Index of the sentence that holds byte `byte`, or of the last one that begins before it.
    #[must_use]
    pub fn sentence_at(&self, byte: u32) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.start() <= byte).saturating_sub(1)
    }

    /// Index of the sentence that holds token `index`; past the end, of the last sentence.
    #[inline]
    #[must_use]
    pub fn sentence_of_token(&self, index: usize) -> usize {
        let index = index.min(self.sentence_of.len().saturating_sub(1));
        self.sentence_of.get(index).map_or(0, |&sentence| sentence as usize)
    }
}
