//! The pack that is part of the program.

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
    "refusals.csv",
    "cues/numbers.csv",
    "cues/times.csv",
    "cues/months.csv",
    "cues/measures.csv",
    "cues/movement.csv",
    "cues/claims.csv",
    "cues/actors.csv",
    "cues/given_names.csv",
    "cues/places.csv",
    "cues/grammar.csv",
];

/// Name of the built-in pack.
pub(crate) const PACK: &str = "core";

/// The rows of the built-in pack.
pub(crate) fn rows() -> PackRows {
    let mut rows = PackRows::new();
    rows.open_pack(PACK);
    for file in FILES {
        rows.add_csv(file.name, file.text, true);
    }
    rows.mark(crate::towns::TEXT);
    rows
}

impl PackRows {
    /// The rows of the built-in pack `core`, for packs to be laid over.
    #[must_use]
    pub fn built_in() -> Self {
        rows()
    }

    /// The files of the built-in pack, as they stand in the repository.
    #[must_use]
    pub fn built_in_files() -> &'static [PackFile<'static>] {
        FILES
    }
}
