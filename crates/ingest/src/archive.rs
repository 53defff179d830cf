//! ZIP and TAR: members read one after the other, from where they stand, never written to disk.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ReaderAt as _, ZipLocator};

use crate::decompress::OutOfProportion;
use crate::extracted::Refused;
use crate::format::{Compression, Format, file_id};
use crate::held::{Held, Part};
use crate::index::{Index, IndexFormat};
use crate::limits::Options;
use crate::read::{Input, Records, State};
use crate::record::Record;
use crate::skip::{At, SkipCode, Skipped};
use crate::whole_file;

/// Bytes of a member that tell its format.
const HEAD_BYTES: u64 = 8192;
/// The name of metadata files, as in folders.
const INDEX_NAME: &str = "index.json";

/// The files of an archive, in its order, and what all of them may unpack to.
pub(crate) struct Members {
    held: Held,
    list: Vec<Member>,
    /// Bytes that members may still unpack to, shared with archives among them.
    left: Arc<AtomicU64>,
}

/// A file of an archive.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its path, `/` between its parts.
    pub(crate) path: String,
    packed: Result<Packed, Refused>,
}

/// Where a member's bytes are, and how they are packed.
#[derive(Clone, Copy, Debug)]
struct Packed {
    start: u64,
    end: u64,
    deflated: bool,
    /// Of the unpacked bytes.
    crc: Option<u32>,
}

impl Members {
    /// The members of an archive; `left` is what an archive around it leaves.
    pub(crate) fn open(
        held: Held,
        format: Format,
        options: Options,
        left: Option<Arc<AtomicU64>>,
    ) -> Result<Self, Refused> {
        let left = left.unwrap_or_else(|| Arc::new(AtomicU64::new(options.unpacked(held.length()))));
        let list = match format {
            Format::Tar => tar_members(&held, options),
            _ => zip_members(&held, options),
        }?;
        Ok(Self { held, list, left })
    }

    /// Files in memory as if they were members of one archive.
    pub(crate) fn of_memory(files: Vec<(String, &[u8])>, options: Options) -> Self {
        let (mut bytes, mut list) = (Vec::new(), Vec::new());
        for (name, content) in files {
            let start = bytes.len() as u64;
            bytes.extend_from_slice(content);
            let packed = Packed { start, end: bytes.len() as u64, deflated: false, crc: None };
            list.push(member(name.as_bytes(), Ok(packed)));
        }
        let left = Arc::new(AtomicU64::new(options.unpacked(bytes.len() as u64)));
        Self { held: Held::Memory(bytes.into()), list, left }
    }

    /// A row for each file, none of which is read because they stand too deep.
    pub(crate) fn too_deep(&self, input: &Input, limit: u64) -> impl Iterator<Item = Skipped> {
        self.list
            .iter()
            .map(move |member| Refused::limit("nesting", limit).row(At::input(&input.name).part(&member.path)))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|member| member.path.as_str())
    }

    /// A member that is held whole, of at most `most` bytes; `None` if there is none of that name.
    pub(crate) fn bytes(&self, path: &str, most: usize) -> Option<Result<Vec<u8>, Refused>> {
        let member = self.list.iter().find(|member| member.path == path)?;
        Some(self.reader(member).and_then(|reader| {
            let mut bytes = Vec::new();
            reader.take(most as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
            if bytes.len() > most { Err(Refused::too_large(most)) } else { Ok(bytes) }
        }))
    }

    fn reader(&self, member: &Member) -> Result<MemberReader, Refused> {
        let packed = member.packed.clone()?;
        let part = self.held.part(packed.start, packed.end);
        let source = if packed.deflated { Source::Deflated(DeflateDecoder::new(part)) } else { Source::Stored(part) };
        Ok(MemberReader { source, crc: flate2::Crc::new(), expected: packed.crc, left: Arc::clone(&self.left) })
    }
}

/// Why the bytes of a member could not be read.
fn unreadable(error: &io::Error) -> Refused {
    if OutOfProportion::is(error) {
        return Refused::new(SkipCode::Limit, error.to_string(), "if it is honest, raise `--limit ratio`");
    }
    let fix = "fetch or pack the archive again";
    Refused::new(SkipCode::BadCompression, format!("the archive is damaged here ({error})"), fix)
}

/// Unpacks a member, checks it against its checksum, and keeps to the archive's budget.
pub(crate) struct MemberReader {
    source: Source,
    crc: flate2::Crc,
    expected: Option<u32>,
    left: Arc<AtomicU64>,
}

enum Source {
    Stored(Part),
    Deflated(DeflateDecoder<Part>),
}

impl Read for MemberReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &mut self.source {
            Source::Stored(reader) => reader.read(buffer)?,
            Source::Deflated(reader) => reader.read(buffer)?,
        };
        self.crc.update(buffer.get(..count).unwrap_or_default());
        if count == 0 && !buffer.is_empty() && self.expected.take().is_some_and(|expected| expected != self.crc.sum()) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum does not fit"));
        }
        let left = self.left.load(Ordering::Relaxed);
        self.left.store(left.checked_sub(count as u64).ok_or_else(OutOfProportion::error)?, Ordering::Relaxed);
        Ok(count)
    }
}

