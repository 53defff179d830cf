//! Who speaks: from the words before or after a reporting verb to a source.

use std::borrow::Cow;
use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass};

use super::context::Context;
use crate::extraction::{ActorForm, ActorMention, Claimant};

/// A source with where it stands.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    pub(super) claimant: Claimant<'a>,
    /// A human being.
    pub(super) person: bool,
    /// A state as a whole, which records what happens to it as well as what it counts.
    pub(super) state: bool,
    /// A source that no name tells: residents, doctors.
    pub(super) generic: bool,
}

/// Who spoke last, for pronouns.
#[derive(Clone, Debug, Default)]
pub(super) struct Speakers<'a> {
    person: Option<(usize, Source<'a>)>,
    party: Option<(usize, Source<'a>)>,
}

/// A pronoun reaches back at most so many sentences.
const MEMORY: usize = 4;

impl<'a> Speakers<'a> {
    /// Remembers a source that spoke (or acted) in `sentence`.
    pub(super) fn heard(&mut self, sentence: usize, source: &Source<'a>) {
        let slot = if source.person || source.generic { &mut self.person } else { &mut self.party };
        *slot = Some((sentence, source.clone()));
    }

    /// Who spoke last.
    pub(super) fn last(&self) -> Option<Source<'a>> {
        let slot = match (&self.person, &self.party) {
            (Some(person), Some(party)) if person.0 > party.0 => &self.person,
            (_, Some(_)) => &self.party,
            _ => &self.person,
        };
        slot.as_ref().map(|(_, source)| source.clone())
    }

    /// The source that a pronoun in `sentence` stands for.
    fn resolve(&self, pronoun: &str, sentence: usize) -> Option<Source<'a>> {
        let near = |slot: &Option<(usize, Source<'a>)>| {
            slot.as_ref()
                .filter(|(heard, _)| sentence - heard.min(&sentence) <= MEMORY)
                .map(|(_, source)| source.clone())
        };
        match pronoun {
            "person" => near(&self.person).or_else(|| near(&self.party)),
            "thing" => near(&self.party),
            "plural" => match (&self.person, &self.party) {
                (Some(person), Some(party)) if person.0 > party.0 => near(&self.person),
                _ => near(&self.party).or_else(|| near(&self.person)),
            },
            _ => None,
        }
    }
}

pub(super) fn source_of<'a>(mention: &ActorMention<'a>, context: &Context<'_, '_, 'a>) -> Source<'a> {
    Source {
        claimant: Claimant { id: mention.id.clone(), text: Cow::Borrowed(mention.span.of(context.reading.text())) },
        person: mention.form == ActorForm::Person,
        state: mention.kind == ActorType::State && mention.form != ActorForm::Descriptor,
        generic: false,
    }
}

/// The source named in `region`, the words of a subject or of `according to`.
///
/// The head of the phrase, before its first preposition, goes first: a person, then the last
/// party, then a generic source; only then its complements (`sources in the government`).
pub(super) fn named<'a>(
    context: &Context<'_, '_, 'a>,
    region: &Range<usize>,
    speakers: &Speakers<'a>,
) -> Option<Source<'a>> {
    let region_start = region.start;
    let region = without_opening(context, region);
    let head_end = region
        .clone()
        .skip(1)
        .find(|&at| {
            context.actor(at).is_none()
                && (context.has(at, CueClass::Preposition) || context.has(at, CueClass::Relative))
        })
        .unwrap_or(region.end);
    let head = region.start..head_end;
    if let Some(mention) = last_actor(context, &head) {
        return Some(source_of(mention, context));
    }
    let generic = generic_in(context, &head);
    if let Some((_, value)) = &generic
        && !value.is_empty()
        && *value != "state"
        && *value != "military"
    {
        return generic.and_then(|(at, value)| generic_source(context, at, value));
    }
    let complement = head_end..region.end;
    if let Some(mention) = first_actor(context, &complement) {
        return Some(source_of(mention, context));
    }
    if let Some((at, value)) = generic.filter(|(_, value)| !value.is_empty()) {
        return generic_source(context, at, value);
    }
    if let Some((at, value)) = generic_in(context, &complement).filter(|(_, value)| !value.is_empty()) {
        return generic_source(context, at, value);
    }
    let sentence = context.reading.sentence_of(region.start);
    let personal = |value: &&str| matches!(*value, "person" | "thing" | "plural");
    if let Some(pronoun) = region.clone().find_map(|at| context.value(at, CueClass::Pronoun).filter(personal)) {
        return speakers.resolve(pronoun, sentence);
    }
    // "the communiqué said": whoever spoke last; else a source that only its noun names.
    let (tokens, _) = generic_in(context, &head)?;
    let definite = region_is_definite(context, region_start);
    let anaphoric = definite && !super::subject::is_plural(context.word(tokens.end - 1));
    let last = if anaphoric {
        speakers.resolve("thing", sentence).or_else(|| named_before(context, region.start))
    } else {
        None
    };
    last.or_else(|| {
        let text = context.slice(&(head.start..tokens.end));
        let id = slug(text);
        let claimant = Claimant { id: Cow::Owned(id), text: Cow::Borrowed(text) };
        Some(Source { claimant, person: false, state: false, generic: true })
    })
}

