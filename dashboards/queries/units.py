"""One unit whole: its plans, its numbers and tasks, its reports, and its published results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

# A unit and those whose work it goes on with, or that go on with its own.
_LINE = """
    with recursive before as (
        select $unit_code as unit_code
        union
        select unit.unit_code
        from dim_unit as unit
        inner join before on unit.successor_unit_code = before.unit_code
    ),

    line as (
        select unit_code from before
        union
        select successor_unit_code from dim_unit
        where unit_code = $unit_code and successor_unit_code is not null
    )
"""


def list_known_units(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Units of which anything is known: a plan, a task, a reported or a published figure.

    Returns:
        unit_code, unit_name, unit_kind, boundary_version, province_name, valid_to, plan_count;
        those with the newest plans first.
    """
    return select(
        cursor,
        """
        with plans as (
            select
                unit_code,
                count(*)::integer as plan_count,
                max(year_from) as newest,
                bool_and(is_partial) as is_partial
            from dim_plan
            group by unit_code
        ),

        known as (
            select unit_code from plans
            union
            select unit_code from mart_unit_task
            union
            select unit_code from fct_progress
        )

        select
            unit.unit_code,
            unit.unit_name,
            unit.unit_kind,
            unit.boundary_version,
            unit.province_name,
            unit.valid_to,
            coalesce(plans.plan_count, 0) as plan_count
        from dim_unit as unit
        semi join known using (unit_code)
        left join plans using (unit_code)
        where unit.unit_kind <> 'country'
        order by
            -- A plan of which a few numbers are known shows less than a whole one.
            plan_count = 0,
            coalesce(plans.is_partial, false),
            newest desc,
            unit.valid_to is not null,
            unit.unit_name collate vi,
            unit.unit_code
        """,
    )


def list_relatives(cursor: duckdb.DuckDBPyConnection, unit_code: str) -> pl.DataFrame:
    """Units around a unit.

    Returns:
        relation (parent, predecessor, successor, child), unit_code, unit_name, valid_from,
        valid_to, is_known (whether anything is known of it, so that it has a page).
    """
    return select(
        cursor,
        """
        with chosen as (
            select * from dim_unit where unit_code = $unit_code
        ),

        around as (
            select 1 as place, 'parent' as relation, parent_unit_code as unit_code from chosen
            union all
            select 2, 'predecessor', unit_code from dim_unit
            where successor_unit_code = $unit_code
            union all
            select 3, 'successor', successor_unit_code from chosen
            union all
            select 4, 'child', unit_code from dim_unit where parent_unit_code = $unit_code
        )

        select
            around.relation,
            unit.unit_code,
            unit.unit_name,
            unit.boundary_version,
            unit.valid_from,
            unit.valid_to,
            unit.unit_code in (
                select unit_code from dim_plan
                union
                select unit_code from mart_unit_task
                union
                select unit_code from fct_progress
            ) as is_known
        from around
        inner join dim_unit as unit using (unit_code)
        where unit.unit_kind <> 'country'
        order by around.place, is_known desc, unit.unit_name collate vi, unit.unit_code
        """,
        unit_code=unit_code,
    )


def list_unit_mergers(cursor: duckdb.DuckDBPyConnection, unit_code: str) -> pl.DataFrame:
    """Mergers of agencies by which tasks of other names count for a unit, with their sources."""
    return select(
        cursor,
        """
        select
            merger.old_agency,
            merger.new_agency,
            merger.change_kind,
            merger.effective_on,
            merger.citation,
            named.task_count
        from dim_agency_merger as merger
        inner join (
            select merger_code, count(*)::integer as task_count
            from mart_unit_task
            where unit_code = $unit_code and merger_code is not null
            group by merger_code
        ) as named using (merger_code)
        order by merger.effective_on, merger.old_agency collate vi
        """,
        unit_code=unit_code,
    )


def list_unit_plans(cursor: duckdb.DuckDBPyConnection, unit_code: str) -> pl.DataFrame:
    """Plans of a unit, of those before it and of the one after it, the newest first.

    Returns:
        Columns of dim_plan with unit_name, is_own, target_count, number_count and task_count.
    """
    return select(
        cursor,
        f"""
        {_LINE}
        select
            plan.*,
            unit.unit_name,
            plan.unit_code = $unit_code as is_own,
            coalesce(targets.target_count, 0) as target_count,
            coalesce(targets.number_count, 0) as number_count,
            coalesce(tasks.task_count, 0) as task_count
        from dim_plan as plan
        semi join line using (unit_code)
        inner join dim_unit as unit using (unit_code)
        left join (
            select
                plan_code,
                count(distinct target_ref)::integer as target_count,
                count(measure_no)::integer as number_count
            from fct_target
            group by plan_code
        ) as targets using (plan_code)
        left join (
            select plan_code, count(*)::integer as task_count from fct_task group by plan_code
        ) as tasks using (plan_code)
        order by plan.year_from desc nulls last, plan.issued_on desc nulls last, plan.plan_code
        """,  # noqa: S608 (a constant of this file)
        unit_code=unit_code,
    )


