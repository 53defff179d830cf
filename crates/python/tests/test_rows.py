"""The package gives the program's rows, and every library reads them."""

from __future__ import annotations

import json
import pathlib

import crossread
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

LAYERS = ("documents", "sentences", "actors", "places", "times", "figures", "lexicon", "skipped")
COMPARED = (
    "compare_documents",
    "compare_actors",
    "compare_places",
    "compare_figures",
    "findings",
    "view_ucdp",
    "view_acled",
    "view_minmax",
    "claims",
)


@pytest.mark.parametrize("name", LAYERS)
def test_rows_are_those_of_the_program(run, program, name):
    theirs = pl.read_parquet(program / f"{name}.parquet")
    ours = pl.DataFrame(getattr(run, name))
    assert ours.schema == theirs.schema
    assert ours.equals(theirs)


@pytest.mark.parametrize("name", COMPARED)
def test_comparisons_are_those_of_the_program(run, program, name):
    theirs = pl.read_parquet(program / f"{name}.parquet")
    ours = pl.DataFrame(getattr(compared(run), name))
    assert ours.columns == theirs.columns
    assert ours.equals(theirs)


_kept: dict[int, crossread.Comparison] = {}


def compared(run):
    if id(run) not in _kept:
        _kept[id(run)] = crossread.compare(run)
    return _kept[id(run)]


def test_a_written_run_has_the_program_s_bytes(run, program, tmp_path):
    run.write(tmp_path / "out")
    for name in LAYERS:
        assert (tmp_path / "out" / f"{name}.parquet").read_bytes() == (program / f"{name}.parquet").read_bytes(), name
    ours, theirs = (json.loads((folder / "run.json").read_text()) for folder in (tmp_path / "out", program))
    theirs.pop("comparison")
    assert ours == theirs


def test_formulas_are_disarmed_where_that_is_asked_for(tmp_path):
    run = crossread.extract([{"id": "=cmd", "text": "Nine people were killed in Khost."}])
    for safe, id in ((False, "=cmd"), (True, "'=cmd")):
        run.write(tmp_path / id, formats=["csv"], csv_safe=safe)
        crossread.compare(run, out=tmp_path / f"{id}-compared", formats=["csv"], csv_safe=safe)
        for table in (tmp_path / id / "figures.csv", tmp_path / f"{id}-compared" / "claims.csv"):
            assert table.read_text("utf-8").splitlines()[1].startswith(f"{id},"), table


def test_a_directory_reads_as_what_wrote_it(run, program):
    again = crossread.read(program)
    assert repr(again) == repr(run)
    assert again.figures.to_dicts() == run.figures.to_dicts()


def test_threads_never_show(reports, run):
    alone = crossread.extract(reports, jobs=1)
    assert alone.figures.to_dicts() == run.figures.to_dicts()


@pytest.mark.parametrize(
    "text",
    [
        "КИЇВ 🕊 – «Щонайменше» said: at least 12 people were killed in Kharkiv, 3 of them in Izium.",
        "Line one.\r\n\r\nAt least 12 people\r\nwere killed in Kharkiv, 3 of them in Izium.\r\n",
        "Le Fe\u0301de\u0301ral said e\u0301tat: at least 12 people were killed in Kharkiv, 3 of them in Izium.",
        "\ufeff\U0001f1fa\U0001f1e6 At least 12 people were killed in Kharkiv,\u00a03 of them in Izium.\u2028",
    ],
    ids=["astral", "crlf", "decomposed", "marks"],
)
def test_spans_slice_python_strings(text):
    run = crossread.extract([text])
    rows = [row for layer in (run.actors, run.places, run.times, run.figures) for row in layer]
    assert len(rows) >= 4
    for row in rows:
        assert text[row["start"] : row["end"]] == row["text"]


def test_every_library_takes_a_table(run):
    count = len(run.figures)
    assert count > 100
    assert pl.DataFrame(run.figures).height == count
    arrow = pa.table(run.figures)
    assert arrow.num_rows == count
    assert arrow.schema.field("low").type == pa.float64()
    assert duckdb.sql("select count(*) from arrow").fetchall() == [(count,)]
    if hasattr(pd.DataFrame, "from_arrow"):
        frame = pd.DataFrame.from_arrow(run.figures)
    else:
        frame = arrow.to_pandas()
    assert len(frame) == count
    assert frame["measure"].tolist() == [row["measure"] for row in run.figures]


def test_no_copy_is_made(run):
    figures = pa.table(run.figures), pa.table(run.figures)
    first, second = (table.column("text").chunk(0).buffers()[2].address for table in figures)
    assert first == second


def test_an_empty_table_keeps_its_columns():
    run = crossread.extract(["Nothing of note."])
    assert len(run.figures) == 0
    assert pl.DataFrame(run.figures).columns == run.figures.columns == crossread.extract(["9 died."]).figures.columns


def test_rows_outlive_their_run():
    table = pa.table(crossread.extract(["Nine people were killed in Khost."]).figures)
    assert table.column("low").to_pylist() == [9.0]


def test_the_report_is_the_program_s(run, program, tmp_path):
    page = crossread.report(compared(run), tmp_path / "page.html")
    assert page.startswith("<!DOCTYPE html>")
    assert page == (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page == crossread.report(program)


def test_evaluation_is_the_program_s(run, root):
    told = crossread.evaluate(run, root / "fixtures" / "gold")
    floors = (root / "fixtures" / "gold" / "floors.csv").read_text().splitlines()[1:]
    assert floors
    for layer, measure, floor in (line.split(",") for line in floors):
        assert told.f1(layer, measure) >= float(floor) - 0.0005, (layer, measure)
    with pytest.raises(KeyError, match="not measured"):
        told.f1("actors", "nose")


def test_runs_are_compared_together(tmp_path):
    wire = {"published": "2026-04-15", "source": "Wire"}
    left = crossread.extract([wire | {"id": "a", "text": "The army said it killed 200 militants in Kunar on April 14."}])
    right = crossread.extract([wire | {"id": "b", "text": "The Taliban said nine militants were killed in Kunar on April 14."}])
    right.write(tmp_path / "right")
    both = crossread.compare([left, tmp_path / "right"], out=tmp_path / "both", formats=["csv"])
    assert [row["relation"] for row in both.findings] == ["contradict"]
    assert pathlib.Path(both.directory, "findings.csv").is_file()
    assert "contradict" in repr(both) and "contradict" in both._repr_html_()
