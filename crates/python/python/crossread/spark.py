"""Extraction on Apache Spark: the same extractor on every executor, the same tables as folders of Parquet files.

``docs/scale.md`` says how the package reaches executors, what it costs and what to set. pyspark and pyarrow are needed when a
function is called, not before; executors need pyarrow and this package.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import json
import os
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from . import _crossread, _inputs, _spark_compare, _spark_task
from ._spark_task import TABLES
from .errors import InputError, SkippedWarning, TablesError

#: Keys of a record beside ``id`` and ``text``; other columns are not read.
KEYS = ("title", "source", "url", "published", "date", "language", "synthetic")
#: Types that a column of records may have, and those of two columns.
VALUES = ("string", "boolean", "int", "bigint", "date", "timestamp", "timestamp_ntz", "void")
READABLE = {"text": ("string",), "id": ("string", "int", "bigint")}
#: Records whose id another has too, at most: they are told apart on the driver.
MOST_TWICE = 100_000
#: Tables that :func:`compare` makes.
COMPARED: tuple[str, ...] = tuple(_crossread.table_names()[1])
#: The folder of staged rows, which is removed at the end.
STAGED = "_staged"
#: Settings of the session while it extracts. Small batches, since what a task holds is one of them and its rows; and staged files
#: are cut into the same partitions for every table, whatever executors come and go meanwhile, so that the documents stand in one
#: order in all of them.
SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "512",
    "spark.sql.execution.arrow.maxBytesPerBatch": str(16 << 20),
    "spark.sql.files.minPartitionNum": "64",
}
#: And while it compares: rows are short.
COMPARING = SETTINGS | {"spark.sql.execution.arrow.maxRecordsPerBatch": "4096"}


class Dataset:
    """A run that :func:`extract` wrote, or a comparison that :func:`compare` wrote: a folder with ``run.json`` and for each table a
    folder of Parquet files.

    ``crossread.compare``, ``crossread.read`` and the program take it like any run where it lies on a file system that they see.
    """

    def __init__(self, spark: Any, directory: str, rows: Mapping[str, int]) -> None:
        self._spark = spark
        #: Where it lies.
        self.directory = directory
        #: Number of rows of each table.
        self.rows = dict(rows)

    def table(self, name: str) -> Any:
        """A table of the contract as a Spark data frame; ``docs/tables.md`` says what its columns mean."""
        if name not in self.rows:
            raise InputError(f"{name}: no such table; name one of {', '.join(self.rows)}")
        return _table(self._spark, self.directory, name)

    def __fspath__(self) -> str:
        return self.directory.removeprefix("file://")

    def __repr__(self) -> str:
        shown = ("documents", "figures", "actors", "places", "times", "claims", "findings")
        counts = (f"{self.rows[name]:,} {name}" for name in shown if name in self.rows)
        return f"<Dataset {self.directory}: {', '.join(counts)}>"


def ddl(table: str) -> str:
    """The columns of a table as Spark declares them, made from its Arrow schema.

    >>> ddl("lexicon")
    '`pack` STRING, `entry` STRING, `hash` STRING'
    """
    if table not in (*TABLES, *COMPARED):
        raise InputError(f"{table}: no such table; name one of {', '.join((*TABLES, *COMPARED))}")
    schema = _spark_task.arrow().schema(_crossread.empty_table(table))
    return ", ".join(f"`{column.name}` {_spark_task.kind(column.type)}" for column in schema)


def rows(
    df: Any,
    *,
    text: str = "text",
    id: str | None = "id",
    lexicon: Sequence[str | os.PathLike[str]] | str | os.PathLike[str] = (),
    vague: str | None = None,
) -> Any:
    """The documents of a data frame with their rows, as a lazy Spark data frame: for pipelines that write by themselves.

    Every table is a column with the list of the document's rows: ``rows(df).selectExpr("inline(figures)")``. Give unique ids: they
    are not compared over the whole frame.
    """
    return _mapped(_records(df, text, id), _settings(lexicon, vague, frozenset()))


def extract(
    df: Any,
    out: str | os.PathLike[str],
    *,
    text: str = "text",
    id: str | None = "id",
    lexicon: Sequence[str | os.PathLike[str]] | str | os.PathLike[str] = (),
    vague: str | None = None,
    strict: bool = False,
    overwrite: bool = False,
) -> Dataset:
    """Reads the records of a Spark data frame on all executors and writes the tables to ``out``, whole or not at all.

    ``text`` and ``id`` name its columns; ``title``, ``source``, ``url``, ``published``, ``language`` and ``synthetic`` are read
    where it has them. ``id=None``: rows have no id and are called after partition and row, as any row without one is. ``out`` is
    a path or address that Spark can write to. ``lexicon`` names packs on the driver, which are sent to the executors, ``vague``
    the table for words like "dozens".

    The rows are those that one machine writes for a folder with a file a partition (``part-00000.jsonl`` ...): what cannot be read
    is a row of ``skipped`` with partition and row for input and line, and of several records with one id the first is kept.
    With ``strict`` nothing is written then, and the first is raised as :class:`~crossread.InputError`.
    """
    spark = df.sparkSession
    target = _Target(spark, os.fspath(out), overwrite)
    records = _records(df, text, id)
    with _settings_of(spark, SETTINGS):
        twice = _given_twice(records)
        settings = _settings(lexicon, vague, twice)
        staging = f"{target.partial}/{STAGED}"
        _mapped(records, settings).write.option("compression", "zstd").parquet(staging)
        staged = spark.read.schema(_staged_ddl()).parquet(staging)
        _write_tables(staged, target.partial, twice)
        target.delete(staging)
        counted = _counted(spark, target.partial)
        _tell(spark, target, counted["skipped"], strict)
        target.write(f"{target.partial}/run.json", _run_json(spark, target.partial, counted, settings))
    target.publish()
    return Dataset(spark, target.out, counted)


def compare(
    run: Dataset | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    shares: int | None = None,
    overwrite: bool = False,
) -> Dataset:
    """Lays the claims of a run side by side on all executors and writes the tables of the comparison to ``out``, whole or not at all.

    The rows are those that ``crossread compare`` gives for the run, in the same order, whatever the number of executors. ``run`` is what
    :func:`extract` gave, or the folder of any run. ``shares`` is into how many tasks claims are dealt out;
    ``spark.sql.shuffle.partitions`` where it is not given.
    """
    spark, folder = _session(run)
    target = _Target(spark, os.fspath(out), overwrite)
    with _settings_of(spark, COMPARING):
        told = _verified(spark, folder)
        staging = f"{target.partial}/{STAGED}"
        count = shares or int(spark.conf.get("spark.sql.shuffle.partitions"))
        for name, frame in _comparing(spark, folder, staging, count).tables():
            frame.write.option("compression", "zstd").parquet(f"{target.partial}/{name}.parquet")
        target.delete(staging)
        counted, hashes = _counted(spark, target.partial, COMPARED), _hashes(spark, target.partial, COMPARED)
        tables = [(name, counted[name], hashes[name]) for name in COMPARED]
        target.write(f"{target.partial}/run.json", _crossread.comparison_json(told, tables))
    target.publish()
    return Dataset(spark, target.out, counted)


def keys(run: Dataset | str | os.PathLike[str]) -> Any:
    """The claims of a run that may answer a question, as a lazy Spark data frame: for joins and sums of one's own.

    A row says what the claim asks (``family``: measure and unit, ``subject``, ``scope``, ``place_ids``, ``date_from``, ``date_to``), for which
    ``side`` its claimant speaks, which numbers it allows (``low`` and ``high`` in the unit accounts are compared in, tolerance
    included, either of them ``excluded`` or not), and its blocking keys, ``wanted`` and ``noted``. ``doc_id`` and ``figure_id`` join it to
    ``figures`` and ``compare_figures``.
    """
    spark, folder = _session(run)
    return _comparing(spark, folder, "", 1).keys()


def _session(run: Dataset | str | os.PathLike[str]) -> tuple[Any, str]:
    """The session of a run and where it lies."""
    if isinstance(run, Dataset):
        return run._spark, run.directory
    return importlib.import_module("pyspark.sql").SparkSession.active(), os.fspath(run).rstrip("/")


def _comparing(spark: Any, folder: str, staging: str, shares: int) -> _spark_compare.Comparing:
    return _spark_compare.Comparing(spark, lambda name: _table(spark, folder, name), staging, shares)


def _verified(spark: Any, folder: str) -> str:
    """The `run.json` of a run whose tables are those that it describes."""
    told: str = spark.read.text(f"{folder}/run.json", wholetext=True).first()[0]
    described = json.loads(told)
    if str(described.get("contract_version")) != "1":
        raise TablesError(f"{folder}: not a run of contract version 1")
    hashes = _hashes(spark, folder, _spark_compare.LAYERS)
    for name in _spark_compare.LAYERS:
        if hashes[name] != described["tables"][name]["sha256"]:
            raise TablesError(f"{folder}: the table {name} is not the one that run.json describes; extract the reports again")
    return told


def _records(df: Any, text: str, id: str | None) -> Any:
    """The columns of a data frame that are read, under the names of a record's keys."""
    functions = importlib.import_module("pyspark.sql.functions")
    kinds = dict(df.dtypes)
    for wanted, name in (("text", text), ("id", id)):
        if name is not None and name not in kinds:
            known = ", ".join(df.columns)
            more = " or id=None where rows have none" if wanted == "id" else ""
            raise InputError(f"the data frame has no column {name!r}, only {known}; name it with {wanted}={more}")
    taken = {"text": text} | ({"id": id} if id is not None else {})
    taken |= {name.lower(): name for name in df.columns if name.lower() in KEYS and name not in (text, id)}
    columns = {"id": functions.lit(None).cast("string")}
    for key, name in taken.items():
        kind, column = kinds[name], functions.col(f"`{name}`")
        if kind not in READABLE.get(key, VALUES):
            raise InputError(f"the column of {key} holds {kind}; make it text, or a date where it is one")
        # A day as the session's time zone has it, which is how Spark shows it.
        cast = {"timestamp": "date", "timestamp_ntz": "date"} | ({"bigint": "string", "int": "string"} if key == "id" else {})
        columns[key] = (column.cast(cast[kind]) if kind in cast else column).alias(key)
    return df.select(*(column.alias(key) for key, column in columns.items()))


