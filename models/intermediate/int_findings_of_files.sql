-- One row per problem met when reading a file.
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
        case when sheet is not null then 'trang ' || sheet end,
        case when row_no is not null then 'dòng ' || row_no end,
        case when column_name is not null then 'cột ' || column_name end
    ) as place,
    message,
    remedy
from {{ ref('stg_files__rejects') }}
