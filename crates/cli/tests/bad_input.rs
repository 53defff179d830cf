//! Bad input: a clear message, the rest of the work done, the loss listed, never a panic, never a
//! partial table, the old output untouched.

#![allow(clippy::unwrap_used)]

mod program;

use program::{Place, Run, fixtures};

const GOOD: &str = "The army said nine soldiers were killed in Kunar.";

/// A folder with one good report and what `write` adds; extracts it into `out`.
fn extract_beside_good(write: impl FnOnce(&Place)) -> (Place, Run) {
    let place = Place::new();
    place.write("in/good.txt", GOOD);
    write(&place);
    let run = place.run(&["extract", "in", "--out", "out", "--format", "csv"]);
    (place, run)
}

/// The good report was read, the loss is in the message, the table and the exit code.
#[track_caller]
fn assert_lost((place, run): &(Place, Run), code: &str, words: &[&str]) {
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    for word in words {
        assert!(run.err.contains(word), "no {word:?} in {:?}", run.err);
    }
    let skipped = place.csv("out/skipped");
    assert!(skipped[1..].iter().any(|row| row.contains(code)), "no {code} in {skipped:?}");
    assert!(place.csv("out/documents").iter().any(|row| row.starts_with("good,")), "the good report was not read");
    assert!(!run.err.contains("panicked"));
}

/// The run was refused with a message, and nothing was left behind.
#[track_caller]
fn assert_refused(place: &Place, run: &Run, words: &[&str]) {
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    for word in words {
        assert!(run.err.contains(word), "no {word:?} in {:?}", run.err);
    }
    assert!(!place.path("out.partial").exists(), "the staging folder is left behind");
    assert!(!run.err.contains("panicked"));
}

#[test]
fn an_empty_file_is_listed() {
    assert_lost(&extract_beside_good(|place| place.write("in/empty.txt", "")), "empty", &["in/empty.txt"]);
}

#[test]
fn binary_data_and_nul_bytes_are_listed() {
    assert_lost(&extract_beside_good(|place| place.write("in/nul.txt", b"nine\0\0died")), "binary", &["in/nul.txt"]);
    let bytes: Vec<u8> = (0..=255).cycle().take(4096).collect();
    assert_lost(&extract_beside_good(|place| place.write("in/image.txt", &bytes)), "binary", &["in/image.txt"]);
}

#[test]
fn malformed_json_names_file_and_line() {
    let lost = extract_beside_good(|place| {
        place.write("in/records.jsonl", "{\"id\":\"a\",\"text\":\"Nine died.\"}\n\n{\"id\":\"b\",\"text\":\n{\"id\":\"c\",\"text\":\"Two died.\"}\n");
    });
    assert_lost(&lost, "bad-json", &["in/records.jsonl, line 3"]);
    let documents = lost.0.csv("out/documents");
    assert!(documents.iter().any(|row| row.starts_with("a,")) && documents.iter().any(|row| row.starts_with("c,")));
}

#[test]
fn a_record_without_text_and_a_duplicate_id_are_listed() {
    let lost = extract_beside_good(|place| {
        place.write(
            "in/records.jsonl",
            "{\"id\":\"a\",\"text\":\"Nine died.\"}\n{\"id\":\"b\"}\n{\"id\":\"a\",\"text\":\"Two died.\"}\n",
        );
    });
    assert_lost(&lost, "missing-text", &["in/records.jsonl, line 2"]);
    assert_lost(&lost, "duplicate-id", &["in/records.jsonl, line 3", "in/records.jsonl, line 1"]);
}

#[test]
fn damaged_compression_is_listed() {
    let lost = extract_beside_good(|place| place.write("in/report.txt.gz", b"this is no gzip"));
    assert_lost(&lost, "bad-compression", &["in/report.txt.gz"]);
}

#[test]
fn legacy_encodings_are_read_and_named() {
    let (place, run) = extract_beside_good(|place| {
        place.write(
            "in/legacy.txt",
            b"Neuf personnes ont \xe9t\xe9 tu\xe9es \xe0 S\xe9gou, a d\xe9clar\xe9 l'arm\xe9e.",
        );
    });
    assert_eq!(run.code, 0, "{}", run.err);
    let documents = place.csv("out/documents");
    assert!(documents.iter().any(|row| row.starts_with("legacy,") && row.contains("windows-1252")), "{documents:?}");
}

#[test]
fn missing_paths_are_listed_and_the_rest_is_read() {
    let place = Place::new();
    place.write("in/good.txt", GOOD);
    let run = place.run(&["extract", "nowhere.txt", "in", "*.nothing", "--out", "out", "--format", "csv"]);
    assert_lost(&(place, run), "not-found", &["nowhere.txt", "*.nothing"]);
}

#[test]
fn an_empty_folder_is_listed() {
    let place = Place::new();
    place.write("in/good.txt", GOOD);
    std::fs::create_dir(place.path("empty")).unwrap();
    let run = place.run(&["extract", "in", "empty", "--out", "out", "--format", "csv"]);
    assert_lost(&(place, run), "empty-folder", &["empty"]);
}

