#!/usr/bin/env python3
"""Runs the notebooks of docs/notebooks and holds their outputs against those that are committed.

usage: notebooks.py CROSSREAD [--update] [NAME...]

CROSSREAD is the program, which cells that begin with `%%bash` find on their path. Texts are compared word by word, because
libraries draw tables in their own way, and pictures by their pixels, because fonts do. With --update the outputs are written
into the notebooks instead, as GitHub shows them.
"""

import base64
import io
import os
import pathlib
import re
import sys

import matplotlib.image
import nbclient
import nbformat
import numpy

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "docs" / "notebooks"
#: What a notebook may weigh: outputs included, it opens at once.
BYTES = 300_000
#: Mean difference of two pictures, of 1, that another version of the fonts may make.
PIXELS = 0.02
#: What counts in a text: words and numbers, not the lines that draw a table.
WORD = re.compile(r"[\w%'-][\w.,%:'-]*")


def run(path):
    """The notebook with the outputs of a fresh kernel, in the folder where a reader opens it."""
    book = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(FOLDER)}}
    nbclient.NotebookClient(book, timeout=300, kernel_name="python3", record_timing=False, resources=resources).execute()
    # What names the machine or the moment.
    book.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
    )
    for cell in book.cells:
        cell.metadata = nbformat.from_dict({})
        if cell.cell_type == "code":
            cell.outputs = joined(cell.outputs)
            for output in cell.outputs:
                if output.output_type == "stream" and output.name == "stderr":
                    raise SystemExit(f"{path.name}: a cell warns: {output.text}")
                output.pop("transient", None)
                if "metadata" in output:
                    output.metadata = nbformat.from_dict({})
                # A frame draws itself with a style sheet for each table; GitHub takes it away.
                if "text/html" in output.get("data", {}):
                    output.data["text/html"] = re.sub(r"<style.*?</style>\s*", "", output.data["text/html"], flags=re.DOTALL)
    return book


def joined(outputs):
    """Pieces of one stream as one, however the kernel sent them."""
    kept = []
    for output in outputs:
        if kept and output.output_type == kept[-1].output_type == "stream" and output.name == kept[-1].name:
            kept[-1].text += output.text
        else:
            kept.append(output)
    return kept


def shown(cell):
    """What a code cell shows: words of texts, and pictures."""
    words, pictures = [], []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" in data:
            pictures.append(matplotlib.image.imread(io.BytesIO(base64.b64decode(data["image/png"]))))
        else:
            words += WORD.findall(output.get("text", "") + data.get("text/plain", ""))
    return words, pictures


def alike(ours, theirs):
    """True for pictures whose size is about the same, and whose pixels are."""
    if any(abs(a - b) > 12 for a, b in zip(ours.shape[:2], theirs.shape[:2])):
        return False
    height, width = (min(a, b) for a, b in zip(ours.shape[:2], theirs.shape[:2]))
    return float(numpy.abs(ours[:height, :width] - theirs[:height, :width]).mean()) < PIXELS


def differences(committed, fresh):
    """What a reader of the committed notebook would see otherwise: a line a cell."""
    if [cell.source for cell in committed.cells] != [cell.source for cell in fresh.cells]:
        yield "the cells are others"
    for number, (old, new) in enumerate(zip(committed.cells, fresh.cells), start=1):
        (old_words, old_pictures), (new_words, new_pictures) = shown(old), shown(new)
        if old_words != new_words:
            at = next((at for at, (a, b) in enumerate(zip(old_words, new_words)) if a != b), min(len(old_words), len(new_words)))
            told = [" ".join(words[max(at - 3, 0) : at + 6]) for words in (old_words, new_words)]
            yield f"cell {number} shows other words: {told[0]!r} is now {told[1]!r}"
        if len(old_pictures) != len(new_pictures) or not all(map(alike, old_pictures, new_pictures)):
            yield f"cell {number} shows another picture"


def main(program, update, names):
    os.environ["PATH"] = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    paths = [path for path in sorted(FOLDER.glob("*.ipynb")) if not names or path.stem in names]
    assert paths, f"no such notebook in {FOLDER}"
    wrong = 0
    for path in paths:
        before = path.read_text("utf-8")
        fresh = run(path)
        text = nbformat.writes(fresh, indent=1) + "\n"
        told = list(differences(nbformat.reads(before, as_version=4), fresh))
        if len(text.encode()) > BYTES:
            raise SystemExit(f"{path.name}: {len(text.encode()):,} bytes, more than {BYTES:,}; show less")
        if update:
            # A run that shows the same leaves the file as it is.
            if told:
                path.write_text(text, encoding="utf-8")
        else:
            wrong += len(told)
        print(f"{path.name}: {'; '.join(told) or 'current'}")
    if wrong:
        sys.exit("the committed outputs are not those of this version; run `just notebooks --update` and read the difference")


if __name__ == "__main__":
    options = [argument for argument in sys.argv[1:] if argument.startswith("--")]
    plain = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if not plain or set(options) - {"--update"}:
        sys.exit(__doc__)
    main(pathlib.Path(plain[0]).resolve(), "--update" in options, plain[1:])
