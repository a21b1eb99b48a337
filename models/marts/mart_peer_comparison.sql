with measures as (
    select * from {{ ref('int_measures_framed') }}
),

nationals as (
    select * from {{ ref('mart_national_line') }}
),

-- Peers: the same indicator, year, level and kind of demand, whatever the place.
ranked as (
    select
        *,
        rank() over (
            partition by
                boundary_frame, chain_code, stage_year, measure_family, unit, effective_scope
            -- Nothing added makes 0 of what would be -0, which not every engine holds for equal.
            order by sign * value + 0e0 desc
        ) as place_in_peers,
        count(*) over peers as peer_count,
        median(value) over peers as peer_median,
        case when sign = 1 then max(value) over peers else min(value) over peers end as peer_best
    from measures
    window
        peers as (
            partition by
                boundary_frame, chain_code, stage_year, measure_family, unit, effective_scope
        )
),

spoken as (
    {{ spoken() }}
)

select
    concat_ws('|', ranked.boundary_frame, ranked.target_key) as peer_key,
    ranked.boundary_frame,
    ranked.place_code,
    ranked.place_name,
    ranked.indicator_code,
    ranked.chain_code,
    ranked.measure_family,
    ranked.field_code,
    ranked.plan_code,
    ranked.issuer_level,
    ranked.stage_year,
    ranked.scope_level,
    ranked.value,
    ranked.unit,
    ranked.comparator,
    ranked.comparability,
    {{ say_remarks('ranked.comparability_notes', 'vi', ' ') }} as comparability_note,
    {{ say_remarks('ranked.comparability_notes', 'en', ' ') }} as comparability_note_en,
    ranked.place_in_peers::integer as place_in_peers,
    ranked.peer_count::integer as peer_count,
    ranked.peer_median,
    ranked.peer_best,
    nationals.value as national_value,
    nationals.due_year as national_due_year,
    nationals.plan_code as national_plan,
    -- Issued for a territory that has been merged since.
    ranked.boundary_frame = '34' and ranked.is_merged and ranked.boundary_version = '63'
        as crosses_boundary,
    ranked.has_conflict,
    ranked.target_key,
    ranked.target_keys
from ranked
cross join spoken
left join nationals
    on
        ranked.indicator_code = nationals.indicator_code
        and ranked.stage_year = nationals.line_year
        and ranked.unit = nationals.unit
        and ranked.measure_family = nationals.measure_family
