//! What keeps claims apart that look alike, and what ties claims that lack a day or a place: one rule a test.

use crate::support::{Figure, Reports, check, lines, view};

fn forces(party: &'static str, claimant: &'static str) -> impl Fn(&mut Figure) {
    move |f| {
        f.subject = Some("soldiers");
        f.class = Some("security-force");
        f.party = (!party.is_empty()).then_some(party);
        f.claimant = (!claimant.is_empty()).then_some(claimant);
    }
}

fn people(place: &'static [&'static str], claimant: &'static str) -> impl Fn(&mut Figure) {
    move |f| {
        f.subject = Some("people");
        f.places = place;
        f.claimant = (!claimant.is_empty()).then_some(claimant);
    }
}

fn on(f: &mut Figure, day: &'static str) {
    f.from = Some(day);
    f.to = Some(day);
}

#[track_caller]
fn all_single(reports: &Reports, count: usize) {
    let lines = lines(reports);
    assert!(lines.len() == count && lines.iter().all(|line| line.starts_with("single")), "{lines:?}");
}

#[test]
fn two_parties_never_replace_each_others_numbers() {
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["The South's army counted 17 of its soldiers; the rebels had put it at 40."])
        .killed(0, "17", forces("south-army", "south-army"))
        .killed(0, "40", forces("south-army", "rebels"));
    check(&reports, &["contradict opposed-sides a:17 a:40"]);
}

#[test]
fn two_offices_of_one_side_may() {
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["The South's army counted 17 of its soldiers; the government had put it at 21."])
        .killed(0, "17", forces("south-army", "south-army"))
        .killed(0, "21", forces("south-army", "south"))
        .doc("b", "2025-03-09", &["The army named 17 soldiers."])
        .killed(0, "17", forces("south-army", "south-army"));
    check(&reports, &["revised one-claimant a:17 -a:21 =b:17"]);
}

#[test]
fn numbers_told_one_after_the_other_replace_each_other() {
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["The clinic first spoke of 30 dead in Town, then 44, then 52."])
        .killed(0, "30", people(&["SS-XX/Town"], "clinic"))
        .killed(0, "44", people(&["SS-XX/Town"], "clinic"))
        .killed(0, "52", people(&["SS-XX/Town"], "clinic"));
    check(&reports, &["revised one-claimant -a:30 -a:44 a:52"]);
    let risen = Reports::default()
        .doc("a", "2025-03-09", &["The toll of the fire in Town rose from 31 to 36, the clinic said."])
        .killed(0, "31", people(&["SS-XX/Town"], "clinic"))
        .killed(0, "36", people(&["SS-XX/Town"], "clinic"));
    check(&risen, &["revised one-claimant -a:31 a:36"]);
}

#[test]
fn one_voice_after_another_replaces_nothing() {
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["It killed 30 people in Town according to the clinic, then 44 according to the UN."])
        .killed(0, "30", people(&["SS-XX/Town"], "clinic"))
        .killed(0, "44", people(&["SS-XX/Town"], "un"));
    check(&reports, &["contradict several-claimants a:30 a:44"]);
}

#[test]
fn nobody_kills_his_own() {
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["The rebels said they killed 31 soldiers near Town and lost 4 of their own."])
        .killed(0, "31", |f| {
            forces("", "rebels")(f);
            f.places = &["SS-XX/Town"];
            f.agent = Some("rebels");
        })
        .killed(0, "4", |f| {
            forces("rebels", "rebels")(f);
            f.places = &["SS-XX/Town"];
        });
    all_single(&reports, 2);
}

#[test]
fn two_sums_of_money_need_more_than_their_topic() {
    let money = |places: &'static [&'static str]| move |f: &mut Figure| f.places = places;
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["Each idle day costs the hauliers of Town 3 million.", "Town is waiting."])
        .place(0, "SS-XX/Town")
        .place(1, "SS-XX/Town")
        .figure(0, "3", "money", "USD", money(&["SS-XX/Town"]))
        .doc("b", "2025-03-12", &["The wall at Town has cost the state 550 million."])
        .place(0, "SS-XX/Town")
        .figure(0, "550", "money", "USD", money(&["SS-XX/Town"]));
    all_single(&reports, 2);
}

