//! What a document as a whole says of places: groups by sentence, headings, dateline, lead, and what it is about.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass, Level, Lexicon};
use crossread_text::SentenceKind;

use super::clue::Clue;
use super::groups::{self, Group};
use crate::figures::attribution::Frames;
use crate::figures::context::Context;
use crate::figures::tables::Layout;

/// Where a document and its sections say that they are.
pub(in crate::figures) struct Setting<'a> {
    groups: Vec<Group<'a>>,
    /// Groups of sentence `i`: `groups[first[i]..first[i + 1]]`.
    first: Vec<usize>,
    /// The sentence of the heading above each sentence.
    headings: Vec<Option<usize>>,
    /// Tokens of the dateline's place.
    pub(super) dateline: Option<usize>,
    /// The country that nearly all places of the document lie in.
    pub(super) country: Option<(Cow<'a, str>, bool)>,
    /// The place below a country that the document names most, and whether it names hardly another.
    pub(super) focus: Option<(Cow<'a, str>, bool)>,
    pub(super) focus_level: Level,
    pub(super) often: bool,
    /// Places told to be struck.
    pub(super) struck: Vec<Cow<'a, str>>,
    /// The sentence whose place is that of the event reported: a title, else the opening sentence.
    lead: Option<usize>,
    /// The place of the event reported, where nothing else is told to be struck; none otherwise.
    pub(super) event: Vec<Cow<'a, str>>,
    /// The place of the dateline, where the document names none more often.
    pub(super) spot: Option<Cow<'a, str>>,
}

impl<'a> Setting<'a> {
    pub(in crate::figures) fn of(context: &Context<'_, '_, 'a>, layout: &Layout, frames: &Frames<'a>) -> Self {
        let groups = groups::of(context, frames);
        let count = context.reading.document.sentences.len();
        let first = (0..=count).map(|index| groups.partition_point(|group| group.sentence < index)).collect();
        let headings = (0..count)
            .map(|index| layout.heading(index).map(|heading| context.reading.sentence_of(heading.start)))
            .collect();
        let dateline = dateline(context);
        let country = country(context, &groups, dateline);
        let mut setting = Self {
            groups,
            first,
            headings,
            dateline,
            country,
            focus: None,
            focus_level: Level::City,
            often: false,
            struck: Vec::new(),
            lead: None,
            event: Vec::new(),
            spot: None,
        };
        setting.lead = setting.find_lead(context);
        setting.find_focus();
        for group in setting.groups.iter().filter(|group| group.clues.has(Clue::Struck)) {
            for id in &group.ids {
                if !setting.struck.contains(id) && setting.struck.len() < 64 {
                    setting.struck.push(id.clone());
                }
            }
        }
        setting.event = setting.sole_event();
        setting.spot = setting.dateline_group().and_then(|group| {
            group.ids.iter().find(|id| setting.focus.as_ref().is_some_and(|(focus, _)| focus == *id)).cloned()
        });
        setting
    }

    /// The place of the lead, when every place told to be struck lies in its province.
    fn sole_event(&self) -> Vec<Cow<'a, str>> {
        let Some(lead) = self.lead_groups().next() else { return Vec::new() };
        let province = |id: &str| id.split('/').next().unwrap_or_default().to_owned();
        let home: Vec<String> = lead.ids.iter().map(|id| province(id)).collect();
        let elsewhere =
            self.struck.iter().any(|id| !home.contains(&province(id)) && !home.iter().any(|at| at.starts_with(&**id)));
        if elsewhere { Vec::new() } else { lead.ids.clone() }
    }

    /// The groups of a sentence.
    pub(super) fn groups_of(&self, sentence: usize) -> &[Group<'a>] {
        let bound = |index: usize| self.first.get(index).copied().unwrap_or(self.groups.len());
        self.groups.get(bound(sentence)..bound(sentence + 1)).unwrap_or_default()
    }

    /// The sentence of the heading above a sentence.
    pub(super) fn heading(&self, sentence: usize) -> Option<usize> {
        self.headings.get(sentence).copied().flatten()
    }

    /// The groups of the lead sentence, the dateline's left out.
    pub(super) fn lead_groups(&self) -> impl Iterator<Item = &Group<'a>> {
        let groups = self.lead.map_or(&[][..], |lead| self.groups_of(lead));
        groups.iter().filter(|group| self.is_plain(group) && groups::rank(group.level) > 1)
    }

    pub(super) fn dateline_group(&self) -> Option<&Group<'a>> {
        self.groups.iter().find(|group| Some(group.tokens.start) == self.dateline)
    }

    /// True for a group that is no dateline, source or part of a name.
    fn is_plain(&self, group: &Group<'a>) -> bool {
        Some(group.tokens.start) != self.dateline
            && ![Clue::Source, Clue::Speaking].iter().any(|&clue| group.clues.has(clue))
    }

    /// True for a group that heads its paragraph: `RAMADI - The army ...`, `Mali. Fighters ...`.
    pub(super) fn is_run_in(&self, context: &Context<'_, '_, 'a>, group: &Group<'a>) -> bool {
        let tokens = context.sentence(group.tokens.start);
        let opens = (tokens.start..group.tokens.start).all(|at| !context.is_word(at));
        let next = group.tokens.end;
        let closes = context.is_dash(next) || context.word(next) == ":" || next >= tokens.end || context.is(next, ".");
        opens && closes && Some(group.tokens.start) != self.dateline && self.opens_block(context, group.sentence)
    }

    fn opens_block(&self, context: &Context<'_, '_, 'a>, sentence: usize) -> bool {
        let block = |index: usize| context.reading.sentence(index).map(|sentence| sentence.block);
        sentence == 0 || block(sentence - 1) != block(sentence)
    }

    /// The run-in head of the paragraph of a sentence.
    pub(super) fn run_in(&self, context: &Context<'_, '_, 'a>, sentence: usize) -> Option<&Group<'a>> {
        let sentences = &context.reading.document.sentences;
        let block = sentences.get(sentence)?.block;
        let first = sentences.partition_point(|sentence| sentence.block < block);
        self.groups_of(first).first().filter(|group| self.is_run_in(context, group))
    }

    /// True for a sentence with a word of harm or attack.
    pub(super) fn tells_harm(&self, context: &Context<'_, '_, 'a>, sentence: usize) -> bool {
        let Some(sentence) = context.reading.sentence(sentence) else { return false };
        tells_harm(context, &sentence.tokens.indices())
    }

    /// The title or opening sentence, when it tells of harm done at a place.
    fn find_lead(&self, context: &Context<'_, '_, 'a>) -> Option<usize> {
        let count = context.reading.document.sentences.len().min(OPENING);
        let local = |index: usize| {
            self.groups_of(index).iter().any(|group| self.is_plain(group) && groups::rank(group.level) > 1)
        };
        let told = (0..count).filter(|&index| local(index) && self.tells_harm(context, index));
        let counted = |index: &usize| {
            context
                .reading
                .sentence(*index)
                .is_some_and(|sentence| sentence.tokens.indices().any(|at| context.quantity(at).is_some()))
        };
        told.clone().find(counted).or_else(|| told.clone().next())
    }

    fn find_focus(&mut self) {
        let mut counts: BTreeMap<&Cow<'a, str>, (usize, Level)> = BTreeMap::new();
        let mut total = 0;
        let counted = |group: &&Group<'a>| {
            let home = Some(group.tokens.start) == self.dateline
                && self.country.as_ref().is_some_and(|(country, _)| group.country.as_ref() == Some(country));
            (self.is_plain(group) || home) && groups::rank(group.level) > 0
        };
        for group in self.groups.iter().filter(counted) {
            for id in &group.ids {
                counts.entry(id).or_insert((0, group.level)).0 += 1;
                total += 1;
            }
        }
        let best = counts.into_iter().rev().max_by_key(|(_, (count, _))| *count);
        let Some((id, (count, level))) = best.map(|(id, value)| (id.clone(), value)) else { return };
        if count * 4 >= total {
            self.focus = Some((id, count * 5 >= total * 3));
            self.focus_level = level;
            self.often = count >= 3;
        }
    }
}

