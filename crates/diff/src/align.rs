//! Which row of one side is which row of the other.

/// How alike two rows at one place are, the more the better; [`EQUAL`] is the most.
pub(crate) type Likeness = u8;

/// The two rows say the same.
pub(crate) const EQUAL: Likeness = 3;

/// Above this many rows in one place they pair in order.
const MOST_IN_PLACE: usize = 64;

/// Pairs rows one to one by their spans, both given in offsets of the same text: equal spans first, among them the most
/// alike; then spans that overlap, the largest common share first. The result is sorted.
///
/// Cost: sorting, and the pairs of spans that overlap.
pub(crate) fn pairs(
    a: &[(i32, i32)],
    b: &[(i32, i32)],
    likeness: impl Fn(usize, usize) -> Likeness,
) -> Vec<(usize, usize)> {
    let mut state = State { paired: Vec::new(), a_free: vec![true; a.len()], b_free: vec![true; b.len()] };
    let by_span = |spans: &[(i32, i32)]| {
        let mut order: Vec<usize> = (0..spans.len()).collect();
        order.sort_by_key(|&at| spans[at]);
        order
    };
    let (a_order, b_order) = (by_span(a), by_span(b));
    let mut from = 0;
    for places in a_order.chunk_by(|&one, &other| a[one] == a[other]) {
        let span = a[places[0]];
        from += b_order[from..].partition_point(|&at| b[at] < span);
        let there = b_order[from..].partition_point(|&at| b[at] == span);
        state.in_place(places, &b_order[from..from + there], &likeness);
    }
    state.overlapping(a, b, &b_order, &likeness);
    state.paired.sort_unstable();
    state.paired
}

struct State {
    paired: Vec<(usize, usize)>,
    a_free: Vec<bool>,
    b_free: Vec<bool>,
}

impl State {
    fn pair(&mut self, a: usize, b: usize) {
        (self.a_free[a], self.b_free[b]) = (false, false);
        self.paired.push((a, b));
    }

    fn in_place(&mut self, a: &[usize], b: &[usize], likeness: &impl Fn(usize, usize) -> Likeness) {
        if a.len().max(b.len()) > MOST_IN_PLACE || (a.len(), b.len()) == (1, 1) {
            a.iter().zip(b).for_each(|(&a, &b)| self.pair(a, b));
            return;
        }
        for least in (0..=EQUAL).rev() {
            for &one in a {
                let is_like = |other: &&usize| self.b_free[**other] && likeness(one, **other) >= least;
                if let Some(&other) = b.iter().find(is_like).filter(|_| self.a_free[one]) {
                    self.pair(one, other);
                }
            }
        }
    }

    fn overlapping(
        &mut self,
        a: &[(i32, i32)],
        b: &[(i32, i32)],
        b_order: &[usize],
        likeness: &impl Fn(usize, usize) -> Likeness,
    ) {
        let left: Vec<usize> = b_order.iter().copied().filter(|&at| self.b_free[at]).collect();
        let longest = left.iter().map(|&at| b[at].1.saturating_sub(b[at].0)).max().unwrap_or(0);
        let mut meeting: Vec<(i64, Likeness, usize, usize)> = Vec::new();
        for (one, &(start, end)) in a.iter().enumerate().filter(|(one, _)| self.a_free[*one]) {
            let first = left.partition_point(|&at| b[at].0.saturating_add(longest) <= start);
            for &other in left[first..].iter().take_while(|&&at| b[at].0 < end) {
                let common = i64::from(end.min(b[other].1)) - i64::from(start.max(b[other].0));
                if common > 0 {
                    let union = i64::from(end.max(b[other].1)) - i64::from(start.min(b[other].0));
                    meeting.push((-(common * 1_000_000 / union), EQUAL - likeness(one, other), one, other));
                }
            }
        }
        meeting.sort_unstable();
        for (_, _, one, other) in meeting {
            if self.a_free[one] && self.b_free[other] {
                self.pair(one, other);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &[(i32, i32, &str)], b: &[(i32, i32, &str)], expected: &[(usize, usize)]) {
        let spans = |rows: &[(i32, i32, &str)]| rows.iter().map(|&(start, end, _)| (start, end)).collect::<Vec<_>>();
        let like = |one: usize, other: usize| if a[one].2 == b[other].2 { EQUAL } else { 0 };
        assert_eq!(pairs(&spans(a), &spans(b), like), expected);
    }

    #[test]
    fn equal_rows_pair_before_others() {
        check(&[(0, 4, "x"), (0, 4, "y")], &[(0, 4, "y"), (0, 4, "x")], &[(0, 1), (1, 0)]);
        check(&[(0, 4, "x"), (0, 4, "y")], &[(0, 4, "y")], &[(1, 0)]);
        check(&[(0, 4, "x")], &[(0, 4, "z")], &[(0, 0)]);
        check(&[(3, 9, "x")], &[(0, 3, "x"), (9, 12, "x")], &[]);
    }

    #[test]
    fn the_largest_common_share_wins() {
        check(&[(0, 10, "x")], &[(0, 3, "x"), (1, 10, "y")], &[(0, 1)]);
        check(&[(0, 10, "x"), (10, 14, "y")], &[(0, 8, "x"), (8, 14, "y")], &[(0, 0), (1, 1)]);
        check(&[(0, 0, "x")], &[(0, 3, "x")], &[]);
    }
}
