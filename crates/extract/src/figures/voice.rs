//! Articles that hand on a report: once a report and its publisher are introduced and the text comes back to it,
//! its figures are the publisher's, sentence after sentence, wherever nobody else speaks.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass};
use crossread_text::SentenceKind;

use super::attribution::{Act, Frame};
use super::claimant::{self, Source};
use super::frames::Reader;
use crate::extraction::{ActorForm, ActorMention, Stance};

/// The value of a noun of claiming for a document of its own: a report, a study.
const DOCUMENT: &str = "document";
/// So many sentences name the report before the text is about it, one less when the lead does.
const MENTIONS: usize = 3;
/// The lead ends with this sentence, the headline being the first.
const LEAD: usize = 1;
/// A text has one speaker when they speak in so many sentences.
const TURNS: usize = 3;
/// A text has one speaker when at least this share of its sentences of claims are theirs.
const SHARE: (usize, usize) = (2, 3);
/// The report is introduced within so many sentences.
const OPENING: usize = 8;
/// Between a report and "by" its publisher, and between "by" and the publisher's name, stand at most so many tokens.
const REACH: usize = 8;
/// A name opens a sentence within so many tokens.
const OPENS: usize = 3;
/// Between a publisher and its report stand at most so many adjectives.
const ADJECTIVES: usize = 3;

