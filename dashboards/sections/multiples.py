"""Every number of a plan over time, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.charts.multiples import draw_multiple
from dashboards.charts.palette import STATUS_COLOURS
from dashboards.components.chart import build_spec, draw_small_multiples
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table, open_twin
from dashboards.data import run_query
from dashboards.queries.attainment import read_all_series

if TYPE_CHECKING:
    import datetime as dt

    from dashboards.components.state import Shared

_PER_PAGE = 12


def draw_multiples(rows: pl.DataFrame, day: dt.date, shared: Shared) -> None:
    """Twelve numbers a page, those in trouble first.

    Args:
        rows: of ``read_attainment``, already filtered.
        day: of knowledge.
        shared: language and switch.
    """
    texts = shared.texts
    plan, simulated = rows["plan_code"][0], shared.with_simulated
    asked = run_query(read_all_series, plan_code=plan, as_of=day, with_simulated=simulated)
    read = set(asked.frame["target_key"].unique())
    order = {s: i for i, s in enumerate(reversed(STATUS_COLOURS))}
    shown = rows.filter(pl.col("target_key").is_in(read)).sort(
        pl.col("status").replace_strict(order, return_dtype=pl.Int64), maintain_order=True
    )
    if shown.is_empty():
        st.info(texts("attainment.no_observation"))
        return
    st.caption(texts("attainment.multiples_hint"))
    pages = -(-shown.height // _PER_PAGE)
    page = st.pagination(pages, key="multiples-page") if pages > 1 else 1
    cells = []
    for row in shown.slice((page - 1) * _PER_PAGE, _PER_PAGE).iter_rows(named=True):
        series = asked.frame.filter(pl.col("target_key") == row["target_key"])
        name = _name(row, shared)
        spec = build_spec(draw_multiple, series, shared, name, row["status"], row["unit"])
        cells.append((f"multiple-{row['target_key']}", name, spec))
    draw_small_multiples(cells, shared, "multiples", asked)
    draw_source_note(shown, shared)
    twin = open_twin(shared, "dien-bien-ca-ke-hoach")
    if twin is not None:
        with twin:
            _draw_twin(shown, asked.frame, shared)


def _name(row: dict[str, Any], shared: Shared) -> str:
    texts = shared.texts
    scope = f" ({texts('scope.' + row['scope_level'])})" if row["scope_level"] else ""
    return f"{row['target_ref']}  {row[texts.name_column]}{scope}"


def _draw_twin(shown: pl.DataFrame, series: pl.DataFrame, shared: Shared) -> None:
    """The observations behind the small charts, number by number."""
    names = {row["target_key"]: _name(row, shared) for row in shown.iter_rows(named=True)}
    rows = series.filter(pl.col("target_key").is_in(list(names))).with_columns(
        name=pl.col("target_key").replace_strict(names, return_dtype=pl.String)
    )
    columns = [
        Column("name", "column.indicator", width="large"),
        Column("as_of_date", "column.as_of", kind="date"),
        Column("actual", "column.actual", kind="number"),
        Column("target_value", "column.target", kind="number"),
    ]
    draw_table(rows, columns, shared, "dien-bien-ca-ke-hoach")
