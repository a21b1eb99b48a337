select
    subject || '/' || status_code as status_key,
    subject,
    status_code,
    sort_order,
    group_code,
    name_vi,
    name_en,
    icon,
    colour,
    is_assessed,
    is_bad,
    meaning_vi,
    meaning_en
from {{ ref('statuses') }}
