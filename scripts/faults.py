#!/usr/bin/env python3
"""Breaks runs in every way that can be arranged, and checks that nothing is lost: the old output is whole or the new one is,
and a run again completes.

usage: faults.py PROGRAM [KILLS [WORD]]

With WORD only the faults whose name holds it.

Prints a row for each fault: what was done, how often, what happened; how far it is, to standard error. Ends with 1 if anything
else happened.
"""

import collections
import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SENTENCES = [
    "The army said that {n} soldiers were killed in Kunar on Sunday.",
    "Residents of Asmar said {n} people had fled to Jalalabad.",
    "A spokesman put the number of the wounded at {n}.",
    "The market was open, and the road to the border was clear in the morning.",
    "The United Nations said more than {n},000 people were displaced in Nangarhar since January.",
]


class Place:
    """A folder in which runs are broken."""

    def __init__(self, program, folder):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = pathlib.Path(folder)

    def command(self, *arguments):
        return [self.program, *arguments]

    def run(self, *arguments, expect=(0,), **options):
        done = subprocess.run(self.command(*arguments), cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, **options)
        if done.returncode not in expect or "panicked" in done.stderr:
            raise AssertionError(f"{' '.join(arguments)}: exit code {done.returncode}\n{done.stderr}")
        return done

    def state(self, name="out"):
        """One hash for all that stands in an output folder; None if it is not there."""
        folder = self.folder / name
        if not folder.exists():
            return None
        whole = hashlib.sha256()
        for path in sorted(folder.rglob("*")):
            whole.update(str(path.relative_to(folder)).encode())
            if path.is_file():
                whole.update(path.read_bytes())
        return whole.hexdigest()

    def left_behind(self):
        return sorted(path.name for path in self.folder.iterdir() if path.name.startswith("out") and path.name != "out")

    def clear(self):
        for name in ["out", "out.partial"]:
            shutil.rmtree(self.folder / name, ignore_errors=True)


def write_records(path, documents, seed):
    chance = random.Random(seed)
    with open(path, "w", encoding="utf-8") as out:
        for number in range(documents):
            text = " ".join(chance.choice(SENTENCES).format(n=chance.randint(2, 90)) for _ in range(60))
            record = {"id": f"s{seed}-{number:06}", "published": "2026-04-14", "source": f"Wire {number % 7}", "text": text}
            out.write(json.dumps(record) + "\n")


def progress(told, times):
    """How far a fault is, after each time that it was caused."""
    done = sum(told.values())
    print(f"{done} of {times}", file=sys.stderr, end="\n" if done >= times else "\r", flush=True)


def kills(place, times, inputs, *more):
    """Kills the run that replaces an old output, at random moments of it. `inputs` are the files that the old and the new one
    are made of."""
    options = ["--out", "out", "--quiet", "--format", "parquet,csv", *more]
    old, new = (["extract", name, *options] for name in inputs)
    place.clear()
    begun = time.perf_counter()
    place.run(*new)
    seconds = time.perf_counter() - begun
    complete = {place.state()}
    # Without the comparison that follows, the new output is whole too.
    place.run("extract", inputs[1], "--out", "out", "--quiet", "--format", "parquet,csv")
    complete.add(place.state())
    place.run(*old)
    before = place.state()
    shutil.copytree(place.folder / "out", place.folder / "kept")
    chance, told = random.Random(7), collections.Counter()
    for _ in range(times):
        place.clear()
        shutil.copytree(place.folder / "kept", place.folder / "out")
        child = subprocess.Popen(place.command(*new), cwd=place.folder, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, seconds * 1.02))
        child.send_signal(signal.SIGKILL)
        child.wait()
        state = place.state()
        if state == before:
            told["old output whole"] += 1
        elif state in complete:
            told["new output whole"] += 1
        elif state is None:
            told["old output put aside, restored by the next run"] += 1
        else:
            raise AssertionError(f"killed: the output is neither the old nor the new one: {sorted(os.listdir(place.folder / 'out'))}")
        place.run(*new)
        if place.state() not in complete or place.left_behind():
            raise AssertionError(f"killed: a run again gave something else, or left {place.left_behind()}")
        progress(told, times)
    shutil.rmtree(place.folder / "kept")
    return told


