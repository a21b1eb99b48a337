"""What the files would make of the published build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from dashboards.components.metrics import Metric, draw_metrics
from dashboards.components.quote import escape
from dashboards.components.tables import Column, draw_table

if TYPE_CHECKING:
    from dashboards.components.state import Shared

_CODES = {"status": "status", "state": "state", "severity": "severity", "comparator": "comparator"}


def _say_values(values: dict[str, Any] | None, shared: Shared) -> str:
    """What a record is, in words; empty where it is not there."""
    texts = shared.texts
    if values is None:
        return ""
    parts = []
    for key, value in values.items():
        if value is None or value == "–":
            continue
        prefix = "reason" if key == "status_reason" else _CODES.get(key, "unit")
        word = texts.find(f"{prefix}.{value}")
        number = texts.number(value) if isinstance(value, float) else str(value)
        parts.append(word or number)
    return " ".join(parts)


def _draw_file(file: dict[str, Any], shared: Shared) -> None:
    texts, counts = shared.texts, file.get("counts", {})
    with st.container(border=True):
        st.markdown(f"**{escape(file['given'])}** · {file['layout'] or texts('handin.unknown')}")
        draw_metrics(
            [
                Metric(texts("handin.usable"), str(file["rows_loaded"])),
                Metric(texts("handin.missing"), str(counts.get("missing", 0))),
                Metric(texts("handin.unmatched"), str(counts.get("unmatched", 0))),
                Metric(texts("handin.rejected"), str(file["rows_rejected"])),
                Metric(texts("handin.left_out"), str(file["rows_ignored"])),
            ]
        )
        if not file["is_loaded"]:
            st.error(texts("handin.not_used"), icon=":material/block:")
        if file["findings"]:
            columns = [
                Column("severity", "column.severity", kind="code", codes="severity"),
                Column("place", "column.where", width="medium"),
                Column("message", "column.message", kind="said", width="large"),
                Column("remedy", "quality.remedy", kind="said", width="large"),
            ]
            frame = pl.DataFrame(file["findings"], infer_schema_length=None)
            st.markdown(texts("handin.findings", count=frame.height))
            draw_table(frame, columns, shared, f"dieu-{file['file']}")
        if file["targets"]:
            columns = [
                Column("target_ref", "column.ref"),
                Column("target_text", "column.text", width="large"),
                Column("comparator", "column.comparator", kind="code", codes="comparator"),
                Column("value", "column.value", kind="number"),
                Column("unit", "column.unit", kind="code", codes="unit"),
                Column("due_year", "column.due_year", kind="year"),
                Column(texts.name_column, "column.indicator", width="large"),
                Column("needs_review", "column.needs_review", kind="flag"),
            ]
            frame = pl.DataFrame(file["targets"], infer_schema_length=None)
            st.markdown(texts("handin.targets", count=frame.height))
            draw_table(frame, columns, shared, f"chi-tieu-{file['file']}")


def _draw_changes(told: dict[str, Any], shared: Shared) -> None:
    texts = shared.texts
    st.subheader(texts("handin.changes_title"))
    if not told["is_built"]:
        st.error(texts("handin.not_built"), icon=":material/error:")
        return
    if not told["has_published"]:
        st.info(texts("handin.first_build"))
        return
    if not told["changes"]:
        st.info(texts("handin.no_changes"))
        return
    counted = [
        texts(f"handin.changed_{what}", count=count) for what, count in told["change_count"].items()
    ]
    st.markdown(" · ".join(counted))
    rows = [
        {
            "what": c["what"],
            "name": c.get(texts.said_column("name")) or c["name"],
            "before": _say_values(c["values_before"], shared) or texts("handin.was_not"),
            "after": _say_values(c["values_after"], shared) or texts("handin.will_not"),
        }
        for c in told["changes"]
    ]
    columns = [
        Column("what", "handin.change_kind", kind="code", codes="handin_change"),
        Column("name", "handin.change_name", width="large"),
        Column("before", "handin.before", width="medium"),
        Column("after", "handin.after", width="medium"),
    ]
    draw_table(pl.DataFrame(rows, infer_schema_length=None), columns, shared, "se-doi")


def draw_preview(told: dict[str, Any], shared: Shared) -> None:
    """Rows of each file, and what would be other than it is now.

    Args:
        told: of ``foretell``.
        shared: language.
    """
    for file in told["files"]:
        _draw_file(file, shared)
    _draw_changes(told, shared)
