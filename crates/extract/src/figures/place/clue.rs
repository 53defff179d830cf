//! What speaks for and against a place of a figure.
//!
//! A candidate has the points of its zone and of its clues, and the one with most points is the place. The points are
//! data, `data/place_weights.csv`, which `weights` reads and `learn` writes.

use crossread_lexicon::named;

use crate::extraction::Measure;

named! {
    /// How far from the figure a candidate stands.
    Zone {
        /// In the figure's sentence.
        Inside = "inside",
        /// In the sentences before it, or where the figure before it is.
        Near = "around",
        /// In headings, the lead, the dateline, or the document as a whole.
        Far = "afar",
        /// No place at all.
        Nowhere = "nowhere",
    }
}

named! {
    /// Measures whose places behave alike.
    Class {
        /// People harmed.
        Harm = "harm",
        /// People who moved.
        Movement = "movement",
        /// Captures, destruction and attacks.
        Attack = "attack",
        /// Strength, population and area.
        Stock = "stock",
        /// Lengths.
        Length = "length",
        /// Shares and changes in percent.
        Share = "share",
        /// Money.
        Money = "money",
        /// Durations.
        Duration = "duration",
        /// Everything else.
        Other = "other",
    }
}

impl Class {
    /// The class of a measure.
    pub(super) fn of(measure: Measure) -> Self {
        match measure {
            Measure::Killed | Measure::Injured | Measure::Casualties | Measure::Missing => Self::Harm,
            Measure::Displaced => Self::Movement,
            Measure::Detained | Measure::Destroyed | Measure::Attacks | Measure::Strikes => Self::Attack,
            Measure::Strength | Measure::Population | Measure::Area => Self::Stock,
            Measure::Length => Self::Length,
            Measure::PercentChange | Measure::PercentShare => Self::Share,
            Measure::Money => Self::Money,
            Measure::Duration => Self::Duration,
            Measure::Other => Self::Other,
        }
    }
}