def resumed(place, times):
    """Kills a run with `--resume` again and again until it is through."""
    run = ["extract", "long.jsonl", "--out", "out", "--quiet", "--resume"]
    place.clear()
    begun = time.perf_counter()
    place.run(*run[:-1])
    seconds = time.perf_counter() - begun
    whole = place.state()
    chance, told = random.Random(11), collections.Counter()
    while sum(told.values()) < times:
        place.clear()
        for _ in range(3):
            child = subprocess.Popen(place.command(*run), cwd=place.folder, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.1, seconds * 0.6))
            child.send_signal(signal.SIGKILL)
            child.wait()
            parts = len(list((place.folder / "out.partial").glob("part-??????"))) if not (place.folder / "out").exists() else 0
            told["killed after a part was saved" if parts else "killed before a part was saved, or after the end"] += 1
        place.run(*run)
        if place.state() != whole or place.left_behind():
            raise AssertionError("resumed: other bytes than a run that was not interrupted")
        progress(told, times)
    return told


def limited(place, times):
    """Stops writing at a random size of file, as a full disk does."""
    place.clear()
    place.run("extract", "old.jsonl", "--out", "out", "--quiet", "--compare")
    before, chance, told = place.state(), random.Random(13), collections.Counter()
    largest = max(path.stat().st_size for path in (place.folder / "out").iterdir())
    for number in range(times):
        size = chance.randint(0, largest)

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        command = ["compare", "out"] if number % 2 else ["extract", "new.jsonl", "--out", "out"]
        place.run(*command, "--quiet", expect=(2,), preexec_fn=limit)
        if place.state() != before or place.left_behind():
            raise AssertionError(f"file size {size}: the old output was touched, or {place.left_behind()} left")
        told["exit code 2, old output whole"] += 1
    place.run("extract", "new.jsonl", "--out", "out", "--quiet")
    return told


def small_disk(place, times):
    """A file system that is full before the run ends; where this user may mount one."""
    told = collections.Counter()
    (place.folder / "disk").mkdir()
    for _ in range(times):
        script = "mount -t tmpfs -o size=200k none disk && \"$@\"; code=$?; ls -A disk; exit $code"
        done = subprocess.run(
            ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", *place.command("extract", "new.jsonl", "--quiet", "--out", "disk/out")],
            cwd=place.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )
        if "mount" in done.stderr and "crossread" not in done.stderr:
            told["not permitted here"] += 1
            continue
        if done.returncode != 2 or "No space left" not in done.stderr or done.stdout.strip():
            raise AssertionError(f"full disk: exit code {done.returncode}, {done.stderr}, left {done.stdout}")
        told["exit code 2, nothing left on the disk"] += 1
    return told


def full_device(place, times):
    """Standard output on a device that is full."""
    place.run("extract", "old.jsonl", "--out", "out", "--quiet", "--compare")
    told = collections.Counter()
    for number in range(times):
        command = [["findings", "out"], ["schema"], ["extract", "old.jsonl", "--out", "out"]][number % 3]
        with open("/dev/full", "w") as full:
            done = subprocess.run(place.command(*command), cwd=place.folder, stdout=full, stderr=subprocess.PIPE, text=True)
        if done.returncode != 2 or "panicked" in done.stderr:
            raise AssertionError(f"/dev/full: {command}: exit code {done.returncode}, {done.stderr}")
        told["exit code 2"] += 1
    return told


