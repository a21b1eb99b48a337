"""Filters that several pages share."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.components.address import choose_many, choose_one
from dashboards.components.office import put_own_first
from dashboards.data import ask
from dashboards.queries.days import list_known_days
from dashboards.queries.plans import list_plans

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from dashboards.components.state import Shared
    from dashboards.queries.days import Subject

# A plan without reports is shown whole, everything in it unknown.
_FAR_FUTURE = dt.date(2100, 1, 1)


def say_years(plan: Mapping[str, Any]) -> str:
    """Years of a plan; a dash where nobody knows them."""
    first, last = plan["year_from"], plan["year_to"]
    years = dict.fromkeys(str(year) for year in (first, last) if year is not None)
    return "–".join(years) or "–"


def choose_plan(shared: Shared, key: str = "plan") -> dict[str, Any]:
    """One plan; those of the reader's office first, the newest first.

    Returns:
        Row of ``list_plans``.
    """
    plans = {row["plan_code"]: row for row in ask(list_plans).to_dicts()}
    plans = put_own_first(plans, shared.office)

    def show(code: str) -> str:
        plan = plans[code]
        ended = f" ({shared.texts('plans.replaced')})" if plan["replaced_by"] else ""
        return f"{say_years(plan)} · {plan['issuer_name']}{ended}"

    gone = shared.texts("app.plan_gone")
    chosen = choose_one(shared.texts("plans.plan"), key, list(plans), show, gone=gone)
    return plans[chosen]


def choose_day(
    shared: Shared, plan_code: str, subject: Subject, key: str, label_key: str
) -> dt.date:
    """The day of knowledge: what was received later does not count. The newest first.

    Args:
        shared: language, and whether days with simulated reports only are offered.
        plan_code: the plan.
        subject: whose reports.
        key: name in the address.
        label_key: key of the text shown above.
    """
    texts = shared.texts
    days = ask(
        list_known_days,
        plans=(plan_code,),
        subjects=(subject,),
        with_simulated=shared.with_simulated,
    )
    options = {d.isoformat(): d for d in days["known_on"].to_list()}
    if not options:
        st.selectbox(texts(label_key), [texts("app.none")])
        return _FAR_FUTURE
    hint = texts("attainment.as_of_help")
    chosen = choose_one(
        texts(label_key), key, list(options), lambda d: texts.date(options[d]), hint,
        gone=texts("app.day_gone"),
    )  # fmt: skip
    return options[chosen]


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


def choose_frame(shared: Shared) -> str:
    """Boundaries as issued (63) or as they are today (34)."""
    names = {"63": shared.texts("app.as_issued"), "34": shared.texts("app.today")}
    label, hint = shared.texts("trends.frame"), shared.texts("trends.frame_help")
    return choose_one(label, "frame", list(names), names.__getitem__, hint)
