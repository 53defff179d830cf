//! `crossread diff`, `check` and `eval --against`.

#![allow(clippy::unwrap_used)]

mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crossread_diff::{Detail, Diff, DiffError, Kind, Options};
use crossread_tables::{Column, RunDir, TABLES, Table, Writer};
use program::{Place, Run, fixtures};
use serde_json::Value;

/// A pack of one outlet under two spellings, the second of them that one.
fn pack(place: &Place, name: &str, alias: &str) {
    place.write(&format!("{name}/ours/actors.csv"), "id,name,type\nember-desk,Ember Desk,media\n");
    place.write(
        &format!("{name}/ours/actor_aliases.csv"),
        format!("alias,actor\nLantern Wire,ember-desk\n{alias},ember-desk\n"),
    );
}

/// Two compared runs of the fixtures, by packs that differ in one alias.
fn edited_alias() -> Place {
    let place = Place::with_reports();
    for (run, alias) in [("old", "Borderlands Data Project"), ("new", "Ravi Chronicle")] {
        pack(&place, run, alias);
        let lexicon = format!("{run}/ours");
        let out = format!("run-{run}");
        let done = place.run(&["extract", "reports", "--out", &out, "--lexicon", &lexicon, "--compare", "--quiet"]);
        assert_eq!((done.code, done.err.as_str()), (0, ""));
    }
    place
}

fn json(place: &Place, args: &[&str]) -> Value {
    let run = place.run(&[&["diff"], args, &["--format", "json"]].concat());
    assert!(run.code <= 1, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn changes<'v>(diff: &'v Value, table: &str) -> &'v Vec<Value> {
    diff["tables"][table]["changes"].as_array().unwrap()
}

#[track_caller]
fn assert_fits(run: &Run) {
    for line in run.out.lines() {
        assert!(line.chars().count() <= 100, "wider than 100 columns: {line}");
    }
}

#[test]
fn an_edited_alias_names_the_rows_it_changed_their_cause_and_nothing_else() {
    let place = edited_alias();
    let diff = json(&place, &["run-old", "run-new"]);
    let causes: Vec<&str> =
        diff["causes"].as_array().unwrap().iter().map(|line| line["cause"].as_str().unwrap()).collect();
    assert_eq!(causes, ["lexicon row ours:ember-desk edited"]);
    // What changed is found here without the diff: rows of the two runs that are not in the other, by their bytes.
    for table in ["actors", "places", "times", "figures"] {
        let (old, new) = (rows(&place, "run-old", table), rows(&place, "run-new", table));
        let expected: BTreeSet<(String, i64)> =
            old.symmetric_difference(&new).map(|(id, start, _)| (id.clone(), *start)).collect();
        let found: BTreeSet<(String, i64)> = changes(&diff, table)
            .iter()
            .map(|change| (change["key"]["doc_id"].as_str().unwrap().to_owned(), change["start"].as_i64().unwrap()))
            .collect();
        assert_eq!(found, expected, "{table}");
    }
    let actors = changes(&diff, "actors");
    assert!(!actors.is_empty());
    assert_eq!(changes(&diff, "lexicon").len(), 1);
    for table in ["documents", "sentences", "skipped", "compare_documents"] {
        assert!(changes(&diff, table).is_empty(), "{table}");
    }
}

/// Document, start and everything else of each row; figures without their numbers.
fn rows(place: &Place, run: &str, table: &str) -> BTreeSet<(String, i64, String)> {
    let run = crossread_tables::RunDir::open(&place.path(run)).unwrap();
    let table = crossread_tables::table(table).unwrap();
    let mut rows = BTreeSet::new();
    run.for_each(table, |row| {
        let cells: Vec<String> = table
            .columns
            .iter()
            .filter(|column| !["figure_id", "part_of"].contains(&column.name) || table.name == "actors")
            .map(|column| format!("{:?}", row.named(column.name)))
            .collect();
        let id = row.str("doc_id").unwrap().to_owned();
        rows.insert((id, i64::from(row.i32("start").unwrap()), cells.join("\t")));
    })
    .unwrap();
    rows
}

