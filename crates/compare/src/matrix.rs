//! Actors and places by document.

use polars::prelude::*;

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

/// A plan of one row for each of `by` in each document: how often it is mentioned there and in which words, what `more` says of
/// its mentions in text order, and the sentence of the first one.
fn by_document(parts: &Parts, mentions: &Part, by: &[&str], more: &[Expr]) -> PolarsResult<LazyFrame> {
    let text_order = SortMultipleOptions::default().with_maintain_order(true);
    let mut of_mentions = vec![
        col("doc_id").first(),
        col("start").count().cast(DataType::Int32).alias("mentions"),
        distinct("text").alias("spellings"),
        col("sentence_id").first(),
    ];
    of_mentions.extend_from_slice(more);
    let keys: Vec<Expr> = ["doc"].iter().chain(by).map(|name| col(*name)).collect();
    let sentence = [col("doc"), col("sentence_id")];
    let sentences = parts
        .sentences
        .plan(parts.first)?
        .select([col("doc"), col("sentence_id"), col("text").alias("first_sentence")])
        .unique_stable(Some(cols(["doc", "sentence_id"])), UniqueKeepStrategy::Last);
    let mut join = JoinArgs::new(JoinType::Left);
    join.maintain_order = MaintainOrderJoin::Left;
    Ok(mentions
        .plan(parts.first)?
        .sort(["doc", "start", "end"], text_order)
        .group_by_stable(keys)
        .agg(of_mentions)
        .join(sentences, &sentence, &sentence, join))
}

/// What a column of the mentions says, each word once and in order. Nulls are left out when the lists are read.
fn distinct(column: &str) -> Expr {
    col(column).unique().sort(SortOptions::default())
}

/// The rows of a plan by [`by_document`] as the table `name`, each with its key by the ids and the document.
fn table(
    name: &'static str,
    columns: &[&'static str],
    plan: LazyFrame,
    by: [Option<&str>; 2],
    key: impl Fn((Option<String>, Option<String>), usize) -> u64,
) -> PolarsResult<(Table, Vec<u64>)> {
    let frame = plan.collect()?;
    let reader = Reader(&frame);
    let [ids, levels] = by.map(|name| name.map(|name| reader.texts(name)).transpose());
    let (ids, levels) = (ids?, levels?);
    let of = |texts: &Option<Texts>, row| texts.as_ref().and_then(|texts| texts.owned(row));
    let docs = reader.int("doc")?;
    let key = |row: usize| {
        let doc = docs[row].and_then(|doc| usize::try_from(doc).ok()).unwrap_or_default();
        key((of(&ids, row), of(&levels, row)), doc)
    };
    Ok((Table::of(name, columns, &frame)?, (0..frame.height()).map(key).collect()))
}

/// Rows of `compare_actors`, one an actor and document. `key` places a row by the actor's id and the document.
pub(crate) fn actors(
    parts: &Parts,
    key: impl Fn((Option<String>, Option<String>), usize) -> u64,
) -> PolarsResult<(Table, Vec<u64>)> {
    let columns =
        ["actor_id", "doc_id", "actor", "type", "mentions", "forms", "spellings", "sentence_id", "first_sentence"];
    let more = [col("actor").first(), col("type").first(), distinct("form").alias("forms")];
    let plan = by_document(parts, &parts.actors, &["actor_id"], &more)?;
    table("compare_actors", &columns, plan, [Some("actor_id"), None], key)
}

/// Rows of `compare_places`, one a place, level and document; `admin1` and `country` roll it up. `key` places a row by the
/// place's id and level and the document.
pub(crate) fn places(
    parts: &Parts,
    key: impl Fn((Option<String>, Option<String>), usize) -> u64,
) -> PolarsResult<(Table, Vec<u64>)> {
    let columns = [
        "place_id",
        "level",
        "doc_id",
        "place",
        "admin1",
        "country",
        "mentions",
        "roles",
        "spellings",
        "sentence_id",
        "first_sentence",
    ];
    let more = [col("place").first(), col("admin1").max(), col("country").max(), distinct("role").alias("roles")];
    let plan = by_document(parts, &parts.places, &["place_id", "level"], &more)?;
    table("compare_places", &columns, plan, [Some("place_id"), Some("level")], key)
}
