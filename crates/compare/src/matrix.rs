//! Actors and places by document.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{DataFrame, PolarsResult};

use crate::batch::Parts;
use crate::duplicates::Copy;
use crate::frames::{Reader, Texts};
use crate::source::Part;
use crate::store::Data;
use crate::table::Table;

/// Rows of `compare_documents`, of documents with the numbers `docs`.
pub(crate) fn documents(data: &Data, copies: &[Copy], frame: &DataFrame, docs: &[usize]) -> PolarsResult<Table> {
    let reader = Reader(frame);
    let each = || docs.iter().map(|doc| &copies[*doc]);
    let original = |copy: &Copy| copy.of.map(|at| data.doc_id(at).to_owned());
    Ok(Table::new("compare_documents")
        .str("doc_id", reader.str("doc_id")?)
        .str("duplicate_of", each().map(original))
        .float("similarity", each().map(|copy| Some(copy.similarity)))
        .str("title", reader.str("title")?)
        .str("source", reader.str("source")?)
        .str("url", reader.str("url")?)
        .date("published", reader.date("published")?)
        .bool("synthetic", reader.bool("synthetic")?))
}

/// Mentions of one actor or place in one document, in text order.
struct Group {
    doc: usize,
    rows: Vec<usize>,
}

/// The mentions of some documents, grouped by document and by what `key` gives.
fn groups<K: Ord>(part: &Part, first: usize, key: impl Fn(usize) -> K) -> PolarsResult<Vec<Group>> {
    let reader = Reader(&part.frame);
    let (starts, ends) = (reader.int("start")?, reader.int("end")?);
    let mut groups: BTreeMap<(usize, K), Vec<usize>> = BTreeMap::new();
    for (row, doc) in part.rows_of(first) {
        groups.entry((doc, key(row))).or_default().push(row);
    }
    let group = |((doc, _), mut rows): ((usize, K), Vec<usize>)| {
        rows.sort_by_key(|&row| (starts[row], ends[row]));
        Group { doc, rows }
    };
    Ok(groups.into_iter().map(group).collect())
}

/// Sorted and unique, nulls dropped.
fn distinct(texts: &Texts, rows: &[usize]) -> Vec<String> {
    rows.iter().filter_map(|row| texts.get(*row)).collect::<BTreeSet<&str>>().into_iter().map(str::to_owned).collect()
}

/// The greatest text of a group.
fn greatest(texts: &Texts, rows: &[usize]) -> Option<String> {
    rows.iter().filter_map(|row| texts.get(*row)).max().map(str::to_owned)
}

/// The mentions of a group that have an offset.
fn mentions(starts: &[Option<i32>], rows: &[usize]) -> Option<i32> {
    i32::try_from(rows.iter().filter(|row| starts[**row].is_some()).count()).ok()
}

/// The sentence of each group's first mention: its id and its text.
fn first_sentences(parts: &Parts, part: &Part, groups: &[Group]) -> PolarsResult<Vec<(Option<i32>, Option<String>)>> {
    let ids = Reader(&part.frame).int("sentence_id")?;
    let (rows, texts) = (parts.sentence_rows()?, Reader(&parts.sentences.frame).texts("text")?);
    let sentence = |group: &Group| {
        let id = ids[group.rows[0]];
        let row = id.and_then(|id| rows.get(&(group.doc, id)));
        (id, row.and_then(|row| texts.owned(*row)))
    };
    Ok(groups.iter().map(sentence).collect())
}

/// Rows of `compare_actors`, one an actor and document. `key` places a row by the actor's id and the document.
pub(crate) fn actors(
    parts: &Parts,
    doc_id: impl Fn(usize) -> String,
    key: impl Fn((Option<String>, Option<String>), usize) -> u64,
) -> PolarsResult<(Table, Vec<u64>)> {
    let reader = Reader(&parts.actors.frame);
    let (ids, names, kinds) = (reader.texts("actor_id")?, reader.texts("actor")?, reader.texts("type")?);
    let (forms, texts, starts) = (reader.texts("form")?, reader.texts("text")?, reader.int("start")?);
    let groups = groups(&parts.actors, parts.first, |row| ids.get(row))?;
    let sentences = first_sentences(parts, &parts.actors, &groups)?;
    let first = |texts: &Texts| groups.iter().map(|group| texts.owned(group.rows[0])).collect::<Vec<_>>();
    let table = Table::new("compare_actors")
        .str("actor_id", first(&ids))
        .str("doc_id", groups.iter().map(|group| Some(doc_id(group.doc))))
        .str("actor", first(&names))
        .str("type", first(&kinds))
        .int("mentions", groups.iter().map(|group| mentions(&starts, &group.rows)))
        .list("forms", groups.iter().map(|group| distinct(&forms, &group.rows)))
        .list("spellings", groups.iter().map(|group| distinct(&texts, &group.rows)))
        .int("sentence_id", sentences.iter().map(|(id, _)| *id))
        .str("first_sentence", sentences.iter().map(|(_, text)| text.clone()));
    let keys = groups.iter().map(|group| key((ids.owned(group.rows[0]), None), group.doc)).collect();
    Ok((table, keys))
}

/// Rows of `compare_places`, one a place, level and document; `admin1` and `country` roll it up. `key` places a row by the
/// place's id and level and the document.
pub(crate) fn places(
    parts: &Parts,
    doc_id: impl Fn(usize) -> String,
    key: impl Fn((Option<String>, Option<String>), usize) -> u64,
) -> PolarsResult<(Table, Vec<u64>)> {
    let reader = Reader(&parts.places.frame);
    let (ids, names, levels) = (reader.texts("place_id")?, reader.texts("place")?, reader.texts("level")?);
    let (countries, provinces) = (reader.texts("country")?, reader.texts("admin1")?);
    let (roles, texts, starts) = (reader.texts("role")?, reader.texts("text")?, reader.int("start")?);
    let groups = groups(&parts.places, parts.first, |row| (ids.get(row), levels.get(row)))?;
    let sentences = first_sentences(parts, &parts.places, &groups)?;
    let first = |texts: &Texts| groups.iter().map(|group| texts.owned(group.rows[0])).collect::<Vec<_>>();
    let table = Table::new("compare_places")
        .str("place_id", first(&ids))
        .str("level", first(&levels))
        .str("doc_id", groups.iter().map(|group| Some(doc_id(group.doc))))
        .str("place", first(&names))
        .str("admin1", groups.iter().map(|group| greatest(&provinces, &group.rows)))
        .str("country", groups.iter().map(|group| greatest(&countries, &group.rows)))
        .int("mentions", groups.iter().map(|group| mentions(&starts, &group.rows)))
        .list("roles", groups.iter().map(|group| distinct(&roles, &group.rows)))
        .list("spellings", groups.iter().map(|group| distinct(&texts, &group.rows)))
        .int("sentence_id", sentences.iter().map(|(id, _)| *id))
        .str("first_sentence", sentences.iter().map(|(_, text)| text.clone()));
    let key = |group: &Group| key((ids.owned(group.rows[0]), levels.owned(group.rows[0])), group.doc);
    let keys = groups.iter().map(key).collect();
    Ok((table, keys))
}
