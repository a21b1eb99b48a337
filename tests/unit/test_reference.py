"""Reference data of seeds/: complete, consistent, and honest about boundaries."""

from __future__ import annotations

from collections import Counter

import duckdb
import pytest

from dashboards.queries.origin import list_successors
from pipeline.support.reference import load_reference, read_seed
from pipeline.support.settings import PROJECT

LINEAGE = read_seed("province_lineage")
INDICATORS = read_seed("indicators")


def test_sixty_three_provinces_became_thirty_four():
    versions = [row["boundary_version"] for row in read_seed("provinces")]
    assert (versions.count("63"), versions.count("34")) == (63, 34)
    assert len({row["current_province_code"] for row in LINEAGE}) == 34


def test_long_an_is_part_of_tay_ninh():
    (row,) = [r for r in LINEAGE if r["old_province_name"] == "Long An"]
    found = (row["old_province_code"], row["current_province_code"], row["current_province_name"])
    assert found == ("80", "80", "Tây Ninh")


def test_seven_codes_changed_their_meaning():
    old = {r["old_province_code"]: r["old_province_name"] for r in LINEAGE}
    new = {r["current_province_code"]: r["current_province_name"] for r in LINEAGE}
    changed = {c: (old[c], new[c]) for c in old.keys() & new.keys() if old[c] != new[c]}
    assert changed == {
        "15": ("Yên Bái", "Lào Cai"),
        "24": ("Bắc Giang", "Bắc Ninh"),
        "44": ("Quảng Bình", "Quảng Trị"),
        "52": ("Bình Định", "Gia Lai"),
        "80": ("Long An", "Tây Ninh"),
        "82": ("Tiền Giang", "Đồng Tháp"),
        "91": ("Kiên Giang", "An Giang"),
    }


def test_the_former_provinces_are_divided_among_six_regions():
    counted = Counter(row["region_code"] for row in LINEAGE)
    assert counted == {
        "northern_midlands": 14,
        "red_river_delta": 11,
        "central_coast": 14,
        "central_highlands": 5,
        "southeast": 6,
        "mekong_delta": 13,
    }


def test_a_rank_ranks_by_an_index_of_the_catalogue():
    families = {row["indicator_code"]: row["family"] for row in INDICATORS}
    ranks = [row for row in INDICATORS if row["family"] == "rank"]
    assert ranks
    assert {families[row["rank_of"]] for row in ranks} == {"index"}


@pytest.mark.parametrize("row", INDICATORS, ids=[r["indicator_code"] for r in INDICATORS])
def test_every_indicator_is_described(row):
    for column in (
        "name_vi",
        "name_en",
        "definition_vi",
        "unit",
        "direction",
        "path",
        "field_code",
    ):
        assert row[column], f"{row['indicator_code']} thiếu {column}"
    if row["family"] == "plan":
        assert row["numerator_vi"], row["indicator_code"]
        assert row["aliases"], row["indicator_code"]


def test_codes_are_unique_and_successors_exist():
    codes = [row["indicator_code"] for row in INDICATORS]
    assert len(codes) == len(set(codes))
    assert {row["superseded_by"] for row in INDICATORS} - {""} <= set(codes)


def test_names_are_unique_in_both_languages():
    for column in ("name_vi", "name_en"):
        names = [row[column] for row in INDICATORS]
        assert len(names) == len(set(names)), column


def test_fields_answer_to_their_aliases():
    reference = load_reference()
    assert reference.find_field("CẢI CÁCH TTHC") == 2
    assert reference.find_field("2") == 2
    assert reference.find_field("nông nghiệp") is None
    assert sorted(set(reference.fields.values())) == list(range(8))


@pytest.mark.parametrize(
    ("province", "issued_on", "expected"),
    [
        ("01", "2022-01-20", "Sở Tài chính"),
        # Where the source gives no day, the day of the decision stands for it.
        ("24", "2022-01-20", "Sở Tài chính"),
        ("01", "2025-06-01", None),
        ("80", "2022-01-20", None),
    ],
)
def test_an_agency_is_told_what_it_became_where_a_source_says_so(province, issued_on, expected):
    with duckdb.connect() as connection:
        path = PROJECT / "seeds" / "agency_mergers.csv"
        connection.execute(
            "create table dim_agency_merger as from read_csv(?, types={'issued_on': 'date'})",
            [str(path)],
        )
        connection.execute(
            "create table dim_plan as select 'p' as plan_code, ? as province_code, "
            "'63' as boundary_version, ?::date as issued_on, 2022 as year_from",
            [province, issued_on],
        )
        found = list_successors(connection.cursor(), "p")
    names = dict(found.select("old_agency", "new_agency").rows())
    assert names.get("Sở Kế hoạch và Đầu tư") == expected
    assert "Sở Tài chính" not in names, "it kept its name"
