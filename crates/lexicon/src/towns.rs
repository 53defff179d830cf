//! Towns of the world that are too many and too ambiguous to fire alone.
//!
//! `data/towns.csv` holds them sorted by spelling. It is no part of the dictionary and costs nothing at
//! start: a rule that has found a name where a place must stand asks for it, and the few lines around the
//! answer are read then, once.

use std::sync::OnceLock;

use crossread_text::fold;

use crate::lexicon::RowId;
use crate::names::{Level, Place};

/// The list, with a header line.
pub(crate) const TEXT: &str = include_str!("../data/towns.csv");

/// Bytes of the list that are read together.
const CHUNK: usize = 4096;

/// Row ids of towns begin here: no pack has as many rows.
const FIRST_ROW: u32 = 1 << 31;

/// The towns of one lexicon, read chunk by chunk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Towns {
    text: &'static str,
    chunks: Box<[OnceLock<Vec<Town>>]>,
}

/// A line of the list.
#[derive(Clone, Debug)]
struct Town {
    key: String,
    place: Place,
    entry: String,
    line: &'static str,
}

impl Towns {
    /// The built-in list.
    pub(crate) fn built_in() -> Self {
        let text = TEXT.split_once('\n').map_or("", |(_, rows)| rows);
        let chunks = (0..text.len().div_ceil(CHUNK)).map(|_| OnceLock::new()).collect();
        Self { text, chunks }
    }

    /// Every town with that spelling, in file order.
    pub(crate) fn named(&self, spelling: &str) -> impl Iterator<Item = &Place> {
        let key = key(spelling);
        // The chunk before the first one that begins at or behind the key may end with it.
        let first = self.partition(|line| line_key(line) < key).saturating_sub(1);
        (first..self.chunks.len())
            .take_while({
                let key = key.clone();
                move |&chunk| chunk == first || self.first_line(chunk).is_some_and(|line| line_key(line) <= key)
            })
            .flat_map(move |chunk| {
                let towns = self.chunk(chunk);
                let from = towns.partition_point(|town| town.key < key);
                let to = towns.partition_point(|town| town.key <= key);
                towns[from..to].iter().map(|town| &town.place)
            })
    }

    /// Name and content of a row, `None` for a row that is no town.
    pub(crate) fn row(&self, row: RowId) -> Option<(&str, &str)> {
        let at = row.0.checked_sub(FIRST_ROW)? as usize;
        let towns = self.chunk(at / CHUNK);
        let town = towns.iter().find(|town| town.place.row == row)?;
        Some((&town.entry, town.line))
    }

    /// The number of chunks whose first line is `before` what is looked for.
    fn partition(&self, before: impl Fn(&str) -> bool) -> usize {
        let (mut from, mut to) = (0, self.chunks.len());
        while from < to {
            let middle = from.midpoint(to);
            if self.first_line(middle).is_some_and(&before) { from = middle + 1 } else { to = middle }
        }
        from
    }

    /// Where the first line that begins in `chunk` begins; lines belong to the chunk they begin in.
    fn start(&self, chunk: usize) -> usize {
        let at = chunk * CHUNK;
        if at == 0 {
            return 0;
        }
        let bytes = self.text.as_bytes();
        bytes.get(at - 1..).and_then(|rest| rest.iter().position(|&b| b == b'\n')).map_or(bytes.len(), |end| at + end)
    }

    fn first_line(&self, chunk: usize) -> Option<&'static str> {
        self.text.get(self.start(chunk)..)?.lines().next()
    }

    fn chunk(&self, chunk: usize) -> &[Town] {
        let Some(cell) = self.chunks.get(chunk) else { return &[] };
        cell.get_or_init(|| {
            let (from, to) = (self.start(chunk), self.start(chunk + 1));
            let mut at = from;
            let lines = self.text.get(from..to).unwrap_or("").split_inclusive('\n');
            lines
                .filter_map(|line| {
                    let row = RowId(FIRST_ROW + u32::try_from(at).unwrap_or(0));
                    at += line.len();
                    read(line.trim_end(), row)
                })
                .collect()
        })
    }
}

