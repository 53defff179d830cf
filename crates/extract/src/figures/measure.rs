//! What a number measures: the verb, noun or adjective that governs it.
//!
//! A trigger is looked for where English puts it: inside the counted phrase (`11 wounded
//! civilians`), right before it (`killed 58`), after it as a predicate (`58 soldiers had been
//! killed`), or as a noun before it (`a death toll of 12`). A number without a trigger of its own
//! takes the measure of the number it is coordinated with or compared to.

mod nouns;
mod predicate;
mod tolls;

use std::ops::Range;

use crossread_lexicon::{CueClass, CueHit};

pub(super) use self::nouns::{named_before, verb_before};
use self::nouns::{noun_after, noun_before};
pub(super) use self::predicate::predicate;
use super::context::Context;
use super::subject::{Counted, Kind};
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
    // "107 disfigured bodies"
    let dead = matches!(counted.kind, Kind::Toll(Measure::Killed));
    if let Some((at, measure)) = counted.adjective.filter(|&(_, measure)| !(dead && measure == Measure::Injured)) {
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
    told(None)
        .or_else(|| noun_before(context, start, counted))
        .or_else(|| tolls::toll_before(context, start, counted))
        .or_else(|| tolls::set_before(context, start))
        .or_else(|| noun_after(context, start, counted))
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
    if let Some(noun) = dated_noun(context, before, sentence.start) {
        return Some(noun);
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

/// `the murder on 26 February of a mayor`, `the killing last week of three nurses`: a time stands between the noun
/// and its "of".
fn dated_noun(context: &Context<'_, '_, '_>, start: usize, floor: usize) -> Option<Trigger> {
    let of = start.checked_sub(1).filter(|&of| of > floor + 1 && context.is(of, "of"))?;
    let mut before = context.time(of - 1)?.tokens.start as usize;
    while before > floor && context.cue_before(before, CueClass::TimePreposition).is_some() {
        before -= 1;
    }
    let hit = context.cue_before(before, CueClass::MeasureNoun).filter(|hit| hit.tokens.start as usize >= floor)?;
    Trigger::of(&hit, hit.tokens.start as usize, before, Form::Noun)
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

#[cfg(test)]
mod tests {
    use crate::check::{check_figures, check_measures as check};

    #[test]
    fn a_clause_with_a_subject_of_its_own_tells_nothing() {
        check(
            "It stopped seven blocks from where the governor Ana Ruiz was killed.",
            &["seven other", "Ana Ruiz killed"],
        );
        check("A spokesman advised that the plane was destroyed.", &[]);
        check("Ana Ruiz, chief of the force, is responsible for the murder.", &[]);
    }

    #[test]
    fn a_second_predicate_joins_the_first() {
        check("The nine soldiers were on a visit and were wounded by a bomb.", &["nine injured"]);
        check("Twelve men were in a van and were shot dead.", &["Twelve killed"]);
        check("Twelve men were in a van and the driver fled.", &["Twelve other"]);
    }

    #[test]
    fn a_time_may_part_a_noun_from_its_of() {
        check("They condemned the murder on 26 February of mayor Ana Ruiz.", &["Ana Ruiz killed"]);
        check("The killing last week of three nurses shocked the town.", &["three killed"]);
    }

    #[test]
    fn a_victim_is_told_behind_commas() {
        check("The colonel's wife, Ana Ruiz, was shot dead.", &["Ana Ruiz killed"]);
        check("Ana Ruiz, who was killed last month, had signed the report.", &["Ana Ruiz killed"]);
        check("Ana Ruiz, who was elected last month, had signed the report.", &[]);
    }

    #[test]
    fn bodies_are_of_the_dead_whatever_was_done_to_them() {
        check("Rescuers recovered 107 disfigured bodies.", &["107 killed"]);
        check("They found 12 mutilated corpses.", &["12 killed"]);
        check("There were 12 wounded civilians.", &["12 injured"]);
    }

    #[test]
    fn a_headline_leaves_the_auxiliary_of_hearsay_out() {
        for (text, expected) in [
            (
                "Up to 200 soldiers feared dead",
                "\"Up to 200\" ..200 person killed of soldiers = security-force estimated scope event",
            ),
            ("At least 30 feared killed in raid", "\"At least 30\" 30.. person killed estimated scope event"),
        ] {
            check_figures(text, &[expected]);
        }
    }

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
