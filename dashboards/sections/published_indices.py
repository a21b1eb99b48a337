"""Published indices (PAR INDEX, SIPAS, PAPI) of the places that have plans."""

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


def draw_published_indices(shared: Shared) -> None:
    """One index of several places over years; nothing where none was loaded."""
    texts = shared.texts
    asked = run_query(read_published_indices)
    facts = asked.frame
    if facts.is_empty():
        return
    st.subheader(texts("attainment.indices_title"))
    names = dict(
        facts.select("indicator_code", texts.name_column).unique(maintain_order=True).rows()
    )
    code = choose_one(texts("attainment.index"), "index", list(names), names.__getitem__)
    chosen = facts.filter(pl.col("indicator_code") == code)
    drawn = _with_texts(chosen, texts)
    if not drawn.is_empty():
        spec = build_spec(draw_indices, drawn, shared)
        draw_chart(spec, shared, "index-chart", texts("attainment.indices_title"), asked)
    for row in chosen.filter(pl.col("value").is_null()).iter_rows(named=True):
        rank = _rank_text(row["rank"], texts)
        st.caption(
            texts(
                "attainment.ranks_only",
                place=escape(row["place_name"]),
                year=row["year"],
                rank=rank,
            )
        )
    draw_source_note(chosen, shared)
    twin = open_twin(shared, "chi-so-cong-bo")
    if twin is not None:
        with twin:
            draw_table(chosen, _COLUMNS, shared, "chi-so-cong-bo")
