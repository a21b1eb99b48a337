"""What a day shows, from files as offices send them to the published rows."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.publish.builds import DATABASE, find_current_build
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan

pytestmark = pytest.mark.slow
PLAN = {
    "plan_code": "so-thu-2025", "issuer_name": "Sở Nội vụ tỉnh Long An",
    "issuer_level": "department", "province_name": "Long An", "unit_code": "VN63-80-SNV",
}  # fmt: skip
RESULTS = (
    "Mã đơn vị;Mã chỉ số;Kỳ báo cáo;Ngày số liệu;Ngày nhận;Tử số;Mẫu số;Giá trị;Đơn vị tính;"
    "Loại số liệu"
)
TASKS = "Mã kế hoạch;Số nhiệm vụ;Ngày số liệu;Ngày nhận;Trạng thái;Ngày hoàn thành;Loại số liệu"
OFFERED, TRANSACTION = (
    "TTHC_ONLINE_PAYMENT_OFFERED_SHARE",
    "TTHC_ONLINE_PAYMENT_TRANSACTION_SHARE",
)


@pytest.fixture
def asked(office):
    """Writes the files of an office, builds them, and answers questions to the build."""

    def ask(targets, tasks, results, reports, decisions=(), plan=()):
        path = office.raw / "plans" / "so-thu.xlsx"
        write_plan(path, targets, tasks, PLAN | dict(plan))
        folder = office.raw / "progress" / "2025-12-31"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ket-qua.csv").write_text("\n".join([RESULTS, *results]), encoding="utf-8")
        if reports:
            (folder / "nhiem-vu.csv").write_text("\n".join([TASKS, *reports]), encoding="utf-8")
        if decisions:
            head = "Khóa bản ghi;Nội dung;Quyết định;Người quyết định;Thời điểm"
            path = office.raw / "reviews" / "quyet-dinh.csv"
            path.parent.mkdir(exist_ok=True)
            path.write_text("\n".join([head, *decisions]), encoding="utf-8")
        report = build(office, LineReporter())
        assert report.is_published, report.transform
        database = find_current_build(office) / DATABASE

        def rows(statement, **values):
            with duckdb.connect(database, read_only=True) as connection:
                return connection.sql(statement, params=values or None).fetchall()

        return rows

    return ask


def result(code, as_of, received, numerator="", denominator="", value="", period=""):
    return (
        f"VN63-80-SNV;{code};{period};{as_of};{received};{numerator};{denominator};{value};%;"
        "chính thức"
    )


STANDING = """
    select status, status_reason, actual, stated_value from attainment_on($day)
    where indicator_code = $code
