"""Every table of both engines, compared both ways, exactly."""

from __future__ import annotations

import duckdb

# A number that stands for a row, each engine's own; it leaves no table of results.
OWN = {"fact_hash"}
# What the fixture leaves empty: equality proves nothing there.
EMPTY = {
    "intermediate.int_findings_of_pairs", "intermediate.int_passages_settled",
    "intermediate.int_targets_paired", "main.mart_explanation", "main.mart_unread_passage",
    "staging.stg_plans__document_targets", "staging.stg_plans__document_tasks",
    "staging.stg_reviews__restructured_records",
}  # fmt: skip


def list_columns(connection, schema, table):
    rows = connection.execute(
        "select column_name from information_schema.columns "
        "where table_schema = ? and table_name = ? order by ordinal_position",
        [schema, table],
    ).fetchall()
    return [name for (name,) in rows]


def test_every_model_gives_the_same_rows(both):
    differing, empty = {}, set()
    with duckdb.connect(both.database, read_only=True) as connection:
        for name, table in sorted(both.tables.items()):
            schema, _, plain = name.partition(".")
            columns = list_columns(connection, schema, plain)
            if not columns:
                continue
            assert set(columns) == set(table.column_names), name
            listed = ", ".join(f'"{c}"' for c in columns if c not in OWN)
            connection.register("given", table)
            counts = [
                connection.execute(
                    f"select {listed} from {one} except all select {listed} from {other}"  # noqa: S608
                ).fetchall()
                for one, other in ((name, "given"), ("given", name))
            ]
            connection.unregister("given")
            if any(counts):
                differing[name] = [rows[:2] for rows in counts]
            if not table.num_rows:
                empty.add(name)
    assert differing == {}
    assert empty == EMPTY, " ".join(sorted(empty))
    assert len(both.tables) > 100
