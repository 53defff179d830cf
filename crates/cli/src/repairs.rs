//! Which changes since an earlier run were repairs and which were breakages, by gold.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use crossread_diff::{Detail, Diff, DiffError};
use crossread_eval::{Evaluation, Item, Layer};

/// What gold says of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// What was right is no longer, or something wrong came in.
    Breakage,
    /// What was wrong is right or gone.
    Repair,
    /// As right or as wrong as before, or gold does not care.
    Neither,
}

impl Verdict {
    pub(crate) const ALL: [Self; 3] = [Self::Repair, Self::Breakage, Self::Neither];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Breakage => "breakage",
            Self::Repair => "repair",
            Self::Neither => "neither",
        }
    }
}

/// A changed row that gold has a say in.
pub(crate) struct Judged {
    pub(crate) layer: Layer,
    pub(crate) doc_id: String,
    pub(crate) verdict: Verdict,
    pub(crate) detail: Detail,
}

/// Changes of the layers in documents with gold, by what gold says of them.
#[derive(Default)]
pub(crate) struct Repairs {
    /// In the order of layers, documents and places.
    pub(crate) changes: Vec<Judged>,
}

/// Repairs, breakages and neither.
pub(crate) type Counts = [usize; 3];

impl Repairs {
    pub(crate) fn count(&self) -> Counts {
        tally(self.changes.iter())
    }

    /// Counts by cause: a lexicon row, a version, an input.
    pub(crate) fn by_cause(&self) -> Vec<(String, Counts)> {
        self.by(|judged| judged.detail.causes.iter().map(ToString::to_string).collect())
    }

    /// Counts by the rule of the new row, else of the old one.
    pub(crate) fn by_rule(&self) -> Vec<(String, Counts)> {
        self.by(|judged| {
            let (old, new) = &judged.detail.rules;
            new.clone().or_else(|| old.clone()).into_iter().collect()
        })
    }

    /// Those with most breakages first, then those with most repairs.
    fn by(&self, names: impl Fn(&Judged) -> BTreeSet<String>) -> Vec<(String, Counts)> {
        let mut groups: BTreeMap<String, Vec<&Judged>> = BTreeMap::new();
        for judged in &self.changes {
            for name in names(judged) {
                groups.entry(name).or_default().push(judged);
            }
        }
        let mut rows: Vec<(String, Counts)> =
            groups.into_iter().map(|(name, changes)| (name, tally(changes.into_iter()))).collect();
        rows.sort_by_key(|(_, [repairs, breakages, _])| (std::cmp::Reverse(*breakages), std::cmp::Reverse(*repairs)));
        rows
    }
}

fn tally<'j>(changes: impl Iterator<Item = &'j Judged>) -> Counts {
    let mut counts = [0; 3];
    for judged in changes {
        let at = Verdict::ALL.iter().position(|verdict| *verdict == judged.verdict).unwrap_or(2);
        counts[at] += 1;
    }
    counts
}

/// Rows that gold has a say in: right ones count 1, wrong ones -1. Rows of optional gold are not among them.
struct Judgement(BTreeMap<RowKey, i8>);

/// Layer, document, span and rule of a row.
type RowKey = (Layer, String, (i32, i32), Option<String>);

impl Judgement {
    fn of(evaluation: &Evaluation) -> Self {
        let key = |layer: Layer, doc_id: &str, item: &Item| {
            let offset = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
            (layer, doc_id.to_owned(), (offset(item.start), offset(item.end)), item.rule.clone())
        };
        let right = evaluation.answers.iter().map(|answer| (key(answer.layer, &answer.doc_id, &answer.said), 1));
        let wrong = evaluation.mistakes.iter();
        let wrong = wrong.filter_map(|wrong| Some((key(wrong.layer, &wrong.doc_id, wrong.said.as_ref()?), -1)));
        Self(right.chain(wrong).collect())
    }

    fn worth(&self, layer: Layer, doc_id: &str, span: Option<(i32, i32)>, rule: &Option<String>) -> i8 {
        let key = span.map(|span| (layer, doc_id.to_owned(), span, rule.clone()));
        key.and_then(|key| self.0.get(&key).copied()).unwrap_or(0)
    }
}

/// Judges the changes of `layers` by the evaluations of both runs against the same gold.
pub(crate) fn judge(diff: &Diff, old: &Evaluation, new: &Evaluation, layers: &[Layer]) -> Result<Repairs> {
    let documents: BTreeSet<&String> = old.documents.iter().filter(|id| new.documents.contains(id)).collect();
    let (before, after) = (Judgement::of(old), Judgement::of(new));
    let mut repairs = Repairs::default();
    for &layer in layers {
        let Some(table) = diff.table(layer.name()) else { continue };
        let with_gold = |change: &crossread_diff::Change| documents.contains(&table.key(change).to_owned());
        diff.details(table, None, with_gold, |detail| {
            let doc_id = table.key(&detail.change).to_owned();
            let old = before.worth(layer, &doc_id, detail.old_span, &detail.rules.0);
            let span = detail.change.new_row().and(detail.span);
            let new = after.worth(layer, &doc_id, span, &detail.rules.1);
            let verdict = match new.cmp(&old) {
                std::cmp::Ordering::Greater => Verdict::Repair,
                std::cmp::Ordering::Less => Verdict::Breakage,
                std::cmp::Ordering::Equal => Verdict::Neither,
            };
            repairs.changes.push(Judged { layer, doc_id, verdict, detail });
            Ok::<(), DiffError>(())
        })?;
    }
    Ok(repairs)
}
