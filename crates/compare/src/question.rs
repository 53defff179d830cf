//! Questions: claims that ask the same, found by key and never by chains of overlap.

use std::collections::{BTreeMap, BTreeSet};

use crate::anchor::{Anchors, Closeness};
use crate::claim::Data;
use crate::duplicates::Copy;
use crate::facet::Asked;
use crate::run::hash_bytes;
use crate::window::Basis;

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
    let mut forming = Forming { asked, anchors, questions: Vec::new(), blocks: BTreeMap::new() };
    for at in order {
        forming.place(at);
    }
    name(data, asked, forming.questions)
}

/// The order in which claims take or join keys: specific subjects, known places and dates, small places and short windows
/// first, so that what is open finds what is stated; then publication, text and offset, which no other document moves.
fn rank(data: &Data, one: &Asked) -> impl Ord + use<> {
    let document = &data.documents[one.doc];
    let claim = &data.claims[one.claim];
    let own = one.window.is_some_and(|window| window.basis == Basis::Own);
    let depth = one.places.iter().map(|place| place.matches(['-', '/', ':']).count()).max().unwrap_or(0);
    let open = (one.subject.openness(), !one.value.is_stated(), one.earlier);
    let unplaced = one.places.is_empty() || one.place_is_near;
    let anchored = (unplaced, !own, one.window.is_none(), std::cmp::Reverse(depth));
    let length = one.window.map_or(i32::MAX, |window| window.days());
    let identity = (document.published.is_none(), document.published, document.sha256.clone(), document.doc_id.clone());
    (open, anchored, length, identity, claim.start, claim.end, claim.figure_id)
}

struct Forming<'a> {
    asked: &'a [Asked],
    anchors: Anchors<'a>,
    questions: Vec<(Vec<usize>, BTreeSet<usize>)>,
    /// Questions by blocking key.
    blocks: BTreeMap<String, BTreeSet<usize>>,
}

impl Forming<'_> {
    fn place(&mut self, at: usize) {
        let one = &self.asked[at];
        let fitting = self.fitting(one);
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
        let seed = self.questions[question].0.len() == 1;
        let keys = if seed { self.anchors.blocks(one) } else { self.anchors.member_blocks(one) };
        for key in keys {
            self.blocks.entry(key).or_default().insert(question);
        }
    }

    fn fitting(&self, one: &Asked) -> Vec<(Closeness, usize)> {
        let candidates: BTreeSet<usize> =
            self.anchors.blocks(one).iter().filter_map(|key| self.blocks.get(key)).flatten().copied().collect();
        candidates
            .into_iter()
            .filter_map(|question| {
                let members = &self.questions[question].0;
                let seed = &self.asked[members[0]];
                let mut closeness = self.anchors.closeness(one, seed)?;
                let members: Vec<&Asked> = members.iter().map(|member| &self.asked[*member]).collect();
                closeness.near = members.iter().map(|member| self.anchors.nearness(one, member)).max().unwrap_or(0);
                closeness.quoted = members.iter().any(|member| {
                    one.speaker.is_some() && member.speaker == one.speaker && member.value.least() == one.value.least()
                });
                closeness.same_number = members.iter().any(|member| member.value.least() == one.value.least());
                let free = !members.iter().any(|member| self.anchors.keeps_out(one, member));
                (free && self.anchors.holds(one, seed, &members)).then_some((Anchors::ranked(closeness), question))
            })
            .collect()
    }
}

/// The canonical key of a question, from its seed alone.
fn key(data: &Data, seed: &Asked) -> String {
    let scope = seed.scope.as_deref().unwrap_or_default();
    let stated = if seed.place_is_near { &[][..] } else { &seed.places[..] };
    let places = stated.join("+");
    let window = seed.window.filter(|window| window.basis == Basis::Own);
    let days = window.map(|w| format!("{}..{}", w.from, if w.open { String::new() } else { w.to.to_string() }));
    let mut key =
        format!("{}|{}|{scope}|{places}|{}", seed.family, seed.subject.key(), days.clone().unwrap_or_default());
    if stated.is_empty() || days.is_none() {
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
