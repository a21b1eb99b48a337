"""The one data test of a table: each kind of check finds the rows that break it, and no others."""

from __future__ import annotations

import re
from types import SimpleNamespace

import duckdb
import jinja2
import pytest

from pipeline.building.broken_checks import list_broken_checks
from pipeline.support.settings import PROJECT

TABLES = """
create table other as select unnest(['a', 'b']) as code;
create table good as from (values (1, 'a', 5), (2, 'b', 6), (3, null, 7)) as t(id, code, size);
create table bad as from good union all from (values (1, 'c', -1), (null, 'a', null)) as t;
"""


def write_question(table: str, **checks: list) -> str:
    text = (PROJECT / "tests" / "dbt" / "generic" / "checks.sql").read_text(encoding="utf-8")
    head, body = re.search(
        r"{% test checks\(model, (.*?)\) %}(.*){% endtest %}", text, re.S
    ).groups()
    defaults = {part.split("=")[0]: [] for part in head.split(", ")}
    jinja = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)  # noqa: S701 (SQL)
    template = jinja.from_string(body)
    return template.render(model=table, **(defaults | checks))


class Relation(SimpleNamespace):
    def __str__(self) -> str:
        return self.name


@pytest.mark.parametrize(
    ("kind", "check", "name", "broken"),
    [
        ("unique", ["id"], "unique: id", [{"id": 1, "row_count": 2}]),
        ("unique", ["code", "size"], "unique: code, size", []),
        ("filled", "size", "filled: size", [{"id": None, "code": "a", "size": None}]),
        ("one_of", {"column": "code", "values": ["a", "b"]}, "one_of: code",
         [{"id": 1, "code": "c", "size": -1}]),
        ("found", {"column": "code", "to": Relation(name="other"), "field": "code"},
         "found: code in other", [{"id": 1, "code": "c", "size": -1}]),
        ("holds", "size > 0", "holds: size > 0",
         [{"id": 1, "code": "c", "size": -1}, {"id": None, "code": "a", "size": None}]),
        ("holds", "code <> 'it''s'", "holds: code <> 'it''s'",
         [{"id": 3, "code": None, "size": 7}]),
    ],
)  # fmt: skip
def test_a_check_finds_the_rows_that_break_it(tmp_path, kind, check, name, broken):
    database = tmp_path / "checks.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute(TABLES)
        question = write_question("bad", **{kind: [check]})
        found = connection.execute(question).fetchall()
        assert {check for check, _ in found} == ({name} if broken else set())
        rows = [duckdb.execute("select ?::json::varchar", [row]).fetchone() for _, row in found]
        expected = [
            duckdb.execute("select to_json(?)::varchar", [row]).fetchone() for row in broken
        ]
        assert sorted(rows) == sorted(expected)
        if "code <>" not in name:
            assert not connection.execute(write_question("good", **{kind: [check]})).fetchall()
    said = list_broken_checks(database, question)
    assert [check for check, _ in said] == ([name] if broken else [])
    assert all(text.startswith(f"{len(broken)} dòng, như {{") for _, text in said)


def test_checks_are_one_question_and_what_is_no_such_question_answers_nothing(tmp_path):
    database = tmp_path / "checks.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute(TABLES)
    both = write_question("bad", unique=[["id"]], holds=["size > 0"])
    assert [check for check, _ in list_broken_checks(database, both)] == [
        "holds: size > 0", "unique: id"
    ]  # fmt: skip
    assert list_broken_checks(database, "select 1 as n") == []