#[test]
fn people_and_soldiers_of_one_province_are_two_questions() {
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["Two people died in the province: 2."])
        .killed(0, "2", |f| {
            people(&["SS-XX"], "clinic")(f);
            on(f, "2025-03-08");
        })
        .doc("b", "2025-03-09", &["64 soldiers died in the province."])
        .killed(0, "64", |f| {
            forces("south-army", "north")(f);
            f.places = &["SS-XX"];
            on(f, "2025-03-08");
        });
    all_single(&reports, 2);
}

#[test]
fn people_and_militants_of_one_town_and_day_are_the_same_dead() {
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["A strike on Town killed 46 people."])
        .killed(0, "46", |f| {
            people(&["SS-XX/Town"], "rebels")(f);
            on(f, "2025-03-08");
        })
        .doc("b", "2025-03-10", &["In Town 20 militants died."])
        .killed(0, "20", |f| {
            people(&["SS-XX/Town"], "south")(f);
            f.subject = Some("militants");
            f.class = Some("combatant");
            on(f, "2025-03-08");
        });
    check(&reports, &["contradict opposed-sides a:46 b:20"]);
}

#[test]
fn a_strength_of_years_ago_is_no_rival_of_todays() {
    let strength = |claimant: &'static str, year: Option<(&'static str, &'static str)>| {
        move |f: &mut Figure| {
            f.subject = Some("fighters");
            f.class = Some("combatant");
            f.party = Some("rebels");
            f.claimant = Some(claimant);
            f.places = &["SS"];
            (f.from, f.to) = (year.map(|y| y.0), year.map(|y| y.1));
        }
    };
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["The rebels have 7000 fighters, says the South."])
        .figure(0, "7000", "strength", "person", strength("south", None))
        .doc("b", "2025-03-20", &["The UN counts 5500 fighters.", "In 2021 it had counted 3000."])
        .figure(0, "5500", "strength", "person", strength("un", None))
        .figure(1, "3000", "strength", "person", strength("un", Some(("2021-01-01", "2021-12-31"))));
    check(&reports, &["contradict several-claimants a:7000 b:5500", "single one-claimant b:3000"]);
}

#[test]
fn the_wounded_go_with_the_dead_of_their_sentence() {
    let dated = |day: Option<&'static str>| {
        move |f: &mut Figure| {
            people(&["SS-XX/Town"], "")(f);
            (f.from, f.to) = (day, day);
        }
    };
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["The blast in Town killed 12 people and hurt 27."])
        .killed(0, "12", dated(Some("2025-03-08")))
        .figure(0, "27", "injured", "person", dated(Some("2025-03-08")))
        .doc("b", "2025-03-09", &["In Town 12 died and 36 were hurt."])
        .killed(0, "12", |f| {
            dated(Some("2025-03-08"))(f);
        })
        .figure(0, "36", "injured", "person", |f| {
            people(&[], "")(f);
        });
    check(&reports, &["contradict several-claimants a:27 b:36", "agree several-claimants a:12 b:12"]);
}

#[test]
fn totals_of_one_period_need_one_place_only() {
    let returned = |places: &'static [&'static str]| {
        move |f: &mut Figure| {
            f.subject = Some("Rebels");
            f.party = Some("rebels");
            f.places = places;
            f.from = Some("2025-01-01");
        }
    };
    let reports = Reports::default()
        .doc("a", "2025-05-04", &["Since January 410000 Rebels have left the North."])
        .figure(0, "410000", "displaced", "person", returned(&["NN"]))
        .doc("b", "2025-05-10", &["Some 400000 Rebels have gone since January."])
        .figure(0, "~400000", "displaced", "person", returned(&[]));
    check(&reports, &["compatible several-claimants a:410000 b:~400000"]);
}

