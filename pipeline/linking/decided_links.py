"""How far the links that people chose can be compared: the same rules as for automatic ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.linking.comparability import judge_comparability
from pipeline.linking.link_targets import word_for_rules
from pipeline.support.raw_tables import shape_frame

if TYPE_CHECKING:
    import duckdb

_CHOSEN = """
    select distinct
        targets.plan_code || '#' || targets.content_key as record_key,
        decisions.new_value as indicator_code,
        plans.issuer_level,
        targets.measure_clause,
        targets.measure_label,
        targets.target_text,
        targets.source_quote
    from raw.review_decisions as decisions
    inner join raw.targets as targets
        on decisions.record_key = targets.plan_code || '#' || targets.content_key
    inner join raw.plans as plans on targets.plan_code = plans.plan_code
    where decisions.what = 'link' and decisions.new_value is not null
"""


def judge_decided_links(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Rows of raw.decided_links: every indicator that somebody chose for a measure.

    Args:
        connection: to a database whose ``raw.targets``, ``raw.plans`` and
            ``raw.review_decisions`` are filled.
    """
    rows = []
    for row in connection.cursor().sql(_CHOSEN).pl().iter_rows(named=True):
        code = row["indicator_code"]
        grade, notes = judge_comparability(code, row["issuer_level"], word_for_rules(row))
        rows.append(
            {
                "record_key": row["record_key"],
                "indicator_code": code,
                "comparability": grade,
                "comparability_notes": notes or None,
            }
        )
    return shape_frame("decided_links", pl.DataFrame(rows, infer_schema_length=None))
