//! Web pages: the article without what surrounds it, and what the page says about it.
//!
//! html5gum cuts the page into tags and text; what is article is decided here, in one pass over
//! blocks of text and without a tree, so that a page of a million nested tags costs no more than
//! any other of its size. The article is the smallest element that holds most of the page's prose;
//! in it, what is hidden, navigation, or mostly links is left out.

mod metadata;
mod scan;
mod words;

use crate::encoding::decode_labelled;
use crate::extracted::{Extracted, Refused};
use crate::limits::Options;
use crate::prose::{Block, Prose, folded};

use scan::{Kind, Page, Piece};

/// How much of a page's prose an element must hold to be its article, in hundredths.
const ARTICLE_SHARE: usize = 70;

/// Reads a web page.
pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Extracted, Refused> {
    let decoded = decode_labelled(bytes, metadata::charset(bytes));
    let mut page = scan::scan(&decoded.text, options)?;
    let metadata = page.found.resolve();
    let article = page.article();
    let mut prose = Prose::new(options.limit());
    let title = metadata.title.as_deref().map(folded);
    write(&page, |piece| page.belongs(piece, article) && !is_title(piece, title.as_deref()), &mut prose)?;
    Ok(Extracted { text: prose.finish(), metadata, note: decoded.note, ..Extracted::default() })
}

/// All text of a fragment of HTML, as mails and feeds hold it.
pub(crate) fn text_of(html: &str, options: Options) -> Result<String, Refused> {
    let page = scan::scan(html, options)?;
    let mut prose = Prose::new(options.limit());
    write(&page, |piece| !piece.hidden, &mut prose)?;
    Ok(prose.finish())
}

/// Writes the pieces that `wanted` takes, without headings that nothing follows.
fn write(page: &Page, wanted: impl Fn(&Piece) -> bool, prose: &mut Prose) -> Result<(), Refused> {
    let mut kept: Vec<&Piece> = page.pieces.iter().filter(|piece| wanted(piece)).collect();
    if kept.iter().any(|piece| piece.kind != Kind::Heading) {
        while kept.last().is_some_and(|piece| piece.kind == Kind::Heading) {
            kept.pop();
        }
    }
    for piece in kept {
        match &piece.kind {
            Kind::Row(cells) => prose.row(cells)?,
            Kind::Item => prose.push(Block::Item, &piece.text)?,
            Kind::Heading | Kind::Paragraph => prose.push(Block::Paragraph, &piece.text)?,
        }
    }
    Ok(())
}

/// The headline is metadata, so it is not read a second time as text.
fn is_title(piece: &Piece, title: Option<&str>) -> bool {
    piece.kind == Kind::Heading && title.is_some_and(|title| title == folded(&piece.text))
}

impl Page {
    /// The element that is the article: the deepest that holds most of the prose; `None` for the whole page.
    fn article(&mut self) -> Option<u32> {
        let mut held = vec![0_usize; self.elements.len()];
        let mut total = 0;
        for piece in &self.pieces {
            let prose = piece.prose();
            if prose == 0 || piece.hidden || self.under_always(piece.element) {
                continue;
            }
            total += prose;
            for element in self.chain(piece.element) {
                if let Some(held) = held.get_mut(element as usize) {
                    *held += prose;
                }
            }
        }
        // What holds half of the prose is not what its class says it is.
        for (element, held) in self.elements.iter_mut().zip(&held) {
            element.dropped &= held.saturating_mul(2) < total || total == 0;
        }
        let wanted = |held: usize| total > 0 && held.saturating_mul(100) >= total.saturating_mul(ARTICLE_SHARE);
        // Elements stand in the order of their start tags: the last that holds enough is the deepest.
        let found = held.iter().rposition(|&held| wanted(held))?;
        let found = u32::try_from(found).ok()?;
        // A headline and a standfirst often stand beside the text, in the `article` or `main` around it.
        Some(self.chain(found).find(|&element| self.is_landmark(element)).unwrap_or(found))
    }

    fn is_landmark(&self, element: u32) -> bool {
        self.elements.get(element as usize).is_some_and(|element| element.landmark)
    }

    fn under_always(&self, element: u32) -> bool {
        self.chain(element).any(|element| self.elements.get(element as usize).is_some_and(|element| element.always))
    }

    /// True if the piece is part of the article.
    fn belongs(&self, piece: &Piece, article: Option<u32>) -> bool {
        if piece.hidden || piece.mostly_links() || words::is_boilerplate(&piece.text) {
            return false;
        }
        let mut inside = article.is_none();
        for element in self.chain(piece.element) {
            inside |= Some(element) == article;
            if self.elements.get(element as usize).is_some_and(|element| element.dropped || element.always) {
                return false;
            }
        }
        inside
    }
}

#[cfg(test)]
mod tests;
