//! Amounts of two units, marks and digits of other scripts, and numbers as other languages write them.

use super::{check, read_in};
use crate::extraction::Quantity;

#[test]
fn other_notations() {
    check("1.450.000 trees", "1.450.000 = 1450000..1450000 eq");
    check("8.2 million left", "8.2 million = 8200000..8200000 eq");
    check("It fell 4 . 7 % and 12 , 000 men left .", "4 . 7 % = 4.7..4.7 eq percent; 12 , 000 = 12000..12000 eq");
    check("2.1e6 and 3x10^4", "2.1e6 = 2100000..2100000 eq; 3x10^4 = 30000..30000 eq");
    check("The share is five over eight.", "five over eight = 0.63..0.63 eq");
    check("two hundred and six fifths", "two hundred and six fifths = 41.2..41.2 eq");
    check("It costs three quarters billion dollars.", "three quarters billion dollars = 750000000..750000000 eq USD");
    check("Two thirds million people live there.", "Two thirds million = 666666.67..666666.67 eq");
    check("Three quarters of the town is gone.", "Three quarters = 75..75 eq percent");
}

#[test]
fn two_units() {
    check("a trench 6 feet 3 inches deep", "6 feet 3 inches = 6.25..6.25 eq foot");
    check("It cost 20 dollars and 75 cents.", "20 dollars and 75 cents = 20.75..20.75 eq USD");
    check("The wall is 6 ft 4 in high.", "6 ft 4 in = 6.33..6.33 eq foot");
    check("He walked 6 feet. 4 in Karo fell.", "6 feet = 6..6 eq foot; 4 = 4..4 eq");
    // Hundredths of a currency that nothing names are a unit of their own.
    check("Bread rose by 40 cents.", "40 cents = 40..40 eq cent");
    check("A litre costs one penny more.", "one penny = 1..1 eq penny");
    check("Each share fell to 215 pence.", "215 pence = 215..215 eq penny");
    check("They lost 40 USD million.", "40 USD million = 40000000..40000000 eq USD");
    check("It lasted 2 hours 15 minutes.", "2 hours 15 minutes = 2.25..2.25 eq hour");
    check("He got two years and six months.", "two years = 2..2 eq year; six months = 6..6 eq month");
    check("They paid 20 dollars, 50 men did.", "20 dollars = 20..20 eq USD; 50 = 50..50 eq");
}

/// `span = value`, numbers parted by `; `.
fn check_in(language: &str, text: &str, expected: &str) {
    read_in(Some(language), text, |found| {
        let value =
            |quantity: &Quantity<'_>| format!("{} = {}", quantity.span.of(text), quantity.low.unwrap_or(f64::NAN));
        assert_eq!(found.iter().map(value).collect::<Vec<_>>().join("; "), expected, "{text:?}");
    });
}

#[test]
fn digits_as_other_languages_write_them() {
    check_in("fa", "۱۲ نفر کشته و ۱٬۵۰۰ نفر بیجا شدند.", "۱۲ = 12; ۱٬۵۰۰ = 1500");
    check_in("ar", "قتل ٢٣ شخصا وأصيب ١٬٢٠٠ آخرون.", "٢٣ = 23; ١٬٢٠٠ = 1200");
    check_in("my", "၁၅ ဦး သေဆုံးခဲ့သည်။", "၁၅ = 15");
    check_in("fa", "در سال ۱۴۰۴ و در ۲۰۲۵ بود.", "");
    check_in(
        "fr",
        "Au total 1 500 personnes ont fui et 12,5 millions ont faim.",
        "1 500 = 1500; 12,5 millions = 12500000",
    );
    check_in("ru", "Эвакуированы 1 200 человек, погибли 14 человек.", "1 200 = 1200; 14 = 14");
    check_in("uk-UA", "Загинули 3 людини, поранено 2 450 людей.", "3 = 3; 2 450 = 2450");
    check_in("es", "Unas 12.500 personas huyeron y 3 murieron.", "12.500 = 12500; 3 = 3");
    check_in("de", "Rund 1.200.000 Menschen, 2,5 Prozent.", "1.200.000 = 1200000; 2,5 = 2.5");
    check_in("en-GB", "In all 12.500 km and 12, 5 more.", "12.500 km = 12.5; 12 = 12; 5 = 5");
}
