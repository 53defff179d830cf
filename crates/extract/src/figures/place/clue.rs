//! What speaks for and against a place of a figure, in points.
//!
//! A candidate has the points of its zone and of its clues; the one with most points is the place. The points were fitted
//! to annotated reports about many conflicts and rounded, ten of them one unit of log odds. The sign of each clue was
//! fixed beforehand wherever it is plain: a comma between never speaks for a place, a town's name repeated never against.

use crate::extraction::Measure;

/// How far from the figure a candidate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// In the figure's sentence.
    Inside,
    /// In the sentences before it, or where the figure before it is.
    Near,
    /// In headings, the lead, the dateline, or the document as a whole.
    Far,
    /// No place at all.
    Nowhere,
}

/// Number of classes of measures that behave alike.
const CLASSES: usize = 9;

/// The class of a measure: harm, movement, capture and attack, stock, length, share, money, duration, other.
pub(super) fn class(measure: Measure) -> usize {
    match measure {
        Measure::Killed | Measure::Injured | Measure::Casualties | Measure::Missing => 0,
        Measure::Displaced => 1,
        Measure::Detained | Measure::Destroyed | Measure::Attacks | Measure::Strikes => 2,
        Measure::Strength | Measure::Population | Measure::Area => 3,
        Measure::Length => 4,
        Measure::PercentChange | Measure::PercentShare => 5,
        Measure::Money => 6,
        Measure::Duration => 7,
        Measure::Other => 8,
    }
}

/// The points of a zone before any clue, by class of measure.
const ZONES: [[i32; CLASSES]; 4] = [
    [6, 3, 4, 1, 3, 5, 5, -4, 2],
    [2, -3, 0, 3, -1, -1, -5, -5, -1],
    [-9, 1, -4, -4, -3, -7, -11, -5, -7],
    [0, -1, 0, 1, 0, 2, 11, 14, 5],
];

/// The points of one clue: inside, near and far, and by class of measure.
struct Points {
    zones: [i32; 3],
    classes: [i32; CLASSES],
}

