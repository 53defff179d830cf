//! Packs of users over the built-in one.

use crossread_lexicon::{Lexicon, PackFile, PackRows};

fn compile(files: &[(&str, &str)]) -> Result<Lexicon, String> {
    let mut rows = PackRows::built_in();
    let files: Vec<PackFile<'_>> = files.iter().map(|&(name, text)| PackFile { name, text }).collect();
    rows.add_files("ours", &files);
    Lexicon::compile(&rows, None).map_err(|errors| errors.to_string())
}

fn check_errors(files: &[(&str, &str)], expected: &[&str]) {
    let errors = compile(files).map(|lexicon| lexicon.rows()).expect_err("the pack has mistakes");
    assert_eq!(errors.lines().collect::<Vec<_>>(), expected);
}

fn spells(lexicon: &Lexicon, alias: &str) -> usize {
    lexicon.names.iter().filter(|name| name.alias == alias).count()
}

#[test]
fn a_pack_adds_overrides_and_removes() {
    let lexicon = compile(&[
        (
            "actors.csv",
            "id,name,type,country,part_of,action\n\
             valley-guard,Valley Guard,armed-group,AF,,\n\
             isw,Institute for the Study of War (Washington),think-tank,US,,override\n\
             icg,,,,,remove\n",
        ),
        ("actor_aliases.csv", "alias,actor,case,context\nValley Guard,valley-guard,,\nVG,valley-guard,exact,yes\n"),
        ("vague.csv", "table,phrase,low,high\ncrossread,a host of,10,\n"),
    ]);
    let lexicon = lexicon.expect("the pack has no mistakes");
    assert_eq!(lexicon.actor("valley-guard").map(|actor| actor.name.as_str()), Some("Valley Guard"));
    assert_eq!(lexicon.actor("isw").map(|actor| lexicon.entry(actor.row)), Some("ours:isw"));
    assert_eq!(lexicon.actor("icg"), None);
    assert_eq!((spells(&lexicon, "Valley Guard"), spells(&lexicon, "ISW"), spells(&lexicon, "ICG")), (1, 1, 0));
    assert!(lexicon.vague.iter().any(|vague| vague.phrase == "a host of" && vague.low == Some(10.0)));
    assert_eq!(lexicon.packs().len(), 2);
    assert_eq!(lexicon.packs()[0], Lexicon::built_in().packs()[0]);
    let ours = lexicon.stats().tables.iter().filter(|(pack, ..)| pack == "ours").map(|(.., rows)| *rows).sum::<usize>();
    assert_eq!(ours, 5);
}

#[test]
fn a_toml_file_holds_every_kind_of_rows() {
    let lexicon = compile(&[(
        "ours.toml",
        "[[actors]]\nid = \"valley-guard\"\nname = \"Valley Guard\"\ntype = \"armed-group\"\n\n\
         [[actor_aliases]]\nalias = \"Valley Guard\"\nactor = \"valley-guard\"\ncontext = true\n\n\
         [[places]]\nid = \"AF-KHO/Spera Tangi\"\nname = \"Spera Tangi\"\nlevel = \"city\"\ncountry = \"AF\"\nadmin1 = \"AF-KHO\"\nlat = 33.1\nlon = 69.5\n\n\
         [[place_aliases]]\nalias = \"Spera Tangi\"\nplace = \"AF-KHO/Spera Tangi\"\nlevel = \"city\"\n",
    )]);
    let lexicon = lexicon.expect("the pack has no mistakes");
    assert_eq!(lexicon.places_of("AF-KHO/Spera Tangi").first().and_then(|place| place.lat), Some(33.1));
    assert!(lexicon.names.iter().any(|name| name.alias == "Valley Guard" && name.context));
}

