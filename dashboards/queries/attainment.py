"""Where the measures of a plan stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

ATTAINMENT_STATEMENT = """
select
    chosen.*,
    target.target_ref,
    target.target_no,
    target.measure_no,
    target.measure_label,
    target.target_text,
    target.document_place,
    target.source_file as target_file,
    target.source_locator as target_locator,
    repeated.target_ref as repeats_target_ref,
    date_diff('day', chosen.as_of_date, $as_of)::integer as age_days,
    line.value as national_value,
    line.due_year as national_due_year,
    line.plan_code as national_plan,
    coalesce(indicator.name_vi, target.measure_label) as name_vi,
    coalesce(indicator.name_en, target.measure_label) as name_en,
    indicator.definition_vi,
    indicator.numerator_vi,
    indicator.denominator_vi,
    field.field_short_vi,
    field.field_short_en
from attainment_shown_on($as_of, $with_simulated) as chosen
inner join fct_target as target using (target_key)
inner join dim_field as field on chosen.field_code = field.field_code
left join dim_indicator as indicator on chosen.indicator_code = indicator.indicator_code
left join fct_target as repeated on chosen.repeats_target_key = repeated.target_key
left join mart_national_line as line
    on
        chosen.indicator_code = line.indicator_code
        and chosen.unit = line.unit
        and year(chosen.due_on) = line.line_year
        and line.measure_family = case
            when chosen.comparator in ('decrease_gte', 'decrease_eq') then 'decrease'
            when chosen.comparator = 'increase_gte' then 'increase'
            else 'level'
        end
where chosen.plan_code = $plan_code
order by target.target_no, target.measure_no
"""


def read_attainment(
    cursor: duckdb.DuckDBPyConnection, plan_code: str, as_of: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """State of every number of a plan on a day, as it was known on it.

    Args:
        cursor: of the build.
        plan_code: the plan.
        as_of: what was received later is left out.
        with_simulated: whether a simulated observation may stand in where there is no real one.

    Returns:
        One row per measure: columns of mart_attainment with labels and source places.
    """
    return select(
        cursor,
        ATTAINMENT_STATEMENT,
        plan_code=plan_code,
        as_of=as_of,
        with_simulated=with_simulated,
    )


def read_series(
    cursor: duckdb.DuckDBPyConnection, target_key: str, as_of: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Observations of one number over time, as they were known on a day.

    Returns:
        as_of_date, known_from, actual, expected_now, target_value, is_simulated; oldest first.
    """
    return select(
        cursor,
        """
        select as_of_date, known_from, actual, expected_now, target_value, is_simulated,
            source_file, source_locator
        from mart_target_observation
        where
            target_key = $target_key and actual is not null
            and known_from <= $as_of and (known_until is null or known_until > $as_of)
            and (not is_simulated or $with_simulated)
        order by as_of_date
        """,
        target_key=target_key,
        as_of=as_of,
        with_simulated=with_simulated,
    )


def read_history(
    cursor: duckdb.DuckDBPyConnection, target_key: str, with_simulated: bool
) -> pl.DataFrame:
    """Every verdict on one number and the days on which it stood, newest first.

    Returns:
        known_from, known_until, status, status_reason, known_because, actual, as_of_date.
    """
    return select(
        cursor,
        """
        select shown.known_from, shown.known_until, state.status, state.status_reason,
            state.known_because, state.actual, state.as_of_date, state.source_file,
            state.source_locator
        from mart_attainment_shown as shown
        inner join mart_attainment as state on shown.attainment_key = state.attainment_key
        where shown.target_key = $target_key and shown.includes_simulated = $with_simulated
        order by shown.known_from desc
        """,
        target_key=target_key,
        with_simulated=with_simulated,
    )


def read_all_series(
    cursor: duckdb.DuckDBPyConnection, plan_code: str, as_of: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Observations of every number of a plan known on a day; of a day the real one, if any.

    Returns:
        target_key, as_of_date, actual, target_value; oldest first.
    """
    return select(
        cursor,
        """
        select target_key, as_of_date, actual, target_value
        from mart_target_observation
        where
            plan_code = $plan_code and actual is not null
            and known_from <= $as_of and (known_until is null or known_until > $as_of)
            and (not is_simulated or $with_simulated)
        qualify row_number() over (
            partition by target_key, as_of_date order by is_simulated
        ) = 1
        order by target_key, as_of_date
        """,
        plan_code=plan_code,
        as_of=as_of,
        with_simulated=with_simulated,
    )


def read_published_indices(cursor: duckdb.DuckDBPyConnection, plan_code: str) -> pl.DataFrame:
    """Published indices (PAR INDEX, SIPAS, PCI, PAPI) of a plan's province and what it came from.

    Returns:
        indicator_code, names, unit, max_value, unit_name, province_name, year, value, rank,
        citation, source_file, source_locator.
    """
    return select(
        cursor,
        """
        select
            fact.indicator_code,
            indicator.name_vi,
            indicator.name_en,
            indicator.unit,
            indicator.max_value,
            -- A merged province is another place than the one that had its name.
            coalesce(unit.province_name, unit.unit_name) || case
                when not exists (
                    from dim_province_lineage as lineage
                    where lineage.current_province_code = unit.current_province_code
                        and lineage.change_kind <> 'unchanged'
                ) or unit.province_name <> unit.current_province_name then ''
                when unit.boundary_version = '63' then ' (cũ)'
                else ' (mới)'
            end as place_name,
            fact.as_of_date,
            year(fact.as_of_date)::integer as year,
            fact.data_kind,
            fact.value,
            fact.rank,
            fact.note,
            fact.citation,
            fact.source_file,
            fact.source_locator
        from fct_progress as fact
        inner join dim_indicator as indicator using (indicator_code)
        inner join dim_unit as unit using (unit_code)
        where
            indicator.family = 'index'
            and fact.data_kind = 'published'
            and unit.unit_kind = 'province'
            and unit.current_province_code in (
                select current_province_code from dim_plan where plan_code = $plan_code
            )
        -- The last receipt of a day stands.
        qualify row_number() over (
            partition by fact.unit_code, fact.indicator_code, fact.scope_level, fact.as_of_date
            order by fact.received_on desc
        ) = 1
        order by fact.indicator_code, place_name collate vi, year
        """,
        plan_code=plan_code,
    )
