//! Reporting verbs: who says, counts or denies, and how far their words reach.

use std::ops::Range;

use crossread_lexicon::CueClass;

use super::attribution::Act;
use super::claimant::{self, Source};
use super::frames::{Reader, opens_quote, source_end};
use crate::extraction::Stance;

impl<'a> Reader<'_, '_, '_, 'a> {
    #[expect(clippy::too_many_arguments, reason = "a verb is judged by all that surrounds it")]
    pub(super) fn verb(
        &mut self,
        class: CueClass,
        at: usize,
        end: usize,
        value: &str,
        segment: &Range<usize>,
        sentence: &Range<usize>,
        first: usize,
    ) -> bool {
        if class == CueClass::DenyVerb && self.context.value(at, CueClass::Auxiliary) == Some("be") {
            // "the claim that ... is baseless"
            self.push(Act::Denial, None, Stance::Denied, segment.start..at, at, "figures/denied", at..at);
            return true;
        }
        if self.is_noun(at) {
            return false;
        }
        let by = self.passive_agent(class, at, end, segment);
        let inverted = if by.is_none() && class == CueClass::SayVerb && value != "told" {
            self.inverted(at, end, segment)
        } else {
            None
        };
        let looks_back = by.is_some() || inverted.is_some();
        let subject = by.or(inverted).or_else(|| {
            let found = claimant::subject(self.context, sentence.start, at, &self.speakers);
            found.or_else(|| self.elided(at, sentence, first))
        });
        let Some((region, source)) = subject else { return false };
        if class == CueClass::CountVerb && !self.counts(at, end, value, &source, segment) {
            return false;
        }
        let act = if class == CueClass::DenyVerb { Act::Denial } else { Act::Claim };
        let stance = Stance::from_name(value).unwrap_or(Stance::Claimed);
        let (scope, rule) = self.scope(class, value, at, end, &region, looks_back, segment, sentence);
        self.push(act, Some(source), stance, scope, at, rule, region);
        true
    }

    #[expect(clippy::too_many_arguments, reason = "the scope depends on all that surrounds the verb")]
    fn scope(
        &self,
        class: CueClass,
        value: &str,
        at: usize,
        end: usize,
        region: &Range<usize>,
        looks_back: bool,
        segment: &Range<usize>,
        sentence: &Range<usize>,
    ) -> (Range<usize>, &'static str) {
        let context = self.context;
        let rule = match class {
            CueClass::DenyVerb => "figures/denied",
            CueClass::CountVerb => "figures/claim-counted",
            _ => "figures/claim-said",
        };
        if value == "named" {
            let close = (end..segment.end).find(|&at| context.is_comma(at)).unwrap_or(segment.end);
            return (end..close, rule);
        }
        let mut before = region.start;
        while before > segment.start && context.has(before - 1, CueClass::Article) {
            before -= 1;
        }
        // "which the World Bank put at $2bn a year, has moved": the claim ends with its clause.
        let relative =
            before > segment.start + 1 && context.has(before - 1, CueClass::Relative) && context.is_comma(before - 2);
        if relative && let Some(close) = (end..segment.end).find(|&at| context.is_comma(at)) {
            return (end..close, rule);
        }
        let as_clause = before > segment.start && context.is(before - 1, "as");
        if as_clause && self.ends_here(end, segment) {
            let start = (segment.start..before - 1).rev().find(|&at| context.is_comma(at)).unwrap_or(segment.start);
            return (start..before - 1, "figures/claim-as-said");
        }
        let marked = before > segment.start
            && (context.is_comma(before - 1) || context.is_quote(before - 1) || context.is_dash(before - 1));
        let trails = looks_back || (marked && self.ends_here(end, segment));
        if trails && !(class == CueClass::DenyVerb && context.quantity(end).is_some()) {
            let mark = if looks_back { at } else { before };
            let start = match self.quotes.ending_before(mark) {
                Some(open) if open < segment.start => open,
                _ => segment.start,
            };
            // What follows after the attribution is still the same report, unless it tells of the source.
            let after = if looks_back { region.end } else { end };
            let apposed = context.is_comma(after) && context.value(after + 1, CueClass::Relative) == Some("person");
            let close = if apposed { at } else { sentence.end };
            return (start..close, "figures/claim-trailing");
        }
        let mut close = sentence.end;
        if let Some(quote) = self.quotes.opened_in(&(end..sentence.end)) {
            close = close.max(quote.end);
        } else if context.word(sentence.end - 1) == ":"
            && let Some(quote) = self.quotes.opened_in(&(sentence.end..sentence.end + 2))
        {
            close = quote.end;
        }
        (self.content_start(end, segment)..close, rule)
    }

    /// `told reporters in Kabul on Sunday that`: the content begins after "that".
    fn content_start(&self, end: usize, segment: &Range<usize>) -> usize {
        let context = self.context;
        let reach = segment.end.min(end + 14);
        let first = (end..reach).find(|&at| context.quantity(at).is_some() || context.is_comma(at)).unwrap_or(reach);
        (end..first).find(|&at| context.is(at, "that")).map_or(end, |that| that + 1)
    }

    /// True when no content follows a reporting verb: a mark, or a time or place phrase and a mark.
    fn ends_here(&self, end: usize, segment: &Range<usize>) -> bool {
        let context = self.context;
        let mut at = end;
        while at < segment.end {
            if let Some(time) = context.time(at) {
                at = (time.tokens.end as usize).max(at + 1);
            } else if at == end
                && let Some(hearer) = context.actor(at)
            {
                // "a doctor told Spinghar Times."
                at = (hearer.tokens.end as usize).max(at + 1);
            } else if context.has(at, CueClass::Adverb) || context.has(at, CueClass::Preposition) {
                // "on Sunday", "in a statement", "to reporters": a short phrase without a number.
                let stop = (at + 1..segment.end.min(at + 9))
                    .find(|&next| context.is_punctuation(next) && !context.is_hyphen(next));
                match stop {
                    Some(stop) if (at..stop).all(|next| context.quantity(next).is_none()) => at = stop,
                    None if segment.end <= at + 9 && (at..segment.end).all(|next| context.quantity(next).is_none()) => {
                        return true;
                    }
                    _ => return false,
                }
            } else {
                return context.is_punctuation(at)
                    && !matches!(context.word(at), ":" | "(")
                    && !opens_quote(context, at);
            }
        }
        true
    }

    /// `recorded by OCHA`, `as announced by the army`.
    fn passive_agent(
        &self,
        class: CueClass,
        at: usize,
        end: usize,
        segment: &Range<usize>,
    ) -> Option<(Range<usize>, Source<'a>)> {
        let context = self.context;
        if class == CueClass::DenyVerb || !context.is(end, "by") || context.quantity(end + 1).is_some() {
            return None;
        }
        let _ = at;
        let close = source_end(context, end + 1, segment.end);
        let source = claimant::named(context, &(end + 1..close), &self.speakers)?;
        Some((end + 1..close, source))
    }

    /// `..., said an exporter in Peshawar.`
    fn inverted(&self, at: usize, end: usize, segment: &Range<usize>) -> Option<(Range<usize>, Source<'a>)> {
        let context = self.context;
        let before = at.checked_sub(1).filter(|&before| before >= segment.start)?;
        if !(context.is_comma(before) || context.is_quote(before)) {
            return None;
        }
        let close = source_end(context, end, segment.end);
        if close == end || !self.ends_here(close, segment) {
            return None;
        }
        if (end..close).any(|at| context.has(at, CueClass::SayVerb) && context.actor(at).is_none()) {
            return None;
        }
        let source = claimant::named(context, &(end..close), &self.speakers)?;
        Some((end..close, source))
    }

    /// A verb without a subject of its own takes the one of the verb before: `and said`, `saying`.
    fn elided(&self, at: usize, sentence: &Range<usize>, first: usize) -> Option<(Range<usize>, Source<'a>)> {
        let context = self.context;
        let mut before = at;
        while before > sentence.start
            && (context.has(before - 1, CueClass::Auxiliary) || context.has(before - 1, CueClass::Adverb))
        {
            before -= 1;
        }
        let joined = before > sentence.start
            && (context.has(before - 1, CueClass::Conjunction)
                || context.is_comma(before - 1)
                || context.is_quote(before - 1));
        if !joined {
            return None;
        }
        if let Some(source) = self.frames[first..].iter().rev().find_map(|frame| frame.source.clone()) {
            return Some((at..at, source));
        }
        let opening = sentence.start..before.saturating_sub(1).max(sentence.start);
        let mention = opening.clone().find_map(|at| context.actor(at));
        let pronoun = || claimant::named(context, &(opening.start..opening.end.min(opening.start + 2)), &self.speakers);
        Some((at..at, mention.map(|mention| claimant::source_of(mention, context)).or_else(pronoun)?))
    }

    /// True for words that are nouns where they stand: `the report`, `Shan State`, `of claims`.
    fn is_noun(&self, at: usize) -> bool {
        let context = self.context;
        let Some(before) = at.checked_sub(1) else { return false };
        if self.context.reading.sentence_of(before) != self.context.reading.sentence_of(at) {
            return false;
        }
        context.value(before, CueClass::Article) == Some("")
            || context.is_possessive(before)
            || context.value(before, CueClass::Pronoun) == Some("possessive")
            || (context.has(before, CueClass::Preposition)
                && !context.is(before, "to")
                && context.actor(before).is_none())
            || context.quantity(before).is_some()
            || context.demonym(before).is_some() && context.actor(before).is_none()
    }

    /// A verb of counting claims only when a source counts; a state records what befalls it.
    fn counts(&self, at: usize, end: usize, value: &str, source: &Source<'a>, segment: &Range<usize>) -> bool {
        let context = self.context;
        let _ = at;
        if context.value(end, CueClass::Pronoun) == Some("object") {
            return false;
        }
        if value == "at" {
            let number = (end..segment.end).find(|&at| context.quantity(at).is_some()).unwrap_or(segment.end);
            return (end..number).any(|at| {
                context.is(at, "at") || context.has(at, CueClass::ClaimNoun) || context.has(at, CueClass::MeasureNoun)
            });
        }
        !source.state
    }
}
