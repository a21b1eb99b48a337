"""Tools whose driver is an older DuckDB read the published database: every table and macro."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.publish.builds import DATABASE

pytestmark = pytest.mark.slow
PINNED = Path(__file__).parent / "old_driver.txt"
READ = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
tables = connection.execute(
    "select table_name from information_schema.tables where table_schema = 'main'"
).fetchall()
rows = sum(len(connection.execute(f'from "{name}"').fetchall()) for (name,) in tables)
known = connection.execute("select count(*) from attainment_on(date '2025-06-30')").fetchone()[0]
print(duckdb.__version__, len(tables), rows, known)
"""


def test_a_driver_of_version_1_reads_every_public_table(default_build, tmp_path):
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--require-hashes",
               "--target", str(tmp_path), "-r", str(PINNED)]  # fmt: skip
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"không cài được DuckDB 1.x: {done.stderr.strip().splitlines()[-1]}")
    read = subprocess.run(
        [sys.executable, "-c", READ, str(default_build / DATABASE)],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not read.returncode, read.stderr
    version, tables, rows, known = read.stdout.split()
    assert version == "1.2.2"
    assert (int(tables) > 30, int(rows) > 8000, int(known) > 100) == (True, True, True)
