//! The party counted and the party said to have done it.

use std::borrow::Cow;
use std::ops::Range;

use crossread_lexicon::CueClass;

use super::context::Context;
use super::drafts::Draft;
use super::measure::Form;
use crate::extraction::{ActorForm, Claimant};

/// The parties of one figure.
#[derive(Clone, Debug, Default)]
pub(super) struct Parties<'a> {
    pub(super) subject: Option<Cow<'a, str>>,
    pub(super) agent: Option<Cow<'a, str>>,
}

/// Finds who was counted and who did it.
pub(super) fn of<'a>(context: &Context<'_, '_, 'a>, draft: &Draft, claimant: Option<&Claimant<'a>>) -> Parties<'a> {
    Parties { subject: counted(context, draft, claimant), agent: agent(context, draft, claimant) }
}

fn counted<'a>(context: &Context<'_, '_, 'a>, draft: &Draft, claimant: Option<&Claimant<'a>>) -> Option<Cow<'a, str>> {
    let mut tokens = draft.subject.clone()?;
    let named = tokens.clone().find_map(|at| context.actor(at).filter(|actor| actor.form != ActorForm::Person));
    if let Some(actor) = named {
        return Some(actor.id.clone());
    }
    let own = tokens
        .clone()
        .chain(tokens.start.checked_sub(1))
        .any(|at| context.value(at, CueClass::Pronoun) == Some("possessive"));
    if own {
        return claimant.map(|claimant| claimant.id.clone());
    }
    let country = tokens.find_map(|at| context.demonym(at))?;
    let force = draft.class == Some(crate::extraction::SubjectClass::SecurityForce);
    let military = context.reading.lexicon().countries.get(country).and_then(|row| row.military.as_deref());
    match military.filter(|_| force) {
        Some(military) => Some(Cow::Borrowed(military)),
        None if force => context.government(country).map(Cow::Borrowed),
        None => None,
    }
}

fn agent<'a>(context: &Context<'_, '_, 'a>, draft: &Draft, claimant: Option<&Claimant<'a>>) -> Option<Cow<'a, str>> {
    let trigger = draft.trigger?;
    let sentence = context.sentence(trigger.at);
    match trigger.form {
        Form::Passive => {
            let by = (trigger.end..sentence.end.min(trigger.end + 12)).find(|&at| context.is(at, "by"))?;
            let range = by + 1..sentence.end.min(by + 8);
            range.into_iter().find_map(|at| context.actor(at)).map(|actor| actor.id.clone())
        }
        Form::Object => {
            let before = sentence.start.max(trigger.at.saturating_sub(6))..trigger.at;
            doer(context, &before, claimant)
        }
        _ => None,
    }
}

/// The party right before an active verb; "it" is the one who speaks.
fn doer<'a>(
    context: &Context<'_, '_, 'a>,
    range: &Range<usize>,
    claimant: Option<&Claimant<'a>>,
) -> Option<Cow<'a, str>> {
    for at in range.clone().rev() {
        if let Some(actor) = context.actor(at) {
            return Some(actor.id.clone());
        }
        if let Some(value) = context.value(at, CueClass::Pronoun) {
            return if value == "object" { None } else { claimant.map(|claimant| claimant.id.clone()) };
        }
        if context.is_punctuation(at) || context.has(at, CueClass::Relative) || context.quantity(at).is_some() {
            return None;
        }
    }
    None
}
