select
    old_province_code,
    old_province_name,
    current_province_code,
    current_province_name,
    change_kind,
    region_code,
    legal_basis,
    effective_on
from {{ ref('province_lineage') }}
