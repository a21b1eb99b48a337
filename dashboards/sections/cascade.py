"""What a child plan makes of its parent's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.charts.cascade import draw_cascade, prepare_cascade
from dashboards.charts.palette import CASCADE_COLOURS, CASCADE_ICONS
from dashboards.components.address import choose_many, choose_one
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.filters import choose_fields
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.office import put_own_first
from dashboards.components.page import keep_chosen
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask, run_query
from dashboards.queries.comparison import list_nests, read_cascade
from dashboards.sections.origin import draw_origin

if TYPE_CHECKING:
    import polars as pl

    from dashboards.components.state import Shared


def _choose_nest(shared: Shared) -> dict[str, Any] | None:
    rows = ask(list_nests).to_dicts()
    nests = {f"{r['parent_plan']}.{r['parent_year']}~{r['child_plan']}": r for r in rows}
    if not nests:
        return None
    nests = put_own_first(nests, shared.office, lambda _, n: (n["child_plan"], n["parent_plan"]))

    def show(key: str) -> str:
        return shared.texts("comparison.nest_option", **nests[key])

    label = shared.texts("comparison.nest")
    return nests[choose_one(label, "nest", list(nests), show)]


def _filter(rows: pl.DataFrame, shared: Shared) -> pl.DataFrame:
    texts = shared.texts
    left, right = st.columns(2)
    with left:
        rows = keep_chosen(rows, "field_code", choose_fields(rows, shared))
    with right:
        chosen = choose_many(
            texts("column.cascade"), "cascade", list(CASCADE_COLOURS), texts("app.all"),
            lambda c: f"{CASCADE_ICONS[c]} {texts('cascade.' + c)}",
        )  # fmt: skip
    return keep_chosen(rows, "cascade_class", chosen)


def draw_cascade_view(shared: Shared) -> None:
    """Numbers of a parent plan that a child plan states, states otherwise, or leaves out."""
    texts = shared.texts
    nest = _choose_nest(shared)
    if nest is None:
        st.info(texts("comparison.no_nest"))
        return
    keys = ("parent_plan", "parent_year", "child_plan")
    asked = run_query(read_cascade, **{k: nest[k] for k in keys})
    rows = _filter(asked.frame, shared)
    counts = dict(rows.group_by("cascade_class").len().iter_rows())
    draw_metrics(
        [
            Metric(f"{CASCADE_ICONS[c]} {texts('cascade.' + c)}", str(counts.get(c, 0)))
            for c in CASCADE_COLOURS
        ]
    )
    st.caption(texts("comparison.missing_hint"))
    prepared = prepare_cascade(rows, texts)
    if not prepared.is_empty():
        spec = build_spec(draw_cascade, prepared, shared)
        draw_chart(spec, shared, "cascade-chart", texts("comparison.cascade_title"), asked)
    draw_source_note(rows, shared)
    columns = [
        Column(texts.name_column, "column.indicator", width="large"),
        Column(f"field_short_{texts.language}", "column.field"),
        Column("scope_level", "column.scope", kind="code", codes="scope"),
        Column("parent_value", heading=str(nest["parent_year"]), kind="number"),
        Column("child_value", heading=f"{nest['child_year']} ↓", kind="number"),
        Column("child_year", "column.year", kind="year"),
        Column("unit", "column.unit", kind="code", codes="unit"),
        Column("cascade_class", "column.cascade", kind="code", codes="cascade"),
        Column("ambition_points", "column.points", kind="number"),
        Column("comparability", "column.comparability", kind="code", codes="comparability"),
        Column("note", "column.note", kind="said", width="large"),
        Column("from_place", "column.parent_place", width="medium"),
        Column("to_place", "column.child_place", width="medium"),
        Column("indicator_code", "column.indicator_code"),
    ]
    st.caption(texts("trends.detail_hint"))
    chosen = draw_table(rows, columns, shared, "cap-tren-cap-duoi", select=True)
    if chosen is not None:
        _draw_pair(rows.row(chosen, named=True), shared)


def _draw_pair(row: dict[str, Any], shared: Shared) -> None:
    """The line of the parent, and that of the child where there is one."""
    keys = [row[f"{side}_target_key"] for side in ("parent", "child")]
    keys = [key for key in keys if key]
    for column, key in zip(st.columns(len(keys)), keys, strict=True):
        with column, st.container(border=True):
            draw_origin("target", key, shared)
