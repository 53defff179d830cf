//! Speakers told by an apposition or a relative clause: `Omar Nayeb, head of a clinic in Goma said`, `the governor,
//! Oleh Karo, said`, `the Taliban, who say`.

use std::ops::Range;

use crossread_lexicon::{CueClass, CueSet};

use super::claimant::{Source, clause_start, holds_figure, last_actor, named, source_of};
use super::context::Context;
use super::speakers::Speakers;
use super::unlisted::{slugged, unlisted};
use crate::extraction::{ActorForm, ActorMention};

/// An apposition has at most so many tokens.
const LONGEST: usize = 16;
/// Titles before the name in an apposition have at most so many tokens.
const TITLES: usize = 6;
/// Between a participle and "by" stand at most so many tokens.
const PARTICIPLE: usize = 4;
/// A person's name alone in an apposition has at most so many words.
const NAME: usize = 3;

/// What tells who somebody is.
const ROLES: CueSet =
    CueSet::of(&[CueClass::PersonRole, CueClass::PersonTitle, CueClass::SourceNoun, CueClass::OfficialSource]);

/// What an apposition does not hold.
const CLAUSE: CueSet =
    CueSet::of(&[CueClass::Auxiliary, CueClass::SayVerb, CueClass::DenyVerb, CueClass::Relative, CueClass::Pronoun]);

fn person<'c, 'a>(context: &Context<'c, '_, 'a>, at: usize) -> Option<&'c ActorMention<'a>> {
    context.actor(at).filter(|actor| actor.form == ActorForm::Person)
}

/// `Abdul Nayeb, head of a health office in Saada told Reuters`: an apposition that no comma closes before
/// the verb at `end`.
pub(super) fn named_before<'c, 'a>(
    context: &Context<'c, '_, 'a>,
    floor: usize,
    end: usize,
) -> Option<&'c ActorMention<'a>> {
    let comma = (floor.max(end.saturating_sub(LONGEST))..end).rev().find(|&at| context.is_comma(at))?;
    let role = (comma + 1..end.min(comma + 4)).find(|&at| context.has_any(at, ROLES))?;
    let clause = |at: usize| {
        context.actor(at).is_none() && context.has_any(at, CLAUSE)
            || person(context, at).is_some()
            || context.counts(at)
    };
    // "Karo, officials and doctors in Goma said": several sources, no apposition.
    let several = super::subject::is_plural(context.word(role));
    if several || (comma + 1..end).any(clause) {
        return None;
    }
    person(context, comma.checked_sub(1).filter(|&at| at >= floor)?)
}

/// Whom an apposition between commas names, where the words before it name nobody: `An official, Arvind
/// Karo,`, `the commander, known as Pablo Karo,`.
pub(super) fn named_between<'a>(
    context: &Context<'_, '_, 'a>,
    before: &Range<usize>,
    between: &Range<usize>,
    speakers: &Speakers<'a>,
) -> Option<Source<'a>> {
    if last_actor(context, before).is_some_and(|actor| actor.form == ActorForm::Person) {
        return None;
    }
    // "The data, provided by the ministry in a letter, show"
    let by = (between.start..between.end.min(between.start + PARTICIPLE)).find(|&at| context.is(at, "by"));
    if let Some(by) = by.filter(|_| context.word(between.start).ends_with("ed")) {
        return named(context, &(by + 1..between.end), speakers);
    }
    let first = between.clone().take(TITLES).find(|&at| person(context, at).is_some());
    if let Some(first) = first {
        let mention = person(context, first)?;
        let titles = |at: usize| {
            let preposition = context.has(at, CueClass::Preposition) && !context.is(at, "as");
            !preposition && context.actor(at).is_none() && !context.has(at, CueClass::Relative)
        };
        let owns = context.is_possessive(mention.tokens.end as usize);
        return ((between.start..first).all(titles) && !owns).then(|| source_of(mention, context));
    }
    // "The UN refugee agency, UNHCR,": the name that a noun phrase is told by.
    let body = context.actor(between.start).filter(|actor| actor.tokens.indices() == *between);
    if let Some(body) =
        body.filter(|actor| actor.form == ActorForm::Name && context.has(before.start, CueClass::Article))
    {
        return Some(source_of(body, context));
    }
    let capital = |at: usize| context.is_word(at) && context.word(at).starts_with(char::is_uppercase);
    let name = between.len() <= NAME && between.clone().all(|at| capital(at) && !context.is_named(at));
    let told = before.clone().any(|at| context.has_any(at, ROLES));
    if name && told { slugged(context, between.clone()).filter(|source| source.person) } else { None }
}

/// `the Taliban, who say`, `a doctor who visited the site says`, `a woman who fled said`: the relative clause speaks for
/// the name or source before it. With the source comes where the words that name it begin.
pub(super) fn antecedent<'a>(
    context: &Context<'_, '_, 'a>,
    floor: usize,
    region: &Range<usize>,
    speakers: &Speakers<'a>,
) -> Option<(usize, Source<'a>)> {
    let relative = context.has(region.start, CueClass::Relative) && region.start > floor;
    if !relative || region.clone().skip(1).any(|at| context.actor(at).is_some()) {
        return None;
    }
    if region.clone().any(|at| context.has(at, CueClass::Pronoun)) {
        return None;
    }
    if context.is_comma(region.start - 1) {
        let before = clause_start(context, floor, region.start - 1)..region.start - 1;
        return last_actor(context, &before).map(|mention| (region.start, source_of(mention, context)));
    }
    // "whom officials say": who speaks stands inside.
    let inside = context.has_any(region.end - 1, ROLES);
    let before = clause_start(context, floor, region.start)..region.start;
    let source = [CueClass::SourceNoun, CueClass::OfficialSource, CueClass::PersonNoun]
        .iter()
        .any(|&class| context.cue_before(region.start, class).is_some());
    if inside || !source || region.len() < 2 || context.is(region.start, "that") || holds_figure(context, &before) {
        return None;
    }
    let source = named(context, &before, speakers).or_else(|| unlisted(context, &before, speakers))?;
    Some((before.start, source))
}
