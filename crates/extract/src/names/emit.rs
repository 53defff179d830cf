//! From what was found to rows.

use std::borrow::Cow;

use crossread_lexicon::Level;

use crate::extraction::{ActorForm, ActorMention, Evidence, PlaceMention};
use crate::names::context::Context;
use crate::names::found::{Found, Party, Sense, Site};
use crate::names::{Names, offices};
use crate::places::{resolve, role};
use crate::reading::Reading;

/// The rows of everything found.
pub(crate) fn emit<'a>(context: &Context<'_, '_, 'a>, found: &[Found<'a>]) -> Names<'a> {
    let mut names = Names::default();
    for (at, one) in found.iter().enumerate() {
        match &one.sense {
            Sense::Party(party, form) => {
                let mut party = party.clone();
                if *form == ActorForm::Person {
                    offices::attach(context, found, at, &mut party);
                }
                names.actors.push(actor(context, one, party, *form));
            }
            Sense::Place(site) => names.places.push(place(context, found, at, site)),
            Sense::Either(..) | Sense::Silent => {}
        }
    }
    names
}

fn actor<'a>(context: &Context<'_, '_, 'a>, found: &Found<'a>, party: Party<'a>, form: ActorForm) -> ActorMention<'a> {
    let reading = &context.reading;
    let lexicon = context.lexicon();
    let side = party.side.or_else(|| {
        let whole = party.part_of.as_deref()?;
        lexicon.actor(whole).map(|actor| Cow::Borrowed(actor.side.as_deref().unwrap_or(lexicon.whole_of(&actor.id))))
    });
    ActorMention {
        sentence: index(reading.sentence_of(found.start)),
        span: reading.span(found.start, found.end),
        tokens: Reading::range(found.start, found.end),
        id: party.id,
        name: party.name,
        kind: party.kind,
        country: party.country,
        form,
        part_of: party.part_of,
        side,
        known: party.known,
        evidence: Evidence {
            rule: found.rule,
            entry: party.entry,
            alternatives: found.alternatives.clone(),
            note: found.note.clone(),
        },
    }
}

fn place<'a>(context: &Context<'_, '_, 'a>, found: &[Found<'a>], at: usize, site: &Site<'a>) -> PlaceMention<'a> {
    let reading = &context.reading;
    let one = &found[at];
    let span = reading.span(one.start, one.end);
    let written = span.of(reading.text());
    let best = site.options.first().copied();
    let container = site.within;
    let level = best.map(|place| place.level).or(site.level).unwrap_or(Level::City);
    let admin1 = best.or(container).and_then(|place| place.admin1.as_deref());
    let mut alternatives = one.alternatives.clone();
    for place in site.options.iter().skip(1) {
        let id = place.id.as_str();
        if best.is_some_and(|best| best.id != id) && !alternatives.iter().any(|known| known == id) {
            alternatives.push(Cow::Borrowed(id));
        }
    }
    PlaceMention {
        sentence: index(reading.sentence_of(one.start)),
        span,
        tokens: Reading::range(one.start, one.end),
        id: best.map_or_else(|| resolve::unlisted_id(level, written, admin1), |place| Cow::Borrowed(place.id.as_str())),
        name: Cow::Borrowed(best.map_or(written, |place| place.name.as_str())),
        level,
        country: best.or(container).and_then(|place| place.country.as_deref()).map(Cow::Borrowed),
        admin1: admin1.map(Cow::Borrowed),
        lat: best.and_then(|place| place.lat),
        lon: best.and_then(|place| place.lon),
        pcode: best.and_then(|place| place.pcode.as_deref()).map(Cow::Borrowed),
        pcode_source: best.and_then(|place| place.pcode_source.as_deref()).map(Cow::Borrowed),
        role: role::of(reading, one.start, one.end),
        evidence: Evidence { rule: one.rule, entry: best.map(|place| place.row), alternatives, note: one.note.clone() },
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
