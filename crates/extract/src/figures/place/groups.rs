//! The locations of a document, gathered once: lists as one, with what the words around say of each.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crossread_lexicon::{ActorType, CueClass, Dimension, Level, Lexicon};

use super::clue::{Clue, Clues};
use crate::extraction::{ActorMention, PlaceMention, Role};
use crate::figures::attribution::Frames;
use crate::figures::context::Context;

/// Locations that stand together: `Nangarhar, Kunar and Khost`, `Bara in Khyber district`.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    /// From its first location to its last.
    pub(super) tokens: Range<usize>,
    /// Index of its sentence.
    pub(super) sentence: usize,
    /// The finest places it names; what contains them is left out.
    pub(super) ids: Vec<Cow<'a, str>>,
    /// The finest level among them.
    pub(super) level: Level,
    /// Its country, where all have one.
    pub(super) country: Option<Cow<'a, str>>,
    /// What the words around it say.
    pub(super) clues: Clues,
}

/// A location: a mention, a country that an adjective names (`on Afghan soil`), or the capital of a country that no name tells
/// (`Somalia's capital`), with its id, its country, and its tokens.
#[derive(Clone, Copy, Debug)]
enum Spot<'c, 'a> {
    Mention(&'c PlaceMention<'a>),
    Country(&'a str, usize),
    Capital(&'a str, &'a str, usize, usize),
}

impl<'a> Spot<'_, 'a> {
    fn id(&self) -> Cow<'a, str> {
        match self {
            Self::Mention(place) => place.id.clone(),
            Self::Country(id, _) | Self::Capital(id, ..) => Cow::Borrowed(id),
        }
    }

    fn level(&self) -> Level {
        match self {
            Self::Mention(place) => place.level,
            Self::Country(..) => Level::Country,
            Self::Capital(..) => Level::City,
        }
    }

    fn country(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::Mention(place) => place.country.clone(),
            Self::Country(country, _) | Self::Capital(_, country, ..) => Some(Cow::Borrowed(country)),
        }
    }

    fn tokens(&self) -> Range<usize> {
        match self {
            Self::Mention(place) => place.tokens.indices(),
            Self::Country(_, at) => *at..at + 1,
            Self::Capital(_, _, start, end) => *start..*end,
        }
    }

    /// True when this one lies in `other` for all that their codes tell.
    fn lies_in(&self, other: &Self) -> bool {
        let (Self::Mention(inner), Self::Mention(outer)) = (self, other) else {
            let inner = self.country().filter(|_| self.level() != Level::Country);
            return other.level() == Level::Country && inner.is_some_and(|country| country == other.id());
        };
        match outer.level {
            Level::Country => inner.level != Level::Country && inner.country.as_deref() == Some(&*outer.id),
            Level::Admin1 => inner.id != outer.id && inner.admin1.as_deref() == Some(&*outer.id),
            // "Bara in Khyber district": the finer one stands first.
            Level::Admin2 => {
                matches!(inner.level, Level::City | Level::Feature)
                    && inner.id != outer.id
                    && (inner.admin1.is_none() || inner.admin1 == outer.admin1)
                    && inner.tokens.end <= outer.tokens.start
            }
            _ => false,
        }
    }
}

/// All groups of a document, in text order.
pub(super) fn of<'a>(context: &Context<'_, '_, 'a>, frames: &Frames<'a>) -> Vec<Group<'a>> {
    let mut groups = Vec::new();
    let land = land(context);
    for (index, sentence) in context.reading.document.sentences.iter().enumerate() {
        let range = sentence.tokens.indices();
        let mut run: Vec<Spot<'_, 'a>> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let Some(spot) = capital(context, at, land).or_else(|| spot(context, at)) else {
                at += 1;
                continue;
            };
            let joined = run.last().is_some_and(|last| joins(context, last.tokens().end..at));
            if !joined && !run.is_empty() {
                groups.push(group(context, frames, index, &range, &std::mem::take(&mut run)));
            }
            at = spot.tokens().end.max(at + 1);
            run.push(spot);
        }
        if !run.is_empty() {
            groups.push(group(context, frames, index, &range, &run));
        }
    }
    groups
}

/// The location that begins at token `at`.
fn spot<'c, 'a>(context: &Context<'c, '_, 'a>, at: usize) -> Option<Spot<'c, 'a>> {
    if let Some(place) = context.place(at) {
        // "the Britain-based monitor": part of a name.
        let end = place.tokens.end as usize;
        let based = context.is_hyphen(end)
            && [CueClass::PartyParticiple, CueClass::PlaceRole].iter().any(|&class| context.has(end + 1, class));
        return (!based).then_some(Spot::Mention(place));
    }
    let soil = context.actor(at).is_none() && context.has(at + 1, CueClass::GeographyNoun);
    context.demonym(at).filter(|_| soil).map(|country| Spot::Country(country, at))
}

/// The country of more than half of the places that the document names.
fn land<'a>(context: &Context<'_, '_, 'a>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for country in context.places.iter().filter_map(|place| place.country.as_deref()) {
        *counts.entry(country).or_default() += 1;
    }
    let (country, count) = counts.into_iter().rev().max_by_key(|&(_, count)| count)?;
    let (country, _) = context.reading.lexicon().countries.get_key_value(country)?;
    (count * 2 > context.places.len()).then_some(country.as_str())
}

