//! One table of examples for each rule.

use crossread_lexicon::Lexicon;
use crossread_text::{Document, tokenize};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::find;
use crate::extraction::TimeMention;
use crate::reading::Reading;

fn read(language: &str, text: &str, published: Option<Date>, look: impl FnOnce(&[TimeMention<'_>])) {
    let document = Document { published, language: Some(language.to_owned()), ..Document::from_text("t", text) };
    let tokenized = tokenize(&document);
    let scan = Lexicon::built_in().scan(&tokenized);
    look(&find(&Reading::new(&tokenized, &scan)));
}

/// `span = from..to`, times parted by `; `; one day is written once.
fn check_on(published: Option<Date>, text: &str, expected: &str) {
    check_in("en", published, text, expected);
}

/// The same in another language.
fn check_in(language: &str, published: Option<Date>, text: &str, expected: &str) {
    read(language, text, published, |found| {
        let shown: Vec<_> = found
            .iter()
            .map(|time| {
                let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
                let days = match (time.from, time.to) {
                    (None, None) => "?".to_owned(),
                    (from, to) if from == to => day(from),
                    (from, to) => format!("{}..{}", day(from), day(to)),
                };
                format!("{} = {days}", time.span.of(text))
            })
            .collect();
        assert_eq!(shown.join("; "), expected, "{text:?}");
    });
}

/// As read in a report of Wednesday, 4 March 2026.
fn check(text: &str, expected: &str) {
    check_on(Some(date(2026, 3, 4)), text, expected);
}

#[test]
fn days() {
    for text in [
        "12 October 2025",
        "October 12, 2025",
        "12 Oct. 2025",
        "12th of October 2025",
        "2025-10-12",
        "12/10/2025",
        "12.10.2025",
    ] {
        check(text, &format!("{text} = 2025-10-12"));
    }
    check("Friday, 27 February 2026", "Friday, 27 February 2026 = 2026-02-27");
    check("10/13/2025 and 10/12/2025", "10/13/2025 = 2025-10-13; 10/12/2025 = 2025-10-12");
    check("SAN SALVADOR, 12 JAN 90 (AFP)", "12 JAN 90 = 1990-01-12");
    check("Lima, 27 may 89 (radio)", "27 may 89 = 1989-05-27");
    check("On 12 October 46 died.", "12 October = 2025-10-12");
    check("on the sixteenth of April 2025", "the sixteenth of April 2025 = 2025-04-16");
}

#[test]
fn ranges() {
    check("the night of 11/12 October 2025", "11/12 October 2025 = 2025-10-11..2025-10-12");
    check("25–30 October 2025", "25–30 October 2025 = 2025-10-25..2025-10-30");
    check("October 11-12, 2025", "October 11-12, 2025 = 2025-10-11..2025-10-12");
    check("26 November–1 December 2025", "26 November–1 December 2025 = 2025-11-26..2025-12-01");
    check("between 26 February and 1 March 2026", "between 26 February and 1 March 2026 = 2026-02-26..2026-03-01");
    check("buried between 12 and 15 October 2025", "between 12 and 15 October 2025 = 2025-10-12..2025-10-15");
    check("February and March 2017", "February and March 2017 = 2017-02-01..2017-03-31");
    check("December 2025 – May 2026", "December 2025 – May 2026 = 2025-12-01..2026-05-31");
    check("between 2001 and 2020", "between 2001 and 2020 = 2001-01-01..2020-12-31");
    check("2022-2023, 2024/25", "2022-2023 = 2022-01-01..2023-12-31; 2024/25 = 2024-01-01..2025-12-31");
    check("from 28 December to 3 January 2026", "28 December to 3 January 2026 = 2025-12-28..2026-01-03");
}

#[test]
fn months_quarters_years() {
    check("in October 2025", "October 2025 = 2025-10-01..2025-10-31");
    check("February of 2025", "February of 2025 = 2025-02-01..2025-02-28");
    check("the third quarter of 2025", "the third quarter of 2025 = 2025-07-01..2025-09-30");
    check(
        "the first half of 2025, Q4 2024",
        "the first half of 2025 = 2025-01-01..2025-06-30; Q4 2024 = 2024-10-01..2024-12-31",
    );
    check("the first six months of 2025", "the first six months of 2025 = 2025-01-01..2025-06-30");
    check("the second half of last year", "the second half of last year = 2025-07-01..2025-12-31");
    check("the 2018 elections, the 1971 war", "2018 = 2018-01-01..2018-12-31; 1971 = 1971-01-01..1971-12-31");
    check("the October 7 attacks", "October 7 = 2025-10-07");
    check("the 2025-26 budget", "2025-26 = ?");
    check("from 2019 until 2022", "2019 until 2022 = 2019-01-01..2022-12-31");
    check("early 2025, late 2022", "early 2025 = 2025-01-01..2025-03-31; late 2022 = 2022-10-01..2022-12-31");
    check(
        "late December 2024, mid-January 2026",
        "late December 2024 = 2024-12-21..2024-12-31; mid-January 2026 = 2026-01-11..2026-01-20",
    );
    check("the 1980s", "1980s = 1980-01-01..1989-12-31");
    check("drawn in 1893", "1893 = 1893-01-01..1893-12-31");
    check("05-Aug-2016, 12 march 2025", "05-Aug-2016 = 2016-08-05; 12 march 2025 = 2025-03-12");
    check("the first week of November 2025", "the first week of November 2025 = 2025-11-01..2025-11-07");
    check("the last week of December", "the last week of December = 2025-12-25..2025-12-31");
    check("winter 2024-25", "winter 2024-25 = 2024-12-01..2025-02-28");
}

#[test]
fn open_ends() {
    check("since January 2025", "since January 2025 = 2025-01-01..");
    check("since the start of the year", "since the start of the year = 2026-01-01..");
    check("closed until May 2026", "May 2026 = 2026-05-01..2026-05-31");
}

#[test]
fn years_left_out() {
    check("on 12 October", "12 October = 2025-10-12");
    check("on 2 March", "2 March = 2026-03-02");
    check("In November", "November = 2025-11-01..2025-11-30");
    check("closed until 20 March", "20 March = 2026-03-20");
    check("From 15 April 2023 to now; in June it fell", "15 April 2023 = 2023-04-15; June = 2023-06-01..2023-06-30");
    check_on(
        None,
        "Report of 1 March 2026.\n\nOn 26 February it rained.",
        "1 March 2026 = 2026-03-01; 26 February = 2026-02-26",
    );
    check_on(None, "On 26 February it rained.", "26 February = ?");
}

#[test]
fn relative() {
    check("today and yesterday", "today = 2026-03-04; yesterday = 2026-03-03");
    check("on Sunday; late on Thursday", "Sunday = 2026-03-01; late on Thursday = 2026-02-26");
    check("It is shut until Saturday.", "Saturday = 2026-03-07");
    check("last week, this week", "last week = 2026-02-23..2026-03-01; this week = 2026-03-02..2026-03-04");
    check("last month, this year", "last month = 2026-02-01..2026-02-28; this year = 2026-01-01..2026-03-04");
    check("last October", "last October = 2025-10-01..2025-10-31");
    check("last weekend", "last weekend = 2026-02-28..2026-03-01");
    check("three days ago, a year ago", "three days ago = 2026-03-01; a year ago = 2025-01-01..2025-12-31");
    check("in the past week", "the past week = 2026-02-25..2026-03-04");
    check("the past three months", "the past three months = 2025-12-04..2026-03-04");
    check("October last year", "October last year = 2025-10-01..2025-10-31");
    check_on(None, "yesterday, on Sunday, last week", "yesterday = ?; Sunday = ?; last week = ?");
}

#[test]
fn no_times() {
    check("2,000 fighters and 2000 people", "");
    check("a 2000-km border, Rs 2000, $2025", "");
    check("It may march on.", "");
    check("in the second half", "");
    check("Resolution 1973", "");
    check("the last week of the siege", "");
    check("In October 46 people were hurt.", "October = 2025-10-01..2025-10-31");
}

proptest! {
    #[test]
    fn every_order_of_a_date_is_one_day(days in 0i32..36_500) {
        let day = date(1990, 1, 1).checked_add(jiff::Span::new().days(days)).expect("within four digits");
        let months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December"];
        let month = months[usize::try_from(day.month() - 1).expect("from 0 to 11")];
        for text in [
            format!("{} {month} {}", day.day(), day.year()),
            format!("{month} {}, {}", day.day(), day.year()),
            format!("{day}"),
            format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()),
        ] {
            read("en", &text, None, |found| {
                assert_eq!(found.len(), 1, "{text}");
                assert_eq!((found[0].from, found[0].to), (Some(day), Some(day)), "{text}");
                assert_eq!(found[0].span.of(&text), text);
            });
        }
    }

    #[test]
    fn times_are_ordered_and_bounded(words in proptest::collection::vec(
        prop_oneof![
            Just("12"), Just("31"), Just("October"), Just("May"), Just("2025"), Just("2024"), Just("-"), Just("/"), Just("to"),
            Just("and"), Just("between"), Just("since"), Just("early"), Just("last"), Just("the past"), Just("year"),
            Just("week"), Just("Sunday"), Just("three"), Just("days"), Just("ago"), Just("winter"), Just("third"),
            Just("quarter"), Just("of"), Just("Q3"), Just(","), Just("."), Just("until"), Just("99999"), Just("1980s"),
        ], 0..14), gaps in any::<u16>(), published in proptest::option::of(0i32..20_000)) {
        let published = published.and_then(|days| date(1990, 1, 1).checked_add(jiff::Span::new().days(days)).ok());
        let mut text = String::new();
        for (index, word) in words.iter().enumerate() {
            text.push_str(word);
            if gaps >> index & 1 == 0 { text.push(' '); }
        }
        read("en", &text, published, |found| {
            for time in found {
                if let (Some(from), Some(to)) = (time.from, time.to) {
                    assert!(from <= to, "{text}");
                }
            }
            assert!(found.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()), "{text}");
        });
    }
}

