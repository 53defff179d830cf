//! Reads a document's frames of attribution: hearsay, nouns of claiming, sources in brackets and before lists;
//! labels are in `turns`, `according to` in `according`, reporting verbs in `reporting`.

use std::ops::Range;

use crossread_lexicon::{CueClass, CueSet};
use crossread_text::SentenceKind;
use jiff::civil::Date;

use super::attribution::{Act, Frame};
use super::claimant::{self, Source};
use super::context::Context;
use super::quotes::Quotes;
use super::speakers::Speakers;
use super::unlisted::slugged;
use crate::extraction::{ActorForm, ActorMention, Granularity, Stance};

/// All frames of a document.
pub(super) fn frames<'a>(context: &Context<'_, '_, 'a>) -> Vec<Frame<'a>> {
    let quotes = Quotes::of(context);
    let mut reader =
        Reader { context, quotes: &quotes, frames: Vec::new(), turns: Vec::new(), speakers: Speakers::default() };
    reader.interview();
    if reader.turns.is_empty() {
        reader.unlabelled_interview();
    }
    for index in 0..context.reading.document.sentences.len() {
        reader.sentence(index);
    }
    reader.spoken();
    reader.reported();
    reader.frames
}

/// The value of a word of hearsay that describes what stands behind it, number or not: `alleged ties`.
const ATTRIBUTE: &str = "attribute";
/// What a frame opens with.
const OPENINGS: CueSet = CueSet::of(&[
    CueClass::AccordingTo,
    CueClass::Hearsay,
    CueClass::DenyVerb,
    CueClass::SayVerb,
    CueClass::CountVerb,
    CueClass::ClaimNoun,
]);
/// A source in brackets has at most so many tokens.
const BRACKET: usize = 14;
/// A claim holds for at most so many items of a list.
const ITEMS: usize = 60;

pub(super) struct Reader<'f, 'c, 'r, 'a> {
    pub(super) context: &'f Context<'c, 'r, 'a>,
    pub(super) quotes: &'f Quotes,
    pub(super) frames: Vec<Frame<'a>>,
    /// The turns of an interview, labels included.
    pub(super) turns: Vec<Range<usize>>,
    pub(super) speakers: Speakers<'a>,
}

