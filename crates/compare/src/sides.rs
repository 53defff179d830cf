//! Which party an actor counts with: a spokesman with his government, an army with its state.

use std::collections::{BTreeMap, BTreeSet};

use crate::vocabulary::singular;
use crate::wording::spelled;

/// How many steps of `part_of` are followed; more is a loop in the data.
const STEPS: usize = 6;

/// What the `actors` tables say of actor ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sides {
    wholes: BTreeMap<String, BTreeSet<String>>,
    sides: BTreeMap<String, BTreeSet<String>>,
    kinds: BTreeMap<String, BTreeSet<String>>,
    names: BTreeMap<String, String>,
    countries: BTreeMap<String, BTreeSet<String>>,
    /// Ids that some mention names, and not only describes.
    named: BTreeSet<String>,
}

/// One mention of an actor.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mention<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) kind: &'a str,
    /// `part_of`.
    pub(crate) whole: Option<&'a str>,
    pub(crate) side: Option<&'a str>,
    pub(crate) country: Option<&'a str>,
    /// A descriptor: "hospital officials".
    pub(crate) described: bool,
}

impl Sides {
    /// Notes one mention of an actor.
    pub(crate) fn add(&mut self, mention: Mention<'_>) {
        let Mention { id, name, kind, whole, side, country, described } = mention;
        let note = |map: &mut BTreeMap<String, BTreeSet<String>>, value: &str| {
            map.entry(id.to_owned()).or_default().insert(value.to_owned());
        };
        note(&mut self.kinds, kind);
        if let Some(whole) = whole.filter(|whole| *whole != id) {
            note(&mut self.wholes, whole);
        }
        if let Some(side) = side {
            note(&mut self.sides, side);
        }
        if let Some(country) = country {
            note(&mut self.countries, country);
        }
        if !described || country.is_some() || whole.is_some() || side.is_some() {
            self.named.insert(id.to_owned());
        }
        let known = self.names.entry(id.to_owned()).or_insert_with(|| name.to_owned());
        if name < known.as_str() {
            name.clone_into(known);
        }
    }

