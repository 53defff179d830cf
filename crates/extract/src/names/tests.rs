//! Parties and places told apart, and who they are. All sentences are invented.

use crossread_lexicon::Lexicon;
use crossread_text::{Document, tokenize};
use proptest::prelude::*;

use crate::check::check_names as check;
use crate::names;
use crate::reading::Reading;

#[test]
fn a_country_acts_or_lies_somewhere() {
    check("Islamabad warned Kabul.", "[Islamabad=pakistan] [Kabul=afghan-taliban]");
    check("A bomb went off in Islamabad.", "{Islamabad=PK-IS/Islamabad city}");
    check("Pakistan has said so.", "[Pakistan=pakistan]");
    check("Fighters entered from Pakistan.", "{Pakistan=PK country}");
    check("Kenya, for its part, denied it.", "[Kenya=kenya]");
    check("Nobody we met in Ankara expects it.", "{Ankara=TR-06/Ankara city}");
    check("So did Tehran.", "[Tehran=iran]");
    check("They accused Chad of it.", "[Chad=chad]");
    check("Rebels backed by Rwanda left.", "[Rwanda=rwanda]");
    check("Rwanda-backed rebels left.", "[Rwanda=rwanda]");
    check("an Ankara-based monitor", "{Ankara=TR-06/Ankara city}");
    check("Northern Chad was quiet.", "{Chad=TD country}");
}

#[test]
fn possessives() {
    check("Pakistan's decision surprised them.", "[Pakistan=pakistan]");
    check("Pakistan's border regions are poor.", "{Pakistan=PK country}");
    check("In Russia's Belgorod region it rained.", "{Russia=RU country} {Belgorod=RU-BEL admin1}");
}

#[test]
fn joined_names_are_read_alike() {
    check("the Pakistan-Afghanistan border", "{Pakistan=PK country} {Afghanistan=AF country}");
    check("relations between Mali and Algeria", "[Mali=mali] [Algeria=algeria]");
    check("the border between Mali and Algeria", "{Mali=ML country} {Algeria=DZ country}");
    check("Qatar, Türkiye and Egypt urged calm.", "[Qatar=qatar] [Türkiye=turkey] [Egypt=egypt]");
    check("They flew to Qatar and Egypt.", "{Qatar=QA country} {Egypt=EG country}");
    check("the Iran-Israel war", "[Iran=iran] [Israel=israel]");
    check("Factories depend on Pakistan-Afghan trade.", "");
    check("A survey on Iran-Iraqi ties was ready.", "");
    check("They met on the Pakistan-Afghan border.", "{Pakistan=PK country}");
}

#[test]
fn provinces_called_after_a_direction_are_those_of_the_country_at_issue() {
    check(
        "In Cameroon's Northwest Region schools are closed.",
        "{Cameroon=CM country} {Northwest Region=CM-NW admin1}",
    );
    check("Sri Lanka: the Eastern Province flooded.", "{Sri Lanka=LK country} {Eastern Province=LK-5 admin1}");
    check("Floods in Ghana hit the Northern Region.", "{Ghana=GH country} {Northern Region=GH-NP admin1}");
}

#[test]
fn gaza_is_the_strip_and_its_governorates_are_named_as_such() {
    check("Aid reached Gaza.", "{Gaza=region:gaza region}");
    check("They left Gaza City.", "{Gaza City=PS-GZA/Gaza City city}");
    check("People fled from Rafah.", "{Rafah=PS-RFH/Rafah city}");
    check("Schools in Rafah Governorate are shelters.", "{Rafah Governorate=PS-RFH admin1}");
}

#[test]
fn what_joins_and_what_opens_a_clause() {
    check(
        "In Mexico, the Sinaloa Cartel and the police fought.",
        "{Mexico=MX country} [Sinaloa Cartel=sinaloa-cartel]",
    );
    check(
        "They signed it in Washington, and Russia welcomed it.",
        "{Washington=US-DC/Washington city} [Russia=russia]",
    );
    check("Armenia and Azerbaijan signed.", "[Armenia=armenia] [Azerbaijan=azerbaijan]");
    check("Port-au-Prince is quiet.", "{Port-au-Prince=HT-OU/Port-au-Prince city}");
    check("Somali forces left the Somali region.", "[Somali forces=somalia-military] {Somali=ET-SO admin1}");
}

