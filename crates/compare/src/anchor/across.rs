//! What ties claims of two documents: the date, place, party, period or statement that both name.

use super::{Anchors, Closeness, STANDING_DAYS, STATEMENT_DAYS, TELLING};
use crate::interval::Pair;
use crate::place::PlaceFit;
use crate::store::Asked;
use crate::subject::{Fit, Group};
use crate::window::{self, Basis, TimeFit};

/// Reports so many days apart may be about one continuing matter that both name by its place.
const STORY_DAYS: i32 = 30;

impl Anchors<'_> {
    pub(super) fn across_documents(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let dated = closeness.time >= TimeFit::Nested;
        let located = closeness.place >= PlaceFit::Nested;
        self.same_statement(one, seed, closeness)
            || self.same_period(one, seed, closeness)
            || self.same_total(one, seed, closeness)
            || (dated && located && self.telling_place(one, seed, closeness))
            || (dated && self.same_party(one, seed, closeness))
            || self.same_named_group(one, seed, closeness)
            || self.same_standing_quantity(one, seed, closeness)
    }

    /// A whole country on a day that only stands near both figures is too little to tell one event from another.
    fn telling_place(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let country = [one, seed].iter().any(|asked| asked.places().iter().all(|place| place.len() == 2));
        let near = [one, seed].iter().any(|asked| asked.window().is_some_and(|w| w.basis != Basis::Own));
        let event = matches!(one.family().split('|').next(), Some("killed" | "injured" | "casualties" | "missing"));
        let unstated = [one, seed].iter().any(|asked| asked.subject().group == Group::Unstated);
        let vague = self.is_vague(one, seed, closeness)
            && one.value().least() != seed.value().least()
            && !self.one_town_and_day(one, seed, closeness);
        let nested = closeness.place == PlaceFit::Nested;
        // A date from the head of a text, or one place in a whole country, does not tell a part from its total.
        let lead = [one, seed].iter().any(|asked| asked.window().is_some_and(|w| w.basis == Basis::Lead));
        let joint = [one, seed].iter().any(|asked| asked.places().len() > 1);
        let part = nested && ((!joint && (lead || (country && !event))) || one.is_stock());
        !(unstated || vague || part || (country && near && event))
    }

    /// The same side's forces, or the same things counted by or against the same side.
    fn same_party(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        if closeness.subject != Fit::Same {
            // Forces of a side that one text does not name join by the words around them, never across documents.
            return false;
        }
        // What a party has is counted by its own rule.
        !one.is_stock()
            && matches!(one.subject().group, Group::Forces | Group::Named(_))
            && self.counting_party(one).is_some()
            && self.counting_party(one) == self.counting_party(seed)
    }

    /// The same side giving the same telling number within the days in which a statement is repeated; never of civilians, who
    /// share no question with soldiers.
    pub(super) fn says_again(&self, one: Asked<'_>, other: Asked<'_>) -> bool {
        let whole = |asked: Asked<'_>| {
            asked.part_of().is_none() && !matches!(asked.subject().group, Group::Named(_) | Group::Civilian)
        };
        one.speaker().is_some()
            && one.speaker() == other.speaker()
            && whole(one)
            && whole(other)
            && one.value().same_bounds(&other.value())
            && one.value().least().is_some_and(|n| n >= TELLING)
            && self.days_apart(one, other).is_some_and(|days| days <= STATEMENT_DAYS)
            && !self.is_of_another_event(one, other, window::fit(one.window().as_ref(), other.window().as_ref()))
    }

    /// Whether the words about two numbers, if not their own, place or date them apart: then the same number is chance.
    fn is_of_another_event(&self, one: Asked<'_>, other: Asked<'_>, time: TimeFit) -> bool {
        let lead = |asked: Asked<'_>| asked.window().is_some_and(|window| window.basis == Basis::Lead);
        let days = time == TimeFit::Apart && !lead(one) && !lead(other);
        let placed = !one.place_is_lead() && !other.place_is_lead();
        days || (placed && self.data.gazetteer.fit(one.places(), other.places()) == PlaceFit::No)
    }

    /// The same claimant giving the same number, or both texts giving the same telling number of victims for one date.
    pub(super) fn same_statement(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let least = |asked: Asked<'_>| asked.value().least();
        let telling = least(one).is_some_and(|n| n >= TELLING);
        let dated = closeness.time >= TimeFit::Nested;
        let anchored = dated || closeness.place >= PlaceFit::Nested;
        let speaker = one.speaker().is_some() && one.speaker() == seed.speaker() && (telling || anchored);
        let named = matches!(one.subject().group, Group::Named(_)) && closeness.subject == Fit::Same;
        let number = telling
            && dated
            && (one.counts_people() || (named && one.family().contains("|item|")))
            && one.value().same_bounds(&seed.value())
            && self.share_country(one.doc(), seed.doc());
        least(one).is_some()
            && least(one) == least(seed)
            && (speaker || number)
            && !self.is_of_another_event(one, seed, closeness.time)
            && match self.days_apart(one, seed) {
                Some(days) => days <= STATEMENT_DAYS,
                // Without a date of publication the place must tell that the same is meant.
                None => speaker && closeness.subject == Fit::Same && closeness.place >= PlaceFit::Nested,
            }
    }

    /// The same stated class over the same days of several, given by both texts: a date that few events share.
    fn same_period(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let own =
            |asked: Asked<'_>| asked.window().is_some_and(|w| w.basis == Basis::Own && w.days() > 1 && !w.is_period());
        closeness.time == TimeFit::Same
            && closeness.subject == Fit::Same
            && own(one)
            && own(seed)
            && one.counts_people()
            && !matches!(one.subject().group, Group::People | Group::Unstated)
            && one.places().is_empty() == seed.places().is_empty()
            && self.share_country(one.doc(), seed.doc())
    }

    /// Two totals of one people or class over the same period, of which one names no place.
    fn same_total(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let own = |asked: Asked<'_>| asked.window().is_some_and(|w| w.basis == Basis::Own && w.is_period());
        let named = one.subject().side.is_some() || matches!(one.subject().group, Group::Civilian | Group::Named(_));
        closeness.time == TimeFit::Same
            && closeness.subject == Fit::Same
            && own(one)
            && own(seed)
            && named
            && one.counts_people()
            && self.share_country(one.doc(), seed.doc())
    }

    /// A group so specific that it is its own name, and a place below province level that both reports name.
    fn same_named_group(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let telling = one.subject().distinctive && seed.subject().distinctive;
        let same_number = one.value().least() == seed.value().least();
        let counted = !one.family().contains("|ratio|") && !one.family().contains("|event|") && !one.is_stock();
        // "The cost", "the loss": every report has one, and only the same number or voice says that it is the same.
        let money = one.family().starts_with("money|");
        let speaker = one.speaker().is_some() && one.speaker() == seed.speaker();
        telling
            && (!money || same_number || speaker)
            && counted
            && (same_number || (self.no_period_beside_event(one, seed, closeness) && closeness.time != TimeFit::Apart))
            && closeness.subject == Fit::Same
            && match self.days_apart(one, seed) {
                Some(days) => days <= STORY_DAYS,
                // A report without a date may confirm a number, not dispute it.
                None => one.value().relate(&seed.value()) == Pair::Agree,
            }
            && self.same_story(one.doc(), seed.doc())
    }

    /// Whether one of the three countries a document names most is among those of the other.
    fn share_country(&self, a: usize, b: usize) -> bool {
        self.countries(a).any(|country| self.countries(b).any(|other| other == country))
    }

    /// Both documents name a place below province level, and one of them comes back to it.
    fn same_story(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.data.local_places(a), self.data.local_places(b));
        let known = |place: u32| b.iter().find(|(other, _)| *other == place);
        a.iter().any(|(place, count)| known(*place).is_some_and(|(_, other)| *count.max(other) >= 2))
    }

    /// The strength of a party or the length of a border, which no event anchors.
    fn same_standing_quantity(&self, one: Asked<'_>, seed: Asked<'_>, closeness: Closeness) -> bool {
        let border = one.is_border();
        let strength = one.family().starts_with("strength|");
        let same = closeness.subject == Fit::Same && one.subject().side.is_some();
        // A strength without a place is of the whole party, one for two provinces is not.
        let country = |asked: Asked<'_>| asked.places().iter().all(|place| place.len() == 2);
        let strength = strength && (closeness.place == PlaceFit::Same || (country(one) && country(seed)));
        same && (border || (strength && self.as_of_apart(one, seed).is_none_or(|days| days <= STANDING_DAYS)))
    }

    /// Days between the days that two standing quantities are given for: their own dates, else those of their reports.
    fn as_of_apart(&self, one: Asked<'_>, seed: Asked<'_>) -> Option<i32> {
        Some(self.as_of(one)?.since(self.as_of(seed)?).abs())
    }

    fn days_apart(&self, one: Asked<'_>, seed: Asked<'_>) -> Option<i32> {
        let published = |asked: Asked<'_>| self.published(asked.doc());
        Some(published(one)?.since(published(seed)?).abs())
    }
}
