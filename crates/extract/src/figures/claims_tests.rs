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
