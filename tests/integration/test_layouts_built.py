"""Every layout of progress, all in one build: each observation leads to its own cell."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.publish.builds import WHOLE_DATABASE, find_current_build
from pipeline.support.console import LineReporter
from pipeline.support.settings import PROJECT, Settings
from tests.portal_books import RECEIVED, SCORES, score_row, write_book
from tests.sentences_said import list_missaid

pytestmark = pytest.mark.slow
REAL = PROJECT.parent / "shared" / "progress"

LONG = (
    "Mã đơn vị;Mã chỉ số;Ngày số liệu;Ngày nhận;Tử số;Mẫu số\n"
    "VN34-14;TTHC_ON_TIME_SHARE;31/07/2025;05/08/2025;92;100\n"
    "KHONG-CO;TTHC_ON_TIME_SHARE;31/07/2025;05/08/2025;92;100\n"
)
# Lines 2 and 11 speak of no known unit, lines 9 and 10 of one and the same fact.
TWICE = LONG.splitlines()[0] + "\n" + "".join(
    f"{unit};TTHC_ON_TIME_SHARE;{day:02}/06/2025;05/08/2025;90;100\n"
    for unit, day in [("KHONG-BIET", 2), *(("VN34-14", day) for day in (3, 4, 5, 6, 7, 8, 9, 9)),
                      ("KHONG-BIET", 11)]
)  # fmt: skip
PERIODS = "Mã đơn vị;Mã chỉ số;Quý I/2025;6 tháng 2025\nVN34-14;TTHC_ON_TIME_SHARE;97,5;98\n"
PAPI = (
    "year,old_code,province,indicator,indicator_name,value,scale_max,primary_source,source_url\n"
    "2019,14,Sơn La,PAPI_TOTAL,PAPI,43.25,80,,\n"
)


def ask(settings, query):
    database = find_current_build(settings) / WHOLE_DATABASE
    with duckdb.connect(database, read_only=True) as connection:
        return connection.sql(query).fetchall()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("layouts")
    settings = Settings(raw=folder / "raw", marts=folder / "marts")
    progress = settings.raw / "progress"
    son_la = score_row("UBND tỉnh Sơn La", "H52", 1, 70, 3)
    write_book(progress, {"Điểm năm": [SCORES, son_la], "Điểm tháng": [SCORES, son_la]})
    for name, text in {"dai": LONG, "hai-lan": TWICE, "theo-ky": PERIODS, "papi": PAPI}.items():
        (progress / RECEIVED / f"{name}.csv").write_text(text, encoding="utf-8")
    report = build(settings, LineReporter())
    assert report.is_published, report.transform
    return settings


def test_every_reading_leads_to_a_place_of_its_own(built):
    rows = ask(built, "select source_file, count(*), count(distinct source_locator) "
                      "from fct_progress group by source_file order by source_file")  # fmt: skip
    names = [(file.rsplit("/", 1)[1], count, places) for file, count, places in rows]
    assert names == [("dai.csv", 1, 1), ("diem.xlsx", 14, 14), ("hai-lan.csv", 7, 7),
                     ("papi.csv", 1, 1), ("theo-ky.csv", 2, 2)]  # fmt: skip


def test_a_reading_of_an_unknown_unit_is_kept_and_told(built):
    rows = ask(built, "select unit_code, source_row from intermediate.int_observations_suspect "
                      "order by all")  # fmt: skip
    assert rows == [("KHONG-BIET", 2), ("KHONG-BIET", 11), ("KHONG-CO", 3)]
    kinds = ask(built, "select finding_kind, place from mart_data_quality "
                       "where severity = 'error' order by all")  # fmt: skip
    assert kinds == [
        ("unit_unknown", "trang dai.csv, dòng 3"),
        ("unit_unknown", "trang hai-lan.csv, dòng 2"),
    ]


def test_of_a_fact_that_stands_twice_the_last_row_is_taken_and_named(built):
    assert ask(built, "select source_row from fct_progress where as_of_date = '2025-06-09'") == [
        (10,)
    ]
    found = "select place from mart_data_quality where finding_kind = 'duplicate_fact'"
    assert ask(built, found) == [("trang hai-lan.csv, dòng 10",)]


def test_nothing_published_looks_for_files_elsewhere(built):
    shutil.rmtree(built.cache)
    views = ask(built, "select table_schema, table_name from information_schema.tables "
                       "where table_type = 'VIEW'")  # fmt: skip
    assert views
    for schema, view in views:
        ask(built, f'select count(*) from "{schema}"."{view}"')  # noqa: S608


@pytest.mark.skipif(not REAL.exists(), reason=f"các tệp xuất thật không có ở {REAL}")
def test_the_real_exports_are_published(office):
    folder = office.raw / "progress" / RECEIVED
    shutil.copytree(REAL, folder)
    report = build(office, LineReporter())
    assert report.is_published, report.transform
    assert all(cached.summary["is_loaded"] for cached in report.files)


def test_the_half_year_stands_for_its_last_day_and_not_its_second_quarter(office_with_plans):
    office = office_with_plans

    def write(received, header, *values):
        folder = office.raw / "progress" / received
        folder.mkdir(parents=True)
        row = ";".join(["VN34-14-VPUB", "TTHC_SATISFACTION_SHARE", *values])
        text = f"Mã đơn vị;Mã chỉ số;{header}\n{row}\n"
        (folder / "theo-ky.csv").write_text(text, encoding="utf-8")
        report = build(office, LineReporter())
        assert report.is_published, report.transform

    # Both end on 14 June and came in together.
    write("2025-06-20", "6 tháng 2025;Quý II/2025", "45", "20")
    known = "select actual from attainment_on(date '2025-06-20') where as_of_date = '2025-06-14'"
    assert ask(office, known) == [(45,)]
    write("2025-06-25", "Quý II/2025", "21")
    corrected = (
        "select before_value, after_value from intermediate.int_changes_of_targets "
        "where change_kind = 'corrected' and not includes_simulated"
    )
    assert ask(office, corrected) == [(20, 21)], "the quarter, not the half year, was corrected"


def test_every_finding_is_said_in_both_languages(built):
    database = find_current_build(built) / WHOLE_DATABASE
    with duckdb.connect(database, read_only=True) as connection:
        assert list_missaid(connection) == []
