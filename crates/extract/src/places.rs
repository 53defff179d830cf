//! Locations.

pub(crate) mod heads;
pub(crate) mod resolve;
pub(crate) mod role;
pub(crate) mod unlisted;

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
    Rule {
        id: "places/named-before",
        meaning: "A name that the document elsewhere tells to be a place.",
        example: "They reached the village of Lomen. Residents of Lomen fled.",
    },
    Rule { id: "places/in-list", meaning: "A name listed with places.", example: "the villages of Karo and Lomen" },
    Rule {
        id: "places/apposition",
        meaning: "A name that an apposition calls a town or village.",
        example: "Shells fell on Zarghunkot, a town in Nangarhar.",
    },
    Rule {
        id: "places/town",
        meaning: "A town of the world list behind a verb of attack, or before the province it lies in.",
        example: "Fighting went on in Uganda. They shelled Nkoma.",
    },
    Rule { id: "places/head-behind", meaning: "A name before a head noun.", example: "Karo district" },
];