/// The party named last in the sentence before: `... the TTP's losses. The group admits to four.`
fn named_before<'a>(context: &Context<'_, '_, 'a>, at: usize) -> Option<Source<'a>> {
    let before = context.sentence(context.sentence(at).start.checked_sub(1)?);
    last_actor(context, &before).map(|mention| source_of(mention, context))
}

/// True for "the communiqué", "its statement": words that name nobody new.
fn region_is_definite(context: &Context<'_, '_, '_>, start: usize) -> bool {
    (start.saturating_sub(1)..start + 3)
        .any(|at| context.is(at, "the") || context.value(at, CueClass::Pronoun) == Some("possessive"))
}

/// The id of a source that only a noun names: `joint-chamber-of-commerce`.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(crossread_text::fold).collect::<Vec<_>>().join("-")
}

/// The region without times, adverbs and a preposition phrase that open it (`On Sunday the army`).
fn without_opening(context: &Context<'_, '_, '_>, region: &Range<usize>) -> Range<usize> {
    let mut start = region.start;
    while start < region.end {
        if let Some(time) = context.time(start) {
            start = time.tokens.end as usize;
        } else if context.has(start, CueClass::Article)
            || context.has(start, CueClass::Adverb)
            || context.has(start, CueClass::Conjunction)
            || (context.has(start, CueClass::Preposition) && context.actor(start).is_none())
            || !context.is_word(start)
        {
            start += 1;
        } else {
            break;
        }
    }
    start.min(region.end)..region.end
}

fn last_actor<'c, 'a>(context: &Context<'c, '_, 'a>, range: &Range<usize>) -> Option<&'c ActorMention<'a>> {
    let person = range.clone().rev().find_map(|at| context.actor(at).filter(|actor| actor.form == ActorForm::Person));
    person.or_else(|| range.clone().rev().find_map(|at| context.actor(at)))
}

fn first_actor<'c, 'a>(context: &Context<'c, '_, 'a>, range: &Range<usize>) -> Option<&'c ActorMention<'a>> {
    range.clone().find_map(|at| context.actor(at))
}

/// The last source noun in `range`, longest first, with its value.
fn generic_in<'a>(context: &Context<'_, '_, 'a>, range: &Range<usize>) -> Option<(Range<usize>, &'a str)> {
    let mut at = range.start;
    let mut found = None;
    while at < range.end {
        let source = [CueClass::OfficialSource, CueClass::SourceNoun]
            .iter()
            .filter_map(|&class| context.cue(at, class))
            .filter(|hit| hit.tokens.end as usize <= range.end)
            .max_by_key(|hit| hit.tokens.end);
        match source {
            Some(hit) => {
                found = Some((hit.tokens.indices(), hit.cue.value.as_str()));
                at = hit.tokens.end as usize;
            }
            None => at += 1,
        }
    }
    found
}

/// A source that no name tells; `state` is whoever governs the place at hand.
fn generic_source<'a>(context: &Context<'_, '_, 'a>, tokens: Range<usize>, value: &'a str) -> Option<Source<'a>> {
    if value.is_empty() {
        return None;
    }
    let text = Cow::Borrowed(context.slice(&tokens));
    let lexicon = context.reading.lexicon();
    let id = match value {
        "state" => country_at_hand(context, tokens.start)
            .and_then(|country| context.government(country))
            .unwrap_or("officials"),
        "military" => country_at_hand(context, tokens.start)
            .and_then(|country| lexicon.countries.get(country)?.military.as_deref())
            .unwrap_or("security-sources"),
        other => other,
    };
    Some(Source { claimant: Claimant { id: Cow::Borrowed(id), text }, person: false, state: false, generic: true })
}

