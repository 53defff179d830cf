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

from lot import Numbers

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPORTS = ROOT / "fixtures" / "reports"


def vary(text, numbers):
    """Paragraphs after the first in another order, and every bare two- or three-digit number moved a little."""
    head, *paragraphs = text.split("\n\n")
    paragraphs = numbers.some(paragraphs, len(paragraphs))
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
