{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    contract={'enforced': true}
) }}

-- depends_on: {{ source('raw', 'added_files') }}

-- Every observation that counts, once. Millions of rows: nothing but the few doubled facts is held
-- in memory, and what can be put together from other columns is left to fct_progress. A build that
-- grows adds the files that came in, which is all that int_observations_valued then holds.
with known as not materialized (
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
        <> max(rank) over (partition by progress_key) as has_two_ranks
    from doubled
    qualify row_number() over (
        partition by progress_key
        order by source_file desc, source_row desc, source_locator desc
    ) = 1
),

kept as not materialized (
    select *
    from known
    anti join doubled on known.fact_hash = doubled.fact_hash
    union all by name
    select
        * exclude (
            progress_key, source_locator, has_two_answers, has_two_ranks, value, rank, doubt,
            doubted_value, missing_reason
        ),
        -- The rank is an observation of its own too, and doubted there.
        case when not coalesce(has_two_ranks, false) then rank end as rank,
        case when not coalesce(has_two_answers, false) then value end as value,
        case when has_two_answers then 'two_answers' else doubt end as doubt,
        case when has_two_answers then value else doubted_value end as doubted_value,
        case when has_two_answers then 'doubted' else missing_reason end as missing_reason
    from answered
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
