//! The words beside a figure, and what they say of it: a rate, an earlier number, the same amount in another unit.

use crate::claim::{Batch, Claim};
use crate::vocabulary::{cues, is_cue, singular, words};

/// "600 trucks a day": the unit of time stands among so many words after the number.
const RATE_REACH: usize = 4;
/// "Each idle day costs traders $4m": the unit of time stands among so many words before the number.
const RATE_BEFORE: usize = 10;
/// "..., or about Rs 700 million": words between a number and the same in another unit.
const RESTATED_REACH: usize = 3;

/// The words beside a figure, up to the next figure of the same measure on either side.
pub(super) struct Nearby {
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
    /// All words of the sentence before the figure.
    pub(super) sentence_before: Vec<String>,
    /// The words up to the next figure of the same measure, if one of the same voice follows.
    pub(super) between: Option<Vec<String>>,
    /// The claim that this one gives once more in another unit: "$2.5 million, or about Rs 700 million".
    pub(super) restates: Option<usize>,
}

impl Nearby {
    pub(super) fn read(data: &Batch<'_>, at: usize) -> Self {
        let claim = &data.claims[at];
        let (mut before, after) = claim.around();
        let sentence_before = words(&before);
        let rival = |other: &&Claim| {
            other.doc == claim.doc && other.sentence_id == claim.sentence_id && other.measure == claim.measure
        };
        let earlier = data.claims[..at].iter().enumerate().rev().take(8);
        let last = earlier.filter(|(_, other)| rival(other) && other.end <= claim.start).map(|(n, _)| n).next();
        if let Some(last) = last {
            let skip = usize::try_from(data.claims[last].end - claim.sentence_start).unwrap_or(0);
            before = before.chars().skip(skip).collect();
        }
        let next = data.claims[at + 1..].iter().take(8).find(|other| rival(other) && other.start >= claim.end);
        // What two voices say one after the other replaces nothing.
        let next = next.filter(|next| next.claimant_id == claim.claimant_id);
        let between = next.map(|next| {
            let length = usize::try_from(next.start - claim.end).unwrap_or(0);
            words(&after.chars().take(length).collect::<String>())
        });
        let before = words(&before);
        let restates = last.filter(|&last| {
            let (other, or) = (&data.claims[last], before.first().is_some_and(|word| is_cue("restated", word)));
            let again = before.is_empty() || (or && before.len() <= RESTATED_REACH);
            again && other.unit != claim.unit && other.dimension == claim.dimension && claim.dimension != "count"
        });
        Self { before, after: words(&after), sentence_before, between, restates }
    }
}

/// "$4m a day", "the daily loss", "Rs0.5 million per truck": what a rate is per.
pub(super) fn rate(nearby: &Nearby) -> Option<String> {
    let after = cues("per").iter().find(|cue| {
        (0..RATE_REACH).any(|skip| {
            let rest = nearby.after.get(skip..).unwrap_or_default();
            // "A day after the truce" is a date.
            cue.opens(rest) && !rest.get(cue.words.len()).is_some_and(|word| is_cue("dates", word))
        })
    });
    let near = nearby.before.len().saturating_sub(RATE_BEFORE);
    let before = || cues("per-before").iter().find(|cue| cue.find(&nearby.before[near..]).is_some());
    let other = || match &nearby.after[..] {
        [per, thing, ..] if per == "per" => Some(singular(thing)),
        [each, ..] if each == "each" || each == "apiece" => Some("each".to_owned()),
        _ => None,
    };
    after.or_else(before).map(|cue| cue.note.to_owned()).or_else(other)
}

/// "had put it at", "up from two", "first reports", "from 17 to 12", "40, then 86": the number was said before another one.
pub(super) fn is_earlier(nearby: &Nearby) -> bool {
    let before = &nearby.before;
    let cue = cues("earlier").iter().any(|cue| cue.find(before).is_some());
    let pluperfect = before
        .windows(2)
        .any(|pair| matches!(pair[0].as_str(), "had" | "he'd" | "they'd") && is_cue("reported", &pair[1]));
    let replaced = nearby.between.as_ref().is_some_and(|between| {
        let from_to =
            between.last().is_some_and(|word| word == "to") && before.last().is_some_and(|word| word == "from");
        from_to || between.last().is_some_and(|word| is_cue("later", word))
    });
    cue || pluperfect || replaced
}
