//! What must be right in a pair for each measure.

use crate::item::{Item, Layer};
use crate::linking::Links;

/// The mappings that comparing ids needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Linking {
    pub(crate) actors: Links,
    pub(crate) places: Links,
}

/// A measure: its name, and whether a pair of (gold, said) is right by it.
#[derive(Clone, Copy)]
pub(crate) struct Measure {
    pub(crate) name: &'static str,
    pub(crate) right: fn(&Item, &Item, &Linking) -> bool,
}

const SPAN: Measure = Measure { name: "span", right: |_, _, _| true };
const EXACT: Measure =
    Measure { name: "exact", right: |gold, said, _| (gold.start, gold.end) == (said.start, said.end) };

/// The measures of a layer; the last one is the layer as a whole, by which rules and rows are charged.
pub(crate) fn measures(layer: Layer) -> &'static [Measure] {
    match layer {
        Layer::Actors => const { &[SPAN, EXACT, Measure { name: "linked", right: actor }] },
        Layer::Places => const { &[SPAN, EXACT, Measure { name: "linked", right: location }] },
        Layer::Times => const { &[SPAN, EXACT, Measure { name: "normalized", right: days }] },
        Layer::Figures => {
            const {
                &[
                    SPAN,
                    EXACT,
                    Measure { name: "value", right: |gold, said, _| value(gold, said) },
                    Measure {
                        name: "comparator",
                        right: |gold, said, _| value(gold, said) && gold.comparator == said.comparator,
                    },
                    Measure { name: "value+unit+measure", right: |gold, said, _| meaning(gold, said) },
                    Measure {
                        name: "claimant",
                        right: |gold, said, links| value(gold, said) && claimant(gold, said, links),
                    },
                    Measure { name: "stance", right: |gold, said, _| value(gold, said) && stance(gold, said) },
                    Measure { name: "subject", right: |gold, said, _| value(gold, said) && subject(gold, said) },
                    Measure {
                        name: "place",
                        right: |gold, said, links| value(gold, said) && places(gold, said, links),
                    },
                    Measure {
                        name: "full",
                        right: |gold, said, links| {
                            meaning(gold, said) && claimant(gold, said, links) && places(gold, said, links)
                        },
                    },
                ]
            }
        }
    }
}

/// Names of the measures of a layer, in the order of an evaluation.
#[must_use]
pub fn measures_of(layer: Layer) -> Vec<&'static str> {
    measures(layer).iter().map(|measure| measure.name).collect()
}

fn actor(gold: &Item, said: &Item, links: &Linking) -> bool {
    let Some(ours) = &said.id else { return false };
    gold.id.iter().chain(&gold.other_ids).any(|id| links.actors.same_actor(id, ours))
}

fn location(gold: &Item, said: &Item, links: &Linking) -> bool {
    match (&gold.id, &said.id) {
        (Some(gold), Some(said)) => links.places.same_place(gold, said),
        (gold, said) => gold.is_none() && said.is_none(),
    }
}

/// Gold may give the days that the words state, those that the date of publication gives, or both:
/// either is right.
fn days(gold: &Item, said: &Item, _: &Linking) -> bool {
    (&gold.from, &gold.to) == (&said.from, &said.to)
        || gold.resolved.as_ref().is_some_and(|(from, to)| (from, to) == (&said.from, &said.to))
}

fn value(gold: &Item, said: &Item) -> bool {
    same(gold.low, said.low) && same(gold.high, said.high)
}

/// Equal up to what writing and conversion lose.
fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 5e-4 * a.abs().max(b.abs()).max(1.0),
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn meaning(gold: &Item, said: &Item) -> bool {
    value(gold, said) && gold.unit == said.unit && gold.measure == said.measure
}

fn claimant(gold: &Item, said: &Item, links: &Linking) -> bool {
    match (&gold.claimant, &said.claimant) {
        (Some(gold), Some(said)) => links.actors.gold_of(said) == gold,
        (gold, said) => gold.is_none() && said.is_none(),
    }
}

/// Whether the author vouches for the figure; gold rarely agrees on more.
fn stance(gold: &Item, said: &Item) -> bool {
    let asserted = |item: &Item| item.stance.as_deref() == Some("asserted");
    asserted(gold) == asserted(said)
}

/// The head of the noun phrase, in either number. Gold without a subject says nothing.
fn subject(gold: &Item, said: &Item) -> bool {
    let head = |item: &Item| {
        let subject = item.subject.as_deref()?.to_lowercase();
        Some(subject.split_whitespace().next_back()?.trim_end_matches('s').to_owned())
    };
    let gold = head(gold);
    gold.is_none() || gold == head(said)
}

/// At least one place is right and at most one is too many.
fn places(gold: &Item, said: &Item, links: &Linking) -> bool {
    if said.places.is_empty() {
        return gold.places.is_empty() || gold.places_optional;
    }
    let hit = gold.places.iter().any(|gold| said.places.iter().any(|said| links.places.same_place(gold, said)));
    hit && said.places.len() <= gold.places.len() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, gold: &Item, said: &Item, right: bool) {
        let measure = measures(Layer::Figures).iter().find(|measure| measure.name == name).unwrap();
        assert_eq!((measure.right)(gold, said, &Linking::default()), right, "{name}: {gold:?} {said:?}");
    }

    fn figure(low: f64, claimant: Option<&str>, places: &[&str]) -> Item {
        Item {
            low: Some(low),
            high: Some(low),
            claimant: claimant.map(str::to_owned),
            places: places.iter().map(|&place| place.to_owned()).collect(),
            ..Item::default()
        }
    }

    #[test]
    fn attributes_count_with_the_value() {
        check("value", &figure(9.0, None, &[]), &figure(9.0, Some("un"), &["AF"]), true);
        check("claimant", &figure(9.0, Some("un"), &[]), &figure(9.0, Some("un"), &[]), true);
        check("claimant", &figure(9.0, Some("un"), &[]), &figure(8.0, Some("un"), &[]), false);
        check("claimant", &figure(9.0, Some("un"), &[]), &figure(9.0, None, &[]), false);
    }

    #[test]
    fn one_place_too_many_is_forgiven() {
        let gold = figure(9.0, None, &["AF-NAN"]);
        check("place", &gold, &figure(9.0, None, &["AF-NAN", "AF-KNR"]), true);
        check("place", &gold, &figure(9.0, None, &["AF-NAN", "AF-KNR", "AF-KHO"]), false);
        check("place", &gold, &figure(9.0, None, &[]), false);
        check("place", &Item { places_optional: true, ..gold }, &figure(9.0, None, &[]), true);
        check("place", &figure(9.0, None, &[]), &figure(9.0, None, &["AF"]), false);
    }

    #[test]
    fn subjects_agree_by_their_head() {
        let with = |subject: Option<&str>| Item { subject: subject.map(str::to_owned), ..figure(1.0, None, &[]) };
        check("subject", &with(Some("Pakistani soldiers")), &with(Some("soldier")), true);
        check("subject", &with(Some("soldiers")), &with(Some("civilians")), false);
        check("subject", &with(None), &with(Some("civilians")), true);
    }
}
