#!/usr/bin/env python3
"""Runs the README's blocks in a fresh clone in an empty directory, and compares what they print.

usage: readme.py [--fresh] [--update]

Blocks marked `sh` run in bash, one shell after the other in the clone; blocks marked `python` run in
the Python of the set-up. A block marked `text` right after one is what it prints; a line `[...]` in
it stands for any lines left out. With --fresh nothing compiled earlier is used, so that the time of
the first run is told as a newcomer meets it; with --update the README's `text` blocks that hold no
`[...]` are rewritten.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GAP = "[...]"


def blocks(text):
    """(kind, code, expected output or None, place of the expected output) of each block that runs."""
    found = list(FENCE.finditer(text))
    for at, block in enumerate(found):
        if block[1] not in ("sh", "python"):
            continue
        after = found[at + 1] if at + 1 < len(found) else None
        follows = after is not None and after[1] == "text" and text[block.end() : after.start()].strip().count("\n") < 4
        yield block[1], block[2], after[2] if follows else None, after.span(2) if follows else None


def matches(expected, printed):
    """True when the output is the expected one; a line `[...]` stands for any lines."""
    lines = [line.rstrip() for line in printed.strip().splitlines()]
    parts, part = [], []
    for line in expected.strip().splitlines():
        if line.strip() == GAP:
            parts.append(part)
            part = []
        else:
            part.append(line.rstrip())
    if not parts:
        return part == lines
    first, *middle, last = [*parts, part]
    if lines[: len(first)] != first or (last and lines[-len(last) :] != last):
        return False
    at, end = len(first), len(lines) - len(last)
    for wanted in middle:
        while at + len(wanted) <= end and lines[at : at + len(wanted)] != wanted:
            at += 1
        if at + len(wanted) > end:
            return False
        at += len(wanted)
    return at <= end


def run(kind, code, clone, environment):
    command = ["bash", "-euo", "pipefail", "-c", code] if kind == "sh" else [str(clone / ".venv/bin/python"), "-c", code]
    started = time.perf_counter()
    done = subprocess.run(command, cwd=clone, env=environment, stdout=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        sys.exit(f"{code.strip()}\n{done.stdout}\nREADME block failed with exit code {done.returncode}")
    return done.stdout, seconds


def main(fresh, update):
    text = README.read_text("utf-8")
    environment = dict(os.environ)
    if fresh:
        environment.pop("CARGO_TARGET_DIR", None)
    else:
        environment["CARGO_TARGET_DIR"] = os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target"))
    wrong, replacements, ran = [], [], 0
    with tempfile.TemporaryDirectory() as folder:
        clone = pathlib.Path(folder) / "crossread"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for kind, code, expected, place in blocks(text):
            printed, seconds = run(kind, code, clone, environment)
            ran += 1
            print(f"{seconds:7.1f} s  {code.strip().splitlines()[-1]}", flush=True)
            if expected is None or matches(expected, printed):
                continue
            if update and GAP not in expected:
                replacements.append((place, printed.strip() + "\n"))
            else:
                wrong.append(f"{code.strip()}\n--- README says\n{expected}--- it prints\n{printed}")
    for (start, end), printed in reversed(replacements):
        text = text[:start] + printed + text[end:]
    if replacements:
        README.write_text(text, "utf-8")
        print(f"README.md: {len(replacements)} blocks rewritten")
    if wrong:
        sys.exit("\n".join(wrong))
    if ran == 0:
        sys.exit("README.md holds no block that runs")
    print(f"README.md: {ran} blocks run, all as written")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if set(arguments) - {"--fresh", "--update"}:
        sys.exit(__doc__)
    main("--fresh" in arguments, "--update" in arguments)
