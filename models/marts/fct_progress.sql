with results as (
    select * from {{ ref('int_results_valued') }}
    where is_known
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
from results
-- The same fact twice in one receipt: the later row stands, the clash is a finding.
qualify row_number() over (
    partition by progress_key
    order by source_file desc, source_row desc
) = 1
