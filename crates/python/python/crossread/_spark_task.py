"""What runs in a task of Spark: batches of records in, documents with their rows out. Needs pyarrow; ``spark.py`` is the driver's
side.

A staged row is one document: each table of the contract is a column that lists the document's rows in it, so that one pass carries
all tables at the price of their own rows. ``partition`` and ``row`` (from 1) say where the piece begins that it was read with.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import _crossread

#: Tables that ``extract`` makes; all but the last two have the rows of a document.
TABLES: tuple[str, ...] = tuple(_crossread.table_names()[0])
#: Tables of which no row belongs to a document.
LOOSE = ("lexicon", "skipped")
#: Text that is read at once, in bytes. Reading begins anew with each piece, which takes a millisecond, with packs of one's own
#: some tenths of a second; what stands in memory is some times as much.
PIECE_BYTES = 4 << 20
#: What `extract` calls records that were given to it in memory.
UNNAMED_INPUT = "records"


@dataclass(frozen=True)
class Settings:
    """What the driver sends to every task."""

    #: The packs over the built-in one: name of the file or folder, and its files with their content.
    packs: tuple[tuple[str, tuple[tuple[str, bytes], ...]], ...] = ()
    #: The table for vague words.
    vague: str | None = None
    #: Ids that several records have.
    twice: frozenset[str] = field(default_factory=frozenset)


def arrow() -> Any:
    """pyarrow, which every executor needs for ``mapInArrow``."""
    return importlib.import_module("pyarrow")


def kind(of: Any) -> str:
    """An Arrow type as Spark spells it."""
    types = importlib.import_module("pyarrow.types")
    if types.is_list(of):
        return f"ARRAY<{kind(of.value_type)}>"
    if types.is_struct(of):
        return f"STRUCT<{', '.join(f'`{column.name}`: {kind(column.type)}' for column in of)}>"
    names = {"string": "STRING", "int32": "INT", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "date32[day]": "DATE"}
    return names[str(of)]


def schemas() -> dict[str, Any]:
    """The Arrow schema of each table, as the extension declares it."""
    run = _crossread.extract([], b'{"id": "a", "text": "-"}\n', None, ([], None), 1)
    return {name: arrow().schema(run.table(name)) for name in TABLES}


def staged_schema() -> Any:
    """The Arrow schema of a staged row."""
    pa = arrow()
    columns = [(name, pa.list_(pa.struct(list(schema)))) for name, schema in schemas().items()]
    return pa.schema([("partition", pa.int32()), ("row", pa.int64()), *columns])


def partition_name(part: int) -> str:
    """How a partition is called in ``skipped`` and in the ids of records without one: like a part file."""
    return f"part-{part:05}"


def staged(batches: Iterable[Any], part: int, jobs: int, settings: Settings) -> Iterator[Any]:
    """The staged rows of a partition, some megabytes of text at a time."""
    packs, schema = _unpacked(settings.packs), staged_schema()
    before = 0
    for batch in batches:
        ids, named = _ids(batch.column("id"), part, before)
        batch = batch.set_column(batch.schema.get_field_index("id"), "id", named)
        lengths = importlib.import_module("pyarrow.compute").binary_length(batch.column("text")).to_pylist()
        for start, end in pieces(lengths, ids, settings.twice):
            lines = _crossread.json_lines(
                arrow().Table.from_batches([batch.slice(start, end - start)]).__arrow_c_stream__(), "text", "id"
            )
            run = _crossread.extract([], lines, None, (packs, settings.vague), jobs)
            yield _staged(run, part, before + start, schema)
        before += batch.num_rows


def _ids(column: Any, part: int, before: int) -> tuple[list[str], Any]:
    """The ids without the white space around them, and the column with a name for each record that has none."""
    given = column.to_pylist()
    made = [
        value if value is not None and value.strip() else f"{partition_name(part)}#{before + row}"
        for row, value in enumerate(given, 1)
    ]
    return [value.strip() for value in made], arrow().array(made, arrow().string())


def pieces(lengths: Sequence[int | None], ids: Sequence[str], twice: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Ranges of records that are read at once: as many as have together no more than :data:`PIECE_BYTES`, one at least; and one
    alone whose id others have, so that its rows can be taken away.

    >>> list(pieces([5, None, 7, 1 << 30, 2, 2], ["a", "b", "c", "d", "e", "f"], frozenset("e")))
    [(0, 3), (3, 4), (4, 5), (5, 6)]
    """
    start = held = 0
    for row, length in enumerate(lengths):
        alone = ids[row] in twice
        if row > start and (alone or held + (length or 0) > PIECE_BYTES):
            yield start, row
            start, held = row, 0
        held += length or 0
        if alone:
            yield start, row + 1
            start, held = row + 1, 0
    if start < len(lengths):
        yield start, len(lengths)


def _staged(run: _crossread.Run, part: int, before: int, schema: Any) -> Any:
    """The documents of a run as staged rows; without a document one row, which says what was skipped."""
    pa = arrow()
    tables = {name: pa.table(run.table(name)) for name in TABLES}
    tables["skipped"] = _placed(tables["skipped"], part, before)
    ids = tables["documents"].column("doc_id").to_pylist()
    rows = max(1, len(ids))
    columns = [pa.array([part] * rows, pa.int32()), pa.array([before + 1] * rows, pa.int64())]
    for name in TABLES:
        table = tables[name]
        if name in LOOSE:
            ends = [table.num_rows] * rows
        else:
            ends = _ends(table.column("doc_id"), ids) or [0]
        values = pa.StructArray.from_arrays(
            [column.combine_chunks() for column in table.columns], fields=list(table.schema)
        )
        columns.append(pa.ListArray.from_arrays(pa.array([0, *ends], pa.int32()), values))
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _ends(doc_ids: Any, ids: Sequence[str]) -> list[int]:
    """Where the rows of each document end: the rows of one stand together, the documents in the order of ``ids``."""
    counted = doc_ids.value_counts()
    rows = dict(zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist()))
    ends, end = [], 0
    for doc_id in ids:
        end += rows.get(doc_id, 0)
        ends.append(end)
    return ends


def _placed(skipped: Any, part: int, before: int) -> Any:
    """The rows of ``skipped`` with the partition and the line in it for place."""
    if not skipped.num_rows:
        return skipped
    rows, name = skipped.to_pylist(), partition_name(part)
    for row in rows:
        rest = row["message"].removeprefix(UNNAMED_INPUT)
        if row["line"] is not None:
            rest = rest.removeprefix(f", line {row['line']}")
            row["line"] += before
            rest = f", line {row['line']}{rest}"
        row["input"], row["message"] = name, name + rest
    return arrow().Table.from_pylist(rows, schema=skipped.schema)


_folders: dict[object, tuple[Any, list[str]]] = {}


def _unpacked(packs: tuple[tuple[str, tuple[tuple[str, bytes], ...]], ...]) -> list[str]:
    """Paths of the packs in a temporary folder, once in a worker's life."""
    if not packs:
        return []
    if packs not in _folders:
        folder = tempfile.TemporaryDirectory(prefix="crossread-packs-")
        paths = []
        for number, (name, files) in enumerate(packs):
            top = os.path.join(folder.name, str(number), name)
            for relative, content in files:
                path = os.path.join(top, relative) if relative else top
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as file:
                    file.write(content)
            paths.append(top)
        _folders[packs] = (folder, paths)
    return _folders[packs][1]
