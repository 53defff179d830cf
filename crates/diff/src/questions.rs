//! Questions through their accounts: why they changed, and which question became which.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::Plan;
use crate::work::Job;

/// What the accounts tell of their questions.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    /// Causes by question.
    causes: BTreeMap<String, BTreeSet<u32>>,
    /// Accounts that answered one question and now answer another: how many.
    moved: BTreeMap<(String, String), usize>,
    /// Changes of accounts without a cause of their own, with their questions.
    unexplained: Vec<(usize, Vec<String>)>,
}

impl Questions {
    /// Notes a changed account, by its place among the changes.
    pub(crate) fn note(&mut self, change: usize, old: Option<String>, new: Option<String>, causes: &BTreeSet<u32>) {
        let questions: BTreeSet<String> = [old, new].into_iter().flatten().collect();
        for question in &questions {
            self.causes.entry(question.clone()).or_default().extend(causes);
        }
        if causes.is_empty() {
            self.unexplained.push((change, questions.into_iter().collect()));
        }
    }

    /// Notes an account that both runs have: its question before and now.
    pub(crate) fn follow(&mut self, old: Option<&str>, new: Option<&str>) {
        if let Some((old, new)) = old.zip(new).filter(|(old, new)| old != new) {
            *self.moved.entry((old.to_owned(), new.to_owned())).or_default() += 1;
        }
    }

    /// Why a question changed, as far as its accounts tell.
    pub(crate) fn causes(&self, question: &str) -> BTreeSet<u32> {
        let mut causes = self.causes.get(question).cloned().unwrap_or_default();
        let before = self.moved.keys().filter(|(_, new)| new == question).map(|(old, _)| old);
        before.filter_map(|old| self.causes.get(old)).for_each(|more| causes.extend(more));
        causes
    }

    /// Changes of accounts that their own document does not explain, with the causes of their questions.
    pub(crate) fn unexplained(&self) -> Vec<(usize, BTreeSet<u32>)> {
        let causes = |questions: &Vec<String>| questions.iter().flat_map(|question| self.causes(question)).collect();
        self.unexplained.iter().map(|(change, questions)| (*change, causes(questions))).collect()
    }

    /// Joins a question that only the old run has with the one that only the new run has and that most of its accounts
    /// answer now.
    pub(crate) fn linked(&self, plan: &Plan, jobs: Vec<Job>) -> Vec<Job> {
        if plan.key != ["question_id"] || self.moved.is_empty() {
            return jobs;
        }
        let mut jobs: BTreeMap<String, Job> = jobs.into_iter().map(|job| (job.key.clone(), job)).collect();
        let mut links: Vec<(&(String, String), &usize)> = self.moved.iter().collect();
        links.sort_by_key(|((old, new), count)| (std::cmp::Reverse(**count), old.min(new), old.max(new)));
        for ((old, new), _) in links {
            let free = |key: &String| jobs.get(key).map(|job| (job.old.is_some(), job.new.is_some()));
            if (free(old), free(new)) == (Some((true, false)), Some((false, true))) {
                let before = jobs.remove(old).and_then(|job| job.old);
                if let Some(job) = jobs.get_mut(new) {
                    job.old = before;
                }
            }
        }
        jobs.into_values().collect()
    }
}
