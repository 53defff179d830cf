//! Whole runs: read back, byte for byte the same, appended to, verified.

#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{documents, files, rows, write_rows, write_run};
use crossread_lexicon::Lexicon;
use crossread_tables::{Format, Rows, RunDir, RunOptions, RunWriter, TABLES, TablesError, Unchanged, table};

fn all_formats() -> RunOptions {
    let recorded = BTreeMap::from([("lexicon".to_owned(), "core".to_owned())]);
    RunOptions { formats: Format::ALL.to_vec(), recorded, ..RunOptions::default() }
}

#[test]
fn what_was_written_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let summary = write_run(&out, &documents(3), all_formats(), 2);
    assert_eq!((summary.rows("documents"), summary.rows("sentences"), summary.rows("findings")), (3, 6, 0));

    let run = RunDir::open(&out).unwrap();
    let read = run.documents().unwrap();
    assert_eq!(read.iter().map(|row| row.doc_id.as_str()).collect::<Vec<_>>(), ["doc-00000", "doc-00001", "doc-00002"]);
    assert_eq!((read[0].title.as_deref(), read[1].title.as_deref()), (None, Some("Title 1")));
    assert_eq!(read[0].published, common::document().published);
    assert_eq!(read[0].chars as usize, common::TEXT.chars().count());
    assert!(read[0].synthetic && read[0].url.is_none());
    assert!(run.skipped().unwrap().is_empty());

    let mut figures = 0;
    run.for_each(table("figures").unwrap(), |row| {
        assert_eq!(row.str("text"), Some("dozens"));
        assert_eq!((row.f64("low"), row.f64("high")), (Some(24.0), None));
        assert_eq!((row.i32("figure_id"), row.bool("implied")), (Some(0), Some(false)));
        assert_eq!(row.date("claimed_on"), Some(jiff::civil::date(1969, 12, 31)));
        assert_eq!(row.list("places"), Some(vec!["AF-NAN", "region:east"]));
        assert_eq!(row.list("destinations"), Some(vec![]));
        assert_eq!((row.str("subject"), row.str("no such column"), row.i32("text")), (None, None, None));
        figures += 1;
    })
    .unwrap();
    assert_eq!(figures, 3);
}

#[test]
fn an_empty_run_has_every_table() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    write_run(&out, &[], all_formats(), 1);
    let run = RunDir::open(&out).unwrap();
    for table in TABLES.iter().filter(|table| table.writer == crossread_tables::Writer::Extract) {
        run.for_each(table, |_| panic!("a row in an empty run")).unwrap();
        let header = fs::read_to_string(out.join(format!("{}.csv", table.name))).unwrap();
        assert_eq!(header.trim_end().split(',').count(), table.columns.len());
    }
}

/// Enough sentences for two chunks, of which each `Rows` holds those of one document, seven or all.
#[test]
fn bytes_do_not_depend_on_how_rows_arrive() {
    let folder = tempfile::tempdir().unwrap();
    let lexicon = Lexicon::built_in();
    let documents = documents(300);
    let mut extraction = common::extraction(lexicon);
    extraction.sentences = extraction.sentences.repeat(15);
    let run = |name: &str, at_once: usize| {
        let out = folder.path().join(name);
        let all = documents.chunks(at_once).map(|chunk| {
            let mut rows = Rows::new(lexicon);
            chunk.iter().for_each(|document| rows.append(document, &extraction));
            rows
        });
        assert!(write_rows(&out, all_formats(), all).rows("sentences") > 8_192);
        files(&out)
    };
    let first = run("first", 7);
    assert_eq!(first.len(), 8 * 3 + 1);
    for (name, at_once) in [("again", 7), ("single", 1), ("whole", 300)] {
        for ((file, bytes), (_, others)) in first.iter().zip(&run(name, at_once)) {
            assert!(bytes == others, "{file} differs with {at_once} documents at once");
        }
    }
}

