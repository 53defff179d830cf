//! The built-in pack is valid and canonical, and its words are found.
//!
//! `UPDATE_LEXICON=1 cargo test -p crossread-lexicon --test data` rewrites the files to their
//! canonical form: rows trimmed, sorted, unique.

use std::collections::{BTreeMap, BTreeSet};

use crossread_lexicon::{ActorType, Lexicon, PackRows};
use crossread_text::fold;

/// A CSV file as its header and rows of cells.
fn table(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut lines = text.lines().map(cells);
    (lines.next().unwrap_or_default(), lines.collect())
}

/// The cells of a line; no cell of the built-in pack holds a line break.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

fn file(name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let files = PackRows::built_in_files();
    table(files.iter().find(|file| file.name == name).expect("the file is part of the pack").text)
}

/// A column of a file, in file order.
fn column(name: &str, column: &str) -> Vec<String> {
    let (header, rows) = file(name);
    let at = header.iter().position(|cell| cell == column).expect("the file has the column");
    rows.into_iter().map(|mut row| row.swap_remove(at)).collect()
}

fn written(cell: &str) -> String {
    if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn canonical(text: &str) -> String {
    let (header, rows) = table(text);
    // Cue words are grouped by what they do; everything else is sorted as it stands.
    let class = header.iter().position(|column| column == "class");
    let rows: BTreeSet<(Option<String>, Vec<String>)> = rows
        .into_iter()
        .map(|row| row.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>())
        .map(|row| (class.and_then(|class| row.get(class).cloned()), row))
        .collect();
    let mut lines = vec![header.join(",")];
    lines.extend(rows.iter().map(|(_, row)| row.iter().map(|cell| written(cell)).collect::<Vec<_>>().join(",")));
    lines.join("\n") + "\n"
}

#[test]
fn every_file_is_canonical() {
    let mut wrong = Vec::new();
    for file in PackRows::built_in_files() {
        let wanted = canonical(file.text);
        if wanted == file.text {
            continue;
        }
        if std::env::var_os("UPDATE_LEXICON").is_some() {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file.name);
            std::fs::write(path, wanted).expect("the data folder can be written");
        } else {
            let line = wanted.lines().zip(file.text.lines()).position(|(wanted, is)| wanted != is).unwrap_or(0);
            wrong.push(format!("{}:{}", file.name, line + 1));
        }
    }
    assert!(wrong.is_empty(), "run with UPDATE_LEXICON=1, then read the difference: {}", wrong.join(", "));
}

#[test]
fn the_pack_compiles_with_every_check() {
    let lexicon = Lexicon::compile(&PackRows::built_in(), None).map_err(|errors| errors.to_string());
    let lexicon = lexicon.expect("the built-in pack has no mistakes");
    assert_eq!(lexicon.rows(), Lexicon::built_in().rows());
    assert_eq!(lexicon.packs(), Lexicon::built_in().packs());
    assert_eq!(
        Lexicon::compile(&PackRows::built_in(), Some("acled")).map(|lexicon| lexicon.vague.len()),
        Ok(lexicon.vague.len())
    );
}

#[test]
fn no_spelling_warns() {
    let warnings: Vec<String> = PackRows::built_in().warnings().iter().map(ToString::to_string).collect();
    assert!(warnings.is_empty(), "{}", warnings.join("\n"));
}

#[test]
fn every_row_of_a_table_with_sources_names_its_source() {
    for name in ["actors.csv", "places.csv", "operations.csv"] {
        let missing = column(name, "source").iter().filter(|source| source.is_empty()).count();
        assert_eq!(missing, 0, "{name}");
    }
}

#[test]
fn every_source_has_a_credit() {
    let credits = include_str!("../data/CREDITS.md");
    let sources: BTreeSet<String> =
        ["actors.csv", "places.csv"].iter().flat_map(|name| column(name, "source")).collect();
    for source in &sources {
        assert!(credits.contains(&format!("`{source}`")), "data/CREDITS.md says nothing of {source}");
    }
}

#[test]
fn spellings_of_one_name_differ_when_folded() {
    for (name, keys) in [("actor_aliases.csv", &["actor"][..]), ("place_aliases.csv", &["place", "level"])] {
        let aliases = column(name, "alias");
        let cases = column(name, "case");
        let targets: Vec<Vec<String>> = keys.iter().map(|key| column(name, key)).collect();
        let mut seen = BTreeMap::new();
        for (at, alias) in aliases.iter().enumerate().filter(|(at, _)| cases[*at] != "exact") {
            let words: String = fold(alias).replace('-', " ");
            let target: Vec<&str> = targets.iter().map(|target| target[at].as_str()).collect();
            if let Some(other) = seen.insert((words, target), alias) {
                panic!("{name}: {other:?} and {alias:?} are one spelling");
            }
        }
    }
}

