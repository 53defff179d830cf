//! Figures in the making: each quantity with its measure and subject, in text order, so that a
//! number without words of its own takes them from the one before it.

use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass, Dimension, RowId};

use super::context::Context;
use super::measure::{self, Form, Trigger};
use super::percent;
use super::subject::{self, Counted, Kind};
use super::tables::Layout;
use crate::extraction::{Measure, Quantity, SubjectClass};

/// Where a draft comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A quantity, by index.
    Quantity(usize),
    /// A count that no number states.
    Implied,
    /// Casualties without a number.
    Unnumbered,
    /// A stated zero.
    Zero,
}

/// A figure before claimant, place and time.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) origin: Origin,
    pub(super) tokens: Range<usize>,
    /// Low and high of a draft that is no quantity.
    pub(super) bounds: (Option<f64>, Option<f64>),
    pub(super) measure: Measure,
    pub(super) kind: Kind,
    pub(super) subject: Option<Range<usize>>,
    /// True when subject and measure are those of an earlier figure.
    pub(super) inherited: bool,
    pub(super) class: Option<SubjectClass>,
    pub(super) trigger: Option<Trigger>,
    /// Where reading goes on after the counted phrase.
    pub(super) end: usize,
    /// First token of the total this is a part of.
    pub(super) part_of: Option<usize>,
    /// Index of a unit that is not written beside the number.
    pub(super) unit: Option<u32>,
    pub(super) rule: &'static str,
    pub(super) entry: Option<RowId>,
    /// Row and column of a table cell.
    pub(super) cell: Option<super::tables::Cell>,
}

/// A number takes words over from at most so many sentences before.
const MEMORY: usize = 2;
/// The same value is recognised among so many figures before.
const ECHO: usize = 40;

/// One draft a quantity that is a figure.
pub(super) fn of(context: &Context<'_, '_, '_>, layout: &Layout) -> Vec<Draft> {
    let phrases: Vec<Counted> = context.quantities.iter().map(|quantity| subject::counted(context, quantity)).collect();
    let mut drafts: Vec<Draft> = Vec::with_capacity(phrases.len());
    for (number, (quantity, counted)) in context.quantities.iter().zip(&phrases).enumerate() {
        let draft = match quantity.dimension {
            Dimension::Count => count(context, number, counted, &phrases, &drafts),
            Dimension::Ratio => ratio(context, number, &drafts),
            _ => Some(measured(context, number)),
        };
        drafts.extend(draft.map(|mut draft| {
            layout.apply(context, &mut draft);
            draft
        }));
    }
    drafts
}

fn blank(context: &Context<'_, '_, '_>, number: usize, quantity: &Quantity<'_>) -> Draft {
    let _ = context;
    let tokens = quantity.tokens.indices();
    Draft {
        origin: Origin::Quantity(number),
        end: tokens.end,
        tokens,
        bounds: (quantity.low, quantity.high),
        measure: Measure::Other,
        kind: Kind::Bare,
        subject: None,
        inherited: false,
        class: None,
        trigger: None,
        part_of: None,
        unit: None,
        rule: "figures/measured",
        entry: quantity.evidence.entry,
        cell: None,
    }
}

/// A quantity whose unit tells the measure.
fn measured(context: &Context<'_, '_, '_>, number: usize) -> Draft {
    let quantity = &context.quantities[number];
    let measure = match quantity.dimension {
        Dimension::Length => Measure::Length,
        Dimension::Area => Measure::Area,
        Dimension::Money => Measure::Money,
        Dimension::Duration => Measure::Duration,
        _ => Measure::Other,
    };
    let mut draft = Draft { measure, ..blank(context, number, quantity) };
    if matches!(quantity.dimension, Dimension::Mass | Dimension::Volume | Dimension::Area) {
        let counted = subject::counted(context, quantity);
        draft.end = counted.end;
        draft.subject = (!counted.tokens.is_empty()).then_some(counted.tokens);
    }
    draft
}

