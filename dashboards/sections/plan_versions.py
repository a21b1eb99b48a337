"""Versions of a plan: which one is in force, and what the later ones demand otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.components.quote import escape
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask
from dashboards.queries.plans import compare_versions, list_versions_of

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from dashboards.i18n.texts import Texts


def say_version(plan: dict[str, Any], shared: Shared) -> str:
    """What it replaces or amends, and what replaced or amended it and when; empty for none.

    Args:
        plan: replaces_doc_no, replaced_by, replaced_on, amends_doc_no, amended_by, amended_on.
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
    if plan["amends_doc_no"]:
        said.append(texts("units.amends", doc=escape(plan["amends_doc_no"])))
    if plan["amended_by"]:
        said.append(texts("units.amended_by", plans=escape(plan["amended_by"])))
        if plan["amended_on"]:
            said.append(texts("plans.amended_on", day=texts.date(plan["amended_on"])))
    return " · ".join(said)


def list_later(plan: dict[str, Any]) -> list[str]:
    """Codes of the plans that replaced or amended it, in order of issue.

    Args:
        plan: replaced_by, amended_by.
    """
    amending = plan["amended_by"].split(", ") if plan["amended_by"] else []
    return [*amending, *([plan["replaced_by"]] if plan["replaced_by"] else [])]


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
    """What a later version demands otherwise, in a fold that is filled when opened.

    Args:
        from_plan: the replaced or amended plan.
        to_plan: the plan that replaced or amended it.
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
        counts = dict(rows.group_by("change_class").len().iter_rows())
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
            Column("change_class", "column.change", kind="code", codes="version_change"),
            Column("subject", "plans.kind", kind="code", codes="review_kind"),
            Column("record_text", "column.text", width="large"),
            Column("before", heading=from_plan, width="medium"),
            Column("after", heading=to_plan, width="medium"),
            Column("from_place", heading=f"{texts('column.locator')} · {from_plan}"),
            Column("to_place", heading=f"{texts('column.locator')} · {to_plan}"),
        ]
        draw_table(shown, columns, shared, f"{key}-versions-table", height=420)


def list_version_facts(key: str, shared: Shared) -> list[str]:
    """Lines on one record: what took its place and since when, and what it took the place of.

    Args:
        key: target_key or task_key.
        shared: language.
    """
    texts, said = shared.texts, []
    for row in ask(list_versions_of, record_key=key).to_dicts():
        side, other = ("to", "from") if row["is_earlier"] else ("from", "to")
        if row[f"{other}_key"] is None:
            continue
        day = texts.date(row["changed_on"]) if row["changed_on"] else texts("app.none")
        said.append(
            texts(
                f"plans.version_{row['relation']}_{'later' if row['is_earlier'] else 'earlier'}",
                doc=escape(row[f"{side}_doc_no"]),
                day=day,
                demand=escape(_say_demand(row, side, texts) or texts("plans.version_dropped")),
            )
        )
    return said


def draw_version(plan: dict[str, Any], shared: Shared) -> None:
    """On the page of a plan: which version it is, and what took its place.

    Args:
        plan: of ``read_plan``.
        shared: language.
    """
    said, later = say_version(plan, shared), list_later(plan)
    if later:
        st.warning(said, icon=":material/history:")
    elif said:
        st.caption(said)
    for code in later:
        draw_version_changes(plan["plan_code"], code, f"plan-{code}", shared)
    if plan["amends_plan"]:
        draw_version_changes(plan["amends_plan"], plan["plan_code"], "plan-amends", shared)
