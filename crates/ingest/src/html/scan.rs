//! One pass over a page's tags: its pieces of text, and the elements they stand in.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::extracted::Refused;
use crate::limits::Options;
use crate::prose::folded;

use super::metadata::Found;
use super::words;

/// Elements deeper than this are counted and not kept: no page needs them.
const DEEPEST: usize = 256;
/// Prose is no shorter, in bytes.
const SHORTEST_PROSE: usize = 50;

/// A page as a list of pieces.
#[derive(Default)]
pub(super) struct Page {
    pub(super) pieces: Vec<Piece>,
    /// In the order of their start tags.
    pub(super) elements: Vec<Element>,
    pub(super) found: Found,
}

/// An element that may hold an article, or surround one.
pub(super) struct Element {
    parent: Option<u32>,
    /// Its name or class says that it is none.
    pub(super) dropped: bool,
    /// The same, whatever it holds.
    pub(super) always: bool,
    /// `article` or `main`.
    pub(super) landmark: bool,
}

/// A block of text.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) element: u32,
    pub(super) hidden: bool,
    /// Bytes that are links.
    links: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading,
    Item,
    Row(Vec<String>),
}

impl Piece {
    /// How much prose it is, in bytes; 0 for what is none.
    pub(super) fn prose(&self) -> usize {
        let is_prose =
            self.kind == Kind::Paragraph && self.text.len() >= SHORTEST_PROSE && self.links * 2 < self.text.len();
        if is_prose { self.text.len() } else { 0 }
    }

    pub(super) fn mostly_links(&self) -> bool {
        self.links * 3 > self.text.len() * 2
    }
}

impl Page {
    /// The element and those around it, the innermost first.
    pub(super) fn chain(&self, element: u32) -> impl Iterator<Item = u32> {
        let elements = &self.elements;
        std::iter::successors(Some(element), move |&element| elements.get(element as usize)?.parent)
    }
}

