"""Fixtures that several kinds of tests share."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import settings as hypothesis_settings

from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.sample.demo import write_demo
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings

if TYPE_CHECKING:
    from pathlib import Path

# Speed is measured in benchmarks, never in a test: a slow machine is no failure.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")
SHARED_PLANS = PROJECT.parent / "shared" / "plans"


@pytest.fixture(scope="session", autouse=True)
def _parsed_models(tmp_path_factory):
    """Every build of a worker parses the models from what the one before parsed of them.

    Parsing takes half of a small build, and what is parsed is the code under test, not its data.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CCHC_DBT_FOLDER", str(tmp_path_factory.getbasetemp() / "dbt"))
        yield


@pytest.fixture(autouse=True)
def _own_main_module():
    """A page run by AppTest takes the name ``__main__``; processes started later would run it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


def _build_once(tmp_path_factory, worker_id, name: str, *, is_demo: bool) -> Path:
    """Build made once for all workers of a test run."""
    base = tmp_path_factory.getbasetemp()
    root = base if worker_id == "master" else base.parent
    raw = PROJECT / "data" / "raw"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = find_current_build(Settings(raw=raw, marts=root / name))
        if found is None:
            if is_demo:
                # Reading documents takes its time and is tested elsewhere.
                write_demo(raw, root / f"{name}-raw", examples=None)
                raw = root / f"{name}-raw"
            settings = Settings(raw=raw, marts=root / name)
            report = build(settings, LineReporter())
            assert report.is_published, report.transform
            found = find_current_build(settings)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def committed_build(tmp_path_factory, worker_id) -> Path:
    """Build of the committed raw files and of simulated progress of their plans: `make demo`."""
    return _build_once(tmp_path_factory, worker_id, "committed", is_demo=True)


@pytest.fixture(scope="session")
def default_build(tmp_path_factory, worker_id) -> Path:
    """Build of the committed raw files and nothing else: `make run`."""
    return _build_once(tmp_path_factory, worker_id, "default", is_demo=False)


@pytest.fixture
def committed(committed_build):
    """Read-only connection to the build of the committed raw files."""
    with duckdb.connect(committed_build / DATABASE, read_only=True) as connection:
        yield connection


@pytest.fixture
def office(tmp_path) -> Settings:
    """Empty folders of an office of its own."""
    for folder in ("plans", "progress", "units"):
        (tmp_path / "raw" / folder).mkdir(parents=True)
    return Settings(raw=tmp_path / "raw", marts=tmp_path / "marts")


@pytest.fixture
def office_with_plans(office) -> Settings:
    """An office that holds the five committed plans and nothing else."""
    for path in (PROJECT / "data" / "raw" / "plans").glob("*.xlsx"):
        shutil.copy(path, office.raw / "plans")
    return office


@pytest.fixture(autouse=True)
def _no_usage_statistics(monkeypatch):
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
