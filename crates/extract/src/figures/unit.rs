//! The unit of a figure: the written one, else what is counted.

use crossread_lexicon::Unit;

use super::context::Context;
use super::drafts::Draft;
use super::subject::Kind;
use crate::extraction::{Measure, Quantity};

/// The unit id of a draft.
pub(super) fn of<'a>(context: &Context<'_, '_, 'a>, draft: &Draft, quantity: Option<&Quantity<'a>>) -> &'a str {
    if let Some(unit) = taken(context, draft) {
        return &unit.id;
    }
    if let Some(unit) = quantity.and_then(|quantity| quantity.unit) {
        return unit;
    }
    match (draft.kind, draft.measure) {
        (Kind::Family, _) => "family",
        (Kind::Event(_), _) | (_, Measure::Attacks | Measure::Strikes) => "event",
        (Kind::Person | Kind::Toll(_), _) | (_, Measure::Strength | Measure::Population) => "person",
        (_, measure) if measure.befalls() && measure != Measure::Destroyed => "person",
        _ => "item",
    }
}

/// The unit that is not written beside the number: of the quantity before it, or of its column.
pub(super) fn taken<'a>(context: &Context<'_, '_, 'a>, draft: &Draft) -> Option<&'a Unit> {
    context.reading.lexicon().units.get(draft.unit? as usize)
}
