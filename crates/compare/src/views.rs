//! Deaths in other people's columns: projections of the claims under the rule of a named data set.
//!
//! They are computed under that rule from our claims, and are not that project's data.

use crate::question::{self, Question, Questions};
use crate::relation::Finding;
use crate::rows::{Relation, Support};
use crate::store::Data;
use crate::table::Table;

/// A question about deaths with the values its views need.
pub(crate) struct Deaths {
    id: u64,
    /// The question, by its place among all.
    at: u32,
    claims: u32,
    least: Option<f64>,
    /// The greatest upper bound; open if any account is open.
    most: Option<f64>,
    /// The least and the greatest of the lower bounds that are given.
    lows: Option<(f64, f64)>,
    contradict: bool,
    opposed: bool,
}

impl Deaths {
    /// What the views need of a question, if it is about deaths.
    pub(crate) fn of_killed(data: &Data, at: u32, question: Question<'_>, finding: &Finding) -> Option<Self> {
        let killed = data.asked(question.seed).measure() == "killed";
        killed.then(|| Self::read(data, at, question.id, finding)).flatten()
    }

    /// Reads the current accounts of a question; `None` if none of them counts persons.
    fn read(data: &Data, at: u32, id: u64, finding: &Finding) -> Option<Self> {
        let current = finding.accounts.iter().filter(|account| !account.superseded && !account.reprint);
        let current = current.map(|account| data.asked(account.asked));
        let values: Vec<_> =
            current.filter(|one| one.value().is_stated() && one.unit() == "person").map(|one| one.value()).collect();
        let fold = |bounds: Option<Vec<f64>>, pick: fn(f64, f64) -> f64| bounds?.into_iter().reduce(pick);
        let lows = values.iter().filter_map(|value| value.low).map(|low| (low, low));
        (!values.is_empty()).then(|| Self {
            id,
            at,
            claims: u32::try_from(values.len()).unwrap_or(u32::MAX),
            least: fold(values.iter().map(|value| value.low).collect(), f64::min),
            most: fold(values.iter().map(|value| value.high).collect(), f64::max),
            lows: lows.reduce(|(least, most), (low, _)| (least.min(low), most.max(low))),
            contradict: finding.relation == Relation::Contradict,
            opposed: finding.support == Support::OpposedSides,
        })
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// A number that all accounts allow: the greatest lower bound, unless they contradict.
    fn best(&self) -> Option<f64> {
        self.lows.map(|(_, most)| most).filter(|_| !self.contradict)
    }
}

fn table(name: &'static str, rule: &'static str, rows: &[Deaths]) -> Table {
    let each = || rows.iter();
    Table::new(name)
        .str("question_id", each().map(|d| Some(question::id(d.id))))
        .str("view_rule", each().map(|_| Some(rule)))
}

fn close(table: Table, rows: &[Deaths], data: &Data, questions: &Questions) -> Table {
    let each = || rows.iter();
    let doc_ids = |deaths: &Deaths| {
        let members = questions.get(deaths.at as usize).members;
        // Members stand in the order of their documents.
        let mut docs: Vec<usize> = members.iter().map(|at| data.asked(*at as usize).doc()).collect();
        docs.dedup();
        docs.into_iter().map(|doc| data.doc_id(doc).to_owned()).collect()
    };
    table
        .int("claims", each().map(|d| Some(i32::try_from(d.claims).unwrap_or(i32::MAX))))
        .bool("opposed", each().map(|d| d.opposed))
        .list("doc_ids", each().map(doc_ids))
}

/// Rows of `view_ucdp`, `view_acled` and `view_minmax`.
pub(crate) fn views(data: &Data, questions: &Questions, rows: &[Deaths]) -> [Table; 3] {
    let each = || rows.iter();
    let ucdp = table("view_ucdp", "ucdp: best, low and high estimate; best is empty where accounts contradict", rows)
        .float("best", each().map(Deaths::best))
        .float("low", each().map(|d| d.least))
        .float("high", each().map(|d| d.most));
    let acled = table("view_acled", "acled: the most conservative number reported", rows)
        .float("fatalities", each().map(|d| d.least.or(d.lows.map(|(least, _)| least))));
    let minmax = table("view_minmax", "minmax: the least and the greatest bound of any account", rows)
        .float("min", each().map(|d| d.least))
        .float("max", each().map(|d| d.most));
    [ucdp, acled, minmax].map(|table| close(table, rows, data, questions))
}
