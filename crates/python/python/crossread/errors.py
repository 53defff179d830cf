"""What can go wrong, each with the file and the line where it did."""

from __future__ import annotations


class CrossreadError(Exception):
    """Base of all errors of this package.

    ``file`` is the file (or input) at fault and ``line`` its 1-based line, each ``None`` where there is none. The message
    says what is wrong and what to do.
    """

    def __init__(self, message: str, file: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.file = file
        self.line = line


class InputError(CrossreadError):
    """An argument or an input cannot be used."""


class LexiconError(CrossreadError):
    """A lexicon pack has mistakes; the message lists all of them, ``file`` and ``line`` are those of the first."""


class TablesError(CrossreadError):
    """A directory of tables cannot be read or written."""


class CompareError(CrossreadError):
    """Runs cannot be compared, or a directory holds no comparison."""


class GoldError(CrossreadError):
    """Gold cannot be read, or fits no document of the run."""


class SkippedWarning(UserWarning):
    """Something was not read, or not as it stands: the table ``skipped`` says what and why."""
