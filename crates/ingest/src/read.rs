//! The one door: an input's bytes in, its records out.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::archive::{Archive, Members};
use crate::csv_records::CsvRecords;
use crate::extracted::{Refused, guarded};
use crate::field::Key;
use crate::format::{Compression, Format, file_id};
use crate::held::Held;
use crate::json_lines::JsonLines;
use crate::limits::Options;
use crate::parquet_records::ParquetRecords;
use crate::record::Record;
use crate::skip::{At, SkipCode, Skipped};
use crate::{mail, office, text_file, whole_file};

/// Which input is read, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its name in messages and in the `skipped` table. Tables hold no absolute paths, so this is
    /// the path as the user gave it, or relative to what the user gave.
    pub name: String,
    /// The id of a text file, and the beginning of the ids of records that have none.
    pub id: String,
    /// How the content is laid out.
    pub format: Format,
    /// How it is packed.
    pub compression: Compression,
}

impl Input {
    /// An input with all its properties; [`of_path`](Self::of_path) finds them from a path.
    #[must_use]
    pub fn new(name: impl Into<String>, id: impl Into<String>, format: Format, compression: Compression) -> Self {
        Self { name: name.into(), id: id.into(), format, compression }
    }

    /// The input at `relative`, a path relative to the INPUT it was found under, or the file name
    /// alone for a lone file; `None` if its extension is not one that is read.
    #[must_use]
    pub fn of_path(name: impl Into<String>, relative: &Path) -> Option<Self> {
        let (format, compression) = Format::of_path(relative)?;
        Some(Self::new(name, file_id(relative), format, compression))
    }
}

/// Reads the records of `input` from its bytes, one at a time.
///
/// Nothing is read before the first record is asked for, except the head of a file of records.
/// Errors are items: after a bad record the next one is read; after an error of the disk or of the
/// packing there is nothing more. Never panics, whatever the bytes: a panic inside a library costs
/// the document on which it happened.
///
/// Archives and Parquet files are held in memory; [`read_file`] reads them from disk instead.
/// Ids are not compared: see [`SeenIds`](crate::SeenIds).
pub fn read<'a, R: Read>(input: &'a Input, options: &Options, reader: R) -> Records<'a, R> {
    Records::new(Cow::Borrowed(input), State::new(input, *options, reader), *options)
}

/// As [`read()`], from a file on disk that is at its beginning and can be read at any place.
pub fn read_file<'a>(input: &'a Input, options: &Options, file: File) -> Records<'a, File> {
    let direct = matches!(input.format, Format::Zip | Format::Tar | Format::Parquet);
    let state = if direct && input.compression == Compression::None {
        match Held::file(file) {
            Ok(held) => State::of_held(input, *options, held),
            Err(error) => State::Refused(Some(Skipped::unreadable(&input.name, &error))),
        }
    } else {
        State::new(input, *options, file)
    };
    Records::new(Cow::Borrowed(input), state, *options)
}

/// The records of an input; made by [`read()`].
pub struct Records<'a, R: Read> {
    input: Cow<'a, Input>,
    state: State<R>,
    options: Options,
    given: u64,
}

// One lives at a time for each reader thread: their sizes do not matter.
#[allow(clippy::large_enum_variant)]
pub(crate) enum State<R: Read> {
    Text(Option<R>),
    Lines(JsonLines<R>),
    Rows(CsvRecords<R>),
    /// A file that is held whole, before it is read.
    Whole(Option<R>),
    /// What was read of it.
    Ready(std::vec::IntoIter<Result<Record, Skipped>>),
    Table(Box<ParquetRecords>),
    Archive(Box<Archive>),
    /// A mail, and then its attachments.
    Mail(std::vec::IntoIter<Result<Record, Skipped>>, Option<Box<Archive>>),
    Refused(Option<Skipped>),
}

impl<R: Read> State<R> {
    fn new(input: &Input, options: Options, reader: R) -> Self {
        // The head of a file of records is read at once.
        let begun = guarded(|| Self::begin(input, options, reader));
        begun.unwrap_or_else(|| Self::Refused(Some(Refused::crashed().row(At::input(&input.name)))))
    }

    fn begin(input: &Input, options: Options, reader: R) -> Self {
        match input.format {
            Format::Text | Format::Markdown => Self::Text(Some(reader)),
            Format::JsonLines => Self::Lines(JsonLines::new(input, reader, options)),
            Format::Csv => Self::Rows(CsvRecords::new(input, reader, options, Key::Text)),
            _ => Self::Whole(Some(reader)),
        }
    }

