"""What became known between two days of knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

# The build has already left out repeated numbers, and what a real figure speaks for.
_CHANGES = """
    list_contains($plans, change.plan_code)
    and change.includes_simulated = $with_simulated
    and change.known_on > $since and change.known_on <= $day
"""
# Rank of a status that counts as assessed, from good to bad; null for the others.
_RANKED = """
    left join dim_status as before
        on change.subject = before.subject and change.before_status = before.status_code
        and before.is_assessed
    left join dim_status as after
        on change.subject = after.subject and change.after_status = after.status_code
        and after.is_assessed
"""


def count_changes(
    cursor: duckdb.DuckDBPyConnection,
    plans: tuple[str, ...],
    since: dt.date,
    day: dt.date,
    with_simulated: bool,
) -> pl.DataFrame:
    """What became known between two days, by kind.

    Returns:
        change_kind (new, corrected, better, worse, other, became_late, done), changes.
    """
    return select(
        cursor,
        f"""
        select
            case
                when change.change_kind <> 'status_changed' then change.change_kind
                when change.subject = 'task' then 'other'
                when after.sort_order < before.sort_order then 'better'
                when after.sort_order > before.sort_order then 'worse'
                else 'other'
            end as change_kind,
            count(*)::integer as changes
        from mart_weekly_change as change
        {_RANKED}
        where {_CHANGES}
        group by all
        """,  # noqa: S608 (constants of this file)
        plans=plans,
        since=since,
        day=day,
        with_simulated=with_simulated,
    )


def list_changes(
    cursor: duckdb.DuckDBPyConnection,
    plans: tuple[str, ...],
    since: dt.date,
    day: dt.date,
    with_simulated: bool,
) -> pl.DataFrame:
    """Changes worth a word, what became late or worse first; new observations are only counted.

    Returns:
        Up to 200 rows of mart_weekly_change with issuer, names, texts and places.
    """
    return select(
        cursor,
        f"""
        select
            change.*,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            coalesce(indicator.name_vi, target.measure_label) as name_vi,
            coalesce(indicator.name_en, target.measure_label) as name_en,
            coalesce(target.target_ref, task.task_ref) as record_ref,
            task.task_text,
            target.unit,
            coalesce(target.lead_agency, task.lead_agency) as agency,
            coalesce(target.document_place, task.document_place) as document_place,
            target.source_file as target_file,
            task.source_file as task_file
        from mart_weekly_change as change
        inner join dim_plan as plan using (plan_code)
        left join dim_indicator as indicator
            on change.indicator_code = indicator.indicator_code
        left join fct_target as target on change.target_key = target.target_key
        left join fct_task as task on change.task_key = task.task_key
        {_RANKED}
        where {_CHANGES} and change.change_kind <> 'new'
        order by
            list_position(
                ['became_late', 'status_changed', 'done', 'corrected'], change.change_kind
            ),
            coalesce(before.sort_order, 0) - coalesce(after.sort_order, 0),
            change.known_on desc,
            change.change_key
        limit 200
        """,  # noqa: S608 (constants of this file)
        plans=plans,
        since=since,
        day=day,
        with_simulated=with_simulated,
    )
