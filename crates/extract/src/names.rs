//! Actors and places together: one spelling can be either, and the words around it decide.

use crate::extraction::{ActorMention, PlaceMention, TimeMention};
use crate::reading::Reading;

/// The names of a document, in text order, actors and places apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names<'a> {
    pub(crate) actors: Vec<ActorMention<'a>>,
    pub(crate) places: Vec<PlaceMention<'a>>,
}

pub(crate) fn find<'a>(_reading: &Reading<'_, 'a>, _times: &[TimeMention<'a>]) -> Names<'a> {
    Names::default()
}
