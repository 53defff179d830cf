//! Which file is read how, and under which id.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Component, Path};

use crate::decompress::Decompressed;
use crate::field::Key;
use crate::limits::Options;

/// How an input's content is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The whole file is one text (`.txt`).
    Text,
    /// The whole file is one text (`.md`); its marks are part of the text.
    Markdown,
    /// A JSON object a line (`.jsonl`, `.ndjson`).
    JsonLines,
    /// A header and a row a record (`.csv`), separated by commas, semicolons or tabs.
    Csv,
    /// A web page (`.html`, `.htm`, `.xhtml`).
    Html,
    /// A feed of entries (`.rss`, `.atom`, `.xml`).
    Feed,
    /// A PDF (`.pdf`).
    Pdf,
    /// A Word file (`.docx`).
    Docx,
    /// An OpenDocument text (`.odt`).
    Odt,
    /// A mail, or a web page saved as one (`.eml`, `.mht`, `.mhtml`).
    Mail,
    /// A table with a `text` column (`.parquet`).
    Parquet,
    /// An archive (`.zip`).
    Zip,
    /// An archive (`.tar`, `.tgz`).
    Tar,
}

/// How an input is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// As it is.
    None,
    /// gzip (`.gz`), several members included.
    Gzip,
    /// Zstandard (`.zst`), several frames included.
    Zstd,
}

impl Format {
    /// Format and packing by extension, whatever its case; `None` if it is not one that is read.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<(Self, Compression)> {
        let name = path.file_name()?;
        let (stem, compression) = split_compression(name);
        let format = Self::of_extension(Path::new(stem).extension()?)?;
        let is_tgz = Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("tgz"));
        Some((format, if is_tgz { Compression::Gzip } else { compression }))
    }

    /// Format and packing of content that has no name, such as standard input, from its first
    /// bytes: packing by its signature, format by its signature, records by their first character
    /// or header, else text.
    ///
    /// A few kilobytes are enough. Never Markdown, which has no signature and is read as text is.
    #[must_use]
    pub fn of_content(head: &[u8]) -> (Self, Compression) {
        let compression = Compression::of_content(head);
        let content = unpacked(head, compression);
        let content = without_mark(&content);
        let format = match signature(content) {
            Some(format) => format,
            None if content.starts_with(b"{") => Self::JsonLines,
            None if is_csv_header(content) => Self::Csv,
            None => Self::Text,
        };
        (format, compression)
    }

    /// Format and packing of a file: what its first bytes show, else what its name says; `None` if
    /// neither tells.
    ///
    /// A PDF named `.txt` is read as a PDF and a web page named `.pdf` as a web page. A file of
    /// records and a Markdown file are what their name says unless their content is no text at all.
    #[must_use]
    pub fn of_file(named: Option<(Self, Compression)>, head: &[u8]) -> Option<(Self, Compression)> {
        let compression = match named {
            Some((_, compression)) if compression != Compression::None => compression,
            _ => Compression::of_content(head),
        };
        let content = unpacked(head, compression);
        let seen = signature(without_mark(&content));
        let format = match (named.map(|(format, _)| format), seen) {
            (None, seen) => seen?,
            (Some(named), None) => named,
            (Some(named @ (Self::JsonLines | Self::Csv | Self::Markdown | Self::Mail)), Some(seen))
                if seen.is_text() =>
            {
                named
            }
            // What kind of document a ZIP is, is told by its members.
            (Some(named @ (Self::Docx | Self::Odt)), Some(Self::Zip)) => named,
            (Some(_), Some(seen)) => seen,
        };
        Some((format, compression))
    }

    /// True for a format whose files are text to the eye.
    fn is_text(self) -> bool {
        matches!(self, Self::Html | Self::Feed | Self::Mail)
    }

    fn of_extension(extension: &OsStr) -> Option<Self> {
        let extension = extension.to_str()?;
        let named = EXTENSIONS.iter().find(|(name, _)| extension.eq_ignore_ascii_case(name));
        named.map(|&(_, format)| format)
    }

    /// The extensions that are read, with their dots, for messages.
    #[must_use]
    pub fn extensions() -> String {
        let names: Vec<String> = EXTENSIONS.iter().map(|(name, _)| format!(".{name}")).collect();
        names.join(", ")
    }
}

