//! From files to documents: ids, metadata and what is lost on the way.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crossread_ingest::{
    At, Format, Index, IndexFormat, Input, Options, Place, SeenIds, SkipCode, Skipped, file_id, read,
};
use crossread_text::Document;

use crate::error::RunError;
use crate::inputs::{INDEX_NAME, InputFile, Origin};

/// Bytes of standard input that tell its format.
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
    folders: HashMap<PathBuf, Option<Index>>,
    seen: SeenIds,
    options: Options,
}

impl Reader {
    /// A reader with the metadata of `--index`, whose unusable entries come back as well.
    ///
    /// # Errors
    /// When the index as a whole cannot be used.
    pub fn new(index: Option<&Path>) -> Result<(Self, Vec<Skipped>), RunError> {
        let mut skipped = Vec::new();
        let given = match index {
            Some(path) => {
                let (index, rows) = read_index(path, &path.file_name().unwrap_or_default().to_string_lossy(), "")?;
                skipped = rows;
                Some(index)
            }
            None => None,
        };
        let reader = Self { given, folders: HashMap::new(), seen: SeenIds::default(), options: Options::default() };
        Ok((reader, skipped))
    }

    /// Reads `files` one after the other and hands over each document and each loss.
    ///
    /// # Errors
    /// Those of `take` alone: what cannot be read is an [`Event::Skipped`].
    pub fn read_all<E>(&mut self, files: &[InputFile], mut take: impl FnMut(Event) -> Result<(), E>) -> Result<(), E> {
        for (number, file) in files.iter().enumerate() {
            take(Event::File(number))?;
            for skipped in self.load_folder_index(file) {
                take(Event::Skipped(skipped))?;
            }
            let (input, reader) = match open(file) {
                Ok(opened) => opened,
                Err(skipped) => {
                    take(Event::Skipped(skipped))?;
                    continue;
                }
            };
            for record in read(&input, &self.options, reader) {
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
                if let Some(first) = self.seen.insert(&record.id, place) {
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

    /// Reads the `index.json` beside a file, once a folder.
    fn load_folder_index(&mut self, file: &InputFile) -> Vec<Skipped> {
        let Some(folder) = &file.folder else { return Vec::new() };
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

/// Opens an input; standard input tells its format by its first bytes.
fn open(file: &InputFile) -> Result<(Input, Box<dyn Read + Send>), Skipped> {
    let mut reader = file.open().map_err(|error| Skipped::unreadable(&file.name, &error))?;
    let id = file_id(&file.relative);
    if file.origin != Origin::Stdin {
        return Ok((Input::new(&file.name, id, file.format, file.compression), reader));
    }
    let mut head = Vec::new();
    reader.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(|error| Skipped::unreadable(&file.name, &error))?;
    let (format, compression) = Format::of_content(&head);
    let id = if format == Format::Text { "stdin".to_owned() } else { id };
    Ok((Input::new(&file.name, id, format, compression), Box::new(std::io::Cursor::new(head).chain(reader))))
}
