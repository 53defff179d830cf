//! What a number takes over from the figures before it: the total of a part, the measure it is
//! coordinated with or answers, a unit said once, a value said before.

use std::ops::Range;

use crossread_lexicon::{CueClass, CueHit, CueSet, Dimension};

use super::context::Context;
use super::drafts::{Draft, Origin};
use super::measure::{self, Form, Trigger};
use super::subject::{self, Counted, Kind};
use crate::extraction::{Measure, Quantity};

/// A number takes words over from at most so many sentences before.
const MEMORY: usize = 2;
/// The same value is recognised among so many figures before.
const ECHO: usize = 40;

/// The unit that a bare number takes over from the measured quantity before it.
pub(super) fn carried_unit(context: &Context<'_, '_, '_>, last: &Draft) -> Option<u32> {
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
pub(super) fn echoed<'d>(
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

/// The total of a part: `including three`, `11 of them`, `two officers among them`, `(five killed`.
pub(super) fn total_of<'d>(
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
    // "Among them were 300 fighters": the total stands before, in this sentence or the one before it.
    let inverted = start > sentence.start && context.value(start - 1, CueClass::Auxiliary) == Some("be");
    let among = if inverted { context.cue_before(start - 1, CueClass::Including) } else { None };
    let opens = among.is_some_and(|hit| hit.tokens.start as usize == sentence.start);
    // "This includes 120 in Karo": what the sentence before told.
    let refers = |hit: &CueHit<'_>| {
        let at = hit.tokens.start as usize;
        at == sentence.start + 1
            && (context.has(at - 1, CueClass::Pronoun)
                || context.value(at - 1, CueClass::Article) == Some("demonstrative"))
    };
    // "including a family of seven": the noun stands before its number.
    let family = counted.tokens.start.min(start);
    let lead = if family < start && context.has(family - 1, CueClass::Article) { family - 1 } else { family };
    // "24 bodies, including those of six children"
    let those = lead > sentence.start + 1 && context.is(lead - 1, "of") && context.is(lead - 2, "those");
    let lead = if those { lead - 2 } else { lead };
    let including = context.cue_before(lead, CueClass::Including).or(among);
    // "two children were among the dead": the total stands in the sentence before.
    let stated = context.value(end, CueClass::Auxiliary) == Some("be");
    let after = context.cue(end + usize::from(stated), CueClass::Including).filter(|hit| {
        // "four students were among those killed": the verb tells the measure.
        hit.tokens.len() > 1 && (!stated || context.is_punctuation(hit.tokens.end as usize))
    });
    let named = including.or(after.filter(|_| stated));
    if let Some(measure) = named.and_then(|hit| named_harmed(context, hit.tokens.start as usize))
        && let Some(total) = drafts.iter().rev().take(4).find(|draft| {
            let known = draft.measure == measure || draft.measure == Measure::Casualties;
            known && draft.part_of.is_none() && draft.trigger.is_some() && near(context, draft, start)
        })
    {
        return may_hold(total, context, start).then_some(total);
    }
    let bracket = start > sentence.start && context.word(start - 1) == "(";
    if !(counted.of_them || including.is_some() || after.is_some() || bracket) {
        return None;
    }
    let back = counted.of_them || opens || after.is_some() && stated || including.as_ref().is_some_and(refers);
    let floor = if back { None } else { Some(sentence.start) };
    let mut whole = drafts.iter().rev().take(4).filter(|draft| {
        let counts = matches!(draft.origin, Origin::Quantity(number) if context.quantities[number].dimension == Dimension::Count);
        counts && draft.part_of.is_none() && floor.is_none_or(|floor| draft.tokens.start >= floor) && near(context, draft, start)
    });
    let last = whole.next()?;
    // "39 drones over five regions, 21 of them": what was counted, not where it was.
    let within = last.tokens.start > sentence.start && context.has(last.tokens.start - 1, CueClass::PlacePreposition);
    let first = whole.next().filter(|first| within && first.tokens.start >= sentence.start);
    Some(first.unwrap_or(last)).filter(|draft| may_hold(draft, context, start))
}

/// `The dead included nine soldiers`, `among the dead were nine soldiers`: the measure of those
/// named before the word of including at `at`.
fn named_harmed(context: &Context<'_, '_, '_>, at: usize) -> Option<Measure> {
    let sentence = context.sentence(at);
    let mut range = if context.is(at, "among") { at + 1..at + 4 } else { at.saturating_sub(3)..at };
    let noun = range.find(|&noun| {
        sentence.contains(&noun)
            && noun > sentence.start
            && context.has(noun, CueClass::MeasureNoun)
            && context.has(noun - 1, CueClass::Article)
    })?;
    Measure::from_name(context.value(noun, CueClass::MeasureNoun)?)
}

