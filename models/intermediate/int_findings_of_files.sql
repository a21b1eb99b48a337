-- One row per problem met when reading a file, and per file whose rows do not add up.
with plans as (
    select
        source_file,
        max(plan_code) as plan_code
    from {{ ref('int_plans_located') }}
    group by source_file
)

select
    rule as finding_kind,
    case severity
        when 'file' then 'error'
        when 'row' then 'error'
        when 'ignored' then 'info'
        else 'warning'
    end as severity,
    file_path as source_file,
    concat_ws(
        ', ',
        place,
        case when sheet is not null then 'trang ' || sheet end,
        case when row_no is not null then 'dòng ' || row_no end,
        case when column_name is not null then 'cột ' || column_name end
    ) as place,
    message,
    remedy,
    plans.plan_code
from {{ ref('stg_files__rejects') }} as rejects
left join plans on rejects.file_path = plans.source_file
union all
select
    'rows_unaccounted' as finding_kind,
    'error' as severity,
    file_path as source_file,
    'cả tệp' as place,
    format(
        'Đọc {} dòng nhưng dùng {}, loại {}, bỏ qua có lý do {}: có dòng chưa rõ đi đâu',
        rows_read, rows_loaded, rows_rejected, rows_ignored
    ) as message,
    'gửi tệp này cho người phụ trách kỹ thuật' as remedy,
    null as plan_code
from {{ ref('stg_files__files') }}
where is_loaded and rows_read <> rows_loaded + rows_rejected + rows_ignored
