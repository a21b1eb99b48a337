with files as (
    select * from {{ ref('int_files_counted') }}
)

select * from files
