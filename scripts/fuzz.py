#!/usr/bin/env python3
"""Fuzzes one target after the other: sows it from the fixtures, goes on from what earlier runs found, and counts processor time.

usage: fuzz.py [MINUTES [TARGET...]]

Prints a row for each target. What is found lies in fuzz/artifacts/TARGET; what inputs were kept, in fuzz/corpus/TARGET. Needs
cargo-fuzz (`cargo install cargo-fuzz`). No sanitizer is used, so that the stable compiler does: our code has no unsafe parts, and
what is looked for is a panic, an overflow, a broken law, too much memory, or an input that takes seconds.
"""

import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import fuzz_seeds

ROOT = pathlib.Path(__file__).resolve().parent.parent
FUZZ = ROOT / "fuzz"
TRIPLE = "x86_64-unknown-linux-gnu"
# A run is cut into pieces of so many seconds, so that it goes on after what was found.
PIECE = 120
# The same finding so many times ends its target.
ENOUGH = 4
# The features that targets ask for; the others read files.
FEATURES = {"extract": "", "lexicon": "", "tokenize": "", "diff": "runs", "page": "runs"}
LARGEST = {"extract": 4096, "tokenize": 8192, "diff": 2048, "page": 2048, "lexicon": 8192}
OPTIONS = ["-timeout=25", "-rss_limit_mb=3072", "-malloc_limit_mb=1024", "-print_final_stats=1", "-verbosity=1", "-reload=0"]


def program(target):
    folder = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", FUZZ / "target"))
    return folder / TRIPLE / "release" / target


def build(targets):
    # The libraries of the program, in their versions.
    shutil.copy(ROOT / "Cargo.lock", FUZZ / "Cargo.lock")
    for target in targets:
        features = FEATURES.get(target, "readers")
        command = ["cargo", "fuzz", "build", "--sanitizer", "none", "--target", TRIPLE, "--features", features, target]
        environment = {**os.environ, "RUSTC_WRAPPER": str(ROOT / "scripts/fuzz_rustc.sh")}
        if subprocess.run(command, cwd=ROOT, env=environment).returncode != 0:
            sys.exit(f"{target} was not built (cargo-fuzz: `cargo install cargo-fuzz`)")


def signature(output):
    """What a finding is known by: the place of a panic, or the kind of end."""
    panic = re.search(r"panicked at (\S+?:\d+)", output)
    error = re.search(r"ERROR: libFuzzer: ([\w -]+)", output)
    memory = re.search(r"memory allocation of \d+ bytes failed", output)
    return (panic and panic[1]) or (memory and "memory") or (error and error[1]) or "ended"


def piece(target, seconds, work):
    """Runs a target for a time; its output, and the processor time that it took."""
    command = [program(target), *OPTIONS, f"-max_total_time={seconds}", f"-max_len={LARGEST.get(target, 32768)}"]
    command += [f"-dict={work / 'words'}", f"-artifact_prefix={FUZZ}/artifacts/{target}/", work / "grown", work / "seeds"]
    with open(work / "log", "wb") as log:
        child = subprocess.Popen(command, cwd=work, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
    return (work / "log").read_text("utf-8", "replace"), status, usage.ru_utime + usage.ru_stime


def number(pattern, output):
    found = re.findall(pattern, output)
    return int(found[-1]) if found else 0


def fuzz(target, minutes):
    """Fuzzes a target for so many minutes of processor time; what was found."""
    work = FUZZ / "corpus" / target
    fuzz_seeds.sow(target, work)
    (work / "grown").mkdir(exist_ok=True)
    (FUZZ / "artifacts" / target).mkdir(parents=True, exist_ok=True)
    spent = inputs = places = 0
    found, guarded = collections.Counter(), set()
    while spent < minutes * 60 and max(found.values(), default=0) < ENOUGH:
        output, status, used = piece(target, max(min(PIECE, round(minutes * 60 - spent)), 5), work)
        spent += used
        inputs += number(r"stat::number_of_executed_units: (\d+)", output) or number(r"#(\d+)\t", output)
        places = max(places, number(r"cov: (\d+)", output))
        guarded.update(re.findall(r"guarded: (\S+)", output))
        if status != 0:
            found[signature(output)] += 1
            (FUZZ / "artifacts" / target / f"log-{time.time_ns()}").write_text(output, "utf-8")
    told = [f"{what} ({times})" for what, times in found.items()] + [f"guarded: {place}" for place in sorted(guarded)]
    print(f"| `{target}` | {spent / 60:.2f} | {inputs:,} | {places:,} | {'; '.join(told) or 'nothing'} |", flush=True)
    return found


def main(minutes, targets):
    unknown = set(targets) - set(fuzz_seeds.TARGETS)
    if unknown:
        sys.exit(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(fuzz_seeds.TARGETS)}")
    targets = targets or list(fuzz_seeds.TARGETS)
    build(targets)
    print("| target | minutes | inputs tried | places of the code reached | found |\n|---|---|---|---|---|", flush=True)
    sys.exit(1 if [found for target in targets if (found := fuzz(target, minutes))] else 0)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].replace(".", "").isdigit():
        sys.exit(__doc__)
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10, sys.argv[2:])
