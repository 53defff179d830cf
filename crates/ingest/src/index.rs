//! Metadata that stand beside the texts, joined to them by id.

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::Path;

use serde_json::value::RawValue;

use crate::assemble::{self, RawRecord};
use crate::csv_records::CsvRecords;
use crate::decompress::Decompressed;
use crate::encoding::decode_file;
use crate::field::Key;
use crate::format::{Compression, Format};
use crate::json;
use crate::json_lines::JsonLines;
use crate::limits::Options;
use crate::metadata::Metadata;
use crate::read::Input;
use crate::skip::{At, SkipCode, Skipped, saturating_u32};

/// An index of more bytes than this is not held; JSON Lines and CSV have no such bound.
const MOST_JSON_BYTES: u64 = 1024 * 1024 * 1024;
/// The longest line or row of an index, which holds no texts.
const MOST_ENTRY_BYTES: u64 = 16 * 1024 * 1024;

/// How an index is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexFormat {
    /// One list of objects (`.json`).
    Json,
    /// An object a line (`.jsonl`, `.ndjson`).
    JsonLines,
    /// A header and a row an entry (`.csv`).
    Csv,
}

impl IndexFormat {
    /// Layout and packing by extension; `None` if it is not one that is read.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<(Self, Compression)> {
        match Format::of_path(path) {
            Some((Format::JsonLines, compression)) => Some((Self::JsonLines, compression)),
            Some((Format::Csv, compression)) => Some((Self::Csv, compression)),
            Some(_) => None,
            None => {
                let compression = Compression::of_path(path);
                let stem = match compression {
                    Compression::None => path.file_name()?,
                    Compression::Gzip | Compression::Zstd => path.file_stem()?,
                };
                let extension = Path::new(stem).extension()?;
                extension.eq_ignore_ascii_case("json").then_some((Self::Json, compression))
            }
        }
    }
}

/// Why an index cannot be used at all. Each message names the file, the place and the fix.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The disk or the packing failed.
    #[error("{name}: the index cannot be read ({source}); check the file")]
    Unreadable {
        /// The index's name, as the caller gave it.
        name: String,
        /// What failed.
        source: io::Error,
    },
    /// It is not JSON, or not a list.
    #[error(
        "{name}, line {line}, byte {column}: the index is not a JSON list ({what}); \
             write [{{\"id\": \"...\", \"source\": \"...\"}}, ...]"
    )]
    Malformed {
        /// The index's name, as the caller gave it.
        name: String,
        /// 1-based line.
        line: usize,
        /// 1-based byte in the line.
        column: usize,
        /// What the parser says.
        what: String,
    },
    /// It is larger than an index can be.
    #[error("{name}: the index is larger than {limit} bytes; write it as JSON Lines or CSV")]
    TooLarge {
        /// The index's name, as the caller gave it.
        name: String,
        /// The most that is read.
        limit: u64,
    },
    /// No entry of it can be used; says why for the first.
    #[error("{0}")]
    Nothing(Skipped),
}

impl IndexError {
    /// The innermost reason, without the name of the file where it can be told without.
    #[must_use]
    pub fn cause(&self) -> String {
        std::error::Error::source(self).map_or_else(|| self.to_string(), ToString::to_string)
    }
}

/// What an index says about one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// The document's id as the index has it.
    pub id: String,
    /// What is known about it.
    pub metadata: Metadata,
    /// 1-based line where the entry begins.
    pub line: u32,
}

/// Metadata by document id, from an `index.json` or from `--index FILE`.
#[derive(Clone, Debug, Default)]
pub struct Index {
    name: String,
    folder: String,
    entries: Vec<IndexEntry>,
    by_id: HashMap<String, usize>,
}

impl Index {
    /// Reads an index. `name` stands in messages; `folder` is the path, relative to the INPUT, of
    /// the folder that an `index.json` was found in, and empty for the INPUT itself and for
    /// `--index`: ids in such an index may be given with that path or without.
    ///
    /// Entries that cannot be used, values that cannot, and ids that stand there twice come back
    /// as rows for the `skipped` table, whose `part` names the entry.
    ///
    /// # Errors
    /// If the index as a whole is of no use: unreadable, not a list, too large, or without a
    /// usable header.
    pub fn read(
        name: &str,
        folder: &str,
        (format, compression): (IndexFormat, Compression),
        reader: impl Read,
    ) -> Result<(Self, Vec<Skipped>), IndexError> {
        let folder = folder.trim_matches('/').to_owned();
        let index = Self { name: name.to_owned(), folder, ..Self::default() };
        let options = Options { max_document_bytes: MOST_ENTRY_BYTES, ..Options::default() };
        let mut builder = Builder { index, skipped: Vec::new(), number: 0 };
        match format {
            IndexFormat::Json => builder.read_json(Decompressed::new(reader, compression, options))?,
            IndexFormat::JsonLines => {
                let input = Input::new(name, "", Format::JsonLines, compression);
                let mut lines = JsonLines::new(&input, reader, options);
                builder.read_entries(|make| lines.next_made(&input, make));
            }
            IndexFormat::Csv => {
                let input = Input::new(name, "", Format::Csv, compression);
                let mut rows = CsvRecords::new(&input, reader, options, Key::Id);
                builder.read_entries(|make| rows.next_made(&input, make));
            }
        }
        builder.finish()
    }

