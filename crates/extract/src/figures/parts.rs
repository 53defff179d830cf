//! Totals and their parts: what adds up to a figure is linked to it, so that nobody adds it twice.
//!
//! Three shapes: a sum told in words (`breakdown`), lines under a total (`lists`), and the rows
//! and columns of a table (`grid`). Arithmetic is the best witness: numbers that add up exactly
//! need no further sign, others only a mark that opens a list and a sum that fits.

mod breakdown;
mod grid;
mod lists;

use std::ops::Range;

use crossread_lexicon::Dimension;

use super::context::Context;
use super::drafts::{Draft, Origin};
use super::measure;
use super::subject::Kind;
use super::tables::Layout;
use crate::extraction::Measure;

/// Links the parts among `drafts`, which are in text order, to their totals.
pub(super) fn link(context: &Context<'_, '_, '_>, layout: &Layout, drafts: &mut [Draft]) {
    breakdown::link(context, drafts);
    lists::link(context, drafts);
    grid::link(context, layout, drafts);
}

/// True for a number that counts, outside tables.
fn counts(context: &Context<'_, '_, '_>, draft: &Draft) -> bool {
    let in_table = draft.cell.as_ref().is_some_and(|cell| cell.places.is_some());
    !in_table && draft.unit.is_none() && is_count(context, draft)
}

/// True for a number without unit.
fn is_count(context: &Context<'_, '_, '_>, draft: &Draft) -> bool {
    match draft.origin {
        Origin::Quantity(number) => context.quantities[number].dimension == Dimension::Count,
        _ => false,
    }
}

/// The drafts that begin in `tokens`.
fn within(drafts: &[Draft], tokens: &Range<usize>) -> Range<usize> {
    let start = drafts.partition_point(|draft| draft.tokens.start < tokens.start);
    start..drafts.partition_point(|draft| draft.tokens.start < tokens.end)
}

/// The number that a draft stands for in a sum.
fn value(draft: &Draft) -> Option<f64> {
    draft.bounds.0.or(draft.bounds.1)
}

/// Large numbers are rounded: sums of them agree within one percent.
fn tolerance(total: f64) -> f64 {
    if total >= 1000.0 { total / 100.0 } else { 1e-6 }
}

/// The sum of parts; `None` when one has no number.
fn sum<'d>(parts: impl IntoIterator<Item = &'d Draft>) -> Option<f64> {
    parts.into_iter().map(value).sum()
}

/// True when numbers add up to `total`.
fn adds_up(total: &Draft, sum: f64) -> bool {
    value(total).is_some_and(|total| (sum - total).abs() <= tolerance(total))
}

/// True when numbers may be a part of `total`, whose end may be open.
fn fits(total: &Draft, sum: f64) -> bool {
    match total.bounds {
        (_, Some(high)) => sum <= high + tolerance(high),
        (Some(_), None) => true,
        _ => false,
    }
}

/// True when the draft has a measure that it took from no other figure.
fn has_own_measure(draft: &Draft) -> bool {
    matches!(draft.kind, Kind::Toll(_) | Kind::Event(_)) || (draft.trigger.is_some() && !draft.inherited)
}

/// True when the part's own measure, where it has one, goes with the total's.
fn same_measure(total: &Draft, part: &Draft) -> bool {
    let harm = matches!(part.measure, Measure::Killed | Measure::Injured | Measure::Missing);
    let events = matches!((total.kind, part.kind), (Kind::Event(_), Kind::Event(_)));
    !has_own_measure(part) || part.measure == total.measure || events || (total.measure == Measure::Casualties && harm)
}

/// True when both count the same sort of thing.
fn same_kind(total: &Draft, part: &Draft) -> bool {
    let person = |kind: Kind| matches!(kind, Kind::Person | Kind::Toll(_));
    match (total.kind, part.kind) {
        (_, Kind::Bare) => true,
        (Kind::Family, part) => part == Kind::Family,
        (Kind::Event(_), part) => matches!(part, Kind::Event(_)),
        (Kind::Thing, part) => matches!(part, Kind::Thing | Kind::Unknown),
        (Kind::Person | Kind::Toll(_), part) => person(part) || part == Kind::Unknown,
        (Kind::Unknown, part) => !matches!(part, Kind::Family | Kind::Event(_)),
        (Kind::Bare, part) => part != Kind::Family,
    }
}

/// Makes `part` a part of `total`; one without a measure of its own takes the total's.
fn join(drafts: &mut [Draft], total: usize, part: usize) {
    if total == part {
        return;
    }
    let whole = drafts[total].clone();
    let draft = &mut drafts[part];
    draft.part_of = Some(whole.tokens.start);
    if has_own_measure(draft) {
        return;
    }
    draft.trigger = whole.trigger;
    draft.inherited = true;
    // "2.7 million Afghans returned to a country in need: 1.8 million from the west": the total's noun, not the last one.
    let between = |subject: &Range<usize>| subject.start >= whole.end && subject.end <= draft.tokens.start;
    if whole.subject.is_some() && draft.subject.as_ref().is_some_and(between) {
        (draft.kind, draft.class, draft.subject) = (whole.kind, whole.class, whole.subject);
    } else if draft.kind == Kind::Bare {
        (draft.kind, draft.class) = (whole.kind, draft.class.or(whole.class));
        draft.subject = draft.subject.take().or(whole.subject);
    }
    if draft.kind == Kind::Unknown && matches!(whole.kind, Kind::Person | Kind::Toll(_)) {
        draft.kind = Kind::Person;
    }
    draft.measure = match whole.trigger {
        Some(trigger) => measure::adapted(&trigger, draft.kind),
        None => whole.measure,
    };
    draft.rule = "figures/part";
}

