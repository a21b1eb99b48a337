"""What a child plan makes of each number of its parent: two marks a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboards.charts.pairs import draw_pairs
from dashboards.charts.palette import CASCADE_COLOURS, CASCADE_ICONS

if TYPE_CHECKING:
    import altair as alt

    from dashboards.i18n.texts import Texts

_NAME_LENGTH = 62
_TEXT_ROOM = 190


def prepare_cascade(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Shares of ``read_cascade``, one row each, the missing and softer first.

    Returns:
        name, parent, child (null where missing), word and texts; other units are left to the
        table.
    """
    order = {code: i for i, code in enumerate(CASCADE_COLOURS)}
    rows = []
    for row in frame.filter(pl.col("unit") == "%").iter_rows(named=True):
        name = row[texts.name_column]
        if row["scope_level"]:
            name = f"{name}, {texts('scope.' + row['scope_level'])}"
        code = row["cascade_class"]
        parent = texts.share(row["parent_value"], row["unit"])
        child = (
            texts.share(row["child_value"], row["unit"]) if row["child_value"] is not None else "–"
        )
        rows.append(
            {
                "name": name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1] + "…",
                "parent": row["parent_value"],
                "child": row["child_value"],
                "code": code,
                "order": order[code],
                "word": f"{CASCADE_ICONS[code]} {texts('cascade.' + code)}",
                "label": f"{CASCADE_ICONS[code]} {parent} → {child}",
            }
        )
    if not rows:
        return pl.DataFrame()
    return pl.DataFrame(rows, infer_schema_length=None).sort("order", "name")


def draw_cascade(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Chart of ``prepare_cascade``: a tick for the parent, a dot for the child."""
    words = {f"{CASCADE_ICONS[c]} {texts('cascade.' + c)}": h for c, h in CASCADE_COLOURS.items()}
    return draw_pairs(frame, ("parent", "child"), words, _TEXT_ROOM, texts)