#[test]
fn a_report_without_a_date_confirms_and_never_disputes() {
    let queue = |f: &mut Figure| f.subject = Some("queue");
    let report = |text: &'static str, number: &'static str| {
        Reports::default()
            .doc("a", "2025-03-09", &["The queue at Town is 8 km long.", "Town waits."])
            .place(0, "SS-XX/Town")
            .place(1, "SS-XX/Town")
            .figure(0, "8", "length", "km", queue)
            .doc("b", "", &[text])
            .place(0, "SS-XX/Town")
            .figure(0, number, "length", "mile", queue)
    };
    check(&report("At Town the queue stretched for 5 miles.", "5"), &["agree several-claimants a:8 b:5"]);
    all_single(&report("At Town the queue stretched for 9 miles.", "9"), 2);
}

#[test]
fn the_police_among_the_dead_may_be_counted_by_others() {
    let police = |claimant: &'static str| {
        move |f: &mut Figure| {
            forces("", claimant)(f);
            f.subject = Some("police");
            f.places = &["SS-XX/Town"];
            on(f, "2025-03-08");
        }
    };
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["The bomb killed 16 people, 9 of them police.", "The rebels claimed >50 police."])
        .killed(0, "16", |f| {
            people(&["SS-XX/Town"], "clinic")(f);
            on(f, "2025-03-08");
        })
        .killed(0, "9", |f| {
            police("clinic")(f);
            f.part_of = Some(0);
        })
        .killed(1, ">50", police("rebels"));
    check(&reports, &["contradict several-claimants a:9 a:>50", "single one-claimant a:16"]);
}

#[test]
fn wire_text_in_two_articles_counts_once() {
    let wire = "Shells fell on the market of the old town at noon, killing 12 traders and a boy who sold water there.";
    let reports = Reports::default()
        .doc("a", "2025-03-09", &[wire])
        .killed(0, "12", |f| {
            people(&["SS-XX/Town"], "")(f);
            on(f, "2025-03-08");
        })
        .doc(
            "b",
            "2025-03-10",
            &["The council will meet in the evening to speak about the bridges and the road north.", wire],
        )
        .killed(1, "12", |f| {
            people(&["SS-XX/Town"], "")(f);
            on(f, "2025-03-08");
        });
    check(&reports, &["single one-claimant a:12 =b:12"]);
    assert_eq!(view(&reports).summary().near_copies, 0);
}

#[test]
fn a_number_of_another_event_stays_apart() {
    let reports = Reports::default()
        .doc(
            "a",
            "2025-03-09",
            &["The clinic said 12 people died in Town.", "In another attack 30 people were killed."],
        )
        .killed(0, "12", |f| {
            people(&["SS-XX/Town"], "clinic")(f);
            on(f, "2025-03-08");
        })
        .killed(1, "30", |f| {
            people(&["SS-XX/Town"], "")(f);
            f.place_basis = Some("lead");
        });
    all_single(&reports, 2);
}

fn in_town(day: &'static str) -> impl Fn(&mut Figure) {
    move |f| {
        people(&["SS-XX/Town"], "clinic")(f);
        on(f, day);
    }
}

#[test]
fn an_undated_report_of_the_next_day_tells_of_the_same_town_and_number() {
    let dated = |number: &'static str| {
        Reports::default()
            .doc("a", "2025-03-08", &["A bomb in Town killed people on Saturday.", "Town is in mourning."])
            .place(0, "SS-XX/Town")
            .place(1, "SS-XX/Town")
            .killed(0, number, in_town("2025-03-08"))
    };
    let undated = |reports: Reports, published: &'static str, town: &'static str| {
        reports.doc("b", published, &["In front of the court 12 persons died."]).place(0, town).killed(0, "12", |f| {
            people(&[], "")(f);
        })
    };
    check(&undated(dated("12"), "2025-03-09", "SS-XX/Town"), &["agree several-claimants a:12 b:12"]);
    all_single(&undated(dated("15"), "2025-03-09", "SS-XX/Town"), 2);
    all_single(&undated(dated("12"), "2025-03-12", "SS-XX/Town"), 2);
    all_single(&undated(dated("12"), "2025-03-09", "SS-XX/Other"), 2);
}

