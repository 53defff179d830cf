//! Labels before a colon, and the turns of an interview: `Kabul: 58 soldiers dead`, `DR. KHAN: We treated 45`.

use std::collections::BTreeMap;
use std::ops::Range;

use crossread_lexicon::CueClass;
use crossread_text::{SentenceKind, fold};

use super::attribution::Act;
use super::claimant::{self, Source};
use super::context::Context;
use super::frames::Reader;
use super::speakers::Speakers;
use super::unlisted::slugged;
use crate::extraction::{ActorForm, Stance};

/// A label has at most so many tokens.
const LONGEST_LABEL: usize = 8;
/// Who answers is among so many parties named before the first turn, within so many tokens.
const INTRODUCED: usize = 60;
/// See [`INTRODUCED`].
const INTRODUCTION: usize = 600;
/// A label before a colon lies within so many tokens of the line's beginning.
const REACH: usize = 24;

/// One turn of an interview: its label, and what is said until the next one.
struct Turn {
    label: Range<usize>,
    says: Range<usize>,
    asks: bool,
}

impl<'a> Reader<'_, '_, '_, 'a> {
    /// `Kabul: 58 Pakistani soldiers dead.`
    pub(super) fn label(&mut self, segment: &Range<usize>) {
        let context = self.context;
        if self.turns.binary_search_by_key(&segment.start, |turn| turn.start).is_ok() {
            return;
        }
        self.closing_label(segment);
        let reach = segment.end.min(segment.start + REACH);
        let first = after_times(context, &(segment.start..reach));
        let Some(colon) = (first..reach).find(|&at| context.word(at) == ":") else { return };
        let start = (first..colon).find(|&at| context.is_word(at)).unwrap_or(colon);
        let start = if context.has(start, CueClass::Article) { start + 1 } else { start };
        let name = start..colon;
        let shouted = name.clone().all(|at| context.word(at).chars().all(|c| !c.is_lowercase()));
        let party = name.clone().any(|at| context.actor(at).is_some());
        let role = |at: usize| context.has(at, CueClass::SourceNoun) || context.has(at, CueClass::PersonTitle);
        let institution =
            |at: usize| context.has(at, CueClass::InstitutionNoun) || context.has(at, CueClass::OfficialSource);
        // "Committee: 587 dead": a headline names its source by a noun alone.
        let by_noun = !party && is_heading(context, segment.start) && !name.is_empty();
        // "Witnesses, medics and the Red Cross: 40 dead."
        let joins = |at: usize| {
            context.is_comma(at)
                || context.has(at, CueClass::Article)
                || context.value(at, CueClass::Conjunction) == Some("coordinating")
        };
        let covered = party && name.clone().all(|at| context.actor(at).is_some() || role(at) || joins(at))
            || by_noun && name.clone().all(|at| institution(at) || role(at));
        if !covered || shouted && name.len() > 1 {
            self.own_count(&name, segment);
            return;
        }
        let Some(source) = claimant::named(context, &name, &self.speakers) else { return };
        let scope = colon + 1..segment.end;
        self.push(Act::Claim, Some(source), Stance::Claimed, scope, start, "figures/claim-label", name);
    }

    /// `12 killed in Khost blast: police`: a source behind the last colon of a headline.
    fn closing_label(&mut self, segment: &Range<usize>) {
        let context = self.context;
        let floor = segment.start.max(segment.end.saturating_sub(LONGEST_LABEL + 1));
        let Some(colon) = (floor..segment.end).rev().find(|&at| context.word(at) == ":") else { return };
        let name = colon + 1..segment.end;
        let plain = name.clone().all(|at| context.quantity(at).is_none() && !context.has(at, CueClass::Auxiliary));
        let numbered = (segment.start..colon).any(|at| context.quantity(at).is_some());
        let heading = is_heading(context, colon);
        if name.is_empty() || !plain || !numbered || !heading {
            return;
        }
        let Some(source) = claimant::named(context, &name, &self.speakers) else { return };
        let scope = segment.start..colon;
        self.push(Act::Claim, Some(source), Stance::Claimed, scope, colon, "figures/claim-label", name);
    }

    /// `Pakistan's own count of its dead: 19`, `The ministry has not changed its own: 27 killed`.
    fn own_count(&mut self, before: &Range<usize>, segment: &Range<usize>) {
        let context = self.context;
        let numbered = (before.end + 1..segment.end.min(before.end + 4)).any(|at| context.quantity(at).is_some());
        let counts = before.clone().any(|at| {
            context.has(at, CueClass::ClaimNoun)
                || (context.value(at, CueClass::Pronoun) == Some("possessive") && at + 2 >= before.end)
        });
        if !numbered || !counts {
            return;
        }
        let Some(mention) = before.clone().find_map(|at| context.actor(at)) else { return };
        let source = claimant::source_of(mention, context);
        let naming = mention.tokens.indices();
        let scope = before.end + 1..segment.end;
        self.push(Act::Claim, Some(source), Stance::Claimed, scope, before.start, "figures/claim-label", naming);
    }

    /// Opens the turns of an interview: who answers claims what is said in the turn, who asks nothing.
    pub(super) fn interview(&mut self) {
        let context = self.context;
        let (turns, questions) = turns(context);
        let sides = sides(context, &turns);
        if !is_interview(context, &turns, &sides, questions) {
            return;
        }
        self.turns = turns.iter().map(|turn| turn.label.start..turn.says.end).collect();
        // A headline may look like a turn: "Interview: we counted 61 graves".
        let asking = turns.iter().find(|turn| turn.asks).or(turns.first());
        let opening = asking.map_or(0, |turn| turn.label.start);
        for turn in &turns {
            let side = sides.get(&key(context, &turn.label));
            if side.is_none_or(|side| asks(*side)) {
                continue;
            }
            let Some(source) = answers(context, &turn.label, opening) else { continue };
            let (scope, label) = (turn.says.clone(), turn.label.clone());
            self.push(Act::Claim, Some(source), Stance::Claimed, scope, label.start, "figures/claim-turn", label);
        }
        self.speakers = Speakers::default();
    }
}

