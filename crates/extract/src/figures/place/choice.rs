//! Why a figure has its place: what spoke for the place chosen, and for the runner-up.

use std::borrow::Cow;

use super::clue::{Class, Clues, Zone};
use super::weights;

/// What speaks for and against one candidate for the place of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighed {
    pub(super) clues: Clues,
    pub(super) zone: Zone,
    pub(super) class: Class,
}

impl Weighed {
    /// The sum of all points.
    #[must_use]
    pub fn points(self) -> i32 {
        weights::points(self.clues, self.zone, self.class)
    }

    /// Each thing that counts, by its name in `data/place_weights.csv`, with its points; where the candidate stands first.
    pub fn reasons(self) -> impl Iterator<Item = (&'static str, i32)> {
        weights::reasons(self.clues, self.zone, self.class)
    }
}

/// The place of a figure as it was chosen among candidates by points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceChoice<'a> {
    /// What spoke for the places the figure has, or for none at all.
    pub chosen: Weighed,
    /// The best of the other candidates: its place ids, none for no place at all, and what spoke for it.
    pub runner_up: Option<(Vec<Cow<'a, str>>, Weighed)>,
}
