//! Totals of tables: a row or column that is labelled as the sum, and columns `of whom`.

use std::ops::Range;

use crossread_lexicon::CueClass;
use crossread_text::SentenceKind;

use super::{adds_up, fits, is_count, of_sum, sum, value, within};
use crate::extraction::Measure;
use crate::figures::context::Context;
use crate::figures::drafts::Draft;
use crate::figures::subject::Kind;
use crate::figures::tables::{self, Layout};

/// A row: the draft of each cell, and what its first cell says.
struct Line {
    cells: Vec<Option<usize>>,
    label: Label,
}

/// Whether a row or column is a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Item,
    Subtotal,
    Total,
}

pub(super) fn link(context: &Context<'_, '_, '_>, layout: &Layout, drafts: &mut [Draft]) {
    let sentences = &context.reading.document.sentences;
    let mut index = 0;
    while index < sentences.len() {
        let rows = sentences[index..].iter().take_while(|sentence| sentence.kind == SentenceKind::TableRow).count();
        if rows > 0 {
            let lines: Vec<Line> = (index..index + rows).filter_map(|row| line(context, drafts, row)).collect();
            let head: Vec<Range<usize>> = layout.head(index + rows - 1).unwrap_or_default().to_vec();
            across(context, drafts, &head, &lines);
            down(drafts, &lines);
        }
        index += rows.max(1);
    }
}

fn line(context: &Context<'_, '_, '_>, drafts: &[Draft], row: usize) -> Option<Line> {
    let tokens = context.reading.sentence(row)?.tokens.indices();
    let cells = tables::cells(context, &tokens);
    let label = label(context, cells.first()?);
    let mut found = false;
    let cells = cells
        .iter()
        .enumerate()
        .map(|(column, cell)| {
            let draft = within(drafts, cell).next().filter(|_| column > 0);
            found |= draft.is_some();
            draft
        })
        .collect();
    found.then_some(Line { cells, label })
}

fn label(context: &Context<'_, '_, '_>, cell: &Range<usize>) -> Label {
    let first = cell.clone().find(|&at| context.is_word(at));
    let last = cell.clone().rev().find(|&at| context.is_word(at));
    let value = first.into_iter().chain(last).find_map(|at| context.value(at, CueClass::Total));
    match value {
        Some("subtotal") => Label::Subtotal,
        Some(_) => Label::Total,
        None => Label::Item,
    }
}

/// Links cells to the row's total, and to the column before that they are a part of.
fn across(context: &Context<'_, '_, '_>, drafts: &mut [Draft], head: &[Range<usize>], lines: &[Line]) {
    let labels: Vec<Label> = head.iter().map(|cell| label(context, cell)).collect();
    let total = labels.iter().skip(1).rposition(|&label| label == Label::Total).map(|column| column + 1);
    for line in lines {
        for (column, cell) in head.iter().enumerate().skip(2) {
            let within =
                cell.clone().find(|&at| context.is_word(at)).is_some_and(|at| context.has(at, CueClass::Including));
            if let (true, Some(&Some(part)), Some(&Some(whole))) =
                (within, line.cells.get(column), line.cells.get(column - 1))
            {
                part_of_column(context, drafts, whole, part);
            }
        }
        let Some(total) = total else { continue };
        let Some(&Some(whole)) = line.cells.get(total) else { continue };
        let parts: Vec<usize> = (1..line.cells.len())
            .filter(|&column| column != total)
            .filter_map(|column| line.cells[column])
            .filter(|&part| is_count(context, &drafts[part]) && drafts[part].part_of.is_none())
            .collect();
        // Columns before the total add up to it, or those behind it do.
        let before: Vec<usize> = parts.iter().copied().filter(|&part| part < whole).collect();
        let fit = [&parts, &before].into_iter().find(|parts| {
            parts.len() > 1 && sum(parts.iter().map(|&at| &drafts[at])).is_some_and(|sum| adds_up(&drafts[whole], sum))
        });
        let Some(fit) = fit.cloned() else { continue };
        if drafts[whole].measure == Measure::Other
            && let Some(measure) = of_sum(fit.iter().map(|&at| drafts[at].measure))
            && measure != Measure::Other
        {
            drafts[whole].measure = measure;
            drafts[whole].kind = if measure == Measure::Destroyed { Kind::Thing } else { Kind::Person };
        }
        for part in fit {
            drafts[part].part_of = Some(drafts[whole].tokens.start);
        }
    }
}

/// `Killed | of whom children`
fn part_of_column(context: &Context<'_, '_, '_>, drafts: &mut [Draft], whole: usize, part: usize) {
    let counting = is_count(context, &drafts[part]) && is_count(context, &drafts[whole]);
    if !counting || !value(&drafts[part]).is_some_and(|value| fits(&drafts[whole], value)) {
        return;
    }
    let (measure, start) = (drafts[whole].measure, drafts[whole].tokens.start);
    let draft = &mut drafts[part];
    draft.part_of = Some(start);
    if draft.measure == Measure::Other {
        draft.measure = measure;
    }
}

/// Links the cells of each column to the cell of the row that sums them up.
fn down(drafts: &mut [Draft], lines: &[Line]) {
    let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    for column in 1..width {
        let mut open: Vec<usize> = Vec::new();
        let mut sums: Vec<(usize, Label)> = Vec::new();
        let mut leading = None;
        for line in lines {
            let Some(&Some(cell)) = line.cells.get(column) else { continue };
            if line.label == Label::Item {
                open.push(cell);
                continue;
            }
            if open.is_empty() && sums.is_empty() && line.label == Label::Total {
                leading = Some(cell);
            }
            if line.label == Label::Total {
                sums.retain(|&(before, label)| {
                    let held = label == Label::Subtotal;
                    if held {
                        tie(drafts, cell, before);
                    }
                    !held
                });
            }
            for part in open.drain(..) {
                tie(drafts, cell, part);
            }
            sums.push((cell, line.label));
        }
        if let Some(total) = leading.filter(|_| sums.len() == 1) {
            for part in open {
                tie(drafts, total, part);
            }
        }
    }
}

/// Makes a cell a part of another of its column, unless its row has summed it up.
fn tie(drafts: &mut [Draft], total: usize, part: usize) {
    let fit = value(&drafts[part]).is_some_and(|value| fits(&drafts[total], value));
    if total != part && fit && drafts[part].part_of.is_none() {
        drafts[part].part_of = Some(drafts[total].tokens.start);
    }
}
