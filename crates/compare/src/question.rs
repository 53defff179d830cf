//! Questions: claims that ask the same, found by key and never by chains of overlap.

use std::collections::{BTreeSet, HashMap};

use crate::anchor::{Anchors, Closeness, TELLING};
use crate::blocks;
use crate::claim::Data;
use crate::duplicates::Copy;
use crate::facet::Asked;
use crate::run::hash_bytes;
use crate::window::Basis;

/// Claims so many places before and after may stand in the same sentence.
const COMPANY_REACH: usize = 8;
/// A question is looked for among so many that were last noted under a key, before it is noted again.
const RECENT: usize = 8;
/// Hexadecimal digits of a question's id.
const ID_DIGITS: usize = 16;

/// Claims that answer one question.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Question {
    pub(crate) id: String,
    /// Index of the claim whose key the question has; indices are into the list of asked claims.
    pub(crate) seed: usize,
    /// All claims, the seed included, in text order.
    pub(crate) members: Vec<usize>,
    /// Ids of questions that may be the same.
    pub(crate) related: BTreeSet<String>,
}

/// Forms the questions of a corpus.
pub(crate) fn form(data: &Data, copies: &[Copy], asked: &[Asked]) -> Vec<Question> {
    let anchors = Anchors::new(data, copies, asked);
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by_cached_key(|&at| rank(data, &asked[at]));
    let mut forming = Forming::new(data, asked, anchors);
    for at in order {
        forming.place(at);
    }
    forming.look_again();
    name(data, asked, forming.questions)
}

/// The order in which claims take or join keys: specific subjects, known places and dates, small places and short windows
/// first, so that what is open finds what is stated; then publication, text and offset, which no other document moves.
fn rank(data: &Data, one: &Asked) -> impl Ord + use<> {
    let document = &data.documents[one.doc];
    let claim = &data.claims[one.claim];
    let own = one.window.is_some_and(|window| window.basis == Basis::Own);
    let depth = one.places.iter().map(|place| place.matches(['-', '/', ':']).count()).max().unwrap_or(0);
    let open = (!one.is_death(), one.subject.openness(), !one.value.is_stated(), one.earlier);
    let unplaced = one.places.is_empty() || one.place_is_near;
    let anchored = (unplaced, !own, one.window.is_none(), std::cmp::Reverse(depth));
    let length = one.window.map_or(i32::MAX, |window| window.days());
    let identity = (document.published.is_none(), document.published, document.sha256.clone(), document.doc_id.clone());
    (open, anchored, length, identity, claim.start, claim.end, claim.figure_id)
}

struct Forming<'a> {
    data: &'a Data,
    asked: &'a [Asked],
    anchors: Anchors<'a>,
    questions: Vec<(Vec<usize>, BTreeSet<usize>)>,
    /// Questions by blocking key.
    blocks: HashMap<u64, Vec<usize>>,
    /// Members of a question in one document and its reprints, by question and original.
    in_text: HashMap<(usize, usize), Vec<usize>>,
    /// Members of a question that give one number, by question and number.
    with_number: HashMap<(usize, Option<u64>), Vec<usize>>,
    /// The question each claim is in, once it is placed.
    of: Vec<Option<usize>>,
}

impl<'a> Forming<'a> {
    fn new(data: &'a Data, asked: &'a [Asked], anchors: Anchors<'a>) -> Self {
        Self {
            data,
            asked,
            anchors,
            questions: Vec::new(),
            blocks: HashMap::new(),
            in_text: HashMap::new(),
            with_number: HashMap::new(),
            of: vec![None; asked.len()],
        }
    }

    fn place(&mut self, at: usize) {
        let one = &self.asked[at];
        let company = self.company(at);
        let keys = blocks::keys(&self.anchors, one);
        let fitting = self.fitting(one, &keys.wanted, &company);
        let best = fitting.iter().map(|(closeness, _)| *closeness).max();
        let closest: Vec<usize> =
            fitting.iter().filter(|(closeness, _)| Some(*closeness) == best).map(|(_, q)| *q).collect();
        let question = match closest[..] {
            [only] => {
                self.questions[only].0.push(at);
                only
            }
            _ => {
                self.questions.push((vec![at], closest.into_iter().collect()));
                self.questions.len() - 1
            }
        };
        self.of[at] = Some(question);
        self.in_text.entry((question, self.anchors.origin(one.doc))).or_default().push(at);
        self.with_number.entry((question, one.value.least().map(f64::to_bits))).or_default().push(at);
        let seed = self.questions[question].0.len() == 1;
        for key in if seed { keys.seed } else { keys.member }.into_iter().chain(company) {
            let known = self.blocks.entry(key).or_default();
            // A bucket holds a question once; the same question comes back soon if at all.
            if !known.iter().rev().take(RECENT).any(|other| *other == question) {
                known.push(question);
            }
        }
    }

