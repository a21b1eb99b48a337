select
    merger_code,
    unit_code,
    old_agency,
    new_agency,
    change_kind,
    effective_on,
    doc_no,
    issued_on,
    citation,
    source_confidence,
    note
from {{ ref('agency_mergers') }}
