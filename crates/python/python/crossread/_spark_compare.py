"""The comparison on Spark: keys and intervals as columns, joins and sorts by Spark, questions by the same code as on one machine.

Claims that no chain of blocking keys joins cannot meet in a question, so whole groups of claims that are joined are dealt out to tasks,
and each forms and judges the questions of its groups. ``docs/scale.md`` says what is joined on what.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from . import _crossread
from ._spark_task import arrow, kind

#: Tables that are compared.
LAYERS = ("documents", "sentences", "actors", "places", "times", "figures")
#: Columns of these that say of a name what is true wherever it is mentioned.
NAMED = {
    "actors": ("actor_id", "actor", "type", "country", "part_of", "side", "form"),
    "places": ("place_id", "place", "level", "country", "admin1"),
}
#: Columns that no comparison reads.
UNREAD = ("rule", "entry", "alternatives", "note")
#: What is read of some documents by themselves, and what is answered of some claims.
READ = ("prints", "keys", "compare_actors", "compare_places", "claims")
ANSWERED = ("findings", "compare_figures", "view_ucdp", "view_acled", "view_minmax")
#: Columns of tables that are no part of the contract, or more than it has.
PRINTS = "doc_id STRING, fingerprint STRING, long_sentences INT, sentences ARRAY<STRING>, numbers ARRAY<STRING>"
KEYS = (
    "doc_id STRING, figure_id INT, family STRING, subject STRING, scope STRING, place_ids ARRAY<STRING>, date_from DATE, date_to DATE, "
    "side STRING, low DOUBLE, low_excluded BOOLEAN, high DOUBLE, high_excluded BOOLEAN, wanted ARRAY<STRING>, noted ARRAY<STRING>"
)
MORE = {"findings": ("class",), "compare_figures": ("place",)}
#: Rows that go to Spark at a time.
ROWS = 4_096
#: What a table is sorted by.
ORDER = {
    "compare_actors": ("actor_id", "doc_id"),
    "compare_places": ("place_id", "level", "doc_id"),
    "claims": ("doc_id", "start", "end", "figure_id"),
    "view_ucdp": ("question_id",),
    "view_acled": ("question_id",),
    "view_minmax": ("question_id",),
}

#: Files of tables, by name, as bytes.
Files = Mapping[str, bytes]


class Comparing:
    """One comparison: ``read`` gives the tables of the run, and everything between is staged below the folder ``staging``."""

    def __init__(self, spark: Any, read: Callable[[str], Any], staging: str, shares: int) -> None:
        self._spark, self._read, self._staging, self._shares = spark, read, staging, shares
        self._functions = importlib.import_module("pyspark.sql.functions")

    def tables(self) -> Iterator[tuple[str, Any]]:
        """The tables of the comparison, each with its rows in the contract's order."""
        named = self._spark.sparkContext.broadcast(named_files(self._read))
        documents = self._staged("documents", self._documents())
        task = _Task(named)
        read = self._staged("read", documents.mapInArrow(task.read, _lists(READ)))
        copies = self._staged("copies", self._copies(read.selectExpr("inline(prints)")))
        keys = read.selectExpr("inline(keys)")
        answers = self._staged("answers", self._answers(documents, copies, keys, task))
        yield "compare_documents", self._compare_documents(copies)
        for name in READ[2:]:
            yield name, self._sorted(name, read)
        ranked = self._ranked(answers.selectExpr("inline(findings)"))
        yield "findings", ranked.orderBy("rank").select(*_columns("findings"))
        accounts = answers.selectExpr("inline(compare_figures)").join(ranked.select("question_id", "rank"), "question_id")
        yield "compare_figures", accounts.orderBy("rank", "place").select(*_columns("compare_figures"))
        for name in ANSWERED[2:]:
            yield name, self._sorted(name, answers)

    def keys(self) -> Any:
        """The claims that may answer a question, with their keys and intervals as columns."""
        named = self._spark.sparkContext.broadcast(named_files(self._read))
        read = self._documents().mapInArrow(_Task(named).read, _lists(READ))
        return read.selectExpr("inline(keys)").drop("number")

    def _sorted(self, name: str, staged: Any) -> Any:
        return staged.selectExpr(f"inline({name})").orderBy(*ORDER[name]).select(*_columns(name))

    def _staged(self, name: str, frame: Any) -> Any:
        path = f"{self._staging}/{name}"
        frame.write.option("compression", "zstd").parquet(path)
        return self._spark.read.schema(frame.schema).parquet(path)

    def _documents(self) -> Any:
        """A row a document, each table a column with the list of the document's rows, in text order."""
        functions = self._functions
        whole = self._read("documents")
        documents = whole.select("doc_id", functions.array(functions.struct(*whole.columns)).alias("documents"))
        for name in LAYERS[1:]:
            rows = self._read(name)
            kept = functions.struct(*(column for column in rows.columns if column not in UNREAD)).alias("row")
            places = ["start", "end", *(column for column in ("rule", "sentence_id") if column in rows.columns)]
            rows = rows.withColumn("at", functions.monotonically_increasing_id())
            listed = functions.sort_array(functions.collect_list(functions.struct(*places, "at", kept)))
            rows = rows.groupBy("doc_id").agg(functions.transform(listed, lambda one: one["row"]).alias(name))
            documents = documents.join(rows, "doc_id", "left")
        return documents

    def _copies(self, prints: Any) -> Any:
        """Of each document the original that it is a near-copy of, and how alike: a join on the sentences that few documents have."""
        functions, window = self._functions, importlib.import_module("pyspark.sql").Window
        documents = self._read("documents").select("doc_id", "published")
        # The older of two is the original; of documents without a date the first by id.
        age = functions.struct(functions.isnull("published").alias("undated"), "published", "doc_id")
        prints = prints.join(documents.select("doc_id", age.alias("age")), "doc_id")
        held = prints.select("doc_id", "age", functions.explode("sentences").alias("sentence"))
        held = held.withColumn("holders", functions.count("*").over(window.partitionBy("sentence")))
        held = held.where(functions.col("holders").between(2, _crossread.set_phrase())).drop("holders")
        newer, older = (held.toDF(f"{word}", f"{word}_age", "sentence") for word in ("newer", "older"))
        shared = newer.join(older, "sentence").where("newer_age > older_age")
        shared = shared.groupBy("newer", "older", "older_age").agg(functions.count("*").cast("int").alias("shared"))
        known = prints.select("doc_id", "fingerprint", "long_sentences", "numbers")
        for word in ("newer", "older"):
            named = known.toDF(word, *(f"{word}_{column}" for column in known.columns[1:]))
            shared = shared.join(named, word)
        ages = shared.select("newer", "older", "older_age")
        judged = shared.drop("older_age").mapInArrow(pairs, "newer STRING, older STRING, is_copy BOOLEAN, similarity DOUBLE")
        judged = judged.join(ages, ["newer", "older"])
        first = functions.min_by(functions.struct("older", "similarity"), "older_age").alias("first")
        copies = judged.where("is_copy").groupBy("newer").agg(first).toDF("doc_id", "first")
        either = judged.select("newer", "similarity").union(judged.select("older", "similarity")).toDF("doc_id", "similarity")
        alike = either.groupBy("doc_id").agg(functions.max("similarity").alias("alike"))
        found = documents.select("doc_id").join(copies, "doc_id", "left").join(alike, "doc_id", "left")
        return found.selectExpr(
            "doc_id", "first.older AS duplicate_of", "coalesce(first.similarity, alike, 0D) AS similarity"
        )

    def _compare_documents(self, copies: Any) -> Any:
        documents = self._read("documents").join(copies, "doc_id")
        return documents.orderBy("doc_id").select(*_columns("compare_documents"))

    def _answers(self, documents: Any, copies: Any, keys: Any, task: _Task) -> Any:
        """The questions of all claims: those that keys join go to one task, with the documents they stand in."""
        functions = self._functions
        origin = copies.selectExpr("doc_id", "duplicate_of", "coalesce(duplicate_of, doc_id) AS origin")
        groups = self._groups(keys.join(origin, "doc_id"))
        claims = keys.select("number", "doc_id", "figure_id").join(groups, "number", "left")
        group = functions.coalesce("first", "number")
        share = functions.pmod(functions.xxhash64(group), functions.lit(self._shares)).cast("int").alias("share")
        asked = claims.groupBy("doc_id", share).agg(functions.collect_list("figure_id").alias("asked"))
        rows = asked.join(origin.drop("origin"), "doc_id").join(documents, "doc_id")
        rows = rows.repartition(self._shares, "share").sortWithinPartitions("share", "doc_id")
        return rows.mapInArrow(task.answer, _lists(ANSWERED))

    def _groups(self, keys: Any) -> Any:
        """The number of each claim that another is joined to, with the least number of its group."""
        functions, window = self._functions, importlib.import_module("pyspark.sql").Window
        def column(name: str, wanted: bool, noted: bool) -> Any:
            key = functions.explode(functions.col(name).cast("array<bigint>")).alias("key")
            return keys.select("number", key, functions.lit(wanted).alias("wanted"), functions.lit(noted).alias("noted"))

        document = keys.selectExpr("number", "xxhash64(family, origin) AS key", "true AS wanted", "true AS noted")
        entries = column("wanted", True, False).union(column("noted", False, True)).union(document)
        block = window.partitionBy("key")
        joined = entries.select(
            "number",
            *(getattr(functions, how)(name).over(block).alias(alias)
              for how, name, alias in (("min", "number", "first"), ("max", "wanted", "wants"), ("max", "noted", "notes")))
        )
        links = joined.where("wants AND notes AND number != first").select("number", "first").distinct()
        return self._stars(self._staged("links", links))

    def _stars(self, links: Any) -> Any:
        """Connected components, as stars around their least member, by Kiveris and others' alternating algorithm: links of a greater to
        a lesser number are turned into links to the least known one, in turns, until none changes."""
        functions, window = self._functions, importlib.import_module("pyspark.sql").Window
        least = functions.min("first").over(window.partitionBy("number"))
        seen, turn = None, 0
        while True:
            both = links.union(links.select("first", "number")).toDF("number", "first")
            near = both.withColumn("least", functions.least("number", least))
            large = near.where("first > number").selectExpr("first AS number", "least AS first").where("number != first")
            near = large.distinct().withColumn("least", least)
            small = near.selectExpr("first AS number", "least AS first").union(near.selectExpr("number", "least AS first"))
            links = self._staged(f"links-{turn}", small.where("number != first").distinct())
            told = links.selectExpr("count(*)", "sum(cast(xxhash64(number, first) AS decimal(38)))").first()
            if told == seen:
                return links
            seen, turn = told, turn + 1

    def _ranked(self, findings: Any) -> Any:
        """Findings with their rank over all shares: a sort by ranges, whose sizes tell where each begins."""
        functions = self._functions
        order = (functions.col("class"), functions.coalesce("spread", functions.lit(0.0)).desc(), functions.col("question_id"))
        stored = findings.orderBy(*order).withColumn("range", functions.spark_partition_id())
        stored = self._staged("ranked", stored.withColumn("at", functions.monotonically_increasing_id().bitwiseAND((1 << 33) - 1)))
        before, begins = 0, []
        for row in sorted(stored.groupBy("range").count().collect()):
            begins.append((row["range"], before))
            before += row["count"]
        begins = self._spark.createDataFrame(begins, "range INT, before BIGINT")
        rank = (functions.col("before") + functions.col("at") + 1).cast("int")
        return stored.join(functions.broadcast(begins), "range").withColumn("rank", rank)


