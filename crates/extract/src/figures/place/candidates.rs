//! What places a figure may be about: those of its sentence, of the sentences before, of the lines above.

use std::borrow::Cow;
use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass, Level, Lexicon};

use super::clue::{Class, Clue, Clues, Zone};
use super::groups::{self, Group};
use super::setting::Setting;
use crate::extraction::{ActorForm, Basis};
use crate::figures::attribution::Verdict;
use crate::figures::context::Context;
use crate::figures::drafts::Draft;

/// A place that a figure may be about.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    /// None: nowhere.
    pub(super) ids: Vec<Cow<'a, str>>,
    pub(super) zone: Zone,
    pub(super) clues: Clues,
    pub(super) basis: Basis,
}

/// Figures before a figure whose place may be its own.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::figures) struct Earlier<'f, 'a> {
    /// The place of the figure before, and the token where that one stands.
    pub(in crate::figures) last: Option<(&'f [Cow<'a, str>], usize)>,
    /// The place of an earlier figure of the same number and measure.
    pub(in crate::figures) same: Option<&'f [Cow<'a, str>]>,
}

/// At most so many groups on either side are candidates.
const SIDE: usize = 5;
/// They are looked for among so many.
const NEAREST: usize = 8;
/// A bracket opens and closes within so many tokens of what stands in it.
const BRACKETS: usize = 32;
/// Sentences of the paragraph that are looked at before the figure's own.
const BACK: usize = 4;

pub(super) struct Finder<'f, 'c, 'r, 'a> {
    pub(super) context: &'f Context<'c, 'r, 'a>,
    pub(super) draft: &'f Draft,
    pub(super) verdict: &'f Verdict<'f, 'a>,
    pub(super) setting: &'f Setting<'a>,
    /// Figures before it whose place may be its own.
    pub(super) earlier: Earlier<'f, 'a>,
    pub(super) long: bool,
}

