"""What `extract` takes, what it says of what it cannot read, and what notebooks show."""

from __future__ import annotations

import datetime
import gc
import html.parser
import pathlib
import threading
import time

import crossread
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

RECORDS = [
    {"id": "a", "text": "Nine people were killed in Khost on Sunday.", "source": "Wire", "published": "2026-04-15"},
    {"id": "b", "text": "The army said 12 militants died in Kunar.", "source": None, "published": "2026-04-16"},
]


def rows(run):
    return run.documents.to_dicts(), run.figures.to_dicts()


def frames():
    dated = [record | {"published": datetime.date.fromisoformat(record["published"])} for record in RECORDS]
    table = pa.Table.from_pylist(dated)
    views = table.set_column(1, "text", table.column("text").cast(pa.string_view()))
    yield "polars", pl.DataFrame(dated)
    yield "pyarrow", table
    yield "string views", views
    yield "timestamps", pl.DataFrame(dated).with_columns(pl.col("published").cast(pl.Datetime("ns")))
    yield "duckdb", duckdb.sql("select * from views").to_arrow_table()
    yield "pandas", pd.DataFrame(RECORDS)
    yield "another name", pl.DataFrame(dated).rename({"text": "body", "id": "key"})


@pytest.mark.parametrize("name, frame", list(frames()), ids=[name for name, _ in frames()])
def test_frames_are_read_like_records(name, frame):
    names = {"text": "body", "id": "key"} if name == "another name" else {}
    assert rows(crossread.extract(frame, **names)) == rows(crossread.extract(RECORDS))


def test_a_file_is_read_like_its_records(tmp_path):
    import json

    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    for given in (path, str(path), [path], str(tmp_path / "*.jsonl")):
        assert rows(crossread.extract(given)) == rows(crossread.extract(RECORDS))


def test_texts_are_named_by_their_position():
    run = crossread.extract(["Nine died.", "Ten died."])
    assert [row["doc_id"] for row in run.documents] == ["text-1", "text-2"]


def test_what_is_lost_is_told():
    twice = [RECORDS[0], RECORDS[0], {"id": "c"}]
    with pytest.warns(crossread.SkippedWarning, match="1 more in the table"):
        run = crossread.extract(twice)
    assert [(row["code"], row["line"]) for row in run.skipped] == [("duplicate-id", 2), ("missing-text", 3)]
    with pytest.raises(crossread.InputError) as error:
        crossread.extract(twice, strict=True)
    assert (error.value.file, error.value.line) == ("records", 2)


@pytest.mark.parametrize(
    "given, told",
    [
        ("no/such/file.txt", "no such file or folder"),
        ("Nine people were killed.", r"extract\(\[text\]\)"),
        ([], "nothing to read"),
        ([7], "item 1 is int"),
        (7, "int is nothing to read"),
        (RECORDS[0], "dict is nothing to read"),
        (["half \ud800"], "lone surrogate"),
        ("-", "standard input"),
        (pl.DataFrame({"body": ["x"]}), "no column .text., only body"),
        (pl.DataFrame({"text": [1.5]}), "holds Float64"),
    ],
)
def test_bad_inputs_are_errors_with_the_fix(given, told):
    with pytest.raises(crossread.InputError, match=told) as error:
        crossread.extract(given)
    assert isinstance(error.value, crossread.CrossreadError)


def test_packs_are_read_and_their_mistakes_have_places(tmp_path):
    pack = tmp_path / "ours.toml"
    pack.write_text('[[actors]]\nid = "blue-hand"\nname = "Blue Hand"\ntype = "armed-group"\n\n[[actor_aliases]]\nalias = "Blue Hand"\nactor = "blue-hand"\n')
    text = ["The Blue Hand said nine people were killed."]
    assert "blue-hand" not in {row["actor_id"] for row in crossread.extract(text).actors if row["known"]}
    run = crossread.extract(text, lexicon=[pack])
    assert [(row["actor_id"], row["entry"].split(":")[0]) for row in run.actors] == [("blue-hand", "ours")]
    pack.write_text('[[actors]]\nid = "blue-hand"\nname = "Blue Hand"\ntype = "choir"\n')
    with pytest.raises(crossread.LexiconError, match="choir") as error:
        crossread.extract(text, lexicon=[pack])
    assert error.value.file == "ours.toml" and error.value.line
    with pytest.raises(crossread.LexiconError, match="cannot be read"):
        crossread.extract(text, lexicon=tmp_path / "none.csv")


