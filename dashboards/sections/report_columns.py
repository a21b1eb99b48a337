"""How tables show a report that is expected."""

from __future__ import annotations

from dashboards.components.tables import Column

REPORT_COLUMNS = (
    Column("plan_name", "plans.plan", width="large"),
    Column("period_code", "quality.period"),
    Column("state", "column.state", kind="code", codes="report_state"),
    Column("send_by", "quality.send_by", kind="date"),
    Column("expected_by", "quality.expected_by", kind="date"),
    Column("first_received_on", "quality.received_on", kind="date"),
    Column("days_late", "quality.days_late", kind="number"),
    Column("received_count", "quality.received_count", kind="number"),
    Column("expected_count", "quality.expected_count", kind="number"),
    Column("is_simulated", "quality.is_simulated", kind="flag"),
)
