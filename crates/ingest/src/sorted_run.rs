//! Digests with their places, sorted, in a temporary file.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::seen::Place;

/// What stands for an id: 128 bits of its SHA-256, which spread evenly.
pub(crate) type Digest = [u8; 16];

/// A record: digest, input, line (0 for none).
const RECORD: usize = 24;
/// Records that one look into the file reads: about a page.
const AT_ONCE: u64 = 170;

/// A sorted file of digests. Nothing of it is in memory but one page: digests spread evenly, so that where one stands is
/// guessed well enough to be found in a few looks.
#[derive(Debug)]
pub(crate) struct SortedRun {
    file: File,
    len: u64,
    page: Vec<u8>,
}

impl SortedRun {
    /// Writes `ids`, sorted and each once, to a file without a name in `folder`.
    pub(crate) fn write(folder: &Path, ids: &[(Digest, Place)]) -> io::Result<Self> {
        let mut writer = Writer::new(folder)?;
        ids.iter().try_for_each(|(digest, place)| writer.push(&record(digest, *place)))?;
        writer.finish()
    }

    /// Both runs as one; they have no digest in common.
    pub(crate) fn merge(folder: &Path, one: &mut Self, other: &mut Self) -> io::Result<Self> {
        let mut writer = Writer::new(folder)?;
        let (mut ones, mut others) = (one.records()?, other.records()?);
        let (mut left, mut right) = (ones.next()?, others.next()?);
        loop {
            match (&left, &right) {
                (Some(first), Some(second)) if first < second => {
                    writer.push(first)?;
                    left = ones.next()?;
                }
                (_, Some(second)) => {
                    writer.push(second)?;
                    right = others.next()?;
                }
                (Some(first), None) => {
                    writer.push(first)?;
                    left = ones.next()?;
                }
                (None, None) => return writer.finish(),
            }
        }
    }

    /// Number of digests.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// The place of a digest.
    pub(crate) fn find(&mut self, digest: &Digest) -> io::Result<Option<Place>> {
        // The digest stands in `from..to` if at all; what stands at the ends lies between `low` and `high`.
        let (mut from, mut to) = (0, self.len);
        let (mut low, mut high) = (0, u64::MAX);
        let wanted = head(digest);
        let mut guess = true;
        while from < to {
            let middle = if guess { between(wanted, (low, high), (from, to)) } else { from + (to - from) / 2 };
            // Every other look halves what is left, so that badly spread digests cost a logarithm too.
            guess = !guess;
            let start = middle.saturating_sub(AT_ONCE / 2).max(from);
            let page = self.read(start, AT_ONCE.min(to - start))?;
            let records = page.as_chunks::<RECORD>().0;
            match (records.first(), records.last()) {
                (Some(first), _) if digest[..] < first[..16] => (to, high) = (start, head(first)),
                (_, Some(last)) if digest[..] > last[..16] => (from, low) = (start + AT_ONCE, head(last)),
                _ => {
                    let found = records.binary_search_by(|record| record[..16].cmp(&digest[..]));
                    return Ok(found.ok().and_then(|at| records.get(at)).map(place));
                }
            }
        }
        Ok(None)
    }

    fn read(&mut self, start: u64, count: u64) -> io::Result<&[u8]> {
        let bytes = usize::try_from(count).unwrap_or(0) * RECORD;
        self.page.resize(bytes, 0);
        self.file.seek(SeekFrom::Start(start * RECORD as u64))?;
        self.file.read_exact(&mut self.page)?;
        Ok(&self.page)
    }

    fn records(&mut self) -> io::Result<Records<'_>> {
        self.file.rewind()?;
        Ok(Records { left: self.len, reader: BufReader::with_capacity(1 << 16, &self.file) })
    }
}

/// The records of a run from the first on.
struct Records<'f> {
    left: u64,
    reader: BufReader<&'f File>,
}

impl Records<'_> {
    fn next(&mut self) -> io::Result<Option<[u8; RECORD]>> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let mut record = [0; RECORD];
        self.reader.read_exact(&mut record)?;
        Ok(Some(record))
    }
}

struct Writer {
    sink: BufWriter<File>,
    len: u64,
}

impl Writer {
    fn new(folder: &Path) -> io::Result<Self> {
        let file = tempfile::tempfile_in(folder)?;
        Ok(Self { sink: BufWriter::with_capacity(1 << 16, file), len: 0 })
    }

    fn push(&mut self, record: &[u8; RECORD]) -> io::Result<()> {
        self.len += 1;
        self.sink.write_all(record)
    }

    fn finish(self) -> io::Result<SortedRun> {
        let file = self.sink.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(SortedRun { file, len: self.len, page: Vec::new() })
    }
}

/// Where in `from..to` a digest is to be expected whose neighbours at the ends lie at `low` and `high`.
fn between(wanted: u64, (low, high): (u64, u64), (from, to): (u64, u64)) -> u64 {
    let (above, range) = (wanted.saturating_sub(low), high.saturating_sub(low).max(1));
    let steps = u128::from(to - from) * u128::from(above.min(range)) / u128::from(range);
    from + u64::try_from(steps).unwrap_or(u64::MAX).min(to - from - 1)
}

/// The first eight bytes of a digest, as a number.
fn head(digest: &[u8]) -> u64 {
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn record(digest: &Digest, place: Place) -> [u8; RECORD] {
    let mut record = [0; RECORD];
    record[..16].copy_from_slice(digest);
    record[16..20].copy_from_slice(&place.input.to_le_bytes());
    record[20..].copy_from_slice(&place.line.unwrap_or(0).to_le_bytes());
    record
}

fn place(record: &[u8; RECORD]) -> Place {
    let number = |at: usize| u32::from_le_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]]);
    let line = number(20);
    Place { input: number(16), line: (line > 0).then_some(line) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn here(number: u32) -> Place {
        Place { input: number, line: number.checked_sub(1).filter(|line| *line > 0) }
    }

    /// A digest of few different bytes: badly spread, with neighbours that differ in the last byte alone.
    fn digest(bytes: (u8, u8, u8)) -> Digest {
        let mut digest = [bytes.0; 16];
        (digest[7], digest[15]) = (bytes.1, bytes.2);
        digest
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn every_digest_is_found_and_no_other(
            known in prop::collection::btree_map((0u8..3, 0u8..9, any::<u8>()), 0u32..99, 0..2_000),
            other in prop::collection::btree_map((0u8..3, 9u8..12, any::<u8>()), 0u32..99, 0..600),
            asked in prop::collection::vec((0u8..4, 0u8..13, any::<u8>()), 0..200),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let write = |ids: &BTreeMap<(u8, u8, u8), u32>| {
                let mut ids: Vec<_> = ids.iter().map(|(id, number)| (digest(*id), here(*number))).collect();
                ids.sort_unstable_by_key(|(digest, _)| *digest);
                SortedRun::write(folder.path(), &ids).unwrap()
            };
            let mut merged = SortedRun::merge(folder.path(), &mut write(&known), &mut write(&other)).unwrap();
            prop_assert_eq!(merged.len(), (known.len() + other.len()) as u64);
            for id in known.keys().chain(other.keys()).chain(&asked) {
                let expected = known.get(id).or_else(|| other.get(id)).map(|number| here(*number));
                prop_assert_eq!(merged.find(&digest(*id)).unwrap(), expected);
            }
        }
    }
}
