{{ config(materialized='view') }}

select
    {{ progress_key() }} as progress_key,
    unit_code,
    indicator_code,
    scope_level,
    period_code,
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
    data_kind,
    is_simulated,
    source_confidence,
    citation,
    note,
    source_file,
    {{ cell_place() }} as source_locator,
    source_row
from {{ ref('int_observations_stored') }}
