"""The figures of a report on the screen, and what changed since it was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.brief.report import (
    Figures,
    count_chapter,
    find_left_out,
    make_plain,
    name_chapter,
    tabulate_numbers,
    tabulate_tasks,
)
from dashboards.charts.fields import prepare_fields
from dashboards.components.quote import escape
from dashboards.components.refresh import find_today
from dashboards.components.tables import Column, draw_table
from dashboards.data import ask
from dashboards.queries.reports import read_report_numbers, read_report_tasks
from pipeline.reports.store import compare_rows

if TYPE_CHECKING:
    from dashboards.brief.content import Table
    from dashboards.components.state import Shared
    from pipeline.reports.outline import Outline
    from pipeline.reports.periods import Period
    from pipeline.reports.store import Version

_NUMBER_FIELDS = ("actual", "as_of_date", "status", "target_value")
_TASK_FIELDS = ("state", "due_on")


def read_figures(unit: str, period: Period, shared: Shared) -> Figures:
    """What the build says of a period today.

    Args:
        unit: unit_code.
        period: which.
        shared: switch of simulated data.
    """
    common = {"unit_code": unit, "report_year": period.year,
              "with_simulated": shared.with_simulated}  # fmt: skip
    numbers = ask(read_report_numbers, data_from=period.data_from, data_to=period.data_to, **common)
    tasks = ask(read_report_tasks, day=min(period.send_by, find_today()), **common)
    return Figures(make_plain(numbers.to_dicts()), make_plain(tasks.to_dicts()))


def frame_fields(figures: Figures, shared: Shared) -> pl.DataFrame:
    """Numbers by field and status, as the chart of fields wants them; empty without any."""
    rows = [
        {"field_code": row["field_code"], "field_short_vi": row["field_short_vi"],
         "field_short_en": row["field_short_en"], "status": row["status"] or "unknown",
         "measures": 1}
        for row in figures.numbers
    ]  # fmt: skip
    return prepare_fields(pl.DataFrame(rows), shared.texts) if rows else pl.DataFrame()


def _draw_texts(table: Table, shared: Shared, key: str) -> None:
    """A table of texts, as the documents have it."""
    names = [f"c{number}" for number in range(len(table.heading))]
    frame = pl.DataFrame(
        [dict(zip(names, row, strict=True)) for row in table.rows],
        schema=dict.fromkeys(names, pl.String),
    )
    columns = [
        Column(name, heading=heading, width="large" if number == 1 else None)
        for number, (name, heading) in enumerate(zip(names, table.heading, strict=True))
    ]
    st.markdown(f"**{escape(table.title)}**")
    draw_table(frame, columns, shared, key, height="content")


def draw_chapters(
    outline: Outline, figures: Figures, can_write: bool, shared: Shared
) -> dict[str, str]:
    """Every chapter with its figures and its text.

    Args:
        outline: chapters.
        figures: of the report.
        can_write: the report is open.
        shared: language.

    Returns:
        Texts as they stand on the screen.
    """
    texts = shared.texts
    shown = {}
    for number, chapter in enumerate(outline.chapter, start=1):
        st.subheader(escape(name_chapter(number, chapter, texts)))
        for line in count_chapter(figures, chapter.fields, texts):
            st.markdown(line)
        numbers = [r for r in figures.numbers if r["field_code"] in chapter.fields]
        tasks = [r for r in figures.tasks if r["field_code"] in chapter.fields]
        for name, table in (
            ("so", tabulate_numbers(numbers, texts)), ("viec", tabulate_tasks(tasks, texts))
        ):  # fmt: skip
            if table.rows:
                _draw_texts(table, shared, f"{name}-{chapter.code}")
        shown[chapter.code] = st.text_area(
            texts("report.text"), key=f"text-{chapter.code}", disabled=not can_write, height=120
        )  # fmt: skip
    left_out = find_left_out(outline, figures)
    if left_out:
        st.warning(texts("report.left_out", fields=", ".join(map(str, sorted(left_out)))))
    return shown


def _describe(row: dict[str, Any] | None, shared: Shared) -> str:
    texts = shared.texts
    if row is None:
        return texts("report.not_there")
    if "state" in row:
        return texts("state." + row["state"])
    if not row["status"]:
        return texts("report.no_figure")
    return f"{texts.share(row['actual'], row['unit'])} · {texts('status.' + row['status'])}"


def draw_difference(version: Version, figures: Figures, shared: Shared) -> bool:
    """What the build says otherwise than the closed version.

    Returns:
        Whether anything differs.
    """
    texts = shared.texts
    pairs = [
        *compare_rows(version.numbers, figures.numbers, "target_key", _NUMBER_FIELDS),
        *compare_rows(version.tasks, figures.tasks, "task_key", _TASK_FIELDS),
    ]
    if not pairs:
        st.success(texts("report.same", number=version.number), icon=":material/check:")
        return False
    rows = []
    for before, after in pairs:
        row = after or before or {}
        name = row.get(texts.name_column) or row.get("task_text") or ""
        ref = row.get("target_ref") or row.get("task_ref") or ""
        rows.append({"ref": ref, "name": name, "before": _describe(before, shared),
                     "after": _describe(after, shared)})  # fmt: skip
    st.warning(texts("report.differs", count=len(rows), number=version.number))
    columns = [
        Column("ref", "column.ref"),
        Column("name", "column.text", width="large"),
        Column("before", "report.before", width="medium"),
        Column("after", "report.after", width="medium"),
    ]
    draw_table(pl.DataFrame(rows), columns, shared, "khac-ban-chot", height="content")
    return True
