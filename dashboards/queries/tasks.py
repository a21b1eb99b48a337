"""Where the tasks of the plans stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

TASKS_STATEMENT = """
with candidates as (
    select *
    from mart_task_status
    where
        plan_code = $plan_code
        and (not is_simulated or $with_simulated)
        and (as_of_date is null or as_of_date <= $as_of)
),

-- What a real report says of a task beats what is simulated; within a kind the newest day stands.
chosen as (
    select *
    from candidates
    qualify row_number() over (
        partition by task_key
        order by
            state in ('unknown', 'no_deadline') and reported_status is null and evidence_count = 0,
            is_simulated,
            as_of_date desc nulls last
    ) = 1
)

select
    chosen.*,
    task.task_ref,
    task.task_no,
    task.task_text,
    task.products,
    task.coord_agency,
    task.due_text,
    task.document_place,
    task.source_file as task_file,
    task.source_locator as task_locator,
    field.field_short_vi,
    field.field_short_en,
    proof.evidence
from chosen
inner join fct_task as task using (task_key)
inner join dim_field as field on task.field_code = field.field_code
left join (
    select
        task_key,
        list(coalesce(doc_no, '?') || ' (' || coalesce(strftime(issued_on, '%d/%m/%Y'), '?') || ')'
            order by evidence_no) as evidence
    from fct_task_evidence
    group by task_key
) as proof on chosen.task_key = proof.task_key
order by
    list_position(
        ['late', 'due_soon', 'unknown', 'not_due', 'done_late', 'done_on_time', 'done_undated',
            'no_deadline', 'cancelled'],
        chosen.state
    ),
    chosen.due_on,
    task.task_no
"""


def read_tasks(
    cursor: duckdb.DuckDBPyConnection, plan_code: str, as_of: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """State of every task of a plan as of a day, what is late first.

    Args:
        cursor: of the build.
        plan_code: the plan.
        as_of: reports of later days are left out.
        with_simulated: whether simulated reports may speak for tasks without real ones.

    Returns:
        One row per task: columns of mart_task_status with labels, evidence and source places.
    """
    return select(
        cursor, TASKS_STATEMENT, plan_code=plan_code, as_of=as_of, with_simulated=with_simulated
    )