#[test]
fn run_json_tells_the_run_and_no_path() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    write_run(&out, &documents(2), RunOptions::default(), 1);
    let text = fs::read_to_string(out.join("run.json")).unwrap();
    let run: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(run["contract_version"], 1);
    assert_eq!(run["program_version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&run["inputs"][0]["name"], &run["inputs"][0]["documents"]), (&"reports".into(), &2.into()));
    let packs: Vec<_> =
        Lexicon::built_in().packs().iter().map(|(name, hash)| (name.clone(), format!("{hash:016x}"))).collect();
    let listed = run["packs"].as_array().unwrap().iter();
    let listed: Vec<_> = listed.map(|pack| (text_of(&pack["name"]), text_of(&pack["fingerprint"]))).collect();
    assert_eq!(listed, packs);
    assert_eq!(run["vague_table"], "crossread");
    assert_eq!(run["tables"]["figures"]["rows"], 2);
    assert_eq!(run["tables"]["figures"]["sha256"].as_str().map(str::len), Some(64));
    assert!(!text.contains("somewhere"), "{text}");
    let keys: Vec<&String> = run.as_object().unwrap().keys().collect();
    let order: Vec<usize> = keys.iter().map(|key| text.find(&format!("\n  \"{key}\"")).unwrap()).collect();
    assert!(keys.is_sorted() && order.is_sorted(), "{text}");
}

/// A run whose tables are folders of two part files, made of two runs: of its first `cut` documents and of the others.
fn run_in_parts(folder: &std::path::Path, count: usize, cut: usize) -> std::path::PathBuf {
    let all = documents(count);
    let (first, second, out) = (folder.join("first"), folder.join("second"), folder.join("parts"));
    write_run(&first, &all[..cut], RunOptions::default(), 1);
    write_run(&second, &all[cut..], RunOptions::default(), 1);
    write_run(&out, &all, RunOptions::default(), 1);
    let mut run: serde_json::Value = serde_json::from_str(&fs::read_to_string(out.join("run.json")).unwrap()).unwrap();
    for (name, entry) in run["tables"].as_object_mut().unwrap() {
        let file = format!("{name}.parquet");
        fs::remove_file(out.join(&file)).unwrap();
        fs::create_dir(out.join(&file)).unwrap();
        let mut lines = String::new();
        for (part, from) in [&first, &second].into_iter().enumerate() {
            let to = out.join(&file).join(format!("part-{part:05}.parquet"));
            fs::copy(from.join(&file), &to).unwrap();
            lines += &format!("{}\n", hex_sha256(&fs::read(to).unwrap()));
        }
        fs::write(out.join(&file).join("_SUCCESS"), "").unwrap();
        entry["sha256"] = hex_sha256(lines.as_bytes()).into();
    }
    fs::write(out.join("run.json"), run.to_string()).unwrap();
    out
}

fn hex_sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_folder_of_part_files_is_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    write_run(&whole, &documents(7), RunOptions::default(), 1);
    let parts = run_in_parts(folder.path(), 7, 4);
    let (whole, run) = (RunDir::open(&whole).unwrap(), RunDir::open(&parts).unwrap());
    assert_eq!(run.documents().unwrap(), whole.documents().unwrap());
    let sentences = table("sentences").unwrap();
    assert!(run.holds(sentences));
    assert_eq!(run.groups(sentences, &["doc_id"]).unwrap(), whole.groups(sentences, &["doc_id"]).unwrap());
    let count = |run: &RunDir| run.batches(sentences).unwrap().iter().map(|batch| batch.num_rows()).sum::<usize>();
    assert_eq!((count(&run), count(&whole)), (14, 14));
    let rows = |run: &RunDir, wanted: &[std::ops::Range<usize>]| {
        let set = run.rows(sentences, wanted.to_vec()).unwrap();
        let told = |number| set.get(number).map(|row| format!("{:?} {:?}", row.str("doc_id"), row.i32("sentence_id")));
        (0..16).map(told).collect::<Vec<_>>()
    };
    let one = |range| std::iter::once(range).collect::<Vec<_>>();
    for wanted in [one(6..10), vec![9..11, 0..1, 7..8], one(13..99), vec![0..14, 3..5], one(8..8)] {
        assert_eq!(rows(&run, &wanted), rows(&whole, &wanted), "{wanted:?}");
    }
    let error = Unchanged::open(&parts, Lexicon::built_in()).unwrap_err();
    assert!(error.to_string().contains("but not added to"), "{error}");
    fs::remove_file(parts.join("figures.parquet/part-00001.parquet")).unwrap();
    assert!(matches!(RunDir::open(&parts), Err(TablesError::Mixed { .. })));
}