/// The country that unnamed officials speak for: of a place in their sentence, else of the state
/// party named last before them.
fn country_at_hand<'c, 'a>(context: &Context<'c, '_, 'a>, at: usize) -> Option<&'c str> {
    let sentence = context.sentence(at);
    let place = (at..sentence.end)
        .chain(sentence.start..at)
        .find_map(|at| context.place(at).and_then(|place| place.country.as_deref()));
    let state = |at: usize| {
        let actor = context.actor(at)?;
        crossread_lexicon::Lexicon::is_of_state(actor.kind).then_some(actor.country.as_deref())?
    };
    place.or_else(|| (at.saturating_sub(NEARBY)..at).rev().find_map(state))
}

/// How far back the party that unnamed officials speak for is looked for, in tokens.
const NEARBY: usize = 80;

/// The subject of the verb at `verb`: the words back to the nearest boundary, across an
/// apposition between commas (`Mujahid, the chief spokesman, said`).
pub(super) fn subject<'a>(
    context: &Context<'_, '_, 'a>,
    floor: usize,
    verb: usize,
    speakers: &Speakers<'a>,
) -> Option<(Range<usize>, Source<'a>)> {
    let end = back_over_small(context, floor, verb);
    if end > floor && (context.is_comma(end - 1) || context.is_dash(end - 1)) {
        let open = (floor..end - 1).rev().find(|&at| context.is_comma(at) || context.is_dash(at))?;
        let region = clause_start(context, floor, open)..open;
        if holds_figure(context, &region) || region.is_empty() {
            return None;
        }
        // "An official, Arvind Melkote, told": the apposition names the person.
        let apposed = context.actor(open + 1).filter(|actor| actor.form == ActorForm::Person);
        let source = match apposed {
            Some(person) if last_actor(context, &region).is_none_or(|actor| actor.form != ActorForm::Person) => {
                source_of(person, context)
            }
            _ => named(context, &region, speakers)?,
        };
        // The name must reach up to the comma, or the comma closes a clause of its own.
        let verbless = !region.clone().any(|at| {
            context.actor(at).is_none() && (context.has(at, CueClass::Auxiliary) || context.has(at, CueClass::SayVerb))
        });
        return verbless.then_some((region, source));
    }
    let region = clause_start(context, floor, end)..end;
    if region.is_empty() || holds_figure(context, &region) {
        return None;
    }
    // "In a statement carried by state media it said": the pronoun right before the verb speaks.
    let pronoun =
        context.value(end - 1, CueClass::Pronoun).filter(|value| matches!(*value, "person" | "thing" | "plural"));
    if let Some(pronoun) = pronoun {
        let source = speakers.resolve(pronoun, context.reading.sentence_of(end - 1))?;
        return Some((end - 1..end, source));
    }
    let source = match antecedent(context, floor, &region, speakers) {
        Some(source) => source,
        None => named(context, &region, speakers)?,
    };
    Some((region, source))
}

fn holds_figure(context: &Context<'_, '_, '_>, region: &Range<usize>) -> bool {
    // "Two western diplomats thought": a counted source is a source.
    region.clone().skip(1).any(|at| context.quantity(at).is_some())
}

/// `the Taliban, who say`: the relative clause speaks for the name before it.
fn antecedent<'a>(
    context: &Context<'_, '_, 'a>,
    floor: usize,
    region: &Range<usize>,
    speakers: &Speakers<'a>,
) -> Option<Source<'a>> {
    let relative = context.has(region.start, CueClass::Relative);
    let comma = region.start > floor && context.is_comma(region.start - 1);
    if !relative || !comma || region.clone().skip(1).any(|at| context.actor(at).is_some()) {
        return None;
    }
    if region.clone().any(|at| context.has(at, CueClass::Pronoun)) {
        return None;
    }
    let before = clause_start(context, floor, region.start - 1)..region.start - 1;
    let mention = last_actor(context, &before)?;
    let _ = speakers;
    Some(source_of(mention, context))
}

/// The end of the subject: before auxiliaries and adverbs of the verb.
fn back_over_small(context: &Context<'_, '_, '_>, floor: usize, verb: usize) -> usize {
    let mut end = verb;
    while end > floor {
        let before = end - 1;
        let small = context.has(before, CueClass::Auxiliary)
            || context.has(before, CueClass::Adverb)
            || context.has(before, CueClass::Negation);
        if !small || context.actor(before).is_some() {
            break;
        }
        end = before;
    }
    end
}

/// Where the words before `end` begin: after the nearest mark, conjunction or "that".
pub(super) fn clause_start(context: &Context<'_, '_, '_>, floor: usize, end: usize) -> usize {
    let mut start = end;
    let mut brackets = 0_u32;
    while start > floor {
        let at = start - 1;
        if context.word(at) == ")" {
            brackets += 1;
        } else if context.word(at) == "(" {
            if brackets == 0 {
                return start;
            }
            brackets -= 1;
        }
        if brackets == 0 && bounds(context, at) {
            // "who" itself belongs to the clause it opens.
            return if context.has(at, CueClass::Relative) && !context.is(at, "that") { at } else { start };
        }
        start = at;
    }
    start
}

/// True for a token that parts a subject from what stands before it.
fn bounds(context: &Context<'_, '_, '_>, at: usize) -> bool {
    if context.actor(at).is_some() || context.time(at).is_some() {
        return false;
    }
    if context.is_punctuation(at) {
        let genitive =
            matches!(context.word(at), "'" | "’") && context.reading.glued(at) && !context.reading.glued(at + 1);
        return !context.is_hyphen(at) && !genitive && !matches!(context.word(at), "." | "(" | ")");
    }
    let joins_names = context.value(at, CueClass::Conjunction) == Some("coordinating")
        && at > 0
        && context.actor(at - 1).is_some()
        && context.actor(at + 1).is_some();
    (context.has(at, CueClass::Conjunction) && !joins_names)
        || (context.has(at, CueClass::Relative)
            && context.cue(at, CueClass::Article).is_none_or(|_| context.is(at, "that")))
}