def _settings(
    lexicon: Sequence[str | os.PathLike[str]] | str | os.PathLike[str], vague: str | None, twice: frozenset[str]
) -> _spark_task.Settings:
    """What tasks are sent; mistakes in packs are found here and not on the executors."""
    paths = _inputs.paths(lexicon)
    _crossread.extract([], b'{"id": "a", "text": "-"}\n', None, (paths, vague), 1)
    return _spark_task.Settings(tuple(_pack(path) for path in paths), vague, twice)


def _pack(path: str) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """The name of a pack and its files with their content."""
    found = [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
    files = []
    for file in sorted(file for file in found if file.endswith((".csv", ".toml"))) or [path]:
        with open(file, "rb") as opened:
            files.append(("" if file == path else os.path.relpath(file, path), opened.read()))
    return os.path.basename(os.path.normpath(path)), tuple(files)


def _mapped(records: Any, settings: _spark_task.Settings) -> Any:
    def task(batches: Iterator[Any]) -> Iterator[Any]:
        context = importlib.import_module("pyspark").TaskContext.get()
        return _spark_task.staged(batches, context.partitionId(), context.cpus(), settings)

    return records.mapInArrow(task, _staged_ddl())


def _staged_ddl() -> str:
    return ", ".join(f"`{column.name}` {_spark_task.kind(column.type)}" for column in _spark_task.staged_schema())


def _given_twice(records: Any) -> frozenset[str]:
    """Ids that several records have. Only the column of ids is read, and only ids are shuffled."""
    functions = importlib.import_module("pyspark.sql.functions")
    ids = records.select(functions.regexp_replace("id", r"(?U)^\s+|\s+$", "").alias("id")).where("id != ''")
    found = ids.groupBy("id").count().where("count > 1").limit(MOST_TWICE).collect()
    if sum(row["count"] for row in found) > MOST_TWICE or len(found) == MOST_TWICE:
        raise InputError(
            f"more than {MOST_TWICE:,} records have an id that another has too, {found[0]['id']!r} for one; "
            "keep one of each with df.dropDuplicates([id]), or name another column with id="
        )
    return frozenset(row["id"] for row in found)


def _write_tables(staged: Any, folder: str, twice: frozenset[str]) -> None:
    """Each table out of the staged rows, without the documents whose id an earlier one has."""
    functions = importlib.import_module("pyspark.sql.functions")
    spark = staged.sparkSession
    kept, again = staged, []
    if twice:
        again = _given_again(staged, twice)
        dropped = spark.createDataFrame([(part, row) for part, row, _ in again], "partition INT, row BIGINT")
        kept = staged.join(functions.broadcast(dropped), ["partition", "row"], "left_anti")

    def write(table: str, frame: Any) -> None:
        frame.write.option("compression", "zstd").parquet(f"{folder}/{table}.parquet")

    for table in TABLES:
        if table not in _spark_task.LOOSE:
            write(table, kept.selectExpr(f"inline({table})"))
    write("lexicon", kept.selectExpr("inline(lexicon)").distinct().repartition(1).sortWithinPartitions("pack", "entry", "hash"))
    skipped = staged.selectExpr("partition", "posexplode(skipped) AS (place, told)").selectExpr("partition", "place", "told.*")
    if again:
        skipped = skipped.union(spark.createDataFrame([_skipped_again(*row) for row in again], skipped.schema))
    write("skipped", skipped.repartition(1).sortWithinPartitions("partition", "line", "place").drop("partition", "place"))


#: A document whose id an earlier one has: partition, row, and id, partition and row of the first.
Again = tuple[int, int, tuple[str, int, int]]


def _given_again(staged: Any, twice: frozenset[str]) -> list[Again]:
    """The documents of those ids but the first of each; each of them is a staged row of its own."""
    found = staged.selectExpr("partition", "row", "inline(documents)").select("partition", "row", "doc_id")
    ids = staged.sparkSession.createDataFrame([(id,) for id in sorted(twice)], "doc_id STRING")
    functions = importlib.import_module("pyspark.sql.functions")
    places = sorted(
        (row["partition"], row["row"], row["doc_id"])
        for row in found.join(functions.broadcast(ids), "doc_id", "left_semi").collect()
    )
    first: dict[str, tuple[str, int, int]] = {}
    again: list[Again] = []
    for part, row, id in places:
        if id in first:
            again.append((part, row, first[id]))
        else:
            first[id] = (id, part, row)
    return again


def _skipped_again(part: int, row: int, first: tuple[str, int, int]) -> tuple[Any, ...]:
    """The row of ``skipped`` for a document whose id an earlier one has, as the program words it."""
    id, first_part, first_row = first
    name, earlier = _spark_task.partition_name(part), _spark_task.partition_name(first_part)
    message = (
        f"{name}, line {row} ({id}): the id `{id}` was given before in {earlier}, line {first_row}; "
        "the first record is kept; give this one another id"
    )
    # After whatever else is said of the record.
    return (part, 1 << 20, name, id, row, "duplicate-id", message)


def _table(spark: Any, folder: str, name: str) -> Any:
    return spark.read.schema(ddl(name)).parquet(f"{folder}/{name}.parquet")


def _counted(spark: Any, folder: str, names: Sequence[str] = TABLES) -> dict[str, int]:
    """Number of rows of each table, as the part files' own descriptions have it, in one job."""
    counts = [_table(spark, folder, name).selectExpr(f"'{name}' AS name", "count(*) AS rows") for name in names]
    return {row["name"]: row["rows"] for row in functools.reduce(lambda some, more: some.union(more), counts).collect()}


def _tell(spark: Any, target: _Target, count: int, strict: bool) -> None:
    """Warns of what was skipped, or refuses it."""
    if not count:
        return
    first = _table(spark, target.partial, "skipped").head()
    if strict:
        target.delete(target.partial)
        raise InputError(first["message"], file=first["input"], line=first["line"])
    more = f" (and {count - 1:,} more in the table `skipped`)" if count > 1 else ""
    warnings.warn(f"{first['message']}{more}", SkippedWarning, stacklevel=3)


def _hashes(spark: Any, folder: str, names: Sequence[str]) -> dict[str, str]:
    """The sha256 of each table: that of its file, or of lines which each hold that of a part file, in the order of their names."""
    files = spark.read.format("binaryFile").option("pathGlobFilter", "*.parquet")
    hashed = files.load([f"{folder}/{name}.parquet" for name in names]).selectExpr("path", "sha2(content, 256) AS hash")
    single: dict[str, str] = {}
    lines = dict.fromkeys(names, "")
    for path, hash in sorted((row["path"], row["hash"]) for row in hashed.collect()):
        above, name = (part.removesuffix(".parquet") for part in path.split("/")[-2:])
        if above in lines:
            lines[above] += f"{hash}\n"
        else:
            single[name] = hash
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in lines.items()} | single


