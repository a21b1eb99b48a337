"""The committed figures are those of their sources, source by source."""

from __future__ import annotations

import csv

import duckdb
import polars as pl
import pytest

from dashboards.queries.comparison import list_map_choices, read_map
from dashboards.queries.sources import read_coverage
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


def test_the_map_sets_a_result_beside_the_year_before_and_the_nation(default):
    rows = read_map(default.cursor(), "63", "PAR_INDEX", 2023, "published")
    (row,) = rows.filter(pl.col("province_name") == "Quảng Ninh").to_dicts()
    assert (row["value"], row["stated_rank"], row["national_mean"]) == (92.18, 1, 86.98)
    assert row["change_since_year_before"] == pytest.approx(2.08), "90,10 in 2022"
    planned = read_map(default.cursor(), "63", "TTHC_ONLINE_PAYMENT_OFFERED_SHARE", 2022, "planned")
    assert planned["change_since_year_before"].is_null().all()


def test_the_map_opens_on_the_newest_year_that_most_provinces_have(default):
    first = {frame: list_map_choices(default.cursor(), frame).row(0, named=True)
             for frame in ("63", "34")}  # fmt: skip
    assert (first["63"]["indicator_code"], first["63"]["year"]) == ("PAPI", 2024)
    assert first["34"]["indicator_code"].startswith("QD766_")
    assert (first["34"]["year"], first["34"]["place_count"]) == (2025, 34)


def test_what_was_not_found_is_counted_and_named(default):
    rows = read_coverage(default.cursor())
    parts = rows["value_count"] + rows["rank_only_count"] + rows["missing_count"]
    assert parts.equals(rows["province_count"])
    assert set(rows["province_count"]) == {34, 63}
    (papi,) = rows.filter(pl.col("indicator_code") == "PAPI", pl.col("year") == 2024).to_dicts()
    assert papi["missing_count"] == 2
    assert len(papi["missing_names"].split(", ")) == 2


@needs_shared
def test_every_number_of_other_provinces_is_there_and_known_in_part(default):
    rows = read_rows("reference/provincial_targets.csv")
    # One row counts the tasks of a plan and demands nothing.
    wanted = [row for row in rows if "không phải chỉ tiêu" not in row["note"]]
    found = default.sql(
        "select target.value, target.due_year, plan.is_partial from fct_target as target "
        "inner join dim_plan as plan using (plan_code) "
        "where plan.issuer_level = 'province' and plan.plan_code <> 'long-an-2022'"
    ).fetchall()
    assert sorted((value, due) for value, due, _ in found) == sorted(
        (float(row["value"]), int(row["due"])) for row in wanted
    )
    assert all(is_partial for *_, is_partial in found)
    gone = default.sql(
        "select change_class, count(*) from mart_target_trend as trend "
        "inner join dim_plan as earlier on trend.from_plan = earlier.plan_code "
        "inner join dim_plan as later on trend.to_plan = later.plan_code "
        "where (earlier.is_partial or later.is_partial) "
        "and change_class not in ('raised', 'kept', 'lowered') group by 1"
    ).fetchall()
    assert gone == [], "nothing is new or gone against a plan known in part"