impl<'a> Finder<'_, '_, '_, 'a> {
    /// Every candidate, `Nowhere` last.
    pub(super) fn candidates(&self) -> Vec<Candidate<'a>> {
        let mut found = Vec::new();
        self.inside(&mut found);
        let despite = found
            .iter()
            .any(|one: &Candidate<'_>| ![Clue::Speaking, Clue::Source].iter().any(|&clue| one.clues.has(clue)));
        self.paragraph(&mut found);
        let war = self.speaks_of_war();
        self.lines(&mut found, war);
        self.parties(&mut found);
        if let Some(ids) = self.earlier.same {
            let (zone, basis) = (Zone::Far, Basis::Lead);
            found.push(Candidate { ids: ids.to_vec(), zone, clues: Clues::of(Clue::Told), basis });
        }
        let event = !war && self.speaks_of_event();
        let lands: Vec<Cow<'a, str>> = found
            .iter()
            .filter(|one| one.zone == Zone::Inside && one.clues.has(Clue::Wide) && !one.clues.has(Clue::Speaking))
            .flat_map(|one| one.ids.iter().cloned())
            .collect();
        for one in &mut found {
            let nested =
                one.zone != Zone::Inside && one.ids.iter().any(|id| lands.iter().any(|land| lies_in(id, land)));
            one.clues.add_if(Clue::Nested, nested);
            one.clues.add_if(Clue::Sole, self.setting.event.iter().any(|id| one.ids.contains(id)));
            one.clues.add_if(Clue::Spot, self.setting.spot.as_ref().is_some_and(|id| one.ids.contains(id)));
            let favoured = self.setting.focus.as_ref().is_some_and(|(id, _)| one.ids.contains(id));
            one.clues.add_if(Clue::Favoured, favoured);
            one.clues.add_if(Clue::Often, favoured && self.setting.often);
            one.clues.add_if(Clue::Scene, one.ids.iter().any(|id| self.setting.struck.contains(id)));
            let inside = one.zone == Zone::Inside;
            one.clues.add_if(Clue::Long, self.long && !inside);
            one.clues.add_if(Clue::Event, event && !inside);
            let within = ![Clue::Wide, Clue::Region].iter().any(|&clue| one.clues.has(clue));
            one.clues.add_if(Clue::Warlike, war && !inside && within);
            one.clues.add_if(Clue::Coarse, !inside && one.clues.has(Clue::Wide) && self.setting.focus.is_some());
        }
        support(&mut found);
        found.push(self.nowhere(despite));
        found
    }

    fn inside(&self, found: &mut Vec<Candidate<'a>>) {
        let here = self.context.reading.sentence_of(self.draft.tokens.start);
        let groups = self.setting.groups_of(here);
        let groups = match groups.first() {
            Some(first) if Some(first.tokens.start) == self.setting.dateline => groups.get(1..).unwrap_or_default(),
            _ => groups,
        };
        let (start, end) = (self.draft.tokens.start, self.draft.tokens.end);
        let split = groups.partition_point(|group| group.tokens.start < start);
        let (before, after) = groups.split_at(split);
        let own = self.brackets(start);
        let beside = own.as_ref().is_some_and(|own| {
            let next = groups.partition_point(|group| group.tokens.start < own.start);
            groups.get(next).is_some_and(|group| own.contains(&group.tokens.start))
        });
        let apart = |group: &&Group<'a>| !self.told_apart(group, own.as_ref().filter(|_| beside));
        for (nth, group) in before.iter().rev().take(NEAREST).filter(apart).take(SIDE).enumerate() {
            let between = group.tokens.end..start;
            let clues = self.between(&between, Clue::Before, nth);
            found.push(self.of(group, Zone::Inside, clues, Basis::Clause));
        }
        for (nth, group) in after.iter().take(NEAREST).filter(apart).take(SIDE).enumerate() {
            let between = end..group.tokens.start.max(end);
            let other = !before.is_empty() || nth > 0;
            if other && self.tells_a_part(&between) {
                continue;
            }
            let clues = self.between(&between, Clue::After, nth);
            found.push(self.of(group, Zone::Inside, clues, Basis::Clause));
        }
    }

    /// `844 were killed in X (including 27 in Y)`: what stands in brackets with a number of its own tells of no other, and
    /// where a number in brackets has a place in them, that is its own.
    fn told_apart(&self, group: &Group<'a>, own: Option<&Range<usize>>) -> bool {
        let at = group.tokens.start;
        if let Some(own) = own {
            return !own.contains(&at);
        }
        let figure = self.draft.tokens.start;
        let counts = |brackets: Range<usize>| brackets.into_iter().any(|at| self.context.quantity(at).is_some());
        self.brackets(at).is_some_and(|brackets| !brackets.contains(&figure) && counts(brackets))
    }

    /// The tokens between the brackets around a token of the sentence.
    fn brackets(&self, at: usize) -> Option<Range<usize>> {
        let context = self.context;
        let sentence = context.sentence(at);
        let bracket = |at: &usize| context.is(*at, "(") || context.is(*at, ")");
        let (floor, limit) = (sentence.start.max(at.saturating_sub(BRACKETS)), sentence.end.min(at + BRACKETS));
        let open = (floor..at).rev().find(bracket).filter(|&open| context.is(open, "("))?;
        let close = (at..limit).find(bracket).filter(|&close| context.is(close, ")"))?;
        Some(open + 1..close)
    }

    /// `In Y 38 people were killed, including a family of seven in X`: where a part was is not where the whole was.
    fn tells_a_part(&self, between: &Range<usize>) -> bool {
        let context = self.context;
        let Some(including) = between.clone().find(|&at| context.has(at, CueClass::Including)) else { return false };
        let mut part = including + 1..between.end;
        part.clone().any(|at| context.counts(at)) && !part.any(|at| context.is_comma(at))
    }

    fn of(&self, group: &Group<'a>, zone: Zone, clues: Clues, basis: Basis) -> Candidate<'a> {
        let mut clues = clues.union(group.clues);
        clues.add_if(Clue::RunIn, self.setting.is_run_in(self.context, group));
        if Some(group.tokens.start) == self.setting.dateline {
            clues.add(Clue::Dateline);
        }
        Candidate { ids: group.ids.clone(), zone, clues, basis }
    }

    /// The clues of the words between the figure and a group of its sentence.
    fn between(&self, between: &Range<usize>, side: Clue, nth: usize) -> Clues {
        let context = self.context;
        let mut clues = Clues::of(side);
        match between.len() {
            0..=3 => clues.add(Clue::Close),
            4..=8 => clues.add(Clue::Near),
            17.. => clues.add(Clue::Far),
            _ => {}
        }
        clues.add_if(Clue::Second, nth > 0);
        clues.add_if(Clue::Crosses, self.crosses_one(between));
        for at in between.clone() {
            if matches!(context.word(at), ";" | ":") || context.is_dash(at) {
                clues.add(Clue::Mark);
            } else if context.is_comma(at) {
                clues.add(Clue::Comma);
            } else if context.value(at, CueClass::Conjunction) == Some("clause") || context.has(at, CueClass::Relative)
            {
                clues.add(Clue::Clause);
            } else if context.speaks(at) {
                clues.add(Clue::Says);
            } else if context.value(at, CueClass::Conjunction) == Some("coordinating") {
                clues.add(Clue::Joined);
            }
        }
        clues
    }

    fn paragraph(&self, found: &mut Vec<Candidate<'a>>) {
        let context = self.context;
        let here = context.reading.sentence_of(self.draft.tokens.start);
        let Some(block) = context.reading.sentence(here).map(|sentence| sentence.block) else { return };
        let reference = self.reference();
        let refers = |group: &Group<'a>| reference.is_some_and(|reference| reference.fits(group.level));
        let mut above = false;
        for back in 1..=BACK {
            let Some(index) = here.checked_sub(back) else { break };
            let Some(sentence) = context.reading.sentence(index) else { break };
            let groups = self.setting.groups_of(index);
            let groups = match groups.first() {
                Some(first) if Some(first.tokens.start) == self.setting.dateline => groups.get(1..).unwrap_or_default(),
                _ => groups,
            };
            let kind = if sentence.block == block {
                if back == 1 { Clue::Last } else { Clue::Earlier }
            } else if above {
                break;
            } else {
                above = !groups.is_empty();
                Clue::Above
            };
            let harm = self.setting.tells_harm(context, index);
            for (nth, group) in groups.iter().rev().take(3).enumerate() {
                let mut clues = Clues::of(kind);
                clues.add_if(Clue::Second, nth > 0);
                clues.add_if(Clue::Harm, harm);
                clues.add_if(Clue::Referred, refers(group));
                let above = kind == Clue::Above;
                let (zone, basis) = if above { (Zone::Far, Basis::Lead) } else { (Zone::Near, Basis::Sentence) };
                found.push(self.of(group, zone, clues, basis));
            }
        }
        if let Some((ids, at)) = self.earlier.last {
            let other = context.reading.sentence_of(at);
            let block = context.reading.sentence(other).is_some_and(|sentence| sentence.block == block);
            let mut clues = Clues::of(Clue::Same);
            clues.add_if(Clue::Together, other == here);
            clues.add_if(Clue::Carried, self.draft.inherited || self.draft.part_of.is_some());
            if block && here - other.min(here) <= 1 {
                found.push(Candidate { ids: ids.to_vec(), zone: Zone::Near, clues, basis: Basis::Sentence });
            }
        }
    }

    /// Headings, titles, datelines and what the document is about.
    fn lines(&self, found: &mut Vec<Candidate<'a>>, war: bool) {
        let context = self.context;
        let setting = self.setting;
        let here = context.reading.sentence_of(self.draft.tokens.start);
        let reference = self.reference();
        let dateline = |heading: usize| {
            setting.groups_of(heading).iter().any(|group| Some(group.tokens.start) == setting.dateline)
        };
        if let Some(heading) = setting.heading(here).filter(|&heading| heading != here && !dateline(heading)) {
            let kind = if heading < 2 { Clue::Lead } else { Clue::Heading };
            let groups = setting.groups_of(heading);
            for group in groups.iter().take(2) {
                let mut clues = Clues::of(kind);
                clues.add_if(Clue::Second, groups.len() > 1);
                clues.add_if(Clue::Referred, reference.is_some_and(|reference| reference.fits(group.level)));
                let basis = if kind == Clue::Lead { Basis::Lead } else { Basis::Heading };
                found.push(self.of(group, Zone::Far, clues, basis));
            }
        }
        if let Some(group) = setting.run_in(context, here).filter(|group| group.sentence != here) {
            found.push(self.of(group, Zone::Far, Clues::of(Clue::RunIn), Basis::Heading));
        }
        for (nth, group) in setting.lead_groups().filter(|group| group.sentence != here).take(2).enumerate() {
            let mut clues = Clues::of(Clue::Lead);
            clues.add_if(Clue::Second, nth > 0);
            clues.add_if(Clue::Referred, reference.is_some_and(|reference| reference.fits(group.level)));
            found.push(self.of(group, Zone::Far, clues, Basis::Lead));
        }
        if let Some((id, _)) = &setting.focus {
            let mut clues = Clues::of(Clue::Focus);
            if let Some(clue) = groups::level_clue(setting.focus_level) {
                clues.add(clue);
            }
            clues.add_if(Clue::Referred, reference.is_some_and(|reference| reference.fits(setting.focus_level)));
            clues.add_if(Clue::Countrywide, setting.focus_level == Level::Region && war);
            found.push(Candidate { ids: vec![id.clone()], zone: Zone::Far, clues, basis: Basis::Lead });
        }
        let event = Class::of(self.draft.measure) == Class::Harm
            && !self.long
            && !war
            && reference != Some(Reference::Country)
            && setting.focus.is_some();
        if let Some((country, most)) = setting.country.as_ref().filter(|_| !event) {
            let mut clues = Clues::of(Clue::Land);
            clues.add_if(Clue::Most, *most);
            let regional = setting.focus.is_some() && setting.focus_level == Level::Region;
            clues.add_if(Clue::Countrywide, reference == Some(Reference::Country) || war && !regional);
            found.push(Candidate { ids: vec![country.clone()], zone: Zone::Far, clues, basis: Basis::Lead });
        }
        if let Some(group) = setting.dateline_group().filter(|group| group.sentence < here) {
            found.push(self.of(group, Zone::Far, Clues::default(), Basis::Dateline));
        }
    }

    /// Countries of the parties named beside the figure.
    fn parties(&self, found: &mut Vec<Candidate<'a>>) {
        let countrywide = self.reference() == Some(Reference::Country);
        let event = Class::of(self.draft.measure) == Class::Harm && !self.long && self.setting.focus.is_some();
        if event && !countrywide {
            return;
        }
        let context = self.context;
        let sentence = context.sentence(self.draft.tokens.start);
        let claimant = self.verdict.claim.map(|claim| claim.naming.clone());
        let actor = (sentence.start..self.draft.tokens.start)
            .filter(|at| claimant.as_ref().is_none_or(|naming| !naming.contains(at)))
            .find_map(|at| context.actor(at))
            .filter(|actor| Lexicon::is_of_state(actor.kind) && actor.form != ActorForm::Person);
        if let Some(country) = actor.and_then(|actor| actor.country.clone()) {
            let mut clues = Clues::of(Clue::Host);
            clues.add_if(Clue::Owner, actor.is_some_and(|actor| actor.kind == ActorType::State));
            clues.add_if(Clue::Countrywide, countrywide);
            found.push(Candidate { ids: vec![country], zone: Zone::Far, clues, basis: Basis::Clause });
        }
        let kin = self.draft.subject.clone().and_then(|subject| subject.into_iter().find_map(|at| context.demonym(at)));
        if let Some(country) = kin {
            found.push(Candidate {
                ids: vec![Cow::Borrowed(country)],
                zone: Zone::Far,
                clues: Clues::of(Clue::Kin),
                basis: Basis::Clause,
            });
        }
    }

    fn nowhere(&self, despite: bool) -> Candidate<'a> {
        let mut clues = Clues::default();
        clues.add_if(Clue::Despite, despite);
        clues.add_if(Clue::Lasting, self.long);
        if let Some(source) = self.verdict.claim.and_then(|claim| claim.source.as_ref()) {
            clues.add(match source.kind {
                _ if source.state => Clue::Partisan,
                _ if source.person => Clue::Personal,
                _ if source.generic => Clue::Witness,
                Some(ActorType::SecurityForce | ActorType::ArmedGroup | ActorType::GovernmentBody) => Clue::Warring,
                _ => Clue::Claimed,
            });
        }
        clues.add_if(Clue::Settled, !self.setting.event.is_empty());
        clues.add_if(Clue::Scattered, self.setting.focus.is_none());
        clues.add_if(Clue::OneScene, self.setting.focus.as_ref().is_some_and(|(_, sole)| *sole));
        let alike = self
            .earlier
            .last
            .is_some_and(|(ids, at)| ids.is_empty() && self.context.sentence(at).contains(&self.draft.tokens.start));
        clues.add_if(Clue::Alike, alike);
        Candidate { ids: Vec::new(), zone: Zone::Nowhere, clues, basis: Basis::Clause }
    }

    /// True when exactly one number stands between.
    fn crosses_one(&self, between: &Range<usize>) -> bool {
        let mut numbers = between.clone().filter_map(|at| self.context.quantity(at));
        let first = numbers.next();
        first.is_some() && numbers.all(|number| Some(number) == first)
    }

    /// What the figure's sentence refers back to: `the town`, `the province`, `there`.
    fn reference(&self) -> Option<Reference> {
        self.around().find_map(|at| Reference::at(self.context, at))
    }

    /// True when the sentence speaks of an event or toll as known: `the attack`, `the death toll`.
    fn speaks_of_event(&self) -> bool {
        let context = self.context;
        let known =
            |at: usize| [CueClass::EventNoun, CueClass::MeasureNoun].iter().any(|&class| context.has(at, class));
        self.around().any(|at| {
            let definite = context.has(at, CueClass::Article) && !context.is(at, "a") && !context.is(at, "an");
            definite && (known(at + 1) || (known(at + 2) && !context.is_named(at + 1)))
        })
    }

    /// True when the sentence speaks of a war as a whole: `the war`, `Sudan's civil war`, `the six-year conflict`.
    fn speaks_of_war(&self) -> bool {
        let context = self.context;
        let definite = |at: usize| {
            let article = context.has(at, CueClass::Article) && !context.is(at, "a") && !context.is(at, "an");
            article || context.is_possessive(at)
        };
        self.around().any(|at| {
            let led = at.saturating_sub(MODIFIERS)..at;
            context.has(at, CueClass::WarNoun)
                && context.actor(at).is_none()
                && led.rev().take_while(|&at| !context.is_punctuation(at) || context.is_hyphen(at)).any(definite)
        })
    }

    /// The words of the sentence around the figure.
    fn around(&self) -> Range<usize> {
        let sentence = self.context.sentence(self.draft.tokens.start);
        let from = sentence.start.max(self.draft.tokens.start.saturating_sub(REACH));
        from..sentence.end.min(self.draft.tokens.end + REACH)
    }
}