    /// A number without a date and a place of its own may be placed before another of its text shows which event the two
    /// are about. Once all are placed, its question goes into the only one that holds a number said in one breath with it.
    fn look_again(&mut self) {
        let mut moved_into: Vec<Option<usize>> = vec![None; self.questions.len()];
        for (question, moved_to) in moved_into.iter_mut().enumerate() {
            let (members, related) = &self.questions[question];
            let local = is_local(&self.asked[members[0]]);
            if !local || !related.is_empty() || members.len() > RECENT {
                continue;
            }
            let mut fitting = members.iter().flat_map(|&at| self.beside(at)).collect::<BTreeSet<usize>>();
            fitting.retain(|&other| other != question && self.takes(other, question));
            let Some(&into) = fitting.first().filter(|_| fitting.len() == 1) else { continue };
            let moved = std::mem::take(&mut self.questions[question].0);
            for &at in &moved {
                let one = &self.asked[at];
                self.of[at] = Some(into);
                self.in_text.entry((into, self.anchors.origin(one.doc))).or_default().push(at);
                self.with_number.entry((into, one.value.least().map(f64::to_bits))).or_default().push(at);
            }
            self.questions[into].0.extend(moved);
            *moved_to = Some(into);
        }
        self.close_gaps(&moved_into);
    }

    /// Drops the questions that went into others, and leads what is related to them there.
    fn close_gaps(&mut self, moved_into: &[Option<usize>]) {
        let mut number = Vec::with_capacity(self.questions.len());
        let mut kept = 0;
        for (members, _) in &self.questions {
            number.push(kept);
            kept += usize::from(!members.is_empty());
        }
        let at = |mut question: usize| {
            while let Some(into) = moved_into[question] {
                question = into;
            }
            number[question]
        };
        self.questions.retain(|(members, _)| !members.is_empty());
        for (question, (_, related)) in self.questions.iter_mut().enumerate() {
            *related = related.iter().map(|&other| at(other)).filter(|&other| other != question).collect();
        }
    }

    /// Questions with a claim of the same family and text.
    fn beside(&self, at: usize) -> impl Iterator<Item = usize> {
        let key = blocks::document(&self.anchors, &self.asked[at]);
        self.blocks.get(&key).into_iter().flatten().copied()
    }

    /// Whether one question may take in all members of another: each fits its seed, and the text ties one of them to it.
    fn takes(&self, into: usize, question: usize) -> bool {
        let Some(&seed) = self.questions[into].0.first() else { return false };
        let seed = &self.asked[seed];
        let members = || self.questions[question].0.iter().map(|&at| &self.asked[at]);
        let beside = |one: &Asked| {
            let known = self.in_text.get(&(into, self.anchors.origin(one.doc)));
            known.into_iter().flatten().map(|&member| &self.asked[member])
        };
        members().all(|one| {
            self.anchors.closeness(one, seed).is_some() && !beside(one).any(|other| self.anchors.keeps_out(one, other))
        }) && members().any(|one| {
            beside(one).any(|other| self.anchors.in_one_breath(one, other) && self.anchors.ties_to_member(one, other))
        })
    }

    /// The dead counted in the same breath as these wounded or missing: where two texts share a question about the dead, the
    /// wounded beside them are the same event's.
    fn company(&self, at: usize) -> Vec<u64> {
        let one = &self.asked[at];
        let claim = &self.data.claims[one.claim];
        if one.is_death() || !one.counts_people() {
            return Vec::new();
        }
        let near = |&other: &usize| {
            let asked = &self.asked[other];
            let beside = &self.data.claims[asked.claim];
            asked.doc == one.doc && asked.is_death() && beside.sentence_id == claim.sentence_id
        };
        let around = at.saturating_sub(COMPANY_REACH)..self.asked.len().min(at + COMPANY_REACH);
        let deaths: BTreeSet<usize> = around.filter(near).filter_map(|other| self.of[other]).collect();
        deaths.into_iter().map(|question| blocks::company(one, question)).collect()
    }

