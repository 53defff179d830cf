//! Which claims answer which question, while questions are formed.

use std::collections::{HashMap, HashSet};

use crate::anchor::Anchors;
use crate::store::{Asked, Data};

/// Members of a larger question are looked up by text and by number, those of a smaller one are gone through.
const SMALL: u32 = 16;
/// No claim, or no question.
const NONE: u32 = u32::MAX;

/// The members of all questions, as chains of claims.
#[derive(Debug)]
pub(crate) struct Members {
    chains: Vec<Chain>,
    /// The member after each claim.
    after: Vec<u32>,
    /// The question of each claim that is placed.
    question: Vec<u32>,
    large: HashMap<u32, Large>,
}

#[derive(Debug, Clone, Copy)]
struct Chain {
    first: u32,
    last: u32,
    count: u32,
}

/// Look-ups of a large question.
#[derive(Debug, Default)]
struct Large {
    /// By original of the document.
    in_text: HashMap<usize, Vec<u32>>,
    with_number: HashMap<Option<u64>, Vec<u32>>,
    /// Who gives which number.
    quoted: HashSet<(Option<u64>, Box<str>)>,
}

fn number(one: Asked<'_>) -> Option<u64> {
    one.value().least().map(f64::to_bits)
}

impl Members {
    /// No questions; room for so many claims.
    pub(crate) fn new(claims: usize) -> Self {
        Self { chains: Vec::new(), after: vec![NONE; claims], question: vec![NONE; claims], large: HashMap::new() }
    }

    /// Opens a question that has no members yet.
    pub(crate) fn open(&mut self) -> u32 {
        self.chains.push(Chain { first: NONE, last: NONE, count: 0 });
        u32::try_from(self.chains.len() - 1).unwrap_or(NONE)
    }

    /// Questions so far; some may have gone into others.
    pub(crate) fn questions(&self) -> u32 {
        u32::try_from(self.chains.len()).unwrap_or(NONE)
    }

    /// The first member of a question; `None` if the question went into another.
    pub(crate) fn seed(&self, question: u32) -> Option<usize> {
        let first = self.chains[question as usize].first;
        (first != NONE).then_some(first as usize)
    }

    pub(crate) fn count(&self, question: u32) -> usize {
        self.chains[question as usize].count as usize
    }

    /// The question of a claim, once it is placed.
    pub(crate) fn question(&self, at: usize) -> Option<u32> {
        Some(self.question[at]).filter(|question| *question != NONE)
    }

    /// The members of a question, in the order in which they came.
    pub(crate) fn of(&self, question: u32) -> impl Iterator<Item = usize> {
        let mut at = self.chains[question as usize].first;
        std::iter::from_fn(move || {
            let member = (at != NONE).then_some(at as usize)?;
            at = self.after[member];
            Some(member)
        })
    }

    /// Adds a claim to a question.
    pub(crate) fn add(&mut self, data: &Data, anchors: &Anchors<'_>, question: u32, at: usize) {
        let claim = u32::try_from(at).unwrap_or(NONE);
        self.question[at] = question;
        let chain = &mut self.chains[question as usize];
        match chain.last {
            NONE => chain.first = claim,
            last => self.after[last as usize] = claim,
        }
        chain.last = claim;
        chain.count += 1;
        if chain.count == SMALL + 1 {
            let mut large = Large::default();
            self.of(question).for_each(|at| large.add(data, anchors, at));
            self.large.insert(question, large);
        } else if let Some(large) = self.large.get_mut(&question) {
            large.add(data, anchors, at);
        }
    }

    /// Leads all members of a question into another one.
    pub(crate) fn lead(&mut self, data: &Data, anchors: &Anchors<'_>, question: u32, into: u32) {
        let moved: Vec<usize> = self.of(question).collect();
        self.chains[question as usize] = Chain { first: NONE, last: NONE, count: 0 };
        for at in moved {
            self.after[at] = NONE;
            self.add(data, anchors, into, at);
        }
    }

    /// The members that a large question lists, or those of a small one that are wanted.
    fn wanted<'a>(
        &'a self,
        data: &'a Data,
        question: u32,
        listed: impl FnOnce(&'a Large) -> Option<&'a Vec<u32>>,
        is_wanted: impl Fn(Asked<'a>) -> bool,
    ) -> impl Iterator<Item = Asked<'a>> {
        let large = if self.count(question) > SMALL as usize { self.large.get(&question) } else { None };
        let small = large.is_none().then(|| self.of(question)).into_iter().flatten();
        let small = small.map(|at| data.asked(at)).filter(move |member| is_wanted(*member));
        let listed = large.and_then(listed).map_or(&[][..], Vec::as_slice);
        listed.iter().map(|at| data.asked(*at as usize)).chain(small)
    }

    /// Members in the document of a claim and in its reprints.
    pub(crate) fn in_text<'a>(
        &'a self,
        data: &'a Data,
        anchors: &'a Anchors<'a>,
        question: u32,
        one: Asked<'a>,
    ) -> impl Iterator<Item = Asked<'a>> {
        let origin = anchors.origin(one.doc());
        let listed = move |large: &'a Large| large.in_text.get(&origin);
        self.wanted(data, question, listed, move |member| anchors.origin(member.doc()) == origin)
    }

    /// Members that give the number of a claim.
    pub(crate) fn with_number<'a>(
        &'a self,
        data: &'a Data,
        question: u32,
        one: Asked<'a>,
    ) -> impl Iterator<Item = Asked<'a>> {
        let given = number(one);
        let listed = move |large: &'a Large| large.with_number.get(&given);
        self.wanted(data, question, listed, move |member| number(member) == given)
    }

    /// Whether a member gives the same number in the same voice.
    pub(crate) fn quotes(&self, data: &Data, question: u32, one: Asked<'_>) -> bool {
        let Some(speaker) = one.speaker() else { return false };
        if self.count(question) > SMALL as usize
            && let Some(large) = self.large.get(&question)
        {
            return large.quoted.contains(&(number(one), speaker.into()));
        }
        self.of(question).map(|at| data.asked(at)).any(|m| number(m) == number(one) && m.speaker() == Some(speaker))
    }
}

impl Large {
    fn add(&mut self, data: &Data, anchors: &Anchors<'_>, at: usize) {
        let one = data.asked(at);
        let claim = u32::try_from(at).unwrap_or(NONE);
        self.in_text.entry(anchors.origin(one.doc())).or_default().push(claim);
        self.with_number.entry(number(one)).or_default().push(claim);
        self.quoted.extend(one.speaker().map(|speaker| (number(one), speaker.into())));
    }
}
