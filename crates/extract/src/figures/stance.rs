//! Claimant, stance, denier and verification of a figure.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crossread_lexicon::{ActorType, CueClass};
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
        // A relief or rights body that publishes its own statement is its source all the same.
        let writes = frame.source.as_ref().is_none_or(|source| source.kind.is_none_or(|kind| kind == ActorType::Media));
        text.is_some() && text == outlet && writes
    };
    if let Some(frame) = verdict.claim.filter(|frame| !author(frame)) {
        claim.claimant = frame.source.as_ref().map(|source| source.claimant.clone());
        claim.stance = frame.stance;
        claim.on = frame.on;
    }
    hedge(context, draft, verdict, quantity.is_some(), &mut claim);
    deny(context, frames, draft, verdict, &mut claim);
    claim
}

/// Estimates and hearsay.
fn hedge(
    context: &Context<'_, '_, '_>,
    draft: &Draft,
    verdict: &Verdict<'_, '_>,
    numbered: bool,
    claim: &mut Claim<'_>,
) {
    let mut near = draft.tokens.clone().chain(draft.tokens.start.checked_sub(1));
    let estimated = numbered && near.any(|at| context.value(at, CueClass::Hearsay) == Some("estimated"));
    match verdict.hearsay {
        Some(frame) if frame.stance == Stance::Estimated => claim.stance = Stance::Estimated,
        Some(frame) if claim.stance == Stance::Asserted => claim.stance = frame.stance,
        _ if estimated => claim.stance = Stance::Estimated,
        _ => {}
    }
}

/// Who rejects the figure. A denial before it makes it a denied one; after it the claim stands.
fn deny<'a>(
    context: &Context<'_, '_, 'a>,
    frames: &Frames<'a>,
    draft: &Draft,
    verdict: &Verdict<'_, 'a>,
    claim: &mut Claim<'a>,
) {
    let start = draft.tokens.start;
    if let Some(denial) = verdict.denial {
        let denier = denial.source.as_ref().map(|source| source.claimant.id.clone());
        let inner = verdict.claim.filter(|claim| claim.at > denial.at);
        if denial.at > start {
            // "two dead, which officials deny"; a text that denies it itself names nobody.
            if denial.source.is_none() {
                claim.stance = Stance::Denied;
            }
            claim.denier = denier;
        } else if inner.is_none_or(|inner| inner.rule == "figures/claim-noun" || inner.at < denial.scope.start) {
            (claim.stance, claim.denier) = (Stance::Denied, denier);
            if inner.is_none() {
                (claim.claimant, claim.on) = (None, None);
            }
        }
    }
    if claim.denier.is_none() {
        claim.denier = denied_behind(context, frames, start, claim);
    }
    // Nobody denies what they say themselves: the denier's name was not understood.
    let own = |denier: &Cow<'a, str>| claim.claimant.as_ref().is_some_and(|claimant| claimant.id == *denier);
    if claim.stance != Stance::Denied && claim.denier.as_ref().is_some_and(own) {
        claim.denier = None;
    }
}

/// Who rejects what stands before: `the army denied this` in the same sentence, `Israel rejected the figure` in the
/// next one of the paragraph.
fn denied_behind<'a>(
    context: &Context<'_, '_, 'a>,
    frames: &Frames<'a>,
    start: usize,
    claim: &Claim<'a>,
) -> Option<Cow<'a, str>> {
    let sentence = context.reading.sentence_of(start);
    let block = |index: usize| context.reading.sentence(index).map(|sentence| sentence.block);
    let back = |denial: &&Frame<'a>| {
        let object = denial.scope.start;
        let demonstrative = context.value(object, CueClass::Article) == Some("demonstrative");
        // "Baku denied that.": no clause follows.
        let that = context.is(object, "that") && context.is_punctuation(object + 1)
            || context.is_punctuation(object) && object > 0 && context.is(object - 1, "that");
        denial.at > start && (demonstrative || that || context.value(object, CueClass::Pronoun).is_some())
    };
    let next = |denial: &&Frame<'a>| {
        let object = denial.scope.start;
        let noun = object + usize::from(context.has(object, CueClass::Article));
        let told = context.has(noun, CueClass::ClaimNoun) || denial.scope.len() <= SHORT && back(denial);
        told && denial.scope.clone().all(|at| context.quantity(at).is_none())
    };
    let here = frames.denials_in(sentence).find(back);
    let behind = || {
        let claimed = claim.claimant.is_some() && block(sentence) == block(sentence + 1);
        frames.denials_in(sentence + 1).find(next).filter(|_| claimed)
    };
    let denial = here.or_else(behind)?;
    denial.source.as_ref().map(|source| source.claimant.id.clone())
}

