//! Reading, extracting and writing at the same time, in input order and in bounded memory.
//!
//! One thread reads documents into batches, `jobs` threads extract them, and the caller's thread
//! writes their rows in the order they were read. A batch is begun only with a permit, and writing
//! a batch returns one: however slow a batch is, no more than [`BATCHES_A_JOB`] for each thread are
//! in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use crossread_extract::{Extraction, extract};
use crossread_ingest::{At, SkipCode, Skipped, guarded};
use crossread_lexicon::Lexicon;
use crossread_tables::{Known, Rows};
use crossread_text::Document;

use crate::documents::{Event, Reader};
use crate::error::RunError;
use crate::inputs::InputFile;

/// A batch is closed when it holds this much text.
const BATCH_BYTES: usize = 1 << 20;
/// What a document counts beside its text, so that a batch of very short ones stays small.
const DOCUMENT_BYTES: usize = 1 << 9;
/// Batches in memory for each thread that extracts.
const BATCHES_A_JOB: usize = 3;

/// What the writer gets, in input order.
#[derive(Debug)]
pub enum Step<'l> {
    /// The INPUT of that number begins.
    Input(usize),
    /// Rows of documents that were extracted.
    Rows(Box<Rows<'l>>),
    /// A document of the earlier run that has not changed, by its index there.
    Unchanged(usize),
    /// Something that was not read.
    Skipped(Skipped),
}

/// What is known of a document before it is extracted.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Unique in a run.
    pub id: String,
    /// True when it is dated.
    pub published: bool,
    /// True when its outlet is known.
    pub source: bool,
    /// True for an invented document.
    pub synthetic: bool,
    /// Bytes of text.
    pub bytes: usize,
}

/// Work as it is read.
enum Work {
    Step(Box<Step<'static>>),
    /// Documents, each with the number of its file.
    Documents(Vec<(usize, Document)>),
}

/// What turns a document into its rows; tests put one in its place that fails.
type Extract = for<'a> fn(&'a Document, &'a Lexicon) -> Extraction<'a>;

/// Work with its place in the input order.
type Numbered<T> = (usize, T);

/// Everything a run reads from.
#[derive(Debug)]
pub struct Source<'s> {
    /// Reads the files.
    pub reader: &'s mut Reader,
    /// The files, in input order.
    pub files: &'s [InputFile],
    /// The earlier run whose unchanged documents are copied.
    pub earlier: Option<&'s Known>,
    /// Whether the texts are kept in the tables.
    pub keep_text: bool,
}

/// Reads and extracts with `jobs` threads; `seen` is told of each document as it is read, in that
/// order, and `write` gets every step in input order.
///
/// # Errors
/// The first error of reading or of `write`; nothing more is written then.
pub fn run<'l, E: From<RunError> + Send>(
    source: Source<'_>,
    lexicon: &'l Lexicon,
    jobs: usize,
    seen: &mut (dyn FnMut(Seen) + Send),
    write: impl FnMut(Step<'l>) -> Result<(), E>,
) -> Result<(), E> {
    let extractor = Extractor { lexicon, files: source.files, keep_text: source.keep_text, extract };
    run_with(source, &extractor, jobs, seen, write)
}

fn run_with<'l, E: From<RunError> + Send>(
    source: Source<'_>,
    extractor: &Extractor<'_, 'l>,
    jobs: usize,
    seen: &mut (dyn FnMut(Seen) + Send),
    mut write: impl FnMut(Step<'l>) -> Result<(), E>,
) -> Result<(), E> {
    let most = jobs * BATCHES_A_JOB;
    let (permit, permits) = sync_channel(most);
    for _ in 0..most {
        permit.send(()).map_err(|_| RunError::Stopped("the channel of permits holds as many as are sent"))?;
    }
    let (to_extract, work) = channel::<Numbered<Work>>();
    let (to_write, done) = channel::<Numbered<Vec<Step<'l>>>>();
    let work = Mutex::new(work);
    let work = &work;
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let to_write = to_write.clone();
            scope.spawn(move || extractor.batches(work, &to_write));
        }
        drop(to_write);
        let reading = scope.spawn(move || read_batches(source, &to_extract, &permits, seen));
        let written = write_in_order(&done, &permit, &mut write);
        // Without the writer nobody returns permits: the reader must see that before it is joined.
        drop((done, permit));
        let read = reading.join().map_err(|_| RunError::Stopped("reading stopped unexpectedly"))?;
        written?;
        Ok(read?)
    })
}

