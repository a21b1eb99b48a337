"""Filters that several pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.components.address import choose_many, choose_one
from dashboards.data import ask
from dashboards.queries.plans import list_plans

if TYPE_CHECKING:
    import polars as pl

    from dashboards.components.state import Shared


def choose_plan(shared: Shared, key: str = "plan") -> dict[str, Any]:
    """One plan, the newest first.

    Returns:
        Row of ``list_plans``.
    """
    plans = {row["plan_code"]: row for row in ask(list_plans).to_dicts()}

    def show(code: str) -> str:
        plan = plans[code]
        years = (
            str(plan["year_from"])
            if plan["year_from"] == plan["year_to"]
            else f"{plan['year_from']}–{plan['year_to']}"
        )
        return f"{years} · {plan['issuer_name']}"

    chosen = choose_one(shared.texts("plans.plan"), key, list(plans), show)
    return plans[chosen]


def choose_fields(frame: pl.DataFrame, shared: Shared, key: str = "field") -> list[int]:
    """Fields of reform among those that a frame has."""
    texts = shared.texts
    names = dict(
        frame.select("field_code", f"field_short_{texts.language}")
        .unique(maintain_order=True)
        .sort("field_code")
        .iter_rows()
    )
    chosen = choose_many(
        texts("trends.fields"),
        key,
        [str(c) for c in names],
        texts("app.all"),
        lambda c: names[int(c)],
    )
    return [int(c) for c in chosen]
