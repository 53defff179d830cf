//! When two readings of a document are the same.

use crossread_text::Document;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::read::DocumentRow;

/// A hash over everything that decides a document's rows: id, metadata and the text's sha256.
/// The date of publication belongs to it, because relative times resolve against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DocumentKey(pub(crate) [u8; 32]);

impl DocumentKey {
    pub(crate) fn of(document: &Document, sha256: &str) -> Self {
        let text =
            [&document.title, &document.source, &document.url, &document.language, &document.note, &document.part];
        Self::hash(&document.id, text, document.published, document.synthetic, sha256)
    }

    pub(crate) fn of_row(row: &DocumentRow) -> Self {
        let text = [&row.title, &row.source, &row.url, &row.language, &row.note, &row.part];
        Self::hash(&row.doc_id, text, row.published, row.synthetic, &row.sha256)
    }

    /// Its first half, 128 bits, which is enough to tell documents apart.
    pub(crate) fn short(self) -> [u8; 16] {
        let mut short = [0; 16];
        short.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
        short
    }

    fn hash(id: &str, text: [&Option<String>; 6], published: Option<Date>, synthetic: bool, sha256: &str) -> Self {
        let mut hasher = Sha256::new();
        // Each field is preceded by its length, so that no two lists of fields hash alike.
        let mut field = |value: Option<&str>| {
            let value = value.filter(|value| !value.is_empty());
            hasher.update(value.map_or(u64::MAX, |value| value.len() as u64).to_le_bytes());
            hasher.update(value.unwrap_or_default());
        };
        field(Some(id));
        text.iter().for_each(|value| field(value.as_deref()));
        field(published.map(|day| day.to_string()).as_deref());
        field(synthetic.then_some("synthetic"));
        field(Some(sha256));
        Self(hasher.finalize().into())
    }
}
