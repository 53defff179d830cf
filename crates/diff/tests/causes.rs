//! Why rows changed.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use common::{Runs, lent, lexicon, pack};
use crossread_diff::{Cause, Diff, Fate, Kind, Options};
use crossread_lexicon::{Lexicon, PackFile, PackRows};
use crossread_tables::RunDir;
use crossread_text::Document;

fn document(id: &str, text: &str) -> Document {
    Document { published: Some("2026-05-12".parse().unwrap()), ..Document::from_text(id, text) }
}

fn diff(old: (&[Document], &Lexicon), new: (&[Document], &Lexicon), options: &Options) -> Diff {
    let mut runs = Runs::new();
    let (old, new) = (runs.write(old.0, old.1), runs.write(new.0, new.1));
    let diff = Diff::between(old, new, options).unwrap();
    // The runs go with their folder; what is asked below was read before.
    drop(runs);
    diff
}

/// Changes of a table: kind and causes in words.
fn causes(diff: &Diff, table: &str) -> Vec<(Kind, String)> {
    let table = diff.table(table).unwrap();
    let words = |change| diff.causes(change).into_iter().map(Cause::to_string).collect::<Vec<_>>().join("; ");
    table.changes().iter().map(|change| (change.kind(), words(change))).collect()
}

const TEXT: &str = "The Ember Front said nine soldiers were killed in Kunar. Kabul said nothing. Two fled to Khost.";

