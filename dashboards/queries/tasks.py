"""Where the tasks of the plans stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

TASKS_STATEMENT = """
select
    chosen.*,
    chosen.reported_on as as_of_date,
    date_diff('day', $as_of, chosen.due_on)::integer as days_left,
    date_diff('day', chosen.silent_since, $as_of)::integer as silent_days,
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
from task_shown_on($as_of, $with_simulated) as chosen
inner join dim_status as status
    on status.subject = 'task' and chosen.state = status.status_code
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
where chosen.plan_code = $plan_code
order by
    status.sort_order,
    chosen.due_on,
    task.task_no
"""


def read_tasks(
    cursor: duckdb.DuckDBPyConnection, plan_code: str, as_of: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """State of every task of a plan on a day, as it was known on it, what is late first.

    Args:
        cursor: of the build.
        plan_code: the plan.
        as_of: what was received later is left out.
        with_simulated: whether simulated reports may speak for tasks without real ones.

    Returns:
        One row per task: columns of mart_task_status with labels, evidence and source places.
    """
    return select(
        cursor, TASKS_STATEMENT, plan_code=plan_code, as_of=as_of, with_simulated=with_simulated
    )
