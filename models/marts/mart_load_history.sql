with files as (
    select * from {{ source('raw', 'files') }}
),

rejects as (
    select
        file_path,
        count(*) filter (where severity = 'file')::integer as file_problems,
        count(*) filter (where severity = 'row')::integer as row_problems,
        count(*) filter (where severity = 'warning')::integer as warnings
    from {{ source('raw', 'rejects') }}
    group by file_path
),

-- Rows that were read and reach nothing: no unit, plan or task of that name.
lost as (
    select distinct
        source_file,
        source_sheet,
        source_row
    from {{ ref('int_observations_suspect') }}
    where not is_known
    union all
    select
        source_file,
        null as source_sheet,
        source_row
    from {{ ref('int_task_reports_matched') }}
    where not is_known
),

unmatched as (
    select
        source_file as file_path,
        count(*)::integer as row_count
    from lost
    group by source_file
)

select
    files.file_path,
    files.file_sha256,
    files.folder,
    files.layout,
    files.received_on,
    files.rows_read::integer as rows_read,
    (files.rows_loaded - coalesce(unmatched.row_count, 0))::integer as rows_loaded,
    (files.rows_rejected + coalesce(unmatched.row_count, 0))::integer as rows_rejected,
    files.rows_ignored::integer as rows_ignored,
    files.is_loaded,
    coalesce(rejects.file_problems, 0) as file_problems,
    coalesce(rejects.row_problems, 0) as row_problems,
    coalesce(rejects.warnings, 0) as warnings,
    files.parser_version,
    files.first_build_id
from files
left join rejects on files.file_path = rejects.file_path
left join unmatched on files.file_path = unmatched.file_path and files.is_loaded