macro_rules! clues {
    ($($(#[$doc:meta])* $variant:ident = $zones:tt $(by $classes:tt)?,)*) => {
        /// One thing that the text says about a candidate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Clue { $($(#[$doc])* $variant,)* }

        impl Clue {
            /// Every clue, in declaration order.
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            const fn points(self) -> Points {
                match self {
                    $(Self::$variant => Points { zones: $zones, classes: clues!(@classes $($classes)?) },)*
                }
            }
        }
    };
    (@classes) => { [0; CLASSES] };
    (@classes $classes:tt) => { $classes };
}

clues! {
    // What candidate it is.
    /// Behind the figure in its sentence.
    After = [11, 0, 0] by [6, 1, 1, -1, 1, 2, -1, -3, 5],
    /// Before the figure in its sentence.
    Before = [14, 0, 0] by [0, 3, 3, 2, 2, 3, 6, -1, -3],
    /// In the sentence before, of the same paragraph.
    Last = [0, 2, 0] by [2, 0, 1, 0, 4, 0, 0, -2, -3],
    /// In an earlier sentence of the same paragraph.
    Earlier = [0, -6, 0],
    /// In the paragraph before.
    Above = [0, 0, -10] by [-2, 0, 4, -3, -2, -3, -2, -2, 0],
    /// In the heading above.
    Heading = [0, 0, -5],
    /// The run-in head of the paragraph.
    RunIn = [4, 4, 4],
    /// In the opening sentences.
    Lead = [0, 0, -6] by [6, -1, -2, 1, 0, -1, -3, -2, -4],
    /// The place that the document names most.
    Focus = [0, 0, -7] by [-1, -2, -2, 1, 1, -2, -1, 3, -2],
    /// The place in the dateline.
    Dateline = [-7, -7, -7],
    /// The country of the document.
    Land = [0, 0, -7] by [-1, 4, -1, -3, 0, -2, -6, -3, 5],
    /// A state that the sentence names as a party, before the figure.
    Host = [0, 0, -5] by [-2, 1, -2, 0, -2, 2, 1, 0, -3],
    /// The country of those counted.
    Kin = [0, 0, -3] by [-2, 2, 0, -1, 0, 0, 0, 0, -1],
    /// The place of the figure before.
    Same = [0, -5, 0] by [-4, -1, -2, 3, 0, 1, -3, -1, 1],
    // The candidate's own words.
    /// A country.
    Wide = [1, 7, 13],
    /// A region.
    Region = [-6, -4, 1],
    /// A province.
    Province = [-1, -10, -13],
    /// A border gate, river or the like.
    Feature = [0, -5, -7],
    /// Behind a preposition of place.
    Within = [10, 0, 0],
    /// Behind a preposition of many meanings.
    Loose = [4, -2, -1],
    /// Behind no preposition.
    Bare = [9, 3, -8],
    /// A landmark: `east of X`.
    Beside = [-2, 0, 0],
    /// A landmark with its distance: `15 km east of X`.
    Measured = [0, 0, 0] by [-4, 0, 0, -1, 3, 0, 0, 0, -1],
    /// Where somebody speaks: `said in X`.
    Speaking = [-40, -40, -40],
    /// `X's`.
    Owner = [2, 2, 2],
    /// Among the words that name a source.
    Source = [-1, -1, 0],
    /// Told to be struck.
    Struck = [9, 10, 9],
    /// Told to be a base, or where an attack came from.
    Base = [-1, 0, 0],
    // Between figure and candidate.
    /// At most three words.
    Close = [7, 0, 0],
    /// Four to eight words.
    Near = [5, 0, 0],
    /// More than sixteen words.
    Far = [-1, 0, 0],
    /// Another place stands between.
    Second = [-6, -10, -10],
    /// One other number between.
    Crosses = [-3, 0, 0],
    /// A semicolon, colon or dash between.
    Mark = [-1, 0, 0],
    /// A comma between.
    Comma = [-4, 0, 0],
    /// The start of a clause between.
    Clause = [-4, 0, 0],
    /// "and" between.
    Joined = [-6, 0, 0],
    /// A verb of speech between.
    Says = [-6, 0, 0],
    /// In the same sentence.
    Together = [0, 7, 0],
    /// The figure takes measure or subject over from the one before, or is a part of it.
    Carried = [0, 4, 0],
    // The document.
    /// The figure's words refer back to it: `the town`.
    Referred = [11, 16, 17],
    /// The figure's words speak of the whole country.
    Countrywide = [6, 6, 6],
    /// Its sentence tells of harm.
    Harm = [1, 1, 2],
    /// Told to be struck elsewhere in the document.
    Scene = [1, 3, 3],
    /// Named three times or more.
    Often = [2, 0, 3],
    /// The place that the document names most.
    Favoured = [4, 0, 0] by [0, 0, 0, 5, 2, 0, 1, 0, 2],
    /// Three places in four of the document lie there.
    Most = [9, 9, 9],
    /// A country, far from the figure, in a document that names finer places.
    Coarse = [0, 0, 0] by [-2, 0, 0, 0, 0, 0, 0, 0, 0],
    /// The time of the figure is long.
    Long = [1, 0, 3] by [3, 1, 0, 0, 3, 1, -4, -1, -1],
    // No place at all.
    /// The sentence names a place.
    Despite = [0, 0, 0] by [0, 3, 3, 3, 3, 2, 3, 11, 2],
    /// A state or person claims the figure.
    Partisan = [0, 0, 0] by [16, 5, 7, 7, 5, 7, 1, 7, 4],
    /// Somebody else claims the figure.
    Claimed = [0, 0, 0] by [3, 5, 9, -1, 3, 6, 7, 8, 2],
    /// The time is long.
    Lasting = [0, 0, 0] by [-6, -3, -2, 0, 5, 0, 4, 0, 2],
    /// The document names hardly more than one place.
    OneScene = [0, 0, 0] by [-10, -10, -10, -10, -10, -10, -10, -10, -10],
    /// The figure before, in the same sentence, has no place either.
    Alike = [0, 0, 0] by [2, 2, 2, 2, 2, 2, 2, 2, 2],
}

/// A set of clues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clues(u64);

impl Clues {
    pub(super) fn of(clue: Clue) -> Self {
        Self(1 << clue as u32)
    }

    pub(super) fn add(&mut self, clue: Clue) {
        self.0 |= 1 << clue as u32;
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
        Clue::ALL.iter().copied().filter(move |&clue| self.has(clue))
    }

    /// The points of a candidate in `zone` of a figure whose measure is of `class`.
    pub(super) fn points(self, zone: Zone, class: usize) -> i32 {
        let column = |row: &[i32]| row.get(class).copied().unwrap_or(0);
        let base = column(&ZONES[zone as usize]);
        self.iter().map(Clue::points).fold(base, |sum, points| {
            sum + points.zones.get(zone as usize).copied().unwrap_or(0) + column(&points.classes)
        })
    }
}