def test_directories_and_gold_have_errors_of_their_own(tmp_path):
    with pytest.raises(crossread.TablesError, match="not a folder that"):
        crossread.read(tmp_path)
    with pytest.raises(crossread.CompareError, match="no run.json"):
        crossread.compare(tmp_path)
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"doc_id": "a", "spans": []}\nnot json\n')
    with pytest.raises(crossread.GoldError) as error:
        crossread.evaluate(crossread.extract(RECORDS), gold)
    assert (error.value.file, error.value.line) == (str(gold), 2)
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(crossread.TablesError, match="not from crossread"):
        crossread.extract(RECORDS).write(tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "kept"


class Parser(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.text, self.tags = [], [], set()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_notebooks_show_texts_escaped_and_marked():
    text = "The Taliban <b>said</b> they killed 12 militants & \"two\" others in Kunar on Sunday.\n\nA second <script>alert(1)</script> line."
    run = crossread.extract([{"id": "<i>x</i>", "text": text}])
    shown = run._repr_html_()
    parser = Parser()
    parser.feed(shown)
    assert not parser.open
    assert parser.tags <= {"div", "b", "p", "mark"}
    assert "<script>" not in shown and "<i>x" not in shown
    # Between sentences only white space is left out.
    assert "".join(text.split()) in "".join("".join(parser.text).split())
    for colour in ("#cfe2ff", "#d5ecd4", "#ece0f5", "#ffe08a"):
        assert shown.count(colour) >= 2, "in the legend and in the text"
    with pytest.raises(crossread.InputError, match="no such document"):
        run.html("y")


def test_tables_show_themselves(run):
    assert repr(run.figures).startswith(f"figures: {len(run.figures):,} rows")
    parser = Parser()
    parser.feed(run.figures._repr_html_())
    assert not parser.open
    assert sum(1 for _ in run.sentences) == len(run.sentences)
    with pytest.raises(crossread.InputError, match="no such table"):
        run.table("nose")


def test_other_threads_run_while_it_reads(reports):
    texts = [path.read_text() for path in sorted(reports.glob("*.txt"))] * 20
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.002)

    thread = threading.Thread(target=tick)
    thread.start()
    began = time.perf_counter()
    crossread.extract(texts, jobs=1)
    ended = time.perf_counter()
    done.set()
    thread.join()
    during = [moment for moment in ticks if began < moment < ended]
    assert len(during) >= 3, f"{len(during)} ticks in {ended - began:.2f} s: the interpreter was held"


@pytest.mark.skipif(not pathlib.Path("/proc/self/task").is_dir(), reason="threads are counted in /proc")
def test_as_many_threads_work_as_are_asked_for(reports):
    texts = [path.read_text() for path in sorted(reports.glob("*.txt"))] * 20
    counts, done = [], threading.Event()

    def count():
        while not done.is_set():
            counts.append(len(list(pathlib.Path("/proc/self/task").iterdir())))
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    time.sleep(0.05)
    before = max(counts)
    crossread.extract(texts, jobs=3)
    done.set()
    thread.join()
    assert max(counts) >= before + 3


def test_exports_are_those_of_the_program(run, program, tmp_path):
    crossread.export(run, "spans", tmp_path / "ours.jsonl")
    crossread.export(str(program), "spans", tmp_path / "theirs.jsonl")
    assert (tmp_path / "ours.jsonl").read_bytes() == (tmp_path / "theirs.jsonl").read_bytes()
    crossread.export(crossread.compare(run), "xlsx", tmp_path / "findings.xlsx")
    assert (tmp_path / "findings.xlsx").read_bytes().startswith(b"PK")
    with pytest.raises(crossread.InputError, match="no such format; name one of xlsx"):
        crossread.export(run, "pdf", tmp_path / "x")
    with pytest.raises(crossread.InputError, match="run `crossread compare` first"):
        crossread.export(run, "hxl", tmp_path / "x")
    (tmp_path / "codes.csv").write_text("id,system,code,source,version\nAF-KNR,pcode,P-1,,3\n")
    with pytest.raises(crossread.InputError, match="source is empty") as wrong:
        crossread.export(run, "crosswalk", tmp_path / "x", codes=[tmp_path / "codes.csv"])
    assert (wrong.value.file, wrong.value.line) == (str(tmp_path / "codes.csv"), 2)


def test_memory_goes_with_the_comparison(run):
    comparison = crossread.compare(run)
    folder = pathlib.Path(comparison.directory)
    assert folder.is_dir()
    del comparison
    gc.collect()
    assert not folder.exists()
