//! Table cells: the measure from the column's header, the place from the row's first cell.

use std::ops::Range;
use std::rc::Rc;

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
    /// Indices of the places in the row's first cell; `None` where the line is no table row.
    pub(super) places: Option<Vec<usize>>,
    /// Index of the time in the heading above the table.
    pub(super) time: Option<usize>,
}

/// What the lines of a document say about the numbers in them: table heads, headings, labels.
pub(super) struct Layout {
    /// Of each sentence: the cells of its table's head.
    heads: Vec<Option<Rc<Vec<Range<usize>>>>>,
    /// Of each sentence: the heading above it, and the units that one names.
    headings: Vec<Option<Rc<Heading>>>,
}

struct Heading {
    tokens: Range<usize>,
    units: Vec<u32>,
}

impl Layout {
    pub(super) fn of(context: &Context<'_, '_, '_>) -> Self {
        let mut layout = Self { heads: Vec::new(), headings: Vec::new() };
        let mut head: Option<Rc<Vec<Range<usize>>>> = None;
        let mut heading: Option<Rc<Heading>> = None;
        for sentence in &context.reading.document.sentences {
            let tokens = sentence.tokens.indices();
            let numbers = tokens.clone().any(|at| context.quantity(at).is_some());
            match sentence.kind {
                SentenceKind::TableRow if !numbers => head = Some(Rc::new(cells(context, &tokens))),
                SentenceKind::TableRow => {}
                kind => {
                    head = None;
                    let units = heading_units(context, &tokens);
                    if kind == SentenceKind::Heading && (!numbers || !units.is_empty()) {
                        heading = Some(Rc::new(Heading { tokens, units }));
                    }
                }
            }
            layout.heads.push(head.clone());
            layout.headings.push(heading.clone());
        }
        layout
    }

    /// The heading above a sentence.
    pub(super) fn heading(&self, sentence: usize) -> Option<&Range<usize>> {
        Some(&self.headings.get(sentence)?.as_deref()?.tokens)
    }

    /// Gives a number in a table or after a label the meaning of its column or label.
    pub(super) fn apply(&self, context: &Context<'_, '_, '_>, draft: &mut Draft) {
        let index = context.reading.sentence_of(draft.tokens.start);
        let Some(sentence) = context.reading.sentence(index) else { return };
        let tokens = sentence.tokens.indices();
        let heading = self.headings.get(index).and_then(Option::as_deref);
        if sentence.kind != SentenceKind::TableRow {
            label(context, &tokens, heading, draft);
        } else if let Some(head) = self.heads.get(index).and_then(Option::as_deref) {
            let cells = cells(context, &tokens);
            Row { cells: &cells, header: head, heading: heading.map(|heading| &heading.tokens) }.fill(context, draft);
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
fn label(context: &Context<'_, '_, '_>, sentence: &Range<usize>, heading: Option<&Heading>, draft: &mut Draft) {
    let start = draft.tokens.start;
    let Some(colon) = (sentence.start..start).find(|&at| context.word(at) == ":") else { return };
    let only = (colon + 1..start).all(|at| !context.is_word(at) || context.quantity(at).is_some());
    let bare = draft.kind == Kind::Bare || draft.inherited;
    if !only || !bare || draft.trigger.is_some() && !draft.inherited || context.quantities_unit(draft).is_some() {
        return;
    }
    let mut numbers: Vec<usize> = (colon + 1..start).filter_map(|at| context.quantity(at)).collect();
    numbers.dedup();
    if let Some(&unit) = heading.and_then(|heading| heading.units.get(numbers.len())) {
        give_unit(context, draft, unit);
        draft.subject = None;
        return;
    }
    let head = sentence.start..colon;
    if !numbers.is_empty() || head.clone().all(|at| context.is_named(at)) {
        return;
    }
    (draft.measure, draft.kind, draft.inherited, draft.trigger) = (Measure::Other, Kind::Bare, false, None);
    draft.rule = "figures/cell";
    read_header(context, &head, draft);
    let classes =
        [CueClass::PersonNoun, CueClass::FamilyNoun, CueClass::EventNoun, CueClass::ThingNoun, CueClass::MeasureNoun];
    let noun = head.clone().find(|&at| classes.iter().any(|&class| context.has(at, class)));
    draft.subject = noun.map(|at| at..at + 1);
    draft.class = draft.subject.as_ref().and_then(|tokens| super::subject::class_of(context, tokens));
    let time = heading.and_then(|heading| time_in(context, &heading.tokens));
    draft.cell = time.map(|time| Cell { places: None, time: Some(time) });
}

/// Index of the resolved time in a heading.
fn time_in(context: &Context<'_, '_, '_>, heading: &Range<usize>) -> Option<usize> {
    let index = context.times.partition_point(|time| (time.tokens.start as usize) < heading.start);
    let time = context.times.get(index)?;
    (heading.contains(&(time.tokens.start as usize)) && time.from.is_some()).then_some(index)
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
        let mut places: Vec<usize> = first.filter_map(|at| context.place_index(at)).collect();
        places.dedup();
        let time = self.heading.and_then(|heading| time_in(context, heading));
        draft.cell = Some(Cell { places: Some(places), time });
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

#[cfg(test)]
mod tests {
    use crate::check::check_figures;

    #[test]
    fn cells_and_labels() {
        check_figures(
            "Province | Killed | Injured | Houses destroyed\nKunar | 9 | 22 | 40\nKhost | 8 | 17 | 12",
            &[
                "\"9\" 9..9 person killed at AF-KNR from the table scope event",
                "\"22\" 22..22 person injured at AF-KNR from the table scope event",
                "\"40\" 40..40 item destroyed at AF-KNR from the table scope event",
                "\"8\" 8..8 person killed at AF-KHO from the table scope event",
                "\"17\" 17..17 person injured at AF-KHO from the table scope event",
                "\"12\" 12..12 item destroyed at AF-KHO from the table scope event",
            ],
        );
        check_figures(
            "Killed: 12\n\nPeople in need: 2.1 million",
            &["\"12\" 12..12 person killed scope event", "\"2.1 million\" 2100000..2100000 person other of People"],
        );
        check_figures(
            "Budget by sector (USD / PKR)\n\nHealth: 12,400,000 / 3.50bn",
            &["\"12,400,000\" 12400000..12400000 USD money", "\"3.50bn\" 3500000000..3500000000 PKR money"],
        );
    }
}
