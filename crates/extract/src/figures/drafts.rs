//! Figures in the making: each quantity with its measure and subject, in text order, so that a
//! number without words of its own takes them from the one before it.

use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass, Dimension, RowId};

use super::carry::{
    answered, asked, carried_unit, coordinated, echoed, inherit, may_hold, near, own, take_subject, told_before,
    total_of,
};
use super::context::Context;
use super::measure::{self, Form, Trigger};
use super::percent;
use super::subject::{self, Counted, Kind};
use super::tables::{self, Layout};
use crate::extraction::{ActorForm, Measure, Quantity, SubjectClass};

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
    /// The phrase that says whose these are, where `subject` itself does not: `58 Pakistani
    /// soldiers died and 30 others were wounded`.
    pub(super) kin: Option<Range<usize>>,
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
    pub(super) cell: Option<tables::Cell>,
}

/// One draft a quantity that is a figure.
pub(super) fn of(context: &Context<'_, '_, '_>, layout: &Layout) -> Vec<Draft> {
    let phrases: Vec<Counted> = context.quantities.iter().map(|quantity| subject::counted(context, quantity)).collect();
    let mut drafts: Vec<Draft> = Vec::with_capacity(phrases.len());
    for (number, (quantity, counted)) in context.quantities.iter().zip(&phrases).enumerate() {
        let mut draft = match quantity.dimension {
            Dimension::Count => count(context, number, counted, &phrases, &drafts),
            Dimension::Ratio => ratio(context, number, &drafts),
            _ => measured(context, number),
        };
        layout.apply(context, &mut draft);
        drafts.push(draft);
    }
    drafts
}