#[test]
fn undated_tolls_of_one_town_need_the_same_number() {
    let report = |reports: Reports, id: &'static str, number: &'static str| {
        reports
            .doc(id, "2025-03-09", &["A strike on Town killed people.", "Town was hit at dawn."])
            .place(0, "SS-XX/Town")
            .place(1, "SS-XX/Town")
            .killed(0, number, people(&["SS-XX/Town"], ""))
    };
    all_single(&report(report(Reports::default(), "a", "31"), "b", "34"), 2);
}

#[test]
fn a_running_toll_replaces_an_earlier_one_of_its_campaign() {
    let toll = |published: &'static str, later: &'static str, number: &'static str| {
        Reports::default()
            .doc("a", "2025-03-02", &["The rebels said 55 soldiers of the South died; its army named 12."])
            .killed(0, "55", forces("south-army", "rebels"))
            .killed(0, "12", forces("south-army", "south-army"))
            .doc("b", published, &[later])
            .killed(0, number, forces("south-army", "rebels"))
    };
    let joined = ["contradict opposed-sides -a:55 a:12 b:80"];
    check(&toll("2025-03-06", "The rebels say they have killed 80 soldiers.", "80"), &joined);
    let apart = |reports: &Reports| {
        let lines = lines(reports);
        assert!(lines.len() == 2 && lines.iter().any(|line| line.starts_with("single")), "{lines:?}");
    };
    apart(&toll("2025-03-06", "The rebels said 80 soldiers died in an ambush.", "80"));
    apart(&toll("2025-03-06", "The rebels say they have killed 40 soldiers.", "40"));
    apart(&toll("2025-03-20", "The rebels say they have killed 80 soldiers.", "80"));
}

#[test]
fn the_martyrs_of_a_state_are_people() {
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["The minister said 12 people died in the South.", "The police have 15 martyrs."])
        .killed(0, "12", |f| {
            people(&["SS"], "south")(f);
            on(f, "2025-03-08");
        })
        .killed(1, "15", |f| {
            people(&[], "south-army")(f);
            f.subject = Some("martyrs");
            on(f, "2025-03-08");
        });
    check(&reports, &["contradict several-claimants a:12 a:15"]);
}

#[test]
fn totals_from_two_countries_are_two_questions() {
    let came = |place: &'static [&'static str], basis: &'static str| {
        move |f: &mut Figure| {
            people(place, "")(f);
            f.party = Some("rebels");
            f.place_basis = Some(basis);
            (f.from, f.to) = (Some("2025-01-01"), Some("2025-12-31"));
        }
    };
    let reports = Reports::default()
        .doc("a", "2026-01-09", &["In 2025 2700000 people came back."])
        .figure(0, "2700000", "displaced", "person", came(&["NN"], "clause"))
        .doc("b", "2026-01-10", &["In 2025 1000000 people came back."])
        .figure(0, "1000000", "displaced", "person", came(&["SS"], "lead"));
    all_single(&reports, 2);
}

#[test]
fn a_strength_said_again_is_that_of_the_same_group() {
    let strength = |places: &'static [&'static str], party: Option<&'static str>| {
        move |f: &mut Figure| {
            f.subject = Some("fighters");
            f.class = Some("combatant");
            (f.party, f.places) = (party, places);
        }
    };
    let reports = Reports::default()
        .doc("a", "2025-03-09", &["It counts 8000 fighters of the rebels.", "One general put it at 8000."])
        .figure(0, "8000", "strength", "person", strength(&["SS"], Some("rebels")))
        .figure(1, "8000", "strength", "person", strength(&["SS"], None))
        .doc("b", "2025-03-20", &["In two provinces there are 8000, in one 5000."])
        .figure(0, "8000", "strength", "person", strength(&["SS-XX", "SS-YY"], Some("rebels")))
        .figure(0, "5000", "strength", "person", strength(&["SS-XX"], Some("rebels")));
    check(&reports, &["agree several-claimants a:8000 a:8000 b:8000", "single one-claimant b:5000"]);
}