/// True unless the number at `start` is larger than the total.
pub(super) fn may_hold(total: &Draft, context: &Context<'_, '_, '_>, start: usize) -> bool {
    if total.kind == Kind::Family {
        return true;
    }
    let part = context.quantity(start).and_then(|part| context.quantities.get(part));
    let least = part.and_then(|part| part.low.or(part.high));
    !matches!((total.bounds.1, least), (Some(most), Some(least)) if least > most)
}

pub(super) fn inherit(draft: &mut Draft, from: &Draft) {
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
pub(super) fn take_subject(
    context: &Context<'_, '_, '_>,
    start: usize,
    trigger: &Trigger,
    drafts: &[Draft],
) -> Option<Range<usize>> {
    if trigger.form == Form::Noun {
        let toll = context.has(trigger.at, CueClass::ClaimNoun);
        let of = trigger.end - usize::from(context.is(trigger.end - 1, "of"));
        return (!toll && of > trigger.at).then_some(trigger.at..of);
    }
    let last = drafts.iter().rev().find(|draft| draft.part_of.is_none())?;
    let harmed = matches!(trigger.measure, Measure::Killed | Measure::Injured | Measure::Missing);
    let people =
        matches!(last.kind, Kind::Person | Kind::Bare | Kind::Unknown) || (last.kind == Kind::Thing && !harmed);
    let same = context.sentence(start).contains(&last.tokens.start);
    let noun = last.subject.as_ref().is_some_and(|subject| !context.has(subject.start, CueClass::MeasureNoun));
    (same && people && noun && !one_of_several(context, start, last, drafts)).then(|| last.subject.clone())?
}

/// `the group claimed 52 soldiers and six Russians killed; Bamako admitted 18 dead`: a clause that tells of several
/// kinds of people does not say whom the next clause counts.
fn one_of_several(context: &Context<'_, '_, '_>, start: usize, last: &Draft, drafts: &[Draft]) -> bool {
    let parts = |range: Range<usize>| range.into_iter().any(|at| context.word(at) == ";");
    let sentence = context.sentence(start);
    parts(last.end..start)
        && drafts.iter().rev().take(4).any(|other| {
            sentence.contains(&other.tokens.start)
                && other.tokens.start < last.tokens.start
                && other.measure == last.measure
                && !parts(other.end..last.tokens.start)
                && other.subject.is_some()
                && other.subject != last.subject
        })
}

/// `that 64 of our soldiers did`, `claims 64 soldiers`: people named in answer to an earlier figure.
pub(super) fn answered<'d>(
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
pub(super) fn coordinated<'d>(
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
        if moves_another(context, start) {
            return None;
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

/// `The rial fell to 1,900`: what rises or falls in the clause of the number at `start` is no toll or count.
fn moves_another(context: &Context<'_, '_, '_>, start: usize) -> bool {
    const COUNTS: CueSet = CueSet::of(&[CueClass::MeasureNoun, CueClass::ClaimNoun, CueClass::Pronoun]);
    let sentence = context.sentence(start);
    let clause = (sentence.start..start).rev().find(|&at| context.word(at) == ";").map_or(sentence.start, |at| at + 1);
    let Some(change) = (clause..start).rev().find(|&at| context.has(at, CueClass::Change)) else { return false };
    let mut subject =
        (clause..change).filter(|&at| context.is_word(at) && !context.has(at, CueClass::Article)).peekable();
    subject.peek().is_some() && !subject.any(|at| context.has_any(at, COUNTS) || context.actor(at).is_some())
}

/// True when a trigger stands right after the phrase, so that a part has a measure of its own.
pub(super) fn own(context: &Context<'_, '_, '_>, trigger: &Trigger, counted: &Counted) -> bool {
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

/// `Nobody has counted its losses. The group admits to four.`: the measure noun of the sentence before.
pub(super) fn told_before(context: &Context<'_, '_, '_>, start: usize) -> Option<Measure> {
    let sentence = context.sentence(start);
    context.cue_before(start, CueClass::SayVerb)?;
    let mut before = context.sentence(sentence.start.checked_sub(1)?);
    before
        .rfind(|&at| context.has(at, CueClass::MeasureNoun))
        .and_then(|at| context.value(at, CueClass::MeasureNoun))
        .and_then(Measure::from_name)
}

/// `Q: How many trucks are stuck? A: The chamber says 5,500.`: what a bare number counts that answers a question.
pub(super) fn asked(context: &Context<'_, '_, '_>, start: usize) -> Option<(Counted, Option<Trigger>)> {
    let mut sentence = context.sentence(start);
    for _ in 0..MEMORY {
        sentence = context.sentence(sentence.start.checked_sub(1)?);
        if !context.is(sentence.end - 1, "?") {
            continue;
        }
        let many =
            (sentence.start + 1..sentence.end).find(|&at| context.is(at, "many") && context.is(at - 1, "how"))?;
        let found = subject::phrase(context, many + 1, sentence.end)?;
        let told = measure::predicate(context, many, found.end, &[]).filter(|told| sentence.contains(&told.at));
        return Some((found, told));
    }
    None
}

pub(super) fn near(context: &Context<'_, '_, '_>, draft: &Draft, at: usize) -> bool {
    let here = context.reading.sentence_of(at);
    let there = context.reading.sentence_of(draft.tokens.start);
    here - there.min(here) <= MEMORY
}

#[cfg(test)]
mod tests {
    use crossread_lexicon::Lexicon;
    use crossread_text::Document;

    use crate::check::check_figures;

    #[test]
    fn among_them_opens_the_parts_of_the_sentence_before() {
        check_figures(
            "The fighting left 594 people dead. Among them were 300 farmers.",
            &[
                "\"594\" 594..594 person killed of people scope event",
                "\"300\" 300..300 person killed of farmers = civilian scope event part of 0",
            ],
        );
    }

    #[test]
    fn some_of_the_dead_stand_in_the_next_sentence() {
        for (text, part) in [
            (
                "Seven people died in the blast. Two children were among the dead.",
                "\"Two\" 2..2 person killed of children = civilian scope event part of 0",
            ),
            (
                "Seven people died in the blast. Among the dead were two children.",
                "\"two\" 2..2 person killed of children = civilian scope event part of 0",
            ),
            (
                "Seven people died in the blast. Two children were among those killed.",
                "\"Two\" 2..2 person killed of children = civilian scope event",
            ),
        ] {
            check_figures(text, &["\"Seven\" 7..7 person killed of people scope event", part]);
        }
    }

    #[test]
    fn what_else_rises_or_falls_is_no_toll() {
        let nine = "\"Nine\" 9..9 person killed of people scope event";
        for (text, expected) in [
            ("Nine people were killed. The rial fell to 1,900.", "\"1,900\" 1900..1900 item other"),
            ("Nine people were killed. The price of bread climbed to 40.", "\"40\" 40..40 item other"),
            ("Nine people were killed. The toll rose to 12.", "\"12\" 12..12 person killed scope event"),
        ] {
            check_figures(text, &[nine, expected]);
        }
    }

    /// The figures of a text with their measure and what they count.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::from_text("check", text);
        let read = crate::extract(&document, Lexicon::built_in());
        let found: Vec<String> = read
            .figures
            .iter()
            .map(|figure| {
                let subject = figure.subject.as_deref().unwrap_or("-");
                format!("{} {} {subject}", figure.span.of(text), figure.measure.name())
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn those_of_some_are_a_part() {
        check(
            "The hospital received 24 bodies, including those of six children.",
            &["24 killed bodies", "six killed children"],
        );
        check("They found nine bodies, among them those of two nurses.", &["nine killed bodies", "two killed nurses"]);
        check("Doctors received 24 bodies. They treated six children.", &["24 killed bodies", "six other children"]);
    }

    #[test]
    fn a_noun_for_shelter_is_no_flight() {
        check("Floods hit Karo: 1,900 shelters were destroyed.", &["1,900 destroyed shelters"]);
        check("Some 300 shelters burned down.", &["Some 300 destroyed shelters"]);
        check("About 700 people sheltered in a school.", &["About 700 displaced people"]);
    }

    #[test]
    fn who_speaks_is_not_counted() {
        check("A trader from Karo said that 22 men were missing.", &["22 missing men"]);
    }

    #[test]
    fn one_in_a_list_of_places_counts() {
        check(
            "Seven people died: two officers in Cali, one in Caloto, and four civilians in Corinto.",
            &["Seven killed people", "two killed officers", "one killed people", "four killed civilians"],
        );
        check("The raid hit one in Karo.", &[]);
    }

    #[test]
    fn a_bare_number_counts_what_was_asked_for() {
        check("How many trucks are stuck? The chamber says some 5,500.", &["some 5,500 other trucks"]);
        check("How many people were killed? It is not clear. The mayor speaks of 31.", &["31 killed people"]);
        check("How many fighters does the Karo Front have? The army puts it at 6,000.", &["6,000 strength fighters"]);
        check("How did it end? The army puts it at 6,000.", &["6,000 other -"]);
    }

    #[test]
    fn those_who_kill_are_not_those_killed() {
        check("There are 6,000 killers of the Front.", &["6,000 strength killers"]);
        check("Police hold the killers of nine men.", &["nine killed men"]);
    }

    #[test]
    fn parts_count_what_their_total_counts() {
        check(
            "Some 900 farmers came back to a valley in need: 500 from Karo and 400 from Dara.",
            &["Some 900 displaced farmers", "500 displaced farmers", "400 displaced farmers"],
        );
    }
}
