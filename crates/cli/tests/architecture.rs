//! ARCHITECTURE.md says what the workspace is.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn architecture() -> String {
    std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap()
}

/// Edges between our crates, as `cargo metadata` tells them.
fn edges() -> BTreeSet<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let short = |name: &str| name.strip_prefix("crossread-").map(str::to_owned);
    let mut edges = BTreeSet::new();
    for package in metadata["packages"].as_array().unwrap() {
        let from = short(package["name"].as_str().unwrap()).unwrap();
        for dependency in package["dependencies"].as_array().unwrap() {
            if let (true, Some(to)) = (dependency["kind"].is_null(), short(dependency["name"].as_str().unwrap())) {
                edges.insert((from.clone(), to));
            }
        }
    }
    edges
}

/// Edges that the table "Who may depend on whom" lists.
fn allowed() -> BTreeSet<(String, String)> {
    let text = architecture();
    let table = text.split("| crate | uses |").nth(1).unwrap();
    let mut edges = BTreeSet::new();
    for row in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let names: Vec<_> = row.split('`').skip(1).step_by(2).collect();
        edges.extend(names[1..].iter().map(|to| (names[0].to_owned(), (*to).to_owned())));
    }
    edges
}

#[test]
fn dependencies_are_those_of_the_map() {
    assert_eq!(edges(), allowed(), "left: Cargo.toml files; right: the table in ARCHITECTURE.md");
}

#[test]
fn every_crate_and_every_path_of_the_map_exists() {
    let text = architecture();
    let mut crates: Vec<_> =
        std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    crates.sort();
    for name in crates {
        let row = format!("| `crates/{}` |", name.to_string_lossy());
        assert!(text.contains(&row), "ARCHITECTURE.md has no row {row}");
    }
    let paths = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| ["crates/", "docs/", "fixtures/"].iter().any(|folder| word.starts_with(folder)));
    for path in paths {
        assert!(root().join(path).exists(), "ARCHITECTURE.md names {path}, which is not there");
    }
}

/// Libraries that a package is built from, each with the features it gets.
fn features(package: &str) -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}|{f}",
            "--package",
            package,
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let Some((library, features)) = line.trim_end_matches(" (*)").split_once('|') else { continue };
        found.entry(library.trim_end_matches(" (*)").to_owned()).or_default().insert(features.to_owned());
    }
    found
}

#[test]
fn program_and_extension_share_one_build_of_slow_libraries() {
    let (program, extension) = (features("crossread-cli"), features("crossread-python"));
    let shared: Vec<_> = program.keys().filter(|library| extension.contains_key(*library)).collect();
    assert!(shared.iter().any(|library| library.starts_with("polars ")));
    for library in shared {
        assert_eq!(program[library], extension[library], "features of {library}: program left, extension right");
    }
}

#[test]
fn no_crate_but_the_python_binding_may_have_unsafe_code() {
    let manifest = |path: &Path| -> toml::Table { std::fs::read_to_string(path).unwrap().parse().unwrap() };
    let workspace = manifest(&root().join("Cargo.toml"));
    assert_eq!(workspace["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let lints = &manifest(&folder.join("Cargo.toml"))["lints"];
        if folder.ends_with("python") {
            // Denied there, and allowed at one place, which says why.
            assert_eq!(lints["rust"]["unsafe_code"].as_str(), Some("deny"));
        } else {
            assert_eq!(lints["workspace"].as_bool(), Some(true), "{} has lints of its own", folder.display());
        }
    }
    let python = std::fs::read_to_string(root().join("crates/python/src/stream.rs")).unwrap();
    assert_eq!(python.matches("allow(unsafe_code)").count(), 1);
}

#[test]
fn slow_libraries_stay_at_the_leaves() {
    // `ingest` reads records of Parquet files, without arrow.
    let all = ["polars", "arrow", "parquet"];
    for (name, barred) in [("text", &all[..]), ("lexicon", &all), ("extract", &all), ("ingest", &all[..2])] {
        let manifest = std::fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        for slow in barred {
            assert!(!manifest.contains(slow), "crates/{name} must not depend on {slow}");
        }
    }
}
