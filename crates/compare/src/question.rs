//! Questions: claims that ask the same, found by key and never by chains of overlap.

mod members;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::anchor::{Anchors, Closeness, TELLING};
use crate::blocks::{self, Notes};
use crate::duplicates::Copy;
use crate::run::digest;
use crate::store::{Asked, Data};
use crate::window::Basis;
use members::Members;

/// Claims so many places before and after may stand in the same sentence.
const COMPANY_REACH: usize = 8;
/// Two numbers so many sentences apart stand side by side.
const RIVAL_SENTENCES: i32 = 3;
/// Among more questions under one key none is the only one that fits.
const MOST_TOLLS: usize = 64;
/// A question of more claims is not led into another one.
const MOST_MOVED: usize = 8;

/// Claims that answer one question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Question<'a> {
    pub(crate) id: u64,
    /// The claim whose key the question has; claims are known by their place among those that may answer a question.
    pub(crate) seed: usize,
    /// All claims, the seed included, in text order.
    pub(crate) members: &'a [u32],
    /// Ids of questions that may be the same, sorted.
    pub(crate) related: &'a [u64],
}

/// All questions of a corpus.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    ids: Vec<u64>,
    seeds: Vec<u32>,
    /// Members of all questions one after the other, and where those of each end.
    members: Vec<u32>,
    ends: Vec<u32>,
    related: BTreeMap<usize, Vec<u64>>,
}

impl Questions {
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn get(&self, at: usize) -> Question<'_> {
        let first = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        Question {
            id: self.ids[at],
            seed: self.seeds[at] as usize,
            members: &self.members[first as usize..self.ends[at] as usize],
            related: self.related.get(&at).map_or(&[], Vec::as_slice),
        }
    }
}

/// The id of a question as the tables hold it.
pub(crate) fn id(id: u64) -> String {
    format!("{id:016x}")
}

/// Forms the questions of a corpus.
pub(crate) fn form(data: &Data, copies: &[Copy]) -> Questions {
    form_of(data, copies, data.order())
}

/// Forms the questions of some claims of a corpus, given in their order; others must have no key in common with them.
pub(crate) fn form_of(data: &Data, copies: &[Copy], order: Vec<u32>) -> Questions {
    let anchors = Anchors::new(data, copies);
    let mut notes = Notes::new(data.len());
    for one in data.all() {
        blocks::keys(&anchors, one).wanted.into_iter().for_each(|key| notes.want(key));
        blocks::campaign(&anchors, one).into_iter().filter(|_| one.runs()).for_each(|key| notes.want(key));
    }
    let members = Members::new(data.len());
    let mut forming = Forming { data, anchors, notes, members, related: BTreeMap::new() };
    for at in order {
        forming.place(at as usize);
    }
    let mut moved_into = forming.look_again();
    forming.join_campaigns(&mut moved_into);
    name(data, &forming.members, &forming.related, &moved_into)
}

struct Forming<'a> {
    data: &'a Data,
    anchors: Anchors<'a>,
    notes: Notes,
    members: Members,
    /// Questions that were as close to the seed of a question as each other.
    related: BTreeMap<u32, BTreeSet<u32>>,
}

