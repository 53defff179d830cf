//! A calendar day as a number, so that windows are plain arithmetic.

use std::fmt;

use jiff::Span;
#[cfg(test)]
use jiff::Unit;
use jiff::civil::{Date, date};

/// Days since 1970-01-01, as `date32` holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Day(i32);

impl Day {
    pub(crate) fn from_number(days: i32) -> Self {
        Self(days)
    }

    pub(crate) fn number(self) -> i32 {
        self.0
    }

    /// The day that is `days` later; saturates at the ends of the calendar's numbers.
    pub(crate) fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `earlier` to this one.
    pub(crate) fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    fn date(self) -> Option<Date> {
        date(1970, 1, 1).checked_add(Span::new().try_days(self.0).ok()?).ok()
    }

    /// Reads `YYYY-MM-DD`.
    #[cfg(test)]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let day: Date = text.parse().ok()?;
        let span = day.since((Unit::Day, date(1970, 1, 1))).ok()?;
        Some(Self(span.get_days()))
    }

    /// "12 October 2025".
    pub(crate) fn in_words(self) -> String {
        self.date().map_or_else(|| self.to_string(), |d| format!("{} {} {}", d.day(), month_name(d.month()), d.year()))
    }
}

fn month_name(month: i8) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => date.fmt(f),
            None => write!(f, "day {}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn a_day_reads_back_as_written() {
        for text in ["1970-01-01", "2025-10-12", "2024-02-29", "1893-11-12"] {
            assert_eq!(Day::parse(text).map(|d| d.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Day::parse("2025-02-30"), None);
        assert_eq!(Day::parse("1970-01-02").map(Day::number), Some(1));
    }
}
