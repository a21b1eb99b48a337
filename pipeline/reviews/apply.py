"""Decisions that change which records there are, applied to the tables of a new build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.reviews.passages import Source, are_settled
from pipeline.reviews.restructure import HANGING, STRUCTURAL, PlanRecords, apply_decisions
from pipeline.reviews.standing import mark_standing
from pipeline.support.raw_tables import empty_frame, shape_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


def _read(connection: duckdb.DuckDBPyConnection, table: str, plan_code: str) -> list[dict]:
    """Rows of a plan in a table of raw."""
    statement = f"from raw.{table} where plan_code = $plan_code"
    return connection.sql(statement, params={"plan_code": plan_code}).pl().to_dicts()


def _read_sources(connection: duckdb.DuckDBPyConnection, plan_code: str) -> list[Source]:
    """Documents of a plan: the file that it was read from, and the one beside its export."""
    rows = connection.sql(
        """
        select texts.* from raw.document_texts as texts
        semi join (
            select file_path from raw.plans where plan_code = $plan_code
            union
            select file_path from raw.document_plans where plan_code = $plan_code
        ) as own using (file_path)
        order by texts.file_path
        """,
        params={"plan_code": plan_code},
    ).pl()
    return [
        Source(
            row["file_path"], row["document_text"] or "", row["mark_starts"] or (),
            row["mark_places"] or (),
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip


def _replace(
    connection: duckdb.DuckDBPyConnection, table: str, plan_code: str, rows: list[dict]
) -> None:
    statement = f"delete from raw.{table} where plan_code = $plan_code"  # noqa: S608
    connection.execute(statement, {"plan_code": plan_code})
    _append(connection, table, rows)


def _append(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    if not rows:
        return
    frame = shape_frame(table, pl.DataFrame(rows, infer_schema_length=None))
    connection.register("incoming", frame)
    connection.execute(f"insert into raw.{table} by name from incoming")
    connection.unregister("incoming")


def _change_plan(
    connection: duckdb.DuckDBPyConnection, plan: dict[str, Any], decisions: list[dict]
) -> list[dict]:
    code = plan["plan_code"]
    records = PlanRecords(
        plan,
        _read(connection, "targets", code),
        _read(connection, "tasks", code),
        {table: _read(connection, table, code) for table in HANGING},
        _read_sources(connection, code),
    )
    outcomes = apply_decisions(records, decisions)
    if any(o["outcome"] == "applied" and o["decision"] != "reject" for o in outcomes):
        _replace(connection, "targets", code, records.targets)
        _replace(connection, "tasks", code, records.tasks)
        for table in HANGING:
            _replace(connection, table, code, records.hanging[table])
        _append(connection, "link_candidates", records.candidates)
    return outcomes


def _settle_passages(
    connection: duckdb.DuckDBPyConnection, outcomes: Sequence[dict[str, Any]]
) -> None:
    """Say of each passage whether decisions of its plan leave nothing of it to ask about."""
    settling = [
        o for o in outcomes
        if o["what"] == "addition" and o["outcome"] in ("applied", "already_there")
    ]  # fmt: skip
    rows = connection.sql("from raw.unread_passages").pl().to_dicts()
    for row in rows:
        own = [o for o in settling if o["plan_code"] == row["plan_code"]]
        decided = [o["new_value"] or "" for o in own]
        row["is_settled"] = are_settled(row["passage_text"], decided)
        if row["is_settled"]:
            last = max(
                (o for o in own if are_settled(row["passage_text"], [o["new_value"] or ""])),
                key=lambda o: o["decided_at"],
                default=own[-1],
            )
            row |= {name: last[name] for name in ("decision", "decided_by", "decided_at")}
    connection.execute("delete from raw.unread_passages")
    _append(connection, "unread_passages", rows)


def apply_structural(connection: duckdb.DuckDBPyConnection) -> None:
    """Say which decisions stand, and add, split and merge records as they say.

    Args:
        connection: to a database whose tables of plans, documents and decisions are filled;
            ``raw.restructured_records`` is made.
    """
    decisions = mark_standing(connection.sql("from raw.review_decisions").pl())
    connection.execute("delete from raw.review_decisions")
    _append(connection, "review_decisions", decisions.to_dicts())
    structural = decisions.filter(pl.col("what").is_in(STRUCTURAL)).with_columns(
        pl.col("record_key").str.split("#").list.first().alias("plan_code")
    )
    plans = {
        row["plan_code"]: row for row in connection.sql("from raw.plans").pl().iter_rows(named=True)
    }
    outcomes = []
    for (code,), own in structural.group_by("plan_code", maintain_order=True):
        if code in plans:
            outcomes += _change_plan(connection, plans[code], own.drop("plan_code").to_dicts())
    _settle_passages(connection, outcomes)
    made = pl.DataFrame(outcomes, infer_schema_length=None) if outcomes else None
    frame = (
        empty_frame("restructured_records")
        if made is None
        else shape_frame("restructured_records", made)
    )
    connection.register("incoming", frame)
    connection.execute("create table raw.restructured_records as from incoming")
    connection.unregister("incoming")
