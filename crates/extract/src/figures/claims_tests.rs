//! Examples of who claims a figure, by construction.

use crate::check::check_claims;

#[test]
fn quotations_over_sentences_and_paragraphs() {
    check_claims(
        "Grace Achieng, a surgeon, said: \"We have received 30 wounded since dawn.\n\n\"Another 12 were dead on arrival.\"",
        &["30 says person:grace-achieng claimed", "12 says person:grace-achieng claimed"],
    );
    check_claims(
        "Last night Hassan Ali, an opposition leader, said he was worried. \"They shot 14 people in the market.\"",
        &["14 says person:hassan-ali claimed"],
    );
    check_claims(
        "The Malian army was quick to respond. \"We killed 50 fighters,\" spokesman Ali Hassan told reporters.",
        &["50 says person:ali-hassan claimed"],
    );
    check_claims(
        "‘We buried nine people,’ said Ali Hassan. ‘Four more died of wounds.’",
        &["nine says person:ali-hassan claimed", "Four says person:ali-hassan claimed"],
    );
}

#[test]
fn sources_that_no_list_knows() {
    check_claims("Church workers said 400 people had fled the town.", &["400 says church-workers claimed"]);
    check_claims("Fishermen told Reuters 12 bodies were floating in the river.", &["12 says fishermen claimed"]);
    check_claims(
        "Ahmadullah, a farmer, said nine people died. Ahmadullah said 12 were hurt.",
        &["nine says person:ahmadullah claimed", "12 says person:ahmadullah claimed"],
    );
    check_claims("The raid claimed 30 lives.", &["30 says - asserted"]);
    check_claims("Niger has declared a curfew in 12 districts.", &["12 says - asserted"]);
    check_claims("Both sides said 40 fighters had died.", &["40 says both-sides claimed"]);
}

#[test]
fn several_sources_of_which_a_number_counts_the_first() {
    check_claims(
        "At least 27 people died in Karo on Thursday, two medical workers and a local volunteer group said.",
        &["At least 27 says hospital-officials claimed", "two says - asserted"],
    );
    check_claims(
        "Nine bodies were found, three relief workers and an aid group said.",
        &["Nine says aid-agencies claimed", "three says - asserted"],
    );
}

#[test]
fn data_are_those_of_whoever_is_named_before_them() {
    check_claims("Some 40 people died in Mexico, according to government data.", &["Some 40 says mexico claimed"]);
    check_claims("Some 40 people died, according to a study.", &["Some 40 says - claimed"]);
}

#[test]
fn bodies_of_a_town_that_no_list_names() {
    check_claims("The local civil society put the toll at 49.", &["49 says civil-society claimed"]);
    check_claims("Civil society groups counted 31 dead.", &["31 says civil-society claimed"]);
    check_claims("Nine homes burned, according to local organisations.", &["Nine says local-organisations claimed"]);
}

#[test]
fn nouns_that_stand_for_a_party_named_before() {
    check_claims(
        "The Arakan Army said it took the base. The group claimed it had captured 40 soldiers.",
        &["40 says aa claimed"],
    );
    check_claims(
        "The Syrian Observatory for Human Rights said clashes went on. The Observatory counted 12 dead fighters.",
        &["12 says sohr claimed"],
    );
    check_claims("M23 entered Goma. The rebels said they had freed 200 prisoners.", &["200 says m23 claimed"]);
    check_claims(
        "Hamas accused the bank of theft. The ministry said 12 people had died.",
        &["12 says ministry claimed"],
    );
}

#[test]
fn turns_and_labels_and_lists() {
    check_claims(
        "REVIEW: How many attacks did you count?\n\nAli Hassan: We saw 63 attacks last year. Nine were fatal.\n\nREVIEW: And the dead?\n\nAli Hassan: At least 940 people died. The Taliban admit to 12.",
        &[
            "63 says person:ali-hassan claimed",
            "Nine says person:ali-hassan claimed",
            "At least 940 says person:ali-hassan claimed",
            "12 says afghan-taliban claimed",
        ],
    );
    check_claims(
        "The Ukrainian army listed Russian losses:\n- 30 soldiers killed\n- 12 tanks destroyed",
        &["30 says ukraine-military claimed", "12 says ukraine-military claimed"],
    );
    check_claims("12 killed in Goma blast: UN", &["12 says un claimed"]);
    check_claims("In total 12,000 people have fled (UNHCR, 3 May 2024).", &["12,000 says unhcr claimed"]);
}

