//! The year of a date that leaves it out.

use jiff::civil::Date;

use super::calendar::{Days, Partial};

/// Days after publication within which a day without year lies ahead, if the last such day is long past.
const SOON: i32 = 60;
/// Days before publication from which a day without year is long past.
const LONG_PAST: i32 = 240;
/// Days after publication that a report may name without looking ahead: datelines run late.
const LATE: i32 = 10;

/// What was read before: years to borrow.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Memory {
    pub(super) published: Option<Date>,
    /// The first full date that the document writes, from anywhere in it.
    pub(super) first: Option<(i16, i8)>,
    /// The last date resolved from the text's own years.
    pub(super) last: Option<(i16, i8)>,
    /// The last date with year and month in this sentence.
    pub(super) in_sentence: Option<(i16, i8)>,
    /// The last date that opened a line: entries of a timeline.
    pub(super) opening: Option<(i16, i8)>,
    /// The day named last, however it was told.
    pub(super) day: Option<Date>,
}

impl Memory {
    /// Gives `date` a year: that of a full date before it in its sentence; in a timeline that of the
    /// entry above; else the year that brings it nearest before the day of publication (after it,
    /// when the text looks `ahead`); without one, the year of the dates around it.
    pub(super) fn with_year(&self, date: Partial, ahead: bool, opens: bool) -> Partial {
        if date.year.is_some() || date.months.is_none() {
            return date;
        }
        let month = date.first_month();
        let neighbour = self.in_sentence.or(if opens { self.opening } else { None });
        if let Some(neighbour) = neighbour {
            return Partial { year: Some(after(neighbour, month)), ..date };
        }
        if let Some(today) = self.published {
            // A text that was in an earlier year just before goes on there rather than ahead.
            let present = self.last.is_none_or(|(year, _)| year >= today.year());
            return nearest(date, today, ahead, present).unwrap_or(date);
        }
        let year = self.last.map(|last| after(last, month)).or(self.first.map(|(year, _)| year));
        Partial { year, ..date }
    }

    /// Notes a resolved date; `written` when the text gives its year.
    pub(super) fn note(&mut self, days: Option<Days>, date: Partial, written: bool, opens: bool) {
        let (Some((from, _)), true) = (days, date.months.is_some()) else { return };
        let found = Some((from.year(), from.month()));
        self.last = found;
        if written {
            self.in_sentence = found;
        }
        if opens {
            self.opening = found;
        }
    }
}

/// The year of a month that follows another date in a text: months half a year back are of the next.
fn after((year, month): (i16, i8), next: i8) -> i16 {
    match next - month {
        -11..-6 => year + 1,
        7..=11 => year - 1,
        _ => year,
    }
}

fn nearest(date: Partial, today: Date, ahead: bool, present: bool) -> Option<Partial> {
    let years = [today.year() - 1, today.year(), today.year() + 1];
    let mut dated = years.into_iter().filter_map(|year| {
        let date = Partial { year: Some(year), ..date };
        Some((date, date.days()?))
    });
    if ahead {
        return dated.find(|&(_, (_, to))| to >= today).map(|(date, _)| date);
    }
    let slack = if date.day.is_some() { LATE } else { 0 };
    let away = |from: Date| (from - today).get_days();
    let found: Vec<_> = dated.collect();
    let past = found.iter().rfind(|(_, (from, _))| away(*from) <= slack)?;
    // "the election of 5 December", written in November
    let next = found.iter().find(|(_, (from, _))| date.day.is_some() && (slack..=SOON).contains(&away(*from)));
    let soon = next.filter(|_| present && away(past.1.0) < -LONG_PAST);
    Some(soon.unwrap_or(past).0)
}
