"""What plans demand and what was published of the same thing: two marks a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboards.charts.pairs import draw_pairs
from dashboards.charts.palette import BLUE, GREEN, GREY

if TYPE_CHECKING:
    import altair as alt

    from dashboards.i18n.texts import Texts

_NAME_LENGTH = 66
_TEXT_ROOM = 330


def state_of_demand(row: dict) -> str:
    """``met``, ``short``, or ``unknown`` where no result was found."""
    if row["published"] is None:
        return "unknown"
    return "met" if row["is_demand_met"] else "short"


def prepare_demands(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Shares of ``read_demand_results`` with their texts; other units are left to the table.

    Returns:
        name, demanded, published (null where nothing was found), word, label and source.
    """
    rows = []
    for row in frame.filter(pl.col("unit") == "%").iter_rows(named=True):
        name = f"{row['plan_name']}: {row[texts.name_column]}"
        sign = texts("comparator." + row["comparator"])
        demand = f"{sign} {texts.share(row['demanded'], row['unit'])} ({row['due_year']})"
        found = texts("place_state.not_found")
        if row["published"] is not None:
            value = texts.share(row["published"], row["unit"], 2)
            found = f"{value} ({row['published_year']})"
        rows.append(
            {
                "name": name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…",
                "demanded": row["demanded"],
                "published": row["published"],
                "word": texts(f"demand_state.{state_of_demand(row)}"),
                "label": f"{demand} · {found}",
                "source": row["citation"] or "",
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def draw_demands(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Chart of ``prepare_demands``: a tick for the demand, a dot for what was published."""
    states = {"met": GREEN, "short": BLUE, "unknown": GREY}
    words = {texts(f"demand_state.{state}"): colour for state, colour in states.items()}
    return draw_pairs(frame, ("demanded", "published"), words, _TEXT_ROOM, texts)
