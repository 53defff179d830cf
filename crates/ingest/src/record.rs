//! A text as its input gave it.

use crossread_text::{Document, PageStart};

use crate::index::Index;
use crate::language::foreign;
use crate::metadata::Metadata;
use crate::skip::Skipped;

/// One text that was read, with what its input says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The record's own id, or the one made from the file's (see `docs/input.md`).
    pub id: String,
    /// The decoded content, untouched but for byte-order mark and front matter.
    pub text: String,
    /// What the record or front matter says.
    pub metadata: Metadata,
    /// What an `index.json` beside it in its archive says: it counts after every other index.
    pub beside: Metadata,
    /// What the reader has to say about it: its encoding, characters replaced, metadata left out.
    pub note: Option<String>,
    /// The member of an archive that it was read from.
    pub part: Option<String>,
    /// Where the pages of a paged format begin in the text, ascending.
    pub pages: Vec<PageStart>,
    /// 1-based line where the record begins; `None` for a text file.
    pub line: Option<u32>,
    /// Metadata that could not be used. The document is read all the same; these rows go to the
    /// `skipped` table.
    pub warnings: Vec<Skipped>,
}

impl Record {
    /// The document, with what it does not say itself taken from `indexes`, the first that knows
    /// winning: first the one from `--index`, then the `index.json` of the text's folder. A language that
    /// none of them knows is detected where it is clearly not English, and the note says so.
    #[must_use]
    pub fn into_document(self, indexes: &[&Index]) -> Document {
        let mut metadata = self.metadata;
        for index in indexes {
            if let Some(entry) = index.find(&self.id) {
                metadata.fill_from(&entry.metadata);
            }
        }
        metadata.fill_from(&self.beside);
        let mut note = self.note;
        if metadata.language.is_none()
            && let Some(language) = foreign(&self.text)
        {
            let found = format!("language {language}, detected");
            note = Some(note.map_or_else(|| found.clone(), |note| format!("{note}; {found}")));
            metadata.language = Some(language.to_owned());
        }
        Document {
            id: self.id,
            text: self.text,
            title: metadata.title,
            source: metadata.source,
            url: metadata.url,
            published: metadata.published,
            language: metadata.language,
            synthetic: metadata.synthetic.unwrap_or(false),
            note,
            part: self.part,
            pages: self.pages,
        }
    }
}
