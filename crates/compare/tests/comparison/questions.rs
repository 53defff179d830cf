//! Which claims share a question, and how their accounts relate: one rule a test, on reports made by hand.

use crate::support::{self, Figure, Reports, check, view};

const NIGHT: [&str; 1] = ["Fighting went on through the night."];

fn soldiers(party: &'static str, claimant: &'static str) -> impl Fn(&mut Figure) {
    move |f| {
        f.subject = Some("soldiers");
        f.class = Some("security-force");
        f.party = Some(party);
        f.claimant = (!claimant.is_empty()).then_some(claimant);
    }
}

fn dated(f: &mut Figure) {
    f.from = Some("2025-03-01");
    f.to = Some("2025-03-01");
}

fn people_at(place: &'static [&'static str]) -> impl Fn(&mut Figure) {
    move |f| {
        f.subject = Some("people");
        f.places = place;
        dated(f);
    }
}

#[track_caller]
fn all_single(reports: &Reports, count: usize) {
    let lines = support::lines(reports);
    assert!(lines.len() == count && lines.iter().all(|line| line.starts_with("single")), "{lines:?}");
}

#[test]
fn two_claimants_in_one_document_are_two_accounts() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["The North's army said >200 rebels died; the rebels spoke of 9."])
        .killed(0, ">200", |f| {
            soldiers("rebels", "north-army")(f);
        })
        .killed(0, "9", |f| {
            soldiers("rebels", "rebels")(f);
        });
    check(&reports, &["contradict opposed-sides a:>200 a:9"]);
    let view = view(&reports);
    let finding = &view.findings(&crossread_compare::Filter::default())[0];
    assert_eq!((finding.sources, finding.claimants), (1, 2));
    assert_eq!(finding.why, "\">200\" (North's army) excludes \"9\" (Rebels)");
}

#[test]
fn undated_deaths_of_people_in_two_documents_share_no_question() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["A strike killed 12 people."])
        .killed(0, "12", |f| f.subject = Some("people"))
        .doc("b", "2025-03-02", &["In another town 12 people died."])
        .killed(0, "12", |f| f.subject = Some("people"));
    all_single(&reports, 2);
}

#[test]
fn date_and_place_join_documents() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["The blast killed 12 people."])
        .killed(0, "12", people_at(&["SS-XX/Town"]))
        .doc("b", "2025-03-03", &["It left 15 people dead."])
        .killed(0, "15", people_at(&["SS-XX"]))
        .doc("c", "2025-03-03", &["In the other province 15 people died."])
        .killed(0, "15", people_at(&["SS-YY"]));
    check(&reports, &["contradict several-claimants a:12 b:15", "single one-claimant c:15"]);
}

#[test]
fn date_and_party_join_documents() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["58 soldiers died."])
        .killed(0, "58", |f| {
            soldiers("south-army", "north")(f);
            dated(f);
        })
        .doc("b", "2025-03-03", &["23 soldiers died."])
        .killed(0, "23", |f| {
            soldiers("south-army", "south")(f);
            dated(f);
        })
        .doc("c", "2025-03-03", &["40 soldiers died."])
        .killed(0, "40", |f| {
            soldiers("north-army", "south")(f);
            dated(f);
        });
    check(&reports, &["contradict opposed-sides a:58 b:23", "single one-claimant c:40"]);
}

#[test]
fn soldiers_and_civilians_never_share_a_question() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["12 civilians died."])
        .killed(0, "12", |f| {
            people_at(&["SS-XX/Town"])(f);
            f.subject = Some("civilians");
            f.class = Some("civilian");
        })
        .doc("b", "2025-03-03", &["7 soldiers died."])
        .killed(0, "7", |f| {
            people_at(&["SS-XX/Town"])(f);
            soldiers("south-army", "")(f);
        })
        .doc("c", "2025-03-04", &["19 people died."])
        .killed(0, "19", people_at(&["SS-XX/Town"]));
    // The open account fits both and joins neither.
    let lines = support::lines(&reports);
    assert_eq!(lines.len(), 3, "{lines:?}");
    let view = view(&reports);
    let open = view.findings(&crossread_compare::Filter::default()).into_iter().find(|f| f.doc_ids == ["c"]).unwrap();
    assert_eq!(open.related.len(), 2);
}

#[test]
fn an_open_account_joins_the_only_class_that_fits() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["12 civilians died."])
        .killed(0, "12", |f| {
            people_at(&["SS-XX/Town"])(f);
            f.subject = Some("civilians");
            f.class = Some("civilian");
        })
        .doc("c", "2025-03-04", &["19 people died."])
        .killed(0, "19", people_at(&["SS-XX/Town"]));
    check(&reports, &["contradict several-claimants a:12 c:19"]);
}

#[test]
fn fighters_and_militants_of_one_party_are_one_class() {
    let words = |subject: &'static str, claimant: &'static str| {
        move |f: &mut Figure| {
            f.subject = Some(subject);
            f.class = Some("combatant");
            f.party = Some("rebels");
            f.claimant = Some(claimant);
            dated(f);
        }
    };
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["40 militants died."])
        .killed(0, "40", words("militants of the rebels", "south"))
        .doc("b", "2025-03-02", &["4 fighters died."])
        .killed(0, "4", words("rebel fighters", "rebels"));
    check(&reports, &["contradict opposed-sides a:40 b:4"]);
}