#[test]
fn days_told_from_the_day_before() {
    check(
        "On Monday shells hit Dara. The next day it snowed. Two days later, it thawed.",
        "Monday = 2026-03-02; The next day = 2026-03-03; Two days later = 2026-03-05",
    );
    check(
        "It fell on 9 January 2026. The following morning, aid came; guards had left the previous night.",
        "9 January 2026 = 2026-01-09; The following morning = 2026-01-10; the previous night = 2026-01-09",
    );
    check(
        "He spoke on 9 January 2026 of a raid the day before.",
        "9 January 2026 = 2026-01-09; the day before = 2026-01-08",
    );
    // Nothing is named that it follows; what follows is told by something else.
    check("The next day they fled.", "The next day = ?");
    check(
        "On 3 March shells fell. From 10 to 11 March men fought. The next day it snowed.",
        "3 March = 2026-03-03; 10 to 11 March = 2026-03-10..2026-03-11; The next day = ?",
    );
    check("They met the day before the vote, two days later than planned.", "");
}

#[test]
fn weeks_and_days_from_a_date_on() {
    check("in the week of 26 January 2026", "the week of 26 January 2026 = 2026-01-26..2026-02-01");
    check("during the week of 2 - 8 February", "the week of 2 - 8 February = 2026-02-02..2026-02-08");
    check("From 9 February 2026, gates open at dawn.", "From 9 February 2026 = 2026-02-09..");
    check("From 9 February to 11 February, gates shut.", "9 February to 11 February = 2026-02-09..2026-02-11");
}