impl Forming<'_> {
    fn place(&mut self, at: usize) {
        let one = self.data.asked(at);
        let company = self.company(at);
        let keys = blocks::keys(&self.anchors, one);
        let fitting = self.fitting(one, &keys.wanted, &company);
        let best = fitting.iter().map(|(closeness, _)| *closeness).max();
        let closest: Vec<u32> =
            fitting.iter().filter(|(closeness, _)| Some(*closeness) == best).map(|(_, q)| *q).collect();
        let question = if let [only] = closest[..] {
            only
        } else {
            let new = self.members.open();
            if !closest.is_empty() {
                self.related.insert(new, closest.into_iter().collect());
            }
            new
        };
        self.members.add(self.data, &self.anchors, question, at);
        let seed = self.members.count(question) == 1;
        for key in if seed { keys.seed } else { keys.member } {
            self.notes.note(key, question);
        }
        for key in company {
            self.notes.want(key);
            self.notes.note(key, question);
        }
    }

    /// A number without a date and a place of its own may be placed before another of its text shows which event the two
    /// are about. Once all are placed, its question goes into the only one that holds a number said in one breath with it.
    /// Gives the questions that went, each with the one it went into.
    fn look_again(&mut self) -> BTreeMap<u32, u32> {
        let mut moved_into = BTreeMap::new();
        for question in 0..self.members.questions() {
            let Some(seed) = self.members.seed(question) else { continue };
            let local = is_local(self.data.asked(seed));
            if !local || self.related.contains_key(&question) || self.members.count(question) > MOST_MOVED {
                continue;
            }
            let mut fitting: BTreeSet<u32> = BTreeSet::new();
            for at in self.members.of(question) {
                let one = self.data.asked(at);
                // Questions with a claim of the same family and text.
                fitting.extend(self.notes.under(blocks::document(&self.anchors, one)));
                if one.is_stock() {
                    let keys = blocks::keys(&self.anchors, one).wanted;
                    fitting.extend(keys.into_iter().flat_map(|key| self.notes.under(key)));
                }
            }
            fitting.retain(|&other| other != question && self.takes(other, question));
            let Some(&into) = fitting.first().filter(|_| fitting.len() == 1) else { continue };
            self.members.lead(self.data, &self.anchors, question, into);
            moved_into.insert(question, into);
        }
        moved_into
    }

    /// A running toll of a side's men goes into the only question of the days before that holds an earlier one.
    fn join_campaigns(&mut self, moved_into: &mut BTreeMap<u32, u32>) {
        for question in 0..self.members.questions() {
            let Some(seed) = self.members.seed(question) else { continue };
            let local = is_local(self.data.asked(seed));
            if !local || self.related.contains_key(&question) || self.members.count(question) > MOST_MOVED {
                continue;
            }
            let running = self.members.of(question).map(|at| self.data.asked(at)).filter(|one| one.runs());
            let keys: Vec<u64> = running.flat_map(|one| blocks::campaign(&self.anchors, one)).collect();
            let mut fitting: BTreeSet<u32> =
                keys.iter().flat_map(|key| self.notes.under(*key).take(MOST_TOLLS)).collect();
            fitting.retain(|&other| other != question && self.precedes(other, question));
            let Some(&into) = fitting.first().filter(|_| fitting.len() == 1) else { continue };
            self.members.lead(self.data, &self.anchors, question, into);
            moved_into.insert(question, into);
        }
    }

    /// Whether a question holds an earlier toll of the campaign that another one tells of.
    fn precedes(&self, earlier: u32, later: u32) -> bool {
        let Some((before, after)) = self.members.seed(earlier).zip(self.members.seed(later)) else { return false };
        let (before, after) = (self.data.asked(before), self.data.asked(after));
        let members = |question: u32| self.members.of(question).map(|at| self.data.asked(at));
        self.members.count(earlier) <= MOST_MOVED * 2
            && self.anchors.closeness(after, before).is_some_and(|closeness| closeness.is_of_one_class())
            && members(later).all(|one| self.fits_all(one, earlier, before))
            && members(later).any(|one| members(earlier).any(|other| self.anchors.same_campaign(other, one)))
    }

    /// Whether two numbers that stand side by side in one text are two answers that others give to a question: the text
    /// tells of both, whoever it says gives them and however it sets one against the other.
    fn has_rivals(&self, one: Asked<'_>, question: u32) -> bool {
        let telling = |asked: Asked<'_>| asked.counts_harm() && asked.value().least().is_some_and(|n| n >= TELLING);
        let origin = |asked: Asked<'_>| self.anchors.origin(asked.doc());
        let elsewhere = |number: Asked<'_>| {
            let mut same = self.members.with_number(self.data, question, number);
            same.any(|other| origin(other) != origin(one))
        };
        let beside = |member: Asked<'_>| {
            member.doc() == one.doc()
                && (member.sentence_id() - one.sentence_id()).abs() <= RIVAL_SENTENCES
                && member.value().least() != one.value().least()
                && telling(member)
        };
        let mut in_text = self.members.in_text(self.data, &self.anchors, question, one);
        telling(one) && elsewhere(one) && in_text.any(|member| beside(member) && elsewhere(member))
    }

    /// Whether a claim is in conflict neither with the seed of a question nor with a member of its own text.
    fn fits_all(&self, one: Asked<'_>, question: u32, seed: Asked<'_>) -> bool {
        let mut beside = self.members.in_text(self.data, &self.anchors, question, one);
        self.anchors.closeness(one, seed).is_some()
            && (!beside.any(|other| self.anchors.keeps_out(one, other)) || self.has_rivals(one, question))
    }

    /// Whether one question may take in all members of another: each fits its seed, and the text ties one of them to it.
    fn takes(&self, into: u32, question: u32) -> bool {
        let Some(seed) = self.members.seed(into) else { return false };
        let seed = self.data.asked(seed);
        let members = || self.members.of(question).map(|at| self.data.asked(at));
        members().all(|one| self.fits_all(one, into, seed))
            && members().any(|one| {
                let mut beside = self.members.in_text(self.data, &self.anchors, into, one);
                let tied = |other| self.anchors.in_one_breath(one, other) && self.anchors.ties_to_member(one, other);
                let mut restated = self.members.with_number(self.data, into, one).filter(|_| one.is_stock());
                self.has_rivals(one, into)
                    || beside.any(tied)
                    || restated.any(|other| self.anchors.ties_to_member(one, other))
            })
    }

    /// The dead counted in the same breath as these wounded or missing: where two texts share a question about the dead, the
    /// wounded beside them are the same event's.
    fn company(&self, at: usize) -> Vec<u64> {
        let one = self.data.asked(at);
        if one.is_death() || !one.counts_people() {
            return Vec::new();
        }
        let near = |&other: &usize| {
            let beside = self.data.asked(other);
            beside.doc() == one.doc() && beside.is_death() && beside.sentence_id() == one.sentence_id()
        };
        let around = at.saturating_sub(COMPANY_REACH)..self.data.len().min(at + COMPANY_REACH);
        let deaths: BTreeSet<u32> = around.filter(near).filter_map(|other| self.members.question(other)).collect();
        deaths.into_iter().map(|question| blocks::company(one, question)).collect()
    }

    fn fitting(&self, one: Asked<'_>, wanted: &[u64], company: &[u64]) -> Vec<(Closeness, u32)> {
        let found = |keys: &[u64]| -> Vec<u32> {
            let mut found: Vec<u32> = keys.iter().flat_map(|key| self.notes.under(*key)).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let beside = found(company);
        let mut candidates = found(wanted);
        candidates.extend(&beside);
        candidates.sort_unstable();
        candidates.dedup();
        let beside = |question: u32| beside.binary_search(&question).is_ok();
        let fit = |question| self.fit(one, question, beside(question)).map(|closeness| (closeness, question));
        candidates.into_iter().filter_map(fit).collect()
    }

    /// How closely a claim fits a question that it may join.
    fn fit(&self, one: Asked<'_>, question: u32, beside: bool) -> Option<Closeness> {
        let seed = self.data.asked(self.members.seed(question)?);
        let mut closeness = self.anchors.closeness(one, seed)?;
        let in_text = || self.members.in_text(self.data, &self.anchors, question, one);
        let with_number = || self.members.with_number(self.data, question, one);
        let rivals = self.has_rivals(one, question);
        if !rivals && in_text().any(|member| self.anchors.keeps_out(one, member)) {
            return None;
        }
        let holds = rivals
            || (beside && closeness.is_of_one_event())
            || self.anchors.ties_to_seed(one, seed, closeness)
            || in_text().any(|member| self.anchors.ties_to_member(one, member))
            || with_number().any(|member| self.anchors.ties_to_member(one, member));
        if !holds {
            return None;
        }
        closeness.near = in_text().map(|member| self.anchors.nearness(one, member)).max().unwrap_or(0);
        closeness.quoted = self.members.quotes(self.data, question, one);
        closeness.same_number = with_number().next().is_some();
        let telling = one.value().least().is_some_and(|n| n >= TELLING);
        closeness.telling = telling && closeness.same_number && in_text().next().is_some();
        Some(Anchors::ranked(closeness))
    }
}

