//! What a number measures: the verb, noun or adjective that governs it.
//!
//! A trigger is looked for where English puts it: inside the counted phrase (`11 wounded
//! civilians`), right before it (`killed 58`), after it as a predicate (`58 soldiers had been
//! killed`), or as a noun before it (`a death toll of 12`). A number without a trigger of its own
//! takes the measure of the number it is coordinated with or compared to.

use std::ops::Range;

use crossread_lexicon::{CueClass, CueHit};

use super::context::Context;
use super::subject::{self, Counted, Kind};
use crate::extraction::Measure;

/// A word that gives a number its measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trigger {
    /// The measure for people.
    pub(super) measure: Measure,
    /// `captured`: people are detained, things are merely captured.
    pub(super) captures: bool,
    /// `left`, `reached`: people are displaced, forces and things merely moved.
    pub(super) moves: bool,
    /// `rescued`: what befell the hostages is over.
    rescues: bool,
    /// Its first token.
    pub(super) at: usize,
    /// One past its last token.
    pub(super) end: usize,
    /// How it governs the number.
    pub(super) form: Form,
}

impl Trigger {
    /// The trigger that a cue makes of the tokens `at..end`; `None` for a cue without measure.
    fn of(hit: &CueHit<'_>, at: usize, end: usize, form: Form) -> Option<Self> {
        let value = hit.cue.value.as_str();
        let measure = of_people(value)?;
        Some(Self {
            measure,
            captures: value == "captured",
            moves: value == "moved",
            rescues: value == "rescued",
            at,
            end,
            form,
        })
    }

    /// The trigger of a measure that the counted phrase itself tells.
    fn inside(measure: Measure, tokens: Range<usize>) -> Self {
        Self {
            measure,
            captures: false,
            moves: false,
            rescues: false,
            at: tokens.start,
            end: tokens.end,
            form: Form::Inside,
        }
    }
}

/// How a trigger governs a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Inside the counted phrase.
    Inside,
    /// A verb with the number as its object.
    Object,
    /// A passive verb, or a participle after the noun.
    Passive,
    /// A verb with the number as its subject, or an adjective.
    Subject,
    /// A noun before the number.
    Noun,
}

/// The measure that a cue's value gives to people.
pub(super) fn of_people(value: &str) -> Option<Measure> {
    match value {
        "captured" => Some(Measure::Detained),
        "moved" => Some(Measure::Displaced),
        "rescued" => Some(Measure::Other),
        _ => Measure::from_name(value),
    }
}

/// The measure of a trigger for the kind of thing counted.
pub(super) fn adapted(trigger: &Trigger, kind: Kind) -> Measure {
    match kind {
        Kind::Thing => match trigger.measure {
            Measure::Killed | Measure::Casualties | Measure::Destroyed => Measure::Destroyed,
            _ => Measure::Other,
        },
        Kind::Unknown if trigger.captures || trigger.moves || trigger.measure == Measure::Strength => Measure::Other,
        Kind::Person | Kind::Family | Kind::Toll(_) if trigger.measure == Measure::Destroyed => Measure::Killed,
        Kind::Event(measure) => measure,
        _ => trigger.measure,
    }
}

const VERBS: [CueClass; 4] =
    [CueClass::MeasureVerb, CueClass::MeasureIntransitive, CueClass::MeasureAdjective, CueClass::MeasureNoun];

/// The trigger of the number whose tokens begin at `start` and which counts `counted`.
pub(super) fn trigger(
    context: &Context<'_, '_, '_>,
    start: usize,
    counted: &Counted,
    phrases: &[Counted],
) -> Option<Trigger> {
    if let Some(rescue) = object(context, start).filter(|trigger| trigger.rescues) {
        // "rescued 32 kidnapped hostages"
        return Some(rescue);
    }
    if let Some((at, measure)) = counted.adjective {
        return Some(Trigger::inside(measure, at..at + 1));
    }
    if is_whole(context, start) && !matches!(counted.kind, Kind::Toll(_)) {
        return None;
    }
    let told = |measure: Option<Measure>| {
        object(context, start)
            .or_else(|| predicate(context, start, counted.end, phrases))
            .filter(|trigger| trigger.rescues || measure.is_none_or(|measure| outweighs(trigger.measure, measure)))
    };
    if let Kind::Toll(measure) = counted.kind {
        // "1,030 casualties", "27 wounded": the noun itself tells, unless more befell them: "three
        // hostages were killed".
        let more = if is_whole(context, start) { None } else { told(Some(measure)) };
        return more.or_else(|| Some(Trigger::inside(measure, counted.tokens.clone())));
    }
    told(None).or_else(|| noun_before(context, start, counted)).or_else(|| noun_after(context, start, counted))
}