const EXTENSIONS: [(&str, Format); 21] = [
    ("txt", Format::Text),
    ("md", Format::Markdown),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("csv", Format::Csv),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("rss", Format::Feed),
    ("atom", Format::Feed),
    ("xml", Format::Feed),
    ("pdf", Format::Pdf),
    ("docx", Format::Docx),
    ("odt", Format::Odt),
    ("eml", Format::Mail),
    ("mht", Format::Mail),
    ("mhtml", Format::Mail),
    ("parquet", Format::Parquet),
    ("zip", Format::Zip),
    ("tar", Format::Tar),
    ("tgz", Format::Tar),
];

/// How far into a file a signature is looked for.
const SIGNATURE_BYTES: usize = 4096;

/// The first bytes without their packing. What cannot be unpacked here is told when it is read; the part before still
/// tells.
fn unpacked(head: &[u8], compression: Compression) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let reader = Decompressed::new(head, compression, Options::default());
    let _ = reader.take(SIGNATURE_BYTES as u64).read_to_end(&mut unpacked);
    unpacked
}

fn without_mark(content: &[u8]) -> &[u8] {
    content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content).trim_ascii_start()
}

/// The format that the first bytes alone show.
fn signature(content: &[u8]) -> Option<Format> {
    let begins =
        |sign: &str| content.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign.as_bytes()));
    let holds = |sign: &[u8]| memchr::memmem::find(content, sign).is_some();
    if content.get(..1024).map_or(content, |start| start).windows(5).any(|five| five == b"%PDF-") {
        Some(Format::Pdf)
    } else if begins("PK\u{3}\u{4}") || begins("PK\u{5}\u{6}") {
        Some(Format::Zip)
    } else if begins("PAR1") {
        Some(Format::Parquet)
    } else if content.get(257..262) == Some(b"ustar") {
        Some(Format::Tar)
    } else if begins("<!doctype html") || begins("<html") {
        Some(Format::Html)
    } else if begins("<?xml") || begins("<rss") || begins("<feed") || begins("<rdf:RDF") || begins("<!--") {
        if holds(b"<rss") || holds(b"<feed") || holds(b"<rdf:RDF") {
            Some(Format::Feed)
        } else {
            (holds(b"<html") || holds(b"<HTML")).then_some(Format::Html)
        }
    } else {
        let mail = ["Return-Path:", "Received:", "Delivered-To:", "MIME-Version:", "Message-ID:"];
        mail.iter().any(|name| begins(name)).then_some(Format::Mail)
    }
}

impl Compression {
    /// The packing by extension; [`Compression::None`] for any that is not a packing's.
    #[must_use]
    pub fn of_path(path: &Path) -> Self {
        path.file_name().map_or(Self::None, |name| split_compression(name).1)
    }

    /// The packing by the first bytes.
    pub(crate) fn of_content(head: &[u8]) -> Self {
        if head.starts_with(&[0x1f, 0x8b]) {
            Self::Gzip
        } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            Self::Zstd
        } else {
            Self::None
        }
    }
}

