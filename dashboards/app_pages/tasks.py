"""Nhiệm vụ: what is late, what is due soon, and who leads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.brief.review import DUE_SOON_DAYS
from dashboards.charts.palette import (
    ASSESSED_STATES,
    DONE_STATES,
    NOT_LIVE_STATES,
    STATE_COLOURS,
    STATE_ICONS,
)
from dashboards.components.address import choose_many, choose_segment
from dashboards.components.filters import choose_day, choose_fields, choose_plan
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.page import keep_chosen, list_values, open_page, warn_of_simulated
from dashboards.components.source_note import draw_source_note
from dashboards.data import run_query
from dashboards.queries.tasks import read_tasks
from dashboards.sections.task_views import draw_deadlines, draw_state_bars, draw_task_list

if TYPE_CHECKING:
    import polars as pl

    from dashboards.components.state import Shared

# Nobody has reported on these: counted apart, neither late nor done.
_UNHEARD = "unknown"


def _draw_counts(rows: pl.DataFrame, shared: Shared) -> None:
    texts, states = shared.texts, rows["state"].to_list()
    done = sum(states.count(s) for s in DONE_STATES)
    judged = sum(states.count(s) for s in ASSESSED_STATES)
    on_time = 100 * states.count("done_on_time") / judged if judged else None
    live = sum(state not in NOT_LIVE_STATES for state in states)
    completion = 100 * done / live if live else None
    draw_metrics(
        [
            Metric(texts("tasks.late"), str(states.count("late"))),
            Metric(texts("tasks.due_soon", days=DUE_SOON_DAYS), str(states.count("due_soon"))),
            Metric(texts("tasks.on_time"), texts.share(on_time), texts("tasks.on_time_help")),
            Metric(
                texts("tasks.completion"),
                texts.share(completion),
                texts("tasks.completion_help"),
            ),
            Metric(
                texts("tasks.unknown"),
                str(states.count(_UNHEARD)),
                texts(f"state_meaning.{_UNHEARD}"),
            ),
        ]
    )


def _filter_rows(rows: pl.DataFrame, shared: Shared) -> pl.DataFrame:
    texts = shared.texts
    left, middle, right = st.columns(3)
    with left:
        rows = keep_chosen(rows, "field_code", choose_fields(rows, shared))
    with middle:
        agencies = choose_many(
            texts("tasks.agency"), "agency", list_values(rows, "lead_agency"), texts("app.all")
        )
        rows = keep_chosen(rows, "lead_agency", agencies)
    with right:
        options = [s for s in STATE_COLOURS if s in list_values(rows, "state")]
        chosen = choose_many(
            texts("tasks.states"),
            "state",
            options,
            texts("app.all"),
            lambda s: f"{STATE_ICONS[s]} {texts('state.' + s)}",
        )
    return keep_chosen(rows, "state", chosen)


def main() -> None:
    """Draw the page."""
    shared = open_page("tasks")
    texts = shared.texts
    left, right = st.columns([2, 1])
    with left:
        plan = choose_plan(shared)["plan_code"]
    with right:
        day = choose_day(shared, plan, "task", "tday", "tasks.as_of")
    simulated = shared.with_simulated
    asked = run_query(read_tasks, plan_code=plan, as_of=day, with_simulated=simulated)
    warn_of_simulated(asked.frame, shared)
    rows = _filter_rows(asked.frame, shared)
    _draw_counts(rows, shared)
    if rows.is_empty():
        st.info(texts("app.no_match"))
        return
    view = choose_segment(
        texts("tasks.view"), "tview", ["states", "timeline"], lambda v: texts(f"tasks.view_{v}")
    )
    if view == "states":
        shown = draw_state_bars(rows, asked, shared)
    else:
        shown = draw_deadlines(rows, day, asked, shared)
    draw_source_note(rows, shared)
    draw_task_list(shown, set(asked.frame["task_key"]), shared)


main()
