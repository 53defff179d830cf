//! What ties claims of one document, and what its text tells apart.

use super::{Anchors, Closeness};
use crate::interval::Pair;
use crate::place::PlaceFit;
use crate::store::Asked;
use crate::subject::{Fit, Group};
use crate::window::{Basis, TimeFit, Window};

impl Anchors<'_> {
    /// Whether two numbers stand in one sentence, or one follows on the other without a noun of its own.
    pub(crate) fn in_one_breath(&self, one: Asked<'_>, other: Asked<'_>) -> bool {
        let sentence = |asked: Asked<'_>| asked.sentence_id();
        one.doc() == other.doc() && (sentence(one) == sentence(other) || continues(one, other))
    }

    /// One text holds its accounts together, unless it tells them apart by date, place, whose they are, or what they count.
    pub(super) fn in_one_document(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let (a, b) = (one, seed);
        let sentence = one.doc() == seed.doc() && a.sentence_id() == b.sentence_id();
        let paragraph = one.shares_paragraph(seed);
        let copied =
            one.doc() != seed.doc() && one.value().same_bounds(&seed.value()) && closeness.subject == Fit::Same;
        if copied {
            return true;
        }
        let same_number = one.value().least() == seed.value().least();
        let unstated = [one, seed].iter().any(|asked| asked.subject().group == Group::Unstated);
        if unstated {
            // "60 km (37 miles)": a conversion says the same again.
            return sentence && one.value().relate(&seed.value()) == Pair::Agree;
        }
        // "23 men" and "200 fighters" are told apart by their nouns; "23 dead", or two words in one sentence, need not be.
        let one_group = closeness.subject == Fit::Same || one.subject().group == seed.subject().group;
        let same_noun = one_group || one.subject().elliptic || seed.subject().elliptic || sentence;
        self.no_period_beside_event(one, seed, closeness)
            && (one.elsewhere() == seed.elsewhere() || sentence)
            && same_noun
            && closeness.time != TimeFit::Apart
            && (paragraph || !self.told_apart(one, seed, closeness))
            && (!self.is_vague(one, seed, closeness) || sentence || same_number || continues(one, seed))
            && (closeness.place != PlaceFit::Nested || paragraph || same_number)
            && closeness.subject != Fit::Loose
            && (closeness.subject == Fit::Same || a.dimension() == "count")
            && self.rivals(one, seed, closeness)
            && ((paragraph && !one.is_stock()) || self.same_surroundings(one, seed, closeness))
    }

    /// Outside one paragraph a text tells two numbers apart that it dates differently, or of which it counts one over days.
    fn told_apart(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let (Some(a), Some(b)) = (&one.window(), &seed.window()) else {
            let counted = |asked: Asked<'_>| asked.window().is_some_and(|w| w.basis == Basis::Own && w.counts_days());
            return counted(one) != counted(seed) && one.value().least() != seed.value().least();
        };
        let counted = |w: &Window| w.basis == Basis::Own && w.counts_days();
        let own = |w: &Window| w.basis == Basis::Own;
        let days = counted(a) != counted(b) && own(a) != own(b) && one.value().least() != seed.value().least();
        let placed = |asked: Asked<'_>| !asked.places().is_empty() && !asked.place_is_near();
        let other_day = a.basis < Basis::Lead && b.basis < Basis::Lead && closeness.time < TimeFit::Nested;
        (days && placed(one) != placed(seed)) || other_day
    }

    /// A total over months, and a number that no period is given for.
    pub(super) fn no_period_beside_event(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let period = |asked: Asked<'_>| asked.window().is_some_and(|window| window.is_period());
        closeness.time == TimeFit::Same || period(one) == period(seed)
    }

    /// Two numbers of things are rival only where two voices give them, and each party counts what it did to the other.
    fn rivals(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let (a, b) = (one, seed);
        let things = matches!(one.subject().group, Group::Named(_)) && a.unit() != "person";
        if !things && a.measure() != "other" {
            return true;
        }
        let party = |id: Option<&str>| id.filter(|id| self.data.sides.is_party(id)).map(|id| self.data.sides.side(id));
        let opposed = matches!((party(a.claimant_id()), party(b.claimant_id())), (Some(x), Some(y)) if x != y);
        let owners = closeness.subject == Fit::Same && one.subject().side.is_some();
        let voices = a.claimant_id().is_some() && b.claimant_id().is_some();
        (voices || one.value().relate(&seed.value()) != Pair::Contradict) && (!opposed || owners)
    }

    /// Outside one paragraph a place that only one of two numbers has tells them apart, unless the same party is counted or
    /// the document knows one place only.
    fn same_surroundings(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let whole_country = |asked: Asked<'_>| asked.places().iter().all(|place| place.len() == 2);
        if closeness.place == PlaceFit::Same {
            return true;
        }
        let placed = |asked: Asked<'_>| !asked.places().is_empty() && !asked.place_is_near();
        if placed(one) && placed(seed) {
            // Two places that cannot be compared are two places, unless they share one.
            return closeness.place > PlaceFit::Unknown
                || one.places().iter().any(|place| seed.places().contains(place));
        }
        if placed(one) == placed(seed) || (whole_country(one) && whole_country(seed)) {
            return true;
        }
        let party = closeness.subject == Fit::Same && one.subject().side.is_some() && !one.is_stock();
        let class = !one.is_stock() && closeness.subject == Fit::Same && one.subject().group != Group::People;
        party || (class && self.data.documents[one.doc()].one_event)
    }
}

/// Whether one of two numbers follows on the other without a noun of its own: it counts the same.
fn continues(one: Asked<'_>, other: Asked<'_>) -> bool {
    one.continues(other) || other.continues(one)
}
