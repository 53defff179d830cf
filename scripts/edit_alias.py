#!/usr/bin/env python3
"""Edits one alias of a pack and checks that the difference of two runs names that row, and nothing else.

usage: edit_alias.py CROSSREAD CORPUS.jsonl

The expected rows are found without crossread's own comparison: the mentions whose words are the alias, and rows of the same
documents. Fails when another document, another cause or an unchanged row is named.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

KEPT, OLD, NEW = "Lantern Wire", "Borderlands Data Project", "Ravi Chronicle"
ROW = "ours:ember-desk"


def pack(folder, alias):
    folder.mkdir(parents=True)
    (folder / "actors.csv").write_text("id,name,type\nember-desk,Ember Desk,media\n", "utf-8")
    (folder / "actor_aliases.csv").write_text(f"alias,actor\n{KEPT},ember-desk\n{alias},ember-desk\n", "utf-8")
    return folder


def main(program, corpus):
    program, corpus = pathlib.Path(program).resolve(), pathlib.Path(corpus).resolve()
    touched = set()
    for line in corpus.open(encoding="utf-8"):
        record = json.loads(line)
        if any(alias.lower() in " ".join(record["text"].lower().split()) for alias in (OLD, NEW)):
            touched.add(record["id"])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, alias in (("old", OLD), ("new", NEW)):
            words = pack(folder / name / "ours", alias)
            command = [program, "extract", corpus, "--out", folder / f"run-{name}", "--lexicon", words, "--quiet"]
            subprocess.run(command, check=True)
        started = time.perf_counter()
        command = [program, "diff", folder / "run-old", folder / "run-new", "--format", "json"]
        done = subprocess.run(command, stdout=subprocess.PIPE)
        seconds = time.perf_counter() - started
    if done.returncode != 1:
        sys.exit(f"exit code {done.returncode}, 1 expected")
    diff = json.loads(done.stdout)
    causes = {line["cause"] for line in diff["causes"]}
    if causes != {f"lexicon row {ROW} edited"}:
        sys.exit(f"causes {sorted(causes)}, only the edited row expected")
    named, mentions = set(), 0
    for table, changes in diff["tables"].items():
        for change in changes["changes"]:
            if table == "lexicon":
                continue
            named.add(change["key"]["doc_id"])
            mentions += table == "actors" and any(alias in change["label"] for alias in (OLD, NEW))
    if not named or not named <= touched:
        sys.exit(f"{len(named - touched)} documents without the alias are named")
    if mentions == 0:
        sys.exit("no mention of the alias is named")
    print(f"{len(named)} documents, {mentions} mentions, one cause; compared in {seconds:.1f} s")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
