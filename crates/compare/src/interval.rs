//! Values as intervals: what a wording allows, and whether two wordings can be true together.

use std::str::FromStr;

use crate::rows::UnknownWord;

/// Counts that are only approximate allow this share either way.
const APPROXIMATE: f64 = 0.10;
/// Measured quantities agree within this share after conversion.
const MEASURED: f64 = 0.025;

/// How the bounds of a figure are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Comparator {
    Eq,
    Gt,
    Ge,
    Lt,
    Le,
    Approx,
    Range,
}

impl FromStr for Comparator {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Ok(match word {
            "eq" => Self::Eq,
            "gt" => Self::Gt,
            "ge" => Self::Ge,
            "lt" => Self::Lt,
            "le" => Self::Le,
            "approx" => Self::Approx,
            "range" => Self::Range,
            _ => {
                return Err(UnknownWord {
                    word: word.to_owned(),
                    known: &["eq", "gt", "ge", "lt", "le", "approx", "range"],
                });
            }
        })
    }
}

/// A value as stated, in the unit it is compared in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Value {
    /// Lower bound; `None`: unbounded.
    pub(crate) low: Option<f64>,
    /// Upper bound; `None`: unbounded.
    pub(crate) high: Option<f64>,
    pub(crate) comparator: Comparator,
    /// Length, area, volume, mass or money, as opposed to a count of people or things.
    pub(crate) measured: bool,
    /// Half of the last digit that the wording gives, in the same unit as the bounds.
    pub(crate) rounding: f64,
}

/// How two values relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pair {
    /// They say the same.
    Agree,
    /// They can be true together.
    Compatible,
    /// They cannot be true together.
    Contradict,
}

/// The set of numbers that a wording allows.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Allowed {
    low: f64,
    low_open: bool,
    high: f64,
    high_open: bool,
}

impl Value {
    /// Whether there is any number to compare.
    pub(crate) fn is_stated(&self) -> bool {
        self.low.is_some() || self.high.is_some()
    }

    fn tolerance(&self, bound: f64) -> f64 {
        let approximate = if self.comparator == Comparator::Approx { APPROXIMATE * bound.abs() } else { 0.0 };
        if self.measured { approximate.max(MEASURED / 2.0 * bound.abs()).max(self.rounding) } else { approximate }
    }

    fn allowed(&self) -> Allowed {
        let strict = !self.measured;
        Allowed {
            low: self.low.map_or(f64::NEG_INFINITY, |low| low - self.tolerance(low)),
            low_open: strict && self.comparator == Comparator::Gt,
            high: self.high.map_or(f64::INFINITY, |high| high + self.tolerance(high)),
            high_open: strict && self.comparator == Comparator::Lt,
        }
    }

    /// The numbers that the wording allows: the lower bound, and whether it is itself excluded; the upper bound, and whether it
    /// is itself allowed.
    pub(crate) fn bounds(&self) -> ((f64, bool), (f64, bool)) {
        let allowed = self.allowed();
        ((allowed.low, allowed.low_open), (allowed.high, !allowed.high_open))
    }

    /// How this value and another relate; the order does not matter.
    pub(crate) fn relate(&self, other: &Self) -> Pair {
        let (a, b) = (self.allowed(), other.allowed());
        if a.below(&b) || b.below(&a) {
            Pair::Contradict
        } else if self.says_the_same(other) {
            Pair::Agree
        } else {
            Pair::Compatible
        }
    }

    /// The same bounds; of measured quantities bounds within their tolerance, `approx` or not.
    fn says_the_same(&self, other: &Self) -> bool {
        let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) if self.measured && other.measured => {
                let share = MEASURED * a.abs().max(b.abs());
                (a - b).abs() <= share.max(self.rounding + other.rounding)
            }
            (a, b) => a == b,
        };
        same(self.low, other.low) && same(self.high, other.high)
    }

    /// What two values must share to be alike in every comparison.
    pub(crate) fn identity(&self) -> (u64, u64, u64, Comparator) {
        let bits = |bound: Option<f64>| bound.map_or(u64::MAX, f64::to_bits);
        (bits(self.low), bits(self.high), self.rounding.to_bits(), self.comparator)
    }

    /// The same number in the same words; what makes two statements one.
    pub(crate) fn same_bounds(&self, other: &Self) -> bool {
        self.is_stated() && self.low == other.low && self.high == other.high
    }

    /// A number that stands for the value where only one can: the bound that is given.
    pub(crate) fn least(&self) -> Option<f64> {
        self.low.or(self.high)
    }

    /// The largest number given.
    pub(crate) fn most(&self) -> Option<f64> {
        self.high.or(self.low)
    }
}

