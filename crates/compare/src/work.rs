//! A comparison from reading to writing: tables that need one document only are written while documents are read, the
//! others once the questions are formed.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::batch::{self, Named, Parts};
use crate::claims;
use crate::duplicates::{self, Copy, Prints};
use crate::error::CompareError;
use crate::facet;
use crate::findings::{self, Answered, Rank};
use crate::matrix;
use crate::publish::Stage;
use crate::question::{self, Questions};
use crate::relation;
use crate::rows::{Relation, Summary};
use crate::run::{Corpus, Run, columns};
use crate::sorted::Sorted;
use crate::source::Cursor;
use crate::store::Data;
use crate::table::{Table, Written};
use crate::views::{self, Deaths};

/// Questions that are shown at a time.
const QUESTIONS: usize = 4_096;

/// What was read of a corpus.
pub(crate) struct Read {
    data: Data,
    copies: Vec<Copy>,
    /// Figures, also those that enter no question.
    figures: usize,
    /// The tables `compare_actors`, `compare_places` and `claims`.
    written: Vec<Written>,
}

/// A key under which rows are sorted by what `of` numbers, then by document.
fn key(of: u32, doc: u32) -> u64 {
    u64::from(of) << 32 | u64::from(doc)
}

/// The documents' numbers by `doc_id`, in the order in which they are read.
pub(crate) fn ranks(corpus: &Corpus) -> Vec<u32> {
    let word = |read: u32| corpus.ids.word(read);
    let mut order: Vec<u32> = (0..).take(corpus.ids.len()).collect();
    order.sort_unstable_by(|&a, &b| word(a).cmp(&word(b)));
    let mut ranks = vec![0; order.len()];
    for (rank, read) in (0..).zip(order) {
        ranks[read as usize] = rank;
    }
    ranks
}

/// Numbers in sorted order.
fn numbers(all: &BTreeSet<(Option<String>, Option<String>)>) -> HashMap<(Option<String>, Option<String>), u32> {
    all.iter().cloned().zip(0..).collect()
}

/// Reads all documents, keeps what questions need, and writes the tables that need one document only.
pub(crate) fn read(corpus: &Corpus, stage: &Stage<'_>) -> Result<Read, CompareError> {
    let named = Named::read(corpus)?;
    let rank = ranks(corpus);
    let (actor_numbers, place_numbers) = (numbers(&named.actors), numbers(&named.places));
    let mut data = Data::new(Arc::clone(&corpus.ids), Arc::clone(&corpus.hashes), &rank);
    let mut prints = Prints::default();
    let mut tables: [Option<Sorted>; 3] = [None, None, None];
    let mut figures = 0;
    batch::each(corpus, |parts: Parts, run: &Run| {
        let failed = || CompareError::frame(&run.dir);
        let batch = parts.read(&named, &rank).map_err(failed())?;
        prints.add(&parts, &batch.claims, &rank).map_err(failed())?;
        data.add(&batch, &facet::read(&batch));
        figures += batch.claims.len();
        let number = |doc: usize| rank[parts.first + doc];
        let known =
            |numbers: &HashMap<_, u32>, id, doc| key(numbers.get(&id).copied().unwrap_or_default(), number(doc));
        let actors = matrix::actors(&parts, |id, doc| known(&actor_numbers, id, doc)).map_err(failed())?;
        let places = matrix::places(&parts, |id, doc| known(&place_numbers, id, doc)).map_err(failed())?;
        let keys = batch.claims.iter().zip(0..).map(|(claim, at)| key(number(claim.doc), at)).collect();
        for (sorted, (table, keys)) in tables.iter_mut().zip([actors, places, (claims::claims(&batch), keys)]) {
            sorted.get_or_insert_with(|| Sorted::new(stage.dir(), table.empty())).push(&table, &keys)?;
        }
        Ok(())
    })?;
    let mut written = Vec::new();
    for sorted in tables.into_iter().flatten() {
        written.push(sorted.finish(stage.options, stage.dir())?);
    }
    data.sort();
    let copies = duplicates::find(&data, prints);
    (data.sides, data.gazetteer) = (named.sides, named.gazetteer);
    Ok(Read { data, copies, figures, written })
}

