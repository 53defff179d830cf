//! Compact prints of what was read, for the tables of examples beside each rule.

use crossread_lexicon::Lexicon;
use crossread_text::{Document, tokenize};

use crate::names;
use crate::reading::Reading;
use crate::times;

/// The names of a text in order: `[party=id]`, an asterisk where no lexicon knows it, and `{place=id level}`.
pub(crate) fn names(text: &str) -> String {
    let document = Document::from_text("check", text);
    let tokenized = tokenize(&document);
    let scan = Lexicon::built_in().scan(&tokenized);
    let reading = Reading::new(&tokenized, &scan);
    let times = times::find(&reading);
    let found = names::find(&reading, &times);
    let actors = found.actors.iter().map(|actor| {
        let mark = if actor.known { "" } else { "*" };
        (actor.span, format!("[{}={}{mark}]", actor.span.of(text), actor.id))
    });
    let places = found
        .places
        .iter()
        .map(|place| (place.span, format!("{{{}={} {}}}", place.span.of(text), place.id, place.level.name())));
    let mut all: Vec<_> = actors.chain(places).collect();
    all.sort();
    all.into_iter().map(|(_, print)| print).collect::<Vec<_>>().join(" ")
}

/// The names of `text` are exactly those.
#[track_caller]
pub(crate) fn check_names(text: &str, expected: &str) {
    assert_eq!(names(text), expected, "{text:?}");
}

/// The figures of a text, one a line: `"text" low..high unit measure` and then, where known, `of` the subject,
/// its class in brackets, `counts` the party counted, `by` who did it, `says` who claims it, the stance,
/// `denied by`, `at` the places, `scope`, `modality`, `part of` and `implied`.
pub(crate) fn figures(text: &str) -> Vec<String> {
    let document = Document { published: Some(jiff::civil::date(2025, 10, 14)), ..Document::from_text("check", text) };
    let read = crate::extract(&document, Lexicon::built_in());
    let number = |bound: Option<f64>| bound.map_or_else(String::new, |bound| bound.to_string());
    read.figures
        .iter()
        .map(|figure| {
            let mut print = format!(
                "{:?} {}..{} {} {}",
                figure.span.of(text),
                number(figure.low),
                number(figure.high),
                figure.unit,
                figure.measure.name()
            );
            let mut add = |label: &str, value: Option<String>| {
                if let Some(value) = value {
                    print.push_str(label);
                    print.push_str(&value);
                }
            };
            let owned = |id: &std::borrow::Cow<'_, str>| id.to_string();
            add(" of ", figure.subject.as_ref().map(owned));
            add(" = ", figure.subject_class.map(|class| class.name().to_owned()));
            add(" counts ", figure.subject_actor.as_ref().map(owned));
            add(" by ", figure.agent_actor.as_ref().map(owned));
            add(" says ", figure.claimant.as_ref().map(|claimant| claimant.id.to_string()));
            add(" ", (figure.stance != crate::Stance::Asserted).then(|| figure.stance.name().to_owned()));
            add(" denied by ", figure.denier.as_ref().map(owned));
            add(" ", figure.verification.map(|verification| verification.name().to_owned()));
            add(" at ", (!figure.places.is_empty()).then(|| figure.places.join("+")));
            add(" from the ", figure.place_basis.map(|basis| basis.name().to_owned()));
            add(" scope ", figure.scope.map(|scope| scope.name().to_owned()));
            add(" ", (figure.modality != crate::Modality::Actual).then(|| figure.modality.name().to_owned()));
            add(" part of ", figure.part_of.map(|total| total.to_string()));
            add("", figure.implied.then(|| " implied".to_owned()));
            print
        })
        .collect()
}

/// The figures of `text` are exactly those, one a line.
#[track_caller]
pub(crate) fn check_figures(text: &str, expected: &[&str]) {
    assert_eq!(figures(text), expected, "{text:?}");
}

/// Who claims the figures of a text, one a line: the figure, `says` the claimant, the stance unless asserted.
pub(crate) fn claims(text: &str) -> Vec<String> {
    let document = Document::from_text("check", text);
    let read = crate::extract(&document, Lexicon::built_in());
    let print = |figure: &crate::Figure<'_>| {
        let claimant = figure.claimant.as_ref().map_or("-", |claimant| claimant.id.as_ref());
        format!("{} says {claimant} {}", figure.span.of(text), figure.stance.name())
    };
    read.figures.iter().map(print).collect()
}

/// The claims of `text` are exactly those, one a line.
#[track_caller]
pub(crate) fn check_claims(text: &str, expected: &[&str]) {
    assert_eq!(claims(text), expected, "{text:?}");
}

/// The figures of `text` are exactly those, one a line: `TEXT MEASURE`.
#[track_caller]
pub(crate) fn check_measures(text: &str, expected: &[&str]) {
    let document = Document::from_text("check", text);
    let read = crate::extract(&document, Lexicon::built_in());
    let told = |figure: &crate::Figure<'_>| format!("{} {}", figure.span.of(text), figure.measure.name());
    assert_eq!(read.figures.iter().map(told).collect::<Vec<_>>(), expected, "{text:?}");
}
