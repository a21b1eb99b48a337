"""Published indices (PAR INDEX, SIPAS, PAPI) of the province of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from dashboards.charts.series import draw_indices
from dashboards.components.address import choose_one
from dashboards.components.chart import build_spec, draw_chart
from dashboards.components.quote import escape
from dashboards.components.source_note import draw_source_note
from dashboards.components.tables import Column, draw_table, open_twin
from dashboards.data import run_query
from dashboards.queries.attainment import read_published_indices

if TYPE_CHECKING:
    from dashboards.components.state import Shared
    from dashboards.i18n.texts import Texts

_COLUMNS = [
    Column("place_name", "column.place"),
    Column("year", "column.year", kind="year"),
    Column("value", "column.value", kind="number"),
    Column("unit", "column.unit", kind="code", codes="unit"),
    Column("rank", "column.rank", kind="number"),
    Column("note", "column.note", width="medium"),
    Column("citation", "column.citation", width="large"),
]


def _rank_text(rank: int | None, texts: Texts) -> str:
    return texts("attainment.rank_of", rank=rank) if rank else texts("attainment.no_rank")


def _with_texts(rows: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Rows that have a value, with value and rank in words."""
    known = rows.filter(pl.col("value").is_not_null())
    values = [texts.share(v, unit, 2) for v, unit in known.select("value", "unit").rows()]
    ranks = [_rank_text(rank, texts) for rank in known["rank"]]
    return known.with_columns(
        value_text=pl.Series(values, dtype=pl.String), rank_text=pl.Series(ranks, dtype=pl.String)
    )


def draw_published_indices(plan_code: str, shared: Shared) -> None:
    """One index of a province, and of those it came from, over years; nothing where none is known.

    Args:
        plan_code: a plan of the province, or of a unit of it.
        shared: language.
    """
    texts = shared.texts
    asked = run_query(read_published_indices, plan_code=plan_code)
    facts = asked.frame
    if facts.is_empty():
        return
    st.subheader(texts("attainment.indices_title"))
    # The index with the most values comes first.
    names = dict(
        facts.group_by("indicator_code", texts.name_column, maintain_order=True)
        .agg(pl.col("value").count())
        .sort("value", descending=True, maintain_order=True)
        .select("indicator_code", texts.name_column)
        .rows()
    )
    code = choose_one(texts("attainment.index"), "index", list(names), names.__getitem__)
    chosen = facts.filter(pl.col("indicator_code") == code)
    drawn = _with_texts(chosen, texts)
    if not drawn.is_empty():
        spec = build_spec(draw_indices, drawn, shared)
        draw_chart(spec, shared, "index-chart", texts("attainment.indices_title"), asked)
    ranked = [
        f"{escape(row['place_name'])} {row['year']} ({_rank_text(row['rank'], texts)})"
        for row in chosen.filter(pl.col("value").is_null()).iter_rows(named=True)
    ]
    if ranked:
        st.caption(texts("attainment.ranks_only", places=", ".join(ranked)))
    draw_source_note(chosen, shared)
    twin = open_twin(shared, "chi-so-cong-bo")
    if twin is not None:
        with twin:
            draw_table(chosen, _COLUMNS, shared, "chi-so-cong-bo")
