//! Who speaks, and what a text says in one breath: one rule a test, on reports made by hand.

use crate::support::{Figure, Reports, check, lines};

fn people(place: &'static [&'static str], claimant: &'static str) -> impl Fn(&mut Figure) {
    move |f| {
        f.subject = Some("people");
        f.places = place;
        f.claimant = (!claimant.is_empty()).then_some(claimant);
        f.from = Some("2025-03-01");
        f.to = Some("2025-03-01");
    }
}

fn fighters(party: Option<&'static str>, claimant: &'static str) -> impl Fn(&mut Figure) {
    move |f| {
        f.subject = Some("fighters");
        f.class = Some("combatant");
        f.party = party;
        f.claimant = Some(claimant);
    }
}

#[track_caller]
fn all_single(reports: &Reports, count: usize) {
    let lines = lines(reports);
    assert!(lines.len() == count && lines.iter().all(|line| line.starts_with("single")), "{lines:?}");
}

#[test]
fn one_victim_rivals_no_toll() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["A shopkeeper was killed in Town."])
        .killed(0, "1", |f| {
            people(&["SS-XX/Town"], "")(f);
            f.implied = true;
        })
        .doc("b", "2025-03-02", &["In Town 12 people were killed."])
        .killed(0, "12", people(&["SS-XX/Town"], ""));
    all_single(&reports, 2);
}

#[test]
fn residents_of_two_reports_are_two_voices() {
    let said = |second| {
        Reports::default()
            .doc("a", "2025-03-02", &["12 people were killed in Town, residents said."])
            .killed(0, "12", people(&["SS-XX/Town"], "residents"))
            .doc("b", "2025-03-03", &["Residents of Town counted 12 or 15 dead."])
            .killed(0, second, people(&["SS-XX/Town"], "residents"))
    };
    check(&said("12"), &["agree several-claimants a:12 b:12"]);
    check(&said("15"), &["contradict several-claimants a:12 b:15"]);
}

#[test]
fn an_outlet_in_its_own_voice_is_one_claimant() {
    let mut reports = Reports::default()
        .doc("a", "2025-03-02", &["12 people were killed in Town."])
        .killed(0, "12", people(&["SS-XX/Town"], ""))
        .doc("b", "2025-03-04", &["15 people were killed in Town."])
        .killed(0, "15", people(&["SS-XX/Town"], ""));
    check(&reports, &["contradict several-claimants a:12 b:15"]);
    reports.docs[1].source = reports.docs[0].source;
    check(&reports, &["revised one-claimant -a:12 b:15"]);
}

#[test]
fn an_answer_without_a_noun_counts_the_same() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["North's army said it had killed 40 fighters.", "The rebels admitted to 9."])
        .killed(0, "40", fighters(None, "north-army"))
        .killed(1, "9", fighters(Some("rebels"), "rebels"));
    check(&reports, &["contradict opposed-sides a:40 a:9"]);
    let reports = Reports::default()
        .doc(
            "a",
            "2025-03-02",
            &["North's army said it had killed 40 fighters.", "The rebels lost 9 fighters at a ford."],
        )
        .killed(0, "40", fighters(None, "north-army"))
        .killed(1, "9", fighters(Some("rebels"), "rebels"));
    all_single(&reports, 2);
}

#[test]
fn a_number_placed_too_early_is_looked_at_again() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["North's army said it had killed 80 fighters.", "North's minister put it at 70."])
        .killed(0, "80", fighters(None, "north-army"))
        .killed(1, "70", fighters(None, "north"))
        .doc("b", "2025-03-03", &["In Town 70 fighters were killed on 1 March, North's minister said."])
        .killed(0, "70", |f| {
            people(&["SS-XX/Town"], "")(f);
            fighters(None, "north")(f);
        });
    check(&reports, &["contradict several-claimants a:80 a:70 =b:70"]);
}

#[test]
fn the_same_number_of_another_place_is_chance() {
    let at = |place: &'static [&'static str]| {
        Reports::default()
            .doc("a", "2025-03-02", &["Shells fell on Town on 1 March.", "The UN spoke of 55 dead."])
            .place(0, "SS-XX/Town")
            .killed(1, "55", |f| {
                f.subject = Some("dead");
                f.claimant = Some("un");
                f.places = &["SS-XX/Town"];
                f.place_basis = Some("sentence");
            })
            .doc("b", "2025-03-20", &["The UN said 55 people had been killed."])
            .killed(0, "55", move |f| {
                people(place, "un")(f);
                (f.from, f.to) = (None, None);
            })
    };
    check(&at(&["SS-XX/Town"]), &["agree one-claimant a:55 =b:55"]);
    all_single(&at(&["SS-YY/Port"]), 2);
}

#[test]
fn a_groups_men_are_fighters_or_forces() {
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["9 members of its forces were killed in Town on 1 March."])
        .killed(0, "9", |f| {
            people(&["SS-XX/Town"], "rebels")(f);
            (f.subject, f.class, f.party) = (Some("members of its forces"), Some("security-force"), Some("rebels"));
        })
        .doc("b", "2025-03-02", &["9 fighters were killed in Town on 1 March."])
        .killed(0, "9", |f| {
            people(&["SS-XX/Town"], "un")(f);
            (f.subject, f.class) = (Some("fighters"), Some("combatant"));
        });
    check(&reports, &["agree several-claimants a:9 b:9"]);
}

#[test]
fn people_of_a_state_in_its_own_province_are_people() {
    let at = |place: &'static [&'static str]| {
        Reports::default()
            .doc("a", "2025-03-02", &["12 people of the South were killed."])
            .killed(0, "12", move |f| {
                people(place, "un")(f);
                f.party = Some("south");
            })
            .doc("b", "2025-03-02", &["15 people were killed."])
            .killed(0, "15", people(place, "clinic"))
    };
    check(&at(&["SS-XX"]), &["contradict several-claimants a:12 b:15"]);
    all_single(&at(&["NN-XX"]), 2);
}

#[test]
fn what_a_party_has_in_a_province_is_no_rival_of_what_it_has() {
    let strength = |place: &'static [&'static str]| {
        move |f: &mut Figure| {
            fighters(Some("rebels"), "un")(f);
            f.places = place;
        }
    };
    let reports = Reports::default()
        .doc("a", "2025-03-02", &["On 1 March the rebels had 8000 fighters."])
        .time(0, "2025-03-01", "2025-03-01")
        .figure(0, "8000", "strength", "person", strength(&["SS"]))
        .doc("b", "2025-03-02", &["On 1 March the rebels had 3000 fighters in two provinces."])
        .time(0, "2025-03-01", "2025-03-01")
        .figure(0, "3000", "strength", "person", strength(&["SS-XX", "SS-YY"]));
    all_single(&reports, 2);
}
