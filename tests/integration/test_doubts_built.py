"""A figure that contradicts itself gives no verdict; late, doubled and ended ones are said."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.console import LineReporter
from pipeline.support.settings import Settings
from tests.plan_books import write_plan
from tests.report_books import HEADS, ONLINE, observation
from tests.sentences_said import list_missaid

pytestmark = pytest.mark.slow
GAIN = "TTHC_SIMPLIFICATION_PROPOSED_SHARE"
# Unit -> observations of (day of receipt, day of the figure, value), of the indicator with 80 %.
OBSERVATIONS = {
    # After the deadline of 14 December a later year begins: the last word before it stands.
    "VN34-01": [("2025-12-20", "10/12/2025", 85), ("2026-01-20", "15/01/2026", 40)],
    "VN34-04": [("2025-12-20", "01/12/2025", 79), ("2026-01-20", "15/01/2026", 95)],
    "VN34-08": [("2026-01-20", "12/12/2025", 80), ("2026-01-20", "20/12/2025", 10)],
    # Two answers of one receipt; the same one twice is one; an answer put right later counts.
    "VN34-11": [("2025-12-20", "10/12/2025", 85), ("2025-12-20", "10/12/2025", 58)],
    "VN34-12": [("2025-12-20", "10/12/2025", 85), ("2025-12-20", "10/12/2025", 85)],
    "VN34-14": [
        ("2025-12-20", "10/12/2025", 85), ("2025-12-20", "10/12/2025", 58),
        ("2026-01-20", "10/12/2025", 58),
    ],
    # Fractions of one: by the plan's own number, even after a good figure.
    "VN34-15": [("2025-12-20", "10/12/2025", "0,8")],
    "VN34-19": [("2025-07-05", "30/06/2025", 83), ("2025-12-20", "10/12/2025", "0,9")],
    "VN34-20": [("2025-12-20", "10/12/2025", "0.85")],
}  # fmt: skip
VERDICTS = {
    "VN34-01": ("met", 85.0, None), "VN34-04": ("missed", 79.0, None),
    "VN34-08": ("met", 80.0, None), "VN34-11": ("unknown", None, "two_answers"),
    "VN34-12": ("met", 85.0, None), "VN34-14": ("missed", 58.0, None),
    "VN34-15": ("unknown", None, "may_be_fraction"),
    "VN34-19": ("unknown", None, "may_be_fraction"),
    "VN34-20": ("unknown", None, "may_be_fraction"),
}  # fmt: skip
# Unit -> shares of what adds up over the year, quarter by quarter; what is doubted of them.
TOTALS = {
    "VN34-22": ([20, 35, 30], [30.0]),
    "VN34-24": ([20, 20, 45], []),
    "VN34-25": ([50, 5, 45], [5.0, 45.0]),
}
# Provinces that ended on 30 June 2025 -> their successors.
ENDED = {"VN63-80": "VN34-80", "VN63-83": "VN34-86", "VN63-35": "VN34-37"}
# Rows of a published index: two that give one province the same points and another rank, and two
# that say the same.
RANKS = """Mã đơn vị;Mã chỉ số;Ngày số liệu;Ngày nhận;Giá trị;Thứ hạng;Đơn vị tính;Loại số liệu
VN34-24;PAR_INDEX;31/12/2025;20/04/2026;88,1;12;%;chính thức
VN34-24;PAR_INDEX;31/12/2025;20/04/2026;88,1;14;%;chính thức
VN34-25;PAR_INDEX;31/12/2025;20/04/2026;87,2;9;%;chính thức
VN34-25;PAR_INDEX;31/12/2025;20/04/2026;87,2;9;%;chính thức
"""
QUARTERS = ("14/03/2025", "14/06/2025", "14/09/2025")


def add(raw, received, row):
    path = raw / "progress" / received / "bao-cao.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [row] if path.exists() else [HEADS, row]
    with path.open("a", encoding="utf-8") as file:
        file.writelines(";".join("" if c is None else str(c) for c in r) + "\n" for r in rows)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("doubts")
    office = Settings(raw=root / "raw", marts=root / "marts")
    (office.raw / "plans").mkdir(parents=True)
    for unit in [*OBSERVATIONS, *TOTALS, *ENDED]:
        write_plan(
            office.raw / "plans" / f"{unit}.xlsx",
            targets=[{"indicator_code": GAIN if unit in TOTALS else ONLINE}],
            facts={
                "plan_code": unit.lower(), "unit_code": unit, "issuer_level": "province",
                "issued_on": dt.date(2025, 1, 5),
            },
        )  # fmt: skip
    for unit, observations in OBSERVATIONS.items():
        for received, day, value in observations:
            add(office.raw, received, observation(value, unit_code=unit, day=day))
    for unit, (values, _) in TOTALS.items():
        for day, value in zip(QUARTERS, values, strict=True):
            add(
                office.raw,
                "2025-09-20",
                observation(value, unit_code=unit, day=day, indicator=GAIN),
            )
    for unit in ENDED:
        add(office.raw, "2025-12-20", observation(82, unit_code=unit, day="10/12/2025"))
    (office.raw / "progress" / "xep-hang.csv").write_text(RANKS, encoding="utf-8")
    report = build(office, LineReporter())
    assert report.is_published, report.transform
    with duckdb.connect(find_current_build(office) / DATABASE, read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("unit", VERDICTS)
def test_the_newest_answer_is_the_verdict(built, unit):
    row = built.execute(
        "select status, actual, doubt from mart_attainment"
        " where unit_code = ? and known_because = 'received' order by known_from desc limit 1",
        [unit],
    ).fetchall()
    assert row == [VERDICTS[unit]]


def test_two_ranks_of_one_result_leave_the_result_and_no_rank(built):
    found = built.sql(
        "select unit_code, indicator_code, value, rank, doubt from fct_progress"
        " where indicator_code in ('PAR_INDEX', 'PAR_INDEX_RANK') order by all"
    ).fetchall()
    assert found == [
        ("VN34-24", "PAR_INDEX", 88.1, None, None),
        ("VN34-24", "PAR_INDEX_RANK", None, None, "two_answers"),
        ("VN34-25", "PAR_INDEX", 87.2, 9, None),
        ("VN34-25", "PAR_INDEX_RANK", 9.0, None, None),
    ]


@pytest.mark.parametrize("unit", TOTALS)
def test_a_running_total_that_falls_is_doubted_from_there(built, unit):
    rows = built.execute(
        "select doubted_value, doubt from mart_target_observation"
        " where target_key like ? || '/%' and doubt is not null order by as_of_date",
        [unit.lower()],
    ).fetchall()
    assert rows == [(value, "falling_total") for value in TOTALS[unit][1]]


def test_every_doubt_is_a_finding_of_its_row(built):
    found = built.sql(
        "select finding_kind, count(distinct place) from mart_data_quality"
        " where finding_kind in ('two_answers', 'may_be_fraction', 'falling_total') group by 1"
    ).fetchall()
    assert dict(found)["may_be_fraction"] == 3
    assert dict(found)["falling_total"] == 3
    assert dict(found)["two_answers"] >= 2
    bare = built.sql(
        "select count(*) from mart_data_quality where (source_file is null or place is null)"
        " and finding_kind in ('two_answers', 'may_be_fraction', 'falling_total')"
    ).fetchall()
    assert bare == [(0,)]


@pytest.mark.parametrize("unit", ENDED)
def test_a_report_of_a_unit_that_has_ended_names_the_successor_and_counts(built, unit):
    ((severity, remedy),) = built.execute(
        "select severity, remedy from mart_data_quality"
        " where finding_kind = 'unit_ended' and message like '%' || ? || '%'",
        [unit],
    ).fetchall()
    assert severity == "warning"
    assert ENDED[unit] in remedy
    assert built.execute(
        "select status, actual from attainment_on(date '2025-12-20') where unit_code = ?", [unit]
    ).fetchall() == [("met", 82.0)]


def test_every_finding_is_said_in_both_languages(built):
    assert list_missaid(built) == []
