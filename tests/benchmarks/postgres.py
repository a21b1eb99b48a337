"""PostgreSQL of Debian, on a socket of its own, loading the observations and joining them."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.clock import Timing
from tests.benchmarks.peers import ATTAIN_SQL

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = {
    "Mã đơn vị": "unit text", "Mã chỉ số": "indicator text", "Ngày số liệu": "as_of date",
    "Ngày nhận": "received date", "Tử số": "n double precision", "Mẫu số": "d double precision",
}  # fmt: skip


def find_postgres() -> Path | None:
    """Folder of the server's programs, the newest version; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _as_server(command: list[str]) -> list[str]:
    """The server refuses to run as root."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


@contextlib.contextmanager
def _run_server(programs: Path, folder: Path) -> Iterator[list[str]]:
    """Start a server in a folder; yields the command that asks it."""
    folder.mkdir()
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        for parent in folder.parents[:-2]:
            # A folder of root's that the server must pass through, in a temporary place.
            parent.chmod(parent.stat().st_mode | 0o011)
    data = str(folder / "data")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    initdb = [str(programs / "initdb"), "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8"]
    subprocess.run(_as_server(initdb), cwd=folder, **quiet)
    options = f"-k {folder} -c listen_addresses= -c max_wal_size=8GB -c work_mem=512MB"
    ctl = [str(programs / "pg_ctl"), "-D", data, "-w"]
    subprocess.run(_as_server([*ctl, "-o", options, "start"]), cwd=folder, **quiet)
    try:
        yield [
            str(programs / "psql"), "-h", str(folder), "-U", "bench", "-d", "postgres",
            "-q", "-v", "ON_ERROR_STOP=1",
        ]  # fmt: skip
    finally:
        subprocess.run(_as_server([*ctl, "-m", "immediate", "stop"]), cwd=folder, **quiet)


def attain_with_postgres(folder: Path, targets: Path, files: list[Path]) -> Timing | None:
    """Seconds for loading the csv files and making the attainment table.

    Starting the server is not counted; its memory is not known.

    Args:
        folder: for the server's data, removed afterwards.
        targets: csv with unit, indicator, year, target.
        files: observations in the layout ``indicator_results``.

    Returns:
        None where PostgreSQL is not installed.
    """
    programs = find_postgres()
    if programs is None:
        return None
    with files[0].open(encoding="utf-8") as file:
        head = file.readline().strip().lstrip("\ufeff").split(",")
    columns = ", ".join(_NAMES.get(h, f'"{h}" text') for h in head)
    copies = [f"\\copy observations from '{path}' (format csv, header)" for path in files]
    script = "\n".join([
        "set datestyle = 'DMY';",
        f"create unlogged table observations ({columns});",
        "create table targets (unit text, indicator text, year int, target double precision);",
        *copies,
        f"\\copy targets from '{targets}' (format csv, header)",
        f"create table attainment as {ATTAIN_SQL};",
    ])  # fmt: skip
    try:
        with _run_server(programs, folder) as psql:
            started = time.perf_counter()
            subprocess.run(psql, input=script, text=True, check=True)
            return Timing(time.perf_counter() - started, 0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
