//! The rows of pack files, as written. `docs/lexicon.md` describes every column.

use serde::Deserialize;

/// A pack file as text, with the name that messages call it by.
#[derive(Clone, Copy, Debug)]
pub struct PackFile<'t> {
    /// `actors.csv`, `cues/claims.csv`: the stem tells the kind of rows.
    pub name: &'t str,
    /// The content.
    pub text: &'t str,
}

/// A row with the pack, file and line it came from.
#[derive(Clone, Debug)]
pub(crate) struct Located<T> {
    /// Name of the pack.
    pub pack: String,
    /// Name of the file.
    pub file: String,
    /// Line, from 1; the header is line 1.
    pub line: u32,
    /// The row.
    pub row: T,
}

/// All rows of one or more packs, in order.
#[derive(Clone, Debug, Default)]
pub struct PackRows {
    pub(crate) actors: Vec<Located<ActorRow>>,
    pub(crate) actor_aliases: Vec<Located<ActorAliasRow>>,
    pub(crate) places: Vec<Located<PlaceRow>>,
    pub(crate) place_aliases: Vec<Located<PlaceAliasRow>>,
    pub(crate) countries: Vec<Located<CountryRow>>,
    pub(crate) governments: Vec<Located<GovernmentRow>>,
    pub(crate) demonyms: Vec<Located<DemonymRow>>,
    pub(crate) operations: Vec<Located<OperationRow>>,
    pub(crate) units: Vec<Located<UnitRow>>,
    pub(crate) unit_aliases: Vec<Located<UnitAliasRow>>,
    pub(crate) vague: Vec<Located<VagueRow>>,
    pub(crate) cues: Vec<Located<CueRow>>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ActorRow {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) country: String,
    #[serde(default)]
    pub(crate) part_of: String,
    #[serde(default)]
    pub(crate) side: String,
    #[serde(default)]
    pub(crate) role: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ActorAliasRow {
    pub(crate) alias: String,
    pub(crate) actor: String,
    #[serde(default)]
    pub(crate) case: String,
    #[serde(default)]
    pub(crate) context: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PlaceRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) country: String,
    #[serde(default)]
    pub(crate) admin1: String,
    #[serde(default)]
    pub(crate) lat: Option<f64>,
    #[serde(default)]
    pub(crate) lon: Option<f64>,
    #[serde(default)]
    pub(crate) population: Option<u32>,
    #[serde(default)]
    pub(crate) pcode: String,
    #[serde(default)]
    pub(crate) pcode_source: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PlaceAliasRow {
    pub(crate) alias: String,
    pub(crate) place: String,
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) case: String,
    #[serde(default)]
    pub(crate) context: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct CountryRow {
    pub(crate) code: String,
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) military: String,
    #[serde(default)]
    pub(crate) capital: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct GovernmentRow {
    pub(crate) country: String,
    pub(crate) actor: String,
    #[serde(default)]
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) to: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct DemonymRow {
    pub(crate) word: String,
    pub(crate) country: String,
    pub(crate) form: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct OperationRow {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) country: String,
    #[serde(default)]
    pub(crate) aliases: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct UnitRow {
    pub(crate) id: String,
    pub(crate) dimension: String,
    #[serde(default)]
    pub(crate) si_factor: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct UnitAliasRow {
    pub(crate) alias: String,
    pub(crate) unit: String,
    #[serde(default)]
    pub(crate) factor: Option<f64>,
    pub(crate) position: String,
    #[serde(default)]
    pub(crate) case: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct VagueRow {
    pub(crate) table: String,
    pub(crate) phrase: String,
    #[serde(default)]
    pub(crate) low: Option<f64>,
    #[serde(default)]
    pub(crate) high: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct CueRow {
    pub(crate) phrase: String,
    pub(crate) class: String,
    #[serde(default)]
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) case: String,
}
