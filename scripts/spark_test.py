#!/usr/bin/env python3
"""Extraction and comparison on Spark against the program on one machine: the same rows, also after an executor was killed.

usage: spark_test.py CROSSREAD WHEEL [--small]

The small form compares in fewer shares and leaves out what is refused.

Each partition of the data frame is a file of records for the program. Among the records: ids given twice, in one partition and in
two, ids and texts that are missing or blank, dates that are none, letters of four bytes.
"""

import collections
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings

import pyarrow.parquet as parquet
import spark_cluster

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMA = "id STRING, text STRING, title STRING, source STRING, url STRING, published STRING, synthetic BOOLEAN, clicks INT"
LAYERS = ("documents", "sentences", "actors", "places", "times", "figures")
COMPARED = ("compare_documents", "compare_actors", "compare_places", "compare_figures", "findings", "claims")
COMPARED += ("view_ucdp", "view_acled", "view_minmax")
#: The accounts that stand, with the interval each allows: whether the intervals of a question have no number in common.
CLASHES = """
    SELECT question_id, max(struct(low, low_excluded)) AS least, min(struct(high, NOT high_excluded AS allowed)) AS most
    FROM (SELECT question_id, coalesce(k.low, double('-inf')) AS low, low_excluded, coalesce(k.high, double('inf')) AS high, high_excluded
          FROM accounts JOIN keys k USING (doc_id, figure_id) JOIN documents USING (doc_id)
          WHERE NOT superseded AND duplicate_of IS NULL AND (k.low IS NOT NULL OR k.high IS NOT NULL))
    GROUP BY question_id
    HAVING most.high < least.low OR (most.high = least.low AND (NOT most.allowed OR least.low_excluded))
"""
PARTITIONS = 8


def partitions():
    """Records of the invented reports, dealt out over partitions, with odd ones between them."""
    dealt = [[] for _ in range(PARTITIONS)]
    reports = sorted((ROOT / "fixtures" / "reports").glob("*.txt"))
    index = {entry["id"]: entry for entry in json.loads((ROOT / "fixtures" / "reports" / "index.json").read_text("utf-8"))}
    for number, path in enumerate(reports):
        known = index.get(path.stem, {})
        dealt[number % PARTITIONS].append(
            {key: known.get(key) for key in ("title", "source", "url", "published", "synthetic")}
            | {"id": path.stem, "text": path.read_text("utf-8"), "clicks": number}
        )
    died = "Nine people were killed in Khost on Sunday, the army said."
    odd = [
        (0, {"id": "twice-over", "text": None}),
        (1, {"id": " twice-over\u00a0", "text": died, "published": "2026-04-15"}),
        (1, {"id": "twice-here", "text": died}),
        (1, {"id": "twice-here", "text": "Ten were killed in Paktika.", "published": "soon"}),
        (5, {"id": "twice-over", "text": "Twelve militants died in Nuristan; Kabul denied it.", "published": "2026-04-16"}),
        (6, {"id": "twice-over", "text": died}),
        (2, {"id": None, "text": died, "synthetic": True}),
        (2, {"id": "  ", "text": "Three soldiers were wounded in Kunar."}),
        (3, {"id": "no-text", "text": None}),
        (3, {"id": "blank", "text": " \n "}),
        (3, {"id": "no-date", "text": "Forty died in Kabul.", "published": "soon"}),
        (4, {"id": "hard", "text": "КИЇВ 🕊 – Cafe\u0301 owners said at least 12 people\r\nwere killed in Kharkiv.\u2028Denied."}),
        (4, {"id": "binary", "text": "\0\1\2\3" * 20}),
    ]
    for partition, record in odd:
        dealt[partition].insert(len(dealt[partition]) // 2, record)
    # An empty partition, and one with so many records that they come in several batches.
    dealt[7] = []
    dealt[6] += [{"id": f"short-{number}", "text": f"{number} people fled from Jalalabad."} for number in range(600)]
    return dealt


def frame(spark, dealt, seconds=0.0):
    """The records as a data frame with those partitions, each of which takes some time to come."""
    columns = [column.split()[0] for column in SCHEMA.split(", ")]
    rows = [[tuple(record.get(column) for column in columns) for record in records] for records in dealt]

    def give(partition, _):
        time.sleep(seconds)
        return iter(rows[partition])

    numbers = spark.sparkContext.parallelize(range(len(rows)), len(rows))
    return spark.createDataFrame(numbers.mapPartitionsWithIndex(give), SCHEMA)


def on_one_machine(program, home, dealt):
    """The program's run of the same records, a file a partition."""
    folder = home / "reports"
    folder.mkdir()
    for number, records in enumerate(dealt):
        if records:
            lines = "".join(json.dumps(record) + "\n" for record in records)
            (folder / f"part-{number:05}.jsonl").write_text(lines, "utf-8")
    out = home / "single"
    command = [program, "extract", "reports", "--out", out, "--quiet"]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True)
    assert (out / "run.json").is_file(), done.stderr
    return out