#[test]
fn several_sources_in_one_sentence() {
    check_claims(
        "Relatives speak of 400 dead, the UN of up to 200.",
        &["400 says relatives claimed", "up to 200 says un claimed"],
    );
    check_claims("Hamas said 12 people died, and we saw 20 bodies.", &["12 says hamas claimed", "20 says - asserted"]);
    check_claims("UNICEF and the Red Cross said 12 people had died.", &["12 says unicef claimed"]);
    check_claims(
        "Moscow seized 24 missiles the Ukrainian army says were stolen.",
        &["24 says ukraine-military claimed"],
    );
    check_claims(
        "Two weeks after a bombing that UNICEF says killed 12 people, 150 families live in tents.",
        &["Two weeks says - asserted", "12 says unicef claimed", "150 says - asserted"],
    );
}

#[test]
fn verbs_that_look_back_and_passives() {
    check_claims(
        "More than 900 people died, says UNICEF: 600 in Goma and 300 in Bukavu.",
        &["More than 900 says unicef claimed", "600 says unicef claimed", "300 says unicef claimed"],
    );
    check_claims("The dead — estimated by UNICEF at 30 — lie in the street.", &["30 says unicef estimated"]);
    check_claims("Nineteen deaths were attributed to Hamas.", &["Nineteen says - asserted"]);
    check_claims(
        "Abdul Nayeb, head of a health office in Goma told Reuters that 43 people had died.",
        &["43 says person:abdul-nayeb claimed"],
    );
}

#[test]
fn two_sides_of_one_fight_in_relative_clauses() {
    check_claims(
        "Guns fell silent after a raid that Sudan said had killed 118 rebels and that Kenya said had cost 64 lives.",
        &["118 says sudan claimed", "64 says kenya claimed"],
    );
    check_claims(
        "There was a strike which the army of Mali said had wounded 30 men and which Niger said had hurt six.",
        &["30 says mali-military claimed", "six says niger claimed"],
    );
}

#[test]
fn sources_behind_another_speaker() {
    check_claims("AFP quoted a doctor as saying that 12 people had died.", &["12 says hospital-officials claimed"]);
    check_claims("AFP, citing residents, reported that 12 people had died.", &["12 says residents claimed"]);
    check_claims("Citing a doctor, Reuters said 40 men were wounded.", &["40 says hospital-officials claimed"]);
    check_claims(
        "The blast killed 24 people, residents were quoted as saying by state radio.",
        &["24 says residents claimed"],
    );
}

#[test]
fn according_to_behind_a_time_or_an_abbreviation() {
    check_claims(
        "Between the mornings of 3 and 5 May, according to UNICEF, 142 people were killed and 30 were injured.",
        &["142 says unicef claimed", "30 says unicef claimed"],
    );
    check_claims(
        "The Ministry of Health (MoH) in Sudan is short of staff. Some 12 people have died, according to MoH.",
        &["Some 12 says sudan-health-ministry claimed"],
    );
    check_claims("Some 12 people died, according to Omar Tesfay.", &["Some 12 says person:omar-tesfay claimed"]);
    check_claims("By the ministry's own account, 14 homes were razed.", &["14 says ministry claimed"]);
}

#[test]
fn speakers_told_by_their_role() {
    check_claims(
        "The military-installed head of the region, Tomas Okello, said two people died.",
        &["two says person:tomas-okello claimed"],
    );
    check_claims(
        "Omar Nayeb, director of information and culture in Goma told AFP that 41 people had died.",
        &["41 says person:omar-nayeb claimed"],
    );
    check_claims(
        "The group's commander, known as Pablo Karo, said 12 men had fled.",
        &["12 says person:pablo-karo claimed"],
    );
    check_claims("A local journalist who visited the site says 60 people died.", &["60 says media claimed"]);
    check_claims("The UN refugee agency, UNHCR, said 12 people had died.", &["12 says unhcr claimed"]);
    check_claims(
        "\"Seventeen people died,\" the health minister, Omar Tesfay, told Radio Karo.",
        &["Seventeen says person:omar-tesfay claimed"],
    );
    check_claims(
        "Nine of the 53 dead, said the imam, were women.",
        &["Nine says clerics claimed", "53 says clerics claimed"],
    );
}

