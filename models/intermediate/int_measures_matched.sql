-- One row per pair of stages and pair of measures that speak of the same indicator and level,
-- and one per measure of either side that finds no partner.
with pairs as (
    select * from {{ ref('int_stages_paired') }}
),

measures as (
    select * from {{ ref('int_measures_framed') }}
),

earlier as (
    select
        pairs.pair_key,
        measures.*
    from pairs
    inner join measures
        on
            pairs.boundary_frame = measures.boundary_frame
            and pairs.place_code = measures.place_code
            and pairs.from_plan = measures.plan_code
            and pairs.from_year = measures.stage_year
),

later as (
    select
        pairs.pair_key,
        measures.*
    from pairs
    inner join measures
        on
            pairs.boundary_frame = measures.boundary_frame
            and pairs.place_code = measures.place_code
            and pairs.to_plan = measures.plan_code
            and pairs.to_year = measures.stage_year
),

matched as (
    select
        earlier.pair_key,
        earlier.chain_code,
        earlier.target_key as from_target_key,
        later.target_key as to_target_key
    from earlier
    inner join later
        on
            earlier.pair_key = later.pair_key
            and earlier.chain_code = later.chain_code
            and earlier.measure_family = later.measure_family
            -- A number for all levels stands against a number for one, but never the numbers of
            -- two different levels against each other.
            and (
                earlier.effective_scope = later.effective_scope
                or earlier.effective_scope = 'all'
                or later.effective_scope = 'all'
            )
),

sides as (
    select * from matched
    union all
    select
        earlier.pair_key,
        earlier.chain_code,
        earlier.target_key as from_target_key,
        null as to_target_key
    from earlier
    anti join matched
        on
            earlier.pair_key = matched.pair_key
            and earlier.target_key = matched.from_target_key
    union all
    select
        later.pair_key,
        later.chain_code,
        null as from_target_key,
        later.target_key as to_target_key
    from later
    anti join matched
        on
            later.pair_key = matched.pair_key
            and later.target_key = matched.to_target_key
),

-- Does the side without a partner name the indicator at some other level?
earlier_names as (
    select distinct
        pair_key,
        chain_code
    from earlier
),

later_names as (
    select distinct
        pair_key,
        chain_code
    from later
)

select
    sides.*,
    earlier_names.chain_code is not null as is_named_earlier,
    later_names.chain_code is not null as is_named_later
from sides
left join earlier_names
    on sides.pair_key = earlier_names.pair_key and sides.chain_code = earlier_names.chain_code
left join later_names
    on sides.pair_key = later_names.pair_key and sides.chain_code = later_names.chain_code
