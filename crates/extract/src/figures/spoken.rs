//! Quotations that no verb of their own gives to a speaker: `... said he was worried. "They shot 14 people."`

use crossread_text::SentenceKind;

use super::attribution::{Act, Frame};
use super::frames::Reader;
use crate::extraction::Stance;

/// A speech of so few tokens is a word in quotation marks.
const SHORTEST: usize = 4;

impl Reader<'_, '_, '_, '_> {
    /// Gives every quotation that is a sentence of its own, and that no claim covers, to whoever
    /// spoke last in its paragraph or the one before.
    pub(super) fn spoken(&mut self) {
        let context = self.context;
        self.scare_quoted();
        let mut order: Vec<usize> = (0..self.frames.len()).collect();
        order.sort_by_key(|&number| self.frames[number].at);
        let covered = self.covered();
        let mut next = 0;
        let mut last: Option<Frame<'_>> = None;
        for quote in self.quotes.iter() {
            while let Some(frame) = order.get(next).map(|&number| &self.frames[number])
                && frame.at < quote.start
            {
                let speaks = frame.act == Act::Claim && frame.source.is_some();
                // What is quoted inside a speech is not who speaks.
                if speaks && self.quotes.holding(frame.at).is_none() {
                    last = Some(frame.clone());
                }
                next += 1;
            }
            let inside = quote.start + 1;
            let opens = context.sentence(inside).start >= quote.start.saturating_sub(1);
            if covered.get(inside).copied().unwrap_or(false) || !opens || quote.len() < SHORTEST {
                continue;
            }
            let Some(speaker) = last
                .as_ref()
                .filter(|speaker| self.near(speaker.at.max(speaker.scope.end.saturating_sub(1)), quote.start))
            else {
                continue;
            };
            let frame = Frame {
                act: Act::Claim,
                source: speaker.source.clone(),
                stance: Stance::Claimed,
                scope: quote.clone(),
                at: quote.start,
                rule: "figures/claim-quoted",
                on: speaker.on,
                naming: quote.start..quote.start,
            };
            last = Some(frame.clone());
            self.frames.push(frame);
        }
    }

    /// `'At least 60' killed in raid`: what a headline puts in quotation marks somebody said.
    fn scare_quoted(&mut self) {
        let reading = self.context.reading;
        let quotes = self.quotes;
        for quote in quotes.iter() {
            let heading = reading.sentence(reading.sentence_of(quote.start)).is_some_and(|sentence| {
                sentence.kind == SentenceKind::Heading && sentence.tokens.end as usize >= quote.end
            });
            if heading && quote.clone().any(|at| self.context.quantity(at).is_some()) {
                let (scope, at) = (quote.clone(), quote.start);
                self.push(Act::Hearsay, None, Stance::Claimed, scope, at, "figures/claim-hearsay", at..at);
            }
        }
    }

    /// Which tokens stand under a claim that is not itself quoted.
    pub(super) fn covered(&self) -> Vec<bool> {
        let mut covered = vec![false; self.context.reading.len()];
        let claims = self.frames.iter().filter(|frame| frame.act == Act::Claim);
        for frame in claims.filter(|frame| self.quotes.holding(frame.at).is_none()) {
            covered.get_mut(frame.scope.clone()).unwrap_or_default().fill(true);
        }
        covered
    }

    /// True when the words at `before` and `at` stand in one paragraph or in neighbouring ones.
    fn near(&self, before: usize, at: usize) -> bool {
        let reading = self.context.reading;
        let block = |at: usize| reading.sentence(reading.sentence_of(at)).map(|sentence| sentence.block);
        match (block(before), block(at)) {
            (Some(before), Some(at)) => at.saturating_sub(before) <= 1,
            _ => false,
        }
    }
}
