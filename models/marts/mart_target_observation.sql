with observations as (
    select * from {{ ref('int_observations_of_targets') }}
    where is_own
),

versions as (
    select * from {{ ref('int_observations_versioned') }}
),

latest as (
    select * from {{ ref('int_observations_latest') }}
    where series_doubt is not null
),

-- Where the path of the number starts, as everything known today has it.
paths as (
    select
        target_key,
        is_simulated,
        {{ latest_row(
            ['plan_code', 'path', 'target', 'baseline_value', 'baseline_date', 'is_maintain_rule'],
            ['known_from']
        ) }} as path
    from {{ ref('int_attainment_measured') }}
    group by target_key, is_simulated
),

joined as (
    select
        observations.target_key,
        observations.is_simulated,
        observations.as_of_date,
        observations.received_on as known_from,
        observations.superseded_on as known_until,
        case when latest.progress_key is null then observations.actual end as actual,
        case
            when latest.progress_key is null then observations.missing_reason
            else 'doubted'
        end as missing_reason,
        observations.starts_on,
        observations.due_on,
        observations.counts_on,
        versions.numerator,
        versions.denominator,
        versions.stated_value,
        coalesce(latest.doubt, versions.doubt) as doubt,
        coalesce(latest.doubted_value, versions.doubted_value) as doubted_value,
        versions.data_kind,
        versions.source_file,
        versions.source_locator,
        versions.citation,
        observations.progress_key,
        {{ field_of('paths.path', 'plan_code') }} as plan_code,
        {{ field_of('paths.path', 'path') }} as path,
        {{ field_of('paths.path', 'target') }} as target_value,
        {{ field_of('paths.path', 'baseline_value') }} as baseline_value,
        coalesce({{ field_of('paths.path', 'is_maintain_rule') }}, false) as is_maintain_rule,
        case
            when {{ field_of('paths.path', 'path') }} = 'cumulative' then observations.starts_on
            else coalesce({{ field_of('paths.path', 'baseline_date') }}, observations.starts_on)
        end as path_begins_on
    from observations
    inner join versions on observations.progress_key = versions.progress_key
    left join latest on observations.progress_key = latest.progress_key
    inner join paths
        on
            observations.target_key = paths.target_key
            and observations.is_simulated = paths.is_simulated
),

timed as (
    select
        *,
        {{ elapsed_share('counts_on', 'path_begins_on', 'due_on') }} as elapsed
    from joined
)

select
    concat_ws('@', target_key, progress_key) as observation_key,
    target_key,
    plan_code,
    is_simulated,
    as_of_date,
    known_from,
    known_until,
    actual,
    case
        when path = 'level' or is_maintain_rule then target_value
        else {{ expected_value('target_value', 'baseline_value', 'elapsed') }}
    end as expected_now,
    target_value,
    missing_reason,
    doubt,
    doubted_value,
    numerator,
    denominator,
    stated_value,
    data_kind,
    source_file,
    source_locator,
    citation,
    progress_key
from timed
