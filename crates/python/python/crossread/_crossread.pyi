"""Types of the native module."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import Any, final

__all__ = [
    "compare",
    "evaluation",
    "export",
    "page",
    "table_names",
    "verify",
    "Run",
    "extract",
    "json_lines",
    "Table",
    "read_table",
    "__version__",
]

__version__: str

@final
class Table:
    name: str
    columns: list[str]
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def rows(self, start: int, stop: int) -> list[dict[str, Any]]: ...

@final
class Run:
    def table(self, name: str) -> Table: ...
    def write(self, out: str | PathLike[str], formats: Sequence[str]) -> None: ...
    def skipped(self) -> list[tuple[str, int | None, str]]: ...

def extract(
    inputs: Sequence[str],
    records: bytes | None,
    index: str | PathLike[str] | None,
    lexicon: tuple[Sequence[str | PathLike[str]], str | None],
    jobs: int | None,
) -> Run: ...
def json_lines(stream: object, text: str, id: str) -> bytes: ...
def read_table(dir: str | PathLike[str], name: str) -> Table: ...
def table_names() -> tuple[list[str], list[str]]: ...
def verify(dir: str | PathLike[str]) -> None: ...
def compare(
    dirs: Sequence[str | PathLike[str]], out: str | PathLike[str], formats: Sequence[str]
) -> None: ...
def evaluation(
    dir: str | PathLike[str], gold: str | PathLike[str], layers: Sequence[str], strict: bool, exact_ids: bool
) -> tuple[str, list[str]]: ...
def export(
    dir: str | PathLike[str], to: str, out: str | PathLike[str], layers: Sequence[str], codes: Sequence[str | PathLike[str]]
) -> list[str]: ...
def page(dir: str | PathLike[str], runs: Sequence[str | PathLike[str]]) -> tuple[str, list[str]]: ...
