//! The tables `findings` and `compare_figures`: one row a question, one row an account.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::day::Day;
use crate::question::{self, Question};
use crate::relation::{Account, Finding};
use crate::rows::{Relation, Support};
use crate::store::{Asked, Data};
use crate::table::Table;
use crate::window::Basis;
use crate::wording;

/// A question with what was found about it.
pub(crate) struct Answered<'a> {
    pub(crate) question: Question<'a>,
    pub(crate) finding: Finding,
    pub(crate) shown: Shown,
}

/// What a question is shown as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    pub(crate) question: String,
    pub(crate) measure: String,
    pub(crate) scope: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) places: Vec<String>,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
    pub(crate) unit: String,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) doc_ids: Vec<String>,
    pub(crate) sources: usize,
    pub(crate) sources_unknown: usize,
}

/// Describes a question: what it asks in words, and the hull of its current accounts.
pub(crate) fn show(data: &Data, question: Question<'_>, finding: &Finding) -> Shown {
    let seed = data.asked(question.seed);
    let members = || question.members.iter().map(|at| data.asked(*at as usize));
    let subjects = members().map(Asked::subject);
    let subject = subjects.min_by_key(|subject| (subject.openness(), subject.key())).unwrap_or(seed.subject());
    let dated = members()
        .filter_map(Asked::window)
        .filter(|window| window.basis == Basis::Own)
        .min_by_key(|window| (window.days(), window.from));
    let places = match seed.places() {
        [] => members().map(Asked::places).find(|places| !places.is_empty()).unwrap_or_default(),
        places => places,
    };
    let unit = unit(members());
    let (low, high) = hull(data, finding, unit);
    let documents: BTreeSet<usize> = members().map(Asked::doc).collect();
    let independent: BTreeSet<usize> =
        finding.accounts.iter().filter(|a| a.independent).map(|a| data.asked(a.asked).doc()).collect();
    let sources = independent.iter().filter(|&&doc| data.documents[doc].has_source()).count();
    let key = subject.key();
    Shown {
        question: wording::question(data, seed, subject, places, dated.map(|w| (w.from, w.to))),
        measure: seed.measure().to_owned(),
        scope: seed.scope().map(str::to_owned),
        subject: (!key.is_empty()).then_some(key),
        places: places.to_vec(),
        from: dated.map(|w| w.from),
        to: dated.map(|w| w.to),
        unit: unit.to_owned(),
        low,
        high,
        doc_ids: documents.iter().map(|&doc| data.doc_id(doc).to_owned()).collect(),
        sources,
        sources_unknown: independent.len() - sources,
    }
}

/// The unit most accounts use; of equals the first by name.
fn unit<'a>(members: impl Iterator<Item = Asked<'a>>) -> &'a str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in members {
        *counts.entry(one.unit()).or_default() += 1;
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map_or("", |(unit, _)| unit)
}

/// Least lower and greatest upper bound of the current accounts, in `unit`; an open end stays open.
fn hull(data: &Data, finding: &Finding, unit: &str) -> (Option<f64>, Option<f64>) {
    let one = |account: &Account| data.asked(account.asked);
    let current = || finding.accounts.iter().filter(|a| !a.superseded && one(a).value().is_stated());
    // One SI unit in `unit`, from an account that is written in it.
    let scale = finding.accounts.iter().map(one).find_map(|one| {
        let number = one.quantity();
        let (written, si) = number.low.zip(number.low_si).or_else(|| number.high.zip(number.high_si))?;
        (one.unit() == unit && si != 0.0).then(|| written / si)
    });
    let convert = |one: Asked<'_>, written: Option<f64>, si: Option<f64>| match (one.unit() == unit, si, scale) {
        (true, _, _) | (false, None, _) | (false, _, None) => written,
        (false, Some(si), Some(scale)) => Some((si * scale * 1000.0).round() / 1000.0),
    };
    let ends = |low: bool| -> Vec<Option<f64>> {
        let end = |one: Asked<'_>| {
            let number = one.quantity();
            if low { convert(one, number.low, number.low_si) } else { convert(one, number.high, number.high_si) }
        };
        current().map(|account| end(one(account))).collect()
    };
    let fold = |ends: Vec<Option<f64>>, pick: fn(f64, f64) -> f64| {
        ends.into_iter().collect::<Option<Vec<f64>>>()?.into_iter().reduce(pick)
    };
    (fold(ends(true), f64::min), fold(ends(false), f64::max))
}

fn measure_rank(measure: &str) -> u8 {
    match measure {
        "killed" => 0,
        "injured" => 1,
        "casualties" | "missing" | "detained" => 2,
        "displaced" => 3,
        "strength" | "destroyed" | "attacks" | "strikes" => 4,
        "money" | "length" | "area" => 6,
        _ => 5,
    }
}

/// Where a question stands in the order of reading: contradictions first, harm before money, opposed sides first, wide
/// spreads first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rank {
    class: (Relation, bool, u8, Support),
    spread: f64,
    id: u64,
    /// The question, by its place among all.
    pub(crate) at: u32,
}

