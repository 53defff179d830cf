//! Reading, extracting and writing at the same time, in input order and in bounded memory.
//!
//! One thread reads documents into batches, `jobs` threads extract them, and the caller's thread
//! writes their rows in the order they were read. A batch is begun only with a permit, and writing
//! a batch returns one: however slow a batch is, no more than [`BATCHES_A_JOB`] for each thread are
//! in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use crossread_extract::extract;
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
    Documents(Vec<Document>),
}

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
    mut write: impl FnMut(Step<'l>) -> Result<(), E>,
) -> Result<(), E> {
    let keep_text = source.keep_text;
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
            scope.spawn(move || extract_batches(work, &to_write, lexicon, keep_text));
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
    let mut batches = Batches { to_extract, permits, number: 0, documents: Vec::new(), bytes: 0 };
    let Source { reader, files, earlier, keep_text } = source;
    let mut input = None;
    reader.read_all(files, |event| match event {
        Event::File(number) => {
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
    documents: Vec<Document>,
    bytes: usize,
}

impl Batches<'_> {
    fn document(&mut self, document: Document) -> Result<(), RunError> {
        self.bytes += document.text.len() + DOCUMENT_BYTES;
        self.documents.push(document);
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

/// A thread that extracts, until there is no more work or nobody wants it.
fn extract_batches<'l>(
    work: &Mutex<Receiver<Numbered<Work>>>,
    to_write: &Sender<Numbered<Vec<Step<'l>>>>,
    lexicon: &'l Lexicon,
    keep_text: bool,
) {
    loop {
        let next = work.lock().map(|work| work.recv());
        let Ok(Ok((number, work))) = next else { return };
        let steps = match work {
            Work::Step(step) => vec![*step],
            Work::Documents(documents) => rows(documents, lexicon, keep_text),
        };
        if to_write.send((number, steps)).is_err() {
            return;
        }
    }
}

fn rows<'l>(documents: Vec<Document>, lexicon: &'l Lexicon, keep_text: bool) -> Vec<Step<'l>> {
    let empty = || Rows::new(lexicon).keep_text(keep_text);
    let mut steps = Vec::new();
    let mut rows = empty();
    for document in documents {
        // A panic costs this document and no other.
        let Some(extraction) = guarded(|| extract(&document, lexicon)) else {
            if rows.documents() > 0 {
                steps.push(Step::Rows(Box::new(std::mem::replace(&mut rows, empty()))));
            }
            steps.push(Step::Skipped(crashed(&document)));
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
fn crashed(document: &Document) -> Skipped {
    let problem = "reading its sentences failed, which is a defect of this program";
    let at = At::input(&document.id);
    Skipped::new(SkipCode::Crashed, at, problem, "please report it with the text; the other documents were read")
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