#[test]
fn a_new_alias_explains_its_mention_and_the_figure_it_claims() {
    let texts = [document("wire", TEXT), document("other", "Kabul said two people fled.")];
    let diff = diff((&texts, lexicon()), (&texts, pack("Ember Front")), &Options::default());
    let actors = causes(&diff, "actors");
    assert!(!actors.is_empty());
    let figures = causes(&diff, "figures");
    assert!(!figures.is_empty());
    let all: BTreeSet<&String> = actors.iter().chain(&figures).map(|(_, cause)| cause).collect();
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all.into_iter().next().unwrap(), "lexicon row ours:ember added");
    assert!(diff.table("places").unwrap().changes().is_empty());
    let keys = |table: &str| {
        let table = diff.table(table).unwrap();
        table.changes().iter().map(|change| table.key(change).to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(keys("figures"), BTreeSet::from(["wire".to_owned()]));
}

#[test]
fn another_spelling_is_an_edited_row() {
    let texts = [document("wire", &format!("{TEXT} The Ash Front denied it."))];
    let diff = diff((&texts, pack("Ember Front")), (&texts, pack("Ash Front")), &Options::default());
    let edited = "lexicon row ours:ember edited".to_owned();
    for table in ["lexicon", "actors", "figures"] {
        let causes = causes(&diff, table);
        assert!(!causes.is_empty(), "{table}");
        assert!(causes.iter().all(|(_, cause)| *cause == edited), "{table}: {causes:?}");
    }
}

#[test]
fn a_spelling_for_a_row_of_another_pack_is_told_by_its_pack() {
    let texts = [document("wire", "The Lantern House said nine soldiers were killed in Kunar.")];
    let diff = diff((&texts, lexicon()), (&texts, &lent("Lantern House", "pakistan-military")), &Options::default());
    let added = "lexicon row ours:pakistan-military added".to_owned();
    for table in ["actors", "figures"] {
        let causes = causes(&diff, table);
        assert!(!causes.is_empty(), "{table}");
        assert!(causes.iter().all(|(_, cause)| *cause == added), "{table}: {causes:?}");
    }
}

#[test]
fn an_edited_text_is_told_by_its_words_and_not_by_offsets() {
    let old = [document("wire", TEXT)];
    let new = [document("wire", &format!("PESHAWAR: a first line. {}", TEXT.replace("nine", "twelve")))];
    let diff = diff((&old, lexicon()), (&new, lexicon()), &Options::default());
    let edited = "document edited".to_owned();
    // Everything behind the new line moved along; only the number is another one.
    assert_eq!(causes(&diff, "figures"), [(Kind::Changed, edited.clone())]);
    assert!(causes(&diff, "places").iter().all(|(kind, cause)| *kind == Kind::Added && *cause == edited));
    assert_eq!(causes(&diff, "documents"), [(Kind::Changed, edited.clone())]);
    let sentences = causes(&diff, "sentences");
    assert_eq!(sentences.iter().filter(|(kind, _)| *kind == Kind::Changed).count(), 1, "{sentences:?}");
    assert!(sentences.iter().all(|(_, cause)| *cause == edited));
}

#[test]
fn a_document_of_one_run_is_told_as_a_whole() {
    let (one, other) = (document("one", TEXT), document("other", "Kabul said two people fled."));
    let both = [other, one.clone()];
    let diff = diff((&[one], lexicon()), (&both, lexicon()), &Options::default());
    for table in ["documents", "sentences", "actors", "figures"] {
        let causes = causes(&diff, table);
        assert!(!causes.is_empty());
        assert!(causes.iter().all(|cause| *cause == (Kind::Added, "document added".to_owned())), "{table}: {causes:?}");
    }
}

#[test]
fn another_day_of_publication_is_the_cause_of_other_days() {
    let text = "Nine people were killed on Sunday.";
    let later = Document { published: Some("2026-06-12".parse().unwrap()), ..document("wire", text) };
    let diff = diff((&[document("wire", text)], lexicon()), (&[later], lexicon()), &Options::default());
    let metadata = (Kind::Changed, "document: metadata edited".to_owned());
    for table in ["documents", "times", "figures"] {
        assert_eq!(causes(&diff, table), std::slice::from_ref(&metadata), "{table}");
    }
}

#[test]
fn options_narrow_what_counts() {
    let old = [document("wire", "Some 3,000 families fled to Khost.")];
    let new = [document("wire", "Some 3,001 families fled to Khost.")];
    let changes = |options: &Options| {
        let diff = diff((&old, lexicon()), (&new, lexicon()), options);
        diff.tables().iter().map(|table| table.counts().changes()).sum::<usize>()
    };
    let mut options = Options::default();
    let everything = changes(&options);
    options.only("figures").unwrap();
    assert_eq!(changes(&options), 1);
    for column in ["low", "high", "low_si", "high_si"] {
        options.tolerate(column, 1.0).unwrap();
    }
    assert_eq!(changes(&options), 1, "the words differ");
    options.ignore("figures.text").unwrap();
    assert_eq!(changes(&options), 0);
    assert!(everything > 1);
}

/// A pack over the built-in one, of files by name.
fn ours(files: &[(&str, &str)]) -> Lexicon {
    let mut rows = PackRows::built_in();
    let files: Vec<PackFile<'_>> = files.iter().map(|&(name, text)| PackFile { name, text }).collect();
    rows.add_files("ours", &files);
    Lexicon::compile(&rows, None).unwrap()
}

/// Every change of the layers has that one cause, and there are some in `table`.
#[track_caller]
fn check(diff: &Diff, table: &str, expected: &str) {
    assert!(!causes(diff, table).is_empty(), "{table} did not change");
    for table in ["sentences", "actors", "places", "times", "figures"] {
        for (_, cause) in causes(diff, table) {
            assert_eq!(cause, expected, "{table}");
        }
    }
}

const CUES: &str =
    "The army said nine people were glimmered in Kunar. Kabul said that two people had been killed in Khost.";

#[test]
fn a_cue_word_is_told_by_its_row() {
    let texts = [document("wire", CUES), document("other", "Nobody was glimmered, Kabul said.")];
    let cue =
        |value: &str| ours(&[("cues/ours.csv", &format!("phrase,class,value\nglimmered,measure-verb,{value}\n"))]);
    let (killed, injured) = (cue("killed"), cue("injured"));
    let row = "lexicon row ours:measure-verb/glimmered";
    let among = |old: &Lexicon, new: &Lexicon| diff((&texts, old), (&texts, new), &Options::default());
    check(&among(lexicon(), &killed), "figures", &format!("{row} added"));
    check(&among(&killed, &injured), "figures", &format!("{row} edited"));
    check(&among(&injured, lexicon()), "figures", &format!("{row} removed"));
    let diff = among(&killed, &injured);
    assert_eq!(causes(&diff, "lexicon"), [(Kind::Changed, format!("{row} edited"))]);
    // The nine of one document and the stated zero of the other; the two in Khost are as they were, and are not named.
    let figures = diff.table("figures").unwrap();
    let keys: Vec<&str> = figures.changes().iter().map(|change| figures.key(change)).collect();
    assert_eq!(keys, ["other", "wire"]);
}

#[test]
fn of_two_cue_words_the_one_in_the_sentence_is_told() {
    let texts = [document("wire", "Nine people were glimmered in Kunar. Two people were shimmered in Khost.")];
    let cues = |glimmered: &str, shimmered: &str| {
        let rows = format!("glimmered,measure-verb,{glimmered}\nshimmered,measure-verb,{shimmered}\n");
        ours(&[("cues/ours.csv", &format!("phrase,class,value\n{rows}"))])
    };
    let (old, new) = (cues("killed", "killed"), cues("injured", "missing"));
    let diff = diff((&texts, &old), (&texts, &new), &Options::default());
    let told: Vec<String> = causes(&diff, "figures").into_iter().map(|(_, cause)| cause).collect();
    let row = |word: &str| format!("lexicon row ours:measure-verb/{word} edited");
    assert_eq!(told, [row("glimmered"), row("shimmered")]);
}

#[test]
fn a_cue_word_that_a_pack_takes_away_is_told_by_the_row_that_does() {
    let texts = [document("wire", "Nine people were killed in Kunar.")];
    let away = ours(&[("cues/ours.csv", "phrase,class,action\nkilled,measure-verb,remove\n")]);
    let diff = diff((&texts, lexicon()), (&texts, &away), &Options::default());
    check(&diff, "figures", "lexicon row ours:measure-verb/killed added");
}

#[test]
fn a_canonical_name_is_told_by_its_row_though_other_words_were_read() {
    // "Pakistani officials" and "Kabul" are found by a nationality and a capital, not by spellings of the party.
    let texts = [document("wire", "Pakistani officials said nine people were killed in Kunar. Kabul denied it.")];
    let renamed =
        ours(&[("actors.csv", "id,name,type,country,action\npakistan,Republic of Pakistan,state,PK,override\n")]);
    let of_pack = diff((&texts, lexicon()), (&texts, &renamed), &Options::default());
    check(&of_pack, "actors", "lexicon row ours:pakistan added");
    let renamed_again =
        ours(&[("actors.csv", "id,name,type,country,action\npakistan,State of Pakistan,state,PK,override\n")]);
    let edited = diff((&texts, &renamed), (&texts, &renamed_again), &Options::default());
    check(&edited, "actors", "lexicon row ours:pakistan edited");
    assert!(causes(&edited, "actors").iter().all(|(kind, _)| *kind == Kind::Changed));
}

/// The run with another text in `run.json`.
fn recorded(run: &RunDir, from: &str, to: &str) -> RunDir {
    let path = run.path().join("run.json");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    std::fs::write(&path, text.replace(from, to)).unwrap();
    RunDir::open(run.path()).unwrap()
}

#[test]
fn another_version_alone_changes_nothing() {
    let mut runs = Runs::new();
    let old = runs.write(&[document("wire", TEXT)], lexicon());
    let new = runs.write(&[document("wire", TEXT)], lexicon());
    let new = recorded(&new, "\"program_version\": \"", "\"program_version\": \"9.");
    let diff = Diff::between(old, new, &Options::default()).unwrap();
    assert!(diff.is_empty(), "the version alone changes no row");
    let facts = diff.outline(9, false).unwrap().facts;
    assert!(facts.len() == 1 && facts[0].starts_with("version "), "{facts:?}");
    assert_eq!(Fate::Edited.name(), "edited");
}

#[test]
fn what_another_build_of_one_version_changes_is_told_by_the_code_and_the_rule() {
    let mut runs = Runs::new();
    let text = document("wire", "Nine people were killed in Kunar.");
    let old = runs.write(std::slice::from_ref(&text), lexicon());
    let build = old.run().build.clone();
    assert!(build.len() == 16 && build.bytes().all(|digit| digit.is_ascii_hexdigit()), "{build:?}");
    // Other code, as far as rows and record tell: a rule that reads the place otherwise.
    let mut extraction = crossread_extract::extract(&text, lexicon());
    extraction.places[0].role = Some(crossread_extract::Role::Base);
    let new = runs.write_extracted(&text, &extraction, lexicon());
    let rule = extraction.places[0].evidence.rule;
    let same = Diff::between(old.clone(), new.clone(), &Options::default()).unwrap();
    assert_eq!(causes(&same, "places"), [(Kind::Changed, format!("rule {rule}"))], "the same build is no cause");

    let new = recorded(&new, &build, "0123456789abcdef");
    let diff = Diff::between(old, new, &Options::default()).unwrap();
    let told = format!("code {} → 01234567, rule {rule}", &build[..8]);
    assert_eq!(causes(&diff, "places"), [(Kind::Changed, told)]);
    assert_eq!(diff.outline(9, false).unwrap().facts, [format!("code {} → 01234567", &build[..8])]);
}
