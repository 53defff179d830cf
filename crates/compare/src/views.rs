//! Deaths in other people's columns: projections of the claims under the rule of a named data set.
//!
//! They are computed under that rule from our claims, and are not that project's data.

use crate::claim::Data;
use crate::facet::Asked;
use crate::findings::Answered;
use crate::frames::Table;
use crate::relation::Account;
use crate::rows::{Relation, Support};

/// A question about deaths with the values its views need.
struct Deaths<'a> {
    answered: &'a Answered,
    current: Vec<&'a Asked>,
}

fn deaths<'a>(data: &Data, asked: &'a [Asked], questions: &'a [Answered]) -> Vec<Deaths<'a>> {
    let current =
        |account: &&Account| !account.superseded && !account.reprint && asked[account.asked].value.is_stated();
    let mut rows: Vec<Deaths<'a>> = questions
        .iter()
        .filter(|q| q.shown.measure == "killed")
        .map(|answered| {
            let accounts = answered.finding.accounts.iter().filter(current);
            let current = accounts
                .map(|account| &asked[account.asked])
                .filter(|one| data.claims[one.claim].unit == "person")
                .collect();
            Deaths { answered, current }
        })
        .filter(|deaths| !deaths.current.is_empty())
        .collect();
    rows.sort_by(|a, b| a.answered.question.id.cmp(&b.answered.question.id));
    rows
}

impl Deaths<'_> {
    fn lows(&self) -> Vec<f64> {
        self.current.iter().filter_map(|one| one.value.low).collect()
    }

    fn least(&self) -> Option<f64> {
        let every_low = self.current.iter().map(|one| one.value.low).collect::<Option<Vec<f64>>>();
        every_low?.into_iter().reduce(f64::min)
    }

    /// The greatest upper bound; open if any account is open.
    fn most(&self) -> Option<f64> {
        let every_high = self.current.iter().map(|one| one.value.high).collect::<Option<Vec<f64>>>();
        every_high?.into_iter().reduce(f64::max)
    }

    /// A number that all accounts allow: the greatest lower bound, unless they contradict.
    fn best(&self) -> Option<f64> {
        if self.answered.finding.relation == Relation::Contradict {
            return None;
        }
        self.lows().into_iter().reduce(f64::max)
    }
}

fn table(name: &'static str, rule: &'static str, rows: &[Deaths<'_>]) -> Table {
    let each = || rows.iter();
    Table::new(name)
        .str("question_id", each().map(|d| Some(d.answered.question.id.clone())))
        .str("view_rule", each().map(|_| Some(rule)))
}

fn close(table: Table, rows: &[Deaths<'_>]) -> Table {
    let each = || rows.iter();
    table
        .int("claims", each().map(|d| Some(i32::try_from(d.current.len()).unwrap_or(i32::MAX))))
        .bool("opposed", each().map(|d| d.answered.finding.support == Support::OpposedSides))
        .list("doc_ids", each().map(|d| d.answered.shown.doc_ids.clone()))
}

/// `view_ucdp`, `view_acled` and `view_minmax`.
pub(crate) fn views(data: &Data, asked: &[Asked], questions: &[Answered]) -> [Table; 3] {
    let rows = deaths(data, asked, questions);
    let each = || rows.iter();
    let ucdp = table("view_ucdp", "ucdp: best, low and high estimate; best is empty where accounts contradict", &rows)
        .float("best", each().map(Deaths::best))
        .float("low", each().map(Deaths::least))
        .float("high", each().map(Deaths::most));
    let acled = table("view_acled", "acled: the most conservative number reported", &rows)
        .float("fatalities", each().map(|d| d.least().or_else(|| d.lows().into_iter().reduce(f64::min))));
    let minmax = table("view_minmax", "minmax: the least and the greatest bound of any account", &rows)
        .float("min", each().map(Deaths::least))
        .float("max", each().map(Deaths::most));
    [close(ucdp, &rows), close(acled, &rows), close(minmax, &rows)]
}
