"""What somebody with few units can reach at all: nothing that others reported unpublished."""

from __future__ import annotations

import shutil
import stat
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from pipeline.asking.questions.library import bind_parameters, load_library
from pipeline.asking.sandbox import ask
from pipeline.building.build import build
from pipeline.publish import restricted as restricted_module
from pipeline.publish.builds import DATABASE, WHOLE_DATABASE, find_current_build, remove_build
from pipeline.publish.manifest import read_manifest
from pipeline.publish.restricted import (
    KEPT,
    OPEN_TO_ALL,
    list_covered_units,
    prune_restricted,
    restrict_build,
)
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings
from tests.plan_books import write_plan
from tests.report_books import HEADS, observation, write_csv

pytestmark = pytest.mark.slow
OWN = "VN34-14"  # Sơn La, whose office has a plan; Long An's plans are others'.
PAYMENT = "TTHC_ONLINE_PAYMENT_OFFERED_SHARE"
REPORTED = "data_kind not in ('published', 'derived')"


@pytest.fixture(scope="module")
def committed_office(committed_build, tmp_path_factory):
    """Settings of the committed build with a place of its own for restricted ones."""
    marts = tmp_path_factory.mktemp("restricted")
    (marts / "builds").symlink_to(committed_build.parent)
    return Settings(raw=marts / "raw", marts=marts)


@pytest.fixture(scope="module")
def restricted(committed_office, committed_build):
    return restrict_build(committed_office, committed_build, (OWN,))


def count(build, query):
    with duckdb.connect(build / DATABASE, read_only=True) as connection:
        return connection.execute(query).fetchall()[0][0]


def tables_with(build, column):
    with duckdb.connect(build / DATABASE, read_only=True) as connection:
        rows = connection.execute(
            "select table_name from duckdb_columns() where column_name = ?", [column]
        ).fetchall()
    return {table for (table,) in rows}


def test_every_public_table_is_open_to_all_or_has_a_rule(committed_build):
    with duckdb.connect(committed_build / DATABASE, read_only=True) as connection:
        tables = {
            t for (t,) in connection.execute("select table_name from duckdb_tables()").fetchall()
        }
    assert tables == OPEN_TO_ALL | KEPT.keys()
    assert not OPEN_TO_ALL & KEPT.keys()


def test_what_others_reported_is_not_in_it(committed_build, restricted):
    own = ", ".join(f"'{unit}'" for unit in list_covered_units(committed_build, (OWN,)))
    reported = f"select count(*) from fct_progress where {REPORTED}"  # noqa: S608
    assert count(committed_build, f"{reported} and unit_code not in ({own})") > 1000
    assert count(restricted, f"{reported} and unit_code not in ({own})") == 0
    assert count(restricted, reported) > 100
    others = f"(from dim_plan select plan_code where coalesce(unit_code, '') not in ({own}))"
    for table in sorted(tables_with(restricted, "plan_code") & KEPT.keys()):
        # A verdict on what somebody published is published with it.
        rests = "attainment_key not in (select attainment_key from mart_attainment)"
        published = {
            "mart_attainment": "data_kind <> 'published'",
            "mart_target_observation": "data_kind <> 'published'",
            "mart_attainment_shown": rests,
            "mart_target_result": "data_kind not in ('published', 'derived')",
        }.get(table, "true")
        stray = f"select count(*) from {table} where plan_code in {others} and {published}"  # noqa: S608
        assert count(restricted, stray) == 0, table


def test_a_key_by_content_tells_the_plan(committed_build):
    for table in ("fct_target", "fct_task"):
        other = f"select count(*) from {table} where split_part(record_key, '#', 1) <> plan_code"  # noqa: S608
        assert count(committed_build, other) == 0


def test_what_was_published_is_all_there(committed_build, restricted):
    for table in sorted(OPEN_TO_ALL):
        query = f"select count(*) from {table}"  # noqa: S608
        assert count(restricted, query) == count(committed_build, query), table
    published = "select count(*) from fct_progress where data_kind = 'published'"
    assert count(restricted, published) == count(committed_build, published) > 5000


