//! Quantities with their meaning: measure, subject, claimant, place and time.

use crate::extraction::{Figure, Quantity, TimeMention};
use crate::names::Names;
use crate::reading::Reading;
use crate::rules::Rule;

pub(crate) const RULES: &[Rule] = &[];

pub(crate) fn find<'a>(
    _reading: &Reading<'_, 'a>,
    _times: &[TimeMention<'a>],
    _names: &Names<'a>,
    _quantities: &[Quantity<'a>],
) -> Vec<Figure<'a>> {
    Vec::new()
}
