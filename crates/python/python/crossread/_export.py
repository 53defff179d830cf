"""A run in the formats of other tools."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Sequence
from typing import Union

from . import _crossread
from ._comparison import Comparison, Run, directory_of
from .errors import SkippedWarning


def export(
    run: Union[Run, Comparison],
    to: str,
    out: str | os.PathLike[str],
    *,
    layers: Sequence[str] = (),
    codes: Sequence[str | os.PathLike[str]] = (),
) -> None:
    """Writes a run to the file ``out``, for ``brat`` to a folder; ``docs/export.md`` says what each format holds.

    ``to`` is ``spans``, ``brat``, ``conll``, ``w3c``, ``geojson``, ``plover`` or ``crosswalk`` of an extraction, ``xlsx`` or
    ``hxl`` of a comparison. ``layers`` narrows the first four to some of actors, places, times, figures; ``codes`` are CSV
    tables of your own for ``crosswalk``. What a format cannot hold is named in a :class:`~crossread.SkippedWarning`.

    >>> import crossread, json, os, tempfile
    >>> run = crossread.extract([{"id": "wire-1", "text": "Nine people were killed in Kunar."}])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = os.path.join(folder, "gold.jsonl")
    ...     crossread.export(run, "spans", file, layers=["places"])
    ...     print([(span["label"], span["text"]) for span in json.loads(open(file).read())["spans"]])
    [('PLACE', 'Kunar')]
    """
    held: list[tempfile.TemporaryDirectory[str]] = []
    directory = run.directory if isinstance(run, Comparison) else directory_of(run, held)
    for sentence in _crossread.export(directory, to, out, list(layers), list(codes)):
        warnings.warn(sentence, SkippedWarning, stacklevel=2)
