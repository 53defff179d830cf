//! From what was typed to the files to read, in the order the tables show them.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossread_ingest::{At, Compression, Format, SkipCode, Skipped};

use crate::error::RunError;

/// Where the bytes of an input come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// Bytes that the caller holds.
    Memory(Arc<[u8]>),
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Number of the INPUT it belongs to.
    pub input: usize,
    /// Where its bytes are.
    pub origin: Origin,
    /// Its name in messages and tables: the INPUT as typed and the path below it, with `/`.
    pub name: String,
    /// Its path below the INPUT, from which ids are made.
    pub relative: PathBuf,
    /// The folder whose `index.json` describes it.
    pub folder: Option<PathBuf>,
    /// How to read it.
    pub format: Format,
    /// How it is packed.
    pub compression: Compression,
}

impl InputFile {
    /// JSON Lines that the caller holds in memory; messages call them `name`.
    #[must_use]
    pub fn records(name: &str, json_lines: Arc<[u8]>) -> Self {
        Self {
            input: 0,
            origin: Origin::Memory(json_lines),
            name: name.to_owned(),
            relative: PathBuf::from(name),
            folder: None,
            format: Format::JsonLines,
            compression: Compression::None,
        }
    }

    /// Bytes on disk or in memory, 0 where unknown; for progress alone.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match &self.origin {
            Origin::Stdin => 0,
            Origin::File(path) => path.metadata().map_or(0, |metadata| metadata.len()),
            Origin::Memory(bytes) => bytes.len() as u64,
        }
    }
}

/// The files of all inputs and what could not be used of them.
#[derive(Debug, Default)]
pub struct Inputs {
    /// In input order: as typed, and bytewise by path within a folder or glob. Some hundred bytes a file, which cannot be
    /// spared: the first can be read only when the last is known. Large corpora come as records of few files.
    pub files: Vec<InputFile>,
    /// Paths that were not read.
    pub skipped: Vec<Skipped>,
    /// Number of the INPUT that is being looked through.
    input: usize,
}

/// The name of metadata files, which are no records.
pub(crate) const INDEX_NAME: &str = "index.json";

/// Finds the files of `inputs`: files, folders (with all below), globs, and `-`.
///
/// # Errors
/// Only when a glob cannot be read as one or standard input is named twice; paths that do not exist are skipped and named.
pub fn find(inputs: &[String]) -> Result<Inputs, RunError> {
    let mut found = Inputs::default();
    for (number, input) in inputs.iter().enumerate() {
        found.input = number;
        let path = Path::new(input);
        if input == "-" {
            found.stdin(inputs)?;
        } else if path.is_dir() {
            found.folder(input, path, &|_| true);
        } else if path.symlink_metadata().is_ok() {
            found.file(
                &shown(input, Path::new("")),
                path.to_owned(),
                PathBuf::from(path.file_name().unwrap_or(path.as_os_str())),
                path.parent(),
            );
        } else if is_glob(input) {
            found.glob(input)?;
        } else {
            found.skip(SkipCode::NotFound, input, "there is no such file or folder", "check the path");
        }
    }
    Ok(found)
}

impl Inputs {
    fn skip(&mut self, code: SkipCode, input: &str, problem: &str, fix: &str) {
        self.skipped.push(Skipped::new(code, At::input(input), problem, fix));
    }

    fn stdin(&mut self, inputs: &[String]) -> Result<(), RunError> {
        if inputs.iter().filter(|input| *input == "-").count() > 1 {
            return Err(RunError::StdinTwice);
        }
        self.files.push(InputFile {
            input: self.input,
            origin: Origin::Stdin,
            name: "-".to_owned(),
            relative: PathBuf::from("stdin"),
            folder: None,
            format: Format::JsonLines,
            compression: Compression::None,
        });
        Ok(())
    }

    /// A file that was named: unknown formats are skipped with a message.
    fn file(&mut self, name: &str, path: PathBuf, relative: PathBuf, folder: Option<&Path>) {
        match Format::of_path(&path).or_else(|| by_content(&path)) {
            Some((format, compression)) => self.files.push(InputFile {
                input: self.input,
                origin: Origin::File(path),
                name: name.to_owned(),
                relative,
                folder: folder.map(Path::to_owned),
                format,
                compression,
            }),
            None => self.skip(
                SkipCode::UnknownFormat,
                name,
                "its extension is none that is read",
                &format!("give it one of {}, each also .gz or .zst", Format::extensions()),
            ),
        }
    }

