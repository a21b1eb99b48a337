"""Plan workbooks made for tests: a small good one, and ways to spoil it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.layouts.model import find_layout
from pipeline.layouts.writer import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
FACTS: Row = {
    "plan_code": "xa-thu-2025",
    "plan_title": "Kế hoạch thử của một xã",
    "issuer_name": "Ủy ban nhân dân xã Thử",
    "issuer_level": "commune",
    "province_name": "Sơn La",
    "year_from": 2025,
    "year_to": 2025,
}
TARGET: Row = {
    "target_ref": "1",
    "field_name": "Cải cách TTHC",
    "target_text": "Thanh toán trực tuyến",
    "measure_label": "TTHC mở thanh toán trực tuyến",
    "comparator": "gte",
    "value": 80,
    "unit": "%",
    "due_year": 2025,
    "indicator_code": "TTHC_ONLINE_PAYMENT_OFFERED_SHARE",
    "document_place": "dòng 1",
}
TASK: Row = {
    "task_ref": "1",
    "field_name": "Cải cách TTHC",
    "task_text": "Mở thanh toán trực tuyến",
    "due_text": "Quý II/2025",
    "document_place": "dòng 2",
}


def write_plan(
    path: Path,
    targets: list[Row] | None = None,
    tasks: list[Row] | None = None,
    facts: Row | None = None,
) -> Path:
    """Write a plan workbook; each row is the good one with the given changes."""
    rows = {
        "targets": [TARGET | t for t in (targets if targets is not None else [{}])],
        "tasks": [TASK | t for t in (tasks if tasks is not None else [{}])],
    }
    write_workbook(path, find_layout("plan_export").sheets, rows, FACTS | (facts or {}))
    return path
