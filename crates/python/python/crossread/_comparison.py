"""The claims of one or several runs side by side."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import cached_property
from html import escape
from typing import Union

from . import _crossread
from ._extraction import Extraction
from ._table import Table
from .errors import InputError

#: Names of the tables that ``compare`` makes.
TABLES: tuple[str, ...] = tuple(_crossread.table_names()[1])
#: Findings that a notebook shows.
SHOWN_FINDINGS = 20

Run = Union[Extraction, str, "os.PathLike[str]"]


class Comparison:
    """The tables of a comparison: ``findings`` (a question a row), ``compare_figures`` (an account a row), ``claims`` (the
    flat table), ``compare_documents``, ``compare_actors``, ``compare_places``, ``view_ucdp``, ``view_acled``,
    ``view_minmax``."""

    def __init__(self, directory: str, runs: Sequence[str], held: Sequence[tempfile.TemporaryDirectory[str]]) -> None:
        self._directory = directory
        self._runs = list(runs)
        # Folders that go when nobody needs the comparison any more.
        self._held = list(held)

    def table(self, name: str) -> Table:
        """The table of that name; each is an attribute as well."""
        if name not in TABLES:
            raise InputError(f"{name}: no such table; name one of {', '.join(TABLES)}")
        return Table(_crossread.read_table(self._directory, name))

    @cached_property
    def findings(self) -> Table:
        """A question a row, contradictions first: how its accounts relate, and why."""
        return self.table("findings")

    @cached_property
    def compare_figures(self) -> Table:
        """An account a row: one claimant's answer to a question in one document."""
        return self.table("compare_figures")

    @cached_property
    def claims(self) -> Table:
        """A figure a row with its sentence, outlet, names of claimant, parties and places; no join needed."""
        return self.table("claims")

    @cached_property
    def compare_documents(self) -> Table:
        """A document a row, with the near-copy it duplicates."""
        return self.table("compare_documents")

    @cached_property
    def compare_actors(self) -> Table:
        """A party in a document a row."""
        return self.table("compare_actors")

    @cached_property
    def compare_places(self) -> Table:
        """A place in a document a row."""
        return self.table("compare_places")

    @cached_property
    def view_ucdp(self) -> Table:
        """Questions of people killed in UCDP's columns; computed under its rule, not its data."""
        return self.table("view_ucdp")

    @cached_property
    def view_acled(self) -> Table:
        """Questions of people killed in ACLED's columns; computed under its rule, not its data."""
        return self.table("view_acled")

    @cached_property
    def view_minmax(self) -> Table:
        """Questions of people killed with least and most."""
        return self.table("view_minmax")

    @property
    def directory(self) -> str:
        """Where its tables lie; a temporary folder when no ``out`` was given."""
        return self._directory

    @property
    def runs(self) -> list[str]:
        """Directories of the runs that were compared."""
        return list(self._runs)

    def __repr__(self) -> str:
        relations = [row["relation"] for row in self.findings]
        told = (f"{relations.count(relation):,} {relation}" for relation in dict.fromkeys(relations))
        return f"<Comparison: {', '.join(told) or 'no finding'}>"

    def _repr_html_(self) -> str:
        columns = ("relation", "question", "why", "sources")
        rows = [row for row, _ in zip(self.findings, range(SHOWN_FINDINGS))]
        head = "".join(f"<th>{column}</th>" for column in columns)
        body = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{escape(str(row[column]))}</td>" for column in columns) + "</tr>"
            for row in rows
        )
        count = f"{len(self.findings):,} findings, the first {len(rows)}"
        return f"<table><caption>{count}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def compare(
    *runs: Run | Sequence[Run],
    out: str | os.PathLike[str] | None = None,
    formats: Sequence[str] = ("parquet",),
    csv_safe: bool = False,
) -> Comparison:
    """Lays the claims of runs side by side: :class:`Extraction` objects, directories that ``extract`` wrote, or lists of them.

    Without ``out`` the tables go to a temporary folder that lives as long as the comparison. ``formats`` beside Parquet:
    ``csv``, ``jsonl``; with ``csv_safe`` text that a spreadsheet would take for a formula has an apostrophe before it in CSV.

    >>> import crossread
    >>> wire = {"source": "Wire", "published": "2026-04-15"}
    >>> run = crossread.extract([
    ...     wire | {"id": "a", "text": "The army said it killed more than 200 militants in Kunar on April 14."},
    ...     wire | {"id": "b", "text": "The Taliban said nine militants were killed in Kunar on April 14."},
    ... ])
    >>> for finding in crossread.compare(run).findings:
    ...     print(finding["relation"], finding["measure"], finding["place_ids"], finding["doc_ids"])
    contradict killed ['AF-KNR'] ['a', 'b']
    """
    flat: list[Run] = []
    for run in runs:
        flat.extend([run] if isinstance(run, (Extraction, str, os.PathLike)) else run)
    if not flat:
        raise InputError("no run to compare; give extractions or directories that `extract` wrote")
    held: list[tempfile.TemporaryDirectory[str]] = []
    directories = [directory_of(run, held) for run in flat]
    if out is None:
        folder = tempfile.TemporaryDirectory(prefix="crossread-")
        held.append(folder)
        out = os.path.join(folder.name, "comparison")
    _crossread.compare(directories, out, list(formats), csv_safe)
    return Comparison(os.fspath(out), directories, held)


def directory_of(run: Run, held: list[tempfile.TemporaryDirectory[str]]) -> str:
    """The directory of a run; one in memory is written to a folder that lives as long as ``held``."""
    if isinstance(run, Extraction):
        if run.directory is not None:
            return run.directory
        folder = tempfile.TemporaryDirectory(prefix="crossread-")
        held.append(folder)
        directory = os.path.join(folder.name, "run")
        run.write(directory)
        return directory
    return os.fspath(run)


def report(
    comparison: Comparison | str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    *,
    runs: Sequence[Run] = (),
) -> str:
    """The findings as one self-contained HTML page: no script from elsewhere, no network.

    ``comparison`` is a :class:`Comparison` or a directory that holds one; for a directory, ``runs`` name where the texts of its
    documents are, when they are not in the same. With ``out`` the page is written there as well.
    """
    held: list[tempfile.TemporaryDirectory[str]] = []
    if isinstance(comparison, Comparison):
        directory = comparison.directory
        directories = [directory_of(run, held) for run in runs] or comparison.runs
    else:
        directory = os.fspath(comparison)
        directories = [directory_of(run, held) for run in runs]
        if not directories and os.path.exists(os.path.join(directory, "sentences.parquet")):
            directories = [directory]
    html, _ = _crossread.page(directory, directories)
    if out is not None:
        with open(out, "w", encoding="utf-8", newline="") as file:
            file.write(html)
    return html
