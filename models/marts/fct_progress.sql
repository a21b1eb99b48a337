with results as (
    select
        *,
        {{ row_hash([
            'unit_code', 'indicator_code', 'scope_level', 'period_code', 'as_of_date',
            'received_on', 'data_kind'
        ]) }} as fact_hash
    from {{ ref('int_results_valued') }}
    where is_known
),

-- The same fact twice in one receipt: the later row stands, the clash is a finding. Hardly any
-- fact is, so only those that are get sorted.
clashes as (
    select fact_hash
    from results
    group by fact_hash
    having count(*) > 1
),

kept as (
    select * exclude (fact_hash)
    from results
    anti join clashes on results.fact_hash = clashes.fact_hash
    union all
    select * exclude (fact_hash)
    from results
    semi join clashes on results.fact_hash = clashes.fact_hash
    qualify row_number() over (
        partition by progress_key
        order by source_file desc, source_row desc
    ) = 1
)

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
from kept
