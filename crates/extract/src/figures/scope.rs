//! Scope and modality of a figure.

use crossread_lexicon::CueClass;

use super::context::Context;
use super::drafts::Draft;
use crate::extraction::{Measure, Modality, Scope};

/// What stretch of events a draft covers; `None` when the text does not tell.
pub(super) fn of(context: &Context<'_, '_, '_>, draft: &Draft, long: bool) -> Option<Scope> {
    let end = draft.tokens.end;
    let is_rate = |at: usize| context.value(at, CueClass::Scope) == Some("rate");
    let behind = (end..end + 4).take_while(|&at| context.is_word(at)).any(is_rate);
    if behind
        || (draft.measure == Measure::Money && is_price(context, draft, is_rate))
        || draft.measure == Measure::PercentChange
    {
        return Some(Scope::Rate);
    }
    match draft.measure {
        Measure::Strength | Measure::Population => Some(Scope::Stock),
        measure if measure.befalls() => {
            let sentence = context.sentence(draft.tokens.start);
            let cue = |name: &str| sentence.clone().any(|at| context.value(at, CueClass::Scope) == Some(name));
            if long || cue("period") {
                Some(Scope::Period)
            } else if draft.measure == Measure::Displaced && cue("stock") {
                Some(Scope::Stock)
            } else {
                Some(Scope::Event)
            }
        }
        Measure::Attacks | Measure::Strikes => Some(Scope::Period),
        _ => None,
    }
}

/// "each idle day costs Rs 310", "the price of a kilogram fell to 80 rupees", "each family was given $400": what an
/// amount is for may stand anywhere in its clause.
fn is_price(context: &Context<'_, '_, '_>, draft: &Draft, is_rate: impl Fn(usize) -> bool) -> bool {
    let sentence = context.sentence(draft.tokens.start);
    let edge = |&at: &usize| context.is_punctuation(at) && !context.is_hyphen(at);
    let start = (sentence.start..draft.tokens.start).rev().find(edge).map_or(sentence.start, |at| at + 1);
    let end = (draft.tokens.end..sentence.end).find(edge).unwrap_or(sentence.end);
    (start..draft.tokens.start).any(&is_rate) || (draft.tokens.end..end).any(is_rate)
}

/// Whether the thing counted happened: from the words between the clause's start and its verb.
pub(super) fn modality(context: &Context<'_, '_, '_>, draft: &Draft) -> Modality {
    let sentence = context.sentence(draft.tokens.start);
    let edge = |at: usize| context.is_punctuation(at) && !context.is_hyphen(at) && !context.is_quote(at);
    let start = (sentence.start..draft.tokens.start).rev().find(|&at| edge(at)).map_or(sentence.start, |at| at + 1);
    let stop = draft.trigger.map_or(draft.end, |trigger| trigger.end.max(draft.end)).max(draft.tokens.end);
    let end = (draft.tokens.end..sentence.end).find(|&at| edge(at)).unwrap_or(sentence.end).max(stop.min(sentence.end));
    let value = (start..end).filter(|&at| context.actor(at).is_none()).find_map(|at| {
        context
            .value(at, CueClass::Modality)
            .filter(|_| context.word(at).chars().next().is_some_and(char::is_lowercase))
    });
    value.and_then(Modality::from_name).unwrap_or(Modality::Actual)
}

#[cfg(test)]
mod tests {
    use crate::check::check_figures;

    #[test]
    fn scope_and_modality() {
        check_figures(
            "The war has killed 500 people since 2021.",
            &["\"500\" 500..500 person killed of people scope period"],
        );
        check_figures(
            "A strike would kill 300 people.",
            &["\"300\" 300..300 person killed of people scope event conditional"],
        );
        check_figures("Rice sells at 6,200 kyat a litre.", &["\"6,200 kyat\" 6200..6200 MMK money scope rate"]);
        check_figures("Each idle day costs $4,000.", &["\"$4,000\" 4000..4000 USD money scope rate"]);
        check_figures(
            "Every family was given 50,000 afghanis on Monday.",
            &["\"50,000 afghanis\" 50000..50000 AFN money scope rate"],
        );
        check_figures("The bill has passed $50 million.", &["\"$50 million\" 50000000..50000000 USD money"]);
        check_figures(
            "The agency expects that 2,000 families will return.",
            &["\"2,000\" 2000..2000 family displaced of families says agency estimated scope event forecast"],
        );
    }
}
