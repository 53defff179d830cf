//! Comparing two runs table by table.

use std::collections::BTreeMap;
use std::ops::Range;

use crossread_tables::{Group, Row, RowSet, RunDir, TablesError};

use crate::DiffError;
use crate::cause::{Causes, Fate, Recorded};
use crate::compared::{Columns, Moves};
use crate::diff::{Change, Side, TableDiff};
use crate::edit::{Piece, TextMap};
use crate::options::Options;
use crate::plan::{Plan, Within};
use crate::questions::Questions;
use crate::sides::{Sides, figure_numbers};
use crate::state::{Pending, Question, State};

/// Rows of both runs that are in memory at once, but for a larger document.
pub(crate) const ROWS_AT_ONCE: usize = 150_000;

/// A comparison under way.
pub(crate) struct Work<'w> {
    old: &'w RunDir,
    pub(crate) new: &'w RunDir,
    options: &'w Options,
    pub(crate) recorded: Recorded,
    pub(crate) causes: Causes,
    pub(crate) tables: Vec<TableDiff>,
    /// Documents of which something changed.
    pub(crate) documents: BTreeMap<String, State>,
    /// Where the sentences of each document stand in the new run, if cue words changed.
    pub(crate) sentences: BTreeMap<String, Vec<Range<usize>>>,
    pub(crate) pending: Vec<Pending>,
    pub(crate) questions: Questions,
}

/// The rows of one key on both sides.
#[derive(Debug, Default)]
pub(crate) struct Job {
    pub(crate) key: String,
    pub(crate) old: Option<Group>,
    pub(crate) new: Option<Group>,
}

impl Job {
    fn rows(&self) -> usize {
        self.old.as_ref().map_or(0, Group::len) + self.new.as_ref().map_or(0, Group::len)
    }

    fn first(&self) -> (Option<usize>, Option<usize>) {
        let first = |group: &Option<Group>| group.as_ref().and_then(|group| group.rows.first()).map(|rows| rows.start);
        (first(&self.old), first(&self.new))
    }

    /// True when the rows of both sides are the same, in the same order.
    fn is_same(&self) -> bool {
        self.old.as_ref().zip(self.new.as_ref()).is_some_and(|(old, new)| old.digest == new.digest)
    }
}

/// How the documents of which something changed stand to each other.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    /// From offsets of the old text to those of the new one.
    pub(crate) text: Option<TextMap>,
    /// Numbers of figures, old to new, when they are not the same.
    pub(crate) figures: Option<BTreeMap<i32, i32>>,
}

type Done = (Vec<TableDiff>, Causes, BTreeMap<String, Moved>);

impl<'w> Work<'w> {
    pub(crate) fn new(old: &'w RunDir, new: &'w RunDir, options: &'w Options) -> Result<Self, DiffError> {
        Ok(Self {
            old,
            new,
            options,
            recorded: Recorded::of(old, new)?,
            causes: Causes::default(),
            tables: Vec::new(),
            documents: BTreeMap::new(),
            sentences: BTreeMap::new(),
            pending: Vec::new(),
            questions: Questions::default(),
        })
    }

    pub(crate) fn run(mut self) -> Result<Done, DiffError> {
        for plan in Plan::all() {
            if plan.table.name == "lexicon" {
                // All layers are compared: what no row of its own explains may follow from others.
                self.resolve()?;
            }
            match (self.old.holds(plan.table), self.new.holds(plan.table)) {
                (true, true) => self.table(&plan)?,
                (true, false) => self.tables.push(TableDiff::new(plan.table, Some(Side::New))),
                (false, true) => self.tables.push(TableDiff::new(plan.table, Some(Side::Old))),
                (false, false) => {}
            }
        }
        for table in &mut self.tables {
            let ranked = table.table().name == "findings";
            let order = |change: &Change| {
                let (first, second) = if ranked { (change.at, 0) } else { (0, change.at) };
                (first, change.key, second, change.new_row(), change.old_row())
            };
            table.changes.sort_unstable_by_key(order);
        }
        let moved = |state: State| Moved { text: state.text, figures: state.figures };
        let moved = self.documents.into_iter().map(|(id, state)| (id, moved(state)));
        let moved = moved.filter(|(_, moved)| moved.text.is_some() || moved.figures.is_some()).collect();
        Ok((self.tables, self.causes, moved))
    }

