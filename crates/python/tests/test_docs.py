"""Every code block of the documentation runs, here or where :data:`ELSEWHERE` says, and every docstring's example."""

from __future__ import annotations

import doctest
import importlib
import os
import pathlib
import pkgutil
import re
import shutil
import subprocess
import sys

import crossread
import pytest

FENCE = re.compile(r"^```python\n(.*?)^```$(?:\s*^```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)

#: Blocks that are run elsewhere in continuous integration: file, language.
ELSEWHERE = {
    ("README.md", "sh"): "scripts/readme.py",
    ("README.md", "python"): "scripts/readme.py",
    ("docs/scale.md", "python"): "scripts/spark_test.py",
    ("docs/check.md", "yaml"): "crates/cli/tests/diff.rs",
}
#: Blocks that the tests below run.
HERE = {("docs/python.md", "python"), ("docs/export.md", "sh"), ("docs/export.md", "csv"), ("docs/report.md", "sh")}
HERE |= {("docs/lexicon.md", "csv"), ("docs/lexicon.md", "toml")}


def block(root, name, language):
    """The only block of a language in a page."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", (root / name).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return found


def in_shell(code, folder):
    """Runs commands of the program in a folder."""
    path = os.pathsep.join([str(pathlib.Path(os.environ["CROSSREAD_BIN"]).parent), os.environ["PATH"]])
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", code], cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_block_is_run_somewhere(root):
    pages = [root / "README.md", root / "ARCHITECTURE.md", root / "CONTRIBUTING.md", *sorted((root / "docs").glob("*.md"))]
    found = set()
    for page in pages:
        name = page.relative_to(root).as_posix()
        found |= {(name, language) for language in re.findall(r"^```(\S+)$", page.read_text("utf-8"), re.MULTILINE)}
    assert {(name, language) for name, language in found if language != "text"} == HERE | set(ELSEWHERE)
    for (name, _), runner in ELSEWHERE.items():
        assert name.removeprefix("docs/") in (root / runner).read_text("utf-8"), f"{runner} runs no block of {name}"


def test_packs_of_the_documentation_are_read(root, tmp_path):
    toml, aliases = tmp_path / "ours.toml", tmp_path / "ours"
    toml.write_text(block(root, "docs/lexicon.md", "toml"))
    aliases.mkdir()
    (aliases / "actors.csv").write_text("id,name,type,country\nvalley-guard,Valley Guard,armed-group,AF\n")
    (aliases / "actor_aliases.csv").write_text(block(root, "docs/lexicon.md", "csv"))
    for pack in (toml, aliases):
        run = crossread.extract(["The Valley Guard said it killed nine."], lexicon=[pack])
        assert [row["actor_id"] for row in run.actors] == ["valley-guard"], pack


def test_commands_and_codes_of_the_documentation_run(root, reports, run, program, tmp_path):
    shutil.copytree(program, tmp_path / "out")
    assert "figures" in in_shell(block(root, "docs/export.md", "sh"), tmp_path)
    for day, report in zip(("monday", "tuesday"), sorted(reports.glob("*.txt"))):
        in_shell(f"crossread extract {report} --out {day} --quiet", tmp_path)
    in_shell("crossread compare monday tuesday --out week --quiet", tmp_path)
    in_shell(block(root, "docs/report.md", "sh"), tmp_path)
    assert (tmp_path / "kunar.html").stat().st_size < (tmp_path / "report.html").stat().st_size
    (tmp_path / "codes.csv").write_text(block(root, "docs/export.md", "csv"))
    crossread.export(run, "crosswalk", tmp_path / "all.csv", codes=[tmp_path / "codes.csv"])
    assert "AF-KNR,admin1,Kunar,ocha-pcode,CODE-OF-YOUR-LIST" in (tmp_path / "all.csv").read_text("utf-8")


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
