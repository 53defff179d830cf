//! How the accounts of one question relate, who stands behind them, and why, in words.

use std::collections::{BTreeMap, BTreeSet};

use crate::day::Day;
use crate::duplicates::Copy;
use crate::interval::{Bounds, Pair};
use crate::question::Question;
use crate::rows::{Relation, Support};
use crate::store::{Asked, Data};

/// One member of a question, as it stands among the others.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Account {
    /// The claim, by its place among those that may answer a question.
    pub(crate) asked: usize,
    /// False for a reprint, or where only another document's claim is repeated.
    pub(crate) independent: bool,
    /// In a near-copy of an earlier document, or in a passage copied from one.
    pub(crate) reprint: bool,
    /// The same claimant said otherwise later.
    pub(crate) superseded: bool,
}

/// What is found about one question.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    pub(crate) accounts: Vec<Account>,
    pub(crate) relation: Relation,
    pub(crate) support: Support,
    pub(crate) spread: Option<f64>,
    pub(crate) why: String,
    /// Distinct answers: a claimant who gives one number twice in one document gives one account.
    pub(crate) distinct: usize,
    pub(crate) claimants: usize,
}

/// Judges one question.
pub(crate) fn judge(data: &Data, copies: &[Copy], question: Question<'_>) -> Finding {
    let accounts = accounts(data, copies, question.members);
    let current: Vec<&Account> = accounts
        .iter()
        .filter(|account| !account.superseded && !account.reprint && data.asked(account.asked).value().is_stated())
        .collect();
    let judged = Judged { data, accounts: &accounts, current: &current };
    let distinct = judged.distinct(|_| true);
    let relation = judged.relation();
    Finding {
        relation,
        support: judged.support(),
        spread: judged.spread(),
        why: judged.why(relation),
        distinct,
        claimants: judged.claimants().len(),
        accounts,
    }
}

fn accounts(data: &Data, copies: &[Copy], members: &[u32]) -> Vec<Account> {
    let members: Vec<usize> = members.iter().map(|at| *at as usize).collect();
    let superseded = superseded(data, &members);
    let copied = copied(data, &members);
    let reprint =
        |at: usize| copied.contains(&at) || copies.get(data.asked(at).doc()).is_some_and(|copy| copy.of.is_some());
    let mut accounts: Vec<Account> = members
        .iter()
        .map(|&at| Account {
            asked: at,
            independent: !reprint(at),
            reprint: reprint(at),
            superseded: superseded.contains(&at),
        })
        .collect();
    mark_repeats(data, &mut accounts);
    accounts
}

/// Members in a passage that an earlier document has word for word: common wire text.
fn copied(data: &Data, members: &[usize]) -> BTreeSet<usize> {
    let age = |at: usize| data.age(data.asked(at).doc());
    let mut first: BTreeMap<u64, usize> = BTreeMap::new();
    for &at in members {
        let Some(passage) = data.asked(at).passage() else { continue };
        let known = first.entry(passage).or_insert(at);
        if age(at) < age(*known) {
            *known = at;
        }
    }
    let doc = |passage: u64| first.get(&passage).map(|&at| data.asked(at).doc());
    let is_later = |at: &usize| {
        let one = data.asked(*at);
        one.passage().is_some_and(|passage| doc(passage) != Some(one.doc()))
    };
    members.iter().copied().filter(is_later).collect()
}

/// The first document, by publication, that quotes a claimant with a number is its source; later ones repeat it.
fn mark_repeats(data: &Data, accounts: &mut [Account]) {
    let mut order: Vec<usize> = (0..accounts.len()).filter(|&n| !accounts[n].reprint).collect();
    order.sort_by_key(|&n| (data.age(data.asked(accounts[n].asked).doc()), n));
    let mut first: BTreeMap<(String, Option<u64>, Option<u64>), usize> = BTreeMap::new();
    for n in order {
        let one = data.asked(accounts[n].asked);
        let Some(speaker) = known_voice(data, one) else { continue };
        let value = one.value();
        if value.is_stated() {
            let key = (speaker, value.low.map(f64::to_bits), value.high.map(f64::to_bits));
            accounts[n].independent &= *first.entry(key).or_insert(one.doc()) == one.doc();
        }
    }
}

