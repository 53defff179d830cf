//! One reader for packed and plain input, which stops at what grows out of all proportion.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use crate::format::Compression;
use crate::limits::Options;
use crate::skip::{At, SkipCode, Skipped};

/// Unpacks while reading.
pub(crate) struct Decompressed<R: Read> {
    unpacked: Unpacked<Counted<R>>,
    packed: Arc<AtomicU64>,
    given: u64,
    options: Options,
}

enum Unpacked<R: Read> {
    Plain(R),
    Gzip(Box<MultiGzDecoder<BufReader<R>>>),
    Zstd(Box<zstd::Decoder<'static, BufReader<R>>>),
    /// The unpacker could not be set up; the first read says why.
    Failed(Option<io::Error>),
}

/// Counts the packed bytes.
struct Counted<R> {
    reader: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl<R: Read> Decompressed<R> {
    pub(crate) fn new(reader: R, compression: Compression, options: Options) -> Self {
        let packed = Arc::new(AtomicU64::new(0));
        let reader = Counted { reader, count: Arc::clone(&packed) };
        let unpacked = match compression {
            Compression::None => Unpacked::Plain(reader),
            Compression::Gzip => Unpacked::Gzip(Box::new(MultiGzDecoder::new(BufReader::new(reader)))),
            Compression::Zstd => match zstd::Decoder::new(reader) {
                Ok(decoder) => Unpacked::Zstd(Box::new(decoder)),
                Err(error) => Unpacked::Failed(Some(error)),
            },
        };
        Self { unpacked, packed, given: 0, options }
    }
}

impl<R: Read> Read for Decompressed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &mut self.unpacked {
            Unpacked::Plain(reader) => return reader.read(buffer),
            Unpacked::Gzip(reader) => reader.read(buffer)?,
            Unpacked::Zstd(reader) => reader.read(buffer)?,
            Unpacked::Failed(error) => return error.take().map_or(Ok(0), Err),
        };
        self.given += count as u64;
        if self.given > self.options.unpacked(self.packed.load(Ordering::Relaxed)) {
            return Err(OutOfProportion::error());
        }
        Ok(count)
    }
}

/// The error of a reader whose input grows beyond [`Options::max_ratio`].
#[derive(Debug, thiserror::Error)]
#[error("it unpacks to far more than its own size")]
pub(crate) struct OutOfProportion;

impl OutOfProportion {
    pub(crate) fn error() -> io::Error {
        io::Error::other(Self)
    }

    pub(crate) fn is(error: &io::Error) -> bool {
        error.get_ref().is_some_and(|inner| inner.is::<Self>())
    }
}

/// The row for a reading error: the disk's, if the operating system gave it, else the packing's.
pub(crate) fn failed(compression: Compression, at: At<'_>, error: &io::Error) -> Skipped {
    if OutOfProportion::is(error) {
        let fix = "if it is honest, raise `--limit ratio`; what stands after this place was not read";
        return Skipped::new(SkipCode::Limit, at, error, fix);
    }
    if compression == Compression::None || error.raw_os_error().is_some() {
        let fix = "check the file and its disk; what stands after this place was not read";
        return Skipped::new(SkipCode::Unreadable, at, error, fix);
    }
    let problem = if error.kind() == io::ErrorKind::UnexpectedEof {
        "the compressed data end too early".to_owned()
    } else {
        format!("the compressed data are damaged ({error})")
    };
    let fix = "fetch or pack the file again; what stands after this place was not read";
    Skipped::new(SkipCode::BadCompression, at, problem, fix)
}
