//! Two large runs, and how long laying them side by side takes.
//!
//! `bench make ROWS FOLDER` writes FOLDER/old and FOLDER/new: the invented reports of this repository again and again, each
//! copy with other numbers; the new run has the documents in another order, one in ten edited, and a pack with one more
//! alias. FOLDER/every holds the documents of FOLDER/old with every row another: half of the texts edited, the metadata of the
//! others, every sentence of another kind, and in each row of the layers a cell that differs; FOLDER/rules the same without
//! edited documents, so that each row's cause is sought among rules.
//! `bench diff FOLDER NEW` compares FOLDER/old with FOLDER/NEW and fails beyond 10 seconds or 1 GB.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use crossread_diff::{Diff, Options, Outline};
use crossread_extract::{Extraction, extract};
use crossread_lexicon::{Lexicon, PackFile, PackRows};
use crossread_tables::{Rows, RunDir, RunOptions, RunWriter};
use crossread_text::{Document, SentenceKind};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", rows, folder] => make(rows.parse().unwrap(), Path::new(folder)),
        ["diff", folder, new] => compare(Path::new(folder), new),
        _ => println!("usage: bench make ROWS FOLDER | bench diff FOLDER new|every|rules"),
    }
}

fn make(rows: u64, folder: &Path) {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/reports");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(reports).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts: Vec<String> = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let documents = |copy: usize, edited: bool| {
        let texts = texts.iter().enumerate();
        texts.map(move |(at, text)| document(copy, at, text, edited)).collect::<Vec<_>>()
    };
    std::fs::create_dir_all(folder).unwrap();
    let old = Lexicon::built_in();
    let mut copies = 0;
    let mut written = 0;
    let mut run = RunWriter::create(&folder.join("old"), old, RunOptions::default()).unwrap();
    while written < rows {
        written += append(&mut run, old, &documents(copies, false));
        copies += 1;
    }
    run.finish().unwrap();
    let mut pack = PackRows::built_in();
    let alias = "alias,actor\nthe border police,pakistan-military\n";
    pack.add_files("ours", &[PackFile { name: "actor_aliases.csv", text: alias }]);
    let new = Lexicon::compile(&pack, None).unwrap();
    let mut run = RunWriter::create(&folder.join("new"), &new, RunOptions::default()).unwrap();
    for copy in (0..copies).rev() {
        append(&mut run, &new, &documents(copy, copy % 10 == 0));
    }
    run.finish().unwrap();
    for (name, edits) in [("every", true), ("rules", false)] {
        let mut run = RunWriter::create(&folder.join(name), old, RunOptions::default()).unwrap();
        for copy in 0..copies {
            let mut documents = documents(copy, edits && copy % 2 == 0);
            let titled = documents.iter_mut().filter(|_| edits && copy % 2 == 1);
            titled.for_each(|document| document.title = Some("Another title".to_owned()));
            append_read(&mut run, old, &documents, otherwise);
        }
        run.finish().unwrap();
    }
    println!("{}: {written} rows in {} documents, four times", folder.display(), copies * texts.len());
}

fn document(copy: usize, at: usize, text: &str, edited: bool) -> Document {
    let text = text.replace("nine", &format!("{}", 20 + copy % 70));
    let text = if edited { format!("CORRECTED: {text}").replace(" said", " stated") } else { text };
    Document { synthetic: true, ..Document::from_text(format!("report-{at:02}-{copy:06}"), text) }
}

/// Writes documents and gives the number of their rows.
fn append<'l>(run: &mut RunWriter<'l>, lexicon: &'l Lexicon, documents: &[Document]) -> u64 {
    append_read(run, lexicon, documents, |_| {})
}

/// The same of documents read in another way.
fn append_read<'l>(
    run: &mut RunWriter<'l>,
    lexicon: &'l Lexicon,
    documents: &[Document],
    read: fn(&mut Extraction<'_>),
) -> u64 {
    let mut rows = Rows::new(lexicon);
    let mut count = 0;
    for document in documents {
        let mut extraction = extract(document, lexicon);
        read(&mut extraction);
        let mentions = extraction.actors.len() + extraction.places.len() + extraction.times.len();
        count += 1 + extraction.sentences.len() + mentions + extraction.figures.len();
        rows.append(document, &extraction);
    }
    run.append(rows).unwrap();
    count as u64
}

/// Another cell in every row.
fn otherwise(extraction: &mut Extraction<'_>) {
    for sentence in &mut extraction.sentences {
        sentence.kind = if sentence.kind == SentenceKind::Body { SentenceKind::Quote } else { SentenceKind::Body };
    }
    extraction.actors.iter_mut().for_each(|actor| actor.known = !actor.known);
    extraction.places.iter_mut().for_each(|place| place.name = format!("{} as read now", place.name).into());
    extraction.times.iter_mut().for_each(|time| time.open = !time.open);
    extraction.figures.iter_mut().for_each(|figure| figure.implied = !figure.implied);
}

fn compare(folder: &Path, new: &str) {
    let started = Instant::now();
    let open = |name: &str| RunDir::open(&folder.join(name)).unwrap();
    let (old, new) = (open("old"), open(new));
    let opened = started.elapsed();
    let diff = Diff::between(old, new, &Options::default()).unwrap();
    let compared = started.elapsed();
    let outline: Outline = diff.outline(50, false).unwrap();
    let seconds = started.elapsed().as_secs_f64();
    for (table, counts, _) in &outline.counts {
        println!(
            "{table:>12} {:>9} added {:>9} removed {:>9} changed {:>9} unchanged",
            counts.added, counts.removed, counts.changed, counts.unchanged
        );
    }
    let peak = peak_megabytes();
    println!(
        "verified {:.1} s, compared {:.1} s, outlined {:.1} s; {seconds:.1} s in all, {peak} MB at most",
        opened.as_secs_f64(),
        (compared - opened).as_secs_f64(),
        seconds - compared.as_secs_f64()
    );
    assert!(seconds < 10.0, "10 seconds are the bar");
    assert!(peak < 1000, "1 GB is the bar");
}

/// Peak resident memory, 0 where the system does not tell.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.map_or(0, |kilobytes| kilobytes / 1024)
}
