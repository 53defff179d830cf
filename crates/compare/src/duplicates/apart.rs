//! Near-copies where documents are read apart from each other: what each is known by, and pairs of them.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Prints, SHORTEST, is_copy, similarity};
use crate::error::CompareError;
use crate::frames::{self, Reader};
use crate::store::Data;
use crate::table::Table;

/// The columns of a pair.
const PAIR: [&str; 9] = [
    "newer",
    "older",
    "shared",
    "newer_fingerprint",
    "older_fingerprint",
    "newer_long_sentences",
    "older_long_sentences",
    "newer_numbers",
    "older_numbers",
];

/// The rows of `prints`: of documents long enough to tell, fingerprint, number of long sentences, hashes of these, and bounds
/// of each number given.
pub(crate) fn prints(data: &Data, mut prints: Prints) -> Table {
    prints.numbers.sort_unstable();
    let mut sentences = vec![Vec::new(); data.documents.len()];
    for (hash, doc) in &prints.sentences {
        sentences[*doc as usize].push(hash.cast_signed());
    }
    let docs: Vec<usize> = (0..data.documents.len()).filter(|doc| data.documents[*doc].chars >= SHORTEST).collect();
    let each = || docs.iter().copied();
    let distinct =
        |doc: usize| sentences[doc].iter().collect::<BTreeSet<_>>().into_iter().map(i64::to_string).collect();
    let numbers = |doc: usize| prints.numbers(doc).iter().map(|(low, high)| format!("{low:x}:{high:x}")).collect();
    Table::new("prints")
        .str("doc_id", each().map(|doc| Some(data.doc_id(doc))))
        .str("fingerprint", each().map(|doc| Some(format!("{:016x}", data.documents[doc].fingerprint))))
        .int("long_sentences", each().map(|doc| i32::try_from(sentences[doc].len()).ok()))
        .list("sentences", each().map(distinct))
        .list("numbers", each().map(numbers))
}

/// The judged rows of `pairs`.
pub(crate) fn pairs(dir: &Path) -> Result<Table, CompareError> {
    let frame = frames::read(&frames::files(&dir.join("pairs.parquet"))?, &PAIR)?;
    let reader = Reader(&frame);
    let failed = || CompareError::frame(dir);
    let str = |name: &str| reader.str(name).map_err(failed());
    let int = |name: &str| reader.int(name).map_err(failed());
    let list = |name: &str| reader.list(name).map_err(failed());
    let (newer, older, shared) = (str("newer")?, str("older")?, int("shared")?);
    let prints = [str("newer_fingerprint")?, str("older_fingerprint")?];
    let lengths = [int("newer_long_sentences")?, int("older_long_sentences")?];
    let numbers = [list("newer_numbers")?, list("older_numbers")?];
    let (mut copies, mut alike) = (Vec::with_capacity(frame.height()), Vec::with_capacity(frame.height()));
    let count = |n: Option<i32>| n.and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
    for row in 0..frame.height() {
        let print = |of: &Vec<Option<String>>| {
            of[row].as_deref().and_then(|hex| u64::from_str_radix(hex, 16).ok()).unwrap_or_default()
        };
        let bits = (print(&prints[0]) ^ print(&prints[1])).count_ones();
        let lengths = lengths.each_ref().map(|of| count(of[row]));
        let given = numbers.each_ref().map(|of| of[row].iter().filter_map(|pair| bounds(pair)).collect());
        copies.push(is_copy(bits, count(shared[row]), lengths, || given));
        alike.push(Some(similarity(bits)));
    }
    Ok(Table::new("pairs").str("newer", newer).str("older", older).bool("is_copy", copies).float("similarity", alike))
}

fn bounds(pair: &str) -> Option<(u64, u64)> {
    let (low, high) = pair.split_once(':')?;
    let bits = |hex| u64::from_str_radix(hex, 16).ok();
    Some((bits(low)?, bits(high)?))
}
