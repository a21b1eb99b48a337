"""Grid of expected reports: who reported for which period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.palette import REPORT_COLOURS, REPORT_ICONS
from dashboards.charts.rows import (
    ROW_HEIGHT,
    draw_names,
    grid_axis,
    legend_columns,
    mark_shift,
    row_axis,
)

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_MOST_PLANS = 25
_MOST_PERIODS = 12


def prepare_reports(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """The newest twelve periods of the plans with most missing reports.

    Args:
        frame: rows of ``read_reports``.
        texts: language.

    Returns:
        plan_name, period_code, state_label, icon and texts for the tooltip.
    """
    periods = (
        frame.select("period_code", "expected_by").unique("period_code").sort("expected_by")
    )["period_code"].tail(_MOST_PERIODS)
    plans = frame["plan_name"].unique(maintain_order=True).head(_MOST_PLANS)
    rows = frame.filter(
        pl.col("period_code").is_in(periods.to_list()), pl.col("plan_name").is_in(plans.to_list())
    )
    return pl.DataFrame(
        [
            {
                "plan_name": row["plan_name"],
                "period_code": row["period_code"],
                "expected_by": row["expected_by"],
                "icon": REPORT_ICONS[row["state"]],
                "state_label": f"{REPORT_ICONS[row['state']]} "
                f"{texts('report_state.' + row['state'])}",
                "expected": texts.date(row["expected_by"]),
                "received": texts.date(row["first_received_on"]),
                "counts": f"{row['received_count']} / {row['expected_count']}",
                "kind": texts("data_kind.simulated") if row["is_simulated"] else "",
            }
            for row in rows.iter_rows(named=True)
        ],
        infer_schema_length=None,
    )


def draw_reports(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Grid of ``prepare_reports``: plans downwards, periods in order of time."""
    labels = [f"{REPORT_ICONS[s]} {texts('report_state.' + s)}" for s in REPORT_COLOURS]
    present = set(frame["state_label"])
    periods = frame.select("period_code", "expected_by").unique("period_code").sort("expected_by")
    names = list(dict.fromkeys(frame["plan_name"]))
    rows = row_axis("plan_name", names)
    base = alt.Chart(frame).encode(
        y=rows,
        x=grid_axis("period_code", periods["period_code"].to_list()),
        tooltip=[
            alt.Tooltip("plan_name:N", title=texts("plans.plan")),
            alt.Tooltip("period_code:N", title=texts("quality.period")),
            alt.Tooltip("state_label:N", title=texts("column.state")),
            alt.Tooltip("expected:N", title=texts("quality.expected_by")),
            alt.Tooltip("received:N", title=texts("quality.received_on")),
            alt.Tooltip("counts:N", title=texts("quality.received_count")),
            alt.Tooltip("kind:N", title=texts("column.data_kind")),
        ],
    )
    cells = base.mark_rect(height=24, cornerRadius=3, yOffset=mark_shift()).encode(
        color=alt.Color(
            "state_label:N", scale=alt.Scale(domain=labels, range=list(REPORT_COLOURS.values()))
        ).legend(
            title=None, orient="top", columns=legend_columns(5),
            values=[label for label in labels if label in present],
        )
    )  # fmt: skip
    icons = base.mark_text(fontSize=13, yOffset=mark_shift(), color="#12263A").encode(text="icon:N")
    listed = alt.Chart(pl.DataFrame({"plan_name": names})).encode(y=rows)
    return (
        alt.layer(cells, icons, *draw_names(listed, "plan_name"))
        .properties(height=alt.Step(ROW_HEIGHT), width="container")
        .configure_view(stroke=None)
    )
