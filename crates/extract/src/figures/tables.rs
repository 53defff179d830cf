//! Table cells: the measure from the column's header, the place from the row's first cell.

use std::ops::Range;

use crossread_lexicon::{CueClass, Dimension};
use crossread_text::SentenceKind;

use super::context::Context;
use super::drafts::{Draft, Origin};
use super::measure;
use super::subject::Kind;
use crate::extraction::Measure;

/// Where in a table a figure stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// Indices of the places in the row's first cell.
    pub(super) places: Vec<usize>,
    /// Index of the time in the heading above the table.
    pub(super) time: Option<usize>,
}

/// Gives drafts in table rows the meaning of their column.
pub(super) fn read(context: &Context<'_, '_, '_>, drafts: &mut [Draft]) {
    let mut header: Option<Vec<Range<usize>>> = None;
    let mut heading: Option<Range<usize>> = None;
    let mut units: Vec<u32> = Vec::new();
    let mut next = 0;
    for sentence in &context.reading.document.sentences {
        let tokens = sentence.tokens.indices();
        while drafts.get(next).is_some_and(|draft| draft.tokens.start < tokens.start) {
            next += 1;
        }
        if sentence.kind != SentenceKind::TableRow {
            header = None;
        }
        let end =
            drafts[next..].iter().position(|draft| draft.tokens.start >= tokens.end).map_or(drafts.len(), |n| next + n);
        if sentence.kind != SentenceKind::TableRow {
            if end > next {
                label(context, &tokens, &units, &mut drafts[next..end]);
            }
            if sentence.kind == SentenceKind::Heading && (end == next || !heading_units(context, &tokens).is_empty()) {
                units = heading_units(context, &tokens);
                heading = Some(tokens);
            }
            continue;
        }
        let cells = cells(context, &tokens);
        if end == next {
            header = Some(cells);
            continue;
        }
        if let Some(header) = &header {
            let row = Row { cells: &cells, header, heading: heading.as_ref() };
            for draft in &mut drafts[next..end] {
                row.fill(context, draft);
            }
        }
    }
}

/// Currencies and units that a heading names for the numbers of the lines under it: `(USD / PKR)`.
fn heading_units(context: &Context<'_, '_, '_>, heading: &Range<usize>) -> Vec<u32> {
    let Some(open) = heading.clone().find(|&at| context.word(at) == "(") else { return Vec::new() };
    let mut units = Vec::new();
    for at in open..heading.end {
        if context.quantity(at).is_some() || context.time(at).is_some() {
            return Vec::new();
        }
        units.extend(unit_at(context, at));
    }
    units
}

fn unit_at(context: &Context<'_, '_, '_>, at: usize) -> Option<u32> {
    context.reading.scan.units(at).map(|(_, alias)| alias.unit).next()
}

/// `People in need: 2.1 million`, `Killed: 12`: what stands before the colon tells what is counted.
fn label(context: &Context<'_, '_, '_>, sentence: &Range<usize>, units: &[u32], drafts: &mut [Draft]) {
    let Some(colon) = sentence.clone().find(|&at| context.word(at) == ":") else { return };
    let head = sentence.start..colon;
    let bare = |draft: &Draft| {
        matches!(draft.origin, Origin::Quantity(_)) && draft.kind == Kind::Bare && context.quantities_unit(draft).is_none()
    };
    for (position, draft) in drafts.iter_mut().filter(|draft| draft.tokens.start > colon).enumerate() {
        let only = (colon + 1..draft.tokens.start).all(|at| !context.is_word(at) || context.quantity(at).is_some());
        if !only || !bare(draft) {
            return;
        }
        if let Some(&unit) = units.get(position) {
            give_unit(context, draft, unit);
            draft.subject = None;
            continue;
        }
        if position > 0 {
            return;
        }
        draft.measure = Measure::Other;
        draft.inherited = false;
        draft.rule = "figures/cell";
        read_header(context, &head, draft);
        let noun = head.clone().find(|&at| {
            [CueClass::PersonNoun, CueClass::FamilyNoun, CueClass::EventNoun, CueClass::ThingNoun, CueClass::MeasureNoun]
                .iter()
                .any(|&class| context.has(at, class))
        });
        draft.subject = noun.map(|at| at..at + 1);
        draft.class = draft.subject.as_ref().and_then(|tokens| super::subject::class_of(context, tokens));
    }
}