def test_nothing_else_lies_beside_it(restricted):
    assert sorted(path.name for path in restricted.iterdir()) == [DATABASE, "manifest.json"]
    names = {file["file_path"] for file in read_manifest(restricted).files}
    assert any(name.startswith("plans/") for name in names)
    assert read_manifest(restricted).checksums == {}


def test_every_named_question_is_answered_without_others_figures(committed_build, restricted):
    """Each question of ours, on both: what it adds for who sees all is what others reported."""
    smaller = 0
    for question in load_library().values():
        bound = bind_parameters(question, {})
        all_rows = ask(committed_build, question.sql, bound).frame
        own_rows = ask(restricted, question.sql, bound).frame
        assert own_rows.columns == all_rows.columns, question.code
        smaller += own_rows.height < all_rows.height
    assert smaller > 3


def test_without_units_only_what_was_published_is_left(committed_office, committed_build):
    bare = restrict_build(committed_office, committed_build, ())
    assert count(bare, f"select count(*) from fct_progress where {REPORTED}") == 0  # noqa: S608
    assert count(bare, "select count(*) from mart_task_status") == 0
    assert count(bare, "select count(*) from fct_target") > 100


def test_a_province_has_its_offices_and_what_became_of_it(committed_build):
    units = list_covered_units(committed_build, ("VN34-80",))
    assert {"VN34-80", "VN63-80", "VN63-72", "VN63-80-SNV"} <= units
    assert "VN34-14" not in units
    assert list_covered_units(committed_build, ("VN63-80-SNV",)) == {"VN63-80-SNV"}


def test_it_is_made_once_for_a_build_and_its_units(committed_office, committed_build, restricted):
    made = (restricted / DATABASE).stat().st_mtime_ns
    again = restrict_build(committed_office, committed_build, (OWN, OWN))
    assert again == restricted
    assert (again / DATABASE).stat().st_mtime_ns == made


def test_no_table_tells_what_others_measured_of_themselves(office_with_measures):
    """A value that occurs once: "chính thức" is no less reported than "tự báo cáo"."""
    settings, whole = office_with_measures
    restricted = restrict_build(settings, whole, (OWN,))
    for build_folder, is_there in ((whole, True), (restricted, False)):
        with duckdb.connect(build_folder / DATABASE, read_only=True) as connection:
            columns = connection.execute(
                "select table_name, column_name from duckdb_columns() "
                "where data_type in ('DOUBLE', 'VARCHAR') and not internal"
            ).fetchall()
            told = {
                table
                for table, column in columns
                if connection.execute(
                    f'select count(*) from "{table}" where cast("{column}" as varchar) '  # noqa: S608
                    "like '%77.7731%'"
                ).fetchall()
                != [(0,)]
            }
        assert ("mart_target_result" in told) == is_there
        assert bool(told) == is_there, told


@pytest.fixture
def office_with_measures(office):
    """A province with a demand and a figure "chính thức" of its own."""
    write_plan(
        office.raw / "plans" / "tinh.xlsx",
        [{"indicator_code": "PAR_INDEX", "value": 85, "unit": "điểm"}],
        facts={"plan_code": "tinh", "unit_code": "VN34-75", "province_name": "Đồng Nai",
               "issuer_level": "province", "issuer_name": "UBND tỉnh Đồng Nai"},
    )  # fmt: skip
    rows = [
        (*observation(value, unit_code=unit, indicator="PAR_INDEX", unit="điểm"), "chính thức")
        for value, unit in (("77,7731", "VN34-75"), ("66", "VN34-80"))
    ]
    write_csv(office.raw, rows, (*HEADS, "Loại số liệu"))
    assert build(office, LineReporter()).is_published
    return office, find_current_build(office)


def test_a_copy_that_fails_leaves_nothing_and_a_lost_race_is_the_winners(
    office_with_measures, monkeypatch
):
    settings, whole = office_with_measures
    places = settings.marts / "restricted"
    with monkeypatch.context() as broken:
        broken.setattr(restricted_module, "read_manifest", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restrict_build(settings, whole, ())
    assert [path.name for path in places.iterdir() if path.is_dir()] == []
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: restrict_build(settings, whole, ()), range(8)))
    assert [path for path in places.iterdir() if path.is_dir()] == list(made)
    with monkeypatch.context() as later:
        later.setattr(restricted_module, "_name_rules", lambda: "other rules")
        assert restrict_build(settings, whole, ()) not in made
    remove_build(whole)
    prune_restricted(settings)
    assert list(places.iterdir()) == []


