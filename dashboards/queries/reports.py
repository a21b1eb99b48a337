"""What a periodic report is filled with: rules, numbers of the period, tasks on its last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl


def list_report_rules(
    cursor: duckdb.DuckDBPyConnection, unit_code: str, report_kind: str
) -> pl.DataFrame:
    """Rules of a kind of report that hold for a unit, those of its own plans first.

    Returns:
        Columns of dim_reporting_rule with is_own: whether a plan of the unit states it. A rule of
        another unit's plan is not among them.
    """
    return select(
        cursor,
        """
        with own as (
            select distinct upper(replace(doc_no, ' ', '')) as doc_no
            from dim_plan
            where unit_code = $unit_code and doc_no is not null
        )

        select rule.*, own.doc_no is not null as is_own
        from dim_reporting_rule as rule
        left join own on upper(replace(rule.doc_no, ' ', '')) = own.doc_no
        where
            rule.report_kind = $report_kind
            and (rule.holds_for = 'all' or own.doc_no is not null)
        order by is_own desc, rule.rule_code
        """,
        unit_code=unit_code,
        report_kind=report_kind,
    )


def list_report_years(cursor: duckdb.DuckDBPyConnection, unit_code: str) -> pl.DataFrame:
    """Years that the plans of a unit speak of.

    Returns:
        report_year, the newest first.
    """
    return select(
        cursor,
        """
        select distinct unnest(generate_series(year_from, year_to))::integer as report_year
        from dim_plan
        where unit_code = $unit_code and year_from is not null and year_to is not null
        order by report_year desc
        """,
        unit_code=unit_code,
    )


def read_report_numbers(
    cursor: duckdb.DuckDBPyConnection,
    unit_code: str,
    report_year: int,
    data_from: dt.date,
    data_to: dt.date,
    with_simulated: bool,
) -> pl.DataFrame:
    """Numbers of a unit's plans of a year with the newest figure of the period, as known now.

    A figure of the period that is received or corrected later is taken, whenever it comes; one
    that speaks of a day outside of the period is not.

    Returns:
        target_key, field_code and names, plan_name, target_ref, name_vi, name_en, comparator,
        target_value, unit, actual, as_of_date, received_on, status (null without a figure of the
        period), is_simulated, places in plan and report.
    """
    return select(
        cursor,
        """
        with heard as (
            select *
            from mart_attainment
            where
                progress_key is not null
                and as_of_date between $data_from and $data_to
                and (not is_simulated or $with_simulated)
            qualify row_number() over (
                partition by target_key
                -- A real figure speaks before a simulated one.
                order by
                    is_simulated, as_of_date desc,
                    -- The verdict on the newest receipt, from the first day on which it holds.
                    coalesce(status_reason = 'superseded', false), received_on desc, known_from
            ) = 1
        ),

        -- A number that its plan states twice counts once, with a figure or without.
        repeated as (
            select distinct target_key
            from mart_attainment
            where repeats_target_key is not null
        ),

        -- What a later version of its plan took the place of by the end of the period.
        superseded as (
            select from_key as target_key
            from mart_version_change
            where
                subject = 'target' and from_key is not null
                and coalesce(changed_on, date '1900-01-01') <= $data_to
        )

        select
            target.target_key,
            target.field_code,
            field.field_short_vi,
            field.field_short_en,
            plan.plan_name,
            target.target_ref,
            coalesce(indicator.name_vi, target.measure_label, target.target_text) as name_vi,
            coalesce(indicator.name_en, target.measure_label, target.target_text) as name_en,
            target.scope_level,
            target.comparator,
            target.value as target_value,
            target.unit,
            heard.actual,
            heard.as_of_date,
            heard.received_on,
            heard.status,
            coalesce(heard.is_simulated, false) as is_simulated,
            heard.data_kind,
            target.document_place,
            target.source_file as target_file,
            target.source_locator as target_locator,
            heard.source_file,
            heard.source_locator
        from fct_target as target
        inner join dim_plan as plan using (plan_code)
        inner join dim_field as field using (field_code)
        left join dim_indicator as indicator using (indicator_code)
        left join heard on target.target_key = heard.target_key
        anti join repeated on target.target_key = repeated.target_key
        anti join superseded on target.target_key = superseded.target_key
        where
            plan.unit_code = $unit_code
            and $report_year between plan.year_from and plan.year_to
            and target.value is not null
            and (target.due_year is null or target.due_year >= $report_year)
            -- Nor is what was demanded only later.
            and not exists (
                select 1 from mart_version_change as begun
                where begun.to_key = target.target_key and begun.changed_on > $data_to
            )
            -- What another plan took the place of before the end of the period is not counted too.
            and (
                plan.replaced_by is null
                or (plan.replaced_on is not null and plan.replaced_on > $data_to)
            )
        order by target.field_code, plan.plan_name collate vi, target.target_no, target.measure_no
        """,
        unit_code=unit_code,
        report_year=report_year,
        data_from=data_from,
        data_to=data_to,
        with_simulated=with_simulated,
    )


def read_report_tasks(
    cursor: duckdb.DuckDBPyConnection,
    unit_code: str,
    report_year: int,
    day: dt.date,
    with_simulated: bool,
) -> pl.DataFrame:
    """Tasks of a unit's plans of a year as they stood on a day of knowledge, late ones first.

    Returns:
        task_key, field_code, plan_name, task_ref, task_text, lead_agency, state, due_on,
        is_simulated, places.
    """
    return select(
        cursor,
        """
        select
            states.task_key,
            states.field_code,
            plan.plan_name,
            task.task_ref,
            task.task_text,
            states.lead_agency,
            states.state,
            states.due_on,
            states.is_simulated,
            task.document_place,
            task.source_file as task_file,
            task.source_locator as task_locator,
            states.source_file
        from task_shown_on($day, $with_simulated) as states
        inner join dim_plan as plan using (plan_code)
        inner join fct_task as task on states.task_key = task.task_key
        inner join dim_status as status
            on status.subject = 'task' and states.state = status.status_code
        where
            plan.unit_code = $unit_code
            and $report_year between plan.year_from and plan.year_to
            and states.state <> 'superseded'
            and (
                plan.replaced_by is null
                or (plan.replaced_on is not null and plan.replaced_on > $day)
            )
        order by states.field_code, status.sort_order, states.due_on, task.task_no
        """,
        unit_code=unit_code,
        report_year=report_year,
        day=day,
        with_simulated=with_simulated,
    )