"""


# indicator, numerator, denominator, stated, demanded, verdict, value, finding.
COUNTS = [
    # The stated share rounds up to the target; the counts do not reach it.
    (OFFERED, 795, 1000, 80, 80, "missed", 79.5, "verdict_by_rounding"),
    (TRANSACTION, 895, 1000, 90, 90, "missed", 89.5, "verdict_by_rounding"),
    ("TTHC_ON_TIME_SHARE", 804, 1000, 80, 80, "met", 80.4, None),
    ("TTHC_SATISFACTION_SHARE", 700, 1000, 90, 80, "missed", 70.0, "value_counts_differ"),
    ("TTHC_PORTAL_INTEGRATED_SHARE", 1200, 1000, 80, 80, "unknown", None, "impossible_counts"),
    ("TTHC_ONLINE_DOSSIER_SHARE", 5, 0, 80, 80, "unknown", None, "impossible_counts"),
    ("ADMIN_SATISFACTION_SHARE", 0, 0, 100, 80, "unknown", None, "nothing_counted"),
]


def test_counts_give_the_value_and_the_verdict(asked):
    targets = [
        {"target_ref": str(n), "indicator_code": row[0], "value": row[4]}
        for n, row in enumerate(COUNTS, start=1)
    ]
    results = [result(row[0], "14/12/2025", "16/12/2025", *row[1:4]) for row in COUNTS]
    ask = asked(targets, [], results, [])
    places = dict(ask("select indicator_code, source_locator from fct_progress"))
    for code, _, _, stated, _, verdict, value, finding in COUNTS:
        ((status, _, actual, kept),) = ask(STANDING, day=dt.date(2025, 12, 20), code=code)
        assert (status, actual, kept) == (verdict, pytest.approx(value), stated), code
        kinds = {
            kind
            for (kind,) in ask(
                "select finding_kind from mart_data_quality where place = $place",
                place=places[code],
            )
        }
        judged = {"verdict_by_rounding", "value_counts_differ", "impossible_counts",
                  "nothing_counted"}  # fmt: skip
        assert (finding in kinds) if finding else not kinds & judged, (code, kinds)


def test_a_day_shows_what_was_known_on_it(asked):
    ask = asked(
        [{}], [],
        [
            result(OFFERED, "03/03/2025", "10/03/2025", value=40),
            # Put right after the deadline, and a figure of before it that comes late.
            result(OFFERED, "10/12/2025", "12/12/2025", value=70),
            result(OFFERED, "10/12/2025", "30/12/2025", value=81),
        ],
        [],
    )  # fmt: skip
    shown = {
        day: ask(STANDING, day=day, code=OFFERED)[0][:3]
        for day in (dt.date(2025, 3, 9), dt.date(2025, 3, 10), dt.date(2025, 5, 1),
                    dt.date(2025, 12, 12), dt.date(2025, 12, 15), dt.date(2025, 12, 30))
    }  # fmt: skip
    assert list(shown.values()) == [
        ("unknown", "not_reported", None),
        ("not_met_yet", "first_reading_only", 40),
        ("unknown", "too_old", 40),
        ("behind", "compared_with_pace", 70),
        ("missed", "last_reading_before_deadline", 70),
        ("met", "compared_with_target", 81),
    ]


def test_a_number_stated_twice_counts_once(asked):
    again = {"target_ref": "2", "document_place": "dòng 9"}
    ask = asked([{}, again], [], [result(OFFERED, "01/06/2025", "02/06/2025", value=85)], [])
    day = dt.date(2025, 6, 3)
    rows = ask("select target_key, repeats_target_key, status from attainment_on($day)", day=day)
    assert sorted(rows, key=str) == [
        ("so-thu-2025/1/0", None, "met"), ("so-thu-2025/2/0", "so-thu-2025/1/0", "met"),
    ]  # fmt: skip
    ((measures, met),) = ask(
        "select measure_count, met_count from mart_field_score where field_code is null "
        "and not includes_simulated and known_from <= $day and "
        "(known_until is null or known_until > $day)",
        day=day,
    )
    assert (measures, met) == (1, 1)


def test_a_conditional_number_waits_for_somebody_to_record_the_condition(asked):
    figures = [result(OFFERED, "01/06/2025", "02/06/2025", value=85)]
    ask = asked([{"is_conditional": True}], [], figures, [])
    day = dt.date(2025, 6, 20)
    assert ask(STANDING, day=day, code=OFFERED)[0][:2] == ("unknown", "condition_open")
    ((key,),) = ask("select record_key from mart_review_queue where what = 'condition'")
    decision = f"{key};điều kiện;chấp nhận;Người thử;2025-06-10 08:00"
    ask = asked([{"is_conditional": True}], [], figures, [], [decision])
    assert ask(STANDING, day=dt.date(2025, 6, 9), code=OFFERED)[0][1] == "condition_open"
    assert ask(STANDING, day=dt.date(2025, 6, 10), code=OFFERED)[0][0] == "met"
    assert not ask("select 1 from mart_review_queue where what = 'condition'")


def test_silence_is_neither_late_nor_done(asked):
    tasks = [
        {"task_ref": "1", "due_text": "Quý I/2025"}, {"task_ref": "2", "due_text": "Quý I/2025"},
        {"task_ref": "3", "due_text": "Quý I, II/2025"},
        {"task_ref": "4", "due_text": "Định kỳ hằng quý"},
        {"task_ref": "5", "due_text": "Năm 2025 (khi có hướng dẫn của Trung ương)"},
        {"task_ref": "6", "due_text": "Quý I/2025"},
    ]  # fmt: skip
    reports = [
        f"so-thu-2025;{ref};{as_of};{received};{status};{done};chính thức"
        for ref, as_of, received, status, done in (
            ("1", "20/03/2025", "21/03/2025", "đang thực hiện", ""),
            ("2", "05/04/2025", "07/04/2025", "đang thực hiện", ""),
            ("3", "05/04/2025", "07/04/2025", "hoàn thành", "28/03/2025"),
            ("3", "05/07/2025", "07/07/2025", "đang thực hiện", ""),
            ("4", "05/04/2025", "07/04/2025", "hoàn thành", "30/03/2025"),
            ("5", "20/12/2025", "22/12/2025", "đang thực hiện", ""),
            # Reported done, and then open again after the deadline.
            ("6", "20/03/2025", "21/03/2025", "hoàn thành", "18/03/2025"),
            ("6", "05/04/2025", "07/04/2025", "đang thực hiện", ""),
        )
    ]
    ask = asked([{}], tasks, [result(OFFERED, "01/06/2025", "02/06/2025", value=85)], reports)

    def states(day):
        return dict(
            ask("select split_part(task_key, '/', 2), state from task_state_on($day)", day=day)
        )

    assert states(dt.date(2025, 3, 25)) == {
        "1": "due_soon", "2": "unknown", "3": "unknown", "4": "unknown", "5": "unknown",
        "6": "done_on_time",
    }  # fmt: skip
    assert states(dt.date(2025, 4, 10)) == {
        # Nobody has said anything of the first since its deadline passed.
        "1": "unknown", "2": "late", "3": "not_due", "4": "not_due", "5": "unknown",
        "6": "late",
    }  # fmt: skip
    later = states(dt.date(2025, 7, 8))
    # The first quarter is done, the second is reported open; of the fourth the second is silent.
    assert (later["3"], later["4"]) == ("late", "unknown")
    assert states(dt.date(2026, 1, 5))["5"] == "no_deadline"
    ((each,),) = ask(
        "select deadline_states from task_state_on($day) where task_key = 'so-thu-2025/3'",
        day=dt.date(2025, 7, 8),
    )
    assert each == ["31/03/2025: done_on_time", "30/06/2025: late"]


@pytest.mark.parametrize(
    ("plan", "due_text"),
    [
        # Twelve days in each of a hundred years; nothing left of a year half gone; no year at all.
        ({"year_from": 2001, "year_to": 2100}, "Hằng tháng"),
        ({"issued_on": dt.date(2025, 7, 1)}, "Quý I hằng năm"),
        ({"year_from": None, "year_to": None}, "Hằng quý"),
    ],
)
def test_a_rhythm_that_gives_no_day_stays_and_is_named(asked, plan, due_text):
    tasks = [{"task_ref": "1", "due_text": due_text}]
    ask = asked([{}], tasks, [result(OFFERED, "01/06/2025", "02/06/2025", value=85)], [], plan=plan)
    assert ask("select due_kind, due_to from fct_task_due") == [("periodic", None)]
    ((found,),) = ask(
        "select count(*) from mart_data_quality where finding_kind = 'deadline_not_spread'"
    )
    assert found == 1


def test_a_report_of_a_period_is_one_that_says_so(asked):
    ask = asked(
        [{}], [],
        [
            result(OFFERED, "07/03/2025", "08/03/2025", value=40, period="2025-W10"),
            result(OFFERED, "14/06/2025", "18/06/2025", value=60, period="2025-H1"),
        ],
        [],
    )  # fmt: skip
    rows = ask(
        """
        select period_code, state from mart_completeness
        where not is_simulated and known_from <= $day
            and (known_until is null or known_until > $day)
        order by period_code
        """,
        day=dt.date(2025, 7, 1),
    )
    assert rows == [
        ("2025", "not_due"), ("2025-H1", "received"), ("2025-Q1", "missing"),
        ("2025-Q3", "not_due"),
    ]  # fmt: skip
