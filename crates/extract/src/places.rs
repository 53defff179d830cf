//! Locations.

use crate::rules::Rule;

pub(crate) const RULES: &[Rule] = &[];
