"""What dbt sent to the database, sent again without dbt: the same tables."""

from __future__ import annotations

import shutil
from dataclasses import replace

import duckdb
import pytest

from pipeline.building import transform
from pipeline.building.build import build
from pipeline.building.statements import LOCKED, Node, read_statements
from pipeline.publish.builds import WHOLE_DATABASE, find_current_build
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings
from tests.lock_statements import record
from tests.plan_books import write_plan
from tests.whole_tables import read_all

# dbt makes two builds for all of them.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A folder where dbt made the committed build and grew it by a file."""
    folder = tmp_path_factory.mktemp("recorded")
    record(folder)
    return folder


def describe_objects(settings):
    """Tables, columns, types, comments, constraints and macros of a published database."""
    database = find_current_build(settings) / WHOLE_DATABASE
    with duckdb.connect(database, read_only=True) as connection:
        return [
            sorted(connection.sql(query).fetchall(), key=repr)
            for query in (
                "select schema_name, table_name, comment from duckdb_tables()",
                "select schema_name, view_name, comment, sql from duckdb_views() "
                "where not internal",
                "select schema_name, table_name, column_name, data_type, is_nullable, comment "
                "from duckdb_columns() where not internal",
                "select schema_name, table_name, constraint_text from duckdb_constraints()",
                "select function_name, macro_definition from duckdb_functions() where not internal",
            )
        ]


@pytest.mark.parametrize("kind", ["whole", "grown"])
def test_the_locked_statements_are_those_that_dbt_runs(recorded, kind):
    said = read_statements(recorded / "dbt" / "statements", kind)
    assert said == read_statements(LOCKED, kind), (
        "models, macros, seeds or packages have changed: run `make statements`"
    )


def test_both_ways_give_equal_tables(recorded, monkeypatch):
    by_dbt = Settings(raw=recorded / "raw", marts=recorded / "marts")
    replayed = replace(by_dbt, marts=recorded / "replayed", dbt_folder=recorded / "no-dbt")
    monkeypatch.setattr(transform, "run_dbt", lambda *_, **__: pytest.fail("dbt was started"))
    more = recorded / "raw" / "progress" / "them.csv"
    kept = more.rename(recorded / "them.csv")
    assert build(replayed, LineReporter()).growth is None
    shutil.move(kept, more)
    report = build(replayed, LineReporter())
    assert report.is_published
    assert report.growth is not None
    assert read_all(replayed) == read_all(by_dbt)
    assert describe_objects(replayed) == describe_objects(by_dbt)


def test_a_fault_of_the_kept_statements_is_told_and_dbt_builds(office, monkeypatch, tmp_path):
    write_plan(office.raw / "plans" / "a.xlsx")
    wrong = Node("wrong", "model", "", ["create table x as select nothing from nowhere"])
    monkeypatch.setattr(transform, "recall_statements", lambda *_: [wrong])
    report = build(replace(office, dbt_folder=tmp_path / "dbt"), LineReporter())
    assert report.is_published
    assert report.transform is not None
    assert "nowhere" in report.transform.replay_fault


def test_dbt_runs_where_no_statements_are_known(office, monkeypatch, tmp_path):
    write_plan(office.raw / "plans" / "a.xlsx")
    monkeypatch.setattr(transform, "LOCKED", tmp_path / "nothing")
    asked = []
    run_dbt = transform.run_dbt
    monkeypatch.setattr(transform, "run_dbt", lambda *a, **k: asked.append(a) or run_dbt(*a, **k))
    own = replace(office, dbt_folder=tmp_path / "dbt")
    assert build(own, LineReporter()).is_published
    first = read_all(own)
    assert len(asked) == 1
    # It has kept them for the next build.
    assert build(own, LineReporter(), force=True).is_published
    assert len(asked) == 1
    assert read_all(own) == first
