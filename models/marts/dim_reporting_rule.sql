select
    rule_code,
    report_kind,
    period_vi,
    data_from,
    data_to,
    send_by,
    sender,
    receiver,
    channel,
    is_cumulative,
    holds_for,
    doc_no,
    issued_on,
    citation,
    source_confidence,
    note
from {{ ref('reporting_rules') }}