impl<'a> Reader<'_, '_, '_, 'a> {
    /// Opens the claims of a report, or of the one source, that the whole text hands on.
    pub(super) fn reported(&mut self) {
        let sentences = &self.context.reading.document.sentences;
        let issuer = self.issuer();
        let told_of = issuer.is_none();
        let found = issuer.map(|issuer| (issuer, 0..sentences.len())).or_else(|| self.only_speaker());
        let Some((source, reach)) = found else { return };
        self.own_documents(&source);
        let others = self.blocks_of_others(&source);
        for sentence in sentences.get(reach).unwrap_or_default() {
            if sentence.kind != SentenceKind::Body || others.contains(&sentence.block) {
                continue;
            }
            let scope = sentence.tokens.indices();
            // "The M23 captured Goma.": a party that opens a sentence is told of, and does not tell it.
            if told_of && scope.clone().take(OPENS).any(|at| self.is_party(at, &source)) {
                continue;
            }
            let at = scope.start;
            self.frames.push(Frame {
                act: Act::Claim,
                source: Some(source.clone()),
                stance: Stance::Claimed,
                scope,
                at,
                rule: "figures/claim-report",
                on: None,
                naming: at..at,
            });
        }
    }

    /// True for a token of the name of `source`, if that is a party to a conflict.
    fn is_party(&self, at: usize, source: &Source<'a>) -> bool {
        let armed = |kind| matches!(kind, ActorType::ArmedGroup | ActorType::SecurityForce);
        let named = |actor: &ActorMention<'_>| actor.id == source.claimant.id && armed(actor.kind);
        self.context.actor(at).is_some_and(named)
    }

    /// The publisher of the report that the text is about.
    fn issuer(&self) -> Option<Source<'a>> {
        let context = self.context;
        let documents: Vec<usize> = (0..context.reading.len()).filter(|&at| self.is_document(at)).collect();
        let definite = documents.iter().filter(|&&at| self.is_definite(at) || self.is_source(at));
        let told: BTreeSet<usize> = definite.map(|&at| context.reading.sentence_of(at)).collect();
        let opening = |at: &&usize| context.reading.sentence_of(**at) < OPENING;
        let mut introduced = documents.iter().take_while(opening);
        let lead = told.first().is_some_and(|&first| first <= LEAD);
        let topic = told.len() >= MENTIONS || lead && told.len() + 1 >= MENTIONS;
        if topic { introduced.find_map(|&at| self.publisher(at)) } else { None }
    }

    /// The source whose words a text brings from one sentence to the next with hardly another one between, and
    /// the sentences from its first to its last claim.
    fn only_speaker(&self) -> Option<(Source<'a>, Range<usize>)> {
        let reading = self.context.reading;
        let mut spoken: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let mut all = BTreeSet::new();
        for frame in self.frames.iter().filter(|frame| frame.act == Act::Claim) {
            let Some(source) = &frame.source else { continue };
            let sentence = reading.sentence_of(frame.at);
            all.insert(sentence);
            spoken.entry(source.claimant.id.as_ref()).or_default().insert(sentence);
        }
        let (id, told) = spoken.into_iter().max_by_key(|(_, told)| told.len())?;
        if told.len() < TURNS || told.len() * SHARE.1 < all.len() * SHARE.0 {
            return None;
        }
        let reach = *told.first()?..*told.last()? + 1;
        let source =
            self.frames.iter().filter_map(|frame| frame.source.as_ref()).find(|source| source.claimant.id == id)?;
        Some((source.clone(), reach))
    }

    /// "The reply said": claims of a document that names nobody are its publisher's.
    fn own_documents(&mut self, issuer: &Source<'a>) {
        let context = self.context;
        let document = |source: &Source<'a>| {
            source.generic
                && source.kind.is_none()
                && context
                    .cue_before(source.phrase.end, CueClass::ClaimNoun)
                    .is_some_and(|hit| hit.cue.value == DOCUMENT)
        };
        for frame in &mut self.frames {
            if frame.source.as_ref().is_some_and(document) {
                frame.source = Some(issuer.clone());
            }
        }
    }

    /// True for a noun for a document: `report` in "the report", no verb.
    fn is_document(&self, at: usize) -> bool {
        let context = self.context;
        context.value(at, CueClass::ClaimNoun) == Some(DOCUMENT) && context.actor(at).is_none()
    }

    /// True for a document that speaks: `a study found`, `according to a report`.
    fn is_source(&self, at: usize) -> bool {
        let context = self.context;
        let verb = (at + 1..at + 4)
            .find(|&at| !context.has(at, CueClass::Auxiliary) && !context.has(at, CueClass::Adverb))
            .filter(|&at| context.has(at, CueClass::SayVerb) || context.has(at, CueClass::CountVerb));
        let floor = context.sentence(at).start.max(at.saturating_sub(ADJECTIVES));
        verb.is_some() || (floor..=at).any(|at| context.cue_before(at, CueClass::AccordingTo).is_some())
    }

    /// True for "the report", "the UN report", "its annual report".
    fn is_definite(&self, at: usize) -> bool {
        let context = self.context;
        let sentence = context.sentence(at);
        (sentence.start.max(at.saturating_sub(ADJECTIVES))..at).any(|at| {
            context.is(at, "the")
                || context.is_possessive(at)
                || context.value(at, CueClass::Pronoun) == Some("possessive")
        }) || self.owner(at).is_some_and(publishes)
    }

    /// Whose name stands before the document at `at`: `OCHA's weekly report`, `a PIPS (P) annual security review`.
    fn owner(&self, at: usize) -> Option<&'_ ActorMention<'a>> {
        let context = self.context;
        let floor = context.sentence(at).start.max(at.saturating_sub(ADJECTIVES + 2));
        let part = |at: usize| {
            let bracket = context.is(at, ")");
            !context.is_punctuation(at) && !context.has(at, CueClass::Preposition) || bracket
        };
        let mut before = (floor..at).rev().take_while(|&at| part(at) || context.actor(at).is_some());
        before.find_map(|at| context.actor(at))
    }

    /// Who published the document at `at`: `PIPS's annual report`, `a report released by the UN`.
    fn publisher(&self, at: usize) -> Option<Source<'a>> {
        let context = self.context;
        let sentence = context.sentence(at);
        let owner = self.owner(at);
        let after = if context.is_comma(at + 1) { at + 2 } else { at + 1 };
        let by = (after..sentence.end.min(at + REACH))
            .take_while(|&at| !context.is_comma(at))
            .find(|&at| context.is(at, "by") || context.is(at, "from"));
        let author = by.and_then(|by| {
            let reach = by + 1..sentence.end.min(by + 1 + REACH);
            self.publishers(reach)
        });
        let found = author.or_else(|| owner.filter(|actor| publishes(actor)));
        let body = found.map(|actor| claimant::source_of(actor, context));
        body.or_else(|| self.replies(at))
    }

    /// Who speaks in the sentence of an indefinite document: `In a written reply, the ministry said`.
    fn replies(&self, at: usize) -> Option<Source<'a>> {
        let context = self.context;
        let sentence = context.sentence(at);
        let speaks = |frame: &&Frame<'a>| frame.act == Act::Claim && sentence.contains(&frame.at);
        let spoken = self.frames.iter().filter(speaks).filter_map(|frame| frame.source.as_ref());
        let mut named = spoken.filter(|source| source.kind.is_some());
        named.next().filter(|_| !self.is_definite(at)).cloned()
    }

    /// The first body named in `range` before a comma.
    fn publishers(&self, range: Range<usize>) -> Option<&'_ ActorMention<'a>> {
        let context = self.context;
        range.take_while(|&at| !context.is_comma(at)).filter_map(|at| context.actor(at)).find(|actor| publishes(actor))
    }

    /// The paragraphs in which somebody else than `issuer` claims or denies something.
    fn blocks_of_others(&self, issuer: &Source<'a>) -> BTreeSet<u32> {
        let reading = self.context.reading;
        let speaks = |frame: &&Frame<'a>| {
            let other = frame.source.as_ref().is_some_and(|source| source.claimant.id != issuer.claimant.id);
            other && frame.act != Act::Hearsay
        };
        let spoken = self.frames.iter().filter(speaks);
        spoken
            .filter_map(|frame| reading.sentence(reading.sentence_of(frame.at)).map(|sentence| sentence.block))
            .collect()
    }
}

/// True for a body that publishes reports.
fn publishes(actor: &ActorMention<'_>) -> bool {
    actor.kind.publishes() && actor.form == ActorForm::Name
}

#[cfg(test)]
mod tests {
    use crate::check::check_claims;

    #[test]
    fn a_release_about_a_publishers_own_review_is_the_publishers() {
        check_claims(
            "Violence fell in Mali in May: ACLED monthly review\n\nSome 40 raids killed 90 people. The ACLED monthly security \
             review of Mali tells so.\n\nOn the whole 12 attacks hit Gao.",
            &["Some 40 says acled claimed", "90 says acled claimed", "12 says acled claimed"],
        );
        check_claims(
            "Peace in Gao\n\nSome 40 raids killed 90 people. Nobody has seen a review of them.",
            &["Some 40 says - asserted", "90 says - asserted"],
        );
    }
}