/// The id of the file at `path`, which is relative to the INPUT it was found under: the path
/// without extension, `/` between its parts on every system. `.gz` and `.zst` count as part of
/// the extension. A lone file's id is that of its file name alone, which the caller passes.
///
/// ```
/// use std::path::Path;
/// assert_eq!(crossread_ingest::file_id(Path::new("un/sitrep.7.txt.gz")), "un/sitrep.7");
/// ```
#[must_use]
pub fn file_id(path: &Path) -> String {
    let mut parts: Vec<String> = path
        .components()
        .filter_map(|component| match component {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    if let (Some(last), Some(name)) = (parts.last_mut(), path.file_name()) {
        let stem = Path::new(split_compression(name).0).file_stem().unwrap_or(name);
        *last = stem.to_string_lossy().into_owned();
    }
    parts.join("/")
}

/// The file name without the extension of its packing, and the packing.
fn split_compression(name: &OsStr) -> (&OsStr, Compression) {
    let path = Path::new(name);
    let compression = match path.extension() {
        Some(extension) if extension.eq_ignore_ascii_case("gz") => Compression::Gzip,
        Some(extension) if extension.eq_ignore_ascii_case("zst") => Compression::Zstd,
        _ => return (name, Compression::None),
    };
    (path.file_stem().unwrap_or(name), compression)
}

/// True if the first line names a `text` column among others.
fn is_csv_header(content: &[u8]) -> bool {
    let line = content.split(|&b| b == b'\n').next().unwrap_or(content);
    b",;\t".iter().any(|&separator| {
        let mut cells = line.split(|&b| b == separator);
        line.contains(&separator) && cells.any(|cell| Key::of_cell(cell) == Key::Text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Option<(Format, Compression)> {
        Format::of_path(Path::new(path))
    }

    #[test]
    fn extensions_decide() {
        assert_eq!(of("a/b.txt"), Some((Format::Text, Compression::None)));
        assert_eq!(of("B.TXT.GZ"), Some((Format::Text, Compression::Gzip)));
        assert_eq!(of("x.md.zst"), Some((Format::Markdown, Compression::Zstd)));
        assert_eq!(of("x.ndjson"), Some((Format::JsonLines, Compression::None)));
        assert_eq!(of("x.jsonl"), Some((Format::JsonLines, Compression::None)));
        assert_eq!(of("x.csv.gz"), Some((Format::Csv, Compression::Gzip)));
        for other in ["x.doc", "x.gz", "x.json", ".txt", "txt", "", "..", "x.txt.bz2"] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn extensions_of_archives_and_documents() {
        assert_eq!(of("x.TGZ"), Some((Format::Tar, Compression::Gzip)));
        assert_eq!(of("x.tar.zst"), Some((Format::Tar, Compression::Zstd)));
        assert_eq!(of("x.htm"), Some((Format::Html, Compression::None)));
        assert_eq!(of("x.PDF.gz"), Some((Format::Pdf, Compression::Gzip)));
        assert!(Format::extensions().starts_with(".txt, .md"));
    }

    #[test]
    fn content_goes_before_the_name() {
        let of =
            |name: &str, head: &[u8]| Format::of_file(Format::of_path(Path::new(name)), head).map(|(format, _)| format);
        assert_eq!(of("a.txt", b"%PDF-1.4"), Some(Format::Pdf));
        assert_eq!(of("a.pdf", b"<!DOCTYPE HTML><p>404"), Some(Format::Html));
        assert_eq!(of("a.xml", b"<?xml version='1.0'?><rss>"), Some(Format::Feed));
        assert_eq!(of("a.docx", b"PK\x03\x04"), Some(Format::Docx));
        assert_eq!(of("a.csv", b"<html>,b"), Some(Format::Csv));
        assert_eq!(of("a.csv", b"PK\x03\x04"), Some(Format::Zip));
        assert_eq!(of("a.pdf", b"junk"), Some(Format::Pdf));
        assert_eq!(of("a.doc", b"Received: by"), Some(Format::Mail));
        assert_eq!(of("a.doc", b"plain words"), None);
    }

    #[test]
    fn ids_are_paths_without_extension() {
        let id = |path: &str| file_id(Path::new(path));
        assert_eq!(id("wire.txt"), "wire");
        assert_eq!(id("un/2025/sitrep.7.txt.gz"), "un/2025/sitrep.7");
        assert_eq!(id("./a/../b.jsonl.zst"), "a/b");
        assert_eq!(id("no-extension"), "no-extension");
        assert_eq!(id(""), "");
    }

    #[test]
    fn content_without_a_name_is_recognised() {
        let of = |head: &[u8]| Format::of_content(head);
        assert_eq!(of(b"\xef\xbb\xbf {\"id\":1}"), (Format::JsonLines, Compression::None));
        assert_eq!(of(b"id;\"text\"\n1;a"), (Format::Csv, Compression::None));
        assert_eq!(of(b"text, lies and tape\n"), (Format::Csv, Compression::None));
        assert_eq!(of(b"Nine people, the army said"), (Format::Text, Compression::None));
        assert_eq!(of(b"text"), (Format::Text, Compression::None));
        assert_eq!(of(b""), (Format::Text, Compression::None));
        assert_eq!(of(&[0x1f, 0x8b, 8]), (Format::Text, Compression::Gzip));
    }
}
