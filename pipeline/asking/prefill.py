"""Forms prepared for one plan: its targets or tasks stand in the rows, what is known is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.layouts.model import find_layout
from pipeline.layouts.writer import write_workbook
from pipeline.publish.builds import DATABASE

if TYPE_CHECKING:
    from pathlib import Path

_RESULTS = """
    select distinct on (target.indicator_code, target.scope_level)
        plan.unit_code,
        target.indicator_code,
        target.scope_level,
        target.unit,
        target.target_ref || ': ' || coalesce(target.measure_label, target.target_text)
        || ' (' || case target.comparator
            when 'gte' then 'tối thiểu ' when 'lte' then 'tối đa '
            when 'decrease_gte' then 'giảm tối thiểu ' when 'decrease_eq' then 'giảm '
            when 'increase_gte' then 'tăng tối thiểu ' else '' end
        || replace(regexp_replace(target.value::varchar, '[.]0$', ''), '.', ',') || ' '
        || target.unit || ')' as note
    from fct_target as target
    inner join dim_plan as plan using (plan_code)
    where
        target.plan_code = ? and target.indicator_code is not null
        and plan.unit_code is not null
    order by target.indicator_code, target.scope_level, target.target_no, target.measure_no
"""
_TASKS = """
    select
        task.plan_code,
        task.task_ref,
        task.task_text as note
    from fct_task as task
    where task.plan_code = ?
    order by task.task_no
"""
_QUERIES = {"indicator_results": _RESULTS, "task_status": _TASKS}
# What a person fills in; everything else of a prepared row is locked.
_OPEN = {
    "indicator_results": (
        "period_code", "as_of_date", "received_on", "numerator", "denominator", "value",
        "missing_reason", "data_kind", "citation",
    ),
    "task_status": (
        "as_of_date", "received_on", "status", "completed_on", "percent_done", "evidence_doc_no",
        "evidence_issued_on", "data_kind", "citation",
    ),
}  # fmt: skip


class UnknownPlanError(ValueError):
    """The build has no such plan, or nothing of it can be reported on."""


def _fetch(build: Path, query: str, plan: str) -> list[dict[str, Any]]:
    with duckdb.connect(build / DATABASE, read_only=True) as connection:
        known = connection.execute("select plan_code from dim_plan order by 1").fetchall()
        if plan not in {code for (code,) in known}:
            names = ", ".join(code for (code,) in known)
            raise UnknownPlanError(f"Không có kế hoạch «{plan}» trong bản dựng; có: {names}")
        result = connection.execute(query, [plan])
        columns = [d[0] for d in result.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def write_prefilled(out: Path, build: Path, layout: str, plan: str) -> int:
    """Write a form with a row for each indicator or task of a plan.

    Args:
        out: the .xlsx file; its folder must exist.
        build: folder of a published build.
        layout: ``indicator_results`` or ``task_status``.
        plan: code of the plan.

    Returns:
        How many rows stand ready.

    Raises:
        UnknownPlanError: no such plan, its unit is not known, or none of its numbers is linked to
            an indicator.
    """
    rows = _fetch(build, _QUERIES[layout], plan)
    if not rows:
        raise UnknownPlanError(
            f"Kế hoạch «{plan}» chưa có gì để báo cáo theo mẫu này: chưa rõ kế hoạch của đơn vị "
            "nào hoặc con số chưa gắn chỉ số nào (trả lời ở trang Rà soát), hoặc kế hoạch không "
            "có nhiệm vụ"
        )
    (sheet,) = find_layout(layout).sheets
    write_workbook(out, [sheet], {sheet.table: rows}, open_columns=_OPEN[layout])
    return len(rows)
