"""Mức độ hoàn thành: actual, target and expected value of every measure of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.charts.bullet import draw_bullets, prepare_bullets
from dashboards.charts.palette import ARROWS, STATUS_COLOURS, STATUS_ICONS
from dashboards.charts.series import draw_indices, draw_series
from dashboards.components.address import choose_many, choose_one, explain_nothing
from dashboards.components.filters import choose_day, choose_fields, choose_plan
from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.page import keep_chosen, list_values, open_page, warn_of_simulated
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask
from dashboards.queries.attainment import (
    read_attainment,
    read_published_indices,
    read_series,
)

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_TROUBLED = ("behind", "at_risk", "worsening", "not_met", "missed")


def _draw_counts(rows: pl.DataFrame, shared: Shared) -> None:
    statuses, total = rows["status"].to_list(), rows.height
    counts = {
        "met": statuses.count("met"),
        "on_track": statuses.count("on_track"),
        "behind": sum(statuses.count(s) for s in _TROUBLED),
        "unknown": statuses.count("unknown"),
    }
    draw_metrics(
        [
            Metric(shared.texts(f"attainment.{key}"), f"{count} / {total}")
            for key, count in counts.items()
        ]
    )


def _filter_rows(rows: pl.DataFrame, shared: Shared) -> pl.DataFrame:
    texts = shared.texts
    left, right = st.columns(2)
    with left:
        rows = keep_chosen(rows, "field_code", choose_fields(rows, shared))
    with right:
        options = [s for s in STATUS_COLOURS if s in list_values(rows, "status")]
        chosen = choose_many(
            texts("attainment.statuses"),
            "status",
            options,
            texts("app.all"),
            lambda s: f"{STATUS_ICONS[s]} {texts('status.' + s)}",
        )
    return keep_chosen(rows, "status", chosen)


def _with_words(rows: pl.DataFrame) -> pl.DataFrame:
    arrow = pl.col("trend_arrow").replace_strict(ARROWS, default=None, return_dtype=pl.String)
    return rows.with_columns(arrow=arrow)


def _table_columns(shared: Shared) -> list[Column]:
    return [
        Column("target_ref", "column.ref"),
        Column(shared.texts.name_column, "column.indicator", width="large"),
        Column("scope_level", "column.scope", kind="code", codes="scope"),
        Column("target_value", "column.target", kind="number"),
        Column("actual", "column.actual", kind="number"),
        Column("expected_now", "column.expected", kind="number"),
        Column("unit", "column.unit"),
        Column("gap_points", "column.gap", kind="number"),
        Column("attainment_pct", "column.attainment", kind="number"),
        Column("status", "column.status", kind="code", codes="status"),
        Column("status_reason", "column.reason", kind="code", codes="reason"),
        Column("arrow", "column.trend"),
        Column("as_of_date", "column.as_of", kind="date"),
        Column("data_kind", "column.data_kind", kind="code", codes="data_kind"),
        Column("document_place", "column.document_place", width="medium"),
        Column("source_file", "column.file"),
        Column("source_locator", "column.locator"),
    ]


def _describe_inputs(row: dict[str, Any], shared: Shared) -> list[str]:
    texts, unit = shared.texts, row["unit"]
    lines = []
    if row["path"] == "level":
        lines.append(texts("attainment.formula_level"))
    elif row["actual"] is not None:
        lines.append(
            texts(
                "attainment.formula_ramp",
                baseline=texts.share(row["baseline_value"], unit),
                baseline_date=texts.date(row["baseline_date"]),
                baseline_source=texts("baseline." + row["baseline_source"]),
                expected=texts.share(row["expected_now"], unit),
                ratio=texts.number(row["required_rate_ratio"], 2),
            )
        )
    if row["needed_points_per_week"]:
        points = texts.number(row["needed_points_per_week"], 2)
        lines.append(texts("attainment.needed", points=points))
    if row["verdict_robustness"] == "disagree":
        lines.append(texts("attainment.robust_disagree"))
    if row["is_met_by_lowering"]:
        lines.append(texts("attainment.by_lowering"))
    source = texts("app.none")
    if row["source_file"]:
        source = f"{row['source_file']}, {row['source_locator']}"
        source += f" ({row['citation']})" if row["citation"] else ""
    keys = ("document_place", "target_file", "target_locator")
    lines.append(texts("attainment.places_of_number", source=source, **{k: row[k] for k in keys}))
    return lines


def _draw_one_figure(rows: pl.DataFrame, shared: Shared) -> None:
    texts = shared.texts
    st.subheader(texts("attainment.series_title"))
    options = {r["target_key"]: r for r in rows.to_dicts()}

    def show(key: str) -> str:
        row = options[key]
        scope = f" ({texts('scope.' + row['scope_level'])})" if row["scope_level"] else ""
        return f"{row['target_ref']}  {row[texts.name_column]}{scope}"

    row = options[choose_one(texts("attainment.series_pick"), "figure", list(options), show)]
    series = ask(read_series, target_key=row["target_key"], with_simulated=shared.with_simulated)
    left, right = st.columns([3, 2])
    with left:
        if series.is_empty():
            st.info(texts("attainment.no_reading"))
        else:
            st.altair_chart(
                draw_series(series, texts), key="series-chart", alt=texts("attainment.series_title")
            )
            draw_source_note(pl.DataFrame([row], infer_schema_length=None), shared)
    with right, st.container(border=True):
        st.markdown(f"**{texts('attainment.inputs_title')}**")
        st.markdown(f"{texts('trends.definition')}: {row['definition_vi']}")
        for line in _describe_inputs(row, shared):
            st.markdown(f"- {line}")


def _draw_indices(shared: Shared) -> None:
    texts = shared.texts
    facts = ask(read_published_indices)
    if facts.is_empty():
        return
    st.subheader(texts("attainment.indices_title"))
    names = dict(
        facts.select("indicator_code", texts.name_column).unique(maintain_order=True).rows()
    )
    code = choose_one(texts("attainment.index"), "index", list(names), names.__getitem__)
    chosen = facts.filter(pl.col("indicator_code") == code)
    unit = chosen["unit"][0]

    def rank_text(rank: int | None) -> str:
        return texts("attainment.rank_of", rank=rank) if rank else texts("attainment.no_rank")

    drawn = chosen.filter(pl.col("value").is_not_null()).with_columns(
        value_text=pl.col("value").map_elements(
            lambda v: texts.share(v, unit, 2), return_dtype=pl.String
        ),
        rank_text=pl.col("rank").map_elements(rank_text, return_dtype=pl.String, skip_nulls=False),
    )
    if not drawn.is_empty():
        st.altair_chart(
            draw_indices(drawn, texts), key="index-chart", alt=texts("attainment.indices_title")
        )
    for row in chosen.filter(pl.col("value").is_null()).iter_rows(named=True):
        rank = rank_text(row["rank"])
        st.caption(
            texts("attainment.ranks_only", place=row["place_name"], year=row["year"], rank=rank)
        )
    draw_source_note(chosen, shared)
    with st.expander(texts("app.table_twin")):
        columns = [
            Column("place_name", "column.place"),
            Column("year", "column.year", kind="year"),
            Column("value", "column.value", kind="number"),
            Column("unit", "column.unit"),
            Column("rank", "column.rank", kind="number"),
            Column("note", "column.note", width="medium"),
            Column("citation", "column.citation", width="large"),
        ]
        draw_table(chosen, columns, shared, "chi-so-cong-bo")


def main() -> None:
    """Draw the page."""
    shared = open_page("attainment")
    texts = shared.texts
    left, right = st.columns([2, 1])
    with left:
        plan = choose_plan(shared)
    with right:
        day = choose_day(shared, plan["plan_code"], "mart_attainment", "day", "attainment.as_of")
    rows = ask(
        read_attainment,
        plan_code=plan["plan_code"],
        as_of=day,
        with_simulated=shared.with_simulated,
    )
    warn_of_simulated(rows, shared)
    if rows.is_empty():
        explain_nothing(plan["plan_code"])
        _draw_indices(shared)
        return
    rows = _with_words(_filter_rows(rows, shared))
    _draw_counts(rows, shared)
    if rows.is_empty():
        st.info(texts("app.no_match"))
    else:
        st.subheader(texts("attainment.bullet_title"))
        st.caption(texts("attainment.bullet_hint"))
        bullets = prepare_bullets(rows, texts)
        st.altair_chart(
            draw_bullets(bullets, texts), key="bullet-chart", alt=texts("attainment.bullet_title")
        )
        draw_source_note(rows, shared)
        with st.expander(texts("app.table_twin")):
            draw_table(rows, _table_columns(shared), shared, "hoan-thanh")
        _draw_one_figure(rows, shared)
    _draw_indices(shared)


main()