#[test]
fn a_known_name_inside_an_unknown_one_is_not_cut_out() {
    check("They had lost Wana Tolokand", "");
    check("Some shells fell on houses in Pir Tolokand.", "{Pir Tolokand=pir-tolokand city}");
    check("Later that day the Armed Forces of Karonia fired.", "[Armed Forces=armed-forces*]");
}

#[test]
fn datelines_are_places() {
    check(
        "PESHAWAR, Pakistan, Oct 12 (Karo Wire) - Rain fell.",
        "{PESHAWAR=PK-KP/Peshawar city} {Pakistan=PK country} [Karo Wire=karo-wire*]",
    );
    check("NAIROBI: Kenya on Sunday condemned it.", "{NAIROBI=KE-30/Nairobi city} [Kenya=kenya]");
}

#[test]
fn who_governs_depends_on_the_day() {
    let party = |published: &str| {
        let mut document = Document::from_text("day", "Kabul denied it.");
        document.published = published.parse().ok();
        let tokenized = tokenize(&document);
        let scan = Lexicon::built_in().scan(&tokenized);
        let found = names::find(&Reading::new(&tokenized, &scan), &[]);
        found.actors.first().map(|actor| actor.id.to_string())
    };
    assert_eq!(party("2025-10-12").as_deref(), Some("afghan-taliban"));
    assert_eq!(party("2019-10-12").as_deref(), Some("afghanistan"));
}

#[test]
fn names_in_their_own_languages() {
    // Dari, Pashto, Urdu, Arabic, Russian, Ukrainian, French.
    check("طالبان پاکستانی در ولایت ننگرهار بودند.", "[طالبان پاکستانی=ttp] {ننگرهار=AF-NAN admin1}");
    check("د ملګرو ملتونو په وینا په ننګرهار کې باران و.", "[ملګرو ملتونو=un] {ننګرهار=AF-NAN admin1}");
    check("پشاور میں تحریک طالبان پاکستان نے کہا", "{پشاور=PK-KP/Peshawar city} [تحریک طالبان پاکستان=ttp]");
    check("قالت حماس إن القصف أصاب خان يونس.", "[حماس=hamas] {خان يونس=PS-KYS/Khan Younis city}");
    check("قوات الدعم السريع في الفاشر", "[قوات الدعم السريع=rsf] {الفاشر=SD-DN/El Fasher city}");
    check("В Харькове была тревога, сообщила ООН.", "{Харькове=UA-63/Kharkiv city} [ООН=un]");
    check("У Харкові ЗСУ збили дрон.", "{Харкові=UA-63/Kharkiv city} [ЗСУ=ukraine-military]");
    check("La Croix-Rouge est à Beyrouth.", "[Croix-Rouge=icrc] {Beyrouth=LB-BA/Beirut city}");
    // Keyboards differ.
    check(
        "كابل و قندهار آرام بود و داعش رفت.",
        "{كابل=AF-KAB/Kabul city} {قندهار=AF-KAN/Kandahar city} [داعش=islamic-state]",
    );
}

#[test]
fn nothing_is_made_of_an_adjective_or_a_unit() {
    check("on Afghan soil", "");
    check("an anti-Pakistan rally", "");
    check("US$40 million was found", "");
}

#[test]
fn roles_of_an_owner() {
    check("Pakistani officials said so.", "[Pakistani officials=pakistan]");
    check("Pakistan's military said so.", "[Pakistan's military=pakistan-military]");
    check("the army of Pakistan", "[army of Pakistan=pakistan-military]");
    check("TTP fighters left.", "[TTP=ttp]");
    check("Thailand's foreign ministry spoke.", "[Thailand's foreign ministry=thailand-foreign-ministry]");
    check("Egypt's Ministry of Foreign Affairs spoke.", "[Egypt's Ministry of Foreign Affairs=egypt-foreign-ministry]");
    check("Lahore police said so.", "[Lahore police=police-punjab]");
    check("Sudanese refugees arrived.", "[Sudanese refugees=sudanese-refugees*]");
    check("Pakistan forces 5,000 men out.", "[Pakistan=pakistan]");
}

#[test]
fn bare_forces_take_the_country_named_before() {
    check("Clashes broke out in Sudan. The army said it had won.", "{Sudan=SD country} [army=saf]");
    check("In Kenya 22 military targets were hit.", "{Kenya=KE country}");
    check(
        "Shells hit Niger. \"It is over,\" a man told Reuters. The defence ministry said so.",
        "{Niger=NE country} [Reuters=reuters] [defence ministry=niger-ministry-of-defense]",
    );
}

