//! Figures of a headline: where the text below tells the same number closer.

use std::borrow::Cow;

use crossread_text::SentenceKind;

use crate::extraction::{Basis, Figure};
use crate::figures::context::Context;

/// A headline stands among the first so many sentences.
const TITLES: usize = 3;
/// The number of a headline is told again within so many figures.
const FIGURES: usize = 8;

/// Gives a headline's figure the place of the same figure below, where that one lies in its own: `47 killed in
/// Nigeria's northeast`, then `47 villagers were killed in Njaba`.
pub(in crate::figures) fn settle<'a>(context: &Context<'_, '_, 'a>, figures: &mut [Figure<'a>]) {
    let mut first = 0;
    while let Some(title) = figures.get(first).filter(|figure| is_title(context, figure.sentence)) {
        let below = figures.iter().skip(first + 1).take(FIGURES);
        let told = below.filter(|one| !is_title(context, one.sentence)).find(|one| {
            (one.measure, one.low, one.high) == (title.measure, title.low, title.high)
                || (one.measure, title.low) == (title.measure, one.low) && title.low.is_some()
        });
        let closer = told.filter(|one| !one.places.is_empty() && lie_in(&one.places, &title.places));
        let places = closer.map(|one| one.places.clone());
        if let (Some(places), Some(title)) = (places, figures.get_mut(first)) {
            title.places = places;
            title.place_basis = Some(Basis::Lead);
            title.place_choice = None;
        }
        first += 1;
    }
}

fn is_title(context: &Context<'_, '_, '_>, sentence: u32) -> bool {
    let index = sentence as usize;
    let heading = context.reading.sentence(index).is_some_and(|sentence| sentence.kind == SentenceKind::Heading);
    index < TITLES && (index == 0 || heading)
}

/// True when every place lies in one of `outer`, or `outer` is empty.
fn lie_in(inner: &[Cow<'_, str>], outer: &[Cow<'_, str>]) -> bool {
    let within =
        |id: &str| outer.iter().any(|outer| id.strip_prefix(&**outer).is_some_and(|rest| rest.starts_with(['-', '/'])));
    outer.is_empty() || inner.iter().all(|id| within(id))
}

#[cfg(test)]
mod tests {
    use crate::check::check_figures;

    #[test]
    fn a_headline_takes_the_closer_place_of_the_same_number_below() {
        check_figures(
            "At least 47 killed in Nigeria\n\nFighters killed at least 47 villagers in Maiduguri on Monday.",
            &[
                "\"At least 47\" 47.. person killed at NG-BO/Maiduguri from the lead scope event",
                "\"at least 47\" 47.. person killed of villagers = civilian at NG-BO/Maiduguri from the clause scope event",
            ],
        );
    }
}
