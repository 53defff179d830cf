//! Where a figure is about: the places of its clause, else of its sentence, else of the text
//! around it.
//!
//! How far a rule looks depends on what is measured. People harmed, attacks and strikes happened
//! somewhere, so their place may stand farther off; sums of money and durations have none.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass, Level};
use crossread_text::SentenceKind;

use super::attribution::{Frame, Frames, Verdict};
use super::context::Context;
use super::drafts::Draft;
use super::tables::Layout;
use crate::extraction::{ActorForm, Basis, Measure, PlaceMention};

/// The places of one figure.
#[derive(Clone, Debug, Default)]
pub(super) struct Site<'a> {
    pub(super) places: Vec<Cow<'a, str>>,
    pub(super) destinations: Vec<Cow<'a, str>>,
    pub(super) basis: Option<Basis>,
}

/// A location near a figure: a mention, or a country that an adjective names (`on Afghan soil`).
#[derive(Clone, Copy, Debug)]
enum Spot<'c, 'a> {
    Mention(&'c PlaceMention<'a>),
    Country(&'a str),
}

/// Sentences of the same paragraph that are looked at before the figure's own.
const BACK: usize = 2;

/// Finds the places of a draft.
pub(super) fn of<'a>(
    context: &Context<'_, '_, 'a>,
    draft: &Draft,
    verdict: &Verdict<'_, 'a>,
    frames: &Frames<'a>,
    setting: &Setting<'_>,
    long: bool,
) -> Site<'a> {
    if let Some(cell) = draft.cell.as_ref().and_then(|cell| cell.places.as_ref()) {
        let places: Vec<_> = cell.iter().map(|&at| context.places[at].id.clone()).collect();
        let basis = (!places.is_empty()).then_some(Basis::Table);
        return Site { places, basis, ..Site::default() };
    }
    let finder = Finder { context, draft, claim: verdict.claim, frames, dateline: setting.dateline };
    let sentence = context.sentence(draft.tokens.start);
    if matches!(draft.measure, Measure::Money | Measure::Duration) {
        return finder.opening(&sentence).map_or_else(Site::default, |found| site(&found, Basis::Clause));
    }
    if let Some(found) = finder.clause(&sentence) {
        return site(&found, Basis::Clause);
    }
    if !located(draft.measure) {
        if let Some(found) =
            finder.sentence(&sentence).or_else(|| finder.before()).filter(|_| draft.measure == Measure::Other)
        {
            return site(&found, Basis::Sentence);
        }
        let head = setting.head_of(context, draft).filter(|head| head.start > 0 || draft.measure != Measure::Length);
        return finder.under(head).unwrap_or_default();
    }
    if let Some(found) = finder.sentence(&sentence) {
        return site(&found, Basis::Sentence);
    }
    if let Some(country) = finder.host(&sentence) {
        return Site { places: vec![country], basis: Some(Basis::Clause), ..Site::default() };
    }
    if !long && let Some(found) = finder.before() {
        return site(&found, Basis::Lead);
    }
    if let Some(found) = finder.under(setting.head_of(context, draft)) {
        return found;
    }
    if let Some(lead) = setting.lead.clone().filter(|_| happened(draft.measure) && !long) {
        return finder.lead(&lead).map_or_else(Site::default, |found| site(&found, Basis::Lead));
    }
    if let Some(country) = setting.country.clone().filter(|_| long || !happened(draft.measure)) {
        return Site { places: vec![Cow::Owned(country)], basis: Some(Basis::Lead), ..Site::default() };
    }
    match setting
        .dateline
        .filter(|_| verdict.claim.is_none() && happened(draft.measure))
        .and_then(|at| context.place(at))
    {
        Some(place) => site(&[Spot::Mention(place)], Basis::Dateline),
        None => Site::default(),
    }
}

/// True for harm done in one event, which a report's lead places.
fn happened(measure: Measure) -> bool {
    matches!(measure, Measure::Killed | Measure::Injured | Measure::Casualties | Measure::Missing)
}

/// True for measures whose place may stand outside their clause.
fn located(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Killed
            | Measure::Injured
            | Measure::Casualties
            | Measure::Detained
            | Measure::Displaced
            | Measure::Missing
            | Measure::Strength
            | Measure::Attacks
            | Measure::Strikes
            | Measure::Destroyed
            | Measure::Population
            | Measure::Area
    )
}

/// Where a document and its sections say that they are.
pub(super) struct Setting<'l> {
    layout: &'l Layout,
    /// Tokens of the dateline's place.
    dateline: Option<usize>,
    /// The country that nearly all places of the document lie in.
    country: Option<String>,
    /// The sentence whose place is that of the event reported: a title, else the opening sentence.
    lead: Option<Range<usize>>,
}

