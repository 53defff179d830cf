//! The points of zones and clues, as `data/place_weights.csv` lists them.
//!
//! A row of the table is a zone or a clue. Its first columns hold the points of a clue by the zone of the candidate, the
//! others those by the class of the figure's measure; an empty cell says that the row makes no difference there.

use std::sync::LazyLock;

use super::clue::{Class, Clue, Clues, Zone};

/// The points as they are learned.
pub(super) const DATA: &str = include_str!("../../../data/place_weights.csv");

/// Columns by zone: no clue has points for `Nowhere` by zone.
const ZONES: usize = Zone::ALL.len() - 1;
pub(super) const COLUMNS: usize = ZONES + Class::ALL.len();

static POINTS: LazyLock<Vec<i32>> = LazyLock::new(|| {
    let cells = DATA.lines().skip(1).flat_map(|row| row.split(',').skip(1).take(COLUMNS));
    // An empty cell has no points; a test holds the file to numbers everywhere else.
    cells.map(|cell| cell.parse().unwrap_or(0)).collect()
});

/// The cells of one zone or clue that count for a candidate of `zone`: the one of the zone and the one of the class.
fn row_cells(row: usize, zone: Zone, class: Class) -> impl Iterator<Item = usize> {
    let zone = (row >= Zone::ALL.len() && zone != Zone::Nowhere).then_some(zone as usize);
    zone.into_iter().chain([ZONES + class as usize]).map(move |column| row * COLUMNS + column)
}

fn rows(clues: Clues, zone: Zone) -> impl Iterator<Item = usize> {
    std::iter::once(zone as usize).chain(clues.iter().map(|clue| Zone::ALL.len() + clue as usize))
}

/// Every cell of the table that counts for a candidate, as indices row by row.
#[cfg(test)]
pub(super) fn cells(clues: Clues, zone: Zone, class: Class) -> impl Iterator<Item = usize> {
    rows(clues, zone).flat_map(move |row| row_cells(row, zone, class))
}

/// Rows of the table.
const ROWS: usize = Zone::ALL.len() + Clue::ALL.len();

/// What each row adds, for every pair of zone and class one run of [`ROWS`].
static SUMS: LazyLock<Vec<i32>> = LazyLock::new(|| {
    let pairs = Zone::ALL.iter().flat_map(|&zone| Class::ALL.iter().map(move |&class| (zone, class)));
    pairs
        .flat_map(|(zone, class)| {
            (0..ROWS).map(move |row| row_cells(row, zone, class).filter_map(|cell| POINTS.get(cell)).sum())
        })
        .collect()
});

/// The points of a candidate in `zone` of a figure whose measure is of `class`.
pub(super) fn points(clues: Clues, zone: Zone, class: Class) -> i32 {
    let from = (zone as usize * Class::ALL.len() + class as usize) * ROWS;
    let Some(sums) = SUMS.get(from..from + ROWS) else { return 0 };
    rows(clues, zone).filter_map(|row| sums.get(row)).sum()
}

/// The name of a row of the table.
pub(super) fn name(row: usize) -> &'static str {
    let zone = Zone::ALL.get(row).map(|zone| zone.name());
    zone.or_else(|| Clue::ALL.get(row - Zone::ALL.len()).map(|clue| clue.name())).unwrap_or_default()
}

/// What makes up the points of a candidate: its zone, then each clue, with the points it adds.
pub(super) fn reasons(clues: Clues, zone: Zone, class: Class) -> impl Iterator<Item = (&'static str, i32)> {
    rows(clues, zone).map(move |row| {
        let sum = row_cells(row, zone, class).filter_map(|cell| POINTS.get(cell)).sum();
        (name(row), sum)
    })
}