impl Allowed {
    fn below(&self, other: &Self) -> bool {
        self.high < other.low || (self.high == other.low && (self.high_open || other.low_open))
    }
}

/// The tightest bounds among several values: tells whether two of them contradict without comparing each with each.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Bounds {
    /// The greatest lower bound, and whether it is itself excluded.
    low: Option<(f64, bool)>,
    /// The least upper bound, and whether it is itself allowed.
    high: Option<(f64, bool)>,
}

impl Bounds {
    /// Takes in one more value.
    pub(crate) fn add(&mut self, value: &Value) {
        let (low, high) = value.bounds();
        if self.low.is_none_or(|known| low > known) {
            self.low = Some(low);
        }
        if self.high.is_none_or(|known| high < known) {
            self.high = Some(high);
        }
    }

    /// Whether a value contradicts one of those taken in.
    pub(crate) fn exclude(&self, value: &Value) -> bool {
        let (low, high) = value.bounds();
        self.low.is_some_and(|other| below(high, other)) || self.high.is_some_and(|other| below(other, low))
    }

    /// Whether two of the values taken in contradict.
    pub(crate) fn clash(&self) -> bool {
        matches!((self.high, self.low), (Some(high), Some(low)) if below(high, low))
    }
}

/// Whether an upper bound, which may be allowed, lies below a lower bound, which may be excluded.
fn below((high, allowed): (f64, bool), (low, excluded): (f64, bool)) -> bool {
    high < low || (high == low && (!allowed || excluded))
}

