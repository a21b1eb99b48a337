"""What became known between two days of knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

# A number or task that real reports speak of does not change by simulated ones.
_CHANGES = """
    list_contains($plans, change.plan_code)
    and change.known_on > $since and change.known_on <= $day
    and (not change.is_simulated or $with_simulated)
    and not (change.is_simulated and change.target_key is not null and change.target_key in (
        select target_key from mart_attainment
        where not is_simulated and actual is not null and first_received_on <= $day))
    and not (change.is_simulated and change.task_key is not null and change.task_key in (
        select task_key from fct_task_status
        where not is_simulated and received_on <= $day))
"""
_RANKS = """
    ['met', 'on_track', 'behind', 'at_risk', 'worsening', 'not_met', 'missed']
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
        with ranked as (
            select
                change.*,
                list_position({_RANKS}, change.before_status) as before_rank,
                list_position({_RANKS}, change.after_status) as after_rank
            from mart_weekly_change as change
            where {_CHANGES}
        )
        select
            case
                when change_kind <> 'status_changed' then change_kind
                when after_rank < before_rank then 'better'
                when after_rank > before_rank then 'worse'
                else 'other'
            end as change_kind,
            count(*)::integer as changes
        from ranked
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
    """Changes worth a word, what became late or worse first; new readings are only counted.

    Returns:
        Up to 200 rows of mart_weekly_change with issuer, names, texts and places.
    """
    return select(
        cursor,
        f"""
        select
            change.*,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            indicator.name_vi,
            indicator.name_en,
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
        where {_CHANGES} and change.change_kind <> 'new'
        order by
            list_position(
                ['became_late', 'status_changed', 'done', 'corrected'], change.change_kind
            ),
            coalesce(list_position({_RANKS}, change.before_status), 0)
                - coalesce(list_position({_RANKS}, change.after_status), 0),
            change.known_on desc,
            change.change_key
        limit 200
        """,  # noqa: S608 (constants of this file)
        plans=plans,
        since=since,
        day=day,
        with_simulated=with_simulated,
    )
