//! A text file: one record, with front matter or without.

use std::io::{self, Read};

use crate::assemble;
use crate::decompress::{Decompressed, failed};
use crate::encoding::{decode_file, is_utf16, looks_like};
use crate::front_matter;
use crate::limits::Options;
use crate::read::Input;
use crate::record::Record;
use crate::skip::{At, SkipCode, Skipped};

/// Reads the whole file as one record, holding no more of it than one document may have.
pub(crate) fn read(input: &Input, reader: impl Read, options: Options) -> Result<Record, Skipped> {
    let at = At::input(&input.name);
    let limit = options.limit();
    let bytes = read_all(Decompressed::new(reader, input.compression, options), limit)
        .map_err(|error| failed(input.compression, at, &error))?
        .ok_or_else(|| assemble::too_large(at, "text", limit))?;
    if bytes.is_empty() {
        return Err(assemble::empty(at, "the file is empty"));
    }
    let hint = looks_like(&bytes);
    let not_text = |problem: &str| {
        let fix = hint.unwrap_or("export the text, or leave the file out");
        Skipped::new(SkipCode::Binary, at, problem, fix)
    };
    if !is_utf16(&bytes) && memchr::memchr(0, &bytes).is_some() {
        return Err(not_text("this is not text: it contains NUL bytes"));
    }
    let decoded = decode_file(bytes);
    let mut text = decoded.text;
    let front = front_matter::split(&text);
    text.drain(..front.length);
    match assemble::check_text(&text, at, limit) {
        Err(skipped) if skipped.code == SkipCode::Binary => {
            return Err(not_text("this is not text: it is full of control characters"));
        }
        checked => checked?,
    }
    let (metadata, problems) = front.metadata.finish();
    let (note, warnings) = assemble::warnings(problems, at.part(&input.id), decoded.note);
    let id = input.id.clone();
    Ok(Record { id, text, metadata, note, warnings, ..Record::default() })
}

/// All bytes, or `None` if there are more than `limit`.
pub(crate) fn read_all(reader: impl Read, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}
