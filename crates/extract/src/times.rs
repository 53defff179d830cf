//! Explicit time expressions.

use crate::extraction::TimeMention;
use crate::reading::Reading;
use crate::rules::Rule;

pub(crate) const RULES: &[Rule] = &[];

pub(crate) fn find<'a>(_reading: &Reading<'_, 'a>) -> Vec<TimeMention<'a>> {
    Vec::new()
}
