//! A claim as questions see it.

use super::{Flag, Quantity, Row, Shared, Voice, day};
use crate::day::Day;
use crate::interval::Value;
use crate::subject::Subject;
use crate::window::Window;

/// A claim with all that decides which question it answers.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(super) shared: &'a Shared,
    pub(super) row: &'a Row,
}

impl<'a> Asked<'a> {
    pub(crate) fn doc(self) -> usize {
        self.row.doc as usize
    }

    /// Measure, unit family and rate: the parts of the key that must be equal.
    pub(crate) fn family(self) -> &'a str {
        &self.shared.families.get(self.row.family).name
    }

    pub(crate) fn measure(self) -> &'a str {
        &self.shared.families.get(self.row.family).measure
    }

    pub(crate) fn unit(self) -> &'a str {
        &self.shared.families.get(self.row.family).unit
    }

    pub(crate) fn dimension(self) -> &'a str {
        &self.shared.families.get(self.row.family).dimension
    }

    pub(crate) fn subject(self) -> &'a Subject {
        self.shared.subjects.get(self.row.subject)
    }

    pub(crate) fn scope(self) -> Option<&'a str> {
        self.shared.names.word(self.row.scope)
    }

    pub(crate) fn window(self) -> Option<Window> {
        let (from, to) = (day(self.row.window.0)?, day(self.row.window.1)?);
        Some(Window { from, to, open: self.has(Flag::Open), basis: self.row.basis })
    }

    /// Reduced: no place that another one lies in.
    pub(crate) fn places(self) -> &'a [String] {
        self.shared.places.get(self.row.places)
    }

    fn has(self, flag: Flag) -> bool {
        self.row.flags & (1 << (flag as u16)) != 0
    }

    /// The place is that of the document, not of the figure's own words: it may help to join, never to tell apart.
    pub(crate) fn place_is_near(self) -> bool {
        self.has(Flag::PlaceIsNear)
    }

    /// The place is only that of the document's lead or dateline.
    pub(crate) fn place_is_lead(self) -> bool {
        self.has(Flag::PlaceIsLead)
    }

    /// A part of a total that counts another class: the police among the dead.
    pub(crate) fn is_class(self) -> bool {
        self.has(Flag::IsClass)
    }

    /// Said of another event than the one its text is about: "elsewhere", "in a separate attack".
    pub(crate) fn elsewhere(self) -> bool {
        self.has(Flag::Elsewhere)
    }

    /// Said before something else that its text also gives ("revised down from 17").
    pub(crate) fn earlier(self) -> bool {
        self.has(Flag::Earlier)
    }

    /// Who is counted is not said in its sentence, but was said before.
    pub(crate) fn inherits(self) -> bool {
        self.has(Flag::Inherits)
    }

    /// One victim that no number counts: "a policeman was killed".
    pub(crate) fn implied(self) -> bool {
        self.has(Flag::Implied)
    }

    /// Whether it follows on another claim of its document without a noun of its own.
    pub(crate) fn continues(self, other: Self) -> bool {
        self.row.doc == other.row.doc && self.row.continues == other.row.position
    }

    fn voice(self) -> &'a Voice {
        self.shared.voices.get(self.row.voice)
    }

    /// The side the claimant speaks for.
    pub(crate) fn speaker(self) -> Option<&'a str> {
        self.voice().speaker.as_deref()
    }

    /// The side said to have done it.
    pub(crate) fn agent(self) -> Option<&'a str> {
        self.voice().agent.as_deref()
    }

    pub(crate) fn claimant_id(self) -> Option<&'a str> {
        self.voice().claimant_id.as_deref()
    }

    pub(crate) fn claimant(self) -> Option<&'a str> {
        self.voice().claimant.as_deref()
    }

    pub(crate) fn denier_id(self) -> Option<&'a str> {
        self.voice().denier_id.as_deref()
    }

    pub(crate) fn stance(self) -> &'a str {
        &self.voice().stance
    }

    pub(crate) fn quantity(self) -> &'a Quantity {
        self.shared.quantities.get(self.row.quantity)
    }

    pub(crate) fn value(self) -> Value {
        self.quantity().value
    }

    /// The words around the figure, as a hash: copied where two documents have the same.
    pub(crate) fn passage(self) -> Option<u64> {
        self.row.passage
    }

    /// The figure as written.
    pub(crate) fn text(self) -> &'a str {
        self.shared.names.get(self.row.text)
    }

    /// The counted noun phrase as written.
    pub(crate) fn phrase(self) -> Option<&'a str> {
        self.shared.names.word(self.row.phrase)
    }

    pub(crate) fn figure_id(self) -> i32 {
        self.row.figure_id
    }

    pub(crate) fn sentence_id(self) -> i32 {
        self.row.sentence_id
    }

    /// Whether two claims stand in one paragraph of one document.
    pub(crate) fn shares_paragraph(self, other: Self) -> bool {
        self.row.doc == other.row.doc && self.row.paragraph == other.row.paragraph
    }

    /// Code points into the document.
    pub(crate) fn start(self) -> i32 {
        self.row.start
    }

    pub(crate) fn part_of(self) -> Option<i32> {
        self.row.part_of
    }

    pub(crate) fn claimed_on(self) -> Option<Day> {
        day(self.row.claimed_on)
    }

    /// The figure's own first day.
    pub(crate) fn date_from(self) -> Option<Day> {
        day(self.row.from)
    }

    /// The figure's own last day.
    pub(crate) fn date_to(self) -> Option<Day> {
        day(self.row.to)
    }
}
