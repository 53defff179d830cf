"""Reads many reports about one conflict and lays them side by side: who is named, where, which figures, who claims each, and
where the accounts agree or contradict.

>>> import crossread
>>> run = crossread.extract(["Officials said at least 12 people were killed in Kandahar."])
>>> [(row["low"], row["high"], row["comparator"]) for row in run.figures]
[(12.0, None, 'ge')]
"""

from ._comparison import Comparison, compare, report
from ._crossread import __version__
from ._evaluation import Evaluation, evaluate
from ._export import export
from ._extraction import Extraction, extract, read
from ._table import Table
from .errors import (
    CompareError,
    CrossreadError,
    GoldError,
    InputError,
    LexiconError,
    SkippedWarning,
    TablesError,
)

__all__ = [
    "CompareError",
    "Comparison",
    "CrossreadError",
    "Evaluation",
    "Extraction",
    "GoldError",
    "InputError",
    "LexiconError",
    "SkippedWarning",
    "Table",
    "TablesError",
    "__version__",
    "compare",
    "evaluate",
    "export",
    "extract",
    "read",
    "report",
]
