//! Interviews without labels: questions that are paragraphs of their own, and one person who answers them all.

use std::ops::Range;

use crossread_lexicon::CueClass;
use crossread_text::SentenceKind;

use super::attribution::Act;
use super::claimant;
use super::frames::Reader;
use crate::extraction::{ActorForm, Stance};

/// So many paragraphs ask before the text is an interview.
const QUESTIONS: usize = 2;
/// Who answers is among so many parties named before the first question.
const INTRODUCED: usize = 60;

impl Reader<'_, '_, '_, '_> {
    /// Gives the answers of an interview without labels to the person whom its introduction names last.
    pub(super) fn unlabelled_interview(&mut self) {
        let context = self.context;
        let paragraphs = self.paragraphs();
        let asks = |paragraph: &Range<usize>| context.word(paragraph.end - 1) == "?";
        let Some(first) = paragraphs.iter().position(asks) else { return };
        let answers: Vec<&Range<usize>> = paragraphs[first..].iter().filter(|paragraph| !asks(paragraph)).collect();
        let questions = paragraphs[first..].iter().filter(|paragraph| asks(paragraph)).count();
        let own = |paragraph: &&Range<usize>| {
            (*paragraph)
                .clone()
                .any(|at| context.value(at, CueClass::Pronoun) == Some("speaker") && self.quotes.holding(at).is_none())
        };
        let spoken = answers.iter().copied().filter(own).count();
        if questions < QUESTIONS || spoken < QUESTIONS || questions * 3 < answers.len() {
            return;
        }
        let opening = paragraphs[first].start;
        let next = context.actors.partition_point(|actor| (actor.tokens.start as usize) < opening);
        let before = context.actors.get(next.saturating_sub(INTRODUCED)..next).unwrap_or_default();
        let Some(person) = before.iter().rev().find(|actor| actor.form == ActorForm::Person) else { return };
        let source = claimant::source_of(person, context);
        let scopes: Vec<Range<usize>> = answers.into_iter().cloned().collect();
        for scope in scopes {
            let at = scope.start;
            self.turns.push(scope.clone());
            self.push(Act::Claim, Some(source.clone()), Stance::Claimed, scope, at, "figures/claim-turn", at..at);
        }
        self.speakers = super::speakers::Speakers::default();
    }

    /// The tokens of the paragraphs of running text.
    fn paragraphs(&self) -> Vec<Range<usize>> {
        let mut paragraphs: Vec<(u32, Range<usize>)> = Vec::new();
        for sentence in &self.context.reading.document.sentences {
            let tokens = sentence.tokens.indices();
            match paragraphs.last_mut() {
                Some((block, paragraph)) if *block == sentence.block => paragraph.end = tokens.end,
                _ if matches!(sentence.kind, SentenceKind::Body | SentenceKind::Heading | SentenceKind::Quote) => {
                    paragraphs.push((sentence.block, tokens));
                }
                _ => {}
            }
        }
        paragraphs.into_iter().map(|(_, tokens)| tokens).collect()
    }
}
