//! Which party an actor counts with: a spokesman with his government, an army with its state.

use std::collections::{BTreeMap, BTreeSet};

/// How many steps of `part_of` are followed; more is a loop in the data.
const STEPS: usize = 6;

/// What the `actors` tables say of actor ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sides {
    wholes: BTreeMap<String, BTreeSet<String>>,
    sides: BTreeMap<String, BTreeSet<String>>,
    kinds: BTreeMap<String, BTreeSet<String>>,
    names: BTreeMap<String, String>,
}

impl Sides {
    /// Notes one mention of an actor.
    pub(crate) fn add(&mut self, id: &str, name: &str, kind: &str, whole: Option<&str>, side: Option<&str>) {
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
        let known = self.names.entry(id.to_owned()).or_insert_with(|| name.to_owned());
        if name < known.as_str() {
            name.clone_into(known);
        }
    }

    /// Canonical name of an actor; its id where no mention gives one.
    pub(crate) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.names.get(id).map_or(id, String::as_str)
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

    /// Whether an actor bears arms: its people are forces.
    pub(crate) fn is_armed(&self, id: &str) -> bool {
        self.kinds.get(id).is_some_and(|kinds| kinds.contains("armed-group") || kinds.contains("security-force"))
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
    use super::Sides;

    #[test]
    fn a_spokesman_counts_with_his_government() {
        let mut sides = Sides::default();
        sides.add("person:x", "X", "person", Some("ministry"), None);
        sides.add("ministry", "Ministry", "government-body", Some("state"), None);
        sides.add("state", "State", "state", None, None);
        sides.add("un", "UN", "intergovernmental", None, None);
        sides.add("proxy", "Proxy", "armed-group", None, Some("state"));
        assert_eq!(sides.side("person:x"), "state");
        assert_eq!(sides.side("proxy"), "state");
        assert_eq!(sides.whole("proxy"), "proxy");
        assert_eq!(sides.side("nobody"), "nobody");
        assert!(sides.is_party("person:x") && sides.is_party("proxy") && !sides.is_party("un"));
    }

    #[test]
    fn a_loop_ends() {
        let mut sides = Sides::default();
        sides.add("a", "A", "state", Some("b"), None);
        sides.add("b", "B", "state", Some("a"), None);
        assert!(["a", "b"].contains(&sides.side("a").as_str()));
    }
}
