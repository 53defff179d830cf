//! The noun phrase that a number counts, and what kind of thing it is.

use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass, CueSet, Dimension};
use crossread_text::TokenKind;

use super::context::Context;
use crate::extraction::{ActorMention, Measure, Quantity, SubjectClass};

/// What the head noun is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// No noun: the number stands alone.
    Bare,
    /// Human beings.
    Person,
    /// Households.
    Family,
    /// Events, with the measure they give.
    Event(Measure),
    /// A noun that is itself a measure: deaths, prisoners.
    Toll(Measure),
    /// Things known to be no persons.
    Thing,
    /// A noun of no known kind.
    Unknown,
}

/// The noun phrase after a number.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// Its tokens as written, empty for a bare number.
    pub(super) tokens: Range<usize>,
    /// Where reading goes on after it.
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// `11 of them`: counts a part of what was counted before.
    pub(super) of_them: bool,
    /// A measure adjective inside the phrase: `11 wounded civilians`.
    pub(super) adjective: Option<(usize, Measure)>,
    pub(super) class: Option<SubjectClass>,
}

/// No noun phrase is longer.
const LONGEST: usize = 12;

/// Reads the noun phrase that `quantity` counts.
pub(super) fn counted(context: &Context<'_, '_, '_>, quantity: &Quantity<'_>) -> Counted {
    let start = quantity.tokens.end as usize;
    let limit = context.sentence(quantity.tokens.start as usize).end.min(start + 2 * LONGEST);
    let mut bare =
        Counted { tokens: start..start, end: start, kind: Kind::Bare, of_them: false, adjective: None, class: None };
    let measured = quantity.dimension != Dimension::Count;
    let mut at = start;
    if measured && !context.is(at, "of") {
        return bare;
    }
    if context.is(at, "more") && (context.is(at + 1, "of") || context.is_word(at + 1)) {
        // "forty-four more of our soldiers"
        at += 1;
    }
    if let Some(hit) = context.cue(at, CueClass::Including).filter(|hit| hit.tokens.len() > 1) {
        bare.of_them = true;
        at = hit.tokens.end as usize;
        bare.end = at;
    } else if context.is(at, "of") && context.is(at + 1, "a") && context.has(at + 2, CueClass::FamilyNoun) {
        // "six of a family" are persons.
        return Counted { kind: Kind::Person, end: at + 3, tokens: at + 2..at + 3, ..bare };
    } else if context.is(at, "of") {
        at = skip_determiners(context, at + 1);
        if let Some(whole) = context.quantity(at).and_then(|whole| context.quantities.get(whole)) {
            // "two of the five gates": both count the same.
            at = whole.tokens.end as usize;
        }
    }
    while at < limit && context.is_quote(at) {
        at += 1;
    }
    if let Some(shared) = shared_noun(context, at, limit) {
        return shared;
    }
    let of_them = bare.of_them;
    let Some(mut found) = phrase(context, at, limit) else { return bare };
    found.of_them = of_them;
    extend(context, &mut found, limit);
    found.class = class_of(context, &found.tokens);
    found
}

/// `a family of 14`: the noun before a bare number tells who it counts.
pub(super) fn household(context: &Context<'_, '_, '_>, start: usize, counted: &Counted) -> Option<Counted> {
    let noun = start.checked_sub(2).filter(|&noun| noun >= context.sentence(start).start)?;
    let of = context.is(start - 1, "of") && context.has(noun, CueClass::FamilyNoun);
    (of && counted.kind == Kind::Bare).then(|| Counted { end: counted.end, ..self::of(noun, noun + 1, Kind::Person) })
}

/// `379 were terrorists`, `a third of them were children`: who a number without noun counts.
pub(super) fn complement(context: &Context<'_, '_, '_>, after: usize) -> Option<Counted> {
    if context.value(after, CueClass::Auxiliary) != Some("be") {
        return None;
    }
    let limit = context.sentence(after).end;
    let mut at = after + 1;
    while at < limit && context.has(at, CueClass::Adverb) {
        at += 1;
    }
    let found = phrase(context, at, limit).filter(|found| found.kind == Kind::Person && found.adjective.is_none())?;
    let verb = context.has(found.end, CueClass::Auxiliary) || participle(context, found.end).is_some();
    let person = context.has_person_ending(found.end) && !verb;
    person.then(|| Counted { class: class_of(context, &found.tokens), ..found })
}

