"""What tasks of a cluster do gives the rows of one machine: `scripts/spark_test.py` without Spark."""

from __future__ import annotations

import collections
import json

import crossread
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from crossread import _crossread, _spark_task

LAYERS = ("documents", "sentences", "actors", "places", "times", "figures")
VIEWS = ("view_ucdp", "view_acled", "view_minmax")


def rows(folder, table):
    return pq.read_table(folder / f"{table}.parquet").to_pylist()


def groups(keys, originals):
    """The number of the group of each claim: claims that a chain of keys joins are in one."""
    above = list(range(len(keys)))

    def top(claim):
        while above[claim] != claim:
            claim = above[claim]
        return claim

    blocks = collections.defaultdict(lambda: (set(), set()))
    for claim, row in enumerate(keys):
        for key in (*row["wanted"], (row["family"], originals.get(row["doc_id"], row["doc_id"]))):
            blocks[key][0].add(claim)
        for key in (*row["noted"], (row["family"], originals.get(row["doc_id"], row["doc_id"]))):
            blocks[key][1].add(claim)
    for wanted, noted in blocks.values():
        if wanted and noted:
            first, *others = {top(claim) for claim in wanted | noted}
            for other in others:
                above[other] = first
    tops = [top(claim) for claim in range(len(keys))]
    numbers = {number: at for at, number in enumerate(sorted(set(tops)))}
    return [numbers[number] for number in tops]


def answered(program, folder, claims, originals):
    """The answers of a share, of which only the documents with its claims are at hand."""
    documents, out = folder / "documents", folder / "out"
    documents.mkdir(parents=True)
    out.mkdir()
    ids = pa.array(sorted({doc_id for doc_id, _ in claims}), pa.string())
    for table in LAYERS:
        some = pq.read_table(program / f"{table}.parquet")
        some = some.filter(pc.is_in(some.column("doc_id"), ids))
        if table == "documents":
            of = [originals.get(doc_id) for doc_id in some.column("doc_id").to_pylist()]
            some = some.append_column("duplicate_of", pa.array(of, pa.string()))
        pq.write_table(some, documents / f"{table}.parquet")
    doc_ids, figure_ids = zip(*claims)
    asked = pa.table({"doc_id": doc_ids, "figure_id": pa.array(figure_ids, pa.int32())})
    pq.write_table(asked, documents / "asked.parquet")
    _crossread.share_answer(documents, program, out)
    return out


@pytest.mark.parametrize("shares", [3, 1000])
def test_shares_give_the_rows_of_the_whole(program, tmp_path, shares):
    read = tmp_path / "read"
    read.mkdir()
    _crossread.share_read(program, program, read)
    originals = {row["doc_id"]: row["duplicate_of"] for row in rows(program, "compare_documents") if row["duplicate_of"]}
    keys = rows(read, "keys")
    of = groups(keys, originals)
    assert max(of) > 50, "there is little to deal out"
    dealt = collections.defaultdict(list)
    for row, group in zip(keys, of):
        dealt[group % shares].append((row["doc_id"], row["figure_id"]))
    found = collections.defaultdict(list)
    for share, claims in dealt.items():
        out = answered(program, tmp_path / str(share), claims, originals)
        for table in ("findings", "compare_figures", *VIEWS):
            found[table] += rows(out, table)
    findings = sorted(found["findings"], key=lambda row: (row["class"], -(row["spread"] or 0), row["question_id"]))
    ranks = {row["question_id"]: rank for rank, row in enumerate(findings, 1)}
    findings = [row | {"rank": ranks[row["question_id"]]} for row in findings]
    accounts = sorted(found["compare_figures"], key=lambda row: (ranks[row["question_id"]], row["place"]))
    without = lambda table, column: [{key: value for key, value in row.items() if key != column} for row in table]
    assert without(findings, "class") == rows(program, "findings")
    assert without(accounts, "place") == rows(program, "compare_figures")
    for view in VIEWS:
        assert sorted(found[view], key=lambda row: row["question_id"]) == rows(program, view), view


def test_a_task_of_extraction_gives_the_rows_of_one_machine(reports, run):
    known = {entry["id"]: entry for entry in json.loads((reports / "index.json").read_text("utf-8"))}
    keys = ("title", "source", "url", "published", "language", "synthetic")
    records = [
        {"id": path.stem, "text": path.read_text("utf-8")} | {key: known.get(path.stem, {}).get(key) for key in keys}
        for path in sorted(reports.glob("*.txt"))
    ]
    ids = {record["id"] for record in records}
    columns = [(name, pa.bool_() if name == "synthetic" else pa.string()) for name in ("id", "text", *keys)]
    batch = pa.RecordBatch.from_pylist(records, schema=pa.schema(columns))
    staged = list(_spark_task.staged([batch.slice(0, 5), batch.slice(5)], 3, 1, _spark_task.Settings()))
    for table in LAYERS:
        ours = [row for some in staged for row in some.column(table).flatten().to_pylist()]
        theirs = [row for row in getattr(run, table) if row["doc_id"] in ids]
        assert ours == theirs and theirs, table


def test_what_one_document_tells_is_that_of_the_whole(program, tmp_path):
    _crossread.share_read(program, program, tmp_path)
    order = {
        "compare_actors": ("actor_id", "doc_id"),
        "compare_places": ("place_id", "level", "doc_id"),
        "claims": ("doc_id", "start", "end", "figure_id"),
    }
    for table, columns in order.items():
        ours = sorted(rows(tmp_path, table), key=lambda row: tuple(row[column] for column in columns))
        assert ours == rows(program, table), table


def test_a_comparison_is_described_as_the_program_does(program):
    told = _crossread.comparison_json((program / "run.json").read_text("utf-8"), [("findings", 2, "0" * 64)])
    assert '"contract_version": 1' in told and crossread.__version__ in told
