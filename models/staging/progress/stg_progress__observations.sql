select
    unit_code,
    indicator_code,
    scope_level,
    -- A row that gives only a day belongs to the reform year that the day falls in; what is
    -- published for a year is dated its last day and belongs to that year.
    coalesce(
        period_code,
        case
            when data_kind in ('published', 'derived') then year(as_of_date)
            else {{ reform_year('as_of_date') }}
        end::string
    ) as period_code,
    -- Such a row speaks of its day, not of the whole year.
    period_code is null as is_day_only,
    as_of_date,
    received_on,
    numerator,
    denominator,
    value as stated_value,
    unit,
    missing_reason,
    doubt,
    may_be_fraction,
    data_kind,
    data_kind = 'simulated' as is_simulated,
    rank::integer as rank,
    source_confidence,
    citation,
    note,
    file_path as source_file,
    source_sheet,
    source_row::integer as source_row,
    source_column
from {{ source('raw', 'observations') }}