def named_files(read: Callable[[str], Any]) -> Files:
    """What all documents together say of names: the distinct rows of these columns, as tables of one document."""
    pa = arrow()
    tables = {"documents": pa.table({"doc_id": ["-"], "sha256": [""]})}
    for name, columns in NAMED.items():
        rows = [row.asDict() for row in read(name).select(*columns).distinct().collect()]
        schema = pa.schema([field.with_nullable(True) for field in pa.schema(_crossread.empty_table(name))])
        tables[name] = pa.Table.from_pylist([{"doc_id": "-"} | row for row in rows], schema=schema)
    files = {}
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        importlib.import_module("pyarrow.parquet").write_table(table, sink)
        files[name] = sink.getvalue().to_pybytes()
    return files


class _Task:
    """What runs in tasks; ``named`` is broadcast."""

    def __init__(self, named: Any) -> None:
        self._named = named

    def read(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Documents with their rows in, the tables :data:`READ` out; claims have numbers that no other claim has."""
        context = importlib.import_module("pyspark").TaskContext.get()
        number = context.partitionId() << 40
        for batch in filter(len, batches):
            with _Folders(self._named.value) as folders:
                folders.add(batch)
                _crossread.share_read(folders.documents, folders.named, folders.out)
                for rows in _rows(folders.out, READ, number):
                    number += ROWS
                    yield rows

    def answer(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Documents with their rows in, a share after the other, the tables :data:`ANSWERED` out."""
        for share in _runs(batches, "share"):
            with _Folders(self._named.value) as folders:
                for batch in share:
                    folders.add(batch)
                _crossread.share_answer(folders.documents, folders.named, folders.out)
                yield from _rows(folders.out, ANSWERED)


def pairs(batches: Iterable[Any]) -> Iterator[Any]:
    """Pairs of documents in, which of them are near-copies out."""
    pa, parquet = arrow(), importlib.import_module("pyarrow.parquet")
    for batch in batches:
        with _Folders({}) as folders:
            parquet.write_table(pa.Table.from_batches([batch]), os.path.join(folders.documents, "pairs.parquet"))
            _crossread.share_pairs(folders.documents, folders.out)
            yield from parquet.read_table(os.path.join(folders.out, "pairs.parquet")).combine_chunks().to_batches()


class _Folders:
    """Folders for one call, which go when it is done: tables in, names, tables out."""

    def __init__(self, named: Files) -> None:
        self._files, self._batches = named, 0

    def __enter__(self) -> _Folders:
        self._home = tempfile.TemporaryDirectory(prefix="crossread-share-")
        self.documents, self.named, self.out = (os.path.join(self._home.name, name) for name in ("documents", "named", "out"))
        for folder in (self.documents, self.named, self.out):
            os.mkdir(folder)
        for name, content in self._files.items():
            with open(os.path.join(self.named, f"{name}.parquet"), "wb") as file:
                file.write(content)
        return self

    def __exit__(self, *_: object) -> None:
        self._home.cleanup()

    def add(self, batch: Any) -> None:
        """Adds the rows of some documents to the tables, a part file each."""
        pa = arrow()
        tables = {name: pa.Table.from_batches([_flat(batch.column(name))]) for name in LAYERS}
        if "asked" in batch.schema.names:
            ids = batch.column("doc_id")
            lists = batch.column("asked")
            rows = pa.array([row for row, count in enumerate(lists.value_lengths().to_pylist()) for _ in range(count)], pa.int64())
            tables["asked"] = pa.table({"doc_id": ids.take(rows), "figure_id": lists.flatten()})
            tables["documents"] = tables["documents"].append_column("duplicate_of", batch.column("duplicate_of"))
        for name, table in tables.items():
            folder = os.path.join(self.documents, f"{name}.parquet")
            os.makedirs(folder, exist_ok=True)
            path = os.path.join(folder, f"part-{self._batches:05}.parquet")
            importlib.import_module("pyarrow.parquet").write_table(table, path, compression="none")
        self._batches += 1


def _flat(lists: Any) -> Any:
    """The rows in a column of lists of them."""
    return arrow().RecordBatch.from_struct_array(lists.flatten())


def _runs(batches: Iterable[Any], column: str) -> Iterator[list[Any]]:
    """Batches cut where the value of a column changes, in lists of those with one value."""
    run: list[Any] = []
    value = None
    for batch in batches:
        values, start = batch.column(column).to_pylist(), 0
        for row in range(1, len(values) + 1):
            if row < len(values) and values[row] == values[start]:
                continue
            if run and values[start] != value:
                yield run
                run = []
            value = values[start]
            run.append(batch.slice(start, row - start))
            start = row
    if run:
        yield run


def _rows(folder: str, names: Iterable[str], number: int | None = None) -> Iterator[Any]:
    """Tables in a folder as rows with a list for each; ``number`` is that of the first row of ``keys``."""
    pa, parquet = arrow(), importlib.import_module("pyarrow.parquet")
    tables = {name: parquet.read_table(os.path.join(folder, f"{name}.parquet")).combine_chunks() for name in names}
    for start in range(0, max(1, *(table.num_rows for table in tables.values())), ROWS):
        columns, fields = [], []
        for name, table in tables.items():
            some = table.slice(start, ROWS)
            values = pa.StructArray.from_arrays(
                [column.combine_chunks() for column in some.columns], fields=list(some.schema)
            )
            if name == "keys" and number is not None:
                numbers = pa.array(range(number + start, number + start + some.num_rows), pa.int64())
                values = pa.StructArray.from_arrays([numbers, *values.flatten()], names=["number", *some.schema.names])
            columns.append(pa.ListArray.from_arrays(pa.array([0, some.num_rows], pa.int32()), values))
            fields.append(name)
        yield pa.RecordBatch.from_arrays(columns, names=fields)


def _columns(table: str) -> list[str]:
    return list(_crossread.empty_table(table).columns)


def _lists(names: Iterable[str]) -> str:
    """The columns of rows that hold a list for each of these tables, as Spark declares them."""
    return ", ".join(f"`{name}` ARRAY<STRUCT<{_struct(name)}>>" for name in names)


def _struct(name: str) -> str:
    if name in ("prints", "keys"):
        ddl = PRINTS if name == "prints" else f"number BIGINT, {KEYS}"
        return ", ".join(f"`{column.split()[0]}`: {column.split()[1]}" for column in ddl.split(", "))
    schema = arrow().schema(_crossread.empty_table(name))
    columns = [f"`{column.name}`: {kind(column.type)}" for column in schema]
    return ", ".join(columns + [f"`{column}`: INT" for column in MORE.get(name, ())])
