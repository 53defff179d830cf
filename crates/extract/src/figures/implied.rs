//! Counts that no number states: one person harmed, casualties without a number, stated zeros.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use crossread_lexicon::{CueClass, CueSet};
use crossread_text::SentenceKind;

use super::context::Context;
use super::drafts::{Draft, Origin};
use super::measure::{self, Trigger};
use super::subject::{self, Counted, Kind};
use crate::extraction::{ActorForm, Measure, SubjectClass};

/// Adds implied counts and stated zeros to `drafts`, which are in text order.
pub(super) fn add(context: &Context<'_, '_, '_>, drafts: &mut Vec<Draft>) {
    let phrases: Vec<Counted> = Vec::new();
    let mut found: Vec<Draft> = Vec::new();
    let mut told = BTreeSet::new();
    for sentence in &context.reading.document.sentences {
        if sentence.kind == SentenceKind::TableRow {
            continue;
        }
        let tokens = sentence.tokens.indices();
        let first = drafts.partition_point(|draft| draft.tokens.start < tokens.start);
        let last = drafts.partition_point(|draft| draft.tokens.start < tokens.end);
        let known = &drafts[first..last];
        let mut at = tokens.start;
        while at < tokens.end {
            let draft = one(context, at, known, &phrases)
                .or_else(|| definite(context, at, &phrases))
                .or_else(|| victim(context, at, known, &phrases))
                .or_else(|| zero(context, at, &tokens, &phrases))
                .or_else(|| unnumbered(context, at, &tokens, known));
            at = draft.as_ref().map_or(at + 1, |draft| draft.end.max(at + 1));
            let again = |draft: &&Draft| told.contains(&key(context, draft));
            if draft.as_ref().filter(again).is_some() {
                // "the policeman was wounded": told before.
                continue;
            }
            told.extend(draft.iter().map(|draft| key(context, draft)));
            found.extend(draft);
        }
    }
    drafts.append(&mut found);
}

fn draft(origin: Origin, tokens: Range<usize>, count: Option<f64>, measure: Measure, counted: &Counted) -> Draft {
    Draft {
        origin,
        tokens,
        bounds: (count, count),
        measure,
        kind: Kind::Person,
        subject: (!counted.tokens.is_empty()).then(|| counted.tokens.clone()),
        kin: None,
        inherited: false,
        class: counted.class,
        trigger: None,
        end: counted.end,
        part_of: None,
        unit: None,
        rule: "figures/implied",
        entry: None,
        cell: None,
    }
}

/// What makes two counts without number the same: the measure with the person, else with the head
/// noun or, for those that tell somebody new, the place in the text.
fn key<'a>(context: &Context<'_, '_, 'a>, draft: &Draft) -> (Measure, Cow<'a, str>, usize) {
    if let Some(person) = context.actor(draft.tokens.start).filter(|actor| actor.form == ActorForm::Person) {
        return (draft.measure, person.id.clone(), 0);
    }
    let fresh =
        draft.origin != Origin::Implied || context.is(draft.tokens.start, "a") || context.is(draft.tokens.start, "an");
    let head = draft.tokens.end.saturating_sub(1);
    (draft.measure, Cow::Borrowed(context.word(head)), if fresh { draft.tokens.start + 1 } else { 0 })
}

/// Only these measures are told without a number.
fn is_harm(measure: Measure) -> bool {
    matches!(measure, Measure::Killed | Measure::Injured | Measure::Detained | Measure::Missing)
}

/// `a policeman was killed`, `a father and his son died`.
fn one(context: &Context<'_, '_, '_>, at: usize, known: &[Draft], phrases: &[Counted]) -> Option<Draft> {
    let dozen = context.has(at + 1, CueClass::NumberScale) || context.has(at + 1, CueClass::NumberVague);
    // "told a broadcaster that one jet had been shot down": who listens is not harmed.
    let told = at.checked_sub(1).and_then(|verb| context.value(verb, CueClass::SayVerb)) == Some("told");
    if !indefinite(context, at) || context.is_named(at) || dozen || told {
        return None;
    }
    let limit = context.sentence(at).end;
    let mut counted = person(context, at + 1, limit)?;
    let count = join(context, &mut counted, limit);
    let (measure, trigger, part_of) = harm(context, at, &counted, known, phrases)?;
    let entry = trigger.and_then(|trigger| context.cue(trigger.at, CueClass::MeasureVerb)).map(|hit| hit.cue.row);
    let tokens = at..counted.tokens.end;
    Some(Draft { trigger, part_of, entry, ..draft(Origin::Implied, tokens, Some(count), measure, &counted) })
}

