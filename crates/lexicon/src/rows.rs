//! The rows of pack files, as written. `docs/lexicon.md` describes every column.

use crate::error::LexiconError;
use crate::table::Table;

/// A pack file as text, with the name that messages call it by.
#[derive(Clone, Copy, Debug)]
pub struct PackFile<'t> {
    /// `actors.csv`, `cues/claims.csv`, `our-names.toml`: the stem of a CSV file tells the kind of
    /// its rows.
    pub name: &'t str,
    /// The content.
    pub text: &'t str,
}

/// What a row does to the row of the same key in the packs below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Action {
    /// There must be none.
    #[default]
    Add,
    /// Takes its place.
    Override,
    /// Takes it away.
    Remove,
}

/// Where a row stands and where its cells are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) file: u32,
    /// Line, from 1; the header is line 1.
    pub(crate) line: u32,
    first_cell: u32,
    pub(crate) action: Action,
}

/// A file and the pack it belongs to.
#[derive(Clone, Debug)]
struct Source {
    pack: u32,
    name: String,
}

/// A pack and the fingerprint of its rows.
#[derive(Clone, Debug)]
struct Pack {
    name: String,
    fingerprint: u64,
}

/// All rows of one or more packs, in layering order.
///
/// Mistakes found while reading are kept, so that [`crate::Lexicon::compile`] reports all of them
/// together.
#[derive(Clone, Debug)]
pub struct PackRows {
    /// The cells of all rows, one after another, each row in the column order of its table.
    text: String,
    /// Where each cell ends in `text`; it begins where the one before it ends.
    ends: Vec<u32>,
    tables: [Vec<Row>; Table::COUNT],
    sources: Vec<Source>,
    packs: Vec<Pack>,
    pub(crate) errors: Vec<LexiconError>,
}

impl Default for PackRows {
    fn default() -> Self {
        Self::new()
    }
}

impl PackRows {
    /// No rows: a lexicon that knows nothing, for packs that stand alone.
    #[must_use]
    pub fn new() -> Self {
        Self {
            text: String::new(),
            ends: Vec::new(),
            tables: std::array::from_fn(|_| Vec::new()),
            sources: Vec::new(),
            packs: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Opens a pack: the rows added from now on are its rows.
    pub(crate) fn open_pack(&mut self, name: &str) {
        self.packs.push(Pack { name: name.to_owned(), fingerprint: FINGERPRINT_SEED });
    }

    /// Counts `text`, which belongs to the pack opened last without being rows, into its fingerprint.
    pub(crate) fn mark(&mut self, text: &str) {
        if let Some(pack) = self.packs.last_mut() {
            pack.fingerprint = fingerprint(pack.fingerprint, text.as_bytes());
        }
    }

    /// Opens a file of the pack opened last, of about `bytes` bytes.
    pub(crate) fn open_file(&mut self, name: &str, bytes: usize) -> u32 {
        self.text.reserve(bytes);
        self.sources.push(Source { pack: index(self.packs.len().saturating_sub(1)), name: name.to_owned() });
        index(self.sources.len() - 1)
    }

    /// Adds a row of cells in the order of the table's columns.
    pub(crate) fn push<'c>(
        &mut self,
        table: Table,
        file: u32,
        line: u32,
        action: Action,
        cells: impl Iterator<Item = &'c str>,
    ) {
        let (first_cell, from) = (index(self.ends.len()), self.text.len());
        for cell in cells {
            self.text.push_str(cell);
            self.ends.push(index(self.text.len()));
        }
        self.finish_row(table, Row { file, line, first_cell, action }, from);
    }

    /// Adds a row whose cells stand in `cells` one after another, each ending at one of `ends`, in
    /// the order of the table's columns.
    pub(crate) fn push_joined(&mut self, table: Table, file: u32, line: u32, cells: &str, ends: &[usize]) {
        let (first_cell, from) = (index(self.ends.len()), self.text.len());
        self.text.push_str(cells);
        self.ends.extend(ends.iter().map(|&end| index(from + end)));
        self.finish_row(table, Row { file, line, first_cell, action: Action::Add }, from);
    }

    fn finish_row(&mut self, table: Table, row: Row, from: usize) {
        if let Some(pack) = self.packs.last_mut() {
            let ends = &self.ends[row.first_cell as usize..];
            pack.fingerprint = mix(pack.fingerprint, (table as u64) << 8 | row.action as u64);
            pack.fingerprint = fingerprint(pack.fingerprint, &self.text.as_bytes()[from..]);
            for &end in ends {
                pack.fingerprint = mix(pack.fingerprint, u64::from(end) - from as u64);
            }
        }
        self.tables[table as usize].push(row);
    }

    /// The rows of a table, of all packs, lowest pack first.
    pub(crate) fn table(&self, table: Table) -> &[Row] {
        &self.tables[table as usize]
    }

    /// The cell of a column, counted from 0.
    pub(crate) fn cell(&self, row: Row, column: usize) -> &str {
        let cell = row.first_cell as usize + column;
        let from = if cell == 0 { 0 } else { self.ends[cell - 1] as usize };
        &self.text[from..self.ends[cell] as usize]
    }

    /// The first `N` cells of a row, in the order of [`Table::columns`].
    pub(crate) fn cells<const N: usize>(&self, row: Row) -> [&str; N] {
        std::array::from_fn(|column| self.cell(row, column))
    }

    /// Name of the pack a row belongs to.
    pub(crate) fn pack(&self, row: Row) -> &str {
        &self.packs[self.pack_index(row)].name
    }

    /// Position in layering order of the pack a row belongs to.
    pub(crate) fn pack_index(&self, row: Row) -> usize {
        self.sources[row.file as usize].pack as usize
    }

    /// Name and fingerprint of each pack, in layering order.
    pub(crate) fn packs(&self) -> impl ExactSizeIterator<Item = (&str, u64)> {
        self.packs.iter().map(|pack| (pack.name.as_str(), pack.fingerprint))
    }

    /// A mistake in a row.
    pub(crate) fn mistake(&self, row: Row, message: String, fix: &str) -> LexiconError {
        LexiconError {
            file: self.sources[row.file as usize].name.clone(),
            line: row.line,
            message,
            fix: fix.to_owned(),
        }
    }
}

const FINGERPRINT_SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn mix(state: u64, value: u64) -> u64 {
    (state ^ value).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29)
}

/// Folds bytes into a fingerprint, eight at a time; the same on every machine and in every version.
fn fingerprint(mut state: u64, bytes: &[u8]) -> u64 {
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = mix(state, u64::from_le_bytes(word));
    }
    let rest = chunks.remainder();
    let mut word = [0; 8];
    word[..rest.len()].copy_from_slice(rest);
    mix(mix(state, u64::from_le_bytes(word)), bytes.len() as u64)
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