/// The measure of a sum of figures with these measures: their own where all have the same,
/// casualties for killed and injured.
fn of_sum(measures: impl IntoIterator<Item = Measure>) -> Option<Measure> {
    let mut found = None;
    for measure in measures {
        let harm = |measure: Measure| {
            matches!(measure, Measure::Killed | Measure::Injured | Measure::Missing | Measure::Casualties)
        };
        found = match found {
            None => Some(measure),
            Some(before) if before == measure => Some(before),
            Some(before) if harm(before) && harm(measure) => Some(Measure::Casualties),
            Some(_) => return None,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use crossread_lexicon::Lexicon;
    use crossread_text::Document;

    /// The links of a text: `part < total` by their texts, in text order.
    fn links(text: &str) -> Vec<String> {
        let document = Document::from_text("check", text);
        let read = crate::extract(&document, Lexicon::built_in());
        let print = |figure: &crate::Figure<'_>| format!("{} {}", figure.span.of(text), figure.measure.name());
        read.figures
            .iter()
            .filter_map(|figure| {
                let total = read.figures.get(figure.part_of? as usize)?;
                Some(format!("{} < {}", print(figure), print(total)))
            })
            .collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(links(text), expected, "{text:?}");
    }

    #[test]
    fn sums_in_sentences() {
        check(
            "Forty-one people have lost their lives since Friday: 20 fighters of the front, 15 soldiers and six civilians.",
            &["20 killed < Forty-one killed", "15 killed < Forty-one killed", "six killed < Forty-one killed"],
        );
        check("Total: 45 (30 men, 15 women)", &["30 other < 45 other", "15 other < 45 other"]);
        check(
            "The blast wounded 20 people (12 in Goma, eight in Bukavu).",
            &["12 injured < 20 injured", "eight injured < 20 injured"],
        );
        check(
            "The army lost 604 lives. Its spokesman gave the breakdown as 463 conscripts, 109 officers and 32 medics.",
            &["463 killed < 604 killed", "109 killed < 604 killed", "32 killed < 604 killed"],
        );
        check(
            "The hospital took in 17 casualties: five killed, twelve injured.",
            &["five killed < 17 casualties", "twelve injured < 17 casualties"],
        );
        // One coordination: no number is the total of the others.
        check("Five soldiers, three policemen and two civilians were killed.", &[]);
        check("The raid killed 12 men. The army lost three tanks and nine lorries.", &[]);
        // More than the total, or of another measure.
        check("Ten people were killed (12 in 2019).", &[]);
        check("In the raid 17 men were arrested: nine rifles and eight bombs were seized.", &[]);
    }

    #[test]
    fn parts_after_including() {
        check(
            "Nine people, including six herders and two women, were killed.",
            &["six killed < Nine killed", "two killed < Nine killed"],
        );
        check(
            "Nine people, including six herders, two women and a boy, died, and 30 soldiers were hurt.",
            &["six killed < Nine killed", "two killed < Nine killed"],
        );
        check(
            "At least 40 people died in the raid. The dead included nine soldiers and two officers.",
            &["nine killed < At least 40 killed", "two killed < At least 40 killed"],
        );
        check(
            "At least 40 people died in the raid. Among the dead were nine soldiers.",
            &["nine killed < At least 40 killed"],
        );
    }

    #[test]
    fn lines_under_a_total() {
        check(
            "17 people were killed:\n- 9 soldiers\n- 8 civilians\n",
            &["9 killed < 17 killed", "8 killed < 17 killed"],
        );
        check(
            "Casualties of the week\n\n- Killed: 12\n- Injured: 30\n- Total: 42\n",
            &["12 killed < 42 casualties", "30 injured < 42 casualties"],
        );
        check(
            "Total: 45 displaced families\n• Idlib: 30\n• Hama: 15\n",
            &["30 displaced < 45 displaced", "15 displaced < 45 displaced"],
        );
        check("The army carried out 17 raids:\n- 9 gunmen were killed\n- 4 were arrested\n", &[]);
        check("He gave three reasons:\n- 9 soldiers had died\n- 4 had fled\n", &[]);
    }

    #[test]
    fn tables() {
        check(
            "Province | Killed | Injured\nKunar | 9 | 22\nKhost | 8 | 17\nTotal | 17 | 39",
            &["9 killed < 17 killed", "22 injured < 39 injured", "8 killed < 17 killed", "17 injured < 39 injured"],
        );
        check(
            "Province | Killed\nAll provinces | 17\nKunar | 9\nKhost | 8",
            &["9 killed < 17 killed", "8 killed < 17 killed"],
        );
        check(
            "Civilians killed\n\nProvince | Men | Women | Total\nKunar | 9 | 4 | 13\nTotal | 9 | 4 | 13",
            &[
                "9 killed < 13 killed",
                "4 killed < 13 killed",
                "13 killed < 13 killed",
                "9 killed < 13 killed",
                "4 killed < 13 killed",
            ],
        );
        check(
            "Town | Killed | Injured | Total\nGoma | 9 | 4 | 13",
            &["9 killed < 13 casualties", "4 injured < 13 casualties"],
        );
        check(
            "Town | Killed\nGoma | 9\nMinova | 4\nSubtotal Kivu | 13\nBunia | 2\nSubtotal Ituri | 2\nTotal | 15",
            &[
                "9 killed < 13 killed",
                "4 killed < 13 killed",
                "13 killed < 15 killed",
                "2 killed < 2 killed",
                "2 killed < 15 killed",
            ],
        );
        check("Town | Killed | Injured\nGoma | 9 | 4\nBukavu | 1 | 0", &[]);
    }
}
