"""Find targets and tasks by words, marks and case aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.queries.run import select
from pipeline.support.text import fold

if TYPE_CHECKING:
    import duckdb
    import polars as pl

_MOST_WORDS = 8
_MOST_ROWS = 300


def search_records(
    cursor: duckdb.DuckDBPyConnection, wanted: str, subjects: tuple[str, ...]
) -> pl.DataFrame:
    """Targets and tasks that contain every word of a search.

    Args:
        cursor: of the build.
        wanted: words as typed; without any, nothing is found.
        subjects: ``target``, ``task`` or both.

    Returns:
        Up to 300 rows: subject (target, task), record_key, plan_code, plan_name, record_ref,
        record_text, lead_agency, indicator_code, names, comparator, value, unit, due_text,
        document_place, source_file, source_locator, found_count (of all that were found, the
        same in each row); the newest plan first.
    """
    words = fold(wanted).split()[:_MOST_WORDS] or ["\0"]
    hits = " and ".join(f"contains(folded, $word_{i})" for i in range(len(words)))
    return select(
        cursor,
        f"""
        with records as (
            select
                'target' as subject, target.target_key as record_key, target.plan_code,
                target.target_no as record_no, target.target_ref as record_ref,
                target.target_text as record_text, target.measure_label, target.lead_agency,
                target.indicator_code, indicator.name_vi, indicator.name_en, target.comparator,
                target.value, target.unit, null as due_text, target.document_place,
                target.source_file, target.source_locator
            from fct_target as target
            left join dim_indicator as indicator using (indicator_code)
            union all
            select
                'task', task_key, plan_code, task_no, task_ref, task_text, null, lead_agency,
                null, null, null, null, null, null, due_text, document_place, source_file,
                source_locator
            from fct_task
        ),

        found as (
            select
                *,
                -- strip_accents leaves đ alone.
                translate(strip_accents(lower(concat_ws(
                    ' ', record_text, measure_label, lead_agency, name_vi, name_en,
                    indicator_code
                ))), 'đ', 'd') as folded
            from records
        )

        select
            found.* exclude (folded, record_no),
            count(*) over ()::integer as found_count,
            plan.plan_name
        from found
        inner join dim_plan as plan using (plan_code)
        where list_contains($subjects, found.subject) and {hits}
        order by plan.year_from desc, plan.issuer_name collate vi, found.subject, found.record_no
        limit {_MOST_ROWS}
        """,  # noqa: S608 (names of parameters and a constant)
        subjects=subjects,
        **{f"word_{i}": word for i, word in enumerate(words)},
    )