    fn fitting(&self, one: &Asked, wanted: &[u64], company: &[u64]) -> Vec<(Closeness, usize)> {
        let found = |keys: &[u64]| -> BTreeSet<usize> {
            keys.iter().filter_map(|key| self.blocks.get(key)).flatten().copied().collect()
        };
        let beside = found(company);
        let mut candidates = found(wanted);
        candidates.extend(&beside);
        let fit = |question| self.fit(one, question, beside.contains(&question)).map(|closeness| (closeness, question));
        candidates.into_iter().filter_map(fit).collect()
    }

    /// How closely a claim fits a question that it may join.
    fn fit(&self, one: &Asked, question: usize, beside: bool) -> Option<Closeness> {
        let seed = &self.asked[self.questions[question].0[0]];
        let mut closeness = self.anchors.closeness(one, seed)?;
        let least = one.value.least().map(f64::to_bits);
        let in_text = self.in_text.get(&(question, self.anchors.origin(one.doc)));
        let in_text = || in_text.into_iter().flatten().map(|&member| &self.asked[member]);
        let with_number = self.with_number.get(&(question, least));
        let with_number = || with_number.into_iter().flatten().map(|&member| &self.asked[member]);
        if in_text().any(|member| self.anchors.keeps_out(one, member)) {
            return None;
        }
        let holds = (beside && closeness.is_of_one_event())
            || self.anchors.ties_to_seed(one, seed, closeness)
            || in_text().any(|member| self.anchors.ties_to_member(one, member))
            || with_number().any(|member| self.anchors.ties_to_member(one, member));
        if !holds {
            return None;
        }
        closeness.near = in_text().map(|member| self.anchors.nearness(one, member)).max().unwrap_or(0);
        closeness.quoted = one.speaker.is_some() && with_number().any(|member| member.speaker == one.speaker);
        closeness.same_number = with_number().next().is_some();
        let telling = one.value.least().is_some_and(|n| n >= TELLING);
        closeness.telling = telling && closeness.same_number && in_text().next().is_some();
        Some(Anchors::ranked(closeness))
    }
}

/// Whether a claim lacks a date or a place of its own, so that as a seed it has a key of its document only.
fn is_local(one: &Asked) -> bool {
    one.places.is_empty() || one.place_is_near || one.window.is_none_or(|window| window.basis != Basis::Own)
}

/// The canonical key of a question, from its seed alone.
fn key(data: &Data, seed: &Asked) -> String {
    let scope = seed.scope.as_deref().unwrap_or_default();
    let stated = if seed.place_is_near { &[][..] } else { &seed.places[..] };
    let places = stated.join("+");
    let window = seed.window.filter(|window| window.basis == Basis::Own);
    let days = window.map(|w| format!("{}..{}", w.from, if w.open { String::new() } else { w.to.to_string() }));
    let mut key = format!("{}|{}|{scope}|{places}|{}", seed.family, seed.subject.key(), days.unwrap_or_default());
    if is_local(seed) {
        key += &format!("|{}@{}", data.documents[seed.doc].sha256, data.claims[seed.claim].start);
    }
    key
}

fn name(data: &Data, asked: &[Asked], formed: Vec<(Vec<usize>, BTreeSet<usize>)>) -> Vec<Question> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut ids = Vec::with_capacity(formed.len());
    for (members, _) in &formed {
        let seed = &asked[members[0]];
        let mut key = key(data, seed);
        if taken.contains(&key) {
            // Two numbers in one voice: the second question is told apart by where it stands.
            key += &format!("|{}@{}", data.documents[seed.doc].sha256, data.claims[seed.claim].start);
        }
        let mut copy = 0;
        while !taken.insert(key.clone()) {
            copy += 1;
            key += &format!("|{copy}");
        }
        ids.push(hash_bytes(key.as_bytes())[..ID_DIGITS].to_owned());
    }
    let mut related: Vec<BTreeSet<String>> = vec![BTreeSet::new(); formed.len()];
    for (at, (_, others)) in formed.iter().enumerate() {
        for other in others {
            related[at].insert(ids[*other].clone());
            related[*other].insert(ids[at].clone());
        }
    }
    formed
        .into_iter()
        .zip(ids)
        .zip(related)
        .map(|(((mut members, _), id), related)| {
            let seed = members[0];
            members.sort_unstable();
            Question { id, seed, members, related }
        })
        .collect()
}
