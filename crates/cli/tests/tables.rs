//! The rows of every table that the invented reports give, as CSV snapshots.

#![allow(clippy::unwrap_used)]

mod program;

use program::Place;

#[test]
fn rows_of_every_table() {
    let place = Place::with_reports();
    let run = place.run(&["extract", "reports", "--out", "out", "--compare", "--format", "csv", "--quiet"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    // `sentences` and `claims` repeat the texts, `lexicon` the data files.
    let repeated = ["sentences.csv", "claims.csv", "lexicon.csv"];
    let mut tables = 0;
    for (name, content) in place.files("out") {
        if let (Some(table), false) = (name.strip_suffix(".csv"), repeated.contains(&name.as_str())) {
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(table, String::from_utf8(content).unwrap());
            });
            tables += 1;
        }
    }
    assert_eq!(tables, 14);
}
