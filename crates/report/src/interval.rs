//! Where the accounts of a question lie on a common scale.

/// Greatest ratio of two bounds that a linear scale shows.
const LINEAR_RATIO: f64 = 20.0;
/// From this ratio of least to greatest bound on, the scale need not begin at nought.
const CLOSE: f64 = 0.6;
/// "about 40" allows this much either way.
const APPROXIMATE: f64 = 0.1;

/// The bounds of an account in one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds<'a> {
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) comparator: &'a str,
}

/// A scale that holds every bound of a question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scale {
    from: f64,
    to: f64,
    log: bool,
    /// Values with a tick, ascending.
    pub(crate) ticks: Vec<f64>,
}

/// An account on a scale; positions from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bar {
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// No lower bound: the bar reaches the left edge.
    pub(crate) open_left: bool,
    /// No upper bound: the bar reaches the right edge.
    pub(crate) open_right: bool,
    /// The stated bound does not belong to it: "more than 200" is not 200.
    pub(crate) excluded: bool,
    /// Approximate: the value itself lies in the middle.
    pub(crate) about: Option<f64>,
}

impl Bar {
    /// Whether it is one value.
    pub(crate) fn is_point(&self) -> bool {
        !self.open_left && !self.open_right && self.about.is_none() && self.from == self.to
    }
}

impl Scale {
    /// The scale for `bounds`; none if no bound is finite.
    pub(crate) fn of<'a>(bounds: impl Iterator<Item = Bounds<'a>>) -> Option<Self> {
        let values: Vec<f64> =
            bounds.flat_map(|one| [one.low, one.high]).flatten().filter(|value| value.is_finite()).collect();
        let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let positive = values.iter().copied().filter(|value| *value > 0.0).fold(f64::INFINITY, f64::min);
        if values.is_empty() {
            return None;
        }
        if least >= 0.0 && positive.is_finite() && greatest / positive >= LINEAR_RATIO {
            return Some(Self::logarithmic(positive, greatest));
        }
        Some(Self::linear(least, greatest))
    }

    fn linear(least: f64, greatest: f64) -> Self {
        let width = greatest - least;
        let begins_high = least > 0.0 && least / greatest > CLOSE && width > 0.0;
        let from = if begins_high { (least - width).max(0.0) } else { least.min(0.0) };
        let to = if begins_high { greatest + width } else { greatest.max(0.0) + (greatest.max(0.0) - from) * 0.2 };
        let to = if to > from { to } else { from + 1.0 };
        let step = nice((to - from) / 4.0);
        let first = (from / step).ceil();
        let count = ((to - first * step) / step).floor().clamp(0.0, 12.0);
        let ticks = (0..=12).map(f64::from).take_while(|at| *at <= count).map(|at| (first + at) * step).collect();
        Self { from, to, log: false, ticks }
    }

    fn logarithmic(positive: f64, greatest: f64) -> Self {
        let from = positive.log10().floor();
        let to = (greatest.log10() + 0.15).max(from + 1.0);
        let decades = ((to - from) / 6.0).ceil().max(1.0);
        let ticks = (0..=12).map(|at| from + f64::from(at) * decades).take_while(|at| *at <= to);
        let ticks = ticks.map(|at| 10_f64.powf(at)).collect();
        Self { from, to, log: true, ticks }
    }

    /// Whether equal distances are equal ratios.
    pub(crate) fn is_log(&self) -> bool {
        self.log
    }

    /// Where `value` lies, from 0 to 1. Nought on a logarithmic scale lies at its left edge.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let value = match self.log {
            true if value <= 0.0 => return 0.0,
            true => value.log10(),
            false => value,
        };
        ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }

    /// The bar of an account; none if it gives no number.
    pub(crate) fn bar(&self, bounds: Bounds<'_>) -> Option<Bar> {
        let (open_left, open_right) = (bounds.low.is_none(), bounds.high.is_none());
        if open_left && open_right {
            return None;
        }
        let about = bounds.comparator == "approx";
        let spread = |value: Option<f64>, by: f64| value.map(|value| value + value.abs() * by);
        let (low, high) = match about {
            true => (spread(bounds.low, -APPROXIMATE), spread(bounds.high, APPROXIMATE)),
            false => (bounds.low, bounds.high),
        };
        Some(Bar {
            from: low.map_or(0.0, |low| self.at(low)),
            to: high.map_or(1.0, |high| self.at(high)),
            open_left,
            open_right,
            excluded: matches!(bounds.comparator, "gt" | "lt"),
            about: bounds.low.filter(|_| about && !open_right).map(|low| self.at(low)),
        })
    }
}

/// The least of 1, 2 and 5 times a power of ten that is not less than `step`.
fn nice(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|nice| *nice >= step).unwrap_or(step)
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Scale};

    fn bounds(low: Option<f64>, high: Option<f64>, comparator: &str) -> Bounds<'_> {
        Bounds { low, high, comparator }
    }

    fn exact(value: f64) -> Bounds<'static> {
        bounds(Some(value), Some(value), "eq")
    }

    #[test]
    fn far_apart_is_logarithmic_and_near_is_not() {
        let far = Scale::of([exact(9.0), bounds(Some(200.0), None, "gt")].into_iter()).unwrap();
        assert!(far.is_log());
        assert_eq!(far.ticks, [1.0, 10.0, 100.0]);
        let near = Scale::of([exact(12.0), exact(16.0)].into_iter()).unwrap();
        assert!(!near.is_log());
        assert!(near.ticks.len() >= 3, "{:?}", near.ticks);
        assert!(Scale::of([bounds(None, None, "eq")].into_iter()).is_none());
    }

    #[test]
    fn order_on_the_scale_is_order_of_values() {
        for values in
            [vec![0.0, 1.0, 4000.0], vec![2575.0, 2600.0, 2640.0], vec![-60.0, 5.0], vec![0.0], vec![7.0, 7.0]]
        {
            let scale = Scale::of(values.iter().map(|value| exact(*value))).unwrap();
            let at: Vec<f64> = values.iter().map(|value| scale.at(*value)).collect();
            assert!(at.is_sorted(), "{values:?} {at:?}");
            assert!(at.iter().all(|at| (0.0..=1.0).contains(at)));
            assert!(scale.ticks.iter().all(|tick| tick.is_finite()));
            assert!(scale.ticks.is_sorted());
        }
    }

    #[test]
    fn open_ends_reach_the_edges() {
        let more = bounds(Some(200.0), None, "gt");
        let scale = Scale::of([more, exact(9.0)].into_iter()).unwrap();
        let bar = scale.bar(more).unwrap();
        assert!(bar.open_right && bar.excluded && bar.to == 1.0 && bar.from > 0.5);
        let most = scale.bar(bounds(None, Some(50.0), "le")).unwrap();
        assert!(most.open_left && !most.excluded && most.from == 0.0);
        assert!(scale.bar(exact(9.0)).unwrap().is_point());
        assert!(scale.bar(bounds(None, None, "eq")).is_none());
    }

    #[test]
    fn approximate_values_have_whiskers() {
        let about = bounds(Some(40.0), Some(40.0), "approx");
        let scale = Scale::of([about, exact(80.0)].into_iter()).unwrap();
        let bar = scale.bar(about).unwrap();
        assert!(bar.from < bar.about.unwrap() && bar.about.unwrap() < bar.to);
        let dozens = scale.bar(bounds(Some(24.0), None, "approx")).unwrap();
        assert!(dozens.open_right && dozens.about.is_none());
    }
}
