//! The pack that is part of the program.

use crate::error::LexiconErrors;
use crate::rows::{PackFile, PackRows};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(PackFile { name: $name, text: include_str!(concat!("../data/", $name)) },)*]
    };
}

/// Every file of the pack `core`.
pub(crate) const FILES: &[PackFile<'static>] = files![
    "actors.csv",
    "actor_aliases.csv",
    "places.csv",
    "place_aliases.csv",
    "countries.csv",
    "governments.csv",
    "demonyms.csv",
    "operations.csv",
    "units.csv",
    "unit_aliases.csv",
    "vague.csv",
    "cues/numbers.csv",
    "cues/times.csv",
    "cues/measures.csv",
    "cues/claims.csv",
    "cues/actors.csv",
    "cues/places.csv",
    "cues/grammar.csv",
];

/// Name of the built-in pack.
pub(crate) const PACK: &str = "core";

/// The rows of the built-in pack.
pub(crate) fn rows() -> Result<PackRows, LexiconErrors> {
    let mut rows = PackRows::default();
    rows.add_csv_files(PACK, FILES)?;
    Ok(rows)
}
