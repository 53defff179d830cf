//! Actors and places together: one spelling can be either, and the words around it decide.
//!
//! In this order: what the document is about ([`survey`]), the short names it introduces, its
//! persons, one walk that takes the longest reading at every token, then for names that may be a
//! party or a place the [`evidence`] around them, and for places which of their namesakes is meant.

pub(crate) mod context;
mod emit;
pub(crate) mod evidence;
pub(crate) mod found;
pub(crate) mod groups;
mod introductions;
pub(crate) mod listed;
mod offices;
pub(crate) mod survey;
#[cfg(test)]
mod tests;
mod walk;
pub(crate) mod words;

use std::ops::Range;

use crate::actors::persons::Persons;
use crate::extraction::{ActorMention, PlaceMention, TimeMention};
use crate::names::context::Context;
use crate::names::introductions::Introductions;
use crate::names::survey::Survey;
use crate::places::{resolve, unlisted};
use crate::reading::Reading;

/// The names of a document, in text order, actors and places apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names<'a> {
    /// Parties; their tokens ascend and never overlap.
    pub(crate) actors: Vec<ActorMention<'a>>,
    /// Locations; their tokens ascend and never overlap.
    pub(crate) places: Vec<PlaceMention<'a>>,
}

#[allow(dead_code, reason = "the stages behind this one look names up by token")]
impl<'a> Names<'a> {
    /// The party whose mention holds token `at`.
    pub(crate) fn actor_at(&self, at: usize) -> Option<&ActorMention<'a>> {
        let next = self.actors.partition_point(|actor| actor.tokens.indices().end <= at);
        self.actors.get(next).filter(|actor| actor.tokens.indices().contains(&at))
    }

    /// The place whose mention holds token `at`.
    pub(crate) fn place_at(&self, at: usize) -> Option<&PlaceMention<'a>> {
        let next = self.places.partition_point(|place| place.tokens.indices().end <= at);
        self.places.get(next).filter(|place| place.tokens.indices().contains(&at))
    }

    /// The parties whose mentions begin inside `range`.
    pub(crate) fn actors_in(&self, range: Range<usize>) -> &[ActorMention<'a>] {
        let from = self.actors.partition_point(|actor| actor.tokens.indices().start < range.start);
        let to = self.actors.partition_point(|actor| actor.tokens.indices().start < range.end);
        self.actors.get(from..to).unwrap_or(&[])
    }

    /// The places whose mentions begin inside `range`.
    pub(crate) fn places_in(&self, range: Range<usize>) -> &[PlaceMention<'a>] {
        let from = self.places.partition_point(|place| place.tokens.indices().start < range.start);
        let to = self.places.partition_point(|place| place.tokens.indices().start < range.end);
        self.places.get(from..to).unwrap_or(&[])
    }
}

/// Finds every party and every location of a document.
pub(crate) fn find<'a>(reading: &Reading<'_, 'a>, times: &[TimeMention<'a>]) -> Names<'a> {
    let survey = Survey::of(reading, times);
    let introductions = Introductions::of(reading);
    let context = Context { reading: *reading, survey: &survey, introductions: &introductions, times };
    let persons = Persons::of(&context);
    let mut found = walk::walk(&context, &persons);
    unlisted::complete(&context, &mut found);
    evidence::decide(&context, &mut found);
    resolve::resolve(&context, &mut found);
    unlisted::settle(&context, &mut found);
    emit::emit(&context, &found)
}
