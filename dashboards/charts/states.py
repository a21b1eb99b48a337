"""Stacked bars: tasks by lead agency and state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import number_locale
from dashboards.charts.palette import STATE_COLOURS, STATE_ICONS
from dashboards.charts.rows import (
    ROW_HEIGHT,
    draw_names,
    legend_columns,
    mark_shift,
    row_axis,
    value_range,
)

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_MOST_AGENCIES = 12
_NAME_LENGTH = 60


def clean_agency(name: str | None, texts: Texts) -> str:
    """One spelling per agency for the chart: documents end names with dots and dashes."""
    plain = (name or "").strip(" .;-")
    if not plain:
        return texts("tasks.no_agency")
    return plain if len(plain) <= _NAME_LENGTH else plain[: _NAME_LENGTH - 1].rstrip() + "…"


def name_agencies(frame: pl.DataFrame, texts: Texts) -> pl.Series:
    """Column ``agency``: who leads each task, in one spelling."""
    names = [clean_agency(name, texts) for name in frame["lead_agency"]]
    return pl.Series("agency", names, dtype=pl.String)


def keep_clicked(frame: pl.DataFrame, clicked: list[dict], texts: Texts) -> pl.DataFrame:
    """Tasks of the bars that were clicked; all of them where none was.

    Args:
        frame: rows of ``read_tasks``.
        clicked: agency and state of each bar.
        texts: language of the names.
    """
    if not clicked:
        return frame
    shown = prepare_states(frame, texts)["agency"].unique().to_list()
    wanted = {(point.get("agency"), point.get("state")) for point in clicked}
    other = texts("tasks.other_agencies")

    def is_wanted(row: dict) -> bool:
        name = clean_agency(row["lead_agency"], texts)
        return (name if name in shown else other, row["state"]) in wanted

    kept = [is_wanted(row) for row in frame.select("lead_agency", "state").iter_rows(named=True)]
    return frame.filter(pl.Series(kept, dtype=pl.Boolean))


def prepare_states(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Tasks counted by lead agency and state, the agencies with the most late work first.

    Args:
        frame: rows of ``read_tasks``.
        texts: language.

    Returns:
        agency, state, state_label, state_order, tasks; agencies beyond the first twelve are
        gathered under one name.
    """
    order = {state: i for i, state in enumerate(STATE_COLOURS)}
    words = {s: f"{STATE_ICONS[s]} {texts('state.' + s)}" for s in STATE_COLOURS}
    counted = (
        frame.with_columns(name_agencies(frame, texts)).group_by("agency", "state").len("tasks")
    )
    ranked = (
        counted.group_by("agency")
        .agg(
            pl.col("tasks").filter(pl.col("state") == "late").sum().alias("late"),
            pl.col("tasks").sum().alias("all"),
        )
        .sort(["late", "all", "agency"], descending=[True, True, False])
    )
    kept = ranked["agency"].head(_MOST_AGENCIES).to_list()
    gathered = (
        pl.when(pl.col("agency").is_in(kept))
        .then("agency")
        .otherwise(pl.lit(texts("tasks.other_agencies")))
    )
    return (
        counted.with_columns(gathered.alias("agency"))
        .group_by("agency", "state")
        .agg(pl.col("tasks").sum())
        .with_columns(
            pl.col("state").replace_strict(words, return_dtype=pl.String).alias("state_label"),
            pl.col("state").replace_strict(order, return_dtype=pl.Int64).alias("state_order"),
        )
        .sort("state_order", "agency")
    )


def draw_states(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Stacked bars of ``prepare_states``, the agency with the most late work on top.

    Returns:
        Chart whose point parameter ``state`` selects by agency and state.
    """
    late = (
        frame.group_by("agency")
        .agg(
            pl.col("tasks").filter(pl.col("state") == "late").sum().alias("late"),
            pl.col("tasks").sum().alias("all"),
        )
        .sort(["late", "all", "agency"], descending=[True, True, False])
    )
    labels = [f"{STATE_ICONS[s]} {texts('state.' + s)}" for s in STATE_COLOURS]
    present = set(frame["state_label"])
    shown = [label for label in labels if label in present]
    colour = alt.Color(
        "state_label:N", scale=alt.Scale(domain=labels, range=list(STATE_COLOURS.values()))
    ).legend(title=None, orient="top", values=shown, columns=legend_columns(4), labelLimit=240)
    rows = row_axis("agency", late["agency"].to_list())
    base = alt.Chart(frame).encode(y=rows)
    names = alt.Chart(late.select("agency")).encode(y=rows)
    picked = alt.selection_point(name="state", fields=["agency", "state"], on="click")
    bars = base.mark_bar(height=15, yOffset=mark_shift(), cursor="pointer").encode(
        x=alt.X(
            "sum(tasks):Q",
            title=texts("tasks.count_axis"),
            scale=alt.Scale(range=value_range(right=16)),
        ).axis(tickCount=8, tickMinStep=1, format="d"),
        color=colour,
        order=alt.Order("state_order:Q"),
        opacity=alt.when(picked).then(alt.value(1)).otherwise(alt.value(0.3)),
        tooltip=[
            alt.Tooltip("agency:N", title=texts("column.lead_agency")),
            alt.Tooltip("state_label:N", title=texts("column.state")),
            alt.Tooltip("tasks:Q", title=texts("tasks.count_axis")),
        ],
    )
    return (
        alt.layer(bars, *draw_names(names, "agency"))
        .add_params(picked)
        .properties(height=alt.Step(ROW_HEIGHT), width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