fn ratio(context: &Context<'_, '_, '_>, number: usize, drafts: &[Draft]) -> Option<Draft> {
    let quantity = &context.quantities[number];
    let (measure, change) = percent::measure(context, quantity);
    let elliptic = drafts
        .last()
        .filter(|last| change.is_none() && last.measure == Measure::PercentChange)
        .filter(|last| context.sentence(quantity.tokens.start as usize).contains(&last.tokens.start))
        .and_then(|_| percent::elliptic(context, quantity));
    let (measure, changes) =
        if elliptic.is_some() { (Measure::PercentChange, true) } else { (measure, change.is_some()) };
    let subject = elliptic.or_else(|| match change {
        Some(change) => percent::changed(context, change, quantity),
        None => percent::whole(context, quantity),
    });
    let before = || {
        let last = drafts.last()?;
        near(context, last, quantity.tokens.start as usize).then(|| last.subject.clone())?
    };
    let subject = subject.or_else(before);
    let rule = if changes { "figures/change" } else { "figures/share" };
    Some(Draft { measure, subject, rule, ..blank(context, number, quantity) })
}

fn near(context: &Context<'_, '_, '_>, draft: &Draft, at: usize) -> bool {
    let here = context.reading.sentence_of(at);
    let there = context.reading.sentence_of(draft.tokens.start);
    here - there.min(here) <= MEMORY
}

/// A bare count: its measure from a trigger, an earlier figure, or what is counted.
fn count(
    context: &Context<'_, '_, '_>,
    number: usize,
    counted: &Counted,
    phrases: &[Counted],
    drafts: &[Draft],
) -> Option<Draft> {
    let quantity = &context.quantities[number];
    let start = quantity.tokens.start as usize;
    let mut draft = Draft {
        kind: counted.kind,
        class: counted.class,
        end: counted.end,
        subject: (!counted.tokens.is_empty()).then(|| counted.tokens.clone()),
        ..blank(context, number, quantity)
    };
    if let Kind::Event(measure) = counted.kind {
        return Some(Draft { measure, rule: "figures/event", ..draft });
    }
    let total = total_of(context, start, counted, phrases, drafts);
    let trigger = measure::trigger(context, start, counted, phrases);
    if counted.kind == Kind::Bare
        && trigger.is_none_or(|trigger| trigger.form == Form::Noun)
        && let Some(last) = drafts.last().filter(|last| context.sentence(start).contains(&last.tokens.start))
        && let Some(unit) = carried_unit(context, last)
    {
        // "267 square kilometres in October, almost 5,000 since": the unit is said once.
        return Some(Draft {
            measure: last.measure,
            unit: Some(unit),
            subject: last.subject.clone(),
            inherited: true,
            rule: "figures/coordinated",
            ..draft
        });
    }
    if let Some(total) = total {
        // "66,000 people (9,400 families)": the same in another unit is no part.
        let same_kind = (counted.kind == Kind::Family) == (total.kind == Kind::Family);
        draft.part_of = same_kind.then_some(total.tokens.start);
        if trigger.is_none_or(|trigger| trigger.form != Form::Inside && !own(context, &trigger, counted)) {
            inherit(&mut draft, total);
            draft.rule = "figures/part";
            return Some(draft);
        }
    }
    if let Some(trigger) = trigger {
        let participle = counted.tokens.len() == 1
            && matches!(counted.kind, Kind::Toll(_))
            && (context.has(counted.tokens.start, CueClass::MeasureVerb)
                || context.has(counted.tokens.start, CueClass::MeasureAdjective));
        if draft.kind == Kind::Bare || participle {
            draft.subject = take_subject(context, start, &trigger, drafts).or(draft.subject);
        }
        if draft.kind == Kind::Bare
            && trigger.captures
            && let Some(last) = drafts.last()
        {
            draft.kind = last.kind;
        }
        draft.measure = measure::adapted(&trigger, draft.kind);
        draft.trigger = Some(trigger);
        draft.rule = match trigger.form {
            Form::Inside => "figures/inside",
            Form::Object => "figures/object",
            Form::Passive | Form::Subject => "figures/predicate",
            Form::Noun => "figures/noun",
        };
        return Some(draft);
    }
    let before = coordinated(context, start, counted, drafts).or_else(|| answered(context, start, counted, drafts));
    let echo = echoed(context, quantity, counted, drafts);
    if let Some(before) =
        echo.or(before).filter(|_| counted.kind != Kind::Bare || !number_of(context, start, &mut draft))
    {
        let subject = draft.subject.clone();
        let kind = draft.kind;
        inherit(&mut draft, before);
        if subject.is_some() {
            (draft.subject, draft.kind, draft.class) = (subject, kind, counted.class);
            if let Some(trigger) = before.trigger {
                draft.measure = measure::adapted(&trigger, kind);
            }
        }
        draft.rule = "figures/coordinated";
        return Some(draft);
    }
    if counted.kind == Kind::Family
        && let Some(last) =
            drafts.last().filter(|last| last.measure == Measure::Displaced && near(context, last, start))
    {
        draft.measure = last.measure;
        draft.rule = "figures/coordinated";
        return Some(draft);
    }
    if counted.kind == Kind::Bare
        && draft.rule != "figures/noun"
        && let Some(measure) = told_before(context, start)
    {
        return Some(Draft { measure, rule: "figures/noun", ..draft });
    }
    if draft.rule != "figures/noun" {
        fallback(&mut draft, counted);
        if counted.kind == Kind::Person && inhabits(context, start) {
            draft.measure = Measure::Population;
            draft.rule = "figures/noun";
        }
        if counted.kind == Kind::Person && counted.class.is_none() && fields(context, start) {
            draft.measure = Measure::Strength;
            draft.rule = "figures/strength";
        }
    }
    Some(draft)
}