#[test]
fn parts_never_rival_their_total() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["9 people died in Town, 3 people of them in a school."])
        .killed(0, "9", people_at(&["SS-XX/Town"]))
        .killed(0, "3", |f| {
            people_at(&["SS-XX/Town"])(f);
            f.part_of = Some(0);
        });
    all_single(&reports, 2);
}

#[test]
fn a_years_total_is_no_rival_of_one_nights_toll() {
    let reports = Reports::default()
        .doc("a", "2025-12-02", &["9 people died in Town."])
        .killed(0, "9", people_at(&["SS-XX/Town"]))
        .doc("b", "2026-01-02", &["In 2025, 800 people died in Town."])
        .killed(0, "800", |f| {
            people_at(&["SS-XX/Town"])(f);
            f.from = Some("2025-01-01");
            f.to = Some("2025-12-31");
        });
    all_single(&reports, 2);
}

#[test]
fn percent_changes_need_the_same_period() {
    let percent = |from: &'static str, to: Option<&'static str>| {
        move |f: &mut Figure| {
            f.subject = Some("attacks");
            f.places = &["SS"];
            f.from = Some(from);
            f.to = to;
        }
    };
    let reports = Reports::default()
        .doc("a", "2023-12-02", &["Attacks rose 60 percent."])
        .figure(0, "60", "percent-change", "percent", percent("2022-07-01", Some("2023-06-30")))
        .doc("b", "2023-12-03", &["Attacks rose 45 percent."])
        .figure(0, "45", "percent-change", "percent", percent("2021-08-15", None))
        .doc("c", "2023-12-04", &["Attacks rose 50 percent."])
        .figure(0, "50", "percent-change", "percent", percent("2022-07-01", Some("2023-06-30")));
    check(&reports, &["contradict several-claimants a:60 c:50", "single one-claimant b:45"]);
}

#[test]
fn a_joint_place_is_not_one_of_its_members() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["12 people died in both provinces."])
        .killed(0, "12", people_at(&["SS-XX", "SS-YY"]))
        .doc("b", "2025-03-02", &["9 people died in one."])
        .killed(0, "9", people_at(&["SS-XX"]));
    all_single(&reports, 2);
}

#[test]
fn one_voice_does_not_contradict_itself() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["12 people died in Town.", "In a second blast 4 people died there."])
        .killed(0, "12", people_at(&["SS-XX/Town"]))
        .killed(1, "4", people_at(&["SS-XX/Town"]));
    all_single(&reports, 2);
}

#[test]
fn the_text_itself_orders_a_revision() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["The toll was revised down from 17 to 12, the clinic said."])
        .killed(0, "17", |f| {
            people_at(&["SS-XX/Town"])(f);
            f.claimant = Some("clinic");
        })
        .killed(0, "12", |f| {
            people_at(&["SS-XX/Town"])(f);
            f.claimant = Some("clinic");
        })
        .doc("b", "2025-03-04", &["12 people died."])
        .killed(0, "12", people_at(&["SS-XX/Town"]));
    check(&reports, &["revised several-claimants -a:17 a:12 b:12"]);
}

#[test]
fn a_later_statement_of_the_same_claimant_supersedes() {
    let clinic = |f: &mut Figure| {
        people_at(&["SS-XX/Town"])(f);
        f.claimant = Some("clinic");
    };
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["The clinic counted 17."])
        .killed(0, "17", clinic)
        .doc("b", "2025-03-04", &["The clinic now has 12."])
        .killed(0, "12", clinic)
        .doc("c", "2025-03-05", &["12 people died."])
        .killed(0, "12", people_at(&["SS-XX/Town"]));
    check(&reports, &["revised several-claimants -a:17 b:12 c:12"]);
}

#[test]
fn without_an_order_nothing_is_superseded() {
    let clinic = |f: &mut Figure| {
        people_at(&["SS-XX/Town"])(f);
        f.claimant = Some("clinic");
    };
    let reports = Reports::default()
        .doc("a", "", &["The clinic counted 17."])
        .killed(0, "17", clinic)
        .doc("b", "", &["The clinic has 12."])
        .killed(0, "12", clinic);
    check(&reports, &["contradict one-claimant a:17 b:12"]);
}

#[test]
fn one_claimant_repeated_is_not_corroborated() {
    let un = |f: &mut Figure| {
        f.subject = Some("civilians");
        f.class = Some("civilian");
        f.claimant = Some("un");
    };
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["The UN has counted 42 dead civilians."])
        .killed(0, "42", un)
        .doc("b", "2025-03-20", &["42 civilians were killed, according to the UN."])
        .killed(0, "42", un);
    check(&reports, &["agree one-claimant a:42 =b:42"]);
    let view = view(&reports);
    let finding = &view.findings(&crossread_compare::Filter::default())[0];
    assert!(finding.repeated_not_corroborated());
    assert!(finding.why.starts_with("repeated, not corroborated"));
    assert_eq!(finding.sources, 1);
}