def count_unit_numbers(
    cursor: duckdb.DuckDBPyConnection, unit_code: str, day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Numbers of the plans of ``list_unit_plans`` by status, as known on a day.

    Returns:
        plan_code, plan_name, year_from, status, measures, simulated (how many of them),
        source_file and data_kind of the figures behind them.
    """
    return select(
        cursor,
        f"""
        {_LINE}
        select
            plan.plan_code,
            -- Two plans of one year differ in their number.
            concat_ws(
                ' · ', plan.year_from,
                coalesce(
                    plan.doc_no,
                    coalesce(plan.issuer_name, plan.plan_title) || ' (' || plan.plan_code || ')'
                )
            ) as plan_name,
            plan.year_from,
            states.status,
            count(*)::integer as measures,
            (count(*) filter (where states.is_simulated))::integer as simulated,
            any_value(states.source_file) as source_file,
            any_value(states.data_kind) as data_kind,
            max(states.as_of_date) as as_of_date
        from attainment_shown_on($day, $with_simulated) as states
        inner join dim_plan as plan using (plan_code)
        semi join line on plan.unit_code = line.unit_code
        where
            states.repeats_target_key is null
            and states.status_reason is distinct from 'superseded'
        group by all
        order by plan.year_from desc nulls last, plan.plan_code, states.status
        """,  # noqa: S608 (a constant of this file)
        unit_code=unit_code,
        day=day,
        with_simulated=with_simulated,
    )


def read_unit_tasks(
    cursor: duckdb.DuckDBPyConnection, unit_code: str, day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Tasks that a unit leads or helps with, in plans of its own and of its province.

    Returns:
        part (own, lead, coord), named_as, plan_name, task fields, state, due_on, is_simulated and
        places; what is late first.
    """
    return select(
        cursor,
        """
        select
            unit_task.part,
            unit_task.named_as,
            plan.plan_name,
            states.*,
            task.task_ref,
            task.task_text,
            task.coord_agency,
            task.document_place,
            task.source_file as task_file,
            task.source_locator as task_locator
        from mart_unit_task as unit_task
        inner join task_shown_on($day, $with_simulated) as states using (task_key)
        inner join fct_task as task on unit_task.task_key = task.task_key
        inner join dim_plan as plan on task.plan_code = plan.plan_code
        inner join dim_status as status
            on status.subject = 'task' and states.state = status.status_code
        where unit_task.unit_code = $unit_code
        order by status.sort_order, states.due_on, plan.plan_name collate vi, task.task_no
        """,
        unit_code=unit_code,
        day=day,
        with_simulated=with_simulated,
    )


def read_unit_reports(
    cursor: duckdb.DuckDBPyConnection, unit_code: str, day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Reports that were due from a unit by a day: sent, late or missing; the newest first."""
    return select(
        cursor,
        """
        select
            report.*,
            plan.plan_name,
            plan.source_file
        from mart_completeness as report
        inner join dim_plan as plan using (plan_code)
        where
            plan.unit_code = $unit_code
            and (not report.is_simulated or $with_simulated)
            and report.known_from <= $day
            and (report.known_until is null or report.known_until > $day)
            and report.state <> 'not_due'
        qualify row_number() over (
            partition by report.plan_code, report.period_code
            order by report.received_count = 0, report.is_simulated
        ) = 1
        order by report.expected_by desc, plan.plan_name collate vi, report.period_code
        """,
        unit_code=unit_code,
        day=day,
        with_simulated=with_simulated,
    )


def read_unit_results(cursor: duckdb.DuckDBPyConnection, unit_code: str) -> pl.DataFrame:
    """The newest published result of every indicator of a unit, among units of its kind.

    Returns:
        Names, value, unit, as_of_date, data_kind, rank as its source states it, place and
        peer_count (among units of one kind and boundary with a figure of that day), median,
        citation and places; indicators of the catalogue in its order.
    """
    return select(
        cursor,
        """
        with latest as (
            select
                fact.unit_code,
                fact.indicator_code,
                fact.as_of_date,
                fact.value,
                fact.unit,
                fact.rank,
                fact.data_kind,
                fact.citation,
                fact.source_confidence,
                fact.source_file,
                fact.source_locator,
                unit.unit_kind,
                unit.boundary_version
            from fct_progress as fact
            inner join dim_unit as unit using (unit_code)
            inner join dim_indicator as indicator using (indicator_code)
            where
                -- The scores of the service portal are counted by it, not published in a list.
                (fact.data_kind in ('published', 'derived') or indicator.family = 'portal')
                and not fact.is_simulated
                -- A rank that is stated beside a result stands beside it here too.
                and indicator.rank_of is null
                and fact.value is not null
                and fact.scope_level is null
            qualify row_number() over (
                partition by fact.unit_code, fact.indicator_code, fact.as_of_date
                order by fact.received_on desc, fact.progress_key
            ) = 1
        ),

        own as (
            select * from latest
            where unit_code = $unit_code
            qualify row_number() over (partition by indicator_code order by as_of_date desc) = 1
        )

        select
            own.indicator_code,
            indicator.name_vi,
            indicator.name_en,
            own.as_of_date,
            own.value,
            own.unit,
            own.rank,
            1 + count(*) filter (
                where case indicator.direction
                    when 'lower' then peer.value < own.value else peer.value > own.value
                end
            )::integer as place,
            count(*)::integer as peer_count,
            -- The middle of so few is the middle of nothing.
            case when count(*) >= 20 then median(peer.value) end as median,
            own.data_kind,
            own.source_confidence,
            own.citation,
            own.source_file,
            own.source_locator
        from own
        inner join dim_indicator as indicator using (indicator_code)
        inner join latest as peer
            on
                own.indicator_code = peer.indicator_code
                and own.as_of_date = peer.as_of_date
                and own.unit = peer.unit
                and own.unit_kind = peer.unit_kind
                and own.boundary_version is not distinct from peer.boundary_version
        group by all
        order by
            own.as_of_date desc, own.indicator_code
        """,
        unit_code=unit_code,
    )
