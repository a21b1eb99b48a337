"""Statements of dbt that are kept: of which code they are, and what undoes them."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.building.statements import (
    LOCKED,
    Node,
    ReplayFaultError,
    recall_statements,
    replay_statements,
    write_statements,
)


@pytest.mark.parametrize("kind", ["whole", "grown"])
def test_the_lock_is_of_the_code_as_it_is(kind):
    """Models, macros, seeds or packages changed otherwise: run `make statements`."""
    assert recall_statements([LOCKED], kind)


def test_a_fault_leaves_the_database_to_dbt(tmp_path):
    database = tmp_path / "cchc.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute("create table kept as select 1 as n")
    ask = "select {n} as failures, {n} <> 0 as should_warn, {n} <> 0 as should_error"
    made = Node("m", "model", "", ["create table made as select 1 as n"])
    warned = Node("w", "test", "warn", [ask.format(n=3)])
    passed = Node("p", "test", "error", [ask.format(n=0)])
    failed = Node("f", "test", "error", [ask.format(n=2)])
    broken = Node("b", "model", "", ["create table other as select x from nowhere"])
    for last, error in ((failed, ReplayFaultError), (broken, duckdb.Error)):
        with pytest.raises(error):
            replay_statements(database, [made, warned, passed, last], print)
        with duckdb.connect(database) as connection:
            assert connection.sql("select table_name from duckdb_tables()").fetchall() == [
                ("kept",)
            ]
    done = []
    assert replay_statements(database, [made, warned, passed], done.append) == [
        "success",
        "warn",
        "pass",
    ]
    assert done == ["m", "w", "p"]


def test_statements_of_other_code_are_not_taken(tmp_path, monkeypatch):
    nodes = [
        Node("m", "model", "", ["create table a as\nselect '-- no mark' as x", "drop table b"]),
        Node("t", "test", "warn", ["select 1"]),
    ]
    write_statements(tmp_path / "here", "whole", nodes)
    assert recall_statements([tmp_path / "absent", tmp_path / "here"], "whole") == nodes
    assert recall_statements([tmp_path / "here"], "grown") == []
    monkeypatch.setattr("pipeline.building.statements.find_statement_version", lambda: "another")
    assert recall_statements([tmp_path / "here"], "whole") == []
