//! One reader for packed and plain input.

use std::io::{self, BufReader, Read};

use flate2::read::MultiGzDecoder;

use crate::format::Compression;
use crate::skip::{At, SkipCode, Skipped};

/// Unpacks while reading.
pub(crate) enum Decompressed<R: Read> {
    Plain(R),
    Gzip(Box<MultiGzDecoder<BufReader<R>>>),
    Zstd(Box<zstd::Decoder<'static, BufReader<R>>>),
    /// The unpacker could not be set up; the first read says why.
    Failed(Option<io::Error>),
}

impl<R: Read> Decompressed<R> {
    pub(crate) fn new(reader: R, compression: Compression) -> Self {
        match compression {
            Compression::None => Self::Plain(reader),
            Compression::Gzip => Self::Gzip(Box::new(MultiGzDecoder::new(BufReader::new(reader)))),
            Compression::Zstd => match zstd::Decoder::new(reader) {
                Ok(decoder) => Self::Zstd(Box::new(decoder)),
                Err(error) => Self::Failed(Some(error)),
            },
        }
    }
}

impl<R: Read> Read for Decompressed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(buffer),
            Self::Gzip(reader) => reader.read(buffer),
            Self::Zstd(reader) => reader.read(buffer),
            Self::Failed(error) => error.take().map_or(Ok(0), Err),
        }
    }
}

/// The row for a reading error: the disk's, if the operating system gave it, else the packing's.
pub(crate) fn failed(compression: Compression, at: At<'_>, error: &io::Error) -> Skipped {
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
