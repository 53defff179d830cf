//! From files to documents: ids, metadata and what is lost on the way.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Cursor, Read, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossread_ingest::{
    At, Format, Index, IndexFormat, Input, Options, Place, Record, SeenIds, SkipCode, Skipped, file_id, read, read_file,
};
use crossread_text::Document;

use crate::error::RunError;
use crate::inputs::{INDEX_NAME, InputFile, Origin};

/// Bytes of an input that tell its format.
const HEAD_BYTES: u64 = 8192;

/// What reading tells its caller, in input order.
#[derive(Debug)]
pub enum Event {
    /// The file of that number begins.
    File(usize),
    /// A document was read.
    Document(Document),
    /// An input, or a part of one, was not.
    Skipped(Skipped),
}

/// Reads files and joins their records with the metadata known elsewhere.
#[derive(Debug)]
pub struct Reader {
    given: Option<Index>,
    /// The indexes of folders. The files of one INPUT come sorted by path, so that a folder that was left does not come
    /// again: its metadata are dropped, and those of many folders are never in memory together.
    folders: HashMap<PathBuf, Option<Index>>,
    /// Number of the INPUT that the last file belonged to.
    input: usize,
    seen: SeenIds,
    options: Options,
}

impl Reader {
    /// A reader with the metadata of `--index`, whose unusable entries come back as well. Ids that do not fit in memory
    /// go to temporary files in `spill`, which must exist when documents are read.
    ///
    /// # Errors
    /// When the index as a whole cannot be used.
    pub fn new(index: Option<&Path>, spill: &Path, options: Options) -> Result<(Self, Vec<Skipped>), RunError> {
        let mut skipped = Vec::new();
        let given = match index {
            Some(path) => {
                let (index, rows) = read_index(path, &path.file_name().unwrap_or_default().to_string_lossy(), "")?;
                skipped = rows;
                Some(index)
            }
            None => None,
        };
        let reader = Self { given, folders: HashMap::new(), input: 0, seen: SeenIds::new(spill), options };
        Ok((reader, skipped))
    }

    /// Reads `files` one after the other and hands over each document and each loss.
    ///
    /// # Errors
    /// Those of `take`, and [`RunError::Ids`] when the ids of a large run cannot be kept on disk: what cannot be read is an
    /// [`Event::Skipped`].
    pub fn read_all<E: From<RunError>>(
        &mut self,
        files: &[InputFile],
        mut take: impl FnMut(Event) -> Result<(), E>,
    ) -> Result<(), E> {
        for (number, file) in files.iter().enumerate() {
            take(Event::File(number))?;
            for skipped in self.load_folder_index(file) {
                take(Event::Skipped(skipped))?;
            }
            let (input, content) = match open(file) {
                Ok(opened) => opened,
                Err(skipped) => {
                    take(Event::Skipped(skipped))?;
                    continue;
                }
            };
            let records: Box<dyn Iterator<Item = Result<Record, Skipped>>> = match content {
                Content::File(content) => Box::new(read_file(&input, &self.options, content)),
                Content::Stream(content) => Box::new(read(&input, &self.options, content)),
            };
            for record in records {
                let mut record = match record {
                    Ok(record) => record,
                    Err(skipped) => {
                        take(Event::Skipped(skipped))?;
                        continue;
                    }
                };
                for warning in std::mem::take(&mut record.warnings) {
                    take(Event::Skipped(warning))?;
                }
                let place = Place { input: u32::try_from(number).unwrap_or(u32::MAX), line: record.line };
                let first = self.seen.insert(&record.id, place).map_err(RunError::Ids)?;
                if let Some(first) = first {
                    let first_name = files.get(first.input as usize).map_or("", |file| &file.name);
                    let later = At { input: &input.name, part: None, line: record.line.map(u64::from) };
                    let first = At { input: first_name, part: None, line: first.line.map(u64::from) };
                    take(Event::Skipped(Skipped::duplicate_id(&record.id, later, first)))?;
                    continue;
                }
                let of_folder =
                    file.folder.as_ref().and_then(|folder| self.folders.get(folder)).and_then(Option::as_ref);
                let indexes: Vec<&Index> = self.given.iter().chain(of_folder).collect();
                take(Event::Document(record.into_document(&indexes)))?;
            }
        }
        Ok(())
    }