/// Claims that their claimant, or their own text, has replaced: only with an order, never by a larger number alone.
fn superseded(data: &Data, members: &[usize]) -> BTreeSet<usize> {
    let mut by_claimant: BTreeMap<String, Vec<(Day, usize)>> = BTreeMap::new();
    let mut by_document: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &at in members {
        let one = data.asked(at);
        by_document.entry(one.doc()).or_default().push(at);
        if let Some(claimant) = known_voice(data, one)
            && let Some(day) = one.claimed_on().or(data.documents[one.doc()].published())
        {
            by_claimant.entry(claimant).or_default().push((day, at));
        }
    }
    let mut replaced = BTreeSet::new();
    for said in by_claimant.values_mut() {
        said.sort_unstable_by(|a, b| b.cmp(a));
        let mut later = Bounds::default();
        for one_day in said.chunk_by(|a, b| a.0 == b.0) {
            replaced.extend(one_day.iter().map(|(_, at)| *at).filter(|&at| later.exclude(&data.asked(at).value())));
            one_day.iter().for_each(|(_, at)| later.add(&data.asked(*at).value()));
        }
    }
    for beside in by_document.values() {
        replaced.extend(beside.iter().copied().filter(|&at| {
            let one = data.asked(at);
            one.earlier() && beside.iter().any(|&other| replaces(data, data.asked(other), one))
        }));
    }
    replaced
}

/// Whether a claim of the same text replaces one that the text gives as earlier.
fn replaces(data: &Data, later: Asked<'_>, one: Asked<'_>) -> bool {
    let stated = later.value().is_stated() && !later.value().same_bounds(&one.value());
    stated && !later.earlier() && may_replace(data, one, later)
}

/// Whether one claim may replace another that its text gives as earlier: not where two parties, or two named observers, speak.
fn may_replace(data: &Data, earlier: Asked<'_>, later: Asked<'_>) -> bool {
    match (earlier.claimant_id(), later.claimant_id()) {
        (Some(a), Some(b)) => a == b || data.sides.side(a) == data.sides.side(b),
        _ => true,
    }
}

/// Before the outlet or the document whose author speaks.
const AUTHOR: &str = "author of ";

/// Who speaks, where the same voice is known again in another document: a named claimant, or an outlet in its own voice.
/// "Residents" of two reports are not the same.
fn known_voice(data: &Data, one: Asked<'_>) -> Option<String> {
    match (one.claimant_id(), one.claimant()) {
        (Some(id), _) => (!data.sides.is_generic(id)).then(|| id.to_owned()),
        (None, Some(_)) => None,
        (None, None) => data.source(one.doc()).map(|source| format!("{AUTHOR}{source}")),
    }
}

struct Judged<'a> {
    data: &'a Data,
    accounts: &'a [Account],
    current: &'a [&'a Account],
}