fn give_unit(context: &Context<'_, '_, '_>, draft: &mut Draft, unit: u32) {
    let Some(row) = context.reading.lexicon().units.get(unit as usize) else { return };
    draft.unit = Some(unit);
    draft.inherited = false;
    draft.rule = "figures/cell";
    draft.measure = match row.dimension {
        Dimension::Money => Measure::Money,
        Dimension::Length => Measure::Length,
        Dimension::Area => Measure::Area,
        Dimension::Duration => Measure::Duration,
        Dimension::Ratio => Measure::PercentShare,
        _ => Measure::Other,
    };
}

/// The cells of a row, split at `|` and tabs.
fn cells(context: &Context<'_, '_, '_>, tokens: &Range<usize>) -> Vec<Range<usize>> {
    let text = context.reading.text();
    let mut found = Vec::new();
    let mut start = tokens.start;
    for at in tokens.clone() {
        let bar = context.word(at) == "|";
        let tab = at > tokens.start && {
            let gap = context.span(&(at - 1..at)).end() as usize..context.span(&(at..at + 1)).start() as usize;
            text.get(gap).is_some_and(|gap| gap.contains('\t'))
        };
        if bar || tab {
            if !(bar && at == tokens.start) {
                found.push(start..at);
            }
            start = if bar { at + 1 } else { at };
        }
    }
    found.push(start..tokens.end);
    found
}

struct Row<'t> {
    cells: &'t [Range<usize>],
    header: &'t [Range<usize>],
    heading: Option<&'t Range<usize>>,
}

impl Row<'_> {
    fn fill(&self, context: &Context<'_, '_, '_>, draft: &mut Draft) {
        let Some(column) = self.cells.iter().position(|cell| cell.contains(&draft.tokens.start)) else { return };
        if column == 0 || !matches!(draft.origin, Origin::Quantity(_)) {
            return;
        }
        let Some(head) = self.header.get(column) else { return };
        let first = self.cells[0].clone();
        let number = |at: usize| context.places.iter().position(|place| place.tokens.indices().contains(&at));
        let mut places: Vec<usize> = first.filter_map(number).collect();
        places.dedup();
        let time = self.heading.and_then(|heading| {
            context.times.iter().position(|time| heading.contains(&(time.tokens.start as usize)) && time.from.is_some())
        });
        draft.cell = Some(Cell { places, time });
        draft.rule = "figures/cell";
        draft.part_of = None;
        draft.inherited = false;
        draft.trigger = None;
        if context.quantities_unit(draft).is_none() {
            draft.measure = Measure::Other;
            draft.kind = Kind::Unknown;
            draft.subject = None;
            read_header(context, head, draft);
            if let Some(unit) = head.clone().find_map(|at| unit_at(context, at)) {
                give_unit(context, draft, unit);
            }
        }
    }
}

/// The meaning of a column from the words of its header.
fn read_header(context: &Context<'_, '_, '_>, head: &Range<usize>, draft: &mut Draft) {
    let classes =
        [CueClass::MeasureVerb, CueClass::MeasureIntransitive, CueClass::MeasureAdjective, CueClass::MeasureNoun];
    let found = head.clone().find_map(|at| {
        let hit = classes.iter().filter_map(|&class| context.cue(at, class)).max_by_key(|hit| hit.tokens.end)?;
        measure::of_people(&hit.cue.value)
    });
    let person = head.clone().any(|at| context.has(at, CueClass::PersonNoun));
    if head.clone().any(|at| context.has(at, CueClass::FamilyNoun)) {
        draft.kind = Kind::Family;
    } else if person || found.is_some_and(|found| found != Measure::Destroyed) {
        draft.kind = Kind::Person;
    }
    if let Some(found) = found {
        draft.measure = found;
    } else if let Some(event) = head.clone().find_map(|at| context.value(at, CueClass::EventNoun)) {
        draft.measure = Measure::from_name(event).unwrap_or(Measure::Other);
        draft.kind = Kind::Event(draft.measure);
    }
}
