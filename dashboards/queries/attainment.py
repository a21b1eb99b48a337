"""Where the measures of a plan stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select

if TYPE_CHECKING:
    import datetime as dt

    import duckdb
    import polars as pl

ATTAINMENT_STATEMENT = """
with candidates as (
    select *
    from mart_attainment
    where
        plan_code = $plan_code
        and (not is_simulated or $with_simulated)
        and (as_of_date is null or as_of_date <= $as_of)
),

-- A real reading always beats a simulated one; within a kind the newest number stands.
chosen as (
    select *
    from candidates
    qualify row_number() over (
        partition by target_key
        order by not is_answer, is_simulated, as_of_date desc nulls last
    ) = 1
)

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
    indicator.name_vi,
    indicator.name_en,
    indicator.definition_vi,
    indicator.numerator_vi,
    indicator.denominator_vi,
    field.field_short_vi,
    field.field_short_en
from chosen
inner join fct_target as target using (target_key)
inner join dim_indicator as indicator on chosen.indicator_code = indicator.indicator_code
inner join dim_field as field on chosen.field_code = field.field_code
order by target.target_no, target.measure_no
"""


def read_attainment(
    cursor: duckdb.DuckDBPyConnection, plan_code: str, as_of: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """State of every linked measure of a plan as of a day.

    Args:
        cursor: of the build.
        plan_code: the plan.
        as_of: readings of later days are left out.
        with_simulated: whether a simulated reading may stand in where there is no real one.

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
    cursor: duckdb.DuckDBPyConnection, target_key: str, with_simulated: bool
) -> pl.DataFrame:
    """Readings of one measure over time.

    Returns:
        as_of_date, actual, expected_now, target_value, is_simulated, status; oldest first.
    """
    return select(
        cursor,
        """
        select as_of_date, actual, expected_now, target_value, is_simulated, status, source_file,
            source_locator
        from mart_attainment
        where
            target_key = $target_key and as_of_date is not null and actual is not null
            and (not is_simulated or $with_simulated)
        order by as_of_date
        """,
        target_key=target_key,
        with_simulated=with_simulated,
    )


def read_all_series(
    cursor: duckdb.DuckDBPyConnection, plan_code: str, as_of: dt.date, with_simulated: bool
) -> pl.DataFrame:
    """Readings of every measure of a plan up to a day; of a day the real one, if there is one.

    Returns:
        target_key, as_of_date, actual, target_value; oldest first.
    """
    return select(
        cursor,
        """
        select target_key, as_of_date, actual, target_value
        from mart_attainment
        where
            plan_code = $plan_code and as_of_date <= $as_of and actual is not null
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


def read_published_indices(cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Published indices (PAR INDEX, SIPAS, PCI, PAPI) of the places that have plans.

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
            coalesce(unit.province_name, unit.unit_name) as place_name,
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
        where indicator.family = 'index' and fact.data_kind = 'published'
        order by fact.indicator_code, place_name collate vi, year
        """,
    )
