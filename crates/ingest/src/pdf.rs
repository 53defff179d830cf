//! PDF: text in reading order, with the pages it stands on.
//!
//! lopdf reads the file; where text stands on a page, what is a column, a line and a paragraph is
//! found here from the positions of the glyphs, for a PDF holds none of these.

mod fonts;
mod interpret;
mod layout;
mod paragraphs;

use crossread_text::PageStart;
use lopdf::{Document, LoadOptions, Object};

use crate::extracted::{Extracted, Lost, Refused, guarded};
use crate::limits::Options;
use crate::metadata::{Metadata, language_tag, trimmed};
use crate::prose::folded;
use crate::skip::SkipCode;

use interpret::Interpreter;
use layout::Column;
use paragraphs::Paragraph;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Extracted, Refused> {
    let document = load(bytes, options)?;
    let ids = document.get_pages();
    if ids.is_empty() {
        return Err(Refused::damaged("it has no page that can be found"));
    }
    if ids.len() as u64 > options.max_pages {
        return Err(Refused::limit("pages", options.max_pages));
    }
    let mut interpreter = Interpreter::new(&document, options);
    let mut numbers = Vec::new();
    let mut pages: Vec<Vec<Column>> = Vec::new();
    let mut losses = Losses::default();
    for (&number, &id) in &ids {
        // A page that a library fails on costs that page.
        let shown = guarded(|| interpreter.page(id)).unwrap_or_else(|| Err(Refused::crashed()));
        let shown = match shown {
            Ok(shown) => shown,
            Err(refused) if refused.code == SkipCode::Limit => return Err(refused),
            Err(refused) => {
                losses.add(number, Loss::Refused(refused));
                continue;
            }
        };
        let (unknown, painted) = (shown.unknown, shown.painted);
        let glyphs = shown.main();
        if unknown > glyphs.len() {
            losses.add(number, Loss::Unknown);
        } else if glyphs.iter().all(|glyph| glyph.text.trim().is_empty()) {
            if painted {
                losses.add(number, Loss::Scanned);
            }
        } else {
            numbers.push(number);
            pages.push(layout::columns(glyphs));
        }
    }
    paragraphs::drop_running_lines(&mut pages);
    let (text, starts) = write(&numbers, &pages, options)?;
    let (metadata, note) = metadata(&document);
    Ok(Extracted { text, metadata, pages: starts, note, lost: losses.finish() })
}

fn load(bytes: &[u8], options: Options) -> Result<Document, Refused> {
    let limit = options.file_limit();
    let loaded = Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(limit));
    let locked = || Refused::new(SkipCode::Encrypted, "it is locked with a password", "save it without its password");
    match loaded {
        Ok(document) if document.is_encrypted() => Err(locked()),
        Ok(document) => Ok(document),
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => Err(locked()),
        Err(error) => Err(Refused::damaged(format!("it is no sound PDF ({error})"))),
    }
}

/// The text of all pages, and where each begins in it.
fn write(numbers: &[u32], pages: &[Vec<Column>], options: Options) -> Result<(String, Vec<PageStart>), Refused> {
    let hyphenated = paragraphs::hyphenated(pages.iter().flatten());
    let (mut text, mut starts) = (String::new(), Vec::new());
    let mut open: Option<String> = None;
    let mut row_before = false;
    for (&page, columns) in numbers.iter().zip(pages) {
        let mut started = false;
        let of_page = columns.iter().flat_map(|column| paragraphs::paragraphs(column, &hyphenated));
        for paragraph in of_page {
            let (content, is_row) = match paragraph {
                Paragraph::Text(text) => (folded(&text), false),
                Paragraph::Row(cells) => (row(&cells), true),
            };
            if content.is_empty() {
                continue;
            }
            let goes_on = !is_row && open.as_deref().is_some_and(|open| paragraphs::goes_on(open, &content));
            let at = if goes_on {
                let before = text.len();
                paragraphs::join(&mut text, &content, &hyphenated);
                text.len().saturating_sub(content.len()).max(before.saturating_sub(1))
            } else {
                if !text.is_empty() {
                    text.push_str(if is_row && row_before { "\n" } else { "\n\n" });
                }
                text.push_str(&content);
                text.len() - content.len()
            };
            if text.len() > options.limit() {
                return Err(Refused::too_large(options.limit()));
            }
            if !std::mem::replace(&mut started, true) {
                starts.push(PageStart { offset: u32::try_from(at).unwrap_or(u32::MAX), page });
            }
            row_before = is_row;
            open = (!is_row).then_some(content);
        }
    }
    Ok((text, starts))
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| folded(cell).replace(['|', '\n'], " ")).collect();
    format!("| {} |", cells.join(" | "))
}

/// Why a page was not read.
enum Loss {
    Scanned,
    Unknown,
    Refused(Refused),
}

/// Pages that were not read; neighbours with one reason are one row.
#[derive(Default)]
struct Losses {
    rows: Vec<(u32, u32, Refused)>,
}

impl Losses {
    fn add(&mut self, page: u32, loss: Loss) {
        let refused = match loss {
            Loss::Scanned => {
                let fix = "read the page with a text recogniser, and give the result as text";
                Refused::new(SkipCode::Scanned, "there is a picture and no text", fix)
            }
            Loss::Unknown => {
                let fix = "read the page with a text recogniser, or ask for the file in another format";
                Refused::new(SkipCode::Scanned, "its fonts do not say which letters they show", fix)
            }
            Loss::Refused(refused) => refused,
        };
        match self.rows.last_mut() {
            Some((_, last, before)) if *last + 1 == page && *before == refused => *last = page,
            _ => self.rows.push((page, page, refused)),
        }
    }

    fn finish(self) -> Vec<Lost> {
        let row = |(first, last, refused): (u32, u32, Refused)| {
            let part = if first == last { format!("page {first}") } else { format!("pages {first}-{last}") };
            Lost { code: refused.code, part, problem: refused.problem, fix: refused.fix }
        };
        self.rows.into_iter().map(row).collect()
    }
}

/// What the file says about itself. When it was made is told in the note, for that is not always when it was published.
fn metadata(document: &Document) -> (Metadata, Option<String>) {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict);
    let text = |key: &[u8]| {
        let value = info.as_ref().ok()?.get_deref(key, document).ok()?;
        trimmed(folded(&lopdf::decode_text_string(value).ok()?))
    };
    // Programs put the name of the file there.
    let is_file = |title: &String| {
        title.contains("Microsoft Word") || std::path::Path::new(title).extension().is_some_and(|end| end.len() <= 4)
    };
    let language = document.catalog().and_then(|catalog| catalog.get_deref(b"Lang", document));
    let language = language.ok().and_then(|language| lopdf::decode_text_string(language).ok());
    let made =
        text(b"CreationDate").and_then(|date| date.strip_prefix("D:")?.get(..8).and_then(crate::metadata::iso_date));
    let metadata = Metadata {
        title: text(b"Title").filter(|title| !is_file(title)),
        language: language.and_then(|language| language_tag(language.trim())),
        synthetic: text(b"Synthetic").map(|value| value.eq_ignore_ascii_case("true")),
        ..Metadata::default()
    };
    (metadata, made.map(|date| format!("the PDF was made on {date}")))
}
