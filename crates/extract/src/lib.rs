//! Actors, places, times, figures and claims from a report.
//!
//! [`extract`] is the one door: a pure function of a document and a lexicon that cannot fail and
//! cannot panic. Doubt becomes an alternative or a note, never an error and never a silent guess.
//!
//! The stages run in this order, each a module: tokens and one scan for every word the lexicon
//! knows ([`Reading`]), times, names (actors and places), quantities, figures with all they claim.

mod actors;
mod annotate;
#[cfg(test)]
mod check;
mod extraction;
mod figures;
mod names;
mod places;
mod quantities;
mod reading;
mod rules;
mod steps;
mod times;
mod window;

use crossread_lexicon::Lexicon;
use crossread_text::{Document, tokenize};

pub use annotate::annotate;
pub use extraction::{
    ActorForm, ActorMention, Basis, Claimant, Comparator, Evidence, Extraction, Figure, Granularity, Measure, Modality,
    PlaceMention, Quantity, Role, Scope, Stance, SubjectClass, TimeMention, Verification,
};
pub use figures::{PlaceChoice, Weighed};
pub use reading::Reading;
pub use rules::{Rule, all_rules};

/// Reads a document: everything crossread sees in it.
///
/// Same document, same lexicon, same version: same extraction, row for row.
#[must_use]
pub fn extract<'a>(document: &'a Document, lexicon: &'a Lexicon) -> Extraction<'a> {
    let tokenized = tokenize(document);
    let scan = lexicon.scan(&tokenized);
    let reading = Reading::new(&tokenized, &scan);
    let times = times::find(&reading);
    let names = names::find(&reading, &times);
    let quantities = quantities::find(&reading, &times, &names);
    let figures = figures::find(&reading, &times, &names, &quantities);
    Extraction {
        sentences: tokenized.sentences.clone(),
        actors: names.actors,
        places: names.places,
        times,
        figures,
        cues: scan.cue_rows(),
    }
}