impl Rank {
    /// The rank of the question that is the `at`th of all.
    pub(crate) fn new(at: u32, measure: &str, id: u64, finding: &Finding) -> Self {
        let repeated = finding.relation == Relation::Agree && finding.support == Support::OneClaimant;
        let class = (finding.relation, repeated, measure_rank(measure), finding.support);
        Self { class, spread: finding.spread.unwrap_or(0.0), id, at }
    }

    /// All that comes before spread and id in the order, as one number.
    pub(crate) fn class(&self) -> i32 {
        let (relation, repeated, measure, support) = self.class;
        ((relation as i32 * 2 + i32::from(repeated)) * 8 + i32::from(measure)) * 4 + support as i32
    }

    pub(crate) fn order(&self, other: &Self) -> Ordering {
        self.class.cmp(&other.class).then(other.spread.total_cmp(&self.spread)).then(self.id.cmp(&other.id))
    }
}

/// Rows of the table `findings`, by rank; the first has the rank `first`.
pub(crate) fn findings(questions: &[Answered<'_>], first: usize) -> Table {
    let number = |n: usize| Some(i32::try_from(n).unwrap_or(i32::MAX));
    let each = || questions.iter();
    Table::new("findings")
        .str("question_id", each().map(|q| Some(question::id(q.question.id))))
        .int("rank", (first..first + questions.len()).map(number))
        .str("question", each().map(|q| Some(q.shown.question.clone())))
        .str("measure", each().map(|q| Some(q.shown.measure.clone())))
        .str("scope", each().map(|q| q.shown.scope.clone()))
        .str("subject", each().map(|q| q.shown.subject.clone()))
        .list("place_ids", each().map(|q| q.shown.places.clone()))
        .date("date_from", each().map(|q| q.shown.from))
        .date("date_to", each().map(|q| q.shown.to))
        .str("unit", each().map(|q| Some(q.shown.unit.clone())))
        .float("low", each().map(|q| q.shown.low))
        .float("high", each().map(|q| q.shown.high))
        .str("relation", each().map(|q| Some(q.finding.relation.as_str())))
        .str("why", each().map(|q| Some(q.finding.why.clone())))
        .str("support", each().map(|q| Some(q.finding.support.as_str())))
        .float("spread", each().map(|q| q.finding.spread))
        .int("accounts", each().map(|q| number(q.finding.distinct)))
        .int("sources", each().map(|q| number(q.shown.sources)))
        .int("sources_unknown", each().map(|q| number(q.shown.sources_unknown)))
        .int("claimants", each().map(|q| number(q.finding.claimants)))
        .list("doc_ids", each().map(|q| q.shown.doc_ids.clone()))
        .list("related", each().map(|q| q.question.related.iter().map(|id| question::id(*id)).collect()))
}

/// Rows of the table `compare_figures`: questions by rank, accounts by publication, document and offset.
pub(crate) fn accounts(data: &Data, questions: &[Answered<'_>]) -> Table {
    let mut rows = Vec::new();
    for answered in questions {
        let mut accounts: Vec<&Account> = answered.finding.accounts.iter().collect();
        accounts.sort_by_key(|account| (data.age(data.asked(account.asked).doc()), account.asked));
        rows.extend(accounts.into_iter().map(|account| (answered.question.id, account)));
    }
    let each = || rows.iter().map(|(_, account)| data.asked(account.asked));

    Table::new("compare_figures")
        .str("question_id", rows.iter().map(|(id, _)| Some(question::id(*id))))
        .str("doc_id", each().map(|one| Some(data.doc_id(one.doc()))))
        .int("figure_id", each().map(|one| Some(one.figure_id())))
        .int("sentence_id", each().map(|one| Some(one.sentence_id())))
        .str("text", each().map(|one| Some(one.text())))
        .str("measure", each().map(|one| Some(one.measure())))
        .str("scope", each().map(|one| one.scope()))
        .str("subject", each().map(|one| Some(one.subject().key()).filter(|key| !key.is_empty())))
        .list("place_ids", each().map(|one| one.places().to_vec()))
        .date("date_from", each().map(Asked::date_from))
        .date("date_to", each().map(Asked::date_to))
        .float("low", each().map(|one| one.quantity().low))
        .float("high", each().map(|one| one.quantity().high))
        .str("comparator", each().map(|one| Some(one.quantity().comparator.clone())))
        .str("unit", each().map(|one| Some(one.unit())))
        .float("low_si", each().map(|one| one.quantity().low_si))
        .float("high_si", each().map(|one| one.quantity().high_si))
        .str("claimant_id", each().map(|one| one.claimant_id()))
        .str("claimant", each().map(|one| one.claimant()))
        .str("denier_id", each().map(|one| one.denier_id()))
        .str("stance", each().map(|one| Some(one.stance())))
        .str("source", each().map(|one| data.source(one.doc())))
        .date("published", each().map(|one| data.documents[one.doc()].published()))
        .bool("independent", rows.iter().map(|(_, account)| account.independent))
        .bool("superseded", rows.iter().map(|(_, account)| account.superseded))
}