#[test]
fn what_is_no_source() {
    check_claims(
        "The death toll from Israeli air strikes in Goma has risen to 47, residents said.",
        &["47 says residents claimed"],
    );
    check_claims("Each side accuses the other of 30 attacks.", &["30 says - asserted"]);
    check_claims("The police arrested three alleged smugglers.", &["three says - asserted"]);
    check_claims("UNICEF released 200 prisoners.", &["200 says - asserted"]);
    check_claims("UNICEF has released new figures which raise the number of dead to 58.", &["58 says unicef claimed"]);
}

#[test]
fn nouns_of_bodies_and_documents() {
    check_claims(
        "The Syrian Observatory for Human Rights gave a toll of 11. The Britain-based monitor said three were children.",
        &["11 says sohr claimed", "three says sohr claimed"],
    );
    check_claims(
        "Shells killed 12 people, a monitor said.\n\nThe Syrian Observatory for Human Rights spoke of rockets.",
        &["12 says sohr claimed"],
    );
    check_claims("The March 23 Movement said 17 civilians died.", &["17 says m23 claimed"]);
    check_claims("Yemeni tribal leaders said 14 civilians died.", &["14 says yemen-tribal-leaders claimed"]);
    check_claims("Security sources said 14 soldiers died in Mali.", &["14 says security-sources claimed"]);
    check_claims(
        "A UNICEF spokesperson said 11 people died. \"About 20 were injured,\" he told the Karo Post.",
        &["11 says unicef claimed", "About 20 says unicef claimed"],
    );
}

#[test]
fn texts_that_hand_on_one_source() {
    check_claims(
        "Violence has grown, a report by UNICEF warns. The UNICEF report tells of 521 attacks.\n\nIn the north 852 people died. The report also found that 12 schools had closed.",
        &["521 says unicef claimed", "852 says unicef claimed", "12 says unicef claimed"],
    );
    check_claims(
        "In a written reply to parliament, UNICEF said 54 people had died.\n\nIn 2014, 28 people died.\n\nAs per the reply, 12 were hurt in 2016. The reply says nine are missing.",
        &["54 says unicef claimed", "28 says unicef claimed", "12 says unicef claimed", "nine says unicef claimed"],
    );
    check_claims(
        "UNICEF said 12 people died. UNICEF said nine were hurt.\n\nIn Goma, 30 people died.\n\nUNICEF said two are missing.",
        &["12 says unicef claimed", "nine says unicef claimed", "30 says unicef claimed", "two says unicef claimed"],
    );
    check_claims(
        "UNICEF said 12 people died. Residents said nine were hurt.\n\nIn Goma, 30 people died.\n\nHamas said two are missing.",
        &["12 says unicef claimed", "nine says residents claimed", "30 says - asserted", "two says hamas claimed"],
    );
    check_claims(
        "According to UNICEF, 900 displaced families came in May. Since January, 4,000 displaced families have come.",
        &["900 says unicef claimed", "4,000 says unicef claimed"],
    );
}

#[test]
fn interviews_without_labels() {
    check_claims(
        "Grace Achieng, a surgeon, works in Goma.\n\nHow many came?\n\nWe treated 87 wounded people on the first day.\n\nWhat do you lack?\n\nWe need blood. Only 30 bags are left.",
        &["87 says person:grace-achieng claimed", "30 says person:grace-achieng claimed"],
    );
}

#[test]
fn headlines() {
    check_claims("‘At least 60’ killed in raid\n\nThe town burned.", &["At least 60 says - claimed"]);
    check_claims(
        "Committee: 587 dead in blast\n\nThe Zobe Rescue Committee met on Sunday.",
        &["587 says zobe-rescue-committee claimed"],
    );
}

#[test]
fn the_pairs_that_other_attributers_fail() {
    check_claims("Hugh Hill, a doctor, said: \"We counted 14 dead.\"", &["14 says person:hugh-hill claimed"]);
    check_claims("\"We counted 14 dead,\" said Hugh Hill, a doctor.", &["14 says person:hugh-hill claimed"]);
    check_claims(
        "\"At least 12 people died,\" a nurse at the clinic, who asked not to be named, said.",
        &["At least 12 says hospital-officials claimed"],
    );
    check_claims(
        "\"Twelve of our men fell,\" said a commander of the SDF, Karim Zaki.",
        &["Twelve says person:karim-zaki claimed"],
    );
    check_claims(
        "The toll has risen to 40, according to the governor, Oleh Karo.",
        &["40 says person:oleh-karo claimed"],
    );
}