/// The lead stands among the first so many sentences.
const OPENING: usize = 5;

/// A dateline stands among the first so many sentences.
const TOP: usize = 10;

/// The token of the place in the dateline: `ISLAMABAD, Nov 5 -`, `Kabul (our correspondent)`, `ISTANBUL` on a line of
/// its own. Several such heads are no datelines but the sections of a round-up.
fn dateline(context: &Context<'_, '_, '_>) -> Option<usize> {
    let mut heads = (0..context.reading.document.sentences.len()).filter_map(|index| {
        let opens = index == 0 || context.reading.sentence(index - 1)?.block != context.reading.sentence(index)?.block;
        head(context, index).filter(|_| opens).map(|at| (index, at))
    });
    let (index, at) = heads.next()?;
    let id = &context.place(at)?.id;
    let sections = heads.filter(|&(_, other)| context.place(other).is_some_and(|place| place.id != *id)).count();
    (sections < 2 && index < TOP).then_some(at)
}

/// The place that heads a paragraph: a dash, colon or bracket follows, or nothing at all.
fn head(context: &Context<'_, '_, '_>, sentence: usize) -> Option<usize> {
    let sentence = context.reading.sentence(sentence)?;
    let tokens = sentence.tokens.indices();
    let first = tokens.clone().take(3).find(|&at| context.is_word(at))?;
    let place = context.place(first)?;
    if place.level == Level::Country {
        return None;
    }
    let behind = place.tokens.end as usize;
    for at in behind..behind + DATELINE {
        if at >= tokens.end {
            return (sentence.kind != SentenceKind::TableRow).then_some(first);
        }
        if context.is_dash(at) || matches!(context.word(at), "(" | ":") {
            return Some(first);
        }
        let small = context.is_comma(at) || context.is(at, ".") || context.is_named(at) || !context.is_word(at);
        let outlet = context.word(at).chars().all(char::is_uppercase);
        if !(small || outlet) {
            return None;
        }
    }
    None
}

