//! Which file is read how, and under which id.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Component, Path};

use crate::decompress::Decompressed;
use crate::field::Key;

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
        let (stem, compression) = split_compression(path.file_name()?);
        Some((Self::of_extension(Path::new(stem).extension()?)?, compression))
    }

    /// Format and packing of content that has no name, such as standard input, from its first
    /// bytes: packing by its signature, records by their first character or header, else text.
    ///
    /// A few kilobytes are enough. Never Markdown, which has no signature and is read as text is.
    #[must_use]
    pub fn of_content(head: &[u8]) -> (Self, Compression) {
        let compression = Compression::of_content(head);
        let mut unpacked = Vec::new();
        // What cannot be unpacked here is reported when it is read; the part before still tells.
        let _ = Decompressed::new(head, compression).take(4096).read_to_end(&mut unpacked);
        let content = unpacked.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&unpacked).trim_ascii_start();
        let format = if content.starts_with(b"{") {
            Self::JsonLines
        } else if is_csv_header(content) {
            Self::Csv
        } else {
            Self::Text
        };
        (format, compression)
    }

    fn of_extension(extension: &OsStr) -> Option<Self> {
        let is = |name: &str| extension.eq_ignore_ascii_case(name);
        match () {
            () if is("txt") => Some(Self::Text),
            () if is("md") => Some(Self::Markdown),
            () if is("jsonl") || is("ndjson") => Some(Self::JsonLines),
            () if is("csv") => Some(Self::Csv),
            () => None,
        }
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
        for other in ["x.pdf", "x.gz", "x.json", ".txt", "txt", "", "..", "x.txt.bz2"] {
            assert_eq!(of(other), None, "{other}");
        }
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
