-- One row per oddity of a plan. Errors of a source are shown, never mended.
with counts as (
    select * from {{ ref('int_plans_counted') }}
),

targets as (
    select * from {{ ref('fct_target') }}
),

numbers as (
    select
        plan_code,
        source_file,
        {{ whole_numbers(1, 'last_target_number') }} as target_number
    from counts
    -- Far more numbers than targets: what was read as a number is something else, a year say.
    where last_target_number <= 3 * found_targets + 10
),

-- What the numbering of a plan's targets jumps over.
missing_numbers as (
    select numbers.*
    from numbers
    anti join targets
        on
            numbers.plan_code = targets.plan_code
            and numbers.target_number = try_cast(targets.target_ref as integer)
),

measures as (
    select * from {{ ref('int_measures_deduplicated') }}
),

tasks as (
    select * from {{ ref('fct_task') }}
),

plans as (
    select * from {{ ref('dim_plan') }}
),

-- A rhythm that gave no day: the plan is too long, has no years, or came after the last of them.
unspread as (
    select distinct dues.task_key
    from {{ ref('stg_plans__task_dues') }} as dues
    inner join {{ ref('fct_task_due') }} as kept
        on dues.task_key = kept.task_key and dues.due_no = kept.due_no
    where {{ count_items('dues.due_months') }} > 0 and kept.due_to is null
)

select
    'declared_targets_differ' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    {{ json_text('document_places', '$.declared_targets') }} as place,
    {{ parameters({'declared': 'declared_targets', 'found': 'numbered_targets'}) }} as parameters
from counts
where declared_targets <> numbered_targets
union all
select
    'declared_tasks_differ' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    {{ json_text('document_places', '$.declared_tasks') }} as place,
    {{ parameters({'declared': 'declared_tasks', 'found': 'found_tasks'}) }} as parameters
from counts
where declared_tasks <> found_tasks
union all
select
    'target_number_missing' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    'STT ' || target_number::string as place,
    {{ parameters({'number': 'target_number'}) }} as parameters
from missing_numbers
union all
select
    'measure_conflict' as finding_kind,
    'warning' as severity,
    measures.plan_code,
    targets.source_file,
    targets.document_place as place,
    {{ parameters({'indicator': 'measures.indicator_code'}) }} as parameters
from measures
inner join targets on measures.target_key = targets.target_key
where measures.has_conflict
union all
select
    'measure_unlinked' as finding_kind,
    'info' as severity,
    plan_code,
    source_file,
    document_place as place,
    null::string as parameters
from targets
where kind = 'quantitative' and indicator_code is null
union all
select
    'cell_unsure' as finding_kind,
    'info' as severity,
    plan_code,
    source_file,
    document_place as place,
    {{ parameters({'cells': change_items('unsure', 'cell', word('cell'))}) }}
        as parameters
from tasks
where {{ count_items('unsure') }} > 0
union all
select
    'cell_unsure' as finding_kind,
    'info' as severity,
    plan_code,
    source_file,
    document_place as place,
    {{ parameters({'cells': change_items('unsure', 'cell', word('cell'))}) }}
        as parameters
from targets
where {{ count_items('unsure') }} > 0
union all
select
    'deadline_not_spread' as finding_kind,
    'warning' as severity,
    tasks.plan_code,
    tasks.source_file,
    tasks.document_place as place,
    {{ parameters({'text': 'tasks.due_text'}) }} as parameters
from tasks
inner join unspread on tasks.task_key = unspread.task_key
union all
select
    'boundary_unknown' as finding_kind,
    'error' as severity,
    plan_code,
    source_file,
    province_name as place,
    null::string as parameters
from plans
where province_code is null and province_name is not null
union all
select
    'owner_unknown' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    coalesce(issuer_name, plan_title) as place,
    null::string as parameters
from plans
where unit_code is null and owner_match = 'none'