impl<'l> Setting<'l> {
    pub(super) fn of(context: &Context<'_, '_, '_>, layout: &'l Layout) -> Self {
        let dateline = dateline(context);
        let lead = lead(context, dateline);
        Self { layout, dateline, lead, country: country(context) }
    }

    /// The heading above a draft, or the run-in head of its paragraph (`Burkina Faso. At least 60 ...`).
    fn head_of(&self, context: &Context<'_, '_, '_>, draft: &Draft) -> Option<Range<usize>> {
        let here = context.reading.sentence_of(draft.tokens.start);
        let block = context.reading.sentence(here)?.block;
        let mut first = here;
        while first > 0 && context.reading.sentence(first - 1).is_some_and(|sentence| sentence.block == block) {
            first -= 1;
        }
        let run_in = context.reading.sentence(first).map(|sentence| sentence.tokens.indices())?;
        let short = run_in.len() <= 4 && context.is_named(run_in.start);
        if first < here && short { Some(run_in) } else { self.layout.heading(here).cloned() }
    }
}

/// The token of the place in the dateline: `ISLAMABAD, Nov 5 -`, `Kabul (our correspondent)`.
fn dateline(context: &Context<'_, '_, '_>) -> Option<usize> {
    let body = context.reading.document.sentences.iter().find(|sentence| sentence.kind == SentenceKind::Body)?;
    let tokens = body.tokens.indices();
    let place = context.place(tokens.start)?;
    let end = place.tokens.end as usize;
    let mark = |at: usize| context.is_dash(at) || matches!(context.word(at), "(" | ":");
    (end..tokens.end.min(end + 10)).find(|&at| mark(at)).map(|_| tokens.start)
}

/// True for a sentence with a word of harm or attack.
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

/// The country of three places in four, of at least four.
fn country(context: &Context<'_, '_, '_>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for country in context.places.iter().filter_map(|place| place.country.as_deref()) {
        *counts.entry(country).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let (country, count) = counts.into_iter().max_by_key(|&(_, count)| count)?;
    (total >= 4 && count * 4 >= total * 3).then(|| country.to_owned())
}

/// The title or opening sentence, when it tells of harm done at a place.
fn lead(context: &Context<'_, '_, '_>, dateline: Option<usize>) -> Option<Range<usize>> {
    context.reading.document.sentences.iter().take(3).map(|sentence| sentence.tokens.indices()).find(|tokens| {
        let place = tokens.clone().any(|at| {
            context.place(at).is_some_and(|place| {
                !matches!(place.level, Level::Country | Level::Region | Level::Feature)
                    && Some(place.tokens.start as usize) != dateline
            })
        });
        let counted = tokens.clone().any(|at| context.quantity(at).is_some());
        place && counted && tells_harm(context, tokens)
    })
}

struct Finder<'f, 'c, 'r, 'a> {
    context: &'f Context<'c, 'r, 'a>,
    draft: &'f Draft,
    claim: Option<&'f Frame<'a>>,
    frames: &'f Frames<'a>,
    dateline: Option<usize>,
}

impl<'c, 'a> Finder<'_, 'c, '_, 'a> {
    /// The location at token `at`, unless it belongs to the name of the source.
    fn spot(&self, at: usize) -> Option<Spot<'c, 'a>> {
        let context = self.context;
        if self.frames.names_source(at) {
            return None;
        }
        if let Some(place) = context.place(at) {
            return (Some(place.tokens.start as usize) != self.dateline).then_some(Spot::Mention(place));
        }
        let soil = context.actor(at).is_none() && context.has(at + 1, CueClass::GeographyNoun);
        if soil && let Some(country) = context.demonym(at) {
            return Some(Spot::Country(country));
        }
        None
    }

    /// The places of the figure's own clause: after it first, else before it.
    fn clause(&self, sentence: &Range<usize>) -> Option<Vec<Spot<'c, 'a>>> {
        let after = self.after(sentence);
        let before = self.before_in_clause(sentence);
        let (start, end) = (self.draft.tokens.start, self.draft.tokens.end);
        let chosen = match (before, after) {
            (Some(before), Some(after)) => {
                let crossing = (end..after).any(|at| self.context.quantity(at).is_some());
                if crossing && start - before < after - end { before } else { after }
            }
            (one, other) => one.or(other)?,
        };
        Some(self.group(chosen, sentence))
    }

