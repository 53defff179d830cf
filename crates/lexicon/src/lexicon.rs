//! The compiled lexicon.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::cue::Cue;
use crate::dictionary::{Case, Dictionary};
use crate::error::LexiconErrors;
use crate::names::{Actor, ActorType, Country, Demonym, NameRow, Operation, Place};
use crate::quantities::{Unit, UnitAlias, Vague};
use crate::towns::Towns;
use crate::{builtin, compile};

/// A row of the lexicon: index into a table of names, see [`Lexicon::entry`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub(crate) u32);

impl RowId {
    /// Position of the row among all rows of the lexicon, from 0; rows of the list of towns come behind all
    /// others and are not counted by [`Lexicon::rows`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a phrase of the dictionary stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Payload {
    Name(u32),
    Cue(u32),
    Unit(u32),
    Vague(u32),
}

#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub(crate) payload: Payload,
    pub(crate) case: Case,
    /// The spelling where the case must be exact, else empty.
    pub(crate) written: Box<str>,
}

/// The rows behind the tables, by [`RowId`]: `pack:row-id` and content, in one text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries {
    text: String,
    /// Where the id and the content of each row end.
    ends: Vec<(u32, u32)>,
}

impl Entries {
    /// Adds the row `pack:id` (the parts of the id joined), its cells as a CSV line.
    pub(crate) fn push<'c>(&mut self, pack: &str, id: &[&str], cells: impl Iterator<Item = &'c str>) -> RowId {
        self.text.push_str(pack);
        self.text.push(':');
        for part in id {
            self.text.push_str(part);
        }
        let id_end = self.text.len();
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            self.text.push_str(cell);
        }
        let end = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.ends.push((end(id_end), end(self.text.len())));
        RowId(end(self.ends.len() - 1))
    }

    fn get(&self, row: RowId) -> Option<(&str, &str)> {
        let &(id_end, end) = self.ends.get(row.index())?;
        let from = if row.0 == 0 { 0 } else { self.ends[row.index() - 1].1 };
        Some((&self.text[from as usize..id_end as usize], &self.text[id_end as usize..end as usize]))
    }

    fn len(&self) -> usize {
        self.ends.len()
    }
}

/// All words crossread knows, compiled to one dictionary.
///
/// Tables are public for reading; the indices in [`crate::Name`] and [`UnitAlias`] point into them.
#[derive(Clone, Debug)]
pub struct Lexicon {
    /// Parties, sorted by id.
    pub actors: Vec<Actor>,
    /// Places, sorted by id and level.
    pub places: Vec<Place>,
    /// Countries by code.
    pub countries: BTreeMap<String, Country>,
    /// Nationality words.
    pub demonyms: Vec<Demonym>,
    /// Named operations.
    pub operations: Vec<Operation>,
    /// Spellings of names with their meanings.
    pub names: Vec<NameRow>,
    /// Units.
    pub units: Vec<Unit>,
    /// Spellings of units.
    pub unit_aliases: Vec<UnitAlias>,
    /// Vague quantities of the table in force.
    pub vague: Vec<Vague>,
    /// Cue words.
    pub cues: Vec<Cue>,
    pub(crate) dictionary: Dictionary,
    pub(crate) phrases: Vec<Phrase>,
    /// For each country its parties by role, as indices into `actors`.
    pub(crate) roles: BTreeMap<String, BTreeMap<String, u32>>,
    pub(crate) entries: Entries,
    /// Towns that are looked up one at a time.
    pub(crate) towns: Towns,
    /// Pack, table and number of rows in force.
    pub(crate) stats: Vec<(String, &'static str, usize)>,
    /// Name of the vague-quantity table in force.
    pub(crate) vague_table: String,
    /// Each pack's name and the fingerprint of its rows.
    pub(crate) packs: Vec<(String, u64)>,
    /// Spellings that a pack gives to a row of another pack: the row, the pack, and the name.
    pub(crate) lent: Vec<(RowId, String, u32)>,
    /// Rows by which a pack takes one of another away: `pack:row-id` and the cells.
    pub(crate) removals: Vec<(String, String)>,
}

static BUILT_IN: LazyLock<Lexicon> = LazyLock::new(|| {
    compile::compile_checked(&builtin::rows(), DEFAULT_VAGUE_TABLE)
        .expect("a test compiles the built-in pack, so it is valid")
});

/// The vague-quantity table that is used when none is named.
pub(crate) const DEFAULT_VAGUE_TABLE: &str = "crossread";

impl Lexicon {
    /// The built-in pack `core`, compiled on first use.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Compiles the rows of packs, later packs layered over earlier ones.
    ///
    /// # Errors
    /// Every mistake found, each with file, line and fix.
    pub fn compile(rows: &crate::PackRows, vague_table: Option<&str>) -> Result<Self, LexiconErrors> {
        compile::compile(rows, vague_table.unwrap_or(DEFAULT_VAGUE_TABLE))
    }

    /// `pack:row-id` of a row, as the `entry` column shows it.
    #[must_use]
    pub fn entry(&self, row: RowId) -> &str {
        self.entries.get(row).or_else(|| self.towns.row(row)).map_or("", |(entry, _)| entry)
    }

    /// The cells of a row joined by commas, for hashing and for `show --why`.
    #[must_use]
    pub fn row_text(&self, row: RowId) -> &str {
        self.entries.get(row).or_else(|| self.towns.row(row)).map_or("", |(_, text)| text)
    }