/// A denial of the sentence before names its object in so many tokens: `it`, `this .`
const SHORT: usize = 3;

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
            let end = behind_conversion(context, draft.tokens.end);
            let relative = context.is(end, "from") || context.has(end, CueClass::Direction);
            let hyphen = draft.tokens.clone().any(|at| context.is_hyphen(at));
            relative || hyphen
        }
        Measure::Other | Measure::Money => own_story(context, draft),
        _ => false,
    }
}

/// One past the same length in another unit: `40 km (25 miles) from`, which the number before and the one in brackets share.
fn behind_conversion(context: &Context<'_, '_, '_>, end: usize) -> usize {
    let close = match context.word(end) {
        "(" => (end + 1..end + CONVERSION).find(|&at| context.word(at) == ")"),
        ")" => Some(end),
        _ => None,
    };
    close.map_or(end, |close| close + 1)
}

/// A length in brackets takes at most so many tokens with them.
const CONVERSION: usize = 6;

/// `"I have 26 tonnes of onions," said a driver`: what people tell of themselves is no claim.
fn own_story(context: &Context<'_, '_, '_>, draft: &Draft) -> bool {
    let sentence = context.sentence(draft.tokens.start);
    (sentence.start..draft.tokens.start)
        .rev()
        .take(10)
        .any(|at| context.is(at, "i") && context.has(at, CueClass::Pronoun))
}

/// `rejected the figure of 64`: a denied figure keeps the claimant who stated it before.
pub(super) fn trace(figures: &mut [Figure<'_>]) {
    for index in 0..figures.len() {
        let (earlier, rest) = figures.split_at_mut(index);
        let Some(figure) = rest.first_mut() else { return };
        if figure.stance != Stance::Denied || figure.claimant.is_some() || figure.low.is_none() {
            continue;
        }
        let stated = earlier.iter().rev().take(TRACE).find(|other| {
            other.low == figure.low
                && other.high == figure.high
                && other.measure == figure.measure
                && other.claimant.as_ref().is_some_and(|claimant| Some(&claimant.id) != figure.denier.as_ref())
        });
        figure.claimant = stated.and_then(|other| other.claimant.clone());
    }
}

/// Parts that nobody claims in their own sentence are claimed by whoever claims their total: `at least 107 were
/// killed, the UN said. Of these 71 ...`.
pub(super) fn inherit(context: &Context<'_, '_, '_>, figures: &mut [Figure<'_>]) {
    let own: BTreeSet<u32> =
        figures.iter().filter(|figure| figure.claimant.is_some()).map(|figure| figure.sentence).collect();
    let mut given = None;
    for index in 0..figures.len() {
        let figure = &figures[index];
        let total = figure.part_of.and_then(|total| figures.get(total as usize));
        // "This includes 120 in Karo and 90 in Asmar": the second goes with the first.
        let beside = || {
            let before = index.checked_sub(1).filter(|before| given == Some(*before)).and_then(|at| figures.get(at))?;
            (before.sentence == figure.sentence && before.measure == figure.measure).then_some(before)
        };
        let Some(total) = total.or_else(|| repeated(context, figures, index)).or_else(beside) else { continue };
        let free = figure.claimant.is_none() && figure.stance == Stance::Asserted;
        let near = figure.sentence.abs_diff(total.sentence) <= PARTS;
        if !(free
            && !own.contains(&figure.sentence)
            && near
            && total.claimant.is_some()
            && total.stance == Stance::Claimed)
        {
            continue;
        }
        let (claimant, stance, on) = (total.claimant.clone(), total.stance, total.claimed_on);
        let figure = &mut figures[index];
        (figure.claimant, figure.stance, figure.claimed_on) = (claimant, stance, on);
        given = Some(index);
    }
}

/// The figure of the sentence before that counts the same, in the same words: `According to the UN, 900 displaced
/// families came in May. Since January, 4,000 displaced families have come.`
fn repeated<'f, 'a>(context: &Context<'_, '_, '_>, figures: &'f [Figure<'a>], index: usize) -> Option<&'f Figure<'a>> {
    let figure = figures.get(index)?;
    let subject = figure.subject.as_deref().filter(|subject| subject.contains(' '))?;
    let block = |figure: &Figure<'_>| context.reading.sentence(figure.sentence as usize).map(|sentence| sentence.block);
    let before = figures.get(..index)?.iter().rev().take(TRACE);
    let mut near = before.take_while(|other| other.sentence + 1 >= figure.sentence);
    near.find(|other| {
        other.sentence + 1 == figure.sentence
            && other.measure == figure.measure
            && other.subject.as_deref() == Some(subject)
            && block(other) == block(figure)
    })
}

/// Parts stand at most so many sentences from their total.
const PARTS: u32 = 3;

/// A denied figure is recognised among so many before it.
const TRACE: usize = 40;

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
