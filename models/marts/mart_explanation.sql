-- One row per request for an explanation, with what was answered and decided.
-- Of each kind of step one row of a request stands, so max() takes it.
select
    record_key,
    request_no,
    max(plan_code) as plan_code,
    max(task_key) as task_key,
    max(target_key) as target_key,
    max(case when step = 'request' then agency end) as agency,
    max(case when step = 'request' then written_by end) as asked_by,
    max(case when step = 'request' then written_at end) as asked_at,
    max(case when step = 'request' then answer_due_on end) as answer_due_on,
    max(case when step = 'request' then note end) as question,
    max(case when step = 'answer' then written_by end) as answered_by,
    max(case when step = 'answer' then written_at end) as answered_at,
    max(case when step = 'answer' then note end) as answer,
    max(case when step = 'answer' then new_due_on end) as new_due_on,
    max(case when step in ('accept', 'refuse') then step end) as decision,
    max(case when step in ('accept', 'refuse') then written_by end) as decided_by,
    max(case when step in ('accept', 'refuse') then written_at end) as decided_at,
    max(case when step in ('accept', 'refuse') then note end) as decision_note,
    max(case when step = 'request' then source_file end) as source_file,
    max(case when step = 'request' then source_locator end) as source_locator
from {{ ref('fct_explanation') }}
where is_standing
group by record_key, request_no