/// `five Afghan and two Pakistani prisoners`: the adjective's noun comes after the next number.
fn shared_noun(context: &Context<'_, '_, '_>, at: usize, limit: usize) -> Option<Counted> {
    context.demonym(at)?;
    if is_plural(context.word(at)) || !context.is(at + 1, "and") {
        return None;
    }
    let next = context.quantities.get(context.quantity(at + 2)?)?;
    let found = phrase(context, next.tokens.end as usize, limit)?;
    let class = class_of(context, &found.tokens);
    Some(Counted { end: at + 1, class, ..found })
}

/// Reads a noun phrase at `at`, without complements.
pub(super) fn phrase(context: &Context<'_, '_, '_>, at: usize, limit: usize) -> Option<Counted> {
    let start = at;
    let mut at = at;
    let mut kind = Kind::Bare;
    let mut end = start;
    let mut adjective = None;
    while at < limit && at - start < LONGEST {
        if context.is_hyphen(at) && end == at {
            at += 1;
            end = at;
            continue;
        }
        if kind == Kind::Bare && context.has(at, CueClass::Adverb) && context.is_word(at + 1) {
            // "three earlier copies"
            at += 1;
            continue;
        }
        if stops(context, at) {
            break;
        }
        if let Some((measure, after)) = participle(context, at) {
            if kind != Kind::Bare && kind != Kind::Unknown || !goes_on(context, after, limit) {
                if kind == Kind::Bare
                    && let Some((measure, after)) = toll(context, at)
                {
                    return Some(Counted { adjective, ..of(start, after, Kind::Toll(measure)) });
                }
                break;
            }
            adjective = Some((at, measure));
            at = after;
            end = after;
            kind = Kind::Unknown;
            continue;
        }
        if context.value(at, CueClass::Scope) == Some("stock") && !goes_on(context, at + 1, limit) {
            // "a gap of 4,300 remains", "5,500 trucks remain"
            break;
        }
        if kind == Kind::Bare && is_verbal(context, at) {
            // "61 taken to hospitals", "130 recorded"
            break;
        }
        let (next, after, plural) = noun(context, at);
        // "three Su-34 bombers" are machines.
        let designated =
            next == Kind::Person && (start..at).any(|at| context.reading.kind(at) == Some(TokenKind::Number));
        kind = if designated { Kind::Thing } else { next };
        at = after;
        end = after;
        if plural && !compounds(context, at, limit) {
            break;
        }
    }
    if end == start || kind == Kind::Bare {
        return None;
    }
    Some(Counted { adjective, ..of(start, end, kind) })
}

fn of(start: usize, end: usize, kind: Kind) -> Counted {
    Counted { tokens: start..end, end, kind, of_them: false, adjective: None, class: None }
}

/// True for a word that is a participle rather than a noun, because no noun follows it.
fn is_verbal(context: &Context<'_, '_, '_>, at: usize) -> bool {
    if context.feared(at).is_some() {
        return true;
    }
    let nouns = [CueClass::PersonNoun, CueClass::EventNoun, CueClass::ThingNoun, CueClass::MeasureNoun];
    if context.actor(at).is_some() || nouns.iter().any(|&class| context.has(at, class)) {
        return false;
    }
    let verbs = [CueClass::CountVerb, CueClass::SayVerb, CueClass::ActVerb];
    let verbal = context.word(at).ends_with("ed") || verbs.iter().any(|&class| context.has(at, class));
    let next = at + 1;
    let alone = context.has(next, CueClass::Preposition)
        || context.has(next, CueClass::Adverb)
        || context.has(next, CueClass::Article)
        || (context.is_punctuation(next) && !context.is_hyphen(next));
    verbal && alone && !is_plural(context.word(at))
}

