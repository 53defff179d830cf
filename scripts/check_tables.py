#!/usr/bin/env python3
"""Reads every table of a run with pandas, polars, DuckDB and, where installed, Spark, and compares what they see.

usage: check_tables.py OUT [OUT...]

Checked for each Parquet table that stands in OUT: every reader sees the columns and types of docs/tables.md, the
same number of rows and the same number of nulls in each column; columns without `?` have none. For the tables with
`start` and `end`: `text` is that slice, where the sentence holds it. CSV and JSON Lines files hold the same rows.
run.json lists each table's sha256.

Readers that are not installed are named and left out; --require NAME makes one of them an error to miss.
"""
import argparse
import csv
import datetime
import hashlib
import importlib.util
import json
import os
import re
import sys
from pathlib import Path

DICTIONARY = Path(__file__).resolve().parent.parent / "docs" / "tables.md"
READERS = ("pandas", "polars", "duckdb", "pyspark")


def declared():
    """The tables of docs/tables.md: name -> [(column, type, nullable)]."""
    tables, columns = {}, None
    for line in DICTIONARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            columns = tables.setdefault(line[4:].strip(), [])
        elif match := re.match(r"\| `(\w+)` \| ([^|]+?) \|", line):
            kind = match[2].replace("\\", "")
            columns.append((match[1], kind.rstrip("?"), kind.endswith("?")))
    return tables


def polars_view(path):
    import polars as pl

    names = {pl.String: "str", pl.Int32: "i32", pl.Float64: "f64", pl.Boolean: "bool", pl.Date: "date32"}
    frame = pl.read_parquet(path)
    kinds = {
        name: "list<str>" if kind == pl.List(pl.String) else names.get(kind.base_type(), str(kind))
        for name, kind in frame.schema.items()
    }
    return frame.height, kinds, {name: frame[name].null_count() for name in frame.columns}


def pandas_view(path):
    import pandas as pd

    names = {"string": "str", "int32": "i32", "double": "f64", "bool": "bool", "date32[day]": "date32"}
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    kinds = {}
    for name, kind in frame.dtypes.items():
        arrow = str(kind.pyarrow_dtype)
        kinds[name] = "list<str>" if re.fullmatch(r"list<\w+: string.*>", arrow) else names.get(arrow, arrow)
    return len(frame), kinds, {name: int(frame[name].isna().sum()) for name in frame.columns}


def duckdb_view(path):
    import duckdb

    names = {
        "VARCHAR": "str", "INTEGER": "i32", "DOUBLE": "f64", "BOOLEAN": "bool", "DATE": "date32", "VARCHAR[]": "list<str>",
    }
    connection = duckdb.connect()
    source = "read_parquet('" + str(path).replace("'", "''") + "')"
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    kinds = {row[0]: names.get(row[1], row[1]) for row in described}
    counts = ", ".join(f'count(*) - count("{name}")' for name in kinds)
    row = connection.execute(f"SELECT count(*), {counts} FROM {source}").fetchall()[0]
    return row[0], kinds, dict(zip(kinds, row[1:]))


def pyspark_view(path):
    from pyspark.sql import SparkSession, functions

    names = {
        "string": "str", "int": "i32", "double": "f64", "boolean": "bool", "date": "date32", "array<string>": "list<str>",
    }
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = (
        SparkSession.builder.master("local[1]").appName("check_tables")
        .config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    )
    frame = spark.read.parquet(str(path))
    kinds = {name: names.get(kind, kind) for name, kind in frame.dtypes}
    nulls = [functions.count_if(functions.col(f"`{name}`").isNull()).alias(name) for name in kinds]
    row = frame.select(functions.count("*").alias("rows of the table"), *nulls).collect()[0]
    return row[0], kinds, dict(zip(kinds, row[1:]))


VIEWS = {"polars": polars_view, "pandas": pandas_view, "duckdb": duckdb_view, "pyspark": pyspark_view}


