//! Quotations, which may run over several sentences and paragraphs.

use std::ops::Range;

use super::context::Context;

/// The quotations of a document as token ranges, marks included, in text order.
pub(super) struct Quotes(Vec<Range<usize>>);

/// A quotation is no longer than so many tokens.
const LONGEST: usize = 1200;

/// A quotation that stands open.
struct Open<'a> {
    start: usize,
    mark: &'a str,
}

impl Quotes {
    pub(super) fn of(context: &Context<'_, '_, '_>) -> Self {
        let mut found = Vec::new();
        let mut open: Option<Open<'_>> = None;
        let mut block = None;
        for at in 0..context.reading.len() {
            let here = context.reading.sentence(context.reading.sentence_of(at)).map(|sentence| sentence.block);
            let begins = here != block;
            block = here;
            let word = context.word(at);
            // A paragraph that does not open with the mark again ends a speech that nobody closed.
            if begins && let Some(left) = open.take() {
                let again = word == left.mark && at - left.start < LONGEST;
                if again {
                    open = Some(left);
                    continue;
                }
                found.push(left.start..at);
            }
            if !matches!(word, "“" | "”" | "\"" | "«" | "»" | "„" | "‘" | "’") {
                continue;
            }
            match &open {
                Some(left) if closes(context, left.mark, at) => {
                    found.push(left.start..at + 1);
                    open = None;
                }
                Some(_) => {}
                None if opens(context, at) => open = Some(Open { start: at, mark: word }),
                None => {}
            }
        }
        if let Some(left) = open {
            found.push(left.start..context.reading.len());
        }
        Self(found)
    }

    /// The quotations, in text order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Range<usize>> {
        self.0.iter()
    }

    /// The quotation that holds token `at`.
    pub(super) fn holding(&self, at: usize) -> Option<Range<usize>> {
        let index = self.0.partition_point(|quote| quote.end <= at);
        self.0.get(index).filter(|quote| quote.contains(&at)).cloned()
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

/// True for a mark that a quotation begins with: glued to the word after it, not to the one before.
fn opens(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let after = context.reading.glued(at + 1);
    match context.word(at) {
        "”" | "»" | "’" => false,
        "‘" | "\"" => after && (!context.reading.glued(at) || context.is_punctuation(at.saturating_sub(1))),
        _ => after,
    }
}

/// True when the mark at `at` closes a quotation that `open` began. A single mark is an apostrophe
/// too, so it closes only beside another mark.
fn closes(context: &Context<'_, '_, '_>, open: &str, at: usize) -> bool {
    let beside = |at: usize| context.is_punctuation(at);
    match (open, context.word(at)) {
        ("“", "”" | "\"") | ("„", "“" | "”") | ("«", "»") | ("\"", "\"" | "”") => true,
        ("‘", "’") => at.checked_sub(1).is_some_and(beside) || beside(at + 1) && context.reading.glued(at + 1),
        _ => false,
    }
}
