//! Places, destinations and their basis.

#![allow(clippy::unwrap_used)]

use crossread_lexicon::Lexicon;
use crossread_text::Document;

/// The figures of a text, one a line: `"text" at PLACES to DESTINATIONS from BASIS`.
fn sites(text: &str) -> Vec<String> {
    let document = Document::from_text("check", text);
    let read = crate::extract(&document, Lexicon::built_in());
    let line = |figure: &crate::Figure<'_>| {
        let mut line = format!("{:?} at {}", figure.span.of(text), figure.places.join("+"));
        if !figure.destinations.is_empty() {
            line.push_str(" to ");
            line.push_str(&figure.destinations.join("+"));
        }
        if let Some(basis) = figure.place_basis {
            line.push_str(" from ");
            line.push_str(basis.name());
        }
        line
    };
    read.figures.iter().map(line).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(sites(text), expected, "{text:?}");
}

#[test]
fn people_who_moved() {
    check(
        "3,000 families fled Kurram for Hangu and Bannu.",
        &["\"3,000\" at PK-KP/Kurram to PK-KP/Hangu+PK-KP/Bannu from clause"],
    );
    check("Some 40,000 people crossed from Sudan into Chad.", &["\"Some 40,000\" at SD to TD from clause"]);
    check("In March 12,000 Afghans returned to Afghanistan from Pakistan.", &["\"12,000\" at PK to AF from clause"]);
    check(
        "About 900 people arrived in Goma from Bukavu.",
        &["\"About 900\" at CD-SK/Bukavu to CD-NK/Goma from clause"],
    );
    check("Another 1,500 Afghans were deported from Iran.", &["\"1,500\" at IR from clause"]);
    check("Around 7,000 people were displaced from Avdiivka.", &["\"Around 7,000\" at UA-14/Avdiyivka from clause"]);
    check("From Kurram alone, 2,000 people fled to Hangu.", &["\"2,000\" at PK-KP/Kurram to PK-KP/Hangu from clause"]);
    check("Some 600 families have fled Goma.", &["\"Some 600\" at CD-NK/Goma from clause"]);
    check("More than 5,000 people fled to Chad.", &["\"More than 5,000\" at TD to TD from clause"]);
}

#[test]
fn shares_of_origins_in_brackets() {
    check(
        "The agency helped 410 Afghans return from Iran (360) and Pakistan (50).",
        &["\"410\" at IR+PK from clause", "\"360\" at IR from clause", "\"50\" at PK from clause"],
    );
}

#[test]
fn the_clause_and_its_sentence() {
    check(
        "In Kunar 12 people were killed and in Khost five.",
        &["\"12\" at AF-KNR from clause", "\"five\" at AF-KHO from clause"],
    );
    check("Ten people died on Ukrainian soil.", &["\"Ten\" at UA from clause"]);
    check(
        "A shell killed three people in Bara in Khyber district.",
        &["\"three\" at PK-KP/Bara+PK-KP/Khyber from clause"],
    );
}

#[test]
fn where_somebody_speaks_is_no_place() {
    check("A Britain-based monitor said 30 people had died in Idlib.", &["\"30\" at SY-ID from clause"]);
    check(
        "The minister told reporters in Geneva that 30 people had died in Goma.",
        &["\"30\" at CD-NK/Goma from clause"],
    );
}

#[test]
fn a_source_without_a_name_tells_of_its_own_place() {
    check("Shells fell on four houses, said a resident of Goma.", &["\"four\" at CD-NK/Goma from clause"]);
    check(
        "A resident of Lashio told the paper that shells fell on six houses.",
        &["\"six\" at MM-17/Lashio from clause"],
    );
    check("Officials say drones crossed into Kandahar twelve times.", &["\"twelve\" at AF-KAN from clause"]);
}

#[test]
fn the_scene_goes_on() {
    check("A strike hit a market in Goma. Ten people died.", &["\"Ten\" at CD-NK/Goma from sentence"]);
    check(
        "Fighters attacked Goma on Monday. The town had about 31,000 inhabitants.",
        &["\"about 31,000\" at CD-NK/Goma from sentence"],
    );
}

#[test]
fn heads_and_datelines() {
    check("Burkina Faso. At least 60 civilians were killed.", &["\"At least 60\" at BF from sentence"]);
    check("The convoy cost $3 million.", &["\"$3 million\" at "]);
}

#[test]
fn suspects_are_no_words_of_speech() {
    check("Two other suspects were detained in Mosul.", &["\"Two\" at IQ-NI/Mosul from clause"]);
    check("The army captured three suspects in Goma.", &["\"three\" at CD-NK/Goma from clause"]);
}

