//! The party said to have done it.

use std::ops::Range;

use crossread_lexicon::CueClass;

use super::phrase::{self, Doer};
use crate::extraction::Measure;
use crate::figures::context::Context;
use crate::figures::drafts::Draft;
use crate::figures::measure::Form;
use crate::figures::subject::Kind;

/// No agent is looked for farther behind the verb.
const REACH: usize = 16;

pub(super) fn of<'a>(context: &Context<'_, '_, 'a>, draft: &Draft) -> Option<Doer<'a>> {
    if let Kind::Event(measure) = draft.kind {
        let violent = matches!(measure, Measure::Attacks | Measure::Strikes);
        return if violent { of_events(context, draft) } else { None };
    }
    let trigger = draft.trigger?;
    if !draft.measure.befalls() {
        return None;
    }
    if trigger.form == Form::Object {
        let suffers = context.has(trigger.at, CueClass::SufferVerb);
        return if suffers { None } else { Some(phrase::before_verb(context, trigger.at)) };
    }
    let start = trigger.end.max(draft.end);
    behind(context, &(start..context.sentence(start.saturating_sub(1)).end.min(start + REACH)))
}

/// `killed by ...`, `killed in Israeli strikes`, `killed when the army shelled ...`.
fn behind<'a>(context: &Context<'_, '_, 'a>, range: &Range<usize>) -> Option<Doer<'a>> {
    let party = |tokens: &Range<usize>| phrase::party(context, tokens).map(Doer::Party);
    let mut at = range.start;
    while at < range.end {
        if let Some(end) = end_of_name(context, at) {
            at = end;
            continue;
        }
        if context.is(at, "by") {
            return party(&phrase::noun_phrase(context, at + 1, range.end));
        }
        let stops = matches!(context.word(at), ";" | ":" | "." | "(")
            || context.counts(at)
            || context.has(at, CueClass::MeasureVerb)
            || context.has(at, CueClass::SayVerb)
            || context.has(at, CueClass::Relative)
            || context.has(at, CueClass::AccordingTo);
        if context.value(at, CueClass::Conjunction) == Some("clause") {
            // "when Hamas attacked a camp"
            let tokens = phrase::noun_phrase(context, at + 1, range.end);
            let passive = context.value(tokens.end, CueClass::Auxiliary) == Some("be");
            return if passive { None } else { opening(context, &tokens) };
        }
        if stops {
            return None;
        }
        if context.has(at, CueClass::Preposition) {
            let tokens = phrase::noun_phrase(context, at + 1, range.end);
            let attack = tokens.clone().any(|at| {
                matches!(context.value(at, CueClass::EventNoun), Some("attacks" | "strikes"))
                    || context.has(at, CueClass::Weapon)
            });
            if attack && let Some(doer) = party(&tokens) {
                return Some(doer);
            }
            let by = context.is(tokens.end, "by");
            if attack && !by {
                return None;
            }
            at = tokens.end.max(at + 1);
            continue;
        }
        at += 1;
    }
    None
}

fn opening<'a>(context: &Context<'_, '_, 'a>, tokens: &Range<usize>) -> Option<Doer<'a>> {
    phrase::opening(context, tokens).map(Doer::Party)
}

fn end_of_name(context: &Context<'_, '_, '_>, at: usize) -> Option<usize> {
    let end = context.place(at).map(|place| place.tokens.end).or_else(|| Some(context.time(at)?.tokens.end))?;
    Some((end as usize).max(at + 1))
}

/// `54 Taliban attacks`, `54 attacks by the front`, `the front carried out 54 attacks`.
fn of_events<'a>(context: &Context<'_, '_, 'a>, draft: &Draft) -> Option<Doer<'a>> {
    if let Some(id) = draft.subject.as_ref().and_then(|tokens| phrase::party(context, tokens)) {
        return Some(Doer::Party(id));
    }
    let start = draft.tokens.start;
    let sentence = context.sentence(start);
    let by = (draft.end..sentence.end.min(draft.end + 8))
        .take_while(|&at| !context.is_punctuation(at) || context.is_hyphen(at))
        .find(|&at| context.is(at, "by"));
    // "recorded by OCHA": who counted them did not make them.
    if by.is_some_and(|by| context.has(by - 1, CueClass::SayVerb) || context.has(by - 1, CueClass::CountVerb)) {
        return None;
    }
    if let Some(by) = by {
        return phrase::party(context, &phrase::noun_phrase(context, by + 1, sentence.end)).map(Doer::Party);
    }
    let verb = context.cue_before(start, CueClass::PerformVerb)?.tokens.start as usize;
    sentence.contains(&verb).then(|| phrase::before_verb(context, verb))
}