#[test]
fn introductions_hold_for_the_document() {
    check(
        "The Sona River Front (SRF) said so. SRF men left.",
        "[Sona River Front=sona-river-front*] [SRF=sona-river-front*] [SRF=sona-river-front*]",
    );
    check(
        "The Group for Support of Islam and Muslims (JNIM) attacked.",
        "[Group for Support of Islam and Muslims=jnim] [JNIM=jnim]",
    );
    check("The National Liberation Army, or ELN, attacked.", "[National Liberation Army=eln] [ELN=eln]");
}

#[test]
fn persons() {
    check("Colonel Tamo Torel, spokesman for the army, spoke.", "[Tamo Torel=person:tamo-torel*]");
    check(
        "Lina Marou told reporters in Nairobi. Marou said no more.",
        "[Lina Marou=person:lina-marou*] {Nairobi=KE-30/Nairobi city} [Marou=person:lina-marou*]",
    );
    check("said Omar bin Talek, a trader", "[Omar bin Talek=person:omar-bin-talek*]");
    check("Minister of State for Interior Adama Torel said", "[Adama Torel=person:adama-torel*]");
    check("Mullah Torel said", "[Mullah Torel=person:mullah-torel*]");
    check("Meanwhile the General Assembly met", "");
}

#[test]
fn lines_in_capitals() {
    check(
        "THE GUATEMALAN ARMY SAID FRIDAY THAT 12 REBELS OF THE URNG HAD BEEN KILLED, AND MEXICO CITY OFFERED TO MEDIATE.",
        "[GUATEMALAN ARMY=guatemala-military] [URNG=urng] [MEXICO CITY=mexico]",
    );
    check("A SPOKESMAN, WHO ASKED NOT TO BE NAMED, GAVE THE FIGURE AS 12 REBELS.", "");
    check(
        "AT THE HOSPITAL A SURGEON, ERNAN TOREL, SAID: \"THERE IS NO MORE BLOOD.\"",
        "[ERNAN TOREL=person:ernan-torel*]",
    );
}

#[test]
fn bodies_of_other_countries() {
    check("Mexico's presidential palace said so.", "[Mexico's presidential palace=mexico-presidency*]");
    check("Colombia's ombudsman counted 12.", "[Colombia's ombudsman=colombia-ombudsman]");
    check("Syria's General Staff denied it.", "[Syria's General Staff=syria-general-staff*]");
    check("The Belarusian side lost 20 men.", "[Belarusian side=belarus]");
    check("Shops shut on the Belarusian side.", "");
    check("A farmers' union, Ascarol, accused them.", "[Ascarol=ascarol*]");
    check("Its commander, alias \"Torela\", fled.", "[Torela=person:torela*]");
    check("Brussels urged Ankara to act.", "[Brussels=eu] [Ankara=turkey]");
    check("Port Sudan rejected the offer.", "[Port Sudan=sudan]");
    check("They leave each day, most of them for Chad.", "{Chad=TD country}");
    check("Ten shells for every one of Moscow's.", "[Moscow=russia]");
}

#[test]
fn persons_belong_to_their_office() {
    let side = |text: &str| {
        let document = Document::from_text("office", text);
        let tokenized = tokenize(&document);
        let scan = Lexicon::built_in().scan(&tokenized);
        let found = names::find(&Reading::new(&tokenized, &scan), &[]);
        let person = found.actors.into_iter().find(|actor| actor.id.starts_with("person:"))?;
        Some(format!("{} {}", person.part_of.unwrap_or_default(), person.side.unwrap_or_default()))
    };
    let is = |text: &str, expected: &str| assert_eq!(side(text).as_deref(), Some(expected), "{text:?}");
    is("Ukraine's foreign minister, Ando Torel, met them.", "ukraine ukraine");
    is("Ando Torel, the Ukrainian army chief, met them.", "ukraine-military ukraine");
    is(
        "A spokesman for the Taliban's defence ministry, Ando Torel, said so.",
        "afghan-ministry-of-defense afghan-taliban",
    );
}