def check_view(columns, view, first):
    """What is wrong with one reader's view of a table."""
    rows, kinds, nulls = view
    if kinds != {name: kind for name, kind, _ in columns} or list(kinds) != [name for name, _, _ in columns]:
        wanted = [f"{name} {kind}" for name, kind, _ in columns]
        found = [f"{name} {kind}" for name, kind in kinds.items()]
        differing = [f"{f!r} for {w!r}" for w, f in zip(wanted, found) if w != f]
        yield f"columns differ from docs/tables.md: {', '.join(differing) or f'{len(found)} for {len(wanted)}'}"
    for name, _, nullable in columns:
        if not nullable and nulls.get(name):
            yield f"{name} has {nulls[name]} nulls"
    if (rows, nulls) != first:
        yield f"sees {rows} rows and nulls {nulls}, the first reader {first[0]} and {first[1]}"


def check_slices(out):
    """`text` against its sentence, by code points."""
    try:
        import polars as pl
    except ImportError:
        return
    sentences = {
        (row["doc_id"], row["sentence_id"]): row
        for row in pl.read_parquet(out / "sentences.parquet").iter_rows(named=True)
    }
    for table in ("actors", "places", "times", "figures"):
        for row in pl.read_parquet(out / f"{table}.parquet").iter_rows(named=True):
            sentence = sentences.get((row["doc_id"], row["sentence_id"]))
            if sentence is None:
                yield f"{table}: no sentence {row['sentence_id']} in {row['doc_id']}"
            elif sentence["start"] <= row["start"] and row["end"] <= sentence["end"]:
                at = sentence["start"]
                if sentence["text"][row["start"] - at : row["end"] - at] != row["text"]:
                    yield f"{table}: {row['text']!r} is not the slice {row['start']}..{row['end']} of {row['doc_id']}"


def as_json(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


def as_csv(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "|".join(value) if isinstance(value, list) else str(as_json(value))


def same_cell(text, value):
    """A CSV cell against a value; numbers are compared as numbers: 24 is 24.0."""
    return float(text) == value if isinstance(value, float) and text else text == as_csv(value)


def check_text_formats(out, table):
    """CSV and JSON Lines against Parquet, row by row."""
    try:
        import polars as pl
    except ImportError:
        return
    rows = pl.read_parquet(out / f"{table}.parquet").to_dicts()
    csv.field_size_limit(sys.maxsize)
    if (path := out / f"{table}.csv").exists():
        with path.open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        same = len(found) == len(rows) and all(
            list(a) == list(b) and all(same_cell(a[name], b[name]) for name in b) for a, b in zip(found, rows)
        )
        if not same:
            yield f"{table}.csv differs from the Parquet table"
    if (path := out / f"{table}.jsonl").exists():
        with path.open(encoding="utf-8", newline="\n") as file:
            found = [json.loads(line) for line in file]
        if found != [{name: as_json(value) for name, value in row.items()} for row in rows]:
            yield f"{table}.jsonl differs from the Parquet table"


def check_hashes(out):
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    for part in (run, run.get("comparison", {})):
        for table, entry in part.get("tables", {}).items():
            if hashlib.sha256((out / f"{table}.parquet").read_bytes()).hexdigest() != entry["sha256"]:
                yield f"{table}.parquet is not the file that run.json lists"


def check(out, readers):
    tables = {name: columns for name, columns in declared().items() if (out / f"{name}.parquet").exists()}
    if not tables:
        yield "no table"
    for name, columns in tables.items():
        path, first = out / f"{name}.parquet", None
        for reader in readers:
            try:
                view = VIEWS[reader](path)
            except Exception as error:  # each reader has its own errors
                yield f"{name}, {reader}: cannot be read: {str(error).splitlines()[0]}"
                continue
            first = first or (view[0], view[2])
            yield from (f"{name}, {reader}: {problem}" for problem in check_view(columns, view, first))
        if first:
            yield from check_text_formats(out, name)
    if "sentences" in tables:
        yield from check_slices(out)
    yield from check_hashes(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", nargs="+", type=Path, help="folder that crossread wrote")
    parser.add_argument("--require", action="append", default=[], choices=READERS, help="fail when it is not installed")
    arguments = parser.parse_args()
    readers = [name for name in ("polars", "pandas", "duckdb", "pyspark") if importlib.util.find_spec(name)]
    missing = [name for name in READERS if name not in readers]
    if not readers or set(missing) & set(arguments.require):
        sys.exit(f"not installed: {', '.join(missing)}")
    problems = [f"{out}: {problem}" for out in arguments.out for problem in check(out, readers)]
    print("\n".join(problems) if problems else f"every table is as declared for {', '.join(readers)}")
    if missing:
        print(f"left out, not installed: {', '.join(missing)}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