named! {
    /// One thing that the text says about a candidate.
    Clue {
        // What candidate it is.
        /// Behind the figure in its sentence.
        After = "after",
        /// Before the figure in its sentence.
        Before = "before",
        /// In the sentence before, of the same paragraph.
        Last = "last",
        /// In an earlier sentence of the same paragraph.
        Earlier = "earlier",
        /// In the paragraph before.
        Above = "above",
        /// In the heading above.
        Heading = "heading",
        /// The run-in head of the paragraph.
        RunIn = "run-in",
        /// In the opening sentences.
        Lead = "lead",
        /// The place that the document names most.
        Focus = "focus",
        /// The place in the dateline.
        Dateline = "dateline",
        /// The country of the document.
        Land = "land",
        /// A state that the sentence names as a party, before the figure.
        Host = "host",
        /// The country of those counted.
        Kin = "kin",
        /// The place of the figure before.
        Same = "same",
        // The candidate's own words.
        /// A country.
        Wide = "wide",
        /// A region.
        Region = "region",
        /// A province.
        Province = "province",
        /// A border gate, river or the like.
        Feature = "feature",
        /// Behind a preposition of place.
        Within = "within",
        /// Behind a preposition of many meanings.
        Loose = "loose",
        /// Behind no preposition.
        Bare = "bare",
        /// A landmark: `east of X`.
        Beside = "beside",
        /// A landmark with its distance: `15 km east of X`.
        Measured = "measured",
        /// Where somebody speaks: `said in X`.
        Speaking = "speaking",
        /// A possessive: `X's`.
        Owner = "owner",
        /// Among the words that name a source.
        Source = "source",
        /// Among the words for a source that has no name: `a resident of X`.
        Local = "local",
        /// Told to be struck.
        Struck = "struck",
        /// Told to be a base, or where an attack came from.
        Base = "base",
        /// Where something goes: `to X`.
        Toward = "toward",
        /// Where something comes from: `from X`.
        Away = "away",
        /// Behind an institution: `the ministry in X`.
        Seat = "seat",
        /// What something is compared with: `than X`.
        Compared = "compared",
        // Between figure and candidate.
        /// At most three words.
        Close = "close",
        /// Four to eight words.
        Near = "near",
        /// More than sixteen words.
        Far = "far",
        /// Another place stands between.
        Second = "second",
        /// One other number between.
        Crosses = "crosses",
        /// A semicolon, colon or dash between.
        Mark = "mark",
        /// A comma between.
        Comma = "comma",
        /// The start of a clause between.
        Clause = "clause",
        /// "and" between.
        Joined = "joined",
        /// A verb of speech between.
        Says = "says",
        /// In the same sentence.
        Together = "together",
        /// The figure takes measure or subject over from the one before, or is a part of it.
        Carried = "carried",
        // The document.
        /// The figure's words refer back to it: `the town`.
        Referred = "referred",
        /// The figure's words speak of the whole country.
        Countrywide = "countrywide",
        /// The figure's words speak of an event told before: `the attack`.
        Event = "event",
        /// The place of an earlier figure of the same number and measure.
        Told = "told",
        /// Its sentence tells of harm.
        Harm = "harm",
        /// Told to be struck elsewhere in the document.
        Scene = "scene",
        /// Named three times or more.
        Often = "often",
        /// The place that the document names most.
        Favoured = "favoured",
        /// Three places in four of the document lie there.
        Most = "most",
        /// A country, far from the figure, in a document that names finer places.
        Coarse = "coarse",
        /// In a country that the figure's sentence names.
        Nested = "nested",
        /// The place of the one event that the document tells of.
        Sole = "sole",
        /// The place of the dateline, which the document names most.
        Spot = "spot",
        /// Something else speaks for the place too: the lead, the sentence before, the figure before.
        Again = "again",
        /// Two other things do.
        Twice = "twice",
        /// Three other things do.
        Thrice = "thrice",
        /// The time of the figure is long.
        Long = "long",
        // No place at all.
        /// The sentence names a place.
        Despite = "despite",
        /// A state claims the figure.
        Partisan = "partisan",
        /// A force, an armed group or a ministry claims the figure.
        Warring = "warring",
        /// A person claims the figure.
        Personal = "personal",
        /// A source without a name claims the figure: residents, doctors.
        Witness = "witness",
        /// Somebody else claims the figure.
        Claimed = "claimed",
        /// The time is long.
        Lasting = "lasting",
        /// The document names hardly more than one place.
        OneScene = "one-scene",
        /// The document tells of one event, at one place.
        Settled = "settled",
        /// The document names no place more than others.
        Scattered = "scattered",
        /// The figure before, in the same sentence, has no place either.
        Alike = "alike",
    }
}

/// A set of clues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clues(u128);

impl Clues {
    pub(super) fn of(clue: Clue) -> Self {
        Self(1 << clue as u32)
    }

    pub(super) fn add(&mut self, clue: Clue) {
        self.0 |= 1 << clue as u32;
    }

    /// Which candidate it is, as a number below sixteen.
    pub(super) fn kind(self) -> u32 {
        let kinds = (1 << (Clue::Same as u32 + 1)) - 1;
        (self.0 & kinds).trailing_zeros().min(15)
    }

    pub(super) fn remove(&mut self, clue: Clue) {
        self.0 &= !(1 << clue as u32);
    }

    pub(super) fn add_if(&mut self, clue: Clue, holds: bool) {
        if holds {
            self.add(clue);
        }
    }

    pub(super) fn has(self, clue: Clue) -> bool {
        self.0 & (1 << clue as u32) != 0
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The clues, in declaration order.
    pub(super) fn iter(self) -> impl Iterator<Item = Clue> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let next = Clue::ALL.get(left.trailing_zeros() as usize).copied()?;
            left &= left - 1;
            Some(next)
        })
    }
}
