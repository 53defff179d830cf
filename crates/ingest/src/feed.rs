//! RSS and Atom: each entry is a document.

use crate::extracted::{Extracted, Refused};
use crate::html;
use crate::limits::Options;
use crate::metadata::{Metadata, iso_date, language_tag, mail_date, trimmed};
use crate::prose::folded;
use crate::xml::{Node, Tag, walk};

/// Reads the entries of a feed.
pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Vec<Extracted>, Refused> {
    let mut feed = Feed { options, ..Feed::default() };
    let read = walk(bytes, options, &mut |node| feed.node(node));
    // A feed that is cut short still gives the entries before the cut, and says so.
    match read {
        Err(refused) if feed.entries.is_empty() => return Err(refused),
        Err(refused) => {
            if let Some(last) = feed.entries.last_mut() {
                last.note = Some(format!("the feed is damaged after this entry: {}", refused.problem));
            }
        }
        Ok(()) => {}
    }
    if !feed.is_feed {
        return Err(Refused::new(
            crate::SkipCode::UnknownFormat,
            "it is XML, but no feed",
            "export it as text or JSON Lines",
        ));
    }
    if feed.entries.is_empty() {
        return Err(Refused::new(crate::SkipCode::Empty, "the feed holds no entry", "fetch it again, or leave it out"));
    }
    Ok(feed.entries)
}

#[derive(Default)]
struct Feed {
    options: Options,
    is_feed: bool,
    entries: Vec<Extracted>,
    source: Option<String>,
    language: Option<String>,
    entry: Option<Entry>,
    /// Depth of the elements inside the one whose text is collected.
    inside: usize,
    text: String,
}

#[derive(Default)]
struct Entry {
    metadata: Metadata,
    summary: String,
    content: String,
}

/// Elements whose content may be markup of its own.
const WITH_MARKUP: [&str; 4] = ["content", "summary", "description", "encoded"];

impl Feed {
    fn node(&mut self, node: Node<'_>) -> Result<(), Refused> {
        match node {
            Node::Start(tag) if self.inside > 0 => {
                self.inside += 1;
                // XHTML written out in the feed: blocks end lines.
                self.text.push_str(if matches!(tag.name, "p" | "div" | "li" | "br" | "tr") { "<p>" } else { "" });
            }
            Node::Start(tag) => self.start(&tag),
            Node::Text(text) => self.text.push_str(&text),
            Node::End(_) if self.inside > 1 => self.inside -= 1,
            Node::End(name) => return self.end(name),
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>) {
        self.text.clear();
        match tag.name {
            "rss" | "feed" | "RDF" => {
                self.is_feed = true;
                self.language = tag.attribute("lang").and_then(|tag| language_tag(&tag));
            }
            "item" | "entry" => self.entry = Some(Entry::default()),
            "link" => {
                let rel = tag.attribute("rel");
                if let (Some(entry), Some(href)) = (&mut self.entry, tag.attribute("href"))
                    && rel.is_none_or(|rel| rel == "alternate")
                {
                    entry.metadata.url = trimmed(href);
                }
            }
            name if self.entry.is_some() && WITH_MARKUP.contains(&name) => self.inside = 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Refused> {
        self.inside = 0;
        let text = std::mem::take(&mut self.text);
        let Some(entry) = &mut self.entry else {
            match name {
                "title" if self.source.is_none() => self.source = trimmed(folded(&text)),
                "language" => self.language = language_tag(text.trim()),
                _ => {}
            }
            return Ok(());
        };
        let metadata = &mut entry.metadata;
        match name {
            "title" => metadata.title = trimmed(folded(&html::text_of(&text, self.options)?)),
            "link" | "guid" if metadata.url.is_none() && text.trim().starts_with("http") => {
                metadata.url = trimmed(text);
            }
            "published" | "pubDate" | "date" | "issued" => {
                metadata.published = iso_date(text.trim()).or_else(|| mail_date(&text));
            }
            "updated" => metadata.published = metadata.published.or_else(|| iso_date(text.trim())),
            "description" | "summary" => entry.summary = html::text_of(&text, self.options)?,
            "content" | "encoded" => entry.content = html::text_of(&text, self.options)?,
            "synthetic" => metadata.synthetic = Some(text.trim().eq_ignore_ascii_case("true")),
            "item" | "entry" => self.finish(),
            _ => {}
        }
        Ok(())
    }

    fn finish(&mut self) {
        let Some(Entry { mut metadata, summary, content }) = self.entry.take() else { return };
        metadata.source = self.source.clone();
        metadata.language = self.language.clone();
        let text = if content.len() >= summary.len() { content } else { summary };
        self.entries.push(Extracted { text, metadata, ..Extracted::default() });
    }
}
