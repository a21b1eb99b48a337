"""Bullet chart: actual, target and expected value of each measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from dashboards.charts.layout import number_locale
from dashboards.charts.palette import NATIONAL, STATUS_COLOURS, STATUS_ICONS
from dashboards.charts.rows import (
    NARROW,
    ROW_HEIGHT,
    draw_names,
    legend_columns,
    mark_shift,
    row_axis,
    value_range,
)

if TYPE_CHECKING:
    from dashboards.i18n.texts import Texts

_NAME_LENGTH = 72
# Pixels for what stands at the end of a row: by its longest text on a wide screen.
_LETTER, _NARROW_ROOM, _LEAST_ROOM, _MOST_ROOM = 6.4, 152, 190, 460


def _name(row: dict, texts: Texts) -> str:
    scope = f" ({texts('scope.' + row['scope_level'])})" if row["scope_level"] else ""
    name = f"{row['target_ref']}  {row[texts.name_column]}{scope}"
    return name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1].rstrip() + "…"


def say_national(row: dict, texts: Texts) -> str:
    """What the nation demands of the same thing: ``80% (2025)``; a dash for nothing."""
    if row["national_value"] is None:
        return "–"
    return f"{texts.share(row['national_value'], row['unit'])} ({row['national_due_year']})"


def _word(row: dict, texts: Texts) -> str:
    """What stands at the end of a row; of a number without a verdict, why it has none."""
    status = row["status"]
    word = f"{STATUS_ICONS[status]} {texts('status.' + status)}"
    return word if status != "unknown" else f"{word}: {texts('reason.' + row['status_reason'])}"


def prepare_bullets(frame: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """One row per measure with its texts.

    Args:
        frame: rows of ``read_attainment``.
        texts: language of the labels.

    Returns:
        In the order of statuses, and of the plan within one: order, name, actual, target_value,
        expected_now, status_label, word, is_simulated and texts for the tooltip.
    """
    rows = []
    order_of = list(STATUS_COLOURS)
    grouped = sorted(frame.to_dicts(), key=lambda row: order_of.index(row["status"]))
    for order, row in enumerate(grouped):
        status, unit = row["status"], row["unit"]
        rows.append(
            {
                "order": order,
                "target_key": row["target_key"],
                "name": _name(row, texts),
                "actual": row["actual"],
                "target_value": row["target_value"],
                "expected_now": row["expected_now"] if row["path"] != "level" else None,
                "national_value": row["national_value"] if row["unit"] == "%" else None,
                "national_text": say_national(row, texts),
                "status_label": f"{STATUS_ICONS[status]} {texts('status.' + status)}",
                "word": _word(row, texts),
                "is_simulated": row["is_simulated"],
                "actual_text": texts.share(row["actual"], unit),
                "target_text": texts.share(row["target_value"], unit),
                "expected_text": texts.share(row["expected_now"], unit),
                "reason": texts("reason." + row["status_reason"]),
                "as_of": texts.date(row["as_of_date"]),
                "kind": texts("data_kind." + (row["data_kind"] or "none")),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def _status_labels(texts: Texts) -> list[str]:
    return [f"{STATUS_ICONS[s]} {texts('status.' + s)}" for s in STATUS_COLOURS]


def _status_scale(texts: Texts) -> alt.Scale:
    return alt.Scale(domain=_status_labels(texts), range=list(STATUS_COLOURS.values()))


def _tooltip(texts: Texts) -> list[alt.Tooltip]:
    columns = {
        "name": "column.indicator",
        "actual_text": "column.actual",
        "target_text": "column.target",
        "expected_text": "column.expected",
        "national_text": "column.national",
        "status_label": "column.status",
        "reason": "column.reason",
        "as_of": "column.as_of",
        "kind": "column.data_kind",
    }
    return [alt.Tooltip(f"{c}:N", title=texts(k)) for c, k in columns.items()]


def _word_room(frame: pl.DataFrame) -> float:
    longest = max(len(word) for word in frame["word"])
    return min(_MOST_ROOM, max(_LEAST_ROOM, _LETTER * longest + 16))


def draw_bullets(frame: pl.DataFrame, texts: Texts) -> alt.Chart:
    """Bullet chart, one bar per measure in the order given.

    Args:
        frame: rows of ``prepare_bullets``; at least one.
        texts: language.

    Returns:
        A layered chart whose point parameter ``bullet`` selects by target_key: pale track, bar of
        the actual value, tick of the target, tick of the nation's demand, diamond of the
        expected value, status in words at the end of the row.
    """
    present = set(frame["status_label"])
    shown = [label for label in _status_labels(texts) if label in present]
    room = _word_room(frame)
    ends = value_range(room, _NARROW_ROOM)
    scale = alt.Scale(domain=[0, 100], range=ends, clamp=True)
    axis = alt.Axis(values=[0, 20, 40, 60, 80, 100], title="%", grid=True, gridOpacity=0.4)
    shift = mark_shift()
    base = alt.Chart(frame).encode(
        y=row_axis("name", frame["name"].to_list()), tooltip=_tooltip(texts)
    )
    picked = alt.selection_point(name="bullet", fields=["target_key"], empty=False, on="click")
    track = (
        base.transform_calculate(hundred="100")
        .mark_bar(color="#9AA3AD", height=15, yOffset=shift, cursor="pointer")
        .encode(
            x=alt.X("hundred:Q", scale=scale, axis=axis),
            opacity=alt.when(picked).then(alt.value(0.6)).otherwise(alt.value(0.22)),
        )
    )
    bars = base.mark_bar(height=9, yOffset=shift).encode(
        x=alt.X("actual:Q", scale=scale),
        color=alt.Color("status_label:N", scale=_status_scale(texts)).legend(
            title=None, orient="top", values=shown, columns=legend_columns(4), labelLimit=220
        ),
        opacity=alt.condition("datum.is_simulated", alt.value(0.62), alt.value(1.0)),
    )
    target = alt.X("target_value:Q", scale=scale)
    halo = base.mark_tick(
        thickness=5, size=20, color="#FFFFFF", orient="vertical", yOffset=shift
    ).encode(x=target)
    ticks = base.mark_tick(
        thickness=3, size=18, color="#111827", orient="vertical", yOffset=shift
    ).encode(x=target)
    expected = base.mark_point(
        shape="diamond",
        size=60,
        filled=True,
        color="#FFFFFF",
        stroke="#111827",
        strokeWidth=1.2,
        yOffset=shift,
    ).encode(x=alt.X("expected_now:Q", scale=scale))
    national = base.mark_tick(
        thickness=3, size=18, color=NATIONAL, orient="vertical", yOffset=shift
    ).encode(x=alt.X("national_value:Q", scale=scale))
    words = base.mark_text(
        align="left", baseline="middle", fontSize=12, dx=8, yOffset=shift,
        limit=alt.ExprRef(f"{NARROW} ? {_NARROW_ROOM - 8} : {room - 8}"),
    ).encode(x=alt.value(alt.expr(ends[1].expr)), text="word:N")  # fmt: skip
    return (
        alt.layer(track, bars, national, halo, ticks, expected, words, *draw_names(base, "name"))
        .add_params(picked)
        .properties(height=alt.Step(ROW_HEIGHT), width="container")
        .configure(locale=number_locale(texts.language))
        .configure_view(stroke=None)
    )
