//! The gold of the fixtures fits their texts. How well it is met, `crossread eval` measures.

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::path::Path;

use crossread_text::Document;
use serde_json::Value;

#[test]
fn gold_fits_the_reports() {
    fit(&fixtures::documents(), &fixtures::root());
    let world = fixtures::root().join("world");
    let documents = fixtures::documents_of(&world);
    assert_eq!(documents.len(), 10);
    fit(&documents, &world);
}

fn fit(documents: &[Document], folder: &Path) {
    for document in documents {
        let path = folder.join("gold").join(format!("{}.json", document.id));
        let gold: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let letters: Vec<char> = document.text.chars().collect();
        assert_eq!(gold["chars"].as_u64(), Some(letters.len() as u64), "{}", document.id);
        for layer in ["actors", "places", "times", "figures"] {
            for row in gold[layer].as_array().unwrap() {
                let (start, end) = (row["start"].as_u64().unwrap() as usize, row["end"].as_u64().unwrap() as usize);
                let slice: String = letters[start..end].iter().collect();
                assert_eq!(row["text"].as_str(), Some(slice.as_str()), "{}: {layer} {start}..{end}", document.id);
            }
        }
    }
}
