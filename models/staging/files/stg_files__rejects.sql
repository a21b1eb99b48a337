select
    file_path,
    sheet,
    row_no,
    column_name,
    place,
    severity,
    rule,
    value,
    sentence_code,
    parameters,
    raw_row
from {{ source('raw', 'rejects') }}
