//! When: windows of days, where they come from, and how two of them fit.

use crate::day::Day;

/// Longest window, in days, that is read as one event and not as a period.
pub(crate) const EVENT_DAYS: i32 = 31;
/// Longest window that an undated claim takes over from the head of its document.
pub(crate) const LEAD_DAYS: i32 = 7;
/// From this length on a window may be a month that an event is dated by.
const MONTH: i32 = 28;
/// Half of the days, in thousandths.
const HALF: i32 = 500;
/// The date of a report may lie so many days after its event.
const REPORT_DAYS: i32 = 3;
/// Two periods that run to the day of writing may end this share of their length apart.
const OPEN_END: i32 = 10;

/// Where a window comes from, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Basis {
    /// Columns of the figure itself.
    Own,
    /// A date in its sentence.
    Sentence,
    /// The last date before it in its paragraph.
    Paragraph,
    /// The first date of the document.
    Lead,
}

/// First and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) from: Day,
    pub(crate) to: Day,
    /// Runs to the day of writing: `to` is the date of publication.
    pub(crate) open: bool,
    pub(crate) basis: Basis,
}

/// How two windows fit into one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TimeFit {
    /// They exclude each other.
    No,
    /// They lie apart, but one of them may be the date of something else.
    Apart,
    /// Nothing is known of one of them, or they cannot be compared.
    Unknown,
    /// One lies inside the other, or they overlap in part.
    Nested,
    /// They are the same.
    Same,
}

impl Window {
    /// The window of a figure's own dates. A window that starts before publication ends there at the latest.
    pub(crate) fn own(from: Option<Day>, to: Option<Day>, published: Option<Day>) -> Option<Self> {
        let from = from.or(to)?;
        let stated = to.is_some();
        let mut to = to.or(published).unwrap_or(from).max(from);
        let mut open = !stated;
        if let Some(published) = published
            && from <= published
            && to > published
        {
            to = published;
            open = true;
        }
        Some(Self { from, to, open, basis: Basis::Own })
    }

    /// A date that stands near a figure; `None` if it is longer than `days`. One without an end runs to publication.
    pub(crate) fn inherited(
        (from, to): (Option<Day>, Option<Day>),
        published: Option<Day>,
        days: i32,
        basis: Basis,
    ) -> Option<Self> {
        let window = Self { basis, ..Self::own(Some(from?), to.or(published), published)? };
        let open = window.open || to.is_none();
        (window.days() <= days).then_some(Self { open, ..window })
    }

    /// Number of days, at least 1.
    pub(crate) fn days(&self) -> i32 {
        self.to.since(self.from) + 1
    }

    pub(crate) fn is_period(&self) -> bool {
        self.days() > EVENT_DAYS
    }

    /// Whether the days are counted together, and are not a month that one event is dated by roughly.
    pub(crate) fn counts_days(&self) -> bool {
        (3..MONTH).contains(&self.days())
    }

    /// A day that only stands near may be the day of the report, or the evening on which a night began.
    fn reach(&self) -> (Day, Day) {
        let slack = i32::from(self.basis != Basis::Own && self.days() == 1);
        (self.from.plus(-slack), self.to.plus(slack))
    }

    /// Same start, and same end; or both run to the day of writing and end close together.
    fn same_period(&self, other: &Self) -> bool {
        let slack = if self.open && other.open {
            (self.days().max(other.days()) / OPEN_END).max(31)
        } else if self.open || other.open {
            self.days().max(other.days()) / OPEN_END
        } else {
            1
        };
        (self.from.since(other.from)).abs() <= 1 && (self.to.since(other.to)).abs() <= slack
    }
}

/// How much of their days two windows share, in thousandths.
pub(crate) fn overlap(a: Option<&Window>, b: Option<&Window>) -> i32 {
    let (Some(a), Some(b)) = (a, b) else { return 0 };
    let ((a_from, a_to), (b_from, b_to)) = (a.reach(), b.reach());
    let shared = (a_to.min(b_to).since(a_from.max(b_from)) + 1).max(0);
    let whole = a_to.max(b_to).since(a_from.min(b_from)) + 1;
    i32::try_from(i64::from(shared) * 1000 / i64::from(whole.max(1))).unwrap_or(0)
}

