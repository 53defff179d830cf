//! JSON Lines: a record a line.

use std::borrow::Cow;
use std::io::Read;

use crate::assemble::{self, RawRecord};
use crate::decompress::{Decompressed, failed};
use crate::encoding::{Guess, decode_part, looks_like, transcoded_note};
use crate::json;
use crate::limits::Options;
use crate::lines::{Line, Lines};
use crate::read::Input;
use crate::record::Record;
use crate::skip::{At, SkipCode, Skipped};
use crate::stream::Stream;

/// What a caller makes of a raw record, of its place, and of the note about its encoding.
pub(crate) type Make<'m, T> = &'m mut dyn FnMut(RawRecord<'_>, At<'_>, Option<String>) -> Result<T, Skipped>;

/// The records of one JSON Lines input.
pub(crate) struct JsonLines<R: Read> {
    lines: Lines<Stream<Decompressed<R>>>,
    guess: Guess,
    /// Whether a line that was not blank has been met.
    any: bool,
    ended: bool,
}

impl<R: Read> JsonLines<R> {
    pub(crate) fn new(input: &Input, reader: R, options: Options) -> Self {
        let stream = Stream::open(Decompressed::new(reader, input.compression, options));
        let mut guess = Guess::default();
        if std::str::from_utf8(stream.head()).is_err() {
            guess.feed(stream.head());
        }
        Self { lines: Lines::new(stream, options.limit()), guess, any: false, ended: false }
    }

    /// The next document's record.
    pub(crate) fn next_record(&mut self, input: &Input) -> Option<Result<Record, Skipped>> {
        let limit = self.lines.limit();
        self.next_made(input, &mut |raw, at, note| assemble::record(raw, at, &input.id, note, limit))
    }

    /// The next record, as `make` makes it.
    pub(crate) fn next_made<T>(&mut self, input: &Input, make: Make<'_, T>) -> Option<Result<T, Skipped>> {
        if self.ended {
            return None;
        }
        if !self.any
            && let Some(skipped) = not_records(&input.name, self.lines.reader())
        {
            self.ended = true;
            return Some(Err(skipped));
        }
        let made = self.next_line(input, make);
        self.ended |= made.is_none();
        made
    }

    fn next_line<T>(&mut self, input: &Input, make: Make<'_, T>) -> Option<Result<T, Skipped>> {
        let name = &input.name;
        let transcoded = self.lines.reader().transcoded();
        loop {
            let number = self.lines.number() + 1;
            let at = At::line(name, number);
            let limit = self.lines.limit();
            let bytes = match self.lines.next_line() {
                Ok(Some(Line::Bytes(bytes))) => bytes,
                Ok(Some(Line::TooLong)) => {
                    self.any = true;
                    return Some(Err(assemble::too_large(at, "line", limit)));
                }
                Ok(None) if self.any => return None,
                Ok(None) => {
                    let problem = "there are no records in the file";
                    self.ended = true;
                    return Some(Err(assemble::empty(At::input(name), problem)));
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(failed(input.compression, at, &error)));
                }
            };
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let first = !self.any;
            self.any = true;
            let (line, mut note) = match std::str::from_utf8(bytes) {
                Ok(line) => (Cow::Borrowed(line), None),
                Err(_) => decode_part(self.guess.of_record(std::iter::once(bytes)), bytes),
            };
            if first && line.trim() == "[" {
                self.ended = true;
                return Some(Err(json_array(at)));
            }
            if let Some((encoding, broken)) = transcoded {
                note = Some(transcoded_note(encoding, broken, &line));
            }
            return Some(json::parse(&line, at).and_then(|raw| make(raw, at, note)));
        }
    }
}

/// The row for content that is not lines of text at all, judged by the first bytes.
pub(crate) fn not_records<R: Read>(name: &str, stream: &Stream<R>) -> Option<Skipped> {
    if stream.transcoded().is_some() {
        return None;
    }
    let head = stream.head();
    let zeros = memchr::memchr_iter(0, head).count();
    // A stray NUL spoils its own record only.
    (zeros >= 4 && zeros.saturating_mul(100) > head.len()).then(|| {
        let fix = looks_like(head).unwrap_or("give a file of text");
        Skipped::new(SkipCode::Binary, At::input(name), "the content is not text", fix)
    })
}

fn json_array(at: At<'_>) -> Skipped {
    Skipped::new(
        SkipCode::JsonArray,
        at,
        "the file is one JSON list, not a record a line",
        "write each record on a line of its own, for instance with `jq -c '.[]'`",
    )
}