    /// True when a document of that id was read.
    ///
    /// # Errors
    /// When the ids of a large run cannot be read back from disk.
    pub fn has_read(&mut self, id: &str) -> Result<bool, RunError> {
        self.seen.contains(id).map_err(RunError::Ids)
    }

    /// Reads the `index.json` beside a file, once a folder.
    fn load_folder_index(&mut self, file: &InputFile) -> Vec<Skipped> {
        let Some(folder) = &file.folder else { return Vec::new() };
        if std::mem::replace(&mut self.input, file.input) == file.input {
            self.folders.retain(|above, _| folder.starts_with(above));
        }
        if self.folders.contains_key(folder) {
            return Vec::new();
        }
        let path = folder.join(INDEX_NAME);
        let name = match file.name.rsplit_once('/') {
            Some((above, _)) => format!("{above}/{}", INDEX_NAME),
            None => INDEX_NAME.to_owned(),
        };
        let below = file.relative.parent().map_or_else(String::new, |parent| parent.to_string_lossy().into_owned());
        let (index, skipped) = match path.is_file().then(|| read_index(&path, &name, &below)) {
            None => (None, Vec::new()),
            Some(Ok((index, skipped))) => (Some(index), skipped),
            Some(Err(error)) => {
                let problem = error.cause();
                let skipped = Skipped::new(
                    SkipCode::BadIndex,
                    At::input(&name),
                    problem,
                    "the documents beside it are read without it",
                );
                (None, vec![skipped])
            }
        };
        self.folders.insert(folder.clone(), index);
        skipped
    }
}

fn read_index(path: &Path, name: &str, folder: &str) -> Result<(Index, Vec<Skipped>), RunError> {
    let format = IndexFormat::of_path(path).ok_or_else(|| RunError::IndexFormat { name: name.to_owned() })?;
    let file = File::open(path).map_err(|cause| RunError::IndexOpen { name: name.to_owned(), cause })?;
    Ok(Index::read(name, folder, format, file)?)
}

/// The bytes of an input.
enum Content {
    /// A file on disk, at its beginning.
    File(File),
    /// Standard input, or a file that can be read once.
    Stream(Box<dyn Read + Send>),
}

/// Opens an input; what its first bytes show goes before its name.
fn open(file: &InputFile) -> Result<(Input, Content), Skipped> {
    let unreadable = |error| Skipped::unreadable(&file.name, &error);
    let mut head = Vec::new();
    let content = match &file.origin {
        Origin::Stdin => {
            let mut reader = std::io::stdin();
            reader.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(unreadable)?;
            Content::Stream(Box::new(Cursor::new(head.clone()).chain(reader)))
        }
        Origin::File(path) => {
            let mut reader = File::open(path).map_err(unreadable)?;
            reader.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(unreadable)?;
            match reader.rewind() {
                Ok(()) => Content::File(reader),
                // A pipe with a name.
                Err(_) => Content::Stream(Box::new(Cursor::new(head.clone()).chain(reader))),
            }
        }
        Origin::Memory(bytes) => Content::Stream(Box::new(Cursor::new(Arc::clone(bytes)))),
    };
    let id = file_id(&file.relative);
    let (format, compression) = match file.origin {
        Origin::Stdin => Format::of_content(&head),
        Origin::File(_) => {
            let named = (file.format, file.compression);
            Format::of_file(Some(named), &head).unwrap_or(named)
        }
        Origin::Memory(_) => (file.format, file.compression),
    };
    Ok((Input::new(&file.name, id, format, compression), content))
}
