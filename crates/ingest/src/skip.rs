//! What was not read, as data: the rows of the `skipped` table.

use std::fmt;
use std::io;

/// Why an input, or a part of one, was not read, or not read as it stands.
///
/// [`as_str`](Self::as_str) is the stable name that the `skipped` table carries; names are never
/// changed or used again for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SkipCode {
    /// The path does not exist.
    NotFound,
    /// The operating system refused to open or to read the input.
    Unreadable,
    /// A folder contains itself through a link.
    DirectoryLoop,
    /// A link in a folder leads out of it.
    OutsideLink,
    /// A folder holds nothing that can be read.
    EmptyFolder,
    /// The file's extension is not one that is read.
    UnknownFormat,
    /// There is no text in the file or record.
    Empty,
    /// The content is not text.
    Binary,
    /// The text or record exceeds the limit.
    TooLarge,
    /// The compressed data are damaged or cut short.
    BadCompression,
    /// The file is not a sound file of its format: damaged, cut short, or something else under its name.
    BadDocument,
    /// The file or member is locked with a password.
    Encrypted,
    /// A page holds a picture and no text.
    Scanned,
    /// A member of an archive is a link, or its path leads out of the archive.
    UnsafeMember,
    /// The input passes a limit: pages, nesting, ratio, records or steps.
    Limit,
    /// A library failed on the document.
    Crashed,
    /// A line is not valid JSON.
    BadJson,
    /// The file holds one JSON list instead of a record a line.
    JsonArray,
    /// The first line of a CSV file does not name the columns.
    BadHeader,
    /// A CSV row does not fit the header, or a quote is never closed.
    BadCsv,
    /// A record is not an object, or its `id` or `text` is not a string.
    BadRecord,
    /// A record has no `text`.
    MissingText,
    /// The id was given before.
    DuplicateId,
    /// The date is not an ISO date; the document is read without it.
    BadDate,
    /// A metadata value cannot be used; the document is read without it.
    BadMetadata,
    /// The front matter cannot be read; the document is read without its metadata.
    BadFrontMatter,
    /// An index, or an entry of it, cannot be used.
    BadIndex,
    /// An index names an id twice; the first entry holds.
    DuplicateIndexId,
}

impl SkipCode {
    /// Every code, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::NotFound,
        Self::Unreadable,
        Self::DirectoryLoop,
        Self::OutsideLink,
        Self::EmptyFolder,
        Self::UnknownFormat,
        Self::Empty,
        Self::Binary,
        Self::TooLarge,
        Self::BadCompression,
        Self::BadDocument,
        Self::Encrypted,
        Self::Scanned,
        Self::UnsafeMember,
        Self::Limit,
        Self::Crashed,
        Self::BadJson,
        Self::JsonArray,
        Self::BadHeader,
        Self::BadCsv,
        Self::BadRecord,
        Self::MissingText,
        Self::DuplicateId,
        Self::BadDate,
        Self::BadMetadata,
        Self::BadFrontMatter,
        Self::BadIndex,
        Self::DuplicateIndexId,
    ];

    /// The stable name, as the `skipped` table carries it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.row().0
    }

    /// What happened, in one line for the documentation.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        self.row().1
    }

    /// True if a text was lost; false if its document was read and only metadata are missing.
    #[must_use]
    pub const fn loses_text(self) -> bool {
        !matches!(
            self,
            Self::BadDate | Self::BadMetadata | Self::BadFrontMatter | Self::BadIndex | Self::DuplicateIndexId
        )
    }

    /// Name and meaning of each code, side by side.
    const fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => ("not-found", "The path does not exist."),
            Self::Unreadable => ("unreadable", "The file could not be opened or read."),
            Self::DirectoryLoop => ("directory-loop", "A folder contains itself through a link."),
            Self::OutsideLink => ("outside-link", "A link in a folder leads out of it, and is not followed."),
            Self::EmptyFolder => ("empty-folder", "The folder holds no file that can be read."),
            Self::UnknownFormat => ("unknown-format", "The file's extension is not one that is read."),
            Self::Empty => ("empty", "The file or record holds no text, or only white space."),
            Self::Binary => ("binary", "NUL or many control characters: the content is not text."),
            Self::TooLarge => ("too-large", "The text, line or row exceeds the limit of one document."),
            Self::BadCompression => ("bad-compression", "The `.gz` or `.zst` data are damaged or cut short."),
            Self::BadDocument => (
                "bad-document",
                "The file is not a sound file of its format: damaged, cut short, or something else under its name.",
            ),
            Self::Encrypted => ("encrypted", "The file or member is locked with a password."),
            Self::Scanned => ("scanned", "A page holds a picture and no text."),
            Self::UnsafeMember => {
                ("unsafe-member", "A member of an archive is a link, or its path leads out of the archive.")
            }
            Self::Limit => ("limit", "The input passes a limit: pages, nesting, ratio, records or steps."),
            Self::Crashed => ("crashed", "A library failed on the document."),
            Self::BadJson => ("bad-json", "The line is not valid JSON."),
            Self::JsonArray => ("json-array", "The file is one JSON list, not a record a line."),
            Self::BadHeader => {
                ("bad-header", "The first line of the CSV file does not name the needed columns, or names one twice.")
            }
            Self::BadCsv => ("bad-csv", "The row has more or fewer cells than the header, or a quote is never closed."),
            Self::BadRecord => {
                ("bad-record", "The record is not an object, has a key twice, or its `id` or `text` is not a string.")
            }
            Self::MissingText => ("missing-text", "The record has no `text`."),
            Self::DuplicateId => ("duplicate-id", "The id was given before; the later record is skipped."),
            Self::BadDate => ("bad-date", "`published` is not an ISO date; the document is read without it."),
            Self::BadMetadata => ("bad-metadata", "A metadata value cannot be used; the document is read without it."),
            Self::BadFrontMatter => (
                "bad-front-matter",
                "The front matter is not valid YAML or never closed; the document is read without its metadata.",
            ),
            Self::BadIndex => ("bad-index", "An index, or an entry of it, cannot be used."),
            Self::DuplicateIndexId => ("duplicate-index-id", "An index names an id twice; the first entry holds."),
        }
    }
}