/// How two windows fit; the order does not matter.
pub(crate) fn fit(a: Option<&Window>, b: Option<&Window>) -> TimeFit {
    let (Some(a), Some(b)) = (a, b) else { return TimeFit::Unknown };
    if a.from == b.from && a.to == b.to {
        return TimeFit::Same;
    }
    let own = a.basis == Basis::Own && b.basis == Basis::Own;
    if a.is_period() || b.is_period() || (a.open && b.open) {
        return match a.same_period(b) {
            true => TimeFit::Same,
            false if own => TimeFit::No,
            false => TimeFit::Unknown,
        };
    }
    let ((a_from, a_to), (b_from, b_to)) = (a.reach(), b.reach());
    if a_from <= b_to && b_from <= a_to {
        // Days counted together, and one of these days: an event inside a period. A whole month is a date given roughly, and
        // so is a part of that month.
        let (shorter, longer) = if a.days() <= b.days() { (a, b) } else { (b, a) };
        let counted = |w: &Window| w.basis == Basis::Own && w.counts_days();
        let inside = longer.from <= shorter.from && shorter.to <= longer.to;
        let part = (counted(longer) || (counted(shorter) && !inside)) && overlap(Some(a), Some(b)) < HALF;
        return if part { TimeFit::Apart } else { TimeFit::Nested };
    }
    let gap = a_from.since(b_to).max(b_from.since(a_to));
    match own {
        true => TimeFit::No,
        false if gap > REPORT_DAYS => TimeFit::Apart,
        false => TimeFit::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn window(text: &str) -> Option<Window> {
        let (text, basis) = text.strip_suffix('*').map_or((text, Basis::Own), |t| (t, Basis::Paragraph));
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let published = Day::parse("2025-12-20");
        match basis {
            Basis::Own => Window::own(Day::parse(from), Day::parse(to), published),
            basis => Window::inherited((Day::parse(from), Day::parse(to)), published, LEAD_DAYS, basis),
        }
    }

    #[track_caller]
    fn check(a: &str, b: &str, expected: TimeFit) {
        let (x, y) = (window(a), window(b));
        assert_eq!(fit(x.as_ref(), y.as_ref()), expected, "{a} / {b}");
        assert_eq!(fit(y.as_ref(), x.as_ref()), expected, "{b} / {a}");
    }

    #[test]
    fn days_and_nights() {
        check("2025-10-11..2025-10-12", "2025-10-11", TimeFit::Nested);
        check("2025-10-11", "2025-10-12", TimeFit::No);
        check("2025-10-11", "2025-10-12*", TimeFit::Nested);
        check("2025-10-11", "2025-10-14*", TimeFit::Unknown);
        check("2025-10-11", "2025-10-24*", TimeFit::Apart);
        check("2025-11-25", "2025-11-01..2025-11-30", TimeFit::Nested);
        check("2025-11-25", "", TimeFit::Unknown);
        check("2025-10-11..2025-10-15", "2025-10-12", TimeFit::Apart);
        check("2025-10-11..2025-10-15", "2025-10-12..2025-10-15", TimeFit::Nested);
        check("2025-11-01..2025-11-30", "2025-11-20..2025-11-30", TimeFit::Nested);
        check("2025-10-28..2025-11-02", "2025-11-01..2025-11-30", TimeFit::Apart);
    }

    #[test]
    fn periods_need_the_same_ends() {
        check("2024-01-01..2024-12-31", "2024-01-01..2024-12-31", TimeFit::Same);
        check("2024-01-01..2024-12-31", "2024-01-01..2024-06-30", TimeFit::No);
        check("2022-07-01..2023-06-30", "2021-08-15..", TimeFit::No);
        check("2025-11-25", "2025-01-01..2025-12-31", TimeFit::No);
        check("2025-01-01..2025-12-31", "2025-01-01..", TimeFit::Same);
        check("2025-10-12..", "2025-10-12..", TimeFit::Same);
    }

    #[test]
    fn a_year_that_is_not_over_ends_with_the_report() {
        let published = Day::parse("2025-06-30");
        let half = Window::own(Day::parse("2025-01-01"), Day::parse("2025-12-31"), published);
        assert!(half.is_some_and(|w| w.open && Some(w.to) == published));
    }

    proptest! {
        #[test]
        fn fitting_is_symmetric(a in 0..60, b in 0..60, c in 0..60, d in 0..60, own in any::<[bool; 2]>()) {
            let make = |from: i32, days: i32, own: bool| {
                let (from, to) = (Day::from_number(from), Day::from_number(from + days));
                if own { Window::own(Some(from), Some(to), None) } else { Window::inherited((Some(from), Some(to)), None, 60, Basis::Lead) }
            };
            let (x, y) = (make(a, b, own[0]), make(c, d, own[1]));
            prop_assert_eq!(fit(x.as_ref(), y.as_ref()), fit(y.as_ref(), x.as_ref()));
        }
    }
}