/// Cuts a page into pieces.
pub(super) fn scan(html: &str, options: Options) -> Result<Page, Refused> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut scan = Scan::default();
    scan.page.elements.push(Element { parent: None, dropped: false, always: false, landmark: false });
    let (mut steps, mut bytes) = (0_u64, 0_usize);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        steps += 1;
        if steps > options.max_steps {
            return Err(Refused::limit("steps", options.max_steps));
        }
        match token {
            Token::StartTag(tag) => scan.start(&tag),
            Token::EndTag(tag) => scan.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => {
                bytes += text.len();
                if bytes > options.file_limit() {
                    return Err(Refused::limit("file-bytes", options.max_file_bytes));
                }
                scan.text(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    scan.flush();
    scan.end_row();
    Ok(scan.page)
}

/// An element whose end tag has not been met.
struct Open {
    name: String,
    element: u32,
    hidden: bool,
    link: bool,
    pre: bool,
    heading: bool,
    item: bool,
    article: bool,
}

#[derive(Default)]
struct Scan {
    page: Page,
    open: Vec<Open>,
    /// Elements beyond [`DEEPEST`].
    ignored: usize,
    text: String,
    links: usize,
    row: Option<Row>,
    /// Of each open table, whether it lays out the page.
    layout: Vec<bool>,
}

/// A row of a table while it is read.
#[derive(Default)]
struct Row {
    cells: Vec<String>,
    links: usize,
}

impl Scan {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute =
            |key: &str| tag.attributes.get(key.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned());
        self.page.found.tag(&name, &attribute, self.open.iter().any(|open| open.article));
        match name.as_str() {
            "br" => return self.text.push('\n'),
            "hr" => return self.flush(),
            "wbr" | "area" | "base" | "col" | "embed" | "img" | "input" | "link" | "meta" | "param" | "source"
            | "track" => return,
            _ => {}
        }
        let block = is_block(&name);
        if block {
            self.flush();
            self.close_implied(&name);
        }
        match name.as_str() {
            "table" => {
                self.end_row();
                self.layout.push(attribute("role").is_some_and(|role| role == "presentation" || role == "none"));
            }
            "tr" => {
                self.end_row();
                self.row = (self.layout.last() == Some(&false)).then(Row::default);
            }
            "td" | "th" => {
                if let Some(row) = &mut self.row {
                    row.cells.push(String::new());
                }
            }
            _ => {}
        }
        if tag.self_closing && !block {
            return;
        }
        self.push(name, block, &attribute);
    }

    fn push(&mut self, name: String, block: bool, attribute: &dyn Fn(&str) -> Option<String>) {
        if self.open.len() >= DEEPEST {
            self.ignored += 1;
            return;
        }
        let outer = self.open.last();
        let article = name == "article" || outer.is_some_and(|open| open.article);
        let (of, was_hidden) = outer.map_or((0, false), |open| (open.element, open.hidden));
        let hidden = was_hidden || is_hidden(&name, attribute);
        let (link, pre) = (outer.is_some_and(|open| open.link), outer.is_some_and(|open| open.pre));
        let (in_heading, in_item) = (outer.is_some_and(|open| open.heading), outer.is_some_and(|open| open.item));
        let element = if block { self.element(&name, of, article, attribute) } else { of };
        let heading = matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
        self.open.push(Open {
            element,
            hidden,
            article,
            link: link || name == "a",
            pre: pre || name == "pre",
            heading: in_heading || heading,
            item: name == "li" || (in_item && !block),
            name,
        });
    }

    fn element(&mut self, name: &str, parent: u32, article: bool, attribute: &dyn Fn(&str) -> Option<String>) -> u32 {
        let landmark = matches!(name, "article" | "main");
        let whole = landmark || matches!(name, "body" | "html");
        let by_name = matches!(name, "aside" | "form") || (name == "header" && !article);
        let (mut dropped, mut always) = (by_name, false);
        for names in ["class", "id"].into_iter().filter_map(attribute).filter(|_| !whole) {
            let judged = words::judge(&names);
            (dropped, always) = (dropped | judged.0, always | judged.1);
        }
        // A paragraph, item or cell counts only if its class says what it is.
        if !dropped && !always && !is_container(name) {
            return parent;
        }
        let number = u32::try_from(self.page.elements.len()).unwrap_or(u32::MAX);
        self.page.elements.push(Element { parent: Some(parent), dropped, always, landmark });
        number
    }

    fn end(&mut self, name: &str) {
        if self.ignored > 0 {
            self.ignored -= 1;
            return;
        }
        if is_block(name) {
            self.flush();
        }
        match name {
            "script" => self.page.found.end_script(),
            "tr" => self.end_row(),
            "table" => {
                self.end_row();
                self.layout.pop();
            }
            "p" if !self.open.iter().any(|open| open.name == "p") => return,
            _ => {}
        }
        if let Some(position) = self.open.iter().rposition(|open| open.name == name) {
            // An end tag of an inline element does not close blocks around it.
            if is_block(name) || !self.open.iter().skip(position).any(|open| is_block(&open.name)) {
                self.open.truncate(position);
            }
        }
    }

    /// Closes what the start of a block closes by itself: a paragraph, the item or cell before.
    fn close_implied(&mut self, name: &str) {
        let (closed, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            _ => (&["p"], &["td", "th", "li", "div", "section", "article", "blockquote"]),
        };
        let inner = self
            .open
            .iter()
            .rposition(|open| within.contains(&open.name.as_str()) || closed.contains(&open.name.as_str()));
        if let Some(position) = inner.filter(|&position| closed.contains(&self.open[position].name.as_str())) {
            self.open.truncate(position);
        }
    }

    fn text(&mut self, text: &str) {
        let open = self.open.last();
        match open.map_or("", |open| open.name.as_str()) {
            "title" => return self.page.found.title_text(text),
            "script" => return self.page.found.script_text(text),
            _ => {}
        }
        if open.is_some_and(|open| open.pre) {
            self.text.push_str(text);
        } else {
            // Line ends of the source are blanks; only `<br>` ends a line.
            self.text.extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
        }
        if open.is_some_and(|open| open.link) {
            self.links += text.trim().len();
        }
    }

    /// Ends a block.
    fn flush(&mut self) {
        let (text, links) = (std::mem::take(&mut self.text), std::mem::take(&mut self.links));
        let text = folded(&text);
        if text.is_empty() {
            return;
        }
        let open = self.open.last();
        let (element, hidden) = open.map_or((0, false), |open| (open.element, open.hidden));
        if let Some(row) = self.row.as_mut().filter(|_| !hidden)
            && let Some(cell) = row.cells.last_mut()
        {
            if !cell.is_empty() {
                cell.push('\n');
            }
            cell.push_str(&text);
            row.links += links;
            return;
        }
        let kind = match open {
            Some(open) if open.heading => Kind::Heading,
            Some(open) if open.item => Kind::Item,
            _ => Kind::Paragraph,
        };
        if kind == Kind::Heading && !hidden && open.is_some_and(|open| open.name == "h1") {
            self.page.found.headline(&text);
        }
        self.page.pieces.push(Piece { text, kind, element, hidden, links });
    }

    fn end_row(&mut self) {
        let Some(row) = self.row.take() else { return };
        let (element, hidden) = self.open.last().map_or((0, false), |open| (open.element, open.hidden));
        let text = row.cells.join(" ");
        if row.cells.iter().filter(|cell| !cell.is_empty()).count() > 1 {
            self.page.pieces.push(Piece { text, kind: Kind::Row(row.cells), element, hidden, links: row.links });
            return;
        }
        // One cell is layout: its lines are paragraphs again.
        let share = if text.is_empty() { 0 } else { row.links };
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let links = share.min(line.len());
            let kind = Kind::Paragraph;
            self.page.pieces.push(Piece { text: line.to_owned(), kind, element, hidden, links });
        }
    }
}

fn is_hidden(name: &str, attribute: &dyn Fn(&str) -> Option<String>) -> bool {
    let by_name = matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "select"
            | "datalist"
            | "canvas"
            | "audio"
            | "video"
            | "object"
            | "iframe"
            | "button"
            | "nav"
            | "footer"
            | "dialog"
            | "title"
            | "textarea"
            | "head"
    );
    let by_role = || {
        attribute("role").is_some_and(|role| {
            matches!(role.as_str(), "navigation" | "contentinfo" | "banner" | "search" | "dialog" | "alert" | "menu")
        })
    };
    let by_style = || {
        attribute("style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
    };
    by_name
        || attribute("hidden").is_some()
        || attribute("aria-hidden").is_some_and(|value| value == "true")
        || by_role()
        || by_style()
}

fn is_container(name: &str) -> bool {
    !matches!(
        name.as_bytes(),
        [b'h', b'1'..=b'6'] | b"p" | b"li" | b"tr" | b"dt" | b"dd" | b"td" | b"th" | b"pre" | b"figcaption"
    )
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "figure"
            | "figcaption"
            | "blockquote"
            | "pre"
            | "address"
            | "details"
            | "summary"
            | "fieldset"
            | "form"
            | "center"
            | "body"
            | "html"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "title"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "dialog"
    )
}