def files(table):
    return sorted(table.glob("part-*.parquet")) if table.is_dir() else [table]


def read(run, table):
    return [row for file in files(run / f"{table}.parquet") for row in parquet.ParquetFile(file).read().to_pylist()]


def by_document(rows):
    documents = collections.defaultdict(list)
    for row in rows:
        documents[row["doc_id"]].append(row)
    return dict(documents)


def same_rows(ours, single):
    """Every table has the same rows, those of a document in the same order, the documents in one order in all tables."""
    order = {row["doc_id"]: at for at, row in enumerate(read(ours, "documents"))}
    count = 0
    for table in LAYERS:
        rows, expected = read(ours, table), read(single, table)
        assert by_document(rows) == by_document(expected), table
        assert len(rows) == len(expected) > 0, table
        places = [order[row["doc_id"]] for row in rows]
        assert places == sorted(places), f"{table}: its documents stand in another order"
        count += len(rows)
    assert read(ours, "lexicon") == read(single, "lexicon")
    told = [
        row | {key: re.sub(r"reports/(part-\d+)\.jsonl", r"\1", row[key]) for key in ("input", "message")}
        for row in read(single, "skipped")
    ]
    assert read(ours, "skipped") == told
    codes = {row["code"] for row in told}
    assert {"duplicate-id", "missing-text", "empty", "binary", "bad-date"} <= codes, codes
    return count


def same_comparison(program, ours, single, home):
    for name, run in (("ours", ours), ("theirs", single)):
        subprocess.run([program, "compare", run, "--out", home / name, "--quiet"], check=True)
    for table in COMPARED:
        assert read(home / "ours", table) == read(home / "theirs", table), table
    return len(read(home / "ours", "findings"))


def same_answers(spark, run, home, shares):
    """The comparison on Spark gives the program's tables, row for row; contradictions are an aggregate of intervals."""
    import crossread.spark

    compared = crossread.spark.compare(run, home / "answers", shares=shares)
    for table in COMPARED:
        assert read(home / "answers", table) == read(home / "theirs", table), table
    compared.table("compare_figures").createOrReplaceTempView("accounts")
    compared.table("compare_documents").createOrReplaceTempView("documents")
    crossread.spark.keys(run).createOrReplaceTempView("keys")
    clashes = {row.question_id for row in spark.sql(CLASHES).collect()}
    told = {row["question_id"] for row in read(home / "theirs", "findings") if row["relation"] == "contradict"}
    assert clashes == told and told, (clashes, told)
    # The page verifies the tables that it reads.
    assert "<html" in crossread.report(compared, runs=[run])


def kill_one(spark, staging, told):
    """Kills an executor once two tasks of the extraction have ended and others have not."""
    while not told:
        ended = list(staging.glob("_temporary/0/task_*"))
        if len(ended) >= 2:
            before = spark_cluster.executors(spark)
            assert not (staging / "_SUCCESS").exists() and len(before) == 2
            os.kill(before[0], signal.SIGKILL)
            told.append((before, len(ended)))
        time.sleep(0.02)