def _run_json(spark: Any, folder: str, counted: Mapping[str, int], settings: _spark_task.Settings) -> str:
    """``run.json`` as the program writes it: version, build and packs are those of the driver."""
    hashes = _hashes(spark, folder, tuple(counted))
    tables = {name: {"rows": counted[name], "sha256": hashes[name]} for name in counted}
    with tempfile.TemporaryDirectory(prefix="crossread-") as alone:
        packs = _spark_task._unpacked(settings.packs)
        run = _crossread.extract([], b'{"id": "a", "text": "-"}\n', None, (packs, settings.vague), 1)
        run.write(os.path.join(alone, "run"), [], False)
        with open(os.path.join(alone, "run", "run.json"), encoding="utf-8") as file:
            told = json.load(file)
    # The documents in their order, whose hash stands for their ids, metadata and texts.
    told["inputs"] = [
        {"documents": counted["documents"], "fingerprint": tables["documents"]["sha256"], "name": "spark"}
    ]
    told["tables"] = tables
    return json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


@contextmanager
def _settings_of(spark: Any, settings: Mapping[str, str]) -> Iterator[None]:
    """Settings of the session for a while."""
    before = {key: spark.conf.get(key, None) for key in settings}
    try:
        for key, value in settings.items():
            spark.conf.set(key, value)
        yield
    finally:
        for key, value in before.items():
            spark.conf.unset(key) if value is None else spark.conf.set(key, value)