def changing(place, times):
    """Inputs that are cut, removed, replaced and added to while they are read."""
    chance, told = random.Random(17), collections.Counter()
    for _ in range(times):
        shutil.rmtree(place.folder / "in", ignore_errors=True)
        (place.folder / "in").mkdir()
        for number in range(12):
            write_records(place.folder / f"in/{number:02}.jsonl", 150, number)
        shutil.copy(place.folder / "pack.zip", place.folder / "in/pack.zip")
        child = subprocess.Popen(place.command("extract", "in", "--out", "out", "--quiet"), cwd=place.folder, stderr=subprocess.PIPE, text=True)
        while child.poll() is None:
            path = place.folder / f"in/{chance.randrange(12):02}.jsonl"
            match chance.randrange(5):
                case 0 if path.exists():
                    os.truncate(path, chance.randint(0, path.stat().st_size))
                case 1:
                    path.unlink(missing_ok=True)
                case 2:
                    path.write_text("no record\n")
                case 3:
                    with open(path, "a") as more:
                        more.write('{"text":"half')
                case 4:
                    os.truncate(place.folder / "in/pack.zip", chance.randint(0, 200_000))
            time.sleep(0.002)
        error = child.stderr.read()
        if child.returncode not in (0, 1) or "panicked" in error:
            raise AssertionError(f"changing inputs: exit code {child.returncode}\n{error}")
        for table, entry in json.loads((place.folder / "out/run.json").read_text())["tables"].items():
            found = hashlib.sha256((place.folder / f"out/{table}.parquet").read_bytes()).hexdigest()
            if found != entry["sha256"]:
                raise AssertionError(f"changing inputs: {table} is not the table of run.json")
        told[f"exit code {child.returncode}, every table that of run.json"] += 1
    return told


def unreadable(place, times):
    """Inputs and outputs that may not be opened."""
    told = collections.Counter()
    nobody = 65534
    for _ in range(times):
        (place.folder / "locked.jsonl").write_text('{"id":"a","text":"Nine died."}\n')
        os.chmod(place.folder / "locked.jsonl", 0)
        os.chmod(place.folder, 0o555)

        def other_user():
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(nobody)
                os.setuid(nobody)

        done = place.run("extract", "locked.jsonl", "--out", "/dev/shm/crossread-faults", "--quiet", expect=(1, 2), preexec_fn=other_user)
        if "ermission denied" not in done.stderr:
            raise AssertionError(f"unreadable input: {done.stderr}")
        told["unreadable input: listed with its reason"] += 1
        done = place.run("extract", "old.jsonl", "--out", "forbidden", "--quiet", expect=(2,), preexec_fn=other_user)
        if "forbidden" not in done.stderr:
            raise AssertionError(f"read-only folder: {done.stderr}")
        told["read-only folder: exit code 2, named"] += 1
        os.chmod(place.folder, 0o755)
        shutil.rmtree("/dev/shm/crossread-faults", ignore_errors=True)
        (place.folder / "locked.jsonl").unlink()
    return told


def main(program, times, word):
    few = max(times // 5, 3)
    base = os.environ.get("TMPDIR", "/var/tmp")
    with tempfile.TemporaryDirectory(dir=base) as folder:
        os.chmod(folder, 0o755)
        place = Place(program, folder)
        write_records(place.folder / "old.jsonl", 400, 1)
        write_records(place.folder / "new.jsonl", 1200, 2)
        write_records(place.folder / "long.jsonl", 12_000, 3)
        # Comparing takes longer than extracting.
        write_records(place.folder / "few.jsonl", 20, 4)
        write_records(place.folder / "more.jsonl", 60, 5)
        shutil.make_archive(str(place.folder / "pack"), "zip", place.folder, "new.jsonl")
        faults = [
            ("kill -9 of `extract`", lambda: kills(place, times, ["old.jsonl", "new.jsonl"])),
            ("kill -9 of `extract --compare`", lambda: kills(place, times, ["few.jsonl", "more.jsonl"], "--compare")),
            ("kill -9 of `extract --resume`, three times a run", lambda: resumed(place, few)),
            ("limit on the size of files", lambda: limited(place, few)),
            ("full file system (tmpfs)", lambda: small_disk(place, few)),
            ("output to a full device", lambda: full_device(place, few)),
            ("inputs that change while read", lambda: changing(place, few)),
            ("inputs and outputs without permission", lambda: unreadable(place, 3)),
        ]
        wrong = 0
        for name, fault in [(name, fault) for name, fault in faults if word in name]:
            try:
                for outcome, count in sorted(fault().items()):
                    print(f"| {name} | {count} | {outcome} |", flush=True)
            except AssertionError as error:
                wrong += 1
                print(f"| {name} | | WRONG: {error} |", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50, sys.argv[3] if len(sys.argv) > 3 else "")