/// Tells each candidate by how many other kinds of candidate its places are named.
fn support(found: &mut [Candidate<'_>]) {
    for at in 0..found.len() {
        let Some(one) = found.get(at) else { continue };
        let others = found.iter().enumerate().filter(|&(other, _)| other != at);
        let named = others.filter(|(_, other)| other.ids.iter().any(|id| one.ids.contains(id)));
        let kinds = named.fold(0_u64, |kinds, (_, other)| kinds | 1 << (other.zone as u32 * 16 + other.clues.kind()));
        let count = kinds.count_ones();
        let Some(one) = found.get_mut(at) else { continue };
        one.clues.add_if(Clue::Again, count >= 1);
        one.clues.add_if(Clue::Twice, count >= 2);
        one.clues.add_if(Clue::Thrice, count >= 3);
    }
}

/// True when a place's code tells that it lies in a country.
fn lies_in(id: &str, country: &str) -> bool {
    id.strip_prefix(country).is_some_and(|rest| rest.starts_with('-'))
}

/// Between an article and the noun for a war stand at most so many tokens.
const MODIFIERS: usize = 5;

/// No reference is looked for farther away.
const REACH: usize = 16;

/// A noun that stands for a place named before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    Level(Level),
    Any,
    Country,
}

impl Reference {
    fn at(context: &Context<'_, '_, '_>, at: usize) -> Option<Self> {
        let own = context.value(at, CueClass::Pronoun) == Some("possessive");
        let article = context.has(at, CueClass::Article) && !context.is(at, "a") && !context.is(at, "an");
        if !(own || article) || context.is_named(at) {
            return None;
        }
        let mut noun = at + 1;
        while context.has(noun, CueClass::Direction) && context.is_word(noun + 1) {
            noun += 1;
        }
        if context.is_named(noun) || context.is(noun + 1, "of") && context.place(noun + 2).is_some() {
            return None;
        }
        if context.is(noun, "country") {
            return Some(Self::Country);
        }
        let hit = context.cue(noun, CueClass::PlaceHead)?;
        let end = hit.tokens.end as usize;
        if context.is_hyphen(end) {
            return None;
        }
        Some(Level::from_name(&hit.cue.value).map_or(Self::Any, Self::Level))
    }

    fn fits(self, level: Level) -> bool {
        match self {
            Self::Country => level == Level::Country,
            Self::Any => level != Level::Country,
            Self::Level(Level::Admin1 | Level::Region) => matches!(level, Level::Admin1 | Level::Region),
            Self::Level(Level::Feature) => level == Level::Feature,
            // "the territory": a district, or a strip of land that has no province's code.
            Self::Level(Level::Admin2) if level == Level::Region => true,
            Self::Level(_) => groups::rank(level) >= groups::rank(Level::City),
        }
    }
}
