select
    unit_code,
    unit_name,
    unit_kind,
    boundary_version,
    province_code,
    parent_unit_code,
    valid_from,
    valid_to,
    successor_unit_code,
    note,
    file_path as source_file,
    source_locator
from {{ source('raw', 'units') }}
