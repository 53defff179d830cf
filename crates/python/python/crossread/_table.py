"""Tables: Arrow streams for every library that reads them, dicts for those who have none."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from . import _crossread

#: Rows that a notebook or the prompt shows of a table.
SHOWN_ROWS = 10
#: Characters that they show of a cell.
SHOWN_CHARS = 40
#: Rows that are turned into Python values at once.
BATCH = 1024


class Table:
    """One table of the contract; ``docs/tables.md`` says what its columns mean.

    Any library that knows the Arrow PyCapsule interface takes it as it is, without a copy: ``polars.DataFrame(table)``,
    ``pyarrow.table(table)``, ``pandas.DataFrame.from_arrow(table)``; DuckDB takes the pyarrow table by its name.

    >>> import crossread
    >>> run = crossread.extract(["Nine people were killed in Nangarhar."])
    >>> len(run.figures), run.figures.columns[:2]
    (1, ['doc_id', 'figure_id'])
    >>> [(row["text"], row["low"], row["measure"]) for row in run.figures]
    [('Nine', 9.0, 'killed')]
    """

    def __init__(self, native: _crossread.Table) -> None:
        self._native = native

    @property
    def name(self) -> str:
        """Its name in the contract."""
        return self._native.name

    @property
    def columns(self) -> list[str]:
        """Names of its columns."""
        return self._native.columns

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts, in order; unknown is ``None``."""
        for start in range(0, len(self), BATCH):
            yield from self._native.rows(start, start + BATCH)

    def to_dicts(self) -> list[dict[str, Any]]:
        """All rows as dicts."""
        return self._native.rows(0, len(self))

    def __arrow_c_schema__(self) -> object:
        """The schema, for the Arrow PyCapsule interface."""
        return self._native.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows, for the Arrow PyCapsule interface."""
        return self._native.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        columns = self.columns
        rows = [[_shown(row[column]) for column in columns] for row in self._native.rows(0, SHOWN_ROWS)]
        lines = [f"{self.name}: {len(self):,} rows, {len(columns)} columns"]
        for number, row in enumerate(rows):
            cells = [f"{column}={cell}" for column, cell in zip(columns, row) if cell]
            lines.append(f"{number:>4}  {', '.join(cells)}")
        if len(self) > len(rows):
            lines.append("   …")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_shown(cell))}</td>" for cell in row.values()) + "</tr>"
            for row in self._native.rows(0, SHOWN_ROWS)
        )
        count = f"{escape(self.name)}: {len(self):,} rows"
        return f"<table><caption>{count}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(value: object) -> str:
    """A cell for reading; unknown is empty."""
    if value is None:
        return ""
    text = "|".join(value) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 1] + "…"
