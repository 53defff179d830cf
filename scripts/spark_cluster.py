"""A Spark cluster on this machine for tests and measurements: worker processes of their own, which get the package as users'
clusters may get it: as an archive, unpacked beside the task (docs/scale.md)."""

import contextlib
import json
import os
import pathlib
import shutil
import sys
import zipfile


@contextlib.contextmanager
def session(home, wheel, workers=2, **settings):
    """A session on `workers` executors of one core and 1 GB each; everything it writes is below the folder `home`. Only the driver
    finds the package in its path, so that what executors do shows whether they were sent it."""
    import pyspark

    spark_home = home / "spark"
    spark_home.mkdir()
    for entry in pathlib.Path(pyspark.__file__).parent.iterdir():
        (spark_home / entry.name).symlink_to(entry)
    archive = home / "crossread-wheel.zip"
    shutil.copyfile(wheel, archive)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(home / "driver")
    sys.path.insert(0, str(home / "driver"))
    (home / "events").mkdir()
    os.environ |= {
        "SPARK_HOME": str(spark_home),
        "SPARK_SCALA_VERSION": "2.13",
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
    }
    conf = {
        "spark.ui.enabled": "false",
        "spark.driver.memory": "1g",
        "spark.executor.memory": "1g",
        "spark.archives": f"{archive}#crossread-wheel",
        "spark.executorEnv.PYTHONPATH": "crossread-wheel",
        "spark.local.dir": str(home / "local"),
        "spark.sql.warehouse.dir": str(home / "warehouse"),
        "spark.sql.shuffle.partitions": "4",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": str(home / "events"),
        "spark.eventLog.compress": "false",
        "spark.ui.showConsoleProgress": "false",
    } | settings
    builder = pyspark.sql.SparkSession.builder.master(f"local-cluster[{workers},1,1024]").appName("crossread")
    for key, value in conf.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def processes():
    """Of each process the parent, the command and the seconds of processor time, with those of children that ended."""
    found = {}
    for process in pathlib.Path("/proc").iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
                seconds = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
                found[int(process.name)] = (int(fields[1]), (process / "cmdline").read_bytes(), seconds)
    return found


def below(found, pid, top):
    """Whether a process is `top` or was started by it or below it."""
    while pid in found and pid != top:
        pid = found[pid][0]
    return pid == top


def executors(spark):
    """Process ids of the executors of this session's cluster."""
    found, driver = processes(), spark.sparkContext._gateway.proc.pid
    named = [pid for pid, (_, command, _) in found.items() if b"CoarseGrainedExecutorBackend" in command]
    return sorted(pid for pid in named if below(found, pid, driver))


def processor_seconds(spark):
    """What the executors of this session have used so far, with their Python workers."""
    found, tops = processes(), executors(spark)
    return sum(seconds for pid, (_, _, seconds) in found.items() if any(below(found, pid, top) for top in tops))


def events(home):
    """What the cluster recorded, event by event."""
    for path in sorted((home / "events").rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            for line in path.read_text("utf-8").splitlines():
                with contextlib.suppress(json.JSONDecodeError):
                    yield json.loads(line)
