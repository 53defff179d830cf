//! What is known of a document while causes are sought.

use std::collections::{BTreeMap, BTreeSet};

use crossread_tables::Row;

use crate::cause::{Cause, Fate};
use crate::compared::{Columns, number, text};
use crate::edit::TextMap;
use crate::plan::Plan;
use crate::work::Work;

/// A document of which something changed.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct State {
    /// What became of the document itself, as number of a cause.
    pub(crate) document: Option<u32>,
    /// One run alone has it.
    pub(crate) alone: bool,
    /// Its text changed.
    pub(crate) edited: bool,
    /// The new text comes first when the two are compared.
    pub(crate) turned: bool,
    pub(crate) text: Option<TextMap>,
    /// Numbers of figures, old to new, when they are not the same.
    pub(crate) figures: Option<BTreeMap<i32, i32>>,
    /// Lexicon rows that changed and that rows name, with the old and the new sentence.
    direct: Vec<(Sentences, u32)>,
    /// Changes of figures by their old and by their new number: positions in the table's changes.
    changed: [BTreeMap<i32, usize>; 2],
    /// Causes by table.
    causes: BTreeMap<&'static str, BTreeSet<u32>>,
}

/// The sentence of the old and that of the new row.
type Sentences = (Option<i32>, Option<i32>);

impl State {
    /// A document that one run alone has, for that cause.
    pub(crate) fn alone(cause: u32) -> Self {
        Self { document: Some(cause), alone: true, ..Self::default() }
    }

    /// True when equal rows may still be different things.
    pub(crate) fn must_align(&self) -> bool {
        self.edited || self.figures.is_some()
    }

    /// All causes of changes in it.
    fn all(&self) -> BTreeSet<u32> {
        self.causes.values().flatten().copied().chain(self.document).collect()
    }
}

/// A change whose cause may be that of another change.
#[derive(Debug)]
pub(crate) struct Pending {
    /// Its table and its place among the changes there.
    at: (usize, usize),
    document: String,
    sentences: Sentences,
    /// Number of the set of causes if there is no other.
    rest: u32,
}

/// The old and the new row of a change.
type Rows<'r> = (Option<Row<'r>>, Option<Row<'r>>);

