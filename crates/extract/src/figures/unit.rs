//! The unit of a figure: the written one, else what is counted.

use super::drafts::Draft;
use super::subject::Kind;
use crate::extraction::{Measure, Quantity};

/// The unit id of a draft.
pub(super) fn of<'a>(draft: &Draft, quantity: Option<&Quantity<'a>>) -> &'a str {
    if let Some(unit) = quantity.and_then(|quantity| quantity.unit) {
        return unit;
    }
    match (draft.kind, draft.measure) {
        (Kind::Family, _) => "family",
        (Kind::Event(_), _) | (_, Measure::Attacks | Measure::Strikes) => "event",
        (Kind::Person, _) => "person",
        (
            _,
            Measure::Killed
            | Measure::Injured
            | Measure::Casualties
            | Measure::Detained
            | Measure::Displaced
            | Measure::Missing
            | Measure::Strength
            | Measure::Population,
        ) => "person",
        _ => "item",
    }
}