fn indefinite(context: &Context<'_, '_, '_>, at: usize) -> bool {
    (context.is(at, "a") || context.is(at, "an")) && context.has(at, CueClass::Article)
}

/// A noun phrase whose head is one person.
fn person(context: &Context<'_, '_, '_>, at: usize, limit: usize) -> Option<Counted> {
    // "a 12-year-old boy": the age stands before the noun.
    let age = context.quantity(at).and_then(|age| context.quantities.get(age)).map(|age| age.tokens.end as usize);
    let start = age.unwrap_or(at);
    let start = if age.is_some() && context.is_hyphen(start) { start + 1 } else { start };
    let mut counted = subject::phrase(context, start, limit).filter(|counted| counted.kind == Kind::Person)?;
    let head = counted.tokens.end - 1;
    if context.actor(head).is_some() || !context.has_person_ending(counted.tokens.end) {
        return None;
    }
    counted.class = subject::class_of(context, &counted.tokens);
    counted.tokens.start = at;
    Some(counted)
}

/// `the mayor was kidnapped`, `his driver was wounded`: one person, as the verb tells.
fn definite(context: &Context<'_, '_, '_>, at: usize, phrases: &[Counted]) -> Option<Draft> {
    let own = context.value(at, CueClass::Pronoun) == Some("possessive");
    let the = context.has(at, CueClass::Article) && !indefinite(context, at);
    if !(own || the || context.is_possessive(at)) || context.actor(at).is_some() {
        return None;
    }
    let counted = person(context, at + 1, context.sentence(at).end)?;
    let verb = counted.end;
    if context.cue_before(at, CueClass::Including).is_some() {
        return None;
    }
    let trigger = if context.has(verb, CueClass::SingularVerb) {
        measure::predicate(context, at, counted.end, phrases)?
    } else {
        struck(context, at, &counted)?
    };
    let measure = measure::adapted(&trigger, Kind::Person);
    let start = if own || the { at } else { at + 1 };
    let tokens = start..counted.tokens.end;
    is_harm(measure)
        .then(|| Draft { trigger: Some(trigger), ..draft(Origin::Implied, tokens, Some(1.0), measure, &counted) })
}

/// `killed the mayor`, `wounded her husband`: the verb right before one person.
fn struck(context: &Context<'_, '_, '_>, at: usize, counted: &Counted) -> Option<Trigger> {
    let alone = !subject::is_plural(context.word(counted.tokens.end - 1)) && context.actor(counted.end).is_none();
    measure::object(context, at + 1).filter(|trigger| alone && trigger.form == measure::Form::Object)
}

/// `the murder of Senator Amaya`, `gunmen wounded Ana Ruiz`, `Pedro Luna has died`: a named victim.
fn victim(context: &Context<'_, '_, '_>, at: usize, known: &[Draft], phrases: &[Counted]) -> Option<Draft> {
    let name = named(context, at)?;
    let titled = before_titles(context, at);
    let title =
        [CueClass::PersonTitle, CueClass::PersonRole].iter().any(|&class| context.cue_before(at, class).is_some());
    if name.len() < 2 && !title {
        return None;
    }
    let roll = roll(context, &name);
    let counted = Counted {
        tokens: name.clone(),
        end: roll.end,
        kind: Kind::Person,
        of_them: false,
        adjective: None,
        class: None,
    };
    let possessive = context.is_possessive(name.end).then(|| name.end + 1);
    let (measure, trigger, part_of) = match possessive.and_then(|noun| context.cue(noun, CueClass::MeasureNoun)) {
        // "Pedro Luna's murder"
        Some(hit) => (measure::of_people(&hit.cue.value)?, None, None),
        None if possessive.is_some() => return None,
        None => measure::object(context, titled)
            .or_else(|| measure::object(context, before_titles(context, roll.start)).filter(|_| roll.start < at))
            .map(|trigger| (measure::adapted(&trigger, Kind::Person), Some(trigger), None))
            .or_else(|| harm(context, titled, &counted, known, phrases))
            .or_else(|| described(context, titled, &counted, phrases))?,
    };
    // The other names of a list are read next.
    let end = name.end;
    let draft = Draft { trigger, part_of, end, ..draft(Origin::Implied, name, Some(1.0), measure, &counted) };
    is_harm(measure).then_some(draft)
}

