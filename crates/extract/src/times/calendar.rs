//! Dates with parts missing, and what can be told from them.

use jiff::civil::Date;

use crate::extraction::Granularity;

/// Early, middle or late in a month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Early,
    Mid,
    Late,
}

impl Part {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        match name {
            "early" => Some(Self::Early),
            "mid" => Some(Self::Mid),
            "late" => Some(Self::Late),
            _ => None,
        }
    }
}

/// A date as written: what it leaves out is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Partial {
    pub(super) year: Option<i16>,
    /// Years it covers beyond `year`: 9 for a decade.
    pub(super) more_years: i16,
    /// First and last month; the last is smaller for a winter.
    pub(super) months: Option<(i8, i8)>,
    pub(super) day: Option<i8>,
    /// Week of the month, 1 to 4; 5 is the last.
    pub(super) week: Option<i8>,
    pub(super) part: Option<Part>,
}

/// First and last day.
pub(super) type Days = (Date, Date);

impl Partial {
    pub(super) fn of_year(year: i16) -> Self {
        Self { year: Some(year), ..Self::default() }
    }

    pub(super) fn of_month(month: i8) -> Self {
        Self { months: Some((month, month)), ..Self::default() }
    }

    /// The days meant, `None` without a year or for a day that no calendar has.
    pub(super) fn days(self) -> Option<Days> {
        let year = self.year?;
        let Some((first, last)) = self.months else {
            return self.days_of_years(year);
        };
        if let Some(day) = self.day {
            let date = Date::new(year, first, day).ok()?;
            return Some((date, date));
        }
        let from = Date::new(year, first, 1).ok()?;
        let to = Date::new(if last < first { year + 1 } else { year }, last, 1).ok()?.last_of_month();
        if first != last {
            return Some((from, to));
        }
        if let Some(week) = self.week {
            let begin = if week > 4 { to.day() - 6 } else { 7 * week - 6 };
            return Some((Date::new(year, first, begin).ok()?, Date::new(year, first, begin + 6).ok()?));
        }
        match self.part {
            None => Some((from, to)),
            Some(Part::Early) => Some((from, Date::new(year, first, 10).ok()?)),
            Some(Part::Mid) => Some((Date::new(year, first, 11).ok()?, Date::new(year, first, 20).ok()?)),
            Some(Part::Late) => Some((Date::new(year, first, 21).ok()?, to)),
        }
    }

    /// "early 2025" is its first three months, "late 2022" its last three, "mid-2024" May to August;
    /// the same thirds of a decade.
    fn days_of_years(self, year: i16) -> Option<Days> {
        let (first, last) = (year, year + self.more_years);
        if self.more_years > 0 {
            let (first, last) = match self.part {
                None => (first, last),
                Some(Part::Early) => (first, first + 3),
                Some(Part::Mid) => (first + 3, first + 6),
                Some(Part::Late) => (first + 6, last),
            };
            return Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?));
        }
        let (from, to) = match self.part {
            None => (1, 12),
            Some(Part::Early) => (1, 3),
            Some(Part::Mid) => (5, 8),
            Some(Part::Late) => (10, 12),
        };
        Some((Date::new(year, from, 1).ok()?, Date::new(year, to, 1).ok()?.last_of_month()))
    }

    pub(super) fn granularity(self) -> Granularity {
        match (self.months, self.day) {
            (_, Some(_)) => Granularity::Day,
            _ if self.week.is_some() => Granularity::Week,
            (Some((first, last)), None) if first == last => Granularity::Month,
            (Some((first, last)), None) if last - first == 2 => Granularity::Quarter,
            (Some(_), None) => Granularity::Range,
            (None, None) if self.more_years > 0 => Granularity::Range,
            (None, None) if matches!(self.part, Some(Part::Early | Part::Late)) => Granularity::Quarter,
            (None, None) if self.part.is_some() => Granularity::Range,
            (None, None) => Granularity::Year,
        }
    }

    /// The month that orders it within a year.
    pub(super) fn first_month(self) -> i8 {
        self.months.map_or(1, |(first, _)| first)
    }
}

/// Fills what one end of a range leaves out from the other: "11-12 October 2025", "26 February to
/// 1 March 2026", "October 11-12".
pub(super) fn complete(left: Partial, right: Partial) -> (Partial, Partial) {
    let (mut left, mut right) = (left, right);
    if left.months.is_none() && left.year.is_none() {
        left.months = right.months;
    }
    if right.months.is_none() && right.year.is_none() {
        right.months = left.months;
    }
    match (left.year, right.year) {
        (None, Some(year)) => {
            left.year = Some(if left.first_month() > right.first_month() { year - 1 } else { year });
        }
        (Some(year), None) => {
            right.year = Some(if right.first_month() < left.first_month() { year + 1 } else { year });
        }
        _ => {}
    }
    (left, right)
}
