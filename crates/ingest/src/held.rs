//! Content that is read at any place: held in memory, or a file on disk.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use rawzip::{FileReader, ReaderAt};

/// Cheap to clone; all clones read the same bytes.
#[derive(Clone)]
pub(crate) enum Held {
    Memory(Bytes),
    File(Arc<FileReader>, u64),
}

impl Held {
    /// A file on disk, of which nothing is read yet.
    pub(crate) fn file(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self::File(Arc::new(FileReader::from(file)), length))
    }

    pub(crate) fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File(_, length) => *length,
        }
    }

    /// Some bytes of it; fewer where it ends, or where the disk fails, which a reader of it will tell.
    pub(crate) fn bytes(&self, start: u64, length: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let _ = self.part(start, start.saturating_add(length)).read_to_end(&mut bytes);
        bytes
    }

    /// A reader of a part of it.
    pub(crate) fn part(&self, start: u64, end: u64) -> Part {
        Part { held: self.clone(), start, at: start, end: end.min(self.length()) }
    }
}

impl ReaderAt for Held {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        match self {
            Self::Memory(bytes) => {
                let from = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)).unwrap_or_default();
                let count = from.len().min(buffer.len());
                for (to, from) in buffer.iter_mut().zip(from) {
                    *to = *from;
                }
                Ok(count)
            }
            Self::File(file, _) => file.read_at(buffer, offset),
        }
    }
}

/// Reads a part of what is held, from its own place.
pub(crate) struct Part {
    held: Held,
    start: u64,
    at: u64,
    end: u64,
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = buffer.len().min(left);
        let count = self.held.read_at(buffer.get_mut(..most).unwrap_or_default(), self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Part {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(offset) => self.start.checked_add(offset),
            SeekFrom::End(offset) => self.end.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.at.checked_add_signed(offset),
        };
        self.at = at.filter(|&at| at >= self.start).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at - self.start)
    }
}

impl Length for Held {
    fn len(&self) -> u64 {
        self.length()
    }
}

impl ChunkReader for Held {
    type T = BufReader<Part>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(BufReader::new(self.part(start, self.length())))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let end = start.saturating_add(length as u64);
        if end > self.length() {
            return Err(ParquetError::EOF("a part of the file is missing".to_owned()));
        }
        if let Self::Memory(bytes) = self {
            let at = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
            return Ok(bytes.slice(at(start)..at(end)));
        }
        let mut bytes = Vec::with_capacity(length);
        self.part(start, end).read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_reads_and_seeks_within_its_bounds() {
        let held = Held::Memory(Bytes::from_static(b"0123456789"));
        let mut part = held.part(2, 7);
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        assert_eq!(text, "23456");
        assert_eq!(part.seek(SeekFrom::Start(1)).unwrap(), 1);
        text.clear();
        part.read_to_string(&mut text).unwrap();
        assert_eq!(text, "3456");
        assert!(part.seek(SeekFrom::Current(-90)).is_err());
        assert!(held.get_bytes(8, 3).is_err());
        assert_eq!(held.get_bytes(8, 2).unwrap(), Bytes::from_static(b"89"));
    }
}
