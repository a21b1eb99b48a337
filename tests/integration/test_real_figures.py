"""The committed figures are those of their sources, source by source."""

from __future__ import annotations

import csv

import duckdb
import polars as pl
import pytest

from dashboards.queries.attainment import read_published_indices
from dashboards.queries.comparison import list_map_choices, read_map
from dashboards.queries.published import (
    list_index_places,
    list_portal_days,
    read_demand_results,
    read_index_course,
    read_portal_scores,
)
from dashboards.queries.sources import read_coverage
from dashboards.queries.trends import list_courses, read_course
from pipeline.publish.builds import DATABASE
from pipeline.support.settings import PROJECT

pytestmark = pytest.mark.slow
SHARED = PROJECT.parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")


@pytest.fixture(scope="module")
def default(default_build):
    with duckdb.connect(default_build / DATABASE, read_only=True) as connection:
        yield connection


def read_rows(name):
    with (SHARED / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@needs_shared
def test_every_papi_score_is_that_of_its_province_and_year(default):
    codes = {"PAPI_D1": "PAPI_PARTICIPATION", "PAPI_D2": "PAPI_TRANSPARENCY",
             "PAPI_D3": "PAPI_ACCOUNTABILITY", "PAPI_D4": "PAPI_CORRUPTION_CONTROL",
             "PAPI_D5": "PAPI_PROCEDURES", "PAPI_D6": "PAPI_SERVICE_DELIVERY",
             "PAPI_D7": "PAPI_ENVIRONMENT", "PAPI_D8": "PAPI_E_GOVERNANCE"}  # fmt: skip

    def name(row):
        whole = "PAPI" if row["scale_max"] == "80" else "PAPI_SIX"
        return codes.get(row["indicator"], whole)

    theirs = {
        (f"VN63-{row['old_code'].zfill(2)}", name(row), int(row["year"]), float(row["value"]))
        for row in read_rows("progress/papi_2011_2024.csv")
        if row["value"]
    }
    ours = default.sql(
        "select unit_code, indicator_code, year(as_of_date), value from fct_progress "
        "where source_file like '%/papi-2011-2024.csv' and indicator_code <> 'PAPI_RANK'"
    ).fetchall()
    assert set(ours) == theirs


@needs_shared
def test_every_published_result_is_that_of_its_source(default):
    """Of provinces and years: the value, the rank and what is worked out are as stated."""
    kinds = {"DTI", "PAR_INDEX", "SIPAS", "PCI"}
    names = dict(
        default.sql(
            "select unit_code, province_name from dim_unit where unit_kind = 'province'"
        ).fetchall()
    )
    ours = {
        (row[0], names[row[1]], row[2]): row[3:]
        for row in default.sql(
            "select indicator_code, unit_code, year(as_of_date), value, rank, data_kind, "
            "doubted_value from fct_progress where source_file like '%/ket-qua-cong-bo.csv' "
            "and unit_code in (select unit_code from dim_unit where unit_kind = 'province' "
            "and boundary_version = '63')"
        ).fetchall()
    }
    compared = 0
    for row in read_rows("reference/published_results.csv"):
        if row["index"] not in kinds or row["level"] != "province" or row["boundary"][:2] == "34":
            continue
        name = row["province_key"].removeprefix("TP. ")
        value, rank, kind, doubted = ours[row["index"], name, int(row["year"])]
        compared += 1
        if row["how"] == "derived":
            assert kind == "derived", row
        if row["value"] and doubted is None:
            assert value == float(row["value"]), row
        # A rank that only a note deduces stays in the note of the value that is stated.
        is_deduced = bool(row["value"]) and "suy ra" in row["note"]
        assert rank == (int(row["rank"]) if row["rank"] and not is_deduced else None), row
    assert compared > 200


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


def test_no_verdict_rests_on_what_was_worked_out(default):
    for table in ("mart_attainment", "mart_target_observation"):
        query = f"select count(*) from {table} where data_kind = 'derived'"  # noqa: S608
        assert default.sql(query).fetchall() == [(0,)]


def test_each_place_has_one_published_figure_a_year(default):
    rows = read_published_indices(default.cursor(), plan_code="long-an-2022")
    assert rows.height > 20
    assert {"Long An", "Tây Ninh (cũ)"} <= set(rows["place_name"])
    assert not rows.select("indicator_code", "place_name", "as_of_date").is_duplicated().any()


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
    assert (row["value"], row["stated_rank"], row["national_value"]) == (92.18, 1, 86.98)
    assert row["change_since"] == pytest.approx(2.08), "90,10 in 2022"
    rows = read_map(default.cursor(), "63", "PAR_INDEX", 2022, "published")
    known = rows.filter(pl.col("value").is_not_null())
    assert known.height > 3
    assert known["change_since"].is_null().all(), "other criteria since 2022"
    # The index of the nation is no mean of its provinces, and stands beside it as what it is.
    rows = read_map(default.cursor(), "63", "DTI", 2023, "published")
    assert set(rows["national_value"].drop_nulls()) <= {0.7326}


def test_the_map_opens_on_the_newest_year_that_most_provinces_have(default):
    first = {frame: list_map_choices(default.cursor(), frame).row(0, named=True)
             for frame in ("63", "34")}  # fmt: skip
    assert (first["63"]["indicator_code"], first["63"]["year"]) == ("PAPI", 2024)
    assert first["34"]["indicator_code"].startswith("QD766_")
    assert (first["34"]["year"], first["34"]["place_count"]) == (2025, 34)


def test_what_was_not_found_is_counted_and_named(default):
    rows = read_coverage(default.cursor())
    parts = ("value_count", "doubted_count", "rank_only_count", "missing_count")
    assert rows.select(pl.sum_horizontal(parts)).to_series().equals(rows["province_count"])
    twice = rows.filter(pl.col("doubted_count") > 0).select("indicator_code", "year").rows()
    assert twice == [("PAR_INDEX", 2023)]
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


def test_a_map_leaves_no_province_off_and_says_why_one_has_no_figure(default):
    rows = read_map(default.cursor(), "63", "PAR_INDEX", 2023, "published")
    places = rows.filter(pl.col("part_name").is_null())
    assert places.height == 63
    states = dict(places.select("province_name", "place_state").rows())
    assert states["Quảng Ninh"] == "known"
    assert states["Hải Phòng"] == "doubted", "two sources give two values"
    assert "not_found" in states.values()
    assert places.filter(pl.col("place_state") == "known")["value"].null_count() == 0
    assert places.filter(pl.col("place_state") != "known")["value"].is_null().all()
    planned = read_map(default.cursor(), "34", "TTHC_ON_TIME_SHARE", 2026, "planned")
    assert {"known", "no_plan"} == set(planned["place_state"])


def test_a_merged_province_names_the_regions_of_its_parts(default):
    rows = read_map(default.cursor(), "34", "QD766_TOTAL", 2025, "published")
    regions = dict(rows.select("province_name", "region_codes").rows())
    assert regions["Tây Ninh"] == ["mekong_delta", "southeast"]
    assert regions["Hà Nội"] == ["red_river_delta"]


def test_scores_of_qd766_are_there_for_every_province_and_add_up(default):
    (day,) = list_portal_days(default.cursor()).to_dicts()
    rows = read_portal_scores(default.cursor(), day["as_of_date"], day["boundary_version"])
    assert rows.height == 34 * 7
    assert rows["share"].is_between(0, 1).all()
    is_total = pl.col("indicator_code") == "QD766_TOTAL"
    sums = rows.filter(~is_total).group_by("unit_code").agg(pl.col("value").sum())
    both = rows.filter(is_total).join(sums, on="unit_code", suffix="_sum")
    assert (both["value"] - both["value_sum"]).abs().max() < 0.2, "rounded group by group"


def test_the_course_of_an_index_is_that_of_one_territory(default):
    places = list_index_places(default.cursor())
    assert places["has_plan"][0], "a place of the plans comes first"
    rows = read_index_course(default.cursor(), "VN63-22")
    assert not rows.select("indicator_code", "year").is_duplicated().any()
    (row,) = rows.filter(indicator_code="PAR_INDEX", year=2023).to_dicts()
    assert (row["value"], row["rank"], row["national"]) == (92.18, 1, 86.98)


def test_demands_stand_beside_results_of_the_same_territory(default):
    rows = read_demand_results(default.cursor())
    assert rows["target_key"].is_unique().all()
    (rank,) = rows.filter(pl.col("published").is_not_null(), unit="bậc").to_dicts()
    # TP. Hồ Chí Minh asked for 15 and came 21st among the 63.
    assert (rank["demanded"], rank["published"], rank["is_demand_met"]) == (15, 21, False)
    assert rank["published_year"] == rank["due_year"] == 2024
    shown = default.execute(
        "select status, actual from mart_attainment "
        "where known_until is null and not is_simulated and target_key = ?",
        [rank["target_key"]],
    ).fetchall()
    assert shown == [("missed", 21.0)], "no other page says another thing"
    missing = rows.filter(pl.col("published").is_null())
    assert missing.height > 0
    assert missing["is_demand_met"].null_count() == missing.height
    later = rows.filter(pl.col("published_year") > pl.col("due_year"))
    assert later.is_empty(), "a result after the deadline says nothing of it"


def test_one_indicator_over_all_places_has_the_line_of_the_nation(default):
    courses = list_courses(default.cursor(), "34")
    assert courses["has_national"][0]
    keys = courses.select("indicator_code", "measure_family", "unit").row(0, named=True)
    rows = read_course(default.cursor(), "34", **keys)
    assert rows["is_national"].any()
    assert not rows["is_national"].all()
    assert rows["unit"].unique().to_list() == [keys["unit"]]
    assert not rows.select("target_key", "stage_year").is_duplicated().any()
