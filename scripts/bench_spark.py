#!/usr/bin/env python3
"""Extraction on a Spark cluster of two executors of one core, beside one core without Spark: what each stage takes, reads, writes
and shuffles.

usage: bench_spark.py WHEEL CORPUS.jsonl
"""

import pathlib
import sys
import tempfile
import time

import spark_cluster

SCHEMA = "id STRING, text STRING, title STRING, source STRING, url STRING, published STRING, synthetic BOOLEAN"
PARTITIONS = 16
METRICS = {
    "seconds": ("internal.metrics.executorRunTime", 1e3),
    "read MB": ("internal.metrics.input.bytesRead", 1e6),
    "written MB": ("internal.metrics.output.bytesWritten", 1e6),
    "shuffled MB": ("internal.metrics.shuffle.write.bytesWritten", 1e6),
}


def stages(home):
    """The stages that ran, each with its metrics."""
    for event in spark_cluster.events(home):
        if event["Event"] == "SparkListenerStageCompleted":
            told = event["Stage Info"]
            values = {row["Name"]: float(row["Value"]) for row in told["Accumulables"] if row["Name"].startswith("internal.")}
            yield told["Stage ID"], told["Number of Tasks"], {
                name: values.get(metric, 0) / unit for name, (metric, unit) in METRICS.items()
            }


def main(wheel, corpus):
    megabytes = pathlib.Path(corpus).stat().st_size / 1e6
    with tempfile.TemporaryDirectory(prefix="crossread-spark-") as folder:
        home = pathlib.Path(folder)
        with spark_cluster.session(home, wheel) as spark:
            import crossread.spark

            spark.read.schema(SCHEMA).json(corpus).repartition(PARTITIONS).write.parquet(f"{home}/corpus")
            records = spark.read.schema(SCHEMA).parquet(f"{home}/corpus")
            # So that what workers load once is loaded.
            crossread.spark.rows(records).limit(1).collect()

            began = time.process_time()
            crossread.extract(corpus, jobs=1)
            alone = time.process_time() - began
            began = spark_cluster.processor_seconds(spark)
            crossread.spark.rows(records).write.option("compression", "zstd").parquet(f"{home}/staged")
            staging = spark_cluster.processor_seconds(spark) - began
            first = max(stage for stage, _, _ in stages(home))
            began, clock = spark_cluster.processor_seconds(spark), time.monotonic()
            run = crossread.spark.extract(records, home / "run")
            whole, clock = spark_cluster.processor_seconds(spark) - began, time.monotonic() - clock
            print(run)
        size = sum(path.stat().st_size for path in (home / "run").rglob("*.parquet") if path.is_file()) / 1e6
        staged = sum(path.stat().st_size for path in (home / "staged").glob("*.parquet")) / 1e6
        found = [stage for stage in stages(home) if stage[0] > first]
    print(f"{'stage':>5} {'tasks':>5}  " + "  ".join(f"{name:>11}" for name in METRICS))
    for number, tasks, told in found:
        print(f"{number:>5} {tasks:>5}  " + "  ".join(f"{value:11.3f}" for value in told.values()))
    total = {name: sum(told[name] for _, _, told in found) for name in METRICS}
    print(f"{'all':>5} {'':>5}  " + "  ".join(f"{value:11.3f}" for value in total.values()))
    rows = sum(run.rows.values())
    print(
        f"{megabytes:.1f} MB of records, {run.rows['documents']:,} documents, {rows:,} rows; staged {staged:.1f} MB, "
        f"tables {size:.1f} MB; {clock:.0f} s in all"
    )
    for name, seconds in (("one process, without writing", alone), ("staged rows", staging), ("all of it", whole)):
        told = f"{megabytes / seconds:.2f} MB, {run.rows['documents'] / seconds:,.0f} documents, {rows / seconds:,.0f} rows a second"
        print(f"{name:30} {seconds:7.1f} s of a core: {told}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
