//! Documents, spans, tokens and sentences: the bottom layer of crossread.
//!
//! A [`Document`] is a text with its metadata; nothing rewrites the text after reading.
//! [`tokenize`] turns it into a [`TokenizedDocument`]: tokens and sentences, each a [`Span`] of
//! byte offsets into the untouched text. Code points, which the tables count in, appear only at
//! the edge, through [`CodePoints`].
//!
//! Nothing here fails, panics or does I/O.

mod code_points;
mod document;
mod fold;
mod sentence;
mod shape;
mod span;
mod token;
mod tokenized;

pub use code_points::CodePoints;
pub use document::{Document, PageStart};
pub use fold::{fold, fold_into};
pub use sentence::{Sentence, SentenceKind};
pub use shape::Shape;
pub use span::{Span, TokenRange};
pub use token::{Token, TokenKind, ascii_digits, digit, tokens_of};
pub use tokenized::{TokenizedDocument, tokenize};
