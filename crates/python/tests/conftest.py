"""Shared: the repository's fixtures, and one extraction of its invented reports."""

from __future__ import annotations

import os
import pathlib
import subprocess

import crossread
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def root() -> pathlib.Path:
    return ROOT


@pytest.fixture(scope="session")
def reports() -> pathlib.Path:
    return ROOT / "fixtures" / "reports"


@pytest.fixture(scope="session")
def run(reports: pathlib.Path) -> crossread.Extraction:
    return crossread.extract(reports)


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory, reports: pathlib.Path) -> pathlib.Path:
    """What the program writes for the same reports."""
    out = tmp_path_factory.mktemp("program") / "out"
    binary = os.environ.get("CROSSREAD_BIN")
    assert binary, "CROSSREAD_BIN names the program; run `just python-test`"
    subprocess.run([binary, "extract", str(reports), "--out", str(out), "--compare", "--quiet"], check=True)
    return out
