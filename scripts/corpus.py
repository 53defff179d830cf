#!/usr/bin/env python3
"""Builds a corpus of invented reports, the same bytes every time.

usage: corpus.py MEGABYTES OUT.jsonl

Repeats the fixtures under new ids, each copy with its own sentence order, day of publication and
figures, so that neither caches nor compression flatter a benchmark. No clock, no system randomness.
"""

import datetime
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPORTS = ROOT / "fixtures" / "reports"


class Numbers:
    """A linear congruential generator (Knuth's MMIX constants): the same numbers on every machine."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % bound


def vary(text, numbers):
    """Paragraphs after the first in another order, and every bare two- or three-digit number moved a little."""
    head, *paragraphs = text.split("\n\n")
    for at in range(len(paragraphs) - 1, 0, -1):
        other = numbers.below(at + 1)
        paragraphs[at], paragraphs[other] = paragraphs[other], paragraphs[at]
    moved = lambda found: str(int(found.group()) + numbers.below(9))
    return re.sub(r"(?<![\d.,/:-])[1-9]\d{1,2}(?![\d.,/:%-])", moved, "\n\n".join([head, *paragraphs]))


def main(megabytes, out):
    index = {entry["id"]: entry for entry in json.loads((REPORTS / "index.json").read_text("utf-8"))}
    texts = [(path.stem, path.read_text("utf-8")) for path in sorted(REPORTS.glob("*.txt"))]
    out = pathlib.Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    numbers, written, copy = Numbers(1), 0, 0
    with out.open("w", encoding="utf-8", newline="\n") as file:
        while written < megabytes * 1_000_000:
            for stem, text in texts:
                meta = dict(index.get(stem, {}), id=f"{stem}-{copy:06}", synthetic=True, text=vary(text, numbers))
                if meta.get("published"):
                    day = datetime.date.fromisoformat(meta["published"]) + datetime.timedelta(days=numbers.below(90))
                    meta["published"] = day.isoformat()
                line = json.dumps(meta, ensure_ascii=False, sort_keys=True) + "\n"
                file.write(line)
                written += len(line.encode("utf-8"))
            copy += 1
    print(f"{out}: {written / 1e6:.1f} MB, {copy * len(texts)} documents")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(float(sys.argv[1]), sys.argv[2])