class _Target:
    """The folder that is written, on any file system that Spark knows: made beside it and renamed at the end."""

    def __init__(self, spark: Any, out: str, overwrite: bool) -> None:
        if getattr(spark, "_jvm", None) is None:
            raise InputError("this session has no file systems (Spark Connect); take crossread.spark.rows(df) and write it yourself")
        self._jvm = spark._jvm
        self.out = out.rstrip("/")
        self.partial = f"{self.out}.partial"
        self._files = self._path(self.out).getFileSystem(spark._jsc.hadoopConfiguration())
        if self._exists(self.out) and not overwrite:
            raise InputError(f"{self.out}: is there already; name another folder, or replace it with overwrite=True", file=out)
        for folder in (self.out, self.partial):
            self._own(folder)
        self.delete(self.partial)

    def _path(self, path: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(path)

    def _exists(self, path: str) -> bool:
        return bool(self._files.exists(self._path(path)))

    def _own(self, folder: str) -> None:
        """Refuses to replace what `extract` did not write."""
        if not self._exists(folder):
            return
        tables = {f"{name}.parquet" for names in _crossread.table_names() for name in names}
        names = {str(found.getPath().getName()) for found in self._files.listStatus(self._path(folder))}
        others = sorted(names - tables - {STAGED, "run.json", ".run.json.crc"})
        if others:
            raise InputError(f"{folder}: {others[0]} is not from crossread; nothing was deleted: name another folder", file=folder)

    def delete(self, path: str) -> None:
        self._files.delete(self._path(path), True)

    def write(self, path: str, text: str) -> None:
        # A checksum beside it would no longer hold once `compare` adds to the file.
        self._files.setWriteChecksum(False)
        try:
            stream = self._files.create(self._path(path))
            stream.write(bytearray(text.encode()))
            stream.close()
        finally:
            self._files.setWriteChecksum(True)

    def publish(self) -> None:
        aside = f"{self.out}.replaced"
        self.delete(aside)
        for old, new in ((self.out, aside), (self.partial, self.out)):
            if self._exists(old) and not self._files.rename(self._path(old), self._path(new)):
                raise InputError(f"{old}: could not be renamed to {new}; the new run is complete in {self.partial}", file=old)
        self.delete(aside)
