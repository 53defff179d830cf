//! Every table and every column, declared once.

mod compared;
mod extracted;
mod values;

/// What wrote a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// `crossread extract`.
    Extract,
    /// `crossread compare`.
    Compare,
}

/// The type of a column, one of those that every reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// UTF-8.
    Str,
    /// 32 bits, signed: offsets, ids, counts.
    I32,
    /// 64 bits.
    F64,
    /// True or false.
    Bool,
    /// A day, without time of day and zone.
    Date,
    /// A list of UTF-8 strings, itself and its items never null.
    StrList,
}

impl ColumnType {
    /// The type as CONTRACT.md and `docs/tables.md` name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Str => "str",
            Self::I32 => "i32",
            Self::F64 => "f64",
            Self::Bool => "bool",
            Self::Date => "date32",
            Self::StrList => "list<str>",
        }
    }
}

/// What a column may hold beyond its type.
#[derive(Clone, Copy, Debug)]
pub enum Values {
    /// Anything of the type.
    Any,
    /// A number of this unit, or a text of this form.
    Of(&'static str),
    /// One of a closed list.
    OneOf(fn() -> Vec<&'static str>),
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name, the same in Parquet, CSV and JSON Lines.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// True when a value may be unknown. Null is not zero, and not a wildcard.
    pub nullable: bool,
    /// What a value says, in one line.
    pub meaning: &'static str,
    /// Unit, form or closed list of values.
    pub values: Values,
}

/// A table: one file a format.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name, the stem of its files.
    pub name: &'static str,
    /// Which command writes it.
    pub writer: Writer,
    /// What one row is.
    pub row: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

impl Table {
    /// The position and declaration of a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<(usize, &'static Column)> {
        self.columns.iter().enumerate().find(|(_, column)| column.name == name)
    }
}

/// Every table, in the order of the contract.
pub const TABLES: &[&Table] = &[
    &extracted::DOCUMENTS,
    &extracted::SENTENCES,
    &extracted::ACTORS,
    &extracted::PLACES,
    &extracted::TIMES,
    &extracted::FIGURES,
    &extracted::LEXICON,
    &extracted::SKIPPED,
    &compared::COMPARE_DOCUMENTS,
    &compared::COMPARE_ACTORS,
    &compared::COMPARE_PLACES,
    &compared::COMPARE_FIGURES,
    &compared::FINDINGS,
    &compared::VIEW_UCDP,
    &compared::VIEW_ACLED,
    &compared::VIEW_MINMAX,
    &compared::CLAIMS,
];

pub(crate) use extracted::{ACTORS, DOCUMENTS, FIGURES, LEXICON, PLACES, SENTENCES, SKIPPED, TIMES};

/// The table of that name.
#[must_use]
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.name == name)
}

const fn column(name: &'static str, kind: ColumnType, meaning: &'static str) -> Column {
    Column { name, kind, nullable: false, meaning, values: Values::Any }
}

impl Column {
    const fn or_null(self) -> Self {
        Self { nullable: true, ..self }
    }

    const fn of(self, unit: &'static str) -> Self {
        Self { values: Values::Of(unit), ..self }
    }

    const fn one_of(self, values: fn() -> Vec<&'static str>) -> Self {
        Self { values: Values::OneOf(values), ..self }
    }

    const fn str(name: &'static str, meaning: &'static str) -> Self {
        column(name, ColumnType::Str, meaning)
    }

    const fn i32(name: &'static str, meaning: &'static str) -> Self {
        column(name, ColumnType::I32, meaning)
    }

    const fn f64(name: &'static str, meaning: &'static str) -> Self {
        column(name, ColumnType::F64, meaning)
    }

    const fn bool(name: &'static str, meaning: &'static str) -> Self {
        column(name, ColumnType::Bool, meaning)
    }

    const fn date(name: &'static str, meaning: &'static str) -> Self {
        column(name, ColumnType::Date, meaning).of("a day")
    }

    const fn list(name: &'static str, meaning: &'static str) -> Self {
        column(name, ColumnType::StrList, meaning)
    }
}