/// `Somalia's capital`, `the Afghan capital`, and `the capital` of the country that the document tells of: where no name of
/// the city stands beside it.
fn capital<'c, 'a>(context: &Context<'c, '_, 'a>, at: usize, land: Option<&'a str>) -> Option<Spot<'c, 'a>> {
    let lexicon = context.reading.lexicon();
    let country = context.place(at).filter(|place| place.level == Level::Country);
    let (country, noun) = match (country, context.demonym(at)) {
        (Some(place), _) => {
            let end = place.tokens.end as usize;
            let owner = context.is_possessive(end);
            (place.country.as_deref(), if owner { end + 1 } else { return None })
        }
        (None, Some(country)) if context.actor(at).is_none() => (Some(country), at + 1),
        _ if context.is(at, "the") => (land, at + 1),
        _ => return None,
    };
    let hit = context.cue(noun, CueClass::GeographyNoun).filter(|hit| hit.cue.value == "capital")?;
    let end = hit.tokens.end as usize;
    let named = (end..end + 3).any(|near| context.place(near).is_some()) || context.is(end, "of");
    let (country, known) = lexicon.countries.get_key_value(country?)?;
    let id = known.capital.as_deref().filter(|_| !named)?;
    Some(Spot::Capital(id, country.as_str(), at, end))
}

/// No list has more words than that between two of its places.
const GAP: usize = 5;

/// True when only words that join a list or a place to its container stand in `gap`.
fn joins(context: &Context<'_, '_, '_>, mut gap: Range<usize>) -> bool {
    gap.len() <= GAP
        && gap.all(|at| {
            context.is_comma(at)
                || context.value(at, CueClass::Conjunction) == Some("coordinating")
                || context.is_hyphen(at)
                || context.has(at, CueClass::Article)
                || context.has(at, CueClass::PlaceHead)
                || context.is_possessive(at)
                || context.has(at, CueClass::Direction)
                || context.is(at, "in")
                || context.is(at, "of")
        })
}

fn group<'a>(
    context: &Context<'_, '_, 'a>,
    frames: &Frames<'a>,
    sentence: usize,
    range: &Range<usize>,
    run: &[Spot<'_, 'a>],
) -> Group<'a> {
    let mut ids: Vec<Cow<'a, str>> = Vec::with_capacity(run.len());
    let mut level = Level::Country;
    // A container stays beside what lies in it, so that a place no list knows can still be compared; a country adds
    // nothing, nor does the container of a container.
    let needless = |spot: &&Spot<'_, 'a>| {
        let mut inner = run.iter().filter(|other| other.lies_in(spot));
        match spot.level() {
            Level::Country => inner.next().is_some(),
            _ => inner.any(|inner| run.iter().any(|finest| finest.lies_in(inner))),
        }
    };
    for spot in run.iter().filter(|spot| !needless(spot)) {
        let id = spot.id();
        if !ids.contains(&id) {
            ids.push(id);
        }
        if rank(spot.level()) > rank(level) {
            level = spot.level();
        }
    }
    let tokens = run.first().map_or(0, |spot| spot.tokens().start)..run.last().map_or(0, |spot| spot.tokens().end);
    let country = run.first().and_then(Spot::country);
    let mut clues = surroundings(context, frames, range, &tokens);
    if let Some(clue) = level_clue(level) {
        clues.add(clue);
    }
    if let Some(Spot::Mention(place)) = run.first() {
        match place.role {
            Some(Role::Struck) => clues.add(Clue::Struck),
            Some(Role::Base | Role::AttackedFrom) => clues.add(Clue::Base),
            _ => {}
        }
    }
    Group { tokens, sentence, ids, level, country, clues }
}

/// The clue of a level; `None` for places within a province.
pub(super) fn level_clue(level: Level) -> Option<Clue> {
    match level {
        Level::Country => Some(Clue::Wide),
        Level::Region => Some(Clue::Region),
        Level::Admin1 => Some(Clue::Province),
        Level::Feature => Some(Clue::Feature),
        _ => None,
    }
}

/// How fine a level is.
pub(super) fn rank(level: Level) -> u8 {
    match level {
        Level::Country => 0,
        Level::Region => 1,
        Level::Admin1 => 2,
        Level::Feature => 3,
        _ => 4,
    }
}