/// The list of parties that was imported kept its own words for their kinds. `imported/types.csv`
/// says what each word became (nothing: such rows were left out), `imported/actors.csv` which word
/// each of our rows had there, and `imported/exceptions.csv` where one row is otherwise, and why.
#[test]
fn every_imported_type_became_one_of_the_contract() {
    let rows = |text: &str| table(text).1;
    let mut types: BTreeMap<String, BTreeSet<ActorType>> = BTreeMap::new();
    for row in rows(include_str!("imported/types.csv")) {
        let kinds = types.entry(row[0].clone()).or_default();
        kinds.extend((!row[1].is_empty()).then(|| ActorType::from_name(&row[1]).expect("a type of the contract")));
    }
    let mut exceptions: BTreeMap<(String, String), ActorType> = rows(include_str!("imported/exceptions.csv"))
        .into_iter()
        .map(|row| ((row[0].clone(), row[1].clone()), ActorType::from_name(&row[2]).expect("a type of the contract")))
        .collect();
    let (lexicon, mut seen, mut wrong) = (Lexicon::built_in(), BTreeSet::new(), Vec::new());
    for row in rows(include_str!("imported/actors.csv")) {
        let (id, word) = (row[0].clone(), row[1].clone());
        let Some(actor) = lexicon.actor(&id) else {
            wrong.push(format!("{id}: no such party"));
            continue;
        };
        let right = match exceptions.remove(&(id.clone(), word.clone())) {
            Some(kind) => actor.kind == kind && !types[&word].contains(&kind),
            None => types[&word].contains(&actor.kind),
        };
        if !right {
            wrong.push(format!("{id}: {word} became {}", actor.kind.name()));
        }
        seen.insert(word);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(exceptions.is_empty(), "exceptions that no row needs: {exceptions:?}");
    let silent: Vec<_> = types.iter().filter(|(word, kinds)| !seen.contains(*word) && !kinds.is_empty()).collect();
    assert!(silent.is_empty(), "types that no row has: {silent:?}");
}

/// Parties that the guide names, and finer units as parts of them.
#[test]
fn known_parties_have_the_kind_of_the_contract() {
    use ActorType::{
        ArmedGroup, GovernmentBody, Intergovernmental, Media, Ngo, OtherOrg, People, Person, SecurityForce, State,
        ThinkTank,
    };
    let lexicon = Lexicon::built_in();
    for (id, kind, whole) in [
        ("afghan-taliban", ArmedGroup, "afghan-taliban"),
        ("afghan-ministry-of-defense", GovernmentBody, "afghan-taliban"),
        ("frontier-corps", SecurityForce, "pakistan"),
        ("isi", SecurityForce, "pakistan"),
        ("islamabad-police", SecurityForce, "pakistan"),
        ("pmf", SecurityForce, "iraq"),
        ("rsf", ArmedGroup, "rsf"),
        ("three-brotherhood-alliance", ArmedGroup, "three-brotherhood-alliance"),
        ("sinaloa-cartel", ArmedGroup, "sinaloa-cartel"),
        ("wagner", ArmedGroup, "russia"),
        ("unama", Intergovernmental, "un"),
        ("monusco", Intergovernmental, "un"),
        ("icc", Intergovernmental, "icc"),
        ("msf", Ngo, "msf"),
        ("picss", ThinkTank, "picss"),
        ("reuters", Media, "reuters"),
        ("pti", OtherOrg, "pti"),
        ("ptm", OtherOrg, "ptm"),
        ("afridi", People, "afridi"),
        ("person:shehbaz-sharif", Person, "pakistan"),
        ("pakistan", State, "pakistan"),
    ] {
        assert_eq!(lexicon.actor(id).map(|actor| actor.kind), Some(kind), "{id}");
        assert_eq!(lexicon.whole_of(id), whole);
    }
}

#[test]
fn every_country_has_a_state_and_most_a_capital_and_forces() {
    let lexicon = Lexicon::built_in();
    assert_eq!(lexicon.countries.len(), 250);
    let with = |has: fn(&crossread_lexicon::Country) -> bool| {
        lexicon.countries.values().filter(|country| has(country)).count()
    };
    assert_eq!(with(|country| country.capital.is_some()), 244);
    assert!(with(|country| country.military.is_some()) > 190);
    for country in lexicon.countries.values() {
        assert_eq!(lexicon.actor(&country.state).map(|actor| actor.kind), Some(ActorType::State), "{}", country.code);
        assert!(!lexicon.places_of(&country.code).is_empty(), "{}", country.code);
    }
}

#[test]
fn governments_change_with_the_day() {
    let lexicon = Lexicon::built_in();
    let check = |country: &str, day: Option<&str>, government: &str, military: &str| {
        assert_eq!(lexicon.government(country, day).map(|actor| actor.id.as_str()), Some(government));
        assert_eq!(lexicon.military(country, day).map(|actor| actor.id.as_str()), Some(military));
    };
    check("AF", None, "afghan-taliban", "afghan-taliban");
    check("AF", Some("2021-08-14"), "afghanistan", "ansdf");
    check("AF", Some("2021-08-15"), "afghan-taliban", "afghan-taliban");
    check("AF", Some("1999-01-01"), "afghan-taliban", "afghan-taliban");
    check("MM", Some("2020-12-31"), "myanmar", "myanmar-military");
    check("MM", Some("2023-10-27"), "myanmar-military", "myanmar-military");
    check("PK", None, "pakistan", "pakistan-military");
    check("SD", None, "sudan", "saf");
}
