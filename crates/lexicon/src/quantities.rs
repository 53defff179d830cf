//! Units and vague quantities.

use crate::lexicon::RowId;
use crate::named;

named! {
    /// What a unit measures.
    Dimension {
        /// Persons, families, events, items.
        Count = "count",
        /// Metres.
        Length = "length",
        /// Square metres.
        Area = "area",
        /// Cubic metres.
        Volume = "volume",
        /// Kilograms.
        Mass = "mass",
        /// Fractions.
        Ratio = "ratio",
        /// Currencies.
        Money = "money",
        /// Seconds.
        Duration = "duration",
        /// Anything else.
        Other = "other",
    }
}

named! {
    /// Where a unit stands.
    UnitPosition {
        /// Before the number: `$`, `Rs`.
        Before = "before",
        /// After the number: `km`, `percent`.
        After = "after",
        /// Either side: `USD`, `PKR`.
        Both = "both",
    }
}

/// A unit of the contract's closed list.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// `km`, `percent`, `USD`.
    pub id: String,
    /// What it measures.
    pub dimension: Dimension,
    /// Factor to the SI unit (m, m2, m3, kg, s, fraction, count); `None` for money, month, year
    /// and decade.
    pub si_factor: Option<f64>,
    /// The row it came from.
    pub row: RowId,
}

/// A spelling of a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitAlias {
    /// The spelling.
    pub alias: String,
    /// Index into [`crate::Lexicon::units`].
    pub unit: u32,
    /// The number is multiplied by this to reach the unit (`acre` is 0.404686 hectare); mostly 1.
    pub factor: f64,
    /// Where it stands.
    pub position: UnitPosition,
    /// The row it came from.
    pub row: RowId,
}

/// A vague quantity under one table's rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Vague {
    /// The phrase: `dozens`, `tens of thousands`.
    pub phrase: String,
    /// Lower bound, `None` when unbounded.
    pub low: Option<f64>,
    /// Upper bound, `None` when unbounded.
    pub high: Option<f64>,
    /// The row it came from.
    pub row: RowId,
}
