//! The form that narrows the findings.

use maud::{Markup, html};

use crate::facets::{Choice, Facet, Facets};
use crate::words::thousands;

/// Choices of a list at most; rarer ones are reached by the search field.
const MOST_CHOICES: usize = 400;

/// The form over a page with so many `findings`.
pub(crate) fn form(facets: &Facets, findings: usize) -> Markup {
    html! {
        form #filters role="search" aria-label="Narrow the findings" { details.narrow open { summary { "Narrow the findings" } div.fields {
            @for facet in Facet::ALL {
                @let choices = facets.choices(facet);
                @if choices.len() > 1 { (select(facet, choices)) }
            }
            label { span { "From" } input type="date" name="from"; }
            label { span { "To" } input type="date" name="to"; }
            label { span { "Words" } input type="search" name="q" placeholder="in question or sentence"; }
            button type="reset" { "Show all" }
        } } p #shown role="status" data-all=(thousands(findings)) {} }
    }
}

fn select(facet: Facet, choices: &[Choice]) -> Markup {
    let name = facet.key();
    html! {
        label {
            span { (capital(name)) }
            select name=(name) {
                option value="" { "any" }
                @for choice in choices.iter().take(MOST_CHOICES) {
                    option value=(choice.value) data-t=(choice.token) { (choice.label) " (" (choice.findings) ")" }
                }
            }
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
