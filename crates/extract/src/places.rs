//! Locations.

pub(crate) mod heads;
pub(crate) mod resolve;
pub(crate) mod role;

use crate::rules::Rule;

pub(crate) const RULES: &[Rule] = &[
    Rule { id: "places/listed", meaning: "A name of the lexicon that is a place alone.", example: "in Nangarhar" },
    Rule {
        id: "places/by-context",
        meaning: "A country or capital that the words around tell to be a location.",
        example: "inside Afghanistan",
    },
    Rule { id: "places/head-before", meaning: "A name behind a head noun.", example: "the village of Karo" },
    Rule {
        id: "places/by-preposition",
        meaning: "An unknown name behind a preposition of place.",
        example: "a port in Tolomak",
    },
    Rule { id: "places/head-behind", meaning: "A name before a head noun.", example: "Karo district" },
];
