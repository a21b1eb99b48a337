"""What a weekly review asks of several plans at once: where things stood on a day of knowledge.

A day of knowledge is a day on which reports were received. What was received later is left out,
corrections too. Every count and list of a day is one of the same rows: those that the table macros
``attainment_shown_on`` and ``task_shown_on`` of the build give for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

# Rows of a list, of each field: more is counted, not listed.
_MOST_ROWS = 20


def list_scopes(cursor: duckdb.DuckDBPyConnection, with_simulated: bool) -> pl.DataFrame:
    """Plans with the years in which they are followed.

    Returns:
        plan_code, issuer_name, year_from, year_to, head_code and head_name (province of today that
        the plan is of or below; null where unknown), replaced_by, replaced_on, first_year and
        last_year with reports (null without any), last_report_on; the newest report first.
    """
    return select(
        cursor,
        """
        with heard as (
            select plan_code, min(as_of_date) as first_on, max(as_of_date) as last_on
            from mart_target_observation
            where not is_simulated or $with_simulated
            group by plan_code
            union all
            select plan_code, min(as_of_date), max(as_of_date)
            from fct_task_status
            where not is_simulated or $with_simulated
            group by plan_code
        )
        select
            plan.plan_code,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            plan.year_from,
            plan.year_to,
            plan.replaced_by,
            plan.replaced_on,
            plan.current_province_code as head_code,
            plan.current_province_name as head_name,
            year(min(heard.first_on))::integer as first_year,
            year(max(heard.last_on))::integer as last_year,
            max(heard.last_on) as last_report_on
        from dim_plan as plan
        left join heard using (plan_code)
        -- A plan of no known years belongs to no week.
        where
            plan.year_from is not null and plan.year_to is not null
            -- The nation's programmes are a line to measure by, nobody's week.
            and coalesce(plan.issuer_level, '') not in ('government', 'ministry')
            -- Nor is a plan of which a few numbers are known and nothing was ever reported.
            and (not plan.is_partial or heard.plan_code is not null)
        group by all
        order by last_report_on desc nulls last, any_value(plan.issuer_name) collate vi
        """,
        with_simulated=with_simulated,
    )


def count_targets(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Numbers of the plans by field and status.

    Returns:
        field_code, field names, status, measures, simulated (how many rest on simulated data),
        first_as_of_date and as_of_date, data_kinds and source_files of the observations.
    """
    return select(
        cursor,
        """
        select
            states.field_code,
            field.field_short_vi,
            field.field_short_en,
            states.status,
            count(*)::integer as measures,
            (count(*) filter (where states.is_simulated))::integer as simulated,
            min(states.as_of_date) as first_as_of_date,
            max(states.as_of_date) as as_of_date,
            list(distinct states.data_kind) filter (where states.data_kind is not null)
                as data_kinds,
            list(distinct states.source_file) filter (where states.source_file is not null)
                as source_files
        from attainment_shown_on($day, $with_simulated) as states
        inner join dim_field as field using (field_code)
        where
            list_contains($plans, states.plan_code) and states.repeats_target_key is null
            and states.status_reason is distinct from 'superseded'
        group by all
        order by states.field_code, states.status
        """,
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def list_targets(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Every number that ``count_targets`` counts, with the places it came from.

    Returns:
        issuer_name, target_ref, indicator_code, name_vi, status, status_reason, actual,
        target_value, unit, due_on, as_of_date, is_simulated, places in the plan and the report.
    """
    return select(
        cursor,
        """
        select
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            target.target_ref,
            states.indicator_code,
            coalesce(indicator.name_vi, target.measure_label) as name_vi,
            states.status,
            states.status_reason,
            states.actual,
            states.target_value,
            states.unit,
            states.due_on,
            states.as_of_date,
            states.is_simulated,
            target.document_place,
            target.source_file as target_file,
            target.source_locator as target_locator,
            states.source_file,
            states.source_locator
        from attainment_shown_on($day, $with_simulated) as states
        inner join dim_plan as plan using (plan_code)
        inner join fct_target as target on states.target_key = target.target_key
        left join dim_indicator as indicator on states.indicator_code = indicator.indicator_code
        where
            list_contains($plans, states.plan_code) and states.repeats_target_key is null
            and states.status_reason is distinct from 'superseded'
        order by states.status, plan.issuer_name collate vi, target.target_no, target.measure_no
        """,
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def list_target_exceptions(
    cursor: duckdb.DuckDBPyConnection,
    plans: tuple[str, ...],
    day: dt.date,
    with_simulated: bool,
    asked: tuple[str, ...] = (),
) -> pl.DataFrame:
    """Numbers that are not where they should be, the gravest first.

    A figure that is too old is no verdict of the week: its number is unknown and not listed.

    Returns:
        Up to twenty rows of each field, and those of ``asked`` (record keys about which an
        explanation was asked for), with issuer, indicator names, lead agency and places,
        record_key, target_text, and bad_since: the day from which the number has been so without
        a day in between on which it was not.
    """
    return select(
        cursor,
        f"""
        with course as (
            select
                shown.target_key,
                shown.known_from,
                coalesce(status.is_bad, false) as is_bad
            from mart_attainment_shown as shown
            inner join mart_attainment as states using (attainment_key)
            left join dim_status as status
                on status.subject = 'target' and states.status = status.status_code
            where
                list_contains($plans, shown.plan_code)
                and shown.includes_simulated = $with_simulated
                and shown.known_from <= $day
        ),

        last_good as (
            select target_key, max(known_from) as known_from
            from course
            where not is_bad
            group by target_key
        ),

        turned as (
            select course.target_key, min(course.known_from) as bad_since
            from course
            left join last_good using (target_key)
            where course.is_bad
                and (last_good.known_from is null or course.known_from > last_good.known_from)
            group by course.target_key
        )

        select
            states.*,
            turned.bad_since,
            target.record_key,
            target.target_text,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            coalesce(indicator.name_vi, target.measure_label) as name_vi,
            coalesce(indicator.name_en, target.measure_label) as name_en,
            field.field_short_vi,
            field.field_short_en,
            target.target_ref,
            target.lead_agency,
            target.document_place,
            target.source_file as target_file,
            target.source_locator as target_locator
        from attainment_shown_on($day, $with_simulated) as states
        inner join dim_plan as plan using (plan_code)
        inner join dim_field as field on states.field_code = field.field_code
        inner join fct_target as target on states.target_key = target.target_key
        inner join dim_status as status
            on status.subject = 'target' and states.status = status.status_code and status.is_bad
        left join dim_indicator as indicator on states.indicator_code = indicator.indicator_code
        left join turned on states.target_key = turned.target_key
        where
            list_contains($plans, states.plan_code) and states.repeats_target_key is null
            and states.status_reason is distinct from 'superseded'
        qualify row_number() over (
            partition by states.field_code
            order by status.sort_order desc, states.attainment_pct nulls last, states.target_key
        ) <= {_MOST_ROWS} or list_contains($asked, target.record_key)
        order by status.sort_order desc, states.attainment_pct nulls last, states.target_key
        """,  # noqa: S608 (a constant of this file)
        plans=plans,
        day=day,
        with_simulated=with_simulated,
        asked=asked,
    )


def count_tasks(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Tasks of the plans by field and state, judged on the day.

    Returns:
        field_code, field names, state, tasks, simulated, source_files of the reports.
    """
    return select(
        cursor,
        """
        select
            states.field_code,
            field.field_short_vi,
            field.field_short_en,
            states.state,
            count(*)::integer as tasks,
            (count(*) filter (where states.is_simulated))::integer as simulated,
            list(distinct states.source_file) filter (where states.source_file is not null)
                as source_files
        from task_shown_on($day, $with_simulated) as states
        inner join dim_field as field using (field_code)
        where list_contains($plans, states.plan_code)
        group by all
        order by states.field_code, states.state
        """,
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def list_task_exceptions(
    cursor: duckdb.DuckDBPyConnection,
    plans: tuple[str, ...],
    day: dt.date,
    with_simulated: bool,
    asked: tuple[str, ...] = (),
) -> pl.DataFrame:
    """Tasks that are late or due soon, the latest first.

    Returns:
        Up to twenty rows of each state and field, and those of ``asked``, with issuer, text and
        places.
    """
    return select(
        cursor,
        f"""
        select
            states.*,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            field.field_short_vi,
            field.field_short_en,
            task.record_key,
            task.task_ref,
            task.task_text,
            task.document_place,
            task.source_file as task_file,
            task.source_locator as task_locator
        from task_shown_on($day, $with_simulated) as states
        inner join dim_plan as plan using (plan_code)
        inner join fct_task as task on states.task_key = task.task_key
        inner join dim_field as field on states.field_code = field.field_code
        where list_contains($plans, states.plan_code) and states.state in ('late', 'due_soon')
        qualify row_number() over (
            partition by states.state, states.field_code
            order by states.due_on, states.task_key
        ) <= {_MOST_ROWS} or list_contains($asked, task.record_key)
        order by states.state = 'due_soon', states.due_on, states.task_key
        """,  # noqa: S608 (a constant of this file)
        plans=plans,
        day=day,
        with_simulated=with_simulated,
        asked=asked,
    )


def count_late_by_agency(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Late tasks of each plan by who leads them, the most first.

    Returns:
        Up to twenty rows: plan_code, issuer_name, agency (the issuer where the plan names
        nobody), tasks. Agencies of one name in two plans are two.
    """
    return select(
        cursor,
        """
        select
            states.plan_code,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            coalesce(
                nullif(rtrim(states.lead_agency, ' .;-'), ''), plan.issuer_name, plan.plan_title
            ) as agency,
            count(*)::integer as tasks
        from task_shown_on($day, $with_simulated) as states
        inner join dim_plan as plan using (plan_code)
        where list_contains($plans, states.plan_code) and states.state = 'late'
        group by all
        order by tasks desc, agency, states.plan_code
        limit 20
        """,
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def list_missing_reports(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Reports of the last twelve months that had not come when their grace was over.

    Returns:
        plan_code, issuer_name, period_code, expected_by; the oldest first.
    """
    return select(
        cursor,
        """
        select
            report.plan_code,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            report.period_code,
            report.expected_by
        from mart_completeness as report
        inner join dim_plan as plan using (plan_code)
        where
            list_contains($plans, report.plan_code)
            and report.known_from <= $day
            and (report.known_until is null or report.known_until > $day)
            and report.ends_on > $day - interval 1 year
            and (not report.is_simulated or $with_simulated)
        group by all
        -- A report of either kind is a report.
        having bool_and(report.state = 'missing')
        order by report.expected_by, any_value(plan.issuer_name) collate vi
        """,
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )


def find_last_report(
    cursor: duckdb.DuckDBPyConnection, plans: tuple[str, ...], day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """The report that was received last, of the plans and up to a day.

    Returns:
        At most one row: issuer_name, source_file, received_on.
    """
    return select(
        cursor,
        """
        with heard as (
            select plan_code, source_file, known_from as received_on
            from mart_target_observation
            where not is_simulated or $with_simulated
            union all
            select plan_code, source_file, received_on
            from fct_task_status
            where not is_simulated or $with_simulated
        )

        select
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            heard.source_file,
            heard.received_on
        from heard
        inner join dim_plan as plan using (plan_code)
        where list_contains($plans, heard.plan_code) and heard.received_on <= $day
        order by heard.received_on desc, heard.source_file desc
        limit 1
        """,
        plans=plans,
        day=day,
        with_simulated=with_simulated,
    )
