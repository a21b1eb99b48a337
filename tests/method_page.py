"""Examples of docs/method.md, so that tests run what the page says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.support.settings import PROJECT

if TYPE_CHECKING:
    from pipeline.plans.deadlines import Deadline

_KINDS = {"quarter": "quý", "month": "tháng", "year": "năm", "range": "khoảng"}
_FREQUENCIES = {"year": " hằng năm", "quarter": " hằng quý", "month": " hằng tháng", None: ""}


def list_examples(section: int) -> list[tuple[str, str]]:
    """Rows of the table of a numbered section: what is written, what it is read as."""
    page = (PROJECT / "docs/method.md").read_text(encoding="utf-8")
    text = page.split(f"\n## {section}. ")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", text, re.MULTILINE)
    return [r for r in rows if r[1] not in ("Đọc thành", "---")]


def _show_months(due: Deadline) -> str:
    """Months at whose end, or days on which, something falls due every year."""
    if not due.months:
        return ""
    months = ", ".join(str(m if m > 0 else m + 12) for m in due.months)
    before = " năm trước" if due.months[0] <= 0 else ""
    return f", ngày {due.day} tháng {months}" if due.day else f", cuối tháng {months}{before}"


def show_deadline(due: Deadline) -> str:
    """``quý: 1/4/2022 đến 30/6/2022``."""
    assumed = " (tự hiểu)" if due.is_assumed else ""
    if due.kind == "periodic":
        return f"định kỳ{_FREQUENCIES[due.value]}{_show_months(due)}{assumed}"
    if due.kind == "conditional":
        return f"có điều kiện: {due.value}"
    if due.kind == "unknown" or due.due_to is None:
        return f"không rõ: {due.note}"
    last = f"{due.due_to.day}/{due.due_to.month}/{due.due_to.year}"
    if due.kind == "date" or due.due_from is None:
        return f"ngày: {last}"
    if due.kind == "ongoing":
        return f"thường xuyên: đến {last}{assumed}"
    first = f"{due.due_from.day}/{due.due_from.month}/{due.due_from.year}"
    return f"{_KINDS[due.kind]}: {first} đến {last}{assumed}"