#[test]
fn unlisted_groups_by_their_head() {
    check("The Marou Liberation Front attacked.", "[Marou Liberation Front=marou-liberation-front*]");
    check("Frontline Ledger, a monitoring group, counted.", "[Frontline Ledger=frontline-ledger*]");
    check("He studied at Kabul University.", "");
    check("Operation Iron Valley began", "");
}

#[test]
fn places_by_head_and_container() {
    check("in Barmal, Paktika", "{Barmal=AF-PKA/Barmal admin2} {Paktika=AF-PKA admin1}");
    check("Tolok district of Nangarhar", "{Tolok=AF-NAN/Tolok admin2} {Nangarhar=AF-NAN admin1}");
    check("the village of Tolok in Paktika", "{Tolok=AF-PKA/Tolok city} {Paktika=AF-PKA admin1}");
    check("a market in Tolokand burned", "{Tolokand=tolokand city}");
    check(
        "Helmand, Kandahar and Zabul provinces",
        "{Helmand=AF-HEL admin1} {Kandahar=AF-KAN admin1} {Zabul=AF-ZAB admin1}",
    );
    check("posted in Arabic on Telegram", "");
}

#[test]
fn helpers_find_names_by_token() {
    let document = Document::from_text("help", "Kenya warned Chad. Rain fell in Nairobi.");
    let tokenized = tokenize(&document);
    let scan = Lexicon::built_in().scan(&tokenized);
    let found = names::find(&Reading::new(&tokenized, &scan), &[]);
    assert_eq!(found.actor_at(0).map(|actor| actor.id.as_ref()), Some("kenya"));
    assert_eq!(found.actor_at(1), None);
    assert_eq!(found.actors_in(1..4).len(), 1);
    assert_eq!(found.places_in(4..9).len(), 1);
    assert!(found.place_at(7).is_some());
}

proptest! {
    /// Mentions ascend, never overlap within a layer, and lie inside the text, whatever the text.
    #[test]
    fn mentions_ascend(words in prop::collection::vec(prop::sample::select(vec![
        "Kabul", "Pakistan", "'s", "army", "said", "in", "the", "Gen.", "Karo", "Lina", ",", "and", "(", ")", "KA", "-",
        "Ministry of", "Defence", "Kandahar", "province", "Taliban", "officials", "of", "\n\n", ".", "“", "Mr", "’", "—",
    ]), 0..40)) {
        let text = words.join(" ");
        let document = Document::from_text("law", text.as_str());
        let tokenized = tokenize(&document);
        let scan = Lexicon::built_in().scan(&tokenized);
        let found = names::find(&Reading::new(&tokenized, &scan), &[]);
        let mut spans: Vec<_> = found.actors.iter().map(|actor| actor.tokens.indices()).collect();
        spans.extend(found.places.iter().map(|place| place.tokens.indices()));
        spans.sort_by_key(|range| range.start);
        for pair in spans.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{text:?}: {pair:?}");
        }
        prop_assert!(spans.iter().all(|range| range.start < range.end && range.end <= tokenized.tokens.len()));
        prop_assert!(found.actors.is_sorted_by_key(|actor| actor.span) && found.places.is_sorted_by_key(|place| place.span));
    }
}

#[test]
fn towns_of_the_world_and_their_provinces() {
    // A name of the list alone tells nothing; behind a preposition in its country it is the town.
    check("Mogoditshane fell ill.", "");
    check(
        "Botswana's army stood guard in Mogoditshane.",
        "[Botswana's army=botswana-military] {Mogoditshane=BW-GA/Mogoditshane city}",
    );
    // Unlisted ones lie in the province that is named with them, and keep it.
    check(
        "Shells hit the village of Karoma in Nangarhar. Karoma was empty by night.",
        "{Karoma=AF-NAN/Karoma city} {Nangarhar=AF-NAN admin1} {Karoma=AF-NAN/Karoma city}",
    );
    check(
        "In Helmand they burned the villages of Lorgai and Burzoni.",
        "{Helmand=AF-HEL admin1} {Lorgai=AF-HEL/Lorgai city} {Burzoni=AF-HEL/Burzoni city}",
    );
    check("Karoma, a small town in Borno, was attacked.", "{Karoma=NG-BO/Karoma city} {Borno=NG-BO admin1}");
    // A capital before a common noun is an adjective, and so is one before a hyphen and a participle.
    check("The shells fell in Lomen no-fire zones.", "");
    check("It lies beside the Lomen-held town.", "");
}

