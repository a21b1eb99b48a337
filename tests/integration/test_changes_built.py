"""What became of the numbers of an earlier plan, from workbooks to the published rows."""

from __future__ import annotations

import duckdb
import pytest

from pipeline.building.build import build
from pipeline.publish.builds import WHOLE_DATABASE, find_current_build
from pipeline.support.console import LineReporter
from tests.plan_books import write_plan

pytestmark = pytest.mark.slow
LONG_AN = {
    "plan_code": "long-an-thu-2022", "issuer_name": "Ủy ban nhân dân tỉnh Long An",
    "issuer_level": "province", "province_name": "Long An", "unit_code": "VN63-80",
    "year_from": 2022, "year_to": 2022,
}  # fmt: skip
TAY_NINH = LONG_AN | {
    "plan_code": "tay-ninh-thu-2022", "issuer_name": "Ủy ban nhân dân tỉnh Tây Ninh",
    "province_name": "Tây Ninh", "unit_code": "VN63-72",
}  # fmt: skip
MERGED = TAY_NINH | {
    "plan_code": "tay-ninh-thu-2026", "unit_code": "VN34-80", "year_from": 2026, "year_to": 2026,
}  # fmt: skip
DEPARTMENT = LONG_AN | {
    "plan_code": "so-noi-vu-thu-2025", "issuer_name": "Sở Nội vụ tỉnh Long An",
    "issuer_level": "department", "unit_code": "VN63-80-SNV", "year_from": 2025, "year_to": 2025,
}  # fmt: skip
WORDS = "Vận hành kho dữ liệu dùng chung của tỉnh"
NOBODY_LEADS = "TTHC_SATISFACTION_SHARE"
PROMISED = [
    {"indicator_code": "TTHC_ONLINE_PAYMENT_OFFERED_SHARE", "lead_agency": "Sở Nội vụ"},
    {"indicator_code": "TTHC_ON_TIME_SHARE", "lead_agency": "Sở Nội vụ"},
    {"indicator_code": NOBODY_LEADS},
    {"indicator_code": "TTHC_ONLINE_DOSSIER_SHARE", "lead_agency": "Sở Y tế"},
    {
        "indicator_code": "TTHC_PORTAL_INTEGRATED_SHARE", "scope_level": "district",
        "lead_agency": "Các sở, ngành tỉnh",
    },
    {
        "target_text": WORDS, "measure_label": None, "value": None, "comparator": None,
        "unit": None, "indicator_code": None, "lead_agency": "Sở Nội vụ",
    },
]  # fmt: skip


def write_plans(office):
    def number(rows, year):
        return [{"target_ref": str(n), "due_year": year} | r for n, r in enumerate(rows, 1)]

    plans = office.raw / "plans"
    write_plan(plans / "a.xlsx", number(PROMISED, 2022), [], LONG_AN)
    write_plan(
        plans / "b.xlsx",
        number([{"indicator_code": "TTHC_ON_TIME_SHARE", "value": 70}], 2022), [], TAY_NINH,
    )  # fmt: skip
    write_plan(
        plans / "c.xlsx",
        number([{"indicator_code": "TTHC_ON_TIME_SHARE", "value": 90}], 2026), [], MERGED,
    )  # fmt: skip
    stored = {"indicator_code": "EGOV_DATABASE_CONNECTED_SHARE", "target_text": WORDS}
    write_plan(plans / "d.xlsx", number([stored], 2025), [], DEPARTMENT)
    folder = office.raw / "progress" / "2022-12-20"
    folder.mkdir(parents=True)
    (folder / "ket-qua.csv").write_text(
        "Mã đơn vị;Mã chỉ số;Ngày số liệu;Giá trị;Đơn vị tính;Loại số liệu\n"
        "VN63-80;TTHC_ONLINE_PAYMENT_OFFERED_SHARE;10/12/2022;85;%;chính thức\n",
        encoding="utf-8",
    )


def ask(office, statement):
    report = build(office, LineReporter())
    assert report.manifest, report.transform
    database = find_current_build(office) / WHOLE_DATABASE
    with duckdb.connect(database, read_only=True) as connection:
        return connection.sql(statement).fetchall()


def test_every_promise_gets_the_kind_that_is_true(office):
    write_plans(office)
    kinds = """
        select split_part(trend.from_target_key, '/', 2), trend.change_class
        from mart_target_trend as trend
        where boundary_frame = '63' and from_plan = 'long-an-thu-2022'
            and to_plan = 'so-noi-vu-thu-2025' and from_target_key is not null
        order by 1
    """
    assert ask(office, kinds) == [
        # Met by real figures; led by the department and gone; no lead; another department's; of
        # the districts; said in words before and in a number now.
        ("1", "met_and_ended"), ("2", "not_restated"), ("3", "unclear"), ("4", "outside_remit"),
        ("5", "level_ended"), ("6", "made_measurable"),
    ]  # fmt: skip
    ((key,),) = ask(office, "select record_key from mart_review_queue where what = 'restated'")
    (office.raw / "reviews").mkdir()
    (office.raw / "reviews" / "quyet-dinh.csv").write_text(
        "Khóa bản ghi;Nội dung;Quyết định;Người quyết định;Thời điểm\n"
        f"{key};nêu lại;từ chối;Người thử;2026-01-05 08:00\n",
        encoding="utf-8",
    )
    assert ("3", "not_restated") in ask(office, kinds)
    assert ask(office, "select 1 from mart_review_queue where what = 'restated'") == []
    # The merged province answers for both its predecessors, each in a row of its own.
    rows = ask(
        office,
        """
        select from_plan, from_value, to_value, change_class, crosses_boundary
        from mart_target_trend
        where boundary_frame = '34' and to_plan = 'tay-ninh-thu-2026'
            and indicator_code = 'TTHC_ON_TIME_SHARE'
        order by 1
        """,
    )
    assert rows == [
        ("long-an-thu-2022", 80, 90, "raised", True),
        ("tay-ninh-thu-2022", 70, 90, "raised", True),
    ]
    strangers = "select 1 from mart_target_trend where from_plan = 'tay-ninh-thu-2022' and " \
        "to_plan = 'so-noi-vu-thu-2025'"  # fmt: skip
    assert ask(office, strangers) == []


def test_words_of_a_number_that_was_there_before_are_kept(office):
    plans = office.raw / "plans"
    words = PROMISED[-1] | {"target_ref": "1", "lead_agency": None}
    number = {"target_ref": "2", "indicator_code": "EGOV_DATABASE_CONNECTED_SHARE"}
    write_plan(plans / "a.xlsx", [words, number], [], LONG_AN)
    later = number | {"target_ref": "1", "target_text": WORDS}
    write_plan(
        plans / "b.xlsx", [later], [],
        LONG_AN | {"plan_code": "long-an-thu-2025", "year_from": 2025, "year_to": 2025},
    )  # fmt: skip
    assert build(office, LineReporter()).is_published
    database = find_current_build(office) / WHOLE_DATABASE
    with duckdb.connect(database, read_only=True) as connection:
        rows = connection.sql("""
            select distinct from_target_key, change_class from mart_target_trend
            where from_plan = 'long-an-thu-2022' and to_plan = 'long-an-thu-2025'
        """).fetchall()
    assert ("long-an-thu-2022/1", "kept") in rows
    assert "made_measurable" not in {change for _, change in rows}
