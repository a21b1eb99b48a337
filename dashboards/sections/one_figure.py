"""One number of a plan: its observations, how its status was worked out, and its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.charts.palette import STATUS_ICONS
from dashboards.charts.series import draw_series
from dashboards.components.address import choose_one
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.quote import draw_quote, escape
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table, open_twin
from dashboards.data import ask, run_query
from dashboards.queries.attainment import read_history, read_series
from dashboards.sections.explanation_card import draw_explanation
from dashboards.sections.origin import read_origin

if TYPE_CHECKING:
    import datetime as dt

    from dashboards.components.state import Shared

_SERIES_COLUMNS = [
    Column("as_of_date", "column.as_of", kind="date"),
    Column("actual", "column.actual", kind="number"),
    Column("expected_now", "column.expected", kind="number"),
    Column("target_value", "column.target", kind="number"),
    Column("known_from", "column.received_on", kind="date"),
    Column("source_file", "column.file"),
    Column("source_locator", "column.locator"),
]


def _say_value(row: dict[str, Any], shared: Shared) -> str:
    texts, unit = shared.texts, row["unit"]
    if row["doubt"] is not None:
        value = texts.share(row["doubted_value"], unit, 2)
        return texts(
            "attainment.value_doubted", value=value, doubt=texts("finding." + row["doubt"])
        )
    if row["actual"] is None:
        return texts("attainment.value_unknown", reason=texts("reason." + row["status_reason"]))
    value = texts.share(row["actual"], unit, 2)
    if row["numerator"] is None or row["denominator"] is None:
        return texts("attainment.value_given", value=value, day=texts.date(row["as_of_date"]))
    return texts(
        "attainment.value_counted",
        numerator=texts.number(row["numerator"]),
        denominator=texts.number(row["denominator"]),
        value=value,
        day=texts.date(row["as_of_date"]),
    )


def _say_stated(row: dict[str, Any], shared: Shared) -> str | None:
    """The share that the file states beside its counts, where the two differ."""
    stated, actual = row["stated_value"], row["actual"]
    if row["denominator"] is None or stated is None or stated == actual:
        return None
    return shared.texts("attainment.stated_beside", stated=shared.texts.share(stated, row["unit"]))


def _say_attainment(row: dict[str, Any], shared: Shared) -> str | None:
    """Gap and attainment with the figures that went in."""
    texts, unit = shared.texts, row["unit"]
    if row["gap_points"] is None:
        return None
    sign = texts("comparator." + row["comparator"])
    return texts(
        "attainment.gap_of",
        target=f"{sign} {texts.share(row['target_value'], unit)}",
        gap=texts.number(row["gap_points"], 2),
        attainment=texts.share(row["attainment_pct"]),
    )


def _say_pace(row: dict[str, Any], shared: Shared) -> str | None:
    texts, unit = shared.texts, row["unit"]
    if row["path"] == "level":
        return texts("attainment.formula_level")
    if row["doubt"] is not None:
        value = texts.share(row["doubted_value"], unit, 2)
        return texts(
            "attainment.value_doubted", value=value, doubt=texts("finding." + row["doubt"])
        )
    if row["actual"] is None:
        return None
    return texts(
        "attainment.formula_ramp",
        baseline=texts.share(row["baseline_value"], unit),
        baseline_date=texts.date(row["baseline_date"]),
        baseline_source=texts("baseline." + row["baseline_source"]),
        expected=texts.share(row["expected_now"], unit),
        ratio=texts.number(row["required_rate_ratio"], 2),
    )


def _say_need(row: dict[str, Any], shared: Shared) -> str | None:
    """Còn bao nhiêu nữa: points a week up to the deadline."""
    texts = shared.texts
    if not row["needed_points_per_week"]:
        return None
    return texts(
        "attainment.needed",
        points=texts.number(row["needed_points_per_week"], 2),
        weeks=texts.number(row["days_left"] / 7),
        due=texts.date(row["due_on"]),
    )


def describe_inputs(row: dict[str, Any], shared: Shared) -> list[str]:
    """How a status was worked out, step by step, each with the figures that went in.

    Args:
        row: of ``read_attainment``.
        shared: language.
    """
    texts = shared.texts
    said = [_say_value(row, shared), _say_stated(row, shared), _say_attainment(row, shared),
            _say_pace(row, shared), _say_need(row, shared)]  # fmt: skip
    if row["status_reason"] in ("too_old", "stopped_reporting"):
        said.append(texts("attainment.aged", days=row["age_days"]))
    if row["repeats_target_ref"]:
        said.append(texts("attainment.repeated", ref=row["repeats_target_ref"]))
    if row["verdict_robustness"] == "disagree":
        said.append(texts("attainment.robust_disagree"))
    if row["is_met_by_lowering"]:
        said.append(texts("attainment.by_lowering"))
    status = row["status"]
    said.insert(
        0,
        f"{STATUS_ICONS[status]} {texts('status.' + status)}: {texts(f'status_meaning.{status}')}",
    )
    source = texts("app.none")
    if row["source_file"]:
        source = f"{row['source_file']}, {row['source_locator']}"
        source += f" ({row['citation']})" if row["citation"] else ""
    keys = ("document_place", "target_file", "target_locator")
    said.append(texts("attainment.places_of_number", source=source, **{k: row[k] for k in keys}))
    return [line for line in said if line]


_HISTORY_COLUMNS = [
    Column("known_from", "column.known_from", kind="date"),
    Column("known_until", "column.known_until", kind="date"),
    Column("status", "column.status", kind="code", codes="status"),
    Column("status_reason", "column.reason", kind="code", codes="reason"),
    Column("known_because", "column.known_because", kind="code", codes="known_because"),
    Column("actual", "column.actual", kind="number"),
    Column("as_of_date", "column.as_of", kind="date"),
    Column("source_file", "column.file"),
    Column("source_locator", "column.locator"),
]


def _draw_observations(row: dict[str, Any], day: dt.date, shared: Shared) -> None:
    texts = shared.texts
    key, simulated = row["target_key"], shared.with_simulated
    asked = run_query(read_series, target_key=key, as_of=day, with_simulated=simulated)
    if asked.frame.is_empty():
        st.info(texts("attainment.no_observation"))
        return
    spec = build_spec(draw_series, asked.frame, shared)
    draw_chart(spec, shared, "series-chart", texts("attainment.series_title"), asked)
    draw_source_note(pl.DataFrame([row], infer_schema_length=None), shared)
    twin = open_twin(shared, "dien-bien")
    if twin is not None:
        with twin:
            draw_table(asked.frame, _SERIES_COLUMNS, shared, "dien-bien")
    past = st.expander(texts("attainment.history"), on_change="rerun", key="lich-su-ket-luan-mo")
    if past.open:
        with past:
            history = ask(read_history, target_key=key, with_simulated=simulated)
            draw_table(history, _HISTORY_COLUMNS, shared, "lich-su-ket-luan")


def draw_one_figure(rows: pl.DataFrame, day: dt.date, shared: Shared) -> None:
    """The figure chosen by click or in the list.

    Args:
        rows: of ``read_attainment``; at least one.
        day: of knowledge.
        shared: language and switch.
    """
    texts = shared.texts
    st.subheader(texts("attainment.series_title"))
    options = {r["target_key"]: r for r in rows.to_dicts()}

    def show(key: str) -> str:
        row = options[key]
        scope = f" ({texts('scope.' + row['scope_level'])})" if row["scope_level"] else ""
        return f"{row['target_ref']}  {row[texts.name_column]}{scope}"

    row = options[choose_one(texts("attainment.series_pick"), "figure", list(options), show)]
    left, right = st.columns([3, 2])
    with left:
        _draw_observations(row, day, shared)
    with right, st.container(border=True):
        st.markdown(f"**{texts('attainment.inputs_title')}**")
        if row["definition_vi"]:
            st.markdown(f"{texts('trends.definition')}: {escape(row['definition_vi'])}")
        for line in describe_inputs(row, shared):
            st.markdown(f"- {escape(line)}")
        origin = read_origin("target", row["target_key"])
        if origin is not None:
            st.markdown(f"**{texts('origin.quote')}**")
            draw_quote(origin, shared, height=180)
            draw_explanation(
                origin["record_key"],
                origin["lead_agency"] or origin["issuer_name"],
                row[texts.name_column],
                shared,
            )