fn text_of(value: &serde_json::Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[test]
fn the_fingerprint_of_an_input_is_that_of_its_documents() {
    let folder = tempfile::tempdir().unwrap();
    let fingerprint = |name: &str, documents: &[crossread_text::Document]| {
        let out = folder.path().join(name);
        write_run(&out, documents, RunOptions::default(), 1);
        RunDir::open(&out).unwrap().run().inputs[0].fingerprint.clone()
    };
    let two = documents(2);
    let mut redated = two.clone();
    redated[1].published = None;
    assert_eq!(fingerprint("a", &two), fingerprint("b", &two));
    assert_ne!(fingerprint("a", &two), fingerprint("c", &redated));
    assert_ne!(fingerprint("a", &two), fingerprint("d", &two[..1]));
}

#[test]
fn copied_documents_make_the_same_bytes_as_documents_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new, fresh) = (folder.path().join("old"), folder.path().join("new"), folder.path().join("fresh"));
    let all = documents(40);
    let lexicon = Lexicon::built_in();
    // Every third document was read before, in another order.
    let known: Vec<_> = all.iter().step_by(3).rev().cloned().collect();
    write_run(&old, &known, RunOptions::default(), 4);
    write_run(&fresh, &all, all_formats(), 40);

    let (unchanged, mut earlier) = Unchanged::open(&old, lexicon).unwrap().expect("same build and packs");
    let mut ids = Vec::new();
    earlier.for_each_id(|index, id| ids.push((index, id.to_owned()))).unwrap();
    let expected: Vec<_> = known.iter().map(|document| document.id.clone()).enumerate().collect();
    assert_eq!(ids, expected);
    let mut run = RunWriter::create(&new, lexicon, all_formats()).unwrap();
    run.start_input("reports");
    let mut copied = 0;
    for document in &all {
        match unchanged.find(document, false) {
            Some(index) => {
                run.copy(&mut earlier, index).unwrap();
                copied += 1;
            }
            None => run.append(rows(lexicon, std::slice::from_ref(document))).unwrap(),
        }
    }
    run.finish().unwrap();
    assert_eq!(copied, known.len());
    assert!(files(&new) == files(&fresh), "the appended run differs from the fresh one");
}

#[test]
fn a_changed_document_is_not_taken_for_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("old");
    let document = common::document();
    write_run(&old, std::slice::from_ref(&document), RunOptions::default(), 1);
    let (earlier, _) = Unchanged::open(&old, Lexicon::built_in()).unwrap().unwrap();
    assert_eq!(earlier.find(&document, false), Some(0));
    assert_eq!(earlier.find(&document, true), None, "its text was not kept");
    let mut changed = document.clone();
    changed.text.push('.');
    assert_eq!(earlier.find(&changed, false), None);
    changed = document.clone();
    changed.published = None;
    assert_eq!(earlier.find(&changed, false), None);
    changed = document;
    changed.id.push('x');
    assert_eq!(earlier.find(&changed, false), None);
}

#[test]
fn a_run_of_another_version_is_read_again_whole() {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("old");
    assert!(Unchanged::open(&old, Lexicon::built_in()).unwrap().is_none());
    write_run(&old, &documents(1), RunOptions::default(), 1);
    let file = old.join("run.json");
    let text = fs::read_to_string(&file).unwrap();
    let version = format!("\"program_version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    fs::write(&file, text.replace(&version, "\"program_version\": \"0.0.1\"")).unwrap();
    assert!(Unchanged::open(&old, Lexicon::built_in()).unwrap().is_none());
}

#[test]
fn mixed_damaged_and_foreign_folders_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let message = |path: &std::path::Path| RunDir::open(path).unwrap_err().to_string();
    write_run(&one, &documents(1), RunOptions::default(), 1);
    write_run(&two, &documents(2), RunOptions::default(), 1);

    fs::copy(two.join("figures.parquet"), one.join("figures.parquet")).unwrap();
    assert!(message(&one).contains("figures.parquet is not the file that run.json lists (its sha256 differs)"));
    fs::remove_file(one.join("figures.parquet")).unwrap();
    assert!(message(&one).contains("(it is missing)"), "{}", message(&one));

    let text = fs::read_to_string(two.join("run.json")).unwrap();
    fs::write(two.join("run.json"), text.replace("\"contract_version\": 1", "\"contract_version\": 2")).unwrap();
    assert!(message(&two).contains("contract version 2"), "{}", message(&two));
    fs::write(two.join("run.json"), "{").unwrap();
    assert!(matches!(RunDir::open(&two), Err(TablesError::NotARun { .. })));
    assert!(message(folder.path()).contains("it has no run.json"));
}

/// `compare` adds its own entry to `run.json` and its tables to the folder.
#[test]
fn a_compared_folder_is_still_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    write_run(&out, &documents(1), RunOptions::default(), 1);
    let text = fs::read_to_string(out.join("run.json")).unwrap();
    let mut run: serde_json::Value = serde_json::from_str(&text).unwrap();
    run["comparison"] = serde_json::json!({ "tables": {} });
    fs::write(out.join("run.json"), run.to_string()).unwrap();
    fs::write(out.join("findings.parquet"), "").unwrap();
    assert_eq!(RunDir::open(&out).unwrap().documents().unwrap().len(), 1);
    // A new run replaces the folder, and the comparison with it: it no longer fits.
    write_run(&out, &documents(1), RunOptions::default(), 1);
    assert!(!out.join("findings.parquet").exists());
}