    /// All readable files below a folder that `wanted` takes, bytewise by path.
    fn folder(&mut self, input: &str, folder: &Path, wanted: &dyn Fn(&Path) -> bool) {
        let before = (self.files.len(), self.skipped.len());
        let mut entries = Vec::new();
        let home = folder.canonicalize().ok();
        let mut walk = walkdir::WalkDir::new(folder).follow_links(true).into_iter();
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry)
                    if entry.depth() > 0 && entry.path_is_symlink() && leads_out(entry.path(), home.as_deref()) =>
                {
                    self.link(input, folder, entry.path());
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => entries.push(entry.into_path()),
                Err(error) => self.walk_error(input, folder, &error),
            }
        }
        entries.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
        for path in entries {
            let relative = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            let is_index = relative.file_name().is_some_and(|name| name == INDEX_NAME);
            if is_index || is_hidden(&relative) || !wanted(&path) || Format::of_path(&path).is_none() {
                continue;
            }
            let name = shown(input, &relative);
            let parent = path.parent().map(Path::to_owned);
            self.file(&name, path, relative, parent.as_deref());
        }
        if before == (self.files.len(), self.skipped.len()) {
            self.skip(
                SkipCode::EmptyFolder,
                input,
                "the folder holds no file that is read",
                &format!("put {} files there, each also .gz or .zst", Format::extensions()),
            );
        }
    }

    /// A link out of the folder: what a folder that was sent may show is what it holds.
    fn link(&mut self, input: &str, folder: &Path, link: &Path) {
        let name = shown(input, link.strip_prefix(folder).unwrap_or(Path::new("")));
        let fix = "name the file or folder itself as an input, if it is meant";
        self.skip(SkipCode::OutsideLink, &name, "the link leads out of the folder it stands in", fix);
    }

    fn walk_error(&mut self, input: &str, folder: &Path, error: &walkdir::Error) {
        let relative = error.path().and_then(|path| path.strip_prefix(folder).ok()).unwrap_or(Path::new(""));
        let name = shown(input, relative);
        if error.loop_ancestor().is_some() {
            self.skip(SkipCode::DirectoryLoop, &name, "the link leads back to a folder above it", "remove the link");
        } else if let Some(error) = error.io_error() {
            self.skipped.push(Skipped::unreadable(&name, error));
        }
    }

    /// A glob: the folder before its first wildcard is walked, and ids are made from there.
    fn glob(&mut self, input: &str) -> Result<(), RunError> {
        let matcher = globset::GlobBuilder::new(input)
            .literal_separator(true)
            .build()
            .map_err(|error| RunError::Glob { input: input.to_owned(), reason: error.to_string() })?
            .compile_matcher();
        let literal: PathBuf =
            Path::new(input).components().take_while(|part| !is_glob(&part.as_os_str().to_string_lossy())).collect();
        let base = if literal.as_os_str().is_empty() { PathBuf::from(".") } else { literal.clone() };
        if !base.is_dir() {
            self.skip(SkipCode::NotFound, input, "nothing matches it", "check the path before the first wildcard");
            return Ok(());
        }
        let before = self.files.len();
        let missed = self.skipped.len();
        let shown_base = literal.to_string_lossy().into_owned();
        self.folder(&shown_base, &base, &|path| {
            let path = path.strip_prefix(".").unwrap_or(path);
            matcher.is_match(path)
        });
        if self.files.len() == before {
            self.skipped.truncate(missed);
            self.skip(
                SkipCode::NotFound,
                input,
                "nothing matches it",
                "check the pattern; quote it so that the shell leaves it alone",
            );
        }
        Ok(())
    }
}

/// True for a link whose target does not lie below `home`.
fn leads_out(link: &Path, home: Option<&Path>) -> bool {
    match (link.canonicalize(), home) {
        (Ok(target), Some(home)) => !target.starts_with(home),
        _ => false,
    }
}

/// The format of a named file whose extension says nothing, from its first bytes.
fn by_content(path: &Path) -> Option<(Format, Compression)> {
    let mut head = Vec::new();
    File::open(path).ok()?.take(4096).read_to_end(&mut head).ok()?;
    Format::of_file(None, &head)
}

fn is_glob(input: &str) -> bool {
    input.contains(['*', '?', '[', '{'])
}

fn is_hidden(relative: &Path) -> bool {
    relative.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."))
}

/// The INPUT and the path below it, with `/` on every system. Tables hold no absolute path, so of an
/// absolute INPUT the last part stands for it.
fn shown(input: &str, relative: &Path) -> String {
    let last = Path::new(input).file_name().map(|name| name.to_string_lossy().into_owned());
    let input = if Path::new(input).is_absolute() { last.unwrap_or_default() } else { input.to_owned() };
    let below: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    let input = input.trim_end_matches('/');
    match (input.is_empty(), below.is_empty()) {
        (true, _) => below.join("/"),
        (false, true) => input.to_owned(),
        (false, false) => format!("{input}/{}", below.join("/")),
    }
}
