#!/usr/bin/env python3
"""Counts the instructions that the extraction of a document takes for each byte of its text, under valgrind's callgrind.

usage: instructions.py PROGRAM [growth]

PROGRAM is the example `instructions` of crossread-extract. Without `growth` the invented reports are read, and the figure is held
against the one in crates/extract/benches/instructions.toml: 1 is the exit code when it is more than 5 percent above. With `growth`
one figure is printed for each size of text, of document and of lexicon, and 1 is the exit code when one is more than 10 percent
above the first of its kind.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

RECORDED = pathlib.Path(__file__).resolve().parent.parent / "crates/extract/benches/instructions.toml"
RISE, GROWTH = 1.05, 1.10
MEGABYTE = 1_000_000
# Documents, bytes of each, names of a generated pack.
KINDS = {
    "megabytes of text": [(250, 4000, 0), (1250, 4000, 0), (5000, 4000, 0)],
    "bytes of a document": [(10000, 100, 0), (1000, 1000, 0), (100, 10000, 0), (10, 100_000, 0), (1, MEGABYTE, 0), (1, 10 * MEGABYTE, 0)],
    "names": [(250, 4000, 100), (250, 4000, 1000), (250, 4000, 10000), (250, 4000, 100_000)],
}


def per_byte(program, *arguments):
    """Instructions a byte in the extraction alone, and the bytes read."""
    counted = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*document_path*"]
    done = subprocess.run([*counted, program, *map(str, arguments)], capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(f"valgrind: {done.stderr.strip()[-2000:]}")
    size = int(done.stdout.split()[0])
    return int(found[1]) / size, size


def guard(program):
    recorded = tomllib.loads(RECORDED.read_text("utf-8"))
    found, size = per_byte(program)
    print(f"{found:.1f} instructions a byte of {size:,}; recorded: {recorded['per_byte']}")
    if found > recorded["per_byte"] * RISE:
        return f"more than {RISE - 1:.0%} above what is recorded: make it less, or record {found:.0f} and the reason in {RECORDED}"
    if found < recorded["per_byte"] / RISE:
        print(f"{1 - found / recorded['per_byte']:.0%} less: record it in {RECORDED.name}, so that the next rise is seen")
    return None


def growth(program):
    failed = []
    print("| what grows | documents | bytes of each | names added | instructions a byte |\n|---|---|---|---|---|", flush=True)
    for kind, sizes in KINDS.items():
        first = None
        for documents, size, names in sizes:
            found, _ = per_byte(program, documents, size, names)
            print(f"| {kind} | {documents:,} | {size:,} | {names:,} | {found:.1f} |", flush=True)
            first = first or found
            if found > first * GROWTH:
                failed.append(f"{kind}: {found:.0f} at {documents:,} documents of {size:,} bytes and {names:,} names, {first:.0f} before")
    return "; ".join(failed) or None


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["growth"]):
        sys.exit(__doc__)
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not installed: instructions cannot be counted")
    sys.exit(growth(sys.argv[1]) if sys.argv[2:] else guard(sys.argv[1]))