/// `his wife, Ana Ruiz, was shot dead`, `Ana Ruiz, who was killed in May, had signed it`: the predicate behind the
/// comma that closes an apposition, or in the relative clause that a comma opens.
fn described(
    context: &Context<'_, '_, '_>,
    start: usize,
    counted: &Counted,
    phrases: &[Counted],
) -> Option<(Measure, Option<Trigger>, Option<usize>)> {
    let comma = Some(counted.end).filter(|&comma| context.is_comma(comma))?;
    let closes = start > 0 && context.is_comma(start - 1);
    let next = comma + 1;
    let after = match context.value(next, CueClass::Relative) {
        Some("person") => next + 1,
        _ if closes => next,
        _ => return None,
    };
    let be = context.value(after, CueClass::Auxiliary) == Some("be");
    let trigger = be.then(|| measure::predicate(context, start, after, phrases)).flatten()?;
    let measure = measure::adapted(&trigger, Kind::Person);
    is_harm(measure).then_some((measure, Some(trigger), None))
}

/// The name of the person that begins at `at`.
fn named(context: &Context<'_, '_, '_>, at: usize) -> Option<Range<usize>> {
    let name = context.actor(at).filter(|actor| actor.form == ActorForm::Person)?.tokens.indices();
    (name.start == at).then_some(name)
}

/// The list of names that `name` is one of, from the first to the last (`Ana Ruiz, Pedro Luna and Carlos Amaya`);
/// the name alone where no "and" closes a list.
fn roll(context: &Context<'_, '_, '_>, name: &Range<usize>) -> Range<usize> {
    let (mut start, mut end, mut closed) = (name.start, name.end, false);
    for _ in 0..ROLL {
        let and = usize::from(context.is_comma(end)) + end;
        let joins = context.is(and, "and");
        let next = if joins { and + 1 } else { end + 1 };
        let found = (joins || context.is_comma(end)).then(|| (next..next + TITLE).find_map(|at| named(context, at)));
        let Some(found) = found.flatten().filter(|found| before_titles(context, found.start) <= next) else { break };
        (end, closed) = (found.end, joins);
        if joins {
            break;
        }
    }
    if !closed && !context.is(name.start.saturating_sub(1), "and") {
        return name.clone();
    }
    for _ in 0..ROLL {
        let opens = before_titles(context, start);
        let Some(mark) = opens.checked_sub(1).filter(|&mark| context.is_comma(mark) || context.is(mark, "and")) else {
            break;
        };
        let last = if context.is(mark, "and") && mark > 0 && context.is_comma(mark - 1) { mark - 1 } else { mark };
        let before = last.checked_sub(1).and_then(|last| context.actor(last));
        let Some(before) = before.filter(|actor| actor.form == ActorForm::Person) else { break };
        start = before.tokens.start as usize;
    }
    start..end
}

/// A list of victims is read over so many names.
const ROLL: usize = 12;
/// Before a name in a list stand at most so many tokens of title.
const TITLE: usize = 5;

/// The first token of the titles and roles before a name: `MNR leader`, `presidential candidate`.
fn before_titles(context: &Context<'_, '_, '_>, name: usize) -> usize {
    let sentence = context.sentence(name);
    let floor = sentence.start.max(name.saturating_sub(7));
    let small = CueSet::of(&[
        CueClass::Article,
        CueClass::Auxiliary,
        CueClass::Preposition,
        CueClass::Conjunction,
        CueClass::Relative,
        CueClass::Pronoun,
        CueClass::SayVerb,
        CueClass::MeasureVerb,
        CueClass::MeasureIntransitive,
        CueClass::Adverb,
        CueClass::Negation,
        CueClass::Including,
    ]);
    let mut start = name;
    while start > floor {
        let before = start - 1;
        let title = context.is_word(before)
            && context.time(before).is_none()
            && context.quantity(before).is_none()
            && !context.reading.scan.has_any(before, small);
        if !title && !context.is_hyphen(before) {
            break;
        }
        start = before;
    }
    start
}

/// Takes the persons that a list adds to the first (`a judge, a policeman and his son`); how many they are.
fn join(context: &Context<'_, '_, '_>, counted: &mut Counted, limit: usize) -> f64 {
    let (mut whole, mut count) = (counted.clone(), 1.0);
    let mut told = 1.0;
    loop {
        let last = joined(context, whole.end, limit);
        let comma = context.is_comma(whole.end) && indefinite(context, whole.end + 1);
        let next = last.clone().or_else(|| if comma { person(context, whole.end + 2, limit) } else { None });
        let Some(next) = next else { return told };
        count += 1.0;
        let class = match (whole.class, next.class) {
            (Some(one), Some(other)) if one != other => Some(SubjectClass::Mixed),
            (one, other) => one.or(other),
        };
        whole = Counted { tokens: whole.tokens.start..next.tokens.end, class, ..next };
        // A comma alone may open an apposition: the list is one once "and" closes it.
        if last.is_some() {
            (*counted, told) = (whole.clone(), count);
        }
    }
}

