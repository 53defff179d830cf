//! The binary samples of `fixtures/formats`, made by code so that what is in them can be read.

use crate::make::{Placed, docx, odt, parquet, pdf, saved, zip};

/// Name and bytes of each.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let pdf = saved(situation_report());
    let page: &[u8] =
        b"<!doctype html><meta name=synthetic content=true><meta property=og:site_name content='Frontier Gazette'>\
        <meta property=article:published_time content=2026-04-16><title>Dangam toll raised</title>\
        <p>The provincial council on Thursday raised the toll at Dangam bridge to 11 killed, its spokesman said.</p>";
    let pack = zip(&[("2026/dangam-toll.html", page), ("2026/situation-report.pdf", &pdf)]);
    vec![
        ("returns-note.docx", docx(RETURNS)),
        ("riviere-note.odt", odt(RIVIERE)),
        ("situation-report.pdf", pdf),
        ("tolls.parquet", parquet(&TOLLS)),
        ("pack.zip", pack),
    ]
}

const RETURNS: &str = "<w:p><w:r><w:t>Returns at the gate</w:t></w:r></w:p>\
    <w:p><w:r><w:t>About 2,300 families crossed back into Afghanistan at Torkham in the first week of April, the border police said.</w:t></w:r></w:p>\
    <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Gate</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Families</w:t></w:r></w:p></w:tc></w:tr>\
    <w:tr><w:tc><w:p><w:r><w:t>Torkham</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2,300</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
    <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Two people died in the queue on 3 April.</w:t></w:r></w:p>";

const RIVIERE: &str = "<text:h>Combats sur la route de Ménaka</text:h>\
    <text:p>Neuf personnes ont été tuées et 12 autres blessées mardi lors d’une attaque contre un convoi près de Ménaka, au Mali, a déclaré le conseil local.</text:p>\
    <text:p>Le ministère de la Défense n’a pas confirmé ce bilan, et les habitants ont enterré leurs morts le lendemain dans le village.</text:p>";

const TOLLS: [(&str, Option<&str>, i32); 2] = [
    ("toll-council", Some("The provincial council said nine people were killed at Dangam bridge on 14 April."), 20_558),
    ("toll-army", Some("A military official said three people were killed at Dangam bridge on 14 April."), 20_558),
];

fn situation_report() -> lopdf::Document {
    let left = [
        "The shelling of the bridge at Dan-",
        "gam on 14 April killed nine people",
        "and wounded 12, according to the",
        "provincial council.",
    ];
    let right = [
        "Some 400 families left their homes",
        "in the north-eastern villages of the",
        "district, the Norwegian Refugee",
        "Council estimated.",
    ];
    let mut first: Vec<Placed<'_>> = vec![
        (50, 805, 8, "Situation report 7 - Kunar"),
        (50, 770, 18, "Kunar: the week at the bridge"),
        (280, 30, 8, "1 / 3"),
    ];
    for (number, (left, right)) in (0_i64..).zip(left.into_iter().zip(right)) {
        first.push((50, 730 - number * 14, 11, left));
        first.push((310, 730 - number * 14, 11, right));
    }
    for (number, row) in (0_i64..).zip([["District", "Killed", "Injured"], ["Dangam", "6", "9"], ["Asmar", "3", "3"]]) {
        first.extend((0_i64..).zip(row).map(|(column, cell)| (50 + column * 120, 640 - number * 16, 10, cell)));
    }
    first.push((50, 580, 11, "Health workers reached the village only on 16 April, after the fighting had"));
    let third = vec![
        (50, 805, 8, "Situation report 7 - Kunar"),
        (50, 770, 11, "moved to the next valley. They treated 15 wounded people."),
        (280, 30, 8, "3 / 3"),
    ];
    pdf(&[first, vec![], third], "Kunar: the week at the bridge")
}
