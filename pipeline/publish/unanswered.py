"""What a build holds that reaches no plan, and what waits for a person's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from pipeline.publish.builds import DATABASE

if TYPE_CHECKING:
    from pathlib import Path

_REASONS = {
    "unit_without_plan": "của {units} đơn vị chưa có kế hoạch nào",
    "indicator_not_in_plan": "về chỉ số mà kế hoạch của {units} đơn vị không nêu",
}


def count_unanswered(build: Path) -> list[str]:
    """Sentences on results that no plan uses and on plans without an owner, in Vietnamese.

    Args:
        build: folder of a published build.
    """
    with duckdb.connect(build / DATABASE, read_only=True) as connection:
        unused = connection.execute(
            """
            select reason, sum(observation_count)::bigint, count(distinct unit_code),
                list(unit_code order by observation_count desc)[1:3]
            from mart_unused_result
            where not is_published
            group by reason
            order by reason
            """
        ).fetchall()
        owners = connection.execute(
            "select plan_code from dim_plan where owner_match = 'none' order by 1"
        ).fetchall()
    lines = [
        f"{count} số liệu {_REASONS[reason].format(units=units)} (ví dụ "
        f"{', '.join(examples)}): xem trang Chất lượng."
        for reason, count, units, examples in unused
    ]
    if owners:
        names = ", ".join(code for (code,) in owners[:5])
        lines.append(f"{len(owners)} kế hoạch chưa rõ của đơn vị nào ({names}): trả lời ở Rà soát.")
    return lines