/// `Nobody has counted its losses. The group admits to four.`: the measure noun of the sentence before.
fn told_before(context: &Context<'_, '_, '_>, start: usize) -> Option<Measure> {
    let sentence = context.sentence(start);
    context.cue_before(start, CueClass::SayVerb)?;
    let mut before = context.sentence(sentence.start.checked_sub(1)?);
    before
        .rfind(|&at| context.has(at, CueClass::MeasureNoun))
        .and_then(|at| context.value(at, CueClass::MeasureNoun))
        .and_then(Measure::from_name)
}

/// `a district of some 60,000 people`
fn inhabits(context: &Context<'_, '_, '_>, start: usize) -> bool {
    let settlement = |at: usize| context.has(at, CueClass::PlaceHead) || context.has(at, CueClass::ThingNoun);
    start > 1 && context.is(start - 1, "of") && settlement(start - 2)
}

/// `Africa Corps, which has fewer than 2,500 men`: a force has them.
fn fields(context: &Context<'_, '_, '_>, start: usize) -> bool {
    let sentence = context.sentence(start);
    let has = start > sentence.start && context.value(start - 1, CueClass::Auxiliary) == Some("have");
    has && (sentence.start.max(start.saturating_sub(8))..start).any(|at| {
        context.actor(at).is_some_and(|actor| matches!(actor.kind, ActorType::ArmedGroup | ActorType::SecurityForce))
    })
}

/// `the number of burned posts at nine`: the noun before the number is what is counted.
fn number_of(context: &Context<'_, '_, '_>, start: usize, draft: &mut Draft) -> bool {
    let sentence = context.sentence(start);
    let floor = sentence.start.max(start.saturating_sub(14));
    let Some(noun) = (floor..start)
        .rev()
        .take_while(|&at| !context.is_comma(at) && context.word(at) != ";" && context.quantity(at).is_none())
        .find(|&at| context.has(at, CueClass::ClaimNoun) && context.is(at + 1, "of"))
    else {
        return false;
    };
    let Some(found) = subject::phrase(context, noun + 2, start) else { return false };
    draft.kind = found.kind;
    draft.class = subject::class_of(context, &found.tokens);
    draft.subject = Some(found.tokens);
    if let Kind::Event(measure) = found.kind {
        draft.measure = measure;
    } else if let Some(trigger) = measure::predicate(context, noun, found.end, &[]).filter(|trigger| trigger.at < start)
    {
        // "the number of civilians martyred at 27"
        draft.measure = measure::adapted(&trigger, found.kind);
        draft.trigger = Some(trigger);
    }
    draft.rule = "figures/noun";
    true
}