    /// The first location after the figure, over its own parts but not into the next figure's clause.
    fn after(&self, sentence: &Range<usize>) -> Option<usize> {
        let context = self.context;
        let mut at = self.draft.tokens.end;
        while at < sentence.end {
            if matches!(context.word(at), ";" | ":") || (context.is_dash(at) && context.place(at - 1).is_none()) {
                return None;
            }
            if context.is_comma(at) && self.parenthesis(at, sentence) {
                at = (at + 1..sentence.end).find(|&close| context.is_comma(close))?;
                at += usize::from(context.is_comma(at) && !self.parenthesis(at, sentence));
                continue;
            }
            // "in Kunar 12 were killed and in Khost five"
            let elsewhere = context.value(at, CueClass::Conjunction) == Some("coordinating")
                && context.has(at + 1, CueClass::Preposition);
            if elsewhere || (context.is_comma(at) && self.next_figure(at)) {
                return None;
            }
            if self.spot(at).is_some() {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// True when a comma opens a part of this figure: `, most of them refugees from X,`.
    fn parenthesis(&self, comma: usize, sentence: &Range<usize>) -> bool {
        (comma + 1..sentence.end.min(comma + 7))
            .take_while(|&at| !self.context.is_comma(at))
            .any(|at| self.context.cue(at, CueClass::Including).is_some())
    }

    /// True when another figure with a clause of its own follows a comma.
    fn next_figure(&self, comma: usize) -> bool {
        let context = self.context;
        (comma + 1..comma + 4).any(|at| {
            context.quantity(at).is_some_and(|q| {
                context
                    .quantities
                    .get(q)
                    .is_some_and(|quantity| quantity.tokens.start as usize > self.draft.tokens.start)
            })
        }) && context.value(comma + 1, CueClass::Conjunction).is_some()
    }

    fn before_in_clause(&self, sentence: &Range<usize>) -> Option<usize> {
        let context = self.context;
        for at in (sentence.start..self.draft.tokens.start).rev() {
            if matches!(context.word(at), ";") {
                return None;
            }
            let joined = context.is_comma(at) && context.value(at + 1, CueClass::Conjunction) == Some("coordinating");
            if joined && !located(self.draft.measure) {
                return None;
            }
            if self.spot(at).is_some() {
                return Some(at);
            }
        }
        None
    }

    /// Any place of the sentence, that of an unnamed source last: `a resident of Mohmand Dara`.
    fn sentence(&self, sentence: &Range<usize>) -> Option<Vec<Spot<'c, 'a>>> {
        let start = self.draft.tokens.start;
        let before = (sentence.start..start).rev().find(|&at| self.spot(at).is_some());
        let at = before.or_else(|| {
            let segment = (start..sentence.end).find(|&at| self.context.word(at) == ";").unwrap_or(sentence.end);
            (start..segment).find(|&at| self.spot(at).is_some())
        });
        if let Some(at) = at {
            return Some(self.group(at, sentence));
        }
        let claim = self.claim.filter(|claim| claim.source.as_ref().is_some_and(|source| source.generic))?;
        let place = claim.naming.clone().find_map(|at| self.context.place(at))?;
        Some(vec![Spot::Mention(place)])
    }

    /// `In Quetta the price has risen`: a place that opens the sentence holds for all of it.
    fn opening(&self, sentence: &Range<usize>) -> Option<Vec<Spot<'c, 'a>>> {
        let context = self.context;
        let preposition = context.cue(sentence.start, CueClass::Preposition)?;
        let at = preposition.tokens.end as usize;
        self.spot(at)?;
        Some(self.group(at, sentence))
    }

    /// The place that a heading names, when it names one alone.
    fn under(&self, heading: Option<Range<usize>>) -> Option<Site<'a>> {
        let heading = heading?;
        let context = self.context;
        let first = heading.clone().find(|&at| context.is_word(at))?;
        let dateline = context.place(first).is_some() && heading.clone().any(|at| context.time(at).is_some());
        if dateline {
            return None;
        }
        if let Some(at) = heading.clone().find(|&at| context.place(at).is_some()) {
            let found = self.group(at, &heading);
            let last = heading.clone().rev().find(|&at| context.place(at).is_some());
            let alone = found.len() == 1 && last.is_some_and(|last| context.place(last) == context.place(at));
            let wide = matches!(found.first(), Some(Spot::Mention(place)) if place.level == Level::Country);
            let fits = alone && !(wide && happened(self.draft.measure) && heading.len() > 4);
            return fits.then(|| site(&found, Basis::Heading));
        }
        // "Mali. Fighters ambushed ...": a country as a run-in head.
        let actor =
            context.actor(heading.start).filter(|actor| actor.kind == ActorType::State && heading.len() <= 4)?;
        Some(Site { places: vec![actor.country.clone()?], basis: Some(Basis::Heading), ..Site::default() })
    }

    /// The places of the lead sentence.
    fn lead(&self, lead: &Range<usize>) -> Option<Vec<Spot<'c, 'a>>> {
        let at = lead.clone().find(|&at| {
            self.spot(at).is_some_and(|spot| match spot {
                Spot::Mention(place) => !matches!(place.level, Level::Country | Level::Region | Level::Feature),
                Spot::Country(_) => false,
            })
        })?;
        Some(self.group(at, lead))
    }

    /// The country that hosts, sends back or counts people: `Pakistan still hosts 1.7 million`.
    fn host(&self, sentence: &Range<usize>) -> Option<Cow<'a, str>> {
        if !matches!(self.draft.measure, Measure::Displaced | Measure::Population) || self.claim.is_some() {
            return None;
        }
        let actor = (sentence.start..self.draft.tokens.start).find_map(|at| self.context.actor(at))?;
        let state = crossread_lexicon::Lexicon::is_of_state(actor.kind) && actor.form != ActorForm::Person;
        actor.country.clone().filter(|_| state)
    }

    /// The places of the sentences before, in the same paragraph.
    fn before(&self) -> Option<Vec<Spot<'c, 'a>>> {
        let context = self.context;
        if self.draft.measure == Measure::Strength {
            return None;
        }
        let here = context.reading.sentence_of(self.draft.tokens.start);
        let block = context.reading.sentence(here)?.block;
        for index in (here.saturating_sub(BACK)..here).rev() {
            let sentence = context.reading.sentence(index)?;
            if sentence.block != block {
                return None;
            }
            let tokens = sentence.tokens.indices();
            if let Some(at) =
                tokens.clone().rev().find(|&at| self.spot(at).is_some()).filter(|_| tells_harm(context, &tokens))
            {
                return Some(self.group(at, &tokens));
            }
        }
        None
    }

    /// The enumeration that the place at `at` stands in: `in Nangarhar, Kunar and Khost`.
    fn group(&self, at: usize, range: &Range<usize>) -> Vec<Spot<'c, 'a>> {
        let context = self.context;
        let joins = |at: usize| {
            context.is_comma(at)
                || context.value(at, CueClass::Conjunction) == Some("coordinating")
                || context.is_hyphen(at)
                || context.has(at, CueClass::Article)
                || context.has(at, CueClass::PlaceHead)
                || context.is_possessive(at)
                || context.has(at, CueClass::Direction)
                || context.is(at, "in")
        };
        let mut start = at;
        while start > range.start && (self.spot(start - 1).is_some() || joins(start - 1)) {
            start -= 1;
        }
        let mut end = at + 1;
        while end < range.end && (self.spot(end).is_some() || joins(end)) {
            end += 1;
        }
        let mut found: Vec<Spot<'c, 'a>> = Vec::new();
        for spot in (start..end).filter_map(|at| self.spot(at)) {
            let repeats = match (found.last(), spot) {
                (Some(Spot::Mention(last)), Spot::Mention(place)) => last.span == place.span,
                _ => false,
            };
            if !repeats {
                found.push(spot);
            }
        }
        found
    }
}

fn site<'a>(found: &[Spot<'_, 'a>], basis: Basis) -> Site<'a> {
    let mut places: Vec<Cow<'a, str>> = Vec::new();
    for spot in found {
        let id = match spot {
            Spot::Country(country) => Cow::Borrowed(*country),
            Spot::Mention(place) => {
                // A country beside its own province adds nothing.
                let wider = place.level == Level::Country
                    && found.iter().any(|other| match other {
                        Spot::Mention(other) => {
                            other.level != Level::Country && other.country.as_deref() == Some(&*place.id)
                        }
                        Spot::Country(_) => false,
                    });
                if wider {
                    continue;
                }
                place.id.clone()
            }
        };
        if !places.contains(&id) {
            places.push(id);
        }
    }
    Site { places, destinations: Vec::new(), basis: Some(basis) }
}

#[cfg(test)]
mod tests {
    use crate::check::check_figures;

    #[test]
    fn places_and_their_basis() {
        check_figures(
            "In Kunar 12 people were killed and in Khost five.",
            &[
                "\"12\" 12..12 person killed of people at AF-KNR from the clause scope event",
                "\"five\" 5..5 person killed of people at AF-KHO from the clause scope event",
            ],
        );
        check_figures(
            "A strike hit a market in Goma. Ten people died.",
            &["\"Ten\" 10..10 person killed of people at CD-NK/Goma from the lead scope event"],
        );
        check_figures(
            "Ten people died on Ukrainian soil.",
            &["\"Ten\" 10..10 person killed of people at UA from the clause scope event"],
        );
        check_figures(
            "Burkina Faso. At least 60 civilians were killed.",
            &["\"At least 60\" 60.. person killed of civilians = civilian at BF from the heading scope event"],
        );
        check_figures(
            "KABUL, Nov 5 - Four people were killed.",
            &["\"Four\" 4..4 person killed of people at AF-KAB/Kabul from the dateline scope event"],
        );
        check_figures(
            "Pakistan still hosts 1.7 million Afghans.",
            &[
                "\"1.7 million\" 1700000..1700000 person population of Afghans counts afghans by pakistan at PK from the clause scope stock",
            ],
        );
    }
}
