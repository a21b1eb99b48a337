"""Versions of a plan: which one is in force, and what the later demands otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.components.quote import escape
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask
from dashboards.queries.plans import compare_versions

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from dashboards.i18n.texts import Texts


def say_version(plan: dict[str, Any], shared: Shared) -> str:
    """Which plan it replaces, and which one replaced it and when; empty for neither.

    Args:
        plan: replaces_doc_no, replaced_by, replaced_on.
        shared: language.
    """
    texts, said = shared.texts, []
    if plan["replaces_doc_no"]:
        said.append(texts("units.replaces", doc=escape(plan["replaces_doc_no"])))
    if plan["replaced_by"]:
        said.append(texts("units.replaced_by", plans=escape(plan["replaced_by"])))
        day = plan["replaced_on"]
        said.append(
            texts("plans.ended_on", day=texts.date(day)) if day else texts("plans.ended_unknown")
        )
    return " · ".join(said)


def _say_demand(row: dict[str, Any], side: str, texts: Texts) -> str | None:
    """A demand in words; None where that version has no such record."""
    if row[f"{side}_ref"] is None:
        return None
    if row["subject"] == "task" or row[f"{side}_value"] is None:
        return row[f"{side}_demand"] or texts("app.none")
    sign = texts("comparator." + row[f"{side}_comparator"])
    year = f", {row[f'{side}_due_year']}" if row[f"{side}_due_year"] else ""
    return f"{sign} {texts.share(row[f'{side}_value'], row[f'{side}_unit'])}{year}"


def draw_version_changes(from_plan: str, to_plan: str, key: str, shared: Shared) -> None:
    """What a replacing plan demands otherwise, in a fold that is filled when opened.

    Args:
        from_plan: the replaced plan.
        to_plan: the plan that replaced it.
        key: unique on the page.
        shared: language.
    """
    texts = shared.texts
    label = texts("plans.version_changes", old=from_plan, new=to_plan)
    fold = st.expander(escape(label), on_change="rerun", key=f"{key}-versions")
    if not fold.open:
        return
    rows = ask(compare_versions, from_plan=from_plan, to_plan=to_plan)
    with fold:
        counts = dict(rows.group_by("change").len().iter_rows())
        st.markdown(
            " · ".join(
                f"{texts(f'version_change.{change}')} **{counts.get(change, 0)}**"
                for change in ("changed", "added", "gone", "kept")
            )
        )
        shown = rows.with_columns(
            pl.Series(
                "before", [_say_demand(r, "from", texts) for r in rows.to_dicts()], pl.String
            ),
            pl.Series("after", [_say_demand(r, "to", texts) for r in rows.to_dicts()], pl.String),
        )
        columns = [
            Column("change", "column.change", kind="code", codes="version_change"),
            Column("subject", "plans.kind", kind="code", codes="review_kind"),
            Column("name", "column.text", width="large"),
            Column("before", heading=from_plan, width="medium"),
            Column("after", heading=to_plan, width="medium"),
            Column("from_place", heading=f"{texts('column.locator')} · {from_plan}"),
            Column("to_place", heading=f"{texts('column.locator')} · {to_plan}"),
        ]
        draw_table(shown, columns, shared, f"{key}-versions-table", height=420)


def draw_version(plan: dict[str, Any], shared: Shared) -> None:
    """On the page of a plan: which version it is, and what took its place.

    Args:
        plan: of ``read_plan``.
        shared: language.
    """
    said = say_version(plan, shared)
    if plan["replaced_by"]:
        st.warning(said, icon=":material/history:")
        draw_version_changes(plan["plan_code"], plan["replaced_by"], "plan", shared)
    elif said:
        st.caption(said)