/// The reader's thread.
fn read_batches(
    source: Source<'_>,
    to_extract: &Sender<Numbered<Work>>,
    permits: &Receiver<()>,
    seen: &mut (dyn FnMut(Seen) + Send),
) -> Result<(), RunError> {
    let mut batches = Batches { to_extract, permits, number: 0, file: 0, documents: Vec::new(), bytes: 0 };
    let Source { reader, files, earlier, keep_text } = source;
    let mut input = None;
    reader.read_all(files, |event| match event {
        Event::File(number) => {
            batches.file = number;
            let of_file = files.get(number).map(|file| file.input);
            match of_file.filter(|_| of_file != input) {
                Some(number) => {
                    input = of_file;
                    batches.step(Step::Input(number))
                }
                None => Ok(()),
            }
        }
        Event::Skipped(skipped) => batches.step(Step::Skipped(skipped)),
        Event::Document(document) => {
            seen(Seen {
                id: document.id.clone(),
                published: document.published.is_some(),
                source: document.source.is_some(),
                synthetic: document.synthetic,
                bytes: document.text.len(),
            });
            match earlier.and_then(|earlier| earlier.find(&document, keep_text)) {
                Some(index) => batches.step(Step::Unchanged(index)),
                None => batches.document(document),
            }
        }
    })?;
    batches.flush()
}

/// Documents on their way to the threads that extract.
struct Batches<'c> {
    to_extract: &'c Sender<Numbered<Work>>,
    permits: &'c Receiver<()>,
    number: usize,
    /// Number of the file that is being read.
    file: usize,
    documents: Vec<(usize, Document)>,
    bytes: usize,
}

impl Batches<'_> {
    fn document(&mut self, document: Document) -> Result<(), RunError> {
        self.bytes += document.text.len() + DOCUMENT_BYTES;
        self.documents.push((self.file, document));
        if self.bytes >= BATCH_BYTES { self.flush() } else { Ok(()) }
    }

    fn step(&mut self, step: Step<'static>) -> Result<(), RunError> {
        self.flush()?;
        self.send(Work::Step(Box::new(step)))
    }

    fn flush(&mut self) -> Result<(), RunError> {
        self.bytes = 0;
        match std::mem::take(&mut self.documents) {
            documents if documents.is_empty() => Ok(()),
            documents => self.send(Work::Documents(documents)),
        }
    }

    fn send(&mut self, work: Work) -> Result<(), RunError> {
        let stopped = || RunError::Stopped("writing stopped");
        self.permits.recv().map_err(|_| stopped())?;
        self.to_extract.send((self.number, work)).map_err(|_| stopped())?;
        self.number += 1;
        Ok(())
    }
}

/// What the threads that extract share.
struct Extractor<'s, 'l> {
    lexicon: &'l Lexicon,
    files: &'s [InputFile],
    keep_text: bool,
    extract: Extract,
}

impl<'l> Extractor<'_, 'l> {
    /// A thread that extracts, until there is no more work or nobody wants it.
    fn batches(&self, work: &Mutex<Receiver<Numbered<Work>>>, to_write: &Sender<Numbered<Vec<Step<'l>>>>) {
        loop {
            let next = work.lock().map(|work| work.recv());
            let Ok(Ok((number, work))) = next else { return };
            let steps = match work {
                Work::Step(step) => vec![*step],
                Work::Documents(documents) => self.rows(documents),
            };
            if to_write.send((number, steps)).is_err() {
                return;
            }
        }
    }

    fn rows(&self, documents: Vec<(usize, Document)>) -> Vec<Step<'l>> {
        let empty = || Rows::new(self.lexicon).keep_text(self.keep_text);
        let mut steps = Vec::new();
        let mut rows = empty();
        for (file, document) in documents {
            // A panic costs this document and no other.
            let Some(extraction) = guarded(|| (self.extract)(&document, self.lexicon)) else {
                if rows.documents() > 0 {
                    steps.push(Step::Rows(Box::new(std::mem::replace(&mut rows, empty()))));
                }
                steps.push(Step::Skipped(self.crashed(file, &document)));
                continue;
            };
            rows.append(&document, &extraction);
            if rows.is_full() {
                steps.push(Step::Rows(Box::new(std::mem::replace(&mut rows, empty()))));
            }
        }
        if rows.documents() > 0 {
            steps.push(Step::Rows(Box::new(rows)));
        }
        steps
    }

    /// The row for a document on which extraction failed.
    fn crashed(&self, file: usize, document: &Document) -> Skipped {
        let problem = "reading its sentences failed, which is a defect of this program";
        let name = self.files.get(file).map_or("", |file| &file.name);
        let fix = "please report it with the text; the other documents were read";
        Skipped::new(SkipCode::Crashed, At::input(name).part(&document.id), problem, fix)
    }
}

