"""The committed figures are those of their sources, source by source."""

from __future__ import annotations

import csv

import duckdb
import pytest

from pipeline.publish.builds import DATABASE
from pipeline.support.settings import PROJECT

pytestmark = pytest.mark.slow
SHARED = PROJECT.parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
# Rows of published_results.csv that speak of no unit we know (regions, ministries, means of
# groups) or of no day.
NOT_LOADED = 39


@pytest.fixture(scope="module")
def default(default_build):
    with duckdb.connect(default_build / DATABASE, read_only=True) as connection:
        yield connection


def read_rows(name):
    with (SHARED / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@needs_shared
def test_every_papi_score_is_there(default):
    rows = read_rows("progress/papi_2011_2024.csv")
    theirs = [float(row["value"]) for row in rows if row["value"]]
    count, total = default.sql(
        "select count(*), sum(value) from fct_progress "
        "where source_file like '%/papi-2011-2024.csv'"
    ).fetchall()[0]
    assert count == len(theirs)
    assert total == pytest.approx(sum(theirs), abs=1e-3)


@needs_shared
def test_every_published_result_is_there_or_named(default):
    rows = read_rows("reference/published_results.csv")
    papi = [row for row in rows if row["index"] == "PAPI"]
    found = default.sql(
        "select data_kind, source_confidence, count(*), count(value) + count(doubted_value) "
        "from fct_progress where source_file like '%/ket-qua-cong-bo.csv' group by all"
    ).fetchall()
    doubled = 1  # two sources of one figure differ: one row of the fact, one finding
    assert sum(count for *_, count, _ in found) == len(rows) - NOT_LOADED - len(papi) - doubled
    kinds = {kind for kind, *_ in found}
    assert kinds == {"published", "derived"}, "what was worked out says so"
    assert {confidence for _, confidence, *_ in found} == {row["confidence"] for row in rows}
    notes = default.sql(
        "select count(*) from fct_progress where source_file like '%/papi-2011-2024.csv' "
        "and note is not null"
    ).fetchall()
    assert notes == [(len(papi),)], "the press and the data set state the same scores"


def test_portal_scores_are_of_all_34_provinces(default):
    rows = default.sql(
        "select indicator_code, count(distinct unit_code) from fct_progress "
        "where source_file like '%/qd766-34-tinh.csv' group by 1"
    ).fetchall()
    assert len(rows) == 7
    assert {count for _, count in rows} == {34}
    groups = default.sql(
        "select unit_code, sum(value) filter (indicator_code <> 'QD766_TOTAL') "
        "- sum(value) filter (indicator_code = 'QD766_TOTAL') "
        "from fct_progress where source_file like '%/qd766-34-tinh.csv' group by 1"
    ).fetchall()
    assert max(abs(rest) for _, rest in groups) < 0.05, "the groups add up to the total"


def test_every_real_figure_names_its_source(default):
    bare = default.sql(
        "select count(*) from fct_progress where citation is null or trim(citation) = ''"
    ).fetchall()
    assert bare == [(0,)]


def test_dti_is_between_0_and_1(default):
    low, high = default.sql(
        "select min(value), max(value) from fct_progress where indicator_code = 'DTI'"
    ).fetchall()[0]
    assert 0 < low <= high <= 1