    /// What the index says about the document of that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&IndexEntry> {
        let in_folder = || id.strip_prefix(&self.folder)?.strip_prefix('/');
        let position =
            self.by_id.get(id).or_else(|| if self.folder.is_empty() { None } else { self.by_id.get(in_folder()?) })?;
        self.entries.get(*position)
    }

    /// The entries as they stand in the file, the first of each id.
    #[must_use]
    pub fn entries(&self) -> &[IndexEntry] {
        &self.entries
    }

    /// The entries that belong to no document, `was_read` telling of an id whether one was read.
    /// An index may well cover more than was asked for, so this is news and no error.
    pub fn unmatched(&self, was_read: impl Fn(&str) -> bool) -> Vec<&IndexEntry> {
        let matched = |entry: &&IndexEntry| {
            was_read(&entry.id) || (!self.folder.is_empty() && was_read(&format!("{}/{}", self.folder, entry.id)))
        };
        self.entries.iter().filter(|entry| !matched(entry)).collect()
    }

    /// Its name, as the caller gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// An entry's id and metadata, with what could not be used of it.
type Made = (IndexEntry, Vec<Skipped>);

struct Builder {
    index: Index,
    skipped: Vec<Skipped>,
    /// The entry met last, from 1.
    number: usize,
}

impl Builder {
    /// Entries from a reader of records.
    fn read_entries(
        &mut self,
        mut next: impl FnMut(crate::json_lines::Make<'_, Made>) -> Option<Result<Made, Skipped>>,
    ) {
        loop {
            self.number += 1;
            let number = self.number;
            match next(&mut |raw, at, _| entry(raw, at, number)) {
                None => break,
                Some(made) => self.add(made),
            }
        }
    }

    fn read_json(&mut self, reader: impl Read) -> Result<(), IndexError> {
        let name = self.index.name.clone();
        let mut bytes = Vec::new();
        if let Err(source) = reader.take(MOST_JSON_BYTES + 1).read_to_end(&mut bytes) {
            return Err(IndexError::Unreadable { name, source });
        }
        if bytes.len() as u64 > MOST_JSON_BYTES {
            return Err(IndexError::TooLarge { name, limit: MOST_JSON_BYTES });
        }
        let text = decode_file(bytes).text;
        let list: Vec<&RawValue> = serde_json::from_str(&text).map_err(|error| {
            let (what, column) = json::described(&error);
            IndexError::Malformed { name: name.clone(), line: error.line(), column, what }
        })?;
        let (mut line, mut counted) = (1, 0);
        for raw in list {
            self.number += 1;
            // An entry is a slice of the text, so its place in memory tells its place in the text.
            let from = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            let before = text.as_bytes().get(counted..from).unwrap_or_default();
            line += memchr::memchr_iter(b'\n', before).count() as u64;
            counted = from;
            let at = At::line(&name, line);
            let number = self.number;
            self.add(json::parse(raw.get(), at).and_then(|raw| entry(raw, at, number)));
        }
        Ok(())
    }

    fn add(&mut self, made: Result<Made, Skipped>) {
        let (entry, warnings) = match made {
            Ok(made) => made,
            Err(skipped) => {
                let part = skipped.part.or_else(|| Some(format!("entry {}", self.number)));
                self.skipped.push(Skipped { code: SkipCode::BadIndex, part, ..skipped });
                return;
            }
        };
        self.skipped.extend(warnings);
        if let Some(first) = self.index.by_id.get(&entry.id).and_then(|&i| self.index.entries.get(i)) {
            let part = format!("entry {}: {}", self.number, entry.id);
            let at = At::line(&self.index.name, entry.line.into()).part(&part);
            let problem = format!("the index has this id already on line {}", first.line);
            let fix = "the first entry holds; take one of them out";
            self.skipped.push(Skipped::new(SkipCode::DuplicateIndexId, at, problem, fix));
            return;
        }
        self.index.by_id.insert(entry.id.clone(), self.index.entries.len());
        self.index.entries.push(entry);
    }

    fn finish(mut self) -> Result<(Index, Vec<Skipped>), IndexError> {
        // A list without entries is one; a file of which nothing could be read is not.
        if self.index.entries.is_empty() && !self.skipped.is_empty() {
            return Err(IndexError::Nothing(self.skipped.swap_remove(0)));
        }
        Ok((self.index, self.skipped))
    }
}

fn entry(raw: RawRecord<'_>, at: At<'_>, number: usize) -> Result<Made, Skipped> {
    let part = format!("entry {number}");
    let Some(id) = assemble::id(raw.id, at.part(&part))? else {
        let problem = "the entry has no `id`, so it belongs to no document";
        let fix = "give it the `id` of its document";
        return Err(Skipped::new(SkipCode::BadIndex, at.part(&part), problem, fix));
    };
    let part = format!("entry {number}: {id}");
    let (metadata, warnings) = assemble::index_metadata(raw.metadata, at.part(&part));
    let line = at.line.map_or(1, saturating_u32);
    Ok((IndexEntry { id, metadata, line }, warnings))
}
