#!/usr/bin/env python3
"""Many small documents in one folder, in one archive and in one file, and one file of two gigabytes: time, and peak memory.

usage: load.py PROGRAM [DOCUMENTS [PART]]

PART is `folder`, `zip`, `tar`, `lines`, or `large`, which is the file of two gigabytes whatever DOCUMENTS says; without it all
but that one are read. Inputs are made in TMPDIR, one after the other. Ends with 1 if a document is lost or memory grows past 1 GB.
"""

import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

TEXT = "The army said that {n} soldiers were killed in Kunar on Sunday. Residents of Asmar said {n} people had fled."
# What stands between the figures of a long document.
REST = "The market was open, and the road to the border was clear in the morning. Nobody in the town had heard of it before. "
MOST_KB = 1 << 20
LARGE = 2 << 30


def texts(documents):
    for number in range(documents):
        yield f"{number // 1000:04}-{number:07}.txt", TEXT.format(n=number % 90 + 2).encode()


def make_folder(path, documents):
    path.mkdir()
    for name, text in texts(documents):
        (path / name).write_bytes(text)


def make_zip(path, documents):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts(documents):
            archive.writestr(name, text)


def make_tar(path, documents):
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for name, text in texts(documents):
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))


def make_lines(path, documents):
    with open(path, "w") as out:
        for name, text in texts(documents):
            out.write(json.dumps({"id": name, "text": text.decode()}) + "\n")


def make_large(path, _):
    """Documents of about 4 KB; their number."""
    written = documents = 0
    with open(path, "w") as out:
        while written < LARGE:
            text = " ".join(TEXT.format(n=(documents + part) % 90 + 2) + " " + REST * 3 for part in range(9))
            written += out.write(json.dumps({"id": f"large-{documents}", "published": "2026-04-14", "text": text}) + "\n")
            documents += 1
    return documents


PARTS = {
    "folder": ("many", make_folder), "zip": ("many.zip", make_zip), "tar": ("many.tar.gz", make_tar), "lines": ("many.jsonl", make_lines),
    "large": ("large.jsonl", make_large),
}


def measure(program, folder, name):
    """Extracts an input; seconds, and peak memory in KiB."""
    begun = time.perf_counter()
    child = subprocess.Popen([program, "extract", name, "--out", "out", "--quiet"], cwd=folder, stderr=subprocess.PIPE, text=True)
    error = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{name}: exit status {status}\n{error}")
    return time.perf_counter() - begun, usage.ru_maxrss


def main(program, documents, part):
    program, wrong = str(pathlib.Path(program).resolve()), False
    for chosen in [part] if part else [name for name in PARTS if name != "large"]:
        name, make = PARTS[chosen]
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder:
            path = pathlib.Path(folder) / name
            expected = make(path, documents) or documents
            size = f", {path.stat().st_size / 1e6:,.0f} MB" if path.is_file() else ""
            seconds, kilobytes = measure(program, folder, name)
            read = json.loads((pathlib.Path(folder) / "out/run.json").read_text())["tables"]["documents"]["rows"]
            wrong |= read != expected or kilobytes > MOST_KB
            print(f"| {name}{size} | {read:,} of {expected:,} documents | {seconds:.1f} s, {kilobytes / 1024:.0f} MB |", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4) or (len(sys.argv) == 4 and sys.argv[3] and sys.argv[3] not in PARTS):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000, sys.argv[3] if len(sys.argv) > 3 else "")
