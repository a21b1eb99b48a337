"""Timeline of deadlines: each task at the day it falls due, in the row of who leads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import month_axis, number_locale
from dashboards.charts.palette import STATE_COLOURS, STATE_ICONS
from dashboards.charts.rows import (
    ROW_HEIGHT,
    draw_names,
    legend_columns,
    mark_shift,
    row_axis,
    value_range,
)
from dashboards.charts.states import name_agencies

if TYPE_CHECKING:
    import datetime as dt

    from dashboards.i18n.texts import Texts

_MOST_AGENCIES = 14
_TEXT_LENGTH = 90


def prepare_timeline(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Tasks that have a deadline with a date, agencies with the most of them first.

    Args:
        frame: rows of ``read_tasks``.
        texts: language.

    Returns:
        task_key, agency, due_on, state, state_label, icon and texts for the tooltip; agencies
        beyond the first fourteen are gathered under one name; empty where no task has a date.
    """
    rows = frame.filter(pl.col("due_on").is_not_null())
    rows = rows.with_columns(name_agencies(rows, texts))
    ranked = rows.group_by("agency").len().sort(["len", "agency"], descending=[True, False])
    kept = ranked["agency"].head(_MOST_AGENCIES).to_list()
    other = texts("tasks.other_agencies")
    return pl.DataFrame(
        [
            {
                "task_key": row["task_key"],
                "agency": row["agency"] if row["agency"] in kept else other,
                "due_on": row["due_on"],
                "state": row["state"],
                "state_label": f"{STATE_ICONS[row['state']]} {texts('state.' + row['state'])}",
                "icon": STATE_ICONS[row["state"]],
                "due_text": texts.date(row["due_on"]),
                "task": f"{row['task_ref']}  {row['task_text'][:_TEXT_LENGTH]}",
            }
            for row in rows.iter_rows(named=True)
        ],
        infer_schema_length=None,
    )


def draw_timeline(frame: pl.DataFrame, day: dt.date, texts: Texts) -> alt.Chart:
    """Timeline of ``prepare_timeline``; at least one row.

    Args:
        frame: rows of ``prepare_timeline``.
        day: marked as the day of the report.
        texts: language.

    Returns:
        Chart whose point parameter ``due`` selects by task_key.
    """
    labels = [f"{STATE_ICONS[s]} {texts('state.' + s)}" for s in STATE_COLOURS]
    present = set(frame["state_label"])
    ranked = frame.group_by("agency").len().sort(["len", "agency"], descending=[True, False])
    rows = row_axis("agency", ranked["agency"].to_list())
    picked = alt.selection_point(name="due", fields=["task_key"], on="click")
    x = alt.X(
        "due_on:T", title=None, scale=alt.Scale(range=value_range(right=16), padding=14)
    ).axis(**month_axis([*frame["due_on"], day]), grid=True, gridOpacity=0.4, orient="top")
    base = alt.Chart(frame).encode(y=rows)
    marks = base.mark_tick(
        thickness=7, size=22, orient="vertical", yOffset=mark_shift(), cursor="pointer"
    ).encode(
        x=x,
        color=alt.Color(
            "state_label:N", scale=alt.Scale(domain=labels, range=list(STATE_COLOURS.values()))
        ).legend(
            title=None, orient="top", values=[label for label in labels if label in present],
            columns=legend_columns(4), labelLimit=240,
        ),
        opacity=alt.when(picked).then(alt.value(0.9)).otherwise(alt.value(0.2)),
        tooltip=[
            alt.Tooltip("task:N", title=texts("column.text")),
            alt.Tooltip("agency:N", title=texts("column.lead_agency")),
            alt.Tooltip("due_text:N", title=texts("column.due_on")),
            alt.Tooltip("state_label:N", title=texts("column.state")),
        ],
    )  # fmt: skip
    today = (
        alt.Chart(pl.DataFrame({"day": [day]}))
        .mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color="#7F7F7F")
        .encode(x=alt.X("day:T"))
    )
    names = alt.Chart(ranked.select("agency")).encode(y=rows)
    return (
        alt.layer(today, marks, *draw_names(names, "agency"))
        .add_params(picked)
        .properties(height=alt.Step(ROW_HEIGHT), width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