/// True in a headline or an item of a list.
fn is_heading(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let sentence = context.reading.sentence(context.reading.sentence_of(at));
    sentence.is_some_and(|sentence| matches!(sentence.kind, SentenceKind::Heading | SentenceKind::List))
}

/// The first token after times and marks that open a line: `15:30 — Kabul: ...`.
fn after_times(context: &Context<'_, '_, '_>, line: &Range<usize>) -> usize {
    let mut at = line.start;
    while at < line.end {
        match context.time(at) {
            Some(time) => at = (time.tokens.end as usize).max(at + 1),
            None if at > line.start && context.is_dash(at) => at += 1,
            None if context.is_word(at) || context.word(at) == ":" => break,
            None => at += 1,
        }
    }
    // A colon right behind digits belongs to a clock.
    if context.word(at) == ":" { line.start } else { at }
}

/// The lines that a label opens, each with all that follows until the next such line, and how many
/// paragraphs without a label are questions.
fn turns(context: &Context<'_, '_, '_>) -> (Vec<Turn>, usize) {
    let mut turns: Vec<Turn> = Vec::new();
    let mut block = None;
    // A heading, list or table ends a turn, and so does a question that no label opens.
    let mut closed = false;
    let mut questions = 0;
    for sentence in &context.reading.document.sentences {
        let tokens = sentence.tokens.indices();
        let begins = block != Some(sentence.block) || opens_line(context, tokens.start);
        block = Some(sentence.block);
        let label = if begins { label_of(context, &tokens) } else { None };
        let asked = begins && context.word(tokens.end - 1) == "?";
        if label.is_none() && (asked || sentence.kind != SentenceKind::Body) {
            closed = true;
            questions += usize::from(asked);
        }
        match (label, turns.last_mut().filter(|_| !closed)) {
            (Some((label, says)), _) => {
                let asks = context.word(tokens.end - 1) == "?";
                turns.push(Turn { label, says: says..tokens.end, asks });
                closed = false;
            }
            (None, Some(turn)) => {
                turn.says.end = tokens.end;
                turn.asks = context.word(tokens.end - 1) == "?";
            }
            (None, None) => {}
        }
    }
    (turns, questions)
}