fn blank(number: usize, quantity: &Quantity<'_>) -> Draft {
    let tokens = quantity.tokens.indices();
    Draft {
        origin: Origin::Quantity(number),
        end: tokens.end,
        tokens,
        bounds: (quantity.low, quantity.high),
        measure: Measure::Other,
        kind: Kind::Bare,
        subject: None,
        kin: None,
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
    let mut draft = Draft { measure, ..blank(number, quantity) };
    if matches!(quantity.dimension, Dimension::Mass | Dimension::Volume | Dimension::Area) {
        let counted = subject::counted(context, quantity);
        draft.end = counted.end;
        draft.subject = (!counted.tokens.is_empty()).then_some(counted.tokens);
    }
    draft
}

/// A percentage.
fn ratio(context: &Context<'_, '_, '_>, number: usize, drafts: &[Draft]) -> Draft {
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
    Draft { measure, subject, rule, ..blank(number, quantity) }
}

/// A bare count: its measure from a trigger, an earlier figure, or what is counted.
fn count(
    context: &Context<'_, '_, '_>,
    number: usize,
    counted: &Counted,
    phrases: &[Counted],
    drafts: &[Draft],
) -> Draft {
    let quantity = &context.quantities[number];
    let start = quantity.tokens.start as usize;
    let mut draft = Draft {
        kind: counted.kind,
        class: counted.class,
        end: counted.end,
        subject: (!counted.tokens.is_empty()).then(|| counted.tokens.clone()),
        ..blank(number, quantity)
    };
    if let Kind::Event(measure) = counted.kind {
        return Draft { measure, rule: "figures/event", ..draft };
    }
    if counted.kind == Kind::Bare && is_age(context, start, draft.tokens.end) {
        return draft;
    }
    let household = subject::household(context, start, counted);
    let counted = household.as_ref().unwrap_or(counted);
    if household.is_some() {
        (draft.kind, draft.class, draft.subject) = (counted.kind, counted.class, Some(counted.tokens.clone()));
    }
    let trigger = measure::trigger(context, start, counted, phrases);
    let case = Case { context, quantity, start, counted, phrases, drafts };
    if case.unit_said_once(&mut draft, trigger) || case.unit_follows(&mut draft) {
        return draft;
    }
    if case.part(&mut draft, trigger) {
        case.complemented(&mut draft);
        return draft;
    }
    match trigger {
        Some(trigger) => case.triggered(&mut draft, trigger),
        None if case.taken_over(&mut draft) => {}
        None => case.untold(&mut draft),
    }
    case.complemented(&mut draft);
    draft
}

/// One bare count with all that its measure is told by.
struct Case<'f, 'c, 'r, 'a> {
    context: &'f Context<'c, 'r, 'a>,
    quantity: &'f Quantity<'a>,
    start: usize,
    counted: &'f Counted,
    phrases: &'f [Counted],
    drafts: &'f [Draft],
}

impl Case<'_, '_, '_, '_> {
    /// `267 square kilometres in October, almost 5,000 since`: true when the unit was said before.
    fn unit_said_once(&self, draft: &mut Draft, trigger: Option<Trigger>) -> bool {
        if self.counted.kind != Kind::Bare || trigger.is_some_and(|trigger| trigger.form != Form::Noun) {
            return false;
        }
        let sentence = self.context.sentence(self.start);
        // "40,000 francs ($68) for a sack, now 75,000": the conversion in brackets is passed over.
        let bracketed = |draft: &&Draft| draft.tokens.start > 0 && self.context.word(draft.tokens.start - 1) == "(";
        let mut before = self.drafts.iter().rev().take_while(|draft| sentence.contains(&draft.tokens.start));
        let last = before.next().map(|last| if bracketed(&last) { before.next().unwrap_or(last) } else { last });
        let Some((last, unit)) = last.and_then(|last| Some((last, carried_unit(self.context, last)?))) else {
            return false;
        };
        draft.measure = last.measure;
        draft.unit = Some(unit);
        draft.subject = last.subject.clone();
        draft.inherited = true;
        draft.rule = "figures/coordinated";
        true
    }

    /// `from 5,000 to 8,000 pounds`: true when the unit stands with the number it rose or fell to.
    fn unit_follows(&self, draft: &mut Draft) -> bool {
        let context = self.context;
        let from = self.start.checked_sub(1).is_some_and(|before| context.is(before, "from"));
        let to = draft.tokens.end;
        if self.counted.kind != Kind::Bare || !from || !context.is(to, "to") {
            return false;
        }
        let next = context.quantity(to + 1).and_then(|next| context.quantities.get(next));
        let Some(unit) = next
            .filter(|next| !matches!(next.dimension, Dimension::Count | Dimension::Ratio))
            .and_then(|next| context.unit_index(next.unit?))
        else {
            return false;
        };
        tables::give_unit(context, draft, unit);
        draft.rule = "figures/measured";
        true
    }

    /// Links a part to its total; true when it takes the total's measure over.
    fn part(&self, draft: &mut Draft, trigger: Option<Trigger>) -> bool {
        let Some(total) = total_of(self.context, self.start, self.counted, self.phrases, self.drafts) else {
            return false;
        };
        // "66,000 people (9,400 families)": the same in another unit is no part.
        let same_kind = (self.counted.kind == Kind::Family) == (total.kind == Kind::Family);
        draft.part_of = same_kind.then_some(total.tokens.start);
        let other = |trigger: Trigger| trigger.form != Form::Inside && !own(self.context, &trigger, self.counted);
        if !trigger.is_none_or(other) {
            return false;
        }
        inherit(draft, total);
        draft.rule = "figures/part";
        true
    }

    /// The measure of a trigger, and the subject where the number has none of its own.
    fn triggered(&self, draft: &mut Draft, trigger: Trigger) {
        let (context, counted) = (self.context, self.counted);
        // "the number of people killed in Karo had risen to 13": people are counted.
        let told = trigger.form == Form::Noun && context.is(trigger.at, "number") && counted.kind == Kind::Bare;
        if told && number_of(context, self.start, draft) {
            return;
        }
        let participle = counted.tokens.len() == 1
            && matches!(counted.kind, Kind::Toll(_))
            && (context.has(counted.tokens.start, CueClass::MeasureVerb)
                || context.has(counted.tokens.start, CueClass::MeasureAdjective));
        if (draft.kind == Kind::Bare || participle)
            && let Some(subject) = take_subject(context, self.start, &trigger, self.drafts)
        {
            draft.class = draft.class.or_else(|| subject::class_of(context, &subject));
            draft.subject = Some(subject);
        }
        if draft.kind == Kind::Person
            && draft.class.is_none()
            && context.is(counted.tokens.end.saturating_sub(1), "others")
            && let Some(last) = self.drafts.last().filter(|last| last.measure != trigger.measure)
            && context.sentence(self.start).contains(&last.tokens.start)
        {
            // "58 soldiers died and 30 others were wounded": soldiers too.
            (draft.class, draft.kin) = (last.class, last.kin.clone().or_else(|| last.subject.clone()));
        }
        if draft.kind == Kind::Bare
            && trigger.captures
            && let Some(last) = self.drafts.last()
        {
            draft.kind = last.kind;
        }
        draft.measure = measure::adapted(&trigger, draft.kind);
        if trigger.moves && is_armed(draft.class) {
            // "5,000 troops have left": a force, not refugees.
            draft.measure = Measure::Strength;
        }
        draft.trigger = Some(trigger);
        draft.rule = match trigger.form {
            Form::Inside => "figures/inside",
            Form::Object => "figures/object",
            Form::Passive | Form::Subject => "figures/predicate",
            Form::Noun => "figures/noun",
        };
    }

    /// Takes the measure of an earlier figure over; false when none fits.
    fn taken_over(&self, draft: &mut Draft) -> bool {
        let (context, start, counted) = (self.context, self.start, self.counted);
        let before = echoed(context, self.quantity, counted, self.drafts)
            .or_else(|| coordinated(context, start, counted, self.drafts))
            .or_else(|| answered(context, start, counted, self.drafts));
        if let Some(before) = before {
            if counted.kind == Kind::Bare && number_of(context, start, draft) {
                return true;
            }
            let own = (draft.subject.clone(), draft.kind, counted.class);
            inherit(draft, before);
            if own.0.is_some() {
                (draft.subject, draft.kind, draft.class) = own;
                if let Some(trigger) = before.trigger {
                    draft.measure = measure::adapted(&trigger, draft.kind);
                }
            }
            draft.rule = "figures/coordinated";
            return true;
        }
        let displaced = |last: &&Draft| last.measure == Measure::Displaced && near(context, last, start);
        let family = counted.kind == Kind::Family && self.drafts.last().filter(displaced).is_some();
        if family {
            (draft.measure, draft.rule) = (Measure::Displaced, "figures/coordinated");
        }
        family
    }

    /// `Of the 507 dead, 379 were rebels`: the noun after the verb tells who is counted, and those
    /// are a part of the total before.
    fn complemented(&self, draft: &mut Draft) {
        let told = draft.trigger.is_some() && !draft.inherited;
        if self.counted.kind != Kind::Bare || told {
            return;
        }
        let Some(found) = subject::complement(self.context, self.counted.end) else { return };
        (draft.kind, draft.class, draft.subject) = (Kind::Person, found.class, Some(found.tokens));
        let whole = self.drafts.iter().rev().take(6).find(|whole| {
            whole.part_of.is_none()
                && whole.trigger.is_some()
                && whole.measure == draft.measure
                && matches!(whole.kind, Kind::Person | Kind::Toll(_) | Kind::Bare)
                && near(self.context, whole, self.start)
        });
        let whole = whole.filter(|whole| whole.class.is_none_or(|class| Some(class) == draft.class));
        if let Some(whole) = whole.filter(|whole| may_hold(whole, self.context, self.start)) {
            draft.part_of = draft.part_of.or(Some(whole.tokens.start));
            draft.rule = "figures/part";
        }
    }

    /// The measure of a count that no measure word and no earlier figure tells.
    fn untold(&self, draft: &mut Draft) {
        let (context, start, counted) = (self.context, self.start, self.counted);
        let others = counted.kind == Kind::Person && context.is(counted.tokens.end.saturating_sub(1), "others");
        let joint = |word: &str| start > 0 && context.is(start - 1, word);
        let own = start > 0 && context.value(start - 1, CueClass::Pronoun) == Some("possessive");
        let along = counted.kind == Kind::Person && (joint("with") || joint("as") || own);
        let verb = if others || along { measure::verb_before(context, start) } else { None };
        let named = verb.or_else(|| measure::named_before(context, start).filter(|_| counted.kind == Kind::Person));
        if let Some(trigger) = named {
            (draft.measure, draft.trigger) = (measure::adapted(&trigger, draft.kind), Some(trigger));
            draft.rule = "figures/coordinated";
            return;
        }
        if counted.kind == Kind::Bare {
            if number_of(context, start, draft) {
                return;
            }
            if let Some(measure) = told_before(context, start) {
                (draft.measure, draft.rule) = (measure, "figures/noun");
                return;
            }
            if let Some((found, told)) = asked(context, start) {
                draft.class = subject::class_of(context, &found.tokens);
                (draft.kind, draft.subject, draft.trigger) = (found.kind, Some(found.tokens), told);
                draft.measure = match (told, found.kind) {
                    (Some(told), kind) => measure::adapted(&told, kind),
                    (None, Kind::Event(measure) | Kind::Toll(measure)) => measure,
                    (None, Kind::Person) if is_armed(draft.class) => Measure::Strength,
                    _ => draft.measure,
                };
                draft.rule = "figures/coordinated";
                return;
            }
        }
        let armed = is_armed(counted.class);
        let unclassed = counted.class.is_none() && fields(context, start);
        (draft.measure, draft.rule) = match counted.kind {
            Kind::Person if inhabits(context, start) => (Measure::Population, "figures/noun"),
            Kind::Person if armed || unclassed => (Measure::Strength, "figures/strength"),
            _ => (draft.measure, "figures/counted"),
        };
        if counted.kind == Kind::Bare && self.quantity.vague.is_some() {
            // "hundreds attended the funeral"
            draft.kind = Kind::Person;
        }
    }
}

/// `Ana Ruiz, 32, was wounded`: the age of a person.
fn is_age(context: &Context<'_, '_, '_>, start: usize, end: usize) -> bool {
    let person = |at: usize| context.actor(at).is_some_and(|actor| actor.form == ActorForm::Person);
    let closes = context.is_comma(end) || matches!(context.word(end), ";" | "." | ")");
    start > 1 && (context.is_comma(start - 1) || context.word(start - 1) == "(") && person(start - 2) && closes
}

fn is_armed(class: Option<SubjectClass>) -> bool {
    matches!(class, Some(SubjectClass::Combatant | SubjectClass::SecurityForce))
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

/// Between a noun for a count and its number stand at most so many tokens.
const TOLL: usize = 28;

/// `the number of burned posts at nine`: the noun before the number is what is counted.
fn number_of(context: &Context<'_, '_, '_>, start: usize, draft: &mut Draft) -> bool {
    let sentence = context.sentence(start);
    let floor = sentence.start.max(start.saturating_sub(TOLL));
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
    if draft.measure == Measure::Other && found.kind == Kind::Person && is_armed(draft.class) {
        draft.measure = Measure::Strength;
    }
    draft.rule = "figures/noun";
    true
}