    fn of_held(input: &Input, options: Options, held: Held) -> Self {
        if input.format != Format::Parquet {
            return Self::of_archive(input, options, held, None);
        }
        let opened = guarded(|| ParquetRecords::open(held, options)).unwrap_or_else(|| Err(Refused::crashed()));
        match opened {
            Ok(table) => Self::Table(Box::new(table)),
            Err(refused) => Self::Refused(Some(refused.row(At::input(&input.name)))),
        }
    }

    /// An archive, or the Word file that a ZIP turns out to be; `left` is what an archive around it leaves.
    pub(crate) fn of_archive(input: &Input, options: Options, held: Held, left: Option<Arc<AtomicU64>>) -> Self {
        let opened = guarded(|| {
            let members = Members::open(held, input.format, options, left)?;
            match office::kind(&members)? {
                Some(format) => Ok(Self::Ready(whole_file::of_office(input, format, &members, options).into_iter())),
                None => Ok(Self::Archive(Box::new(Archive::new(input, members, options)))),
            }
        });
        let opened = opened.unwrap_or_else(|| Err(Refused::crashed()));
        opened.unwrap_or_else(|refused| Self::Refused(Some(refused.row(At::input(&input.name)))))
    }

    /// A mail, whose attachments are read as members of an archive are.
    fn of_mail(input: &Input, options: Options, bytes: &[u8]) -> Self {
        let mut records = whole_file::records(input, bytes, options);
        let Some(members) = guarded(|| mail::attachments(bytes, options)).flatten() else {
            return Self::Ready(records.into_iter());
        };
        // A mail that only carries files has lost nothing.
        records.retain(|item| item.as_ref().err().is_none_or(|skipped| skipped.code != SkipCode::Empty));
        if options.max_nesting == 0 {
            records.extend(members.too_deep(input, options.max_nesting).map(Err));
            return Self::Ready(records.into_iter());
        }
        let archive = Archive::new(input, members, options).synthetic(mail::is_synthetic(bytes));
        Self::Mail(records.into_iter(), Some(Box::new(archive)))
    }
}

impl<'a, R: Read> Records<'a, R> {
    fn new(input: Cow<'a, Input>, state: State<R>, options: Options) -> Self {
        Self { input, state, options, given: 0 }
    }

    /// The records of what was already begun to be read.
    pub(crate) fn of_state(input: Input, state: State<R>, options: Options) -> Self {
        Self::new(Cow::Owned(input), state, options)
    }

    /// The records of a member of an archive.
    pub(crate) fn of_member(input: Input, options: Options, reader: R) -> Self {
        let state = State::new(&input, options, reader);
        Self::new(Cow::Owned(input), state, options)
    }

    fn advance(&mut self) -> Option<Result<Record, Skipped>> {
        let (input, options) = (&*self.input, self.options);
        loop {
            match &mut self.state {
                State::Text(reader) => return reader.take().map(|reader| text_file::read(input, reader, options)),
                State::Lines(lines) => return lines.next_record(input),
                State::Rows(rows) => return rows.next_record(input),
                State::Ready(records) => return records.next(),
                State::Table(table) => return table.next_record(input),
                State::Archive(archive) => return archive.next_record(input),
                State::Mail(mail, attached) => {
                    let attached = || attached.as_mut().and_then(|archive| archive.next_record(input));
                    return mail.next().or_else(attached);
                }
                State::Refused(refused) => return refused.take().map(Err),
                State::Whole(reader) => {
                    let reader = reader.take()?;
                    self.state = match whole_file::bytes(input, reader, options) {
                        Err(skipped) => State::Refused(Some(skipped)),
                        Ok(bytes) if matches!(input.format, Format::Parquet | Format::Zip | Format::Tar) => {
                            State::of_held(input, options, Held::Memory(bytes.into()))
                        }
                        Ok(bytes) if input.format == Format::Mail => State::of_mail(input, options, &bytes),
                        Ok(bytes) => State::Ready(whole_file::records(input, &bytes, options).into_iter()),
                    };
                }
            }
        }
    }
}

impl<R: Read> Iterator for Records<'_, R> {
    type Item = Result<Record, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.given >= self.options.max_records {
            let more = guarded(|| self.advance());
            self.state = State::Refused(None);
            let refused = Refused::limit("records", self.options.max_records);
            return matches!(more, Some(Some(_))).then(|| Err(refused.row(At::input(&self.input.name))));
        }
        self.given += 1;
        match guarded(|| self.advance()) {
            Some(next) => next,
            None => {
                self.state = State::Refused(None);
                Some(Err(Refused::crashed().row(At::input(&self.input.name))))
            }
        }
    }
}
