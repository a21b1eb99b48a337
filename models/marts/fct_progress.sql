{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='progress_key',
    on_schema_change='fail'
) }}

-- depends_on: {{ ref('stg_files__added') }}

-- Millions of rows: nothing but the few clashes is held in memory.
with known as not materialized (
    select *
    from {{ ref('int_results_valued') }}
    where
        is_known
        {% if is_incremental() %}
            -- Only progress files came in: what they say, and below what it may take the place of.
            and source_file in (select file_path from {{ ref('stg_files__added') }})
        {% endif %}
),

results as not materialized (
    select
        progress_key,
        unit_code,
        indicator_code,
        scope_level,
        period_code,
        as_of_date,
        received_on,
        numerator,
        denominator,
        value,
        unit,
        rank,
        missing_reason,
        data_kind,
        is_simulated,
        citation,
        note,
        source_file,
        source_locator,
        source_row,
        fact_hash
    from known
    {% if is_incremental() %}
        union all by name
        select
            *,
            {{ row_hash([
                'unit_code', 'indicator_code', 'scope_level', 'period_code', 'as_of_date',
                'received_on', 'data_kind'
            ]) }} as fact_hash
        from {{ this }}
        where progress_key in (select progress_key from known)
    {% endif %}
),

-- The same fact twice in one receipt: the later row stands, the clash is a finding. Hardly any
-- fact is, so only those that are get sorted.
clashes as (
    select fact_hash
    from results
    group by fact_hash
    having count(*) > 1
),

kept as not materialized (
    select *
    from results
    anti join clashes on results.fact_hash = clashes.fact_hash
    union all
    select *
    from results
    semi join clashes on results.fact_hash = clashes.fact_hash
    qualify row_number() over (
        partition by progress_key
        order by source_file desc, source_row desc
    ) = 1
)

select * exclude (fact_hash)
from kept
