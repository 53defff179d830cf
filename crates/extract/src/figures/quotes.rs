//! Quotations, which may run over several sentences.

use std::ops::Range;

use super::context::Context;

/// The quotations of a document as token ranges, marks included, in text order.
pub(super) struct Quotes(Vec<Range<usize>>);

/// A quotation that never closes ends with its paragraph, or after so many tokens.
const LONGEST: usize = 1200;

impl Quotes {
    pub(super) fn of(context: &Context<'_, '_, '_>) -> Self {
        let mut found = Vec::new();
        let mut open: Option<(usize, &str)> = None;
        for at in 0..context.reading.len() {
            let word = context.word(at);
            if !matches!(word, "“" | "”" | "\"" | "«" | "»" | "„") {
                continue;
            }
            match open {
                Some((start, mark)) if at - start < LONGEST && closes(mark, word) => {
                    found.push(start..at + 1);
                    open = None;
                }
                Some((_, mark)) if mark == word && word == "“" => {} // a further paragraph of one speech
                _ => {
                    let glued_after = context.reading.glued(at + 1);
                    open = (word != "”" && word != "»" && glued_after).then_some((at, word));
                }
            }
        }
        Self(found)
    }

    /// The quotation that opens within `range`.
    pub(super) fn opened_in(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let index = self.0.partition_point(|quote| quote.start < range.start);
        self.0.get(index).filter(|quote| quote.start < range.end).cloned()
    }

    /// Where the quotation begins that closes right before token `at`.
    pub(super) fn ending_before(&self, at: usize) -> Option<usize> {
        let index = self.0.partition_point(|quote| quote.end <= at);
        let quote = self.0.get(index.checked_sub(1)?)?;
        (at - quote.end <= 1).then_some(quote.start)
    }
}

fn closes(open: &str, mark: &str) -> bool {
    matches!((open, mark), ("“", "”" | "\"") | ("„", "“" | "”") | ("«", "»") | ("\"", "\"" | "”"))
}