/// `and his son`, `and a child`.
fn joined(context: &Context<'_, '_, '_>, at: usize, limit: usize) -> Option<Counted> {
    if !context.is(at, "and") {
        return None;
    }
    let own = context.value(at + 1, CueClass::Pronoun) == Some("possessive");
    if !own && !indefinite(context, at + 1) {
        return None;
    }
    person(context, at + 2, limit).filter(|next| !subject::is_plural(context.word(next.tokens.end - 1)))
}

/// The harm done to the person counted, and the total it is a part of.
fn harm(
    context: &Context<'_, '_, '_>,
    start: usize,
    counted: &Counted,
    known: &[Draft],
    phrases: &[Counted],
) -> Option<(Measure, Option<Trigger>, Option<usize>)> {
    if context.cue_before(start, CueClass::Including).is_some() {
        let total = known.iter().rev().find(|draft| draft.tokens.start < start && draft.part_of.is_none());
        let Some(total) = total else {
            // "The wounded include a child."
            let noun = measure::named_before(context, start)?;
            return is_harm(noun.measure).then_some((noun.measure, Some(noun), None));
        };
        return is_harm(total.measure).then_some((total.measure, total.trigger, Some(total.tokens.start)));
    }
    let of = start.checked_sub(1).is_some_and(|of| context.is(of, "of"));
    let object = measure::object(context, start).filter(|trigger| of || trigger.form == measure::Form::Object);
    let trigger = object.or_else(|| measure::predicate(context, start, counted.end, phrases))?;
    let measure = measure::adapted(&trigger, Kind::Person);
    is_harm(measure).then_some((measure, Some(trigger), None))
}

/// `No casualties were reported`, `no aid worker was killed`, `without deaths`.
fn zero(context: &Context<'_, '_, '_>, at: usize, sentence: &Range<usize>, phrases: &[Counted]) -> Option<Draft> {
    let hit = context.cue(at, CueClass::Negation).filter(|hit| !hit.cue.value.is_empty())?;
    if context.quantity(at).is_some() {
        return None;
    }
    let end = hit.tokens.end as usize;
    let nobody = hit.cue.value == "nobody";
    let start = if context.is(end, "of") { end + 2 } else { end };
    let counted = if nobody && start == end { None } else { Some(subject::phrase(context, start, sentence.end)?) };
    let empty = Counted { tokens: end..end, end, kind: Kind::Person, of_them: false, adjective: None, class: None };
    let mut counted = counted.unwrap_or(empty);
    let measure = match counted.kind {
        Kind::Toll(measure) => measure,
        Kind::Person => {
            let trigger = measure::predicate(context, at, counted.end, phrases)?;
            measure::adapted(&trigger, Kind::Person)
        }
        _ => return None,
    };
    if !is_harm(measure) && measure != Measure::Casualties {
        return None;
    }
    counted.class = subject::class_of(context, &counted.tokens);
    Some(Draft { rule: "figures/zero", ..draft(Origin::Zero, at..end, Some(0.0), measure, &counted) })
}

/// `alleged civilian casualties`: a claim of harm without any number.
fn unnumbered(context: &Context<'_, '_, '_>, at: usize, sentence: &Range<usize>, known: &[Draft]) -> Option<Draft> {
    let hit = context.cue(at, CueClass::MeasureNoun)?;
    if Measure::from_name(&hit.cue.value) != Some(Measure::Casualties) || context.quantity(at).is_some() {
        return None;
    }
    let end = hit.tokens.end as usize;
    // "casualty figures vary": a word for what is told.
    let told = (at..end).any(|at| context.has(at, CueClass::ClaimNoun));
    if told || !subject::is_plural(context.word(end - 1)) || context.has(end, CueClass::MeasureNoun) {
        return None;
    }
    let numbered = known.iter().any(|draft| {
        matches!(draft.measure, Measure::Killed | Measure::Injured | Measure::Casualties) && draft.cell.is_none()
    });
    let negated = (sentence.start.max(at.saturating_sub(4))..at).any(|before| context.has(before, CueClass::Negation));
    // "97 per cent of the casualties" has its number.
    let share = (sentence.start.max(at.saturating_sub(4))..at)
        .rev()
        .find(|&before| !context.is_word(before) || context.quantity(before).is_some());
    let shared = share.is_some_and(|before| context.quantity(before).is_some());
    if numbered || negated || shared {
        return None;
    }
    let mut start = at;
    while start > sentence.start && context.has(start - 1, CueClass::PersonNoun) {
        start -= 1;
    }
    let class = subject::class_of(context, &(start..end));
    let counted = Counted { tokens: start..end, end, kind: Kind::Person, of_them: false, adjective: None, class };
    let rule = "figures/unnumbered";
    let measure = Measure::Casualties;
    Some(Draft { rule, entry: Some(hit.cue.row), ..draft(Origin::Unnumbered, start..end, None, measure, &counted) })
}

