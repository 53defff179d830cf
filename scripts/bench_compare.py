#!/usr/bin/env python3
"""Times `crossread compare` on invented claims, with its peak memory.

usage: bench_compare.py CROSSREAD CLAIMS-EXAMPLE FOLDER CLAIMS [CLAIMS...]

Writes a run of each size into FOLDER with the example `claims` of crates/compare, compares it and prints time, time per
claim and peak memory. Fails when the peak passes 4 GB, or when a claim of the largest size takes more than 1.5 times as
long as one of the smallest.
"""

import os
import pathlib
import subprocess
import sys
import time

PEAK_MB, SLOWDOWN = 4096, 1.5


def run(command):
    """Seconds, processor seconds and peak resident megabytes of one command."""
    started = time.perf_counter()
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)}: exit code {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(binary, example, folder, sizes):
    each, peaks = [], []
    for size in sorted(sizes):
        out = pathlib.Path(folder) / f"claims-{size}"
        run([example, str(size), str(out)])
        wall, processor, peak = run([binary, "compare", str(out)])
        each.append(processor / size)
        peaks.append(peak)
        print(f"{size:>10} claims: {wall:.1f} s, processor {processor:.1f} s, {each[-1] * 1e6:.1f} µs a claim, peak memory {peak:.0f} MB")
    slowdown = each[-1] / each[0]
    print(f"time per claim, largest to smallest: {slowdown:.2f} (at most {SLOWDOWN}); peak {max(peaks):.0f} MB (at most {PEAK_MB})")
    return slowdown <= SLOWDOWN and max(peaks) <= PEAK_MB


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    sys.exit(0 if main(*sys.argv[1:4], [int(size) for size in sys.argv[4:]]) else 1)