/// Half a unit of the last digit that is not a trailing zero: 2,600 is known to the hundred, 5.5 to the tenth.
///
/// `scale` converts the written number to the unit compared in.
pub(crate) fn rounding(written: f64, scale: f64) -> f64 {
    if written == 0.0 || !written.is_finite() {
        return 0.0;
    }
    let mut step = 1.0;
    if written.fract() == 0.0 {
        while (written / (step * 10.0)).fract() == 0.0 && step < 1e15 {
            step *= 10.0;
        }
    } else {
        for _ in 0..6 {
            if ((written / step).round() - written / step).abs() < 1e-9 {
                break;
            }
            step /= 10.0;
        }
    }
    // A round number is not thereby vague to half of itself: at most one part in twenty.
    (step / 2.0).min(written.abs() / 20.0) * scale
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads "58", ">200", ">=13", "<30", "<=50", "~30", "16..18"; "m" before it: measured.
    pub(crate) fn value(text: &str) -> Value {
        let (measured, text) = text.strip_prefix('m').map_or((false, text), |rest| (true, rest));
        let number = |t: &str| Some(t.parse::<f64>().expect("a number"));
        let (low, high, comparator) = if let Some(t) = text.strip_prefix(">=") {
            (number(t), None, Comparator::Ge)
        } else if let Some(t) = text.strip_prefix('>') {
            (number(t), None, Comparator::Gt)
        } else if let Some(t) = text.strip_prefix("<=") {
            (None, number(t), Comparator::Le)
        } else if let Some(t) = text.strip_prefix('<') {
            (None, number(t), Comparator::Lt)
        } else if let Some(t) = text.strip_prefix('~') {
            (number(t), number(t), Comparator::Approx)
        } else if let Some((a, b)) = text.split_once("..") {
            (number(a), number(b), Comparator::Range)
        } else {
            (number(text), number(text), Comparator::Eq)
        };
        let rounding = if measured { low.or(high).map_or(0.0, |n| rounding(n, 1.0)) } else { 0.0 };
        Value { low, high, comparator, measured, rounding }
    }

    #[track_caller]
    fn check(a: &str, b: &str, expected: Pair) {
        assert_eq!(value(a).relate(&value(b)), expected, "{a} / {b}");
    }

    #[test]
    fn counts_are_exact() {
        check("23", "23", Pair::Agree);
        check("23", "24", Pair::Contradict);
        check(">200", "9", Pair::Contradict);
        check(">200", ">200", Pair::Agree);
        check(">70", "70", Pair::Contradict);
        check(">=70", "70", Pair::Compatible);
        check(">500", "~600", Pair::Compatible);
        check("<30", "8", Pair::Compatible);
        check("<30", "30", Pair::Contradict);
        check("16", "16..18", Pair::Compatible);
        check("16", "17..18", Pair::Contradict);
    }

    #[test]
    fn approximate_counts_allow_a_tenth() {
        check("~30", "29", Pair::Compatible);
        check("~30", "33", Pair::Compatible);
        check("~30", "34", Pair::Contradict);
        check("~930000", "~1000000", Pair::Compatible);
    }

    #[test]
    fn measured_quantities_agree_within_their_tolerance() {
        check("m2600", "m2575", Pair::Agree);
        check("m2600", "m2640", Pair::Agree);
        check("m7", "m9.66", Pair::Contradict);
        check("m>160", "m~160", Pair::Compatible);
        check("m>45", "m45", Pair::Compatible);
    }

    #[test]
    fn rounding_follows_the_last_digit() {
        assert!((rounding(2_600.0, 1.0) - 50.0).abs() < 1e-9);
        assert!((rounding(2_640.0, 1.0) - 5.0).abs() < 1e-9);
        assert!((rounding(5.5, 1000.0) - 50.0).abs() < 1e-6);
        assert!((rounding(1_000.0, 1.0) - 50.0).abs() < 1e-9, "at most a twentieth");
        assert!(rounding(0.0, 1.0).abs() < f64::EPSILON);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let comparator = prop_oneof![
            Just(Comparator::Eq),
            Just(Comparator::Gt),
            Just(Comparator::Ge),
            Just(Comparator::Lt),
            Just(Comparator::Le),
            Just(Comparator::Approx),
            Just(Comparator::Range),
        ];
        (0_u32..50, 0_u32..50, comparator, any::<bool>()).prop_map(|(a, b, comparator, measured)| {
            let (a, b) = (f64::from(a), f64::from(b));
            let (low, high) = match comparator {
                Comparator::Eq | Comparator::Approx => (Some(a), Some(a)),
                Comparator::Gt | Comparator::Ge => (Some(a), None),
                Comparator::Lt | Comparator::Le => (None, Some(a)),
                Comparator::Range => (Some(a.min(b)), Some(a.max(b))),
            };
            Value { low, high, comparator, measured, rounding: 0.0 }
        })
    }

    proptest! {
        #[test]
        fn relating_is_symmetric(a in any_value(), b in any_value()) {
            prop_assert_eq!(a.relate(&b), b.relate(&a));
        }

        #[test]
        fn a_value_agrees_with_itself(a in any_value()) {
            prop_assert_eq!(a.relate(&a), Pair::Agree);
        }

        #[test]
        fn bounds_tell_what_pairs_tell(values in proptest::collection::vec(any_value(), 1..8)) {
            let (last, others) = values.split_last().expect("at least one");
            let mut bounds = Bounds::default();
            others.iter().for_each(|value| bounds.add(value));
            let contradicts = |a: &Value, b: &Value| a.relate(b) == Pair::Contradict;
            prop_assert_eq!(bounds.exclude(last), others.iter().any(|value| contradicts(value, last)));
            prop_assert_eq!(bounds.clash(), others.iter().any(|a| others.iter().any(|b| contradicts(a, b))));
        }

        #[test]
        fn a_shared_number_rules_out_contradiction(a in any_value(), b in any_value(), n in 0_u32..50) {
            let n = f64::from(n);
            let holds = |v: &Value| {
                v.low.is_none_or(|low| n > low || (n >= low && v.comparator != Comparator::Gt))
                    && v.high.is_none_or(|high| n < high || (n <= high && v.comparator != Comparator::Lt))
            };
            if holds(&a) && holds(&b) {
                prop_assert_ne!(a.relate(&b), Pair::Contradict);
            }
        }
    }
}