/// The records of an archive.
pub(crate) struct Archive {
    members: Members,
    next: usize,
    options: Options,
    open: Option<Box<Records<'static, Box<dyn Read + Send>>>>,
    /// The path of the member that is open.
    path: String,
    /// Whether any member was one that is read.
    any: bool,
    /// Each `index.json`, by the folder in the archive that it describes; of two in one folder the first.
    indexes: BTreeMap<String, Index>,
    /// What could not be used of them, until it is told.
    lost: std::vec::IntoIter<Skipped>,
    /// What is true of a member that says nothing of it.
    synthetic: Option<bool>,
}

impl Archive {
    pub(crate) fn new(input: &Input, members: Members, options: Options) -> Self {
        let (indexes, lost) = indexes(input, &members);
        let (open, path, lost) = (None, String::new(), lost.into_iter());
        Self { members, next: 0, options, open, path, any: false, indexes, lost, synthetic: None }
    }

    /// The same, of which every member is invented if it does not say otherwise.
    pub(crate) fn synthetic(self, synthetic: Option<bool>) -> Self {
        Self { synthetic, ..self }
    }

    /// The next record of the member that is open, or of the next one that has any.
    pub(crate) fn next_record(&mut self, input: &Input) -> Option<Result<Record, Skipped>> {
        if let Some(lost) = self.lost.next() {
            return Some(Err(lost));
        }
        loop {
            if let Some(records) = &mut self.open {
                if let Some(record) = records.next() {
                    return Some(record.map(|record| self.named(input, record)));
                }
                self.open = None;
            }
            let Some(member) = self.members.list.get(self.next) else {
                if std::mem::replace(&mut self.any, true) {
                    return None;
                }
                let fix = "put reports into it, or leave it out";
                let refused = Refused::new(SkipCode::Empty, "the archive holds no file that is read", fix);
                return Some(Err(refused.row(At::input(&input.name))));
            };
            self.next += 1;
            let path = std::path::Path::new(&member.path);
            let Some(named) = Format::of_path(path).filter(|_| !is_passed_over(&member.path)) else { continue };
            self.any = true;
            match self.member(input, member, named) {
                Ok(records) => (self.open, self.path) = (Some(Box::new(records)), member.path.clone()),
                Err(skipped) => return Some(Err(skipped)),
            }
        }
    }

    /// A record with the path of its member, and what the index beside the member says of it.
    fn named(&self, input: &Input, mut record: Record) -> Record {
        let folder = folder_of(&self.path);
        if let Some(index) = self.indexes.get(folder) {
            let inside = record.id.strip_prefix(&input.id).and_then(|rest| rest.strip_prefix('/'));
            let entry = index.find(&record.id).or_else(|| inside.and_then(|id| index.find(id)));
            if let Some(entry) = entry {
                record.beside.fill_from(&entry.metadata);
            }
        }
        record.metadata.synthetic = record.metadata.synthetic.or(self.synthetic);
        let part = match &record.part {
            Some(inner) => format!("{}/{inner}", self.path),
            None => self.path.clone(),
        };
        Record { part: Some(part), ..record }
    }

    fn member(
        &self,
        input: &Input,
        member: &Member,
        named: (Format, Compression),
    ) -> Result<Records<'static, Box<dyn Read + Send>>, Skipped> {
        let row = |refused: Refused| refused.row(At::input(&input.name).part(&member.path));
        let mut reader = self.members.reader(member).map_err(row)?;
        let mut head = Vec::new();
        reader.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(|error| row(unreadable(&error)))?;
        let (format, compression) = Format::of_file(Some(named), &head).unwrap_or(named);
        let name = format!("{}/{}", input.name, member.path);
        let id = format!("{}/{}", input.id, file_id(std::path::Path::new(&member.path)));
        let inner = Input::new(name, id, format, compression);
        let reader: Box<dyn Read + Send> = Box::new(io::Cursor::new(head).chain(reader));
        let mut options = self.options;
        options.free_bytes = options.free_bytes.min(Options::FREE_BYTES_OF_MEMBER);
        options.max_nesting = options.max_nesting.saturating_sub(1);
        if !matches!(format, Format::Zip | Format::Tar) {
            return Ok(Records::of_member(inner, options, reader));
        }
        if options.max_nesting == 0 {
            return Err(row(Refused::limit("nesting", self.options.max_nesting)));
        }
        let held = Held::Memory(whole_file::bytes(&inner, reader, options)?.into());
        // What archives in archives unpack to is taken from the budget of the outermost.
        let state = State::of_archive(&inner, options, held, Some(Arc::clone(&self.members.left)));
        Ok(Records::of_state(inner, state, options))
    }
}