/// `three of the 12 hostages`: what befell the three did not befall the twelve.
fn is_whole(context: &Context<'_, '_, '_>, start: usize) -> bool {
    let mut at = start;
    while at > 0
        && (context.has(at - 1, CueClass::Article) || context.value(at - 1, CueClass::Pronoun) == Some("possessive"))
    {
        at -= 1;
    }
    let sentence = context.sentence(start);
    at > sentence.start + 1 && context.is(at - 1, "of") && context.quantity(at - 2).is_some()
}

/// True when a verb's measure tells more than the noun's: prisoners who were killed.
fn outweighs(verb: Measure, noun: Measure) -> bool {
    match noun {
        Measure::Detained | Measure::Missing => {
            matches!(verb, Measure::Killed | Measure::Injured | Measure::Casualties)
        }
        Measure::Displaced | Measure::Population | Measure::Strength => {
            matches!(
                verb,
                Measure::Killed | Measure::Injured | Measure::Casualties | Measure::Detained | Measure::Missing
            )
        }
        Measure::Casualties => matches!(verb, Measure::Killed | Measure::Injured),
        _ => false,
    }
}

/// A verb right before the number: `killed 58`, `killing at least 12`.
pub(super) fn object(context: &Context<'_, '_, '_>, start: usize) -> Option<Trigger> {
    let sentence = context.sentence(start);
    let mut before = start;
    while before > sentence.start
        && (context.has(before - 1, CueClass::Article)
            || context.has(before - 1, CueClass::Adverb)
            || context.is_quote(before - 1)
            || context.value(before - 1, CueClass::Pronoun) == Some("possessive"))
    {
        before -= 1;
    }
    [CueClass::MeasureVerb, CueClass::MeasureNoun].iter().find_map(|&class| {
        let hit = context.cue_before(before, class)?;
        let at = hit.tokens.start as usize;
        if at < sentence.start || context.actor(at).is_some() {
            return None;
        }
        let form = if class == CueClass::MeasureVerb { Form::Object } else { Form::Noun };
        let mut trigger = Trigger::of(&hit, at, before, form)?;
        if let Some((first, measure)) = joined_verb(context, at, sentence.start) {
            (trigger.at, trigger.measure) = match (measure, trigger.measure) {
                (Measure::Killed, Measure::Injured) | (Measure::Injured, Measure::Killed) => {
                    (first, Measure::Casualties)
                }
                (_, measure) => (trigger.at, measure),
            };
        }
        Some(trigger)
    })
}

/// `killed and wounded 30`: the verb that is coordinated with the one at `at`.
fn joined_verb(context: &Context<'_, '_, '_>, at: usize, floor: usize) -> Option<(usize, Measure)> {
    let joint = at.checked_sub(1).filter(|&joint| joint > floor)?;
    if context.value(joint, CueClass::Conjunction) != Some("coordinating") && context.word(joint) != "/" {
        return None;
    }
    let hit = context.cue_before(joint, CueClass::MeasureVerb)?;
    Some((hit.tokens.start as usize, of_people(&hit.cue.value)?))
}

/// No predicate is looked for farther away.
const REACH: usize = 48;