#[test]
fn a_choice_says_what_spoke_for_it() {
    let document = Document::from_text("check", "Ten people were killed in Goma and hundreds fled.");
    let read = crate::extract(&document, Lexicon::built_in());
    let choice = read.figures[0].place_choice.as_ref().unwrap();
    let named: Vec<&str> = choice.chosen.reasons().map(|(name, _)| name).collect();
    assert!(["inside", "after", "within"].iter().all(|name| named.contains(name)), "{named:?}");
    assert_eq!(choice.chosen.reasons().map(|(_, points)| points).sum::<i32>(), choice.chosen.points());
    let (_, runner_up) = choice.runner_up.as_ref().unwrap();
    assert!(choice.chosen.points() >= runner_up.points());
}

#[test]
fn a_war_as_a_whole_is_about_the_country() {
    let report = |last: &str| {
        format!("Shelling killed 12 people in Omdurman, Sudan, on Monday. Medics in Omdurman treated nine.\n\n{last}")
    };
    for last in [
        "The war has uprooted more than 12 million people.",
        "Sudan's civil war has displaced more than 12 million people since 2023.",
        "More than 12 million people have fled since the war began.",
    ] {
        let text = report(last);
        let line = sites(&text).pop().unwrap();
        assert!(line.contains(" at SD from"), "{last:?}: {line}");
    }
}

#[test]
fn where_the_wounded_are_taken_is_not_where_they_were_hurt() {
    for text in [
        "A bomb killed seven people in Khuzdar on Friday. Four of the injured were shifted to Karachi.",
        "A blast killed nine people in Mukalla on Friday. Six of the injured were shifted to Aden.",
        "Shelling killed nine people in Sloviansk on Friday. Six of the injured were moved to Kharkiv.",
    ] {
        let lines = sites(text);
        let last = lines.last().unwrap();
        let there = ["Karachi", "Aden", "Kharkiv"];
        assert!(!there.iter().any(|place| last.contains(place)), "{text:?}: {last}");
    }
}

#[test]
fn a_coarse_headline_gives_way_to_the_sentence_below_it() {
    check(
        "Ambush in Borno kills 12 soldiers\n\nGunmen killed 12 soldiers in Bama on Monday.\n\nThe attack left 30 wounded.",
        &["\"12\" at NG-BO/Bama from lead", "\"12\" at NG-BO/Bama from clause", "\"30\" at NG-BO/Bama from lead"],
    );
}

#[test]
fn the_place_behind_a_part_is_not_that_of_the_total() {
    check("Shells killed 40 people, 12 of them in Goma.", &["\"40\" at ", "\"12\" at CD-NK/Goma from clause"]);
    check("The Front has 900 fighters, 300 of them in Goma.", &["\"900\" at ", "\"300\" at CD-NK/Goma from clause"]);
    check(
        "Shells killed 40 people, including 12 children in Goma.",
        &["\"40\" at CD-NK/Goma from clause", "\"12\" at CD-NK/Goma from clause"],
    );
}

#[test]
fn a_state_speaks_from_its_capital_and_somebody_told_there() {
    check("The General Staff in Kyiv says Russia lost 1,240 soldiers.", &["\"1,240\" at "]);
    check("He told a press conference in Kabul that nine fighters were killed.", &["\"nine\" at "]);
    check("At a news briefing in Yangon he said 12 rebels were killed.", &["\"12\" at "]);
    check("Police in Karachi said 12 people were killed.", &["\"12\" at PK-SD/Karachi from clause"]);
}

#[test]
fn a_place_among_the_words_for_a_part_is_not_that_of_the_whole() {
    check(
        "In Gaza 38 people were killed, including a family of seven in Rafah.",
        &["\"38\" at region:gaza from clause", "\"seven\" at PS-RFH/Rafah from clause"],
    );
    check(
        "In Darfur 90 people died, including 14 children in Nyala.",
        &["\"90\" at region:darfur from clause", "\"14\" at SD-DS/Nyala from clause"],
    );
}

#[test]
fn a_place_in_brackets_is_that_of_what_stands_in_them() {
    check(
        "Some 844 civilians were killed in Iraq (including 27 police officers in Anbar), and 1,616 were injured.",
        &["\"Some 844\" at IQ from clause", "\"27\" at IQ-AN from clause", "\"1,616\" at IQ from clause"],
    );
    check(
        "In Kunar nine people died (four in Khost), and seven were hurt.",
        &["\"nine\" at AF-KNR from clause", "\"four\" at AF-KHO from clause", "\"seven\" at AF-KNR from clause"],
    );
}

#[test]
fn capitals_that_no_name_tells() {
    check("Fighting in Somalia's capital has killed 400 people.", &["\"400\" at SO-BN/Mogadishu from clause"]);
    check("A blast in the Afghan capital wounded nine.", &["\"nine\" at AF-KAB/Kabul from clause"]);
    check("The raids hit Mali. In the capital 12 people died.", &["\"12\" at ML-BKO/Bamako from clause"]);
    check("Nine died in the capital of Khost province.", &["\"Nine\" at AF-KHO from clause"]);
    check("Nine died in the provincial capital, Asadabad.", &["\"Nine\" at AF-KNR/Asadabad from clause"]);
}
