//! Counts that no number states.

use super::context::Context;
use super::drafts::Draft;

/// Adds implied counts and stated zeros.
pub(super) fn add(_context: &Context<'_, '_, '_>, _drafts: &mut Vec<Draft>) {}
