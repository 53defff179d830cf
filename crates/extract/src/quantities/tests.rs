//! One table of examples for each rule; beside each text what a reader would put in a table.

use crossread_lexicon::Lexicon;
use crossread_text::{Document, tokenize};
use proptest::prelude::*;

mod notations;

use super::find;
use crate::extraction::Quantity;
use crate::reading::Reading;

fn read(text: &str, look: impl FnOnce(&[Quantity<'_>])) {
    read_in(None, text, look);
}

fn read_in(language: Option<&str>, text: &str, look: impl FnOnce(&[Quantity<'_>])) {
    let document = Document { language: language.map(str::to_owned), ..Document::from_text("t", text) };
    let tokenized = tokenize(&document);
    let scan = Lexicon::built_in().scan(&tokenized);
    let reading = Reading::new(&tokenized, &scan);
    let times = crate::times::find(&reading);
    let names = crate::names::find(&reading, &times);
    look(&find(&reading, &times, &names));
}

/// `span = low..high comparator unit`, quantities parted by `; `.
fn check(text: &str, expected: &str) {
    read(text, |found| {
        let bound =
            |bound: Option<f64>| bound.map_or(String::new(), |bound| format!("{}", (bound * 100.0).round() / 100.0));
        let shown: Vec<_> = found
            .iter()
            .map(|quantity| {
                let line = format!(
                    "{} = {}..{} {} {}",
                    quantity.span.of(text),
                    bound(quantity.low),
                    bound(quantity.high),
                    quantity.comparator.name(),
                    quantity.unit.unwrap_or_default()
                );
                line.trim_end().to_owned()
            })
            .collect();
        assert_eq!(shown.join("; "), expected, "{text:?}");
    });
}

#[test]
fn those_told_before_are_not_counted_again() {
    use crate::check::check_figures;
    check_figures("Add the two and you have a battle.", &[]);
    check_figures("There is no trust between the three, he said.", &[]);
    check_figures("The two soldiers died.", &["\"two\" 2..2 person killed of soldiers = security-force scope event"]);
}

#[test]
fn over_a_number_of_places_is_a_preposition() {
    use crate::check::check_figures;
    check_figures(
        "Air defences destroyed 39 drones over five regions, 21 of them over Belgorod.",
        &[
            "\"39\" 39..39 item destroyed of drones scope event",
            "\"five\" 5..5 item other of regions at RU-BEL/Belgorod from the clause",
            "\"21\" 21..21 item destroyed of drones at RU-BEL/Belgorod from the clause scope event part of 0",
        ],
    );
    check_figures("Fighting spread to over five provinces.", &["\"over five\" 5.. item other of provinces"]);
}

#[test]
fn digits() {
    check("It hit 1,063 houses.", "1,063 = 1063..1063 eq");
    check("1,50,000 left.", "1,50,000 = 150000..150000 eq");
    check("66\u{202F}000 left, 12 000 stayed.", "66\u{202F}000 = 66000..66000 eq; 12 000 = 12000..12000 eq");
    check("1 250 000 remained.", "1 250 000 = 1250000..1250000 eq");
    check("2.7 million Afghans", "2.7 million = 2700000..2700000 eq");
    check("3 lakh 50 thousand voters", "3 lakh 50 thousand = 350000..350000 eq");
    check("Injured: 0", "0 = 0..0 eq");
    check("2½ million people", "2½ million = 2500000..2500000 eq");
    check("The change was -5 percent.", "-5 percent = -5..-5 eq percent");
}

#[test]
fn words() {
    check("Fifty-eight soldiers died.", "Fifty-eight = 58..58 eq");
    check("twenty three (23) sons", "twenty three (23) = 23..23 eq");
    check("six hundred and sixty-seven men", "six hundred and sixty-seven = 667..667 eq");
    check("one and a half million left", "one and a half million = 1500000..1500000 eq");
    check("six and a half thousand troops", "six and a half thousand = 6500..6500 eq");
    check("a quarter of a million people", "a quarter of a million = 250000..250000 eq");
    check("half a million, half a dozen posts", "half a million = 500000..500000 eq; half a dozen = 6..6 eq");
    check("three dozens of cots, five and a half dozen", "three dozens = 36..36 eq; five and a half dozen = 66..66 eq");
    check(
        "two point five million, zero point zero eight",
        "two point five million = 2500000..2500000 eq; zero point zero eight = 0.08..0.08 eq",
    );
    check(
        "three million and a half, a billion and a quarter million",
        "three million and a half = 3500000..3500000 eq; a billion and a quarter million = 1000250000..1000250000 eq",
    );
    check("3 hundred and 21 men and 10 1/2 miles", "3 hundred and 21 = 321..321 eq; 10 1/2 miles = 10.5..10.5 eq mile");
    check(
        "minus twenty degrees, negative 3 percent",
        "minus twenty degrees = -20..-20 eq degree; negative 3 percent = -3..-3 eq percent",
    );
    check("a .25 percent fee", ".25 percent = 0.25..0.25 eq percent");
    check("-5 killed in Homs", "5 = 5..5 eq");
    check("a hundred houses and two dozen cows", "a hundred = 100..100 eq; two dozen = 24..24 eq");
    check("between a hundred and two hundred men", "between a hundred and two hundred = 100..200 range");
}

#[test]
fn comparators() {
    check("more than 100 died", "more than 100 = 100.. gt");
    check("at least a dozen bodies", "at least a dozen = 12.. ge");
    check("up to 50 men, fewer than 900 cots", "up to 50 = ..50 le; fewer than 900 = ..900 lt");
    check("no fewer than 31 women", "no fewer than 31 = 31.. ge");
    check("not more than two clinics", "not more than two = ..2 le");
    check(
        "some 5,500 trucks, close to one million",
        "some 5,500 = 5500..5500 approx; close to one million = 1000000..1000000 approx",
    );
    check("400+ hurt, 20-odd militants, 200-plus men", "400+ = 400.. gt; 20-odd = 20..20 approx; 200-plus = 200.. gt");
    check("a dozen or so schools, 12 or more", "a dozen or so = 12..12 approx; 12 or more = 12.. ge");
    check("a 100,000-strong army", "100,000-strong = 100000..100000 eq");
}

#[test]
fn ranges() {
    check("between 3,000 and 5,000 fighters", "between 3,000 and 5,000 = 3000..5000 range");
    check("6,000–6,500 men, 8,000-9,000 homes", "6,000–6,500 = 6000..6500 range; 8,000-9,000 = 8000..9000 range");
    check("four to five thousand men", "four to five thousand = 4000..5000 range");
    check("about 10-15,000 people", "about 10-15,000 = 10000..15000 range");
    check("Estimates run from 40,000 to 150,000.", "from 40,000 to 150,000 = 40000..150000 range");
    check("The price rose from 12 to 18.", "12 = 12..12 eq; 18 = 18..18 eq");
    check("It cost from Rs 120 to Rs 580.", "Rs 120 = 120..120 eq PKR; Rs 580 = 580..580 eq PKR");
    check("He sent 10/12 fighters.", "10/12 = 10..12 range");
    check("It was heard until five six kilometers.", "five six kilometers = 5..6 range km");
    check("Two, three hundred men came.", "Two, three hundred = 200..300 range");
    check("1.2m-1.5m people", "1.2m-1.5m = 1200000..1500000 range");
    check("Estimates ranged from $5 to $10.", "from $5 to $10 = 5..10 range USD");
    check("3 hundred and 2 hundred", "3 hundred = 300..300 eq; 2 hundred = 200..200 eq");
    check("more than 40 but fewer than 50 trucks", "more than 40 but fewer than 50 = 40..50 range");
    check("at most 100 and at least 20 km away", "at most 100 and at least 20 km = 20..100 range km");
    check("more than 40 soldiers and fewer than 50 rebels", "more than 40 = 40.. gt; fewer than 50 = ..50 lt");
    check("more than 40 and less than 10", "more than 40 = 40.. gt; less than 10 = ..10 lt");
    check("an 8- to 16-week course, >= 30 sites", "8- to 16-week = 8..16 range week; >= 30 = 30.. ge");
    check("-18 °C to -34 °C", "-18 °C to -34 °C = -34..-18 range celsius");
    check("He is over thirty years old.", "over thirty years = 30.. gt year");
    check("200 or less than 90", "200 = 200..200 eq; less than 90 = ..90 lt");
    check("two or three shells", "two or three = 2..3 range");
}

#[test]
fn units() {
    check("a 2,600-km (1,615-mile) border", "2,600-km = 2600..2600 eq km; 1,615-mile = 1615..1615 eq mile");
    check("a 48-hour truce, a 12-year-old boy", "48-hour = 48..48 eq hour; 12-year-old = 12..12 eq year");
    check("a two-decade-old war", "two-decade-old = 2..2 eq decade");
    check(
        "60 per cent, 15%, 40pc",
        "60 per cent = 60..60 eq percent; 15% = 15..15 eq percent; 40pc = 40..40 eq percent",
    );
    check("30–40 percent higher", "30–40 percent = 30..40 range percent");
    check("between 8% and 15%", "between 8% and 15% = 8..15 range percent");
    check("over some 45 km of road", "some 45 km = 45..45 approx km");
    check("about a mile off, half an hour later", "about a mile = 1..1 approx mile; half an hour = 0.5..0.5 eq hour");
    check("up to 20,000 day labourers", "up to 20,000 = ..20000 le");
    check(
        "45 acres, 2.4 billion gallons, a six-foot wall",
        "45 acres = 45..45 eq acre; 2.4 billion gallons = 2400000000..2400000000 eq gallon; six-foot = 6..6 eq foot",
    );
    check(
        "80 km/h winds, 45 degrees Celsius, 1,800 MW",
        "80 km/h = 80..80 eq km/h; 45 degrees Celsius = 45..45 eq celsius; 1,800 MW = 1800..1800 eq megawatt",
    );
    check("500 pounds of TNT, a 2,000-pound bomb", "500 pounds = 500..500 eq pound; 2,000-pound = 2000..2000 eq pound");
    check(
        "a half-mile queue, 1\u{A0}234\u{A0}567.5 tonnes",
        "half-mile = 0.5..0.5 eq mile; 1\u{A0}234\u{A0}567.5 tonnes = 1234567.5..1234567.5 eq tonne",
    );
    check("a 1/4 mile strip, ⅔ of it", "1/4 mile = 0.25..0.25 eq mile; ⅔ = 66.67..66.67 eq percent");
    check("200m from the gate, 5m litres", "200m = 200..200 eq metre; 5m litres = 5000000..5000000 eq litre");
    check("They met 15 times over three days.", "15 = 15..15 eq; three days = 3..3 eq day");
    check("aged 44", "44 = 44..44 eq year");
    check("70 percent of children under five were ill", "70 percent = 70..70 eq percent; under five = ..5 lt year");
}

#[test]
fn money() {
    check(
        "US$11.4 million, $4m, €2.1bn",
        "US$11.4 million = 11400000..11400000 eq USD; $4m = 4000000..4000000 eq USD; €2.1bn = 2100000000..2100000000 eq EUR",
    );
    check("$2–3 billion a year", "$2–3 billion = 2000000000..3000000000 range USD");
    check("$3-5m a day", "$3-5m = 3000000..5000000 range USD");
    check("Pakistan spent Rs45bn.", "Rs45bn = 45000000000..45000000000 eq PKR");
    check("India gave Rs 200 crore.", "Rs 200 crore = 2000000000..2000000000 eq INR");
    check("In Pakistan, Rs. 500 and Rs1,50,000", "Rs. 500 = 500..500 eq PKR; Rs1,50,000 = 150000..150000 eq PKR");
    check("Pakistan paid Rs0.5 million.", "Rs0.5 million = 500000..500000 eq PKR");
    check("In Syria it cost 500,000 pounds.", "500,000 pounds = 500000..500000 eq SYP");
    check("A fund of 20 million pounds", "20 million pounds = 20000000..20000000 eq GBP");
    check("A $60 billion fund, A$5m", "$60 billion = 60000000000..60000000000 eq USD; A$5m = 5000000..5000000 eq AUD");
    check("180,000 kyat a sack", "180,000 kyat = 180000..180000 eq MMK");
    check("more than $3 million", "more than $3 million = 3000000.. gt USD");
    check(
        "100,000 afghanis for each martyr and 50,000 for each wounded man",
        "100,000 afghanis = 100000..100000 eq AFN; 50,000 = 50000..50000 eq AFN",
    );
}

#[test]
fn a_currency_that_nothing_tells_apart_keeps_the_others() {
    for (text, unit) in [
        ("It cost 500 rupees.", "PKR"),
        ("Kabul said Afghanistan paid Rs500.", "PKR"),
        ("In Pakistan it cost Rs 500.", "PKR"),
        ("In India it cost Rs 500.", "INR"),
    ] {
        read(text, |found| {
            let quantity = &found[0];
            assert_eq!(quantity.unit, Some(unit), "{text}");
            let others = &quantity.evidence.alternatives;
            assert!(others.iter().any(|other| other == if unit == "PKR" { "INR" } else { "PKR" }), "{text}");
            assert_eq!(others.len(), 3, "{text}");
        });
    }
}

#[test]
fn carried_units() {
    check("| Sector | USD | Homes |\n| Shelter | 9,800 | 12 |\n", "9,800 = 9800..9800 eq USD; 12 = 12..12 eq");
    check(
        "Budget by sector (USD / PKR)\n\nFood: 28,500 / 8.00bn\nHealth: 12,400 / 3.50bn\n",
        "28,500 = 28500..28500 eq USD; 8.00bn = 8000000000..8000000000 eq PKR; \
         12,400 = 12400..12400 eq USD; 3.50bn = 3500000000..3500000000 eq PKR",
    );
}

#[test]
fn shares() {
    check("One in three of the dead", "One in three = 33.33..33.33 eq percent");
    check("2/3 of the land, more than half voted", "2/3 = 66.67..66.67 eq percent; more than half = 50.. gt percent");
    check("nine in ten families", "nine in ten = 90..90 eq percent");
    check("above one quarter and below a half", "above one quarter and below a half = 25..50 range percent");
    check("two thirds of them", "two thirds = 66.67..66.67 eq percent");
    check(
        "roughly a third of them, half its army",
        "roughly a third = 33.33..33.33 approx percent; half = 50..50 eq percent",
    );
    check("cut by half", "half = 50..50 eq percent");
    check("a third round of talks, the second half", "");
    check("54 attacks in 24 hours", "54 = 54..54 eq; 24 hours = 24..24 eq hour");
}

#[test]
fn vague_quantities() {
    check("Dozens died.", "Dozens = 24.. approx");
    check("tens of thousands fled", "tens of thousands = 20000.. approx");
    check("hundreds of kilometres", "hundreds of kilometres = 200.. approx km");
    check("several hundred men", "several hundred = 200.. approx");
}

#[test]
fn no_figures() {
    check("the 11th Corps and the twenty-first brigade", "");
    check("F-16, Kh-101, G-11 and M23", "");
    check("Resolution 2593, Article 51, No. 47/2026, Update #3", "");
    check("“Operation Righteous Fury 2” and Scenario 1", "");
    check("at 18:02, at 5 a.m., at 0630", "");
    check("1.1 Violence is high.", "");
    check("2. The army fled.", "");
    check("120mm mortars, a 155-mm gun", "");
    check("They won 5-2. Call +93 700 123 456.", "");
    check("one of them, no one, one another", "");
    check("a six-member team, a three-pronged attack", "");
    check("9/11", "");
    check("see https://example.org/a-12/345 or page 7", "");
    check("The study, on pages 6 and 7, lists nine dead.", "nine = 9..9 eq");
    check("On page 6 and 40 others like it nobody died.", "40 = 40..40 eq");
    check("The bomber, 22, fled in his ninety-second year at 1800 hours.", "");
}

#[test]
fn the_word_one() {
    check("One soldier was killed.", "One = 1..1 eq");
    check("killing one and wounding three", "one = 1..1 eq; three = 3..3 eq");
    check("Two tanks and one drone were destroyed.", "Two = 2..2 eq; one = 1..1 eq");
    check("One said so. My father had one rule.", "");
}

/// The number in English words, as a reader would write it.
fn spell(number: u32) -> String {
    const SMALL: [&str; 20] = [
        "",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let small = |number: u32| SMALL[number as usize];
    match number {
        0..20 => small(number).to_owned(),
        20..100 if number.is_multiple_of(10) => TENS[(number / 10) as usize].to_owned(),
        20..100 => format!("{}-{}", TENS[(number / 10) as usize], small(number % 10)),
        100..1000 if number.is_multiple_of(100) => format!("{} hundred", small(number / 100)),
        100..1000 => format!("{} hundred and {}", small(number / 100), spell(number % 100)),
        _ => {
            let (scale, name) = if number >= 1_000_000 { (1_000_000, "million") } else { (1000, "thousand") };
            let rest = number % scale;
            let joint = if rest == 0 {
                ""
            } else if rest < 100 {
                " and "
            } else {
                " "
            };
            format!("{} {name}{joint}{}", spell(number / scale), if rest == 0 { String::new() } else { spell(rest) })
        }
    }
}

proptest! {
    #[test]
    fn words_read_back(number in 2u32..1_000_000_000) {
        let text = format!("They counted {} people.", spell(number));
        read(&text, |found| {
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].low, Some(f64::from(number)), "{text}");
        });
    }

    #[test]
    fn quantities_are_ordered_and_bounded(words in proptest::collection::vec(
        prop_oneof![
            Just("more than"), Just("between"), Just("and"), Just("to"), Just("five"), Just("hundred"), Just("12"),
            Just("-"), Just("3,000"), Just("million"), Just("km"), Just("$"), Just("%"), Just("("), Just(")"), Just("a"),
            Just("half"), Just("third"), Just("in"), Just("."), Just("/"), Just("Rs45bn"), Just("people"), Just("or so"),
            Just("dozens of"), Just("2025"), Just("October"), Just("one"), Just("–"), Just("+"), Just("odd"),
        ], 0..14), gaps in any::<u16>()) {
        let mut text = String::new();
        for (index, word) in words.iter().enumerate() {
            text.push_str(word);
            if gaps >> index & 1 == 0 { text.push(' '); }
        }
        read(&text, |found| {
            for quantity in found {
                if let (Some(low), Some(high)) = (quantity.low, quantity.high) {
                    assert!(low <= high, "{text}");
                }
                assert!(quantity.tokens.start <= quantity.number.start && quantity.number.end <= quantity.tokens.end, "{text}");
            }
            assert!(found.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()), "{text}");
        });
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,80}") {
        read(&text, |_| {});
    }
}

#[test]
fn verbs_that_end_in_a_comparator() {
    check("The village council handed over 63 rifles.", "63 = 63..63 eq");
    check("Rebels turned over 18 captives and took over nine wells.", "18 = 18..18 eq; nine = 9..9 eq");
    check("It took over nine hours.", "over nine hours = 9.. gt hour");
    check("Suspects were kept under 48-hour watch.", "48-hour = 48..48 eq hour");
    check("The column stretched over 30 km.", "over 30 km = 30.. gt km");
    check(
        "It lost more than…300 men, approx. 40 of them boys.",
        "more than…300 = 300.. gt; approx. 40 = 40..40 approx",
    );
}

#[test]
fn notes_and_lists_are_no_figures() {
    check("Crops failed.[4] Herds died.[[5]]", "");
    check("The dam held.7 The town did not.8", "");
    check("He saw “nothing.”12 Others fled.", "");
    check("He named [14] villages.", "14 = 14..14 eq");
    check(
        "It asked: 1) that roads open; 2) 30 men go; (3) aid flow (at least 9 trucks).",
        "30 = 30..30 eq; at least 9 = 9.. ge",
    );
    check(
        "Some 4,310,200—nearly 9 percent—moved.",
        "Some 4,310,200 = 4310200..4310200 approx; nearly 9 percent = 9..9 approx percent",
    );
}

#[test]
fn names_with_numbers_are_no_figures() {
    check("They reached Dara 3 and 4 camps with 60 tents.", "60 = 60..60 eq");
    check("The 209 Shaheen Corps and the 2140 Committee met at 12 Hill Road.", "");
    check("Two PKT machine guns", "Two = 2..2 eq");
    check("He came at 9.15, ate by 18.40, left at 2100 GMT.", "");
    check("Lac Assal is at 9.15 percent salt.", "9.15 percent = 9.15..9.15 eq percent");
}

#[test]
fn one() {
    check("One nurse said the ward was full.", "");
    check("In one hamlet, 14 cows died.", "14 = 14..14 eq");
    check("Seized: 9 rifles, one mortar, two pistols", "9 = 9..9 eq; one = 1..1 eq; two = 2..2 eq");
    check("One nurse was killed.", "One = 1..1 eq");
}

#[test]
fn changes() {
    check(
        "Thefts rose by a third between 2011 and 2012, from 1,310 to 1,744.",
        "a third = 33.33..33.33 eq percent; 1,310 = 1310..1310 eq; 1,744 = 1744..1744 eq",
    );
    check("It got a fifth less than last year.", "a fifth = 20..20 eq percent");
}

#[test]
fn hours_and_minutes_are_no_count() {
    for text in [
        "The attack began at approximately 1545 (local time).",
        "Shells fell between 1830 and 2200 on Monday.",
        "The convoy left at 1130 yesterday.",
    ] {
        check(text, "");
    }
    check("The toll stood at 1545 yesterday.", "1545 = 1545..1545 eq");
    check("The camp holds 1100 people today.", "1100 = 1100..1100 eq");
}

#[test]
fn two_ages_share_a_label() {
    check("Two nurses aged 19 and 21 died.", "Two = 2..2 eq; 19 = 19..19 eq year; 21 = 21..21 eq year");
    check("Men aged 30 and 44, both from Karo, died.", "30 = 30..30 eq year; 44 = 44..44 eq year");
    check("Boys aged 9 and 12 farmers died.", "9 = 9..9 eq year; 12 = 12..12 eq");
}

#[test]
fn currency_of_the_report() {
    let from = |source: &str, text: &str| {
        let document = Document { source: Some(source.to_owned()), ..Document::from_text("t", text) };
        let tokenized = tokenize(&document);
        let scan = Lexicon::built_in().scan(&tokenized);
        let reading = Reading::new(&tokenized, &scan);
        let times = crate::times::find(&reading);
        let names = crate::names::find(&reading, &times);
        let found = find(&reading, &times, &names);
        let first =
            found.first().map(|found| (found.unit.unwrap_or_default().to_owned(), found.evidence.alternatives.len()));
        first.unwrap_or_default()
    };
    let abroad = "Pakistan shut the border. Families of the dead will get Rs 4 lakh each.";
    assert_eq!(from("Herald of India", abroad), ("INR".to_owned(), 3));
    assert_eq!(from("The Valley Post", abroad), ("PKR".to_owned(), 3));
    assert_eq!(from("Herald of India", "Pakistan set aside Rs 900 billion."), ("PKR".to_owned(), 3));
    let sudan = "Sudan is at war. Sudan is hungry. A sack costs 90,000 pounds.";
    assert_eq!(from("BBC", sudan).0, "SDG");
}