/// Whether a claim lacks a date or a place of its own, so that as a seed it has a key of its document only.
fn is_local(one: Asked<'_>) -> bool {
    one.places().is_empty() || one.place_is_near() || one.window().is_none_or(|window| window.basis != Basis::Own)
}

/// Where a claim stands, as a part of a key.
fn stands_at(data: &Data, one: Asked<'_>) -> String {
    format!("|{}@{}", data.hash(one.doc()), one.start())
}

/// The canonical key of a question, from its seed alone.
fn key(data: &Data, seed: Asked<'_>) -> String {
    let scope = seed.scope().unwrap_or_default();
    let stated = if seed.place_is_near() { &[][..] } else { seed.places() };
    let places = stated.join("+");
    let window = seed.window().filter(|window| window.basis == Basis::Own);
    let days = window.map(|w| format!("{}..{}", w.from, if w.open { String::new() } else { w.to.to_string() }));
    let mut key = format!("{}|{}|{scope}|{places}|{}", seed.family(), seed.subject().key(), days.unwrap_or_default());
    if is_local(seed) {
        key += &stands_at(data, seed);
    }
    key
}

/// Gives the questions their ids, in the order in which they were opened, and leaves out those that went into others.
fn name(
    data: &Data,
    members: &Members,
    related: &BTreeMap<u32, BTreeSet<u32>>,
    moved_into: &BTreeMap<u32, u32>,
) -> Questions {
    let mut questions = Questions::default();
    let mut taken: HashSet<u128> = HashSet::new();
    let mut numbers = vec![None; members.questions() as usize];
    for question in 0..members.questions() {
        let Some(seed) = members.seed(question) else { continue };
        let mut key = key(data, data.asked(seed));
        if taken.contains(&digest(key.as_bytes())) {
            // Two numbers in one voice: the second question is told apart by where it stands.
            key += &stands_at(data, data.asked(seed));
        }
        let mut copy = 0;
        while !taken.insert(digest(key.as_bytes())) {
            copy += 1;
            key += &format!("|{copy}");
        }
        numbers[question as usize] = Some(questions.ids.len());
        questions.ids.push(u64::try_from(digest(key.as_bytes()) >> 64).unwrap_or_default());
        questions.seeds.push(u32::try_from(seed).unwrap_or(u32::MAX));
        let first = questions.members.len();
        questions.members.extend(members.of(question).filter_map(|at| u32::try_from(at).ok()));
        questions.members[first..].sort_unstable();
        questions.ends.push(u32::try_from(questions.members.len()).unwrap_or(u32::MAX));
    }
    let number = |mut question: u32| {
        while let Some(into) = moved_into.get(&question) {
            question = *into;
        }
        numbers[question as usize]
    };
    let mut pairs: BTreeSet<(usize, u64)> = BTreeSet::new();
    for (&question, others) in related {
        for &other in others {
            if let (Some(a), Some(b)) = (number(question), number(other))
                && a != b
            {
                pairs.extend([(a, questions.ids[b]), (b, questions.ids[a])]);
            }
        }
    }
    for (at, id) in pairs {
        questions.related.entry(at).or_default().push(id);
    }
    questions
}
