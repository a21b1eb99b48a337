-- One row per problem met when reading a file, and per file whose rows do not add up.
with plans as (
    select
        source_file,
        max(plan_code) as plan_code
    from {{ ref('int_plans_located') }}
    group by source_file
),

-- What somebody looked at is not asked about again. Rejects hold the beginning of long words.
settled as (
    select distinct
        source_file,
        place,
        reason,
        left(passage_text, 200) as value
    from {{ ref('int_passages_settled') }}
    where is_settled
)

select
    case when settled.value is not null then 'passage_settled' else rejects.rule end
        as finding_kind,
    case
        when settled.value is not null or rejects.severity = 'ignored' then 'info'
        when rejects.severity in ('file', 'row') then 'error'
        else 'warning'
    end as severity,
    file_path as source_file,
    concat_ws(
        ', ',
        rejects.place,
        case when sheet is not null then 'trang ' || sheet end,
        case when row_no is not null then 'dòng ' || row_no end,
        case when column_name is not null then 'cột ' || column_name end
    ) as place,
    sentence_code,
    parameters,
    plans.plan_code
from {{ source('raw', 'rejects') }} as rejects
left join plans on rejects.file_path = plans.source_file
left join settled
    on
        rejects.file_path = settled.source_file
        and rejects.place = settled.place
        and rejects.rule = settled.reason
        and rejects.value = settled.value
union all
select
    'rows_unaccounted' as finding_kind,
    'error' as severity,
    file_path as source_file,
    'cả tệp' as place,
    'rows_unaccounted' as sentence_code,
    {{ parameters({
        'read': 'rows_read', 'used': 'rows_loaded', 'rejected': 'rows_rejected',
        'ignored': 'rows_ignored'
    }) }} as parameters,
    null as plan_code
from {{ source('raw', 'files') }}
where is_loaded and rows_read <> rows_loaded + rows_rejected + rows_ignored
