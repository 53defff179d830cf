//! What the rules of names share about one document.

use crossread_lexicon::{Actor, ActorType, Lexicon};

use crate::actors::states;
use crate::extraction::TimeMention;
use crate::names::found::Party;
use crate::names::introductions::Introductions;
use crate::names::survey::Survey;
use crate::reading::Reading;

/// The text, what it is about, and the short names it introduces.
#[derive(Debug)]
pub(crate) struct Context<'c, 'r, 'a> {
    pub(crate) reading: Reading<'r, 'a>,
    pub(crate) survey: &'c Survey<'a>,
    pub(crate) introductions: &'c Introductions<'a>,
    pub(crate) times: &'c [TimeMention<'a>],
}

impl<'a> Context<'_, '_, 'a> {
    /// The lexicon in force.
    pub(crate) fn lexicon(&self) -> &'a Lexicon {
        self.reading.lexicon()
    }

    /// The party of a lexicon row on the day of the document: a state is the government it had then.
    pub(crate) fn current(&self, actor: &'a Actor) -> Party<'a> {
        if actor.kind == ActorType::State {
            let government =
                actor.country.as_deref().and_then(|code| states::government(self.lexicon(), self.survey, code));
            if let Some(government) = government {
                return government;
            }
        }
        Party::listed(actor)
    }

    /// True when the capitals of the sentence that holds token `at` tell nothing.
    pub(crate) fn is_shouting(&self, at: usize) -> bool {
        self.survey.is_shouting(self.reading.sentence_of(at))
    }
}
