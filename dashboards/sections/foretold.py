"""What words would be read as: shown before somebody says that they are a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.components.quote import escape
from dashboards.data import ask
from dashboards.queries.review import list_indicators
from pipeline.reviews.restructure import NO_CONTEXT, Context, foretell_target

if TYPE_CHECKING:
    from dashboards.components.state import Shared


@st.cache_data(max_entries=200, show_spinner=False)
def _foretell(
    words: str, plan_code: str, issuer_level: str | None, year_to: int | None, context: Context
) -> list[dict[str, Any]]:
    plan = {"plan_code": plan_code, "issuer_level": issuer_level, "year_to": year_to}
    return foretell_target(words, plan, context)


def _say(row: dict[str, Any], names: dict[str, str], shared: Shared) -> str:
    texts = shared.texts
    if row["value"] is None:
        return texts("foretold.no_number")
    sign = texts("comparator." + row["comparator"])
    parts = [f"**{sign} {texts.share(row['value'], row['unit'])}**", escape(row["measure_label"])]
    parts += [texts("scope." + row["scope_level"])] if row["scope_level"] else []
    parts += [str(row["due_year"])] if row["due_year"] else []
    linked = row["link_status"] == "auto" and names.get(row["linked_code"])
    parts.append(texts("foretold.linked", name=linked) if linked else texts("foretold.unlinked"))
    return " · ".join(p for p in parts if p)


def draw_foretold(
    words: str, plan: dict[str, Any], shared: Shared, context: Context = NO_CONTEXT
) -> None:
    """One line for each number that the words would demand.

    Args:
        words: of the document.
        plan: row of ``read_plan``.
        shared: language.
        context: of the record that the words are part of.
    """
    texts = shared.texts
    names = {i["indicator_code"]: i[texts.name_column] for i in ask(list_indicators).to_dicts()}
    known = (plan["plan_code"], plan["issuer_level"], plan["year_to"])
    rows = _foretell(words, *known, context)
    said = [f"- {_say(row, names, shared)}" for row in rows]
    st.markdown("\n".join([texts("foretold.reads"), "", *said]))
