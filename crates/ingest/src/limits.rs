//! What one input may cost at most.

/// How much is read of one input, and how much work is done on it.
///
/// Each has a default that no honest report comes near; [`set`](Self::set) changes one by its name,
/// as the command line does. A document beyond one is skipped with code `limit` or `too-large`, and
/// the next one is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The largest text of one document, JSON line or CSV row, in bytes after unpacking. It bounds
    /// the memory of a reader to a few times as much. Values above [`Options::MOST_BYTES`] count
    /// as that.
    pub max_document_bytes: u64,
    /// The largest file that must be held whole to be read (a PDF, a web page, a packed archive),
    /// in bytes after unpacking.
    pub max_file_bytes: u64,
    /// The most pages of a PDF.
    pub max_pages: u64,
    /// How deep archives may stand in archives; 1 is an archive of files.
    pub max_nesting: u64,
    /// How many times larger than its packed size an input may become, once it is past
    /// [`free_bytes`](Self::free_bytes).
    pub max_ratio: u64,
    /// What any packed input may unpack to, whatever its ratio.
    pub free_bytes: u64,
    /// The most records of one input: lines, rows, entries, members of an archive.
    pub max_records: u64,
    /// The most steps of a format with markup on one document: tags of a page, operators of a PDF; 32 bytes of its content cost one
    /// more, and each of its fonts ten thousand.
    pub max_steps: u64,
}

/// A limit's name on the command line, what it is, and where it is kept.
type Limit = (&'static str, &'static str, fn(&mut Options) -> &mut u64);

const LIMITS: [Limit; 8] = [
    ("bytes", "bytes of one document's text, JSON line or CSV row", |options| &mut options.max_document_bytes),
    ("file-bytes", "bytes of a file that is held whole: PDF, web page, packed archive", |options| {
        &mut options.max_file_bytes
    }),
    ("pages", "pages of a PDF", |options| &mut options.max_pages),
    ("nesting", "archives in archives; a mail with attachments is one", |options| &mut options.max_nesting),
    ("ratio", "unpacked size over packed size, past `free-bytes`", |options| &mut options.max_ratio),
    ("free-bytes", "bytes that any packed input may unpack to, whatever its ratio", |options| &mut options.free_bytes),
    ("records", "records of one input, members of one archive", |options| &mut options.max_records),
    ("steps", "tags of a web page, elements of a Word file, operators, content and fonts of a PDF", |options| {
        &mut options.max_steps
    }),
];

impl Options {
    /// No document can be larger, for the tables count offsets in 31 bits: 2 GiB less one byte.
    pub const MOST_BYTES: u64 = i32::MAX as u64;
    /// The same of a packed member of an archive, of which there may be many.
    pub(crate) const FREE_BYTES_OF_MEMBER: u64 = 1024 * 1024;

    /// Sets the limit of that name; false if there is none of that name.
    ///
    /// ```
    /// let mut options = crossread_ingest::Options::default();
    /// assert!(options.set("pages", 20) && !options.set("feet", 20));
    /// assert_eq!(options.max_pages, 20);
    /// ```
    #[must_use]
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        let Some((.., field)) = LIMITS.iter().find(|(limit, ..)| *limit == name) else { return false };
        *field(self) = value;
        true
    }

    /// Name, meaning and value of each limit, in the order of the documentation.
    pub fn limits(mut self) -> impl Iterator<Item = (&'static str, &'static str, u64)> {
        LIMITS.iter().map(move |&(name, meaning, field)| (name, meaning, *field(&mut self)))
    }

    pub(crate) fn limit(self) -> usize {
        bytes(self.max_document_bytes)
    }

    pub(crate) fn file_limit(self) -> usize {
        bytes(self.max_file_bytes)
    }

    /// What an input of `packed` bytes may become.
    pub(crate) fn unpacked(self, packed: u64) -> u64 {
        packed.saturating_mul(self.max_ratio).max(self.free_bytes)
    }
}

fn bytes(limit: u64) -> usize {
    usize::try_from(limit.min(Options::MOST_BYTES)).unwrap_or(usize::MAX)
}

impl Default for Options {
    /// 64 MiB a document, which is ten thousand pages; see `docs/input.md` for all.
    fn default() -> Self {
        Self {
            max_document_bytes: 64 * 1024 * 1024,
            max_file_bytes: 512 * 1024 * 1024,
            max_pages: 5_000,
            max_nesting: 3,
            max_ratio: 200,
            free_bytes: 64 * 1024 * 1024,
            max_records: 50_000_000,
            max_steps: 50_000_000,
        }
    }
}
