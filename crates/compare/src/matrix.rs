//! Actors and places by document.

use std::collections::BTreeSet;

use polars::prelude::*;

use crate::claim::Document;
use crate::duplicates::Copy;
use crate::error::CompareError;
use crate::frames::{Reader, Table};
use crate::run::Corpus;

/// `compare_documents`.
pub(crate) fn documents(documents: &[Document], copies: &[Copy]) -> Table {
    let each = || documents.iter();
    let original = |copy: &Copy| copy.of.map(|at| documents[at].doc_id.clone());
    Table::new("compare_documents")
        .str("doc_id", each().map(|d| Some(d.doc_id.clone())))
        .str("duplicate_of", copies.iter().map(original))
        .float("similarity", copies.iter().map(|copy| Some(copy.similarity)))
        .str("title", each().map(|d| d.title.clone()))
        .str("source", each().map(|d| d.source.clone()))
        .str("url", each().map(|d| d.url.clone()))
        .date("published", each().map(|d| d.published))
        .bool("synthetic", each().map(|d| d.synthetic))
}

/// Mentions in text order, so that the first of a group is the first of the document.
fn ordered(corpus: &Corpus, table: &str) -> Result<LazyFrame, CompareError> {
    let sentences =
        corpus.table("sentences")?.select([col("doc_id"), col("sentence_id"), col("text").alias("sentence")]);
    let keys = [col("doc_id"), col("sentence_id")];
    Ok(corpus
        .table(table)?
        .join(sentences, keys.clone(), keys, JoinArgs::new(JoinType::Left))
        .sort(["doc_id", "start", "end"], SortMultipleOptions::default().with_maintain_order(true)))
}

/// Sorted and unique, nulls dropped.
fn distinct(lists: Vec<Vec<String>>) -> Vec<Vec<String>> {
    lists.into_iter().map(|list| list.into_iter().collect::<BTreeSet<String>>().into_iter().collect()).collect()
}

/// `compare_actors`: one row an actor and document.
pub(crate) fn actors(corpus: &Corpus) -> Result<Table, CompareError> {
    let failed = || CompareError::frame(&corpus.place);
    let frame = ordered(corpus, "actors")?
        .group_by_stable([col("actor_id"), col("doc_id")])
        .agg([
            col("actor").first(),
            col("type").first(),
            col("start").count().alias("mentions"),
            col("form").alias("forms"),
            col("text").alias("spellings"),
            col("sentence_id").first(),
            col("sentence").first().alias("first_sentence"),
        ])
        .sort(["actor_id", "doc_id"], SortMultipleOptions::default())
        .collect()
        .map_err(failed())?;
    let table = |reader: &Reader<'_>| -> PolarsResult<Table> {
        Ok(Table::new("compare_actors")
            .str("actor_id", reader.str("actor_id")?)
            .str("doc_id", reader.str("doc_id")?)
            .str("actor", reader.str("actor")?)
            .str("type", reader.str("type")?)
            .int("mentions", reader.int("mentions")?)
            .list("forms", distinct(reader.list("forms")?))
            .list("spellings", distinct(reader.list("spellings")?))
            .int("sentence_id", reader.int("sentence_id")?)
            .str("first_sentence", reader.str("first_sentence")?))
    };
    table(&Reader(&frame)).map_err(failed())
}

/// `compare_places`: one row a place, level and document; `admin1` and `country` roll it up.
pub(crate) fn places(corpus: &Corpus) -> Result<Table, CompareError> {
    let failed = || CompareError::frame(&corpus.place);
    let frame = ordered(corpus, "places")?
        .group_by_stable([col("place_id"), col("level"), col("doc_id")])
        .agg([
            col("place").first(),
            col("country").max(),
            col("admin1").max(),
            col("start").count().alias("mentions"),
            col("role").alias("roles"),
            col("text").alias("spellings"),
            col("sentence_id").first(),
            col("sentence").first().alias("first_sentence"),
        ])
        .sort(["place_id", "level", "doc_id"], SortMultipleOptions::default())
        .collect()
        .map_err(failed())?;
    let table = |reader: &Reader<'_>| -> PolarsResult<Table> {
        Ok(Table::new("compare_places")
            .str("place_id", reader.str("place_id")?)
            .str("level", reader.str("level")?)
            .str("doc_id", reader.str("doc_id")?)
            .str("place", reader.str("place")?)
            .str("admin1", reader.str("admin1")?)
            .str("country", reader.str("country")?)
            .int("mentions", reader.int("mentions")?)
            .list("roles", distinct(reader.list("roles")?))
            .list("spellings", distinct(reader.list("spellings")?))
            .int("sentence_id", reader.int("sentence_id")?)
            .str("first_sentence", reader.str("first_sentence")?))
    };
    table(&Reader(&frame)).map_err(failed())
}
