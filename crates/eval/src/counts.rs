//! Precision, recall and F1, and how sure they are.

/// What a measure counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pairs that are right.
    pub right: usize,
    /// Gold items.
    pub gold: usize,
    /// Rows said.
    pub said: usize,
}

impl Counts {
    /// Share of what was said that is right; 0 when nothing was said.
    #[must_use]
    pub fn precision(self) -> f64 {
        share(self.right, self.said)
    }

    /// Share of gold that was said rightly; 0 without gold.
    #[must_use]
    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of precision and recall; 0 when there is nothing.
    #[must_use]
    pub fn f1(self) -> f64 {
        share(2 * self.right, self.gold + self.said)
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.gold += other.gold;
        self.said += other.said;
    }
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// Where F1 lies in 95 of 100 collections of as many documents, drawn from these with replacement.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// 2.5th percentile.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
}

/// Collections drawn.
const DRAWS: usize = 1_000;

impl Interval {
    /// The bootstrap interval of F1 over the counts of each document. The same every time: the
    /// numbers that draw come from Knuth's MMIX generator with a fixed seed.
    pub(crate) fn of(documents: &[Counts]) -> Self {
        if documents.is_empty() {
            return Self::default();
        }
        let mut state = 1u64;
        let mut draws: Vec<f64> = (0..DRAWS)
            .map(|_| {
                let mut sum = Counts::default();
                for _ in documents {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let at = usize::try_from(state >> 33).unwrap_or(0) % documents.len();
                    sum += documents[at];
                }
                sum.f1()
            })
            .collect();
        draws.sort_by(f64::total_cmp);
        Self { low: draws[DRAWS / 40], high: draws[DRAWS - 1 - DRAWS / 40] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_zero_and_all_is_one() {
        assert_eq!(Counts::default().f1(), 0.0);
        let all = Counts { right: 3, gold: 3, said: 3 };
        assert_eq!((all.precision(), all.recall(), all.f1()), (1.0, 1.0, 1.0));
        let some = Counts { right: 2, gold: 4, said: 3 };
        assert_eq!(some.f1(), 4.0 / 7.0);
    }

    #[test]
    fn the_interval_holds_the_value_and_widens_with_difference() {
        let even = vec![Counts { right: 8, gold: 10, said: 10 }; 20];
        let interval = Interval::of(&even);
        assert!((interval.low - 0.8).abs() < 1e-12 && (interval.high - 0.8).abs() < 1e-12);
        let mut uneven = even;
        for counts in uneven.iter_mut().step_by(2) {
            counts.right = 4;
        }
        let interval = Interval::of(&uneven);
        assert!(interval.low < 0.59 && interval.low > 0.4 && interval.high > 0.61 && interval.high < 0.8);
        assert_eq!(Interval::of(&[]), Interval::default());
    }
}
