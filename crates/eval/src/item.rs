//! What gold and a run have in common: items with a span and attributes.

use std::ops::{Index, IndexMut};

/// A layer of the extraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Parties.
    Actors,
    /// Locations.
    Places,
    /// Time expressions.
    Times,
    /// Quantities with who claims them.
    Figures,
}

impl Layer {
    /// Every layer, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::Actors, Self::Places, Self::Times, Self::Figures];

    /// The name of its table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Places => "places",
            Self::Times => "times",
            Self::Figures => "figures",
        }
    }

    /// The layer of that name, in the plural or the singular and in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        Self::ALL.into_iter().find(|layer| layer.name() == name || layer.name().strip_suffix('s') == Some(&name))
    }
}

/// A row of gold or of a run. Which attributes it has depends on its layer; absent is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// First code point of the span.
    pub start: u32,
    /// Code point after the span.
    pub end: u32,
    /// The words of the span.
    pub text: String,
    /// Neither rewarded nor punished.
    pub optional: bool,
    /// Of a run: a count that no number word states. Gold leaves most of them out, so an extra one is no mistake.
    pub implied: bool,
    /// Of a run: the rule that made it.
    pub rule: Option<String>,
    /// Of a run: the lexicon row it used.
    pub entry: Option<String>,
    /// Actor id or place id.
    pub id: Option<String>,
    /// Of gold: ids that are right as well.
    pub other_ids: Vec<String>,
    /// Of a run: the whole an actor belongs to.
    pub part_of: Option<String>,
    /// First day, ISO.
    pub from: Option<String>,
    /// Last day, ISO.
    pub to: Option<String>,
    /// Of gold: the days that the date of publication gives, where the words alone give none.
    pub resolved: Option<(Option<String>, Option<String>)>,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// `eq`, `gt`, `ge` ...
    pub comparator: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// Measure.
    pub measure: Option<String>,
    /// The counted noun phrase.
    pub subject: Option<String>,
    /// Id of the claimant.
    pub claimant: Option<String>,
    /// Stance.
    pub stance: Option<String>,
    /// Place ids of a figure.
    pub places: Vec<String>,
    /// Of gold: no place is right as well.
    pub places_optional: bool,
}

/// The items of one document, by layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Items([Vec<Item>; 4]);

impl Index<Layer> for Items {
    type Output = Vec<Item>;

    fn index(&self, layer: Layer) -> &Vec<Item> {
        &self.0[layer as usize]
    }
}

impl IndexMut<Layer> for Items {
    fn index_mut(&mut self, layer: Layer) -> &mut Vec<Item> {
        &mut self.0[layer as usize]
    }
}