#[test]
fn every_mistake_is_reported_with_its_fix() {
    check_errors(
        &[
            (
                "actors.csv",
                "id,name,type,country\nx,X,militia,AF\ny,Y,ngo,QQ\ny,Y,ngo,\nttp,TTP,armed-group,PK\n,Z,ngo,\n",
            ),
            ("actor_aliases.csv", "alias,actor,case\nNobody,nobody,\nTTP,ttp,loud\n\nZed,y,\"exact\"\n"),
            ("places.csv", "id,name\nx,X\n"),
            ("names.csv", "a,b\n"),
            ("units.csv", "id,dimension,si_factor\nfurlong,length,long\n"),
        ],
        &[
            "actors.csv:6: \"id\" is empty; write it, or drop the row",
            "places.csv:1: column \"level\" is missing; the columns are id,name,level,country,admin1,lat,lon,population,pcode,pcode_source,source,note",
            "names.csv:1: no such kind of pack file; name it actors.csv, actor_aliases.csv, places.csv, place_aliases.csv, countries.csv, governments.csv, demonyms.csv, operations.csv, units.csv, unit_aliases.csv, vague.csv, cues.csv, refusals.csv",
            "actors.csv:4: actors \"y\" is in line 3 already; drop one of the two rows",
            "actors.csv:5: actors \"ttp\" is in the pack \"core\" already; write override in its action column, or drop the row",
            "actor_aliases.csv:3: actor_aliases \"TTP ttp\" is in the pack \"core\" already; write override in its action column, or drop the row",
            "actors.csv:2: unknown type \"militia\"; write one of state, government-body, security-force, armed-group, intergovernmental, ngo, think-tank, media, person, people, other-org",
            "actor_aliases.csv:2: no actor \"nobody\"; use the id of a row of actors.csv, or add that row",
            "units.csv:2: si_factor \"long\" is no number; write digits with a decimal point, or nothing",
            "actors.csv:3: no country \"QQ\"; use the two-letter code of a row of countries.csv",
        ],
    );
}

#[test]
fn mistakes_of_a_toml_file_have_lines() {
    check_errors(
        &[("ours.toml", "[[actors]]\nid = \"x\"\nname = \"X\"\nkind = \"ngo\"\n\n[[people]]\nid = 1\n")],
        &[
            "ours.toml:1: unknown key \"kind\"; the keys of actors are id, name, type, country, part_of, side, role, source, note, and action",
            "ours.toml:6: no kind of rows is called \"people\"; write one of actors, actor_aliases, places, place_aliases, countries, governments, demonyms, operations, units, unit_aliases, vague, cues, refusals",
        ],
    );
}

#[test]
fn lines_count_through_quoted_breaks_and_blank_lines() {
    check_errors(
        &[("actors.csv", "\u{feff}id,name,type,note\r\n\r\nx,X,ngo,\"two\r\nlines\"\r\ny,Y,nobody,\r\n")],
        &[
            "actors.csv:5: unknown type \"nobody\"; write one of state, government-body, security-force, armed-group, intergovernmental, ngo, think-tank, media, person, people, other-org",
        ],
    );
}

#[test]
fn an_unknown_vague_table_is_a_mistake() {
    let errors = Lexicon::compile(&PackRows::built_in(), Some("mine")).map(|lexicon| lexicon.rows());
    assert_eq!(
        errors.map_err(|errors| errors.to_string()),
        Err("vague.csv:1: no table \"mine\"; name one of acled, crossread".to_owned())
    );
}

#[test]
fn a_fingerprint_changes_with_any_cell() {
    let fingerprint = |text: &str| {
        let mut rows = PackRows::new();
        rows.add_files("ours", &[PackFile { name: "units.csv", text }]);
        Lexicon::compile(&rows, None).map(|lexicon| lexicon.packs()[0].1).ok()
    };
    let one = fingerprint("id,dimension\nrod,length\n");
    assert_eq!(one, fingerprint("dimension,id\nlength, rod\n"), "order of columns and blanks do not count");
    assert_ne!(one, fingerprint("id,dimension\nrods,length\n"));
    assert_ne!(one, fingerprint("id,dimension,note\nrod,length,x\n"));
}

#[test]
fn spellings_that_seldom_help_are_warned_of() {
    let mut rows = PackRows::built_in();
    let text = "alias,actor\nUnion,au\nThe Union,au\nAu,au\n";
    rows.add_files("ours", &[PackFile { name: "actor_aliases.csv", text }]);
    let warnings: Vec<String> = rows.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "actor_aliases.csv:2: \"Union\" is refused: a common noun; write yes in its context column, or drop the row",
            "actor_aliases.csv:3: \"The Union\" begins with an article; drop the article, or write exact in its case column",
            "actor_aliases.csv:4: \"Au\" is very short; write exact in its case column, or yes in its context column",
        ]
    );
}
