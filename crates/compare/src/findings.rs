//! The tables `findings` and `compare_figures`: one row a question, one row an account.

use std::collections::{BTreeMap, BTreeSet};

use crate::claim::{Claim, Data};
use crate::day::Day;
use crate::facet::Asked;
use crate::frames::Table;
use crate::question::Question;
use crate::relation::Finding;
use crate::rows::{Relation, Support};
use crate::window::Basis;
use crate::wording;

/// A question with what was found about it.
pub(crate) struct Answered {
    pub(crate) question: Question,
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
pub(crate) fn show(data: &Data, asked: &[Asked], question: &Question, finding: &Finding) -> Shown {
    let seed = &asked[question.seed];
    let claim = &data.claims[seed.claim];
    let subject = question
        .members
        .iter()
        .map(|&at| &asked[at].subject)
        .min_by_key(|subject| (subject.openness(), subject.key()))
        .unwrap_or(&seed.subject);
    let dated = question
        .members
        .iter()
        .filter_map(|&at| asked[at].window)
        .filter(|window| window.basis == Basis::Own)
        .min_by_key(|window| (window.days(), window.from));
    let places = if seed.places.is_empty() {
        question.members.iter().map(|&at| &asked[at].places).find(|p| !p.is_empty()).cloned().unwrap_or_default()
    } else {
        seed.places.clone()
    };
    let unit = unit(data, asked, question);
    let (low, high) = hull(data, asked, finding, &unit);
    let documents: BTreeSet<usize> = question.members.iter().map(|&at| asked[at].doc).collect();
    let independent: BTreeSet<usize> =
        finding.accounts.iter().filter(|a| a.independent).map(|a| asked[a.asked].doc).collect();
    let key = subject.key();
    Shown {
        question: wording::question(data, claim, subject, &places, dated.map(|w| (w.from, w.to))),
        measure: claim.measure.clone(),
        scope: seed.scope.clone(),
        subject: (!key.is_empty()).then_some(key),
        places,
        from: dated.map(|w| w.from),
        to: dated.map(|w| w.to),
        unit,
        low,
        high,
        doc_ids: documents.iter().map(|&d| data.documents[d].doc_id.clone()).collect(),
        sources: independent.iter().filter(|&&d| data.documents[d].source.is_some()).count(),
        sources_unknown: independent.iter().filter(|&&d| data.documents[d].source.is_none()).count(),
    }
}

/// The unit most accounts use; of equals the first by name.
fn unit(data: &Data, asked: &[Asked], question: &Question) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for &at in &question.members {
        *counts.entry(&data.claims[asked[at].claim].unit).or_default() += 1;
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map_or_else(String::new, |(u, _)| u.to_owned())
}

/// Least lower and greatest upper bound of the current accounts, in `unit`; an open end stays open.
fn hull(data: &Data, asked: &[Asked], finding: &Finding, unit: &str) -> (Option<f64>, Option<f64>) {
    let current = || finding.accounts.iter().filter(|a| !a.superseded && asked[a.asked].value.is_stated());
    // One SI unit in `unit`, from an account that is written in it.
    let scale = finding.accounts.iter().map(|a| &data.claims[asked[a.asked].claim]).find_map(|claim| {
        let (written, si) = claim.low.zip(claim.low_si).or_else(|| claim.high.zip(claim.high_si))?;
        (claim.unit == unit && si != 0.0).then(|| written / si)
    });
    let convert = |claim: &Claim, written: Option<f64>, si: Option<f64>| match (claim.unit == unit, si, scale) {
        (true, _, _) | (false, None, _) | (false, _, None) => written,
        (false, Some(si), Some(scale)) => Some((si * scale * 1000.0).round() / 1000.0),
    };
    let ends = |low: bool| -> Vec<Option<f64>> {
        current()
            .map(|account| {
                let claim = &data.claims[asked[account.asked].claim];
                if low { convert(claim, claim.low, claim.low_si) } else { convert(claim, claim.high, claim.high_si) }
            })
            .collect()
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

/// Puts questions in reading order: contradictions first, harm before money, opposed sides first, wide spreads first.
pub(crate) fn rank(questions: &mut [Answered]) {
    questions.sort_by(|a, b| {
        let key = |q: &Answered| {
            let repeated = q.finding.relation == Relation::Agree && q.finding.support == Support::OneClaimant;
            (q.finding.relation, repeated, measure_rank(&q.shown.measure), q.finding.support)
        };
        let spread = |q: &Answered| q.finding.spread.unwrap_or(0.0);
        key(a).cmp(&key(b)).then(spread(b).total_cmp(&spread(a))).then_with(|| a.question.id.cmp(&b.question.id))
    });
}

/// The table `findings`, by rank.
pub(crate) fn findings(questions: &[Answered]) -> Table {
    let number = |n: usize| Some(i32::try_from(n).unwrap_or(i32::MAX));
    let each = || questions.iter();
    Table::new("findings")
        .str("question_id", each().map(|q| Some(q.question.id.clone())))
        .int("rank", (1..=questions.len()).map(number))
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
        .list("related", each().map(|q| q.question.related.iter().cloned().collect()))
}

/// The table `compare_figures`: questions by rank, accounts by publication, document and offset.
pub(crate) fn accounts(data: &Data, asked: &[Asked], questions: &[Answered]) -> Table {
    let mut rows = Vec::new();
    for answered in questions {
        let mut accounts: Vec<_> = answered.finding.accounts.iter().collect();
        accounts.sort_by_key(|account| {
            let document = &data.documents[asked[account.asked].doc];
            (document.published.is_none(), document.published, document.doc_id.clone(), account.asked)
        });
        rows.extend(accounts.into_iter().map(|account| (answered, account)));
    }
    let each = || rows.iter().map(|(q, account)| (q, *account, &data.claims[asked[account.asked].claim]));
    let document = |claim: &Claim| &data.documents[claim.doc];

    Table::new("compare_figures")
        .str("question_id", each().map(|(q, ..)| Some(q.question.id.clone())))
        .str("doc_id", each().map(|(_, _, c)| Some(document(c).doc_id.clone())))
        .int("figure_id", each().map(|(_, _, c)| Some(c.figure_id)))
        .int("sentence_id", each().map(|(_, _, c)| Some(c.sentence_id)))
        .str("text", each().map(|(_, _, c)| Some(c.text.clone())))
        .str("measure", each().map(|(_, _, c)| Some(c.measure.clone())))
        .str("scope", each().map(|(_, a, _)| asked[a.asked].scope.clone()))
        .str("subject", each().map(|(_, a, _)| Some(asked[a.asked].subject.key()).filter(|key| !key.is_empty())))
        .list("place_ids", each().map(|(_, a, _)| asked[a.asked].places.clone()))
        .date("date_from", each().map(|(_, _, c)| c.date_from))
        .date("date_to", each().map(|(_, _, c)| c.date_to))
        .float("low", each().map(|(_, _, c)| c.low))
        .float("high", each().map(|(_, _, c)| c.high))
        .str("comparator", each().map(|(_, _, c)| Some(c.comparator.clone())))
        .str("unit", each().map(|(_, _, c)| Some(c.unit.clone())))
        .float("low_si", each().map(|(_, _, c)| c.low_si))
        .float("high_si", each().map(|(_, _, c)| c.high_si))
        .str("claimant_id", each().map(|(_, _, c)| c.claimant_id.clone()))
        .str("claimant", each().map(|(_, _, c)| c.claimant.clone()))
        .str("denier_id", each().map(|(_, _, c)| c.denier_id.clone()))
        .str("stance", each().map(|(_, _, c)| Some(c.stance.clone())))
        .str("source", each().map(|(_, _, c)| document(c).source.clone()))
        .date("published", each().map(|(_, _, c)| document(c).published))
        .bool("independent", each().map(|(_, a, _)| a.independent))
        .bool("superseded", each().map(|(_, a, _)| a.superseded))
}
