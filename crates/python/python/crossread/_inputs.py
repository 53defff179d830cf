"""What ``extract`` takes, as files to read or as records in memory."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from . import _crossread
from .errors import InputError

#: How a text without a name is called: its position, from 1.
UNNAMED = "text-{}"


def resolve(inputs: object, text: str, id: str) -> tuple[list[str], bytes | None]:
    """Paths as the program takes them, or records as JSON Lines."""
    if isinstance(inputs, (str, os.PathLike)):
        return [_path(inputs)], None
    if (lines := _frame(inputs, text, id)) is not None:
        return [], lines
    if isinstance(inputs, Mapping) or not isinstance(inputs, Iterable):
        raise InputError(
            f"{type(inputs).__name__} is nothing to read; give a path, a list of texts, records or paths, or a data frame"
        )
    items = list(inputs)
    if not items:
        raise InputError("nothing to read: the list is empty")
    if items and all(isinstance(item, os.PathLike) for item in items):
        return [_path(item) for item in items], None
    return [], b"".join(_line(item, number, text, id) for number, item in enumerate(items, 1))


def _path(path: str | os.PathLike[str]) -> str:
    name = os.fspath(path)
    if name == "-":
        raise InputError("standard input is the program's own; read it first and give its text in a list")
    if not os.path.exists(name) and not any(mark in name for mark in "*?[{"):
        what = "no such file or folder; to read a text itself, give it in a list: extract([text])"
        raise InputError(f"{name if len(name) < 80 else name[:79] + '…'}: {what}", file=name)
    return name


def _line(item: object, number: int, text: str, id: str) -> bytes:
    """One record; those without id are named by their position."""
    if isinstance(item, str):
        record: dict[str, Any] = {"id": UNNAMED.format(number), "text": item}
    elif isinstance(item, Mapping):
        record = {str(key): value for key, value in item.items()}
        if text in record:
            record["text"] = record.pop(text)
        if record.get(id) is not None:
            record["id"] = record.pop(id)
        else:
            record["id"] = UNNAMED.format(number)
    else:
        kind = type(item).__name__
        raise InputError(f"item {number} is {kind}; give texts (str), records (dict with `text`) or paths", line=number)
    try:
        return json.dumps(record, ensure_ascii=False, default=_iso).encode() + b"\n"
    except UnicodeEncodeError as error:
        raise InputError(f"item {number} holds half a character (a lone surrogate): {error}", line=number) from error


def _iso(value: object) -> str:
    """Dates and times as ISO text; anything else as it prints."""
    iso = getattr(value, "isoformat", None)
    return str(iso()) if callable(iso) else str(value)


def _frame(inputs: object, text: str, id: str) -> bytes | None:
    """The rows of a data frame, by the Arrow PyCapsule interface; ``None`` for what is no data frame."""
    stream = getattr(inputs, "__arrow_c_stream__", None)
    if stream is None:
        return None
    try:
        return _crossread.json_lines(stream(), text, id)
    except ImportError:
        # pandas makes its stream with pyarrow, and reads well without it.
        records = getattr(inputs, "to_dict")("records")
        cleaned = [{key: value for key, value in row.items() if _known(value)} for row in records]
        return b"".join(_line(row, number, text, id) for number, row in enumerate(cleaned, 1))


def _known(value: object) -> bool:
    """False for what pandas puts where nothing is: None, NaN, NaT."""
    return value is not None and value == value and str(value) != "<NA>"


def paths(packs: Sequence[str | os.PathLike[str]] | str | os.PathLike[str]) -> list[str]:
    """Packs as a list, also when one was given alone."""
    if isinstance(packs, (str, os.PathLike)):
        return [os.fspath(packs)]
    return [os.fspath(pack) for pack in packs]
