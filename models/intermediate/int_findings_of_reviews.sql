-- One row per oddity of a decision or an explanation: it fits nothing, another person decided
-- otherwise, it struck a record out, or a link by hand that the rules contradict.
with decisions as (
    select * from {{ ref('int_decisions_latest') }}
),

written as (
    select * from {{ ref('stg_reviews__decisions') }}
),

targets as (
    select * from {{ ref('int_targets_decided') }}
),

tasks as (
    select * from {{ ref('int_tasks_decided') }}
),

struck as (
    select
        plan_code,
        source_file,
        coalesce(document_place, source_locator) as place,
        decided_by
    from targets
    where is_rejected
    union all
    select
        plan_code,
        source_file,
        coalesce(document_place, source_locator) as place,
        decided_by
    from tasks
    where is_rejected
),

plans as (
    select
        plan_code || '#plan' as record_key,
        plan_code,
        owner_match
    from {{ ref('int_plans_located') }}
),

restructured as (
    select * from {{ ref('stg_reviews__restructured_records') }}
),

replaced as (
    select
        plan_code,
        {{ items_of('retired_keys') }} as record_key
    from restructured
    where outcome = 'applied'
),

known as (
    select record_key from targets
    union
    select record_key from replaced
    union
    select record_key from restructured
    union
    select record_key from tasks
    union
    select record_key from plans
),

overruled as (
    select
        written.source_file,
        written.source_locator,
        written.record_key,
        written.what,
        written.decided_by,
        decisions.decided_by as overruled_by
    from written
    inner join decisions
        on written.record_key = decisions.record_key and written.what = decisions.what
    where
        written.decided_by <> decisions.decided_by
        and written.decision <> 'undo'
        and (
            written.decision <> decisions.decision
            or written.new_value is distinct from decisions.new_value
        )
)

select
    'decision_unmatched' as finding_kind,
    'warning' as severity,
    null::string as plan_code,
    decisions.source_file,
    decisions.source_locator as place,
    {{ parameters({'who': 'decisions.decided_by', 'record': 'decisions.record_key'}) }}
        as parameters
from decisions
anti join known on decisions.record_key = known.record_key
union all
select
    'decision_unit_unknown' as finding_kind,
    'warning' as severity,
    plans.plan_code,
    decisions.source_file,
    decisions.source_locator as place,
    {{ parameters({'who': 'decisions.decided_by', 'unit': 'decisions.new_value'}) }} as parameters
from decisions
inner join plans on decisions.record_key = plans.record_key
where
    decisions.what = 'owner' and decisions.decision = 'accept' and plans.owner_match <> 'decided'
union all
select
    'decision_overruled' as finding_kind,
    'info' as severity,
    null::string as plan_code,
    source_file,
    source_locator as place,
    {{ parameters({'who': 'decided_by', 'record': 'record_key', 'by': 'overruled_by'}) }}
        as parameters
from overruled
union all
select
    'record_rejected' as finding_kind,
    'info' as severity,
    plan_code,
    source_file,
    place,
    {{ parameters({'who': 'decided_by'}) }} as parameters
from struck
union all
select
    'link_disputed' as finding_kind,
    'info' as severity,
    plan_code,
    source_file,
    coalesce(document_place, source_locator) as place,
    {{ parameters({'linked': 'indicator_code', 'proposed': 'linked_code'}) }} as parameters
from targets
where link_status = 'reviewed' and linked_code <> indicator_code
union all
-- A record that a person made counts like one that was read, and says so.
select
    case when decision = 'reject' then 'words_judged' else 'record_' || what end as finding_kind,
    'info' as severity,
    plan_code,
    source_file,
    source_locator as place,
    {{ parameters({'who': 'decided_by'}) }} as parameters
from restructured
where outcome = 'applied'
union all
select
    case outcome when 'record_unknown' then 'decision_unmatched' else 'decision_' || outcome end
        as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    source_locator as place,
    {{ parameters({'who': 'decided_by', 'record': 'record_key', 'fault': 'fault'}) }} as parameters
from restructured
where outcome <> 'applied'
union all
-- What was decided about a record that another took the place of has to be decided again.
select
    'decision_retired' as finding_kind,
    'warning' as severity,
    replaced.plan_code,
    decisions.source_file,
    decisions.source_locator as place,
    {{ parameters({'who': 'decisions.decided_by'}) }} as parameters
from decisions
inner join replaced on decisions.record_key = replaced.record_key
where decisions.what not in ('split', 'merge')
union all
-- A step of an explanation that fits no record or no request counts for nothing.
select
    case
        when plan_code is null then 'explanation_unmatched'
        when fault = 'unasked' then 'explanation_unasked'
        else 'explanation_nothing_to_undo'
    end as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    source_locator as place,
    {{ parameters({'who': 'written_by', 'record': 'record_key'}) }} as parameters
from {{ ref('fct_explanation') }}
where plan_code is null or fault is not null
