//! A predicate behind the counted phrase: `58 soldiers had been killed`.

use crossread_lexicon::CueClass;

use super::{Form, Trigger, VERBS, of_people};
use crate::extraction::Measure;
use crate::figures::context::Context;
use crate::figures::subject::Counted;

/// No predicate is looked for farther away.
const REACH: usize = 48;

/// A predicate after the noun phrase: `had been killed`, `died`, `dead`.
pub(in crate::figures) fn predicate(
    context: &Context<'_, '_, '_>,
    start: usize,
    after: usize,
    phrases: &[Counted],
) -> Option<Trigger> {
    let limit = context.sentence(start).end.min(after + REACH);
    let mut at = after;
    let mut verb = Verb::default();
    while at < limit {
        if context.is_punctuation(at) || context.reading.kind(at).is_none() {
            let listed = joins_names(context, at);
            at = past_mark(context, at, limit)?;
            verb.phrase &= listed;
            continue;
        }
        if let Some(quantity) = context.quantity(at) {
            at = phrases.get(quantity).map_or(at + 1, |counted| counted.end.max(at + 1));
            continue;
        }
        if !context.is_named(at)
            && let Some(trigger) = trigger_at(context, at, &verb)
        {
            return trigger;
        }
        at = verb.read(context, at)?;
    }
    None
}

/// What was seen of a predicate so far.
#[derive(Clone, Copy, Debug, Default)]
struct Verb {
    /// An auxiliary that still waits for its verb.
    auxiliary: bool,
    /// That auxiliary is a form of "have", which makes no passive.
    has: bool,
    /// A complete predicate that a further participle may join ("were attacked and killed").
    complete: bool,
    /// Inside a prepositional phrase.
    phrase: bool,
    /// Words that may be a verb of their own: a bare participle no longer belongs to the noun.
    loose: bool,
}

impl Verb {
    /// Takes token `at` in; the next token, or `None` when the predicate cannot be a trigger.
    fn read(&mut self, context: &Context<'_, '_, '_>, at: usize) -> Option<usize> {
        if let Some(named) = end_of_name(context, at) {
            self.loose |= !self.phrase && !self.auxiliary;
            return Some(named);
        }
        if let Some(hit) = context.cue(at, CueClass::Auxiliary) {
            *self = Self { auxiliary: true, has: hit.cue.value == "have", complete: self.complete, ..Self::default() };
            return Some(hit.tokens.end as usize);
        }
        if let Some(hit) = context.cue(at, CueClass::Including) {
            return Some(hit.tokens.end as usize);
        }
        if context.has(at, CueClass::Adverb) || context.has(at, CueClass::Negation) {
            return Some(at + 1);
        }
        if let Some(end) = context.feared(at) {
            // The auxiliary of a headline is left out.
            *self = Self { auxiliary: true, complete: self.complete, ..Self::default() };
            return Some(end);
        }
        if context.has(at, CueClass::Relative) {
            // "seven blocks from where the governor was killed", "an officer advised that the plane burned": a clause
            // with a subject of its own.
            let from_where = context.is(at, "where") && context.has(at - 1, CueClass::Preposition);
            if from_where || (self.loose && context.is(at, "that")) {
                return None;
            }
            *self = Self::default();
            return Some(at + 1);
        }
        if context.value(at, CueClass::Conjunction) == Some("clause") {
            return None;
        }
        if context.has(at, CueClass::Conjunction) {
            if self.loose || (self.complete && !self.joins(context, at + 1)) {
                return None;
            }
            self.phrase &= joins_names(context, at);
            return Some(at + 1);
        }
        if let Some(hit) = context.cue(at, CueClass::Preposition) {
            self.phrase = true;
            return Some(hit.tokens.end as usize);
        }
        let says = context.has(at, CueClass::SayVerb) || context.has(at, CueClass::CountVerb);
        if says && !self.auxiliary && !self.phrase {
            return None;
        }
        if self.auxiliary {
            self.auxiliary = says;
            self.has = false;
            self.complete = true;
        } else if !self.phrase {
            self.loose = true;
        }
        Some(at + 1)
    }

    /// True when a trigger stands at `at`, so that it joins the predicate before "and": `were attacked and killed`,
    /// `were on a visit and were wounded`.
    fn joins(self, context: &Context<'_, '_, '_>, at: usize) -> bool {
        let verb = context.cue(at, CueClass::Auxiliary).map_or(at, |hit| hit.tokens.end as usize);
        VERBS.iter().any(|&class| context.has(verb, class))
    }
}

