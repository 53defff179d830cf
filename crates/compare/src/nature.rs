//! What kind of quantity a claim gives, as far as questions treat kinds differently.

use crate::store::Asked;
use crate::subject::Group;

impl Asked<'_> {
    /// People killed: the number by which texts most surely mean one event.
    pub(crate) fn is_death(self) -> bool {
        self.family().starts_with("killed|person|")
    }

    /// People to whom something was done.
    pub(crate) fn counts_people(self) -> bool {
        matches!(self.measure(), "killed" | "injured" | "casualties" | "missing" | "detained" | "displaced")
    }

    /// What is there at a time, so that a number for a part of the place is a part of the number.
    pub(crate) fn is_stock(self) -> bool {
        matches!(self.measure(), "strength" | "population")
    }

    /// The length of a border, which is the same whenever it is given.
    pub(crate) fn is_border(self) -> bool {
        matches!(&self.subject().group, Group::Named(name) if name == "border") && self.family().contains("|length|")
    }
}
