#!/usr/bin/env python3
"""Many small documents in one folder and in one archive: time, and peak memory.

usage: load.py PROGRAM [DOCUMENTS]

Ends with 1 if a document is lost or memory grows past 1 GB.
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
MOST_KB = 1 << 20


def measure(program, folder, name):
    """Extracts an input; seconds, and peak memory in KiB."""
    begun = time.perf_counter()
    child = subprocess.Popen([program, "extract", name, "--out", "out", "--quiet"], cwd=folder, stderr=subprocess.PIPE, text=True)
    error = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{name}: exit status {status}\n{error}")
    return time.perf_counter() - begun, usage.ru_maxrss


def main(program, documents):
    program, wrong = str(pathlib.Path(program).resolve()), False
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as name:
        folder = pathlib.Path(name)
        texts = [(f"{n // 1000:04}-{n:07}.txt", TEXT.format(n=n % 90 + 2).encode()) for n in range(documents)]
        (folder / "many").mkdir()
        for path, text in texts:
            (folder / "many" / path).write_bytes(text)
        with zipfile.ZipFile(folder / "many.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path, text in texts:
                archive.writestr(path, text)
        with tarfile.open(folder / "many.tar.gz", "w:gz", compresslevel=1) as archive:
            for path, text in texts:
                entry = tarfile.TarInfo(path)
                entry.size = len(text)
                archive.addfile(entry, io.BytesIO(text))
        with open(folder / "many.jsonl", "w") as out:
            for path, text in texts:
                out.write(json.dumps({"id": path, "text": text.decode()}) + "\n")
        for name in ["many", "many.zip", "many.tar.gz", "many.jsonl"]:
            seconds, kilobytes = measure(program, folder, name)
            read = json.loads((folder / "out/run.json").read_text())["tables"]["documents"]["rows"]
            wrong |= read != documents or kilobytes > MOST_KB
            print(f"| {name} | {read} of {documents} documents | {seconds:.1f} s, {kilobytes / 1024:.0f} MB |", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 100_000)