/// The trigger at `at`: `None` when there is none, `Some(None)` when it governs something else.
#[expect(clippy::option_option, reason = "three answers: none here, none at all, found")]
fn trigger_at(context: &Context<'_, '_, '_>, at: usize, verb: &Verb) -> Option<Option<Trigger>> {
    // The longest wins, and among equals the verb.
    let hit = VERBS.iter().rev().filter_map(|&class| context.cue(at, class)).max_by_key(|hit| hit.tokens.end)?;
    let end = hit.tokens.end as usize;
    let class = hit.cue.class;
    let several = end - at > 1;
    if class == CueClass::MeasureNoun && !(several && of_people(&hit.cue.value) == Some(Measure::Casualties)) {
        return None;
    }
    if verb.loose && !verb.auxiliary {
        return None;
    }
    // "is responsible for the murder" holds a noun, "was among the killed" a participle.
    let led = at > 0 && ["the", "a", "an"].iter().any(|article| context.is(at - 1, article));
    if class == CueClass::MeasureVerb && led && !context.word(at).ends_with("ed") {
        return None;
    }
    let active = verb.has || (!verb.auxiliary && !verb.complete);
    if class == CueClass::MeasureVerb && active && (verb.has || takes_object(context, end) || !closes(context, end)) {
        // "12 gunmen killed five": the number is the one who did it.
        return Some(None);
    }
    // "2,000 people were left without power", "were reached with food": they did not go.
    let passive = verb.auxiliary && !verb.has && class == CueClass::MeasureIntransitive;
    if passive && hit.cue.value == "moved" && !context.word(at).ends_with("ing") {
        return Some(None);
    }
    let form = if class == CueClass::MeasureVerb { Form::Passive } else { Form::Subject };
    Some(Some(Trigger::of(&hit, at, end, form)?))
}

/// True when nothing that could be an object follows a participle.
fn closes(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let small =
        [CueClass::Preposition, CueClass::Conjunction, CueClass::Adverb, CueClass::Auxiliary, CueClass::Including];
    !context.is_word(at) || context.time(at).is_some() || small.iter().any(|&class| context.has(at, class))
}

/// True when an object follows a verb: a number, an article, a party.
fn takes_object(context: &Context<'_, '_, '_>, at: usize) -> bool {
    context.quantity(at).is_some()
        || context.actor(at).is_some()
        || context.has(at, CueClass::Article)
        || context.has(at, CueClass::PersonNoun)
        || context.value(at, CueClass::Pronoun) == Some("possessive")
        || context.value(at, CueClass::Pronoun) == Some("object")
}

fn end_of_name(context: &Context<'_, '_, '_>, at: usize) -> Option<usize> {
    let tokens = context
        .time(at)
        .map(|time| time.tokens)
        .or_else(|| context.actor(at).map(|actor| actor.tokens))
        .or_else(|| context.place(at).map(|place| place.tokens))?;
    Some((tokens.end as usize).max(at + 1))
}

/// `across Burkina Faso, Mali and Niger`: a comma or "and" inside a list of names.
fn joins_names(context: &Context<'_, '_, '_>, at: usize) -> bool {
    at > 0 && end_of_name(context, at - 1).is_some() && end_of_name(context, at + 1).is_some()
}

/// Reads on after a mark: brackets and parentheses between commas are skipped; `None` at the end
/// of the clause.
fn past_mark(context: &Context<'_, '_, '_>, at: usize, limit: usize) -> Option<usize> {
    match context.word(at) {
        "(" | "[" => (at + 1..limit).find(|&close| matches!(context.word(close), ")" | "]")).map(|close| close + 1),
        "," | "،" => past_comma(context, at, limit),
        _ if context.is_quote(at) || context.is_hyphen(at) => Some(at + 1),
        _ if context.is_dash(at) && is_predicate(context, skip_small(context, at + 1)) => Some(at + 1),
        _ if context.is_dash(at) => (at + 1..limit).find(|&close| context.is_dash(close)).map(|close| close + 1),
        _ => None,
    }
}

/// `58 soldiers, two officers among them, were killed`: the token after the closing comma.
fn past_comma(context: &Context<'_, '_, '_>, at: usize, limit: usize) -> Option<usize> {
    if VERBS.iter().any(|&class| context.has(at + 1, class)) && context.quantity(at + 1).is_none() {
        return Some(at + 1);
    }
    if joins_names(context, at) {
        return Some(at + 1);
    }
    let mut close = at + 1;
    while close < limit {
        match context.word(close) {
            ";" | ":" | ")" => return None,
            "," | "،" => {
                let next = skip_small(context, close + 1);
                if is_predicate(context, next) {
                    return Some(close + 1);
                }
            }
            _ => {}
        }
        close += 1;
    }
    None
}

/// True when a predicate begins at `at`.
fn is_predicate(context: &Context<'_, '_, '_>, at: usize) -> bool {
    context.has(at, CueClass::Auxiliary) || VERBS[..3].iter().any(|&class| context.has(at, class))
}

fn skip_small(context: &Context<'_, '_, '_>, mut at: usize) -> usize {
    while context.has(at, CueClass::Adverb) || context.is_quote(at) {
        at += 1;
    }
    at
}
