//! Two rows of one table, cell by cell.

use std::collections::BTreeMap;

use crossread_tables::{Cell, Row};

use crate::edit::TextMap;
use crate::options::Options;
use crate::plan::{NUMBERS, Plan};

/// How a column is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    /// It is a key, a number of something, or ignored.
    Not,
    /// By value.
    Value,
    /// Numbers that differ by no more are the same.
    Within(f64),
    /// It names a figure by its number.
    Figure,
    /// The number of the sentence that holds the row: it follows from where the row stands.
    Sentence,
    /// Start or end of a span.
    Offset,
}

/// The columns of a table, by position.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    how: Vec<How>,
    span: Option<(usize, usize)>,
    pub(crate) figure: Option<usize>,
    pub(crate) sentence: Option<usize>,
    pub(crate) rule: Option<usize>,
    /// Columns that name lexicon rows with their packs.
    pub(crate) entries: Vec<usize>,
    /// Columns that name lexicon rows by their ids alone.
    pub(crate) ids: Vec<usize>,
    /// The id that says who, where or what.
    identity: Option<usize>,
}

/// Where things of the old row stand in the new run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Moves<'m> {
    /// The document was edited.
    pub(crate) text: Option<&'m TextMap>,
    /// Numbers of the document's figures, old to new, when they are not the same.
    pub(crate) figures: Option<&'m BTreeMap<i32, i32>>,
    /// Starts and numbers of the new sentences, in text order, when they are not the old ones.
    pub(crate) sentences: Option<&'m [(i32, i32)]>,
}

impl Columns {
    pub(crate) fn of(plan: &Plan, options: &Options) -> Self {
        let at = |name: &str| plan.table.column(name).map(|(position, _)| position);
        let how = |name: &str| match name {
            _ if options.ignores(plan.table, name) => How::Not,
            _ if plan.key.contains(&name) => How::Not,
            "start" | "end" => How::Offset,
            "sentence_id" if plan.is_layer() => How::Sentence,
            _ if NUMBERS.contains(&name) => How::Not,
            "part_of" if plan.table.column("figure_id").is_some() => How::Figure,
            _ => options.tolerance(plan.table, name).map_or(How::Value, How::Within),
        };
        Self {
            how: plan.table.columns.iter().map(|column| how(column.name)).collect(),
            span: at("start").zip(at("end")),
            figure: at("figure_id"),
            sentence: at("sentence_id"),
            rule: at("rule"),
            entries: ["entry", "vague"].into_iter().filter_map(at).collect(),
            ids: ["actor_id", "place_id"].into_iter().filter_map(at).collect(),
            identity: ["actor_id", "place_id", "measure", "question_id", "message"].into_iter().find_map(at),
        }
    }

    /// Where a row stands in its text.
    pub(crate) fn span(&self, row: Row<'_>) -> Option<(i32, i32)> {
        let (start, end) = self.span?;
        number(row, Some(start)).zip(number(row, Some(end)))
    }

    /// The columns in which two rows differ, as bits by position.
    pub(crate) fn differing(&self, old: Row<'_>, new: Row<'_>, moves: Moves<'_>) -> u64 {
        let mut bits = 0;
        for (position, how) in self.how.iter().enumerate() {
            let same = match how {
                How::Not | How::Offset => true,
                How::Value => old.at(position) == new.at(position),
                How::Within(most) => within(old.at(position).as_ref(), new.at(position).as_ref(), *most),
                How::Sentence => match (moves.sentences, self.span(new)) {
                    (Some(sentences), Some((start, _))) => {
                        let after = sentences.partition_point(|(first, _)| *first <= start);
                        let holder = after.checked_sub(1).map(|at| sentences[at].1);
                        holder == number(new, Some(position))
                    }
                    _ => old.at(position) == new.at(position),
                },
                How::Figure => {
                    let moved = |number: i32| moves.figures.map_or(Some(number), |map| map.get(&number).copied());
                    number(old, Some(position)).map(moved) == number(new, Some(position)).map(Some)
                }
            };
            bits |= u64::from(!same) << position;
        }
        bits | self.moved(old, new, moves.text)
    }

    /// The ends of the span that are not where the edit moved them.
    fn moved(&self, old: Row<'_>, new: Row<'_>, text: Option<&TextMap>) -> u64 {
        let (Some(columns), Some(from), Some(to)) = (self.span, self.span(old), self.span(new)) else { return 0 };
        let there = text.map_or(from, |text| text.forward(from));
        let back = text.map_or(to, |text| text.backward(to));
        let start = (there.0, from.0) != (to.0, back.0);
        let end = (there.1, from.1) != (to.1, back.1);
        let bit = |position: usize, moved: bool| u64::from(moved && self.how[position] == How::Offset) << position;
        bit(columns.0, start) | bit(columns.1, end)
    }

    /// How alike two rows at one place are, numbers of figures aside.
    pub(crate) fn likeness(&self, old: Row<'_>, new: Row<'_>, moves: Moves<'_>) -> crate::align::Likeness {
        let equal = |position: Option<usize>| position.is_some_and(|at| old.at(at) == new.at(at));
        let references = self.how.iter().enumerate().filter(|(_, how)| matches!(how, How::Figure | How::Sentence));
        let references: u64 = references.map(|(position, _)| 1 << position).sum();
        match () {
            () if self.differing(old, new, moves) & !references == 0 => crate::align::EQUAL,
            () if equal(self.identity) => 2,
            () if equal(self.rule) => 1,
            () => 0,
        }
    }
}

fn within(old: Option<&Cell<'_>>, new: Option<&Cell<'_>>, most: f64) -> bool {
    match (old, new) {
        (Some(Cell::F64(a)), Some(Cell::F64(b))) => a == b || (a - b).abs() <= most,
        (Some(Cell::I32(a)), Some(Cell::I32(b))) => f64::from(a.abs_diff(*b)) <= most,
        _ => old == new,
    }
}

/// A whole number of a row.
pub(crate) fn number(row: Row<'_>, position: Option<usize>) -> Option<i32> {
    match row.at(position?)? {
        Cell::I32(value) => Some(value),
        _ => None,
    }
}

/// A text of a row.
pub(crate) fn text(row: Row<'_>, position: Option<usize>) -> Option<&str> {
    match row.at(position?)? {
        Cell::Str(value) => Some(value),
        _ => None,
    }
}
