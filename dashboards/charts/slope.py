"""Slope chart: what was demanded in one year and in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.bullet import say_national
from dashboards.charts.layout import number_locale, spread_labels
from dashboards.charts.palette import CHANGE_COLOURS, CHANGE_ICONS, NATIONAL
from dashboards.charts.rows import NARROW, legend_columns

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_ROW_HEIGHT = 25
_MIN_HEIGHT = 340
_LABEL_WIDTH = 60
_BOTH = "isValid(datum.from_value) && isValid(datum.to_value)"
# Where the two ends stand: in the middle third of a wide screen, at the left of a narrow one.
_START = f"({NARROW} ? 40 : width * 0.36)"
_END = f"({NARROW} ? 104 : width * 0.64)"


def _shorten(text: str) -> str:
    return text if len(text) <= _LABEL_WIDTH else text[: _LABEL_WIDTH - 1].rstrip() + "…"


def count_labels(frame: pl.DataFrame) -> int:
    """Labels of the fuller end: as many lines of text stand below each other."""
    counts = [int(frame[end].is_not_null().sum()) for end in ("from_value", "to_value")]
    return max(counts, default=0)


def _spread(values: list[float | None], height: int) -> list[float | None]:
    """Where labels stand on the axis; a null where there is no number."""
    known = [value for value in values if value is not None]
    placed = iter(spread_labels(known, gap=100 * _ROW_HEIGHT / height * 0.86, low=0, high=102))
    return [None if value is None else next(placed) for value in values]


def prepare_slopes(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Rows of one scale with labels that do not overlap; one end where the other is not stated.

    Args:
        frame: rows of ``compare_stages``.
        texts: language of the labels.

    Returns:
        One row per pair or lone number: name, class_label, from_value, to_value, from_text,
        to_text, label and start_label for the two ends, label_y and start_y where they stand on
        the axis of values.
    """
    pairs = frame.filter(
        pl.any_horizontal(pl.col("from_value", "to_value").is_not_null())
        & (pl.col("change_class") != "not_comparable")
    ).sort("to_value", "from_value", texts.name_column, nulls_last=True)
    height = max(_MIN_HEIGHT, _ROW_HEIGHT * count_labels(pairs))
    positions = _spread(pairs["to_value"].to_list(), height)
    starts = _spread(pairs["from_value"].to_list(), height)
    rows = []
    for row, position, start in zip(pairs.iter_rows(named=True), positions, starts, strict=True):
        name, unit = row[texts.name_column], row["unit"]
        # A number that has no other end says what became of it, or where it came from.
        is_lone = row["from_value"] is None or row["to_value"] is None
        shown = f"{CHANGE_ICONS[row['change_class']]} {name}" if is_lone else name
        scope = texts(f"scope.{row['scope_level']}") if row["scope_level"] else ""
        to_text = texts.share(row["to_value"], unit)
        rows.append(
            {
                "trend_key": row["trend_key"],
                "name": name,
                "scope": scope,
                "change_class": row["change_class"],
                "class_label": f"{CHANGE_ICONS[row['change_class']]} "
                f"{texts('change.' + row['change_class'])}",
                "from_value": row["from_value"],
                "to_value": row["to_value"],
                "from_text": texts.share(row["from_value"], unit),
                "to_text": to_text,
                "national_value": row["national_value"] if unit == "%" else None,
                "national_text": say_national(row, texts),
                "label": f"{to_text}  {_shorten(shown)}",
                "label_y": position,
                "start_label": f"{_shorten(shown)}  {texts.share(row['from_value'], unit)}",
                "start_y": start,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def _size(wide: float, narrow: float) -> alt.ExprRef:
    """A size that hides a mark (0) where the screen is too narrow, or too wide, for it."""
    return alt.ExprRef(f"{NARROW} ? {narrow} : {wide}")


def _class_scale(texts: Texts) -> alt.Scale:
    labels = [f"{CHANGE_ICONS[c]} {texts('change.' + c)}" for c in CHANGE_COLOURS]
    return alt.Scale(domain=labels, range=list(CHANGE_COLOURS.values()))


def draw_slopes(frame: pl.DataFrame, from_title: str, to_title: str, texts: Texts) -> alt.Chart:
    """Slope chart of two stages.

    Args:
        frame: rows of ``prepare_slopes``; at least one.
        from_title: heading of the left end, for instance ``2022``.
        to_title: heading of the right end.
        texts: language.

    Returns:
        A layered chart; the point parameter ``slope`` selects by trend_key.
    """
    height = max(_MIN_HEIGHT, _ROW_HEIGHT * count_labels(frame))
    shown = [c for c in CHANGE_COLOURS if c in set(frame["change_class"])]
    legend = [f"{CHANGE_ICONS[c]} {texts('change.' + c)}" for c in shown]
    y_scale = alt.Scale(domain=[0, 104], nice=False)
    picked = alt.selection_point(name="slope", fields=["trend_key"], empty=True, on="click")
    hovered = alt.selection_point(
        name="hover", fields=["trend_key"], empty=False, on="pointerover", clear="pointerout"
    )
    colour = alt.Color("class_label:N", scale=_class_scale(texts)).legend(
        title=None, orient="top", values=legend, labelLimit=260, columns=legend_columns(6)
    )
    faded = alt.when(picked).then(alt.value(0.95)).otherwise(alt.value(0.15))
    tooltip = [
        alt.Tooltip("name:N", title=texts("column.indicator")),
        alt.Tooltip("scope:N", title=texts("column.scope")),
        alt.Tooltip("from_text:N", title=from_title),
        alt.Tooltip("to_text:N", title=to_title),
        alt.Tooltip("national_text:N", title=texts("column.national")),
        alt.Tooltip("class_label:N", title=texts("column.change")),
    ]
    base = alt.Chart(frame).encode(color=colour, opacity=faded, tooltip=tooltip)
    start, end = alt.expr(_START), alt.expr(_END)
    left, right = alt.value(start), alt.value(end)
    y_from, y_to = (alt.Y(f"{c}_value:Q", scale=y_scale, axis=None) for c in ("from", "to"))
    lines = (
        base.transform_filter(_BOTH)
        .mark_rule()
        .encode(
            x=left,
            x2=right,
            y=y_from,
            y2="to_value:Q",
            size=alt.when(hovered).then(alt.value(5)).otherwise(alt.value(2.5)),
        )
    )
    points = [
        base.transform_filter(f"isValid(datum.{end}_value)")
        .mark_point(filled=True, size=70)
        .encode(x=x, y=y)
        for end, x, y in (("from", left, y_from), ("to", right, y_to))
    ]
    # The line of the nation, at the later end, for the slope pointed at or chosen.
    national = base.mark_tick(
        orient="horizontal", thickness=3, size=26, color=NATIONAL, tooltip=True
    ).encode(
        x=right, y=alt.Y("national_value:Q", scale=y_scale, axis=None), color=alt.value(NATIONAL)
    )
    leaders = [
        base.transform_filter(f"isValid(datum.{label})")
        .mark_rule(strokeDash=[2, 2], strokeWidth=_size(1, narrow))
        .encode(
            x=alt.value(alt.expr(f"{at} + {step}")),
            x2=alt.value(alt.expr(f"{at} + {5 * step}")),
            y=y,
            y2=f"{label}:Q",
        )
        for at, step, y, label, narrow in (
            (_START, -6, y_from, "start_y", 0),
            (_END, 6, y_to, "label_y", 1),
        )
    ]
    labels = [
        base.transform_filter(f"isValid(datum.{position})")
        .mark_text(
            align=align,
            baseline="middle",
            fontSize=_size(wide, narrow),
            limit=alt.ExprRef(f"width - ({_END}) - 34"),
        )
        .encode(
            x=alt.value(alt.expr(f"{at} + {gap}")),
            y=alt.Y(f"{position}:Q", scale=y_scale),
            text=f"{text}:N",
        )
        for align, at, gap, position, text, wide, narrow in (
            ("right", _START, -34, "start_y", "start_label", 13, 0),
            ("right", _START, -8, "from_value", "from_text", 0, 11),
            ("left", _END, 34, "label_y", "label", 13, 11.5),
        )
    ]
    heads = [
        alt.Chart(pl.DataFrame({"title": [title]}))
        .mark_text(fontWeight="bold", fontSize=15, baseline="bottom")
        .encode(x=x, y=alt.value(-6), text="title:N")
        for title, x in ((from_title, left), (to_title, right))
    ]
    return (
        alt.layer(lines, national, *points, *leaders, *labels, *heads)
        .add_params(picked, hovered)
        .properties(height=height, width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