impl<'a> Judged<'a> {
    fn asked(&self, account: &Account) -> Asked<'a> {
        self.data.asked(account.asked)
    }

    /// Who gives an account: a claimant, or the author's own voice of one document.
    fn voice(&self, account: &Account) -> String {
        let one = self.asked(account);
        let doc_id = || self.data.doc_id(one.doc());
        known_voice(self.data, one).unwrap_or_else(|| match (one.claimant_id(), one.claimant()) {
            (Some(id), _) => format!("{id} of {}", doc_id()),
            (None, Some(text)) => text.to_lowercase(),
            (None, None) => format!("{AUTHOR}{}", doc_id()),
        })
    }

    /// Distinct answers among the stated ones that are no reprints.
    fn distinct(&self, wanted: impl Fn(&Account) -> bool) -> usize {
        let mut seen: BTreeMap<usize, Vec<(String, usize)>> = BTreeMap::new();
        let all = self.accounts.iter().filter(|account| !account.reprint && wanted(account));
        for account in all {
            let one = self.asked(account);
            let voice = self.voice(account);
            // An author who repeats in his own voice what he has just attributed adds no account.
            let author = one.claimant_id().is_none();
            let beside = seen.entry(one.doc()).or_default();
            let repeated = beside.iter().any(|(other, at)| {
                self.data.asked(*at).value().same_bounds(&one.value())
                    && (*other == voice || author || other.starts_with(AUTHOR))
            });
            if !repeated {
                beside.push((voice, account.asked));
            }
        }
        seen.values().map(Vec::len).sum()
    }

    /// The current accounts of distinct values, the first of each: pairs of values tell all that pairs of accounts would.
    fn values(&self) -> Vec<&Account> {
        let mut seen = BTreeSet::new();
        self.current.iter().copied().filter(|account| seen.insert(self.asked(account).value().identity())).collect()
    }

    fn relation(&self) -> Relation {
        let stated = self.distinct(|account| self.data.asked(account.asked).value().is_stated());
        let mut bounds = Bounds::default();
        self.current.iter().for_each(|account| bounds.add(&self.asked(account).value()));
        let values = self.values();
        let agree = |a: &Account, b: &Account| self.asked(a).value().relate(&self.asked(b).value()) == Pair::Agree;
        let worst = if bounds.clash() {
            Pair::Contradict
        } else if values.iter().enumerate().all(|(n, a)| values[n + 1..].iter().all(|b| agree(a, b))) {
            Pair::Agree
        } else {
            Pair::Compatible
        };
        let revised = self.accounts.iter().any(|account| account.superseded && !account.reprint);
        match worst {
            Pair::Contradict => Relation::Contradict,
            _ if stated <= 1 => Relation::Single,
            Pair::Agree if revised => Relation::Revised,
            Pair::Agree => Relation::Agree,
            Pair::Compatible => Relation::Compatible,
        }
    }

    fn claimants(&self) -> BTreeSet<String> {
        self.accounts.iter().filter(|account| !account.reprint).map(|account| self.voice(account)).collect()
    }

    fn support(&self) -> Support {
        let voices: BTreeSet<String> = self.current.iter().map(|account| self.voice(account)).collect();
        let parties: BTreeSet<String> = self
            .current
            .iter()
            .filter_map(|account| {
                let id = self.asked(account).claimant_id()?;
                self.data.sides.is_party(id).then(|| self.data.sides.side(id))
            })
            .collect();
        if parties.len() >= 2 {
            Support::OpposedSides
        } else if voices.len() >= 2 {
            Support::SeveralClaimants
        } else {
            Support::OneClaimant
        }
    }

    fn spread(&self) -> Option<f64> {
        let values = || self.current.iter().map(|account| self.asked(account).value());
        if self.current.len() < 2 {
            return None;
        }
        let most = values().filter_map(|v| v.most()).fold(f64::NEG_INFINITY, f64::max);
        let least = values().filter_map(|v| v.least()).fold(f64::INFINITY, f64::min);
        (least > 0.0 && most.is_finite()).then(|| (most / least * 1000.0).round() / 1000.0)
    }

    fn why(&self, relation: Relation) -> String {
        let said = self.said(self.current);
        let old: Vec<&Account> = self.accounts.iter().filter(|a| a.superseded && !a.reprint).collect();
        let mut why = match relation {
            Relation::Contradict => self.clash().unwrap_or(said),
            // All that stands may be in reprints of what does not.
            Relation::Revised if said.is_empty() => self.dropped(&old),
            Relation::Revised => format!("{said}; {}", self.dropped(&old)),
            Relation::Compatible => format!("can all be right: {said}"),
            Relation::Agree if self.support() == Support::OneClaimant => {
                format!("repeated, not corroborated: {said}")
            }
            Relation::Agree => format!("all say the same: {said}"),
            Relation::Single => said,
        };
        if relation != Relation::Revised && !old.is_empty() {
            why += &format!("; {}", self.dropped(&old));
        }
        let denied = self.denials();
        if !denied.is_empty() {
            why += &format!("; {denied}");
        }
        why
    }

    /// The two accounts that are furthest apart among those that cannot both be right; of several pairs the first.
    fn clash(&self) -> Option<String> {
        let values = self.values();
        let value = |at: usize| self.asked(values[at]).value();
        let least = |at: usize| value(at).least().unwrap_or_default();
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| least(a).total_cmp(&least(b)));
        let mut widest: Option<(f64, usize, usize)> = None;
        // From the outside in: no pair further in is wider than the widest that was found.
        for (n, &low) in order.iter().enumerate() {
            for &high in order[n + 1..].iter().rev() {
                let ratio = (least(high) + 1.0) / (least(low) + 1.0);
                // Below nothing ratios do not grow outwards.
                if least(low) >= 0.0 && widest.is_some_and(|(known, ..)| ratio < known) {
                    break;
                }
                if value(low).relate(&value(high)) != Pair::Contradict {
                    continue;
                }
                let (a, b) = (low.min(high), low.max(high));
                if widest.is_none_or(|(known, x, y)| ratio > known || (a, b) < (x, y)) {
                    widest = Some((ratio, a, b));
                }
            }
        }
        let (_, a, b) = widest?;
        Some(format!("{} excludes {}", self.one(values[a]), self.one(values[b])))
    }

    fn who(&self, account: &Account) -> String {
        let one = self.asked(account);
        match (one.claimant_id(), one.claimant()) {
            // Sources that no mention names are called as their report calls them.
            (Some(id), Some(text)) => self.data.sides.known(id).unwrap_or(text).to_owned(),
            (Some(id), None) => self.data.sides.in_words(id),
            (None, Some(text)) => text.to_owned(),
            (None, None) => self.data.source(one.doc()).unwrap_or_else(|| self.data.doc_id(one.doc())).to_owned(),
        }
    }

    fn text(&self, account: &Account) -> &'a str {
        self.asked(account).text()
    }

    fn one(&self, account: &Account) -> String {
        format!("\"{}\" ({})", self.text(account), self.who(account))
    }

    /// "58" (A, B), "23" (C): each wording once, with everybody who gives it.
    fn said(&self, accounts: &[&Account]) -> String {
        let mut said: Vec<(&str, Vec<String>)> = Vec::new();
        let mut known: BTreeMap<&str, (usize, BTreeSet<String>)> = BTreeMap::new();
        for account in accounts {
            let (text, who) = (self.text(account), self.who(account));
            let (at, voices) = known.entry(text).or_insert_with(|| {
                said.push((text, Vec::new()));
                (said.len() - 1, BTreeSet::new())
            });
            if voices.insert(who.clone()) {
                said[*at].1.push(who);
            }
        }
        let parts: Vec<String> =
            said.iter().map(|(text, voices)| format!("\"{text}\" ({})", voices.join(", "))).collect();
        parts.join(", ")
    }

    /// What was said before and is not any more.
    fn dropped(&self, old: &[&Account]) -> String {
        let wordings: BTreeSet<&str> = old.iter().map(|account| self.text(account)).collect();
        let stand = if wordings.len() == 1 { "stands" } else { "stand" };
        format!("{} no longer {stand}", self.said(old))
    }

    fn denials(&self) -> String {
        let mut parts: BTreeSet<String> = BTreeSet::new();
        for account in self.accounts.iter().filter(|account| !account.reprint) {
            let one = self.asked(account);
            if let Some(denier) = one.denier_id() {
                parts.insert(format!("{} denies \"{}\"", self.data.sides.in_words(denier), one.text()));
            }
        }
        parts.into_iter().collect::<Vec<_>>().join("; ")
    }
}
