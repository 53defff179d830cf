//! Explicit time expressions.

use crate::extraction::TimeMention;
use crate::reading::Reading;
use crate::rules::Rule;

pub(crate) const RULES: &[Rule] = &[];
/// Rule of times that are also durations: their numbers are figures as well.
pub(crate) const DURATION: &str = "times/duration";

pub(crate) fn find<'a>(_reading: &Reading<'_, 'a>) -> Vec<TimeMention<'a>> {
    Vec::new()
}