impl Work<'_> {
    /// The number of the set of causes of a change, in the order of `docs/diff.md`.
    pub(crate) fn cause(
        &mut self,
        plan: &Plan,
        columns: &Columns,
        state: &mut State,
        at: (usize, usize),
        rows: Rows<'_>,
        key: &str,
    ) -> u32 {
        if plan.is_compared() {
            return self.compared_cause(plan, columns, state, at, rows, key);
        }
        let sentences = (
            rows.0.and_then(|row| number(row, columns.sentence)),
            rows.1.and_then(|row| number(row, columns.sentence)),
        );
        if let Some(own) = plan.is_layer().then(|| self.own_cause(columns, rows)).filter(|own| !own.is_empty()) {
            state.direct.extend(own.iter().map(|&cause| (sentences, cause)));
            return self.note(plan, columns, state, at, rows, &own);
        }
        let known = match plan.table.name {
            "lexicon" => self.recorded.entry(key).iter().find(|cause| cause.is_entry(key)).cloned(),
            "skipped" => Some(Cause::Document { fate: Fate::Edited }),
            _ if state.document.is_none() => self.vague_cause(rows),
            _ => None,
        };
        if let Some(cause) = known.map(|cause| self.causes.number(&cause)).or(state.document) {
            return self.note(plan, columns, state, at, rows, &[cause]);
        }
        if plan.table.name == "lexicon" {
            // The row is the same: what changed in the documents made it fire, or fire no more.
            return self.elsewhere();
        }
        let rule = |row: Option<Row<'_>>| row.and_then(|row| text(row, columns.rule).map(str::to_owned));
        let (old, new) = (rule(rows.0), rule(rows.1));
        let rest = self.recorded.rest(old.as_deref(), new.as_deref());
        let rest: Vec<u32> = rest.iter().map(|cause| self.causes.number(cause)).collect();
        let rest = self.causes.set(rest);
        let document = plan.document_of(key).to_owned();
        self.pending.push(Pending { at, document, sentences, rest });
        self.note(plan, columns, state, at, rows, &[]);
        rest
    }

    /// Keeps what changes of other tables will ask for, and gives the number of the set.
    fn note(
        &mut self,
        plan: &Plan,
        columns: &Columns,
        state: &mut State,
        at: (usize, usize),
        rows: Rows<'_>,
        causes: &[u32],
    ) -> u32 {
        if plan.is_layer() && !causes.is_empty() {
            state.causes.entry(plan.table.name).or_default().extend(causes);
        }
        if plan.table.name == "figures" {
            for (numbers, row) in state.changed.iter_mut().zip([rows.0, rows.1]) {
                if let Some(figure) = row.and_then(|row| number(row, columns.figure)) {
                    numbers.insert(figure, at.1);
                }
            }
        }
        self.causes.set(causes.iter().copied())
    }

    /// Lexicon rows that changed and that the rows themselves name.
    fn own_cause(&mut self, columns: &Columns, (old, new): Rows<'_>) -> Vec<u32> {
        let mut found = BTreeSet::new();
        for &column in &columns.entries {
            let before = old.and_then(|row| text(row, Some(column)));
            let after = new.and_then(|row| text(row, Some(column)));
            // A row that is named before and after is a cause only if it was edited itself.
            let entries = [before, after].into_iter().flatten();
            found.extend(entries.flat_map(|entry| self.recorded.entry(entry)).cloned());
        }
        found.iter().map(|cause| self.causes.number(cause)).collect()
    }

    fn vague_cause(&self, (old, new): Rows<'_>) -> Option<Cause> {
        let vague = [old, new].into_iter().flatten().any(|row| row.str("vague").is_some());
        self.recorded.vague().filter(|_| vague).cloned()
    }

    /// Gives pending changes the causes of their sentence, else of their document.
    pub(crate) fn resolve(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            let state = self.documents.get(&pending.document);
            let direct = state.map_or(&[][..], |state| &state.direct);
            let near = |theirs: &Sentences| {
                let same = |a: Option<i32>, b: Option<i32>| a.is_some() && a == b;
                same(theirs.0, pending.sentences.0) || same(theirs.1, pending.sentences.1)
            };
            let mut found: BTreeSet<u32> =
                direct.iter().filter(|(sentences, _)| near(sentences)).map(|(_, cause)| *cause).collect();
            if found.is_empty() {
                found = direct.iter().map(|(_, cause)| *cause).collect();
            }
            let set = if found.is_empty() { pending.rest } else { self.causes.set(found) };
            let (table, change) = pending.at;
            let Some(diff) = self.tables.get_mut(table) else { continue };
            if let Some(change) = diff.changes.get_mut(change) {
                change.causes = set;
            }
            if !pending.document.is_empty() {
                let state = self.documents.entry(pending.document).or_default();
                let members = self.causes.members(set).iter().copied();
                state.causes.entry(diff.table().name).or_default().extend(members);
            }
        }
    }

    /// A row of a comparison takes the causes of what it is made of.
    fn compared_cause(
        &mut self,
        plan: &Plan,
        columns: &Columns,
        state: &State,
        at: (usize, usize),
        rows: Rows<'_>,
        key: &str,
    ) -> u32 {
        let mut found = match plan.table.name {
            "compare_figures" | "claims" => self.figure_causes(columns, state, rows),
            "compare_actors" => state.causes.get("actors").cloned().unwrap_or_default(),
            "compare_places" => state.causes.get("places").cloned().unwrap_or_default(),
            _ if plan.document_of(key).is_empty() => self.questions.causes(key),
            _ => BTreeSet::new(),
        };
        if found.is_empty() {
            found = state.all();
        }
        if plan.table.name == "compare_figures" {
            let question = |row: Option<Row<'_>>| row.and_then(|row| row.str("question_id")).map(str::to_owned);
            self.questions.note(at.1, question(rows.0), question(rows.1), &found);
        }
        if found.is_empty() { self.elsewhere() } else { self.causes.set(found) }
    }

    fn figure_causes(&self, columns: &Columns, state: &State, rows: Rows<'_>) -> BTreeSet<u32> {
        if state.alone {
            return state.document.into_iter().collect();
        }
        let figures = self.tables.iter().find(|table| table.table().name == "figures");
        let sides = state.changed.iter().zip([rows.0, rows.1]);
        let changes = sides.filter_map(|(numbers, row)| numbers.get(&number(row?, columns.figure)?));
        let changes = changes.filter_map(|&change| figures?.changes.get(change));
        changes.flat_map(|change| self.causes.members(change.causes)).copied().collect()
    }

    /// The causes of all changes of the layers, when they are few; otherwise just that.
    fn elsewhere(&mut self) -> u32 {
        const FEW: usize = 3;
        let mut all = BTreeSet::new();
        for state in self.documents.values() {
            all.extend(state.all());
            if all.len() > FEW {
                break;
            }
        }
        if all.is_empty() || all.len() > FEW {
            all = BTreeSet::from([self.causes.number(&Cause::Elsewhere)]);
        }
        self.causes.set(all)
    }

    /// Accounts that no change of their own document explains follow from the others of their question.
    pub(crate) fn answer_questions(&mut self) {
        let Some(table) = self.tables.len().checked_sub(1) else { return };
        for (change, causes) in self.questions.unexplained() {
            if let (false, Some(change)) = (causes.is_empty(), self.tables[table].changes.get_mut(change)) {
                change.causes = self.causes.set(causes);
            }
        }
    }
}
