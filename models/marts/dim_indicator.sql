select
    indicator_code,
    field_code,
    name_vi,
    name_en,
    definition_vi,
    unit,
    direction,
    path,
    numerator_vi,
    denominator_vi,
    case when aliases is null then {{ empty_list() }} else {{ split_words('aliases', ';') }} end
        as aliases,
    valid_from,
    valid_to,
    superseded_by,
    -- Indicators that follow one another share a chain and are compared as "definition".
    coalesce(superseded_by, indicator_code) as chain_code,
    family,
    max_value,
    reported_as,
    comparable_since,
    rank_of,
    note
from {{ ref('indicators') }}
