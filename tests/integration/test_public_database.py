"""What people open holds the public tables as the build made them, and nothing else."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.publish.builds import DATABASE, WHOLE_DATABASE

pytestmark = pytest.mark.slow
COLUMNS = """
    select table_name, column_name, data_type, comment from duckdb_columns()
    where database_name = '{0}' and schema_name = 'main' and not internal
    order by table_name, column_index
"""
# A column that is computed when asked cannot be declared "not null"; those stored can.
REQUIRED = """
    select table_name, column_name from duckdb_columns()
    where database_name = '{0}' and schema_name = 'main' and not is_nullable order by all
"""
NOTES = """
    select table_name, comment from duckdb_tables()
    where database_name = '{0}' and schema_name = 'main'
    union all
    select view_name, comment from duckdb_views()
    where database_name = '{0}' and schema_name = 'main' and not internal
    order by all
"""
MACROS = """
    select function_name, parameters, macro_definition from duckdb_functions()
    where database_name = '{0}' and not internal order by all
"""


@pytest.fixture(scope="module")
def both(committed_build):
    with duckdb.connect() as connection:
        for name, file in (("public", DATABASE), ("whole", WHOLE_DATABASE)):
            connection.execute(f"attach '{committed_build / file}' as {name} (read_only)")
        yield connection


def test_one_schema_of_tables_and_no_views(both):
    objects = both.sql(
        "select distinct table_schema, table_type from information_schema.tables "
        "where table_catalog = 'public'"
    ).fetchall()
    assert objects == [("main", "BASE TABLE")]
    schemas = both.sql(
        "select schema_name from duckdb_schemas() where database_name = 'public' and not internal"
    ).fetchall()
    assert schemas == []


@pytest.mark.parametrize("question", [COLUMNS, REQUIRED, NOTES, MACROS])
def test_columns_comments_rules_and_macros_are_those_of_the_build(both, question):
    said = both.sql(question.format("public")).fetchall()
    assert said
    assert said == both.sql(question.format("whole")).fetchall()


def test_every_table_has_the_rows_of_the_build(both):
    tables = both.sql(
        "select distinct table_name from duckdb_columns() "
        "where database_name = 'public' and not internal"
    ).fetchall()
    assert len(tables) > 30
    for (table,) in tables:
        counts = [
            both.sql(
                f"select count(*), sum(hash(t)::hugeint) from {name}.main.{table} as t"  # noqa: S608
            ).fetchall()
            for name in ("public", "whole")
        ]
        assert counts[0] == counts[1], table