/// A predicate after the noun phrase: `had been killed`, `died`, `dead`.
pub(super) fn predicate(
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
        if context.has(at, CueClass::Relative) {
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

    /// True when a trigger stands at `at`, so that it joins the predicate before "and".
    fn joins(self, context: &Context<'_, '_, '_>, at: usize) -> bool {
        VERBS.iter().any(|&class| context.has(at, class))
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

/// A noun before the number: `a death toll of 12`, `the dead at 133`, `the number of martyrs 17`.
fn noun_before(context: &Context<'_, '_, '_>, start: usize, counted: &Counted) -> Option<Trigger> {
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
pub(super) fn named_before(context: &Context<'_, '_, '_>, start: usize) -> Option<Trigger> {
    let including = context.cue_before(start, CueClass::Including)?.tokens.start as usize;
    let floor = context.sentence(start).start.max(start.saturating_sub(24));
    (floor..including).rev().find_map(|at| {
        let hit = context.cue(at, CueClass::MeasureNoun).filter(|_| context.quantity(at).is_none())?;
        Trigger::of(&hit, at, hit.tokens.end as usize, Form::Noun)
    })
}

/// The verb that "and 114 others" is a further object or subject of.
pub(super) fn verb_before(context: &Context<'_, '_, '_>, start: usize) -> Option<Trigger> {
    let sentence = context.sentence(start);
    let and = start.checked_sub(1).filter(|&and| and > sentence.start)?;
    // "the mayor was killed along with two guards"
    let along = context.is(and, "with") && (context.is(and - 1, "along") || context.is(and - 1, "together"));
    if context.value(and, CueClass::Conjunction) != Some("coordinating") && !along {
        return None;
    }
    let mut before = (sentence.start..and).rev().take_while(|&at| context.word(at) != ";");
    before.find_map(|at| {
        let hit = context.cue(at, CueClass::MeasureVerb).filter(|_| !context.is_named(at))?;
        Trigger::of(&hit, at, hit.tokens.end as usize, Form::Object)
    })
}

/// A noun after the number that it rose to: `bringing to 40 the number of dead`.
fn noun_after(context: &Context<'_, '_, '_>, start: usize, counted: &Counted) -> Option<Trigger> {
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

#[cfg(test)]
mod tests {
    use crate::check::check_figures;

    #[test]
    fn triggers_give_the_measure() {
        check_figures(
            "The raid killed 12 fighters and wounded upwards of 30.",
            &[
                "\"12\" 12..12 person killed of fighters = combatant scope event",
                "\"upwards of 30\" 30.. person injured of fighters = combatant scope event",
            ],
        );
        check_figures(
            "58 soldiers had been killed and about 30 wounded.",
            &[
                "\"58\" 58..58 person killed of soldiers = security-force scope event",
                "\"about 30\" 30..30 person injured of soldiers = security-force scope event",
            ],
        );
        check_figures(
            "At least 18 civilians, 11 of them children, died in Nangarhar.",
            &[
                "\"At least 18\" 18.. person killed of civilians = civilian at AF-NAN from the clause scope event",
                "\"11\" 11..11 person killed of children = civilian at AF-NAN from the clause scope event part of 0",
            ],
        );
        check_figures(
            "The hospital received 11 wounded civilians.",
            &["\"11\" 11..11 person injured of wounded civilians = civilian scope event"],
        );
        check_figures(
            "The strike left 18 people dead and four missing.",
            &[
                "\"18\" 18..18 person killed of people scope event",
                "\"four\" 4..4 person missing of people scope event",
            ],
        );
        check_figures("The death toll rose to 40.", &["\"40\" 40..40 person killed scope event"]);
        check_figures(
            "Troops captured 14 insurgents and 25 posts.",
            &[
                "\"14\" 14..14 person detained of insurgents = combatant scope event",
                "\"25\" 25..25 item other of posts",
            ],
        );
        check_figures(
            "Three tanks were burned and two drones shot down.",
            &[
                "\"Three\" 3..3 item destroyed of tanks scope event",
                "\"two\" 2..2 item destroyed of drones scope event",
            ],
        );
        check_figures(
            "Gunmen attacked a convoy and 12 of them were arrested.",
            &["\"12\" 12..12 person detained scope event"],
        );
        check_figures(
            "More than 70,000 people have fled the city.",
            &["\"More than 70,000\" 70000.. person displaced of people scope event"],
        );
        check_figures(
            "The group has 6,000 fighters in Mali.",
            &["\"6,000\" 6000..6000 person strength of fighters = combatant at ML from the clause scope stock"],
        );
        check_figures(
            "Some 1,030 troops were killed or wounded in the past day.",
            &["\"Some 1,030\" 1030..1030 person casualties of troops = security-force scope period"],
        );
        check_figures(
            "The navy said 12 gunmen killed five sailors.",
            &[
                "\"12\" 12..12 person strength of gunmen = combatant says navy claimed scope stock",
                "\"five\" 5..5 person killed of sailors = security-force says navy claimed scope event",
            ],
        );
        check_figures(
            "Two rebels embraced martyrdom and 30 persons sustained injuries.",
            &[
                "\"Two\" 2..2 person killed of rebels = combatant scope event",
                "\"30\" 30..30 person injured of persons scope event",
            ],
        );
    }
}
