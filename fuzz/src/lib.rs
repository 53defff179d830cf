//! What the fuzz targets share: what holds for any input.

#[cfg(feature = "runs")]
mod page;
#[cfg(feature = "readers")]
mod reading;
#[cfg(feature = "runs")]
mod run;

use crossread_extract::{annotate, extract};
use crossread_lexicon::Lexicon;
use crossread_text::Document;

#[cfg(feature = "runs")]
pub use page::check_page;
#[cfg(feature = "readers")]
pub use reading::{check_index, check_reading, guard_libraries};
#[cfg(feature = "runs")]
pub use run::{compared_run, documents, extracted_run};

/// Extracts from a document: every span slices its text.
pub fn check_extraction(document: &Document, lexicon: &Lexicon) {
    let found = extract(document, lexicon);
    let actors = found.actors.iter().map(|row| row.span);
    let places = found.places.iter().map(|row| row.span);
    let times = found.times.iter().map(|row| row.span);
    let figures = found.figures.iter().map(|row| row.span);
    for span in actors.chain(places).chain(times).chain(figures) {
        let slice = document.text.get(span.start() as usize..span.end() as usize);
        assert!(slice.is_some_and(|slice| !slice.is_empty()), "{span:?}");
    }
    assert!(annotate(document, &found).is_empty() == found.sentences.is_empty());
}
