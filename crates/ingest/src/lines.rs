//! Lines of bytes, without copying them and without holding one that is too long.

use std::io::{self, Read};
use std::ops::Range;

/// How much is read at a time.
const CHUNK: usize = 128 * 1024;

/// A line without its `\n`, or the news that it was too long to hold.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    Bytes(&'a [u8]),
    TooLong,
}

/// Reads lines through one buffer that grows to the longest line, at most to the limit.
pub(crate) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    /// What has been read and not been given out.
    start: usize,
    end: usize,
    /// The number of the line given out last, from 1.
    number: u64,
    limit: usize,
    ended: bool,
}

impl<R: Read> Lines<R> {
    /// Lines of at most `limit` bytes each.
    pub(crate) fn new(reader: R, limit: usize) -> Self {
        Self { reader, buffer: vec![0; CHUNK], start: 0, end: 0, number: 0, limit, ended: false }
    }

    /// The 1-based number of the line given out last; 0 before the first.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The longest line that is given out, in bytes.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    pub(crate) fn reader(&self) -> &R {
        &self.reader
    }

    /// The next line; `None` at the end. After an error, what was read of the line is dropped.
    pub(crate) fn next_line(&mut self) -> io::Result<Option<Line<'_>>> {
        let range = match self.find_line() {
            Ok(Some(Some(range))) => range,
            Ok(Some(None)) => return Ok(Some(Line::TooLong)),
            Ok(None) => return Ok(None),
            Err(error) => {
                self.ended = true;
                self.start = self.end;
                return Err(error);
            }
        };
        Ok(self.buffer.get(range).map(Line::Bytes))
    }

    /// Where the next line stands in the buffer: `Some(None)` if it was too long.
    fn find_line(&mut self) -> io::Result<Option<Option<Range<usize>>>> {
        let mut searched = 0;
        loop {
            let window = self.buffer.get(self.start..self.end).unwrap_or_default();
            let unseen = window.get(searched..).unwrap_or_default();
            if let Some(found) = memchr::memchr(b'\n', unseen) {
                let range = self.start..self.start + searched + found;
                self.start = range.end + 1;
                self.number += 1;
                return Ok(Some((range.len() <= self.limit).then_some(range)));
            }
            searched = window.len();
            if searched > self.limit {
                self.number += 1;
                self.discard_line()?;
                return Ok(Some(None));
            }
            if !self.fill()? {
                if searched == 0 {
                    return Ok(None);
                }
                let range = self.start..self.end;
                self.start = self.end;
                self.number += 1;
                return Ok(Some(Some(range)));
            }
        }
    }

    fn discard_line(&mut self) -> io::Result<()> {
        loop {
            self.start = 0;
            self.end = 0;
            if !self.fill()? {
                return Ok(());
            }
            let window = self.buffer.get(..self.end).unwrap_or_default();
            if let Some(found) = memchr::memchr(b'\n', window) {
                self.start = found + 1;
                return Ok(());
            }
        }
    }

    /// Reads more behind what is there; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.end == self.buffer.len() {
            if self.start > 0 {
                self.buffer.copy_within(self.start..self.end, 0);
                self.end -= self.start;
                self.start = 0;
            }
            // Doubled, so that a long line is not moved again and again; but not far past the limit.
            if self.buffer.len() - self.end < CHUNK {
                let most = self.limit.saturating_add(2 * CHUNK);
                let length = (self.buffer.len() * 2).clamp(self.end + CHUNK, most.max(self.end + CHUNK));
                self.buffer.resize(length, 0);
            }
        }
        let space = self.buffer.get_mut(self.end..).unwrap_or_default();
        let count = read_some(&mut self.reader, space)?;
        self.end += count;
        self.ended = count == 0;
        Ok(count > 0)
    }
}

/// Reads what is there, at most as much as `space` holds; 0 at the end. A signal is no error.
pub(crate) fn read_some(reader: &mut impl Read, space: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(space) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], limit: usize) -> Vec<Option<Vec<u8>>> {
        let mut lines = Lines::new(bytes, limit);
        let mut out = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            out.push(match line {
                Line::Bytes(bytes) => Some(bytes.to_vec()),
                Line::TooLong => None,
            });
        }
        assert_eq!(lines.number(), out.len() as u64);
        out
    }

    #[test]
    fn lines_are_given_as_they_stand() {
        let some = |bytes: &[u8]| Some(bytes.to_vec());
        assert_eq!(all(b"", 9), []);
        assert_eq!(all(b"a\n\nb\r\nc", 9), [some(b"a"), some(b""), some(b"b\r"), some(b"c")]);
        assert_eq!(all(b"12345\n123456\n1\n123456", 5), [some(b"12345"), None, some(b"1"), None]);
    }

    #[test]
    fn lines_longer_than_the_buffer_come_whole_and_the_buffer_stays_bounded() {
        let long = vec![b'x'; 3 * CHUNK + 7];
        let text = [&long[..], b"\nend\n", &long[..]].concat();
        assert_eq!(all(&text, usize::MAX / 2), [Some(long.clone()), Some(b"end".to_vec()), Some(long)]);
        let mut lines = Lines::new(&text[..], CHUNK);
        assert_eq!(lines.next_line().unwrap(), Some(Line::TooLong));
        assert_eq!(lines.next_line().unwrap(), Some(Line::Bytes(b"end")));
        assert!(lines.buffer.len() <= 3 * CHUNK, "{}", lines.buffer.len());
    }

    #[test]
    fn an_error_ends_the_lines() {
        struct Fails(u8);
        impl Read for Fails {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                match self.0 {
                    1 => (&b"one\nhalf"[..]).read(buffer),
                    _ => Err(io::Error::other("broken")),
                }
            }
        }
        let mut lines = Lines::new(Fails(0), 100);
        assert_eq!(lines.next_line().unwrap(), Some(Line::Bytes(b"one")));
        assert!(lines.next_line().is_err());
        assert_eq!(lines.next_line().unwrap(), None);
    }
}
