"""Every table of both engines, compared both ways, exactly."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.publish.builds import DATABASE, WHOLE_DATABASE

# A number that stands for a row, each engine's own, and the build that first held a file.
OWN = {"fact_hash", "first_build_id"}


def list_tables(connection, catalogue, schemas):
    return connection.execute(
        "select schema_name, table_name, list(column_name order by column_index) "
        "from duckdb_columns() join duckdb_tables() using (database_name, schema_name, table_name) "
        "where database_name = ? and list_contains(?, schema_name) group by all order by all",
        [catalogue, schemas],
    ).fetchall()


def compare(connection, one, other, columns):
    """Rows that one of two sources has and the other has not, as often as it has them."""
    listed = ", ".join(f'"{c}"' for c in columns if c not in OWN)
    question = "select {0} from {1} except all select {0} from {2} limit 2"
    return [
        connection.execute(question.format(listed, left, right)).fetchall()
        for left, right in ((one, other), (other, one))
    ]


@pytest.fixture
def connection(both):
    with duckdb.connect() as made:
        made.execute(f"attach '{both.duckdb / WHOLE_DATABASE}' as whole (read_only)")
        made.execute(f"attach '{both.duckdb / DATABASE}' as duck (read_only)")
        made.execute(f"attach '{both.sail / DATABASE}' as sail (read_only)")
        yield made


def test_every_model_gives_the_same_rows(both, connection):
    """What the engine wrote, before any type of a contract is given to it."""
    differing, empty, tried = {}, set(), 0
    for schema, table, columns in list_tables(connection, "whole", ["intermediate", "main"]):
        name = f"whole.{schema}.{table}"
        if not connection.execute(f"select count(*) from {name}").fetchone()[0]:
            empty.add(table)
            continue
        made = f"read_parquet('{both.made / table}/**/*.parquet')"
        counts = compare(connection, name, made, columns)
        tried += 1
        if any(counts):
            differing[name] = counts
    assert differing == {}, sorted(differing)
    assert empty == set(), "equality proves nothing there"
    assert tried > 80


def test_what_is_published_is_the_same(both, connection):
    """The facts of the second lie in Parquet beside it."""
    connection.execute(f"set file_search_path = '{both.sail}'")
    listed = (
        "select table_name, list(column_name order by column_index) from duckdb_columns() "
        "where database_name = ? and schema_name = 'main' group by all order by all"
    )
    tables = connection.execute(listed, ["duck"]).fetchall()
    assert connection.execute(listed, ["sail"]).fetchall() == tables
    differing = {}
    for table, columns in tables:
        counts = compare(connection, f"duck.main.{table}", f"sail.main.{table}", columns)
        if any(counts):
            differing[table] = counts
    assert differing == {}
    assert len(tables) > 40