#[test]
fn the_first_of_a_list_of_sources_speaks() {
    check_claims("Residents, doctors and local officials said 40 people were killed.", &["40 says residents claimed"]);
    check_claims(
        "Gunmen killed 68 people, two witnesses and two herders told AFP.",
        &["68 says witnesses claimed", "two says - asserted", "two says - asserted"],
    );
    check_claims("Witnesses, medics and the Red Cross: 40 dead.", &["40 says witnesses claimed"]);
    check_claims(
        "At least 40 people died, doctors, residents and police officers said.",
        &["At least 40 says hospital-officials claimed"],
    );
}

#[test]
fn a_denial_in_the_next_sentence_names_who_denies() {
    let deniers = |text: &str| -> Vec<Option<String>> {
        let document = crossread_text::Document::from_text("check", text);
        let read = crate::extract(&document, crossread_lexicon::Lexicon::built_in());
        read.figures.iter().map(|figure| figure.denier.as_ref().map(ToString::to_string)).collect()
    };
    assert_eq!(deniers("Hamas said 40 people were killed. Israel rejected the figure."), [Some("israel".into())]);
    assert_eq!(deniers("The Taliban said 58 soldiers were killed. Islamabad denied it."), [Some("pakistan".into())]);
    assert_eq!(deniers("Hamas said 40 people were killed; Israel denied that."), [Some("israel".into())]);
    assert_eq!(deniers("Hamas said 40 people were killed.\n\nIsrael denied it."), [None]);
    assert_eq!(deniers("Hamas said 40 people were killed. Israel denied any role in the raid."), [None]);
    assert_eq!(deniers("The UN says 12 civilians died, a figure the army disputes."), [Some("army".into())]);
}

#[test]
fn a_body_of_another_kind_is_not_the_one_that_spoke_before() {
    for (text, expected) in [
        (
            "The Taliban said nine soldiers were killed. The army said it killed 40 fighters.",
            ["nine says afghan-taliban claimed", "40 says army claimed"],
        ),
        (
            "The rebels said 40 soldiers were killed; the army said 12 were killed.",
            ["40 says militants claimed", "12 says army claimed"],
        ),
        (
            "Residents said 40 people were killed. The army said 12 died.",
            ["40 says residents claimed", "12 says army claimed"],
        ),
        (
            "The health ministry said 40 people were killed. The police said 12 died.",
            ["40 says health-ministry claimed", "12 says police claimed"],
        ),
        // A noun of no kind of its own, or of the same kind, goes on with the last speaker.
        (
            "Hamas said 40 soldiers were killed. The group said 12 more were wounded.",
            ["40 says hamas claimed", "12 says hamas claimed"],
        ),
    ] {
        check_claims(text, &expected);
    }
}

#[test]
fn another_office_is_another_person() {
    check_claims(
        "Governor Oleh Karo said 31 people were injured. The city's mayor put the number of wounded at 35. The governor \
         later said 40 were hurt.",
        &["31 says person:oleh-karo claimed", "35 says officials claimed", "40 says person:oleh-karo claimed"],
    );
    check_claims(
        "Governor Oleh Karo said 31 people were injured. The official added that 12 had died.",
        &["31 says person:oleh-karo claimed", "12 says person:oleh-karo claimed"],
    );
}

#[test]
fn people_told_by_what_they_did() {
    check_claims("\"They killed 47 people,\" a woman who fled to Nyanzale said.", &["47 says woman claimed"]);
    check_claims("A farmer who hid in a well said nine men were shot.", &["nine says residents claimed"]);
    check_claims("A driver who survived the ambush said 20 died.", &["20 says transporters claimed"]);
}

#[test]
fn a_body_with_a_name_of_its_own_is_not_the_one_named_last() {
    check_claims(
        "RSF shelling killed 11 people, the local resistance committee reported.",
        &["11 says local-resistance-committee claimed"],
    );
    check_claims(
        "The army blamed the rebels. The local health committee said 30 died.",
        &["30 says local-health-committee claimed"],
    );
    check_claims(
        "The governor, Omar Karo, spoke first. Nine rebels surrendered, the general in command said.",
        &["Nine says security-sources claimed"],
    );
}