/// The noun (or known phrase) at `at`: its kind, where it ends, and whether it closes a phrase.
fn noun(context: &Context<'_, '_, '_>, at: usize) -> (Kind, usize, bool) {
    let person = context.cue(at, CueClass::PersonNoun);
    let event = context.cue(at, CueClass::EventNoun);
    let family = context.cue(at, CueClass::FamilyNoun);
    let thing = context.cue(at, CueClass::ThingNoun);
    let best = [&person, &event, &family, &thing].into_iter().flatten().map(|hit| hit.tokens.end as usize).max();
    // "Six thousand killers of the Front": those who kill are counted, not those killed.
    let kills = person.as_ref().is_some_and(|hit| hit.cue.value == "combatant");
    let harmed = |&(_, after): &(Measure, usize)| best.is_none_or(|best| after >= best) && !kills;
    if let Some((measure, after)) = toll(context, at).filter(harmed) {
        return (Kind::Toll(measure), after, is_plural(context.word(after - 1)) || best.is_some());
    }
    let Some(best) = best else {
        if let Some(actor) = context.actor(at) {
            let after = actor.tokens.end as usize;
            let thing = (at..after).any(|at| context.has(at, CueClass::ThingNoun));
            if let Some((measure, end)) = toll(context, after - 1).filter(|_| after > at + 1) {
                return (Kind::Toll(measure), end, true);
            }
            return (if thing { Kind::Thing } else { Kind::Person }, after, true);
        }
        if let Some(end) = context.demonym_end(at).filter(|&end| stops(context, end) && !context.is_hyphen(end)) {
            // "over a million South Sudanese": no noun follows the nationality.
            return (Kind::Person, end, true);
        }
        let plural = is_plural(context.word(at)) && !context.is_possessive(at + 1);
        if plural && context.demonym(at).is_some() {
            return (Kind::Person, at + 1, true);
        }
        return (Kind::Unknown, at + 1, plural);
    };
    let ends = |hit: &Option<crossread_lexicon::CueHit<'_>>| hit.is_some_and(|hit| hit.tokens.end as usize == best);
    let kind = if ends(&event) {
        let measure = event.and_then(|hit| Measure::from_name(&hit.cue.value)).unwrap_or(Measure::Other);
        Kind::Event(measure)
    } else if ends(&family) {
        Kind::Family
    } else if ends(&person) {
        Kind::Person
    } else {
        Kind::Thing
    };
    (kind, best, true)
}

/// A noun that names a measure and can be counted: deaths, wounded, prisoners.
fn toll(context: &Context<'_, '_, '_>, at: usize) -> Option<(Measure, usize)> {
    let hit = context.cue(at, CueClass::MeasureNoun)?;
    let end = hit.tokens.end as usize;
    // "23 bodies of soldiers": the noun without what it leads to.
    let end = if end > at + 1 && context.is(end - 1, "of") { end - 1 } else { end };
    Some((Measure::from_name(&hit.cue.value)?, end))
}

/// A participle or adjective of a measure at `at`, and where it ends.
fn participle(context: &Context<'_, '_, '_>, at: usize) -> Option<(Measure, usize)> {
    let things = context.has(at, CueClass::ThingNoun) && is_plural(context.word(at));
    let noun = things || context.has(at, CueClass::PersonNoun) || context.has(at, CueClass::MeasureNoun);
    [CueClass::MeasureAdjective, CueClass::MeasureVerb, CueClass::MeasureIntransitive].iter().find_map(|&class| {
        // "400 lives in such attacks" has nothing to do with living there, nor "1,900 shelters burned" with sheltering.
        let hit = context.cue(at, class).filter(|_| class != CueClass::MeasureIntransitive || !noun)?;
        Some((super::measure::of_people(&hit.cue.value)?, hit.tokens.end as usize))
    })
}

/// True when a noun can follow at `at`, so that what stands before it is its adjective.
fn goes_on(context: &Context<'_, '_, '_>, at: usize, limit: usize) -> bool {
    at < limit && !stops(context, at) && participle(context, at).is_none() && context.reading.kind(at).is_some()
}

/// True when a plural noun at `at` makes a compound with the plural before it (`customs posts`).
fn compounds(context: &Context<'_, '_, '_>, at: usize, limit: usize) -> bool {
    if at < limit && context.is_possessive(at) {
        return true;
    }
    if at >= limit || stops(context, at) || participle(context, at).is_some() {
        return false;
    }
    let known = [CueClass::PersonNoun, CueClass::EventNoun, CueClass::ThingNoun].iter().any(|&c| context.has(at, c));
    let singular = |at: usize| context.is_word(at) && !is_plural(context.word(at));
    let group = |at: usize| context.actor(at).is_some_and(|actor| actor.kind == ActorType::ArmedGroup);
    let attribute = |at: usize| context.has(at, CueClass::ThingNoun) || group(at);
    if !known && at > 0 && singular(at - 1) && attribute(at - 1) && singular(at) && is_plain(context, at) {
        // "pump action guns", "Hezbollah command centres": the head comes last.
        return compounds(context, at + 1, limit);
    }
    let verb = context.has(at, CueClass::ActVerb) || context.has(at, CueClass::SayVerb);
    known || (is_plural(context.word(at)) && !verb) || toll(context, at).is_some()
}

