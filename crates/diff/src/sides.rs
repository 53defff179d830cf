//! The rows of one key on both sides, and which is which.

use std::collections::BTreeMap;

use crossread_tables::{Group, Row, RowSet};

use crate::align;
use crate::compared::{Columns, Moves, number};
use crate::plan::{Plan, Within};
use crate::state::State;
use crate::work::Job;

/// A row with its number in its file.
pub(crate) type Numbered<'r> = (usize, Row<'r>);

/// Where rows stand.
type Spans = Vec<(i32, i32)>;

/// Rows of the old and the new run.
pub(crate) struct Sides<'r> {
    pub(crate) old: Vec<Numbered<'r>>,
    pub(crate) new: Vec<Numbered<'r>>,
    /// Which side comes first when rows are aligned: decided by what they hold, so that diff(b, a) aligns as diff(a, b).
    turned: bool,
}

impl<'r> Sides<'r> {
    pub(crate) fn of(job: &Job, old: &'r RowSet, new: &'r RowSet) -> Self {
        fn rows<'r>(group: Option<&Group>, set: &'r RowSet) -> Vec<Numbered<'r>> {
            let numbers = group.into_iter().flat_map(|group| group.rows.clone()).flatten();
            numbers.filter_map(|number| Some((number, set.get(number)?))).collect()
        }
        let digest = |group: &Option<Group>| group.as_ref().map(|group| group.digest);
        Self {
            old: rows(job.old.as_ref(), old),
            new: rows(job.new.as_ref(), new),
            turned: digest(&job.old) > digest(&job.new),
        }
    }

    /// Which row is which, as positions in `old` and `new`.
    pub(crate) fn pairs(&self, plan: &Plan, columns: &Columns, state: &State) -> Vec<(usize, usize)> {
        let moves = Moves { text: state.text.as_ref(), ..Moves::default() };
        let like = |old: usize, new: usize| columns.likeness(self.old[old].1, self.new[new].1, moves);
        let (old, new) = self.places(plan, columns, state);
        if self.turned {
            let pairs = align::pairs(&new, &old, |new, old| like(old, new));
            let mut pairs: Vec<(usize, usize)> = pairs.into_iter().map(|(new, old)| (old, new)).collect();
            pairs.sort_unstable();
            pairs
        } else {
            align::pairs(&old, &new, like)
        }
    }

    /// Where each row stands, told in the places of the side that comes second.
    fn places(&self, plan: &Plan, columns: &Columns, state: &State) -> (Spans, Spans) {
        let spans = |rows: &[Numbered<'r>]| -> Spans {
            rows.iter().map(|(_, row)| columns.span(*row).unwrap_or_default()).collect()
        };
        match plan.within {
            Within::Nothing => (vec![(0, 1); self.old.len()], vec![(0, 1); self.new.len()]),
            Within::Spans => {
                let (mut old, mut new) = (spans(&self.old), spans(&self.new));
                match &state.text {
                    Some(text) if self.turned => new.iter_mut().for_each(|span| *span = text.backward(*span)),
                    Some(text) => old.iter_mut().for_each(|span| *span = text.forward(*span)),
                    None => {}
                }
                (old, new)
            }
            Within::Figures => {
                // The numbers of the new run are common ground; a figure that it does not have meets nothing.
                let there = |figure: i32| match &state.figures {
                    Some(map) => map.get(&figure).map_or((-2, -2), |&figure| (figure, figure + 1)),
                    None => (figure, figure + 1),
                };
                let figures = |rows: &[Numbered<'r>]| -> Vec<i32> {
                    rows.iter().map(|(_, row)| number(*row, columns.figure).unwrap_or(-1)).collect()
                };
                let old = figures(&self.old).into_iter().map(there).collect();
                (old, figures(&self.new).into_iter().map(|figure| (figure, figure + 1)).collect())
            }
        }
    }

    /// The pairs, then what only the old side has, then what only the new side has.
    pub(crate) fn rows(
        &self,
        pairs: &[(usize, usize)],
    ) -> impl Iterator<Item = (Option<Numbered<'r>>, Option<Numbered<'r>>)> {
        let (mut old_free, mut new_free) = (vec![true; self.old.len()], vec![true; self.new.len()]);
        for &(old, new) in pairs {
            (old_free[old], new_free[new]) = (false, false);
        }
        let both = pairs.iter().map(|&(old, new)| (Some(self.old[old]), Some(self.new[new])));
        let old = self.old.iter().zip(old_free).filter(|(_, free)| *free).map(|(row, _)| (Some(*row), None));
        let new = self.new.iter().zip(new_free).filter(|(_, free)| *free).map(|(row, _)| (None, Some(*row)));
        both.chain(old).chain(new)
    }
}

/// Numbers of figures, old to new; `None` when every figure keeps its number.
pub(crate) fn figure_numbers(
    sides: &Sides<'_>,
    pairs: &[(usize, usize)],
    figure: Option<usize>,
) -> Option<BTreeMap<i32, i32>> {
    let numbers = pairs
        .iter()
        .filter_map(|&(old, new)| Some((number(sides.old[old].1, figure)?, number(sides.new[new].1, figure)?)));
    let numbers: BTreeMap<i32, i32> = numbers.collect();
    let same = sides.old.len() == sides.new.len() && numbers.len() == sides.old.len();
    (!same || numbers.iter().any(|(old, new)| old != new)).then_some(numbers)
}