#[cfg(test)]
mod tests {
    use crate::check::check_figures;

    #[test]
    fn every_name_of_a_list_of_victims_counts() {
        let each = |name: &str, slug: &str, place: &str| {
            format!("\"{name}\" 1..1 person killed of {name} counts person:{slug}{place} scope event implied")
        };
        let of = |place: &str| {
            [
                each("Ana Ruiz", "ana-ruiz", place),
                each("Pedro Luna", "pedro-luna", place),
                each("Carlos Amaya", "carlos-amaya", place),
            ]
        };
        let told = of("");
        check_figures("Ana Ruiz, Pedro Luna and Carlos Amaya were killed.", &told.each_ref().map(String::as_str));
        let told = of(" at CO-VAC/Cali from the clause");
        check_figures(
            "Gunmen killed Ana Ruiz, Pedro Luna and Carlos Amaya in Cali.",
            &told.each_ref().map(String::as_str),
        );
        check_figures("Ana Ruiz, Pedro Luna and Carlos Amaya spoke.", &[]);
    }

    #[test]
    fn counts_without_numbers() {
        check_figures(
            "A policeman was killed and a father and his son were injured in Goma.",
            &[
                "\"A policeman\" 1..1 person killed of policeman = security-force at CD-NK/Goma from the clause scope event implied",
                "\"a father and his son\" 2..2 person injured of father and his son at CD-NK/Goma from the clause scope event implied",
            ],
        );
        check_figures(
            "The murder of Senator Carlos Amaya shocked Quito. Carlos Amaya was murdered on Friday, and his driver was wounded.",
            &[
                "\"Carlos Amaya\" 1..1 person killed of Carlos Amaya counts person:carlos-amaya at EC-P/Quito from the clause scope event implied",
                "\"his driver\" 1..1 person injured of driver = civilian at EC-P/Quito from the sentence scope event implied",
            ],
        );
        check_figures(
            "Gunmen kidnapped mayor Ana Ruiz. The mayor was freed.",
            &["\"Ana Ruiz\" 1..1 person detained of Ana Ruiz counts person:ana-ruiz scope event implied"],
        );
        check_figures(
            "Carlos Amaya killed two soldiers, the police said.",
            &["\"two\" 2..2 person killed of soldiers = security-force says police claimed scope event"],
        );
        check_figures("No casualties were reported.", &["\"No\" 0..0 person casualties of casualties scope event"]);
        check_figures(
            "Nobody was killed. None of the soldiers was hurt.",
            &[
                "\"Nobody\" 0..0 person killed scope event",
                "\"None\" 0..0 person injured of soldiers = security-force scope event",
            ],
        );
        check_figures(
            "The strike caused civilian casualties.",
            &["\"civilian casualties\" .. person casualties of civilian casualties = civilian scope event implied"],
        );
        check_figures(
            "Gunmen killed the mayor, as well as two peasants, and wounded her husband.",
            &[
                "\"the mayor\" 1..1 person killed of mayor scope event implied",
                "\"two\" 2..2 person killed of peasants = civilian scope event",
                "\"her husband\" 1..1 person injured of husband scope event implied",
            ],
        );
        check_figures("He told a broadcaster that a jet had been shot down.", &[]);
        check_figures(
            "Some 97 percent of the casualties were civilians.",
            &["\"Some 97 percent\" 97..97 percent percent-share of casualties"],
        );
        check_figures(
            "The wounded include a child and a woman.",
            &["\"a child and a woman\" 2..2 person injured of child and a woman = civilian scope event implied"],
        );
        check_figures(
            "The killings of a judge, a policeman and a senator were condemned.",
            &[
                "\"a judge, a policeman and a senator\" 3..3 person killed of judge, a policeman and a senator = mixed scope event implied",
            ],
        );
        check_figures(
            "Nine people, including a 12-year-old boy, were killed.",
            &[
                "\"Nine\" 9..9 person killed of people scope event",
                "\"a 12-year-old boy\" 1..1 person killed of 12-year-old boy = civilian scope event part of 0 implied",
                "\"12-year-old\" 12..12 year duration",
            ],
        );
    }
}