/// True for a token that no simple noun phrase holds.
fn stops(context: &Context<'_, '_, '_>, at: usize) -> bool {
    if context.quantity(at).is_some() || context.time(at).is_some() {
        return true;
    }
    if !context.is_word(at) {
        // "two 120mm mortars": a calibre is part of the name of a thing.
        let calibre = context.reading.kind(at) == Some(TokenKind::Number)
            && (context.reading.glued(at + 1) || (at > 0 && context.is_hyphen(at - 1)));
        return !calibre && !context.is_possessive(at);
    }
    if context.actor(at).is_some() {
        return false;
    }
    [
        CueClass::Auxiliary,
        CueClass::Preposition,
        CueClass::Conjunction,
        CueClass::Relative,
        CueClass::Pronoun,
        CueClass::Negation,
        CueClass::Article,
        CueClass::AccordingTo,
        CueClass::Including,
        CueClass::Adverb,
    ]
    .iter()
    .any(|&class| context.has(at, class))
        || (context.place(at).is_some() && context.demonym(at).is_none() && !followed_by_noun(context, at))
}

/// True for a word of no class that can be a further noun.
pub(super) fn is_plain(context: &Context<'_, '_, '_>, at: usize) -> bool {
    !stops(context, at)
        && participle(context, at).is_none()
        && ![CueClass::ActVerb, CueClass::SayVerb, CueClass::Change].iter().any(|&class| context.has(at, class))
}

/// `Kabul residents`: a place that a noun follows is its attribute.
fn followed_by_noun(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let end = context.place(at).map_or(at + 1, |place| place.tokens.end as usize);
    [CueClass::PersonNoun, CueClass::FamilyNoun].iter().any(|&class| context.has(end, class))
}

/// Adds `of ...` and coordinated nouns to a phrase.
fn extend(context: &Context<'_, '_, '_>, found: &mut Counted, limit: usize) {
    while context.is_quote(found.end) && found.end < limit {
        found.end += 1;
    }
    while let Some((end, kind)) = coordinated(context, found.end, limit) {
        // "seven TTP and ISKP camps": the names are attributes of what comes last.
        if found.tokens.clone().all(|at| context.actor(at).is_some()) {
            found.kind = kind;
        }
        found.tokens.end = end;
        found.end = end;
    }
    // "members of its forces" is one subject; soldiers are soldiers, whoever's they are.
    let relational = found.kind == Kind::Unknown
        || matches!(found.kind, Kind::Toll(_))
        || (found.kind == Kind::Person && class_of(context, &found.tokens).is_none());
    if relational && context.is(found.end, "of") && !context.has(found.end, CueClass::Including) {
        let inner = skip_determiners(context, found.end + 1);
        let definite = inner == found.end + 1 || !(context.is(inner - 1, "a") || context.is(inner - 1, "an"));
        if definite
            && context.place(inner).is_none()
            && let Some(complement) = phrase(context, inner, limit)
        {
            found.tokens.end = complement.tokens.end;
            found.end = complement.end;
        }
    }
}

/// The end of `and tanks` or `, armoured vehicles and guns` at `at`.
fn coordinated(context: &Context<'_, '_, '_>, at: usize, limit: usize) -> Option<(usize, Kind)> {
    let comma = context.is_comma(at);
    let joined = comma || context.is(at, "and") || context.is(at, "or") || context.is(at, "&");
    if !joined {
        return None;
    }
    let next = phrase(context, at + 1, limit).filter(|next| next.adjective.is_none() && next.tokens.len() <= 4)?;
    let head = next.tokens.end - 1;
    let plural = is_plural(context.word(head)) || matches!(next.kind, Kind::Person | Kind::Family);
    // A clause of its own follows when a verb comes next: "29 soldiers and officials said".
    let verb = context.has(next.end, CueClass::SayVerb) || is_predicate(context, at + 1);
    if !plural || verb || matches!(next.kind, Kind::Toll(_)) {
        return None;
    }
    if !comma {
        return Some((next.tokens.end, next.kind));
    }
    // A comma opens a list only when the list is closed by "and".
    coordinated(context, next.end, limit)
}