/// True for a token with a line break before it.
fn opens_line(context: &Context<'_, '_, '_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let gap = context.span(&(before..before + 1)).end()..context.span(&(at..at + 1)).start();
    let text = context.reading.text();
    text.get(gap.start as usize..gap.end as usize).is_some_and(|gap| gap.contains('\n'))
}

/// The label that opens a line, and where what is said begins: capitalised words before a colon, or
/// a single letter before a stop (`Q. How many?`).
fn label_of(context: &Context<'_, '_, '_>, tokens: &Range<usize>) -> Option<(Range<usize>, usize)> {
    let reach = tokens.end.min(tokens.start + LONGEST_LABEL);
    let mark = (tokens.start..reach).find(|&at| context.word(at) == ":");
    let letter = context.word(tokens.start).chars().all(char::is_uppercase) && context.word(tokens.start).len() == 1;
    if letter && matches!(context.word(tokens.start + 1), "." | ":") {
        return Some((tokens.start..tokens.start + 1, tokens.start + 2));
    }
    let label = tokens.start..mark?;
    let capital = |at: usize| context.word(at).starts_with(char::is_uppercase) || context.word(at) == ".";
    let plain = label.clone().all(|at| {
        capital(at) && context.time(at).is_none() && context.quantity(at).is_none() && context.place(at).is_none()
    });
    (!label.is_empty() && plain).then_some((label.clone(), label.end + 1))
}

/// How a label is told from others.
fn key(context: &Context<'_, '_, '_>, label: &Range<usize>) -> String {
    fold(context.slice(label))
}

/// How often each side of an interview takes a turn, and how many of its turns end with a question.
fn sides(context: &Context<'_, '_, '_>, turns: &[Turn]) -> BTreeMap<String, (usize, usize)> {
    let mut sides: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for turn in turns {
        let side = sides.entry(key(context, &turn.label)).or_default();
        side.0 += 1;
        side.1 += usize::from(turn.asks);
    }
    sides
}

/// True when somebody asks and somebody else answers, under labels that come again, name a person
/// or are letters.
fn is_interview(
    context: &Context<'_, '_, '_>,
    turns: &[Turn],
    sides: &BTreeMap<String, (usize, usize)>,
    questions: usize,
) -> bool {
    let person = |at: usize| context.actor(at).is_some_and(|actor| actor.form == ActorForm::Person);
    let told = turns.iter().any(|turn| turn.label.clone().any(person));
    let again = sides.iter().any(|(label, side)| side.0 > 1 || label.len() == 1);
    let asked = questions > 1 || sides.values().any(|side| asks(*side));
    (told || again) && asked && sides.values().any(|side| !asks(*side))
}

/// True for the side that asks: most of its turns end with a question.
fn asks((turns, questions): (usize, usize)) -> bool {
    questions * 2 > turns || questions > 0 && questions * 2 == turns
}

/// Who answers under a label: the party or person it names, in full or by the last name; for a bare
/// letter the person named last before the first question.
fn answers<'a>(context: &Context<'_, '_, 'a>, label: &Range<usize>, opening: usize) -> Option<Source<'a>> {
    if label.clone().any(|at| context.actor(at).is_some()) {
        return claimant::named(context, label, &Speakers::default());
    }
    let next = context.actors.partition_point(|actor| (actor.tokens.start as usize) < opening);
    let before = context.actors.get(next.saturating_sub(INTRODUCED)..next).unwrap_or_default();
    let persons: Vec<_> = before.iter().filter(|actor| actor.form == ActorForm::Person).collect();
    if context.word(label.start).len() == 1 && label.len() == 1 {
        return persons.last().map(|person| claimant::source_of(person, context));
    }
    let last = context.word(label.end - 1);
    let known = persons.iter().find(|person| context.word(person.tokens.end as usize - 1).eq_ignore_ascii_case(last));
    if let Some(person) = known {
        return Some(claimant::source_of(person, context));
    }
    // A name in full that the introduction tells too.
    let told = (opening.saturating_sub(INTRODUCTION)..opening)
        .any(|at| (0..label.len()).all(|next| context.word(at + next) == context.word(label.start + next)));
    slugged(context, label.clone()).filter(|source| source.person && told)
}
