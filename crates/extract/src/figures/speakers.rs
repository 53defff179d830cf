//! Who spoke before: what pronouns and nouns like "the group" or "the governor" stand for.

use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass, Lexicon};
use crossread_text::SentenceKind;

use super::claimant::{Source, source_of};
use super::context::Context;
use crate::extraction::{ActorForm, ActorMention};

/// Who spoke last.
#[derive(Clone, Debug, Default)]
pub(super) struct Speakers<'a> {
    person: Option<(usize, Source<'a>)>,
    party: Option<(usize, Source<'a>)>,
    /// Who said something last, whatever parties were named since.
    said: Option<(usize, Source<'a>)>,
    /// Persons that no list knows, for their last names.
    coined: Vec<Source<'a>>,
}

/// A pronoun reaches back at most so many sentences.
const MEMORY: usize = 4;
/// So many persons are remembered by their last names.
const PERSONS: usize = 40;
/// A noun is looked for among the words and names of so many mentions before it.
const MENTIONS: usize = 60;
/// The lines of a headline are among the first so many paragraphs.
const HEADLINES: u32 = 3;
/// A title or role stands at most so many tokens beside the name it belongs to.
const BESIDE: usize = 6;

impl<'a> Speakers<'a> {
    /// Remembers a source that said something in `sentence`.
    pub(super) fn heard(&mut self, sentence: usize, source: &Source<'a>) {
        self.said = Some((sentence, source.clone()));
        self.named(sentence, source);
    }

    /// Who said what a document noun in `sentence` stands for: `the statement added`.
    pub(super) fn published(&self, sentence: usize) -> Option<Source<'a>> {
        let near = self.said.as_ref().filter(|(heard, _)| sentence - heard.min(&sentence) <= MEMORY);
        near.map(|(_, source)| source.clone())
    }

    /// The unnamed sources heard last, of whom "one", "another" or "a second" in `sentence` is one.
    pub(super) fn several(&self, sentence: usize) -> Option<Source<'a>> {
        let near = self.person.as_ref().filter(|(heard, _)| sentence - heard.min(&sentence) <= MEMORY);
        near.map(|(_, source)| source.clone()).filter(|source| source.generic)
    }

    /// Remembers a party that opened `sentence`, or acted in it.
    pub(super) fn named(&mut self, sentence: usize, source: &Source<'a>) {
        if source.person && !self.coined.iter().any(|known| known.claimant.id == source.claimant.id) {
            self.coined.push(source.clone());
            if self.coined.len() > PERSONS {
                self.coined.remove(0);
            }
        }
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
    pub(super) fn resolve(&self, pronoun: &str, sentence: usize) -> Option<Source<'a>> {
        let near = |slot: &Option<(usize, Source<'a>)>| {
            slot.as_ref()
                .filter(|(heard, _)| sentence - heard.min(&sentence) <= MEMORY)
                .map(|(_, source)| source.clone())
        };
        match pronoun {
            // "a spokesman for the army said ... he added": who spoke last, unless a person with a name did.
            "person" => match (&self.person, &self.said) {
                (Some((heard, person)), Some((since, _))) if person.generic && since > heard => near(&self.said),
                _ => near(&self.person).or_else(|| near(&self.party)),
            },
            "thing" => near(&self.party).or_else(|| near(&self.person).filter(|source| source.generic)),
            "plural" => match (&self.person, &self.party) {
                (Some(person), Some(party)) if person.0 > party.0 => near(&self.person),
                _ => near(&self.party).or_else(|| near(&self.person)),
            },
            _ => None,
        }
    }

    /// The person who spoke before and whose last name is all of `head`: "Haruna said".
    pub(super) fn coined(&self, context: &Context<'_, '_, 'a>, head: &Range<usize>) -> Option<Source<'a>> {
        let word = context.word(head.start);
        if head.len() != 1 || !word.starts_with(char::is_uppercase) {
            return None;
        }
        let bears =
            |source: &&Source<'a>| source.phrase.end.checked_sub(1).is_some_and(|last| context.word(last) == word);
        self.coined.iter().rev().find(bears).cloned()
    }

    /// The person or unnamed source remembered whose own words hold `noun`: "a surgeon ... the surgeon".
    fn called(&self, context: &Context<'_, '_, 'a>, noun: &str) -> Option<Source<'a>> {
        let (_, source) = self.person.as_ref()?;
        let holds = source.phrase.clone().any(|at| context.is(at, noun));
        holds.then(|| source.clone())
    }

    /// The source that a definite noun at `noun` stands for: whoever bears it in a name, title or
    /// role before ("the Observatory", "the governor"), else the last party of its kind.
    pub(super) fn definite(&self, context: &Context<'_, '_, 'a>, noun: usize) -> Option<Source<'a>> {
        let word = context.word(noun);
        if let Some(source) = self.called(context, word) {
            return Some(source);
        }
        // "the official said": the one just named.
        let sentence = context.reading.sentence_of(noun);
        if context.value(noun, CueClass::OfficialSource).is_some_and(|value| value != "military")
            && let Some((_, person)) =
                self.person.as_ref().filter(|(heard, _)| sentence - heard.min(&sentence) <= MEMORY)
            && person.person
            && holds_office(context, person, noun)
        {
            return Some(person.clone());
        }
        let next = context.actors.partition_point(|actor| (actor.tokens.start as usize) < noun);
        let before = context.actors.get(..next).unwrap_or_default().iter().rev().take(MENTIONS);
        let bearer = before.clone().find(|actor| bears(context, actor, word));
        let bearer = bearer.or_else(|| {
            let kind = kind_of(context, noun)?;
            before.clone().find(|actor| {
                let there = context.reading.sentence_of(actor.tokens.start as usize);
                alike(actor.kind, kind) && sentence - there.min(sentence) <= MEMORY
            })
        });
        bearer.map(|actor| source_of(actor, context))
    }
}

/// Whom a headline means by the noun at `noun` ("says governor"): the first one after it who bears it.
pub(super) fn introduced<'a>(context: &Context<'_, '_, 'a>, noun: usize) -> Option<Source<'a>> {
    let sentence = context.reading.sentence(context.reading.sentence_of(noun))?;
    let kind = kind_of(context, noun).filter(|kind| alike(*kind, ActorType::Ngo));
    let heading = sentence.kind == SentenceKind::Heading;
    if sentence.block > HEADLINES || !heading && kind.is_none() {
        return None;
    }
    let next = context.actors.partition_point(|actor| (actor.tokens.start as usize) < noun);
    let mut after = context.actors.get(next..).unwrap_or_default().iter().take(MENTIONS);
    let word = context.word(noun);
    let bearer = after.clone().find(|actor| bears(context, actor, word));
    // "a watchdog said": what the first body of its kind is called.
    let found = bearer.or_else(|| after.find(|actor| kind.is_some_and(|kind| alike(actor.kind, kind))));
    found.map(|actor| source_of(actor, context))
}

/// True when a noun for one kind may stand for a party of the other: a watchdog is an institute or a charity.
fn alike(kind: ActorType, other: ActorType) -> bool {
    let watches = |kind: ActorType| matches!(kind, ActorType::Ngo | ActorType::ThinkTank);
    kind == other || watches(kind) && watches(other)
}

/// The kind of party that a noun names: "the rebels", "the agency".
fn kind_of(context: &Context<'_, '_, '_>, noun: usize) -> Option<ActorType> {
    if context.value(noun, CueClass::SourceNoun) == Some("militants") {
        return Some(ActorType::ArmedGroup);
    }
    // "the army": groups bear the word in their names only.
    if context.has(noun, CueClass::ForceNoun) {
        return Some(ActorType::SecurityForce);
    }
    let hit = [CueClass::GroupNoun, CueClass::InstitutionNoun]
        .into_iter()
        .find_map(|class| context.cue(noun, class).or_else(|| context.cue_before(noun + 1, class)))?;
    let value = hit.cue.value.as_str();
    ActorType::from_name(value.split('/').next().unwrap_or(value))
}

/// True unless `noun` is an office that `person` does not hold: `the city's mayor` behind a governor with a name.
fn holds_office(context: &Context<'_, '_, '_>, person: &Source<'_>, noun: usize) -> bool {
    let office = |at: usize| context.has(at, CueClass::PersonTitle) || context.has(at, CueClass::PersonRole);
    let names = office(noun) && !context.has(noun, CueClass::OfficialNoun);
    let Some(actor) = context.actor(person.phrase.start).filter(|_| names) else { return true };
    let first = actor.tokens.start as usize;
    let beside = context.sentence(first).start.max(first.saturating_sub(BESIDE))..first;
    let titled = beside.rev().take_while(|&at| !context.is_punctuation(at)).any(office);
    !titled || bears(context, actor, context.word(noun))
}

/// True when the noun at `noun` can stand for `source`: a ministry for a state, a group for no state, an army neither for
/// residents nor for a ministry.
pub(super) fn may_be(context: &Context<'_, '_, '_>, noun: usize, source: &Source<'_>) -> bool {
    let Some(wanted) = kind_of(context, noun) else { return true };
    let kind = source.kind.or_else(|| source.phrase.clone().find_map(|at| kind_of(context, at)));
    let Some(kind) = kind else { return !source.generic };
    let state = Lexicon::is_of_state(wanted);
    let fits = wanted == kind || !state || wanted == ActorType::State || kind == ActorType::State;
    kind == ActorType::Person || state == Lexicon::is_of_state(kind) && fits
}

/// True for a name that holds `word`, or has it as a title before or in an apposition beside it.
fn bears(context: &Context<'_, '_, '_>, actor: &ActorMention<'_>, word: &str) -> bool {
    let tokens = actor.tokens.indices();
    let person = actor.form == ActorForm::Person;
    if !person && tokens.len() > 1 && tokens.clone().any(|at| context.is(at, word)) {
        return true;
    }
    let sentence = context.sentence(tokens.start);
    let title = sentence.start.max(tokens.start.saturating_sub(BESIDE))..tokens.start;
    let in_title = title.rev().take_while(|&at| !context.is_punctuation(at)).any(|at| context.is(at, word));
    // "the doctor, Thanga Morthy,"
    let before =
        tokens.start >= sentence.start + 2 && context.is_comma(tokens.start - 1) && context.is(tokens.start - 2, word);
    let role = tokens.end + 1..sentence.end.min(tokens.end + 1 + BESIDE);
    let behind = context.is_comma(tokens.end) && run(context, role).any(|at| context.is(at, word));
    behind || person && (in_title || before)
}

/// The tokens of `range` up to its first mark.
fn run(context: &Context<'_, '_, '_>, range: Range<usize>) -> impl Iterator<Item = usize> {
    range.take_while(move |&at| !context.is_punctuation(at) || context.is_hyphen(at))
}