/// What stands before and behind a group.
fn surroundings(
    context: &Context<'_, '_, '_>,
    frames: &Frames<'_>,
    sentence: &Range<usize>,
    tokens: &Range<usize>,
) -> Clues {
    let mut clues = Clues::default();
    let start = led(context, sentence.start, tokens.start);
    let hit = context
        .cue_before(start, CueClass::PlacePreposition)
        .or_else(|| context.cue_before(start, CueClass::Preposition))
        .filter(|hit| hit.tokens.start as usize >= sentence.start);
    if let Some(hit) = hit {
        let first = hit.tokens.start as usize;
        let weak = hit.cue.class == CueClass::Preposition || hit.cue.value == "weak";
        clues.add(match hit.cue.value.as_str() {
            "point" if measured(context, sentence.start, first) => Clue::Measured,
            "point" => Clue::Beside,
            _ if hit.cue.phrase == "from" && measured(context, sentence.start, first) => Clue::Measured,
            _ if weak => Clue::Loose,
            _ => Clue::Within,
        });
        let said = (sentence.start.max(first.saturating_sub(3))..first)
            .rev()
            .take_while(|&at| context.is_word(at) && !context.has(at, CueClass::Relative))
            .any(|at| context.speaks(at));
        clues.add_if(Clue::Speaking, said);
        clues.add_if(Clue::Speaking, speaks_there(context, sentence.start, first));
        let seated = first.checked_sub(1).and_then(|at| context.actor(at));
        let institution = seated.is_some_and(|actor| {
            matches!(actor.kind, ActorType::GovernmentBody | ActorType::Intergovernmental | ActorType::Media)
        });
        clues.add_if(Clue::Seat, institution);
        // "the General Staff in Kyiv says": who speaks for a state speaks from its capital.
        let capital = seated.is_some_and(|actor| is_capital_of(context, tokens.start, actor));
        clues.add_if(Clue::Speaking, capital && frames.names_source(tokens.start));
    } else {
        clues.add(Clue::Bare);
    }
    clues.add_if(Clue::Compared, hit.is_some_and(|hit| hit.cue.phrase == "than"));
    let way = context.cue_before(start, CueClass::Movement).filter(|way| way.tokens.start as usize >= sentence.start);
    match way.map(|way| way.cue.value.as_str()) {
        Some("to") => {
            clues.add(Clue::Toward);
            clues.remove(Clue::Speaking);
            // "shifted to", "moved to": the place is an end of the way, whatever else the words say.
            if hit.is_some_and(|hit| hit.cue.phrase.ends_with(" to")) {
                clues.remove(Clue::Within);
            }
        }
        Some("from") => clues.add(Clue::Away),
        _ => {}
    }
    let next = tokens.end;
    if context.is_possessive(next) {
        clues.add(Clue::Owner);
    }
    if frames.names_source(tokens.start) {
        clues.add(Clue::Source);
        // "said an exporter in X": the verb is before the source, and not where somebody speaks.
        if frames.names_witness(context.reading.sentence_of(tokens.start), tokens.start) {
            clues.add(Clue::Local);
            clues.remove(Clue::Speaking);
        }
    }
    clues
}

/// `told a press conference in X`, `at a briefing in X he said`: the preposition at `at` stands behind those who listen.
fn speaks_there(context: &Context<'_, '_, '_>, floor: usize, at: usize) -> bool {
    let heard = context.cue_before(at, CueClass::SpeechOccasion);
    let told = |verb: usize| context.value(verb, CueClass::SayVerb) == Some("told") && context.speaks(verb);
    let plain = |at: &usize| context.is_word(*at) && context.quantity(*at).is_none() && !context.is(*at, "that");
    let hearers = (floor.max(at.saturating_sub(HEARERS))..at).rev().take_while(plain);
    let stops = [CueClass::Relative, CueClass::Auxiliary, CueClass::ActVerb, CueClass::MeasureVerb];
    let mut hearers = hearers.take_while(|&at| !stops.iter().any(|&class| context.has(at, class)));
    heard.is_some() || hearers.any(told)
}

/// Between "told" and where it was told stand at most so many words for those who listened.
const HEARERS: usize = 6;

/// True when the place at `at` is the capital of the state that `actor` is or belongs to.
fn is_capital_of(context: &Context<'_, '_, '_>, at: usize, actor: &ActorMention<'_>) -> bool {
    let country = actor.country.as_deref().filter(|_| Lexicon::is_of_state(actor.kind));
    let capital = country.and_then(|country| context.reading.lexicon().countries.get(country)?.capital.as_deref());
    capital.is_some_and(|capital| context.place(at).is_some_and(|place| place.id == capital))
}

/// The first token of the words that belong to a place's name: `the town of`, `neighbouring`.
pub(super) fn led(context: &Context<'_, '_, '_>, floor: usize, start: usize) -> usize {
    let mut at = start;
    while at > floor {
        let before = at - 1;
        let of = context.is(before, "of") && before > floor && context.has(before - 1, CueClass::PlaceHead);
        let word = context.has(before, CueClass::Article)
            || context.has(before, CueClass::Direction)
            || context.is_quote(before)
            || (context.has(before, CueClass::PlaceHead) && at < start);
        if !(of || word) {
            break;
        }
        at = before;
    }
    at
}

/// True when a distance stands right before token `at`: `15 km east of`.
fn measured(context: &Context<'_, '_, '_>, floor: usize, at: usize) -> bool {
    (floor.max(at.saturating_sub(6))..at).filter_map(|near| context.quantity(near)).any(|quantity| {
        context
            .quantities
            .get(quantity)
            .is_some_and(|quantity| matches!(quantity.dimension, Dimension::Length | Dimension::Duration))
    })
}
