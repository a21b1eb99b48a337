"""dbt knows which screens a table reaches."""

from __future__ import annotations

from pipeline.support.settings import PROJECT
from tests.exposures import OUT, tables_of_page, write_exposures


def test_exposures_are_what_the_screens_ask():
    said = OUT.read_text(encoding="utf-8")
    assert said == write_exposures(), "python -m tests.exposures writes it anew"


def test_the_tables_of_a_screen_are_found_through_its_sections():
    assert "mart_target_result" in tables_of_page("attainment")
    assert "mart_cascade" in tables_of_page("comparison")
    assert {"mart_attainment", "mart_task_status"} <= set(tables_of_page("weekly"))
    models = {path.stem for path in (PROJECT / "models" / "marts").glob("*.sql")}
    assert set(tables_of_page("weekly")) <= models
