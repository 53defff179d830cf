//! `according to`, `per`, `citing`: a phrase that names the source of what stands beside it.

use std::ops::Range;

use crossread_lexicon::{CueClass, CueSet};

use super::attribution::{Act, Frame};
use super::claimant::{self, Source};
use super::frames::{Reader, source_end};
use super::unlisted;
use crate::extraction::{ActorForm, Stance};

/// The value of a preposition that names a source only before a definite one.
const PER: &str = "per";
/// The value of words that name the source behind another speaker: `AFP, citing police, said`.
const CITED: &str = "cited";
/// A phrase before `according to` that opens the sentence has at most so many tokens.
const OPENING: usize = 16;

impl<'a> Reader<'_, '_, '_, 'a> {
    /// Opens the claim of an `according to` at `at`; `first` is the first frame of its sentence.
    pub(super) fn according_to(
        &mut self,
        at: usize,
        end: usize,
        value: &str,
        segment: &Range<usize>,
        first: usize,
    ) -> bool {
        let context = self.context;
        let close = source_end(context, end, segment.end);
        let region = end..close;
        let source = self.apposed(&region, segment).or_else(|| claimant::named(context, &region, &self.speakers));
        let source = source.or_else(|| unlisted::proper(context, &region, &self.speakers));
        let source = source.or_else(|| self.document_before(&region));
        if value == PER && (source.is_none() || !self.opens_phrase(at, end, segment)) {
            return false;
        }
        let estimated = value == "estimated"
            || region.clone().any(|at| {
                context.value(at, CueClass::ClaimNoun) == Some("estimated")
                    || context.value(at, CueClass::Hearsay) == Some("estimated")
            });
        let stance = if estimated { Stance::Estimated } else { Stance::Claimed };
        let scope = if self.opens(at, close, segment) {
            close..segment.end
        } else if let Some(scope) = self.relayed_before(value, first) {
            scope
        } else if at > segment.start && context.is_comma(at - 1) {
            self.after_others(segment.start, at)..at
        } else {
            let comma = (segment.start..at).rev().find(|&before| context.is_comma(before));
            comma.unwrap_or(segment.start)..at
        };
        let act = if source.is_some() { Act::Claim } else { Act::Hearsay };
        self.push(act, source, stance, scope, at, "figures/claim-according-to", region);
        true
    }

    /// `according to the governor, Oleh Karo`: the person between commas behind a role.
    fn apposed(&self, region: &Range<usize>, segment: &Range<usize>) -> Option<Source<'a>> {
        let context = self.context;
        let open = region.end;
        let person = context.actor(open + 1).filter(|_| context.is_comma(open) && segment.contains(&(open + 1)))?;
        let close = person.tokens.end as usize;
        let closes = close >= segment.end || context.is_punctuation(close);
        // "the governor", "the governor of the region".
        let head = claimant::head_end(context, region);
        let role = [region.end, head].into_iter().filter(|end| *end > region.start).any(|end| {
            [CueClass::PersonRole, CueClass::PersonTitle].iter().any(|&class| context.cue_before(end, class).is_some())
        });
        let named = region.clone().any(|at| context.actor(at).is_some_and(|actor| actor.form == ActorForm::Person));
        let fits = person.form == ActorForm::Person && closes && role && !named;
        fits.then(|| claimant::source_of(person, context))
    }

    /// `according to the figures`, `as per its reply`: what the last speaker published.
    fn document_before(&self, region: &Range<usize>) -> Option<Source<'a>> {
        let context = self.context;
        let start = region.start;
        let definite = context.is(start, "the") || context.value(start, CueClass::Pronoun) == Some("possessive");
        let head = start..claimant::head_end(context, region);
        let noun = head.end.checked_sub(1).filter(|at| *at > start)?;
        let document = context.cue_before(noun + 1, CueClass::ClaimNoun).is_some();
        // "according to the brigade's tally": whose it is goes before who spoke last.
        let owner = head.skip(2).find(|&at| context.is_possessive(at)).map(|mark| mark - 1);
        if let Some(owner) = owner.filter(|_| definite && document) {
            let known = self.speakers.definite(context, owner);
            return known.or_else(|| unlisted::slugged(context, start + 1..owner + 1));
        }
        let sentence = context.reading.sentence_of(start);
        if definite && document { self.speakers.published(sentence) } else { None }
    }

    /// True when the phrase at `at` opens its sentence, behind a time or place at most: `In Goma on Sunday,
    /// according to the UN, nine people died`.
    fn opens(&self, at: usize, close: usize, segment: &Range<usize>) -> bool {
        const TOLD: CueSet = CueSet::of(&[
            CueClass::Auxiliary,
            CueClass::SayVerb,
            CueClass::MeasureVerb,
            CueClass::MeasureIntransitive,
            CueClass::Negation,
        ]);
        let context = self.context;
        let before = segment.start..at;
        let small =
            |at: usize| !context.is_word(at) || context.has(at, CueClass::Conjunction) || context.time(at).is_some();
        if before.clone().all(small) {
            return true;
        }
        let told = |at: usize| {
            let verb = context.has_any(at, TOLD) && context.actor(at).is_none();
            context.time(at).is_none() && (context.counts(at) || verb)
        };
        before.len() <= OPENING
            && context.is_comma(at - 1)
            && context.is_comma(close)
            && !before.into_iter().any(told)
            && (close..segment.end).any(|at| context.quantity(at).is_some())
    }

    /// What a speaker said who stands before `citing`: `12 people died, AFP said, citing police`.
    fn relayed_before(&self, value: &str, first: usize) -> Option<Range<usize>> {
        let frame = self.frames.get(first..)?.last().filter(|_| value == CITED)?;
        let trails = frame.act == Act::Claim && frame.scope.start < frame.at && frame.naming.start > frame.scope.start;
        trails.then(|| frame.scope.start..frame.naming.start.min(frame.at))
    }

    /// The source that a speaker before the verb at `at` cites: `SANA, citing a doctor, said`.
    pub(super) fn cited(&self, at: usize, first: usize) -> Option<Source<'a>> {
        let context = self.context;
        let cites = |frame: &&Frame<'a>| {
            frame.rule == "figures/claim-according-to"
                && frame.scope.contains(&at)
                && context.value(frame.at, CueClass::AccordingTo) == Some(CITED)
        };
        self.frames.get(first..)?.iter().rev().find(cites)?.source.clone()
    }

    /// True for a preposition that opens a phrase of its own before a definite source: `per the governor`.
    fn opens_phrase(&self, at: usize, end: usize, segment: &Range<usize>) -> bool {
        let context = self.context;
        let opens = at == segment.start || context.is_comma(at - 1);
        opens || context.actor(end).is_some() && context.quantity(at.saturating_sub(1)).is_none()
    }

    /// Where a claim that looks back from `at` begins: after the claims that look back before it.
    fn after_others(&self, start: usize, at: usize) -> usize {
        let ends = self.frames.iter().rev().take_while(|frame| frame.at >= start);
        ends.filter(|frame| frame.scope.end <= frame.at && frame.at < at)
            .map(|frame| frame.at + 1)
            .max()
            .map_or(start, |end| end.max(start))
    }
}
