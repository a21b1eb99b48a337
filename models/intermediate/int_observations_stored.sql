{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    contract={'enforced': target.type == 'duckdb'}
) }}

-- depends_on: {{ source('raw', 'added_files') }}

-- Every observation that counts, once. Millions of rows: nothing but the few doubled facts is held
-- in memory, and what can be put together from other columns is left to fct_progress. A build that
-- grows adds the files that came in, which is all that int_observations_valued then holds.
with known as {{ not_kept() }} (
    select * from {{ ref('int_observations_valued') }}
    where is_known
),

doubled as (
    select * from {{ ref('int_observations_doubled') }}
    {% if is_incremental() %}
        where source_file in (select file_path from {{ source('raw', 'added_files') }})
    {% endif %}
),

-- The same fact twice in one receipt: where both say the same one row stands, where they differ
-- there is no telling which is right.
answered as (
    select
        *,
        min(value) over (partition by progress_key)
        <> max(value) over (partition by progress_key) as has_two_answers,
        min(rank) over (partition by progress_key)
        <> max(rank) over (partition by progress_key) as has_two_ranks,
        row_number() over (
            partition by progress_key
            order by source_file desc, source_row desc, source_locator desc
        ) as choice
    from doubled
),

kept as {{ not_kept() }} (
    select
        known.unit_code,
        known.indicator_code,
        known.scope_level,
        known.period_code,
        known.is_day_only,
        known.as_of_date,
        known.received_on,
        known.numerator,
        known.denominator,
        known.stated_value,
        known.value,
        known.unit,
        known.rank,
        known.missing_reason,
        known.doubt,
        known.doubted_value,
        known.may_be_fraction,
        known.data_kind,
        known.is_simulated,
        known.source_confidence,
        known.citation,
        known.note,
        known.source_file,
        known.source_sheet,
        known.source_row,
        known.source_column
    from known
    anti join doubled on known.fact_hash = doubled.fact_hash
    union all
    select
        unit_code,
        indicator_code,
        scope_level,
        period_code,
        is_day_only,
        as_of_date,
        received_on,
        numerator,
        denominator,
        stated_value,
        case when not coalesce(has_two_answers, false) then value end as value,
        unit,
        -- The rank is an observation of its own too, and doubted there.
        case when not coalesce(has_two_ranks, false) then rank end as rank,
        case when has_two_answers then 'doubted' else missing_reason end as missing_reason,
        case when has_two_answers then 'two_answers' else doubt end as doubt,
        case when has_two_answers then value else doubted_value end as doubted_value,
        may_be_fraction,
        data_kind,
        is_simulated,
        source_confidence,
        citation,
        note,
        source_file,
        source_sheet,
        source_row,
        source_column
    from answered
    where choice = 1
)

select
    unit_code,
    indicator_code,
    scope_level,
    period_code,
    is_day_only,
    as_of_date,
    received_on,
    numerator,
    denominator,
    stated_value,
    value,
    unit,
    rank,
    missing_reason,
    doubt,
    doubted_value,
    may_be_fraction,
    data_kind,
    is_simulated,
    source_confidence,
    citation,
    note,
    source_file,
    source_sheet,
    source_row,
    source_column
from kept
