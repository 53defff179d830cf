//! When: dated figures by measure, and how many have no date.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{ToSpan as _, Unit};
use maud::{Markup, html};

use crate::later::later;
use crate::read::Corpus;
use crate::rows::Claim;
use crate::words::{self, counted, thousands};

const WIDTH: f64 = 1000.0;
/// Left of the scale stand the measures, right of it the undated.
const LEFT: f64 = 110.0;
const RIGHT: f64 = 70.0;
const LANE: f64 = 34.0;
const HEAD: f64 = 24.0;
/// Lanes at most; the rarer measures share one.
const MOST_LANES: usize = 7;
/// Stretches of time at most.
const MOST_BINS: i64 = 70;
/// A figure about a longer stretch than this is a period and stands on its own line below.
const EVENT_DAYS: i32 = 31;
/// The scale is the shortest stretch that holds at least this share of the dated figures, in percent.
const HELD: usize = 88;

/// How finely time is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Day,
    Week,
    Month,
    Year,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The first day of the step that holds `day`.
    fn begin(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(back.days()).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    fn next(self, day: Date) -> Option<Date> {
        match self {
            Self::Day => day.checked_add(1.day()),
            Self::Week => day.checked_add(7.days()),
            Self::Month => day.checked_add(1.month()),
            Self::Year => day.checked_add(1.year()),
        }
        .ok()
    }

    /// The finest step that cuts `days` into few enough.
    fn fitting(days: i64) -> Self {
        [(Self::Day, 1), (Self::Week, 7), (Self::Month, 30)]
            .into_iter()
            .find(|(_, length)| days / length < MOST_BINS)
            .map_or(Self::Year, |(step, _)| step)
    }
}

fn days(from: Date, to: Date) -> i64 {
    from.until((Unit::Day, to)).map_or(0, |span| i64::from(span.get_days()))
}

/// The stretch of time that is drawn.
struct Axis {
    from: Date,
    to: Date,
    step: Step,
}

impl Axis {
    /// Holds most of `dated`.
    fn of(dated: &[(Date, &Claim)]) -> Option<Self> {
        let mut begins: Vec<Date> = dated.iter().map(|(day, _)| *day).collect();
        begins.sort_unstable();
        let held = (begins.len() * HELD).div_ceil(100).max(1);
        let (from, to) = begins
            .windows(held)
            .filter_map(|stretch| Some((*stretch.first()?, *stretch.last()?)))
            .min_by_key(|(from, to)| days(*from, *to))?;
        let step = Step::fitting(days(from, to));
        let to = step.next(step.begin(to)).unwrap_or(to);
        Some(Self { from: step.begin(from), to, step })
    }

    fn at(&self, day: Date) -> f64 {
        let all = days(self.from, self.to).max(1);
        #[expect(clippy::cast_precision_loss, reason = "days of history are few")]
        let share = days(self.from, day) as f64 / all as f64;
        LEFT + share.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    fn holds(&self, day: Date) -> bool {
        self.from <= day && day < self.to
    }

    /// Days with a tick, and what it says.
    fn ticks(&self) -> Vec<(Date, String)> {
        let every = match days(self.from, self.to) {
            0..=21 => Step::Day,
            22..=120 => Step::Week,
            121..=1500 => Step::Month,
            _ => Step::Year,
        };
        let mut ticks = Vec::new();
        let mut day = every.begin(self.from);
        let skip = usize::try_from(days(self.from, self.to) / 600).unwrap_or(0) * usize::from(every == Step::Month);
        let mut at = 0;
        while day < self.to && ticks.len() < 60 {
            if day >= self.from && at % (skip + 1) == 0 {
                let says = match every {
                    Step::Year => day.year().to_string(),
                    Step::Month if day.month() == 1 || ticks.is_empty() => format!("{} {}", short(day), day.year()),
                    Step::Month => short(day).to_owned(),
                    _ => format!("{} {}", day.day(), short(day)),
                };
                ticks.push((day, says));
            }
            at += 1;
            let Some(next) = every.next(day) else { break };
            day = next;
        }
        ticks
    }
}

fn short(day: Date) -> &'static str {
    let month = words::month(day.month());
    month.get(..3).unwrap_or(month)
}

/// A lane: figures of one measure by the begin of their step, and the undated.
#[derive(Default)]
struct Lane {
    bins: BTreeMap<Date, Vec<usize>>,
    outside: usize,
    undated: usize,
    all: usize,
}

pub(crate) fn timeline(corpus: &Corpus) -> Markup {
    let actual: Vec<(usize, &Claim)> = corpus.claims.iter().enumerate().filter(|(_, claim)| claim.is_actual).collect();
    let is_event = |from: Date, claim: &Claim| claim.date_to.is_none_or(|to| days(from, to) <= i64::from(EVENT_DAYS));
    let dated: Vec<(Date, &Claim)> = actual
        .iter()
        .filter_map(|(_, claim)| Some((claim.date_from?, *claim)))
        .filter(|(from, claim)| is_event(*from, claim))
        .collect();
    let undated = actual.iter().filter(|(_, claim)| claim.date_from.is_none() && claim.date_to.is_none()).count();
    let Some(axis) = Axis::of(&dated) else { return html! {} };
    let lanes = lanes(&actual, &axis, is_event);
    let periods = actual.len() - undated - dated.len();
    html! {
        section #timeline aria-labelledby="timeline-h" {
            h2 #timeline-h { "When" }
            p.lead {
                (counted(dated.len(), "figure has", "figures have")) " a date and stand here by " (axis.step.name())
                "; " (thousands(undated)) " have none"
                @if periods > 0 { "; " (thousands(periods)) " are about periods longer than a month and are not drawn" }
                ". Larger dots are more figures, never more victims."
            }
            (later(0, &html! {
                div.scroll tabindex="0" role="group" aria-label="Timeline" { (drawn(corpus, &axis, &lanes)) }
            }))
        }
    }
}

