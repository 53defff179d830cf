//! Whole reports: their labels under the words, as annotated snapshots, and the laws that hold for
//! every extraction.

#![allow(clippy::unwrap_used)]

mod fixtures;

use crossread_extract::{Extraction, all_rules, annotate, extract};
use crossread_lexicon::Lexicon;
use crossread_text::{Document, Span};

/// What must hold whatever the text says.
fn check_laws(document: &Document, extraction: &Extraction<'_>) {
    let rules: Vec<_> = all_rules().iter().map(|rule| rule.id).collect();
    let inside = |sentence: u32, span: Span| {
        let text = &document.text;
        assert!(
            !span.is_empty()
                && text.is_char_boundary(span.start() as usize)
                && text.is_char_boundary(span.end() as usize)
        );
        let sentence = extraction.sentences[sentence as usize].span;
        assert!(sentence.contains(span), "{}: {:?} leaves its sentence", document.id, span.of(text));
    };
    let ascending = |spans: Vec<Span>, layer: &str| {
        assert!(spans.windows(2).all(|pair| pair[0] <= pair[1]), "{}: {layer} out of order", document.id);
    };
    for actor in &extraction.actors {
        inside(actor.sentence, actor.span);
        assert!(rules.contains(&actor.evidence.rule), "{} is no rule", actor.evidence.rule);
        assert!(!actor.id.is_empty() && !actor.name.is_empty());
    }
    for place in &extraction.places {
        inside(place.sentence, place.span);
        assert!(rules.contains(&place.evidence.rule), "{} is no rule", place.evidence.rule);
        assert!(!place.id.is_empty());
    }
    for time in &extraction.times {
        inside(time.sentence, time.span);
        assert!(rules.contains(&time.evidence.rule), "{} is no rule", time.evidence.rule);
        assert!(time.from.zip(time.to).is_none_or(|(from, to)| from <= to));
        assert!(!time.open || time.to.is_none());
    }
    for (id, figure) in extraction.figures.iter().enumerate() {
        inside(figure.sentence, figure.span);
        assert!(rules.contains(&figure.evidence.rule), "{} is no rule", figure.evidence.rule);
        assert!(figure.low.zip(figure.high).is_none_or(|(low, high)| low <= high));
        assert!(figure.part_of.is_none_or(|whole| whole as usize != id && (whole as usize) < extraction.figures.len()));
        assert!(!figure.unit.is_empty());
    }
    ascending(extraction.actors.iter().map(|row| row.span).collect(), "actors");
    ascending(extraction.places.iter().map(|row| row.span).collect(), "places");
    ascending(extraction.times.iter().map(|row| row.span).collect(), "times");
    ascending(extraction.figures.iter().map(|row| row.span).collect(), "figures");
}

#[test]
fn reports_read_as_their_snapshots_say() {
    let lexicon = Lexicon::built_in();
    for document in fixtures::documents() {
        let extraction = extract(&document, lexicon);
        check_laws(&document, &extraction);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(document.id.as_str(), annotate(&document, &extraction));
        });
    }
}

#[test]
fn a_second_reading_is_the_same() {
    let lexicon = Lexicon::built_in();
    for document in fixtures::documents() {
        let (first, second) = (extract(&document, lexicon), extract(&document, lexicon));
        assert_eq!(format!("{first:?}"), format!("{second:?}"), "{}", document.id);
    }
}

#[test]
fn the_laws_hold_for_torn_reports() {
    let lexicon = Lexicon::built_in();
    for document in fixtures::documents() {
        for part in 1..5 {
            let mut cut = document.text.len() * part / 5;
            while !document.text.is_char_boundary(cut) {
                cut += 1;
            }
            for text in [&document.text[..cut], &document.text[cut..]] {
                let torn = Document { text: text.to_owned(), ..document.clone() };
                check_laws(&torn, &extract(&torn, lexicon));
            }
        }
        let shouted = Document { text: document.text.to_uppercase(), ..document.clone() };
        check_laws(&shouted, &extract(&shouted, lexicon));
        let unmarked = Document { text: document.text.replace(['.', ',', '"', '“', '”'], ""), ..document.clone() };
        check_laws(&unmarked, &extract(&unmarked, lexicon));
    }
}

proptest::proptest! {
    #[test]
    fn the_laws_hold_for_any_text(text in "\\PC{0,120}") {
        let document = Document::from_text("any", text);
        check_laws(&document, &extract(&document, Lexicon::built_in()));
    }

    #[test]
    fn the_laws_hold_for_word_salad(
        text in "((the|Pakistan|Kabul|said|killed|more than|between|and|in|12|3,000|percent|soldiers|Taliban|on Sunday|October|2025|\\$|million|of|by|not|no|casualties|km|a|Nangarhar|province)[ ,.:;()\n-]{0,2}){0,60}"
    ) {
        let document = Document::from_text("salad", text);
        check_laws(&document, &extract(&document, Lexicon::built_in()));
    }
}
