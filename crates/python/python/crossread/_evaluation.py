"""A run against gold."""

from __future__ import annotations

import json
import os
import tempfile
import warnings
from collections.abc import Sequence
from html import escape
from typing import Any

from . import _crossread
from ._comparison import Run, directory_of
from .errors import SkippedWarning


class Evaluation:
    """Precision, recall and F1 by layer and measure, and what costs most. ``docs/gold.md`` says what each measure asks."""

    def __init__(self, told: dict[str, list[dict[str, Any]]]) -> None:
        #: ``layer``, ``measure``, ``precision``, ``recall``, ``f1``, ``low`` and ``high`` (95 in 100), ``right``, ``gold``,
        #: ``said``, ``documents`` (F1 of each) of every measure.
        self.measures = told["measures"]
        #: What each rule cost: ``layer``, ``name``, ``said``, ``extra``, ``wrong``.
        self.rules = told["rules"]
        #: What each lexicon row cost.
        self.entries = told["entries"]
        #: Ids said instead of the right ones.
        self.confusions = told["confusions"]

    def f1(self, layer: str, measure: str) -> float:
        """F1 of one measure."""
        found = [row["f1"] for row in self.measures if (row["layer"], row["measure"]) == (layer, measure)]
        if not found:
            known = ", ".join(f"{row['layer']} {row['measure']}" for row in self.measures)
            raise KeyError(f"{layer} {measure}: not measured; {known} are")
        return float(found[0])

    def __repr__(self) -> str:
        lines = [
            f"{row['layer']:8} {row['measure']:24} P {row['precision']:.3f}  R {row['recall']:.3f}  F1 {row['f1']:.3f}"
            for row in self.measures
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        columns = ("layer", "measure", "precision", "recall", "f1", "right", "gold", "said")
        head = "".join(f"<th>{column}</th>" for column in columns)
        rows = (
            "".join(f"<td>{escape(_shown(row[column]))}</td>" for column in columns) for row in self.measures
        )
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def evaluate(
    run: Run,
    gold: str | os.PathLike[str],
    *,
    layers: Sequence[str] = (),
    strict: bool = False,
    exact_ids: bool = False,
) -> Evaluation:
    """Measures a run against gold: a folder of gold files, or a file of spans (``docs/gold.md``).

    ``layers`` narrows to some of actors, places, times, figures; with ``strict`` spans must be equal, with ``exact_ids`` ids
    as well. Gold that fits no document of the run is named in a :class:`~crossread.SkippedWarning`.
    """
    held: list[tempfile.TemporaryDirectory[str]] = []
    told, lost = _crossread.evaluation(directory_of(run, held), gold, list(layers), strict, exact_ids)
    for line in lost:
        warnings.warn(line, SkippedWarning, stacklevel=2)
    return Evaluation(json.loads(told))
