//! Claimant, stance, denier and verification of a figure.

use std::borrow::Cow;

use crossread_lexicon::CueClass;
use jiff::civil::Date;

use super::attribution::{Frame, Frames, Verdict};
use super::context::Context;
use super::drafts::Draft;
use crate::extraction::{Claimant, Figure, Measure, Quantity, Stance, Verification};

/// Who says a figure, and how.
pub(super) struct Claim<'a> {
    pub(super) claimant: Option<Claimant<'a>>,
    pub(super) stance: Stance,
    pub(super) denier: Option<Cow<'a, str>>,
    pub(super) on: Option<Date>,
}

/// Reads claimant and stance from the frames over a draft.
pub(super) fn of<'a>(
    context: &Context<'_, '_, 'a>,
    frames: &Frames<'a>,
    draft: &Draft,
    verdict: &Verdict<'_, 'a>,
    quantity: Option<&Quantity<'a>>,
) -> Claim<'a> {
    let mut claim = Claim { claimant: None, stance: Stance::Asserted, denier: None, on: None };
    if incidental(context, draft, verdict) {
        return claim;
    }
    let outlet = context.reading.document.document.source.as_deref();
    let author = |frame: &&Frame<'a>| {
        let text = frame.source.as_ref().map(|source| source.claimant.text.as_ref());
        text.is_some() && text == outlet
    };
    if let Some(frame) = verdict.claim.filter(|frame| !author(frame)) {
        claim.claimant = frame.source.as_ref().map(|source| source.claimant.clone());
        claim.stance = frame.stance;
        claim.on = frame.on;
    }
    let estimated = quantity.is_some()
        && draft
            .tokens
            .clone()
            .chain(draft.tokens.start.checked_sub(1))
            .any(|at| context.value(at, CueClass::Hearsay) == Some("estimated"));
    match verdict.hearsay {
        Some(frame) if frame.stance == Stance::Estimated => claim.stance = Stance::Estimated,
        Some(frame) if claim.stance == Stance::Asserted => claim.stance = frame.stance,
        _ if estimated => claim.stance = Stance::Estimated,
        _ => {}
    }
    if let Some(denial) = verdict.denial {
        let inner = verdict.claim.filter(|claim| claim.at > denial.at);
        if inner.is_none_or(|inner| inner.rule == "figures/claim-noun" || inner.at < denial.scope.start) {
            claim.stance = Stance::Denied;
            claim.denier = denial.source.as_ref().map(|source| source.claimant.id.clone());
            if inner.is_none() {
                claim.claimant = None;
                claim.on = None;
            }
        }
    }
    let sentence = context.reading.sentence_of(draft.tokens.start);
    if claim.denier.is_none()
        && let Some(denial) = frames.denials_in(sentence).find(|denial| {
            denial.at > draft.tokens.start && context.value(denial.scope.start, CueClass::Pronoun).is_some()
                || denial.at > draft.tokens.start
                    && context.value(denial.scope.start, CueClass::Article) == Some("demonstrative")
        })
    {
        claim.denier = denial.source.as_ref().map(|source| source.claimant.id.clone());
    }
    claim
}

/// True for a duration or distance that only sets the scene of what is claimed: `a shell landed
/// about 300 metres from a mosque`. One that the source itself states keeps its claimant.
fn incidental(context: &Context<'_, '_, '_>, draft: &Draft, verdict: &Verdict<'_, '_>) -> bool {
    let start = draft.tokens.start;
    let stated = |frame: &&Frame<'_>| {
        frame.scope.start <= start && (frame.scope.start..start).all(|at| context.has(at, CueClass::Article))
    };
    match draft.measure {
        Measure::Duration => verdict.claim.filter(stated).is_none(),
        Measure::Length => {
            let end = draft.tokens.end;
            let relative = context.has(end, CueClass::Preposition) || context.has(end, CueClass::Direction);
            let hyphen = draft.tokens.clone().any(|at| context.is_hyphen(at));
            (relative && !context.is(end, "in")) || hyphen
        }
        _ => false,
    }
}

/// Marks figures that the text says were checked, could not be checked, or are contested: those
/// of the same sentence, or all claims of the paragraph before it.
pub(super) fn verify(context: &Context<'_, '_, '_>, figures: &mut [Figure<'_>]) {
    for (index, sentence) in context.reading.document.sentences.iter().enumerate() {
        let Some(verification) = sentence
            .tokens
            .indices()
            .find_map(|at| context.value(at, CueClass::Verification).and_then(Verification::from_name))
        else {
            continue;
        };
        let here = u32::try_from(index).unwrap_or(u32::MAX);
        let own = figures.iter().any(|figure| figure.sentence == here);
        for figure in figures.iter_mut() {
            let same = figure.sentence == here;
            let before = !own
                && figure.sentence < here
                && figure.sentence + 2 >= here
                && verification != Verification::Verified
                && context.reading.sentence(figure.sentence as usize).is_some_and(|s| s.block == sentence.block)
                && figure.claimant.is_some();
            if same || before {
                figure.verification = Some(verification);
            }
        }
    }
}