/// The unit that a bare number takes over from the measured quantity before it.
fn carried_unit(context: &Context<'_, '_, '_>, last: &Draft) -> Option<u32> {
    if last.unit.is_some() {
        return last.unit;
    }
    let Origin::Quantity(number) = last.origin else { return None };
    let quantity = &context.quantities[number];
    if matches!(quantity.dimension, Dimension::Count | Dimension::Ratio | Dimension::Duration | Dimension::Length) {
        return None;
    }
    context.unit_index(quantity.unit?)
}

/// An earlier figure of the same value: `No document supports 58.`
fn echoed<'d>(
    context: &Context<'_, '_, '_>,
    quantity: &Quantity<'_>,
    counted: &Counted,
    drafts: &'d [Draft],
) -> Option<&'d Draft> {
    let telling = quantity.low.is_some_and(|low| low >= 10.0);
    if counted.kind != Kind::Bare || !telling {
        return None;
    }
    drafts.iter().rev().take(ECHO).find(|draft| {
        draft.trigger.is_some()
            && matches!(draft.origin, Origin::Quantity(number) if context.quantities[number].low == quantity.low)
    })
}

/// What a count without any measure word is.
fn fallback(draft: &mut Draft, counted: &Counted) {
    let armed = matches!(counted.class, Some(SubjectClass::Combatant | SubjectClass::SecurityForce));
    if counted.kind == Kind::Person && armed {
        draft.measure = Measure::Strength;
        draft.rule = "figures/strength";
    } else {
        draft.rule = "figures/counted";
    }
}

/// True when a trigger stands right after the phrase, so that a part has a measure of its own.
fn own(context: &Context<'_, '_, '_>, trigger: &Trigger, counted: &Counted) -> bool {
    if trigger.form == Form::Object {
        return true;
    }
    (counted.end..trigger.at).all(|at| {
        context.has(at, CueClass::Auxiliary)
            || context.has(at, CueClass::Adverb)
            || context.has(at, CueClass::Conjunction)
            || context.quantity(at).is_some()
    })
}

/// The total of a part: `including three`, `11 of them`, `two officers among them`, `(five killed`.
fn total_of<'d>(
    context: &Context<'_, '_, '_>,
    start: usize,
    counted: &Counted,
    phrases: &[Counted],
    drafts: &'d [Draft],
) -> Option<&'d Draft> {
    let sentence = context.sentence(start);
    // "nine women and seven children among them": both are parts.
    let mut end = counted.end;
    while context.is(end, "and")
        && let Some(next) = context.quantity(end + 1).and_then(|next| phrases.get(next))
    {
        end = next.end.max(end + 1);
    }
    let including = context.cue_before(start, CueClass::Including);
    let after = context.cue(end, CueClass::Including).filter(|hit| hit.tokens.len() > 1);
    let bracket = start > sentence.start && context.word(start - 1) == "(";
    if !(counted.of_them || including.is_some() || after.is_some() || bracket) {
        return None;
    }
    let floor = if counted.of_them { None } else { Some(sentence.start) };
    drafts.iter().rev().take(4).find(|draft| {
        let counts = matches!(draft.origin, Origin::Quantity(number) if context.quantities[number].dimension == Dimension::Count);
        counts && draft.part_of.is_none() && floor.is_none_or(|floor| draft.tokens.start >= floor) && near(context, draft, start)
    })
}

fn inherit(draft: &mut Draft, from: &Draft) {
    draft.measure = from.measure;
    draft.trigger = from.trigger;
    draft.inherited = true;
    if draft.subject.is_none() {
        draft.subject = from.subject.clone();
        draft.kind = from.kind;
        draft.class = from.class;
    }
    if draft.kind == Kind::Unknown && matches!(from.kind, Kind::Person | Kind::Toll(_)) {
        draft.kind = Kind::Person;
    }
}