    /// The pack that a row belongs to.
    pub(crate) fn pack_of(&self, row: RowId) -> &str {
        self.entry(row).split_once(':').map_or("", |(pack, _)| pack)
    }

    /// What decides what rows do, for hashing: for each `pack:row-id` of `rows` the cells of all rows of that id (a city and
    /// its district may share one) and their spellings; for every other pack that gives them spellings, those under
    /// `that-pack:row-id`; and every row by which a pack takes one of another away. Sorted by `pack:row-id`.
    #[must_use]
    pub fn contents(&self, rows: &BTreeSet<RowId>) -> BTreeMap<String, String> {
        let mut contents: BTreeMap<String, String> = BTreeMap::new();
        // Rows of the list of towns stand behind all others and have no spellings but their own.
        for &town in rows.iter().filter(|row| row.index() >= self.entries.len()) {
            contents.insert(self.entry(town).to_owned(), self.row_text(town).to_owned());
        }
        let ids: FxHashSet<&str> = rows.iter().map(|&row| self.entry(row)).collect();
        let all = (0..self.entries.len()).map(|at| RowId(u32::try_from(at).unwrap_or(u32::MAX)));
        let wanted: Vec<bool> = all.clone().map(|row| ids.contains(self.entry(row))).collect();
        let is_wanted = |row: RowId| wanted.get(row.index()) == Some(&true);
        let mut write = |entry: &str, words: &[&str]| {
            let text = contents.entry(entry.to_owned()).or_default();
            if !text.is_empty() {
                text.push('\n');
            }
            words.iter().for_each(|words| text.push_str(words));
        };
        all.filter(|row| is_wanted(*row)).for_each(|row| write(self.entry(row), &[self.row_text(row)]));
        let mut lent = self.lent.iter().filter(|(row, ..)| is_wanted(*row)).peekable();
        for (number, name) in self.names.iter().enumerate().filter(|(_, name)| is_wanted(name.row)) {
            let words = [name.alias.as_str(), if name.context { ",context" } else { "" }];
            match lent.next_if(|(.., lent)| *lent as usize == number) {
                Some((row, pack, _)) => {
                    let entry = self.entry(*row);
                    let id = entry.split_once(':').map_or(entry, |(_, id)| id);
                    write(&format!("{pack}:{id}"), &words);
                }
                None => write(self.entry(name.row), &words),
            }
        }
        self.removals.iter().for_each(|(entry, cells)| write(entry, &["remove ", cells]));
        contents
    }

    /// Number of rows of all tables.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.entries.len()
    }

    /// The actor of an id.
    #[must_use]
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.binary_search_by(|actor| actor.id.as_str().cmp(id)).ok().map(|index| &self.actors[index])
    }

    /// The party that has `role` in `country`: its military, its police, its ministry of defence.
    #[must_use]
    pub fn actor_of(&self, country: &str, role: &str) -> Option<&Actor> {
        let index = self.roles.get(country)?.get(role)?;
        self.actors.get(*index as usize)
    }

    /// The places of an id, at most one a level.
    #[must_use]
    pub fn places_of(&self, id: &str) -> &[Place] {
        let start = self.places.partition_point(|place| place.id.as_str() < id);
        let end = start + self.places[start..].partition_point(|place| place.id == id);
        &self.places[start..end]
    }

    /// The towns of the world with that spelling, which only a word of place makes known: they are no part
    /// of the dictionary, and [`Lexicon::scan`] does not find them. They come in file order.
    pub fn towns(&self, spelling: &str) -> impl Iterator<Item = &Place> {
        self.towns.named(spelling)
    }

    /// The party that speaks for `country` on `day` (ISO date): its government then, else the state.
    #[must_use]
    pub fn government(&self, country: &str, day: Option<&str>) -> Option<&Actor> {
        let country = self.countries.get(country)?;
        let ruling = country.governments.iter().rfind(|(_, from, to)| match day {
            Some(day) => from.as_str() <= day && (to.is_empty() || day <= to.as_str()),
            None => to.is_empty(),
        });
        self.actor(ruling.map_or(&country.state, |(actor, _, _)| actor))
    }

    /// The armed forces of `country` on `day` (ISO date): a government that is no state, a movement
    /// or a junta, counts its own; otherwise those of the state.
    #[must_use]
    pub fn military(&self, country: &str, day: Option<&str>) -> Option<&Actor> {
        let ruling = self.government(country, day).filter(|actor| actor.kind != ActorType::State);
        ruling.or_else(|| self.actor(self.countries.get(country)?.military.as_deref()?))
    }

    /// The party that governed a whole: follows `part_of` up to the topmost id.
    #[must_use]
    pub fn whole_of<'a>(&'a self, id: &'a str) -> &'a str {
        let mut id = id;
        for _ in 0..8 {
            match self.actor(id).and_then(|actor| actor.part_of.as_deref()) {
                Some(whole) => id = whole,
                None => return id,
            }
        }
        id
    }

    /// True when the two kinds are the same side of a state: its government, ministries and forces.
    #[must_use]
    pub fn is_of_state(kind: ActorType) -> bool {
        matches!(kind, ActorType::State | ActorType::GovernmentBody | ActorType::SecurityForce)
    }

    /// Name of the vague-quantity table in force, as `run.json` records it.
    #[must_use]
    pub fn vague_table(&self) -> &str {
        &self.vague_table
    }

    /// Each pack's name and the fingerprint of its rows (16 hex digits when printed), in layering order.
    #[must_use]
    pub fn packs(&self) -> &[(String, u64)] {
        &self.packs
    }
}
