//! Faults: a run that is killed, a disk that is full, inputs that change. The old output is whole or the new one is, and a
//! run again completes. `just faults` does the same at larger scale.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod program;

use std::process::Stdio;
use std::time::{Duration, Instant};

use program::{Place, Run};

const OUT: &[&str] = &["--out", "out", "--quiet", "--format", "parquet,csv"];

/// Records of about `megabytes` of text.
fn records(megabytes: usize) -> String {
    let quiet = "The market was open and the road was clear in the morning. ".repeat(1 << 10);
    let mut lines = String::new();
    for number in 0..megabytes * 16 {
        lines.push_str(&format!(
            "{{\"id\":\"r{number:05}\",\"published\":\"2026-04-14\",\"text\":\"{} soldiers were killed in Kunar. {quiet}\"}}\n",
            number + 2
        ));
    }
    lines
}

/// Everything in the output folder, without the folder it replaced: that is removed after the exchange, and by the next run
/// if this one is killed in between.
fn tables(place: &Place) -> Vec<(String, Vec<u8>)> {
    place.files_without("out", ".replaced")
}

#[test]
fn a_killed_run_leaves_the_old_output_or_the_new_one_and_a_run_again_completes() {
    let place = Place::new();
    place.write("old.jsonl", records(1));
    place.write("new.jsonl", records(3));
    let new = [&["extract", "new.jsonl"], OUT].concat();
    assert_eq!(place.run(&new).code, 0);
    let complete = tables(&place);
    assert_eq!(place.run(&[&["extract", "old.jsonl"], OUT].concat()).code, 0);
    let old = tables(&place);
    let begun = Instant::now();
    assert_eq!(place.run(&new).code, 0);
    let whole = begun.elapsed();
    for moment in 1..=6 {
        assert_eq!(place.run(&[&["extract", "old.jsonl"], OUT].concat()).code, 0);
        let mut child = place.command(&new).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * moment / 6);
        child.kill().unwrap();
        child.wait().unwrap();
        // Between the two renames neither stands there; the next run puts the old one back.
        if place.path("out").exists() {
            let found = tables(&place);
            assert!(found == old || found == complete, "mixed after {moment} sixths");
        }
        assert_eq!(place.run(&new).code, 0);
        assert!(tables(&place) == complete, "another result after {moment} sixths");
        assert_eq!(std::fs::read_dir(place.dir.path()).unwrap().count(), 3, "something is left behind");
    }
}

#[test]
fn a_killed_run_goes_on_with_the_same_bytes() {
    let place = Place::new();
    place.write("long.jsonl", records(36));
    let resumed = [&["extract", "long.jsonl", "--resume", "--out", "out", "--format", "parquet,csv"][..]].concat();
    let mut child = place.command(&resumed).stdout(Stdio::null()).spawn().unwrap();
    let first = place.path("out.partial/part-000001/run.json");
    let begun = Instant::now();
    while !first.is_file() && begun.elapsed() < Duration::from_secs(120) {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(first.is_file() && !place.path("out").exists(), "it was killed after the first part and before the end");
    let run = place.run(&resumed);
    assert_eq!(run.code, 0, "{}", run.err);
    let went_on = run.out.lines().find(|line| line.starts_with("went on after ")).map(str::to_owned);
    assert!(went_on.is_some(), "{}", run.out);
    assert!(!place.path("out.partial").exists());
    let after = tables(&place);
    assert_eq!(place.run(&["extract", "long.jsonl", "--out", "out", "--format", "parquet,csv"]).code, 0);
    assert!(after == tables(&place), "a resumed run has other bytes than one that was not interrupted");
}

#[test]
fn inputs_that_vanish_shrink_or_change_while_others_are_read_cost_only_themselves() {
    let place = Place::new();
    place.write("in/1.txt", "Nine people were killed in Kunar.");
    place.write("in/2.txt", "This one vanishes.");
    place.write("in/3.jsonl", "{\"id\":\"whole\",\"text\":\"Two died.\"}\n{\"id\":\"cut\",\"text\":\"Three died.\"}\n");
    place.write("in/4.txt", "This one becomes a folder.");
    place.write("in/5.txt", "Before.");
    // The first input is a pipe: the program waits there, its list of files made, until the others have changed.
    let pipe = place.path("in/0.jsonl");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let child = place
        .command(&["extract", "in", "--out", "out", "--format", "csv", "--jobs", "2"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut writer = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    std::fs::remove_file(place.path("in/2.txt")).unwrap();
    place.write("in/3.jsonl", "{\"id\":\"whole\",\"text\":\"Two died.\"}\n{\"id\":\"cut\",\"te");
    std::fs::remove_file(place.path("in/4.txt")).unwrap();
    std::fs::create_dir(place.path("in/4.txt")).unwrap();
    place.write("in/5.txt", "Seven people fled Asmar.");
    std::io::Write::write_all(&mut writer, b"{\"id\":\"piped\",\"text\":\"One died.\"}\n").unwrap();
    drop(writer);
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!(run.code, 1, "{}", run.err);
    let ids: Vec<String> =
        place.csv("out/documents")[1..].iter().map(|row| row.split(',').next().unwrap().to_owned()).collect();
    assert_eq!(ids, ["piped", "1", "whole", "5"]);
    let skipped = place.csv("out/skipped");
    for (name, code) in [("in/2.txt", "not-found"), ("in/3.jsonl", "bad-json"), ("in/4.txt", "unreadable")] {
        assert!(skipped.iter().any(|row| row.starts_with(name) && row.contains(code)), "{name} {code}: {skipped:?}");
    }
    assert!(place.csv("out/sentences").iter().any(|row| row.contains("Seven people fled Asmar.")));
}

#[test]
fn an_output_that_cannot_be_written_is_told_and_nothing_is_left() {
    let place = Place::with_reports();
    // No permission lets anyone, root included, make a folder here.
    let run = place.run(&["extract", "reports", "--out", "/proc/crossread-out"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("/proc/crossread-out"), "{}", run.err);
    // A limit on the size of files stops a run as a full disk does, at every size.
    assert_eq!(place.run(&["extract", "reports", "--out", "out", "--compare", "--quiet"]).code, 0);
    let before = place.files("out");
    for blocks in [0, 1, 4, 16, 64] {
        for command in ["extract reports --out out --format csv --compare", "compare out --format csv"] {
            let program = env!("CARGO_BIN_EXE_crossread");
            let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec '{program}' {command} --quiet");
            let mut shell = std::process::Command::new("sh");
            let run: Run = shell.args(["-c", &script]).current_dir(place.dir.path()).output().unwrap().into();
            assert!(run.code == 2 && run.err.starts_with("crossread: "), "{blocks} blocks: {}", run.err);
            assert!(before == place.files("out"), "the old output was touched at {blocks} blocks by {command}");
            assert!(!place.path("out.partial").exists());
        }
    }
}