/// The subject of a bare number with a measure of its own: `and about 30 wounded`.
fn take_subject(
    context: &Context<'_, '_, '_>,
    start: usize,
    trigger: &Trigger,
    drafts: &[Draft],
) -> Option<Range<usize>> {
    if trigger.form == Form::Noun {
        let toll = context.has(trigger.at, CueClass::ClaimNoun);
        return (!toll).then_some(trigger.at..trigger.end);
    }
    let last = drafts.iter().rev().find(|draft| draft.part_of.is_none())?;
    let harmed = matches!(trigger.measure, Measure::Killed | Measure::Injured | Measure::Missing);
    let people =
        matches!(last.kind, Kind::Person | Kind::Bare | Kind::Unknown) || (last.kind == Kind::Thing && !harmed);
    let same = context.sentence(start).contains(&last.tokens.start);
    let noun = last.subject.as_ref().is_some_and(|subject| !context.has(subject.start, CueClass::MeasureNoun));
    (same && people && noun).then(|| last.subject.clone())?
}

/// `that 64 of our soldiers did`, `claims 64 soldiers`: people named in answer to an earlier figure.
fn answered<'d>(
    context: &Context<'_, '_, '_>,
    start: usize,
    counted: &Counted,
    drafts: &'d [Draft],
) -> Option<&'d Draft> {
    if counted.kind != Kind::Person {
        return None;
    }
    let ends = |at: usize| context.is_punctuation(at) || context.has(at, CueClass::Adverb);
    let verb = context.has(counted.end, CueClass::Auxiliary) && ends(counted.end + 1);
    let said = context.cue_before(start, CueClass::SayVerb).is_some() && ends(counted.end);
    // "6,800 families, which is about 48,000 people": the same in another unit.
    let same = start > 1
        && context.value(start - 1, CueClass::Auxiliary) == Some("be")
        && context.has(start - 2, CueClass::Relative);
    if same {
        return drafts.last().filter(|last| near(context, last, start));
    }
    if !verb && !said {
        return None;
    }
    let harm = |draft: &&Draft| matches!(draft.measure, Measure::Killed | Measure::Injured | Measure::Detained);
    drafts.iter().rev().take(4).filter(|draft| near(context, draft, start)).find(harm)
}

/// The figure whose measure a number without a trigger takes over: in its own clause the one right
/// before it, across clauses and sentences the first one, which the answer is to.
fn coordinated<'d>(
    context: &Context<'_, '_, '_>,
    start: usize,
    counted: &Counted,
    drafts: &'d [Draft],
) -> Option<&'d Draft> {
    let counts = |draft: &&Draft| {
        matches!(draft.origin, Origin::Quantity(number) if context.quantities[number].dimension == Dimension::Count)
            && draft.unit.is_none()
    };
    let last = drafts.iter().rev().take(6).find(counts)?;
    let sentence = context.sentence(start);
    let same = sentence.contains(&last.tokens.start);
    if counted.kind == Kind::Bare {
        if !near(context, last, start) {
            return None;
        }
        let parted = !same || (last.end..start).any(|at| context.word(at) == ";");
        if !parted {
            return Some(last);
        }
        let there = context.sentence(last.tokens.start);
        let segment = (there.start..last.tokens.start).rev().find(|&at| context.word(at) == ";").unwrap_or(there.start);
        let there: Vec<&Draft> = drafts
            .iter()
            .rev()
            .take(8)
            .filter(counts)
            .filter(|draft| draft.tokens.start >= segment && draft.part_of.is_none())
            .collect();
        let triggered = there.iter().rfind(|draft| draft.trigger.is_some());
        return triggered.or(there.last()).copied().or(Some(last));
    }
    let linked = same
        && last.trigger.is_some()
        && last.end <= start
        && (last.end..start).all(|at| {
            context.value(at, CueClass::Conjunction) == Some("coordinating")
                || context.is_comma(at)
                || context.has(at, CueClass::Article)
                || context.has(at, CueClass::Adverb)
                || context.is_quote(at)
                || context.has(at, CueClass::AccordingTo)
                || context.actor(at).is_some()
                || (at > last.end && context.has(at - 1, CueClass::AccordingTo))
        });
    linked.then_some(last)
}