#[test]
fn one_of_several_sources_is_one_of_them() {
    check_claims(
        "Three residents said dozens had been hurt. One of them, a trader, said he saw 30 bodies.",
        &["Three says - asserted", "dozens says residents claimed", "30 says residents claimed"],
    );
    check_claims(
        "\"We buried 43 people,\" one resident said. A second put the dead at 50.",
        &["43 says residents claimed", "50 says residents claimed"],
    );
    check_claims("One of them said 30 people had died.", &["30 says - asserted"]);
}

#[test]
fn a_compound_does_not_speak() {
    check_claims("Conflict-related violence killed 183 civilians in May.", &["183 says - asserted"]);
    check_claims("Drug-related violence left 12 people dead.", &["12 says - asserted"]);
}

#[test]
fn the_words_that_name_a_source_claim_nothing_besides() {
    check_claims(
        "The city is 85 percent controlled by gangs, according to U.N. estimates; the police have 9,000 officers.",
        &["85 percent says un estimated", "9,000 says - asserted"],
    );
}

#[test]
fn authorities_on_a_side_are_that_states() {
    check_claims(
        "Lebanon says 900 are dead. On the Israeli side, 82 soldiers have died, authorities say.",
        &["900 says lebanon claimed", "82 says israel claimed"],
    );
}

#[test]
fn an_interview_may_stand_under_a_headline_with_a_colon() {
    check_claims(
        "Interview: \"We counted graves\"\n\nThe Courier spoke to Samuel Adeyemi, a monitor.\n\nQ: How many died?\n\n\
         A: We counted 61 graves.\n\nQ: And the missing?\n\nA: There are 11.",
        &["61 says person:samuel-adeyemi claimed", "11 says person:samuel-adeyemi claimed"],
    );
}

#[test]
fn what_is_said_behind_a_denial_is_not_denied() {
    check_claims(
        "Omar Karo rejected the report and said that the operation had killed 100 fighters.",
        &["100 says person:omar-karo claimed"],
    );
    check_claims("Kigali denied this and said five soldiers had died.", &["five says rwanda claimed"]);
}

#[test]
fn a_group_backed_by_a_state_is_not_that_state() {
    check_claims(
        "The Houthis attacked ships. The Iran-backed group said it fired 18 missiles.",
        &["18 says houthis claimed"],
    );
}

#[test]
fn a_source_inside_a_group_speaks_for_that_group() {
    check_claims(
        "M23 has published nothing; a commander of the group put its losses at \"fewer than 80\".",
        &["fewer than 80 says m23 claimed"],
    );
    check_claims(
        "Troops of the 103rd Infantry Brigade met rebels. Since then 18 rebels have died, according to the brigade's tally.",
        &["18 says 103rd-infantry-brigade claimed"],
    );
}

#[test]
fn a_quotation_may_stand_for_the_verb() {
    check_claims(
        "Amnesty International documented 240 killings there, the UN \"over 100\".",
        &["240 says amnesty claimed", "over 100 says un claimed"],
    );
}

#[test]
fn who_denies_goes_on() {
    check_claims(
        "The Kenyan army denied Al-Shabaab's claim of 57 deaths, saying nine soldiers had been killed.",
        &["57 says al-shabaab denied", "nine says kenya-military claimed"],
    );
    check_claims(
        "Kyiv rejected Moscow's report of 300 dead, adding that 12 soldiers were wounded.",
        &["300 says russia denied", "12 says ukraine claimed"],
    );
}

#[test]
fn speakers_with_a_clause_of_their_own() {
    check_claims(
        "Around 4,000 troops hold Karo, said Western diplomats who asked not to be named.",
        &["Around 4,000 says diplomats claimed"],
    );
    check_claims("Nine died, said a nurse who was on duty.", &["Nine says hospital-officials claimed"]);
    check_claims(
        "According to the governor of the region, Ando Torel, two civilians died.",
        &["two says person:ando-torel claimed"],
    );
}

#[test]
fn parts_of_the_sentence_before_and_lengths_beside_the_story() {
    check_claims(
        "Some 300 people fled, according to IOM. This includes 120 people in Barmal and 90 in Khost.",
        &["Some 300 says iom claimed", "120 says iom claimed", "90 says iom claimed"],
    );
    check_claims(
        "Ando Torel, the mayor, said that the town, 40 kilometers (25 miles) from the border, lost nine people.",
        &["40 kilometers says - asserted", "25 miles says - asserted", "nine says person:ando-torel claimed"],
    );
}
