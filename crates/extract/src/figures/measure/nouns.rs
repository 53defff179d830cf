//! Nouns and verbs that stand apart from the number: `a death toll of 12`, `killed a guard and 114 others`.

use crossread_lexicon::CueClass;

use super::{Form, Trigger, predicate};
use crate::figures::context::Context;
use crate::figures::subject::{self, Counted, Kind};

/// A noun before the number: `a death toll of 12`, `the dead at 133`, `the number of martyrs 17`.
pub(super) fn noun_before(context: &Context<'_, '_, '_>, start: usize, counted: &Counted) -> Option<Trigger> {
    if matches!(counted.kind, Kind::Thing | Kind::Event(_) | Kind::Unknown) {
        return None;
    }
    let sentence = context.sentence(start);
    let floor = sentence.start.max(start.saturating_sub(10));
    let mut at = start;
    while at > floor {
        at -= 1;
        let stop = matches!(context.word(at), ";" | "," | "(" | ")")
            || context.counts(at)
            || context.value(at, CueClass::Conjunction) == Some("clause")
            || context.has(at, CueClass::Relative);
        if stop {
            return None;
        }
        if context.is_named(at) {
            continue;
        }
        let noun = context.cue(at, CueClass::MeasureNoun).filter(|hit| hit.tokens.end as usize <= start);
        // "killed or wounded" is a predicate, "the wounded" a noun.
        let participle = context.has(at, CueClass::MeasureVerb)
            && !(at > sentence.start
                && (context.has(at - 1, CueClass::Article) || context.has(at - 1, CueClass::Preposition)));
        if let Some(hit) = noun.filter(|_| !participle) {
            let end = hit.tokens.end as usize;
            return Trigger::of(&hit, at, end, Form::Noun);
        }
    }
    None
}

/// The noun that names who is counted before `including 643 children`, where no total is told.
pub(in crate::figures) fn named_before(context: &Context<'_, '_, '_>, start: usize) -> Option<Trigger> {
    let including = context.cue_before(start, CueClass::Including)?.tokens.start as usize;
    let floor = context.sentence(start).start.max(start.saturating_sub(24));
    (floor..including).rev().find_map(|at| {
        let hit = context.cue(at, CueClass::MeasureNoun).filter(|_| context.quantity(at).is_none())?;
        Trigger::of(&hit, at, hit.tokens.end as usize, Form::Noun)
    })
}

/// The verb that "and 114 others" is a further object or subject of.
pub(in crate::figures) fn verb_before(context: &Context<'_, '_, '_>, start: usize) -> Option<Trigger> {
    let sentence = context.sentence(start);
    let mut and = start.checked_sub(1).filter(|&and| and > sentence.start)?;
    if context.value(and, CueClass::Pronoun) == Some("possessive") {
        // "killed six priests and their two maids"
        and -= 1;
    }
    // "the mayor was killed along with two guards", "as well as two peasants"
    let along = and > sentence.start
        && context.is(and, "with")
        && (context.is(and - 1, "along") || context.is(and - 1, "together"));
    let as_well = and > sentence.start && context.is(and, "as") && context.is(and - 1, "well");
    if context.value(and, CueClass::Conjunction) != Some("coordinating") && !along && !as_well {
        return None;
    }
    let mut before = (sentence.start..and).rev().take_while(|&at| context.word(at) != ";");
    before.find_map(|at| {
        let verb = context.cue(at, CueClass::MeasureVerb).filter(|_| !context.is_named(at));
        if let Some(hit) = verb {
            return Trigger::of(&hit, at, hit.tokens.end as usize, Form::Object);
        }
        let hit = context.cue(at, CueClass::MeasureNoun)?;
        let end = hit.tokens.end as usize;
        if context.is(end - 1, "of") { Trigger::of(&hit, at, end, Form::Noun) } else { None }
    })
}

/// A noun after the number that it rose to: `bringing to 40 the number of dead`.
pub(super) fn noun_after(context: &Context<'_, '_, '_>, start: usize, counted: &Counted) -> Option<Trigger> {
    let sentence = context.sentence(start);
    start.checked_sub(1).filter(|&to| to > sentence.start && context.is(to, "to"))?;
    let mut at = counted.tokens.start;
    if counted.kind != Kind::Bare || !context.has(at, CueClass::Article) {
        return None;
    }
    at += 1;
    if context.has(at, CueClass::ClaimNoun) && context.is(at + 1, "of") {
        at += 2;
    }
    let found = subject::phrase(context, at, sentence.end)?;
    if let Kind::Toll(measure) = found.kind {
        return Some(Trigger { form: Form::Noun, ..Trigger::inside(measure, found.tokens) });
    }
    let told = predicate(context, start, found.end, &[]).filter(|_| found.kind == Kind::Person)?;
    Some(Trigger { form: Form::Noun, ..told })
}