#[cfg(unix)]
#[test]
fn a_directory_loop_is_listed() {
    let lost = extract_beside_good(|place| {
        std::fs::create_dir(place.path("in/sub")).unwrap();
        std::os::unix::fs::symlink(place.path("in"), place.path("in/sub/back")).unwrap();
    });
    assert_lost(&lost, "directory-loop", &["in/sub/back"]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_listed() {
    let lost = extract_beside_good(|place| {
        // A dangling link cannot be read by anyone, root included.
        std::os::unix::fs::symlink(place.path("gone"), place.path("in/secret.txt")).unwrap();
    });
    assert_lost(&lost, "not-found", &["in/secret.txt"]);
}

#[test]
fn a_very_long_line_is_read_or_listed() {
    let line = format!(
        "{{\"id\":\"long\",\"text\":\"{}\"}}\n{{\"id\":\"after\",\"text\":\"Nine died.\"}}\n",
        "x".repeat(30 << 20)
    );
    let (place, run) = extract_beside_good(|place| place.write("in/long.jsonl", line));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(place.csv("out/documents").iter().any(|row| row.starts_with("after,")));
}

#[test]
fn a_line_of_200_megabytes_is_listed_and_the_next_is_read() {
    let place = Place::new();
    let long = format!(
        "{{\"id\":\"long\",\"text\":\"{}\"}}\n{{\"id\":\"good\",\"text\":\"{GOOD}\"}}\n",
        "x".repeat(200 << 20)
    );
    let run = place.run_with_input(&["extract", "-", "--out", "out", "--format", "csv"], long.as_bytes());
    assert_lost(&(place, run), "too-large", &["-, line 1"]);
}

#[test]
fn hostile_fixtures_do_no_harm() {
    let place = Place::new();
    let bad = fixtures().join("bad");
    let run = place.run(&["extract", bad.to_str().unwrap(), "--out", "out", "--format", "csv"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(!run.err.contains("panicked"));
    let skipped = place.csv("out/skipped");
    for code in
        ["empty", "binary", "bad-json", "missing-text", "duplicate-id", "bad-date", "bad-csv", "bad-compression"]
    {
        assert!(skipped.iter().any(|row| row.contains(code)), "no {code} in {skipped:?}");
    }
    let absolute = bad.to_str().unwrap();
    assert!(skipped.iter().all(|row| !row.contains(absolute)), "a table holds an absolute path");
}

#[test]
fn an_output_path_that_is_a_file_is_refused() {
    let place = Place::new();
    place.write("in/good.txt", GOOD);
    place.write("out", "mine");
    let run = place.run(&["extract", "in", "--out", "out"]);
    assert_refused(&place, &run, &["out"]);
    assert_eq!(std::fs::read(place.path("out")).unwrap(), b"mine");
}

#[test]
fn a_folder_with_files_of_others_is_refused() {
    let place = Place::new();
    place.write("in/good.txt", GOOD);
    place.write("out/thesis.tex", "mine");
    let run = place.run(&["extract", "in", "--out", "out"]);
    assert_refused(&place, &run, &["out", "thesis.tex"]);
    assert_eq!(std::fs::read(place.path("out/thesis.tex")).unwrap(), b"mine");
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_output_untouched() {
    let place = Place::with_reports();
    assert_eq!(place.run(&["extract", "reports", "--out", "out", "--compare", "--quiet"]).code, 0);
    let before = place.files("out");
    // A file-size limit of one block stops writing as a full disk does.
    let mut shell = std::process::Command::new("sh");
    let program = env!("CARGO_BIN_EXE_crossread");
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f 1; exec '{program}' extract reports --out out --format csv")]);
    let run: Run = shell.current_dir(place.dir.path()).output().unwrap().into();
    assert_refused(&place, &run, &["out"]);
    assert!(before == place.files("out"), "the old output was touched");
}

#[cfg(target_os = "linux")]
#[test]
fn output_to_a_full_device_is_an_error_and_to_a_closed_pipe_is_none() {
    let place = Place::with_reports();
    assert_eq!(place.run(&["extract", "reports", "--out", "out", "--compare", "--quiet"]).code, 0);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let code =
        place.command(&["findings", "out"]).stdout(full).stderr(std::process::Stdio::null()).status().unwrap().code();
    assert_eq!(code, Some(2));
    let mut child = place.command(&["findings", "out"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_bad_lexicon_names_file_line_and_fix_and_nothing_is_written() {
    let place = Place::new();
    place.write("in/good.txt", GOOD);
    place
        .write("actors.csv", "id,name,type,country,part_of,side,source,note\nblue-front,Blue Front,rebels,XX,,,own,\n");
    let run = place.run(&["extract", "in", "--out", "out", "--lexicon", "actors.csv"]);
    assert_refused(&place, &run, &["actors.csv:2", "armed-group"]);
    assert!(!place.path("out").exists());
    let run = place.run(&["lexicon", "check", "actors.csv"]);
    assert_refused(&place, &run, &["actors.csv:2"]);
}

#[test]
fn a_bad_index_is_refused_when_named_and_listed_when_found() {
    let place = Place::new();
    place.write("in/good.txt", GOOD);
    place.write("broken.json", "[{\"id\": \"good\",");
    let run = place.run(&["extract", "in", "--out", "out", "--index", "broken.json"]);
    assert_refused(&place, &run, &["broken.json", "line 1"]);
    assert_lost(&extract_beside_good(|place| place.write("in/index.json", "no list")), "bad-index", &["in/index.json"]);
}

#[test]
fn a_mixed_or_missing_run_is_refused() {
    let place = Place::with_reports();
    assert_eq!(place.run(&["extract", "reports", "--out", "out", "--quiet"]).code, 0);
    let run = place.run(&["compare", "nowhere", "--out", "week"]);
    assert_refused(&place, &run, &["nowhere"]);
    let run = place.run(&["findings", "out"]);
    assert_refused(&place, &run, &["out"]);
    let figures = place.path("out/figures.parquet");
    std::fs::copy(place.path("out/times.parquet"), figures).unwrap();
    let run = place.run(&["compare", "out"]);
    assert_refused(&place, &run, &["figures"]);
}
