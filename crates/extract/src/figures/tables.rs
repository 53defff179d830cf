//! Table cells: the measure from the column's header, the place from the row's first cell.

use std::ops::Range;
use std::rc::Rc;

use crossread_lexicon::{CueClass, CueSet, Dimension};
use crossread_text::SentenceKind;

use super::context::Context;
use super::drafts::{Draft, Origin};
use super::measure;
use super::subject::Kind;
use crate::extraction::{Measure, SubjectClass};

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
                // The rule under a head ("|---|---|") holds no words.
                SentenceKind::TableRow if !numbers && tokens.clone().any(|at| context.is_word(at)) => {
                    head = Some(Rc::new(cells(context, &tokens)));
                }
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

    /// The cells of the head of the table that a sentence is a row of.
    pub(super) fn head(&self, sentence: usize) -> Option<&[Range<usize>]> {
        Some(self.heads.get(sentence)?.as_deref()?.as_slice())
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
        } else {
            let header = self.head(index).unwrap_or_default();
            let cells = cells(context, &tokens);
            Row { cells: &cells, header, heading: heading.map(|heading| &heading.tokens) }.fill(context, draft);
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
    draft.class = draft.subject.as_ref().and_then(|tokens| class_of(context, tokens));
    let time = heading.and_then(|heading| time_in(context, &heading.tokens));
    draft.cell = time.map(|time| Cell { places: None, time: Some(time) });
}

/// Index of the resolved time in a heading.
fn time_in(context: &Context<'_, '_, '_>, heading: &Range<usize>) -> Option<usize> {
    let index = context.times.partition_point(|time| (time.tokens.start as usize) < heading.start);
    let time = context.times.get(index)?;
    (heading.contains(&(time.tokens.start as usize)) && time.from.is_some()).then_some(index)
}

/// Gives a number the unit that is not written beside it, and the measure of that unit.
pub(super) fn give_unit(context: &Context<'_, '_, '_>, draft: &mut Draft, unit: u32) {
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
pub(super) fn cells(context: &Context<'_, '_, '_>, tokens: &Range<usize>) -> Vec<Range<usize>> {
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
        let first = &self.cells[0];
        let head = self.header.get(column).cloned().unwrap_or(0..0);
        let places = places_in(context, first);
        // "Indicator | Kunar | Khost": the columns are the places.
        let places = if places.is_empty() { places_in(context, &head) } else { places };
        let times = [Some(&head), Some(first), self.heading];
        let time = times.into_iter().flatten().find_map(|part| time_in(context, part));
        draft.cell = Some(Cell { places: Some(places), time });
        draft.rule = "figures/cell";
        draft.part_of = None;
        draft.inherited = false;
        draft.trigger = None;
        if context.quantities_unit(draft).is_some() {
            return;
        }
        draft.measure = Measure::Other;
        draft.kind = Kind::Unknown;
        draft.subject = None;
        read_header(context, &head, draft);
        if let Some(unit) = head.clone().find_map(|at| unit_at(context, at)) {
            give_unit(context, draft, unit);
            return;
        }
        draft.class = class_of(context, &head).or_else(|| class_of(context, first));
        if draft.measure == Measure::Other && !matches!(draft.kind, Kind::Event(_)) {
            self.read_sides(context, &head, draft);
        }
    }

    /// The measure of a cell whose column names none: of its row, else of the heading above.
    fn read_sides(&self, context: &Context<'_, '_, '_>, head: &Range<usize>, draft: &mut Draft) {
        let first = &self.cells[0];
        if !is_plain(context, head) {
            return;
        }
        let kind = draft.kind;
        read_header(context, first, draft);
        if draft.measure == Measure::Other
            && !matches!(draft.kind, Kind::Event(_))
            && is_plain(context, first)
            && let Some(heading) = self.heading
            && let Some(measure) = sole_measure(context, heading)
        {
            draft.measure = measure;
            draft.class = draft.class.or_else(|| class_of(context, heading));
            if draft.kind == Kind::Unknown && measure != Measure::Destroyed {
                draft.kind = Kind::Person;
            }
        }
        if kind != Kind::Unknown && draft.kind == Kind::Person {
            draft.kind = kind;
        }
    }
}