#[test]
fn exit_codes_are_those_of_diff() {
    let place = edited_alias();
    let same = place.run(&["diff", "run-old", "run-old"]);
    assert_eq!((same.code, same.err.as_str()), (0, ""));
    assert_eq!(same.out, "SYNTHETIC: made from invented reports; nothing here is news.\nno row changed\n");
    assert_eq!(place.run(&["diff", "run-old", "run-new"]).code, 1);
    assert_eq!(place.run(&["diff", "run-old", "run-new", "--table", "sentences"]).code, 0);
    let nothing = place.run(&["diff", "run-old", "nowhere"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("nowhere"), "{}", nothing.err);
    for wrong in [&["--table", "figure"][..], &["--ignore", "nothing"], &["--abs-tol", "low"], &["--abs-tol", "text=1"]]
    {
        let run = place.run(&[&["diff", "run-old", "run-new"], wrong].concat());
        assert_eq!(run.code, 2, "{wrong:?}");
    }
}

#[test]
fn every_format_says_the_same_and_fits() {
    let place = edited_alias();
    let text = place.run(&["diff", "run-old", "run-new"]);
    assert_eq!((text.code, text.err.as_str()), (1, ""));
    assert_fits(&text);
    let at = |needle: &str| text.out.find(needle).unwrap_or_else(|| panic!("no {needle} in {}", text.out));
    assert!(at("ROWS") < at("CAUSES") && at("CAUSES") < at("ACTORS"));
    for format in ["markdown", "html"] {
        let run = place.run(&["diff", "run-old", "run-new", "--format", format]);
        assert_eq!(run.code, 1);
        assert!(run.out.contains("ours:ember-desk edited") || run.out.contains("ours:ember-desk"), "{format}");
        assert!(run.out.contains("SYNTHETIC"), "{format}");
    }
    let written = place.run(&["diff", "run-old", "run-new", "--format", "html", "--out", "diff.html"]);
    assert_eq!((written.code, written.out.as_str()), (1, ""));
    let page = std::fs::read_to_string(place.path("diff.html")).unwrap();
    assert!(page.contains("Content-Security-Policy") && !page.contains("<script"));
    let few = place.run(&["diff", "run-old", "run-new", "--max-changes", "1", "--format", "json"]);
    let few: Value = serde_json::from_str(&few.out).unwrap();
    assert_eq!(changes(&few, "actors").len(), 1);
    assert!(
        few["tables"]["actors"]["removed"].as_u64().unwrap() + few["tables"]["actors"]["changed"].as_u64().unwrap() > 0
    );
}

/// Two reports about one event, the second one edited between the runs.
fn edited_report() -> Place {
    let place = Place::new();
    let index = r#"[{"id": "one", "source": "A", "published": "2026-05-04"}, {"id": "two", "source": "B", "published": "2026-05-04"}]"#;
    place.write("reports/index.json", index);
    place.write("reports/one.txt", "Nine soldiers were killed in Kunar on May 3, Pakistan's military said.");
    let run = |out: &str, toll: &str| {
        let text =
            format!("Afghan officials said {toll} soldiers were killed in Kunar on May 3. Nobody claimed the attack.");
        place.write("reports/two.txt", text);
        let done = place.run(&["extract", "reports", "--out", out, "--compare", "--quiet"]);
        assert_eq!((done.code, done.err.as_str()), (0, ""));
    };
    run("old", "nine");
    run("new", "nineteen");
    place
}

#[test]
fn findings_come_first_and_an_edit_is_told_by_its_words() {
    let place = edited_report();
    let run = place.run(&["diff", "old", "new"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert_fits(&run);
    insta::assert_snapshot!(run.out);
    let markdown = place.run(&["diff", "old", "new", "--format", "markdown"]);
    insta::assert_snapshot!("the_same_as_markdown", markdown.out);
    let diff = json(&place, &["old", "new"]);
    assert_eq!(changes(&diff, "findings")[0]["finding"], "flipped");
    assert_eq!(changes(&diff, "figures").len(), 1);
}

/// Columns that follow from other rows, as `docs/diff.md` says: ranks, names of questions, numbers of figures and sentences.
const NUMBERS: [&str; 5] = ["rank", "question_id", "related", "figure_id", "sentence_id"];

/// The rows of one comparison table as texts, without the numbers; with `diff`, the old rows with what it reports applied.
fn compared_rows(run: &RunDir, table: &'static Table, diff: Option<&Diff>) -> Vec<Vec<String>> {
    let at = |name: &str| table.column(name).map(|(position, _)| position);
    let mut rows: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
    run.for_each(table, |row| {
        let value = |column: &Column| {
            let (text, list) = (row.str(column.name).map(Value::from), row.list(column.name).map(Value::from));
            let number = row.i32(column.name).map(Value::from).or_else(|| row.f64(column.name).map(Value::from));
            let other = row.date(column.name).map(|day| day.to_string().into());
            text.or(list).or(number).or(other).or_else(|| row.bool(column.name).map(Value::from)).unwrap_or_default()
        };
        rows.insert(rows.len(), table.columns.iter().map(value).collect());
    })
    .unwrap();
    let mut added = Vec::new();
    if let Some(diff) = diff {
        if let (Some(id), Some(start), Some(end)) = (at("doc_id"), at("start"), at("end")) {
            for cells in rows.values_mut() {
                let offset = |at: usize| i32::try_from(cells[at].as_i64().unwrap()).unwrap();
                let moved = diff.moved(cells[id].as_str().unwrap(), (offset(start), offset(end)));
                (cells[start], cells[end]) = (moved.0.into(), moved.1.into());
            }
        }
        let each = |detail: Detail| {
            match (detail.kind, detail.change.old_row()) {
                (Kind::Added, _) => added.push(detail.cells.into_iter().map(|cell| cell.new).collect()),
                (Kind::Removed, Some(row)) => drop(rows.remove(&row).unwrap()),
                (_, row) => {
                    let cells = rows.get_mut(&row.unwrap()).unwrap();
                    detail.cells.into_iter().for_each(|cell| cells[at(cell.column).unwrap()] = cell.new);
                }
            }
            Ok::<(), DiffError>(())
        };
        diff.details(diff.table(table.name).unwrap(), None, |_| true, each).unwrap();
    }
    let named = |cells: Vec<Value>| {
        let cells = cells.into_iter().zip(table.columns);
        cells.filter(|(_, column)| !NUMBERS.contains(&column.name)).map(|(cell, _)| cell.to_string()).collect()
    };
    let mut rows: Vec<Vec<String>> = rows.into_values().chain(added).map(named).collect();
    rows.sort();
    rows
}

#[test]
fn the_changes_of_comparison_tables_applied_to_old_give_new() {
    let place = edited_alias();
    let report = place.path("reports/wire-asmar-night.txt");
    let text = std::fs::read_to_string(&report).unwrap();
    std::fs::write(&report, format!("Corrected.\n\n{}", text.replace("118 militants", "119 militants"))).unwrap();
    place.write("reports/three.txt", "A bridge of 40 metres was destroyed in Khost on May 2, the United Nations said.");
    std::fs::remove_file(place.path("reports/bannu-corrected.txt")).unwrap();
    assert_eq!(place.run(&["extract", "reports", "--out", "run-edited", "--compare", "--quiet"]).code, 0);
    let open = |run: &str| RunDir::open(&place.path(run)).unwrap();
    for (old, new) in [("run-old", "run-new"), ("run-old", "run-edited"), ("run-edited", "run-new")] {
        let diff = Diff::between(open(old), open(new), &Options::default()).unwrap();
        let compared = TABLES.iter().copied().filter(|table| table.writer == Writer::Compare);
        for table in compared.filter(|table| open(old).holds(table)) {
            let applied = compared_rows(&open(old), table, Some(&diff));
            assert_eq!(applied, compared_rows(&open(new), table, None), "{old} {new} {}", table.name);
        }
    }
}

#[test]
fn a_question_that_only_got_another_name_is_the_same() {
    let place = Place::with_reports();
    assert_eq!(place.run(&["extract", "reports", "--out", "old", "--compare", "--quiet"]).code, 0);
    let report = place.path("reports/wire-asmar-night.txt");
    let text = std::fs::read_to_string(&report).unwrap();
    std::fs::write(&report, format!("Corrected.\n\n{text}")).unwrap();
    assert_eq!(place.run(&["extract", "reports", "--out", "new", "--compare", "--quiet"]).code, 0);
    let diff = json(&place, &["old", "new"]);
    // Questions of one report carry its text in their names.
    let names = |run: &str| {
        let run = crossread_tables::RunDir::open(&place.path(run)).unwrap();
        let mut names = BTreeSet::new();
        let findings = crossread_tables::table("findings").unwrap();
        run.for_each(findings, |row| names.extend(row.str("question_id").map(str::to_owned))).unwrap();
        names
    };
    assert_ne!(names("old"), names("new"));
    for table in ["findings", "figures", "compare_figures", "view_ucdp"] {
        assert_eq!(changes(&diff, table), &Vec::<Value>::new(), "{table}");
    }
}

#[test]
fn a_new_report_is_a_document_and_its_question_is_new() {
    let place = edited_report();
    place.write("reports/three.txt", "A bridge of 40 metres was destroyed in Khost on May 2, the United Nations said.");
    assert_eq!(place.run(&["extract", "reports", "--out", "more", "--compare", "--quiet"]).code, 0);
    let diff = json(&place, &["new", "more"]);
    assert_eq!(diff["causes"].as_array().unwrap().len(), 1, "{}", diff["causes"]);
    assert_eq!(diff["causes"][0]["cause"], "document added");
    let kinds: BTreeSet<&str> =
        changes(&diff, "findings").iter().filter_map(|change| change["finding"].as_str()).collect();
    assert!(kinds.is_subset(&BTreeSet::from(["new", "other"])), "{kinds:?}");
    let back = json(&place, &["more", "new"]);
    assert_eq!(back["causes"][0]["cause"], "document removed");
    assert_eq!(back["tables"]["figures"]["removed"], diff["tables"]["figures"]["added"]);
}

#[test]
fn check_accepts_and_then_fails_with_the_difference() {
    let place = Place::with_reports();
    let none = place.run(&["check", "reports"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("--update"), "{}", none.err);
    let update = place.run(&["check", "reports", "--update"]);
    assert_eq!((update.code, update.out.as_str()), (0, "baseline: 24 documents accepted\n"), "{}", update.err);
    let same = place.run(&["check"]);
    assert_eq!((same.code, same.out.as_str(), same.err.as_str()), (0, "", ""));
    let file = place.path("baseline/wire-asmar-night.baseline");
    let before = std::fs::read_to_string(&file).unwrap();
    assert!(before.starts_with("document wire-asmar-night\n"), "{before}");

    // An edit that changes nothing that was found, in front of everything, changes no line.
    let report = place.path("reports/wire-asmar-night.txt");
    let text = std::fs::read_to_string(&report).unwrap();
    std::fs::write(&report, format!("{text}\n\nThat was all.\n")).unwrap();
    assert_eq!(place.run(&["check"]).code, 0);

    std::fs::write(&report, text.replace("118 militants", "119 militants")).unwrap();
    let other = place.run(&["check"]);
    assert_eq!(other.code, 1);
    assert!(other.out.contains("--- a/wire-asmar-night.baseline\n"), "{}", other.out);
    let lines: Vec<&str> = other.out.lines().filter(|line| line.starts_with("+  figure")).collect();
    assert!(lines.iter().any(|line| line.contains("low=119")), "{lines:?}");
    assert!(!other.out.lines().any(|line| line.starts_with("+++") && !line.contains("wire-asmar-night")));

    std::fs::remove_file(&report).unwrap();
    assert_eq!(place.run(&["check"]).code, 1);
    assert_eq!(place.run(&["check", "--update"]).code, 0);
    assert!(!file.exists());
}

#[test]
fn changes_since_an_earlier_run_are_repairs_or_breakages() {
    let place = Place::new();
    place.write("reports/wire.txt", "The Lantern House said nine people were killed in Nangarhar.");
    let gold = r#"{"figures": [{"start": 23, "end": 27, "text": "nine", "low": 9, "high": 9, "cmp": "eq", "unit": "person",
        "measure": "killed", "subject": "people", "place": ["AF-NAN"],
        "claimant": {"text": "The Lantern House", "id": "pakistan-military"}, "stance": "claimed"}],
        "actors": [{"start": 4, "end": 17, "text": "Lantern House", "id": "pakistan-military"}]}"#;
    place.write("gold/wire.json", gold);
    place.write("ours/actor_aliases.csv", "alias,actor\nLantern House,pakistan-military\n");
    assert_eq!(place.run(&["extract", "reports", "--out", "old", "--quiet"]).code, 0);
    assert_eq!(place.run(&["extract", "reports", "--out", "new", "--lexicon", "ours", "--quiet"]).code, 0);
    let count = |run: &str, against: &str| {
        let run = place.run(&["eval", run, "--gold", "gold", "--exact-ids", "--against", against, "--json"]);
        assert_eq!(run.code, 0, "{}", run.err);
        serde_json::from_str::<Value>(&run.out).unwrap()["against"].clone()
    };
    let forward = count("new", "old");
    assert!(forward["counts"]["repairs"].as_u64().unwrap() >= 1, "{forward:#}");
    assert_eq!(forward["counts"]["breakages"], 0, "{forward:#}");
    assert_eq!(forward["causes"][0]["name"], "lexicon row ours:pakistan-military added");
    let back = count("old", "new");
    assert_eq!(back["counts"]["breakages"], forward["counts"]["repairs"], "{back:#}");
    let text = place.run(&["eval", "old", "--gold", "gold", "--exact-ids", "--against", "new"]);
    assert_fits(&text);
    assert!(text.out.contains("breakage"), "{}", text.out);
}

/// The YAML block of docs/check.md.
fn workflow() -> String {
    let text = std::fs::read_to_string(fixtures().join("../docs/check.md")).unwrap();
    let block = text.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    block.to_owned()
}

/// The shell steps of the workflow, as a YAML parser reads them.
fn shell_steps() -> Vec<String> {
    use saphyr::{LoadableYamlNode as _, Yaml};
    let workflow = workflow();
    let documents = Yaml::load_from_str(&workflow).unwrap();
    assert_eq!(documents.len(), 1);
    let steps = documents[0]["jobs"]["check"]["steps"].as_sequence().unwrap();
    let uses = steps.iter().filter(|step| step.contains_mapping_key("uses")).count();
    let runs: Vec<String> = steps
        .iter()
        .filter(|step| step.contains_mapping_key("run"))
        .map(|step| step["run"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((uses, runs.len()), (2, 2));
    runs
}

fn sh(place: &Path, script: &str, base: &str) -> Run {
    let program = Path::new(env!("CARGO_BIN_EXE_crossread")).parent().unwrap().to_owned();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    // What runs the steps on GitHub: bash with -e and pipefail.
    let mut command = std::process::Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(place.join("project"));
    command.env("PATH", path).env("BASE", base).env("RUNNER_TEMP", place.join("temp"));
    command.env("GITHUB_STEP_SUMMARY", place.join("summary.md")).env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.output().unwrap().into()
}

#[test]
fn the_steps_of_the_workflow_run() {
    let place = Place::with_reports();
    std::fs::create_dir(place.path("project")).unwrap();
    std::fs::create_dir(place.path("temp")).unwrap();
    std::fs::rename(place.path("reports"), place.path("project/reports")).unwrap();
    let dir = place.dir.path();
    let setup = "git init -q . && git config user.name A && git config user.email a@example.org
        crossread check reports --update && git add -A && git commit -qm base && git rev-parse HEAD
        sed -i 's/118 militants/119 militants/' reports/wire-asmar-night.txt && git commit -qam edited";
    let ready = sh(dir, setup, "");
    assert_eq!(ready.code, 0, "{}", ready.err);
    let base = ready.out.lines().last().unwrap().to_owned();
    let steps = shell_steps();
    let diff = sh(dir, &steps[0], &base);
    assert_eq!(diff.code, 0, "{}\n{}", diff.out, diff.err);
    let summary = std::fs::read_to_string(place.path("summary.md")).unwrap();
    assert!(summary.contains("document edited") && summary.contains("**119**"), "{summary}");
    let check = sh(dir, &steps[1], &base);
    assert_eq!(check.code, 1, "the change is not accepted: {}", check.err);
    assert_eq!(sh(dir, "crossread check --update", "").code, 0);
    assert_eq!(sh(dir, &steps[1], &base).code, 0);
}