#[test]
fn spellings_of_other_languages_take_no_name_of_a_province() {
    check("Troops left Équateur on Monday.", "{Équateur=CD-EQ admin1}");
    check("Fighting went on in Équateur and in Borno.", "{Équateur=CD-EQ admin1} {Borno=NG-BO admin1}");
}

#[test]
fn places_in_lists_and_examples() {
    check(
        "In Borno they burned the villages of Karoma, Lomenta and Burzoni.",
        "{Borno=NG-BO admin1} {Karoma=NG-BO/Karoma city} {Lomenta=NG-BO/Lomenta city} {Burzoni=NG-BO/Burzoni city}",
    );
    check("Shells fell on villages including Karoma in Borno.", "{Karoma=NG-BO/Karoma city} {Borno=NG-BO admin1}");
    check("They came from Iran (360), Pakistan (16) and other countries.", "{Iran=IR country} {Pakistan=PK country}");
    check(
        "Fighting spread in the Nigerian village of Karoma in Borno.",
        "{Karoma=NG-BO/Karoma city} {Borno=NG-BO admin1}",
    );
}

#[test]
fn a_common_word_before_a_head_is_no_place() {
    check("They wanted to carve out an Islamic state.", "");
    check("Coastal villages were cut off.", "");
    check("Shelling hit Kurdish villages.", "");
    check("Barmal district was cut off.", "{Barmal=AF-PKA/Barmal admin2}");
}

#[test]
fn a_town_lies_in_the_province_of_its_namesake_city() {
    check("The bomb hit Panjwayi village in Kandahar.", "{Panjwayi=AF-KAN/Panjwayi admin2} {Kandahar=AF-KAN admin1}");
    check("Shells fell in western Aleppo.", "{Aleppo=SY-HL admin1}");
    check("Rebels drove into Aleppo.", "{Aleppo=SY-HL/Aleppo city}");
}

#[test]
fn armed_men_of_a_people() {
    check("Libyan rebels took the town.", "[Libyan rebels=libyan-rebels*]");
    check("He led a Kurdish militia.", "[Kurdish militia=kurdish-militia*]");
    check("Tuareg fighters and Arab gunmen clashed.", "[Tuareg fighters=tuareg-fighters*] [Arab gunmen=arab-gunmen*]");
}

#[test]
fn forces_of_the_government_and_of_nobody_named() {
    check("In Mali, government forces withdrew.", "{Mali=ML country} [government forces=mali-military]");
    check("Pro-government forces left Mali.", "[Pro-government forces=pro-government-forces] {Mali=ML country}");
    check("Talks began in Mali. The government said so.", "{Mali=ML country} [government=mali]");
}

#[test]
fn bodies_and_their_branches() {
    check(
        "The head of the Karoma Monitoring Mission, Amin Lomen, told them.",
        "[Karoma Monitoring Mission=karoma-monitoring-mission*] [Amin Lomen=person:amin-lomen*]",
    );
    check("UNHCR Iran resumed it.", "[UNHCR=unhcr]");
    check("The rebel group Karoma denied it.", "[Karoma=karoma*]");
    check("The 14th Karoma Brigade left.", "[14th Karoma Brigade=14th-karoma-brigade*]");
    check("They broke the Minsk agreements.", "");
    check("They use Unmanned Ground Vehicles (UGV) there.", "");
    check("Syria's civil war goes on.", "");
    check("Russia's Africa Corps left.", "[Africa Corps=africa-corps]");
}

#[test]
fn agencies_in_datelines_and_persons_of_bodies() {
    check("GOMA, Congo (AP) — Rain fell.", "{GOMA=CD-NK/Goma city} {Congo=CD country} [AP=ap]");
    check(
        "Amin Lomen of the Karoma Rights Organization denied it.",
        "[Amin Lomen=person:amin-lomen*] [Karoma Rights Organization=karoma-rights-organization*]",
    );
}

#[test]
fn a_town_under_attack_is_a_place() {
    check("The attack on Kyiv injured 16 people.", "{Kyiv=UA-30/Kyiv city}");
    check("The bombing of Beirut went on.", "{Beirut=LB-BA/Beirut city}");
    check("Shelling of Khartoum left many dead.", "{Khartoum=SD-KH/Khartoum city}");
    check("An attack on Pakistan was planned.", "[Pakistan=pakistan]");
}
