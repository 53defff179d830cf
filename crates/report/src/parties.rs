//! Names and sides of parties, and the colours the page gives to sides.

use std::collections::{BTreeMap, BTreeSet};

/// How many steps of `part_of` are followed; more is a loop in the data.
const STEPS: usize = 6;

/// Sides that have a colour of their own; all others share a grey.
pub(crate) const COLOURS: usize = 6;

/// What the tables say of parties.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parties {
    names: BTreeMap<String, (String, String)>,
    wholes: BTreeMap<String, BTreeSet<String>>,
    sides: BTreeMap<String, BTreeSet<String>>,
    /// Sides with a colour, most heard first.
    coloured: Vec<String>,
}

impl Parties {
    /// Notes name and type of a party; the first name holds.
    pub(crate) fn name(&mut self, id: &str, name: &str, kind: &str) {
        self.names.entry(id.to_owned()).or_insert_with(|| (name.to_owned(), kind.to_owned()));
    }

    /// Notes what a mention says a party belongs to.
    pub(crate) fn belongs(&mut self, id: &str, whole: Option<&str>, side: Option<&str>) {
        for (map, value) in [(&mut self.wholes, whole), (&mut self.sides, side)] {
            if let Some(value) = value.filter(|value| *value != id || side == Some(id)) {
                map.entry(id.to_owned()).or_default().insert(value.to_owned());
            }
        }
    }

    /// The canonical name of a party, else its id.
    pub(crate) fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.names.get(id).map_or(id, |(name, _)| name)
    }

    /// The side a party counts with: its own, else that of its whole, else the whole.
    pub(crate) fn side<'a>(&'a self, id: &'a str) -> &'a str {
        fn only<'a>(map: &'a BTreeMap<String, BTreeSet<String>>, id: &str) -> Option<&'a str> {
            map.get(id).filter(|values| values.len() == 1)?.first().map(String::as_str)
        }
        let mut at = id;
        for _ in 0..STEPS {
            if let Some(side) = only(&self.sides, at) {
                return side;
            }
            match only(&self.wholes, at) {
                Some(whole) if whole != at => at = whole,
                _ => break,
            }
        }
        at
    }

    fn is_party(&self, id: &str) -> bool {
        let kind = |id: &str| self.names.get(id).map(|(_, kind)| kind.as_str());
        let side = self.side(id);
        [kind(id), kind(side)]
            .into_iter()
            .flatten()
            .any(|kind| matches!(kind, "state" | "government-body" | "security-force" | "armed-group"))
    }

    /// Whether the lexicon counts it with a side of a conflict; a district office found in a text alone is not one.
    fn takes_part(&self, id: &str) -> bool {
        let side = self.side(id);
        let own = |id: &str| self.sides.contains_key(id);
        let kind = |kind: &str| self.names.get(side).is_some_and(|(_, own)| own == kind);
        self.is_party(id) && (own(id) || own(side) || kind("state") || kind("armed-group"))
    }

    /// Gives colours to the sides that are heard most often among `claimants`, ties by id.
    pub(crate) fn colour(&mut self, claimants: &BTreeMap<String, usize>) {
        let mut heard: BTreeMap<&str, usize> = BTreeMap::new();
        for (claimant, count) in claimants {
            if self.takes_part(claimant) {
                *heard.entry(self.side(claimant)).or_default() += count;
            }
        }
        let mut sides: Vec<(&str, usize)> = heard.into_iter().collect();
        sides.sort_by_key(|(side, count)| (std::cmp::Reverse(*count), *side));
        self.coloured = sides.into_iter().take(COLOURS).map(|(side, _)| side.to_owned()).collect();
    }

    /// Sides with a colour, in the order of their colours.
    pub(crate) fn coloured(&self) -> &[String] {
        &self.coloured
    }

    /// The class that colours what `claimant` says: `s0`.. for a side, `sx` for another party, `so` for an observer,
    /// `sa` for the author's own voice.
    pub(crate) fn class(&self, claimant: Option<&str>) -> &'static str {
        const SIDES: [&str; COLOURS] = ["s0", "s1", "s2", "s3", "s4", "s5"];
        let Some(claimant) = claimant else { return "sa" };
        let side = self.side(claimant);
        match self.coloured.iter().position(|coloured| coloured == side) {
            Some(at) => SIDES[at],
            None if self.is_party(claimant) => "sx",
            None => "so",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Parties;

    fn parties() -> Parties {
        let mut parties = Parties::default();
        for (id, kind, whole, side) in [
            ("state", "state", None, Some("state")),
            ("ministry", "government-body", Some("state"), None),
            ("spokesman", "person", Some("ministry"), None),
            ("front", "armed-group", None, None),
            ("un", "intergovernmental", None, Some("un")),
        ] {
            parties.name(id, &id.to_uppercase(), kind);
            parties.belongs(id, whole, side);
        }
        parties
    }

    #[test]
    fn a_spokesman_has_the_colour_of_his_state() {
        let mut parties = parties();
        parties.colour(&BTreeMap::from([("spokesman".to_owned(), 3), ("front".to_owned(), 1), ("un".to_owned(), 9)]));
        assert_eq!(parties.coloured(), ["state", "front"]);
        assert_eq!(parties.class(Some("ministry")), "s0");
        assert_eq!(parties.class(Some("front")), "s1");
        assert_eq!(parties.class(Some("un")), "so");
        assert_eq!(parties.class(None), "sa");
    }

    #[test]
    fn a_loop_ends_and_an_unknown_party_stands_for_itself() {
        let mut parties = Parties::default();
        parties.belongs("a", Some("b"), None);
        parties.belongs("b", Some("a"), None);
        assert!(["a", "b"].contains(&parties.side("a")));
        assert_eq!(parties.side("nobody"), "nobody");
        assert_eq!(parties.name_of("nobody"), "nobody");
    }
}
