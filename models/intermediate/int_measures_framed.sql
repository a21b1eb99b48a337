-- One row per deduplicated measure and boundary frame. Frame 63 keeps a place as it was issued;
-- frame 34 follows it to the province it belongs to today.
with measures as (
    select * from {{ ref('int_measures_deduplicated') }}
    where province_code is not null and stage_year is not null
)

select
    '63' as boundary_frame,
    -- A province that no merger touched is one place before and after.
    case
        when is_merged then 'VN' || boundary_version || '-' || province_code
        else 'VN34-' || current_province_code
    end as place_code,
    -- As people say it: the old Tây Ninh and the new one are two territories with one name.
    case
        when not is_merged or province_name <> current_province_name then province_name
        when boundary_version = '63' then province_name || ' (cũ)'
        else province_name || ' (mới)'
    end as place_name,
    *
from measures
union all
select
    '34' as boundary_frame,
    'VN34-' || current_province_code as place_code,
    current_province_name as place_name,
    *
from measures
