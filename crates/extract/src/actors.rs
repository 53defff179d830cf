//! Parties.

pub(crate) mod bare;
pub(crate) mod descriptors;
mod given;
mod linked;
mod owner;
pub(crate) mod persons;
pub(crate) mod states;
pub(crate) mod unlisted;

use crate::rules::Rule;

pub(crate) const RULES: &[Rule] = &[
    Rule { id: "actors/listed", meaning: "A name of the lexicon.", example: "TTP fighters crossed over." },
    Rule {
        id: "actors/by-context",
        meaning: "A country or capital that acts, speaks or is spoken to is its government.",
        example: "Islamabad warned Kabul.",
    },
    Rule {
        id: "actors/introduced",
        meaning: "A name and the short name that the document gives it are one party.",
        example: "The Sona River Front (SRF) denied it.",
    },
    Rule {
        id: "actors/officials",
        meaning: "A nationality or owner with officials or a government is the government.",
        example: "Pakistani officials said",
    },
    Rule {
        id: "actors/force",
        meaning: "A nationality or owner with a noun of forces is that force of the country.",
        example: "Pakistan's military",
    },
    Rule {
        id: "actors/institution",
        meaning: "A nationality or owner with a ministry or body is that institution.",
        example: "Thailand's energy ministry denied it.",
    },
    Rule {
        id: "actors/local-body",
        meaning: "A place with its government, police or body is a party, and no place.",
        example: "Lahore police said so.",
    },
    Rule { id: "actors/people", meaning: "A nationality with a noun of people.", example: "Afghan refugees" },
    Rule {
        id: "actors/owner-elsewhere",
        meaning: "An army, ministry or government that speaks, its country told by the names before.",
        example: "Clashes broke out in Sudan. The army said it had withdrawn.",
    },
    Rule {
        id: "actors/named-before",
        meaning: "A body that speaks by the head noun of its name, given in full before.",
        example: "the Karo Chamber of Commerce ... the chamber said",
    },
    Rule { id: "actors/source", meaning: "People who speak by their role.", example: "customs officials said" },
    Rule { id: "actors/person-listed", meaning: "A person of the lexicon.", example: "Zabihullah Mujahid said" },
    Rule { id: "actors/person-title", meaning: "Capitals behind a title.", example: "Information Minister Amin Karo" },
    Rule { id: "actors/person-role", meaning: "Capitals behind a role noun.", example: "spokesman Amin Karo" },
    Rule {
        id: "actors/person-speech",
        meaning: "Capitals beside a verb of speech.",
        example: "Amin Karo told reporters",
    },
    Rule {
        id: "actors/person-apposition",
        meaning: "Capitals before a role noun between commas.",
        example: "Amin Karo, spokesman for the junta,",
    },
    Rule {
        id: "actors/person-given",
        meaning: "A first name of persons and the capitals behind it.",
        example: "Maria Karo lost her house.",
    },
    Rule {
        id: "actors/person-surname",
        meaning: "A surname or first name alone of a person whom the document names in full.",
        example: "Lina Karo told reporters in Nairobi. Karo left.",
    },
    Rule {
        id: "actors/unlisted-group",
        meaning: "Capitals with the head noun of a group or body.",
        example: "The Sona River Front denied it.",
    },
    Rule {
        id: "actors/apposition",
        meaning: "Capitals that an apposition calls a group or body.",
        example: "Frontline Ledger, a monitoring group,",
    },
    Rule {
        id: "actors/outlet",
        meaning: "The outlet that published the document, and the agency in a dateline.",
        example: "KARO, March 3 (Karo Wire) - Rain fell.",
    },
];
