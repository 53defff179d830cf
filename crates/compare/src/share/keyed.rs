//! Claims with what they ask and their blocking keys, as columns.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use crate::anchor::Anchors;
use crate::blocks;
use crate::error::CompareError;
use crate::frames::{self, Reader};
use crate::store::{Asked, Data};
use crate::table::Table;

/// The places and countries that a corpus names, sorted.
pub(super) fn places(named: &Path) -> Result<BTreeSet<String>, CompareError> {
    let mut words = BTreeSet::new();
    for (table, columns) in [("places", &["place_id", "country"][..]), ("actors", &["country"][..])] {
        let frame = frames::read(&frames::files(&named.join(format!("{table}.parquet")))?, columns)?;
        for column in columns {
            words.extend(Reader(&frame).str(column).map_err(CompareError::frame(named))?.into_iter().flatten());
        }
    }
    Ok(words)
}

/// The rows of `keys`.
pub(super) fn keys(data: &Data) -> Table {
    let anchors = Anchors::new(data, &[]);
    let asked: Vec<Asked<'_>> = data.all().collect();
    let keys: Vec<(BTreeSet<u64>, BTreeSet<u64>)> = asked.iter().map(|one| of_claim(data, &anchors, *one)).collect();
    let each = || asked.iter().copied();
    let allowed = || each().map(|one| one.value().bounds());
    let words = |keys: &BTreeSet<u64>| keys.iter().map(|key| key.cast_signed().to_string()).collect();
    Table::new("keys")
        .str("doc_id", each().map(|one| Some(data.doc_id(one.doc()))))
        .int("figure_id", each().map(|one| Some(one.figure_id())))
        .str("family", each().map(|one| Some(one.family())))
        .str("subject", each().map(|one| Some(one.subject().key()).filter(|key| !key.is_empty())))
        .str("scope", each().map(Asked::scope))
        .list("place_ids", each().map(|one| one.places().to_vec()))
        .date("date_from", each().map(|one| Some(one.window()?.from)))
        .date("date_to", each().map(|one| Some(one.window()?.to)))
        .str("side", each().map(Asked::speaker))
        .float("low", allowed().map(|((low, _), _)| Some(low).filter(|low| low.is_finite())))
        .bool("low_excluded", allowed().map(|((_, excluded), _)| excluded))
        .float("high", allowed().map(|(_, (high, _))| Some(high).filter(|high| high.is_finite())))
        .bool("high_excluded", allowed().map(|(_, (_, allowed))| !allowed))
        .list("wanted", keys.iter().map(|(wanted, _)| words(wanted)))
        .list("noted", keys.iter().map(|(_, noted)| words(noted)))
}

/// The keys that a claim looks under, and those that a question with it may be noted under. The document's key is left out: it is
/// made of a number that only one share knows the document by.
fn of_claim(data: &Data, anchors: &Anchors<'_>, one: Asked<'_>) -> (BTreeSet<u64>, BTreeSet<u64>) {
    let keys = blocks::keys(anchors, one);
    let mut wanted: BTreeSet<u64> = keys.wanted.into_iter().collect();
    let mut noted: BTreeSet<u64> = keys.seed.into_iter().chain(keys.member).collect();
    if one.runs() {
        wanted.extend(blocks::campaign(anchors, one));
    }
    let document = blocks::document(anchors, one);
    wanted.remove(&document);
    noted.remove(&document);
    // The wounded look beside the dead of their sentence.
    let sentence = key(("sentence", data.doc_id(one.doc()), one.sentence_id()));
    if one.is_death() {
        noted.insert(sentence);
    } else if one.counts_people() {
        wanted.insert(sentence);
    }
    // Questions of equal texts would have one id, which the second one of them must know.
    let text = key(("text", one.family(), data.hash(one.doc()), one.start()));
    wanted.insert(text);
    noted.insert(text);
    (wanted, noted)
}

fn key(parts: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}