#[test]
fn days_that_lie_ahead() {
    check("the poll of 5 April", "5 April = 2026-04-05");
    check("the flood of 5 September", "5 September = 2025-09-05");
    check("the raid of 20 February", "20 February = 2026-02-20");
}

#[test]
fn years_with_the_mark_of_a_note() {
    check("since 9 May 20173", "since 9 May 2017 = 2017-05-09..");
    check("in March 202412", "March 2024 = 2024-03-01..2024-03-31");
    check("in March 20500 men fled", "March = 2026-03-01..2026-03-31");
}

#[test]
fn small_things() {
    check("between January and March", "between January and March = 2026-01-01..2026-03-31");
    check("What holds the north today? It rained today.", "today = 2026-03-04");
    check("LIMA, FEB. 9 (PIP) - IT RAINED", "FEB. 9 = 2026-02-09");
    check("it closed on feb . 9 , 1998 and may 3", "feb . 9 , 1998 = 1998-02-09; may 3 = 1998-05-03");
}

#[test]
fn a_year_before_one_event_dates_it() {
    check("The October 2023 attack shocked them.", "October 2023 = 2023-10-01..2023-10-31");
    check("The March 2022 ambush was worse.", "March 2022 = 2022-03-01..2022-03-31");
    check("In March 2022 attacks were counted.", "March = 2026-03-01..2026-03-31");
}

#[test]
fn months_of_other_languages_stand_beside_a_day_or_year() {
    let check = |language, text, expected| check_in(language, Some(date(2026, 3, 4)), text, expected);
    check("fr", "Le 14 avril 2025, 12 civils ont été tués.", "14 avril 2025 = 2025-04-14");
    check("fr", "Ils sont arrivés le 3 mars à Bamako.", "3 mars = 2026-03-03");
    check("fr", "Ils ont traversé le Champ de mars.", "");
    check("ru", "9 февраля погибли 12 человек", "9 февраля = 2026-02-09");
    check("ru", "в декабре 2025 года", "декабре 2025 = 2025-12-01..2025-12-31");
    check("uk", "Уночі 21 січня 2026 року", "21 січня 2026 = 2026-01-21");
    check("ar", "في ١٤ نيسان/أبريل ٢٠٢٥ قتل ٩ مدنيين", "١٤ نيسان/أبريل ٢٠٢٥ = 2025-04-14");
    check("ar", "يوم 2 كانون الثاني 2026", "2 كانون الثاني 2026 = 2026-01-02");
    check("ur", "۱۵ اکتوبر ۲۰۲۵ کو", "۱۵ اکتوبر ۲۰۲۵ = 2025-10-15");
    check("ps", "د اکتوبر په 15", "");
    // Of another calendar: a day, its date is not told.
    check("fa", "روز ۱۵ حمل در کابل", "۱۵ حمل = ?");
    check("prs", "در ۲ میزان ۱۴۰۴", "۲ میزان = ?");
    // Of another language, and in English.
    check("fa", "12 avril 2025", "2025 = 2025-01-01..2025-12-31");
    check("en", "Nine mars 12 mai fighters.", "");
}