impl<'a> Reader<'_, '_, '_, 'a> {
    fn sentence(&mut self, index: usize) {
        let Some(sentence) = self.context.reading.sentence(index) else { return };
        if sentence.kind == SentenceKind::TableRow {
            return;
        }
        let tokens = sentence.tokens.indices();
        let first = self.frames.len();
        self.remember_subject(index, &tokens);
        for segment in segments(self.context, &tokens) {
            self.segment(&segment, &tokens, first);
        }
        self.bracketed(&tokens);
        self.listed(index, &tokens, first);
    }

    /// The party that opens a sentence is who "it" is in the rest of it and in the next one.
    fn remember_subject(&mut self, index: usize, tokens: &Range<usize>) {
        let context = self.context;
        let verbal = [CueClass::SayVerb, CueClass::CountVerb, CueClass::Auxiliary, CueClass::ActVerb];
        let end = (tokens.start..tokens.end.min(tokens.start + 8))
            .find(|&at| {
                context.actor(at).is_none()
                    && (context.quantity(at).is_some() || verbal.iter().any(|&class| context.has(at, class)))
            })
            .unwrap_or(tokens.end.min(tokens.start + 8));
        if let Some(mention) = (tokens.start..end).find_map(|at| self.context.actor(at)) {
            let source = claimant::source_of(mention, self.context);
            self.speakers.named(index, &source);
        }
    }

    fn segment(&mut self, segment: &Range<usize>, sentence: &Range<usize>, first: usize) {
        self.label(segment);
        let mut at = segment.start;
        while at < segment.end {
            let context = self.context;
            if context.quantity(at).is_some() {
                if let Some(hit) = context.cue(at, CueClass::Hearsay) {
                    self.hearsay(at, hit.tokens.end as usize, &hit.cue.value, segment);
                }
                at += 1;
                continue;
            }
            if let Some(actor) = context.actor(at) {
                self.gapped(at, actor.tokens.end as usize, segment, first);
                at += 1;
                continue;
            }
            if context.time(at).is_some() {
                at += 1;
                continue;
            }
            if context.value(at, CueClass::Pronoun) == Some("speaker") && self.authors(at, segment) {
                let scope = at + 1..segment.end;
                self.push(Act::Claim, None, Stance::Asserted, scope, at, "figures/claim-author", at..at);
            }
            if !context.has_any(at, OPENINGS) || context.is_compounded(at) {
                at += 1;
                continue;
            }
            let hits = [
                (CueClass::AccordingTo, context.cue(at, CueClass::AccordingTo)),
                (CueClass::Hearsay, context.cue(at, CueClass::Hearsay)),
                (CueClass::DenyVerb, context.cue(at, CueClass::DenyVerb)),
                (CueClass::SayVerb, context.cue(at, CueClass::SayVerb)),
                (CueClass::CountVerb, context.cue(at, CueClass::CountVerb)),
                (CueClass::ClaimNoun, context.cue(at, CueClass::ClaimNoun)),
            ];
            let mut next = at + 1;
            for (class, hit) in hits {
                // A pack's phrase may hold a semicolon, where a segment ends.
                let Some(hit) = hit.filter(|hit| hit.tokens.end as usize <= segment.end) else { continue };
                let end = hit.tokens.end as usize;
                let value = hit.cue.value.as_str();
                let headline = class == CueClass::SayVerb && context.feared(at).is_some();
                if headline || class == CueClass::Hearsay && self.states(at, end) {
                    continue;
                }
                let opened = match class {
                    CueClass::AccordingTo => self.according_to(at, end, value, segment, first),
                    CueClass::Hearsay => self.hearsay(at, end, value, segment),
                    CueClass::ClaimNoun => self.claim_noun(at, end, value, segment),
                    _ => self.verb(class, at, end, value, segment, sentence, first),
                };
                if opened {
                    // "according to U.N. estimates": the words that name a source open no claim of their own.
                    let named = self.frames.last().map_or(end, |frame| frame.naming.end);
                    next = if class == CueClass::AccordingTo { named.clamp(end, segment.end) } else { end };
                    break;
                }
            }
            at = next;
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one for each field of a frame")]
    pub(super) fn push(
        &mut self,
        act: Act,
        source: Option<Source<'a>>,
        stance: Stance,
        scope: Range<usize>,
        at: usize,
        rule: &'static str,
        naming: Range<usize>,
    ) {
        if let Some(source) = source.as_ref().filter(|_| act != Act::Hearsay) {
            self.speakers.heard(self.context.reading.sentence_of(at), source);
        }
        let on = self.day_near(at);
        self.frames.push(Frame { act, source, stance, scope, at, rule, on, naming });
    }

    /// The day right beside a reporting verb: `said on Sunday`, `on Sunday (Mizan 20) said`.
    fn day_near(&self, at: usize) -> Option<Date> {
        let sentence = self.context.sentence(at);
        (at + 1..sentence.end.min(at + 5)).chain((sentence.start.max(at.saturating_sub(3))..at).rev()).find_map(
            |near| {
                let time = self.context.time(near)?;
                if time.granularity == Granularity::Day { time.from } else { None }
            },
        )
    }

    /// `..., and we have seen no more than 31`: outside quotations "we" is the author.
    fn authors(&self, at: usize, segment: &Range<usize>) -> bool {
        let context = self.context;
        let opens = at == segment.start
            || context.is_comma(at - 1)
            || context.value(at - 1, CueClass::Conjunction) == Some("coordinating");
        let turn = self.turns.get(self.turns.partition_point(|turn| turn.end <= at));
        opens && self.quotes.holding(at).is_none() && turn.is_none_or(|turn| !turn.contains(&at))
    }

    /// `relatives speak of 400 dead, the UN of up to 200`: a source without its verb takes the one before.
    fn gapped(&mut self, at: usize, end: usize, segment: &Range<usize>, first: usize) {
        let context = self.context;
        if context.actor(at).is_none_or(|actor| actor.tokens.start as usize != at) {
            return;
        }
        let number = if context.is(end, "of") || context.is(end, "at") { end + 1 } else { end };
        let number = number + usize::from(context.is_quote(number));
        let mut before = at;
        while before > segment.start
            && (context.has(before - 1, CueClass::Article)
                || context.value(before - 1, CueClass::Conjunction) == Some("coordinating"))
        {
            before -= 1;
        }
        let parted = before == segment.start || context.is_comma(before - 1);
        let counts = context.quantity(number).is_some()
            && context.reading.sentence_of(number) == context.reading.sentence_of(at);
        if !parted || !counts || segment.end <= number {
            return;
        }
        let Some(spoke) = self.frames.get(first..).and_then(<[Frame<'_>]>::last) else { return };
        let forward = spoke.act == Act::Claim && spoke.source.is_some() && spoke.scope.start > spoke.at;
        let Some(mention) = context.actor(at).filter(|_| forward) else { return };
        let (stance, source) = (spoke.stance, claimant::source_of(mention, context));
        self.push(Act::Claim, Some(source), stance, number..segment.end, at, "figures/claim-gapped", at..end);
    }

    /// `In total 12,000 have fled (IOM, March 2021).`: a source and its date in brackets that close the sentence.
    fn bracketed(&mut self, sentence: &Range<usize>) {
        let context = self.context;
        let Some(close) = sentence.clone().rev().take(2).find(|&at| context.word(at) == ")") else { return };
        let floor = sentence.start.max(close.saturating_sub(BRACKET));
        let Some(open) = (floor..close).rev().find(|&at| context.word(at) == "(") else { return };
        let name = open + 1..close;
        let dated = name.clone().any(|at| context.time(at).is_some());
        let mention = name.clone().find_map(|at| context.actor(at)).filter(|actor| actor.form != ActorForm::Person);
        let first = context.word(open + 1);
        let acronym = first.len() > 2 && first.chars().all(char::is_uppercase) && context.time(open + 1).is_none();
        let leads = |mention: &&ActorMention<'a>| mention.tokens.start as usize == open + 1;
        let source = match mention.filter(leads) {
            Some(mention) => Some(claimant::source_of(mention, context)),
            None if acronym => slugged(context, open + 1..open + 2),
            None => None,
        };
        let Some(source) = source.filter(|_| dated) else { return };
        let scope = sentence.start..open;
        self.push(Act::Claim, Some(source), Stance::Claimed, scope, open, "figures/claim-bracketed", name);
    }

    /// `The army listed its losses:` with items below: the claim holds for all of them.
    fn listed(&mut self, index: usize, sentence: &Range<usize>, first: usize) {
        let context = self.context;
        if context.word(sentence.end - 1) != ":" {
            return;
        }
        let reading = context.reading;
        let items = reading.document.sentences.get(index + 1..).unwrap_or_default();
        let items = items.iter().take(ITEMS).take_while(|item| item.kind == SentenceKind::List);
        let Some(end) = items.last().map(|item| item.tokens.indices().end) else { return };
        let frame = self
            .frames
            .get(first..)
            .and_then(|frames| frames.iter().rev().find(|frame| frame.act == Act::Claim && frame.source.is_some()));
        let Some(frame) = frame.cloned() else { return };
        self.frames.push(Frame { scope: sentence.end..end, rule: "figures/claim-listed", ..frame });
    }

    fn hearsay(&mut self, at: usize, end: usize, value: &str, segment: &Range<usize>) -> bool {
        let stance = Stance::from_name(value).unwrap_or(Stance::Claimed);
        let context = self.context;
        if value == ATTRIBUTE && context.quantity(end).is_none() {
            // "three alleged fighters", "with alleged ties": the noun is in doubt, the number is not.
            let close = (end..segment.end).find(|&at| ends_noun_phrase(context, at)).unwrap_or(segment.end);
            self.push(Act::Hearsay, None, stance, at..close, at, "figures/claim-hearsay", at..at);
            return true;
        }
        let close = (end..segment.end)
            .find(|&at| context.is_comma(at) || context.value(at, CueClass::Conjunction) == Some("clause"))
            .unwrap_or(segment.end);
        let opens = context.quantity(end).is_some() || context.has(at, CueClass::Article);
        let start = if opens || stance == Stance::Estimated { at } else { self.context_start(at, segment) };
        // "46 people are thought to have died": the number stands before the verb.
        let before = context.has(at, CueClass::Auxiliary) || context.feared(at).is_some();
        let start = if before { self.context_start(at, segment) } else { start };
        self.push(Act::Hearsay, None, stance, start..close, at, "figures/claim-hearsay", at..at);
        true
    }

    /// True for a word of hearsay that is a verb with its source: `estimated by officials`, `have
    /// estimated that`.
    fn states(&self, at: usize, end: usize) -> bool {
        let context = self.context;
        let before = at.checked_sub(1);
        let active = before.and_then(|before| context.value(before, CueClass::Auxiliary)) == Some("have");
        let named = before.is_some_and(|before| {
            context.actor(before).is_some_and(|actor| actor.tokens.end as usize == at)
                || context.cue_before(at, CueClass::SourceNoun).is_some()
                || context.cue_before(at, CueClass::OfficialSource).is_some()
        });
        let verb = context.has(at, CueClass::SayVerb) && context.feared(at).is_none();
        verb && (context.is(end, "by") || context.is(end, "that") || active || named)
    }

    fn context_start(&self, at: usize, segment: &Range<usize>) -> usize {
        (segment.start..at).rev().find(|&before| self.context.is_comma(before)).unwrap_or(segment.start)
    }

    /// `the claim by the army that ...`, `X's estimate is ...`, `a Pakistani assertion that ...`.
    fn claim_noun(&mut self, at: usize, end: usize, value: &str, segment: &Range<usize>) -> bool {
        let context = self.context;
        let stance = Stance::from_name(value).unwrap_or(Stance::Claimed);
        if context.is(end, "by") || context.is(end, "from") {
            let close = source_end(context, end + 1, segment.end);
            if context.word(end + 1).ends_with("ing") && context.actor(end + 1).is_none() {
                // "an accurate toll by speaking with relatives"
                return false;
            }
            let mut head = end + 1..claimant::head_end(context, &(end + 1..close));
            if context.is(end, "from") && head.any(|at| context.has(at, CueClass::EventNoun)) {
                // "the toll from Israeli air strikes": a cause, no source.
                return false;
            }
            let Some(source) = claimant::named(context, &(end + 1..close), &self.speakers) else { return false };
            self.push(Act::Claim, Some(source), stance, close..segment.end, at, "figures/claim-noun", end + 1..close);
            return true;
        }
        let content = context.is(end, "that")
            || context.is(end, "of")
            || context.word(end) == ":"
            || context.has(end, CueClass::Auxiliary);
        let stands = context.is(end + 1, "at") || context.is(end + 1, "to");
        if !content && !stands {
            return self.by_estimate(at, stance, segment);
        }
        if context.is(end, "of") && self.claim_of(at, end, stance, segment) {
            return true;
        }
        let mut before = at;
        while before > segment.start && context.is_possessive(before - 1) {
            before -= 1;
        }
        let owner = before.checked_sub(1).filter(|&owner| owner >= segment.start);
        let source = owner.and_then(|owner| {
            let mention = context.actor(owner).or_else(|| context.actor(at));
            let possessor = || {
                let floor = claimant::clause_start(context, segment.start, owner);
                if before < at { claimant::named(context, &(floor..owner + 1), &self.speakers) } else { None }
            };
            mention
                .map(|mention| claimant::source_of(mention, context))
                .or_else(possessor)
                .or_else(|| self.of_nation(owner))
                .or_else(|| {
                    let own = context.value(owner, CueClass::Pronoun) == Some("possessive");
                    if own { self.speakers.last() } else { None }
                })
        });
        let Some(source) = source else { return false };
        self.push(Act::Claim, Some(source), stance, end..segment.end, at, "figures/claim-noun", before..at);
        true
    }

    /// `the claim of the Pakistani side that ...`
    fn claim_of(&mut self, at: usize, end: usize, stance: Stance, segment: &Range<usize>) -> bool {
        let context = self.context;
        let reach = segment.end.min(end + 10);
        let Some(that) = (end..reach).find(|&at| context.is(at, "that")) else { return false };
        let region = end + 1..that;
        if region.clone().any(|at| context.quantity(at).is_some() || context.is_comma(at)) {
            return false;
        }
        let actor = region.clone().find_map(|at| context.actor(at));
        let source = actor.map(|actor| claimant::source_of(actor, context));
        let Some(source) = source.or_else(|| region.clone().find_map(|at| self.of_nation(at))) else { return false };
        self.push(Act::Claim, Some(source), stance, that + 1..segment.end, at, "figures/claim-noun", region);
        true
    }

    /// `..., by the chamber's estimate`: the claim looks back.
    fn by_estimate(&mut self, at: usize, stance: Stance, segment: &Range<usize>) -> bool {
        let context = self.context;
        let mut owner = at;
        while owner > segment.start && owner + 2 > at && !context.is_possessive(owner - 1) {
            owner -= 1;
        }
        if owner <= segment.start || !context.is_possessive(owner - 1) {
            let by = (segment.start..at).rev().take(4).find(|&by| context.is(by, "by"));
            if stance == Stance::Estimated && by.is_some() {
                // "By a provincial estimate, 15,000": nobody is named.
                self.push(Act::Hearsay, None, stance, segment.clone(), at, "figures/claim-hearsay", at..at);
                return true;
            }
            return false;
        }
        let Some(by) = (segment.start..at).rev().take(8).find(|&by| context.is(by, "by")) else { return false };
        let region = by + 1..owner - 1;
        if region.is_empty() || region.clone().any(|at| context.is_comma(at)) {
            return false;
        }
        let Some(source) = claimant::named(context, &region, &self.speakers) else { return false };
        let opens = (segment.start..by).all(|at| !context.is_word(at));
        // "blamed for a raid that killed 17 by the army's count": the count is of that clause.
        let clause = (segment.start..by).rev().find(|&at| context.value(at, CueClass::Conjunction) == Some("clause"));
        let scope = if opens { at + 1..segment.end } else { clause.map_or(segment.start, |at| at + 1)..by };
        self.push(Act::Claim, Some(source), stance, scope, at, "figures/claim-noun", region);
        true
    }

    /// `a Pakistani assertion`: the nationality stands for the government.
    fn of_nation(&self, at: usize) -> Option<Source<'a>> {
        let country = self.context.demonym(at)?;
        let id = self.context.government(country)?;
        Some(Source {
            claimant: crate::extraction::Claimant { id: id.into(), text: self.context.word(at).into() },
            person: false,
            state: true,
            generic: false,
            phrase: at..at + 1,
            kind: None,
        })
    }
}

/// The end of the name of a source that begins at `start`: a mark, a verb, a number.
pub(super) fn source_end(context: &Context<'_, '_, '_>, start: usize, limit: usize) -> usize {
    let mut at = start;
    while at < limit {
        if let Some(actor) = context.actor(at) {
            at = (actor.tokens.end as usize).max(at + 1);
            continue;
        }
        if context.word(at) == "(" && at + 2 < limit && context.word(at + 2) == ")" {
            // "the Ministry of Health (MoH) in Gaza"
            at += 3;
            continue;
        }
        let slash = context.word(at) == "/" && context.reading.glued(at) && context.reading.glued(at + 1);
        let stops = context.is_punctuation(at) && !slash && !context.is_hyphen(at) && context.word(at) != "."
            || context.quantity(at).is_some()
            || context.has(at, CueClass::Auxiliary)
            || context.has(at, CueClass::Relative)
            || context.value(at, CueClass::Conjunction) == Some("clause");
        if stops || (context.word(at) == "." && at + 1 == limit) {
            return at;
        }
        at += 1;
    }
    limit
}

/// True for a token that no noun phrase goes on over: a mark, a preposition, a verb.
fn ends_noun_phrase(context: &Context<'_, '_, '_>, at: usize) -> bool {
    const ENDS: CueSet =
        CueSet::of(&[CueClass::Preposition, CueClass::Conjunction, CueClass::Auxiliary, CueClass::Relative]);
    context.is_punctuation(at) && !context.is_hyphen(at) || context.has_any(at, ENDS)
}

pub(super) fn opens_quote(context: &Context<'_, '_, '_>, at: usize) -> bool {
    matches!(context.word(at), "“" | "«" | "„") || (context.word(at) == "\"" && context.reading.glued(at + 1))
}

/// The parts of a sentence between semicolons.
fn segments(context: &Context<'_, '_, '_>, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = sentence.start;
    for at in sentence.clone() {
        if context.word(at) == ";" {
            parts.push(start..at);
            start = at + 1;
        }
    }
    parts.push(start..sentence.end);
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use crossread_lexicon::{Lexicon, PackFile, PackRows};
    use crossread_text::Document;

    #[test]
    fn a_phrase_of_a_pack_that_holds_a_semicolon_opens_nothing() {
        let text = "phrase,class,value\nas told; by,according-to,claimed\nsaid; later,say-verb,\n";
        let mut rows = PackRows::built_in();
        rows.add_files("ours", &[PackFile { name: "cues/claims.csv", text }]);
        let lexicon = Lexicon::compile(&rows, None).unwrap();
        for report in ["Nine died, as told; by the army.", "The army said; later nine died."] {
            let document = Document::from_text("t", report);
            let read = crate::extract(&document, &lexicon);
            assert_eq!(read.figures.len(), 1, "{report}");
        }
    }
}
