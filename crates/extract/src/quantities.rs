//! Numbers with their modifiers and units.

use crate::extraction::{Quantity, TimeMention};
use crate::names::Names;
use crate::reading::Reading;
use crate::rules::Rule;

pub(crate) const RULES: &[Rule] = &[];

pub(crate) fn find<'a>(
    _reading: &Reading<'_, 'a>,
    _times: &[TimeMention<'a>],
    _names: &Names<'a>,
) -> Vec<Quantity<'a>> {
    Vec::new()
}
