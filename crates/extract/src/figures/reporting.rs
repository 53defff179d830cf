//! Reporting verbs: who says, counts or denies, and how far their words reach.

use std::ops::Range;

use crossread_lexicon::CueClass;

use super::attribution::Act;
use super::claimant::{self, Source};
use super::frames::{Reader, opens_quote, source_end};
use super::unlisted::{unlisted, with_role};
use crate::extraction::{ActorForm, Stance};

/// The value of a verb that states something only before "that", a number or a quotation.
const CONTENT: &str = "content";
/// The value of a verb that states something only with a noun of claiming as its object: `released new figures`.
const PUBLISHED_VALUE: &str = "published";
/// A noun phrase with its number, a source with its title, are no longer than so many tokens.
const NOUN_PHRASE: usize = 8;
/// Between "quoted" and "as saying" stand at most so many tokens.
const RELAYED: usize = 16;
/// Between a number and the noun for those who speak stand at most so many tokens.
const COUNTED: usize = 3;
/// Between a passive verb and its agent stands a phrase of at most so many tokens.
const AGENT: usize = 7;
/// Between a verb of publishing and the noun for what it publishes stand at most so many tokens.
const PUBLISHED: usize = 6;
/// Between a verb of saying and "that" stand at most so many tokens that name the hearer.
const HEARER: usize = 6;

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
        if let Some((region, source, says)) = self.relayed(at, end, segment, sentence) {
            let (scope, rule) = self.scope(class, value, at, says, &region, false, segment, sentence);
            self.push(Act::Claim, Some(source), Stance::Claimed, scope, at, rule, region);
            return true;
        }
        if self.is_noun(at) || value == CONTENT && !self.has_content(at, end, segment) {
            return false;
        }
        let by = self.passive_agent(class, at, end, segment);
        let inverted = if by.is_none() && class == CueClass::SayVerb && value != "told" {
            self.inverted(at, end, segment)
        } else {
            None
        };
        let looks_back = by.is_some() || inverted.is_some();
        let inverted = inverted.filter(|_| by.is_none());
        if by.is_none() && inverted.is_none() && self.is_passive(at, end) {
            return false;
        }
        let speech = class == CueClass::SayVerb && matches!(value, "claimed" | "told");
        let subject = by.or(inverted).or_else(|| {
            let found = claimant::subject(self.context, sentence.start, at, &self.speakers, speech);
            let found = found.or_else(|| self.contact(at, end, sentence));
            found.or_else(|| self.elided(at, sentence, first))
        });
        let Some((region, source)) = subject else { return false };
        if self.is_headless(at, &source) {
            return false;
        }
        let source = if class == CueClass::DenyVerb { source } else { self.cited(at, first).unwrap_or(source) };
        if class == CueClass::CountVerb && !self.counts(end, value, &source, segment) {
            return false;
        }
        let act = if class == CueClass::DenyVerb { Act::Denial } else { Act::Claim };
        let stance = Stance::from_name(value).unwrap_or(Stance::Claimed);
        let (scope, rule) = self.scope(class, value, at, end, &region, looks_back, segment, sentence);
        self.push(act, Some(source), stance, scope, at, rule, region);
        true
    }

    /// `AFP quoted a doctor as saying that`, `doctors were quoted as saying`: the words that name the inner
    /// source, the source, and where its words begin.
    fn relayed(
        &self,
        at: usize,
        end: usize,
        segment: &Range<usize>,
        sentence: &Range<usize>,
    ) -> Option<(Range<usize>, Source<'a>, usize)> {
        let context = self.context;
        let reach = segment.end.min(end + RELAYED);
        let says = |at: usize| {
            let verb = context.cue(at + 1, CueClass::SayVerb).filter(|_| context.is(at, "as"))?;
            context.word(at + 1).ends_with("ing").then_some((at, verb.tokens.end as usize))
        };
        let (to, says) = (end..reach).find_map(says)?;
        if to == end {
            let passive = self.is_passive(at, end);
            let (region, source) = claimant::subject(context, sentence.start, at, &self.speakers, true)?;
            return passive.then_some((region, source, says));
        }
        let region = end..to;
        let source = claimant::named(context, &region, &self.speakers);
        let source = source.or_else(|| unlisted(context, &region, &self.speakers))?;
        Some((region, source, says))
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
        if let Some(scope) = self.relative_scope(before, end, segment) {
            return (scope, rule);
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
        if class == CueClass::DenyVerb {
            // "rejected this and said that 12 villages were freed", "denied it, saying nine had died": what is said next
            // is not denied.
            let says = |at: &usize| {
                let joined = context.value(*at, CueClass::Conjunction) == Some("coordinating")
                    || context.is_comma(*at) && context.word(at + 1).ends_with("ing");
                joined && context.speaks(at + 1)
            };
            close = (end..close).find(says).unwrap_or(close);
        }
        (self.content_start(end, segment)..close, rule)
    }

    /// What a claim inside a relative clause covers: `which the World Bank put at $2bn a year, has moved`
    /// ends with its clause, `a raid that the council says cost $2m, 150 families` too; `24 missiles the
    /// army says were found` covers the number before it.
    fn relative_scope(&self, before: usize, end: usize, segment: &Range<usize>) -> Option<Range<usize>> {
        let context = self.context;
        let opens = |at: usize| context.has(at, CueClass::Relative);
        let relative = if before < segment.end && opens(before) { before } else { before.checked_sub(1)? };
        let close = (end..segment.end).find(|&at| context.is_comma(at) && context.quantity(at).is_none());
        let close = close.unwrap_or(segment.end);
        // "and that the rebels said had cost 64 lives" goes on with another clause; the number before is not its own.
        let coordinated =
            relative > segment.start && context.value(relative - 1, CueClass::Conjunction) == Some("coordinating");
        let contact = context.has(end, CueClass::Auxiliary) && relative > segment.start && !coordinated;
        if contact && let Some(number) = self.number_before(before, segment) {
            return Some(number..close);
        }
        if !opens(relative) || relative <= segment.start {
            return None;
        }
        let comma = context.is_comma(relative - 1);
        let noun = context.is(relative, "that") && !self.takes_content(relative - 1);
        (comma || noun).then_some(end..close)
    }

    /// The number whose noun stands right before `end`, with no mark between.
    fn number_before(&self, end: usize, segment: &Range<usize>) -> Option<usize> {
        let context = self.context;
        let floor = segment.start.max(end.saturating_sub(NOUN_PHRASE));
        let run = (floor..end).rev().take_while(|&at| !context.is_punctuation(at) || context.is_hyphen(at));
        let number = run.filter(|&at| context.quantity(at).is_some()).last()?;
        (!(number..end).any(|at| context.has(at, CueClass::SayVerb) || context.has(at, CueClass::Auxiliary)))
            .then_some(number)
    }

    /// True when "that" after token `at` opens what somebody says: after a verb or noun of saying, its
    /// hearer, a mark.
    fn takes_content(&self, at: usize) -> bool {
        let context = self.context;
        let says = |at: usize| {
            [CueClass::SayVerb, CueClass::CountVerb, CueClass::DenyVerb, CueClass::ClaimNoun, CueClass::Hearsay]
                .iter()
                .any(|&class| context.cue_before(at + 1, class).is_some())
        };
        context.is_punctuation(at)
            || context.has(at, CueClass::Adverb)
            || context.has(at, CueClass::Conjunction)
            || context.actor(at).is_some()
            || (at.saturating_sub(HEARER)..=at).any(says)
    }

    /// `24 missiles the army says were found`: the source stands between a number's noun and the verb.
    fn contact(&self, at: usize, end: usize, sentence: &Range<usize>) -> Option<(Range<usize>, Source<'a>)> {
        let context = self.context;
        if !context.has(end, CueClass::Auxiliary) {
            return None;
        }
        let floor = sentence.start.max(at.saturating_sub(NOUN_PHRASE));
        let article = (floor..at).rev().find(|&at| context.has(at, CueClass::Article));
        let start =
            article.map_or_else(|| (floor..at).rev().take_while(|&at| context.actor(at).is_some()).last(), Some)?;
        if (start..at).any(|at| context.is_punctuation(at) || context.quantity(at).is_some()) {
            return None;
        }
        let source = claimant::named(context, &(start..at), &self.speakers)?;
        Some((start..at, source))
    }

    /// True when a verb that also takes other objects (`declared a ceasefire`) states something: "that",
    /// a number or a quotation follows, or it looks back.
    fn has_content(&self, at: usize, end: usize, segment: &Range<usize>) -> bool {
        let context = self.context;
        let follows = context.is(end, "that")
            || context.quantity(end).is_some()
            || context.word(end) == ":"
            || opens_quote(context, end);
        let back = at > segment.start && (context.is_comma(at - 1) || context.is_quote(at - 1));
        follows || back && self.ends_here(end, segment)
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
            } else if at == end && self.is_hearer(at) {
                // "told reporters."
                at += 1;
            } else if at == end
                && let Some(close) = self.hearer_end(at, segment)
            {
                // "told Radio Karo", "told a local station by phone".
                at = close;
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

    /// True for a noun that is told something and says nothing itself: "told reporters", "told the BBC".
    fn is_hearer(&self, at: usize) -> bool {
        let context = self.context;
        let told = context.cue_before(at, CueClass::SayVerb).is_some_and(|hit| hit.cue.value == "told");
        told && (context.has(at, CueClass::SourceNoun) || context.value(at, CueClass::Pronoun) == Some("object"))
    }

    /// Where the words for whom a source told something end, when a mark closes them.
    fn hearer_end(&self, at: usize, segment: &Range<usize>) -> Option<usize> {
        let context = self.context;
        let told = context.cue_before(at, CueClass::SayVerb).is_some_and(|hit| hit.cue.value == "told");
        let reach = segment.end.min(at + NOUN_PHRASE);
        let close = (at..reach).find(|&at| context.is_punctuation(at) && !context.is_hyphen(at)).unwrap_or(reach);
        let closed = close == segment.end || context.is_punctuation(close);
        let content = (at..close)
            .any(|at| context.quantity(at).is_some() || context.is(at, "that") || context.has(at, CueClass::Auxiliary));
        (told && closed && !content && close > at).then_some(close)
    }

    /// True for "were reported", "is said": whoever stands before it says nothing.
    fn is_passive(&self, at: usize, end: usize) -> bool {
        let context = self.context;
        let mut before = at;
        while before > 0 && (context.has(before - 1, CueClass::Adverb) || context.has(before - 1, CueClass::Negation)) {
            before -= 1;
        }
        let be = before.checked_sub(1).and_then(|at| context.value(at, CueClass::Auxiliary)) == Some("be");
        be && end == at + 1 && !context.word(at).to_ascii_lowercase().ends_with("ing")
    }

    /// Where "by" stands behind a passive, at once or behind a place or time: `were recorded in Kivu by OCHA`.
    fn agent(&self, at: usize, end: usize, segment: &Range<usize>) -> Option<usize> {
        let context = self.context;
        // "were quoted as saying by state radio": who hands it on.
        if context.word(end - 1).ends_with("ing") {
            return None;
        }
        if context.is(end, "by") {
            return Some(end);
        }
        let opens = context.has(end, CueClass::Preposition) || context.time(end).is_some();
        if !opens || !self.is_passive(at, end) {
            return None;
        }
        let by = (end..segment.end.min(end + AGENT)).find(|&at| context.is(at, "by") && context.time(at).is_none())?;
        (end..by).all(|at| !context.is_punctuation(at) && !context.counts(at)).then_some(by)
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
        let end = self.agent(at, end, segment)?;
        if class == CueClass::DenyVerb || context.quantity(end + 1).is_some() {
            return None;
        }
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
        // "said one resident": the number counts who speaks.
        let counted = (end..segment.end).take_while(|&at| context.quantity(at).is_some()).count();
        let speaks = |at: usize| context.has(at, CueClass::SourceNoun) || context.has(at, CueClass::OfficialSource);
        let number = if (end + counted..end + counted + COUNTED).any(speaks) { counted } else { 0 };
        let close = source_end(context, end + number, segment.end);
        // "said diplomats who asked not to be named."
        let told = context.word(close) == ":" || context.value(close, CueClass::Relative) == Some("person");
        if close == end || !(told || self.ends_here(close, segment)) {
            return None;
        }
        if (end..close).any(|at| context.has(at, CueClass::SayVerb) && context.actor(at).is_none()) {
            return None;
        }
        // "said the charity's director, Arif Karo."
        let apposed = context.actor(close + 1).filter(|_| context.is_comma(close));
        let source = claimant::named(context, &(end..close), &self.speakers);
        if let Some(person) = apposed.filter(|actor| actor.form == ActorForm::Person)
            && source.as_ref().is_none_or(|source| !source.person)
            && self.ends_here(person.tokens.end as usize, segment)
        {
            return Some((end..person.tokens.end as usize, claimant::source_of(person, context)));
        }
        let source = source.or_else(|| {
            // "said the imam", "said Maryam, 52": whom no list knows.
            let known = context.has(end, CueClass::Article) || context.word(end).starts_with(char::is_uppercase);
            let source = unlisted(context, &(end..close), &self.speakers).filter(|_| known)?;
            Some(if context.is_comma(close) { with_role(context, source, close) } else { source })
        })?;
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
        // "The army denied the rebels' claim of 57 dead, saying": who denies goes on, not whose claim it is.
        let mut spoken = self.frames[first..].iter().rev().filter(|frame| frame.source.is_some());
        let verb = spoken.clone().find(|frame| frame.rule != "figures/claim-noun").or_else(|| spoken.next());
        if let Some(source) = verb.and_then(|frame| frame.source.clone()) {
            return Some((at..at, source));
        }
        let opening = sentence.start..before.saturating_sub(1).max(sentence.start);
        let mention = opening.clone().find_map(|at| context.actor(at));
        let pronoun = || claimant::named(context, &(opening.start..opening.end.min(opening.start + 2)), &self.speakers);
        Some((at..at, mention.map(|mention| claimant::source_of(mention, context)).or_else(pronoun)?))
    }

    /// A verb of counting claims only when a source counts; a state records what befalls it.
    fn counts(&self, end: usize, value: &str, source: &Source<'a>, segment: &Range<usize>) -> bool {
        let context = self.context;
        if context.value(end, CueClass::Pronoun) == Some("object") {
            return false;
        }
        if value == PUBLISHED_VALUE {
            let reach = segment.end.min(end + PUBLISHED);
            let number = (end..reach).find(|&at| context.quantity(at).is_some()).unwrap_or(reach);
            return (end..number).any(|at| context.has(at, CueClass::ClaimNoun));
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
