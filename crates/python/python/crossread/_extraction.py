"""Extraction: texts in, one table a layer out."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from . import _crossread, _html, _inputs
from ._table import Table
from .errors import InputError, SkippedWarning

#: Documents that a notebook shows of an extraction.
SHOWN_DOCUMENTS = 3
#: Names of the tables that ``extract`` makes.
TABLES: tuple[str, ...] = tuple(_crossread.table_names()[0])


class Extraction:
    """The tables of a run: ``documents``, ``sentences``, ``actors``, ``places``, ``times``, ``figures``, ``lexicon``,
    ``skipped``.

    ``start`` and ``end`` count code points, as Python does, so they slice the text that was given.

    >>> import crossread
    >>> text = "The army said it killed 12 militants in Kunar on Sunday."
    >>> run = crossread.extract([{"id": "wire-1", "text": text, "published": "2026-04-15"}])
    >>> figure = run.figures.to_dicts()[0]
    >>> text[figure["start"] : figure["end"]], figure["low"], figure["places"]
    ('12', 12.0, ['AF-KNR'])
    """

    def __init__(self, run: _crossread.Run | None, directory: str | None = None) -> None:
        self._run = run
        self._directory = directory

    def table(self, name: str) -> Table:
        """The table of that name; each is an attribute as well."""
        if name not in TABLES:
            raise InputError(f"{name}: no such table; name one of {', '.join(TABLES)}")
        if self._run is not None:
            return Table(self._run.table(name))
        assert self._directory is not None
        return Table(_crossread.read_table(self._directory, name))

    @cached_property
    def documents(self) -> Table:
        """A document that was read a row."""
        return self.table("documents")

    @cached_property
    def sentences(self) -> Table:
        """A sentence with its text a row."""
        return self.table("sentences")

    @cached_property
    def actors(self) -> Table:
        """A mention of a party a row."""
        return self.table("actors")

    @cached_property
    def places(self) -> Table:
        """A mention of a location a row."""
        return self.table("places")

    @cached_property
    def times(self) -> Table:
        """A time expression a row."""
        return self.table("times")

    @cached_property
    def figures(self) -> Table:
        """A quantity with who claims it, of what, where and when a row."""
        return self.table("figures")

    @cached_property
    def lexicon(self) -> Table:
        """A lexicon row that fired a row."""
        return self.table("lexicon")

    @cached_property
    def skipped(self) -> Table:
        """Something that was not read a row, with input, line and reason."""
        return self.table("skipped")

    @property
    def directory(self) -> str | None:
        """Where its tables lie; ``None`` while they are in memory alone."""
        return self._directory

    def write(
        self, directory: str | os.PathLike[str], formats: Sequence[str] = ("parquet",), *, csv_safe: bool = False
    ) -> None:
        """Writes the tables to a directory, with the same bytes as ``crossread extract``: whole or not at all.

        ``formats`` beside Parquet, which is always written: ``csv``, ``jsonl``.
        With ``csv_safe`` text that a spreadsheet would take for a formula has an apostrophe before it in CSV.
        """
        if self._run is None:
            raise InputError(f"this run lies in {self._directory} already; copy the directory")
        self._run.write(directory, list(formats), csv_safe)

    def html(self, doc_id: str) -> str:
        """One document as HTML, its mentions highlighted by layer."""
        return _html.legend() + self._documents_html([doc_id])

    def _documents_html(self, ids: Sequence[str]) -> str:
        documents = {row["doc_id"]: row for row in self.documents if row["doc_id"] in ids}
        for doc_id in ids:
            if doc_id not in documents:
                raise InputError(f"{doc_id}: no such document in this run")
        rows: dict[str, dict[str, list[dict[str, Any]]]] = {doc_id: {} for doc_id in ids}
        for layer in ("sentences", *_html.COLOURS):
            for row in getattr(self, layer):
                if row["doc_id"] in rows:
                    rows[row["doc_id"]].setdefault(layer, []).append(row)
        return "".join(
            _html.highlighted(
                documents[doc_id],
                rows[doc_id].get("sentences", []),
                {layer: rows[doc_id].get(layer, []) for layer in _html.COLOURS},
            )
            for doc_id in ids
        )

    def __repr__(self) -> str:
        counts = (f"{len(self.table(name)):,} {name}" for name in ("documents", "figures", "actors", "places", "times"))
        return f"<Extraction: {', '.join(counts)}>"

    def _repr_html_(self) -> str:
        ids = [row["doc_id"] for row, _ in zip(self.documents, range(SHOWN_DOCUMENTS))]
        more = len(self.documents) - len(ids)
        rest = f"<div>… and {more:,} more; see <code>.html(doc_id)</code></div>" if more else ""
        return _html.legend() + self._documents_html(ids) + rest


def extract(
    inputs: str | os.PathLike[str] | Iterable[str | Mapping[str, Any] | os.PathLike[str]] | Any,
    *,
    lexicon: Sequence[str | os.PathLike[str]] | str | os.PathLike[str] = (),
    index: str | os.PathLike[str] | None = None,
    vague: str | None = None,
    text: str = "text",
    id: str = "id",
    jobs: int | None = None,
    strict: bool = False,
) -> Extraction:
    """Reads texts and finds parties, places, times, and figures with who claims each.

    ``inputs`` is one of

    - a path, as a string or ``pathlib.Path``: a file, a folder or a glob, as ``crossread extract`` takes it;
    - a list of paths (``pathlib.Path``);
    - a list of texts, which get the ids ``text-1``, ``text-2`` ...;
    - a list of records: dicts with ``text`` and, where known, ``id``, ``title``, ``source``, ``url``, ``published``,
      ``language``, ``synthetic``;
    - a data frame with these columns: polars, pandas, pyarrow, DuckDB, or anything else with ``__arrow_c_stream__``.
      ``text`` and ``id`` name its columns, where they are called otherwise.

    ``lexicon`` names packs to read with over the built-in one, ``index`` a file of metadata joined by id, ``vague`` the
    table for words like "dozens". ``jobs`` threads work (default: one a core) with Python's lock released; their number
    never shows in the rows.

    What cannot be read becomes a row of ``skipped`` and a :class:`~crossread.SkippedWarning`; with ``strict`` it raises
    :class:`~crossread.InputError` with file and line.

    >>> import crossread
    >>> run = crossread.extract(["Pakistan said 9 were killed in Khost.", "Kabul said 12 civilians died in Khost."])
    >>> [(row["doc_id"], row["text"], row["claimant_id"]) for row in run.figures]
    [('text-1', '9', 'pakistan'), ('text-2', '12', 'afghan-taliban')]
    """
    paths, records = _inputs.resolve(inputs, text, id)
    native = _crossread.extract(paths, records, index, (_inputs.paths(lexicon), vague), jobs)
    skipped = native.skipped()
    if skipped:
        name, line, message = skipped[0]
        where = name if line is None else f"{name}:{line}"
        if strict:
            raise InputError(f"{where}: {message}", file=name, line=line)
        more = f" (and {len(skipped) - 1:,} more in the table `skipped`)" if len(skipped) > 1 else ""
        warnings.warn(f"{where}: {message}{more}", SkippedWarning, stacklevel=2)
    return Extraction(native)


def read(directory: str | os.PathLike[str]) -> Extraction:
    """Opens a directory that ``extract`` wrote, and checks that its tables are those of one run."""
    _crossread.verify(directory)
    return Extraction(None, os.fspath(directory))