    /// Canonical name of an actor; its id where no mention gives one.
    pub(crate) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.known(id).unwrap_or(id)
    }

    /// Canonical name of an actor; `None` where no mention gives one.
    pub(crate) fn known(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str).filter(|name| *name != id)
    }

    /// An actor in words: its canonical name, else its id spelled as one.
    pub(crate) fn in_words(&self, id: &str) -> String {
        self.known(id).map_or_else(|| spelled(id), str::to_owned)
    }

    /// The largest whole an actor belongs to by `part_of`; an actor with two wholes stands for itself.
    pub(crate) fn whole(&self, id: &str) -> String {
        let mut at = id;
        for _ in 0..STEPS {
            match self.wholes.get(at) {
                Some(wholes) if wholes.len() == 1 => at = wholes.first().map_or(at, String::as_str),
                _ => break,
            }
        }
        at.to_owned()
    }

    /// The side an actor counts with: its own `side`, else that of its whole, else the whole.
    pub(crate) fn side(&self, id: &str) -> String {
        let given = |id: &str| self.sides.get(id).filter(|sides| sides.len() == 1)?.first().cloned();
        let whole = self.whole(id);
        given(id).or_else(|| given(&whole)).unwrap_or(whole)
    }

    /// Whether a side is a state, whose men are soldiers and no militants.
    pub(crate) fn is_state(&self, id: &str) -> bool {
        self.kinds.get(id).is_some_and(|kinds| kinds.contains("state") && !kinds.contains("armed-group"))
    }

    /// Whether a side is an armed group, whose men are no state's soldiers.
    pub(crate) fn is_group(&self, id: &str) -> bool {
        self.kinds.get(id).is_some_and(|kinds| kinds.contains("armed-group") && !kinds.contains("state"))
    }

    /// Whether places all lie in the one country of a state.
    pub(crate) fn is_home(&self, id: &str, places: &[String]) -> bool {
        let Some(country) = self.countries.get(id).filter(|c| c.len() == 1).and_then(BTreeSet::first) else {
            return false;
        };
        let inside =
            |place: &String| place.strip_prefix(country).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        !places.is_empty() && places.iter().all(inside)
    }

    /// Whether an id stands for whoever was there and not for a body: people in the plural that no mention names, as
    /// "residents" or "hospital officials".
    pub(crate) fn is_generic(&self, id: &str) -> bool {
        let head = id.split("-of-").next().and_then(|phrase| phrase.rsplit('-').next()).unwrap_or(id);
        !self.named.contains(id) && !id.contains(':') && singular(head) != head
    }

    /// Whether an actor bears arms: its people are forces.
    pub(crate) fn is_armed(&self, id: &str) -> bool {
        self.kinds.get(id).is_some_and(|kinds| kinds.contains("armed-group") || kinds.contains("security-force"))
    }

    /// Whether an id stands for a people: "Russians".
    pub(crate) fn is_people(&self, id: &str) -> bool {
        self.kinds.get(id).is_some_and(|kinds| kinds.contains("people"))
    }

    /// Whether an actor speaks for a party to the conflict, and not as an observer.
    pub(crate) fn is_party(&self, id: &str) -> bool {
        let party = |id: &str| {
            self.kinds.get(id).is_some_and(|kinds| {
                kinds
                    .iter()
                    .any(|kind| matches!(kind.as_str(), "state" | "government-body" | "security-force" | "armed-group"))
            })
        };
        party(id) || self.sides.contains_key(id) || party(&self.side(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(mentions: &[(&'static str, &'static str, Option<&'static str>, Option<&'static str>)]) -> Sides {
        let mut sides = Sides::default();
        for &(id, kind, whole, side) in mentions {
            sides.add(Mention { id, name: id, kind, whole, side, ..Mention::default() });
        }
        sides
    }

    #[test]
    fn a_spokesman_counts_with_his_government() {
        let sides = known(&[
            ("person:x", "person", Some("ministry"), None),
            ("ministry", "government-body", Some("state"), None),
            ("state", "state", None, None),
            ("un", "intergovernmental", None, None),
            ("proxy", "armed-group", None, Some("state")),
        ]);
        assert_eq!(sides.side("person:x"), "state");
        assert_eq!(sides.side("proxy"), "state");
        assert_eq!(sides.whole("proxy"), "proxy");
        assert_eq!(sides.side("nobody"), "nobody");
        assert!(sides.is_party("person:x") && sides.is_party("proxy") && !sides.is_party("un"));
    }

    #[test]
    fn a_loop_ends() {
        let sides = known(&[("a", "state", Some("b"), None), ("b", "state", Some("a"), None)]);
        assert!(["a", "b"].contains(&sides.side("a").as_str()));
    }

    #[test]
    fn people_in_the_plural_are_no_body() {
        let mut sides = known(&[("houthis", "armed-group", None, None)]);
        sides.add(Mention { id: "residents", kind: "other-org", described: true, ..Mention::default() });
        sides.add(Mention { id: "traders-union", kind: "other-org", described: true, ..Mention::default() });
        let generic = |id| sides.is_generic(id);
        assert!(generic("residents") && generic("diplomats") && generic("hospital-officials"));
        assert!(!generic("houthis") && !generic("traders-union") && !generic("person:j-hills"));
    }

    #[test]
    fn a_state_is_at_home_in_its_own_places() {
        let mut sides = Sides::default();
        sides.add(Mention { id: "mali", kind: "state", country: Some("ML"), ..Mention::default() });
        let home = |places: &[&str]| sides.is_home("mali", &places.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>());
        assert!(home(&["ML-7/Gao"]) && home(&["ML", "ML-7"]));
        assert!(!home(&[]) && !home(&["NE-5"]) && !home(&["ML-7", "NE-5"]));
    }
}
