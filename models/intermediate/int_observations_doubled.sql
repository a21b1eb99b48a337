{{ config(materialized='incremental', incremental_strategy='append') }}

-- Every observation of a fact that stands more than once in one receipt. Found by hash first:
-- hardly any fact does, and millions of rows are grouped cheaply by a number. A build that grows
-- adds those of the files that came in; none of them speaks of a fact that the build before it
-- knows (pipeline/building/grow.py), or it would be a whole build.
with results as {{ not_kept() }} (
    select * from {{ ref('int_observations_valued') }}
    where
        is_known
        and source_file in (
            select file_path from {{ ref('int_files_clashing') }}
            where may_repeat
        )
),

met as (
    select fact_hash
    from results
    group by fact_hash
    having count(*) > 1
)

select
    results.*,
    {{ progress_key('results') }} as progress_key,
    {{ cell_place('results') }} as source_locator
from results
semi join met on results.fact_hash = met.fact_hash