fn lanes<'a>(
    actual: &[(usize, &'a Claim)],
    axis: &Axis,
    is_event: impl Fn(Date, &Claim) -> bool,
) -> Vec<(&'a str, Lane)> {
    let mut frequent: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, claim) in actual.iter().filter(|(_, claim)| claim.date_from.is_some()) {
        *frequent.entry(&claim.measure).or_default() += 1;
    }
    let mut order: Vec<(&str, usize)> = frequent.into_iter().filter(|(measure, _)| *measure != "other").collect();
    order.sort_by_key(|(measure, count)| (std::cmp::Reverse(*count), *measure));
    let mut lanes: Vec<(&str, Lane)> =
        order.into_iter().take(MOST_LANES - 1).map(|(measure, _)| (measure, Lane::default())).collect();
    lanes.push(("other", Lane::default()));
    for (number, claim) in actual {
        let last = lanes.len() - 1;
        let at = lanes.iter().position(|(measure, _)| *measure == claim.measure).unwrap_or(last);
        let lane = &mut lanes[at].1;
        lane.all += 1;
        match claim.date_from {
            Some(from) if !is_event(from, claim) => {}
            Some(from) if axis.holds(from) => lane.bins.entry(axis.step.begin(from)).or_default().push(*number),
            Some(_) => lane.outside += 1,
            None => lane.undated += usize::from(claim.date_to.is_none()),
        }
    }
    lanes.retain(|(_, lane)| lane.all > 0);
    lanes
}

fn drawn(corpus: &Corpus, axis: &Axis, lanes: &[(&str, Lane)]) -> Markup {
    let bottom = HEAD + LANE * f64::from(u32::try_from(lanes.len()).unwrap_or(0));
    html! {
        svg.timeline viewBox={ "0 0 " (WIDTH) " " (bottom + 4.0) } role="group" aria-label="Dated figures by measure" {
            @for (day, says) in axis.ticks() {
                @let x = format!("{:.1}", axis.at(day));
                line.grid x1=(x) x2=(x) y1=(HEAD - 4.0) y2=(bottom) {}
                text x=(x) y="13" { (says) }
            }
            text x=(WIDTH - 4.0) y="13" text-anchor="end" { "undated" }
            @for (at, (measure, lane)) in lanes.iter().enumerate() {
                @let y = HEAD + LANE * (f64::from(u32::try_from(at).unwrap_or(0)) + 0.5);
                line.grid x1="0" x2=(WIDTH) y1=(y + LANE / 2.0) y2=(y + LANE / 2.0) {}
                text.measure x="0" y=(y + 4.0) { (measure.replace('-', " ")) }
                @for (day, figures) in &lane.bins { (dot(corpus, axis, measure, *day, figures, y)) }
                @if lane.outside > 0 {
                    text.outside x=(LEFT - 6.0) y=(y + 4.0) text-anchor="end" { "+" (lane.outside)
                        title { (counted(lane.outside, "figure", "figures")) " before or after" } }
                }
                text.undated x=(WIDTH - 4.0) y=(y + 4.0) text-anchor="end" { (lane.undated) }
            }
        }
    }
}

fn dot(corpus: &Corpus, axis: &Axis, measure: &str, day: Date, figures: &[usize], y: f64) -> Markup {
    let count = figures.len();
    let end = axis.step.next(day).unwrap_or(day);
    let x = f64::midpoint(axis.at(day), axis.at(end));
    #[expect(clippy::cast_precision_loss, reason = "a count of figures")]
    let radius = (3.0 + (count as f64).sqrt() * 1.8).min(LANE / 2.0);
    let when = match axis.step {
        Step::Day => words::day(day),
        step => format!("{} of {}", step.name(), words::day(day)),
    };
    let label = format!("{measure}, {when}: {}", counted(count, "figure", "figures"));
    let first = figures.first().and_then(|&at| corpus.claims.get(at));
    html! {
        @if let Some(claim) = first {
            circle.when cx=(format!("{x:.1}")) cy=(y) r=(format!("{radius:.1}")) role="button" tabindex="0" aria-label=(label)
                data-act="when" data-from=(day) data-to=(end.yesterday().unwrap_or(end))
                data-d=(claim.doc) data-s=(claim.sentence_id) data-f=(claim.figure_id) data-count=(count) {
                title { (label) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Axis, Claim, Step};

    #[test]
    fn steps_fit_the_stretch() {
        assert_eq!(Step::fitting(20), Step::Day);
        assert_eq!(Step::fitting(300), Step::Week);
        assert_eq!(Step::fitting(1000), Step::Month);
        assert_eq!(Step::fitting(9000), Step::Year);
        assert_eq!(Step::Week.begin(date(2026, 4, 19)), date(2026, 4, 13));
        assert_eq!(Step::Month.begin(date(2026, 4, 19)), date(2026, 4, 1));
    }

    #[test]
    fn a_stray_year_does_not_stretch_the_scale() {
        let claim = Claim::default();
        let mut dated = vec![(date(1998, 1, 1), &claim)];
        dated.extend((1..=28).map(|day| (date(2026, 4, day), &claim)));
        let axis = Axis::of(&dated).unwrap();
        assert!(axis.from.year() == 2026 && axis.step == Step::Day);
        assert!(axis.holds(date(2026, 4, 10)) && !axis.holds(date(1998, 1, 1)));
        assert!(axis.at(date(2026, 4, 3)) < axis.at(date(2026, 4, 9)));
        assert!(!axis.ticks().is_empty());
    }

    #[test]
    fn nothing_dated_has_no_scale() {
        assert!(Axis::of(&[]).is_none());
    }
}
