#!/usr/bin/env python3
"""Installs a wheel where nothing else is installed and runs the first block of docs/python.md there.

usage: empty_python.py WHEEL
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main(wheel):
    block = re.search(r"^```python\n(.*?)^```$", (ROOT / "docs" / "python.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)[1]
    assert len([line for line in block.splitlines() if line.strip()]) <= 5, "the first block has five lines at most"
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        venv.create(home / "venv", with_pip=True)
        python = str(home / "venv" / "bin" / "python")
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
        subprocess.run([*install, str(pathlib.Path(wheel).resolve())], check=True)
        shutil.copytree(ROOT / "fixtures" / "reports", home / "reports")
        done = subprocess.run([python, "-c", block], cwd=home, check=True, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="")
    if "excludes" not in done.stdout:
        sys.exit("the first block of docs/python.md printed no contradiction")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
