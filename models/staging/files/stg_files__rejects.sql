select
    file_path,
    sheet,
    row_no,
    column_name,
    place,
    severity,
    rule,
    value,
    message,
    remedy,
    raw_row
from {{ source('raw', 'rejects') }}
