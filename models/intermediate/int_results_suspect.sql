{{ config(materialized='incremental', incremental_strategy='append') }}

-- Readings that no unit answers to, or whose numbers contradict each other.
-- A build that grows adds those of the files that came in, which is all that it is given.
-- Texts are made of the few rows that are left.
select
    *,
    {{ cell_place() }} as source_locator,
    coalesce(numerator > denominator, false) as is_above_whole,
    coalesce(value is null and numerator <= denominator, false) as is_no_share,
    coalesce(unit = '%' and abs(stated_value - counted_value) > 0.05, false) as has_other_share
from {{ ref('int_results_valued') }}
where
    not is_known
    or numerator > denominator
    or (value is null and numerator <= denominator)
    or (unit = '%' and abs(stated_value - counted_value) > 0.05)