/// Indices of the places that a cell names.
fn places_in(context: &Context<'_, '_, '_>, cell: &Range<usize>) -> Vec<usize> {
    let mut places: Vec<usize> = cell.clone().filter_map(|at| context.place_index(at)).collect();
    places.dedup();
    places
}

fn class_of(context: &Context<'_, '_, '_>, cell: &Range<usize>) -> Option<SubjectClass> {
    super::subject::class_of(context, cell)
}

/// True for a cell that says who or where, and nothing of what happened to them: `Households`,
/// `Men`, `Total`, `Kunar`, `Number of persons`.
fn is_plain(context: &Context<'_, '_, '_>, cell: &Range<usize>) -> bool {
    let plain = CueSet::of(&[
        CueClass::PersonNoun,
        CueClass::FamilyNoun,
        CueClass::Total,
        CueClass::ClaimNoun,
        CueClass::Article,
        CueClass::Conjunction,
        CueClass::PlaceHead,
        CueClass::Direction,
    ]);
    let mut at = cell.start;
    while at < cell.end {
        let named = context.place(at).is_some() || context.time(at).is_some() || context.actor(at).is_some();
        let of = context.is(at, "of");
        if context.is_word(at) && !named && !of && !context.reading.scan.has_any(at, plain) {
            return false;
        }
        let person = context.cue(at, CueClass::PersonNoun).map_or(at + 1, |hit| hit.tokens.end as usize);
        at = person.max(at + 1);
    }
    true
}

/// The measure that a heading names, `None` when it names several.
fn sole_measure(context: &Context<'_, '_, '_>, heading: &Range<usize>) -> Option<Measure> {
    let mut found = None;
    let mut at = heading.start;
    while at < heading.end {
        let hit = MEASURES.iter().filter_map(|&class| context.cue(at, class)).max_by_key(|hit| hit.tokens.end);
        at = hit.map_or(at + 1, |hit| hit.tokens.end as usize);
        let Some(measure) = hit.and_then(|hit| measure::of_people(&hit.cue.value)) else { continue };
        if found.is_some_and(|found| found != measure) {
            return None;
        }
        found = Some(measure);
    }
    found
}

/// What names a measure in a label.
const MEASURES: [CueClass; 4] =
    [CueClass::MeasureVerb, CueClass::MeasureIntransitive, CueClass::MeasureAdjective, CueClass::MeasureNoun];

/// The meaning of a column from the words of its header.
fn read_header(context: &Context<'_, '_, '_>, head: &Range<usize>, draft: &mut Draft) {
    let found = head.clone().find_map(|at| {
        let hit = MEASURES.iter().filter_map(|&class| context.cue(at, class)).max_by_key(|hit| hit.tokens.end)?;
        // "People reached" were helped, not displaced.
        if hit.cue.value == "moved" { None } else { measure::of_people(&hit.cue.value) }
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
            "Newly displaced\n\n| Town | Households | Persons | Reached with food |\n|---|---|---|---|\n| Goma | 40 | 210 | 90 |",
            &[
                "\"40\" 40..40 family displaced at CD-NK/Goma from the table scope event",
                "\"210\" 210..210 person displaced at CD-NK/Goma from the table scope event",
                "\"90\" 90..90 item other at CD-NK/Goma from the table",
            ],
        );
        check_figures(
            "Indicator | Number\nCivilians killed | 42\nAir strikes | 19\nDisplaced families | 900",
            &[
                "\"42\" 42..42 person killed = civilian scope event",
                "\"19\" 19..19 event strikes scope period",
                "\"900\" 900..900 family displaced scope event",
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