#[test]
fn what_did_not_happen_enters_no_question() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["A strike that killed 500 people would be a war."])
        .killed(0, "500", |f| {
            people_at(&["SS-XX/Town"])(f);
            f.modality = Some("conditional");
        });
    check(&reports, &[]);
    assert_eq!(view(&reports).summary().figures, 1);
}

#[test]
fn a_denied_figure_is_an_account_with_its_denier() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["The South denied that 58 of its soldiers had died, as the North says; it named 23."])
        .killed(0, "58", |f| {
            soldiers("south-army", "north")(f);
            f.stance = Some("denied");
            f.denier = Some("south");
        })
        .killed(0, "23", soldiers("south-army", "south"));
    check(&reports, &["contradict opposed-sides a:58 a:23"]);
    let view = view(&reports);
    let finding = &view.findings(&crossread_compare::Filter::default())[0];
    assert!(finding.why.ends_with("South denies \"58\""), "{}", finding.why);
    let denied: Vec<_> = view.accounts(&finding.question_id).iter().map(|row| row.denied_by.as_deref()).collect();
    assert_eq!(denied, [Some("South"), None]);
}

#[test]
fn a_claim_without_a_number_is_shown_and_not_compared() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["12 people died.", "Civilian casualties were alleged."])
        .killed(0, "12", people_at(&["SS-XX/Town"]))
        .killed(1, "", |f| {
            people_at(&["SS-XX/Town"])(f);
            f.implied = true;
            f.claimant = Some("clinic");
        });
    let view = view(&reports);
    assert_eq!(view.unnumbered().len(), 1);
    assert_eq!(view.summary().contradictions, 0);
}

#[test]
fn lengths_agree_across_units_and_rates_are_no_totals() {
    let border = |f: &mut Figure| f.places = &["feature:durand-line"];
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["The line runs for 2600 km."])
        .figure(0, "2600", "length", "km", border)
        .doc("b", "2025-11-02", &["A border of 1600 miles."])
        .figure(0, "1600", "length", "mile", border)
        .doc("c", "2025-03-02", &["Traders put the loss at 4 a day, or 160 since January."])
        .figure(0, "4", "money", "USD", |f| f.claimant = Some("clinic"))
        .figure(0, "160", "money", "USD", |f| f.claimant = Some("clinic"));
    let lines = support::lines(&reports);
    assert!(lines.contains(&"agree several-claimants a:2600 b:1600".to_owned()), "{lines:?}");
    assert_eq!(lines.len(), 3, "{lines:?}");
}

#[test]
fn reprints_do_not_count() {
    let text = "Two bridges over the river were closed on Monday after the shelling that killed 12 people in the old town, \
        the mayor said, and some forty families were taken to the school on the hill where the council has set up beds.";
    let reports = Reports::default()
        .doc("a", "2025-03-02", &[text])
        .killed(0, "12", people_at(&["SS-XX/Town"]))
        .doc("b", "2025-03-03", &[text])
        .killed(0, "12", people_at(&["SS-XX/Town"]));
    check(&reports, &["single one-claimant a:12 =b:12"]);
    assert_eq!(view(&reports).summary().near_copies, 1);
}

#[test]
fn the_same_claims_have_the_same_id_in_any_company() {
    let alone = Reports::default().doc("a", "2025-03-02", &["The blast killed 12 people."]).killed(
        0,
        "12",
        people_at(&["SS-XX/Town"]),
    );
    let more = alone
        .clone()
        .doc("b", "2025-03-02", &NIGHT)
        .doc("c", "2025-03-03", &["In the other province 15 people died."])
        .killed(0, "15", people_at(&["SS-YY"]));
    let id = |reports: &Reports| {
        let all = view(reports).findings(&crossread_compare::Filter::default());
        all.into_iter().find(|f| f.doc_ids == ["a"]).unwrap().question_id
    };
    assert_eq!(id(&alone), id(&more));
}

#[test]
fn provinces_hold_their_towns() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &NIGHT)
        .role(0, "SS-XX", "mentioned")
        .role(0, "SS-XX/Town", "struck")
        .role(0, "SS-XX/Town", "refuge")
        .doc("b", "2025-03-02", &NIGHT)
        .place(0, "SS-XX/Dale")
        .place(0, "SS-YY/Ford")
        .place(0, "SS");
    let view = view(&reports);
    let cell = |cell: &crossread_compare::MatrixCell| {
        let roles: Vec<&str> = cell.roles.iter().map(String::as_str).collect();
        format!("{} {} {}", cell.doc_id, cell.mentions, roles.join("+"))
    };
    let row = |row: &crossread_compare::MatrixRow| {
        let cells: Vec<String> = row.documents.iter().map(cell).collect();
        format!("{} {}: {}", row.name, row.mentions, cells.join(", "))
    };
    let rows: Vec<String> = view.provinces().iter().map(row).collect();
    assert_eq!(rows, ["SS-XX 4: a 3 refuge+struck, b 1 ", "Ford (SS-YY) 1: b 1 "]);
}