/// Forms the questions, judges them and writes the tables about them.
pub(crate) fn answer(corpus: &Corpus, stage: &Stage<'_>, read: Read) -> Result<(Vec<Written>, Summary), CompareError> {
    let Read { data, copies, figures, mut written } = read;
    let questions = question::form(&data, &copies);
    let mut summary = summary(&data, &copies, figures, questions.len());
    let mut ranks = Vec::with_capacity(questions.len());
    let mut deaths = Vec::new();
    for at in 0..u32::try_from(questions.len()).unwrap_or(u32::MAX) {
        let question = questions.get(at as usize);
        let finding = relation::judge(&data, &copies, question);
        let measure = data.asked(question.seed).measure();
        *match finding.relation {
            Relation::Contradict => &mut summary.contradictions,
            Relation::Revised => &mut summary.revisions,
            Relation::Compatible => &mut summary.compatible,
            Relation::Agree => &mut summary.agreements,
            Relation::Single => &mut summary.single,
        } += 1;
        ranks.push(Rank::new(at, measure, question.id, &finding));
        deaths.extend(Deaths::of_killed(&data, at, question, &finding));
    }
    ranks.sort_unstable_by(Rank::order);
    deaths.sort_unstable_by_key(Deaths::id);
    written.push(documents(corpus, stage, &data, &copies)?);
    written.extend(findings(stage, &data, &copies, &questions, &ranks)?);
    written.extend(views(stage, &data, &questions, &deaths)?);
    Ok((written, summary))
}

/// Counts, but those of relations.
fn summary(data: &Data, copies: &[Copy], figures: usize, questions: usize) -> Summary {
    let documents = &data.documents;
    Summary {
        documents: documents.len(),
        undated: documents.iter().filter(|document| document.published().is_none()).count(),
        without_source: documents.iter().filter(|document| !document.has_source()).count(),
        synthetic: documents.iter().filter(|document| document.synthetic).count(),
        near_copies: copies.iter().filter(|copy| copy.of.is_some()).count(),
        figures,
        unnumbered: data.all().filter(|one| one.quantity().low.is_none() && one.quantity().high.is_none()).count(),
        questions,
        ..Summary::default()
    }
}

/// Writes `compare_documents`.
fn documents(corpus: &Corpus, stage: &Stage<'_>, data: &Data, copies: &[Copy]) -> Result<Written, CompareError> {
    let rank = ranks(corpus);
    let mut sorted = None;
    for (run, taken) in corpus.runs() {
        let mut cursor = Cursor::open(&run.path("documents"), columns("documents"), &corpus.ids, taken.clone())?;
        for end in batch::steps(taken) {
            let part = cursor.before(end.end)?;
            let docs: Vec<usize> = part.docs.iter().flatten().map(|read| rank[*read] as usize).collect();
            let part = part.taken().map_err(CompareError::frame(&run.dir))?;
            let table = matrix::documents(data, copies, &part, &docs).map_err(CompareError::frame(&run.dir))?;
            let keys: Vec<u64> = docs.iter().map(|doc| *doc as u64).collect();
            sorted.get_or_insert_with(|| Sorted::new(stage.dir(), table.empty())).push(&table, &keys)?;
        }
    }
    match sorted {
        Some(sorted) => sorted.finish(stage.options, stage.dir()),
        None => Err(CompareError::NoRuns),
    }
}

/// Writes `findings` and `compare_figures`, some questions at a time.
fn findings(
    stage: &Stage<'_>,
    data: &Data,
    copies: &[Copy],
    questions: &Questions,
    ranks: &[Rank],
) -> Result<[Written; 2], CompareError> {
    let mut of_accounts = stage.table(findings::accounts(data, &[]), data.len())?;
    let mut of_findings = stage.table(findings::findings(&[], 1), questions.len())?;
    for (first, ranks) in (1..).step_by(QUESTIONS).zip(ranks.chunks(QUESTIONS)) {
        // Judged once more: to keep all that was found would take more memory than to find it again takes time.
        let answer = |rank: &Rank| {
            let question = questions.get(rank.at as usize);
            let finding = relation::judge(data, copies, question);
            let shown = findings::show(data, question, &finding);
            Answered { question, finding, shown }
        };
        let answered: Vec<Answered<'_>> = ranks.iter().map(answer).collect();
        of_accounts.push(findings::accounts(data, &answered))?;
        of_findings.push(findings::findings(&answered, first))?;
    }
    Ok([of_accounts.finish()?, of_findings.finish()?])
}

/// Writes the views of deaths.
fn views(
    stage: &Stage<'_>,
    data: &Data,
    questions: &Questions,
    deaths: &[Deaths],
) -> Result<Vec<Written>, CompareError> {
    let empty: [Table; 3] = views::views(data, questions, &[]);
    let mut sinks = Vec::new();
    for table in empty {
        sinks.push(stage.table(table, deaths.len())?);
    }
    for some in deaths.chunks(QUESTIONS) {
        for (sink, table) in sinks.iter_mut().zip(views::views(data, questions, some)) {
            sink.push(table)?;
        }
    }
    sinks.into_iter().map(crate::table::Sink::finish).collect()
}
