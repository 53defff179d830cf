//! Why rows changed.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use common::{Runs, lent, lexicon, pack};
use crossread_diff::{Cause, Diff, Fate, Kind, Options};
use crossread_lexicon::Lexicon;
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

#[test]
fn another_version_or_another_build_is_told_by_the_rule() {
    let mut runs = Runs::new();
    let old = runs.write(&[document("wire", TEXT)], lexicon());
    let new = runs.write(&[document("wire", TEXT)], lexicon());
    let shorter = |run: &crossread_tables::RunDir| {
        // A run of another version, as far as its record says.
        let path = run.path().join("run.json");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("\"program_version\": \"", "\"program_version\": \"9.")).unwrap();
        crossread_tables::RunDir::open(run.path()).unwrap()
    };
    let diff = Diff::between(old, shorter(&new), &Options::default()).unwrap();
    assert!(diff.is_empty(), "the version alone changes no row");
    assert!(diff.outline(9, false).unwrap().facts[0].starts_with("version "));
    assert_eq!(Fate::Edited.name(), "edited");
}
