{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='progress_key',
    on_schema_change='fail'
) }}

-- depends_on: {{ ref('stg_files__added') }}

with known as (
    select *
    from {{ ref('int_results_valued') }}
    where
        is_known
        {% if is_incremental() %}
            -- Only progress files came in: what they say, and below what it may take the place of.
            and source_file in (select file_path from {{ ref('stg_files__added') }})
        {% endif %}
),

results as (
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
        source_row
    from known
    {% if is_incremental() %}
        union all by name
        select *
        from {{ this }}
        where progress_key in (select progress_key from known)
    {% endif %}
),

hashed as (
    select
        *,
        {{ row_hash(['progress_key']) }} as fact_hash
    from results
),

-- The same fact twice in one receipt: the later row stands, the clash is a finding. Hardly any
-- fact is, so only those that are get sorted.
clashes as (
    select fact_hash
    from hashed
    group by fact_hash
    having count(*) > 1
),

kept as (
    select *
    from hashed
    anti join clashes on hashed.fact_hash = clashes.fact_hash
    union all
    select *
    from hashed
    semi join clashes on hashed.fact_hash = clashes.fact_hash
    qualify row_number() over (
        partition by progress_key
        order by source_file desc, source_row desc
    ) = 1
)

select * exclude (fact_hash)
from kept
