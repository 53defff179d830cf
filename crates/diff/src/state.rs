//! What is known of a document while causes are sought.

use std::collections::{BTreeMap, BTreeSet};

use crossread_tables::Row;

use crate::DiffError;
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
    /// Starts and numbers of its new sentences, when they are not the old ones.
    pub(crate) sentences: Vec<(i32, i32)>,
    /// Numbers of figures, old to new, when they are not the same.
    pub(crate) figures: Option<BTreeMap<i32, i32>>,
    /// Lexicon rows that changed and that rows name, with the old and the new sentence, and cue words that changed.
    pub(crate) direct: Vec<(Sentences, u32)>,
    /// Changes of figures by their old and by their new number: positions in the table's changes.
    changed: [BTreeMap<i32, usize>; 2],
    /// Causes by table.
    causes: BTreeMap<&'static str, BTreeSet<u32>>,
}

/// The sentence of the old and that of the new row.
pub(crate) type Sentences = (Option<i32>, Option<i32>);

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
    /// Its table and its place among the changes there; its key there is a document.
    at: (usize, usize),
    sentences: Sentences,
    /// Number of the set of causes if there is no other.
    rest: u32,
}

/// The old and the new row of a change.
pub(crate) type Rows<'r> = (Option<Row<'r>>, Option<Row<'r>>);

/// A change whose causes are sought.
#[derive(Clone, Copy)]
pub(crate) struct Question<'q> {
    pub(crate) plan: &'q Plan,
    pub(crate) columns: &'q Columns,
    /// The key that its rows share.
    pub(crate) key: &'q str,
    pub(crate) rows: Rows<'q>,
    /// Its table and its place among the changes there.
    pub(crate) at: (usize, usize),
}

impl<'q> Question<'q> {
    fn sentences(&self) -> Sentences {
        let sentence = |row: Option<Row<'q>>| number(row?, self.columns.sentence);
        (sentence(self.rows.0), sentence(self.rows.1))
    }

    /// The rules that made the old and the new row.
    fn rules(&self) -> (Option<&'q str>, Option<&'q str>) {
        let rule = |row: Option<Row<'q>>| text(row?, self.columns.rule);
        (rule(self.rows.0), rule(self.rows.1))
    }
}

impl Work<'_> {
    /// The number of the set of causes of a change, in the order of `docs/diff.md`.
    pub(crate) fn cause(&mut self, asked: Question<'_>, state: &mut State) -> u32 {
        let Question { plan, key, .. } = asked;
        if plan.is_compared() {
            return self.compared_cause(asked, state);
        }
        if let Some(own) = plan.is_layer().then(|| self.own_cause(asked)).filter(|own| !own.is_empty()) {
            state.direct.extend(own.iter().map(|&cause| (asked.sentences(), cause)));
            return self.note(asked, state, &own);
        }
        let known = match plan.table.name {
            "lexicon" => {
                let causes = self.recorded.entry(key);
                causes.iter().find(|cause| cause.is_entry(key)).or(causes.first()).cloned()
            }
            "skipped" => Some(Cause::Document { fate: Fate::Edited }),
            _ if state.document.is_none() => self.vague_cause(asked.rows),
            _ => None,
        };
        if let Some(cause) = known.map(|cause| self.causes.number(&cause)).or(state.document) {
            return self.note(asked, state, &[cause]);
        }
        if plan.table.name == "lexicon" {
            // The row is the same: what changed in the documents made it fire, or fire no more.
            return self.elsewhere();
        }
        let (old, new) = asked.rules();
        let rest = self.recorded.rest(old, new);
        let rest: Vec<u32> = rest.iter().map(|cause| self.causes.number(cause)).collect();
        let rest = self.causes.set(rest);
        self.pending.push(Pending { at: asked.at, sentences: asked.sentences(), rest });
        self.note(asked, state, &[]);
        rest
    }

    /// Keeps what changes of other tables will ask for, and gives the number of the set.
    fn note(&mut self, asked: Question<'_>, state: &mut State, causes: &[u32]) -> u32 {
        let Question { plan, columns, rows, at, .. } = asked;
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
    fn own_cause(&mut self, asked: Question<'_>) -> Vec<u32> {
        let mut found = BTreeSet::new();
        for row in [asked.rows.0, asked.rows.1].into_iter().flatten() {
            let cell = |column: &usize| text(row, Some(*column));
            // A row that is named before and after is a cause only if it was edited itself.
            found.extend(asked.columns.entries.iter().filter_map(cell).flat_map(|entry| self.recorded.entry(entry)));
            found.extend(asked.columns.ids.iter().filter_map(cell).flat_map(|id| self.recorded.row(id)));
        }
        let found: Vec<Cause> = found.into_iter().cloned().collect();
        found.iter().map(|cause| self.causes.number(cause)).collect()
    }

    fn vague_cause(&self, (old, new): Rows<'_>) -> Option<Cause> {
        let vague = [old, new].into_iter().flatten().any(|row| row.str("vague").is_some());
        self.recorded.vague().filter(|_| vague).cloned()
    }

    /// The document of a pending change.
    pub(crate) fn document_of(&self, pending: &Pending) -> Option<&str> {
        let (table, change) = pending.at;
        let diff = self.tables.get(table)?;
        Some(diff.key(diff.changes.get(change)?))
    }

    /// Gives pending changes the causes of their sentence, else of their document.
    pub(crate) fn resolve(&mut self) -> Result<(), DiffError> {
        self.find_cues()?;
        for pending in std::mem::take(&mut self.pending) {
            let (table, change) = pending.at;
            let Some(diff) = self.tables.get_mut(table) else { continue };
            let Some(change) = diff.changes.get_mut(change) else { continue };
            let Some(document) = diff.keys.get(change.key as usize) else { continue };
            let state = self.documents.get(document);
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
            change.causes = set;
            let (table, members) = (diff.table().name, self.causes.members(set).iter().copied());
            match self.documents.get_mut(document) {
                Some(state) => state.causes.entry(table).or_default().extend(members),
                None => {
                    let causes = BTreeMap::from([(table, members.collect())]);
                    self.documents.insert(document.clone(), State { causes, ..State::default() });
                }
            }
        }
        Ok(())
    }

    /// A row of a comparison takes the causes of what it is made of.
    fn compared_cause(&mut self, asked: Question<'_>, state: &State) -> u32 {
        let Question { plan, columns, rows, at, key } = asked;
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
