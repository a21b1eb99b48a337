"""How fresh, complete and sound the data of a build are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl


def read_freshness(cursor: duckdb.DuckDBPyConnection, with_simulated: bool) -> pl.DataFrame:
    """The newest day of every plan, those without any report first, then the oldest.

    Returns:
        plan_code, issuer_name, year_from, last_observation_on, last_task_report_on, newest_on,
        data_kind (of the newest), is_simulated, source_file.
    """
    return select(
        cursor,
        """
        with heard as (
            select plan_code, 'observation' as what, data_kind, max(as_of_date) as last_on
            from mart_target_observation
            where (not is_simulated or $with_simulated)
            group by all
            union all
            select plan_code, 'task', data_kind, max(as_of_date)
            from fct_task_status
            where (not is_simulated or $with_simulated)
            group by all
        )
        select
            plan.plan_code,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            plan.year_from,
            max(heard.last_on) filter (where heard.what = 'observation') as last_observation_on,
            max(heard.last_on) filter (where heard.what = 'task') as last_task_report_on,
            max(heard.last_on) as newest_on,
            arg_max(heard.data_kind, heard.last_on) as data_kind,
            coalesce(arg_max(heard.data_kind, heard.last_on) = 'simulated', false)
                as is_simulated,
            plan.source_file
        from dim_plan as plan
        left join heard using (plan_code)
        where coalesce(plan.issuer_level, '') not in ('government', 'ministry')
        group by all
        order by newest_on nulls first, any_value(plan.issuer_name) collate vi
        """,
        with_simulated=with_simulated,
    )


def read_reports(
    cursor: duckdb.DuckDBPyConnection, day: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Expected reports of the periods that were over on a day, as it was known on it.

    Returns:
        Columns of mart_completeness with issuer_name, plan_name, source_file of the plan and
        data_kind (simulated or null); of a plan and period the real report, or
        the simulated one where there is no real one and it may be shown. The plans with most
        missing reports first.
    """
    return select(
        cursor,
        """
        with chosen as (
            select *
            from mart_completeness
            where
                (not is_simulated or $with_simulated)
                and known_from <= $day and (known_until is null or known_until > $day)
                and state <> 'not_due'
            qualify row_number() over (
                partition by plan_code, period_code
                order by received_count = 0, is_simulated
            ) = 1
        )
        select
            chosen.*,
            coalesce(plan.issuer_name, plan.plan_title) as issuer_name,
            plan.plan_name,
            plan.source_file,
            case when chosen.is_simulated and chosen.received_count > 0 then 'simulated' end
                as data_kind,
            count(*) filter (where chosen.state = 'missing') over (partition by plan_code)
                as missing_count
        from chosen
        inner join dim_plan as plan using (plan_code)
        order by missing_count desc, plan.issuer_name collate vi, plan_code, chosen.expected_by
        """,
        day=day,
        with_simulated=with_simulated,
    )


def read_findings(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Up to ten thousand findings, the gravest first: columns of mart_data_quality."""
    return select(cursor, "select * from mart_data_quality order by finding_no limit 10000")


def count_findings(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Findings by severity and kind: severity, finding_kind, subject, findings."""
    return select(
        cursor,
        """
        select severity, finding_kind, subject, count(*)::integer as findings
        from mart_data_quality
        group by all
        order by list_position(['error', 'warning', 'info'], min(severity)), findings desc
        """,
    )


def read_unused(cursor: duckdb.DuckDBPyConnection, with_simulated: bool) -> pl.DataFrame:
    """Results that no plan uses, the most first: columns of mart_unused_result."""
    return select(
        cursor,
        """
        select * from mart_unused_result
        where not is_simulated or $with_simulated
        order by is_published, observation_count desc, unit_code
        limit 10000
        """,
        with_simulated=with_simulated,
    )


def read_files(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Every raw file of the build, what was rejected first: columns of mart_load_history."""
    return select(
        cursor,
        """
        select * from mart_load_history
        order by is_loaded, rows_rejected desc, file_path
        """,
    )
