//! What findings can be narrowed by, and the token each finding carries for every value it has.

use std::collections::{BTreeMap, BTreeSet};

use crate::read::Corpus;
use crate::rows::Finding;
use crate::words;

/// One thing to narrow by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Facet {
    Relation,
    Measure,
    Party,
    Claimant,
    Place,
    Document,
}

impl Facet {
    pub(crate) const ALL: [Self; 6] =
        [Self::Relation, Self::Measure, Self::Party, Self::Claimant, Self::Place, Self::Document];

    /// The key in the page's address.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Relation => "relation",
            Self::Measure => "measure",
            Self::Party => "party",
            Self::Claimant => "claimant",
            Self::Place => "province",
            Self::Document => "document",
        }
    }

    fn letter(self) -> char {
        match self {
            Self::Relation => 'r',
            Self::Measure => 'm',
            Self::Party => 'a',
            Self::Claimant => 'c',
            Self::Place => 'p',
            Self::Document => 'd',
        }
    }
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) token: String,
    /// Findings that have it.
    pub(crate) findings: usize,
}

/// All choices, and the tokens of findings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facets {
    choices: BTreeMap<Facet, Vec<Choice>>,
    tokens: BTreeMap<Facet, BTreeMap<String, usize>>,
}

impl Facets {
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let mut counts: BTreeMap<Facet, BTreeMap<String, usize>> = BTreeMap::new();
        for finding in &corpus.findings {
            for facet in Facet::ALL {
                for value in values(corpus, finding, facet) {
                    *counts.entry(facet).or_default().entry(value).or_default() += 1;
                }
            }
        }
        let mut facets = Self::default();
        for (facet, counts) in counts {
            let tokens = facets.tokens.entry(facet).or_default();
            let mut choices = Vec::with_capacity(counts.len());
            for (at, (value, findings)) in counts.into_iter().enumerate() {
                let token = format!("{}{at}", facet.letter());
                choices.push(Choice { label: label(corpus, facet, &value), token, findings, value: value.clone() });
                tokens.insert(value, at);
            }
            choices.sort_by(|a, b| (b.findings, &a.label, &a.value).cmp(&(a.findings, &b.label, &b.value)));
            facets.choices.insert(facet, choices);
        }
        facets
    }

    /// The values of a facet, most frequent first.
    pub(crate) fn choices(&self, facet: Facet) -> &[Choice] {
        self.choices.get(&facet).map_or(&[], Vec::as_slice)
    }

    /// The tokens of a finding, separated by blanks.
    pub(crate) fn tokens(&self, corpus: &Corpus, finding: &Finding) -> String {
        let mut tokens = Vec::new();
        for facet in Facet::ALL {
            let known = self.tokens.get(&facet);
            for value in values(corpus, finding, facet) {
                if let Some(at) = known.and_then(|known| known.get(&value)) {
                    tokens.push(format!("{}{at}", facet.letter()));
                }
            }
        }
        tokens.join(" ")
    }
}

/// A place with what it lies in: `PK-KP/Bajaur` is also `PK-KP` and `PK`.
pub(crate) fn containing(place: &str) -> Vec<&str> {
    let mut places = vec![place];
    if place.starts_with("feature:") || place.starts_with("region:") {
        return places;
    }
    let province = place.split_once('/').map(|(province, _)| province);
    places.extend(province);
    places.extend(province.unwrap_or(place).split_once('-').map(|(country, _)| country).filter(|code| code.len() == 2));
    places
}

fn values(corpus: &Corpus, finding: &Finding, facet: Facet) -> BTreeSet<String> {
    let claims = || finding.accounts.iter().map(|account| &account.claim);
    let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect();
    match facet {
        Facet::Relation => owned(vec![finding.relation.name()]),
        Facet::Measure => owned(vec![&finding.measure]),
        Facet::Place => owned(finding.place_ids.iter().flat_map(|place| containing(place)).collect()),
        Facet::Document => {
            owned(finding.accounts.iter().map(|account| corpus.documents[account.doc].id.as_str()).collect())
        }
        Facet::Claimant => owned(claims().filter_map(|claim| claim.claimant_id.as_deref()).collect()),
        Facet::Party => {
            let named = claims().flat_map(|claim| {
                [&claim.claimant_id, &claim.denier_id, &claim.subject_actor_id, &claim.agent_actor_id]
            });
            named.flatten().flat_map(|id| [id.as_str(), corpus.parties.side(id)]).map(str::to_owned).collect()
        }
    }
}

fn label(corpus: &Corpus, facet: Facet, value: &str) -> String {
    match facet {
        Facet::Relation => words::relation_name(crate::rows::Relation::of(value)).to_owned(),
        Facet::Measure => value.replace('-', " "),
        Facet::Party | Facet::Claimant => corpus.parties.name_of(value).to_owned(),
        Facet::Place => corpus.place_names.get(value).cloned().unwrap_or_else(|| value.to_owned()),
        Facet::Document => {
            let document = corpus.documents.iter().find(|document| document.id == value);
            document
                .and_then(|document| document.source.clone())
                .map_or_else(|| value.to_owned(), |source| format!("{source}: {value}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::containing;

    #[test]
    fn a_district_lies_in_its_province_and_country() {
        assert_eq!(containing("PK-KP/North Waziristan"), ["PK-KP/North Waziristan", "PK-KP", "PK"]);
        assert_eq!(containing("AF-NAN"), ["AF-NAN", "AF"]);
        assert_eq!(containing("AF"), ["AF"]);
        assert_eq!(containing("feature:durand-line"), ["feature:durand-line"]);
        assert_eq!(containing("some-village"), ["some-village"]);
    }
}
