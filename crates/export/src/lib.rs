//! A run in the formats of the field: what annotation tools, spreadsheets and maps load.
//!
//! [`export()`] reads a run directory and writes one [`Format`]: a file, or a folder for brat. Offsets are Unicode code points
//! in all of them, as in the tables. The same tables give the same bytes, and what a format cannot hold is told, never
//! dropped in silence. `docs/export.md` says what each format holds.

mod brat;
mod codes;
mod conll;
mod crosswalk;
mod documents;
mod error;
mod geojson;
mod hxl;
mod output;
mod plover;
mod spans;
mod web_annotation;
mod xlsx;

use std::path::{Path, PathBuf};

use crossread_eval::Layer;
use crossread_tables::RunDir;

pub use crate::error::ExportError;

/// A format to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook with the findings and the claims.
    Xlsx,
    /// JSON Lines, a document a line with its text and spans: Prodigy, spaCy, nervaluate, `crossread eval`.
    Spans,
    /// A folder of brat standoff: text, annotations, and their attributes as notes.
    Brat,
    /// CoNLL-2003, four columns, BIO.
    Conll,
    /// W3C Web Annotation, JSON-LD.
    WebAnnotation,
    /// Places with coordinates as points.
    GeoJson,
    /// The claims as CSV with a row of HXL tags.
    Hxl,
    /// Claims of people killed, injured or detained as event records of PLOVER.
    Plover,
    /// What other lists call the parties and places of the run, CSV.
    Crosswalk,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 9] = [
        Self::Xlsx,
        Self::Spans,
        Self::Brat,
        Self::Conll,
        Self::WebAnnotation,
        Self::GeoJson,
        Self::Hxl,
        Self::Plover,
        Self::Crosswalk,
    ];

    /// How a user names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Spans => "spans",
            Self::Brat => "brat",
            Self::Conll => "conll",
            Self::WebAnnotation => "w3c",
            Self::GeoJson => "geojson",
            Self::Hxl => "hxl",
            Self::Plover => "plover",
            Self::Crosswalk => "crosswalk",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What follows the name of the run in the name of its file, or of brat's folder.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Xlsx => ".xlsx",
            Self::Spans => ".spans.jsonl",
            Self::Brat => ".brat",
            Self::Conll => ".conll",
            Self::WebAnnotation => ".jsonld",
            Self::GeoJson => ".geojson",
            Self::Hxl => ".hxl.csv",
            Self::Plover => ".plover.jsonl",
            Self::Crosswalk => ".crosswalk.csv",
        }
    }

    /// The layers that it holds, of which a user may choose; none for a format that is made of other tables.
    #[must_use]
    pub fn layers(self) -> &'static [Layer] {
        match self {
            Self::Spans | Self::Brat | Self::Conll | Self::WebAnnotation => &Layer::ALL,
            Self::Xlsx | Self::GeoJson | Self::Hxl | Self::Plover | Self::Crosswalk => &[],
        }
    }

    /// True for a format that names parties and places by the codes of other lists, to which a user may add.
    #[must_use]
    pub fn has_codes(self) -> bool {
        self == Self::Crosswalk
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many of `what`.
    pub count: usize,
    /// What was counted, in the plural: `documents`, `places`, `claims` ...
    pub what: &'static str,
    /// What the format could not hold, each a sentence.
    pub left_out: Vec<String>,
}

/// Writes the run as one format to `out`, which appears only when it is complete. `layers` narrows to some of
/// [`Format::layers`]; empty is what the format holds by itself. `codes` are tables of the user with codes of other lists,
/// CSV with the columns `id`, `system`, `code`, `source`, `version` and, where an id has several, `level`.
///
/// # Errors
/// When a table is missing or cannot be read, when `layers` or `codes` do not fit the format, or when `out` cannot be
/// written.
pub fn export(
    run: &RunDir,
    format: Format,
    layers: &[Layer],
    codes: &[PathBuf],
    out: &Path,
) -> Result<Exported, ExportError> {
    if !layers.is_empty() && format.layers().is_empty() {
        return Err(ExportError::NoLayers { format: format.name() });
    }
    if !codes.is_empty() && !format.has_codes() {
        return Err(ExportError::NoCodes { format: format.name() });
    }
    let chosen = if layers.is_empty() { format.layers() } else { layers };
    match format {
        Format::Xlsx => xlsx::write(run, out),
        Format::Spans => spans::write(run, chosen, out),
        Format::Brat => brat::write(run, chosen, out),
        Format::Conll => conll::write(run, layers, out),
        Format::WebAnnotation => web_annotation::write(run, chosen, out),
        Format::GeoJson => geojson::write(run, out),
        Format::Hxl => hxl::write(run, out),
        Format::Plover => plover::write(run, out),
        Format::Crosswalk => crosswalk::write(run, codes, out),
    }
}
