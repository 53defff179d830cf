//! Counts that no number states: one person harmed, casualties without a number, stated zeros.

use std::ops::Range;

use crossread_lexicon::CueClass;
use crossread_text::SentenceKind;

use super::context::Context;
use super::drafts::{Draft, Origin};
use super::measure::{self, Trigger};
use super::subject::{self, Counted, Kind};
use crate::extraction::Measure;

/// Adds implied counts and stated zeros to `drafts`, which are in text order.
pub(super) fn add(context: &Context<'_, '_, '_>, drafts: &mut Vec<Draft>) {
    let phrases: Vec<Counted> = Vec::new();
    let mut found = Vec::new();
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
                .or_else(|| zero(context, at, &tokens, &phrases))
                .or_else(|| unnumbered(context, at, &tokens, known));
            at = draft.as_ref().map_or(at + 1, |draft| draft.end.max(at + 1));
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

/// Only these measures are told without a number.
fn is_harm(measure: Measure) -> bool {
    matches!(measure, Measure::Killed | Measure::Injured | Measure::Detained | Measure::Missing)
}

/// `a policeman was killed`, `a father and his son died`.
fn one(context: &Context<'_, '_, '_>, at: usize, known: &[Draft], phrases: &[Counted]) -> Option<Draft> {
    if !indefinite(context, at) || context.is_named(at) {
        return None;
    }
    let limit = context.sentence(at).end;
    let mut counted = person(context, at + 1, limit)?;
    let mut count = 1.0;
    while let Some(next) = joined(context, counted.end, limit) {
        count += 1.0;
        let class = counted.class.or(next.class);
        counted = Counted { tokens: counted.tokens.start..next.tokens.end, class, ..next };
    }
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
        let total = known.iter().rev().find(|draft| draft.tokens.start < start && draft.part_of.is_none())?;
        return is_harm(total.measure).then_some((total.measure, total.trigger, Some(total.tokens.start)));
    }
    let object = measure::object(context, start).filter(|trigger| trigger.form == measure::Form::Object);
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
    if !subject::is_plural(context.word(end - 1)) || context.has(end, CueClass::MeasureNoun) {
        return None;
    }
    let numbered = known.iter().any(|draft| {
        matches!(draft.measure, Measure::Killed | Measure::Injured | Measure::Casualties) && draft.cell.is_none()
    });
    let negated = (sentence.start.max(at.saturating_sub(4))..at).any(|before| context.has(before, CueClass::Negation));
    if numbered || negated {
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
    fn counts_without_numbers() {
        check_figures(
            "A policeman was killed and a father and his son were injured in Goma.",
            &[
                "\"A policeman\" 1..1 person killed of policeman = security-force at CD-NK/Goma from the clause scope event implied",
                "\"a father and his son\" 2..2 person injured of father and his son at CD-NK/Goma from the clause scope event implied",
            ],
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
            "Nine people, including a 12-year-old boy, were killed.",
            &[
                "\"Nine\" 9..9 person killed of people scope event",
                "\"a 12-year-old boy\" 1..1 person killed of 12-year-old boy = civilian scope event part of 0 implied",
                "\"12-year-old\" 12..12 year duration",
            ],
        );
    }
}
