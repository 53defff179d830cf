//! Two runs of any texts, U+001E between them, laid side by side: a run differs from itself in nothing, the difference is written
//! in every form, and no text becomes markup. Behind a `+` the new run knows a party that the old one does not.

#![no_main]

use std::sync::LazyLock;

use crossread_diff::{Baseline, Diff, Options};
use crossread_fuzz::{check_page, documents, extracted_run};
use crossread_lexicon::{Lexicon, PackFile, PackRows};

static PACK: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut rows = PackRows::built_in();
    let actors = "id,name,type,country\nember,Ember Front,armed-group,AF\n";
    let aliases = "alias,actor\nEmber Front,ember\n";
    let file = |name, text| PackFile { name, text };
    rows.add_files("ours", &[file("actors.csv", actors), file("actor_aliases.csv", aliases)]);
    Lexicon::compile(&rows, None).expect("the pack is sound")
});

libfuzzer_sys::fuzz_target!(init: { LazyLock::force(&PACK); }, |text: &str| {
    let (old, new) = text.split_once('\u{1e}').unwrap_or((text, text));
    let (new, lexicon) = new.strip_prefix('+').map_or((new, Lexicon::built_in()), |new| (new, &*PACK));
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let run = |name: &str, text: &str, lexicon: &Lexicon| {
        extracted_run(&folder.path().join(name), &documents(text), lexicon).expect("a run is written and read back")
    };
    let (old, new) = (run("old", old, Lexicon::built_in()), run("new", new, lexicon));
    let same = Diff::between(old.clone(), old.clone(), &Options::default()).expect("runs are compared");
    assert!(same.is_empty());

    let diff = Diff::between(old.clone(), new.clone(), &Options::default()).expect("runs are compared");
    let mut json = Vec::new();
    crossread_diff::json(&diff, None, &mut json).expect("a difference is written");
    assert!(serde_json::from_slice::<serde_json::Value>(&json).is_ok());
    let outline = diff.outline(20, false).expect("a difference is read");
    crossread_diff::markdown(&outline, &mut Vec::new()).expect("a difference is written");
    check_page(&crossread_report::still_page("crossread: what changed", &crossread_diff::page(&outline)));
    let (accepted, now) = (Baseline::of(&old).expect("a run is read"), Baseline::of(&new).expect("a run is read"));
    assert!(accepted.difference(&accepted).is_empty());
    assert!(accepted.difference(&now).is_empty() == (accepted == now));
});
