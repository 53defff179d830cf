//! Word and OpenDocument texts: paragraphs, items and tables of the main text. Deleted text, comments, notes at the
//! foot and headers of pages are left out.

use crate::archive::Members;
use crate::extracted::{Extracted, Refused};
use crate::format::Format;
use crate::limits::Options;
use crate::metadata::{Metadata, language_tag, trimmed};
use crate::prose::{Block, Prose, folded};
use crate::skip::SkipCode;
use crate::xml::{Node, walk};

const WORD_TEXT: &str = "word/document.xml";
const OPEN_TEXT: &str = "content.xml";

/// The kind of document that a ZIP is; `None` for an archive of files.
pub(crate) fn kind(members: &Members) -> Result<Option<Format>, Refused> {
    let holds = |name: &str| members.names().any(|member| member == name);
    let other = |what: &str, fix| Err(Refused::new(SkipCode::UnknownFormat, format!("it is {what}"), fix));
    if holds(WORD_TEXT) {
        return Ok(Some(Format::Docx));
    }
    if holds("xl/workbook.xml") {
        return other("a spreadsheet", "export it as CSV");
    }
    if holds("ppt/presentation.xml") {
        return other("a presentation", "export it as PDF or text");
    }
    if !holds("mimetype") || !holds(OPEN_TEXT) {
        return Ok(None);
    }
    let kind = members.bytes("mimetype", 200).transpose()?.unwrap_or_default();
    if kind.starts_with(b"application/vnd.oasis.opendocument.text") {
        return Ok(Some(Format::Odt));
    }
    other("an OpenDocument file, but no text", "export it as text or CSV")
}

/// Why a file named as one of these is none.
pub(crate) fn refused(bytes: &[u8], refused: Refused) -> Refused {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        let problem = "it is locked with a password, or of the old Word format";
        return Refused::new(SkipCode::Encrypted, problem, "open it in Word and save it as .docx without a password");
    }
    if refused.code == SkipCode::Limit { refused } else { Refused::damaged(refused.problem) }
}

/// Reads the document of that format.
pub(crate) fn read(format: Format, members: &Members, options: Options) -> Result<Extracted, Refused> {
    let (text, about) = match format {
        Format::Docx => (WORD_TEXT, "docProps/core.xml"),
        _ => (OPEN_TEXT, "meta.xml"),
    };
    if let Some(Ok(manifest)) = members.bytes("META-INF/manifest.xml", options.file_limit())
        && memchr::memmem::find(&manifest, b"encryption-data").is_some()
    {
        return Err(Refused::new(SkipCode::Encrypted, "it is locked with a password", "save it without its password"));
    }
    let missing = || Refused::damaged(format!("it has no `{text}`, in which its text stands"));
    let bytes = members.bytes(text, options.file_limit()).ok_or_else(missing)??;
    let mut body = Body::new(format, Prose::new(options.limit()));
    walk(&bytes, options, &mut |node| body.node(node))?;
    body.end_paragraph()?;
    let metadata = match members.bytes(about, options.file_limit()) {
        Some(Ok(bytes)) => metadata(&bytes, options),
        _ => Metadata::default(),
    };
    Ok(Extracted { text: body.prose.finish(), metadata, ..Extracted::default() })
}

/// Title, language, and whether it is marked as invented; when a file was made is not when it was published.
fn metadata(bytes: &[u8], options: Options) -> Metadata {
    let mut metadata = Metadata::default();
    let mut text = String::new();
    // What stands before a damage is still said.
    let _ = walk(bytes, options, &mut |node| {
        match node {
            Node::Start(_) => text.clear(),
            Node::Text(more) => text.push_str(&more),
            Node::End("title") => metadata.title = trimmed(folded(&text)),
            Node::End("language") => metadata.language = language_tag(text.trim()),
            Node::End("keywords" | "keyword") if text.trim() == "synthetic" => metadata.synthetic = Some(true),
            Node::End(_) => {}
        }
        Ok(())
    });
    metadata
}

/// The main text while it is read.
struct Body {
    format: Format,
    prose: Prose,
    paragraph: String,
    item: bool,
    /// How deep in elements whose text counts, and in ones whose text does not.
    reading: usize,
    passing: usize,
    /// The cells of the outermost row that is open, and how many rows are.
    cells: Vec<String>,
    rows: usize,
    items: usize,
}

impl Body {
    fn new(format: Format, prose: Prose) -> Self {
        let (paragraph, cells) = (String::new(), Vec::new());
        Self { format, prose, paragraph, item: false, reading: 0, passing: 0, cells, rows: 0, items: 0 }
    }

    fn node(&mut self, node: Node<'_>) -> Result<(), Refused> {
        match node {
            Node::Start(tag) => {
                let open = self.format == Format::Odt;
                let name = tag.name;
                self.passing += usize::from(self.passes(name));
                self.reading += usize::from(self.reads(name));
                match name {
                    "p" | "h" if open => self.end_paragraph()?,
                    "p" if tag.full_name() == "w:p" => self.end_paragraph()?,
                    "numPr" => self.item = true,
                    "list-item" => self.items += 1,
                    "tab" | "s" if self.rows == 0 || self.is_text() => self.paragraph.push(' '),
                    "br" | "cr" | "line-break" => self.paragraph.push('\n'),
                    "noBreakHyphen" => self.paragraph.push('-'),
                    "tr" | "table-row" => {
                        self.end_paragraph()?;
                        self.rows += 1;
                    }
                    "tc" | "table-cell" if self.rows == 1 => self.cells.push(String::new()),
                    _ => {}
                }
            }
            Node::Text(text) if self.is_text() => self.paragraph.push_str(&text),
            Node::Text(_) => {}
            Node::End(name) => {
                match name {
                    "p" | "h" => self.end_paragraph()?,
                    "list-item" => self.items = self.items.saturating_sub(1),
                    "tr" | "table-row" => self.end_row()?,
                    _ => {}
                }
                self.passing -= usize::from(self.passing > 0 && self.passes(name));
                self.reading -= usize::from(self.reading > 0 && self.reads(name));
            }
        }
        Ok(())
    }

    fn is_text(&self) -> bool {
        self.reading > 0 && self.passing == 0
    }

    fn reads(&self, name: &str) -> bool {
        if self.format == Format::Docx { name == "t" } else { matches!(name, "p" | "h") }
    }

    fn passes(&self, name: &str) -> bool {
        matches!(name, "Fallback" | "del" | "moveFrom" | "annotation" | "tracked-changes" | "note" | "forms")
    }

    fn end_paragraph(&mut self) -> Result<(), Refused> {
        let item = std::mem::take(&mut self.item) || self.items > 0;
        let text = std::mem::take(&mut self.paragraph);
        if text.trim().is_empty() {
            return Ok(());
        }
        match self.cells.last_mut().filter(|_| self.rows > 0) {
            Some(cell) => {
                cell.push('\n');
                cell.push_str(&text);
                Ok(())
            }
            None => self.prose.push(if item { Block::Item } else { Block::Paragraph }, &text),
        }
    }

    fn end_row(&mut self) -> Result<(), Refused> {
        self.end_paragraph()?;
        self.rows = self.rows.saturating_sub(1);
        if self.rows > 0 { Ok(()) } else { self.prose.row(&std::mem::take(&mut self.cells)) }
    }
}