/// The folder of a member in its archive; empty for the outermost.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Each `index.json` of an archive by its folder, and what could not be used of them.
fn indexes(input: &Input, members: &Members) -> (BTreeMap<String, Index>, Vec<Skipped>) {
    let (mut indexes, mut lost) = (BTreeMap::new(), Vec::new());
    let named = |member: &&Member| member.path.rsplit('/').next() == Some(INDEX_NAME) && !is_passed_over(&member.path);
    for member in members.list.iter().filter(named) {
        let name = format!("{}/{}", input.name, member.path);
        let folder = folder_of(&member.path);
        let below = format!("{}/{folder}", input.id);
        let fix = "the members beside it are read without it";
        let bad = |problem: String| Skipped::new(SkipCode::BadIndex, At::input(&name), problem, fix);
        match members
            .reader(member)
            .map(|reader| Index::read(&name, &below, (IndexFormat::Json, Compression::None), reader))
        {
            Ok(Ok((index, rows))) => {
                lost.extend(rows);
                indexes.entry(folder.to_owned()).or_insert(index);
            }
            Ok(Err(error)) => lost.push(bad(error.cause())),
            Err(refused) => lost.push(bad(refused.problem)),
        }
    }
    (indexes, lost)
}

/// Files that systems add to archives, and hidden ones, as in folders.
fn is_passed_over(path: &str) -> bool {
    path.split('/').any(|part| (part.starts_with('.') && part != "..") || part == "__MACOSX")
}

/// Why a path cannot be a member's, if it cannot.
fn unsafe_path(path: &str) -> Option<Refused> {
    let leads_out = path.starts_with(['/', '\\'])
        || path.split(['/', '\\']).any(|part| part == ".." || part.ends_with(':'))
        || path.chars().any(char::is_control)
        || path.len() > 4096;
    leads_out.then(|| {
        let fix = "pack the archive again with paths below its own folder";
        Refused::new(SkipCode::UnsafeMember, "its path leads out of the archive", fix)
    })
}

fn link() -> Refused {
    Refused::new(SkipCode::UnsafeMember, "it is a link", "pack the file itself")
}

fn member(path: &[u8], packed: Result<Packed, Refused>) -> Member {
    let path = String::from_utf8_lossy(path);
    let path = path.trim_start_matches("./").to_owned();
    let packed = unsafe_path(&path).map_or(packed, Err);
    // Kept as it stands in messages, but for what no terminal should print.
    let path = path.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    Member { path, packed }
}

fn too_many(options: Options, list: &[Member]) -> Result<(), Refused> {
    let limit = options.max_records;
    if list.len() as u64 >= limit { Err(Refused::limit("records", limit)) } else { Ok(()) }
}

fn damaged(error: impl std::fmt::Display) -> Refused {
    let fix = "fetch or pack the archive again";
    Refused::new(SkipCode::BadDocument, format!("the archive is damaged or cut short ({error})"), fix)
}

fn zip_members(held: &Held, options: Options) -> Result<Vec<Member>, Refused> {
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    let located = ZipLocator::new().locate_in_reader(held.clone(), &mut buffer, held.length());
    let archive = located.map_err(|(_, error)| damaged(error))?;
    let mut entries = archive.entries(&mut buffer);
    let mut list = Vec::new();
    while let Some(entry) = entries.next_entry().map_err(damaged)? {
        if entry.is_dir() {
            continue;
        }
        too_many(options, &list)?;
        let packed = if entry.mode().is_symlink() {
            Err(link())
        } else {
            zip_packed(held, &archive, entry.wayfinder(), entry.compression_method(), entry.local_header_offset())
        };
        list.push(member(
            entry.file_path().as_ref(),
            packed.map(|packed| Packed { crc: Some(entry.crc32()), ..packed }),
        ));
    }
    Ok(list)
}

fn zip_packed(
    held: &Held,
    archive: &rawzip::ZipArchive<Held>,
    wayfinder: rawzip::ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    header: u64,
) -> Result<Packed, Refused> {
    let (start, end) = archive.get_entry(wayfinder).map_err(damaged)?.compressed_data_range();
    // The first of the flags, which stand six bytes into the local header.
    let mut flags = [0; 2];
    let _ = held.read_at(&mut flags, header.saturating_add(6));
    if flags[0] & 1 == 1 || method == CompressionMethod::Aes {
        return Err(Refused::new(
            SkipCode::Encrypted,
            "it is locked with a password",
            "unpack it with its password first",
        ));
    }
    let deflated = match method {
        CompressionMethod::Store => false,
        CompressionMethod::Deflate => true,
        other => {
            let problem = format!("it is packed in a way that is not read ({other:?})");
            return Err(Refused::new(SkipCode::BadDocument, problem, "pack it with the usual method, Deflate"));
        }
    };
    Ok(Packed { start, end, deflated, crc: None })
}

fn tar_members(held: &Held, options: Options) -> Result<Vec<Member>, Refused> {
    let mut archive = tar::Archive::new(held.part(0, held.length()));
    let mut list = Vec::new();
    for entry in archive.entries_with_seek().map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        too_many(options, &list)?;
        let start = entry.raw_file_position();
        let end = start.saturating_add(entry.size());
        let packed = if !kind.is_file() && !kind.is_contiguous() {
            Err(link())
        } else if end > held.length() {
            Err(damaged("the file ends within it"))
        } else {
            Ok(Packed { start, end, deflated: false, crc: None })
        };
        list.push(member(&entry.path_bytes(), packed));
    }
    Ok(list)
}
