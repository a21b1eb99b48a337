select
    field_code,
    field_name_vi,
    field_name_en,
    field_short_vi,
    field_short_en
from {{ ref('fields') }}
