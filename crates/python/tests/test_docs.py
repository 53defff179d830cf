"""Every code block of docs/python.md runs, and every docstring's example."""

from __future__ import annotations

import doctest
import importlib
import pathlib
import pkgutil
import re
import shutil
import subprocess
import sys

import crossread
import pytest

FENCE = re.compile(r"^```python\n(.*?)^```$(?:\s*^```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)


def test_the_blocks_of_the_documentation_run(root, tmp_path):
    shutil.copytree(root / "fixtures" / "reports", tmp_path / "reports")
    shutil.copytree(root / "fixtures" / "gold", tmp_path / "gold")
    blocks = FENCE.findall((root / "docs" / "python.md").read_text("utf-8"))
    assert len(blocks) >= 5
    # One process, as a reader goes through the page; what each block prints is set apart by a line of its own.
    code = "\nprint('\\x1e')\n".join(block for block, _ in blocks)
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for (block, expected), printed in zip(blocks, done.stdout.split("\x1e"), strict=True):
        if expected:
            assert printed.split() == expected.split(), block


def modules():
    for found in pkgutil.iter_modules(crossread.__path__):
        if found.name != "_crossread":
            yield f"crossread.{found.name}"
    yield "crossread"


@pytest.mark.parametrize("name", list(modules()))
def test_examples_of_docstrings_hold(name):
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.testmod(importlib.import_module(name), optionflags=flags).failed == 0


def test_the_types_are_shipped():
    folder = pathlib.Path(crossread.__file__).parent
    assert (folder / "py.typed").is_file() and (folder / "_crossread.pyi").is_file()
    declared = set(re.findall(r"^(?:def|class) (\w+)", (folder / "_crossread.pyi").read_text(), re.MULTILINE))
    native = importlib.import_module("crossread._crossread")
    assert declared == {name for name in dir(native) if not name.startswith("__")}