def test_a_build_before_the_engineers_database_is_restricted_too(office_with_measures):
    settings, whole = office_with_measures
    older = settings.builds / "20250101T000000Z-00000000"
    settings.builds.chmod(stat.S_IRWXU)
    older.mkdir()
    shutil.copy(whole / "manifest.json", older)
    shutil.copy(whole / WHOLE_DATABASE, older / DATABASE)
    (older / DATABASE).chmod(stat.S_IRWXU)
    with duckdb.connect(older / DATABASE) as connection:
        connection.execute("create table mart_of_another_version as select 77.7731 as told")
    made = restrict_build(settings, older, (OWN,))
    assert count(made, "select count(*) from mart_of_another_version") == 0
    assert count(made, "select count(*) from dim_plan") == 1


@pytest.fixture
def office_with_open_series(office):
    """A published result after one that the unit reported itself; and a number met that ended."""
    facts = {"unit_code": "VN34-75", "province_name": "Đồng Nai", "issuer_level": "province",
             "issuer_name": "UBND tỉnh Đồng Nai"}  # fmt: skip
    own = {"unit_code": OWN, "issuer_name": "UBND tỉnh Sơn La", "issuer_level": "province"}
    ended = {"target_ref": "2", "indicator_code": "TTHC_ON_TIME_SHARE", "value": 50}
    for code, year, targets in (("cu", 2024, [{"due_year": 2024}, ended | {"due_year": 2024}]),
                                ("moi", 2025, [{}])):  # fmt: skip
        of_year = {"plan_code": code, "year_from": year, "year_to": year}
        write_plan(office.raw / "plans" / f"{code}.xlsx", targets, facts=facts | of_year)
    write_plan(office.raw / "plans" / "minh.xlsx", facts=own | {"plan_code": "minh"})
    rows = [
        (*observation(33, unit_code="VN34-75", day="31/03/2025", indicator=PAYMENT), "tự báo cáo"),
        (*observation(60, unit_code="VN34-75", day="01/07/2025", indicator=PAYMENT), "công bố"),
        (*observation(90, unit_code="VN34-75", day="30/11/2024",
                      indicator="TTHC_ON_TIME_SHARE"), "tự báo cáo"),
        (*observation("0,61", unit_code=OWN, day="01/07/2025", indicator=PAYMENT), "tự báo cáo"),
        (*observation("0,62", unit_code="VN34-75", day="02/07/2025", indicator=PAYMENT),
         "tự báo cáo"),
    ]  # fmt: skip
    write_csv(office.raw, rows, (*HEADS, "Loại số liệu"))
    assert build(office, LineReporter()).is_published
    return office, find_current_build(office)


def test_what_follows_from_open_data_is_not_shown_either(office_with_open_series):
    settings, whole = office_with_open_series
    restricted = restrict_build(settings, whole, (OWN,))
    baseline = "select count(*) from mart_attainment where baseline_value = 33"
    assert count(whole, baseline) > 0
    assert count(restricted, baseline) == 0
    doubts = "select count(*) from mart_data_quality where message like '%VN34-75%'"
    assert count(whole, doubts) > 0
    assert count(restricted, doubts) == 0
    ended = "select count(*) from mart_target_trend where change_class = 'met_and_ended'"
    assert count(whole, ended) > 0
    assert count(restricted, ended) == 0
    assert count(restricted, "select count(*) from mart_target_trend") == count(
        whole, "select count(*) from mart_target_trend"
    )
    counts = "select sum({})::integer from mart_field_ambition"
    together = counts.format("met_and_ended_count + not_restated_count + unclear_count")
    assert count(restricted, together) == count(whole, together) > 0
    assert count(restricted, counts.format("met_and_ended_count")) == 0
