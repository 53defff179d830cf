//! A stream of records' bytes: byte-order mark taken off, UTF-16 turned into UTF-8 on the way.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding};

use crate::encoding::bom_of;

/// How much of a stream is looked at before its first record.
const HEAD_BYTES: usize = 64 * 1024;

/// The bytes of a record file in an encoding whose ASCII is ASCII.
pub(crate) struct Stream<R> {
    source: Source<R>,
    utf16: Option<Box<Utf16>>,
}

impl<R: Read> Stream<R> {
    /// Reads the head and decides; a reading error is kept until the head has been consumed.
    pub(crate) fn open(reader: R) -> Self {
        let mut source = Source { head: Vec::new(), position: 0, error: None, reader };
        source.fill_head();
        let utf16 = bom_of(&source.head).and_then(|(encoding, length)| {
            source.position = length;
            (encoding != encoding_rs::UTF_8).then(|| Box::new(Utf16::new(encoding)))
        });
        Self { source, utf16 }
    }

    /// The first bytes, as they are in the file, without byte-order mark.
    pub(crate) fn head(&self) -> &[u8] {
        self.source.head.get(self.source.position..).unwrap_or_default()
    }

    /// The encoding, if it is turned into UTF-8 here, and whether some of it was broken.
    pub(crate) fn transcoded(&self) -> Option<(&'static Encoding, bool)> {
        self.utf16.as_ref().map(|utf16| (utf16.decoder.encoding(), utf16.broken))
    }
}

impl<R: Read> Read for Stream<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.utf16 {
            None => self.source.read(buffer),
            Some(utf16) => utf16.read(&mut self.source, buffer),
        }
    }
}

/// The head that was looked at, then the rest.
struct Source<R> {
    head: Vec<u8>,
    position: usize,
    error: Option<io::Error>,
    reader: R,
}

impl<R: Read> Source<R> {
    fn fill_head(&mut self) {
        let result = self.reader.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut self.head);
        self.error = result.err();
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut rest = self.head.get(self.position..).unwrap_or_default();
        if !rest.is_empty() {
            let count = rest.read(buffer)?;
            self.position += count;
            return Ok(count);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.reader.read(buffer),
        }
    }
}

/// UTF-16 to UTF-8, a buffer at a time.
struct Utf16 {
    decoder: Decoder,
    input: Vec<u8>,
    input_start: usize,
    output: Vec<u8>,
    output_start: usize,
    ended: bool,
    broken: bool,
}

impl Utf16 {
    fn new(encoding: &'static Encoding) -> Self {
        Self {
            decoder: encoding.new_decoder_without_bom_handling(),
            input: Vec::new(),
            input_start: 0,
            output: Vec::new(),
            output_start: 0,
            ended: false,
            broken: false,
        }
    }

    fn read(&mut self, source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
        while self.output_start >= self.output.len() && !self.ended {
            self.refill(source)?;
        }
        let mut ready = self.output.get(self.output_start..).unwrap_or_default();
        let count = ready.read(buffer)?;
        self.output_start += count;
        Ok(count)
    }

    fn refill(&mut self, source: &mut impl Read) -> io::Result<()> {
        if self.input_start >= self.input.len() {
            self.input.resize(HEAD_BYTES, 0);
            self.input_start = 0;
            // Left empty by an error, so that the next call reads again instead of old bytes.
            let result = source.read(&mut self.input);
            self.input.truncate(*result.as_ref().unwrap_or(&0));
            result?;
        }
        let last = self.input.is_empty();
        self.output.resize(HEAD_BYTES, 0);
        self.output_start = 0;
        let input = self.input.get(self.input_start..).unwrap_or_default();
        let (result, read, written, broken) = self.decoder.decode_to_utf8(input, &mut self.output, last);
        self.input_start += read;
        self.output.truncate(written);
        self.broken |= broken;
        self.ended = last && result == encoding_rs::CoderResult::InputEmpty;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte a call, to cross every boundary.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(buffer.len()).min(1);
            (&mut self.0).take(count as u64).read(buffer)
        }
    }

    fn utf16le(text: &str) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn utf16_longer_than_every_buffer_comes_out_whole() {
        let text = "Zurückgekehrt 😀 ".repeat(20_000);
        let mut out = String::new();
        Stream::open(&utf16le(&text)[..]).read_to_string(&mut out).unwrap();
        assert!(out == text);
        out.clear();
        let short = "a😀b";
        Stream::open(Slow(&utf16le(short))).read_to_string(&mut out).unwrap();
        assert_eq!(out, short);
    }

    #[test]
    fn half_a_character_at_the_end_is_replaced_and_noted() {
        let mut bytes = utf16le("ab");
        bytes.push(b'c');
        let mut stream = Stream::open(&bytes[..]);
        let mut out = String::new();
        stream.read_to_string(&mut out).unwrap();
        assert_eq!(out, "ab\u{fffd}");
        assert_eq!(stream.transcoded(), Some((encoding_rs::UTF_16LE, true)));
    }

    #[test]
    fn an_error_comes_after_what_was_read() {
        struct Fails(bool);
        impl Read for Fails {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                if self.0 {
                    return Err(io::Error::other("broken"));
                }
                self.0 = true;
                (&b"\xef\xbb\xbfabc"[..]).read(buffer)
            }
        }
        let mut stream = Stream::open(Fails(false));
        let mut out = Vec::new();
        assert!(stream.read_to_end(&mut out).is_err());
        assert_eq!(out, b"abc");
    }
}
