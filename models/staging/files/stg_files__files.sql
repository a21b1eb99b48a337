select
    file_path,
    file_sha256,
    folder,
    layout,
    received_on,
    rows_read,
    rows_loaded,
    rows_rejected,
    rows_ignored,
    is_loaded,
    parser_version,
    first_build_id
from {{ source('raw', 'files') }}