/// True for a verb with its object, read as a noun: `killed 20,000 militants and disputes the toll`.
fn is_predicate(context: &Context<'_, '_, '_>, at: usize) -> bool {
    const VERBS: CueSet = CueSet::of(&[CueClass::SayVerb, CueClass::DenyVerb, CueClass::CountVerb, CueClass::ActVerb]);
    let object = context.has(at + 1, CueClass::Article)
        || context.is(at + 1, "that")
        || context.quantity(at + 1).is_some()
        || context.has(at + 1, CueClass::Pronoun);
    context.has_any(at, VERBS) && object
}

fn skip_determiners(context: &Context<'_, '_, '_>, mut at: usize) -> usize {
    while context.has(at, CueClass::Article) || context.value(at, CueClass::Pronoun) == Some("possessive") {
        at += 1;
    }
    at
}

/// True for words that look like a plural noun.
pub(super) fn is_plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !["ss", "us", "is", "ous"].iter().any(|ending| word.ends_with(ending))
}

/// The class of people named in a noun phrase.
pub(super) fn class_of(context: &Context<'_, '_, '_>, tokens: &Range<usize>) -> Option<SubjectClass> {
    let mut found = None;
    for at in tokens.clone() {
        let class = match context.value(at, CueClass::PersonNoun) {
            Some(value) => SubjectClass::from_name(value),
            // "Hezbollah command centres": the name is an attribute of things.
            None => {
                context.actor(at).filter(|actor| heads(context, actor, tokens)).and_then(|actor| match actor.kind {
                    ActorType::ArmedGroup => Some(SubjectClass::Combatant),
                    _ => None,
                })
            }
        };
        match (found, class) {
            (None, class) => found = class,
            (Some(a), Some(b)) if a != b => {
                let joined = tokens.clone().any(|at| context.has(at, CueClass::Conjunction));
                return Some(if joined { SubjectClass::Mixed } else { b });
            }
            _ => {}
        }
    }
    found
}

/// True unless a noun of no person follows a party's name in its phrase.
fn heads(context: &Context<'_, '_, '_>, actor: &ActorMention<'_>, tokens: &Range<usize>) -> bool {
    let behind = actor.tokens.end as usize..tokens.end;
    let end = behind.clone().find(|&at| !context.is_word(at) || stops(context, at)).unwrap_or(tokens.end);
    end <= behind.start || context.has_person_ending(end)
}

#[cfg(test)]
mod tests {
    use crate::check::check_figures;

    #[test]
    fn counted_phrases() {
        check_figures(
            "58 soldiers and policemen were killed.",
            &["\"58\" 58..58 person killed of soldiers and policemen = security-force scope event"],
        );
        check_figures(
            "Israel says it has killed 20,000 militants and disputes the ministry's numbers.",
            &[
                "\"20,000\" 20000..20000 person killed of militants = combatant by israel says israel claimed scope event",
            ],
        );
        check_figures(
            "Some 115 tanks, armoured vehicles and artillery pieces were destroyed.",
            &["\"Some 115\" 115..115 item destroyed of tanks, armoured vehicles and artillery pieces scope event"],
        );
        check_figures(
            "Nine members of its forces had died, the Taliban said.",
            &[
                "\"Nine\" 9..9 person killed of members of its forces = security-force counts afghan-taliban says afghan-taliban claimed scope event",
            ],
        );
        check_figures(
            "Two of the five trade gates are shut.",
            &["\"Two\" 2..2 item other of trade gates", "\"five\" 5..5 item other of trade gates"],
        );
        check_figures(
            "Five Afghan and two Pakistani prisoners were exchanged.",
            &[
                "\"Five\" 5..5 person detained of Pakistani prisoners counts pakistani-prisoners scope event",
                "\"two\" 2..2 person detained of Pakistani prisoners counts pakistani-prisoners scope event",
            ],
        );
        check_figures(
            "Jets destroyed 12 Hezbollah command centres.",
            &["\"12\" 12..12 item destroyed of Hezbollah command centres counts hezbollah scope event"],
        );
        check_figures(
            "Air defences shot down 77 Israeli-made drones.",
            &["\"77\" 77..77 item destroyed of Israeli-made drones scope event"],
        );
        check_figures("Six of a family were killed.", &["\"Six\" 6..6 person killed of family scope event"]);
    }
}