impl fmt::Display for SkipCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One row of the `skipped` table: an input or a part of one that was not read, or that was read
/// without some of its metadata (see [`SkipCode::loses_text`]).
///
/// It is an error type, whose message names the file, the place and the fix; but mostly it is
/// data that travels beside the documents.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Skipped {
    /// The input's name, as the caller gave it.
    pub input: String,
    /// The part of the input: a record's id, or an index entry's number.
    pub part: Option<String>,
    /// 1-based line in the decoded input.
    pub line: Option<u32>,
    /// What kind of loss it is.
    pub code: SkipCode,
    /// One line for people: file, place, what is wrong, and what to do.
    pub message: String,
}

impl Skipped {
    /// A row about `input`; `problem` says what is wrong and `fix` what to do about it.
    ///
    /// The message is put together from all four, so that none can be forgotten.
    #[must_use]
    pub fn new(code: SkipCode, at: At<'_>, problem: impl fmt::Display, fix: &str) -> Self {
        Self {
            input: at.input.to_owned(),
            part: at.part.map(str::to_owned),
            line: at.line.map(saturating_u32),
            code,
            message: format!("{at}: {problem}; {fix}"),
        }
    }

    /// The row for an input that the operating system would not open or read.
    #[must_use]
    pub fn unreadable(input: &str, error: &io::Error) -> Self {
        let code = match error.kind() {
            io::ErrorKind::NotFound => SkipCode::NotFound,
            _ => SkipCode::Unreadable,
        };
        let fix = match code {
            SkipCode::NotFound => "check the path",
            _ => "check the file and its permissions",
        };
        Self::new(code, At::input(input), error, fix)
    }

    /// The row for a record whose id an earlier record has; names both places.
    #[must_use]
    pub fn duplicate_id(id: &str, later: At<'_>, first: At<'_>) -> Self {
        let problem = format!("the id `{id}` was given before in {}", first.without_part());
        Self::new(
            SkipCode::DuplicateId,
            At { part: Some(id), ..later },
            problem,
            "the first record is kept; give this one another id",
        )
    }
}

/// A place in an input, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<'a> {
    /// The input's name.
    pub input: &'a str,
    /// The part: a record's id, or an index entry's number.
    pub part: Option<&'a str>,
    /// 1-based line.
    pub line: Option<u64>,
}

impl<'a> At<'a> {
    /// The input as a whole.
    #[must_use]
    pub const fn input(input: &'a str) -> Self {
        Self { input, part: None, line: None }
    }

    /// A line of the input.
    #[must_use]
    pub const fn line(input: &'a str, line: u64) -> Self {
        Self { input, part: None, line: Some(line) }
    }

    /// The same place, naming the part.
    #[must_use]
    pub const fn part(self, part: &'a str) -> Self {
        Self { part: Some(part), ..self }
    }

    const fn without_part(self) -> Self {
        Self { part: None, ..self }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.input)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(part) = self.part {
            write!(f, " ({part})")?;
        }
        Ok(())
    }
}

/// Lines beyond four thousand million are not told apart.
pub(crate) fn saturating_u32(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut names: Vec<_> = SkipCode::ALL.iter().map(|code| code.as_str()).collect();
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SkipCode::ALL.len());
    }

    #[test]
    fn a_message_names_file_place_problem_and_fix() {
        let at = At::line("a.jsonl", 3).part("wire-2");
        let skipped = Skipped::new(SkipCode::MissingText, at, "no `text`", "add it");
        assert_eq!(skipped.to_string(), "a.jsonl, line 3 (wire-2): no `text`; add it");
        assert_eq!((skipped.line, skipped.part.as_deref()), (Some(3), Some("wire-2")));
    }

    #[test]
    fn a_duplicate_names_both_places() {
        let skipped = Skipped::duplicate_id("x", At::line("b.csv", 9), At::line("a.jsonl", 3));
        assert_eq!(
            skipped.message,
            "b.csv, line 9 (x): the id `x` was given before in a.jsonl, line 3; \
             the first record is kept; give this one another id"
        );
    }

    #[test]
    fn a_missing_file_and_a_refused_one_differ() {
        let code = |kind| Skipped::unreadable("x", &io::Error::from(kind)).code;
        assert_eq!(code(io::ErrorKind::NotFound), SkipCode::NotFound);
        assert_eq!(code(io::ErrorKind::PermissionDenied), SkipCode::Unreadable);
    }
}
