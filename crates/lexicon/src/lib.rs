//! The words crossread knows: names of parties and places, units, vague quantities and cue words.
//!
//! Words are data, grammar is code: everything here comes from CSV files in `data/` (the pack
//! `core`) and from packs a user layers on top. A [`Lexicon`] is compiled once and then read only;
//! [`Lexicon::scan`] looks every token up once and returns all hits of a document.
//!
//! Nothing here reads files: packs arrive as text with a name for messages.

mod builtin;
mod compile;
mod cue;
mod cue_rows;
mod dictionary;
mod error;
mod lexicon;
mod load;
mod merge;
mod named;
mod names;
mod quantities;
mod rows;
mod scan;
mod stats;
mod table;
mod towns;
mod validate;
mod warn;

pub use cue::{Cue, CueClass, CueSet};
pub use cue_rows::CueRows;
pub use error::{LexiconError, LexiconErrors};
pub use lexicon::{Lexicon, RowId};
pub use names::{Actor, ActorType, Country, Demonym, DemonymForm, Level, Name, NameRow, Operation, Place};
pub use quantities::{Dimension, Unit, UnitAlias, UnitPosition, Vague};
pub use rows::{PackFile, PackRows};
pub use scan::{CueHit, NameHit, Scan};
pub use stats::LexiconStats;
