{{ config(materialized='incremental', incremental_strategy='append') }}

-- depends_on: {{ source('raw', 'added_files') }}

-- One row per observation of a series that a plan counts on: few of millions, picked out once.
-- In a build that grows the plans are those of the build before, so only what came in is looked at.
with targets as (
    select distinct
        unit_code,
        indicator_code
    from {{ ref('int_targets_windowed') }}
),

facts as (
    select * from {{ ref('int_observations_stored') }}
    {% if is_incremental() %}
        where source_file in (select file_path from {{ source('raw', 'added_files') }})
    {% endif %}
)

select
    facts.*,
    {{ progress_key('facts') }} as progress_key,
    {{ cell_place('facts') }} as source_locator
from facts
semi join targets
    on facts.unit_code = targets.unit_code and facts.indicator_code = targets.indicator_code
-- Nobody published what was worked out from other figures: no verdict rests on it.
where facts.data_kind <> 'derived'