/// Reads a line: spelling, name where it differs, province, degrees, inhabitants.
fn read(line: &'static str, row: RowId) -> Option<Town> {
    let mut cells = line.split(',');
    let spelling = cells.next()?;
    let name = cells.next().filter(|name| !name.is_empty()).unwrap_or(spelling);
    let admin1 = cells.next()?;
    let country = admin1.split('-').next()?;
    let id = format!("{admin1}/{name}");
    let place = Place {
        id: id.clone(),
        name: name.to_owned(),
        level: Level::City,
        country: Some(country.to_owned()),
        admin1: Some(admin1.to_owned()),
        lat: cells.next().and_then(|degrees| degrees.parse().ok()),
        lon: cells.next().and_then(|degrees| degrees.parse().ok()),
        population: cells.next().and_then(|count| count.parse().ok()).unwrap_or(0),
        pcode: None,
        pcode_source: None,
        row,
    };
    Some(Town { key: key(spelling), place, entry: format!("{}:towns/{id}", crate::builtin::PACK), line })
}

/// The form under which a spelling is looked up and by which the list is sorted.
pub(crate) fn key(spelling: &str) -> String {
    let mut key = String::with_capacity(spelling.len());
    for word in spelling.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '\u{2010}' | '\u{2011}')) {
        let word = fold(word);
        if !word.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(&word);
        }
    }
    key
}

fn line_key(line: &str) -> String {
    key(line.split(',').next().unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::{TEXT, Towns, key, line_key, read};
    use crate::RowId;

    #[test]
    fn every_line_is_found_and_in_order() {
        let towns = Towns::built_in();
        let mut last = String::new();
        for line in TEXT.lines().skip(1) {
            let found = read(line, RowId(0)).expect("a line has all cells");
            assert!(last <= found.key, "{line}: sort towns.csv by spelling, with UPDATE_LEXICON=1");
            assert!(
                towns.named(line.split(',').next().unwrap_or("")).any(|place| place.id == found.place.id),
                "{line}"
            );
            last = found.key;
        }
    }

    #[test]
    fn spellings_are_folded() {
        let ids = |name: &str| Towns::built_in().named(name).map(|place| place.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids("Mogoditshane"), ["BW-GA/Mogoditshane"]);
        assert_eq!(ids("MOGODITSHANE"), ["BW-GA/Mogoditshane"]);
        assert_eq!(ids("Mogodit shane"), [""; 0]);
        assert_eq!(ids(""), [""; 0]);
        assert_eq!(ids("zzzz"), [""; 0]);
        assert_eq!(ids("Mariners-Harbor"), ids("Mariners Harbor"));
    }

    #[test]
    fn rows_are_named() {
        let towns = Towns::built_in();
        let row = towns.named("Mogoditshane").next().expect("a town of the list").row;
        let (entry, line) = towns.row(row).expect("its row");
        assert_eq!(entry, "core:towns/BW-GA/Mogoditshane");
        assert!(line.starts_with("Mogoditshane,"));
        assert!(towns.row(RowId(7)).is_none());
    }

    /// Rewrites the list sorted with `UPDATE_LEXICON=1`.
    #[test]
    fn the_list_is_canonical() {
        let mut lines: Vec<&str> = TEXT.lines().skip(1).collect();
        lines.sort_by_cached_key(|line| (line_key(line), (*line).to_owned()));
        lines.dedup();
        let header = TEXT.lines().next().unwrap_or("");
        let wanted = format!("{header}\n{}\n", lines.join("\n"));
        if wanted != TEXT && std::env::var_os("UPDATE_LEXICON").is_some() {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/towns.csv");
            std::fs::write(path, &wanted).expect("the data folder can be written");
        }
        assert!(wanted == TEXT, "run with UPDATE_LEXICON=1");
        assert_eq!(key("Al-Kar’o  Town"), "al karo town");
    }
}
