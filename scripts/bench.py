#!/usr/bin/env python3
"""Prints the throughput of each stage, as `cargo bench` measured it last, and times `crossread extract` end to end on a
corpus, with its peak memory.

usage: bench.py CROSSREAD CORPUS.jsonl [RUNS]
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


def run(binary, corpus, jobs, out):
    """Seconds and peak resident megabytes of one run."""
    command = [binary, "extract", corpus, "--out", out, "--jobs", str(jobs), "--quiet"]
    started = time.perf_counter()
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)}: exit code {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024


def stages(folder):
    """Prints what `cargo bench` left in `folder`: each stage on one core, in MB/s; stages without a size in milliseconds."""
    for path in sorted(folder.glob("**/new/benchmark.json")):
        stage = json.loads(path.read_text("utf-8"))
        nanoseconds = json.loads((path.parent / "estimates.json").read_text("utf-8"))["median"]["point_estimate"]
        size = (stage.get("throughput") or {}).get("Bytes")
        rate = f"{size / nanoseconds * 1000:.1f} MB/s" if size else f"{nanoseconds / 1e6:.1f} ms"
        print(f"{stage['full_id']}: {rate}")


def main(binary, corpus, runs):
    stages(pathlib.Path(binary).resolve().parent.parent / "criterion")
    megabytes = pathlib.Path(corpus).stat().st_size / 1e6
    print(f"{corpus}: {megabytes:.1f} MB, {runs} runs each, {os.cpu_count()} cores")
    for jobs in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            results = [run(binary, corpus, jobs, os.path.join(folder, "out")) for _ in range(runs)]
        seconds = [result[0] for result in results]
        peak = max(result[1] for result in results)
        median = statistics.median(seconds)
        print(
            f"extract --jobs {jobs}: median {median:.2f} s (fastest {min(seconds):.2f}, slowest {max(seconds):.2f}), "
            f"{megabytes / median:.1f} MB/s, peak memory {peak:.0f} MB"
        )


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) == 4 else 3)