    fn table(&mut self, plan: &Plan) -> Result<(), DiffError> {
        let (old, new) = both(|| self.old.groups(plan.table, plan.key), || self.new.groups(plan.table, plan.key))?;
        if plan.table.name == "sentences" {
            self.note_sentences(&new);
        }
        let mut diff = TableDiff::new(plan.table, None);
        let mut todo = Vec::new();
        for job in self.questions.linked(plan, join(old, new)) {
            let state = self.documents.get(&job.key).filter(|_| plan.by_document());
            if job.is_same() && !state.is_some_and(State::must_align) {
                diff.counts.unchanged += job.rows() / 2;
            } else {
                todo.push(job);
            }
        }
        diff.keys = todo.iter().map(|job| job.key.clone()).collect();
        let columns = Columns::of(plan, self.options);
        let mut numbered: Vec<(u32, Job)> = (0..).zip(todo).collect();
        numbered.sort_by_key(|(_, job)| job.first());
        for jobs in chunks(&numbered) {
            self.piece(plan, &columns, jobs, &mut diff)?;
        }
        self.tables.push(diff);
        if plan.table.name == "compare_figures" {
            self.answer_questions();
        }
        Ok(())
    }

    /// Compares the rows of some keys, which are read here.
    fn piece(
        &mut self,
        plan: &Plan,
        columns: &Columns,
        jobs: &[(u32, Job)],
        diff: &mut TableDiff,
    ) -> Result<(), DiffError> {
        let needed = |side: fn(&Job) -> Option<&Group>| -> Vec<Range<usize>> {
            let read = jobs.iter().filter(|(_, job)| self.must_read(plan, job));
            read.filter_map(|(_, job)| side(job)).flat_map(|group| group.rows.iter().cloned()).collect()
        };
        let (old, new) = (needed(|job| job.old.as_ref()), needed(|job| job.new.as_ref()));
        let (old, new) = both(|| self.old.rows(plan.table, old), || self.new.rows(plan.table, new))?;
        for (number, job) in jobs {
            if self.must_read(plan, job) {
                self.compare(plan, columns, (*number, job), (&old, &new), diff);
            } else {
                self.whole(plan, (*number, job), diff);
            }
        }
        Ok(())
    }

    /// False for the rows of a document that one run alone has: their cause is known, and their cells are shown later.
    fn must_read(&self, plan: &Plan, job: &Job) -> bool {
        let alone = plan.by_document() && self.documents.get(&job.key).is_some_and(|state| state.alone);
        let new_document = plan.table.name == "documents" && (job.old.is_none() || job.new.is_none());
        plan.within == Within::Figures || !(alone || new_document)
    }

    /// All rows of a document that one run alone has.
    fn whole(&mut self, plan: &Plan, (number, job): (u32, &Job), diff: &mut TableDiff) {
        if plan.table.name == "documents" {
            let fate = if job.old.is_none() { Fate::Added } else { Fate::Removed };
            let cause = self.causes.number(&crate::Cause::Document { fate });
            self.documents.insert(job.key.clone(), State::alone(cause));
        }
        let cause = self.documents.get(&job.key).and_then(|state| state.document);
        let causes = self.causes.set(cause);
        let rows =
            |group: &Option<Group>| group.iter().flat_map(|group| group.rows.clone()).flatten().collect::<Vec<_>>();
        let old = rows(&job.old).into_iter().map(|row| (Some(row), None));
        for (old, new) in old.chain(rows(&job.new).into_iter().map(|row| (None, Some(row)))) {
            let mut change = Change::new(number, 0, old, new, 0);
            change.causes = causes;
            diff.push(change);
        }
    }

    fn compare(
        &mut self,
        plan: &Plan,
        columns: &Columns,
        (number, job): (u32, &Job),
        (old, new): (&RowSet, &RowSet),
        diff: &mut TableDiff,
    ) {
        let id = plan.document_of(&job.key).to_owned();
        let mut state = self.documents.remove(&id).unwrap_or_default();
        let sides = Sides::of(job, old, new);
        if plan.table.name == "documents" {
            self.note_document(&sides, &mut state);
        }
        if plan.table.name == "sentences" {
            state.text = state.edited.then(|| text_map(&sides, state.turned));
            state.sentences = starts(&sides.new);
        }
        let pairs = sides.pairs(plan, columns, &state);
        let own = (plan.within == Within::Spans && columns.figure.is_some())
            .then(|| figure_numbers(&sides, &pairs, columns.figure))
            .flatten();
        if plan.table.name == "figures" {
            state.figures.clone_from(&own);
        }
        let sentences = Some(state.sentences.as_slice()).filter(|sentences| !sentences.is_empty());
        let moves = Moves { text: state.text.as_ref(), figures: own.as_ref(), sentences };
        let mut changed = Vec::new();
        for (old, new) in sides.rows(&pairs) {
            if let (Within::Figures, Some(old), Some(new)) = (plan.within, old, new) {
                self.questions.follow(old.1.str("question_id"), new.1.str("question_id"));
            }
            let bits = old.zip(new).map_or(0, |(old, new)| columns.differing(old.1, new.1, moves));
            if bits == 0 && old.is_some() && new.is_some() {
                diff.counts.unchanged += 1;
            } else {
                changed.push((old, new, bits));
            }
        }
        let table = self.tables.len();
        for (old, new, bits) in changed {
            let at = place(plan, columns, &state, old.map(|old| old.1), new.map(|new| new.1));
            let mut change = Change::new(number, at, old.map(|old| old.0), new.map(|new| new.0), bits);
            let at = (table, diff.changes.len());
            let rows = (old.map(|old| old.1), new.map(|new| new.1));
            change.causes = self.cause(Question { plan, columns, key: &job.key, rows, at }, &mut state);
            diff.push(change);
        }
        if state != State::default() {
            self.documents.insert(id, state);
        }
    }