/// A dateline has at most so many tokens behind its place.
const DATELINE: usize = 10;

fn tells_harm(context: &Context<'_, '_, '_>, tokens: &Range<usize>) -> bool {
    let harm = [
        CueClass::MeasureVerb,
        CueClass::MeasureIntransitive,
        CueClass::MeasureNoun,
        CueClass::MeasureAdjective,
        CueClass::EventNoun,
    ];
    tokens.clone().any(|at| context.actor(at).is_none() && harm.iter().any(|&class| context.has(at, class)))
}

/// The country that half the places of the document lie in.
fn country<'a>(
    context: &Context<'_, '_, 'a>,
    groups: &[Group<'a>],
    dateline: Option<usize>,
) -> Option<(Cow<'a, str>, bool)> {
    let mut counts: BTreeMap<&Cow<'a, str>, (usize, usize)> = BTreeMap::new();
    let plain = |group: &&Group<'a>| Some(group.tokens.start) != dateline;
    for country in groups.iter().filter(plain).filter_map(|group| group.country.as_ref()) {
        counts.entry(country).or_default().0 += 1;
    }
    let belligerent = |kind: ActorType| Lexicon::is_of_state(kind) || kind == ActorType::ArmedGroup;
    for country in
        context.actors.iter().filter(|actor| belligerent(actor.kind)).filter_map(|actor| actor.country.as_ref())
    {
        counts.entry(country).or_default().1 += 1;
    }
    let (places, all) =
        counts.values().fold((0, 0), |(places, all), count| (places + count.0, all + count.0 + count.1));
    let (country, (near, parties)) = counts.into_iter().rev().max_by_key(|&(_, (near, parties))| (near, parties))?;
    (near * 2 >= places && near > 0).then(|| (country.clone(), (near + parties) * 4 >= all * 3))
}
