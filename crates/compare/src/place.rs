//! Where: sets of place ids, and how two of them fit.

use std::collections::{BTreeMap, BTreeSet};

use crate::vocabulary::border;

/// What the `places` tables say of place ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gazetteer {
    levels: BTreeMap<String, BTreeSet<String>>,
    parents: BTreeMap<String, BTreeSet<String>>,
    names: BTreeMap<String, String>,
}

/// How two places fit into one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PlaceFit {
    /// They exclude each other, or are a joint place and a part of it.
    No,
    /// Nothing is known of one of them, or they cannot be compared.
    Unknown,
    /// One lies inside the other.
    Nested,
    /// They are the same.
    Same,
}

impl Gazetteer {
    /// Notes one mention of a place.
    pub(crate) fn add(&mut self, id: &str, name: &str, level: &str, country: Option<&str>, admin1: Option<&str>) {
        self.levels.entry(id.to_owned()).or_default().insert(level.to_owned());
        let known = self.names.entry(id.to_owned()).or_insert_with(|| name.to_owned());
        if name < known.as_str() {
            name.clone_into(known);
        }
        let parents = self.parents.entry(id.to_owned()).or_default();
        parents.extend([country, admin1].into_iter().flatten().filter(|p| *p != id).map(str::to_owned));
    }

    /// The canonical name of a place; its id where no mention gives one.
    pub(crate) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.names.get(id).map_or_else(|| id.rsplit(['/', ':']).next().unwrap_or(id), String::as_str)
    }

    /// Whether a place is smaller than a province, so that naming it says which event is meant.
    pub(crate) fn is_local(&self, id: &str) -> bool {
        id.contains('/') || (id.starts_with("feature:") && border(id).is_none())
    }

    /// The larger places that a place lies in, as far as its code and its mentions tell.
    pub(crate) fn around<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        let by_code = id.char_indices().filter(|(at, c)| *at > 0 && matches!(c, '-' | '/')).map(|(at, _)| &id[..at]);
        by_code.chain(self.parents.get(id).into_iter().flatten().map(String::as_str))
    }

    fn inside(&self, inner: &str, outer: &str) -> bool {
        let by_code = inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['-', '/']));
        by_code || self.parents.get(inner).is_some_and(|parents| parents.contains(outer))
    }

    /// Sorted, unique, and without the places that another one lies in ("Bihsud in Nangarhar" is Bihsud).
    pub(crate) fn reduce(&self, places: &[String]) -> Vec<String> {
        let all: BTreeSet<&String> = places.iter().collect();
        all.iter().filter(|outer| !all.iter().any(|inner| self.inside(inner, outer))).map(|id| (*id).clone()).collect()
    }

    fn one(&self, a: &str, b: &str) -> PlaceFit {
        if a == b {
            return PlaceFit::Same;
        }
        if self.inside(a, b) || self.inside(b, a) {
            return PlaceFit::Nested;
        }
        let coded = |id: &str| !id.contains(':');
        if !coded(a) || !coded(b) {
            return PlaceFit::Unknown;
        }
        // A town may lie in the district: the codes do not say.
        let same_province = a.contains('/') && b.contains('/') && a.split('/').next() == b.split('/').next();
        if same_province && self.levels.get(a) != self.levels.get(b) {
            return PlaceFit::Unknown;
        }
        PlaceFit::No
    }

    /// How two reduced sets of places fit; the order does not matter.
    pub(crate) fn fit(&self, a: &[String], b: &[String]) -> PlaceFit {
        if a.is_empty() || b.is_empty() {
            return PlaceFit::Unknown;
        }
        if a == b {
            return PlaceFit::Same;
        }
        if let ([a], [b]) = (a, b) {
            return self.one(a, b);
        }
        let within = |inner: &[String], outer: &[String]| match outer {
            [outer] => inner.iter().all(|place| self.inside(place, outer)),
            _ => false,
        };
        if within(a, b) || within(b, a) {
            return PlaceFit::Nested;
        }
        // "Wana in South Waziristan" is Wana: the codes do not say in which district a town lies.
        let district = |town: &[String], both: &[String]| match (town, both) {
            ([town], [a, b]) => {
                let other = if a == town { b } else { a };
                (a == town || b == town) && self.one(town, other) == PlaceFit::Unknown && is_local_code(other)
            }
            _ => false,
        };
        if district(a, b) || district(b, a) {
            return PlaceFit::Nested;
        }
        // Points of one line (crossings, a road's towns) are named in any number; provinces are counted jointly.
        let local = |places: &[String]| places.iter().all(|id| self.is_local(id));
        if local(a) && local(b) && a.iter().any(|id| b.contains(id)) {
            return PlaceFit::Unknown;
        }
        PlaceFit::No
    }
}

fn is_local_code(id: &str) -> bool {
    id.contains('/') && !id.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, expected: PlaceFit) {
        let mut gazetteer = Gazetteer::default();
        gazetteer.add("SS-XX/Town", "Town", "city", Some("SS"), Some("SS-XX"));
        gazetteer.add("SS-XX/Shire", "Shire", "admin2", Some("SS"), Some("SS-XX"));
        gazetteer.add("SS-XX/Dale", "Dale", "admin2", Some("SS"), Some("SS-XX"));
        gazetteer.add("feature:ford", "Ford", "feature", Some("SS"), None);
        let read = |text: &str| {
            let ids: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            gazetteer.reduce(&ids)
        };
        assert_eq!(gazetteer.fit(&read(a), &read(b)), expected, "{a} / {b}");
        assert_eq!(gazetteer.fit(&read(b), &read(a)), expected, "{b} / {a}");
    }

    #[test]
    fn places_fit_by_their_codes() {
        check("SS-XX", "SS-XX", PlaceFit::Same);
        check("SS-XX/Town", "SS-XX", PlaceFit::Nested);
        check("SS-XX/Town SS-XX", "SS-XX/Town", PlaceFit::Same);
        check("SS-XX", "SS-YY", PlaceFit::No);
        check("SS-XX/Town", "SS-XX/Shire", PlaceFit::Unknown);
        check("SS-XX/Dale", "SS-XX/Shire", PlaceFit::No);
        check("SS-XX", "", PlaceFit::Unknown);
        check("feature:ford", "SS", PlaceFit::Nested);
        check("feature:ford", "SS-XX/Town", PlaceFit::Unknown);
    }

    #[test]
    fn a_joint_place_is_not_one_of_its_members() {
        check("SS-XX SS-YY", "SS-XX", PlaceFit::No);
        check("SS-XX SS-YY", "SS", PlaceFit::Nested);
        check("SS-XX SS-YY", "SS-YY SS-XX", PlaceFit::Same);
        check("SS-XX SS-YY", "SS-XX SS-ZZ", PlaceFit::No);
        check("feature:ford feature:pass", "feature:ford", PlaceFit::Unknown);
        check("SS-XX/Town SS-XX/Shire", "SS-XX/Town", PlaceFit::Nested);
        check("SS-XX/Dale SS-XX/Shire", "SS-XX/Dale", PlaceFit::Unknown);
    }
}
