{{ config(materialized='incremental', incremental_strategy='append') }}

-- Observations that no unit answers to, whose unit was named and not coded, or whose numbers
-- contradict each other.
-- A build that grows adds those of the files that came in, which is all that it is given.
-- Texts are made of the few rows that are left.
with judged as (
    select
        *,
        coalesce(
            unit = '%' and has_counts and counted_value is null
            and not (numerator = 0 and denominator = 0),
            false
        ) as is_impossible,
        coalesce(unit = '%' and numerator = 0 and denominator = 0, false) as is_nothing,
        coalesce(
            unit <> '%' and value is null and doubt is null and has_counts, false
        ) as is_no_share,
        coalesce(
            unit = '%'
            and numerator <= denominator
            and abs(stated_value - counted_value) > {{ rounding_of('stated_value') }},
            false
        ) as has_other_share,
        stated_unit <> unit_code as is_named
    from {{ ref('int_observations_valued') }}
    where
        source_file in (
            select file_path from {{ ref('int_files_clashing') }}
            where may_contradict
        )
)

select
    *,
    {{ cell_place() }} as source_locator
from judged
where not is_known or is_impossible or is_nothing or is_no_share or has_other_share or is_named
