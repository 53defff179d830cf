//! What the words and marks of the page mean.

use maud::{Markup, html};

use crate::read::Corpus;

const WORDS: [(&str, &str); 9] = [
    ("contradiction", "two current accounts cannot both be right: no value fits both."),
    ("agreement", "all current accounts say the same. From one claimant only, it is “repeated, not corroborated”."),
    ("compatible", "the accounts differ and can all be right: “over 500” and “about 600”."),
    ("revised", "the same claimant gave another number later; the earlier one is superseded."),
    ("asserted", "in the report’s own voice, naming no claimant. It does not mean true."),
    ("claimed", "a named party says so. Nothing here says whether it is right."),
    ("repeated", "a reprint, or a report that only passes on what another one had: it counts once."),
    ("denied by", "this party rejects the figure; the claimant stays whoever gave it."),
    ("opposed sides", "claimants of two parties to the conflict answer the question."),
];

pub(crate) fn legend(corpus: &Corpus) -> Markup {
    let sides = corpus.parties.coloured();
    html! {
        details.legend open {
            summary.h { "How to read this" }
            ul.sides {
                @for side in sides { li class=(corpus.parties.class(Some(side))) { i.swatch {} (corpus.parties.name_of(side)) } }
                li.sx { i.swatch {} "another party" }
                li.so { i.swatch {} "an observer: UN, aid group, hospital, press" }
                li.sa { i.swatch {} "the report’s own voice" }
            }
            (marks())
            dl { @for (word, meaning) in WORDS { dt { (word) } dd { (meaning) } } }
        }
    }
}

fn marks() -> Markup {
    html! {
        ul.marks {
            li { svg viewBox="0 0 40 14" aria-hidden="true" { circle.dot cx="20" cy="7" r="4.5" {} } "one value" }
            li { svg viewBox="0 0 40 14" aria-hidden="true" {
                line.range x1="6" x2="34" y1="7" y2="7" {} circle.dot.hollow cx="20" cy="7" r="4.5" {}
            } "about: ten percent either way" }
            li { svg viewBox="0 0 40 14" aria-hidden="true" {
                line.range x1="6" x2="34" y1="7" y2="7" {} line.end x1="6" x2="6" y1="2" y2="12" {} line.end x1="34" x2="34" y1="2" y2="12" {}
            } "from … to" }
            li { svg viewBox="0 0 40 14" aria-hidden="true" {
                line.open x1="8" x2="36" y1="7" y2="7" {} path.arrow d="M30 2l7 5l-7 5" {} circle.dot cx="8" cy="7" r="4.5" {}
            } "at least: open upwards" }
            li { svg viewBox="0 0 40 14" aria-hidden="true" {
                line.open x1="8" x2="36" y1="7" y2="7" {} path.arrow d="M30 2l7 5l-7 5" {} circle.dot.hollow cx="8" cy="7" r="4.5" {}
            } "more than: without the value itself" }
        }
    }
}