    /// What became of a document that both runs hold.
    fn note_document(&mut self, sides: &Sides<'_>, state: &mut State) {
        let (Some((_, old)), Some((_, new))) = (sides.old.first(), sides.new.first()) else { return };
        let (before, after) = (old.str("sha256"), new.str("sha256"));
        let texts = ["title", "source", "url", "language", "note"];
        let same = texts.iter().all(|column| old.str(column) == new.str(column))
            && old.date("published") == new.date("published")
            && old.bool("synthetic") == new.bool("synthetic");
        let fate = match () {
            () if before != after => Fate::Edited,
            () if !same => Fate::Metadata,
            () => return,
        };
        state.edited = fate == Fate::Edited;
        state.turned = before > after;
        state.document = Some(self.causes.number(&crate::Cause::Document { fate }));
    }
}

/// Where a change stands among those of its key.
fn place(plan: &Plan, columns: &Columns, state: &State, old: Option<Row<'_>>, new: Option<Row<'_>>) -> i32 {
    if plan.table.name == "findings" {
        return new.or(old).and_then(|row| row.i32("rank")).unwrap_or(0);
    }
    let moved = |span: (i32, i32)| state.text.as_ref().map_or(span, |text| text.forward(span));
    let span = new.map(|row| columns.span(row)).or_else(|| old.map(|row| columns.span(row).map(moved))).flatten();
    span.map_or(0, |(start, _)| start)
}

/// Starts and numbers of sentences, in text order.
fn starts(rows: &[(usize, Row<'_>)]) -> Vec<(i32, i32)> {
    rows.iter().filter_map(|(_, row)| Some((row.i32("start")?, row.i32("sentence_id")?))).collect()
}

fn text_map(sides: &Sides<'_>, turned: bool) -> TextMap {
    fn pieces<'r>(rows: &[(usize, Row<'r>)]) -> Vec<Piece<'r>> {
        let piece =
            |row: Row<'r>| Some(Piece { start: row.i32("start")?, end: row.i32("end")?, text: row.str("text")? });
        rows.iter().filter_map(|(_, row)| piece(*row)).collect()
    }
    let (old, new) = (pieces(&sides.old), pieces(&sides.new));
    if turned { TextMap::between(&new, &old).inverse() } else { TextMap::between(&old, &new) }
}

/// The groups of both sides by key, sorted.
fn join(old: Vec<Group>, new: Vec<Group>) -> Vec<Job> {
    let mut jobs: BTreeMap<String, Job> = BTreeMap::new();
    for group in old {
        let key = group.key.clone();
        jobs.entry(key).or_default().old = Some(group);
    }
    for group in new {
        let key = group.key.clone();
        jobs.entry(key).or_default().new = Some(group);
    }
    jobs.into_iter().map(|(key, job)| Job { key, ..job }).collect()
}

/// Runs of jobs that are read together.
fn chunks(jobs: &[(u32, Job)]) -> Vec<&[(u32, Job)]> {
    let (mut chunks, mut from, mut rows) = (Vec::new(), 0, 0);
    for (at, (_, job)) in jobs.iter().enumerate() {
        if rows > 0 && rows + job.rows() > ROWS_AT_ONCE {
            chunks.push(&jobs[from..at]);
            (from, rows) = (at, 0);
        }
        rows += job.rows();
    }
    if from < jobs.len() {
        chunks.push(&jobs[from..]);
    }
    chunks
}

/// Reads from both runs at once.
pub(crate) fn both<T: Send>(
    old: impl FnOnce() -> Result<T, TablesError> + Send,
    new: impl FnOnce() -> Result<T, TablesError>,
) -> Result<(T, T), DiffError> {
    std::thread::scope(|scope| {
        let old = scope.spawn(old);
        let new = new();
        let old = old.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((old?, new?))
    })
}