/// The writer's thread: batches arrive in any order and leave in input order.
fn write_in_order<'l, E>(
    done: &Receiver<Numbered<Vec<Step<'l>>>>,
    permit: &SyncSender<()>,
    write: &mut impl FnMut(Step<'l>) -> Result<(), E>,
) -> Result<(), E> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, steps) in done {
        waiting.insert(number, steps);
        while let Some(steps) = waiting.remove(&next) {
            for step in steps {
                write(step)?;
            }
            next += 1;
            // The reader may have ended: then nobody waits for the permit.
            let _ = permit.try_send(());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crossread_ingest::Options;

    use super::*;

    /// What a run gives: the number of documents whose rows were written, and what was skipped.
    fn outcome(jobs: usize, extract: Extract) -> (usize, Vec<Skipped>) {
        let texts = ["quiet", "bad", "calm", "bad", "still"];
        let records: String = (1..)
            .zip(texts)
            .map(|(number, text)| format!("{{\"id\":\"r{number}\",\"text\":\"Nine died. {text}.\"}}\n"))
            .collect();
        let files = [InputFile::records("in/wire.jsonl", records.into_bytes().into())];
        let folder = tempfile::tempdir().unwrap();
        let (mut reader, _) = Reader::new(None, folder.path(), Options::default()).unwrap();
        let source = Source { reader: &mut reader, files: &files, earlier: None, keep_text: false };
        let extractor = Extractor { lexicon: Lexicon::built_in(), files: &files, keep_text: false, extract };
        let (mut documents, mut skipped) = (0, Vec::new());
        run_with(source, &extractor, jobs, &mut |_| {}, |step| -> Result<(), RunError> {
            match step {
                Step::Rows(rows) => documents += rows.documents(),
                Step::Skipped(row) => skipped.push(row),
                Step::Input(_) | Step::Unchanged(_) => {}
            }
            Ok(())
        })
        .unwrap();
        (documents, skipped)
    }

    #[test]
    fn a_panic_in_one_document_costs_that_document_and_names_its_file() {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        fn failing<'a>(document: &'a Document, lexicon: &'a Lexicon) -> Extraction<'a> {
            assert!(!document.text.contains("bad"), "injected");
            extract(document, lexicon)
        }
        let outcomes = [1, 2, 5].map(|jobs| outcome(jobs, failing));
        std::panic::set_hook(usual);
        for (documents, skipped) in outcomes {
            assert_eq!(documents, 3);
            let told: Vec<_> =
                skipped.iter().map(|row| (row.code, row.input.as_str(), row.part.as_deref().unwrap())).collect();
            assert_eq!(told, [(SkipCode::Crashed, "in/wire.jsonl", "r2"), (SkipCode::Crashed, "in/wire.jsonl", "r4")]);
        }
    }

    #[test]
    fn a_writer_that_fails_ends_the_run_with_its_error() {
        let files = [InputFile::records("w.jsonl", "{\"id\":\"a\",\"text\":\"A.\"}\n".repeat(9).into_bytes().into())];
        let folder = tempfile::tempdir().unwrap();
        let (mut reader, _) = Reader::new(None, folder.path(), Options::default()).unwrap();
        let source = Source { reader: &mut reader, files: &files, earlier: None, keep_text: false };
        let full = |_: Step<'_>| Err(RunError::Stopped("the disk is full"));
        let error = run(source, Lexicon::built_in(), 2, &mut |_| {}, full).unwrap_err();
        assert_eq!(error.to_string(), "the disk is full");
    }
}