def main(program, wheel, small=False):
    program, wheel, began = pathlib.Path(program).resolve(), pathlib.Path(wheel).resolve(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="crossread-spark-") as folder:
        home = pathlib.Path(folder)
        # So that the documentation's relative paths lie there, for the driver's Java too.
        os.chdir(home)
        dealt = partitions()
        single = on_one_machine(program, home, dealt)
        with spark_cluster.session(home, wheel) as spark:
            import crossread.spark

            warnings.simplefilter("ignore", crossread.SkippedWarning)
            sent = spark.sparkContext.parallelize([0], 1).map(lambda _: __import__("crossread").__file__).first()
            assert "crossread-wheel" in sent, f"executors read {sent}, not what they were sent"
            run = crossread.spark.extract(frame(spark, dealt), home / "run")
            count = same_rows(home / "run", single)
            print(f"{count:,} rows of {run.rows['documents']} documents in {PARTITIONS} partitions: those of one machine")

            assert run.table("figures").where("measure = 'killed'").count() > 20
            assert len(crossread.read(run).figures) == run.rows["figures"]
            findings = same_comparison(program, home / "run", single, home)
            assert len(crossread.compare(run).findings) == findings > 20
            print(f"{findings} findings: those of one machine")
            began_comparing = time.monotonic()
            shares = 2 if small else 5
            same_answers(spark, run, home, shares)
            print(f"the comparison on Spark, in {shares} shares: the same rows, after {time.monotonic() - began_comparing:.0f} s")

            staging, told = home / "killed.partial" / "_staged", []
            thread = threading.Thread(target=kill_one, args=(spark, staging, told))
            thread.start()
            try:
                crossread.spark.extract(frame(spark, dealt, seconds=1), home / "killed")
            finally:
                told.append(None)
                thread.join()
            assert told[0] is not None, "no executor was killed"
            (before, ended), after = told[0], spark_cluster.executors(spark)
            assert before[0] not in after, "it lives"
            same_rows(home / "killed", single)
            print(f"executor {before[0]} killed after {ended} of {PARTITIONS} tasks: the same rows")

            documented(spark, dealt)
            if not small:
                refusals(spark, dealt, home)
            assert not list(home.glob("*.partial"))
    print(f"{time.monotonic() - began:.0f} s")


def documented(spark, dealt):
    """The blocks of docs/scale.md run."""
    frame(spark, dealt).selectExpr("id AS key", "text AS body", "published").write.parquet("archive/reports")
    blocks = re.findall(r"^```python\n(.*?)^```$", (ROOT / "docs" / "scale.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names = {"spark": spark}
    for block in blocks:
        exec(compile(block, "docs/scale.md", "exec"), names)
    assert len(blocks) >= 3


def refusals(spark, dealt, home):
    """What cannot be done is said on the driver, and nothing is left."""
    import crossread.spark

    df = frame(spark, [[], dealt[3]])

    def refused(words, *args, **kwargs):
        try:
            crossread.spark.extract(*args, **kwargs)
        except crossread.InputError as error:
            assert words in str(error), error
            return error
        raise AssertionError(f"not refused: {words}")

    refused("no column 'body', only id, text", df, home / "x", text="body")
    refused("the column of text holds int", df, home / "x", text="clicks")
    refused("is there already", df, home / "run")
    (home / "mine").mkdir()
    (home / "mine" / "thesis.tex").write_text("mine")
    refused("thesis.tex is not from crossread", df, home / "mine", overwrite=True)
    error = refused("part-00001, line", df, home / "strict", strict=True)
    assert (error.file, error.line is not None) == ("part-00001", True) and not (home / "strict").exists()
    again = crossread.spark.extract(df.where("id = 'no-date'"), home / "run", overwrite=True)
    assert again.rows["documents"] == 1 and crossread.read(again).documents.to_dicts()[0]["doc_id"] == "no-date"
    pack = home / "ours.toml"
    pack.write_text(
        '[[actors]]\nid = "blue-hand"\nname = "Blue Hand"\ntype = "armed-group"\n\n'
        '[[actor_aliases]]\nalias = "Blue Hand"\nactor = "blue-hand"\n'
    )
    lines = spark.createDataFrame([(1, "The Blue Hand said nine people were killed.")], "key BIGINT, body STRING")
    named = crossread.spark.extract(lines, home / "pack", text="body", id="key", lexicon=pack)
    found = named.table("actors").select("doc_id", "actor_id", "entry").collect()
    assert [(row.doc_id, row.actor_id, row.entry.split(":")[0]) for row in found] == [("1", "blue-hand", "ours")], found
    nested = crossread.spark.rows(lines, text="body", id=None).selectExpr("inline(figures)").select("doc_id", "low").collect()
    assert [tuple(row) for row in nested] and nested[0].doc_id.endswith("#1"), nested


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--small"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    main(*arguments, small="--small" in sys.argv)
